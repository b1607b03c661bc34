"""The Swedish language in running text: amounts, dates, counts, names and sentences.

The package knows no RDF and no project, and imports nothing but the standard library. Every offset counts code points
of the text that was passed in; a function that takes `start` and `end` sees nothing outside them. The regex sources
that the modules export carry their own case rules, so that they keep their meaning inside a larger pattern.

This file holds what its modules share of a regex: spaces, dashes, and a choice of words.
"""

from collections import defaultdict
from collections.abc import Iterable

# What a typesetter puts between words and inside "11 397 810"; a tab divides cells and groups no digits.
SPACE = r"[ \u00a0\u202f\u2009]"
# Characters of a class: the hyphens and dashes that join the ends of a range.
DASHES = r"\-\u2010\u2011\u2012\u2013\u2014"
_BLANKS = r"[ \t\u00a0\u202f\u2009]"
# Between words. A line may wrap there, but a new line that opens with a capital or a bullet says something new.
GAP = rf"(?:{_BLANKS}++(?![\r\n])|{_BLANKS}*+\r?\n{_BLANKS}*+(?-i:(?=[a-zåäö0-9])))"


def one_of(words: Iterable[str]) -> str:
    """Regex source of a choice of words, in any case.

    It is sorted by first letters, cased by hand: the engine skips a branch that opens with a plain class without
    entering it, and this makes a scan several times faster.
    """
    by_letter = defaultdict(list)
    for word in sorted(words, key=len, reverse=True):
        by_letter[word[0]].append(word[1:])
    branches = (f"(?-i:[{first}{first.upper()}])(?i:{'|'.join(rest)})" for first, rest in sorted(by_letter.items()))
    return f"(?:{'|'.join(branches)})"
