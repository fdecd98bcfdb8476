"""A network's years, to be told and drawn: a full one, an empty one, one of anybody's words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.network.period import last_months
from bot.network.schedule import Due
from bot.pages.report import PeriodChoice
from bot.question.report import QuestionLife, make_report
from bot.question.rules import QuestionStatus
from bot.talk.render import make_render
from bot.year.drawing import lay_out_report
from bot.year.glance import Glance, State, YearEvent, YearMonth, months_of
from bot.year.report import PeopleCounts, SurveyCounted, Useful, YearReport, most_useful
from bot.year.sheet import YearSheet, told_outside
from tests.relay.standing_cases import BELT
from tests.room import LOIRE
from tests.survey_cases import RESULTS

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
PERIOD = last_months(NOW, "Europe/Paris")

_THEMES = {"Prendre en main du matériel": 14, "Papiers - Élections - Citoyenneté": 9}
_THEMES |= {"Intelligence artificielle (IA)": 6, "Prévention en sécurité numérique": 3, "": 2}


def _asked() -> list[QuestionLife]:
    found = []
    for at, theme in enumerate(name for name, count in _THEMES.items() for _ in range(count)):
        asked = NOW - timedelta(days=9 * at + 1)
        answered = None if at % 4 == 3 else asked + timedelta(hours=10 + 7 * at)
        found.append(
            QuestionLife(
                theme=theme,
                asked_at=asked,
                status=QuestionStatus.ANSWERED if answered else QuestionStatus.OPEN,
                answered_at=answered,
            )
        )
    return found


def _event(due: Due, at: datetime, people: int = 0) -> YearEvent:
    return YearEvent(due=due, at=at, state=State.DONE, people=people)


def months(*events: YearEvent) -> tuple[YearMonth, ...]:
    """Return the year's months with these events."""
    began = NOW - timedelta(days=900)
    return tuple(months_of(PERIOD.months, events, began=began, now=NOW, zone="Europe/Paris"))


EMPTY_YEAR = YearReport(period=PERIOD, made=NOW, questions=make_report([], PERIOD))
HELD = {1: 13, 3: 14, 5: 12, 9: 0, 10: 21}
"""How many came to the meeting of a month: in September, nobody counted them."""

LIVED = [
    *(
        _event(Due.MEETING, datetime(2026, at, 10, 8, tzinfo=UTC), came)
        for at, came in HELD.items()
    ),
    *(_event(Due.LETTER, datetime(2026, at, 12, 8, 30, tzinfo=UTC)) for at in (2, 4, 6, 10)),
    *(_event(Due.DIGEST, datetime(2026, at, 6, 8, tzinfo=UTC)) for at in range(1, 11)),
]
YEAR = replace(
    EMPTY_YEAR,
    questions=make_report(_asked(), PERIOD),
    months=months(*LIVED),
    articles=143,
    useful=most_useful(
        [
            Useful(
                title="Un guide à imprimer pour le compte Ameli",
                link="https://a.fr/1",
                useful=6,
                kept=True,
            ),
            Useful(
                title="Les arnaques au faux conseiller bancaire",
                link="https://a.fr/2",
                useful=4,
                kept=False,
            ),
            Useful(title="", link="https://a.fr/3", useful=1, kept=False),
            Useful(title="Appel à projets numérique inclusif", link="", useful=0, kept=True),
        ]
    ),
    regularity=Glance(months=(), regular=7, counted=10),
    belt=BELT,
    surveys=(
        SurveyCounted(at=NOW, people=14, results=RESULTS[0]),
        SurveyCounted(at=NOW, merged=RESULTS[0]),
        SurveyCounted(at=NOW, people=7, results=RESULTS[2]),
    ),
    parts=PeopleCounts(contributors=19, hosts=4, places=5, subscribers=31),
)
HOSTILE = (
    "a]]>b <script>alert(1)</script> \u202egauche\x00 & \"c\" 'd' </title> &amp; [x](y) @channel"
)
HOSTILE_YEAR = replace(
    YEAR,
    questions=make_report([replace(_asked()[0], theme=HOSTILE)], PERIOD),
    useful=(Useful(title=HOSTILE, link="javascript:alert(1)", useful=1, kept=False),),
)


PAGE = "https://bot.example.org/bilan/secret"
OWN: dict[str, dict[str, list[object]]] = {
    f"reseau/bilan{each}.j2": {"report": [YEAR, EMPTY_YEAR, HOSTILE_YEAR], "page": ["", PAGE]}
    for each in (".md", "_csv.md", "_sent.md", "_renewed.md")
}
PICTURES = [lay_out_report(each, LOIRE) for each in (YEAR, EMPTY_YEAR)]
RENDER = make_render()
FIGURES = [
    told_outside(
        YEAR, {f"Un thème au nom assez long, le {chr(97 + n)}": 9 + n for n in range(12)}, 40
    ),
    told_outside(EMPTY_YEAR, {}, 0),
    told_outside(HOSTILE_YEAR, {HOSTILE: 10, "Justice": 9}, 15),
]
SHEET = YearSheet(network="loire", year=2026, content="<p>Un mot.</p>", shown_at=NOW)
OWN |= {
    f"reseau/point{each}.j2": {
        "told": [*FIGURES],
        "sheet": [SHEET],
        "given": [False, True],
        "year": [2026],
    }
    for each in (
        *("_asked.md", "_figures.md", "_shown.md", "_given.md"),
        *("_state.md", "_content.html", ".html"),
    )
}
OWN["reseau/survey_section.html.j2"] = {"report": [YEAR]}
OWN["reseau/bilan.html.j2"] = {
    "report": [YEAR, EMPTY_YEAR, HOSTILE_YEAR],
    "choices": [
        (
            PeriodChoice(label="12 derniers mois", link="secret", chosen=True),
            PeriodChoice(label="2026", link="?annee=2026", chosen=False),
        )
    ],
    "table": ["secret.csv"],
}
