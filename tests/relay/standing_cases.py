"""What the templates of what climbs are rendered with, in every case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.question.rules import Question
from bot.relay.figures import BeltReport, ClimbLife, make_figures
from bot.relay.rules import Climb, ClimbStatus, Descent, DescentStatus
from bot.relay.standing import CarriedNeed, ClimbStanding, Gesture

_NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
_QUESTION = Question(network="loire", number=3, text="Qui prête", author="amina", asked_at=_NOW)
_CLIMB = Climb(
    question=3,
    network="loire",
    number=3,
    parent="aura",
    text="Qui prête des tablettes ?",
    sent_by="amina",
    asked_at=_NOW,
    sent_at=_NOW,
    decided_at=_NOW,
    reason="La CAF répond au 3230",
    id=57,
)
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
STANDINGS = [
    *(
        ClimbStanding(climb=replace(_CLIMB, status=status), question=_QUESTION)
        for status in ClimbStatus
    ),
    *(
        ClimbStanding(
            climb=replace(_CLIMB, status=ClimbStatus.PUBLISHED),
            question=_QUESTION,
            came_down=replace(_DESCENT, status=status),
        )
        for status in DescentStatus
    ),
    *(
        ClimbStanding(climb=_CLIMB, question=_QUESTION, came_down=_DESCENT, asks=asks)
        for asks in Gesture
    ),
    ClimbStanding(climb=_CLIMB, question=_QUESTION, above="Auvergne-Rhône-Alpes"),
]
_CARRYING = replace(_QUESTION, territories=2, concerned=12)
CARRIED = [
    CarriedNeed(question=_CARRYING, territories="2 départements"),
    CarriedNeed(question=_CARRYING, territories="2 départements", reached=2, published=1),
    CarriedNeed(question=_CARRYING.withdraw(_NOW), territories="1 région"),
]
LIVES = [
    ClimbLife(
        network=("loire", "drome")[number % 2],
        theme=theme,
        status=status,
        sent_at=_NOW - timedelta(days=20 * number + 9),
        decided_at=None if status is ClimbStatus.SENT else _NOW - timedelta(days=20 * number),
        answered_at=_NOW - timedelta(days=20 * number) if down is not None else None,
        came_down=down,
    )
    for number, (theme, status, down) in enumerate(
        [
            ("Bureautique", ClimbStatus.SENT, None),
            ("Bureautique", ClimbStatus.SENT, None),
            ("Bureautique", ClimbStatus.SENT, None),
            ("Bureautique", ClimbStatus.PUBLISHED, DescentStatus.PUBLISHED),
            ("Intelligence artificielle (IA)", ClimbStatus.PUBLISHED, DescentStatus.PUBLISHED),
            ("Intelligence artificielle (IA)", ClimbStatus.PUBLISHED, DescentStatus.PUBLISHED),
            ("Intelligence artificielle (IA)", ClimbStatus.ANSWERED, DescentStatus.WAITING),
            ("", ClimbStatus.RETURNED, None),
            ("Logement", ClimbStatus.TAKEN, None),
            ("Logement", ClimbStatus.WITHDRAWN, None),
        ]
    )
]
BELT = BeltReport(up=make_figures(LIVES), down=make_figures(LIVES[:2]))
_PARTS: dict[str, list[object]] = {
    "figures": [BELT.up, BELT.down, BeltReport().up],
    "counts": [BELT.up.themes, ()],
    "anchor": ["transmis"],
    "title": ["Ce que nous avons transmis"],
    "caption": ["Par thème"],
    "first": ["Thème"],
}
CASES: dict[str, list[object]] = {}
OWN: dict[str, dict[str, list[object]]] = {
    "besoin/climbs.md.j2": {
        "up": [STANDINGS[:5], STANDINGS[5:10], STANDINGS[10:], []],
        "below": [True, False],
        "parent": ["Auvergne-Rhône-Alpes", ""],
        "above": [False, True],
        "waiting": [0, 1, 4],
        "needs": [[], [(_CLIMB, "une ou deux personnes")]],
        "carried": [[], CARRIED],
        "page": [1, 2],
        "last": [1, 2],
    },
    **{
        f"besoin/belt_{part}.html.j2": {name: _PARTS[name] for name in names}
        for part, names in (
            ("section", ("figures", "anchor", "title")),
            ("table", ("counts", "caption", "first")),
        )
    },
}
