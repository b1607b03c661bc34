"""The Oxigraph store on disk, and how a finished output folder takes the place of an older one.

This room loads, opens and swaps; it may not ask questions (queries.py does) or know what the graphs mean.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from samverkan.changes import Changes, Graphs, about
from samverkan.errors import OutputError, UnreadableSourceError
from samverkan.lines import Lines, keep
from samverkan.project import MANIFEST_FILE, TOOL, file_digest

STORE_FOLDER = "store"
_DIGESTS_FILE = "digests.json"
_TABLE = ".sst"  # what Oxigraph writes once and never changes


@dataclass(frozen=True, kw_only=True, slots=True)
class Before:
    """The store of the last build, and what has changed since it was loaded."""

    folder: Path
    changes: Changes


def load(folder: Path, graphs: Graphs, before: Before | None = None) -> None:
    """Make a new store in this folder from the sorted N-Triples lines of each named graph, by the graph's IRI.

    The default graph holds the union of them, each triple once: Oxigraph's own union counts a triple as often as
    graphs hold it, so queries ask the default graph and leave `use_default_graph_as_union` alone. Where there is a
    store `before`, that one is taken up if it can be, and only what changed is changed.
    """
    edits = _edits(before.changes, graphs) if before is not None else None
    taken_up = before is not None and edits is not None and _take_up(before.folder, folder, graphs, edits)
    if not taken_up:
        store = ox.Store(folder)
        _fill(store, graphs)
        store.optimize()
        store.flush()
        del store  # closes it: only then may its log go, which names this machine's folders
    for log in folder.glob("LOG*"):
        log.unlink()
    shared = _digests(before.folder) if before is not None and taken_up else {}
    files = [file for file in sorted(folder.iterdir()) if file.name != _DIGESTS_FILE]
    known = {file.name: shared[file.name] for file in files if file.suffix == _TABLE and file.name in shared}
    digests = {file.name: known.get(file.name) or file_digest(file) for file in files}
    (folder / _DIGESTS_FILE).write_text(json.dumps(digests), encoding="utf-8")


def is_whole(folder: Path) -> bool:
    """Whether the store in this folder is as it was loaded: neither damaged nor, by another program, changed."""
    try:
        return all(file_digest(folder / name) == digest for name, digest in _digests(folder).items())
    except (OSError, ValueError, AttributeError):
        return False


def _digests(folder: Path) -> Mapping[str, str]:
    digests: Mapping[str, str] = json.loads((folder / _DIGESTS_FILE).read_bytes())
    return digests


def _fill(store: ox.Store, graphs: Graphs) -> None:
    with TemporaryDirectory() as folder:
        for name, lines in graphs.items():
            kept = lines if isinstance(lines, Lines) else keep(Path(folder) / "graph.nt", [lines])
            store.add_graph(ox.NamedNode(name))
            for graph in (ox.DefaultGraph(), ox.NamedNode(name)):
                store.bulk_load(path=kept.path, format=ox.RdfFormat.N_TRIPLES, to_graph=graph)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Edits:
    """The N-Quads lines to remove and to add, those of the default graph among them."""

    removed: tuple[str, ...]
    added: tuple[str, ...]


def _edits(changes: Changes, after: Graphs) -> _Edits | None:
    """What to do; None where a graph is gone, or where blank nodes have changed, which a store names anew."""
    if changes.removed.keys() - after.keys() or any(line.startswith("_:") or " _:" in line for line in changes.lines()):
        return None
    gone = {line for lines in changes.removed.values() for line in lines if not _is_in_any(line, after)}
    come = {line for lines in changes.added.values() for line in lines}
    return _Edits(removed=(*_quads(changes.removed), *sorted(gone)), added=(*_quads(changes.added), *sorted(come)))


def _is_in_any(line: str, graphs: Graphs) -> bool:
    return any(line in about(line[: line.index(" ")], lines) for lines in graphs.values())


def _quads(graphs: Graphs) -> Iterator[str]:
    return (f"{line[:-1]}<{name}> ." for name, lines in graphs.items() for line in lines)


def _take_up(old: Path, folder: Path, graphs: Iterable[str], edits: _Edits) -> bool:
    """A store as the old one with these changes; False, and no folder, where the old one can't be used.

    Both stores share the tables.
    """
    if not is_whole(old):
        return False
    try:
        folder.mkdir()
        for file in old.iterdir():
            link_or_copy(file, folder / file.name) if file.suffix == _TABLE else shutil.copy(file, folder)
        store = ox.Store(folder)
        for name in graphs:
            store.add_graph(ox.NamedNode(name))
        for quad in _parsed(edits.removed):
            store.remove(quad)
        store.extend(_parsed(edits.added))
        store.flush()
    except (OSError, RuntimeError):
        shutil.rmtree(folder, ignore_errors=True)
        return False
    return True


def link_or_copy(file: Path, copy: Path) -> None:
    """Give a file that nobody writes to any more a second name."""
    try:
        copy.hardlink_to(file)
    except OSError:  # a file system without links
        shutil.copy(file, copy)


def _parsed(lines: Iterable[str]) -> Iterator[ox.Quad]:
    return ox.parse("\n".join(lines), format=ox.RdfFormat.N_QUADS)


def open_read_only(folder: Path) -> ox.Store:
    """The store in this folder; several processes may have it open, none may write.

    Raises UnreadableSourceError when there is no store.
    """
    try:
        return ox.Store.read_only(str(folder))
    except (OSError, RuntimeError) as problem:  # the latter for damaged files
        message = "there is no graph here that can be opened: build one with `samverkan build`"
        raise UnreadableSourceError(message=message, file=str(folder)) from problem


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A new empty folder that takes the target's place when the block ends well; otherwise the target stays as it was.

    Raises OutputError when the target may not be replaced or its parent can't be written, both before the block runs,
    and when the block can't write (a full disk, say).
    """
    target = target.resolve()
    try:
        _refuse_strangers(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-", ignore_cleanup_errors=True) as workshop:
            folder = Path(workshop) / "new"
            folder.mkdir()
            yield folder
            swap(folder, target)
    except OSError as problem:
        raise _refusal("can't write this folder", target, problem) from problem


def swap(folder: Path, target: Path) -> None:
    """Put a finished folder in the target's place, as a whole.

    What was there stays until the new folder is in place, and comes back when that fails. Both must lie on one
    file system. Raises OutputError when the target holds anything that this tool didn't write, or can't be replaced.
    """
    target = target.resolve()
    old = target.with_name(f".{target.name}-previous")  # beside it, not in a temporary folder: it outlives a crash
    try:
        _refuse_strangers(target)
        _refuse_strangers(old)
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
            target.rename(old)
        _move_in(folder, target, old)
    except OSError as problem:
        raise _refusal("can't replace this folder", target, problem) from problem
    shutil.rmtree(old, ignore_errors=True)


def _refusal(message: str, target: Path, problem: OSError) -> OutputError:
    reason = problem.strerror or problem
    return OutputError(
        message=f"{message} ({reason}): check its rights and the space, or name another", file=str(target)
    )


def _move_in(folder: Path, target: Path, old: Path) -> None:
    try:
        folder.rename(target)
    except BaseException:
        if old.exists():
            old.rename(target)
        raise


def _refuse_strangers(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise OutputError(message="this is not a folder: name another one for the output", file=str(target))
    manifest = target / MANIFEST_FILE
    said = manifest.read_bytes() if manifest.is_file() else None
    refuse_strangers(str(target), (entry.name for entry in target.iterdir()), said)


def refuse_strangers(folder: str, names: Iterable[str], said: bytes | None) -> None:
    """Raises OutputError for a folder in which there is anything that its manifest, if it has one, doesn't answer for.

    `names` are those in the folder, and `said` is what stands in its manifest.
    """
    strangers = sorted({*names} - _own_names(said))
    if strangers:
        message = f"{strangers[0]} in this folder was not written by {TOOL}: name another folder, or move it away"
        raise OutputError(message=message, file=folder)


def _own_names(said: bytes | None) -> set[str]:
    """The names in an output folder that its manifest answers for; none without a manifest of this tool."""
    try:
        content = json.loads(said or b"null")
    except ValueError:
        return set()
    if not isinstance(content, dict) or content.get("tool") != TOOL:
        return set()
    return {MANIFEST_FILE, STORE_FOLDER, *(name.split("/")[0] for name in content.get("files", {}))}
