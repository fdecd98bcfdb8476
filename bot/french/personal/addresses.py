"""Where a person lives, told from where a public place stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.french.personal.about import ORGANISATION, PERSON, Nearest
from bot.french.personal.kinds import DataKind, FoundData

_STREET = (
    r"(?:rue|avenue|av\.?|boulevard|bd|impasse|allees?|chemin|place|route|quai|square|cours|passage|"
    r"sente|sentier|villa|cite|faubourg|montee|residence|lotissement|hameau|lieu-dit|clos|venelle|ruelle)"
)
_SMALL = r"(?:des?|du|la|les?|l|d|a|au|aux|en|sur|sous)"
_NAME = (
    rf"(?:[ ']{_SMALL}(?=[ '])){{0,4}}[ '][\w-]{{1,30}}"
    rf"(?:(?:[ ']{_SMALL}(?=[ '])){{0,3}}[ '](?-i:[A-Z])[\w-]{{0,30}}){{0,6}}"
    r"(?:,? \d{5}(?: (?-i:[A-Z])[\w'-]{1,30}){0,4})?"
)
_NUMBERED = re.compile(
    rf"(?<![\w/])\d{{1,4}}(?: ?(?:bis|ter|quater|[a-d]))?,? {_STREET}{_NAME}",
    re.IGNORECASE | re.ASCII,
)
_LIVED_IN = re.compile(
    r"\b(?:habit(?:e|ent|ant|ait)|domicilie?e?s?|reside|residant|demeurant|demeure|vit)"
    rf"(?: (?:au|a|dans|en|sur))?(?: (?:la|une))? (?P<street>{_STREET}{_NAME})",
    re.IGNORECASE | re.ASCII,
)
_LIVES = (
    r"habit(?:e|ent|ant|ait)|domicilie?e?s?|domicile|reside|residant|demeurant|demeure|vit|vivent|"
    r"chez|heberge?e?|logement|loge|loges|logee|son adresse|leur adresse|nouvelle adresse"
)
_DWELLING = Nearest(_LIVES, ORGANISATION)
_ADJACENT = Nearest(_LIVES + "|" + PERSON, ORGANISATION)
_APART = re.compile(r"[,(:;-] ?$")


def addresses(text: str) -> Iterator[FoundData]:
    """Find the addresses in a plain text that a word of dwelling comes before, or « Mme X, ».

    « La médiathèque, 12 rue des Lilas » and « la dame doit passer au 3 place … » are public.
    """
    in_dwelling, beside_person = _DWELLING.reads(text), _ADJACENT.reads(text)
    for match in _NUMBERED.finditer(text):
        apart = _APART.search(text, max(0, match.start() - 2), match.start())
        if (beside_person if apart else in_dwelling)(match.start()):
            yield FoundData(DataKind.ADDRESS, match.start(), match.end())
    for match in _LIVED_IN.finditer(text):
        yield FoundData(DataKind.ADDRESS, match.start("street"), match.end("street"))
