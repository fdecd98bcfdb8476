"""What is said under a message of ours: a choice by number or label, the lines of a form."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from bot.core import outbox
from bot.core.card_keys import PILE
from bot.core.message import Message, Option
from bot.talk import numbers, say
from bot.talk.bot import Bot
from bot.talk.command import Command, Via
from bot.talk.reply import Dialog
from bot.talk.routing import find

APART = timedelta(minutes=10)
"""How long a number alone, outside a thread, needs the last card to have been the only one."""


_LOOKED_AT = 10


def may_choose(bot: Bot, command: Command) -> bool:
    """Tell whether something may be said under a message of ours, for a choice or a form of it.

    Where there are buttons, only a form or a file that was asked for in private waits for words.
    """
    private = command.via is Via.DIRECT
    in_thread = bool(command.thread) and command.thread != command.post
    return command.via.in_words and (private or not bot.buttons) and (in_thread or private)


def card_of(db: Connection, command: Command) -> Message | None:
    """Return the message of ours under which something is said.

    Outside a thread, to us alone: the last one that offers a choice, unless another one came
    shortly before it.
    """
    server, thread = command.caller.server, command.thread
    if thread and thread != command.post:
        found = outbox.by_post(db, server, thread) or outbox.by_key(db, say.reply_key(thread))
        return found if found is not None and found.user in (None, command.caller.id) else None
    if command.via is not Via.DIRECT or not command.text.strip(" .°n").isdecimal():
        return None
    latest = outbox.latest_to(db, server, command.caller.id, _LOOKED_AT)
    offering = [each for each in latest if each.buttons]
    if len(offering) > 1 and offering[0].made_at - offering[1].made_at < APART:
        return None
    return offering[0] if offering else None


def chosen(bot: Bot, db: Connection, command: Command, message: Message) -> Command:
    """Return what someone chooses by what they say under a message; the same command, if nothing.

    Numbers and labels stand only where there are no buttons. A text after a number is for the
    form of that choice: without such a form, « 2 personnes cherchent une salle » is a sentence.
    """
    said = command.refers.text if command.via is Via.THREAD and command.refers else command.text
    found = None if bot.buttons else numbers.chosen(said, message.buttons)
    asked = next((each for each in message.buttons if each.in_thread), None)
    if found is not None:
        option, rest = found
    elif asked is not None:
        option, rest = Option("", asked.route, asked.argument), said
    else:
        return command
    network = option.network or message.network
    via = Via.MENTION if command.via is Via.THREAD else command.via
    made = replace(
        command,
        via=via,
        route=option.route,
        text=option.argument,
        network=network,
        refers=None,
        pile=message.key if message.key.startswith(PILE) else "",
    )
    if not rest or command.attached is not None:
        return made
    dialog = _form(bot, db, made)
    if dialog is None:
        return command
    fields = numbers.filled(dialog, rest)
    first = fields.get(dialog.fields[0].name, "")
    text = f"{dialog.argument} {first}".strip()
    return replace(made, route=dialog.route, text=text, fields=fields)


def _form(bot: Bot, db: Connection, command: Command) -> Dialog | None:
    """Return the form of a command's route about what it names, None where it has none."""
    route = find(bot.routes, command.route or "")
    slug = command.network or ""
    network = bot.networks.get(slug) or bot.entering(slug)
    if route.form is None or network is None:
        return None
    asked = route.asked(command, command.text)
    made = route.dialog(asked, bot.context(db, network, bot.clock(), asked))
    return made if isinstance(made, Dialog) else made.dialog
