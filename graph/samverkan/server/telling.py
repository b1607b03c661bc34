"""What workers tell of things and of the dataset: descriptions, the ontology, counts, which things there are.

Each is a piece of work: a pure function of a store and arguments that JSON can carry.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import pyoxigraph as ox

from samverkan.errors import HttpError
from samverkan.linked import description, formats, statistics
from samverkan.linked.description import Document
from samverkan.server.work import Json, Work, whole

_JSON = "application/json"


def known(store: ox.Store, arguments: Mapping[str, Json]) -> Work:
    """Whether there is a thing with the IRI `iri`, as `known` in the head, or a named graph, as `graph`."""
    iri = str(arguments["iri"])
    return whole(
        b"", media_type="", known=description.is_known(store, iri), graph=iri in description.graph_names(store)
    )


def describe(store: ox.Store, arguments: Mapping[str, Json]) -> Work:
    """The description of the thing `iri` in the format with this `suffix`, as the document at `address`."""
    found = description.describe(store, str(arguments["iri"]))
    if found is None:
        raise HttpError(message=f"the graph says nothing of <{arguments['iri']}>", status=404)
    form = formats.BY_SUFFIX[str(arguments["suffix"])]
    of = Document(
        address=str(arguments["address"]), dataset=str(arguments["dataset"]), licence=str(arguments["licence"])
    )
    return whole(description.document(found, of, form), media_type=form.media_type)


def ontology(store: ox.Store, arguments: Mapping[str, Json]) -> Work:
    """The ontology as the build has it, in the format with this `suffix`."""
    form = formats.BY_SUFFIX[str(arguments["suffix"])]
    return whole(formats.merged(description.ontology(store), form), media_type=form.media_type)


def count(store: ox.Store, arguments: Mapping[str, Json]) -> Work:
    """One of the counts of linked/statistics.py, `part`, as JSON."""
    return whole(json.dumps(statistics.PARTS[str(arguments["part"])](store)).encode(), media_type=_JSON)


def things(store: ox.Store, _: Mapping[str, Json]) -> Work:
    """`KIND/KEY` of every thing that the sources tell of, in order, as a JSON list."""
    return whole(json.dumps(description.things(store)).encode(), media_type=_JSON)
