"""Forgets, each day, what is no longer needed.

A crash at the worst moment leaves some of it for the next day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.core import message_store as messages
from bot.core import outbox, sources
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.migrate import ASIDE
from bot.entry import store as entries
from bot.framaforms import store as forms
from bot.framaforms.rules import LINES_KEPT
from bot.index import wording
from bot.letter.inbox import reply_store as mail_replies
from bot.letter.inbox.rules import REPLIES_KEPT
from bot.letter.mail import store as mails
from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail.rules import MAILS_KEPT, UNCONFIRMED_KEPT
from bot.meeting import store as meetings
from bot.meeting.hosting import store as hosts
from bot.meeting.ideas import choosing
from bot.meeting.ideas import store as ideas
from bot.meeting.poll import store as polls
from bot.meeting.record import store as records
from bot.meeting.record.rules import KEPT as RECORDS_KEPT
from bot.past import store as pasts
from bot.people import acquaintances
from bot.pile import store as piles
from bot.privacy import forgetting
from bot.question import asking
from bot.relay.announcing import store as announcements
from bot.resource import store as resources
from bot.resource.rules import GONE_AFTER
from bot.search import store as searched
from bot.survey import store as surveys
from bot.veille import store as articles
from bot.veille.deadlines import store as deadlines
from bot.year import sheet_store as sheets

log = structlog.get_logger(__name__)

Forget = Callable[[Connection, datetime], int]
"""Forgets what is from before a moment; returns how much that was."""


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """What is forgotten: the log's word for it, in French for the register, how long it is kept."""

    name: str
    what: str
    kept: timedelta
    forget: Forget


def _drop_words(db: Connection, _now: datetime) -> int:
    return searched.forget_gone(db) + articles.drop_stems(db) + wording.sweep(db)


_MONTH = timedelta(days=30)
_YEAR = timedelta(days=365)
_TWO_YEARS = timedelta(days=730)
_THREE_YEARS = timedelta(days=1095)
_ENDED = timedelta(0)

RULES: tuple[RetentionRule, ...] = (
    RetentionRule(
        "read",
        "identifiants des messages et courriels adressés au robot, déjà traités",
        _MONTH,
        messages.forget_before,
    ),
    RetentionRule(
        "said", "messages envoyés par le robot, hors cartes", _MONTH, outbox.forget_before
    ),
    RetentionRule(
        "sources", "liens entre un message et ce qui en a été fait", _YEAR, sources.forget_before
    ),
    RetentionRule("authors", "noms dans une question terminée", _YEAR, asking.forget_people),
    RetentionRule("polls", "sondages de dates terminés et leurs votes", _YEAR, polls.forget),
    RetentionRule("stems", "mots cherchables de ce qui a disparu", _ENDED, _drop_words),
    RetentionRule("meetings", "rencontres, leurs notes et leurs avis", _TWO_YEARS, meetings.forget),
    RetentionRule(
        "records",
        "notes et transcriptions d'une rencontre, et les passages qui en sont proposés",
        RECORDS_KEPT,
        records.forget_before,
    ),
    RetentionRule("proposers", "noms dans une idée terminée", _YEAR, choosing.forget_people),
    RetentionRule(
        "contacts",
        "contacts d'une intervention extérieure, une fois l'idée terminée",
        _MONTH,
        ideas.forget_contacts,
    ),
    RetentionRule("resources", "ressources retirées", GONE_AFTER, resources.forget),
    RetentionRule("deadlines", "échéances passées", _YEAR, deadlines.forget),
    RetentionRule(
        "applicants", "candidatures à un appel passé", _MONTH, deadlines.forget_applicants
    ),
    RetentionRule("settlers", "noms dans une échéance", _YEAR, deadlines.forget_people),
    RetentionRule("announcements", "annonces passées", _YEAR, announcements.forget),
    RetentionRule("survey lines", "lignes libres d'une enquête close", _YEAR, surveys.forget_lines),
    RetentionRule("survey results", "résultats d'une enquête close", _THREE_YEARS, surveys.forget),
    RetentionRule("sheets", "« le point » d'une année", _THREE_YEARS, sheets.forget),
    RetentionRule("forms", "formulaires d'enquête terminés et leurs comptes", _YEAR, forms.forget),
    RetentionRule(
        "form lines", "réponses libres d'une enquête, non relues", LINES_KEPT, forms.forget_lines
    ),
    RetentionRule("left", "choses remises à plus tard", _ENDED, piles.forget_before),
    RetentionRule("absences", "absences terminées", _ENDED, hosts.forget_absences),
    RetentionRule("wishes", "offres d'accueil", _TWO_YEARS, hosts.forget_wishes),
    RetentionRule(
        "unconfirmed",
        "abonnements jamais confirmés",
        UNCONFIRMED_KEPT,
        subscribers.forget_unconfirmed,
    ),
    RetentionRule("mails", "envois de la lettre par courriel", MAILS_KEPT, mails.forget),
    RetentionRule(
        "mail replies",
        "réponses à la lettre, venues par courriel",
        REPLIES_KEPT,
        mail_replies.forget,
    ),
    RetentionRule(
        "suppressions",
        "empreintes d'adresses à ne plus écrire",
        _THREE_YEARS,
        subscribers.forget_suppressions,
    ),
    RetentionRule(
        "readings of the past",
        "lectures des messages passés, terminées",
        _MONTH,
        pasts.forget_readings,
    ),
    RetentionRule(
        "settings", "changements des réglages d'un réseau", _TWO_YEARS, entries.forget_changes
    ),
    RetentionRule(
        "refused to be read",
        "empreintes de qui ne veut pas que ses messages passés soient lus",
        _THREE_YEARS,
        pasts.forget_refusals,
    ),
    RetentionRule(
        "arrivals", "dates d'arrivée dans le canal", _MONTH, acquaintances.forget_arrivals
    ),
    RetentionRule("met", "empreintes des personnes parties du canal", _YEAR, acquaintances.forget),
)
"""What is forgotten, in the order it is, beside the names whose column says how long they are kept:
the register of processings tells them all."""

COPIES = _MONTH
"""How long the copies of the file that a new version puts aside are kept."""


@dataclass(eq=False)
class Purge:
    """The daily purge."""

    database: Database
    clock: Clock

    async def forget(self) -> None:
        """Forget what is past its time."""
        now = self.clock()

        def work(db: Connection) -> dict[str, int]:
            ruled = {rule.name: rule.forget(db, now - rule.kept) for rule in RULES}
            return {**ruled, **forgetting.forget_names(db, now)}

        counts = await self.database.run(work)
        counts["copies"] = self._drop_copies(now)
        log.info("purged", **{what: count for what, count in counts.items() if count})

    def _drop_copies(self, now: datetime) -> int:
        """Delete old copies of the file; return how many."""
        path = self.database.path
        if path is None:
            return 0
        old = [
            copy
            for copy in path.parent.glob(f"{path.name}{ASIDE}*")
            if now - datetime.fromtimestamp(copy.stat().st_mtime, UTC) > COPIES
        ]
        for copy in old:
            copy.unlink(missing_ok=True)
        return len(old)
