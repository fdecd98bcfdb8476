"""The pictures of a network's year, at a glance and in figures: one row a month in both.

A row's mark is a colour, a sign and a word. Anyone may see it: a draft has no date there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from bot.french.territories import of
from bot.network.network import Network
from bot.network.small_numbers import FIRST_STEP, step_told
from bot.talk.drawing import Bar, Figure, Picture, lay_figures, ranked, theme_bars, titled
from bot.talk.render import months_between, plural, sentence, short_month
from bot.talk.shapes import INNER, MARGIN, RIGHT, Box, Words, wrapped
from bot.year.glance import Glance, State, YearEvent, YearMonth, known
from bot.year.report import YearReport

_SIZE = 34
"""Of a row's words: 14 pixels where a phone shows the picture whole, 380 high."""

_ROW, _GAP = 48, 8
_WORDS_AT, _TOLD_AT = MARGIN + 60, MARGIN + 176


def lay_out_glance(glance: Glance, network: Network) -> Picture:
    """Lay the months under the title and the regularity."""
    first, last = glance.months[0].first, glance.months[-1].first
    period = sentence(months_between(first, last, network.timezone))
    picture = titled(f"L'année {of(network.spoken)}", period)
    picture.write(_regularity(glance), size=_SIZE)
    _lay_months(picture, glance.months, network)
    return picture


def lay_out_report(report: YearReport, network: Network) -> Picture:
    """Lay the figures, the months with who came, the questions by theme."""
    since, last = report.period.since, report.period.months[-1]
    period = sentence(months_between(since, last, network.timezone))
    picture = titled(f"Le bilan {of(network.spoken)}", period)
    lay_figures(picture, tuple(_figures(report)))
    picture.begin("Rencontres (présences) et lettres")
    _lay_months(picture, known(report.months), network, counted=True)
    themes = (
        Bar(label=count.label or "Sans thème", count=count.asked)
        for count in report.questions.themes
    )
    theme_bars(picture, "Les questions, par thème", ranked(themes))
    return picture


def _figures(report: YearReport) -> Iterator[Figure]:
    yield _figure(len(report.meetings), "rencontre tenue", "rencontres tenues")
    yield _figure(len(report.letters), "lettre parue", "lettres parues")
    people = step_told(report.parts.contributors)
    value = f"{people} et plus" if people else f"moins de {FIRST_STEP}"
    yield Figure(value=value, label="personnes ont contribué")
    yield Figure(value=f"{report.questions.share}\u00a0%", label="de réponses trouvées")


def _figure(count: int, one: str, many: str) -> Figure:
    value, _, label = plural(count, one, many).partition("\u00a0")
    return Figure(value=value, label=label)


def _regularity(glance: Glance) -> str:
    if not glance.counted:
        return "Régularité à partir du premier mois complet"
    return f"{plural(glance.regular, 'mois', 'mois')} sur {glance.counted} avec rencontre ou lettre"


def _lay_months(
    picture: Picture, months: Sequence[YearMonth], network: Network, *, counted: bool = False
) -> None:
    """Lay a row a month; `counted` tells how many came to a meeting, in place of its date."""
    for each in months:
        y = picture.end + _GAP
        name = short_month(each.first, network.timezone).split()[0]
        room = RIGHT - _TOLD_AT - 10
        (told,) = wrapped(_told(each, network, counted=counted), size=_SIZE, room=room, lines=1)
        baseline = y + _ROW - 13
        look = each.mark.value
        row = Box(x=MARGIN, y=y, width=INNER, height=_ROW, look=look, strong=each.present)
        picture.boxes.append(row)
        picture.words += (
            Words(x=_WORDS_AT, y=baseline, size=_SIZE, text=name, bold=True),
            Words(x=_TOLD_AT, y=baseline, size=_SIZE, text=told),
        )
        picture.end = y + _ROW


def _told(each: YearMonth, network: Network, *, counted: bool) -> str:
    """Return what a month has; its mark, and the digest, where it has no meeting and no letter."""
    zone = ZoneInfo(network.timezone)
    digests = "" if not each.digests else ", veille"
    if not each.sequences:
        return f"{each.mark.label}{digests}"
    return ", ".join(_line(event, zone, counted=counted) for event in each.sequences)


def _line(event: YearEvent, zone: ZoneInfo, *, counted: bool) -> str:
    if event.draft:
        return f"{event.due.label} en vue"
    if counted and event.people:
        return f"{event.due.label} ({event.people})"
    doubt = "\u00a0?" if event.state in (State.PROPOSED, State.UNTOLD) else ""
    day = event.at.astimezone(zone).day
    return f"{event.due.label} le {'1er' if day == 1 else day}{doubt}"
