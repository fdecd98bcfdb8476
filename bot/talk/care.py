"""The care that a route takes of its text, where it is someone's own words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.talk.reply import Dialog, optional_field
from bot.talk.signature import Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """Declared by a route whose text is someone's own words.

    Whoever writes what seems to carry personal data is told what was seen, and may confirm that
    it is none.
    """

    deposits: bool = False
    """Whether the text is kept for others to read: see `bot.talk.deposits`."""

    signature: Signature | None = None
    """How the text is shown with its writer's name, None where it never is."""

    unsigned: bool = False
    """Whether the text is always shown without its writer's name."""

    asks: bool = False
    """Whether the text is a question: what reads as something else is asked about first."""


CHECKED = Care()
"""Words that do something, and are no text of their own."""

DEPOSITED = Care(deposits=True)
"""Words that are kept and not signed, of someone whom the network knows to speak there."""

UNSIGNED = Care(deposits=True, unsigned=True)
"""Words that are kept and shown without their writer's name, which they should not tell."""

QUESTION = Care(deposits=True, signature=Signature(), asks=True)
"""A question, with its writer's name unless they ask otherwise."""

SIGNED = Care(deposits=True, signature=Signature())
"""Words that are kept, with their writer's name unless they ask otherwise."""


def signed(*fields: str, shared_as: str) -> Care:
    """Return the care for what is proposed to all, in French « pour la lettre »: see Signature."""
    return Care(deposits=True, signature=Signature(fields=fields, shared_as=shared_as))


SURE = optional_field(
    name="certifie",
    label="Certifié",
    placeholder="Ces mots ne disent rien d'une personne accompagnée",
    help="À cocher seulement si je vous le demande.",
    box=True,
)
"""The box of a form by which its writer says that what looks like personal data is none."""

_ENTRIES = 5
"""Entries of a form."""


def with_box(dialog: Dialog) -> Dialog:
    """Return a form of someone's own words with the box SURE, where there is room for it."""
    fields = dialog.fields
    return dialog if len(fields) >= _ENTRIES else replace(dialog, fields=(*fields, SURE))
