"""What was made from someone's message: the link by which edits and deletions are followed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class MadeKind(Enum):
    """What may be made from a message."""

    QUESTION = "question"
    ANSWER = "answer"
    IDEA = "idea"
    LINKS = "links"
    LETTER_NOTE = "letter note"
    RESOURCE = "resource"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A message, and one thing that was made from it `at` a moment.

    `root` is the first message of its thread, `author` who wrote it. `ref` is the thing's number in
    its network, that of its question for an answer, the id of a text that waits for its writer's
    choice, "" for the links of a message. `whole` when the thing is the whole message, not what
    follows a command in it. `edited_at` is the last edit that was followed. What a deletion has
    hidden is withdrawn at `withdrawn_at`, unless its author keeps it.
    """

    server: str
    post: str
    network: str
    kind: MadeKind
    ref: str
    channel: str
    at: datetime
    root: str = ""
    author: str = ""
    whole: bool = False
    edited_at: datetime | None = None
    deleted: bool = False
    withdrawn_at: datetime | None = None

    def is_news(self, edited_at: datetime | None, *, deleted: bool) -> bool:
        """Tell whether a change of the message was not followed yet.

        Edits that come late or twice are none; nothing is after a deletion.
        """
        if self.deleted:
            return False
        if deleted:
            return True
        return edited_at is not None and (self.edited_at is None or edited_at > self.edited_at)
