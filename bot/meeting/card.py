"""The card of a meeting until it is held: what it says, and the verbs of whoever reads it.

What it says while it is held, and afterwards, is in `holding.py` and `reporting.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.message import Button, Option, menu
from bot.meeting.agenda import Agenda, AgendaItem, AgendaPlace
from bot.meeting.rules import Attendance, Meeting
from bot.network.parts import PartKind
from bot.question.rules import Question, QuestionStatus
from bot.talk.context import Context
from bot.talk.render import duration
from bot.veille.elsewhere.showing import that_day

DOOR = "rencontre"
PLAN = "rencontre planifier"
POLL = "rencontre sonder"
POLL_SHOWN = "rencontre sondage"
MODIFY = "rencontre modifier"
ANNOUNCE = "rencontre annoncer"
CANCEL = "rencontre annuler"
HOLD = "rencontre tenir"
HOSTING = "rencontre accueil"
ENTRUST = "rencontre animation"
DECLINE = "rencontre ne-pas-animer"
AGENDA = "rencontre ordre-du-jour"
ADD = "rencontre ajouter"
ADD_QUESTIONS = "rencontre ajouter-questions"
CHANGE = "rencontre changer"
REMOVE = "rencontre enlever"
LENGTHS = "rencontre durées"
PASTE = "rencontre coller"

TO_HOST = "hôte"
TO_NOBODY = "personne"
"""What `rencontre animation` takes besides a name: the host, or the coordination again."""

LABEL_LIMIT = 60
"""Characters of a choice in a menu: more is cut on a phone."""

_WORDS_KEPT = 40
"""Characters of a point that a menu's choice repeats, by which it is found if it has moved."""

_POINT_WIDTH = 60
_POINT_LINES = 2
_LINES = 14
"""A phone shows 25 lines: these are for the points of an agenda, of which each takes two."""

_PART_WIDTH = 100
_PART_POINTS = 7
"""The same for one part alone."""

Ended = Mapping[int, QuestionStatus]
"""What became of the questions of an agenda that do not wait any more, by number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaView:
    """What is shown of an agenda: points of a part, characters of a point, the news or how many."""

    ended: Ended
    most: int
    width: int
    news: bool = True


def announced_text(
    ctx: Context, meeting: Meeting, ended: Ended, coming: Mapping[Attendance, int]
) -> str:
    """Return what an announcement says, and goes on to say."""
    return ctx.render(
        "rencontre/announced.md.j2",
        meeting=meeting,
        coming={way.value: count for way, count in coming.items()},
        passed=meeting.end <= ctx.now,
        view=_view(meeting.agenda, ended),
        territories=ctx.territories,
    )


def draft_text(ctx: Context, meeting: Meeting) -> str:
    """Return what the coordination reads of a meeting that was not announced yet."""
    return ctx.render(
        "rencontre/draft.md.j2",
        meeting=meeting,
        view=_view(meeting.agenda, {}),
        elsewhere=that_day(ctx, meeting.at),
    )


def agenda_text(ctx: Context, meeting: Meeting, ended: Ended) -> str:
    """Return the agenda alone, the news among it."""
    view = _view(meeting.agenda, ended, news=True)
    return ctx.render("rencontre/agenda.md.j2", meeting=meeting, view=view)


def part_text(ctx: Context, meeting: Meeting, number: int, ended: Ended) -> str:
    """Return one part of an agenda, its points at length. Raises NO_SUCH_PLACE."""
    return ctx.render(
        "rencontre/part.md.j2",
        meeting=meeting,
        number=number,
        part=meeting.agenda.part(number),
        view=AgendaView(ended=ended, most=_PART_POINTS, width=_PART_WIDTH),
    )


def reading_verbs(meeting: Meeting) -> tuple[Button, ...]:
    """Return the menu of the parts that the agenda does not show whole, if there are any."""
    most = _most(meeting.agenda, news=True)
    cut = [
        (number, part)
        for number, part in enumerate(meeting.agenda.parts, start=1)
        if len(part.items) > most
    ]
    options = [
        Option(f"{number} {part.title}"[:LABEL_LIMIT], f"{AGENDA} n° {meeting.number} {number}")
        for number, part in cut
    ]
    return (menu("lire", "Lire toute une partie…", *options, route=AGENDA),) if cut else ()


def unplanned_verbs() -> tuple[Button, ...]:
    """Return a coordinator's buttons when no meeting is planned."""
    return (
        Button("planifier", "Planifier…", PLAN, primary=True),
        Button("sonder", "Proposer des dates…", POLL),
    )


def poll_verb(number: int) -> Button:
    """Return the button that shows the dates put to the vote."""
    return Button("sondage", "Voir les dates proposées", POLL_SHOWN, str(number), primary=True)


def member_verbs() -> tuple[Button, ...]:
    """Return a member's buttons for a meeting to come: bring a question, or an animation."""
    return (
        Button("question", "Y porter une question…", "besoin"),
        Button("idee", "Proposer une animation…", "rencontre proposer"),
    )


def draft_verbs(meeting: Meeting) -> tuple[Button, ...]:
    """Return a coordinator's buttons under a meeting that was not announced yet."""
    announce = _about(meeting, "annoncer", "Annoncer", ANNOUNCE, emoji="mega", primary=True)
    modify = _about(meeting, "modifier", "Modifier…", MODIFY)
    return (announce, modify, *_fitting(meeting), agenda_verb(meeting, "…"), _managing(meeting))


def announced_verbs(meeting: Meeting, unlisted: Sequence[Question]) -> tuple[Button, ...]:
    """Return a coordinator's buttons under an announced meeting, besides coming."""
    modify = _about(meeting, "modifier", "Modifier…", MODIFY)
    agenda = agenda_verb(meeting, "…")
    adding = adding_verbs(meeting, unlisted)
    return (hold_verb(meeting), modify, agenda, *adding, _managing(meeting))


def holder_verbs(meeting: Meeting, user: str) -> tuple[Button, ...]:
    """Return the buttons of whoever holds an announced meeting without coordinating the network."""
    if meeting.entrusted_to != user:
        return (hold_verb(meeting), agenda_verb(meeting))
    return (*entrusted_verbs(meeting), agenda_verb(meeting))


def entrusted_verbs(meeting: Meeting) -> tuple[Button, ...]:
    """Return the buttons by which someone accepts or declines to hold a meeting."""
    decline = _about(meeting, "nepasanimer", "Je ne peux pas l'animer", DECLINE, emoji="no_entry")
    return (hold_verb(meeting), decline)


def hold_verb(meeting: Meeting) -> Button:
    """Return the button that begins a meeting."""
    return _about(meeting, "tenir", "Tenir", HOLD, primary=True)


def agenda_verb(meeting: Meeting, more: str = "") -> Button:
    """Return the button that shows the whole agenda; `more` when it can be changed there."""
    return _about(meeting, "ordredujour", f"Ordre du jour{more}", AGENDA)


def agenda_verbs(meeting: Meeting, unlisted: Sequence[Question]) -> tuple[Button, ...]:
    """Return a coordinator's buttons under an agenda."""
    add = _about(meeting, "ajouter", "Ajouter un point…", ADD, primary=True)
    all_places = list(places(meeting.agenda))
    changes = [_picked(meeting, CHANGE, *each) for each in all_places]
    removals = [_picked(meeting, REMOVE, *each) for each in all_places if each[0].item]
    change = menu("changer", "Changer…", *changes, route=CHANGE)
    remove = menu("enlever", "Enlever…", *removals, route=REMOVE)
    adding = adding_verbs(meeting, unlisted)
    others = (*paste_verb(meeting, meeting.agenda.links), *reading_verbs(meeting))
    return (add, *adding, *_fitting(meeting), change, *([remove] if removals else []), *others)


def paste_verb(meeting: Meeting, links: Sequence[AgendaItem]) -> tuple[Button, ...]:
    """Return the button that lists what to paste into a tool, where an item has a tool's link."""
    return (_about(meeting, "coller", "Liste à coller", PASTE),) if links else ()


def adding_verbs(meeting: Meeting, unlisted: Sequence[Question]) -> tuple[Button, ...]:
    """Return the buttons that add the questions which came after the agenda was announced."""
    if not unlisted:
        return ()
    count = len(unlisted)
    label = f"Ajouter les {count} nouvelles questions" if count > 1 else "Ajouter 1 question"
    return (_about(meeting, "nouvelles", label, ADD_QUESTIONS, emoji="heavy_plus_sign"),)


def lengths_verb(meeting: Meeting, label: str, lengths: Sequence[int]) -> Button:
    """Return the button that opens the form of the parts' lengths."""
    return _about(meeting, "durees", label, LENGTHS, " ".join(map(str, lengths)))


def places(agenda: Agenda) -> Iterator[tuple[AgendaPlace, str]]:
    """Yield the parts of an agenda and their points, with their words, as they are read."""
    for number, part in enumerate(agenda.parts, start=1):
        yield AgendaPlace(number), part.title
        for rank, item in enumerate(part.items, start=1):
            yield AgendaPlace(number, rank), item.text


def _view(agenda: Agenda, ended: Ended, *, news: bool = False) -> AgendaView:
    most = _most(agenda, news=news)
    return AgendaView(ended=ended, most=most, width=_POINT_WIDTH, news=news)


def _most(agenda: Agenda, *, news: bool) -> int:
    """Return how many points of each part a phone has room for, 1 at least."""
    counts = [len(part.items) for part in agenda.parts if news or part.kind is not PartKind.NEWS]
    for most in range(max(counts, default=1), 1, -1):
        lines = sum(min(each, most) * _POINT_LINES + (each > most) for each in counts)
        if lines <= _LINES:
            return most
    return 1


def _fitting(meeting: Meeting) -> tuple[Button, ...]:
    """Return what has an agenda that overruns its meeting fit into it."""
    lengths = meeting.agenda.fitted(meeting.minutes)
    if not meeting.over or lengths == meeting.agenda.lengths:
        return ()
    return (lengths_verb(meeting, f"Ajuster à {duration(meeting.minutes)}", lengths),)


def _managing(meeting: Meeting) -> Button:
    """Return the menu of what is done less often with a meeting."""
    number = f"n° {meeting.number}"
    entrusting = [Option("Confier l'animation…", f"{ENTRUST} {number}")]
    if meeting.host and meeting.host != meeting.entrusted_to:
        entrusting += [Option("Confier l'animation à l'hôte", f"{ENTRUST} {number} {TO_HOST}")]
    if meeting.entrusted_to:
        entrusting += [Option("Reprendre l'animation", f"{ENTRUST} {number} {TO_NOBODY}")]
    hosting = Option("Accueil…", HOSTING)
    cancel = Option("Annuler la rencontre…", f"{CANCEL} {number}")
    return menu("gerer", "Gérer…", hosting, *entrusting, cancel)


def _picked(meeting: Meeting, route: str, place: AgendaPlace, words: str) -> Option:
    said = " ".join(words.split())
    kept = said[:_WORDS_KEPT]
    return Option(f"{place} {said}"[:LABEL_LIMIT], f"{route} n° {meeting.number} {place} {kept}")


def _about(  # noqa: PLR0913  a button has that many sides
    meeting: Meeting,
    name: str,
    label: str,
    route: str,
    rest: str = "",
    *,
    emoji: str = "",
    primary: bool = False,
) -> Button:
    """Return what asks for a route about a meeting, by its number."""
    argument = f"n° {meeting.number} {rest}".strip()
    return Button(name, label, route, argument, emoji=emoji, primary=primary)
