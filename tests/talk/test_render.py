"""The French in templates: dates, counts, lengths."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from bot.french.territories import of
from bot.talk.markdown import address, escape, web_target
from bot.talk.render import (
    TITLE_LIMIT,
    day,
    duration,
    full_moment,
    link_to,
    make_render,
    moment,
    month,
    months_between,
    plural,
    sentence,
    short_day,
    shorten,
    since,
    titled,
)

PARIS = "Europe/Paris"


@pytest.mark.parametrize(
    ("utc", "zone", "shown"),
    [
        ("2026-12-03T13:00", PARIS, "jeudi 3 décembre 2026 à 14 h"),
        ("2026-11-01T08:05", PARIS, "dimanche 1er novembre 2026 à 9 h 05"),
        ("2026-07-13T22:30", PARIS, "mardi 14 juillet 2026 à 0 h 30"),
        ("2026-11-30T22:00", "Pacific/Noumea", "mardi 1er décembre 2026 à 9 h"),
        ("2026-12-01T13:00", "America/Guadeloupe", "mardi 1er décembre 2026 à 9 h"),
        ("2026-02-28T21:00", "Indian/Reunion", "dimanche 1er mars 2026 à 1 h"),
    ],
)
def test_a_moment_is_said_whole_in_the_zone_of_the_network(utc: str, zone: str, shown: str) -> None:
    when = datetime.fromisoformat(utc).replace(tzinfo=UTC)

    assert _plain(moment(when, zone)) == shown
    assert _plain(day(when, zone)) == shown.partition(" à ")[0]
    assert _plain(month(when, zone)) in shown
    assert _plain(short_day(when, zone)) in shown


@pytest.mark.parametrize(
    ("month", "shown"),
    [(4, "d'avril"), (8, "d'août"), (10, "d'octobre"), (5, "de mai"), (12, "de décembre")],
)
def test_a_month_that_begins_with_a_vowel_elides_what_comes_before(month: int, shown: str) -> None:
    first = datetime(2026, month, 1, 12, tzinfo=UTC)
    last = datetime(2027, 3, 1, 12, tzinfo=UTC)

    said = months_between(first, last, "Europe/Paris")

    assert said == f"{shown}\u00a02026 à mars\u00a02027"
    assert sentence(said).startswith("D")


def test_the_parts_of_a_date_do_not_part_at_the_end_of_a_line() -> None:
    when = datetime(2026, 12, 3, 13, 0, tzinfo=UTC)

    assert moment(when, PARIS) == "jeudi 3\u00a0décembre 2026 à 14\u00a0h"


@pytest.mark.parametrize(
    ("utc", "zone", "shown"),
    [
        ("2026-12-03T13:00", PARIS, "jeudi 3 décembre 2026 à 14 h, heure de Paris"),
        ("2026-10-25T00:30", PARIS, "dimanche 25 octobre 2026 à 2 h 30, heure d'été de Paris"),
        ("2026-10-25T01:30", PARIS, "dimanche 25 octobre 2026 à 2 h 30, heure d'hiver de Paris"),
        ("2026-12-03T10:00", "Indian/Reunion", "à 14 h, heure de La Réunion"),
        ("2026-12-03T17:00", "America/Cayenne", "à 14 h, heure de Cayenne"),
        ("2026-12-03T18:00", "America/Guadeloupe", "à 14 h, heure de Pointe-à-Pitre"),
        ("2026-12-03T18:00", "America/Martinique", "à 14 h, heure de Fort-de-France"),
        ("2026-12-03T11:00", "Indian/Mayotte", "à 14 h, heure de Mamoudzou"),
        ("2026-12-03T03:00", "Pacific/Noumea", "à 14 h, heure de Nouméa"),
        ("2026-12-04T00:00", "Pacific/Tahiti", "à 14 h, heure de Papeete"),
        ("2026-12-03T17:00", "America/Miquelon", "à 14 h, heure de Saint-Pierre"),
        ("2026-12-03T02:00", "Pacific/Wallis", "à 14 h, heure de Mata-Utu"),
        ("2026-12-03T13:00", "Europe/Brussels", "à 14 h, heure locale"),
    ],
)
def test_a_full_moment_names_the_city_of_its_clock(utc: str, zone: str, shown: str) -> None:
    when = datetime.fromisoformat(utc).replace(tzinfo=UTC)

    assert _plain(full_moment(when, zone)).endswith(shown)


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0 question"), (1, "1 question"), (2, "2 questions")]
)
def test_zero_is_singular_in_french(count: int, shown: str) -> None:
    assert _plain(plural(count, "question")) == shown


def test_a_plural_may_be_given() -> None:
    assert plural(2, "question ouverte", "questions ouvertes") == "2\u00a0questions ouvertes"


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [(0, "0 min"), (45, "45 min"), (60, "1 h"), (75, "1 h 15"), (125, "2 h 05"), (180, "3 h")],
)
def test_a_length_is_said_in_hours_and_minutes(minutes: int, shown: str) -> None:
    assert _plain(duration(minutes)) == shown


@pytest.mark.parametrize(
    ("wait", "shown"),
    [
        (timedelta(0), "depuis aujourd'hui"),
        (timedelta(hours=23), "depuis aujourd'hui"),
        (timedelta(days=1), "depuis 1 jour"),
        (timedelta(days=12, hours=5), "depuis 12 jours"),
    ],
)
def test_a_trouble_is_dated_in_days(wait: timedelta, shown: str) -> None:
    now = datetime(2026, 11, 2, tzinfo=UTC)

    assert _plain(since(now - wait, now)) == shown


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("Qui prête une salle ?", 40, "Qui prête une salle ?"),
        ("Qui prête une salle ?", 21, "Qui prête une salle ?"),
        ("Qui prête une salle, le mardi ?", 21, "Qui prête une salle…"),
        ("un deux", 2, "un…"),
        ("anticonstitutionnellement", 4, "anti…"),
        ("ab \\*cd\\*", 4, "ab…"),
        ("voir https://a.fr/b/c", 10, "voir…"),
        ("https://a.fr/b/c voir", 10, "https://a.fr/b/c…"),
        ("https://a.fr/b/c", 10, "https://a.fr/b/c"),
    ],
)
def test_a_text_is_cut_between_words_never_inside_an_address(
    text: str, limit: int, shown: str
) -> None:
    assert shorten(text, limit) == shown


@given(st.text(alphabet="ab \\*_[]()@#", max_size=60), st.integers(1, 30))
def test_a_cut_text_ends_on_no_lone_backslash(text: str, limit: int) -> None:
    shown = shorten(escape(text), limit)

    assert not shown.rstrip("…").endswith("\\") or len(escape(text)) <= limit
    assert len(shown) <= limit + 1


def test_an_article_is_linked_when_it_has_an_address() -> None:
    assert link_to("Le [RGPD] d'@louis", "https://a.fr/(b) c") == (
        "[Le \\[RGPD\\] d'@\u200blouis](https://a.fr/%28b%29%20c)"
    )
    assert link_to("Le RGPD", "") == "Le RGPD"
    assert link_to("www.a.fr :tada:", "") == "www\u200b.a.fr :\u200btada:"


@pytest.mark.parametrize("nothing", ["", " \u00a0", "\u3164\u2800", "\u200b\u202e", "\u0301"])
def test_a_title_that_nobody_can_see_is_given_words_of_ours(nothing: str) -> None:
    assert link_to(nothing, "https://www.a.fr/b") == (
        "[Article sans titre (www.a.fr)](https://www.a.fr/b)"
    )
    assert link_to(nothing, "") == "Article sans titre"
    assert titled(nothing, "javascript:x") == "Article sans titre"


def test_a_title_that_was_kept_before_is_still_shown_well() -> None:
    assert titled("  L\u2019a\u0335\u0351\u0323\u200bide\n\u202e !") == "L'aide\u00a0!"
    assert len(titled("mot " * 500)) <= TITLE_LIMIT
    assert titled("mot " * 500).endswith("mot…")


def test_a_cut_text_ends_inside_no_reference_nor_emoji() -> None:
    assert shorten(escape("$" * 10), 7) == "&#36;…"
    assert shorten("🇫🇷" * 10, 5) == "🇫🇷🇫🇷…"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "\u200bdata:text/html,<b>",
        "vbscript:msgbox",
        "file:///etc/passwd",
        "mattermost://hub.example",
        "mailto:zoe@exemple.fr",
        "//exemple.fr/a",
        "https:///a",
    ],
)
def test_what_does_not_lead_to_the_web_is_never_a_link(link: str) -> None:
    assert link_to("Le RGPD", link) == "Le RGPD"
    assert web_target(link) == ""
    assert address(link) == escape(link)


@given(st.text(alphabet="htps:/jav\t\n .e[]()<", max_size=30), st.text(max_size=10))
def test_whatever_the_link_only_the_web_is_linked(start: str, end: str) -> None:
    said = link_to("Titre", start + end)

    assert said == "Titre" or re.fullmatch(r"\[Titre\]\(https?://[^\s()<>]+\)", said)


def test_a_template_that_lacks_a_value_says_so() -> None:
    render = make_render()

    with pytest.raises(UndefinedError):
        render("besoin/answered.md.j2")


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("42 - Loire", "de 42 - Loire"),
        ("Auvergne-Rhône-Alpes", "d'Auvergne-Rhône-Alpes"),
        ("Île-de-France", "d'Île-de-France"),
        ("", "de "),
    ],
)
def test_a_name_that_begins_with_a_vowel_elides_what_comes_before(name: str, shown: str) -> None:
    assert of(name) == shown
