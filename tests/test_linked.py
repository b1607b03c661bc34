"""The descriptions that programs read: of a thing, of the dataset, of the service, of the questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib import DCAT, DCTERMS, FOAF, RDF, SDO, VOID, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from samverkan.identifiers import SAM, XSD, data_iri
from samverkan.linked import dcat, description, examples, formats, offer, service, statistics, void
from samverkan.linked.description import Description, Document
from samverkan.linked.json_ld import json_ld
from samverkan.linked.offer import Offer
from samverkan.linked.statistics import Statistics
from samverkan.model import Statement
from samverkan.project import QUERIES
from samverkan.queries import list_queries
from samverkan.store import STORE_FOLDER, open_read_only
from samverkan.triples import sorted_lines

# rdflib's JSON-LD parser uses what rdflib deprecates
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning:rdflib")
HOST = "https://data.example.org/"
PROJECT = data_iri("project", "23-079-S04")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SH = Namespace("http://www.w3.org/ns/shacl#")
# What DCAT-AP-SE 3 makes mandatory, and the two recommendations that a portal's search rests on
PROFILE = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
<urn:catalogue> sh:targetClass dcat:Catalog ;
  sh:property [ sh:path dcterms:title ; sh:minCount 2 ; sh:uniqueLang true ] ,
    [ sh:path dcterms:description ; sh:minCount 2 ; sh:uniqueLang true ] ,
    [ sh:path dcterms:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ] ,
    [ sh:path dcterms:license ; sh:hasValue <http://creativecommons.org/publicdomain/zero/1.0/> ; sh:maxCount 1 ] ,
    [ sh:path dcat:dataset ; sh:minCount 1 ; sh:class dcat:Dataset ] .
<urn:agent> sh:targetClass foaf:Agent ; sh:property [ sh:path foaf:name ; sh:minCount 1 ] .
<urn:dataset> sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dcterms:title ; sh:minCount 2 ; sh:uniqueLang true ] ,
    [ sh:path dcterms:description ; sh:minCount 2 ; sh:uniqueLang true ] ,
    [ sh:path dcterms:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ] ,
    [ sh:path dcterms:accrualPeriodicity ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcterms:temporal ; sh:class dcterms:PeriodOfTime ] ,
    [ sh:path dcat:theme ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcat:keyword ; sh:minCount 2 ; sh:datatype rdf:langString ] ,
    [ sh:path dcat:contactPoint ; sh:class vcard:Organization ] ,
    [ sh:path dcat:distribution ; sh:minCount 1 ; sh:class dcat:Distribution ] .
<urn:distribution> sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcterms:format ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path dcterms:license ; sh:minCount 1 ; sh:maxCount 1 ] .
<urn:service> sh:targetClass dcat:DataService ;
  sh:property [ sh:path dcterms:title ; sh:minCount 2 ; sh:uniqueLang true ] ,
    [ sh:path dcat:endpointURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcterms:format ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path dcat:servesDataset ; sh:minCount 1 ; sh:class dcat:Dataset ] .
"""


@pytest.fixture(scope="module")
def store(seeds_build: Path) -> ox.Store:
    return open_read_only(seeds_build / STORE_FOLDER)


@pytest.fixture(scope="module")
def counted(store: ox.Store) -> Statistics:
    return statistics.count(store)


@pytest.fixture(scope="module")
def offered(seeds_build: Path) -> Offer:
    return Offer(address=HOST, dumps=offer.dumps(seeds_build), contact=("The desk", "https://example.org/contact"))


def graph(statements: Iterable[Statement]) -> rdflib.Graph:
    return rdflib.Graph().parse(data=formats.merged(sorted_lines(statements), formats.TURTLE), format="turtle")


def number(known: rdflib.Graph, subject: URIRef, predicate: URIRef) -> int:
    value = known.value(subject, predicate)
    assert isinstance(value, Literal)
    return int(value)


def described(store: ox.Store, iri: str) -> Description:
    found = description.describe(store, iri)
    assert found is not None
    return found


def in_graph(found: Description, name: str) -> str:
    return "\n".join(found.graphs[data_iri("graph", name)])


# ---------- the dataset


def test_void_counts_what_the_store_holds(store: ox.Store, counted: Statistics, offered: Offer) -> None:
    known, dataset = graph(void.describe(offered, counted)), URIRef(offered.dataset)

    union = list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    assert number(known, dataset, VOID.triples) == len(union)
    assert number(known, dataset, VOID.distinctSubjects) == len({quad.subject for quad in union})
    part = known.value(None, VOID["class"], URIRef(f"{SAM}Project"))
    assert isinstance(part, URIRef)
    assert number(known, part, VOID.entities) == 25
    assert (dataset, VOID.classPartition, part) in known
    assert {str(one) for one in known.objects(dataset, VOID.dataDump)} >= {f"{HOST}dumps/graph.nq"}
    assert known.value(dataset, VOID.sparqlEndpoint) == URIRef(f"{HOST}sparql")


def test_void_counts_the_properties_of_each_class_and_of_all(counted: Statistics, offered: Offer) -> None:
    known = graph(void.describe(offered, counted))

    project = known.value(None, VOID["class"], URIRef(f"{SAM}Project"))
    parts = {known.value(part, VOID.property): part for part in known.objects(project, VOID.propertyPartition)}
    lead = parts[URIRef(f"{SAM}hasLead")]
    assert isinstance(lead, URIRef)
    assert number(known, lead, VOID.triples) == counted.properties[f"{SAM}hasLead"]
    assert URIRef(f"{SAM}organisationNumber") not in parts


def test_void_names_the_links_to_other_datasets(counted: Statistics, offered: Offer) -> None:
    known = graph(void.describe(offered, counted))

    targets = {
        str(known.value(known.value(one, VOID.objectsTarget), VOID.uriSpace)): number(known, one, VOID.triples)
        for one in known.subjects(RDF.type, VOID.Linkset)
        if isinstance(one, URIRef)
    }
    assert targets["http://www.wikidata.org/entity/"] > 290
    assert targets["http://data.europa.eu/nuts/"] >= 8


def test_an_empty_graph_is_described_too(offered: Offer) -> None:
    counted = statistics.count(ox.Store())

    assert number(graph(void.describe(offered, counted)), URIRef(offered.dataset), VOID.triples) == 0
    assert graph(dcat.describe(offered, counted)).value(URIRef(offered.dataset), DCTERMS.temporal) is None


def test_the_catalogue_keeps_to_the_swedish_profile(counted: Statistics, offered: Offer) -> None:
    shapes = rdflib.Graph().parse(data=PROFILE, format="turtle")
    known = graph(dcat.describe(offered, counted))

    conforms, _, report = pyshacl.validate(known, shacl_graph=shapes)
    assert conforms, report
    assert pyshacl.validate(graph(dcat.describe(offered, counted)), shacl_graph=shapes)[0]
    known.remove((URIRef(offered.part("catalogue")), DCTERMS.publisher, None))
    assert not pyshacl.validate(known, shacl_graph=shapes)[0], "the shapes must be able to fail"


def test_a_distribution_is_a_file_of_the_build_with_its_size(
    counted: Statistics, offered: Offer, seeds_build: Path
) -> None:
    known = graph(dcat.describe(offered, counted))

    part = known.value(None, DCAT.downloadURL, URIRef(f"{HOST}dumps/graph.ttl"))
    assert isinstance(part, URIRef)
    assert number(known, part, DCAT.byteSize) == (seeds_build / "graph.ttl").stat().st_size
    assert str(known.value(part, DCAT.mediaType)).endswith("media-types/text/turtle")


def test_the_dataset_covers_the_days_and_regions_of_its_projects(counted: Statistics, offered: Offer) -> None:
    known = graph(dcat.describe(offered, counted))

    period = known.value(URIRef(offered.dataset), DCTERMS.temporal)
    first, last = known.value(period, DCAT.startDate), known.value(period, DCAT.endDate)
    assert [str(first), str(last)] == list(counted.days)
    assert str(last) == "2027-06-30"
    places = set(known.objects(URIRef(offered.dataset), DCTERMS.spatial))
    assert URIRef("http://data.europa.eu/nuts/code/SE11") in places


def test_no_contact_point_is_made_up(counted: Statistics, seeds_build: Path) -> None:
    known = graph(dcat.describe(Offer(address=HOST, dumps=offer.dumps(seeds_build)), counted))

    assert not list(known.triples((None, DCAT.contactPoint, None)))
    assert "mailto:" not in known.serialize()


def test_a_static_site_promises_no_service(store: ox.Store, counted: Statistics, seeds_build: Path) -> None:
    still = Offer(address=HOST, dumps=offer.dumps(seeds_build), asked=False)
    text = graph([*void.describe(still, counted), *dcat.describe(still, counted)]).serialize()

    assert f"{HOST}sparql" not in text
    assert f"{HOST}api" not in text


def test_the_service_names_its_endpoint_and_graphs(counted: Statistics, offered: Offer) -> None:
    known = graph(service.describe(offered, counted.graphs, counted.triples))

    (one,) = known.subjects(RDF.type, SD.Service)
    assert known.value(one, SD.endpoint) == URIRef(f"{HOST}sparql")
    assert (one, SD.supportedLanguage, SD.SPARQL11Query) in known
    graphs = {str(known.value(named, SD.name)) for named in known.subjects(RDF.type, SD.NamedGraph)}
    assert graphs == {data_iri("graph", name) for name in ("asserted", "evidence", "inferred", "ontology", "reference")}


def test_every_question_is_an_example_that_runs(store: ox.Store, offered: Offer) -> None:
    known = graph(examples.describe(offered, list_queries(QUERIES)))

    found = list(known.subjects(RDF.type, SH.SPARQLExecutable))
    assert len(found) == len(list_queries(QUERIES))
    for one in found:
        text = known.value(one, SH.select) or known.value(one, SH.construct)
        answer = store.query(str(text))
        assert not isinstance(answer, ox.QueryBoolean)
        assert list(answer), one
        assert {
            comment.language for comment in known.objects(one, rdflib.RDFS.comment) if isinstance(comment, Literal)
        } == {
            "sv",
            "en",
        }
        assert list(known.objects(one, SDO.keywords))


@pytest.mark.parametrize("describe", [void.describe, dcat.describe])
def test_a_description_has_no_blank_nodes_and_the_same_bytes_every_time(
    describe: Callable[[Offer, Statistics], Iterable[Statement]], store: ox.Store, counted: Statistics, offered: Offer
) -> None:
    lines = sorted_lines(describe(offered, counted))

    assert not [line for line in lines if "_:" in line.split('"')[0]]
    assert lines == sorted_lines(describe(offered, statistics.count(store)))


# ---------- a thing


def test_a_project_is_described_with_its_parties_and_evidence(store: ox.Store) -> None:
    found = described(store, PROJECT)

    stated = in_graph(found, "asserted")
    assert f"<{data_iri('collaboration', '23-079-S04')}> <{SAM}hasParticipation>" in stated
    assert f"<{SAM}role> <{data_iri('role', 'partner')}>" in stated
    assert '"Eskilstuna kommun"@sv' in stated
    assert '"004-arbete-for-gemenskap.txt"' in stated
    assert "http://www.w3.org/ns/oa#exact" in in_graph(found, "evidence")
    assert f"<{SAM}hasParticipant>" in in_graph(found, "inferred")
    assert f"<{SAM}hasParticipant>" not in stated
    assert not found.cut


def test_an_organisation_is_described_with_its_projects(store: ox.Store) -> None:
    stated = in_graph(described(store, data_iri("organisation", "2021002114")), "asserted")

    assert f"<{PROJECT}> <{SAM}hasLead>" in stated
    assert "Arbete för gemenskap" in stated
    assert f"<{SAM}participant> <{data_iri('organisation', '2021002114')}>" in stated
    assert f"<{SAM}participant> <{data_iri('municipality', '0484')}>" not in stated


def test_an_unknown_thing_and_what_is_no_iri_have_no_description(store: ox.Store) -> None:
    assert description.describe(store, data_iri("project", "none")) is None
    assert description.describe(store, f"{PROJECT}> ?p ?o . <x") is None
    assert not description.is_known(store, f"{PROJECT} ")


def test_what_is_too_much_is_cut_and_that_is_said(store: ox.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(description, "MOST_TRIPLES", 5)
    monkeypatch.setattr(description, "MOST_EVIDENCE", 5)
    found = described(store, data_iri("role", "lead"))

    document = Document(address=f"{HOST}x.nt", dataset=f"{HOST}dataset", licence=offer.CC0)
    assert found.cut
    assert "the rest" in description.document(found, document, formats.N_TRIPLES).decode()


@pytest.mark.parametrize(
    "kind", ["project/23-079-S04", "role/lead", "document/485f201ba0a4db49", "organisation/2021002114"]
)
def test_every_format_says_the_same(kind: str, store: ox.Store) -> None:
    found = described(store, data_iri(*kind.split("/")))
    document = Document(address=f"{HOST}doc", dataset=f"{HOST}dataset", licence=offer.CC0)
    written = {form.suffix: description.document(found, document, form) for form in formats.FORMATS}

    assert written == {form.suffix: description.document(found, document, form) for form in formats.FORMATS}
    read = {
        suffix: rdflib.Graph().parse(data=written[suffix], format=name)
        for suffix, name in {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}.items()
    }
    assert all(isomorphic(read["nt"], one) for one in read.values())
    assert (URIRef(f"{HOST}doc"), FOAF.primaryTopic, URIRef(found.iri)) in read["nt"]
    for suffix, form in {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG}.items():
        quads = list(ox.parse(written[suffix], format=form))
        assert {str(quad.triple) for quad in quads} == {
            str(triple) for triple in ox.parse(written["nt"], format=ox.RdfFormat.N_TRIPLES)
        }
        assert {str(quad.graph_name) for quad in quads} > {f"<{data_iri('graph', 'inferred')}>"}


def test_turtle_tells_what_is_inferred_in_a_section_of_its_own(store: ox.Store) -> None:
    document = Document(address=f"{HOST}doc", dataset=f"{HOST}dataset", licence=offer.CC0)
    text = description.document(described(store, PROJECT), document, formats.TURTLE).decode()

    stated, _, rest = text.partition("# Vad som följer av det")
    inferred = rest.partition("# Var det står")[0]
    assert "sam:hasLead" in stated
    assert "sam:hasParticipant " in inferred
    assert "sam:hasParticipant " not in stated


# ---------- JSON-LD

IRIS = st.sampled_from(
    [
        "urn:a",
        "https://x.example/å",
        f"{SAM}Project",
        f"{SAM}",
        f"{SAM}//b",
        "geo:59,18",
        "sam:x",
        data_iri("role", "lead"),
    ]
).map(ox.NamedNode)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
LITERALS = st.one_of(
    TEXTS.map(ox.Literal),
    TEXTS.map(lambda text: ox.Literal(text, language="sv")),
    st.integers(-(10**20), 10**20).map(ox.Literal),
    st.sampled_from(["007", "-0", "+1", "1e3", "x"]).map(
        lambda text: ox.Literal(text, datatype=ox.NamedNode(f"{XSD}integer"))
    ),
    st.sampled_from(["true", "1"]).map(lambda text: ox.Literal(text, datatype=ox.NamedNode(f"{XSD}boolean"))),
)


@given(st.lists(st.builds(ox.Triple, IRIS, IRIS, IRIS | LITERALS), max_size=12))
def test_json_ld_says_what_the_triples_say(triples: list[ox.Triple]) -> None:
    written = json_ld(triples, {"sam": SAM, "geo": "http://www.opengis.net/ont/geosparql#", "id": data_iri("")})
    assert {quad.triple for quad in ox.parse(written, format=ox.RdfFormat.JSON_LD)} == set(triples)
