"""What waits for someone, computed from what each noun keeps: no queue, nothing to tick off.

What is here is told by Monday's pile, and by no message of its own unless it would come too late:
see `bot.people.wish.can_wait`. A finder yields the things of some kinds that wait for one person in
one network; what they show is the thing's own card, or what the route that shows it answers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from zoneinfo import ZoneInfo

from bot.core.errors import UserError
from bot.core.message import Button
from bot.framaforms import card as form_card
from bot.framaforms import store as forms
from bot.french.folding import fold
from bot.helping import store as helpers
from bot.helping.places import store as places
from bot.letter import gathering
from bot.letter import store as letters
from bot.letter.inbox import card as reply_card
from bot.letter.inbox import reply_store as mail_replies
from bot.letter.mail import store as mails
from bot.meeting import attendance_store as attendances
from bot.meeting import held_card, planning
from bot.meeting import store as meetings
from bot.meeting.aftermath import ASKED_WITHIN
from bot.meeting.hosting import card as hosting
from bot.meeting.hosting import offering
from bot.meeting.poll import store as polls
from bot.meeting.poll.rules import PollStatus
from bot.meeting.record import card as record_card
from bot.meeting.record import store as records
from bot.meeting.record.rules import MOST_SHOWN
from bot.meeting.rules import Meeting, MeetingStatus
from bot.memory import choosing as memory
from bot.network.network import Scale
from bot.network.rights import Act, Role
from bot.network.tree import children_of
from bot.outside import card as copies
from bot.past import card as past_card
from bot.past import store as pasts
from bot.past.rules import SHOWN_AT_ONCE, PastState
from bot.people import acquaintances
from bot.pile import first_hour
from bot.pile import store as piles
from bot.pile.rules import PEOPLE, SEEN, PieceKind, PilePiece, key_of, kind_of, week_of
from bot.question import asking, merging, readers
from bot.question import card as question_card
from bot.question import store as questions
from bot.question.rules import Question, QuestionStatus
from bot.question.store import QuestionFilter
from bot.question.verbs import ANSWER, JOIN, MERGE, SEND, SHOW, verbs
from bot.relay import arriving, standing
from bot.relay import card as relay_card
from bot.relay.announcing import card as announcement_card
from bot.relay.announcing import choosing as announcements
from bot.relay.standing import Gesture, suggested
from bot.survey import card as survey_card
from bot.survey import opening as surveys
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.entrusting import service as entrusting
from bot.talk.entrusting.rules import ENTRUST, EntrustedTask
from bot.talk.reply import Reply
from bot.veille import contribution_store as contributions
from bot.veille import digests, sorting
from bot.veille.deadlines import service as deadlines
from bot.veille.feeds import following_store as followings
from bot.year import sequence_store as sequences
from bot.year import territories
from bot.year.glance import month_to_tell

SOON = timedelta(days=10)
"""What has a date is told on the Monday of its week, and on the one before when it is so near."""

ANNOUNCED_BEFORE = timedelta(days=21)
"""A meeting should be announced by then: people fill their diaries."""

UNANSWERED = timedelta(days=7)
"""A question that waits longer is told of."""

CAME_LATELY = timedelta(days=14)
"""For so long after their arrival newcomers may be given someone to turn to."""

UNDONE = timedelta(days=2)
"""What was entrusted and is still to be done is told to coordinators so long before its date."""

A_MONTH = timedelta(days=28)
"""After its first day, what a month lacks can no longer come in it."""

ASKED_LATELY = 10
"""Questions of late that are looked at for a double."""

SUGGESTED = 2
"""Questions that might climb, told of at once: transmitting one takes a moment."""

BOUND = 60
"""Things of one kind that are looked at."""

Finders = Mapping[Callable[[Context, Caller], Iterator[PilePiece]], set[PieceKind]]
"""What finds the things that wait for someone, and their kinds."""


def waiting(
    ctx: Context,
    caller: Caller,
    kinds: Collection[PieceKind] = (),
    aside: Collection[str] = (),
    enough: int = BOUND,
) -> Iterator[PilePiece]:
    """Yield what waits for someone in a network, of these kinds only if any are given.

    Nothing whose key was left `aside`. Once `enough` people wait, what waits for no one is not
    looked for. An article of a digest that is far off is shown only when asked for.
    """
    people = 0
    for find, found in FINDERS.get(caller.role_in(ctx.network.slug), {}).items():
        wanted = found.intersection(kinds) if kinds else found
        if not wanted or (people >= enough and found.isdisjoint(PEOPLE)):
            continue
        for each in islice(find(ctx, caller), BOUND):
            if each.kind in wanted and each.key not in aside and (kinds or not _is_far(ctx, each)):
                people += each.waits
                yield each


def _is_far(ctx: Context, piece: PilePiece) -> bool:
    far = piece.due is not None and piece.due - ctx.now > SOON
    return far and piece.kind is PieceKind.ARTICLE_TO_SORT


def again(ctx: Context, caller: Caller, key: str) -> PilePiece | None:
    """Return the piece of a key, None when it no longer waits for someone."""
    kind = kind_of(key)
    found = waiting(ctx, caller, [kind]) if kind else ()
    return next((each for each in found if each.key == key), None)


def card_of(ctx: Context, caller: Caller, piece: PilePiece) -> Reply | None:
    """Return what a piece shows; None where it is no longer there, or not theirs to see."""
    whole = _click("Lire", piece.shows, piece.ref)
    if piece.private:
        return Reply(buttons=(whole, *piece.first))
    found = piece.makes() if piece.makes else _shown(ctx, caller, piece)
    task = _TASKS.get(piece.kind)
    handing = _handing(ctx, caller, task) if task else ()
    first = [replace(each, primary=True) for each in piece.first]
    return found and replace(found, buttons=(*first, *found.buttons, *handing))


def _shown(ctx: Context, caller: Caller, piece: PilePiece) -> Reply | None:
    """Return what the route that shows a thing answers; a question has its card, not its story."""
    if piece.shows != SHOW:
        return ctx.shown(caller, piece.shows, str(piece.ref)) if piece.shows else Reply()
    try:
        question = asking.seen(ctx, int(str(piece.ref)), caller)
    except UserError:
        return None
    buttons = verbs(question, asking.shown_to(ctx, question, caller))
    return Reply(text=question_card.words(ctx, question), buttons=buttons)


def _click(label: str, route: str, argument: object = "") -> Button:
    name = "".join(each for each in fold(label) if each.isalnum())
    return Button(name, label, route, str(argument))


def _seen(label: str, kind: PieceKind, ref: object = "") -> Button:
    """Return what has someone not be shown a thing again; nobody else knows."""
    return _click(label, SEEN, key_of(kind, ref))


def _private(ctx: Context, caller: Caller) -> Iterator[PilePiece]:
    found = questions.private_waiting(ctx.db, [ctx.network], ctx.now)
    for each in found.get(ctx.network.slug, ()):
        if each.status is QuestionStatus.OPEN and readers.reads(ctx, each, caller.id):
            yield _question(PieceKind.PRIVATE_QUESTION, each)


def _question(kind: PieceKind, question: Question, *first: Button) -> PilePiece:
    return PilePiece(
        kind,
        question.number,
        shows=SHOW,
        first=first,
        due=question.asked_at + UNANSWERED,
        private=question.private,
        at=question.asked_at,
    )


def _passed(ctx: Context, caller: Caller) -> Iterator[PilePiece]:
    """Yield the meetings that have passed: was it held, to be ended, its minutes.

    Whoever holds one has it too.
    """
    for each in meetings.passed(ctx.db, [ctx.network], ctx.now):
        over = each.end <= ctx.now
        if each.status is MeetingStatus.HELD:
            kind = PieceKind.MINUTES_TO_PUBLISH
        elif each.status is MeetingStatus.RUNNING and over:
            kind = PieceKind.MEETING_TO_END
        elif over and ctx.now - each.end <= ASKED_WITHIN:
            kind = PieceKind.WAS_IT_HELD
        else:
            continue
        if _reports(ctx, caller, each):
            yield from _passages(ctx, each)
            after = partial(_after, ctx, each)
            yield PilePiece(kind, each.number, makes=after, due=each.at)


def _passages(ctx: Context, meeting: Meeting) -> Iterator[PilePiece]:
    """Yield what notes given of a meeting propose for its minutes, some at a time."""
    kind, found = PieceKind.PASSAGE_TO_KEEP, records.waiting(ctx.db, meeting.id)
    for each in found[:MOST_SHOWN]:
        shown = partial(record_card.candidate, ctx, each)
        yield PilePiece(kind, each.id, makes=shown, due=meeting.at, count=len(found))


def _reports(ctx: Context, caller: Caller, meeting: Meeting) -> bool:
    """Tell whether what follows a meeting waits for someone, and is not entrusted to another."""
    given = entrusting.tie(ctx, EntrustedTask.MINUTES, caller.id)
    if ctx.allows(Act.ENTRUST, caller):
        return bool(given) or entrusting.held_by(ctx, EntrustedTask.MINUTES) is None
    return ctx.allows(Act.REPORT, caller, tie=max(given, meeting.tie_to(caller.id)))


def _after(ctx: Context, meeting: Meeting) -> Reply:
    buttons = sorted(held_card.private_buttons(ctx, meeting), key=lambda each: not each.primary)
    return Reply(text=held_card.private_text(ctx, meeting), buttons=tuple(buttons))


def _planned(ctx: Context, _caller: Caller) -> Iterator[PilePiece]:
    """Yield the meetings of today, and those that should be announced."""
    zone = ZoneInfo(ctx.network.timezone)
    today = ctx.now.astimezone(zone).date()
    for each in _ahead(ctx):
        announced = each.status is MeetingStatus.ANNOUNCED
        kind = PieceKind.MEETING_TODAY if announced else PieceKind.MEETING_TO_ANNOUNCE
        near = each.at - ctx.now <= ANNOUNCED_BEFORE
        if each.at.astimezone(zone).date() == today if announced else near:
            yield PilePiece(kind, each.number, shows="rencontre", due=each.at)


def _polls(ctx: Context, _caller: Caller) -> Iterator[PilePiece]:
    kind, shows = PieceKind.POLL_TO_SETTLE, "rencontre sondage"
    for each in polls.pending(ctx.db, ctx.network.slug):
        if each.status is PollStatus.CLOSED:
            yield PilePiece(kind, each.number, shows=shows, due=each.closes_at)


def _newcomers(ctx: Context, _caller: Caller) -> Iterator[PilePiece]:
    """Yield that people came of late, where nobody is asked to be whom they may turn to."""
    slug = ctx.network.slug
    own = {acquaintances.imprint(slug, each) for each in ctx.coordinators}
    found = acquaintances.arrived(ctx.db, [slug], ctx.now - CAME_LATELY)
    came = [at for _, imprint, at in found if imprint not in own]
    if came and not entrusting.is_asked(ctx, EntrustedTask.GUIDE):
        kind, ref = PieceKind.NEWCOMERS, f"{came[-1]:%Y-%m}"
        ask = _click("Proposer une personne-repère…", ENTRUST, EntrustedTask.GUIDE.value)
        first = (ask, _seen("Pas cette fois", kind, ref))
        yield PilePiece(kind, ref, first=first, due=came[0] + UNANSWERED, count=len(came))


def _hostless(ctx: Context, _caller: Caller) -> Iterator[PilePiece]:
    """Yield the next meeting if nobody hosts it, nobody is asked to, and someone may be."""
    board = offering.board(ctx)
    meeting = board.meeting
    if meeting is None or meeting.end <= ctx.now or meeting.host or not board.turns:
        return
    elsewhere = bool(meeting.link and not meeting.place)
    if not elsewhere and not board.waited_for:
        kind, count = PieceKind.HOST_MISSING, len(board.turns)
        look = _click("Chercher un lieu d'accueil", hosting.PROPOSE)
        yield PilePiece(kind, meeting.number, first=(look,), due=meeting.at, count=count)


def _letter(ctx: Context, caller: Caller) -> Iterator[PilePiece]:
    """Yield what a letter that is near still misses: its edito, the answers that it promised."""
    at = ctx.next_letter(ctx)
    if at is None or at - ctx.now > SOON:
        return
    content = gathering.promises(ctx)
    if not content.letter.edito and _does(ctx, caller, EntrustedTask.EDITO, at):
        write = _click("Écrire l'édito…", "lettre édito")
        yield PilePiece(PieceKind.EDITO_TO_WRITE, first=(write,), due=at)
    kind = PieceKind.ANSWER_PROMISED
    for each in content.awaited:
        answer = _click("Répondre…", "lettre répondre", each.number)
        yield PilePiece(kind, each.number, shows=SHOW, first=(answer,), due=at)


def _mail_replies(ctx: Context, _caller: Caller) -> Iterator[PilePiece]:
    """Yield what was replied to the letter by mail, and is to be decided."""
    kind, shows = PieceKind.MAIL_REPLY, reply_card.SHOW
    for each in mail_replies.waiting(ctx.db, ctx.network.slug):
        yield PilePiece(kind, each.number, shows=shows, due=each.at + UNANSWERED)


def _veille(ctx: Context, caller: Caller) -> Iterator[PilePiece]:
    """Yield the articles of the digest to come that nobody has decided of."""
    due = digests.next_due(ctx.network, ctx.now)
    if not _does(ctx, caller, EntrustedTask.SORTING, due):
        return
    gathered = digests.gather(ctx)
    for each in sorting.undecided(gathered):
        card = partial(sorting.card, ctx, gathered, each)
        yield PilePiece(PieceKind.ARTICLE_TO_SORT, each.article, makes=card, due=due)


def _does(ctx: Context, caller: Caller, task: EntrustedTask, due: datetime) -> bool:
    """Tell whether a task waits for someone: its holder, else those who coordinate.

    These see it again shortly before its date, if it is still to be done.
    """
    holder = entrusting.held_by(ctx, task)
    if holder is not None and holder.user == caller.id:
        return True
    coordinates = ctx.allows(Act.ENTRUST, caller)
    return coordinates and (holder is None or due - ctx.now <= UNDONE)


def _handing(ctx: Context, caller: Caller, task: EntrustedTask) -> tuple[Button, ...]:
    """Return what hands a task over, or gives it back."""
    if ctx.allows(Act.ENTRUST, caller):
        return (Button("confier", "Confier…", ENTRUST, task.value),)
    return (entrusting.giving_back(task.value),) if entrusting.tie(ctx, task, caller.id) else ()


_TASKS = {
    PieceKind.ARTICLE_TO_SORT: EntrustedTask.SORTING,
    PieceKind.EDITO_TO_WRITE: EntrustedTask.EDITO,
    PieceKind.MINUTES_TO_PUBLISH: EntrustedTask.MINUTES,
}
"""What can be entrusted to a member."""


def _deadlines(ctx: Context, _caller: Caller) -> Iterator[PilePiece]:
    """Yield the deadlines to check; where several are certain, one button keeps them all."""
    found = deadlines.to_check(ctx)
    certain = [each.number for each in found if deadlines.certain(each)]
    for each in found:
        sure = each.number in certain
        yield PilePiece(
            PieceKind.DEADLINE_TO_CHECK,
            each.number,
            shows=deadlines.SHOW,
            at_once=deadlines.keep_all(certain) if sure else (),
            due=each.ends,
            found=bool(each.phrase),
            also=sure,
        )


def _announced(ctx: Context, _caller: Caller) -> Iterator[PilePiece]:
    """Yield what networks above announced, and waits for a choice."""
    kind, shows = PieceKind.ANNOUNCEMENT_TO_CHOOSE, announcement_card.SHOW
    for each in announcements.waiting(ctx):
        yield PilePiece(kind, each.copy.number, shows=shows, due=each.announcement.over_at)


def _forms(ctx: Context, _caller: Caller) -> Iterator[PilePiece]:
    """Yield the forms whose end is near, then the lines that they brought, the next one."""
    kind, followed = PieceKind.FORM_TO_EXPORT, forms.followed(ctx.db, ctx.network.slug)
    for each in followed:
        if each.to_export(ctx.now):
            due = each.ending(ctx.now)
            yield PilePiece(kind, each.number, shows=form_card.SHOW, due=due, why=each.title)
    if count := sum(each.lines for each in followed):
        yield PilePiece(PieceKind.LINE_OF_A_FORM, count, shows=form_card.READ, count=count)


def _surveys(ctx: Context, _caller: Caller) -> Iterator[PilePiece]:
    """Yield the surveys from above that nobody let through or refused."""
    kind = PieceKind.SURVEY_TO_LET_THROUGH
    for each in surveys.offered(ctx):
        shown = partial(survey_card.choosing, ctx, each, surveys.source_of(ctx, each))
        yield PilePiece(kind, each.number, makes=shown, due=each.closes_at)


def _doubles(ctx: Context, _caller: Caller) -> Iterator[PilePiece]:
    """Yield the questions of late that ask nearly what another one asks, both still waiting."""
    lately = QuestionFilter(statuses=(QuestionStatus.OPEN,))
    for each in questions.listed(ctx.db, ctx.network.slug, lately, limit=ASKED_LATELY)[::-1]:
        double = merging.double_of(ctx, each)
        if double is not None:
            label = f"Réunir n°\u00a0{each.number} et n°\u00a0{double.number}"
            merge = _click(label, MERGE, f"{each.number} {double.number}")
            both = partial(_both, ctx, each, double)
            ref, due = f"{each.number}-{double.number}", each.asked_at + UNANSWERED
            yield PilePiece(PieceKind.LIKELY_DOUBLE, ref, makes=both, first=(merge,), due=due)


def _both(ctx: Context, *pair: Question) -> Reply:
    return Reply(text="\n\n".join(question_card.words(ctx, each) for each in pair))


def _questions(ctx: Context, _caller: Caller) -> Iterator[PilePiece]:
    """Yield the questions that wait for long, or came back unanswered from where they went."""
    for each in _open(ctx):
        if ctx.now - each.asked_at > UNANSWERED or each.deferrals:
            yield _question(PieceKind.QUESTION_WAITING, each)


def _empty(ctx: Context, _caller: Caller) -> Iterator[PilePiece]:
    first = month_to_tell(ctx.now, ctx.network.timezone)
    year = sequences.look(ctx.db, ctx.network, ctx.now)
    month = next(each for each in year.months if each.first == first)
    if month.mark.silent:
        plan = _click("Planifier une rencontre", "rencontre planifier")
        ref, due = f"{first:%Y-%m}", first + A_MONTH
        yield PilePiece(PieceKind.EMPTY_MONTH, ref, first=(plan,), due=due, at=first)


def _territories(ctx: Context, _caller: Caller) -> Iterator[PilePiece]:
    """Yield the card of the networks below, in the week of a month's first Monday."""
    if (ref := _month_begun(ctx)) and children_of(ctx.network, ctx.networks):
        kind = PieceKind.TERRITORIES
        yield PilePiece(kind, ref, shows=territories.SHOW, first=(_seen("C'est lu", kind, ref),))


def _memory(ctx: Context, _caller: Caller) -> Iterator[PilePiece]:
    """Yield the answers that may go into the memory, in that week, once there are some."""
    if (ref := _month_begun(ctx)) and len(memory.undecided(ctx)) == memory.AT_ONCE:
        kind = PieceKind.MEMORY_TO_CHOOSE
        first = (_seen("Pas ce mois-ci", kind, ref),)
        yield PilePiece(kind, ref, shows=memory.SHOWN, first=first)


def _month_begun(ctx: Context) -> str:
    """Return « 2026-12 » in the week of a month's first Monday, "" in the others."""
    week = week_of(ctx.now, ctx.network.timezone).astimezone(ZoneInfo(ctx.network.timezone))
    return f"{week:%Y-%m}" if week.day <= DAYS_OF_A_WEEK else ""


DAYS_OF_A_WEEK = 7


def _failures(ctx: Context, _caller: Caller) -> Iterator[PilePiece]:
    """Yield what fails outside: mails, the list of places, tools and their copies, feeds."""
    kind = PieceKind.MAILS_THAT_FAILED
    for each in mails.letters_that_failed(ctx.db, ctx.network.slug):
        if letter := letters.by_id(ctx.db, each):
            see = _click("Voir les envois", "lettre envois", letter.number)
            first = (see, _seen("C'est vu", kind, letter.number))
            yield PilePiece(
                kind, letter.number, first=first, count=len(mails.failures(ctx.db, each))
            )
    state = places.state_of(ctx.db, ctx.network.slug)
    if state is not None and state.fails:
        kind = PieceKind.LIST_OF_PLACES_THAT_FAILS
        first = (_click("Où orienter", "besoin orienter"), _seen("C'est vu", kind))
        yield PilePiece(kind, first=first, at=state.good_at)
    failing, odd = copies.to_tell(ctx)
    if failing or odd:
        kind = PieceKind.COPIES_TO_LOOK_AT
        yield PilePiece(kind, shows=copies.LIST, count=failing, also=odd)
    followed = followings.of_network(ctx.db, ctx.network.slug)
    if failing := sum(each.fails(ctx.now) for each in followed):
        yield PilePiece(PieceKind.FEEDS_THAT_FAIL, shows="veille flux", count=failing)


def _needs(ctx: Context, _caller: Caller) -> Iterator[PilePiece]:
    """Yield the needs that reached this network and wait for its decision."""
    kind, shows = PieceKind.NEED_FROM_BELOW, relay_card.DECIDE
    for each in arriving.undecided(ctx):
        due = each.sent_at and each.sent_at + UNANSWERED
        yield PilePiece(kind, each.id, shows=shows, due=due)


def _transmitted(ctx: Context, caller: Caller) -> Iterator[PilePiece]:
    """Yield what was transmitted and asks for a gesture.

    Answers from above; questions of which a coordinator's own words may climb now; answers found
    here that are still awaited above.
    """
    for each in standing.transmitted(ctx, caller.id):
        question, number = each.question, each.question.number
        if each.asks is Gesture.CHOOSE:
            answer = _question(PieceKind.ANSWER_FROM_ABOVE, question)
            yield replace(answer, shows=relay_card.CHOOSE, due=None)
        elif each.asks is Gesture.SUM_UP:
            send = _click("Résumer…", SEND, number)
            yield _question(PieceKind.SUMMARY_TO_SEND, question, send)
        elif each.asks is Gesture.OFFER:
            offer = _click("Proposer cette réponse", relay_card.OFFER, number)
            yield _question(PieceKind.ANSWER_TO_OFFER, question, offer)


def _to_transmit(ctx: Context, _caller: Caller) -> Iterator[PilePiece]:
    """Yield the questions that might climb."""
    for question, reason in islice(suggested(ctx), SUGGESTED):
        send = _click("Transmettre…", SEND, question.number)
        found = _question(PieceKind.QUESTION_TO_TRANSMIT, question, send)
        yield replace(found, due=None, why=reason.label)


def _past(ctx: Context, _caller: Caller) -> Iterator[PilePiece]:
    """Yield the messages of the past that ask something, some at a time."""
    reading = pasts.of(ctx.db, ctx.network.slug)
    if reading is None or reading.state is not PastState.SHOWN:
        return
    kind = PieceKind.PAST_QUESTION
    count = pasts.count_waiting(ctx.db, ctx.network.slug)
    kept = len(questions.of_past(ctx.db, ctx.network.slug))
    for each in pasts.waiting(ctx.db, ctx.network.slug, limit=SHOWN_AT_ONCE):
        card = partial(past_card.candidate, ctx, each)
        yield PilePiece(kind, each.id, makes=card, found=True, count=count, also=kept, at=each.at)


def _meeting_to_come(ctx: Context, caller: Caller) -> Iterator[PilePiece]:
    """Yield the next meeting that was announced, to whoever has not said whether they come."""
    for each in islice(_ahead(ctx), 1):
        said = {one.user for one in attendances.of(ctx.db, each) if one.answer is not None}
        if each.status is MeetingStatus.ANNOUNCED and caller.id not in said:
            yield PilePiece(PieceKind.NEXT_MEETING, each.number, shows="rencontre", due=each.at)


def _others_question(ctx: Context, caller: Caller) -> Iterator[PilePiece]:
    """Yield one open question of others that is not for someone else to know: the oldest.

    One of a theme that they know comes first.
    """
    kind, aside = PieceKind.QUESTION_WAITING, _aside(ctx, caller)
    known = {each.theme for each in helpers.ticked(ctx.db, ctx.network.slug, caller.id)}
    found = [
        each
        for each in _open(ctx)
        if each.author != caller.id
        and key_of(kind, each.number) not in aside
        and caller.id not in questions.supporters_of(ctx.db, each)
    ]
    for each in sorted(found, key=lambda each: each.theme not in known)[:1]:
        yield replace(_question(kind, each), makes=partial(_others, ctx, each))


def _others(ctx: Context, question: Question) -> Reply:
    buttons = (
        _click("Je sais", ANSWER, question.number),
        _click("Moi aussi", JOIN, question.number),
        _seen("Pas pour moi", PieceKind.QUESTION_WAITING, question.number),
    )
    return Reply(text=question_card.words(ctx, question), buttons=buttons)


def _article_to_read(ctx: Context, caller: Caller) -> Iterator[PilePiece]:
    """Yield one article of the last digest that someone has said nothing of."""
    kind, aside = PieceKind.ARTICLE_TO_READ, _aside(ctx, caller)
    digest = digests.latest(ctx.db, ctx.network.slug)
    for each in digest.shown if digest else ():
        given = contributions.of_member(ctx.db, ctx.network.slug, each.article, caller.id)
        if given is None and key_of(kind, each.article) not in aside:
            useful = _click("Utile", digests.USEFUL, each.article)
            none = _seen("Pas pour moi", kind, each.article)
            card = partial(ctx.reply, "veille/articles.md.j2", useful, none, numbered=[(1, each)])
            yield PilePiece(kind, each.article, makes=card)
            return


def _place(ctx: Context, caller: Caller) -> Iterator[PilePiece]:
    """Yield what asks whoever hosts nothing whether meetings may come to their place."""
    stands = offering.standing(ctx, caller)
    if stands.offer or stands.absence or stands.hosting or ctx.network.scale is Scale.NATIONAL:
        return
    kind, offer = PieceKind.PLACE_TO_OFFER, _click("Proposer mon lieu…", hosting.OFFER)
    yield PilePiece(kind, first=(offer, _seen("Pas pour moi", kind)))


def _aside(ctx: Context, caller: Caller) -> frozenset[str]:
    return piles.aside(ctx.db, ctx.network.slug, caller.id, ctx.now)


def _ahead(ctx: Context) -> Iterator[Meeting]:
    """Yield the planned meetings that are not over, the next one first."""
    return (each for each in planning.planned(ctx) if each.end > ctx.now)


def _open(ctx: Context) -> Sequence[Question]:
    """Return the oldest open questions that the network sees."""
    found = questions.listed(ctx.db, ctx.network.slug, QuestionFilter(), limit=BOUND)
    return [each for each in found if each.status is QuestionStatus.OPEN]


_REPORTS = {
    *(PieceKind.WAS_IT_HELD, PieceKind.MEETING_TO_END, PieceKind.MINUTES_TO_PUBLISH),
    PieceKind.PASSAGE_TO_KEEP,
}
_COORDINATORS: Finders = {
    _private: {PieceKind.PRIVATE_QUESTION},
    _passed: _REPORTS,
    _planned: {PieceKind.MEETING_TODAY, PieceKind.MEETING_TO_ANNOUNCE},
    _needs: {PieceKind.NEED_FROM_BELOW},
    _transmitted: {
        PieceKind.ANSWER_FROM_ABOVE,
        PieceKind.SUMMARY_TO_SEND,
        PieceKind.ANSWER_TO_OFFER,
    },
    _polls: {PieceKind.POLL_TO_SETTLE},
    first_hour.pieces: {PieceKind.FIRST_HOUR},
    _letter: {PieceKind.EDITO_TO_WRITE, PieceKind.ANSWER_PROMISED},
    _mail_replies: {PieceKind.MAIL_REPLY},
    _deadlines: {PieceKind.DEADLINE_TO_CHECK},
    _newcomers: {PieceKind.NEWCOMERS},
    _questions: {PieceKind.QUESTION_WAITING},
    _hostless: {PieceKind.HOST_MISSING},
    _veille: {PieceKind.ARTICLE_TO_SORT},
    _announced: {PieceKind.ANNOUNCEMENT_TO_CHOOSE},
    _surveys: {PieceKind.SURVEY_TO_LET_THROUGH},
    _forms: {PieceKind.FORM_TO_EXPORT, PieceKind.LINE_OF_A_FORM},
    _to_transmit: {PieceKind.QUESTION_TO_TRANSMIT},
    _doubles: {PieceKind.LIKELY_DOUBLE},
    _empty: {PieceKind.EMPTY_MONTH},
    _territories: {PieceKind.TERRITORIES},
    _failures: {
        PieceKind.MAILS_THAT_FAILED,
        PieceKind.LIST_OF_PLACES_THAT_FAILS,
        PieceKind.COPIES_TO_LOOK_AT,
        PieceKind.FEEDS_THAT_FAIL,
    },
    _past: {PieceKind.PAST_QUESTION},
    _memory: {PieceKind.MEMORY_TO_CHOOSE},
}
_MEMBERS: Finders = {
    _passed: _REPORTS,
    _letter: {PieceKind.EDITO_TO_WRITE},
    _veille: {PieceKind.ARTICLE_TO_SORT},
    _others_question: {PieceKind.QUESTION_WAITING},
    _meeting_to_come: {PieceKind.NEXT_MEETING},
    _article_to_read: {PieceKind.ARTICLE_TO_READ},
    _place: {PieceKind.PLACE_TO_OFFER},
}

FINDERS: Mapping[Role, Finders] = {
    Role.COORDINATOR: _COORDINATORS,
    Role.MEMBER: _MEMBERS,
}
"""All that may wait for someone, by what they are to the network."""
