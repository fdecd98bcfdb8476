"""What the templates of announcements are rendered with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.meeting.ideas.rules import Idea, IdeaKind
from bot.relay.announcing.rules import (
    Announcement,
    AnnouncementChoice,
    AnnouncementCopy,
    Arrival,
    Carried,
    CopyStatus,
)
from bot.relay.rules import Undecided
from tests.room import LOIRE, NATIONAL

_NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
_PLAIN = Announcement(
    network="national",
    number=3,
    text="La plateforme ferme samedi.",
    author="nadia",
    made_at=_NOW,
    over_at=_NOW + timedelta(days=9),
)
_DATED = replace(_PLAIN, text="Inscrivez-vous.\nC'est ouvert.", link="https://a.fr", dated=True)
_LIVE = [_PLAIN, _DATED]
_WITHDRAWN = _DATED.withdraw(_NOW)
_ARRIVED = [
    (
        "le réseau national",
        Arrival(
            announcement=_PLAIN,
            copy=AnnouncementCopy(announcement=1, network="loire", number=4, status=status),
        ),
    )
    for status in CopyStatus
]
_COUNTS = [{Carried.WAITING: 1}, dict.fromkeys(Carried, 2)]
_MADE = [(each, counts) for each in (_PLAIN, _WITHDRAWN) for counts in _COUNTS]
_WORDS: dict[str, list[object]] = {
    "words": ["Inscrivez-vous.\nC'est ouvert."],
    "source": ["le réseau national"],
}

_PROJECT = Idea(
    network="loire", number=4, text="Un escape game", author="zoe", at=_NOW, kind=IdeaKind.PROJECT
)
_SHARING: dict[str, list[object]] = {
    "idea": [replace(_PROJECT, outside=each) for each in (None, False, True)]
}

CASES: dict[str, list[object]] = {"announcement": [*_LIVE]}
OWN: dict[str, dict[str, list[object]]] = {
    "reseau/announcement.md.j2": {
        "announcement": [*_LIVE, _WITHDRAWN],
        "adapted": [True, False],
        **_WORDS,
    },
    "reseau/announcement_original.md.j2": {
        "announcement": [*_LIVE],
        "source": ["le réseau national"],
    },
    "reseau/announced_words.md.j2": {**_WORDS},
    "reseau/arrival.md.j2": {
        "announcement": [*_LIVE, _WITHDRAWN],
        "outcome": [*Carried],
        "letter": [True, False],
        **_WORDS,
    },
    "reseau/announcement_changed.md.j2": {"shown": ["Réseau national annonce"]},
    "reseau/project_asked.md.j2": {
        **_SHARING,
        "named": [["la Drôme", "la Loire"]],
        "count": [2, 12],
    },
    "reseau/project_asking.md.j2": _SHARING,
    "reseau/project_shared.md.j2": _SHARING,
    "reseau/project_word_sent.md.j2": _SHARING,
    "reseau/project_named.md.j2": {"names": [["Zoé"], ["Zoé", "zoe"]]},
    "reseau/project_joined.md.j2": {
        **_SHARING,
        "words": ["J'en suis"],
        "contact": ["Inès, a@b.fr"],
        "source": [LOIRE],
    },
    "reseau/announced.md.j2": {"aimed": [[LOIRE], [LOIRE, NATIONAL], [LOIRE] * 8]},
    "reseau/own_announcement.md.j2": {
        "announcement": [*_LIVE, _WITHDRAWN],
        "over": [True, False],
        "counts": [*_COUNTS],
    },
    "reseau/announcements.md.j2": {
        "choice": [*AnnouncementChoice],
        "fresh": [True, False],
        "answers": [*Undecided],
        "above": ["la région Bretagne", ""],
        "announces": [True, False],
        "arrived": [[], _ARRIVED],
        "made": [[], _MADE],
        "passing": [[], [("le réseau national", _PLAIN)]],
        "now": [_NOW],
    },
}
