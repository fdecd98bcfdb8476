"""What a command's own words are read by, before its transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.core.errors import Refusal, UserError
from bot.french.text import checked_text, require_impersonal
from bot.talk.arguments import certified_first, number_first
from bot.talk.command import ATTACHED_LIMIT, Command
from bot.talk.handler import Situation


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number, and a text in which personal data was looked for.

    `certified` when its writer said that what looked so is none.
    """

    number: int
    text: str
    certified: bool = False


def impersonal(text: str) -> str:
    """Return a text without « certifié » before it, once personal data was looked for in it.

    Raises PersonalDataError.
    """
    certified, words = certified_first(text)
    require_impersonal(words, certified=certified)
    return words


def numbered(command: Command, _situation: Situation) -> Numbered:
    """Read a text after its number, « certifié » in between or not. Raises PersonalDataError."""
    certified, text = certified_first(command.words)
    require_impersonal(text, certified=certified)
    return Numbered(command.number, text, certified)


def second_number(command: Command) -> int:
    """Return the number that comes after the first one that a button gives, 0 for none."""
    return (number_first(command.words) or (0, ""))[0]


def checked(what: str) -> Callable[[Command, Situation], str]:
    """Return what reads a text, but for its number if its route has one, « certifié » or not.

    `what` names it. It raises TextRefusedError and PersonalDataError.
    """

    def read(command: Command, _situation: Situation) -> str:
        certified, words = certified_first(command.words)
        return checked_text(words, what=what, certified=certified)

    return read


NO_FILE = Refusal(
    "no file", reply="Il me faut le fichier : joignez-le en réponse au message qui le demande."
)


def attached(command: Command, *, large: UserError) -> bytes:
    """Return the content of the file that comes with a message. Raises NO_FILE or `large`."""
    file = NO_FILE.unless(command.attached)
    if file.size > ATTACHED_LIMIT:
        raise large
    return file.content
