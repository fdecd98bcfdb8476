"""The papers tell what the program does: the same data, the same lengths of time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.entry.rules import PATIENCE
from bot.helping.newcomers import FIRST_MONTH
from bot.letter.inbox.rules import REPLIES_KEPT
from bot.letter.mail.rules import MAILS_KEPT
from bot.meeting.record.rules import KEPT as RECORDS_KEPT
from bot.meeting.reporting import OPINIONS_LAST
from bot.network.small_numbers import FEWEST_TOLD, SMALLEST
from bot.past.rules import ANNOUNCED_FOR, DECIDED_WITHIN, LOOKS_BACK, OPENS_AFTER
from bot.people.arrivals import REACTIVATED_WITHIN
from bot.privacy.register import TRACES
from bot.question.rules import UNSENT_ERASED_AFTER
from bot.relay.rules import CONSENT_DAYS
from bot.resource.rules import GONE_AFTER
from bot.talk.undecided.rules import GIVEN_BACK_AFTER
from bot.year.sheet import SHOWN_FOR
from scheduler.purge import COPIES, RULES

DOCS = Path(__file__).parents[2] / "docs" / "confidentialite"
NAMES_KEPT = [trace.privacy.kept for trace in TRACES if trace.privacy.kept is not None]
REGISTER = (DOCS / "registre.md").read_text(encoding="utf-8")


def test_the_register_has_each_rule_of_the_purge_with_its_length() -> None:
    _, _, rest = REGISTER.partition("| donnée | conservée |\n| --- | --- |\n")
    table = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", rest.partition("\n\n")[0], re.MULTILINE))

    ruled = {
        **{rule.what: _length(rule.kept) for rule in RULES},
        **{kept.what: _length(timedelta(days=kept.days)) for kept in NAMES_KEPT},
        "copies de secours faites avant une mise à jour": _length(COPIES),
        "nom d'une personne dont le compte est fermé": _length(REACTIVATED_WITHIN),
    }
    lacking = [
        f"registre.md must say: | {what} | {long} |" for what, long in ruled.items() - table.items()
    ]
    stale = [
        f"no rule is behind: | {what} | {long} |" for what, long in table.items() - ruled.items()
    ]
    assert [*lacking, *stale] == []


def test_what_is_to_be_adapted_stands_between_brackets() -> None:
    for name in ("notice.md", "registre.md"):
        text = (DOCS / name).read_text(encoding="utf-8")

        assert "[adresse électronique de contact]" in text
        for command in ("/reseau confidentialité", "/reseau mes-données", "/reseau oublie-moi"):
            assert command in text


_RULED = {rule.name: rule.kept for rule in RULES}
_NAMED = {kept.what: timedelta(days=kept.days) for kept in NAMES_KEPT}
_FOLLOWED = _NAMED["lignes du suivi d'une personne"]
_REACTED = _NAMED["réactions autour des messages du robot"]
_ATTENDED = _NAMED["présences annoncées à une rencontre"]
_PROPOSED = _NAMED["coordinations proposées, sans réponse"]
_BACKED_UP = timedelta(
    days=int(
        re.findall(
            r"--keep (\d+)",
            (DOCS.parents[1] / "deploy/courroie-backup.service").read_text(encoding="utf-8"),
        )[0]
    )
)

SAID: Mapping[str, Mapping[str, timedelta]] = {
    "notice.md": {
        "est oublié 30 jours après elle": OPINIONS_LAST,
        "au plus tard après 7 jours": RECORDS_KEPT,
        "chaque ligne s'efface après un an": _FOLLOWED,
        "sans réponse trente jours s'efface en entier": PATIENCE,
        "jusqu'à votre réponse, 30 jours au plus": _PROPOSED,
        "par vous, et quand, pendant deux ans": _RULED["settings"],
        "une fois, sur un an,": LOOKS_BACK,
        "sept jours au moins après l'avoir annoncé": ANNOUNCED_FOR,
        "les trie (30 jours au plus)": DECIDED_WITHIN,
        "Un refus est gardé trois ans": _RULED["refused to be read"],
        "une fois, sept jours avant que le réseau": OPENS_AFTER,
        "vous a envoyés, pendant 30 jours": _RULED["said"],
        "s'il a réussi, pendant un an": MAILS_KEPT,
        "effacé après trente jours. Rien": REPLIES_KEPT,
        "s'efface après 30 jours, ou dès": FIRST_MONTH,
        "rendu et effacé après 24 heures": GIVEN_BACK_AFTER,
        "ne lit est effacée après trente jours": UNSENT_ERASED_AFTER,
        "le réseau lit deux jours avant": SHOWN_FOR,
        "se donnent pendant 30 jours, et": OPINIONS_LAST,
        "perdent votre nom 12 mois après": _RULED["authors"],
        "jusqu'à 30 jours après son retrait": GONE_AFTER,
        "est gardé un an, avec sa date": _NAMED["noms autour d'un besoin transmis"],
        "effacées 30 jours après la rencontre": _ATTENDED,
        "les rencontres après 24 mois": _RULED["meetings"],
        "privés du robot après 30 jours": _RULED["said"],
        "est effacé partout 30 jours après": REACTIVATED_WITHIN,
        "il est effacé 30 jours après, sauf": PATIENCE,
        "date) : un an au plus": _REACTED,
        "est gardée trois ans pour": _RULED["suppressions"],
    },
    "registre.md": {
        "après sept jours d'annonce": ANNOUNCED_FOR,
        "les messages d'un an du canal": LOOKS_BACK,
        "Mattermost est effacé 30 jours après": PATIENCE,
        "les réactions (365 jours au plus)": _REACTED,
        "attend 24 heures, pour": GIVEN_BACK_AFTER,
        "personne est effacée après 30 jours": UNSENT_ERASED_AFTER,
    },
    "ce-que-courroie-ne-fait-pas.md": {
        "annoncée sept jours avant": ANNOUNCED_FOR,
        "au bout de cinq jours ouvrés": timedelta(days=CONSENT_DAYS),
    },
    "aipd.md": {"annoncée sept jours avant": ANNOUNCED_FOR},
    "convention.md": {"CNIL dans les 72 heures": timedelta(hours=72)},
    "hebergement.md": {
        "s'effacent après 30 jours": _BACKED_UP,
        "privés du robot : 30 jours": _RULED["said"],
        "d'une rencontre : 7 jours": RECORDS_KEPT,
        "à la lettre : 30 jours": REPLIES_KEPT,
        "question terminée : 12 mois": _RULED["authors"],
        "rencontres : 24 mois": _RULED["meetings"],
        "annoncées : 30 jours": _ATTENDED,
        "fermé son compte : 30 jours": REACTIVATED_WITHIN,
        "retiré depuis Mattermost : 30 jours": PATIENCE,
        "mise à jour : 30 jours": COPIES,
    },
    "../partir.md": {
        "reste possible 30 jours": PATIENCE,
        "messages du robot, un an au plus": _REACTED,
        "ses messages privés, 30 jours": _RULED["said"],
    },
}
"""Each length of time that a paper tells, in its words, and the program's own; the law's too."""


@pytest.mark.parametrize("paper", SAID)
def test_each_length_that_a_paper_tells_is_the_program_s(paper: str) -> None:
    text = " ".join((DOCS / paper).read_text(encoding="utf-8").split())
    _, _, table = text.partition("| donnée | conservée |")
    rows = table.partition(" Les durées")[0]
    left = re.sub(r"\[[^\]]*\]", "", text.replace(rows, "") if rows else text)
    for words, length in SAID[paper].items():
        assert words in left, words
        assert _lengths(words) == [length], words
        left = left.replace(words, "")

    assert _TIMES.findall(left) == []


def test_the_numbers_under_which_nothing_is_told_are_the_program_s() -> None:
    said = {
        "ce-que-courroie-ne-fait-pas.md": ("moins de huit réponses", FEWEST_TOLD, 8),
        "notice.md": ("moins de huit réponses", FEWEST_TOLD, 8),
        "convention.md": ("au moins trois territoires", SMALLEST, 3),
    }
    for paper, (words, number, told) in said.items():
        assert words in (DOCS / paper).read_text(encoding="utf-8")
        assert number == told


_NUMBERS = {"un": 1, "deux": 2, "trois": 3, "cinq": 5, "sept": 7, "trente": 30}
_DAYS = {"heures": 1 / 24, "jours": 1, "mois": 365 / 12, "an": 365, "ans": 365}
_TIMES = re.compile(rf"\b(\d+|{'|'.join(_NUMBERS)})\s({'|'.join(_DAYS)})\b")


def _lengths(words: str) -> Sequence[timedelta]:
    """Return the lengths of time that some words tell, a year having 365 days."""
    found = [(_NUMBERS.get(number) or int(number), unit) for number, unit in _TIMES.findall(words)]
    return [timedelta(days=number * _DAYS[unit]) for number, unit in found]


def _length(kept: timedelta) -> str:
    return f"{kept.days} jours" if kept else "dès la fin"
