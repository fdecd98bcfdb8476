"""What the bot answers, in no chat system's terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from bot.core.errors import Refusal
from bot.core.message import Button
from bot.french.text import TEXT_LIMIT
from bot.talk.command import Command

WORDS = "texte"
"""The name of the entry for someone's own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the choices of an entry: what is read, what is meant."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One entry of a dialog, for someone's own words where it has no other name.

    `limit` is in characters. With `choices` it is a menu.

    A `box` is ticked or not, whose placeholder stands beside it: see `ticked`.

    Anyone may send anything back: a handler checks a menu's choice as it does a text.
    """

    label: str
    name: str = WORDS
    help: str = ""
    placeholder: str = ""
    multiline: bool = False
    limit: int = 150
    default: str = ""
    optional: bool = False
    choices: tuple[Choice, ...] = ()
    box: bool = False

    def chosen(self, entries: Mapping[str, str]) -> str:
        """Return which of its choices was made, its default for none.

        Raises UNKNOWN_CHOICE.
        """
        value = entries.get(self.name) or self.default
        if value and value not in {each.value for each in self.choices}:
            raise UNKNOWN_CHOICE(label=self.label)
        return value


TICKED = "oui"
"""The entry of a box that is ticked; that of another one is missing."""

words_field = partial(Field, multiline=True, limit=TEXT_LIMIT)
"""Return the entry for someone's own words, which become the text of the form's route."""

optional_field = partial(Field, optional=True)
"""Return an entry that may be left empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialog:
    """A form.

    Its first field's content becomes the text of `route`, after `argument`; all of them come by
    name. Declared with a route, it goes to that route, about the number that was given. The message
    that the command was about comes along. Five fields at most.
    """

    title: str
    submit: str
    fields: tuple[Field, ...]
    route: str = ""
    argument: str = ""
    introduction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to one command: Markdown text, or a dialog to open.

    Private unless said otherwise: only the caller reads it. An empty text says nothing.
    `refused` tells that nothing was done, and that the text says why; the form that asked for it
    stays open, unless it `leads_on`: what its buttons do is read outside of it. `network` is the
    one that was served, once it is known. `buttons` go under the text where there is room for them;
    the text says what to type otherwise. `fetches` tells that something may now wait to be read on
    the web, `reshapes` that the network's rules are others from now on. `instead` is
    a command to answer in its stead, in the same transaction.
    `seen` when the card that was clicked shows what it says: after a form it is not said again in
    another room, nor is a refusal beneath the card. `erased_once_said` when it repeats words that
    are kept for their writer alone.
    `field` is the entry of a form that a refusal is about.
    `did` says what was done, in a few words of ours that name an object by its number: « Question
    n° 12 : moi aussi »; `undo` takes that back, and stands under the answer: see `taking_back`.
    """

    text: str = ""
    private: bool = True
    dialog: Dialog | None = None
    refused: bool = False
    network: str = ""
    buttons: tuple[Button, ...] = ()
    fetches: bool = False
    reshapes: bool = False
    instead: Command | None = None
    seen: bool = False
    erased_once_said: bool = False
    leads_on: bool = False
    field: str = ""
    did: str = ""
    undo: Button | None = None

    @property
    def with_undo(self) -> tuple[Button, ...]:
        """Its buttons, and last what takes back what was done, unless one of them does."""
        back = self.undo
        does = {(each.route, each.argument) for each in self.buttons}
        adds = back is not None and (back.route, back.argument) not in does
        return (*self.buttons, back) if back and adds else self.buttons


def taking_back(route: str, argument: str = "") -> Button:
    """Return what takes back what was just done: the same words everywhere."""
    return Button("annuler", "Annuler", route, argument)


UNKNOWN_CHOICE = Refusal(
    "unknown choice in a form",
    reply="Je ne connais pas ce choix pour « {label} » : reprenez-en un dans la liste. Rien n'a "
    "été enregistré.",
)
