"""Saying whether a text that waits is signed, unsigned, private, or erased."""

from __future__ import annotations

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
    text, choice = _chosen(command, ctx)
    if choice is None:
        count = len(undecided_texts.of_user(ctx.db, [ctx.network.slug], command.caller.id))
        shown = ctx.render("besoin/undecided_list.md.j2", undecided=text, count=count)
        return Reply(text=shown, buttons=undecided.buttons(text), erased_once_said=True)
    undecided_texts.remove(ctx.db, text)
    if choice is SigningChoice.ERASE:
        return Reply(text=ctx.render("besoin/undecided_erased.md.j2"))
    deposit = Command(
        text=text.text,
        caller=command.caller,
        via=command.via,
        channel=command.channel,
        network=text.network,
        route=text.route,
        post=command.post,
        thread=command.thread,
        fields=text.fields,
        people=command.people,
        discretion=choice.discretion,
    )
    return Reply(instead=deposit)


def _chosen(command: Command, ctx: Context) -> tuple[UndecidedText, SigningChoice | None]:
    word, rest = first_word(command.text)
    if len(word) == _ID:
        text = undecided_texts.get(ctx.db, ctx.network.slug, command.caller.id, word)
    else:
        text, rest = undecided.latest(ctx, command.caller.id), command.text
    found = number_first(rest)
    number = found[0] if found else 0
    return text, next((each for each in SigningChoice if each.value == number), None)


ROUTES = (
    Route(
        Act.ASK,
        f"{undecided.CHOOSE} : [1 à 4]",
        choose,
        "dire si un texte qui attend porte votre nom",
        rare=True,
    ),
)
