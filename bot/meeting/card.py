"""The card of a meeting until it is held: what it says, and the verbs of whoever reads it.

What it says while it is held, and afterwards, is in `holding.py` and `reporting.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.meeting.agenda import Agenda, AgendaItem
from bot.meeting.rules import Attendance, Meeting, MeetingStatus
from bot.network.parts import PartKind
from bot.question.rules import Question, QuestionStatus
from bot.talk.context import Context
from bot.talk.entrusting.rules import ENTRUST, TAKE_BACK, TO_HOST, EntrustedTask
from bot.talk.entrusting.service import giving_back
from bot.talk.render import plural
from bot.veille.elsewhere.showing import that_day

DOOR = "rencontre"
MORE = "rencontre plus"
PLAN = "rencontre planifier"
POLL = "rencontre sonder"
POLL_SHOWN = "rencontre sondage"
MODIFY = "rencontre modifier"
ANNOUNCE = "rencontre annoncer"
CANCEL = "rencontre annuler"
HOLD = "rencontre tenir"
HOSTING = "rencontre accueil"
AGENDA = "rencontre ordre-du-jour"
ADD = "rencontre ajouter"
CHANGE = "rencontre changer"
PASTE = "rencontre coller"
COMERS = "rencontre inscrits"
IDEAS = "rencontre idées"
PROPOSE_IDEA = "rencontre proposer"
TOOLS = "rencontre outils"
CALENDAR = "rencontre agenda"
SKIP = "rencontre sauter"

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
        Option(f"{number} {part.title}"[:OPTION_LABEL], AGENDA, f"{meeting.number} {number}")
        for number, part in cut
    ]
    return (menu("lire", "Lire toute une partie…", *options, route=AGENDA),) if cut else ()


def unplanned_verbs() -> tuple[Button, ...]:
    """Return a coordinator's buttons when no meeting is planned."""
    return (
        Button("planifier", "Planifier…", PLAN, primary=True),
        Button("sonder", "Proposer des dates…", POLL),
        Button("sauter", "Passer cette date", SKIP),
        more_verb(),
    )


def poll_verb(number: int) -> Button:
    """Return the button that shows the dates put to the vote."""
    return Button("sondage", "Voir les dates proposées", POLL_SHOWN, str(number), primary=True)


def member_verbs(meeting: Meeting | None = None) -> tuple[Button, ...]:
    """Return a member's buttons for a meeting to come: bring a question, or an animation."""
    return (
        Button("question", "Y porter une question…", "besoin"),
        Button("idee", "Proposer une animation…", PROPOSE_IDEA),
        more_verb(meeting),
    )


def draft_verbs(meeting: Meeting) -> tuple[Button, ...]:
    """Return a coordinator's buttons under a meeting that was not announced yet."""
    announce = _about(meeting, "annoncer", "Annoncer", ANNOUNCE, emoji="mega", primary=True)
    modify = _about(meeting, "modifier", "Modifier…", MODIFY)
    return (announce, modify, agenda_verb(meeting, "…"), more_verb(meeting, coordinates=True))


def announced_verbs(meeting: Meeting, unlisted: Sequence[Question]) -> tuple[Button, ...]:
    """Return a coordinator's buttons under an announced meeting, besides coming."""
    modify = _about(meeting, "modifier", "Modifier…", MODIFY)
    agenda = agenda_verb(meeting, "…")
    adding = (change_verb(meeting, unlisted),) if unlisted else ()
    return (hold_verb(meeting), modify, agenda, *adding, more_verb(meeting, coordinates=True))


def holder_verbs(meeting: Meeting, user: str) -> tuple[Button, ...]:
    """Return the buttons of whoever holds an announced meeting without coordinating the network."""
    no_more = giving_back(_entrusted(meeting), "Je ne peux plus l'animer")
    further = (no_more,) if meeting.entrusted_to == user else ()
    return (hold_verb(meeting), *further, agenda_verb(meeting))


def hold_verb(meeting: Meeting) -> Button:
    """Return the button that begins a meeting."""
    return _about(meeting, "tenir", "Tenir", HOLD, primary=True)


def agenda_verb(meeting: Meeting, more: str = "") -> Button:
    """Return the button that shows the whole agenda; `more` when it can be changed there."""
    return _about(meeting, "ordredujour", f"Ordre du jour{more}", AGENDA)


def agenda_verbs(meeting: Meeting, unlisted: Sequence[Question]) -> tuple[Button, ...]:
    """Return a coordinator's buttons under an agenda."""
    add = _about(meeting, "ajouter", "Ajouter un point…", ADD, primary=True)
    others = (*paste_verb(meeting, meeting.agenda.links), *reading_verbs(meeting))
    return (add, change_verb(meeting, unlisted), *others)


def paste_verb(meeting: Meeting, links: Sequence[AgendaItem]) -> tuple[Button, ...]:
    """Return the button that lists what to paste into a tool, where an item has a tool's link."""
    return (_about(meeting, "coller", "Liste à coller", PASTE),) if links else ()


def change_verb(meeting: Meeting, unlisted: Sequence[Question] = ()) -> Button:
    """Return the button of the agenda's form, which has what came since it was announced."""
    label = f"Ajouter {plural(len(unlisted), 'question')}…" if unlisted else "Tout changer…"
    return _about(meeting, "changer", label, CHANGE)


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


def more_verb(meeting: Meeting | None = None, *, coordinates: bool = False) -> Button:
    """Return the menu of what is done less often, with a meeting or with those to come."""
    found = more_options(meeting, coordinates=coordinates)
    number = str(meeting.number) if meeting else ""
    return menu("plus", "Plus…", *found, route=MORE, argument=number)


def more_options(meeting: Meeting | None, *, coordinates: bool) -> Sequence[Option]:
    """Return what someone may do less often, with a meeting or with those to come."""
    number = str(meeting.number) if meeting else ""
    found = [
        Option("Accueil…", HOSTING),
        Option("Les idées d'animation", IDEAS),
        Option("Suivre dans mon agenda", CALENDAR),
    ]
    if meeting and meeting.status is MeetingStatus.ANNOUNCED:
        found.insert(0, Option("Qui vient", COMERS, number))
    if meeting and coordinates:
        found.append(Option("Outils d'animation…", TOOLS))
        held, entrusted = meeting.entrusted_to, _entrusted(meeting)
        if held:
            found.append(Option("Reprendre l'animation", TAKE_BACK, entrusted))
        else:
            found.append(Option("Confier l'animation…", ENTRUST, entrusted))
        if meeting.host and not held:
            to_host = f"{entrusted} {TO_HOST}"
            found.append(Option("Confier l'animation à l'hôte", ENTRUST, to_host))
        found.append(Option("Annuler la rencontre…", CANCEL, number))
    return found


def _entrusted(meeting: Meeting) -> str:
    """Return what names a meeting where it is handed over."""
    return f"{EntrustedTask.MEETING.value} {meeting.number}"


def _about(  # noqa: PLR0913  a button has that many sides
    meeting: Meeting, name: str, label: str, route: str, *, emoji: str = "", primary: bool = False
) -> Button:
    """Return what asks for a route about a meeting, by its number."""
    return Button(name, label, route, str(meeting.number), emoji=emoji, primary=primary)
