"""The endpoint's description of itself, counted from the store. It knows no HTTP."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from samverkan.errors import HttpError
from samverkan.linked import service
from samverkan.linked.formats import BY_TYPE, merged
from samverkan.linked.offer import Offer
from samverkan.linked.statistics import PARTS
from samverkan.server.negotiation import best
from samverkan.server.work import Json, Work, whole
from samverkan.triples import sorted_lines


def description(store: ox.Store, arguments: Mapping[str, Json]) -> Work:
    """The work of describing the service at `address`, in the format that `accept` likes best."""
    media_type = best(str(arguments.get("accept") or ""), list(BY_TYPE))
    if media_type is None:
        raise HttpError(message=f"the service is described in RDF: ask for {', '.join(BY_TYPE)}", status=406)
    offer, triples = Offer(address=str(arguments["address"])), sum(PARTS["properties"](store).values())
    lines = sorted_lines(service.describe(offer, PARTS["graphs"](store), triples))
    return whole(merged(lines, BY_TYPE[media_type]), media_type=media_type)
