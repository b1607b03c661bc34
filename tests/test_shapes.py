"""Each constraint of shapes.ttl: what it lets pass, and what it reports, under which code and how severely.

pyshacl is slow to start, so every case is a small graph of its own things inside one graph that is validated once.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pyshacl
import pytest
from rdflib import DCTERMS, RDF, RDFS, SH, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from samverkan.identifiers import has_valid_checksum
from samverkan.project import ONTOLOGY

SAM = "https://w3id.org/samverkan/ontology#"
SHAPES = "https://w3id.org/samverkan/shapes#"
ID = "https://w3id.org/samverkan/id/"
WARNING, VIOLATION = SH.Warning, SH.Violation

PREFIXES = f"""
@base <{ID}> . @prefix sam: <{SAM}> . @prefix rdf: <{RDF}> . @prefix rdfs: <{RDFS}> . @prefix skos: <{SKOS}> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

MINIMAL = """
<project/CASE> a sam:Project ;
  rdfs:label "Projektet"@sv ;
  prov:wasDerivedFrom <document/CASE> ;
  sam:carriedOutBy <collaboration/CASE> ;
  sam:hasLead <organisation/CASE> .
<organisation/CASE> a sam:Organisation ; rdfs:label "Exempelverket"@sv .
<group/CASE> a sam:OrganisationGroup .
<area/CASE> a sam:County .
<decision/CASE> a sam:Decision .
<collaboration/CASE> a sam:Collaboration ; sam:hasParticipation <participation/CASE> .
<participation/CASE> a sam:Participation ;
  sam:participant <organisation/CASE> ;
  sam:role <role/lead> .
<document/CASE> a sam:SourceDocument .
<evidence/CASE> a sam:Evidence ;
  rdf:subject <project/CASE> ;
  rdf:predicate rdfs:label ;
  rdf:object "Projektet"@sv ;
  prov:hadPrimarySource <document/CASE> ;
  oa:exact "Projektet" ;
  oa:start 0 ;
  oa:end 9 ;
  sam:method "name" ;
  sam:confidence 0.9 .
"""
SPAN = 9  # of the quotation above


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """The minimal graph with a line taken out or exchanged and others added; `code` None means that it conforms."""

    code: str | None = None
    severity: URIRef = VIOLATION
    add: str = ""
    project: str = ""
    line: str = ""
    instead: str = ""
    unproven: str = ""

    def __str__(self) -> str:
        return f"{self.code or 'conforms'}: {self.project or self.add or self.instead or 'without ' + self.line}"

    def turtle(self, name: str) -> str:
        """The case as Turtle, its things named after it."""
        assert not self.line or f"  {self.line}" in MINIMAL
        said = MINIMAL.replace(f"  {self.line}", f"  {self.instead}") if self.line else MINIMAL
        own = f"<project/CASE> {self.project} ." if self.project else ""
        return (PREFIXES + said + own + self.add).replace("CASE", name)


def violation(
    code: str, project: str = "", *, add: str = "", line: str = "", instead: str = "", unproven: str = ""
) -> Case:
    return Case(code=code, project=project, add=add, line=line, instead=instead, unproven=unproven)


def warning(code: str, project: str = "", *, add: str = "") -> Case:
    return Case(code=code, severity=WARNING, project=project, add=add)


def without(code: str, line: str, severity: URIRef = VIOLATION) -> Case:
    """The line of the minimal graph is taken out; `a rdfs:Resource` says nothing in its place."""
    return Case(code=code, severity=severity, line=line, instead=f"a rdfs:Resource {line[-1]}")


PROJECT = [
    without("project-without-name", 'rdfs:label "Projektet"@sv ;'),
    without("project-without-source", "prov:wasDerivedFrom <document/CASE> ;"),
    without("project-without-collaboration", "sam:carriedOutBy <collaboration/CASE> ;"),
    violation("project-without-collaboration", "sam:carriedOutBy <collaboration/second>"),
    without("no-lead-stated", "sam:hasLead <organisation/CASE> .", WARNING),
    violation("diarienummer-not-text", "sam:diarienummer 2079104"),
    warning("diarienummer-of-unknown-form", 'sam:diarienummer "A 7"'),
    violation("open-participant-list-not-boolean", 'sam:openParticipantList "ja"'),
    violation("blank-node", add='[] a sam:Decision ; rdfs:label "CASE" .'),
    violation("fact-without-evidence", "sam:statedAmount 5.0", unproven="statedAmount"),
    violation("fact-without-evidence", "sam:hasPartner <group/CASE>", unproven="hasPartner"),
]

AMOUNTS = [
    violation(f"{code}-malformed", f"sam:{term} {value}")
    for code, term in (
        ("applied-amount", "appliedAmount"),
        ("granted-amount", "grantedAmount"),
        ("eu-amount", "euAmount"),
        ("total-budget", "totalBudget"),
        ("stated-amount", "statedAmount"),
    )
    for value in ("-1.0", "900", '"mycket"^^xsd:decimal')
] + [
    violation("currency-malformed", 'sam:currency "kronor"'),
    violation("currency-malformed", 'sam:currency "SEK" , "EUR"'),
    violation("rate-malformed", "sam:unionCofinancingRate 101.0"),
    violation("rate-malformed", "sam:unionCofinancingRate -1.0"),
    violation("rate-malformed", "sam:unionCofinancingRate 40"),
    violation("amount-over-its-whole", "sam:euAmount 500.0 ; sam:grantedAmount 400.0"),
    violation("amount-over-its-whole", "sam:euAmount 500.0 ; sam:totalBudget 400.0"),
    violation("amount-over-its-whole", "sam:grantedAmount 500.0 ; sam:totalBudget 400.0"),
    warning("rate-contradicts-eu-amount", "sam:unionCofinancingRate 40.0 ; sam:totalBudget 100.0 ; sam:euAmount 40.5"),
    warning(
        "support-equals-budget-despite-rate",
        "sam:unionCofinancingRate 50.0 ; sam:grantedAmount 1000.0 ; sam:totalBudget 1000.0",
    ),
]

COUNTS = [
    violation(f"{code}-malformed", f"sam:{term} {value}")
    for code, term in (
        ("planned-participants", "plannedParticipants"),
        ("planned-companies", "plannedCompanies"),
        ("planned-companies-min", "plannedCompaniesMin"),
        ("planned-companies-max", "plannedCompaniesMax"),
        ("reached-participants", "reachedParticipants"),
        ("reached-companies", "reachedCompanies"),
    )
    for value in ("-1", "12.0")
] + [
    violation("companies-range-reversed", "sam:plannedCompaniesMin 70 ; sam:plannedCompaniesMax 60"),
    violation("group-size-malformed", add="<group/CASE> sam:groupSize 0 ."),
]

DATES = [
    violation("start-date-malformed", 'sam:startDate "våren 2021"'),
    violation("start-date-malformed", 'sam:startDate "2021-02-30"^^xsd:date'),
    violation("end-date-malformed", 'sam:endDate "2021-02-01T00:00:00"^^xsd:dateTime'),
    violation("decision-date-malformed", add='<decision/CASE> sam:decidedOn "3 december" .'),
    violation("stated-year-malformed", "sam:statedYear 2021"),
    violation("end-before-start", 'sam:startDate "2021-02-02"^^xsd:date ; sam:endDate "2021-02-01"^^xsd:date'),
    violation("end-before-start", 'sam:startDate "2022-01-01"^^xsd:date ; sam:endDate "2021"^^xsd:gYear'),
    violation("end-before-start", 'sam:startDate "2022"^^xsd:gYear ; sam:endDate "2021-12-31"^^xsd:date'),
    violation("end-before-start", 'sam:startDate "2021-03"^^xsd:gYearMonth ; sam:endDate "2021-02-28"^^xsd:date'),
]

TWO_DECISIONS = """
<decision/CASE> sam:decidedOn "2020-12-03"^^xsd:date .
<second/CASE> a sam:Decision ; sam:decidedOn "2021-01-14"^^xsd:date .
<project/CASE> sam:decision <decision/CASE> , <second/CASE> .
"""
TWO_BODIES = """
<decision/CASE> sam:decidedBy <organisation/partnership> .
<second/CASE> sam:decidedBy <organisation/council> .
"""

DISAGREEMENTS = [
    warning("sources-disagree-on-diarienummer", 'sam:diarienummer "2020/00701" , "23-079-S04"'),
    warning("sources-disagree-on-applied-amount", "sam:appliedAmount 1.0 , 2.0"),
    warning("sources-disagree-on-granted-amount", "sam:grantedAmount 1.0 , 2.0"),
    warning("sources-disagree-on-eu-amount", "sam:euAmount 1.0 , 2.0"),
    warning("sources-disagree-on-total-budget", "sam:totalBudget 1.0 , 2.0"),
    warning("sources-disagree-on-stated-amount", "sam:statedAmount 1.0 , 2.0"),
    warning("sources-disagree-on-rate", "sam:unionCofinancingRate 40.0 , 50.0"),
    warning("sources-disagree-on-participants", "sam:plannedParticipants 140 , 150"),
    warning("sources-disagree-on-companies", "sam:plannedCompanies 45 , 46"),
    warning("sources-disagree-on-date", 'sam:startDate "2021-02-01"^^xsd:date , "2021-03"^^xsd:gYearMonth'),
    warning("sources-disagree-on-date", 'sam:endDate "2021"^^xsd:gYear , "2022-06-30"^^xsd:date'),
    warning("sources-disagree-on-decision-date", add=TWO_DECISIONS),
]

PARTICIPANT = "sam:participant <organisation/CASE> ;"
PARTICIPATION = [
    without("participation-not-of-one", PARTICIPANT),
    violation("participation-not-of-one", add="<participation/CASE> sam:participant <group/CASE> ."),
    violation("participant-of-wrong-kind", line=PARTICIPANT, instead=PARTICIPANT.replace("organisation", "area")),
    without("participation-without-role", "sam:role <role/lead> ."),
    violation("self-collaboration", add="<organisation/CASE> sam:collaboratesWith <organisation/CASE> ."),
]

CODES = [
    violation("organisation-number-malformed", add='<organisation/CASE> sam:organisationNumber "212000-0142" .'),
    violation("organisation-number-malformed", add='<organisation/CASE> sam:organisationNumber "0000000000" .'),
    violation("municipality-code-malformed", add='<organisation/CASE> sam:municipalityCode "18" .'),
    violation("county-code-malformed", add='<area/CASE> sam:countyCode "1" .'),
    *(
        Case(
            code=None if has_valid_checksum(number) else "organisation-number-checksum",
            add=f'<organisation/CASE> sam:organisationNumber "{number}" .',
        )
        for number in (f"{stem}{digit}" for stem in ("212000014", "559687531") for digit in range(10))
    ),
]

# Put together here, so that no address or number stands in the repository.
AT, HYPHEN = chr(64), chr(45)
PERSONAL = [
    f"Kontakt: ombud{AT}exempel.example",
    f"Ring 070{HYPHEN}174 06 05",
    f"0155{HYPHEN}12 34 56",
    f"Tel: 08{HYPHEN}465 004 00",
    "+46 " + "70 174 06 05",
    "07017" + "40605",
    f"000101{HYPHEN}0000",
    f"född 19000161{HYPHEN}0000",
]
HARMLESS = [
    "Projekt 2014-2020",
    "20200340 - + Project",
    "2020/00701",
    "2021-02-01 - 2021-10-30",
    "01-09-2021",
    "17 652 072",
    "1 020 500 000 kronor",
    "1\u00a0020\u00a0500\u00a0000 kronor",
    "2021002114",
    "212000-0142",
    "Nollvision 0-24",
    "A@B",
]
TEXTS = [
    *(violation("personal-data", f'skos:altLabel "{text}"') for text in PERSONAL),
    *(Case(project=f'skos:altLabel "{text}"') for text in HARMLESS),
    violation("personal-data", add=f'<organisation/CASE> rdfs:label "{PERSONAL[0]}" .'),
    violation("personal-data", line='oa:exact "Projektet" ;', instead=f'oa:exact "{PERSONAL[1]}" ;'),
    Case(add='<document/CASE> rdfs:label "20201203-1530.txt" ; sam:fileName "20201203-1530.txt" .'),
]

PARTS = MINIMAL.partition("<evidence/CASE> a sam:Evidence ;")[2].split("\n")[1:-1]

EVIDENCE = [
    *(without("evidence-malformed", part.strip()) for part in PARTS),
    violation("evidence-malformed", add='<evidence/CASE> oa:exact "Projekt" .'),
    violation("evidence-malformed", line="oa:start 0 ;", instead=f"oa:start {SPAN} ;"),
    violation("evidence-malformed", line="oa:start 0 ;", instead="oa:start -1 ;"),
    violation("evidence-malformed", line="sam:confidence 0.9 .", instead="sam:confidence 1.5 ."),
    violation("evidence-malformed", line="sam:confidence 0.9 .", instead='sam:confidence "hög" .'),
]

CONFORMING = [
    Case(),
    Case(
        project='sam:diarienummer "23-079-S04" ; sam:appliedAmount 950.0 ; sam:grantedAmount 900.0 ; sam:euAmount 403.0'
        ' ; sam:totalBudget 1000.0 ; sam:unionCofinancingRate 40.0 ; sam:currency "SEK" ; sam:plannedParticipants 140 ;'
        ' sam:plannedCompaniesMin 60 ; sam:plannedCompaniesMax 70 ; sam:startDate "2021-02-01"^^xsd:date ;'
        ' sam:endDate "2021-10-30"^^xsd:date ; sam:statedYear "2021"^^xsd:gYear ; sam:openParticipantList true'
    ),
    Case(project="sam:region <area/CASE> ; sam:call <area/CASE>", unproven="region call"),
    Case(project="sam:hasLead <group/CASE> ; sam:hasPartner <group/CASE>", add="<group/CASE> sam:groupSize 11 ."),
    Case(project='sam:startDate "2021-06-15"^^xsd:date ; sam:endDate "2021"^^xsd:gYear'),
    Case(project='sam:startDate "2021"^^xsd:gYear ; sam:endDate "2021-01"^^xsd:gYearMonth'),
    Case(project='sam:startDate "2021-02-01"^^xsd:date , "2021"^^xsd:gYear , "2021-02"^^xsd:gYearMonth'),
    Case(add=TWO_DECISIONS + TWO_BODIES),
    Case(project="sam:unionCofinancingRate 100.0 ; sam:grantedAmount 1000.0 ; sam:totalBudget 1000.0"),
    Case(project="sam:unionCofinancingRate 50.0 ; sam:grantedAmount 1000.0"),
    Case(project='sam:diarienummer "2BAABA_00036" ; sam:currency "EUR"'),
    *(
        Case(project=f'sam:diarienummer "{number}"')
        for number in ("2020/00701", "2009-3010012", "20200340", "304-12345-2020")
    ),
]

# Where two sources differ, the disagreement is the finding: no violation is built on one of them.
DISAGREEING_LIMITS = [
    warning("sources-disagree-on-granted-amount", "sam:grantedAmount 1000.0 , 998.0 ; sam:totalBudget 998.0"),
    warning(
        "sources-disagree-on-date",
        'sam:startDate "2021-02-01"^^xsd:date , "2023-02-01"^^xsd:date ; sam:endDate "2022-01-31"^^xsd:date',
    ),
]

CASES = PROJECT + AMOUNTS + COUNTS + DATES + DISAGREEMENTS + DISAGREEING_LIMITS + PARTICIPATION + CODES
CASES += TEXTS + EVIDENCE + CONFORMING


@pytest.fixture(scope="module")
def shapes() -> Graph:
    graph = Graph()
    for name in ("shapes.ttl", "prefixes.ttl"):
        graph.parse(ONTOLOGY / name)
    return graph


@pytest.fixture(scope="module")
def findings(shapes: Graph) -> dict[str, set[tuple[str, Node | None]]]:
    """Code and severity of every finding, by the name of the case whose things it is about."""
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)  # ill-typed literals are what some cases are about
    data = Graph().parse(ONTOLOGY / "core.ttl")
    for number, case in enumerate(CASES):
        data += proven(Graph().parse(data=case.turtle(f"case-{number}"), format="turtle"), case, f"case-{number}")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    found = defaultdict(set)
    for result in report.objects(None, SH.result):
        shape, focus = report.value(result, SH.sourceShape), report.value(result, SH.focusNode)
        about = report.value(result, SH.value) if (shape, SH.targetNode, focus) in shapes else focus
        found[named(about, data)].add((str(shape).removeprefix(SHAPES), report.value(result, SH.resultSeverity)))
    return found


def proven(graph: Graph, case: Case, name: str) -> Graph:
    """The graph with evidence for what it says of its project, except of the properties left unproven."""
    minimal = Graph().parse(data=Case().turtle(name), format="turtle")
    whole = list(minimal.predicate_objects(URIRef(f"{ID}evidence/{name}")))
    for number, fact in enumerate(sorted(graph.predicate_objects(URIRef(f"{ID}project/{name}")))):
        if str(fact[0]).removeprefix(SAM) not in case.unproven.split():
            stated: dict[Node, Node] = dict(zip((RDF.predicate, RDF.object), fact, strict=True))
            for part, term in whole:
                graph.add((URIRef(f"{ID}evidence/{number}/{name}"), part, stated.get(part, term)))
    return graph


def named(node: Node | None, data: Graph) -> str:
    """The case that a node belongs to: the end of its IRI, or the label of a blank node."""
    return str(node).rsplit("/", 1)[-1] if isinstance(node, URIRef) else str(data.value(node, RDFS.label))


@pytest.mark.parametrize(("number", "case"), list(enumerate(CASES)), ids=str)
def test_a_case_gives_its_finding_and_no_other(
    number: int, case: Case, findings: dict[str, set[tuple[str, Node | None]]]
) -> None:
    expected = {(case.code, case.severity)} if case.code else set()
    assert findings.get(f"case-{number}", set()) == expected


def test_nothing_is_found_outside_the_cases(findings: dict[str, set[tuple[str, Node | None]]]) -> None:
    assert set(findings) <= {f"case-{number}" for number in range(len(CASES))}


def codes(shapes: Graph) -> Iterator[str]:
    """The shapes that give findings; those in capitals only gather others."""
    for shape in sorted(
        str(shape) for kind in (SH.NodeShape, SH.PropertyShape) for shape in shapes.subjects(RDF.type, kind)
    ):
        if re.fullmatch(rf"{SHAPES}[a-z-]+", shape):
            yield shape.removeprefix(SHAPES)


def test_every_code_has_a_case(shapes: Graph) -> None:
    assert set(codes(shapes)) == {case.code for case in CASES} - {None}


def test_every_shape_that_gives_findings_speaks_swedish_and_english(shapes: Graph) -> None:
    for code in codes(shapes):
        shape = URIRef(SHAPES + code)
        name = SH.name if (shape, RDF.type, SH.PropertyShape) in shapes else RDFS.label
        for prop in (name, SH.message):
            languages = sorted(text.language or "" for text in shapes.objects(shape, prop) if isinstance(text, Literal))
            assert languages == ["en", "sv"], (code, prop)


def test_every_query_runs_once_and_not_for_each_thing(shapes: Graph) -> None:
    targets = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
    for shape in shapes.subjects(SH.sparql, None):
        assert (shape, SH.targetNode, None) in shapes
        assert not any((shape, target, None) in shapes for target in targets)


def test_shapes_name_only_terms_that_the_ontology_has(shapes: Graph) -> None:
    core = Graph().parse(ONTOLOGY / "core.ttl")
    used = {str(node) for triple in shapes for node in triple if str(node).startswith(SAM)}
    queries = " ".join(str(text) for text in shapes.objects(None, SH.select))
    used |= {SAM + name for name in re.findall(r"\bsam:(\w+)", queries)}
    assert used <= {str(term) for term in core.subjects()} | {SAM}


def test_the_shapes_say_which_properties_a_rule_on_several_is_about(shapes: Graph) -> None:
    compared = {"amount-over-its-whole", "rate-contradicts-eu-amount", "end-before-start", "companies-range-reversed"}
    for code in compared:
        assert len(set(shapes.objects(URIRef(SHAPES + code), DCTERMS.references))) > 1


def test_the_shapes_graph_is_itself_valid_shacl(shapes: Graph) -> None:
    conforms, _, _ = pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms
