"""What is said without a command: done where it is clear, asked about where it is not.

A greeting is shown the hall, « je ne viens pas » is noted, « stop » sends fewer messages; a
sentence is offered as a question, a link as one for the veille. So is what was given for a question
and reads as something else. In the thread of a card « moi aussi » and « je viens » are about that
card, and what is not understood is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core import outbox
from bot.core.card_keys import CardKey, CardKind, read_card_key
from bot.core.message import Button, Option, menu
from bot.french.intents import Intent, read_intent
from bot.meeting import announcement
from bot.network.rights import Act
from bot.people import store as preferences
from bot.people.wish import Weight, Wish
from bot.question import card as cards
from bot.question import store as questions
from bot.question.store import QuestionFilter
from bot.talk import say
from bot.talk.arguments import certified_first
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.markdown import shown
from bot.talk.render import shorten
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes
from bot.talk.signature import Signature, read_discretion
from bot.talk.undecided import service as undecided
from bot.talk.understanding import IN_A_THREAD, UNDERSTAND, WHETHER

HEARD = "ok_hand"
"""What we put on a reply that was understood, where words of ours would be noise."""

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
    if intent is Intent.FEWER_MESSAGES:
        return _instead(command, _Understood("reseau messages", _fewer(command, ctx).value))
    if intent in _DOES:
        return _instead(command, _DOES[intent])
    if intent is Intent.ME_TOO:
        return _me_too(command, ctx)
    if intent.polite:
        return _polite(command, ctx, intent)
    if command.via is Via.MENTION and undecided.must_ask(
        read_discretion(command, Signature(), numbered=False)
    ):
        return _instead(command, _Understood("besoin", command.text))
    route = "veille proposer" if intent is Intent.LINK else "besoin"
    return undecided.offer(ctx, command, intent, route=route)


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
        first = Button(id="fait", label=does.label, route=does.route, argument=does.argument)
    return undecided.offer(ctx, command, intent, first=first)


def take_reply(command: Command, ctx: Context) -> Reply:
    """Take a reply under a card: join it, say whether one comes; or an answer that is proposed."""
    found = command.refers
    card = _card(ctx, found.root) if found else None
    if found is None or card is None:
        return Reply()
    intent = read_intent(found.text)
    does = _about(card, intent)
    if does is not None:
        say.reaction(ctx, f"heard:{found.post}", found.post, HEARD)
        return _instead(command, does)
    if card.kind is CardKind.QUESTION and not intent.polite:
        return _instead(command, _Understood("besoin proposer"))
    return Reply()


def _about(card: CardKey, intent: Intent) -> _Understood | None:
    """Return what an intent does under a card, None where it is nothing to it."""
    number = str(card.number)
    if card.kind is CardKind.QUESTION and intent is Intent.ME_TOO:
        return _Understood(cards.JOIN, number)
    if card.kind is CardKind.MEETING and intent in (Intent.COMING, Intent.NOT_COMING):
        does = _DOES[intent]
        return replace(does, argument=f"{number} {does.argument}")
    return None


def _me_too(command: Command, ctx: Context) -> Reply:
    """Join the question under which we were called, else ask which."""
    card = _card(ctx, command.refers.root) if command.refers else None
    if card is not None and (does := _about(card, Intent.ME_TOO)) is not None:
        return _instead(command, does)
    latest = questions.listed(ctx.db, ctx.network.slug, QuestionFilter(shared_first=True))
    others = [each for each in latest if each.author != command.caller.id and not each.private]
    options = (
        Option(
            label=shorten(f"n°\u00a0{each.number}\u00a0: {shown(each.text)}", _LABEL),
            command=f"{cards.JOIN} {each.number}",
        )
        for each in others[:_LISTED]
    )
    which = menu("aussi", "Choisir une question…", *options, route="besoin liste")
    text = ctx.render("aide/which_question.md.j2", any=bool(others))
    return Reply(text=text, buttons=(which,) if others else ())


_LABEL = 60


def _polite(command: Command, ctx: Context, intent: Intent) -> Reply:
    """Answer a courtesy: in a channel by a sign, which disturbs nobody."""
    if command.via is Via.MENTION and command.post:
        sign = "wave" if intent is Intent.GOODBYE else "heart"
        say.reaction(ctx, f"heard:{command.post}", command.post, sign)
        return Reply()
    hall = Button(id="aide", label="Voir ce que je sais faire", route="aide", argument="")
    text = ctx.render("aide/polite.md.j2", intent=intent.value)
    return Reply(text=text, buttons=(hall,))


def _fewer(command: Command, ctx: Context) -> Wish:
    """Return what « stop » means: the essential alone; said again, nothing that was not asked."""
    wish = preferences.of(ctx.db, ctx.network.slug, command.caller.id).wish
    return Wish.ESSENTIAL if wish.lets(Weight.NEWS) else Wish.SILENCE


def _instead(command: Command, does: _Understood) -> Reply:
    return Reply(instead=replace(command, route=does.route, text=does.argument))


def _card(ctx: Context, post: str) -> CardKey | None:
    """Return which of our cards a post shows, None for any other."""
    message = outbox.by_post(ctx.db, ctx.network.server, post)
    card = read_card_key(message.key) if message else None
    return card if card is not None and card.network == ctx.network.slug else None


ROUTES = (
    Route(Act.READ_HELP, UNDERSTAND, understand, shape=Takes.TEXT),
    Route(Act.READ_HELP, WHETHER, whether, shape=Takes.TEXT),
    Route(Act.READ_HELP, IN_A_THREAD, take_reply),
)
