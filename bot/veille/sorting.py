"""Sorting the digest to come: coordinators keep, drop, pin, and say what articles are good for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict

from bot.core.errors import Refusal
from bot.core.message import Button
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.offering import offer_verbs
from bot.talk.reply import Reply
from bot.veille import digests
from bot.veille import pick_store as picks
from bot.veille.digest import Entry
from bot.veille.digests import Gathered
from bot.veille.pick import Pick, Verdict

SORT = "veille trier"
WHY = "veille pourquoi"

DECIDES = (
    ("garder", "Garder", "veille garder"),
    ("ecarter", "Écarter", "veille écarter"),
    ("epingler", "Épingler", "veille épingler"),
)
"""What a coordinator decides of an article."""


class PickChange(TypedDict, total=False):
    """What a coordinator changes of a pick."""

    verdict: Verdict
    pinned: bool
    why: str


KEEP = PickChange(verdict=Verdict.KEPT)
DROP = PickChange(verdict=Verdict.DROPPED, pinned=False)
PIN = PickChange(verdict=Verdict.KEPT, pinned=True)
UNDO = PickChange(verdict=Verdict.UNDECIDED, pinned=False)
"""An article is published whole, not published, at the top, undecided again."""

NOT_IN_DIGEST = Refusal(
    "article {number} not in the digest to come",
    reply="L'article n° {number} n'est pas dans la prochaine veille.",
)


def find(ctx: Context, number: int) -> Entry:
    """Return an article of the digest to come; raises NOT_IN_DIGEST."""
    return _found(digests.gather(ctx), number)


def decide(ctx: Context, numbers: tuple[int, ...], change: PickChange, by: Caller) -> list[Entry]:
    """Change what the network makes of articles; all of them or, on an error, none.

    Return them as they are now. Raises NOT_IN_DIGEST.
    """
    gathered = digests.gather(ctx)
    for entry in [_found(gathered, number) for number in numbers]:
        made = picks.of_articles(ctx.db, ctx.network.slug, entry.copies).values()
        was = Pick(
            network=ctx.network.slug,
            article=entry.article,
            by=by.id,
            at=ctx.now,
            verdict=entry.verdict,
            pinned=entry.pinned,
            why=next((each.why for each in made if each.why), ""),
        )
        picks.save(ctx.db, replace(was, **change), entry.copies)
    now = digests.reread(ctx, gathered)
    return [_found(now, number) for number in numbers]


def undecided(gathered: Gathered) -> Sequence[Entry]:
    """Return the articles that nobody has decided of, the latest first."""
    found = (each for each in gathered.every if each.verdict is Verdict.UNDECIDED)
    return sorted(found, key=lambda each: (each.published, each.article), reverse=True)


def card(ctx: Context, gathered: Gathered, entry: Entry) -> Reply:
    """Return the card of an article, and what is decided of it."""
    number = str(entry.article)
    whole, above = gathered.whole(entry), gathered.above(entry)
    text = ctx.render("veille/card.md.j2", entry=whole, above=above)
    verbs = [
        Button(name, label, route, number, primary=name == "garder")
        for name, label, route in DECIDES
    ]
    why = Button("pourquoi", "Pourquoi…", WHY, number)
    return Reply(text=text, buttons=(*verbs, why, *offer_verbs(ctx, "article", entry.article)))


def sort_button() -> Button:
    """Return the button that opens the card."""
    return Button("trier", "Trier", SORT, emoji="mag", primary=True)


def _found(gathered: Gathered, number: int) -> Entry:
    return NOT_IN_DIGEST.unless(gathered.find(number), number=number)
