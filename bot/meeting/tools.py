"""The tools that animate a meeting: what each is good for, found by purpose or by words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

from bot.french.folding import spaced


class Purpose(Enum):
    """What a tool is taken out for; the founding text's own verbs first."""

    COLLABORATE = "collaborer"
    SHARE = "partager"
    COLLECT = "recueillir"
    EVALUATE = "évaluer"
    ORGANISE = "s'organiser"
    ANIMATE = "animer"
    VOTE = "voter"
    DRAW = "dessiner"
    MEET = "se voir à distance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """One tool, in the order of its purposes: the first is what it does best.

    `expires_days` is after how many days its free service deletes what one left there, None when
    it does not or when that is not sure.
    """

    name: str
    url: str
    purposes: tuple[Purpose, ...]
    good_for: str
    libre: bool
    expires_days: int | None = None


@dataclass(frozen=True, slots=True)
class Toolbox:
    """The tools that are proposed, in their own order."""

    tools: tuple[Tool, ...]

    def named(self, name: str) -> Tool | None:
        """Return the tool of this name, accents and case forgiven."""
        wanted = spaced(name).split()
        return next((each for each in self.tools if spaced(each.name).split() == wanted), None)

    def of_link(self, url: str) -> Tool | None:
        """Return the tool that an address belongs to: the same host, or one below it."""
        host = _host(url)
        for tool in self.tools:
            home = _host(tool.url)
            if home and (host == home or host.endswith(f".{home}")):
                return tool
        return None

    def tools_for(self, purpose: Purpose) -> Sequence[Tool]:
        """Return the tools for a purpose: those made for it, then the others; libre ones first."""
        fit = (each for each in self.tools if purpose in each.purposes)
        return sorted(fit, key=lambda each: (each.purposes.index(purpose) > 0, not each.libre))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
