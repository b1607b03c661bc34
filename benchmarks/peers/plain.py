"""The limit: plain Python that writes the N-Triples of the plain table, knows all about it and checks nothing.

Run it with `python plain.py TABLE DOCUMENT OUTPUT`.
"""

import csv
import sys

SAM, ID = "https://w3id.org/samverkan/ontology#", "https://w3id.org/samverkan/id/"
RDF, RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"
XSD, TYPE = "http://www.w3.org/2001/XMLSchema#", f"<{RDF}type>"
PROJECT = f"""\
<{ID}project/%(number)s> {TYPE} <{SAM}Project> .
<{ID}project/%(number)s> <{RDFS}label> "%(name)s"@sv .
<{ID}project/%(number)s> <http://purl.org/dc/terms/identifier> "%(number)s" .
<{ID}project/%(number)s> <http://www.w3.org/ns/prov#wasDerivedFrom> <{ID}document/%(document)s> .
<{ID}project/%(number)s> <{SAM}diarienummer> "%(number)s" .
<{ID}project/%(number)s> <{SAM}carriedOutBy> <{ID}collaboration/%(number)s> .
<{ID}project/%(number)s> <{SAM}hasLead> <{ID}organisation/%(body)s> .
<{ID}project/%(number)s> <{SAM}totalBudget> "%(budget)s"^^<{XSD}decimal> .
<{ID}project/%(number)s> <{SAM}unionCofinancingRate> "%(rate)s"^^<{XSD}decimal> .
<{ID}project/%(number)s> <{SAM}euAmount> "%(support)s"^^<{XSD}decimal> .
<{ID}project/%(number)s> <{SAM}startDate> "%(start)s"^^<{XSD}date> .
<{ID}project/%(number)s> <{SAM}endDate> "%(end)s"^^<{XSD}date> .
<{ID}project/%(number)s> <{SAM}fund> <{ID}fund/esf-plus> .
<{ID}project/%(number)s> <{SAM}programme> <{ID}programme/%(programme)s> .
<{ID}project/%(number)s> <{SAM}interventionField> <{ID}intervention-field/2021-2027/%(field)s> .
<{ID}collaboration/%(number)s> {TYPE} <{SAM}Collaboration> .
<{ID}collaboration/%(number)s> <{RDFS}label> "Samverkan i projektet %(name)s"@sv .
<{ID}collaboration/%(number)s> <{RDFS}label> "Collaboration in the project %(name)s"@en .
<{ID}collaboration/%(number)s> <{SAM}hasParticipation> <{ID}participation/%(number)s/%(body)s> .
<{ID}participation/%(number)s/%(body)s> {TYPE} <{SAM}Participation> .
<{ID}participation/%(number)s/%(body)s> <{RDFS}label> "%(lead)s i %(name)s"@sv .
<{ID}participation/%(number)s/%(body)s> <{RDFS}label> "%(lead)s in %(name)s"@en .
<{ID}participation/%(number)s/%(body)s> <{SAM}participant> <{ID}organisation/%(body)s> .
<{ID}participation/%(number)s/%(body)s> <{SAM}role> <{ID}role/lead> .
"""
BODY = f"""\
<{ID}organisation/%(body)s> {TYPE} <{SAM}Organisation> .
<{ID}organisation/%(body)s> <{RDFS}label> "%(lead)s"@sv .
<{ID}organisation/%(body)s> <{SAM}organisationNumber> "%(body)s" .
"""
COLUMNS = ("number", "lead", "body", "name", "field", "budget", "rate", "support", "start", "end", "fund", "programme")

table, document, output = sys.argv[1:]
bodies = set()
with open(table, newline="") as source, open(output, "w") as target:  # noqa: PTH123
    rows = csv.reader(source)
    next(rows)
    for row in rows:
        said = dict(zip(COLUMNS, row, strict=True), document=document)
        target.write(PROJECT % said)
        if said["body"] not in bodies:
            bodies.add(said["body"])
            target.write(BODY % said)
