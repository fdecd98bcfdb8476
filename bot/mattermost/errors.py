"""What can go wrong between us and a Mattermost server.

Every message is for the log: method, path, status and Mattermost's own error id. Never a token,
never a body, whose text is localized anyway (Mattermost says: match the `id`, not the `message`).
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.errors import ChannelShutError, ServerAwayError

REFUSED_WAIT = 300.0
"""Seconds between two tries where our token is refused: a person must act."""


@dataclass(eq=False, repr=False, kw_only=True)
class MattermostError(Exception):
    """The server refused, or could not be asked.

    `status` is the HTTP status, 0 when there was no answer; `error_id` is Mattermost's, such as
    `model.post.is_valid.msg.app_error`, or "" when the answer had none.
    `in_doubt` tells that the request may have been carried out all the same: look before sending it
    again. `retry_after` is the wait that the server asked for, in seconds, when it asked.
    """

    method: str
    path: str
    status: int = 0
    error_id: str = ""
    in_doubt: bool = False
    retry_after: float | None = None

    def __post_init__(self) -> None:
        """Be told by what was asked, and what was answered."""
        told = f"{self.method} {self.path}: {self.status or 'no answer'} {self.error_id}"
        super().__init__(told.rstrip())


class TokenRefusedError(MattermostError, ServerAwayError):
    """401: the token is wrong, expired or revoked.

    Trying again will not help; a person must act.
    """


class ForbiddenError(MattermostError, ChannelShutError):
    """403: the bot's account lacks a right, or is not a member of the channel."""


class NotFoundError(MattermostError):
    """404: no such thing, or none that the bot may see."""


class UnreachableError(MattermostError, ServerAwayError):
    """No answer: the connection failed, broke, or took too long (`in_doubt` once it was open)."""


class TransientError(MattermostError):
    """429 or 5xx, after the retries that the method allows."""


class RateLimitedError(TransientError, ServerAwayError):
    """429: the server asks us to wait. Never `in_doubt`: the request was turned away unread."""


def pause_after(error: Exception) -> float:
    """Return for how many seconds a server must be left alone after an error; 0 for most."""
    match error:
        case TokenRefusedError():
            return REFUSED_WAIT
        case MattermostError(retry_after=float(seconds)):
            return seconds
        case _:
            return 0.0


class MalformedError(ValueError):
    """Bytes from outside are not what Mattermost sends.

    The message names the field, never its value.
    """
