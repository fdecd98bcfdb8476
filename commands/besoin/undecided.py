"""Saying whether a text that waits is signed, unsigned, private, or erased."""

from __future__ import annotations

from bot.core import sources
from bot.core.source import MadeKind
from bot.network.rights import Act
from bot.talk.arguments import first_word, number_first
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route
from bot.talk.undecided import service as undecided
from bot.talk.undecided import store as undecided_texts
from bot.talk.undecided.rules import SigningChoice, UndecidedText

_ID = 32
"""Letters of a text's id, which a button gives before the choice."""


def choose(command: Command, ctx: Context) -> Reply:
    """Deposit a text as its writer chooses, or erase it; without a choice, show the last one."""
    text, choice, where = _chosen(command, ctx)
    if choice is None:
        count = len(undecided_texts.of_user(ctx.db, [ctx.network.slug], command.caller.id))
        shown = ctx.render("besoin/undecided_list.md.j2", undecided=text, count=count)
        return Reply(text=shown, buttons=undecided.buttons(text), erased_once_said=True)
    if choice is SigningChoice.REWRITTEN:
        return Reply(dialog=undecided.rewriting(text))
    undecided_texts.remove(ctx.db, text)
    if choice is SigningChoice.ERASE:
        return ctx.reply("besoin/undecided_erased.md.j2", offered=text.offered)
    wrote = next(iter(sources.of_made(ctx.db, text.network, MadeKind.UNDECIDED, text.id)), None)
    if wrote is not None:
        sources.remove(ctx.db, wrote)
    deposit = Command(
        text=undecided.unnamed(text, command.caller)
        if choice is SigningChoice.UNNAMED
        else text.text,
        caller=command.caller,
        via=command.via,
        channel=command.channel,
        network=where,
        route=text.route,
        post=command.post,
        thread=command.thread,
        fields=text.fields,
        people=command.people,
        discretion=choice.discretion,
        meant=True,
        edited_at=wrote.edited_at if wrote else None,
        made_from=wrote.post if wrote else "",
    )
    return Reply(instead=deposit)


def _chosen(command: Command, ctx: Context) -> tuple[UndecidedText, SigningChoice | None, str]:
    """Return a text, what its writer chooses, and the network where it goes."""
    word, rest = first_word(command.text)
    if len(word) == _ID:
        text = undecided_texts.get(ctx.db, ctx.network.slug, command.caller.id, word)
    else:
        text, rest = undecided.latest(ctx, command.caller.id), command.text
    number, place = number_first(rest) or (0, "")
    choice = next((each for each in SigningChoice if each.value == number), None)
    return text, choice, place if place in ctx.networks else text.network


ROUTES = (
    Route(
        Act.ASK,
        f"{undecided.CHOOSE} : [1 à 4]",
        choose,
        "dire si un texte qui attend porte votre nom",
    ),
)
