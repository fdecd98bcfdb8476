"""Sorting the digest to come: coordinators keep, drop, pin, and say what articles are good for."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict
from uuid import uuid4

from bot.core import outbox
from bot.core.errors import Refusal
from bot.core.message import Button
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.offering import offer_verbs
from bot.veille import digests
from bot.veille import pick_store as picks
from bot.veille.digest import Entry
from bot.veille.digests import Gathered
from bot.veille.pick import Pick, Verdict

SORT = "veille trier"
ON_CARD = "veille carte"
WHY = "veille pourquoi"

_ON_CARD = (
    ("garder", "Garder", "+1"),
    ("ecarter", "Écarter", "thumbsdown"),
    ("epingler", "Épingler", "pushpin"),
    ("passer", "Passer", "fast_forward"),
    ("terminer", "Terminer", "checkered_flag"),
)
"""What a card's buttons do. Its reactions stay from one article to the next: taken back, one says
the same of the article that the card shows then."""


class PickChange(TypedDict, total=False):
    """What a coordinator changes of a pick."""

    verdict: Verdict
    pinned: bool
    why: str


KEEP = PickChange(verdict=Verdict.KEPT)
DROP = PickChange(verdict=Verdict.DROPPED, pinned=False)
PIN = PickChange(verdict=Verdict.KEPT, pinned=True)
UNPIN = PickChange(pinned=False)
UNDO = PickChange(verdict=Verdict.UNDECIDED, pinned=False)
"""An article is published whole, not published, at the top, no longer there, undecided again."""

NOT_IN_DIGEST = Refusal(
    "article {number} not in the digest to come",
    reply="L'article n° {number} n'est pas dans la prochaine veille. Les numéros se lisent dans "
    "`/veille articles`.",
)

CARD_GONE = Refusal("no such card", reply="Cette fiche ne sert plus : `/veille trier`")


def find(ctx: Context, number: int) -> Entry:
    """Return an article of the digest to come; raises NOT_IN_DIGEST."""
    return _found(digests.gather(ctx), number)


def decide(
    ctx: Context, numbers: tuple[int, ...], change: PickChange, by: Caller
) -> tuple[Gathered, list[Entry]]:
    """Change what the network makes of articles; all of them or, on an error, none.

    Return all that it has not read, and these, as they are now. Raises NOT_IN_DIGEST.
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
    return now, [_found(now, number) for number in numbers]


def open_card(ctx: Context, by: Caller) -> bool:
    """Send a coordinator the card that goes through the digest; False when it has no article."""
    gathered = digests.gather(ctx)
    entries = _order(gathered)
    if not entries:
        return False
    token = uuid4().hex
    text, buttons = _card(ctx, gathered, entries[0], (1, len(entries)), token)
    say.to_user(ctx, _key(ctx, token, by), by.id, text, weight=Weight.ANSWER, buttons=buttons)
    return True


def show_card(  # noqa: PLR0913  whose card, about what
    ctx: Context,
    token: str,
    number: int,
    by: Caller,
    *,
    gathered: Gathered | None = None,
    forward: bool = False,
) -> None:
    """Rewrite someone's own card: about an article, or the one after it; 0 puts it away.

    `gathered` when that was looked up already. Raises CARD_GONE.
    """
    key = _key(ctx, token, by)
    if not say.was_said(ctx, key):
        raise CARD_GONE()
    gathered = gathered or digests.gather(ctx)
    entries = _order(gathered)
    ids = [entry.article for entry in entries]
    found = gathered.find(number)
    here = ids.index(found.article) + forward if found else len(ids)
    if here >= len(ids):
        text = ctx.render(
            "veille/sorted.md.j2",
            digest=gathered.composed(ctx, digests.next_due(ctx.network, ctx.now)),
            dropped=gathered.dropped,
        )
        say.again(ctx, key, text)
        return
    text, buttons = _card(ctx, gathered, entries[here], (here + 1, len(entries)), token)
    say.again(ctx, key, text, buttons=buttons)


def show_on_last_card(ctx: Context, number: int, by: Caller, gathered: Gathered) -> bool:
    """Rewrite the last card that someone had, about an article; False when there was none."""
    key = outbox.last_key(ctx.db, by.id, f"sorting:{ctx.network.slug}:")
    if key is None:
        return False
    show_card(ctx, key.split(":")[2], number, by, gathered=gathered)
    return True


def sort_button() -> Button:
    """Return the button that opens the card."""
    return Button("trier", "Trier", SORT, emoji="mag", primary=True)


def _found(gathered: Gathered, number: int) -> Entry:
    return NOT_IN_DIGEST.unless(gathered.find(number), number=number)


def _order(gathered: Gathered) -> list[Entry]:
    """Return the articles in an order that decisions do not change: latest first."""
    return sorted(gathered.every, key=lambda each: (each.published, each.article), reverse=True)


def _key(ctx: Context, token: str, by: Caller) -> str:
    return f"sorting:{ctx.network.slug}:{token}:{by.id}"


def _card(
    ctx: Context, gathered: Gathered, entry: Entry, place: tuple[int, int], token: str
) -> tuple[str, tuple[Button, ...]]:
    """Return the card of an article, by its place among how many."""
    number = entry.article
    text = ctx.render(
        "veille/card.md.j2",
        entry=gathered.whole(entry),
        above=gathered.above(entry),
        place=place[0],
        count=place[1],
    )
    buttons = [
        Button(
            act,
            label,
            ON_CARD,
            f"{act} {number} {token}",
            emoji=emoji,
            primary=act == "garder",
            undo=ON_CARD,
        )
        for act, label, emoji in _ON_CARD
    ]
    why = Button("pourquoi", "Pourquoi…", WHY, str(number))
    offer = offer_verbs(ctx, "article", number)
    return text, (*buttons[:3], why, *buttons[3:], *offer)
