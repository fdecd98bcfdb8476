"""Where a person lives when no street tells it: a road's kilometre, a house and the way to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.french.personal.about import PERSON
from bot.french.personal.kinds import DataKind, FoundData

_FLAGS = re.IGNORECASE | re.ASCII

_HOUSE = (
    r"(?:maison|case|kaz|caze|ferme|caravane|mobil-?home|villa|pavillon|bungalow|cabane|yourte"
    r"|grange|portail|porte|immeuble|batiment|moulin|chalet|roulotte|peniche|baraque|bicoque)"
)
_WAY = (
    r"(?:apres|derriere|en face|face|a cote|avant|a gauche|a droite|au bout|au fond|pres|volets?"
    r"|toit|portail|juste|entre|sur (?:la|ta|votre) (?:gauche|droite)|du chemin|du bourg)"
)
_NO_BODY = (
    r"(?! (?:numerique|france|de (?:sante|services?|quartier|retraite|la)|des|communale|pour tous"
    r"|departementale|d'arret|d'accueil))"
)
_RANK = r"(?:(?:\d{1,2} ?(?:e|eme|ere)|premiere?|deuxieme|troisieme|derniere?|petite?|grande?) )?"
_HOMES = (
    re.compile(
        rf"(?<![\w-]){_RANK}{_HOUSE}\b{_NO_BODY}[^\n.;!?,]{{0,40}}?\b{_WAY}\b(?:[^\n.;!?,]{{2,40}})?",
        _FLAGS,
    ),
    re.compile(
        r"(?<![\w-])(?:(?:rn|rd|nationale|departementale) ?\d{1,3}[ ,]{1,2})?(?:pk|km|borne|point "
        r"kilometrique) ?\d{1,3}(?:[.,]\d)?(?!\w)(?: (?:de )?(?:la |sur )?(?:route|rte|rn|rd|piste"
        r"|nationale|departementale|chemin)[^\n.;!?,]{0,50})?",
        _FLAGS,
    ),
    re.compile(
        r"(?<![\w-])\d{1,2} ?(?:er|e|eme)(?: etage)?[ ,]{1,2}(?:porte|appt?|tour|bat\w*)\b"
        r"[^\n.;!?]{1,40}",
        _FLAGS,
    ),
    re.compile(
        r"(?<![\w-])(?:rue|chemin|impasse|allee|route|rte|ravine|sentier|lotissement|lot|hameau"
        r"|ruelle|quartier|residence) (?-i:[A-Za-z])[^\n.;!?,\d]{2,40}(?: \d{1,4})?(?=,)",
        _FLAGS,
    ),
)
_LIVES = r"(?:habit(?:e|ent|ait)|vit|vivent|loge|logent|reside|dort|creche|demeure|campe|perche)"
_WHO = rf"(?:il|elle|ils|elles|{PERSON})"
_LIVES_BEFORE = re.compile(
    rf"(?<!\w){_WHO}(?!\w)[^\n.!?]{{0,25}}? {_LIVES}\b[^\n.!?,]{{0,20}}$", _FLAGS
)
_LIVES_AFTER = re.compile(
    rf"[^\n.!?]{{0,50}}?[ ,'](?:c'est la qu'? ?)?{_WHO}(?: y)? {_LIVES}\b(?! (?:mal|seule?|avec))",
    _FLAGS,
)
_REACH = 70


def homes(text: str) -> Iterator[FoundData]:
    """Find the homes that are told by the way to them, where somebody is said to live; doubtful."""
    if not _LIVED_IN.search(text):
        return
    for pattern in _HOMES:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - _REACH) : match.start()]
            if _LIVES_BEFORE.search(before) or _LIVES_AFTER.match(text, match.end()):
                yield FoundData(DataKind.ADDRESS, match.start(), match.end(), sure=False)


_LIVED_IN = re.compile(rf"\b{_LIVES}\b", _FLAGS)
"""Looked for first: few texts say where anybody lives."""
