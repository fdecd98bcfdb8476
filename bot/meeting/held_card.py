"""The card of a meeting from its opening on: held without typing, reread, published.

It is one post in the channel, rewritten in place, and pinned; what is noted is said in its thread.
What only those who report on the meeting deal with is also one message to them, rewritten in place
too: whether it was held, its end, its minutes to read over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core import occurrences
from bot.core.card_keys import CardKind, card_key
from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.french.folding import fold
from bot.meeting import note_store as notes
from bot.meeting import store as meetings
from bot.meeting.aftermath import (
    AfterMeeting,
    due_of,
    is_settled,
    occurrence,
    settled_at,
    spoken_of,
)
from bot.meeting.agenda import AgendaItem, ItemKind, ItemState
from bot.meeting.card import ADD, CHANGE, PASTE, paste_verb
from bot.meeting.minutes import Minutes, Note, make_minutes
from bot.meeting.pace import pace
from bot.meeting.record import card as record_card
from bot.meeting.record import store as records
from bot.meeting.rules import Meeting, MeetingStatus
from bot.people import store as preferences
from bot.people.wish import Weight
from bot.question import card as question_cards
from bot.question import store as questions
from bot.question.rules import Occasion
from bot.talk import say
from bot.talk.arguments import first_word
from bot.talk.context import Context
from bot.talk.render import shorten

NEXT = "rencontre suivant"
BACK = "rencontre précédent"
ANSWERED = "rencontre réponse"
LATER = "rencontre reporter"
DECISION = "rencontre décision"
ACTION = "rencontre action"
CORRECT = "rencontre corriger"
DONE = "rencontre fait"
UNDONE = "rencontre pas-fait"
COUNT = "rencontre effectif"
END = "rencontre terminer"
READ_OVER = "rencontre compte-rendu"
WAIT = "rencontre attendre"
PUBLISH = "rencontre publier"
TOOK_PLACE = "rencontre eu-lieu"
FEEL = "rencontre avis"
WORD = "rencontre mot"

WAYS = (
    (Occasion.MEETING, "À la prochaine rencontre"),
    (Occasion.MATTERMOST, "Sur Mattermost"),
    (Occasion.LETTER, "Dans la prochaine lettre"),
)
FACES = (
    ("Pas du tout", "disappointed"),
    ("Plutôt non", "slightly_frowning_face"),
    ("Moyennement", "neutral_face"),
    ("Plutôt oui", "slightly_smiling_face"),
    ("Tout à fait", "grinning"),
)
"""From the least to the most satisfied."""


def key_of(meeting: Meeting) -> str:
    """Return the key of the card, under which all that is noted is said."""
    return card_key(CardKind.HELD_MEETING, meeting.network, meeting.number)


def post(ctx: Context, meeting: Meeting) -> None:
    """Show the card in the channel, unless it is there: `show` rewrites it."""
    if not say.was_said(ctx, key_of(meeting)):
        shown = buttons(ctx, meeting)
        say.in_channel(ctx, key_of(meeting), text(ctx, meeting), buttons=shown, pinned=True)


def show(ctx: Context, meeting: Meeting) -> None:
    """Bring the card up to date where it was shown: in the channel, and to those who report."""
    if say.was_said(ctx, key_of(meeting)):
        shown = buttons(ctx, meeting)
        say.again(ctx, key_of(meeting), text(ctx, meeting), buttons=shown)
    told = [user for user in _reporters(ctx, meeting) if say.was_said(ctx, _private(meeting, user))]
    for user in told:
        words, shown = private_text(ctx, meeting), private_buttons(ctx, meeting)
        say.again(ctx, _private(meeting, user), words, buttons=shown)


def ask(ctx: Context, meeting: Meeting) -> None:
    """Ask those who report on a meeting for what is due of it: one message, ever, to each.

    Whoever held it is reminded of its minutes; nobody else, as long as they are of the network.
    """
    show(ctx, meeting)
    say.to_coordinators(
        ctx,
        _private(meeting),
        private_text(ctx, meeting),
        weight=Weight.DUTY,
        among=_asked(ctx, meeting),
        once=True,
        buttons=private_buttons(ctx, meeting),
    )


def text(ctx: Context, meeting: Meeting) -> str:
    """Return the card's text by its state: held, reread or published."""
    match meeting.status:
        case MeetingStatus.RUNNING:
            here = meeting.here
            return ctx.render(
                "rencontre/held_running.md.j2",
                part=meeting.agenda.part(here.part),
                item=meeting.agenda.item(here) if here.item else None,
                pace=pace(meeting, ctx.now),
                minutes=minutes_of(ctx, meeting),
                belt=ready(ctx, meeting.agenda.item(here)) if here.item else None,
            )
        case MeetingStatus.REPORTED:
            return ctx.render("rencontre/held_published.md.j2", minutes=minutes_of(ctx, meeting))
        case _:
            settled = [each for each in spoken_of(meeting) if each.settled]
            return ctx.render("rencontre/held_reread.md.j2", meeting=meeting, settled=settled)


def ready(ctx: Context, item: AgendaItem) -> question_cards.BeltNote | None:
    """Return what came down from above for the question of an item, if an answer is ready."""
    if item.kind is not ItemKind.QUESTION or item.answer:
        return None
    belt = question_cards.note(ctx, questions.get(ctx.db, ctx.network.slug, item.ref))
    return belt if belt.ready else None


def private_text(ctx: Context, meeting: Meeting) -> str:
    """Return what those who report on a meeting are asked, by its state."""
    kind, due = occurrence(meeting, AfterMeeting.REMINDED), due_of(meeting, AfterMeeting.REMINDED)
    reminded = occurrences.done_at(ctx.db, meeting.network, kind, due=due)
    return ctx.render(
        "rencontre/held_private.md.j2",
        meeting=meeting,
        minutes=minutes_of(ctx, meeting),
        settled_at=settled_at(meeting, reminded or ctx.now, ctx.network.timezone),
        settled=is_settled(meeting),
        unsorted=len(records.waiting(ctx.db, meeting.id)),
    )


def buttons(ctx: Context, meeting: Meeting) -> tuple[Button, ...]:
    """Return the buttons of the card in the channel, by its state."""
    match meeting.status:
        case MeetingStatus.RUNNING:
            return _running(ctx, meeting)
        case MeetingStatus.HELD:
            return _reread(ctx, meeting, told=_told(ctx, meeting))
        case MeetingStatus.REPORTED:
            return (*_faces(meeting), *done_menu(minutes_of(ctx, meeting).actions))
        case _:
            return ()


def buttons_of(ctx: Context, meeting: Meeting, *, holds: bool) -> tuple[Button, ...]:
    """Return the buttons of the card that is shown to one person alone."""
    if holds and meeting.status is MeetingStatus.HELD:
        return private_buttons(ctx, meeting)
    if holds or meeting.status is MeetingStatus.REPORTED:
        return buttons(ctx, meeting)
    anyone = (ANSWERED, ADD, PASTE)
    return tuple(each for each in buttons(ctx, meeting) if each.route in anyone)


def private_buttons(ctx: Context, meeting: Meeting) -> tuple[Button, ...]:
    """Return the buttons of those who report on a meeting, by its state."""
    match meeting.status:
        case MeetingStatus.ANNOUNCED:
            return asked_buttons(meeting)
        case MeetingStatus.RUNNING:
            return (_end(primary=True),)
        case MeetingStatus.HELD:
            return _reread(ctx, meeting, told=notes.of(ctx.db, meeting))
        case _:
            return ()


def asked_buttons(meeting: Meeting) -> tuple[Button, ...]:
    """Return the buttons that say whether a meeting that nobody opened was held."""
    number = meeting.number
    yes, no = "white_check_mark", "x"
    return (
        Button("oui", "Oui, elle a eu lieu", TOOK_PLACE, f"{number} oui", emoji=yes),
        Button("non", "Non", TOOK_PLACE, f"{number} non", emoji=no),
    )


def minutes_of(ctx: Context, meeting: Meeting) -> Minutes:
    """Return the minutes as they are now; a question that became private since is left out."""
    refs = [item.ref for item in spoken_of(meeting)]
    asked = questions.by_numbers(ctx.db, meeting.network, refs)
    at = ctx.next_meeting(ctx)
    coming = [each for each in meetings.coming(ctx.db, meeting.network) if each.id != meeting.id]
    return make_minutes(
        meeting,
        notes.of(ctx.db, meeting),
        told=frozenset(number for number, each in asked.items() if not each.private),
        next_at=coming[0].at if coming else at,
        next_host=coming[0].host if coming else "",
    )


def said_in_thread(words: str, number: int) -> tuple[str, str] | None:
    """Return the route that a reply under a meeting's card asks for, and its text; None for talk.

    « point : les tablettes » adds a point, « suivant » goes on: see `_IN_THREAD`.
    """
    first, rest = first_word(words)
    route = _IN_THREAD.get(fold(first).rstrip(" :,.!"))
    said = rest.strip(" :,.!") and rest
    if route is None or bool(said) is (route in _ALONE):
        return None
    return route, f"{number} {said}" if route == ADD else said


_IN_THREAD = {
    "point": ADD,
    "decision": DECISION,
    "action": ACTION,
    "reponse": ANSWERED,
    "suivant": NEXT,
    "suivante": NEXT,
    "retour": BACK,
}
_ALONE = (NEXT, BACK)
"""What a reply says in one word; the others need some after it."""


def done_menu(actions: Sequence[Note]) -> tuple[Button, ...]:
    """Return the menu that says of actions that they are done, or takes it back; none for none.

    An action is everyone's: two people who say that it is done agree, whatever each was shown.
    """
    if not actions:
        return ()
    options = [
        _option(f"Pas encore : {each.text}", UNDONE, str(each.number))
        if each.done_at
        else _option(each.text, DONE, str(each.number))
        for each in actions
    ]
    return (menu("faite", "Action faite…", *options),)


def _running(ctx: Context, meeting: Meeting) -> tuple[Button, ...]:
    agenda, here = meeting.agenda, meeting.here
    item = agenda.item(here) if here.item else None
    last = agenda.after(here) is None
    ready = item is None or bool(item.answer)
    on = Button("suivant", "Suivant", NEXT, str(here), emoji="arrow_forward", primary=ready)
    return (
        *(() if item is None else _asked_here(item)),
        *(() if last else (on,)),
        Button("decision", "Décision", DECISION),
        Button("action", "Action", ACTION),
        Button("point", "Point", ADD, str(meeting.number)),
        Button("presences", "Présences", COUNT),
        *paste_verb(meeting, agenda.part(here.part).links),
        _correcting(ctx, meeting, told=notes.of(ctx.db, meeting)),
        _end(primary=last),
    )


def _asked_here(item: AgendaItem) -> tuple[Button, ...]:
    """Return what can become of the question that is spoken of; an answer that is noted stays."""
    number = str(item.ref)
    if item.answer:
        return (Button("repondue", "Revoir la réponse", ANSWERED, number),)
    ways = [Option(label, LATER, f"{number} {to.value}") for to, label in WAYS]
    return (
        Button("repondue", "Réponse trouvée", ANSWERED, number, primary=True),
        menu("reporter", "Reporter…", *ways, route=LATER, argument=number),
    )


def _end(*, primary: bool) -> Button:
    return Button("terminer", "Terminer", END, emoji="checkered_flag", primary=primary)


def _reread(ctx: Context, meeting: Meeting, *, told: Sequence[Note]) -> tuple[Button, ...]:
    """Return what leads to the published minutes; of the notes, those `told` show their words."""
    number = str(meeting.number)
    sort = record_card.sorting_of(meeting)
    return (
        *((sort,) if records.waiting(ctx.db, meeting.id) else ()),
        Button("relire", "Relire", READ_OVER, number, emoji="eyes"),
        _correcting(ctx, meeting, told=told),
        Button("presences", "Présences", COUNT),
        Button("publier", "Publier", PUBLISH, number, emoji="mega", primary=True),
        Button("attendre", "Attendre", WAIT, number, emoji="hourglass"),
        record_card.giving(meeting),
    )


def _correcting(ctx: Context, meeting: Meeting, *, told: Sequence[Note]) -> Button:
    return menu("corriger", "Corriger…", *corrections(ctx, meeting, told=told), route=CORRECT)


def corrections(ctx: Context, meeting: Meeting, *, told: Sequence[Note]) -> Iterator[Option]:
    """Yield what opens the form of each note and question; a note not `told` keeps its words.

    First what is likeliest to be wrong, as a long list is cut: the last note, what was noted of a
    question.
    """
    if meeting.status is MeetingStatus.RUNNING:
        if meeting.agenda.before(meeting.here):
            yield Option("Revenir en arrière", BACK)
        yield Option("L'ordre du jour…", CHANGE, str(meeting.number))
    else:
        yield Option("Ajouter une décision", DECISION)
        yield Option("Ajouter une action", ACTION)
    for said in reversed(notes.of(ctx.db, meeting)):
        words = f" : {said.text}" if said in told else f" n°\u00a0{said.number}"
        yield _option(f"{said.kind.label}{words}", CORRECT, str(said.number))
    for item in sorted(spoken_of(meeting), key=lambda item: item.state is ItemState.PENDING):
        yield _option(f"Question : {item.text}", ANSWERED, str(item.ref))


def _faces(meeting: Meeting) -> Iterator[Button]:
    for rank, (label, emoji) in enumerate(FACES, start=1):
        yield Button(f"avis{rank}", label, FEEL, f"{meeting.number} {rank}", emoji=emoji)


def _told(ctx: Context, meeting: Meeting) -> Sequence[Note]:
    """Return the notes that the thread tells already: those of a meeting held through us."""
    ended = meeting.ended_at
    if meeting.started_at is None or ended is None:
        return ()
    return [each for each in notes.of(ctx.db, meeting) if each.at <= ended]


def _option(label: str, route: str, argument: str) -> Option:
    return Option(shorten(label, OPTION_LABEL), route, argument)


def _private(meeting: Meeting, user: str = "") -> str:
    """Return the key of what those who report are asked; of one of them, as `say` makes it."""
    key = f"{key_of(meeting)}:report"
    return f"{key}:{user}" if user else key


def _reporters(ctx: Context, meeting: Meeting) -> Sequence[str]:
    """Return who may have been asked about a meeting."""
    return sorted({*ctx.coordinators, *_holders(meeting)})


def _asked(ctx: Context, meeting: Meeting) -> frozenset[str]:
    """Return who is asked now: who held it, for its minutes; else those who may tell."""
    here = ctx.network.slug
    there = frozenset(
        user for user in _holders(meeting) if not preferences.of(ctx.db, here, user).gone
    )
    if meeting.status is MeetingStatus.HELD:
        return frozenset({meeting.held_by}) & there or ctx.coordinators
    return ctx.coordinators | there


def _holders(meeting: Meeting) -> frozenset[str]:
    return frozenset({meeting.held_by, meeting.entrusted_to}) - {""}
