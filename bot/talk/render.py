"""Templates, and the French in them: dates, counts, other people's words."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from jinja2.ext import Extension

from bot.core.patterns import lazy_pattern
from bot.french import spoken
from bot.french.legible import cut, whole_until
from bot.french.spoken import MONTHS, SHORT_MONTHS, last_moment
from bot.french.territories import inside, of, to
from bot.network.small_numbers import FIRST_STEP, SMALLEST, step_told
from bot.talk import markdown

Render = Callable[..., str]
"""`render("besoin/card.md.j2", question=…)`: the text of a template, trimmed."""


class _Typography(Extension):
    """Sets our own words, once, when a template is compiled; other people's are when shown."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        return markdown.typeset(source)


def make_render() -> Render:
    """Build the renderer over `templates/`; an undefined name in a template raises."""
    environment = Environment(
        loader=PackageLoader("templates", ""),
        undefined=StrictUndefined,
        extensions=[_Typography],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
        # Elsewhere it is Markdown: each foreign word passes through `md`.
        autoescape=select_autoescape(("html.j2", "xml.j2"), default=False),
    )
    environment.globals.clear()  # templates use none, and each rendering would copy them
    environment.filters |= {
        "md": markdown.escape,
        "item": markdown.item,
        "inert": markdown.inert,
        "titled": titled,
        "shown": markdown.shown,
        "web": markdown.web_target,
        "typeset": markdown.typeset,
        "quote": markdown.quote_block,
        "quoted": markdown.quoted,
        "url": markdown.address,
        "person": markdown.person,
        "people": people,
        "of": of,
        "to": to,
        "inside": inside,
        "plural": plural,
        "masked": masked,
        "at_least": at_least,
        "day": day,
        "short_day": short_day,
        "moment": moment,
        "brief_moment": brief_moment,
        "hour": hour,
        "full_moment": full_moment,
        "month": month,
        "short_month": short_month,
        "of_month": of_month,
        "months_between": months_between,
        "sentence": sentence,
        "duration": duration,
        "since": since,
        "long_since": long_since,
        "until": until,
        "shorten": shorten,
        "link_to": link_to,
        "linked": linked,
        "readable": markdown.readable,
        "times": times,
        "delay": delay,
        "who": who,
        "stamp": stamp,
    }

    template = lru_cache(maxsize=None)(environment.get_template)

    def render(name: str, **values: object) -> str:
        return template(name).render(values).strip()

    return render


def stamp(when: datetime) -> str:
    """Return « 2026-12-03T13:00:00Z », as feeds and pages give a moment to machines (RFC 3339)."""
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def people(users: Collection[str]) -> str:
    """Return « Amina, Louis et Zoé », as marks that names are put in place of."""
    *others, last = map(markdown.person, users)
    return f"{', '.join(others)} et {last}" if others else last


def plural(count: int, one: str, many: str = "") -> str:
    """Return « 0 question », « 1 question », « 2 questions »: in French zero is singular."""
    word = one if count < 2 else many or f"{one}s"  # noqa: PLR2004
    return f"{count}\u00a0{word}"


def masked(count: int, one: str = "", many: str = "") -> str:
    """Return « 0 besoin », « 1 ou 2 besoins », « 4 besoins »: small numbers are hidden."""
    number = f"1 ou\u00a0{SMALLEST - 1}" if 0 < count < SMALLEST else str(count)
    words = (many or (one and f"{one}s")) if count else one
    return f"{number}\u00a0{words}" if words else number


def at_least(people: int, words: str = "") -> str:
    """Return « au moins 10 personnes », or « moins de 10 personnes »: no few people are told."""
    step = step_told(people)
    told = f"au moins {step}" if step else f"moins de {FIRST_STEP}"
    return f"{told}\u00a0{words}" if words else told


def day(when: datetime, zone: str) -> str:
    """Return « jeudi 3 décembre 2026 », the day in the network's zone."""
    return spoken.long_day(when.astimezone(ZoneInfo(zone)))


def short_day(when: datetime, zone: str) -> str:
    """Return « 3 décembre », where the year goes without saying."""
    return spoken.short_day(when.astimezone(ZoneInfo(zone)))


def hour(when: datetime, zone: str) -> str:
    """Return « 14 h », the network's wall time."""
    return spoken.clock(when.astimezone(ZoneInfo(zone)))


def moment(when: datetime, zone: str) -> str:
    """Return « jeudi 3 décembre 2026 à 14 h », the network's wall time."""
    local = when.astimezone(ZoneInfo(zone))
    return f"{spoken.long_day(local)} à {spoken.clock(local)}"


def brief_moment(when: datetime, zone: str) -> str:
    """Return « mar. 8 déc., 9 h 30 », the network's wall time: in a list, or on a button."""
    return spoken.brief_moment(when.astimezone(ZoneInfo(zone)))


def full_moment(when: datetime, zone: str) -> str:
    """Return « jeudi 3 décembre 2026 à 14 h, heure de Paris »: what leaves no doubt."""
    return f"{moment(when, zone)}, {spoken.whose_hour(when.astimezone(ZoneInfo(zone)))}"


def month(when: datetime, zone: str) -> str:
    """Return « décembre 2026 »."""
    local = when.astimezone(ZoneInfo(zone))
    return f"{MONTHS[local.month - 1]}\u00a0{local.year}"


def of_month(when: datetime, zone: str) -> str:
    """Return « d'avril 2026 », « de mai 2026 »."""
    return of(month(when, zone))


def months_between(first: datetime, last: datetime, zone: str) -> str:
    """Return « d'avril 2026 à mars 2027 »."""
    return f"{of_month(first, zone)} à {month(last, zone)}"


def sentence(words: str) -> str:
    """Return words as they stand at the beginning of a line: « D'avril 2026 »."""
    return f"{words[:1].upper()}{words[1:]}"


def short_month(when: datetime, zone: str) -> str:
    """Return « déc. 2026 », in two words: on two lines where there is little room."""
    local = when.astimezone(ZoneInfo(zone))
    return f"{SHORT_MONTHS[local.month - 1]} {local.year}"


def duration(minutes: int) -> str:
    """Return « 45 min » or « 2 h 30 »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}\u00a0min"
    return f"{hours}\u00a0h\u00a0{rest:02}" if rest else f"{hours}\u00a0h"


def since(start: datetime, now: datetime) -> str:
    """Return « depuis aujourd'hui » or « depuis 12 jours »."""
    days = (now - start).days
    return f"depuis {plural(days, 'jour')}" if days else "depuis aujourd'hui"


def long_since(start: datetime, now: datetime) -> str:
    """Return « depuis 3 semaines », in days under two weeks."""
    weeks = (now - start).days // 7
    return f"depuis {weeks}\u00a0semaines" if weeks > 1 else since(start, now)


def times(count: int, done: str) -> str:
    """Return « reportée une fois », « reportée deux fois », « reportée 3 fois »."""
    words = {1: "une", 2: "deux"}
    return f"{done} {words.get(count, str(count))}\u00a0fois"


def delay(time: timedelta) -> str:
    """Return « moins d'une heure », « moins de 5 heures » or « moins de 12 jours »."""
    hours = int(time / timedelta(hours=1))
    if not hours:
        return "moins d'une heure"
    told = plural(hours + 1, "heure") if hours < _TWO_DAYS else plural(hours // 24 + 1, "jour")
    return f"moins de {told}"


_TWO_DAYS = 48


def who(words: str) -> str:
    """Return the Markdown of someone: an account, « @ » and its id, or whatever words name them."""
    return markdown.person(words[1:]) if words.startswith("@") else markdown.escape(words)


def until(ends: datetime | None, zone: str) -> str:
    """Return « jusqu'au vendredi 15 janvier 2027 à 12 h », or « toute l'année »."""
    return f"jusqu'au {last_moment(ends, zone)}" if ends else last_moment(ends, zone)


def shorten(text: str, limit: int) -> str:
    """Cut an escaped text between words, without leaving a lone backslash or half a link.

    An address that is longer than the limit stays whole; another such word is cut.
    """
    if len(text) <= limit:
        return text
    kept, space, _ = text[: limit + 1].rpartition(" ")
    if not space:
        word = text.split(" ", 1)[0]
        kept = word if "://" in word else text[: whole_until(text, limit)]
    return f"{_CUT.sub('', kept)}…" if kept != text else text


_CUT = lazy_pattern(r"(?:[\\ ,:]|(?<!&#\d\d);|&#\d{0,2}){1,100}$")
"""What no cut text ends with: half an escape, half a reference, a mark that announces more."""

TITLE_LIMIT = 300
"""Characters of a title that are shown: three lines on a phone and more."""


def titled(title: str, link: str = "") -> str:
    """Return a title as pages and menus show it; our own words where nothing of it can be seen."""
    return markdown.typeset(_called(title, link))


def _called(title: str, link: str) -> str:
    site = urlsplit(link).hostname if markdown.web_target(link) else ""
    ours = f"Article sans titre ({site})" if site else "Article sans titre"
    return cut(markdown.visible(title), TITLE_LIMIT) or ours


def linked(words: str, link: str) -> str:
    """Return the Markdown of someone's words and the address that goes with them, if any.

    Its site stands for it: « Un guide clair (exemple.fr) »; all of it where there are no words.
    """
    if not link:
        return markdown.escape(words)
    shown = markdown.readable(link)
    if not words:
        return link_to(shown, link)
    return f"{markdown.escape(words)} ({link_to(shown.partition('/')[0], link)})"


def link_to(title: str, link: str) -> str:
    """Return the Markdown of a title, linked when there is an address of the web."""
    words, target = _called(title, link), markdown.web_target(link)
    return f"[{markdown.label(words)}]({target})" if target else markdown.inert(words)
