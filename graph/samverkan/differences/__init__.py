"""What differs between two builds or RDF files, told in the terms of those who read about projects. It changes nothing.

`sides.py` reads and merges, `comparison.py` says what the differing triples mean, `wording.py` writes it down.
"""

from samverkan.differences.comparison import compare
from samverkan.differences.model import Differences
from samverkan.differences.sides import PARTS, Side, build_side, file_side
from samverkan.differences.wording import to_json, to_text

__all__ = ["PARTS", "Differences", "Side", "build_side", "compare", "file_side", "to_json", "to_text"]
