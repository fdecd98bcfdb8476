"""Where people stand in the database: every column, what is done with it, how they are told.

The one registry: a text or a JSON document of any table is in TRACES (it holds someone's id), in
MIXED (ids may stand among other words), in WORDS (what people write, which names nobody by itself)
or in NEITHER. A test walks the tables, so that the next one cannot be forgotten here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from sqlalchemy import Column, ForeignKey, Table

from bot.privacy import tables


class Fate(Enum):
    """What becomes of a row that names someone, once they are forgotten.

    It goes, or it stays without their name.
    """

    DELETED = "deleted"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A column that holds someone's id, and what becomes of its row.

    `label` tells them, in French, what it is; `told` gives the columns that they receive of it, by
    what each is called. `erased` are the columns of theirs that are emptied too. `leaves` when the
    row also goes as they leave the network's channel, once it is of no use any more.
    """

    column: Column[str]
    fate: Fate
    label: str
    told: Mapping[str, str] = field(default_factory=dict)
    erased: tuple[str, ...] = ()
    leaves: bool = False

    @property
    def table(self) -> Table:
        """The table that it stands in."""
        table = self.column.table
        assert isinstance(table, Table)  # noqa: S101  a column of ours
        return table


def _gone(column: Column[str], label: str, *, leaves: bool = False, **told: str) -> Trace:
    return Trace(column=column, fate=Fate.DELETED, label=label, told=told, leaves=leaves)


def _unnamed(column: Column[str], label: str, *erased: str, **told: str) -> Trace:
    return Trace(column=column, fate=Fate.UNNAMED, label=label, told=told, erased=erased)


_QUESTION = "question (numéro interne)"
_MEETING = "rencontre (numéro interne)"

TRACES: tuple[Trace, ...] = (
    _unnamed(
        tables.questions.c.author,
        "Vos questions",
        number="n°",
        text="texte",
        theme="thème",
        visibility="visibilité",
        status="état",
        asked_at="posée le",
    ),
    _unnamed(
        tables.questions.c.answer_by,
        "Vos réponses retenues",
        number="question n°",
        answer_text="réponse",
        answer_signed="signée",
        answer_at="donnée le",
    ),
    _unnamed(
        tables.question_events.c.who,
        "Ce que vous avez fait des questions",
        question=_QUESTION,
        kind="geste",
        at="le",
        how="venu",
    ),
    _gone(
        tables.supporters.c.user,
        "Les questions que vous partagez",
        question=_QUESTION,
        at="depuis le",
        territory="territoire",
    ),
    _gone(
        tables.readers.c.user,
        "Les questions privées que l'on vous donne à lire",
        leaves=True,
        question=_QUESTION,
        sent_at="depuis le",
    ),
    _unnamed(
        tables.meetings.c.host,
        "Les rencontres que vous accueillez",
        number="n°",
        at="le",
        place="lieu",
        welcome="votre présentation",
    ),
    _unnamed(
        tables.meetings.c.held_by,
        "Les rencontres que vous avez ouvertes",
        number="n°",
        at="le",
    ),
    _gone(
        tables.attendances.c.user,
        "Votre présence aux rencontres",
        leaves=True,
        meeting=_MEETING,
        answer="réponse",
        silent="sans rappel",
        at="dit le",
    ),
    _gone(
        tables.hosts.c.user,
        "Vos offres d'accueil et vos absences",
        leaves=True,
        kind="sorte",
        words="vos mots",
        since="depuis le",
        until="jusqu'au",
    ),
    _gone(
        tables.host_calls.c.user,
        "Les accueils qui vous ont été demandés",
        leaves=True,
        meeting=_MEETING,
        answer="réponse",
        at="le",
    ),
    _unnamed(
        tables.ideas.c.author,
        "Vos idées d'animation",
        number="n°",
        text="texte",
        signed="signée",
        at="proposée le",
        status="état",
    ),
    _gone(
        tables.idea_votes.c.user,
        "Les idées que vous soutenez",
        idea="idée (numéro interne)",
        at="le",
    ),
    _unnamed(tables.polls.c.author, "Vos sondages de dates", number="n°", made_at="ouvert le"),
    _gone(
        tables.poll_votes.c.user,
        "Vos votes sur des dates",
        leaves=True,
        poll="sondage (numéro interne)",
        date="date n°",
        vote="vote",
        at="le",
    ),
    _gone(
        tables.feedback_given.c.user,
        "Les rencontres dont vous avez donné votre avis (l'avis est gardé à part, sans nom)",
        meeting=_MEETING,
    ),
    _unnamed(
        tables.letters.c.edito_by,
        "Les éditos de la lettre que vous avez écrits",
        number="lettre n°",
        edito="édito",
    ),
    _unnamed(
        tables.letter_notes.c.author,
        "Ce que vous avez écrit pour la lettre",
        number="n°",
        kind="sorte",
        text="texte",
        link="lien",
        signed="signé",
        at="le",
    ),
    _unnamed(
        tables.letter_answers.c.by,
        "Vos réponses préparées pour la lettre",
        question=_QUESTION,
        text="réponse",
        at="le",
    ),
    _gone(
        tables.subscribers.c.user,
        "Votre abonnement à la lettre par courriel",
        leaves=True,
        address="adresse",
        standing="état",
        asked_at="demandé le",
        confirmed_at="confirmé le",
    ),
    _unnamed(
        tables.mails.c.asked_by,
        "Les confirmations d'abonnement que vous avez fait envoyer",
        made_at="le",
    ),
    _gone(
        tables.preferences.c.user,
        "Les messages que vous voulez recevoir",
        leaves=True,
        wish="choix",
        gone_at="parti du canal le",
        at="depuis le",
    ),
    _gone(tables.ended_accounts.c.user, "La fin de votre compte", at="vue le"),
    _unnamed(
        tables.subscriptions.c.by,
        "Les flux que vous avez réglés",
        number="n°",
        name="nom",
        theme="thème",
    ),
    _gone(
        tables.feed_trials.c.user,
        "Les flux que vous faites essayer",
        address="adresse",
        at="le",
    ),
    _unnamed(
        tables.picks.c.by,
        "Vos choix dans la veille",
        article="article (numéro interne)",
        verdict="choix",
        why="vos mots",
        at="le",
    ),
    _gone(
        tables.contributions.c.user,
        "Les liens que vous avez proposés ou trouvés utiles",
        article="article (numéro interne)",
        kind="sorte",
        words="vos mots",
        signed="signé",
        at="le",
    ),
    _unnamed(
        tables.deadlines.c.by,
        "Les échéances que vous avez signalées ou confirmées",
        number="n°",
        title="titre",
        link="lien",
        at="le",
    ),
    _gone(
        tables.applicants.c.user,
        "Les appels auxquels votre structure candidate",
        deadline="échéance (numéro interne)",
        at="le",
    ),
    _gone(
        tables.undecided_texts.c.user,
        "Vos textes qui attendent que vous disiez s'ils portent votre nom, un jour",
        leaves=True,
        route="commande",
        text="texte",
        made_at="depuis le",
    ),
    _gone(
        tables.outbox.c.user,
        "Les messages privés que je vous ai envoyés, trente jours",
        made_at="le",
        text="texte",
    ),
    _gone(
        tables.reactions.c.user,
        "Les réactions que vous avez mises autour de mes messages",
        emoji="réaction",
        at="le",
    ),
)

MIXED: tuple[tuple[Column[str], str], ...] = (
    (tables.outbox.c.text, "names are marks that hold an id"),
    (tables.outbox.c.buttons, "a button's argument may be someone's id"),
    (tables.outbox.c.key, "what was told about someone to someone else"),
    (tables.meetings.c.agenda, "owners and those who answered, in the document"),
)
"""Columns where an id may stand among other things: it is taken out of them."""

WORDS: Mapping[str, str] = {
    "questions": "text answer_text reason",
    "question_events": "detail",
    "meetings": "place link welcome reason",
    "hosts": "words",
    "ideas": "text",
    "polls": "words",
    "meeting_notes": "text who",
    "feedback": "line",
    "letters": "title edito html text chat_text",
    "letter_notes": "text link",
    "letter_answers": "text",
    "subscribers": "address",
    "picks": "why",
    "contributions": "words",
    "deadlines": "title link phrase",
    "feed_trials": "address name theme",
    "undecided_texts": "text fields",
    "outbox": "file",
}
"""What people wrote, by table: it goes with their row, or stays without their name."""

NEITHER: Mapping[str, str] = {
    "questions": "network status visibility theme hoped occasion territory",
    "question_events": "kind how",
    "supporters": "territory",
    "meetings": "network status step",
    "attendances": "answer",
    "skipped_dates": "network",
    "hosts": "network kind",
    "host_calls": "answer",
    "ideas": "network kind status",
    "polls": "network dates status",
    "poll_votes": "vote",
    "meeting_notes": "network kind",
    "letters": "network status left_out outside",
    "letter_notes": "network kind",
    "subscribers": "network handle standing trouble",
    "suppressions": "network address_hash reason",
    "mails": "network kind status error domain",
    "preferences": "network wish",
    "acquaintances": "network imprint",
    "ended_accounts": "server",
    "feeds": "subscribed url title etag last_modified trouble moved_to",
    "articles": "guid link title summary author tags page",
    "subscriptions": "network name theme standing rules",
    "feed_trials": "network",
    "publications": "network theme",
    "picks": "network verdict",
    "contributions": "network kind post",
    "deadlines": "network status",
    "undecided_texts": "id network route",
    "article_stems": "network stem",
    "outbox": "server network kind channel thread edits status post error",
    "seen": "server post",
    "cursors": "server channel post",
    "channels": "network team name channel shown state",
    "reactions": "server post emoji",
    "command_tokens": "server team trigger token_hash",
    "counters": "network name",
    "generations": "id",
    "occurrences": "network kind",
    "settings": "network name value",
    "search_documents": "network terms",
    "search_terms": "network stem",
    "search_words": "network word initial shape",
}
"""What tells nothing of anyone: states, addresses of the web, ids of posts, stems of questions.

An acquaintance's imprint and a suppressed address's are hashes: nobody is read from them.
"""


def network_of(table: Table) -> tuple[Column[str], ForeignKey | None]:
    """Return the column that says whose network a row is, and the keys that lead there.

    Raises LookupError where none does.
    """
    if "network" in table.c:
        return table.c.network, None
    for key in table.foreign_keys:
        parent = key.column.table
        if "network" in parent.c:
            return parent.c.network, key
    raise LookupError(f"no network leads to {table.name}")
