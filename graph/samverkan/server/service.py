"""The endpoint's description of itself, counted from the store. It knows no HTTP."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from samverkan.linked import service
from samverkan.linked.formats import BY_SUFFIX, merged
from samverkan.linked.offer import Offer
from samverkan.linked.statistics import PARTS
from samverkan.server.work import Json, Work, whole
from samverkan.triples import sorted_lines


def description(store: ox.Store, arguments: Mapping[str, Json]) -> Work:
    """The work of describing the service at `address`, in the format with this `suffix`."""
    form = BY_SUFFIX[str(arguments["suffix"])]
    offer, triples = Offer(address=str(arguments["address"])), sum(PARTS["properties"](store).values())
    lines = sorted_lines(service.describe(offer, PARTS["graphs"](store), triples))
    return whole(merged(lines, form), media_type=form.media_type)
