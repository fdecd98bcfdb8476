"""Which articles tell the same news in other words, and which only look so.

`data/same_news.json` has pairs of one hand, which also wrote the rule: the *seen* ones while it was
chosen, the *held* ones after, in other turns of phrase; the rule did not change then.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.meaning.encoder import Encoder
from bot.veille.alike import pairs
from bot.veille.article import Unread
from bot.veille.meaning_store import ToldArticle

DATA = Path(__file__).parent / "data" / "same_news.json"

Figure = tuple[str, float, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, whether they tell one news, and in which part of the set they are."""

    told: tuple[ToldArticle, ToldArticle]
    same: bool
    part: str


def figures() -> Iterable[Figure]:
    """Yield (name, value, unit)."""
    every = read()
    known = understood([each for pair in every for each in pair.told])
    if not known:
        return
    for part in ("seen", "held"):
        of_part = [each for each in every if each.part == part]
        same = [each for each in of_part if each.same]
        found = [each for each in of_part if _together(each, known)]
        right = sum(each.same for each in found)
        yield f"same_news_{part}_pairs", len(of_part), "pairs"
        yield f"same_news_{part}_precision", right / len(found) if found else 1.0, "share"
        yield f"same_news_{part}_together", len(found), "pairs"
        yield f"same_news_{part}_recall", right / len(same), "share"


def read() -> Sequence[Pair]:
    """Read the pairs."""
    kept = json.loads(DATA.read_text(encoding="utf-8"))["pairs"]
    return [
        Pair(
            told=(_told(1, each["one"]), _told(2, each["other"])),
            same=each["same"],
            part=each["part"],
        )
        for each in kept
    ]


def understood(some: Sequence[ToldArticle]) -> Mapping[str, bytes]:
    """Return what articles mean, by their texts; nothing where the extra is not installed."""

    async def encoded(texts: Sequence[str]) -> Mapping[str, bytes]:
        async with Encoder() as encoder:
            if not encoder.installed:
                return {}
            return dict(zip(texts, await encoder.encode(texts), strict=True))

    return asyncio.run(encoded([each.text for each in some]))


def _told(number: int, kept: Mapping[str, str]) -> ToldArticle:
    return ToldArticle(id=number, title=kept["title"], summary=kept["summary"])


def _together(pair: Pair, known: Mapping[str, bytes]) -> bool:
    moment = datetime(2026, 11, 2, tzinfo=UTC)
    brought = [
        Unread(
            id=each.id,
            title=each.title,
            link="",
            summary=each.summary,
            published=moment,
            feed=each.id,
        )
        for each in pair.told
    ]
    return bool(pairs(brought, {each.id: known[each.text] for each in pair.told}))
