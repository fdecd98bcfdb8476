"""Who sees all that people see, and counts it: how long it is, how often they are written to."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

import aiohttp

from bot.mattermost.wire.objects import KEY
from sandbox.play.player import Json, Player, readable, text_of
from sandbox.server.records import DIRECT

PHONE = 42
"""Characters of a line on a phone, about: the browser that `tests/whole` opens counts truly."""

SHOWN_LONGEST = 5
_ANSWERS = frozenset(
    {
        *("reply", "once", "tried", "sorting", "gathered"),
        *("export", "report", "year-csv", "own-data", "letter-again", "letter-trial"),
    }
)
"""What the keys of messages start with that someone has just asked for."""


class Place(Enum):
    """Where something is read, and the lines that it may have there."""

    CHANNEL = "dans un canal", 25
    DIRECT = "en message direct", 25
    ALONE = "à une seule personne", 25
    THREAD = "dans un fil", 60

    def __init__(self, label: str, limit: int) -> None:
        self.label = label
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as someone read it, one time of those it was rewritten."""

    place: Place
    text: str

    @property
    def lines(self) -> int:
        """About how many lines it has on a phone."""
        return sum(len(textwrap.wrap(each, PHONE)) or 1 for each in readable(self.text).split("\n"))

    @property
    def start(self) -> str:
        """Its first words."""
        return " ".join(readable(self.text).split())[:60]


@dataclass(slots=True)
class Witness:
    """Hears all that the bot shows to some people while they are watched."""

    seen: dict[Seen, None] = field(default_factory=dict)
    letters: dict[str, Counter[str]] = field(default_factory=dict)
    _direct: set[str] = field(default_factory=set)

    async def watch(self, player: Player) -> None:
        """Note what someone is shown, until cancelled; what is said during a cut is not seen."""
        letters = self.letters.setdefault(player.name, Counter())
        while True:
            async with await player.comes_back() as socket:
                async for frame in socket:
                    if frame.type is aiohttp.WSMsgType.TEXT:
                        self._note(json.loads(frame.data), letters)

    def _note(self, frame: Json, letters: Counter[str]) -> None:
        event = frame.get("event", "")
        if event not in ("posted", "post_edited", "ephemeral_message"):
            return
        post: Json = json.loads(frame["data"]["post"])
        alone, key = event == "ephemeral_message", str(post["props"].get(KEY, ""))
        if frame["data"].get("channel_type") == DIRECT:
            self._direct.add(post["channel_id"])
        private = post["channel_id"] in self._direct
        if alone or key:
            self.seen[Seen(_place(post, alone=alone, private=private), text_of(post))] = None
        kind = key.partition(":")[0]
        if key and private and event == "posted" and kind not in _ANSWERS:
            letters[kind] += ":export:" not in key

    def longest(self) -> list[Seen]:
        """Return what was seen, the longest for its place first."""
        return sorted(self.seen, key=lambda each: each.lines / each.place.limit, reverse=True)

    def told(self, players: Iterable[Player], months: float) -> Iterator[str]:
        """Tell how long, how much typed and pressed, and how often people were written to."""
        yield "Les plus longs messages, en lignes d'un téléphone :"
        for each in self.longest()[:SHOWN_LONGEST]:
            yield f"  {each.lines} {each.place.label} (au plus {each.place.limit}) : {each.start}"
        typed, pressed = (sum(getattr(p, n) for p in players) for n in ("typed", "pressed"))
        yield f"Commandes tapées : {typed} ; boutons, menus et formulaires : {pressed}"
        yield "Messages privés par mois, sans ce qui venait d'être demandé :"
        for name, kinds in self.letters.items():
            detail = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
            weeks = kinds["pile"] / months
            others = kinds.total() / months - weeks
            monday = f"{weeks:.1f} piles et " if weeks else ""
            yield f"  {name} : {monday}{others:.1f} autres ({detail or 'aucun'})"


def _place(post: Json, *, alone: bool, private: bool) -> Place:
    if alone:
        return Place.ALONE
    if post["root_id"]:
        return Place.THREAD
    return Place.DIRECT if private else Place.CHANNEL
