"""A letter: drafted from what a network lived since the last one, then published once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class LetterStatus(Enum):
    """Where a letter stands."""

    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter of one network, known there by its number.

    `due_at` is the date of the rhythm that it stands for, None for one published besides.
    `edito_by` is a chat user id. `left_out` names what coordinators took out of the draft. Once
    published, `html` (a fragment: headings, paragraphs, lists, links) and `text` (Markdown) are all
    that anyone may read of it, and name no one. `id` and `version` are the store's.
    """

    network: str
    number: int
    made_at: datetime
    due_at: datetime | None = None
    status: LetterStatus = LetterStatus.DRAFT
    title: str = ""
    edito: str = ""
    edito_by: str = ""
    left_out: tuple[str, ...] = ()
    asked_at: datetime | None = None
    published_at: datetime | None = None
    html: str = ""
    text: str = ""
    id: int = 0
    version: int = 0
