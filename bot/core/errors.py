"""Refusals are meant for the person who typed: a log line in English, a reply in French."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


class UserError(Exception):
    """Something the caller can mend: `reply` says in French what to do next, privately.

    `reason` is for the log: English, without anyone's words. `refusal` is the row that it comes
    from, if any. `field` names the entry of a form that it is about: see `at_field`.
    """

    field: str = ""

    def __init__(self, reason: str, *, reply: str, refusal: Refusal | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.reply = reply
        self.refusal = refusal


@contextmanager
def at_field(name: str) -> Iterator[None]:
    """Have what is refused in here be said at an entry of the form, by its name."""
    try:
        yield
    except UserError as error:
        error.field = error.field or name
        raise


@dataclass(frozen=True, slots=True, eq=False)
class Refusal:
    """One way to be refused, with the {fields} that are filled in when it is raised.

    `raise UNKNOWN_QUESTION(number=12)`: a class of its own is only for what some code catches.
    """

    reason: str
    reply: str

    def __call__(self, **fields: object) -> UserError:
        """Return the error to raise. What people typed may hold braces: it is not read again."""
        return UserError(
            self.reason.format(**fields), reply=self.reply.format(**fields), refusal=self
        )

    def unless(self, found: T | None, /, **fields: object) -> T:
        """Return what was found; raises this refusal where that is None."""
        if found is None:
            raise self(**fields)
        return found


def not_found(kind: str, called: str, others: str) -> Refusal:
    """Return how a number is refused that a network has nothing under.

    `called` is the thing in French after « pas » (« d'enquête »), `others` where the numbers are.
    """
    return Refusal(
        f"no {kind} {{number}}", reply=f"Je ne trouve pas {called} n° {{number}} ici. {others}"
    )


TOO_LATE = Refusal(
    "{what} no longer allows it",
    reply="Ce n'est plus possible : la situation a changé depuis ce message. Je n'ai rien fait.",
)
"""How everything is refused that was possible when its verb was shown, and is no more."""

UNKNOWN_QUESTION = not_found(
    "question", "de question", "La liste des questions ouvertes : `/besoin liste`."
)


class ServerAwayError(Exception):
    """A chat server could not be asked now: this says nothing of what it was asked."""


class ChannelShutError(Exception):
    """A channel is shut to us: archived, or we were removed from it."""


class ChangedMeanwhileError(UserError):
    """Someone else moved the same thing between our reading and our writing."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} changed meanwhile",
            reply="Quelqu'un vient de changer cela en même temps que vous. "
            "Regardez où l'on en est, puis recommencez si besoin.",
        )
