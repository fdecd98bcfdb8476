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


def choose(command: Command, ctx: Context) -> Reply:
    """Deposit a text as its writer chooses, or erase it."""
    text, choice, taken_by = _chosen(command, ctx)
    if choice is SigningChoice.REWRITTEN:
        return Reply(dialog=undecided.rewriting(text))
    undecided_texts.remove(ctx.db, text)
    if choice is SigningChoice.ERASE:
        return ctx.reply("besoin/undecided_erased.md.j2", offered=text.offered)
    wrote = next(iter(sources.of_made(ctx.db, text.network, MadeKind.UNDECIDED, text.id)), None)
    if wrote is not None:
        sources.remove(ctx.db, wrote)
    words = text.text
    if choice is SigningChoice.UNNAMED:
        words = undecided.unnamed(text, command.caller)
    path, _, number = taken_by.rpartition(" ")
    if taken_by in ctx.networks:
        path, number = undecided.QUESTION, ""
    elif not number.isdecimal():
        path, number = taken_by or text.route, ""
    deposit = Command(
        text=f"{number} {words}".lstrip(),
        caller=command.caller,
        via=command.via,
        channel=command.channel,
        network=taken_by if taken_by in ctx.networks else text.network,
        route=path,
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


def _chosen(command: Command, ctx: Context) -> tuple[UndecidedText, SigningChoice, str]:
    """Return a text, what its writer chooses, and what takes it: a network, another route."""
    word, rest = first_word(command.text)
    text = undecided_texts.get(ctx.db, ctx.network.slug, command.caller.id, word)
    number, taken_by = number_first(rest) or (0, "")
    chosen = [each for each in SigningChoice if each.value == number]
    choice = chosen[0] if chosen else SigningChoice.REWRITTEN
    return text, choice, taken_by


ROUTES = (Route(Act.ASK, undecided.CHOOSE, choose),)
