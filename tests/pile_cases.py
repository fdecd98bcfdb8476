"""Someone's pile in a room: what it shows, and what happens when something of it is pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from sqlalchemy import Connection

from bot.core import outbox
from bot.core.message import Button, Message
from bot.network.rights import Role
from bot.pile import card, finding
from bot.pile import store as piles
from bot.pile.rules import PieceKind, Pile, kind_of, ordered
from bot.talk.bot import Bot
from bot.talk.command import Caller, Command, Via
from bot.talk.reply import Reply
from tests.room import Room, caller


def state(room: Room, who: str) -> Pile:
    """Return someone's pile as it is kept."""
    found = room.store(lambda db: piles.of(db, "test", caller(who).id))
    assert found is not None
    return found


def pile(room: Room, who: str = "amina") -> Message:
    """Return the post of someone's pile, as it will read once all is said."""
    key = state(room, who).key
    waiting = [each for each in room.outbox() if key in {each.key, each.edits}]
    said = room.store(lambda db: outbox.by_key(db, key))
    found = waiting[-1] if waiting else said
    assert found is not None
    names = [each.id for each in found.buttons]
    assert len(set(names)) == len(names), names  # the server finds a press by its button's name
    return found


def opens(room: Room, who: str = "amina", network: str | None = "loire") -> str:
    """Ask for one's pile; return what it shows."""
    assert not room.says(who, "/aide", network=network).refused
    return reads(room, who)


def reads(room: Room, who: str = "amina") -> str:
    """Return what someone's pile shows."""
    return pile(room, who).text.replace("\u00a0", " ")


def kinds(room: Room, who: str = "amina") -> Sequence[PieceKind | None]:
    """Return what is still in someone's pile, in order."""
    return [kind_of(each.partition("/")[2]) for each in state(room, who).queue]


def labels(room: Room, who: str = "amina") -> list[str]:
    """Return what can be pressed or chosen on someone's pile."""
    buttons = pile(room, who).buttons
    shown = [each.label for each in buttons]
    shown += [option.label for each in buttons for option in each.options]
    return [each.replace("\u00a0", " ") for each in shown]


class Talks(Protocol):
    """A room of one network, or of a tree of them."""

    bot: Bot

    def store(self, work: Callable[[Connection], str], /) -> str:
        """Run something in a transaction."""


def waiting(room: Talks, who: str = "amina", network: str = "loire") -> str:
    """Return all that waits for someone in a network, as their pile would show each thing."""
    bot = room.bot
    coordinates = who in bot.coordinators_of(network)
    role = Role.COORDINATOR if coordinates else Role.MEMBER
    there = bot.networks[network]
    asks = Caller(server=there.server, id=who, name=who, roles={network: role})
    shown = Pile(server=there.server, user=who, network=network, key="", opened_at=bot.clock())

    def read(db: Connection) -> str:
        ctx = bot.context(db, there, bot.clock())
        found = ordered(finding.waiting(ctx, asks))
        pairs = [(each, finding.card_of(ctx, asks, each) or Reply()) for each in found]
        cards = [card.shown(ctx, shown, *each, Reply(), several=False) for each in pairs]
        return "\n\n".join(each.text for each in cards).replace("\u00a0", " ")

    return room.store(read)


def presses(room: Room, who: str, label: str) -> Reply:
    """Press what says this on someone's pile, once they have read it."""
    room.clock.forward(seconds=2)
    return room.asks(pressing(room, who, label))


def fills(room: Room, who: str, route: str, argument: str, words: str) -> Reply:
    """Send a form that was opened on someone's pile."""
    shown = pile(room, who)
    return room.asks(
        Command(
            text=f"{argument} {words}".strip(),
            caller=caller(who),
            via=Via.DIALOG,
            channel="direct",
            network=shown.network,
            route=route,
            fields={"texte": words},
            pile=shown.edits or shown.key,
        )
    )


def pressing(room: Room, who: str, label: str) -> Command:
    """Return the press of what says this on someone's pile as it is now."""
    shown = pile(room, who)
    route, text, network = _found(shown.buttons, label)
    return Command(
        text=text,
        caller=caller(who),
        via=Via.BUTTON,
        channel="direct",
        network=network or shown.network,
        route=route,
        direct=True,
        pile=shown.edits or shown.key,
    )


def _found(buttons: Sequence[Button], label: str) -> tuple[str, str, str]:
    for each in buttons:
        if each.label.replace("\u00a0", " ") == label and not each.options:
            return each.route, each.argument, each.network
        for option in each.options:
            if option.label.replace("\u00a0", " ") == label:
                return option.route, option.argument, option.network
    raise AssertionError(f"no {label} among {[each.label for each in buttons]}")
