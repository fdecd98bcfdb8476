"""Notices who comes into the networks' channels, who leaves, whose account ends.

Woken when the chat tells that someone moved, when it can be heard again, and each day. The channel
is compared with those who were met and those who are known: what was missed meanwhile is caught up.
Nobody is forgotten without proof about them alone: a list that comes back empty or partial is none.
A crash at the worst moment leaves a network's newcomers all welcomed or none, and the next
waking welcomes them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol
from uuid import uuid4

import structlog

from bot.core.channel import NetworkChannel
from bot.core.database import DatabaseAwayError
from bot.helping import newcomers as newcomers_path
from bot.network.network import Network
from bot.people import arrivals, coordinators, ended_accounts
from bot.people import store as preferences
from bot.people.arrivals import REACTIVATED_WITHIN
from bot.pile import card as pile
from bot.privacy import forgetting
from bot.privacy import service as privacy
from bot.question import store as questions
from bot.question.store import QuestionFilter
from bot.talk import presentation, say
from bot.talk.context import Context
from scheduler.waking import NetworkJob, Waking

log = structlog.get_logger(__name__)

_ALL_QUESTIONS = QuestionFilter(statuses=())


class Membership(Protocol):
    """What the chat tells of people, and where; each raises where it cannot say."""

    def channels(self) -> Collection[NetworkChannel]:
        """Return the networks' channels, of the servers that have told where they are."""

    async def members_of(self, network: str, /) -> Collection[str]:
        """Return a network's members, guests and bots excepted."""

    async def is_in(self, network: str, user: str, /) -> bool:
        """Tell whether someone is in a network's channel."""

    async def has_ended(self, network: str, user: str, /) -> bool:
        """Tell whether someone's account on the network's server is deactivated or deleted."""


@dataclass(eq=False)
class MembershipWatcher(NetworkJob, Waking):
    """The job for one server's networks; `spoken` is told when there is something to deliver."""

    server: str
    membership: Membership
    spoken: Callable[[], None]
    broken = "memberships_not_looked_at"
    _moved: set[str] = field(default_factory=set, init=False)

    def moved(self, network: str = "") -> None:
        """Look soon at a network's channel, where someone came or left; at all of them for ""."""
        self._moved.add(network)
        self.wake()

    async def look(self) -> int:
        """Welcome newcomers and take note of those who left; return how many were welcomed.

        Where someone moved, and everywhere when nobody says where.
        """
        moved, self._moved = self._moved, set()
        everywhere = not moved or "" in moved
        networks = [each for each in self._networks() if everywhere or each.slug in moved]
        try:
            return await self._look(networks, whole=False)
        except DatabaseAwayError:
            self._moved |= moved or {""}
            raise

    async def check(self) -> int:
        """Do so everywhere, and look at the accounts of those who had left before."""
        return await self._look(self._networks(), whole=True)

    def _networks(self) -> Collection[Network]:
        return [each for each in self.bot.networks.values() if each.server == self.server]

    async def _look(self, networks: Collection[Network], *, whole: bool) -> int:
        """Look at networks; one whose server is away is looked at again once someone moves."""
        heard = (each for each in networks if self.bot.open_to_us(each.slug))
        work = partial(self._network, whole=whole)
        return await self._each(heard, work, "people", self._moved.add)

    async def _network(self, network: Network, *, whole: bool) -> int:
        present = await self.membership.members_of(network.slug)
        if not present:  # a network has its coordinators at least: this tells us nothing
            return 0
        presented, welcomed, absent = await self._in(
            network,
            lambda ctx: (
                _present_ourselves(ctx),
                _welcome(ctx, present),
                _absent(ctx, present, gone_too=whole),
            ),
        )
        if welcomed:
            log.info("welcomed", network=network.slug, people=welcomed)
        if presented or welcomed:
            self.spoken()
        for user in sorted(absent):
            await self._absent(network, user)
        return welcomed

    async def _absent(self, network: Network, user: str) -> None:
        """Ask about one who is not in the channel's list, and take note of what is sure."""
        ended = await self.membership.has_ended(network.slug, user)
        left = ended or not await self.membership.is_in(network.slug, user)
        if await self._in(network, partial(_note, user=user, left=left, ended=ended)):
            log.info("left", network=network.slug, ended=ended)
            self.spoken()

    work = look


def _note(ctx: Context, user: str, *, left: bool, ended: bool) -> bool:
    """Take note that someone left, or that their account ended; return whether that is news."""
    moved = left and _leave(ctx, user)
    if not ended:
        ended_accounts.revive(ctx.db, ctx.network.server, user)
        return moved
    return _end(ctx, user) or moved


def _present_ourselves(ctx: Context) -> bool:
    """Say what we do, where we come into a channel; return whether we did.

    Not where questions were asked already: an older version was there, and needed no introduction.
    """
    slug = ctx.network.slug
    if not arrivals.never_met(ctx.db, slug) or questions.count(ctx.db, slug, _ALL_QUESTIONS):
        return False
    presentation.present(ctx)
    return True


def _welcome(ctx: Context, present: Collection[str]) -> int:
    """Welcome those who are in the channel for the first time ever; return how many."""
    slug, server = ctx.network.slug, ctx.network.server
    newcomers = arrivals.meet(ctx.db, network=slug, server=server, present=present, now=ctx.now)
    if not newcomers:
        return 0
    text = ctx.render(
        "reseau/welcome.md.j2",
        parent=ctx.networks.get(ctx.network.parent or ""),
        meeting=ctx.next_meeting(ctx),
        letter=ctx.next_letter(ctx),
        territories=ctx.territories,
        guide=newcomers_path.guide(ctx),
    )
    verbs = (*pile.doors(ctx), newcomers_path.ENDING)
    for user in sorted(newcomers):
        say.to_user(ctx, f"welcome:{slug}:{uuid4().hex}", user, text, buttons=verbs)
    return len(newcomers)


def _absent(ctx: Context, present: Collection[str], *, gone_too: bool) -> frozenset[str]:
    """Return those who are known here and not in the channel: perhaps they left.

    Those who left already only if `gone_too`.
    """
    known = forgetting.known_in(ctx.db, ctx.network.slug) - set(present)
    return known if gone_too else known - preferences.gone_from(ctx.db, ctx.network.slug)


def _leave(ctx: Context, user: str) -> bool:
    """Take note that someone left the channel; False when it was known.

    Nobody is told. Their open questions stay, with their name, until their time.
    """
    slug = ctx.network.slug
    if preferences.of(ctx.db, slug, user).gone:
        return False
    gone = privacy.person(ctx, ctx.network.server, user)
    forgetting.let_go(ctx.db, gone, slug, ctx.now)
    return preferences.leave(ctx.db, slug, user, ctx.now)


def _end(ctx: Context, user: str) -> bool:
    """Take note that someone's account has ended; forget them in time, and tell whether it was."""
    server = ctx.network.server
    since = ended_accounts.note(ctx.db, server, user, ctx.now)
    if ctx.now - since < REACTIVATED_WITHIN:
        return False
    privacy.forget(ctx, server, user)
    here = [each.slug for each in ctx.networks.values() if each.server == server]
    coordinators.forget(ctx.db, here, user)
    return True
