"""Ideas for animations: proposed, supported, taken up for a meeting, held; each has its card."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.core import outbox
from bot.core.card_keys import CardKind, card_key
from bot.core.message import Button
from bot.french.text import stored_text
from bot.meeting import agendas, planning
from bot.meeting import store as meetings
from bot.meeting.agenda import Agenda, ItemKind
from bot.meeting.ideas import store as ideas
from bot.meeting.ideas.rules import ON_THE_AGENDA, Idea, IdeaKind, IdeaStatus
from bot.meeting.rules import Meeting
from bot.network.parts import PartKind
from bot.network.rights import Act, Tie
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.offering import offer_verbs

SUPPORT = "rencontre soutenir"
UNSUPPORT = "rencontre ne-plus-soutenir"
LAUNCH = "rencontre projet-lancé"
ABANDON = "rencontre projet-abandonné"
READ = "rencontre idée"
CHOOSE = "rencontre retenir"
WITHDRAW = "rencontre retirer-idée"
CONTACT = "rencontre contact"
UNSHARE = "rencontre ne-plus-partager-projet"
ENDINGS = (("C'est lancé", LAUNCH), ("C'est abandonné", ABANDON))
PROJECT = "projet"
"""What the verb that offers one to the territories calls it."""

_LABELS = {
    (False, False): "Soutenir",
    (False, True): "Ne plus soutenir",
    (True, False): "Ça m'intéresse",
    (True, True): "Ça ne m'intéresse plus",
}
"""What one does of an idea or, if true, of a project, as it is not done, or is.

Support is counted only; who joins a project shows their name to those who do.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaDraft:
    """An idea as someone gives it; personal data was looked for in it."""

    text: str
    kind: IdeaKind
    contact: str = ""
    signed: bool = True


def propose(ctx: Context, draft: IdeaDraft, by: Caller) -> tuple[Idea, bool]:
    """Keep an idea, and show its card; the same words sent twice are one: False comes back.

    Raises EMPTY_TEXT and PersonalDataError.
    """
    text = stored_text(draft.text, what="votre idée")
    made = Idea(
        network=ctx.network.slug,
        number=0,
        text=text,
        author=by.id,
        at=ctx.now,
        kind=draft.kind,
        signed=draft.signed,
    ).reach(draft.contact)
    earlier = ideas.same_deposit(ctx.db, made)
    if earlier is not None:
        return earlier, False
    idea = ideas.add(ctx.db, made)
    say.in_channel(ctx, key_of(idea), card(ctx, idea), buttons=verbs(idea))
    return idea, True


def choose(ctx: Context, number: int, by: Caller) -> tuple[Idea, Meeting]:
    """Put an idea on the agenda of the current meeting; its author is told.

    Raises UNKNOWN_IDEA, NO_MEETING, IDEA_ENDED, ON_THE_AGENDA, MEETING_NOT_NOW,
    ChangedMeanwhileError.
    """
    idea = ideas.get(ctx.db, ctx.network.slug, number)
    meeting = planning.current(ctx)
    chosen = idea.choose(meeting.id)
    if meeting.agenda.find(ItemKind.IDEA, number) is not None:
        raise ON_THE_AGENDA(number=number)
    ideas.save(ctx.db, chosen, was=idea.status)
    filled = agendas.filled(ctx, meeting).agenda
    if filled.find(ItemKind.IDEA, number) is None:
        filled = filled.add(filled.number_of(PartKind.WORKSHOP), chosen.item)
    planned = planning.edit(ctx, meeting, filled)
    show_again(ctx, number)
    key = f"{key_of(idea)}:chosen:{meeting.number}"
    if idea.author not in ("", by.id):
        text = ctx.render("rencontre/idea_chosen_told.md.j2", idea=chosen)
        say.to_user(ctx, key, idea.author, text, once=True)
    return chosen, planned


def reach(ctx: Context, number: int, contact: str, by: Caller) -> Idea:
    """Set the contact of a speaker from outside, "" for none: its author may, or a coordinator.

    Raises UNKNOWN_IDEA, NOT_ALLOWED, IDEA_ENDED, ChangedMeanwhileError.
    """
    idea = ideas.get(ctx.db, ctx.network.slug, number)
    require_contact(ctx, idea, by)
    ideas.save(ctx.db, idea.reach(contact), was=idea.status)
    return show_again(ctx, number)


def require_contact(ctx: Context, idea: Idea, by: Caller) -> None:
    """Refuse the contact of an idea to those who neither made it nor coordinate.

    Raises NOT_ALLOWED.
    """
    if idea.author != by.id:
        ctx.require(Act.CHOOSE_IDEA, by)


def contact_for(ctx: Context, idea: Idea, by: Caller) -> str:
    """Return the contact of an idea to those who may read it, "" to others."""
    coordinates = ctx.allows(Act.CHOOSE_IDEA, by)
    return idea.contact if coordinates or idea.author == by.id else ""


def withdraw(ctx: Context, number: int, by: Caller) -> Idea:
    """Take an idea back, out of agendas too. Only its author may.

    Raises UNKNOWN_IDEA, NOT_ALLOWED, IDEA_ENDED, ChangedMeanwhileError.
    """
    idea = ideas.get(ctx.db, ctx.network.slug, number)
    ctx.require(Act.WITHDRAW_IDEA, by, tie=Tie.AUTHOR if idea.author == by.id else Tie.NONE)
    return take_back(ctx, idea)


def take_back(ctx: Context, idea: Idea) -> Idea:
    """Withdraw an idea, whoever has it withdrawn. Raises IDEA_ENDED, ChangedMeanwhileError."""
    ideas.save(ctx.db, idea.withdraw(ctx.now), was=idea.status)
    take_off_agendas(ctx, idea.number)
    return show_again(ctx, idea.number)


def restore(ctx: Context, idea: Idea) -> Idea:
    """Let a withdrawn idea wait again. Raises IDEA_ENDED, ChangedMeanwhileError."""
    ideas.save(ctx.db, idea.restore(), was=idea.status)
    return show_again(ctx, idea.number)


def reword(ctx: Context, idea: Idea, text: str, *, signed: bool) -> Idea:
    """Change an idea's text, on agendas too. Raises EMPTY_TEXT, ChangedMeanwhileError.

    Whoever let the territories read the former words has not said so of these.
    """
    words = stored_text(text, what="votre idée")
    reworded = replace(idea, text=words, signed=signed, outside=idea.outside and None)
    ideas.save(ctx.db, reworded, was=idea.status)
    for meeting in meetings.coming(ctx.db, ctx.network.slug):
        place = meeting.agenda.find(ItemKind.IDEA, idea.number)
        if place is not None:
            owner = meeting.agenda.item(place).owner if signed else ""
            agenda = meeting.agenda.change(place, text=words, owner=owner)
            planning.keep(ctx, replace(meeting, agenda=agenda))
    return show_again(ctx, idea.number)


def take_off_agendas(ctx: Context, number: int) -> None:
    """Take an idea out of the agendas of meetings to come."""
    for meeting in meetings.coming(ctx.db, ctx.network.slug):
        place = meeting.agenda.find(ItemKind.IDEA, number)
        if place is not None:
            planning.edit(ctx, meeting, meeting.agenda.remove(place))


def dropped(ctx: Context, before: Agenda, after: Agenda) -> None:
    """Let the ideas that were taken out of an agenda wait again.

    Raises ChangedMeanwhileError.
    """
    for idea in ideas.chosen(ctx.db, ctx.network.slug):
        there = before.find(ItemKind.IDEA, idea.number) is not None
        if there and after.find(ItemKind.IDEA, idea.number) is None:
            ideas.save(ctx.db, idea.drop(), was=idea.status)
            show_again(ctx, idea.number)


def held(ctx: Context, meeting: Meeting) -> None:
    """Note which ideas a meeting that has ended went through; the others still wait.

    A project goes on until someone says what became of it.

    Raises ChangedMeanwhileError.
    """
    for idea in ideas.chosen(ctx.db, ctx.network.slug):
        place = meeting.agenda.find(ItemKind.IDEA, idea.number)
        if place is not None and meeting.agenda.item(place).covered:
            after = idea.drop() if idea.project else idea.hold(meeting.id, ctx.now)
            ideas.save(ctx.db, after, was=idea.status)
            show_again(ctx, idea.number)


def key_of(idea: Idea) -> str:
    """Return the key of an idea's card."""
    return card_key(CardKind.IDEA, idea.network, idea.number)


def forget_people(db: Connection, before: datetime) -> int:
    """Take the people out of ideas that ended before, and out of their cards' text.

    Return how many ideas had any. The posts in the channel stay as they are.
    """
    forgotten = ideas.forget_people(db, before)
    outbox.forget_cards(db, CardKind.IDEA, forgotten)
    return len(forgotten)


def show_again(ctx: Context, number: int) -> Idea:
    """Return an idea that has changed, its card up to date. Raises UNKNOWN_IDEA."""
    idea = ideas.get(ctx.db, ctx.network.slug, number)
    say.again(ctx, key_of(idea), card(ctx, idea), buttons=verbs(idea))
    return idea


def card(ctx: Context, idea: Idea) -> str:
    """Return what is shown of an idea."""
    return ctx.render("rencontre/idea_card.md.j2", idea=idea)


def verbs(idea: Idea) -> tuple[Button, ...]:
    """Return the buttons of an idea, none once it has ended.

    Anyone may support it; what else its reader may do is told to them alone.
    """
    if not idea.waiting:
        return ()
    number, emoji = str(idea.number), "raising_hand" if idea.project else "+1"
    joining = Button(
        "soutenir",
        _LABELS[idea.project, False],
        SUPPORT,
        number,
        emoji=emoji,
        undo=UNSUPPORT,
        primary=idea.project,
    )
    return (joining, Button("plus", "Plus…", READ, number))


def verbs_for(ctx: Context, idea: Idea, by: Caller) -> tuple[Button, ...]:
    """Return the buttons of an idea that is shown to one person alone."""
    if not idea.waiting:
        return ()
    number, own, chooses = str(idea.number), idea.author == by.id, ctx.allows(Act.CHOOSE_IDEA, by)
    found = []
    if not own:
        on = ideas.supports(ctx.db, idea, by.id)
        route = UNSUPPORT if on else SUPPORT
        found.append(Button("soutenir", _LABELS[idea.project, on], route, number))
    if idea.project and ctx.allows(Act.END_PROJECT, by, tie=Tie.AUTHOR if own else Tie.NONE):
        found += [
            Button(f"fin{at}", label, route, number) for at, (label, route) in enumerate(ENDINGS)
        ]
        found += offer_verbs(ctx, PROJECT, idea.number) if chooses and not idea.shared else ()
        if own and idea.shared:
            found.append(Button("garder", "Ne plus le proposer aux territoires", UNSHARE, number))
    elif idea.status is IdeaStatus.OPEN and chooses:
        label = "Retenir pour la prochaine rencontre"
        found.append(Button("retenir", label, CHOOSE, number, primary=True))
    if idea.kind is IdeaKind.SPEAKER and (own or chooses):
        found.append(Button("contact", "Contact…", CONTACT, number))
    if own:
        found.append(Button("retirer", "Retirer", WITHDRAW, number))
    return tuple(found)
