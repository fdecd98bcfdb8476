"""Where a meeting is: a place, an address to join it by video, or both, as they are typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_VIDEO = re.compile(r"\b(?:en\s+)?visio(?:conf[ée]rence)?\b\s*:?", re.IGNORECASE)
_EDGES = " ,;:.-–—\n\t"


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A place in people's words, and a video link; either may be empty."""

    place: str = ""
    link: str = ""

    @property
    def known(self) -> bool:
        """Whether people would know where to go."""
        return bool(self.place or self.link)


def read_venue(text: str) -> Venue:
    """Read « médiathèque de Valcombe, visio https://… »: the link, and the place around it."""
    link = ""
    if found := _LINK.search(text):
        link, text = found[0].rstrip(".,;)"), text.replace(found[0], " ")
    place = " ".join(_VIDEO.sub(" ", text).split())
    return Venue(place=place.strip(_EDGES), link=link)
