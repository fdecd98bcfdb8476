"""What is said without a command: done where it is clear, asked about where it is not.

A greeting is shown the hall, « je ne viens pas » is noted, « stop » sends fewer messages; for any
other sentence at most three gestures are offered (`offers`). So they are for what was given for a
question and reads as something else. In the thread of a card « moi aussi » and « je viens » are
about that card, « point : … » is noted in a meeting that is held, and what is not understood is
left alone. A message of the channel that names the bot in passing is answered in private, and does
nothing of itself: all of it is offered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.card_keys import CardKey, CardKind
from bot.core.message import Button
from bot.french.aims import SentenceAim, is_courtesy, worth_offering
from bot.french.discretion import read
from bot.french.intents import Intent, read_intent
from bot.french.text import TEXT_LIMIT
from bot.meeting import announcement, held_card, planning
from bot.meeting.rules import MeetingStatus
from bot.network.rights import Act
from bot.people import store as preferences
from bot.people.wish import Weight, Wish
from bot.question.verbs import JOIN
from bot.resource import keeping
from bot.talk import say
from bot.talk.arguments import certified_first
from bot.talk.command import Command, Referred, Via
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes
from bot.talk.signature import Signature, read_discretion
from bot.talk.undecided import service as undecided
from bot.talk.understanding import CALLED, IN_A_THREAD, TELL, UNDERSTAND, WHETHER
from commands import offers
from commands.reseau.privacy import RIGHTS

HEARD = "ok_hand"
"""What we put on a reply that was understood, where words of ours would be noise."""

SEEN = "envelope"
"""What we put on a message of the channel that is answered in private."""


_Understood = tuple[str, str]
"""What an intent does: a route with its argument."""

_DOES: Mapping[Intent, _Understood] = {
    Intent.GREETING: ("aide", ""),
    Intent.HELP: ("aide", ""),
    Intent.MY_LIST: ("besoin mes", ""),
    Intent.MY_DATA: (RIGHTS, ""),
    Intent.COMING: (announcement.ANSWER, "place"),
    Intent.NOT_COMING: (announcement.ANSWER, "no"),
    Intent.FEWER_MESSAGES: ("reseau messages", ""),
    Intent.RESOURCE: (keeping.KEEP, ""),
}
_AFTER = {
    Intent.COMING: SentenceAim.COMING,
    Intent.NOT_COMING: SentenceAim.NOT_COMING,
    Intent.FEWER_MESSAGES: SentenceAim.STOP,
    Intent.ME_TOO: SentenceAim.ME_TOO,
    Intent.LINK: SentenceAim.SHARE,
}
"""What is surely wanted, though it is asked about."""

_PLAIN = (Intent.GREETING, Intent.HELP, Intent.MY_LIST)
"""What is shown at once, even to someone who gave it for a question.

Their data is not: « Comment récupérer mes données ? » is also what advisers ask each other.
"""


def understand(command: Command, ctx: Context) -> Reply:
    """Do what was said to us in words; ask about what may be a question, or a link to share."""
    intent = read_intent(command.text)
    if intent is Intent.RESOURCE and command.shared is not None:
        return ctx.reply(
            "veille/resource_offered.md.j2", *_keeping(command), called=command.shared.name
        )
    if (does := _done_by(command, ctx, intent)) is not None:
        return _instead(command, does)
    return _offered(command, ctx, intent, mere_courtesy=True)


def called(command: Command, ctx: Context) -> Reply:
    """Offer what a message that names us in passing may want; do of it what any reply does."""
    intent = read_intent(command.text)
    does = _under_card(command, ctx, intent) or (intent is Intent.OTHER and _discreet(command))
    if does:
        return _instead(command, does)
    return _offered(command, ctx, intent, mere_courtesy=True)


def _sign(command: Command, ctx: Context) -> None:
    """Show, where a message stands, that it is answered elsewhere."""
    if command.via is Via.MENTION and command.post:
        say.reaction(ctx, f"heard:{command.post}", command.post, SEEN)


def _discreet(command: Command) -> _Understood | None:
    """Return what asks the writer of a message of the channel how discreet it is to be."""
    read = read_discretion(command, Signature(), numbered=False, said=True)
    return ("besoin", command.text) if undecided.must_ask(read) else None


def _done_by(command: Command, ctx: Context, intent: Intent) -> _Understood | None:
    """Return what does what was said, None where its writer is to be asked or greeted.

    What asks for discretion in a channel is the affair of `besoin` at once.
    """
    if intent is Intent.FEWER_MESSAGES:
        return "reseau messages", _fewer(command, ctx).value
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
    return _offered(command, ctx, intent)


def _offered(
    command: Command, ctx: Context, intent: Intent, *, mere_courtesy: bool = False
) -> Reply:
    """Offer what a sentence may be after; answer a `mere_courtesy` as one, if it may be one."""
    _, text = certified_first(command.text)
    guessed = offers.guessed(command, ctx, text)
    if mere_courtesy and (intent.polite or (intent is Intent.OTHER and is_courtesy(guessed))):
        return _polite(command, ctx, intent)
    _sign(command, ctx)
    aims = [*worth_offering(guessed), SentenceAim.ASK]
    if not mere_courtesy and len(text.split()) == 1:  # it tells too little to guess from
        aims = [SentenceAim.ASK, SentenceAim.SEARCH, SentenceAim.HELP]
    if not read(text).text:  # « enlève mon nom de la question 1 » asks the network nothing
        aims = [SentenceAim.STATUS, SentenceAim.OWN]
    if intent is not Intent.OTHER:
        aims = [_AFTER.get(intent, SentenceAim.ASK), SentenceAim.ASK]
    rights = (_RIGHTS,) if intent is Intent.MY_DATA else ()
    further = (*rights, *_keeping(command))
    return undecided.offer(
        ctx,
        command,
        lambda kept: [*offers.offered(command, ctx, aims, kept), *further],
        asks=aims[0] is SentenceAim.ASK,
        link=intent is Intent.LINK,
    )


_RIGHTS = Button("droits", "Mes données et mes droits", RIGHTS)


def _keeping(command: Command) -> Sequence[Button]:
    """Return what keeps the file of a message of a channel, nothing without one.

    That of the message under which it is said is kept where one asks for it.
    """
    file, above = command.shared, command.refers.post if command.refers else ""
    asked = read_intent(command.text) is Intent.RESOURCE
    if file is None or (file.post == above and not asked):
        return ()
    return (keeping.file_button(file),)


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
        return _instead(command, ("besoin proposer", ""))
    return Reply()


def _under_card(command: Command, ctx: Context, intent: Intent) -> _Understood | None:
    """Return what an intent does under one of our cards, None where it is nothing to it."""
    card = command.about
    if card is None or card.network != ctx.network.slug:
        return None
    if card.kind is CardKind.QUESTION and intent is Intent.ME_TOO:
        return JOIN, str(card.number)
    if card.kind is CardKind.MEETING and intent in (Intent.COMING, Intent.NOT_COMING):
        route, argument = _DOES[intent]
        return route, f"{card.number} {argument}"
    return None


def _at_meeting(card: CardKey, ctx: Context, found: Referred) -> _Understood | None:
    """Return what a reply notes of a meeting that is held: « point : les tablettes »."""
    if card.kind is not CardKind.HELD_MEETING or card.network != ctx.network.slug:
        return None
    running = planning.numbered(ctx, card.number).status is MeetingStatus.RUNNING
    return held_card.said_in_thread(found.text, card.number) if running else None


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
    return Wish.ESSENTIAL if wish.lets(Weight.NEWS) else Wish.ASKED


def _instead(command: Command, does: _Understood) -> Reply:
    route, argument = does
    return Reply(instead=replace(command, route=route, text=argument))


def tell(command: Command, ctx: Context) -> Reply:
    """Tell the coordinators what someone wrote, and nobody else."""
    return undecided.tell_coordinators(ctx, command, Signature())


ROUTES = (
    Route(Act.READ_HELP, TELL, tell, limit=TEXT_LIMIT),
    Route(Act.READ_HELP, UNDERSTAND, understand, shape=Takes.TEXT),
    Route(Act.READ_HELP, WHETHER, whether, shape=Takes.TEXT),
    Route(Act.READ_HELP, CALLED, called, shape=Takes.TEXT),
    Route(Act.READ_HELP, IN_A_THREAD, take_reply),
)
