"""What waits for a coordinator, computed from what each noun keeps: no queue, nothing to tick off.

What is here is told by Monday's card, and by no message of its own unless it would come too late:
see `bot.people.wish.can_wait`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.framaforms import card as form_card
from bot.framaforms import store as forms
from bot.helping.places import store as places
from bot.letter import gathering
from bot.letter import store as letters
from bot.letter.mail import store as mails
from bot.meeting import held_card, planning
from bot.meeting import store as meetings
from bot.meeting.aftermath import ASKED_WITHIN
from bot.meeting.hosting import card as hosting
from bot.meeting.hosting import offering
from bot.meeting.poll import store as polls
from bot.meeting.poll.rules import PollStatus
from bot.meeting.rules import Meeting, MeetingStatus
from bot.outside import card as copies
from bot.question import merging, readers
from bot.question import store as questions
from bot.question.rules import Question, QuestionStatus
from bot.question.store import QuestionFilter
from bot.relay.announcing import asking
from bot.relay.announcing import card as announcement_card
from bot.survey import card as survey_card
from bot.survey import opening
from bot.talk.context import Context
from bot.veille import digests, sorting
from bot.veille.deadlines import store as deadlines
from bot.veille.feeds import following_store as followings
from bot.veille.pick import Verdict
from bot.week import belt
from bot.week.rules import Todo, TodoKind, click
from bot.year import sequence_store as sequences
from bot.year.glance import month_to_tell

SOON = timedelta(days=10)
"""What has a date is told on the Monday of its week, and on the one before when it is so near."""

ANNOUNCED_BEFORE = timedelta(days=21)
"""A meeting should be announced by then: people fill their diaries."""

UNANSWERED = timedelta(days=7)
"""A question that waits longer is told of."""

ASKED_LATELY = 10
"""Questions of late that are looked at for a double."""


def waiting(ctx: Context, coordinator: str) -> Sequence[Todo]:
    """Return what waits for a coordinator, the most urgent first."""
    return [each for find in FINDERS for each in find(ctx, coordinator)]


def _private(ctx: Context, coordinator: str) -> Iterator[Todo]:
    found = questions.private_waiting(ctx.db, [ctx.network], ctx.now)
    for each in found.get(ctx.network.slug, ()):
        if each.status is QuestionStatus.OPEN and readers.reads(ctx, each, coordinator):
            read = click(f"Lire la n°\u00a0{each.number}", "besoin voir", each.number)
            yield Todo(TodoKind.PRIVATE_QUESTION, read, number=each.number, at=each.asked_at)


def _passed(ctx: Context, _coordinator: str) -> Iterator[Todo]:
    """Yield the meetings that have passed: was it held, to be ended, its minutes."""
    for each in meetings.passed(ctx.db, [ctx.network], ctx.now):
        over = each.end <= ctx.now
        if each.status is MeetingStatus.HELD:
            read = click("Relire le compte rendu", held_card.READ_OVER, each.number)
            yield Todo(TodoKind.MINUTES_TO_PUBLISH, read, number=each.number, at=each.at)
        elif each.status is MeetingStatus.RUNNING and over:
            end = click("Terminer la rencontre", held_card.END)
            yield Todo(TodoKind.MEETING_TO_END, end, number=each.number, at=each.at)
        elif over and ctx.now - each.end <= ASKED_WITHIN:
            asked = held_card.asked_buttons(each)
            yield Todo(TodoKind.WAS_IT_HELD, asked, number=each.number, at=each.at)


def _today(ctx: Context, _coordinator: str) -> Iterator[Todo]:
    zone = ZoneInfo(ctx.network.timezone)
    today = ctx.now.astimezone(zone).date()
    for each in _ahead(ctx):
        announced = each.status is MeetingStatus.ANNOUNCED
        if announced and each.at.astimezone(zone).date() == today:
            start = click("Commencer la rencontre", "rencontre tenir", each.number)
            yield Todo(TodoKind.MEETING_TODAY, start, number=each.number, at=each.at)


def _polls(ctx: Context, _coordinator: str) -> Iterator[Todo]:
    for each in polls.pending(ctx.db, ctx.network.slug):
        if each.status is PollStatus.CLOSED:
            pick = click("Choisir la date", "rencontre sondage", each.number)
            yield Todo(TodoKind.POLL_TO_SETTLE, pick, number=each.number)


def _to_announce(ctx: Context, _coordinator: str) -> Iterator[Todo]:
    for each in _ahead(ctx):
        if each.status is MeetingStatus.DRAFT and each.at - ctx.now <= ANNOUNCED_BEFORE:
            show = click("Préparer la rencontre", "rencontre")
            yield Todo(TodoKind.MEETING_TO_ANNOUNCE, show, number=each.number, at=each.at)


def _hostless(ctx: Context, _coordinator: str) -> Iterator[Todo]:
    """Yield the next meeting if nobody hosts it, nobody is asked to, and someone may be."""
    board = offering.board(ctx)
    meeting = board.meeting
    if meeting is None or meeting.end <= ctx.now or meeting.host or not board.turns:
        return
    elsewhere = bool(meeting.link and not meeting.place)
    if not elsewhere and not board.waited_for:
        ask = click("Chercher un lieu d'accueil", hosting.PROPOSE)
        count = len(board.turns)
        yield Todo(TodoKind.HOST_MISSING, ask, number=meeting.number, count=count, at=meeting.at)


def _letter(ctx: Context, _coordinator: str) -> Iterator[Todo]:
    """Yield what a letter that is near still misses: its edito, the answers that it promised."""
    at = ctx.next_letter(ctx)
    if at is None or at - ctx.now > SOON:
        return
    content = gathering.promises(ctx)
    if not content.letter.edito:
        yield Todo(TodoKind.EDITO_TO_WRITE, click("Écrire l'édito", "lettre édito"), at=at)
    if content.awaited:
        number = content.awaited[0].number
        answer = click(f"Répondre à la n°\u00a0{number}", "lettre répondre", number)
        yield Todo(
            TodoKind.ANSWERS_PROMISED, answer, number=number, count=len(content.awaited), at=at
        )


def _mails(ctx: Context, _coordinator: str) -> Iterator[Todo]:
    for each in mails.untold(ctx.db, [ctx.network], ctx.now).get(ctx.network.slug, ()):
        letter = letters.by_id(ctx.db, each)
        if letter is not None:
            see = click("Voir les envois", "lettre envois", letter.number)
            count = len(mails.failures(ctx.db, each))
            yield Todo(TodoKind.MAILS_THAT_FAILED, see, number=letter.number, count=count)


def _veille(ctx: Context, _coordinator: str) -> Iterator[Todo]:
    """Yield the digest to come if it is near and nobody has sorted any of it."""
    due = digests.next_due(ctx.network, ctx.now)
    if due - ctx.now > SOON:
        return
    gathered = digests.gather(ctx)
    if gathered.count and all(each.verdict is Verdict.UNDECIDED for each in gathered.entries):
        sort = click("Trier la veille", sorting.SORT)
        yield Todo(TodoKind.VEILLE_TO_SORT, sort, count=gathered.count, at=due)


def _deadlines(ctx: Context, _coordinator: str) -> Iterator[Todo]:
    live = deadlines.to_come(ctx.db, ctx.network.slug, ctx.now)
    to_check = [each for each in live if each.waits]
    if to_check:
        check = click("Vérifier les échéances", "veille échéances")
        yield Todo(TodoKind.DEADLINES_TO_CHECK, check, count=len(to_check))


def _announced(ctx: Context, _coordinator: str) -> Iterator[Todo]:
    """Yield what networks above announced, and waits for a choice."""
    waits = asking.waiting(ctx)
    if len(waits) == 1:
        number = waits[0].copy.number
        see = click("Voir l'annonce", announcement_card.SHOW, number)
        yield Todo(TodoKind.ANNOUNCEMENTS_TO_CHOOSE, see, number=number, count=1)
    elif waits:
        see = click("Voir les annonces", announcement_card.LIST)
        yield Todo(TodoKind.ANNOUNCEMENTS_TO_CHOOSE, see, count=len(waits))


def _forms(ctx: Context, _coordinator: str) -> Iterator[Todo]:
    """Yield the forms whose end is near, then the lines that they brought and wait, as one."""
    followed = forms.followed(ctx.db, ctx.network.slug)
    for each in followed:
        if each.to_export(ctx.now):
            see = click("Voir le formulaire", form_card.LIST, each.number)
            at = each.ending(ctx.now)
            yield Todo(TodoKind.FORM_TO_EXPORT, see, number=each.number, at=at, why=each.title)
    if count := sum(each.lines for each in followed):
        yield Todo(TodoKind.LINES_OF_A_FORM, click("Relire l'enquête", form_card.READ), count=count)


def _surveys(ctx: Context, _coordinator: str) -> Iterator[Todo]:
    """Yield the surveys from above that nobody let through or refused."""
    for each in opening.offered(ctx):
        see = click("Voir l'enquête", survey_card.ANSWER)
        yield Todo(TodoKind.SURVEY_TO_LET_THROUGH, see, number=each.number, at=each.closes_at)


def _doubles(ctx: Context, _coordinator: str) -> Iterator[Todo]:
    """Yield the questions of late that ask nearly what another one asks, both still waiting."""
    for each in _open(ctx)[-ASKED_LATELY:]:
        double = merging.double_of(ctx, each)
        if double is not None:
            label = f"Réunir n°\u00a0{each.number} et n°\u00a0{double.number}"
            merge = click(label, merging.MERGE, each.number, double.number)
            yield Todo(TodoKind.LIKELY_DOUBLES, merge, number=each.number, also=double.number)


def _questions(ctx: Context, _coordinator: str) -> Iterator[Todo]:
    """Yield the questions that wait for long, or came back unanswered from where they went."""
    long = [each for each in _open(ctx) if ctx.now - each.asked_at > UNANSWERED or each.deferrals]
    if long:
        see = click("Voir ce qui attend", "besoin suivi")
        back = sum(bool(each.deferrals) for each in long)
        yield Todo(TodoKind.QUESTIONS_WAITING, see, count=len(long), also=back, at=long[0].asked_at)


def _empty(ctx: Context, _coordinator: str) -> Iterator[Todo]:
    first = month_to_tell(ctx.now, ctx.network.timezone)
    year = sequences.look(ctx.db, ctx.network, ctx.now)
    month = next(each for each in year.months if each.first == first)
    if month.mark.silent:
        plan = click("Planifier une rencontre", "rencontre planifier")
        yield Todo(TodoKind.EMPTY_MONTH, plan, at=first)


def _places(ctx: Context, _coordinator: str) -> Iterator[Todo]:
    state = places.state_of(ctx.db, ctx.network.slug)
    if state is not None and state.fails:
        yield Todo(
            TodoKind.LIST_OF_PLACES_THAT_FAILS,
            click("Où orienter", "besoin orienter"),
            at=state.good_at,
        )


def _copies(ctx: Context, _coordinator: str) -> Iterator[Todo]:
    """Yield the tools outside that fail, and the copies that ask for a look, as one."""
    failing, odd = copies.to_tell(ctx)
    if failing or odd:
        yield Todo(
            TodoKind.COPIES_TO_LOOK_AT,
            click("Voir les copies", copies.LIST),
            count=failing,
            also=odd,
        )


def _feeds(ctx: Context, _coordinator: str) -> Iterator[Todo]:
    followed = followings.of_network(ctx.db, ctx.network.slug)
    failing = [each for each in followed if each.fails(ctx.now)]
    if failing:
        yield Todo(
            TodoKind.FEEDS_THAT_FAIL, click("Voir les flux", "veille flux"), count=len(failing)
        )


Finder = Callable[[Context, str], Iterator[Todo]]
"""Yields what waits of one sort for a coordinator, by chat user id."""

FINDERS: Sequence[Finder] = (
    _private,
    _passed,
    _today,
    belt.to_decide,
    belt.to_follow,
    _polls,
    _to_announce,
    _hostless,
    _letter,
    _mails,
    _veille,
    _announced,
    _surveys,
    _deadlines,
    _forms,
    belt.to_transmit,
    _doubles,
    _questions,
    _empty,
    _copies,
    _feeds,
    _places,
)
"""All that may wait, the most urgent first."""


def _ahead(ctx: Context) -> Iterator[Meeting]:
    """Yield the planned meetings that are not over, the next one first."""
    return (each for each in planning.planned(ctx) if each.end > ctx.now)


def _open(ctx: Context) -> Sequence[Question]:
    """Return the open questions that the network sees, the oldest first."""
    choice = QuestionFilter(statuses=(QuestionStatus.OPEN,))
    return questions.listed(ctx.db, ctx.network.slug, choice)[::-1]
