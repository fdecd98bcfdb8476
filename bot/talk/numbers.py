"""What stands under a message where there are no buttons: numbers, labels, the lines of a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.core.message import Button, Option
from bot.french.folding import fold
from bot.talk.arguments import number_first
from bot.talk.context import Context
from bot.talk.reply import Dialog, Field, Reply

_ON_ONE_LINE = 5
"""Choices that are read at a glance, one after the other; more stand one a line."""

_NONE = ("-", "–", "—")
"""What is written for an entry that is left empty."""

_PUNCTUATION = " .:;,!…"


def choices(buttons: Sequence[Button]) -> Sequence[Option]:
    """Return what can be chosen under a message, in order: « 1 » is the first.

    A menu that its own route lists is one choice; any other is as many as it has options.
    """
    return [option for each in buttons if not each.in_thread for option in _choices(each)]


def _choices(button: Button) -> Iterator[Option]:
    if button.options and not button.route:
        yield from button.options
    else:
        yield Option(button.label, button.route, button.argument, button.network)


def in_words(buttons: Sequence[Button]) -> str:
    """Return what to write in place of pressing buttons: a number, or a reaction where one serves.

    « Répondez dans ce fil : **1** J'ai une réponse · **2** Moi aussi (ou :raising_hand:) ».
    """
    emojis = {(each.route, each.argument): each.emoji for each in buttons}
    lines = []
    for number, option in enumerate(choices(buttons), start=1):
        emoji = emojis.get((option.route, option.argument))
        reaction = f" (ou :{emoji}:)" if emoji else ""
        lines.append(f"**{number}** {option.label.rstrip('…')}{reaction}")
    if not lines:
        return ""
    if len(lines) <= _ON_ONE_LINE:
        return f"Répondez dans ce fil : {' · '.join(lines)}"
    return "\n".join(("Répondez dans ce fil :", *(f"- {line}" for line in lines)))


def in_reactions(buttons: Sequence[Button]) -> str:
    """Return what to put on a message that stands in a thread: a number is for its first one."""
    told = [f":{each.emoji}: {each.label}" for each in buttons if each.emoji]
    return f"Réagissez : {' · '.join(told)}" if told else in_words(buttons)


def chosen(text: str, buttons: Sequence[Button]) -> tuple[Option, str] | None:
    """Read « 2 », « 1 La Manufacture, le mardi » or a label, « moi aussi »; None for anything else.

    Return the choice, and what follows its number.
    """
    offered = choices(buttons)
    found = number_first(text)
    if found is not None:
        number, rest = found
        return (offered[number - 1], rest) if 0 < number <= len(offered) else None
    said = _bare(text)
    return next(((each, "") for each in offered if said and _bare(each.label) == said), None)


def filled(dialog: Dialog, text: str) -> Mapping[str, str]:
    """Read the entries of a form, by name, that were written in a thread: one a line, in order.

    The whole text is the entry of a form that has one; a longer text goes on in the last entry.
    A choice may be given by its number or its label; a text that is left out stays as it was.
    """
    asked = written(dialog)
    lines = text.strip().split("\n", len(asked) - 1)
    entries = zip(asked, (line.strip() for line in lines), strict=False)
    given = {field.name: _value(field, line) for field, line in entries if line not in ("", *_NONE)}
    return {each.name: each.default for each in asked if each.default and not each.choices} | given


def asked_in_thread(
    ctx: Context, route: str, argument: str, dialog: Dialog | None = None, *, file: str = ""
) -> Reply:
    """Return what asks for the entries of a form in its thread; without one, for a `file`."""
    fields = written(dialog) if dialog else ()
    filling = Button("saisie", dialog.title if dialog else "", route, argument, in_thread=True)
    return ctx.reply("aide/in_thread.md.j2", filling, dialog=dialog, fields=fields, file=file)


def written(dialog: Dialog) -> Sequence[Field]:
    """Return the entries of a form that are asked for in a thread: a box stays unticked there."""
    return [each for each in dialog.fields if not each.box]


def _value(field: Field, line: str) -> str:
    if not field.choices:
        return line
    numbered = {str(number): each.value for number, each in enumerate(field.choices, start=1)}
    labels = (each.value for each in field.choices if _bare(each.label) == _bare(line))
    return numbered.get(line) or next(labels, line)


def _bare(text: str) -> str:
    return fold(text).strip(_PUNCTUATION)
