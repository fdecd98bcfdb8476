"""What the templates of the belt are rendered with, in every case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from bot.question.card import BeltNote
from bot.question.rules import Answer, Origin, Question, Visibility
from bot.relay.rules import Climb, ClimbStatus, Descent, DescentStatus

_NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
_QUESTION = Question(
    network="loire",
    number=3,
    text="Qui prête des tablettes",
    author="louis",
    asked_at=_NOW,
    theme="Bureautique",
)
_UNSIGNED = replace(_QUESTION, visibility=Visibility.ANONYMOUS, theme="")
_ANSWER = Answer(text="Le module 3", by="", at=_NOW, signed=False, source="aura")
_ANSWERED = _QUESTION.resolve(_ANSWER)
_CARRYING = replace(_QUESTION, author="", origin=Origin.RELAY, territories=2, concerned=12)
_CLIMB = Climb(
    question=3,
    network="loire",
    number=3,
    parent="aura",
    text="Qui prête des tablettes",
    sent_by="amina",
    asker="louis",
    asked_at=_NOW,
    sent_at=_NOW,
    reason="La CAF répond au 3230",
    offer="La médiathèque en prête",
    id=57,
)
_WAITING = replace(_CLIMB, sent_at=None, status=ClimbStatus.WAITING)
_CLIMBS = [
    _WAITING,
    replace(_WAITING, named=True),
    *(replace(_CLIMB, status=each) for each in ClimbStatus if each is not ClimbStatus.WAITING),
    *(replace(_WAITING, status=each) for each in (ClimbStatus.STOPPED, ClimbStatus.ENDED)),
    replace(_CLIMB, status=ClimbStatus.SENT, summary=True, named=True, reminded_at=_NOW),
]
_SENT = [each for each in _CLIMBS if each.sent_at is not None]
_DESCENT = Descent(
    climb=57,
    network="loire",
    number=3,
    version=1,
    text="Le module 3",
    source="aura",
    at=_NOW,
    due_at=_NOW,
)
_ABOVE: list[object] = ["Auvergne-Rhône-Alpes", ""]
_READY = BeltNote(
    source="Auvergne-Rhône-Alpes", ready="Le module 3", ready_from="aura", ready_for="la rencontre"
)
_BELTS = [
    BeltNote(),
    *(
        BeltNote(above="Auvergne-Rhône-Alpes", state=each.label, at=_NOW)
        for each in (ClimbStatus.SENT, ClimbStatus.TAKEN, ClimbStatus.JOINED, ClimbStatus.ANSWERED)
    ),
    BeltNote(
        above="Auvergne-Rhône-Alpes",
        state=ClimbStatus.RETURNED.label,
        at=_NOW,
        reason="La CAF répond au 3230",
    ),
    BeltNote(below="3\u00a0départements"),
    BeltNote(source="Auvergne-Rhône-Alpes"),
    BeltNote(source="Auvergne-Rhône-Alpes", original="Le module 3"),
    BeltNote(unnamed=True),
    _READY,
    replace(_READY, ready_for="la lettre"),
]

CASES: Mapping[str, list[object]] = {"belt": [*_BELTS], "climb": [*_CLIMBS]}

OWN: dict[str, dict[str, list[object]]] = {
    "besoin/transmitting.md.j2": {
        "question": [_QUESTION, _UNSIGNED, replace(_QUESTION, author="")],
        "above": _ABOVE,
        "people": ["une ou deux personnes", "10\u00a0personnes et plus"],
        "own_words": [False, True],
        "asks": [False, True],
    },
    "besoin/transmitted.md.j2": {"climb": [*_CLIMBS], "above": _ABOVE},
    "besoin/climb_asked.md.j2": {
        "question": [_QUESTION, _UNSIGNED],
        "climb": [*_CLIMBS],
        "above": _ABOVE,
    },
    "besoin/climb_to_copy.md.j2": {
        "question": [_QUESTION, _UNSIGNED],
        "climb": [_CLIMB, replace(_CLIMB, named=True, text="Un ``` de code")],
        "above": [""],
    },
    "besoin/arrived.md.j2": {
        "climb": [*_SENT],
        "theme": ["Bureautique", ""],
        "since": [_NOW],
        "people": ["une ou deux personnes", "10\u00a0personnes et plus"],
        "territory": ["42 - Loire", ""],
        "kind": ["département"],
        "others": [0, 1, 3],
    },
    "besoin/taken.md.j2": {"question": [_CARRYING]},
    "besoin/joined_to.md.j2": {
        "question": [_CARRYING, replace(_CARRYING, territories=1)],
        "answered": [False, True],
    },
    "besoin/sent_back.md.j2": {
        "question": [_QUESTION],
        "climb": [_CLIMB],
        "above": ["Auvergne-Rhône-Alpes"],
    },
    "besoin/came_down.md.j2": {
        "question": [_QUESTION, _ANSWERED],
        "descent": [
            *(replace(_DESCENT, status=each) for each in DescentStatus),
            replace(_DESCENT, version=2),
            replace(_DESCENT, status=DescentStatus.PUBLISHED, adapted=True),
        ],
        "source": ["Auvergne-Rhône-Alpes"],
    },
    "besoin/chosen.md.j2": {
        "done": ["publiée", "publiée avec vos mots", "gardée pour la rencontre", "écartée"]
    },
    "besoin/agreed.md.j2": {"climb": [_CLIMB], "above": _ABOVE},
    "besoin/not_agreed.md.j2": {"climb": [_CLIMB, _WAITING]},
    "besoin/offered_up.md.j2": {
        "question": [_CARRYING],
        "answer": ["La médiathèque en prête"],
        "territory": ["42 - Loire", ""],
        "taken": [False, True],
    },
    "besoin/offer_suggested.md.j2": {
        "question": [_ANSWERED],
        "climb": [_CLIMB, replace(_CLIMB, named=True)],
        "above": ["Auvergne-Rhône-Alpes"],
    },
    "besoin/original.md.j2": {
        "belt": [BeltNote(source="Auvergne-Rhône-Alpes", original="Le module 3")],
    },
    "besoin/offer_sent.md.j2": {
        "climb": [_CLIMB, replace(_CLIMB, named=True)],
        "above": ["Auvergne-Rhône-Alpes"],
    },
    "besoin/silent_above.md.j2": {
        "late": [[_CLIMB], [_CLIMB, replace(_CLIMB, number=4, parent="hub")]],
        "names": [{"aura": "Auvergne-Rhône-Alpes", "hub": "Hub du Sud"}],
    },
    "besoin/wanted_reply.md.j2": {
        "question": [_ANSWERED, _QUESTION.resolve(replace(_ANSWER, by="zoe", source=""))]
    },
    "besoin/card.md.j2": {"question": [_QUESTION, _ANSWERED, _CARRYING]},
    "rencontre/held_running.md.j2": {"belt": [None, _READY]},
}
