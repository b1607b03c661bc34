"""PDF files with tags of their own structure, made by hand: no library that makes PDF files for us writes such."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

SIZE, LEADING = 11, 13


@dataclass(frozen=True, slots=True)
class Tag:
    """An element of the structure: others within it, or lines of text at a place, counted from above in points."""

    kind: str
    inside: tuple[Tag, ...] = ()
    lines: tuple[str, ...] = ()
    x: int = 50
    y: int = 0
    attributes: str = ""


def said(kind: str, y: int, *lines: str, x: int = 50, attributes: str = "") -> Tag:
    """An element with text."""
    return Tag(kind, lines=lines, x=x, y=y, attributes=attributes)


def tag(kind: str, *inside: Tag) -> Tag:
    """An element with others within it."""
    return Tag(kind, inside=inside)


@dataclass(slots=True)
class _Paper:
    """The objects of the file by their numbers, the page's content, and which element holds each mark."""

    objects: dict[int, str] = field(default_factory=dict)
    content: list[str] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)

    def add(self, one: Tag, parent: int) -> int:
        number = 10 + len(self.objects)
        self.objects[number] = ""
        kids = [f"{self.add(child, number)} 0 R" for child in one.inside]
        if one.lines:
            kids.append(str(len(self.owners)))
            self.content += [f"/{one.kind} <</MCID {len(self.owners)}>> BDC", *_printed(one), "EMC"]
            self.owners.append(number)
        self.objects[number] = (
            f"<</Type /StructElem /S /{one.kind} /P {parent} 0 R /Pg 3 0 R /K [{' '.join(kids)}] {one.attributes}>>"
        )
        return number


def _printed(one: Tag) -> Iterator[str]:
    for place, line in enumerate(one.lines):
        text = line.replace("(", r"\(").replace(")", r"\)")
        yield f"BT /F1 {SIZE} Tf {one.x} {800 - one.y - place * LEADING} Td ({text}) Tj ET"


def tagged_pdf(*tree: Tag, artifact: str = "", loose: str = "") -> bytes:
    """A file of one page with this tree; `artifact` stands above it and is marked so, `loose` has no mark at all."""
    paper = _Paper()
    kids = " ".join(f"{paper.add(one, 5)} 0 R" for one in tree)
    above = ["/Artifact BMC", *_printed(said("P", 10, artifact)), "EMC"] if artifact else []
    beside = list(_printed(said("P", 700, loose))) if loose else []
    stream = "\n".join([*above, *paper.content, *beside])
    parents = " ".join(f"{number} 0 R" for number in paper.owners)
    page = "/MediaBox [0 0 595 842] /Resources <</Font <</F1 7 0 R>>>> /Contents 4 0 R /StructParents 0"
    objects = {
        1: "<</Type /Catalog /Pages 2 0 R /MarkInfo <</Marked true>> /StructTreeRoot 5 0 R>>",
        2: "<</Type /Pages /Kids [3 0 R] /Count 1>>",
        3: f"<</Type /Page /Parent 2 0 R {page}>>",
        4: f"<</Length {len(stream.encode('cp1252'))}>>\nstream\n{stream}\nendstream",
        5: f"<</Type /StructTreeRoot /K [{kids}] /ParentTree 6 0 R>>",
        6: f"<</Nums [0 [{parents}]]>>",
        7: "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>",
        **paper.objects,
    }
    return _written(objects)


def _written(objects: dict[int, str]) -> bytes:
    file, places = b"%PDF-1.7\n", dict[int, int]()
    for number, content in sorted(objects.items()):
        places[number] = len(file)
        file += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    entries = "".join(f"{number} 1\n{place:010d} 00000 n \n" for number, place in sorted(places.items()))
    trailer = f"trailer <</Size {max(objects) + 1} /Root 1 0 R>>\nstartxref\n{len(file)}\n%%EOF\n"
    return file + f"xref\n0 1\n0000000000 65535 f \n{entries}{trailer}".encode("cp1252")
