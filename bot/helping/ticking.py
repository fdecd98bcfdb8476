"""What someone says that they know and receive, and takes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.errors import TOO_LATE
from bot.core.message import Button, Option, menu
from bot.helping import card
from bot.helping import store as helpers
from bot.helping.rules import MANY_WELCOMES, MOST_WELCOMES, Helper, Welcome
from bot.network.tree import children_of, parent_of
from bot.people import store as preferences
from bot.people.wish import Weight
from bot.talk.command import Caller
from bot.talk.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """What someone ticked and says that they receive: what they alone are shown.

    `silent` when the private messages that they want leave no room for being asked.
    """

    helps: Sequence[Helper]
    welcomes: Sequence[Welcome]
    silent: bool = False

    @property
    def themes(self) -> Sequence[str]:
        """The themes, in order."""
        return [each.theme for each in self.helps]

    @property
    def beyond(self) -> bool:
        """Whether other territories may ask them too."""
        return any(each.beyond for each in self.helps)


def tick(ctx: Context, theme: str, by: Caller) -> bool:
    """Keep that someone can help with a theme; False when they had said so."""
    network, beyond = ctx.network.slug, standing(ctx, by).beyond
    made = Helper(network=network, user=by.id, theme=theme, since=ctx.now, beyond=beyond)
    return helpers.tick(ctx.db, made) > 0


def untick(ctx: Context, theme: str | None, by: Caller) -> bool:
    """Take a theme back, all of them without any named; False when there were none."""
    return helpers.untick(ctx.db, ctx.network.slug, by.id, theme and [theme]) > 0


def reach(ctx: Context, by: Caller, *, beyond: bool) -> None:
    """Keep whether other territories may ask someone too."""
    helpers.reach(ctx.db, ctx.network.slug, by.id, beyond=beyond)


def receive(ctx: Context, words: str, structure: str, commune: str, by: Caller) -> None:
    """Keep what someone's structure receives, its texts checked.

    Raises MANY_WELCOMES.
    """
    network = ctx.network.slug
    mine = helpers.welcomed(ctx.db, network, by.id)
    said = {(each.words, each.structure, each.commune) for each in mine}
    if len(said | {(words, structure, commune)}) > MOST_WELCOMES:
        raise MANY_WELCOMES(most=MOST_WELCOMES)
    made = Welcome(
        network=network,
        user=by.id,
        words=words,
        structure=structure,
        commune=commune,
        at=ctx.now,
    )
    helpers.welcome(ctx.db, made)


def receive_no_more(ctx: Context, number: int, by: Caller) -> None:
    """Take back something that one's structure receives. Raises TOO_LATE."""
    if not helpers.unwelcome(ctx.db, ctx.network.slug, by.id, number):
        raise TOO_LATE(what=f"welcome {number}")


def standing(ctx: Context, by: Caller) -> Ticked:
    """Return what someone ticked and receives."""
    network = ctx.network.slug
    wish = preferences.of(ctx.db, network, by.id).wish
    return Ticked(
        helps=helpers.ticked(ctx.db, network, by.id),
        welcomes=helpers.welcomed(ctx.db, network, by.id),
        silent=not wish.lets(Weight.ASKED),
    )


def verbs(ctx: Context, mine: Ticked) -> tuple[Button, ...]:
    """Return the buttons by which someone changes what they ticked and receive."""
    above = parent_of(ctx.network, ctx.networks)
    tree = above is not None or bool(children_of(ctx.network, ctx.networks))
    themes = [
        Option(f"✔ {each}" if each in mine.themes else each, card.HELP, each)
        for each in ctx.themes.names
    ]
    if mine.helps:
        themes.insert(0, Option("Ne plus aider", card.HELP, card.NONE))
    shown = [menu("aider", "Ce que je sais…", *themes)]
    if mine.helps and tree:
        label = "Mon territoire seulement" if mine.beyond else "Aider aussi d'autres territoires"
        where = card.HERE if mine.beyond else card.BEYOND
        shown.append(Button("ailleurs", label, card.REACH, where))
    shown.append(Button("recevoir", "Ce que je reçois…", card.RECEIVE))
    if mine.welcomes:
        back = [
            Option(f"{each.structure} : {each.words}"[:60], card.RECEIVE_NO_MORE, str(each.id))
            for each in mine.welcomes
        ]
        shown.append(menu("plusrecevoir", "Ne plus recevoir…", *back, route=card.RECEIVE_NO_MORE))
    return tuple(shown)
