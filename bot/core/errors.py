"""Errors that are meant for the person who typed: a log line in English, a reply in French."""

from __future__ import annotations


class UserError(Exception):
    """Something the caller can mend: `reply` says in French what to do next, privately.

    `str(error)` is for the log: English, without anyone's words.
    """

    def __init__(self, message: str, *, reply: str) -> None:
        super().__init__(message)
        self.reply = reply


class NotAllowedError(UserError):
    """The caller's role does not give this right."""


class UnknownQuestionError(UserError):
    """No question of the network bears this number."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"no question {number}",
            reply=f"Je ne trouve pas de question n° {number} ici. "
            "La liste des questions ouvertes : `/besoin liste`.",
        )


class ChangedMeanwhileError(UserError):
    """Someone else moved the same thing between our reading and our writing."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} changed meanwhile",
            reply="Quelqu'un vient de changer cela en même temps que vous. "
            "Regardez où l'on en est, puis recommencez si besoin.",
        )
