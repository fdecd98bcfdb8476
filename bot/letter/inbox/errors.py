"""What goes wrong with the mailbox."""

from __future__ import annotations


class MailboxError(Exception):
    """The mailbox cannot be read now; `reason` says why in French."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason
