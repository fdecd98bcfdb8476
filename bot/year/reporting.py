"""A network's year, at a glance and in figures: gathered, told with its picture, as a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.core import occurrences
from bot.core.message import File
from bot.network import schedule
from bot.network.address import AddressKind
from bot.network.network import Network
from bot.network.period import Period, calendar_year, last_months
from bot.network.rights import Act
from bot.network.small_numbers import FEWEST_TOLD
from bot.question import store as questions
from bot.question.report import make_report
from bot.relay import store as climbs
from bot.relay.figures import BeltFigures
from bot.survey import reporting as surveying
from bot.survey import store as surveys
from bot.talk import say
from bot.talk.addressing import address
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.drawing import draw
from bot.talk.render import at_least, day, masked, month
from bot.talk.spreadsheet import spreadsheet
from bot.veille.elsewhere.showing import between
from bot.year import count_store as year_counts
from bot.year import glance
from bot.year import sequence_store as sequences
from bot.year.drawing import lay_out_glance, lay_out_report
from bot.year.glance import Glance, YearMonth
from bot.year.report import SurveyCounted, YearReport, most_useful

POST = "reseau publier-bilan"
"""What publishes a year's figures in the channel."""

_COLUMNS = ("rubrique", "libellé", "valeur", "unité")


def read(db: Connection, network: Network, period: Period, now: datetime) -> YearReport:
    """Count what a network did in a period."""
    slug = network.slug
    months, regularity = _months(db, network, period, now)
    return YearReport(
        period=period,
        made=now,
        questions=make_report(questions.lately(db, slug, period), period),
        months=months,
        articles=year_counts.articles_published(db, slug, period),
        useful=most_useful(year_counts.appreciated(db, slug, period)),
        parts=year_counts.people_counts(db, slug, period),
        regularity=regularity,
        belt=climbs.report(db, slug, period),
        surveys=_surveys(db, slug, period),
    )


def page(ctx: Context, period: Period, *, renew: bool = False) -> str:
    """Return where a period's report is read, "" when nothing can reach us."""
    own = address(ctx, AddressKind.REPORT, renew=renew)
    return f"{own}?annee={period.year}" if own and period.year else own


def send(ctx: Context, by: Caller, period: Period, *, to_channel: bool) -> YearReport:
    """Send a year's picture, its figures in words beside it for whoever cannot see it.

    To whoever asks, by direct message, or to the channel.
    """
    report = read(ctx.db, ctx.network, period, ctx.now)
    text = ctx.render("reseau/bilan.md.j2", report=report, page=page(ctx, period))
    name, picture = f"bilan-de-l-annee-{_name(ctx, period)}", lay_out_report(report, ctx.network)
    say.hand_over(ctx, None if to_channel else by.id, text, draw(name, picture, ctx.render))
    return report


def glance_told(ctx: Context, seen: Glance, *, coordinates: bool) -> str:
    """Return the year at a glance in words, with what calendars tell of the months to come."""
    return ctx.render(
        "reseau/glance.md.j2",
        glance=seen,
        ahead=seen.ahead(ctx.now),
        elsewhere=between(ctx, ctx.now, glance.end(ctx.now, ctx.network.timezone)),
        coordinates=coordinates,
    )


def send_glance(ctx: Context, by: Caller, *, to_channel: bool) -> Glance:
    """Send the year at a glance as `send` does its figures."""
    seen = sequences.look(ctx.db, ctx.network, ctx.now)
    picture = lay_out_glance(seen, ctx.network)
    name = f"rencontres-lettres-veilles-{ctx.network.slug}-{ctx.now:%Y-%m-%d}"
    text = glance_told(ctx, seen, coordinates=False)
    say.hand_over(ctx, None if to_channel else by.id, text, draw(name, picture, ctx.render))
    return seen


def send_held(ctx: Context, by: Caller, year: str) -> YearReport:
    """Publish the figures of this year, which were held. Raises NOT_ALLOWED and NO_FIGURES."""
    ctx.require(Act.POST_YEAR, by)
    return send(ctx, by, period_of(ctx, int(year)), to_channel=True)


def period_of(ctx: Context, year: int) -> Period:
    """Return a year, the last twelve months for 0. Raises NO_FIGURES."""
    zone = ctx.network.timezone
    return calendar_year(year, ctx.now, zone) if year else last_months(ctx.now, zone)


def export(ctx: Context, by: Caller, period: Period) -> None:
    """Send a year's figures as a table, by direct message."""
    report = read(ctx.db, ctx.network, period, ctx.now)
    file = File(
        name=f"bilan-{_name(ctx, period)}.csv",
        content=table(report, ctx.network),
    )
    text = ctx.render("reseau/bilan_csv.md.j2", report=report)
    say.hand_over(ctx, by.id, text, file)


def table(report: YearReport, network: Network) -> str:
    """Write a year's figures as one tidy table, a figure a line."""
    return spreadsheet(_COLUMNS, _rows(report, network.timezone))


def _surveys(db: Connection, network: str, period: Period) -> tuple[SurveyCounted, ...]:
    """Return what may be told of the surveys that closed: the barometer of each question."""
    return tuple(
        SurveyCounted(
            at=each.ended_at or each.closes_at,
            people=each.people,
            results=surveying.read(db, each),
            merged=surveying.read(db, each, merged=True),
        )
        for each in surveys.closed_between(db, network, period.since, period.until)
    )


def _months(
    db: Connection, network: Network, period: Period, now: datetime
) -> tuple[tuple[YearMonth, ...], Glance | None]:
    """Return what each month had, and how regular a whole year was, or the last twelve months."""
    zone, until = network.timezone, min(period.until, now)
    since = schedule.months_later(schedule.month_of(until, zone), -glance.LOOKED_BACK)
    events = sequences.since(db, network.slug, since, now)
    began = occurrences.began(db, network.slug)
    seen = glance.look(events, began=began, now=until, zone=zone)
    goes_on = period.year and period.until > now
    months = glance.months_of(period.months, events, began=began, now=now, zone=zone)
    return tuple(months), seen if seen.counted and not goes_on else None


def _rows(report: YearReport, zone: str) -> Iterator[tuple[object, ...]]:
    asked = report.questions
    parts = report.parts
    yield ("séquences", "rencontres tenues", len(report.meetings), "rencontres")
    yield ("séquences", "lettres parues", len(report.letters), "lettres")
    yield ("séquences", "veilles parues", len(report.digests), "veilles")
    if (seen := report.regularity) is not None:
        yield ("régularité", "mois avec une rencontre ou une lettre", seen.regular, "mois")
        yield ("régularité", "mois comptés (sans août)", seen.counted, "mois")
    for held in report.meetings:
        yield ("présence", day(held.at, zone), held.people, "personnes")
    contributors, subscribers = at_least(parts.contributors), at_least(parts.subscribers)
    yield ("personnes", "personnes qui ont contribué", contributors, "personnes")
    yield ("personnes", "personnes qui ont accueilli une rencontre", parts.hosts, "personnes")
    yield ("personnes", "lieux d'accueil", parts.places, "lieux")
    yield ("personnes", "abonnements à la lettre par courriel", subscribers, "abonnements")
    yield ("questions", "posées", asked.asked, "questions")
    yield ("questions", "avec réponse", asked.answered, "questions")
    yield ("questions", "en attente", asked.waiting, "questions")
    yield ("questions", "part avec réponse", asked.share, "%")
    if asked.delay is not None:
        hours = f"{asked.delay / timedelta(hours=1):.1f}".replace(".", ",")
        yield ("questions", "délai pour une réponse sur deux", hours, "heures")
    for count in asked.themes:
        theme = count.label or "Sans thème"
        yield ("questions posées par thème", theme, count.asked, "questions")
        yield ("réponses trouvées par thème", theme, count.answered, "questions")
    for count in asked.months:
        if count.month is not None:
            label = month(count.month, zone)
            yield ("questions posées par mois", label, count.asked, "questions")
            yield ("réponses trouvées par mois", label, count.answered, "questions")
    for survey in report.surveys:
        yield from _survey_rows(survey, zone)
    yield from _belt_rows("besoins transmis", report.belt.up)
    yield from _belt_rows("besoins reçus des territoires", report.belt.down)
    yield ("veille", "articles parus", report.articles, "articles")
    for each in report.useful:
        yield ("articles jugés utiles", each.name, masked(each.useful), "personnes")


def _survey_rows(survey: SurveyCounted, zone: str) -> Iterator[tuple[object, ...]]:
    """Write the counts of a survey, last year's share beside each where it is known."""
    heading = f"enquête du {day(survey.at, zone)}"
    yield (heading, "ont répondu", survey.people or f"moins de {FEWEST_TOLD}", "personnes")
    for result in survey.told:
        asked = f"{heading}, {result.question.text}"
        for each in result.options:
            yield (asked, each.text, each.count, "réponses")
            if each.before is not None:
                yield (asked, f"{each.text}, l'an dernier environ", each.before, "sur 10")
        if result.told.others:
            yield (asked, "autres réponses", result.told.others, "réponses")


def _belt_rows(heading: str, figures: BeltFigures) -> Iterator[tuple[object, ...]]:
    """Write what climbed, if anything did; small numbers are hidden."""
    found = figures.all
    if not found.climbed:
        return
    for label, count in (
        ("en tout", found.climbed),
        ("en attente d'une décision", found.waiting),
        ("pris en charge", found.carried),
        ("avec réponse", found.answered),
        ("renvoyés", found.returned),
    ):
        yield (heading, label, masked(count), "besoins")
    for each in figures.themes:
        yield (f"{heading}, par thème", each.label or "Sans thème", masked(each.climbed), "besoins")


def _name(ctx: Context, period: Period) -> str:
    return f"{ctx.network.slug}-{period.year or f'{ctx.now:%Y-%m-%d}'}"
