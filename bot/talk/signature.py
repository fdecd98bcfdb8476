"""Where a command's text bears its writer's name, and what it asks for: read in one place.

Pure, and linear in the text: it needs neither database nor chat.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.french.discretion import Discretion, read
from bot.talk.arguments import text_first
from bot.talk.command import Command
from bot.talk.reply import Choice, Field

MENU = "visibilite"
"""The name of the form's entry by which one chooses; its values are those of Discretion."""

NAMED = ":"
"""Before each person whom a choice of that entry names, after its value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Declared by a route whose text is shown with its writer's name.

    `fields` are the other entries of its form that are texts. `shared_as` is what is proposed, in
    French (« pour la lettre »): in private it then goes to the coordinators, whatever the route
    does otherwise.
    """

    fields: tuple[str, ...] = ()
    shared_as: str = ""


def read_discretion(
    command: Command, signature: Signature, *, numbered: bool, said: bool = False
) -> Command:
    """Return a command with what its writer asks for, and without the words that asked.

    `numbered` when a number comes before its text; `said` when it is no command but what was said
    to the bot.

    What was chosen in a form's menu counts as what is written; two ways that disagree are a
    doubt. A command whose writer was asked already comes back as it is.
    """
    if command.discretion is not None:
        return command
    before, typed = _split(command.text, numbered=numbered)
    refers = command.refers
    if not typed.strip() and refers is not None and not refers.author.bot:
        reading = read(refers.text)
        refers = replace(refers, text=reading.text)
        text = command.text
    else:
        reading = read(typed, said=said)
        text = command.text if reading.text == typed else f"{before}{reading.text}"
    asked = [reading.asked]
    fields = dict(command.fields)
    for name in signature.fields:
        if name in fields:
            also = read(fields[name])
            fields[name] = also.text
            asked.append(also.asked)
    menu = _chosen(command)
    return replace(
        command,
        text=text,
        refers=refers,
        fields=fields,
        discretion=_together(asked, menu),
    )


def wording(discretion: Discretion | None) -> str:
    """Return what to type before a text to ask for this, "" for a text that is signed."""
    return _WORDINGS.get(discretion or Discretion.NONE, "")


_WORDINGS = {Discretion.ANONYMOUS: "anonyme : ", Discretion.PRIVATE: "en privé : "}


def menu(label: str, choices: Iterable[tuple[str, Discretion]]) -> Field:
    """Return a form's entry by which one chooses; the first choice is what is done without one."""
    offered = tuple(Choice(label=words, value=each.value) for words, each in choices)
    return Field(name=MENU, label=label, default=offered[0].value, choices=offered)


def _split(text: str, *, numbered: bool) -> tuple[str, str]:
    """Return what comes before the words themselves, a number or « certifié », and the words."""
    typed = text_first(text, numbered=numbered)
    number = "" if typed.number is None else f"{typed.number} "
    return (f"{number}certifié " if typed.certified else number), typed.text


def _chosen(command: Command) -> Discretion:
    value = command.fields.get(MENU, "").partition(NAMED)[0]
    unsigned = (Discretion.ANONYMOUS, Discretion.PRIVATE)
    return next((each for each in unsigned if each.value == value), Discretion.NONE)


def _together(asked: Iterable[Discretion], chosen: Discretion) -> Discretion:
    said = set(asked) - {Discretion.NONE}
    if chosen is not Discretion.NONE:
        return Discretion.DOUBTFUL if said - {chosen, Discretion.DOUBTFUL} else chosen
    if not said:
        return Discretion.NONE
    return said.pop() if len(said) == 1 else Discretion.DOUBTFUL
