"""A few names that are known beforehand, so that the grammar of names is tested without the reference data."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st

MUNICIPALITIES = ("Umeå", "Vindeln", "Bjurholm", "Haninge", "Salem", "Ekerö", "Säffle", "Alingsås", "Upplands Väsby")
REGIONS = ("Region Halland", "Region Skåne")
AGENCIES = ("Arbetsförmedlingen", "Försäkringskassan", "Länsstyrelsen Skåne", "Handel och Sjöfart Väst")
# What a list's items are made of; a text of them is Swedish enough to go down every path.
FRAGMENTS = (
    *MUNICIPALITIES, *REGIONS, *AGENCIES, "kommun", "kommuns", "stad", "Haninges", "Salem-", "Umeå-", "Blåklint AB",
    "AB", "ABF", "(ABF)", "Fältlaget", "Föreningen Bron", "socialförvaltning", "Kulturförvaltningen",
    "Socialförvaltningen",
    "Park-", "natur", "lokala", "Lokala", "privata", "företag", "elva", "11", "samverkanspartners", "kommuner",
    "kommunerna", "tre av", "berörda", "förvaltningar", "inom", "och", "samt", "nämligen", "däribland", "med flera",
    "m.fl.", "tillsammans med", "i", "av", "för", "&", " ", " ", " ", " ", " ", " ", ",", ", ", ";", ":", ".", "/", "-",
    "–", "\n", "\r\n", "• ", "(", ")", "\u00a0",
)  # fmt: skip
texts = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=16).map("".join)


class SmallGazetteer:
    """Knows a handful of municipalities, regions and agencies, also with a genitive's s."""

    def __init__(self) -> None:
        forms = [form for name in MUNICIPALITIES for form in _municipality(name)]
        self.municipalities = frozenset(form.casefold() for form in forms)
        self.names = sorted({*forms, *REGIONS, *AGENCIES}, key=len, reverse=True)
        self.known = frozenset(name.casefold() for name in self.names)

    def longest(self, text: str, start: int) -> int | None:
        for name in self.names:
            end = start + len(name)
            if text[start:end].casefold() == name.casefold() and text[start].isupper():
                end += text[end : end + 1] == "s"
                if not text[end : end + 1].isalnum():
                    return end
        return None

    def is_municipality(self, name: str) -> bool:
        return bool({name.casefold(), name.casefold().removesuffix("s")} & self.municipalities)

    def is_place(self, name: str) -> bool:
        return name.casefold() in self.municipalities

    def is_public_owner(self, name: str) -> bool:
        return name.casefold() in self.municipalities or name in REGIONS

    def is_known(self, name: str) -> bool:
        return name.casefold() in self.known


def _municipality(name: str) -> Iterator[str]:
    genitive = name if name.endswith("s") else f"{name}s"
    yield from (name, f"{name} kommun", f"{genitive} kommun", f"{name} stad", f"{genitive} stad")


KNOWN = SmallGazetteer()
