"""Files as Spark sees them, on any file system: what the sources stand for, and a folder that is replaced as a whole.

The driver lists and renames; what is in the files, executors read and write. Nothing is built here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from py4j.java_gateway import JavaObject
from py4j.protocol import Py4JJavaError
from pyspark import RDD, SparkContext
from pyspark.serializers import UTF8Deserializer

from samverkan.documents import SOURCES_FILE, origins_of
from samverkan.errors import OutputError, UnreadableSourceError
from samverkan.project import MANIFEST_FILE
from samverkan.store import refuse_strangers

_PATTERN = re.compile(r"[\\*?\[\]{}]")
_WEB = re.compile(r"https?://")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sources:
    """Where the files are, as Spark is asked for them, which of them were named, and their size in bytes.

    `origins` tells by folder what is known of files in it, by their names.
    """

    paths: tuple[str, ...]
    named: frozenset[str]
    size: int
    origins: Mapping[str, Mapping[str, Mapping[str, str]]]

    @property
    def nothing(self) -> UnreadableSourceError:
        """What is raised when there is nothing to read in any of them."""
        return UnreadableSourceError(message="nothing to read here: name files or folders", file=self.paths[0])


class Files:
    """The file systems that a Spark application reads and writes."""

    def __init__(self, context: SparkContext) -> None:
        self.context = context
        self._java: JavaObject = context._jvm
        self._settings: JavaObject = context._jsc.hadoopConfiguration()

    def find(self, sources: Sequence[str]) -> Sources:
        """The sources, all of which are there. Raises UnreadableSourceError for the first that isn't."""
        paths, named, beside, size = dict[str, None](), set[str](), set[str](), 0
        for source in sources:
            for status in self._listed(source):
                path = status.getPath()
                paths[_escaped(str(path.toString()))] = None
                size += self._system(path).getContentSummary(path).getLength()
                if status.isFile():
                    beside.add(f"{path.getParent().toString()}/{SOURCES_FILE}")
                    if not _PATTERN.search(source) or Path(source).exists():
                        named.add(str(path.toString()))
        told = {*self._names(list(paths))}
        told |= {name for name in beside if self._system(self.path(name)).exists(self.path(name))}
        origins = {name.rpartition("/")[0]: origins_of(self._read(self.path(name)), name) for name in sorted(told)}
        return Sources(paths=tuple(paths), named=frozenset(named), size=size, origins=origins)

    def _names(self, paths: Sequence[str]) -> list[str]:
        """The names of all files of origins that Spark finds there; nothing of any file is read for that."""
        found = self.context._jsc.binaryFiles(",".join(paths), self.context.defaultParallelism).keys()
        as_text: JavaObject = UTF8Deserializer  # it has no types
        names: RDD[str] = RDD(found, self.context, as_text())
        return names.filter(lambda name: name.endswith(f"/{SOURCES_FILE}")).collect()

    def _listed(self, source: str) -> Iterable[JavaObject]:
        if _WEB.match(source):
            message = "Spark fetches no web addresses: fetch them first, and name the folder where they are"
            raise UnreadableSourceError(message=message, file=source)
        if "," in source:
            raise UnreadableSourceError(message="Spark takes no comma in a path: rename it", file=source)
        try:
            path = self.path(_escaped(source) if Path(source).exists() else source)
            found = self._system(path).globStatus(path)
        except Py4JJavaError as problem:
            message = f"can't read this source ({reason(problem)}): check the address and your rights"
            raise UnreadableSourceError(message=message, file=source) from problem
        if not found:
            message = "can't read this source (there is nothing of this name): check the name and your rights"
            raise UnreadableSourceError(message=message, file=source)
        return list(found)

    def path(self, name: str) -> JavaObject:
        """A name as a path of its file system."""
        return self._java.org.apache.hadoop.fs.Path(name)

    def _system(self, path: JavaObject) -> JavaObject:
        return path.getFileSystem(self._settings)

    # --- the output

    @contextmanager
    def replacing(self, target: str) -> Iterator[str]:
        """A new folder that takes the target's place when the block ends well; otherwise the target stays as it was.

        Raises OutputError when the target holds anything that this tool didn't write, or can't be written.
        """
        with _writing(target):
            path = self._system(self.path(target)).makeQualified(self.path(target))
            self._refuse_strangers(path)
            workshop, old = (self._beside(path, end) for end in ("new", "previous"))
            self._remove(workshop)
            self._system(path).mkdirs(workshop)
        try:
            yield str(workshop.toString())
            with _writing(target):
                self._swap(workshop, path, old)
        finally:
            self._remove(workshop)

    def _beside(self, path: JavaObject, end: str) -> JavaObject:
        return self.path(f"{path.getParent().toString()}/.{path.getName()}-{end}")

    def _remove(self, path: JavaObject) -> None:
        self._system(path).delete(path, True)

    def _swap(self, new: JavaObject, target: JavaObject, old: JavaObject) -> None:
        system = self._system(target)
        self._remove(old)
        if system.exists(target) and not system.rename(target, old):
            raise OutputError(message="can't replace this folder: check its rights", file=str(target.toString()))
        if not system.rename(new, target):
            system.rename(old, target)
            raise OutputError(message="can't put the new folder here: check its rights", file=str(target.toString()))
        self._remove(old)

    def _refuse_strangers(self, target: JavaObject) -> None:
        system = self._system(target)
        if not system.exists(target):
            return
        if not system.getFileStatus(target).isDirectory():
            message = "this is not a folder: name another one for the output"
            raise OutputError(message=message, file=str(target.toString()))
        names = [str(status.getPath().getName()) for status in system.listStatus(target)]
        manifest = self.path(f"{target.toString()}/{MANIFEST_FILE}")
        said = self._read(manifest) if MANIFEST_FILE in names else None
        refuse_strangers(str(target.toString()), names, said)

    def _read(self, path: JavaObject) -> bytes:
        stream = self._system(path).open(path)
        try:
            return bytes(self._java.org.apache.commons.io.IOUtils.toByteArray(stream))
        finally:
            stream.close()

    def write(self, folder: str, name: str, suffix: str, lines: RDD[str]) -> list[str]:
        """The lines as a file for each partition in a folder of this name; the names of the files."""
        lines.saveAsTextFile(f"{folder}/{name}")
        inside = self.path(f"{folder}/{name}")
        system = self._system(inside)
        found = sorted(str(status.getPath().getName()) for status in system.listStatus(inside))
        parts = [part for part in found if part.startswith("part-")]
        for part in parts:
            system.rename(self.path(f"{folder}/{name}/{part}"), self.path(f"{folder}/{name}/{part}{suffix}"))
        return [f"{name}/{part}{suffix}" for part in parts]

    def write_manifest(self, folder: str, content: Mapping[str, object]) -> None:
        """The folder's manifest."""
        written = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=2) + "\n"
        path = self.path(f"{folder}/{MANIFEST_FILE}")
        stream = self._system(path).create(path, True)
        try:
            stream.write(bytearray(written.encode()))
        finally:
            stream.close()


def reason(problem: Py4JJavaError) -> str:
    """Why Java refused, on one line."""
    return str(problem.java_exception.getMessage() or problem.java_exception.getClass().getSimpleName()).split("\n")[0]


def _escaped(path: str) -> str:
    """A path by which only itself is meant."""
    return _PATTERN.sub(r"\\\g<0>", path)


@contextmanager
def _writing(target: str) -> Iterator[None]:
    """What goes wrong meanwhile is told of this folder."""
    try:
        yield
    except Py4JJavaError as problem:
        message = f"can't write this folder ({reason(problem)}): check its rights and the space, or name another"
        raise OutputError(message=message, file=target) from problem
