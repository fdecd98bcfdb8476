"""Every template: rendered with what its first line names, well typeset, and polite."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from bot.config.tools import default_tools
from bot.core.channel import ChannelState
from bot.core.errors import Refusal
from bot.core.source import MadeKind, Source
from bot.edits.made import Made
from bot.french.personal import DataKind
from bot.french.text import Passage
from bot.french.themes import THEMES
from bot.meeting.agenda import Agenda, AgendaItem, AgendaPart, AgendaPlace, ItemKind
from bot.meeting.attendance_store import SaidAttendance
from bot.meeting.card import AgendaView
from bot.meeting.hosting.rules import (
    Absence,
    Board,
    Call,
    HostReason,
    HostReply,
    HostStanding,
    HostTurn,
    Offer,
    Rota,
)
from bot.meeting.ideas.rules import Idea, IdeaKind, IdeaStep
from bot.meeting.minutes import Note, NoteKind, make_minutes
from bot.meeting.pace import pace
from bot.meeting.poll.rules import Ballot, Poll, PollStatus, Vote, count
from bot.meeting.rules import Attendance, Meeting
from bot.meeting.tools import Purpose
from bot.network.network import Home
from bot.network.parts import PartKind
from bot.network.period import last_months
from bot.network.rhythm import parse_rhythm
from bot.network.rhythms import Changed, RuleTold
from bot.network.schedule import Due
from bot.network.small_numbers import GroupedCounts
from bot.pages.page import PageRequest
from bot.question.follow_up import FollowUp, FollowUpKind, FollowUpLine
from bot.question.report import QuestionLife, make_report
from bot.question.rules import (
    Answer,
    Change,
    Occasion,
    Question,
    QuestionStatus,
    Readers,
    Visibility,
)
from bot.question.store import QuestionFilter
from bot.question.story import StoryEvent
from bot.resource.rules import Licence, Resource
from bot.search.finding import SearchResult
from bot.talk.addressing import ReadingAddresses
from bot.talk.command import CLOCK
from bot.talk.entrusting.rules import Entrusted, EntrustedStep, EntrustedTask
from bot.talk.gestures.rules import NotedGesture
from bot.talk.render import make_render
from bot.talk.reply import Choice, Dialog, Field
from bot.talk.routing import COMMANDS
from bot.talk.undecided.rules import UndecidedText
from bot.talk.verbs import ROOTS, as_typed
from bot.veille.article import Article
from bot.veille.deadlines.rules import Deadline, DeadlineStatus, DeadlineStep
from bot.veille.deadlines.service import ComingDeadlines, Told
from bot.veille.digest import Digest, Entry, compose
from bot.veille.elsewhere.rules import CalendarEvent, Elsewhere
from bot.veille.feeds import following as feeds_followed
from bot.veille.feeds.following import Following, Rules
from bot.veille.feeds.lists import ImportedFeeds
from bot.veille.feeds.rules import Ailment, Feed, Trouble
from bot.veille.feeds.suggestions import Suggestion
from bot.veille.pages import VeilleReading
from bot.veille.pick import Verdict
from bot.veille.proposing import Proposed
from bot.veille.ranking import RANKING
from bot.year.drawing import lay_out_glance
from bot.year.glance import State, YearEvent, look
from commands import ROUTES
from commands.besoin.reading import QuestionPage
from commands.rencontre.proposing import IdeasPage
from commands.rencontre.reporting import Feelings
from commands.rencontre.sounding import Doubted
from sandbox.play.witness import Place, Seen
from tests import (
    announcement_cases,
    entry_cases,
    form_cases,
    helping_cases,
    letter_cases,
    mail_cases,
    outside_cases,
    reseau_cases,
    survey_cases,
    year_cases,
)
from tests.meeting import record_cases
from tests.memory import cases as memory_cases
from tests.past import cases as past_cases
from tests.pile import cases as pile_cases
from tests.relay import belt_cases, standing_cases
from tests.room import LOIRE
from tests.trees import tree_of

pytestmark = pytest.mark.xdist_group("templates")  # which one process renders

HOUSE = Path(__file__).parents[1]
FOLDER = HOUSE / "templates"
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.j2"))

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
OPEN = Question(network="loire", number=3, text="Qui prête", author="amina", asked_at=NOW)
SHARED = replace(OPEN, concerned=2)
FILE = Resource(
    network="loire", number=3, line="Lire une *facture*", post="f" * 26, giver="louis", at=NOW
)
LINK = replace(
    FILE,
    link="https://a.fr/(x)",
    title="Un [guide]",
    theme="Bureautique",
    licence=Licence.BY_SA,
    thanks=2,
    failing_since=NOW,
    told_at=NOW,
)
ANSWERED = OPEN.resolve(Answer(text="Moi", by="louis", at=NOW))
SELF_ANSWERED = replace(ANSWERED, author="louis", visibility=Visibility.ANONYMOUS)
WITHDRAWN = OPEN.withdraw(NOW)
THEMED = replace(OPEN, theme="Bureautique", visibility=Visibility.ANONYMOUS, concerned=3)
PRIVATE = replace(OPEN, visibility=Visibility.PRIVATE, hoped=Occasion.MEETING)
_LINES = [
    FollowUpLine(question=1, member="zoe", by=by, at=NOW, kind=kind, text="Un point", due=due)
    for kind, by, due in (
        (FollowUpKind.OPENED, "zoe", None),
        (FollowUpKind.STEP, "amina", NOW),
        (FollowUpKind.VISIT, "", None),
    )
]
FOLLOW_UPS: list[object] = [
    FollowUp(question=PRIVATE, lines=lines, readers=readers)
    for lines in ([], _LINES[:1], _LINES)
    for readers in ([], ["amina"], ["amina", "samir"])
]
DEFERRED = replace(THEMED, territories=2).defer(Occasion.LETTER, NOW)
CALLED = OPEN.defer(Occasion.MATTERMOST, NOW).defer(Occasion.MATTERMOST, NOW)
BACK = DEFERRED.come_back()
CLOSED = OPEN.close("Déjà vu", NOW)
MERGED = OPEN.merge(replace(ANSWERED, number=5), NOW)
READ = Feed(id=1, url="https://a.fr/rss", succeeded_at=NOW)
PROPOSED = Proposed(article=12, title="Un guide", signed=True)
FAILING = replace(READ, failing_since=NOW, trouble=Trouble(ailment=Ailment.SLOW))


def _entry(number: int) -> Entry:
    return Entry(
        article=number,
        title=f"Article {number}",
        link=f"https://a.fr/{number}",
        source="Inclusion",
        theme="Culture numérique",
        published=NOW - timedelta(days=number),
    )


def _digest(count: int, *, late: timedelta = timedelta()) -> Digest:
    return compose(
        "42 - Loire", [_entry(number) for number in range(count)], due=NOW, made=NOW + late
    )


VEILLE = [
    replace(_entry(1), pinned=True, why="Un guide à imprimer", proposed=True, proposers=("louis",)),
    replace(
        _entry(2),
        verdict=Verdict.KEPT,
        summary="Un résumé.",
        proposed=True,
        alike=(replace(_entry(9), brief=True),),
    ),
    replace(_entry(3), verdict=Verdict.DROPPED, summary="Un résumé.", why="Utile"),
    replace(_entry(4), brief=True),
]


def _followed(feed: Feed) -> Following:
    return Following(
        network="loire",
        number=1,
        feed=feed,
        address=feed.url,
        name="Inclusion",
        theme="Culture numérique",
    )


IDEA = Idea(network="loire", number=4, text="Un mur de post-it", author="zoe", at=NOW)
VOTED = replace(IDEA, kind=IdeaKind.SPEAKER, signed=False, votes=2).choose(1)
TRIED = replace(IDEA, votes=1).hold(1, NOW)
PROJECT = replace(IDEA, kind=IdeaKind.PROJECT, votes=2)
PROJECTS = [
    PROJECT,
    replace(PROJECT, signed=False, votes=0),
    PROJECT.withdraw(NOW),
    *(PROJECT.end(step, NOW) for step in (IdeaStep.LAUNCHED, IdeaStep.ABANDONED)),
]
MEETING = Meeting(network="loire", number=5, at=NOW, place="La Manufacture")
HOSTED = MEETING.hosted("zoe", "Une médiathèque")
REMOTE = replace(MEETING, place="", link="https://visio.example.org/r").announce(NOW)
OFFER = Offer(user="zoe", words="La médiathèque", since=NOW)
TURN = HostTurn(user="zoe", why=HostReason.NEVER_HOSTED, since=NOW, tied=True)
TURNS = [
    TURN,
    HostTurn(user="louis", why=HostReason.LONGEST_AGO, since=NOW, hosted=NOW),
    HostTurn(user="amina", why=HostReason.NO_VOLUNTEER, hosted=NOW),
]
CALLS = [
    Call(user="louis", reply=HostReply.NO, at=NOW),
    Call(user="zoe", reply=HostReply.WAITED_FOR, at=NOW),
]
ROTA = Rota(
    offers=[OFFER],
    absences=[Absence(user="louis", until=NOW), Absence(user="amina", until=None)],
)
IDEAS_AGENDA = MEETING.agenda.add(4, IDEA.item).add(4, VOTED.item)
NO_PART = HostStanding(
    offer=None, absence=None, hosted=None, hosting=None, asked=None, volunteers=0
)


OCCASIONAL = (Change.DEFERRED, Change.RETURNED)
LIVED = [
    QuestionLife(
        theme=theme,
        asked_at=NOW - timedelta(days=40 * number),
        status=question.status,
        answered_at=question.answer.at if question.answer else None,
    )
    for number, theme in enumerate(("Bureautique", "", "Logement"))
    for question in (OPEN, ANSWERED)
]
COMPARED = replace(
    LOIRE, fragility="https://fragilite.example.org/42", fragility_source="Indice, [Mednum]"
)
FORM = Dialog(
    title="Planifier",
    submit="Planifier",
    introduction="Le réseau la verra une fois annoncée.",
    fields=(
        Field(
            name="date", label="Date", placeholder="jeudi 3 à 14\u00a0h", help="Le jour et l'heure."
        ),
        Field(
            name="lieu",
            label="Lieu",
            optional=True,
            choices=(Choice(label="En visio", value="v"), Choice(label="Sur place", value="p")),
        ),
    ),
)

CASES: dict[str, list[object]] = {
    "above": [None, _entry(5)],
    "again": [True, False],
    "alike": [[ANSWERED], [ANSWERED, replace(ANSWERED, number=7)]],
    "at": [NOW],
    "board": [
        Board(meeting=None, turns=[], calls=[], rota=Rota()),
        Board(meeting=MEETING, turns=TURNS, calls=CALLS, rota=ROTA),
        Board(meeting=HOSTED, turns=TURNS * 20, calls=CALLS[:1], rota=Rota()),
    ],
    "buttons": [True, False],
    "by": ["louis", ""],
    "carried": [True, False],
    "choice": [QuestionFilter(), QuestionFilter(statuses=()), QuestionFilter(theme="Bureautique")],
    "count": [0, 1, 3],
    "digest": [
        _digest(0),
        _digest(1),
        _digest(2, late=timedelta(hours=3)),
        compose("42 - Loire", VEILLE, due=NOW, made=NOW),
    ],
    "digests": [[compose("42 - Loire", VEILLE, due=NOW, made=NOW)]],
    "dropped": [[], [_entry(3), _entry(4)]],
    "dues": [[], [(NOW, 1), (NOW, 12)]],
    "entries": [VEILLE],
    "titles": [VEILLE],
    "numbered": [list(enumerate(VEILLE, start=1))],
    "entry": [*VEILLE],
    "place": [1, 2],
    "ranking": [RANKING],
    "sent": [False, True],
    "sorts": [False, True],
    "follows": [False, True],
    "double": [None, MERGED],
    "feeds": [
        [],
        [_followed(Feed(id=1, url="https://a.fr")), _followed(READ), _followed(FAILING)],
        [_followed(replace(FAILING, stopped=True, trouble=Trouble(ailment=Ailment.GONE)))],
    ],
    "exposed": [True, False],
    "found": [
        [],
        [
            SearchResult(label="Question n°\u00a012", text="Qui *prête*", more="Moi", answers=True),
            SearchResult(
                label="Article", text="Une [salle]", link="https://a.fr/)", more="À *lire*"
            ),
            SearchResult(label="Ressource n°\u00a03", text="Une fiche", post="f" * 26),
        ],
    ],
    "fresh": [True, False],
    "resource": [
        FILE,
        LINK,
        replace(FILE, title="fiche.pdf", signed=False),
        replace(FILE, withdrawn_at=NOW),
    ],
    "resources": [[], [FILE, LINK]],
    "event": [
        StoryEvent(change=change, at=NOW, who=who, how=how, detail=detail, people=2)
        for change in Change
        for who, how in (("amina", "slash"), ("", CLOCK))
        for detail in (["lettre", ""] if change in OCCASIONAL else ["5"])
    ],
    "helped": [[], ["zoe"]],
    "could": [0, 1, 3],
    "waiting": [0, 1, 4],
    "missing": ["", "Il manque un horaire"],
    "on": [True, False],
    "idea": [IDEA, VOTED, TRIED, IDEA.withdraw(NOW), replace(TRIED, author=""), *PROJECTS],
    "kinds": [[DataKind.PHONE], [DataKind.PHONE, DataKind.NAME, DataKind.EMAIL]],
    "leaves": [True, False],
    "left": [True, False],
    "in_form": [False, True],
    "doubtful": [False, True],
    "passages": [
        [],
        [
            Passage(DataKind.NAME, "Josette Exemple"),
            Passage(DataKind.ADDRESS, "3 rue *du* Puits"),
            Passage(DataKind.PHONE, "02 00 00 00 00"),
        ],
    ],
    "sure": [True, False],
    "anyway": ["Poser quand même"],
    "listed": [
        IdeasPage(ideas=[], total=0, page=1, last=1),
        IdeasPage(ideas=[IDEA], total=1, page=1, last=1),
        IdeasPage(ideas=[IDEA, VOTED], total=22, page=1, last=2),
    ],
    "meeting": [MEETING, HOSTED, REMOTE, replace(HOSTED, agenda=IDEAS_AGENDA)],
    "masked": ["", "Appelez [nom]"],
    "names": [[], ["Karim"], ["Karim", "K. *Ba*"]],
    "proposed": [
        PROPOSED,
        replace(PROPOSED, signed=False, others=2),
        replace(PROPOSED, fresh=False),
    ],
    "links": [[PROPOSED], [], [PROPOSED, replace(PROPOSED, article=13)]],
    "published": [["Ce lien est paru."], []],
    "numbers": [[12], [12, 13], [12, 13, 14]],
    "typed": ["12 13"],
    "shared": [[], [12], [12, 13]],
    "title": ["Un guide"],
    "useful": [True, False],
    "changed": [True, False],
    "roots": [[], ["besoin", "rencontre"]],
    "network": [LOIRE, replace(LOIRE, feeds=()), COMPARED],
    "contact": ["Mme *Roux*, roux@asso.example"],
    "now": [NOW],
    "offer": [OFFER, replace(OFFER, words="")],
    "own": [True, False],
    "number": [12],
    "open_to_all": [True, False],
    "pressed": [True, False],
    "other": [replace(OPEN, number=5)],
    "page": [
        QuestionPage(questions=[], total=0, page=1, last=1),
        QuestionPage(
            questions=[OPEN, SHARED, ANSWERED, PRIVATE, DEFERRED, MERGED],
            total=6,
            page=1,
            last=2,
        ),
    ],
    "picture": [True, False],
    "posted": [True, False],
    "question": [
        OPEN,
        SHARED,
        ANSWERED,
        SELF_ANSWERED,
        WITHDRAWN,
        THEMED,
        PRIVATE,
        DEFERRED,
        CALLED,
        BACK,
        CLOSED,
        MERGED,
    ],
    "questions": [[], [OPEN, SHARED], [DEFERRED]],
    "report": [
        make_report([], last_months(NOW, "Europe/Paris")),
        make_report(LIVED, last_months(NOW, "Europe/Paris")),
    ],
    "mine": [
        NO_PART,
        HostStanding(
            offer=OFFER,
            absence=ROTA.absences[0],
            hosted=NOW,
            hosting=HOSTED,
            asked=MEETING,
            volunteers=3,
        ),
        replace(NO_PART, absence=ROTA.absences[1], hosted=NOW, volunteers=1),
    ],
    "still": [None, HOSTED],
    "story": [[], [StoryEvent(change=Change.ASKED, at=NOW, who="amina", how="slash")]],
    "text": ["Bonjour"],
    "themes": [THEMES],
    "theirs": [None, replace(HOSTED, number=6, host="louis")],
    "turn": [*TURNS],
    "until": [NOW, None],
    "commands": [[route for route in ROUTES if route.path in COMMANDS]],
    "dialog": [None, FORM],
    "fields": [FORM.fields, FORM.fields[:1]],
    "file": ["un tableau au format CSV"],
    "total": [0, 1, 2],
    "was_away": [True, False],
    "words": ["", "répondues"],
    "wording": [
        {"adviser": "conseiller numérique", "advisers": "conseillères et conseillers numériques"}
    ],
}
"""For each name that a first line may give, the cases worth rendering."""

POLL = Poll(
    network="loire",
    number=2,
    author="amina",
    dates=(NOW + timedelta(days=31), NOW + timedelta(days=36)),
    closes_at=NOW + timedelta(days=7),
    made_at=NOW,
)
PICKED_POLL = replace(POLL, words="Mairie", status=PollStatus.PICKED, picked=POLL.dates[1])
BALLOTS = [Ballot(user="louis", date=1, vote=Vote.YES), Ballot(user="zoe", date=2, vote=Vote.YES)]
POLLS = [
    POLL,
    replace(POLL, words="Mairie", status=PollStatus.CLOSED),
    PICKED_POLL,
    replace(POLL, status=PollStatus.DROPPED),
]
CASES |= {
    "date": [2],
    "doubted": [
        [Doubted(number=1, at=NOW, sentences=("C'est un jour férié.", "C'est loin."))],
        [
            Doubted(number=1, at=NOW, sentences=("C'est un samedi.",)),
            Doubted(number=0, at=NOW, sentences=("C'est loin.",)),
        ],
    ],
    "others": [[], [1], [1, 3]],
    "poll": [*POLLS],
    "standing": [count(poll, ballots) for poll in POLLS for ballots in ([], BALLOTS[:1], BALLOTS)],
    "vote": [None, *Vote],
    "votes": [{}, {2: Vote.IF_NEEDED}],
}

FOLLOWED = _followed(READ)
RULED = replace(
    FOLLOWED,
    rules=Rules(
        include=("ameli",), exclude=("bourse",), themes=(("Santé", ("caf", "soins")),), cap=3
    ),
)
SUGGESTION = Suggestion(name="CNIL", address="https://cnil.fr", theme="Justice", about="Droits.")
CASES |= {
    "manages": [True, False],
    "following": [FOLLOWED, RULED, _followed(FAILING)],
    "each": [
        FOLLOWED,
        *(replace(FOLLOWED, standing=one) for one in feeds_followed.FollowingStatus),
    ],
    "usual": [5],
    "here": [None, FOLLOWED, replace(FOLLOWED, standing=feeds_followed.FollowingStatus.SUSPENDED)],
    "title": ["Inclusion"],
    "newest": [[], [Article(link="https://a.fr/1", title="Une étude", published=NOW)]],
    "followed": [FOLLOWED, None],
    "trouble": [Trouble(ailment=each) for each in Ailment if each is not Ailment.HTTP],
    "choices": [[], ["https://a.fr/1", "https://a.fr/2"]],
    "changed": [[], [FOLLOWED]],
    "imported": [
        ImportedFeeds(added=[], known=1, refused=[]),
        ImportedFeeds(added=[FOLLOWED, RULED], known=0, refused=["x"] * 12),
    ],
    "unchecked": [0, 2],
    "waiting": [0, 1, 12],
    "offered": [[], VEILLE[:1], VEILLE],
    "failing": [[], [FOLLOWED], [FOLLOWED] * 4],
    "outcome": ["", "renewed", "opened", "closed", "same"],
    "last": [1, 3],
}

FOUND_DEADLINE = Deadline(
    network="loire",
    number=3,
    title="Appel à projets",
    link="https://a.fr/aap",
    phrase="jusqu'au 20 novembre",
    ends=NOW + timedelta(days=18),
    at=NOW,
)
CONFIRMED_DEADLINE = replace(
    FOUND_DEADLINE.take(DeadlineStep.CONFIRMED, "amina", NOW), number=4, applicants=2
)
DEADLINES = [
    FOUND_DEADLINE,
    replace(FOUND_DEADLINE, number=5, link="", phrase=""),
    replace(FOUND_DEADLINE, number=6, status=DeadlineStatus.DOUBTFUL),
    CONFIRMED_DEADLINE,
    replace(CONFIRMED_DEADLINE, ends=None, applicants=1),
]
CASES |= {
    "deadline": [*DEADLINES, FOUND_DEADLINE.take(DeadlineStep.DROPPED, "amina", NOW)],
    "deadlines": [DEADLINES[2:3], DEADLINES],
    "ended": [False, True],
    "ends": [NOW, None],
    "newcomer": ["louis"],
    "people": [[], ["zoe"], ["zoe", "amina"]],
    "settles": [True, False],
}
BLOCKS: list[object] = [
    ComingDeadlines(near=[], others=0),
    ComingDeadlines(near=DEADLINES[:1], others=0),
    ComingDeadlines(near=DEADLINES, others=2),
]

CAFE = CalendarEvent(
    title="Café [numérique]", starts=NOW, ends=NOW, link="https://agenda.example.org/1"
)
ELSEWHERE = [
    Elsewhere(event=each, source="L'agenda du wiki")
    for each in (CAFE, replace(CAFE, whole_days=True, link=""), CAFE, CAFE, CAFE)
]
CASES |= {
    "elsewhere": [[], ELSEWHERE[1:2], ELSEWHERE],
    "days": [[(NOW, []), (NOW, [])], [(NOW, ELSEWHERE[:2]), (NOW, ELSEWHERE)]],
    "to_come": [None, 0, 1, 5],
    "soonest": [[], [CAFE, replace(CAFE, whole_days=True)]],
}

ASKED_ITEM = AgendaItem(kind=ItemKind.QUESTION, text="Qui prête", ref=12, minutes=5)
POINT = AgendaItem(kind=ItemKind.POINT, text="Les tablettes", minutes=20, owner="@zoe")
ARTICLE = AgendaItem(kind=ItemKind.ARTICLE, text="Une étude", ref=3, owner="Zoé")
FULL = (
    Agenda(dropped=(("article", 4),))
    .add(2, ARTICLE)
    .add(3, ASKED_ITEM)
    .add(3, replace(POINT, owner="", link="https://www.wooclap.com/ABCDEF"))
    .add(4, POINT)
)
FULL = FULL.with_parts(
    (
        *FULL.parts[:3],
        replace(FULL.part(4), owner="@louis"),
        AgendaPart(kind=PartKind.FREE, title="Repas", minutes=60),
    )
)
ANNOUNCED = replace(MEETING, agenda=FULL, place="Mairie", link="https://v.fr").announce(NOW)
RUNNING = replace(ANNOUNCED.start(NOW), step=AgendaPlace(3, 1))
HELD = replace(
    RUNNING.finish(NOW + timedelta(minutes=90)), host="zoe", present=18, structures=9, others=1
)
CANCELLED = ANNOUNCED.cancel("La salle n'est plus libre", NOW)
CHANGED = replace(ANNOUNCED, agenda_changed_at=NOW, entrusted_to="zoe", place="", link="")
CASES["came"] = [0, 1, 3]
CASES["purpose"] = ["", "voter"]
CASES["meeting"] += [replace(MEETING, number=0), ANNOUNCED, CHANGED, RUNNING, HELD, CANCELLED]
CASES["view"] = [
    AgendaView(ended={}, most=6, width=60),
    AgendaView(ended={12: QuestionStatus.ANSWERED}, most=1, width=60, news=False),
    AgendaView(ended={12: QuestionStatus.WITHDRAWN}, most=1, width=60),
]
DECISION = Note(number=1, kind=NoteKind.DECISION, text="Un atelier", at=NOW)
ACTION = Note(number=2, kind=NoteKind.ACTION, text="Réserver", who="Zoé", due=NOW, at=NOW)
NOTES = [DECISION, ACTION, replace(ACTION, who=""), replace(ACTION, due=None)]
OUTCOMES = replace(
    HELD,
    agenda=FULL.answer(AgendaPlace(3, 1), "La mairie", "zoe")
    .cover(4)
    .add(3, replace(ASKED_ITEM, ref=13, to=Occasion.LETTER))
    .add(3, replace(ASKED_ITEM, ref=14)),
)
MINUTES = [
    make_minutes(MEETING, [], told=range(100), next_at=NOW, next_host=""),
    make_minutes(OUTCOMES, NOTES, told=range(100), next_at=NOW, next_host="louis"),
    make_minutes(OUTCOMES, 4 * NOTES, told=range(100), next_at=NOW, next_host=""),
]
PLACE = PageRequest(network=LOIRE, last="a", page="https://b.fr/veille/a", number=None, open=False)
RICH = compose(
    "loire",
    [
        replace(_entry(1), why="À lire", summary="Un résumé", proposed=True),
        replace(_entry(2), brief=True, link=""),
    ],
    due=NOW,
    made=NOW,
)
CASES |= {
    "undecided": [
        UndecidedText(network="loire", user="louis", route="besoin", text="Le cloud", made_at=NOW),
        UndecidedText(network="loire", user="zoe", route="veille proposer", text="a", made_at=NOW),
    ],
    "intent": ["thanks", "goodbye", "agreement", "other"],
    "asks": [True, False],
    "link": [False, True],
    "any": [True, False],
    "inside": [0, 1, 3],
    "post": ["", "4xp9fdt77pncbef59f4k1qe83o"],
    "what": ["pour la lettre", ""],
    "actions": [[], [ACTION], NOTES[1:]],
    "addresses": [
        ReadingAddresses(own="", everyone=""),
        ReadingAddresses(own="https://bot.example.org/veille/abc", everyone=""),
        ReadingAddresses(
            own="https://bot.example.org/veille/abc",
            everyone="https://bot.example.org/veille/loire",
        ),
    ],
    "coordinates": [True, False],
    "place": [PLACE, replace(PLACE, open=True)],
    "newer": ["", "https://b.fr/veille/a"],
    "older": ["", "https://b.fr/veille/a?page=3"],
    "reading": [
        VeilleReading(digests=(), since=NOW),
        VeilleReading(
            digests=[_digest(2), _digest(0)],
            since=NOW,
            ranking="Les plus récents d'abord.",
            coming=[
                Deadline(
                    network="loire",
                    number=1,
                    title="Un appel",
                    link="https://a.fr",
                    ends=NOW,
                    at=NOW,
                    status=DeadlineStatus.CONFIRMED,
                ),
                Deadline(
                    network="loire",
                    number=2,
                    title="Un fonds",
                    link="",
                    ends=None,
                    at=NOW,
                    phrase="avant mai",
                ),
            ],
        ),
        VeilleReading(digests=[RICH], since=NOW),
    ],
    "style": ["a { b: c }"],
    "address": ["", "https://bot.example.org/calendrier/abc.ics"],
    "coming": [{"place": 0, "video": 0}, {"place": 1, "video": 2}, {"place": 2, "video": 0}],
    "passed": [False, True],
    "counts": [{Attendance.PLACE: 2, Attendance.VIDEO: 1, Attendance.NO: 0}],
    "dates": [[NOW, NOW + timedelta(days=31)]],
    "doubts": [["Est-ce bien un samedi\u00a0?"], ["C'est loin.", "C'est férié."]],
    "item": [None, ASKED_ITEM],
    "minutes": [*MINUTES],
    "pace": [pace(RUNNING, NOW), pace(replace(RUNNING, step_at=NOW + timedelta(hours=4)), NOW)],
    "answer": ["", "La mairie"],
    "note": [*NOTES, replace(ACTION, done_at=NOW)],
    "part": [Agenda().part(1), FULL.part(3), FULL.part(4)],
    "planned": [[], [MEETING, ANNOUNCED]],
    "news": ["left", "nobody"],
    "renewed": [False, True],
    "said": [Attendance.PLACE, Attendance.VIDEO, Attendance.NO],
    "skipped": [NOW],
    "read": [False, True],
    "opened": [True, False],
    "hold": [0, 1, 30],
    "closed": [None, ChannelState.ARCHIVED, ChannelState.REMOVED, ChannelState.MISSING],
    "coordinated": [True, False],
    "people": [[], ["amina"], ["amina", "louis", "zoe"]],
    "taken": ["nadia"],
    "key": ["", "0123456789abcdef"],
    "readers": [
        Readers(),
        Readers(possible=["amina"]),
        Readers(possible=["amina", "louis"]),
        Readers(sent=["amina"], possible=["amina", "louis"]),
    ],
    "to": [*Occasion],
    "told": [
        [],
        [
            Feelings(at=NOW, until=NOW),
            Feelings(at=NOW),
            Feelings(at=NOW, faces=GroupedCounts((("5", 6),)), lines=["Très utile", "Bien"]),
            Feelings(at=NOW, faces=GroupedCounts((("5", 6), ("4", 4)), 3), lines=[]),
        ],
    ],
    "tools": [[], list(default_tools().tools_for(Purpose.VOTE))],
}
BETWEEN = parse_rhythm("le 2e jeudi, les mois sans rencontre, 9 h 30")
LETTERED = replace(LOIRE, letter=BETWEEN)
RULES = [
    RuleTold(due=each, text=text, dates=dates, yearly=len(dates), own=bool(dates))
    for each in Due
    for text, dates in (("jamais", ()), (BETWEEN.text, ()), ("le 2 à 9 h", (NOW, NOW)))
]
CHANGED_RULES = [
    Changed(due=each, network=LETTERED, before="jamais", back="habituel", fresh=True)
    for each in Due
]
EVENTS = [
    YearEvent(due=each, at=NOW + timedelta(days=2), state=state, number=number, draft=draft)
    for each in Due
    for state in State
    for number, draft in ((0, False), (3, False), (3, True))
]
GLANCES = [
    look(events, began=NOW - timedelta(days=days), now=NOW, zone="Europe/Paris")
    for events in ([], EVENTS[:2], EVENTS, EVENTS[-3:-2])
    for days in (1, 400)
]
CASES |= {
    "ahead": [[], EVENTS[:1], EVENTS[-4:], *([each] for each in EVENTS)],
    "changes": [
        {},
        {each.due: each for each in CHANGED_RULES},
        *({each.due: each} for each in CHANGED_RULES),
    ],
    "glance": [*GLANCES],
    "month": [*GLANCES[0].months],
    "rule": [*RULES],
    "rules": [RULES[::3], RULES[1::3], RULES[2::3]],
}
PASSED = [RUNNING.finish(NOW), RUNNING.finish(NOW).report()]
ENTRUSTED = Entrusted(
    network="loire", task=EntrustedTask.SORTING, user="zoe", by="amina", at=NOW, asked_at=NOW
)
DID = NotedGesture(network="loire", user="louis", line="Question n° 12 : moi aussi", at=NOW)
MADE = Made(
    source=Source(
        server="test",
        post="p",
        network="loire",
        kind=MadeKind.QUESTION,
        ref="12",
        channel="c",
        at=NOW,
    ),
    author="louis",
    text="Une salle à prêter",
    called="votre question n°\u00a012",
)
CASES |= {
    "gestures": [[], [DID, replace(DID, route="besoin sans-moi")]],
    "names": [{}, {"loire": "42"}],
}
CASES |= {
    "cited": [[], [12], [3, 12, 4]],
    "given": [
        ENTRUSTED,
        replace(ENTRUSTED, task=EntrustedTask.MINUTES),
        replace(ENTRUSTED, task=EntrustedTask.GUIDE),
        replace(ENTRUSTED, task=EntrustedTask.MEETING, number=4, accepted_at=NOW),
    ],
    "step": [each.value for each in EntrustedStep],
}
CASES |= {"made": [MADE], "taken": [True, False], "deleted": [True, False]}
CASES |= {"waited": [True, False]}
CASES |= {"settled": [True, False], "settled_at": [NOW]}
OWN: dict[str, dict[str, list[object]]] = {
    "besoin/doubt.md.j2": {"passages": [[Passage(DataKind.ADDRESS, "3 rue *du* Puits")]]},
    "besoin/names.md.j2": {"names": [["Karim"], ["Karim", "K. *Ba*"]]},
    "besoin/named.md.j2": {"names": [["Karim"]]},
    "besoin/found.md.j2": {
        "close": [True, False],
        "later": [0, 1, 38],
        "opens": [NOW],
    },
    "besoin/passages.md.j2": {"passages": [[Passage(DataKind.ADDRESS, "3 rue *du* Puits")]]},
    "aide/message_edited.md.j2": {"words": ["Une salle le mardi"]},
    "aide/message_hidden.md.j2": {"until": [NOW]},
    "besoin/undecided_erased.md.j2": {"offered": [True, False]},
    "picture.svg.j2": {
        "picture": [
            *year_cases.PICTURES,
            *(lay_out_glance(each, LOIRE) for each in GLANCES),
        ]
    },
    "reseau/channel_closed.md.j2": {
        "state": [ChannelState.ARCHIVED, ChannelState.REMOVED],
        "network": [LOIRE, replace(LOIRE, home=Home.CHAT)],
    },
    "reseau/late.md.j2": {"made_at": [NOW], "network": [LOIRE]},
    "reseau/rhythm_changed.md.j2": {"network": [LETTERED, LOIRE]},
    "reseau/event.md.j2": {"event": [*EVENTS]},
    "veille/resource_offered.md.j2": {"called": ["", "une *fiche*.pdf"]},
    "veille/resource_dead.md.j2": {"resource": [LINK]},
    "rencontre/attending.md.j2": {
        "coming": [1, 2, 3],
        "said": [None, Attendance.PLACE, Attendance.VIDEO, Attendance.NO],
    },
    "rencontre/idea_supported.md.j2": {"changed": [True, False]},
    "rencontre/project_ended.md.j2": {"idea": [*PROJECTS[3:]]},
    "rencontre/project_people.md.j2": {"card": ["Un projet"]},
    "besoin/unsent.md.j2": {
        "why": ["came", "gone", "late"],
        "sent": [True, False],
        "readers": [Readers(possible=["amina"]), Readers(possible=["amina", "louis"])],
    },
    "besoin/call_noted.md.j2": {"changed": [True, False]},
    "rencontre/comers.md.j2": {
        "said": [
            [],
            [
                SaidAttendance("louis", Attendance.PLACE, silent=False),
                SaidAttendance("zoe", Attendance.VIDEO, silent=True),
                SaidAttendance("amina", Attendance.NO, silent=False),
            ],
        ]
    },
    "rencontre/next.md.j2": {
        "voted": [True, False],
        "waiting": [0, 1, 12],
        "last": [None, HELD, HELD.report()],
    },
    "rencontre/cancelled_comers.md.j2": {"meeting": [CANCELLED]},
    "rencontre/reminder.md.j2": {"coming": [None, Attendance.PLACE, Attendance.VIDEO]},
    "rencontre/asked_now.md.j2": {"item": [ASKED_ITEM]},
    "rencontre/deferral_noted.md.j2": {"to": [None, *Occasion]},
    "rencontre/held_private.md.j2": {"meeting": [ANNOUNCED, RUNNING, *PASSED, HELD, CANCELLED]},
    "rencontre/held_reread.md.j2": {
        "meeting": [HELD, replace(HELD, held_by="amina", present=0)],
        "settled": [[], [replace(ASKED_ITEM, to=Occasion.LETTER)] * 7],
    },
    "rencontre/that_day.md.j2": {"elsewhere": [ELSEWHERE[1:2], ELSEWHERE]},
    "rencontre/paste.md.j2": {
        "questions": [[], ["Qui prête ?"], ["Qui prête ?"] * 8],
        "ideas": [[], ["Un mur de post-it ```"] * 3],
        "total": [8],
    },
    "rencontre/held_running.md.j2": {
        "part": [FULL.part(3), replace(FULL.part(3), items=(POINT, ARTICLE) * 4)],
        "item": [
            None,
            ASKED_ITEM,
            replace(ASKED_ITEM, answer="La mairie"),
            replace(ASKED_ITEM, to=Occasion.MEETING),
        ],
    },
    "besoin/follow_up.md.j2": {
        "question": [PRIVATE, replace(PRIVATE, call_back=True)],
        "found": FOLLOW_UPS,
        "own": [True, False],
    },
    "besoin/follow_up_asked.md.j2": {"question": [PRIVATE], "readers": [["amina", "samir"]]},
    "besoin/follow_up_told.md.j2": {"question": [PRIVATE]},
    "besoin/follow_up_erasing.md.j2": {"line": [0, 3]},
    "rencontre/announced.md.j2": {"meeting": [MEETING, REMOTE, CANCELLED, RUNNING, *PASSED]},
    "rencontre/minutes_wait.md.j2": {"until": [NOW]},
    "rencontre/minutes_archived.md.j2": {"opening": ["Le compte rendu"], "more": [False, True]},
    "rencontre/minutes_draft.md.j2": {"opening": ["Le compte rendu"], "more": [False, True]},
}
"""Names that mean something else in one template."""

OWN |= {f"veille/{name}.md.j2": {"deadlines": BLOCKS} for name in ("deadlines", "digest")}
OWN["veille/digest.md.j2"] |= {"others": [0, 1, 3], "followed": [True, False]}
OWN |= {
    "veille/address_asked.md.j2": {"opening": [True, False]},
    "veille/feed.md.j2": {"outcome": ["", "set", "same"]},
    "veille/card.md.j2": {"place": [1, 12]},
    "veille/again.md.j2": {"page": ["", "https://b.fr/veille/a"]},
    "veille/archives.md.j2": {"page": ["", "https://b.fr/veille/a"]},
    "veille/preview.md.j2": {"page": [1, 2], "entries": [[], VEILLE], "due": [NOW]},
    "veille/state.md.j2": {"due": [NOW], "deadlines": BLOCKS},
    "veille/deadlines_list.md.j2": {"deadlines": [[], DEADLINES], "others": [0, 1, 3]},
    "veille/suggestions.md.j2": {
        "feeds": [[(SUGGESTION, True), (SUGGESTION, False)]],
        "page": [1],
    },
    "veille/feeds.md.j2": {"failing": [0, 1], "total": [0, 1, 40]},
    "veille/unsigned.md.j2": {"signed": [True, False]},
    "veille/deadline.md.j2": {
        "outcome": ["", *(each.value for each in Told), "dropped", "restored"]
    },
    "lettre/put_aside.md.j2": {
        "encrypted": [False, True],
        "most": [20, 0],
        "news": [True, False],
        "followed": [None, FOLLOWED],
    },
    "veille/tried.md.j2": {"fresh": [False], "followed": [None, FOLLOWED]},
    "veille/standing.md.j2": {
        "feeds": [[FOLLOWED]],
        "standing": [each.value for each in feeds_followed.FollowingStatus],
    },
}

for _cases in (
    *(announcement_cases, belt_cases, helping_cases, letter_cases, mail_cases, standing_cases),
    *(form_cases, outside_cases, reseau_cases, survey_cases, pile_cases, past_cases),
    *(memory_cases, record_cases),
):
    CASES |= _cases.CASES
    OWN |= _cases.OWN
OWN |= year_cases.OWN | entry_cases.OWN
_OTHERS = r'(?:include|extends) "(.+?)"'

PARTIAL = {
    "besoin/above.md.j2",
    "lettre/opening.md.j2",
    "lettre/holds.md.j2",
    "rencontre/points.md.j2",
} | {f"veille/{name}.md.j2" for name in ("deadlines", "proposers", "questions")}
NEEDS: dict[str, list[Question] | list[Poll]] = {
    "besoin/answer_found.md.j2": [MERGED],
    "besoin/answered.md.j2": [ANSWERED],
    "besoin/answered_asker.md.j2": [ANSWERED, SELF_ANSWERED],
    "besoin/answered_thread.md.j2": [ANSWERED, SELF_ANSWERED],
    "besoin/closed_people.md.j2": [CLOSED],
    "besoin/completed_reply.md.j2": [ANSWERED],
    "besoin/deferred.md.j2": [DEFERRED, CALLED, replace(CALLED, visibility=Visibility.PRIVATE)],
    "besoin/deferred_asker.md.j2": [DEFERRED, CALLED],
    "besoin/merged.md.j2": [MERGED],
}
"""Templates that speak of some questions only."""


LONG = {
    "aide/commands.md.j2",  # rendered here with all commands, said by pages of six
    "lettre/letter.md.j2",  # a file
    "lettre/rest.md.j2",  # in the thread
    "reseau/survey_results.md.j2",  # in the thread
    "reseau/survey_template.md.j2",  # in a form
}
"""Templates that no channel and no person is shown whole."""

_TU = re.compile(r"\b(tu|te|ton|ta|tes|toi|t')\b", re.IGNORECASE)
_BREAKING = re.compile(r" [;:?!»](?:\s|$|[*_).,])|« |n° ")


@pytest.fixture(scope="module")
def rendered() -> dict[str, list[str]]:
    """Return each template's renderings, made once for all that looks at them."""
    return {template: list(_renderings(template)) for template in TEMPLATES}


def _faults(rendered: dict[str, list[str]], wrong: Callable[[str, str], bool]) -> list[str]:
    """List the texts that are wrong; the first of each template is enough to mend it."""
    found = (
        next(((name, text) for text in texts if wrong(name, text)), None)
        for name, texts in rendered.items()
    )
    return [f"{name}: {text}" for name, text in filter(None, found)]


def test_every_template_is_rendered_and_says_something(rendered: dict[str, list[str]]) -> None:
    def wrong(name: str, text: str) -> bool:
        return "None" in text or "object at" in text or not (text or name in PARTIAL)

    assert [name for name, texts in rendered.items() if not texts] == []
    assert _faults(rendered, wrong) == []


@pytest.mark.usefixtures("rendered")  # an unknown name is told with its line
def test_a_template_needs_what_its_first_line_names_and_nothing_else() -> None:
    unused = []
    for template in TEMPLATES:
        body = (FOLDER / template).read_text(encoding="utf-8").split("\n", 1)[1]
        body += "".join((FOLDER / each).read_text("utf-8") for each in re.findall(_OTHERS, body))
        unused += [
            f"{template} does not use {name}"
            for name in _documented(template)
            if not re.search(rf"\b{name}\b", body)
        ]

    assert unused == []


def test_french_spaces_do_not_break(rendered: dict[str, list[str]]) -> None:
    def outside_code(text: str) -> str:
        return "".join(text.split("`")[::2])

    assert _faults(rendered, lambda _, text: bool(_BREAKING.search(outside_code(text)))) == []


def test_nobody_is_called_tu_nor_shouted_at(rendered: dict[str, list[str]]) -> None:
    def wrong(_: str, text: str) -> bool:
        calm = re.sub("<!--.*?-->", "", text.removeprefix("<!doctype html>"))
        return bool(_TU.search(text)) or "!" in calm or "·" in text

    assert _faults(rendered, wrong) == []


def test_a_message_of_a_channel_or_to_one_person_fits_a_phone_screen(
    rendered: dict[str, list[str]],
) -> None:
    """Look at the usual rendering, the median: the sandbox measures what two months make."""
    lines = {
        name: sorted(Seen(Place.CHANNEL, text).lines for text in texts)[len(texts) // 2]
        for name, texts in rendered.items()
        if name.endswith(".md.j2") and name not in LONG
    }

    assert [each for each in lines.items() if each[1] > Place.CHANNEL.limit] == []


def test_no_line_ends_in_spaces_and_no_gap_is_taller_than_a_line(
    rendered: dict[str, list[str]],
) -> None:
    def wrong(_: str, text: str) -> bool:
        return "\n\n\n" in text or bool(re.search(r"[ \t]+$", text, re.MULTILINE))

    assert _faults(rendered, wrong) == []


def test_each_item_of_a_list_begins_a_line(rendered: dict[str, list[str]]) -> None:
    assert _faults(rendered, lambda _, text: bool(re.search(r"[.!?»]- ?\*\*", text))) == []


def test_what_follows_a_quotation_or_a_list_does_not_go_on_with_it(
    rendered: dict[str, list[str]],
) -> None:
    """Markdown takes a line right under a quotation or an item for its next line."""

    def wrong(_: str, text: str) -> bool:
        return any(
            line.startswith(("> ", "- "))
            and after.strip()
            and not after.startswith((line[:2], "  ", ">"))
            for line, after in pairwise(text.splitlines())
        )

    assert _faults(rendered, wrong) == []


def test_every_template_is_said_by_some_code_and_every_name_exists() -> None:
    included = {
        name
        for template in TEMPLATES
        for name in re.findall(_OTHERS, (FOLDER / template).read_text(encoding="utf-8"))
        if name.endswith(".j2")
    }

    assert sorted({name for _, name in _rendered_by_code()} | included) == TEMPLATES


def test_other_peoples_links_are_written_by_one_function() -> None:
    """`link_to` leaves out what does not lead to the web: no template writes a link by itself."""
    ours = ("](/_redirect/pl/", "](/{{ team }}/messages/@courroie)", "]({{ page }}")
    written = [
        f"{name}: {rest}"
        for name in TEMPLATES
        if name.endswith(".md.j2")
        for rest in re.findall(r"\]\(.{0,40}", (FOLDER / name).read_text(encoding="utf-8"))
        if not rest.startswith(ours)
    ]

    assert written == []


def test_code_gives_each_template_what_it_documents() -> None:
    given = [
        (
            name,
            sorted(
                {each.arg or "**" for each in call.keywords} - _OF_REPLY | _by_itself(call, name)
            ),
        )
        for call, name in _rendered_by_code()
    ]

    assert [(name, names) for name, names in given if names != sorted(_documented(name))] == []


_OF_REPLY = {"seen"}
"""What `Context.reply` is given for the reply itself, not for its template."""


def _by_itself(call: ast.Call, template: str) -> set[str]:
    """Return what a context gives besides, to a template that wants it."""
    by_context = ast.unparse(call.func) in {"ctx.reply", "ctx.render", "after.render"}
    return {"network", "now", "wording"} & set(_documented(template)) if by_context else set()


def test_the_help_speaks_of_every_command_in_the_infinitive() -> None:
    told = [route.summary for route in ROUTES if route.summary]

    assert len(told) > 20
    assert [
        each
        for each in told
        if each.endswith(".") or not re.match(r"(ne (pas )?)?\w+(er|ir|re)\b", each)
    ] == []


def test_refusals_are_polite_too() -> None:
    """Look at every French sentence that code holds: those with an accent or a guillemet."""
    spoken = [
        (path, node.value)
        for folder in ("bot", "commands")
        for path in sorted((HOUSE / folder).rglob("*.py"))
        if "discretion" not in path.parts  # patterns of what people type, « tu » included
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.search(r"[«éèàêç]|\bvous\b", node.value) and not (set("\\\n") & set(node.value))
    ]
    rude = re.compile(r"\b(tu|ton|ta|tes|toi)\b|\w[\u00a0 ]!(\s|$)")

    assert len(spoken) > 500
    assert [f"{path}: {text}" for path, text in spoken if rude.search(text)] == []


def test_without_slash_commands_nobody_is_told_to_type_one(rendered: dict[str, list[str]]) -> None:
    """Read all templates and refusals as they are written on a server that has none."""
    slash = re.compile(rf"(?<![\w/.<])/(?:{'|'.join(ROOTS)})(?![\w-])")

    def wrong(_: str, text: str) -> bool:
        filled = re.sub(r"`/?\{\w+\}", "`/besoin", text)
        return bool(slash.search(as_typed(filled, name="courroie", triggers=())))

    refusals = [each.reply for each in _refusals()]

    assert len(refusals) > 100
    assert _faults(rendered, wrong) == []
    assert [reply for reply in refusals if wrong("", reply)] == []


def test_a_message_has_people_type_one_command_at_most(rendered: dict[str, list[str]]) -> None:
    """Buttons carry the rest; only the list of all commands is one."""

    def wrong(name: str, text: str) -> bool:
        return name != "aide/commands.md.j2" and text.count("`/") > 1

    assert _faults(rendered, wrong) == []
    assert [each.reply for each in _refusals() if each.reply.count("`/") > 1] == []


def _refusals() -> Iterator[Refusal]:
    """Yield the rows of refusals, of all modules."""
    for folder in ("bot", "commands"):
        for path in sorted((HOUSE / folder).rglob("*.py")):
            module = ".".join(path.relative_to(HOUSE).with_suffix("").parts)
            if module.rpartition(".")[2] not in ("__init__", "env") and "versions" not in module:
                names = vars(importlib.import_module(module)).values()
                yield from (each for each in names if isinstance(each, Refusal))


def _documented(template: str) -> list[str]:
    """Read `{# question: Question, page, last: int #}`: the names."""
    first = (FOLDER / template).read_text(encoding="utf-8").split("\n", 1)[0]
    found = re.fullmatch(r"\{# (.+) #\}", first)
    assert found, f"{template}: its first line names nothing"
    names = re.sub(r"\[.*?\]", "", found[1]).split(", ")
    return [each.partition(": ")[0] for each in names]


def _renderings(template: str) -> Iterator[str]:
    """Render a template in every case of each of its names, the others at their first."""
    render = make_render()
    names = _documented(template)
    own = OWN.get(template, {})
    cases = {name: CASES[name] for name in names if name not in own} | own
    if template in NEEDS:
        needed: dict[str, list[object]] = {
            "question": [*NEEDS[template]],
            "questions": [NEEDS[template], 2 * NEEDS[template]],
            "poll": [*NEEDS[template]],
        }
        cases |= {name: needed[name] for name in needed.keys() & cases.keys()}
    usual = {name: cases[name][0] for name in names}
    for name in names:
        for case in cases[name]:
            yield render(template, **{**usual, name: case})
    if {"digest", "network"} <= {*names}:
        yield render(
            template, **{**usual, "digest": _digest(0), "network": replace(LOIRE, feeds=())}
        )


@cache
def _rendered_by_code() -> list[tuple[ast.Call, str]]:
    found = []
    for folder in ("bot", "commands", "scheduler"):
        for path in (HOUSE / folder).rglob("*.py"):
            for node in ast.walk(tree_of(path)):
                match node:
                    case (
                        ast.Call(
                            func=ast.Attribute(attr="render") | ast.Name(id="render"),
                            args=[ast.Constant(value=str(name))],
                        )
                        | ast.Call(
                            func=ast.Attribute(attr="reply"),
                            args=[ast.Constant(value=str(name)), *_],
                        )
                    ) if name.endswith(".j2"):
                        found.append((node, name))
    return found
