"""What is said without a command: done where it is clear, asked about where it is not.

A greeting is shown the hall, « je ne viens pas » is noted, « stop » sends fewer messages; a
sentence is offered as a question, a link as one for the veille. So is what was given for a question
and reads as something else. In the thread of a card « moi aussi » and « je viens » are about that
card, « point : … » is noted in a meeting that is held, and what is not understood is left alone.
A message of the channel that names the bot in passing is answered in private, and does nothing of
itself: all of it is offered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.card_keys import CardKey, CardKind
from bot.core.message import Button, Option, menu
from bot.french.intents import Intent, read_intent
from bot.meeting import announcement, held_card, planning
from bot.meeting.rules import MeetingStatus
from bot.network.rights import Act
from bot.people import store as preferences
from bot.people.wish import Weight, Wish
from bot.question import store as questions
from bot.question.store import QuestionFilter
from bot.question.verbs import JOIN
from bot.talk import say
from bot.talk.arguments import certified_first
from bot.talk.command import Command, Referred, Via
from bot.talk.context import Context
from bot.talk.markdown import shown
from bot.talk.render import shorten
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes
from bot.talk.signature import Signature, read_discretion
from bot.talk.undecided import service as undecided
from bot.talk.understanding import CALLED, IN_A_THREAD, UNDERSTAND, WHETHER

HEARD = "ok_hand"
"""What we put on a reply that was understood, where words of ours would be noise."""

SEEN = "envelope"
"""What we put on a message of the channel that is answered in private."""

_LISTED = 10
"""Questions that « moi aussi » is asked about."""


@dataclass(frozen=True, slots=True)
class _Understood:
    """What an intent does: a route with its argument; `label` says so on a button."""

    route: str
    argument: str = ""
    label: str = ""


_DOES: Mapping[Intent, _Understood] = {
    Intent.GREETING: _Understood("aide"),
    Intent.HELP: _Understood("aide"),
    Intent.MY_LIST: _Understood("besoin mes"),
    Intent.COMING: _Understood(announcement.ANSWER, "oui", "Je viens à la rencontre"),
    Intent.NOT_COMING: _Understood(announcement.ANSWER, "non", "Je ne viens pas"),
    Intent.FEWER_MESSAGES: _Understood("reseau messages", "", "Moins de messages"),
}
_PLAIN = (Intent.GREETING, Intent.HELP, Intent.MY_LIST)
"""What is shown at once, even to someone who gave it for a question."""


def understand(command: Command, ctx: Context) -> Reply:
    """Do what was said to us in words; ask about what may be a question, or a link to share."""
    intent = read_intent(command.text)
    if (does := _done_by(command, ctx, intent)) is not None:
        return _instead(command, does)
    if intent is Intent.ME_TOO:
        return _me_too(command, ctx)
    if intent.polite:
        return _polite(command, ctx, intent)
    route = "veille proposer" if intent is Intent.LINK else "besoin"
    _sign(command, ctx)
    return undecided.offer(ctx, command, intent, route=route)


def called(command: Command, ctx: Context) -> Reply:
    """Offer what a message that names us in passing may want; do of it what any reply does."""
    intent = read_intent(command.text)
    does = _under_card(command, ctx, intent) or (intent is Intent.OTHER and _discreet(command))
    if does:
        return _instead(command, does)
    if intent.polite:
        return _polite(command, ctx, intent)
    _sign(command, ctx)
    return _me_too(command, ctx) if intent is Intent.ME_TOO else whether(command, ctx)


def _sign(command: Command, ctx: Context) -> None:
    """Show, where a message stands, that it is answered elsewhere."""
    if command.via is Via.MENTION and command.post:
        say.reaction(ctx, f"heard:{command.post}", command.post, SEEN)


def _discreet(command: Command) -> _Understood | None:
    """Return what asks the writer of a message of the channel how discreet it is to be."""
    read = read_discretion(command, Signature(), numbered=False, said=True)
    return _Understood("besoin", command.text) if undecided.must_ask(read) else None


def _done_by(command: Command, ctx: Context, intent: Intent) -> _Understood | None:
    """Return what does what was said, None where its writer is to be asked or greeted.

    What asks for discretion in a channel is the affair of `besoin` at once.
    """
    if intent is Intent.FEWER_MESSAGES:
        return _Understood("reseau messages", _fewer(command, ctx).value)
    if intent is Intent.OTHER and command.via is Via.MENTION:
        return _discreet(command)
    return _under_card(command, ctx, intent) or _DOES.get(intent)


def whether(command: Command, ctx: Context) -> Reply:
    """Ask whether what was given for a question is one; show at once what can be no question."""
    _, text = certified_first(command.text)
    intent = read_intent(text)
    does = _DOES.get(intent)
    if does is not None and intent in _PLAIN:
        return _instead(command, does)
    if intent is Intent.LINK:
        does = _Understood("veille proposer", text, "Proposer à la veille")
    first = None
    if does is not None:
        first = Button("fait", does.label, does.route, does.argument)
    return undecided.offer(ctx, command, intent, first=first)


def take_reply(command: Command, ctx: Context) -> Reply:
    """Take a reply under a card: join it, say whether one comes; or an answer that is proposed."""
    found = command.refers
    if found is None or command.about is None:
        return Reply()
    intent = read_intent(found.text)
    if does := _under_card(command, ctx, intent) or _at_meeting(command.about, ctx, found):
        say.reaction(ctx, f"heard:{found.post}", found.post, HEARD)
        return _instead(command, does)
    if command.about.kind is CardKind.QUESTION and not intent.polite:
        return _instead(command, _Understood("besoin proposer"))
    return Reply()


def _under_card(command: Command, ctx: Context, intent: Intent) -> _Understood | None:
    """Return what an intent does under one of our cards, None where it is nothing to it."""
    card = command.about
    if card is None or card.network != ctx.network.slug:
        return None
    if card.kind is CardKind.QUESTION and intent is Intent.ME_TOO:
        return _Understood(JOIN, str(card.number))
    if card.kind is CardKind.MEETING and intent in (Intent.COMING, Intent.NOT_COMING):
        does = _DOES[intent]
        return replace(does, argument=f"{card.number} {does.argument}")
    return None


def _at_meeting(card: CardKey, ctx: Context, found: Referred) -> _Understood | None:
    """Return what a reply notes of a meeting that is held: « point : les tablettes »."""
    if card.kind is not CardKind.HELD_MEETING or card.network != ctx.network.slug:
        return None
    said = held_card.said_in_thread(found.text)
    if said is None or planning.numbered(ctx, card.number).status is not MeetingStatus.RUNNING:
        return None
    route, text = said
    return _Understood(route, text)


def _me_too(command: Command, ctx: Context) -> Reply:
    """Ask which question concerns someone too."""
    latest = questions.listed(ctx.db, ctx.network.slug, QuestionFilter(shared_first=True))
    others = [
        each
        for each in latest
        if each.author != command.caller.id
        and not each.private
        and command.caller.id not in questions.supporters_of(ctx.db, each)
    ]
    options = (
        Option(
            label=shorten(f"n°\u00a0{each.number}\u00a0: {shown(each.text)}", _LABEL),
            command=f"{JOIN} {each.number}",
        )
        for each in others[:_LISTED]
    )
    which = menu("aussi", "Choisir une question…", *options, route="besoin liste")
    return ctx.reply("aide/which_question.md.j2", *((which,) if others else ()), any=bool(others))


_LABEL = 60


def _polite(command: Command, ctx: Context, intent: Intent) -> Reply:
    """Answer a courtesy: in a channel by a sign, which disturbs nobody."""
    if command.via is Via.MENTION and command.post:
        sign = "wave" if intent is Intent.GOODBYE else "heart"
        say.reaction(ctx, f"heard:{command.post}", command.post, sign)
        return Reply()
    hall = Button("aide", "Voir ce que je sais faire", "aide")
    return ctx.reply("aide/polite.md.j2", hall, intent=intent.value)


def _fewer(command: Command, ctx: Context) -> Wish:
    """Return what « stop » means: the essential alone; said again, nothing that was not asked."""
    wish = preferences.of(ctx.db, ctx.network.slug, command.caller.id).wish
    return Wish.ESSENTIAL if wish.lets(Weight.NEWS) else Wish.SILENCE


def _instead(command: Command, does: _Understood) -> Reply:
    return Reply(instead=replace(command, route=does.route, text=does.argument))


ROUTES = (
    Route(Act.READ_HELP, UNDERSTAND, understand, shape=Takes.TEXT),
    Route(Act.READ_HELP, WHETHER, whether, shape=Takes.TEXT),
    Route(Act.READ_HELP, CALLED, called, shape=Takes.TEXT),
    Route(Act.READ_HELP, IN_A_THREAD, take_reply),
)
