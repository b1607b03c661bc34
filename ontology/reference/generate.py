"""Write the reference data of this folder from a folder of CSV files: `python ontology/reference/generate.py FOLDER`.

FOLDER holds municipalities.csv, counties.csv, nuts2.csv, organisations.csv and codes/*.csv (the sources and licences
stand in NOTICE). Written beside this file: municipalities.ttl, counties.ttl, regions.ttl, organisations.ttl and
codes.ttl, sorted by IRI, the same bytes for the same rows in any order. Change facts in the CSV files, never in the
Turtle.

Which names are taken over is judged in aliases.tsv, one line a judgement: `drop` (not a name of that entity), `hide`
(a name that means other things too), `keep` and `label` (the preferred name); `text` is how it is spelt, and a line
without an alias adds its text; entity `*` stands for all. A name without a judgement becomes a skos:altLabel, English
ones as @en; an organisation's abbreviation of at most five letters, or six capitals, becomes a skos:hiddenLabel. A
judgement that meets no name stops the run.

This script may not invent facts, resolve names or reach the network. It needs the package `samverkan` and nothing else.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from samverkan.identifiers import BASE, data_iri, organisation_number, slug

HERE = Path(__file__).resolve().parent
HEADER = """\
# Written by generate.py: change the CSV files or aliases.tsv, not this file. Sources and licences: NOTICE.
@base <{base}> .
@prefix nuts: <http://data.europa.eu/nuts/code/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sam: <https://w3id.org/samverkan/ontology#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
"""
ENGLISH = re.compile(
    r"\b(of|for|the|and|academy|administration|agency|association|authority|board|centre|commission|committee|council"
    r"|county|court|fund|growth|institute|municipality|national|office|offices|research|sweden|swedish|statistics"
    r"|university)\b",
    re.IGNORECASE,
)
UNIVERSITY = re.compile(
    r"^(?!Myndigheten|Överklagandenämnden).*(universitet|universitetet|ögskola|ögskolan)$"
    r"|ögskolan (i|på|Dalarna|Kristianstad|Väst)\b|^Konstfack$|^(Dramatiska|Karolinska) institutet$"
)
FORMS = {
    "association of municipalities": "association-of-municipalities",
    "civil society": "non-profit-association",
    "company": "limited-company",
    "coordination association (samordningsförbund)": "coordination-association",
    "region": "region",
    "religious community": "religious-community",
    "state agency": "state-agency",
    "trade union": "trade-union",
}
PERIODS = ("2014-2020", "2021-2027")
LABELS_OF_CODES = {
    "programme-area": ("Programområde", "Programme area"),
    "specific-objective": ("Specifikt mål", "Specific objective"),
    "intervention-field": ("Interventionstyp", "Intervention field"),
    "programme": ("Program", "Programme"),
}
Row = dict[str, str]
Properties = Iterable[tuple[str, Iterable[str]]]


def rows(path: Path, delimiter: str = ",") -> list[Row]:
    """The rows of a table, each by its column names."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def ref(*segments: str) -> str:
    """A data IRI, relative to the files' base."""
    return f"<{data_iri(*segments).removeprefix(BASE)}>"


def text(value: str, language: str | None = None) -> str:
    """A literal: plain, or in a language."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' + (f"@{language}" if language else "")


def block(subject: str, properties: Properties) -> str:
    """All that is said of one subject, one predicate a line; predicates without an object fall away."""
    lines = [f"{predicate} {', '.join(found)}" for predicate, objects in properties if (found := list(objects))]
    return f"{subject} " + " ;\n    ".join(lines) + " .\n"


def write(path: Path, blocks: Iterable[str]) -> None:
    """Write one file: the header, then the blocks by their subjects."""
    path.write_text("\n".join([HEADER.format(base=BASE), *sorted(blocks)]), encoding="utf-8", newline="\n")


def decimal(value: str) -> str:
    """The canonical form of a decimal that has a point."""
    return value.rstrip("0") + ("0" if value.rstrip("0").endswith(".") else "")


def spelled(name: str) -> str:
    """A name as one writes it: single spaces, a capital first, and no all-capital words from a register."""
    single = " ".join(name.split())
    return single.capitalize() if single.isupper() else single[:1].upper() + single[1:]


def is_abbreviation(name: str) -> bool:
    """Whether a name is so short that it means other things too."""
    letters = sum(char.isalpha() for char in name)
    return letters <= 5 or (name.isupper() and letters <= 6)


def distinct(names: Iterable[str], seen: set[str]) -> list[str]:
    """The names that differ from each other, and from those seen, by more than case; `seen` grows."""
    kept = []
    for name in names:
        if name.casefold() not in seen:
            seen.add(name.casefold())
            kept.append(name)
    return sorted(kept)


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgements:
    """What aliases.tsv says of names, by entity and name; `used` remembers what was asked for."""

    table: dict[tuple[str, str], Row]
    used: set[tuple[str, str]] = field(default_factory=set)

    def of(self, entity: str, name: str) -> Row:
        """The judgement on one name of an entity; an empty verdict when there is none."""
        key = next((key for key in ((entity, name), ("*", name)) if key in self.table), None)
        self.used.update([key] if key else [])
        return self.table[key] if key else {"verdict": "", "text": ""}

    def label(self, entity: str) -> str:
        """The preferred name of an entity."""
        found = self.of(entity, entity)
        return found["text"] if found["verdict"] == "label" else spelled(entity) if entity.isupper() else entity

    def added(self, entity: str) -> list[str]:
        """The names that the tables lack."""
        return [row["text"] for key, row in self.table.items() if key[0] == entity and not row["alias"]]

    def unused(self) -> list[str]:
        """The judgements that met no name."""
        return [" / ".join(key) for key in sorted(self.table.keys() - self.used)]


def read_judgements(path: Path) -> Judgements:
    """Read aliases.tsv; an added name is its own key."""
    table = {(row["entity"], row["alias"] or row["text"]): row for row in rows(path, "\t")}
    return Judgements(table=table)


def sorted_out(judged: Judgements, entity: str, candidates: dict[str, str]) -> dict[str, list[str]]:
    """The names to `keep` and to `hide`: as judged, else as the candidate says."""
    found: dict[str, list[str]] = {"keep": [], "hide": [], "drop": []}
    for name, verdict in candidates.items():
        judgement = judged.of(entity, name)
        found[judgement["verdict"] or verdict].append(judgement["text"] or name)
    return found


def names(
    judged: Judgements, entity: str, labels: dict[str, str], others: Iterable[str], hidden: Iterable[str] = ()
) -> Properties:
    """The naming properties of an entity: labels by language, and the other names, none of which repeats another."""
    candidates = dict.fromkeys([*others, *judged.added(entity)], "keep") | dict.fromkeys(hidden, "hide")
    found = sorted_out(judged, entity, candidates)
    seen = {label.casefold() for label in labels.values()}
    shown = distinct(map(spelled, found["keep"]), seen)
    return [
        ("rdfs:label", [text(label, language) for language, label in sorted(labels.items())]),
        ("skos:altLabel", [text(name, "en" if ENGLISH.search(name) else "sv") for name in shown]),
        ("skos:hiddenLabel", [text(name, "sv") for name in distinct(found["hide"], seen)]),
    ]


def municipality_names(row: Row) -> list[str]:
    """The forms of a municipality's name: bare, and each case with `kommun` (and `stad`, if it calls itself so)."""
    aliases = [alias for alias in row["aliases"].split("|") if alias != row["genitive"]]
    kinds = ["kommun", "stad"] if any(alias.casefold().endswith(" stad") for alias in aliases) else ["kommun"]
    return [row["name"], *(f"{name} {kind}" for kind in kinds for name in (row["name"], row["genitive"])), *aliases]


def municipality(judged: Judgements, row: Row) -> str:
    """A municipality: the authority and its territory."""
    official = row["official_name"]
    labels = {"sv": official, "en": f"{row['name']} Municipality"}
    hidden = [row["genitive"]] if row["genitive"] != row["name"] else []
    matches = [f"<https://sws.geonames.org/{row['geonames_id']}/>", f"wd:{row['wikidata']}"]
    properties: Properties = [
        ("a", ["sam:Municipality"]),
        *names(judged, official, labels, municipality_names(row), hidden),
        ("sam:municipalityCode", [text(row["code"])]),
        ("sam:organisationNumber", map(text, filter(None, [organisation_number(row["org_nr"])]))),
        ("sam:organisationForm", [ref("organisation-form", "municipality")]),
        ("sam:partOf", [ref("county", row["county_code"])]),
        ("schema:latitude", [decimal(row["lat"])]),
        ("schema:longitude", [decimal(row["lon"])]),
        ("schema:url", [f"<{row['website']}>"]),
        ("skos:exactMatch", matches),
    ]
    return block(ref("municipality", row["code"]), properties)


def county(judged: Judgements, row: Row, municipal: set[str]) -> str:
    """A county; its short name is hidden where a municipality bears it."""
    short = [row["short_name"]]
    open_names, hidden = ([], short) if short[0].casefold() in municipal else (short, [])
    labels = {"sv": row["name"], "en": f"{row['short_name']} County"}
    properties: Properties = [
        ("a", ["sam:County"]),
        *names(judged, row["name"], labels, open_names, hidden),
        ("sam:countyCode", [text(row["code"])]),
        ("sam:partOf", [ref("region", row["nuts2"])]),
        ("skos:exactMatch", [f"wd:{row['wikidata']}"]),
    ]
    return block(ref("county", row["code"]), properties)


def region(judged: Judgements, row: Row, counties: set[str]) -> str:
    """A NUTS 2 region; an alias that names a county is hidden."""
    aliases = list(filter(None, row["aliases"].split("|")))
    open_names = [alias for alias in aliases if alias.casefold() not in counties]
    labels = {"sv": row["name_sv"], "en": row["name_en"]}
    properties: Properties = [
        ("a", ["sam:Region"]),
        *names(judged, row["name_sv"], labels, open_names, [alias for alias in aliases if alias not in open_names]),
        ("skos:notation", [text(row["code"])]),
        ("skos:exactMatch", [f"nuts:{row['code']}"]),
    ]
    return block(ref("region", row["code"]), properties)


def organisation_forms(row: Row) -> list[str]:
    """The forms of an organisation: a state university is an agency too."""
    is_university = row["type"] == "state agency" and UNIVERSITY.search(row["name"]) is not None
    return [ref("organisation-form", form) for form in [FORMS[row["type"]], *(["university"] if is_university else [])]]


def county_board_names(county_row: Row) -> list[str]:
    """How documents write the name of a county's administrative board."""
    return [f"Länsstyrelsen {link}{county_row[key]}" for link in ("", "i ") for key in ("short_name", "name")]


def organisation(judged: Judgements, row: Row, seats: dict[str, Row]) -> str:
    """An organisation; `seats` holds the county of each county board and region by the organisation's name."""
    name, seat = row["name"], seats.get(row["name"])
    aliases = list(filter(None, row["aliases"].split("|")))
    hidden = [alias for alias in aliases if is_abbreviation(alias)]
    others = [alias for alias in aliases if alias not in hidden]
    if seat and name == seat["lansstyrelse_name"]:
        others += county_board_names(seat)
    number = organisation_number(row["org_nr"])
    label = judged.label(name)
    is_coordination = row["type"].startswith("coordination")
    owners = row["municipality_codes"].split("|") if is_coordination and row["municipality_codes"] else []
    properties: Properties = [
        ("a", ["sam:Organisation"]),
        *names(judged, name, {"sv": label}, others, hidden),
        ("sam:organisationNumber", map(text, filter(None, [number]))),
        ("sam:organisationForm", organisation_forms(row)),
        ("sam:locatedIn", [ref("county", seat["code"])] if seat else []),
        ("sam:ownedBy", [ref("municipality", code) for code in sorted(owners)]),
        ("skos:exactMatch", [f"wd:{row['wikidata']}"] if row["wikidata"] else []),
    ]
    return block(ref("organisation", number or slug(label)), properties)


def parent(code: str) -> str:
    """The code that a code refines: A2A → A2 → A, 1.1 → 1."""
    return code.rpartition(".")[0] or code[:-1]


def concept(scheme: str, iri: str, row: Row, notations: Iterable[str], broader: Iterable[str]) -> str:
    """A concept of a scheme of codes; a label that no source gives is made from the code."""
    swedish, english = LABELS_OF_CODES[scheme]
    label_en, label_sv = (row["label_en"] or f"{english} {row['code']}", row["label_sv"] or f"{swedish} {row['code']}")
    labels = [text(label_en, "en"), text(label_sv, "sv")]
    is_unverified = "verify the wording" in row["source"]
    note = [text("The wording is not verified against the regulation.", "en")] if is_unverified else []
    properties: Properties = [
        ("a", ["skos:Concept"]),
        ("skos:inScheme", [ref("scheme", scheme)]),
        ("skos:notation", map(text, notations)),
        ("skos:prefLabel", labels),
        ("rdfs:label", labels),
        ("skos:broader", broader),
        ("skos:editorialNote", note),
    ]
    return block(iri, properties)


def period_concepts(folder: Path, period: str) -> list[str]:
    """The areas, objectives and intervention fields of a programme period; an objective may refine an area."""
    known: dict[str, str] = {}
    blocks = []
    for scheme in ("programme-area", "specific-objective", "intervention-field"):
        table = rows(folder / f"{scheme.replace('-', '_')}s_{period.replace('-', '_')}.csv")
        known |= {row["code"]: ref(scheme, period, row["code"]) for row in table}
        for row in table:
            broader = [known[parent(row["code"])]] if parent(row["code"]) in known else []
            blocks.append(concept(scheme, known[row["code"]], row, [row["code"]], broader))
    return blocks


def programmes(folder: Path) -> list[str]:
    """The programmes by CCI; the short form of a CCI, without the serial number, is a notation of the same concept."""
    table = {row["code"]: row for row in rows(folder / "programmes.csv")}
    full = {code: [short for short in table if code != short and code.startswith(short)] for code in table}
    shorts = {short for found in full.values() for short in found}
    return [
        concept("programme", ref("programme", code), row, [*full[code], code], [])
        for code, row in table.items()
        if code not in shorts
    ]


def write_all(folder: Path, target: Path, judged: Judgements) -> None:
    """Write the five files of `target` from the tables of `folder`."""
    tables = {name: rows(folder / f"{name}.csv") for name in ("municipalities", "counties", "nuts2", "organisations")}
    municipal = {row["name"].casefold() for row in tables["municipalities"]}
    county_names = {row["name"].casefold() for row in tables["counties"]}
    seats = {row[key]: row for row in tables["counties"] for key in ("region_name", "lansstyrelse_name")}
    codes = [concept for period in PERIODS for concept in period_concepts(folder / "codes", period)]
    write(target / "municipalities.ttl", (municipality(judged, row) for row in tables["municipalities"]))
    write(target / "counties.ttl", (county(judged, row, municipal) for row in tables["counties"]))
    write(target / "regions.ttl", (region(judged, row, county_names) for row in tables["nuts2"]))
    write(target / "organisations.ttl", (organisation(judged, row, seats) for row in tables["organisations"]))
    write(target / "codes.ttl", [*codes, *programmes(folder / "codes")])


def main(arguments: list[str]) -> str | None:
    """Run the script; what is returned is an error for the user."""
    if len(arguments) != 1 or not Path(arguments[0], "municipalities.csv").is_file():
        return "usage: python ontology/reference/generate.py FOLDER_WITH_CSVS"
    judged = read_judgements(HERE / "aliases.tsv")
    write_all(Path(arguments[0]), HERE, judged)
    unused = judged.unused()
    return "aliases.tsv: no such name: " + "; ".join(unused) if unused else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
