"""Where a meeting is: a place, an address to join it by video, or both, as they are typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.core.errors import Refusal
from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.meeting.links import read_link, whole_link

_LINK = lazy_pattern(
    r"https?://[^\s<>\"]+|(?<![\w@./:-])(?:[\w-]+\.)+[a-z]{2,}/[^\s<>\"]+", re.IGNORECASE
)
"""An address of the web; without its beginning, one that has a path: « meet.exemple.fr/reseau »."""

_VIDEO = lazy_pattern(r"\b(?:en\s+)?visio(?:conf[ée]rence)?\b\s*:?", re.IGNORECASE)
_BY_VIDEO = r"visio(?:conf[ée]rence)?\b(?:\s+(?:seulement|uniquement|aussi)\b)?"
_JOINED = lazy_pattern(
    rf"(?<!pas )\b(?:en|par)\s+{_BY_VIDEO}"
    rf"|(?:^|[,;(+/&]|\b(?:et|ou|plus)\b)\s*(?:la\s+|une\s+)?{_BY_VIDEO}"
    r"(?=\s*(?:$|[,;:.)+/&]|(?:et|ou)\b))",
    re.IGNORECASE,
)
"""Where one joins by video, told by itself: not « sans visio », nor « la salle de visio »."""

_EDGES = " ,;:.-–—\n\t"
_LEFT_OVER = lazy_pattern(r"\s+(?:et|ou|par|avec)$", re.IGNORECASE)
_ROOM = ("visio", "en visio", "oui", "la salle du reseau")
"""What the entry of the link holds for the network's own room."""


NOT_A_LINK = Refusal(
    "not a video link",
    reply="Je ne lis pas ce lien de visio. Collez l'adresse entière, par exemple "
    "« https://visio.exemple.fr/reseau ». Un lieu, « visio » ou « à préciser » s'écrivent à la "
    "place du lieu.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A place in people's words, and a video link; either may be empty."""

    place: str = ""
    link: str = ""

    @property
    def known(self) -> bool:
        """Whether people would know where to go."""
        return bool(self.place or self.link)


def read_venue(text: str, room: str = "") -> Venue:
    """Read « médiathèque de Valcombe, visio https://… »: the link, and the place around it.

    Without a link, « visio » is the network's `room`; where it has none, the place.
    """
    link = ""
    if found := _LINK.search(text):
        link, text = whole_link(found[0].rstrip(".,;)")), text.replace(found[0], " ")
    elif room and (said := _JOINED.search(text)):
        return Venue(
            place=_tidied(
                f"{text[: said.start()].rstrip(_EDGES)}, {text[said.end() :].lstrip(_EDGES)}"
            ),
            link=room,
        )
    return Venue(place=_tidied(_VIDEO.sub(" ", text) if link else text), link=link)


def read_video(text: str, room: str = "") -> str:
    """Read what is given as a video link, "" for nothing, « visio » for `room`.

    Raises NOT_A_LINK.
    """
    if room and fold(text.strip(" «».")) in _ROOM:
        return room
    return NOT_A_LINK.unless(read_link(text))


def _tidied(text: str) -> str:
    return _LEFT_OVER.sub("", " ".join(text.split()).strip(_EDGES))
