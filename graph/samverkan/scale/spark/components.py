"""Links between names → the least name of all that are linked, found on the engine, over any number of links.

Large-star and small-star in turns (Kiveris et al., Connected Components in MapReduce and Beyond, SoCC 2014): every
round points each name to a lesser one, so that rounds grow with the logarithm of the longest way through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zlib import crc32

from pyspark import RDD, StorageLevel

Link = tuple[str, str]


def least(links: RDD[Link], parts: int) -> RDD[Link]:
    """Each linked name with the least that it is linked to, over any number of links; the least ones are left out."""
    before: tuple[int, int] | None = None
    stars = links.filter(lambda link: link[0] != link[1])
    while (now := _digest(stars)) != before:
        both = stars.flatMap(lambda link: (link, (link[1], link[0])))
        large = both.groupByKey(parts).flatMap(lambda found: large_star(*found))
        down = large.map(lambda link: (max(link), min(link)))
        small = down.groupByKey(parts).flatMap(lambda found: small_star(*found))
        stars, before = small.persist(StorageLevel.MEMORY_AND_DISK), now
    return stars


def large_star(name: str, linked: Iterable[str]) -> Iterator[Link]:
    """Every greater name points to the least of all that are linked."""
    around = set(linked)
    to = min(around | {name})
    return ((one, to) for one in around if one > name)


def small_star(name: str, lesser: Iterable[str]) -> Iterator[Link]:
    """A name and all lesser ones that it is linked to point to the least of them."""
    around = {name, *lesser}
    to = min(around)
    return ((one, to) for one in around if one != to)


def _digest(links: RDD[Link]) -> tuple[int, int]:
    """What tells one set of links from another: their number, and a sum that knows no order."""
    return links.map(lambda link: (1, crc32("\n".join(link).encode()))).fold(
        (0, 0), lambda one, other: (one[0] + other[0], one[1] + other[1])
    )
