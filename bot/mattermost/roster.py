"""Who is who on one server: which channel is which network's, and what each person is to it.

Loaded over REST, kept up to date by the socket's events, and asked without waiting for most of
what is typed. What cannot be checked is refused: a person whose account cannot be read has no role.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import structlog

from bot.core.channel import ChannelState, NetworkChannel
from bot.core.grouping import grouped
from bot.french.folding import fold
from bot.mattermost.channels import ChannelFinder, channel_of
from bot.mattermost.client import Mattermost
from bot.mattermost.errors import ForbiddenError, MattermostError, NotFoundError, UnreachableError
from bot.mattermost.wire.objects import Channel, Post, User
from bot.network.network import Home, Network, visited
from bot.network.rights import Role
from bot.past.posts import TalkPost
from bot.people.coordinators import Coordinator, SeenName, administration
from bot.talk.arguments import channel_first, first_word, names_in
from bot.talk.command import ATTACHED_LIMIT, Attached, Caller, Referred, SharedFile

log = structlog.get_logger(__name__)

_FOREVER = datetime.max.replace(tzinfo=UTC)


Settle = Callable[[Sequence[SeenName]], Awaitable[Sequence[Coordinator]]]
"""Keeps which accounts have the names of coordinators, and returns who coordinates."""


def names_of(network: Network, holders: Mapping[str, str]) -> Sequence[SeenName]:
    """Return the names of a network's coordinators, with who `holders` says has them today."""
    parted = (each.partition(":") for each in network.coordinators)
    return [
        SeenName(network=network.slug, name=name, user=holders.get(name, ""), confirmed=confirmed)
        for name, _, confirmed in parted
    ]


def office(server: str, administrators: Sequence[str]) -> Network:
    """Return what stands for a network beside the names of those who administrate a server."""
    name, slug = f"{server}, administration", administration(server)
    return replace(visited(server), slug=slug, name=name, coordinators=tuple(administrators))


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPlace:
    """Where a network sits on the server, and who coordinates it, by user id.

    `named` has the accounts that have the names of its coordinators today, by name; `coordinators`
    are those that coordinate, `ended` those of them whose accounts have, or became guests.
    """

    network: Network
    team: str
    channel: str
    named: Mapping[str, str]
    coordinators: frozenset[str] = frozenset()
    ended: frozenset[str] = frozenset()

    @property
    def short(self) -> bool:
        """Whether an account of its coordination was not found yet."""
        return len(self.coordinators) < len(self.network.coordinators)


@dataclass(eq=False)
class Roster:
    """The people and places of one server, and whose words its messages are.

    `load()` first, and again after each new session of the socket, and when networks come or go:
    `served` are those of this server. `settle` keeps who coordinates, and who of the
    `administrators` (user names, as coordinators') administrates; `known` are the networks'
    channels that were found before, by slug. While the socket `hears` nothing, whoever asks for
    something is looked at again: they may have left meanwhile. A network that is not live has
    members with their roles, and no more: its channel is nobody's, and silent.
    """

    server: str
    client: Mattermost
    served: Callable[[], Sequence[Network]]
    settle: Settle
    known: Callable[[], Mapping[str, NetworkChannel]] = dict
    hears: Callable[[], bool] = lambda: True
    administrators: Sequence[str] = ()
    me: User | None = field(default=None, init=False)
    triggers: frozenset[str] = field(default=frozenset(), init=False)
    visited: Sequence[Channel] = field(default=(), init=False)
    _loaded: asyncio.Event = field(default_factory=asyncio.Event, init=False)

    def __post_init__(self) -> None:
        """Know of no place and of nobody yet."""
        self._office = office(self.server, self.administrators)
        self._administrators: frozenset[str] = frozenset()
        self._channels: dict[str, NetworkChannel] = {}
        self._placed: dict[str, NetworkPlace] = {}
        self._by_channel: dict[str, str] = {}
        self._silent_until: Mapping[str, datetime] = {}
        self._below: dict[str, tuple[str, ...]] = {}
        self._members: dict[str, set[str]] = {}  # by channel
        self._users: dict[str, User] = {}
        networks = self.served()
        self._take_up(networks, self._seen_before(networks))

    @property
    def ready(self) -> bool:
        """Whether the places are known."""
        return self.me is not None

    async def is_ready_within(self, seconds: float) -> bool:
        """Tell whether the places are known, once they are or that long has passed."""
        if not self.ready:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._loaded.wait(), seconds)
        return self.ready

    async def load(self) -> None:
        """Find our account and each network's channel; forget what may have changed meanwhile.

        A channel that cannot be found is logged and left out: the other networks are served.
        Raises MattermostError when the server itself cannot be asked.
        """
        me = await self.client.me()
        finder = await ChannelFinder.ask(self.client)
        networks = self.served()
        placed, channels = [], self._seen_before(networks)
        for network in networks:
            slug = network.slug
            channels[slug], team = await finder.find(channels[slug])
            if channels[slug].state is not ChannelState.OPEN:
                log.error("channel_closed", network=slug, state=channels[slug].state.value)
            if channels[slug].id:
                placed.append(await self._place(network, channels[slug].id, team))
        placed = await self._settled(placed)
        self._administrators = await self._who_administrates()
        live = [place for place in placed if place.network.live]
        placed_at = {place.channel for place in live}
        self.visited = [each for each in finder.visited if each.id not in placed_at]
        for place in placed:  # a channel that is closed to us keeps those we knew
            try:
                await self._read_members(place.channel)
            except MattermostError as error:  # asked again when someone's role there is needed
                log.warning("members_not_read", network=place.network.slug, reason=str(error))
        self.triggers = await self._common_triggers({place.team for place in live})
        self._placed = {place.network.slug: place for place in placed}
        self._by_channel = {place.channel: place.network.slug for place in live}
        self._silent_until = {
            each.channel: each.network.since if each.network.live else _FOREVER for each in placed
        }
        self._below = self._descents()
        self._users.clear()
        self._take_up(networks, channels)
        self.me = me
        self._loaded.set()

    def _seen_before(self, networks: Sequence[Network]) -> dict[str, NetworkChannel]:
        """Return where the channels of some networks were found before, by slug."""
        known = {**self.known(), **self._channels}
        return {each.slug: channel_of(each, known.get(each.slug)) for each in networks}

    def _take_up(self, networks: Sequence[Network], channels: Mapping[str, NetworkChannel]) -> None:
        """Serve these networks, whose channels are these."""
        self._networks, self._channels = networks, dict(channels)
        self._coordinated = grouped(
            (name.name, each.slug)
            for each in networks
            if each.home is Home.FILE
            for name in names_of(each, {})
        )  # by user name, as they are declared

    @property
    def outdated(self) -> bool:
        """Whether networks came or went, or changed, since the places were found."""
        return self.ready and list(self._networks) != list(self.served())

    async def _common_triggers(self, teams: Collection[str]) -> frozenset[str]:
        """Ask which slash commands can be typed in all the teams; none where it does not tell."""
        try:
            found = [await self.client.triggers(team) for team in sorted(teams)]
        except (ForbiddenError, NotFoundError) as error:
            log.warning("triggers_not_read", reason=str(error))
            return frozenset()
        return frozenset.intersection(*found) if found else frozenset()

    @property
    def networks(self) -> frozenset[str]:
        """The slugs of the live networks of this server."""
        return frozenset(each.slug for each in self._networks if each.live)

    @property
    def channels(self) -> tuple[NetworkChannel, ...]:
        """The live networks' channels as they are now, once the places are known."""
        return tuple(self._channels[each.slug] for each in self._networks if each.live)

    def is_open(self, network: str) -> bool:
        """Tell whether a network's channel can be written in."""
        channel = self._channels.get(network)
        return channel is not None and channel.state is ChannelState.OPEN

    def closed(self, channel: str, state: ChannelState) -> None:
        """Note that a network's channel was archived, or that we were removed from it."""
        slug = self._by_channel.get(channel)
        if slug is not None:
            self._channels[slug] = replace(self._channels[slug], state=state)

    def renamed(self, channel: Channel) -> None:
        """Note the name that a network's channel has now."""
        slug = self._by_channel.get(channel.id)
        if slug is not None:
            self._channels[slug] = replace(self._channels[slug], shown=channel.name)

    def network_at(self, channel: str) -> str | None:
        """Return the slug of the network whose channel this is."""
        return self._by_channel.get(channel)

    def is_silent(self, channel: str, said_at: datetime) -> bool:
        """Tell whether a channel's network was still entering then: nothing is heard of that."""
        return said_at < self._silent_until.get(channel, said_at)

    def channel_of(self, network: str) -> str | None:
        """Return the channel of a network, None while it cannot be found."""
        place = self._placed.get(network)
        return place.channel if place else None

    def channels_of_team(self, team: str) -> tuple[str, ...]:
        """Return the networks' channels of a team, both by id."""
        return tuple(place.channel for place in self._placed.values() if place.team == team)

    def coordinators_of(self, network: str, named: frozenset[str] = frozenset()) -> frozenset[str]:
        """Return who coordinates a network, by user id; may be called from any thread.

        Those just `named` included. Anyone who left its channel coordinates it no longer, as far as
        its members are known.
        """
        place = self._placed.get(network)
        if place is None:
            return named if self.ready else frozenset()
        living = (place.coordinators | named) - place.ended
        return living & self._members.get(place.channel, living)

    async def caller(self, user: str, name: str, *, network: str | None) -> Caller:
        """Return someone with their role in one network and those below it, or in all of them.

        Of this server's only; the places are looked for again where the network has just come.
        Raises MattermostError when it cannot say who they are.
        """
        unknown = bool(network) and network not in self._placed
        if unknown and any(network == each.slug for each in self.served()):
            await self.load()  # it may be under way: what it finds is not known before its end
        person = await self._user(user)
        roles: Mapping[str, Role] = {}
        if not person.is_bot and not person.deleted:
            roles = await self._roles(person, network)
        return Caller(
            server=self.server,
            id=user,
            name=name or person.username,
            roles=roles,
            administrator=user in self._administrators and _may_coordinate(person),
            bot=person.is_bot,
            names=(person.username, person.first_name, person.last_name, person.nickname),
        )

    async def visitor(self, user: str) -> Caller:
        """Return someone who invited us, with their role in a channel that is no network's.

        Of an account that has ended nothing is heard, as of a bot's.
        """
        caller = await self.caller(user, "", network=None)
        person = await self._user(user)
        roles = {**caller.roles, "": Role.GUEST if person.is_guest else Role.MEMBER}
        return replace(caller, roles=roles, bot=person.is_bot or person.deleted)

    async def post(self, post_id: str) -> Post | None:
        """Read a message that someone points at; None when it is gone, or hidden from us."""
        try:
            post = await self.client.post(post_id)
        except (NotFoundError, ForbiddenError) as error:
            log.info("message_not_readable", post=post_id, reason=str(error))
            return None
        return None if post.deleted else post

    async def referred(self, post: Post, *, network: str | None) -> Referred | None:
        """Return a message with its author's role in a network; None when nobody wrote it.

        None too where the account that wrote it was deleted for good. What a program wrote under
        someone's name, or carried here, is a bot's.
        """
        if post.type.startswith("system_") or not post.user_id:
            return None
        try:
            author = await self.caller(post.user_id, "", network=network)
        except NotFoundError as error:
            log.info("author_not_found", post=post.id, reason=str(error))
            return None
        if post.relayed:
            author = replace(author, bot=True)
        return Referred(
            post=post.id, root=post.root_id or post.id, text=post.message, author=author
        )

    async def message(self, post_id: str, *, network: str | None) -> Referred | None:
        """Read a message by its id, as `post` then `referred` do; None for no id."""
        post = await self.post(post_id) if post_id else None
        return None if post is None else await self.referred(post, network=network)

    async def talk(self, network: str, before: str) -> Sequence[TalkPost]:
        """Read a page of a network's channel, oldest first: the latest for "", () for no more.

        What programs said, or carried there, has no author. Raises MattermostError, NotFoundError
        where the channel is not known.
        """
        page = await self.client.posts_before(self._known_channel(network), before)
        return [
            TalkPost(
                id=each.id,
                root=each.root_id or each.id,
                at=each.created,
                author="" if each.type or each.relayed or each.deleted else each.user_id,
                text=each.message,
                reactions=each.reactions,
            )
            for each in page
        ]

    async def attached(self, post: Post | None) -> Attached | None:
        """Read the first file of a message, if it has any; None when it is gone, or not shown."""
        if post is None or not post.file_ids:
            return None
        try:
            info = await self.client.file_info(post.file_ids[0])
            fits = info.size <= ATTACHED_LIMIT
            content = await self.client.file(info.id) if fits else b""
        except (NotFoundError, ForbiddenError):  # deleted meanwhile, or files are switched off
            return None
        return Attached(name=info.name, size=info.size, content=content)

    async def shared_file(self, post: Post | None) -> SharedFile | None:
        """Return the first file of a message, without its content; None when there is none."""
        if post is None or not post.file_ids or post.deleted or post.relayed:
            return None
        try:
            info = await self.client.file_info(post.file_ids[0])
        except (NotFoundError, ForbiddenError):  # deleted meanwhile, or files are switched off
            return None
        return SharedFile(id=info.id, name=info.name, post=post.id, author=post.user_id)

    async def members_of(self, network: str) -> frozenset[str]:
        """Return the members of a network's channel, guests and bots excepted.

        Raises MattermostError when the server cannot say.
        """
        place = self._placed.get(network)
        if place is None:
            return frozenset()
        found = await self._known(await self.client.channel_members(place.channel))
        return frozenset(each.id for each in found if not (each.is_bot or each.is_guest))

    async def names_in(self, network: str) -> Sequence[str]:
        """Return the first and last names of a network's members; raises as `members_of`."""
        people = [self._users[each] for each in await self.members_of(network)]
        names = {name for each in people for name in (each.first_name, each.last_name) if name}
        return sorted(names)

    async def is_in(self, network: str, user: str) -> bool:
        """Tell whether someone is in a network's channel; raises MattermostError when unsure.

        Asked about them alone, and never answered from memory.
        """
        return await self.client.channel_member(self._known_channel(network), user)

    def _known_channel(self, network: str) -> str:
        place = self._placed.get(network)
        if place is None:
            raise NotFoundError(method="GET", path="/channels", error_id="channel not known")
        return place.channel

    async def may_be_told(self, network: str, user: str) -> bool:
        """Tell whether someone may be told of a network: who is in its channel, and is no guest.

        As we last knew where the channel is closed to us. Raises MattermostError when unsure.
        """
        if not self.ready:
            raise UnreachableError(method="GET", path="/channels", error_id="places not known yet")
        try:
            return await self.is_in(network, user) and not (await self._user(user)).is_guest
        except ForbiddenError:
            members = self._members.get(self.channel_of(network) or "")
            if members is None:
                raise
            return user in members

    async def has_ended(self, user: str) -> bool:
        """Tell whether an account is deactivated, or deleted for good, as the server itself says.

        A 404 that is not Mattermost's own (a proxy's page) proves nothing. Raises MattermostError.
        """
        try:
            person = await self.client.user(user)
        except NotFoundError as error:
            if not error.error_id:
                raise
            return True
        await self._read(person)
        return person.deleted

    async def names(self, users: Iterable[str]) -> Mapping[str, str]:
        """Return how people are called, by id; those who left the server are missing."""
        return {each.id: each.display_name for each in await self._known(users)}

    async def accounts(self, users: Iterable[str]) -> Mapping[str, str]:
        """Return the user names of people, by id; those who left the server are missing."""
        return {each.id: each.username for each in await self._known(users)}

    async def _known(self, users: Iterable[str]) -> Sequence[User]:
        wanted = set(users)  # looked up before we wait: all may be read anew meanwhile
        known = [self._users[user] for user in wanted if user in self._users]
        if missing := wanted - {each.id for each in known}:
            for user in await self.client.users_by_ids(sorted(missing)):
                await self._read(user)
                known.append(user)
        return [each for each in known if not each.deleted]

    async def people(self, text: str, *, caller: Caller, network: str | None) -> Mapping[str, str]:
        """Return the ids of those that a text names with « @ », by user name.

        Members of the network that the text asks about only: the one of its « ~loire », else
        `network`, else the caller's only one. Costs nothing when nobody is named.
        """
        names = names_in(text)
        place = self._placed.get(self._asked_about(text, caller, network) or "") if names else None
        if place is None:
            return {}
        known = {user.username: user for user in self._users.values()}
        missing = [name for name in names if name not in known]
        for user in await self.client.users_by_names(missing) if missing else ():
            await self._read(user)
            known[user.username] = user
        found = [known[name] for name in names if name in known]
        return {user.username: user.id for user in found if await self._is_member(user, place)}

    async def joined(self, user: str, channel: str) -> None:
        """Note that someone was added to a channel, and whether they coordinate its network."""
        if channel in self._members:
            self._members[channel].add(user)
        slug = self._by_channel.get(channel)
        if slug is not None and self._placed[slug].short:
            await self._user(user)

    def left(self, user: str, channel: str) -> None:
        """Note that someone left a channel, or was removed from it."""
        if channel in self._members:
            self._members[channel].discard(user)

    async def changed(self, user: User) -> None:
        """Note that an account changed: its roles are read anew, its name is known."""
        self._users.pop(user.id, None)
        await self._recognise(user)

    async def _place(self, network: Network, channel: str, team: str) -> NetworkPlace:
        pinned = network.home is Home.CHAT
        names = set() if pinned else {each.name for each in names_of(network, {})}
        found = await self.client.users_by_names(sorted(names)) if names else ()
        for name in sorted(names - {user.username for user in found}):
            log.warning("coordinator_not_found", network=network.slug, username=name)
        return NetworkPlace(
            network=network,
            team=team,
            channel=channel,
            named={user.username: user.id for user in found if not user.deleted},
            ended=frozenset(user.id for user in found if not _may_coordinate(user)),
        )

    async def _settled(self, places: Sequence[NetworkPlace]) -> list[NetworkPlace]:
        """Return the places with those that coordinate them, whatever their accounts are called.

        Of a network that entered from the chat they are pinned already, and only read here: what we
        know of them may be older than what someone has just changed.
        """
        names = {each.network.slug: names_of(each.network, each.named) for each in places}
        filed = [each.network.slug for each in places if each.network.home is Home.FILE]
        kept = await self.settle([name for slug in filed for name in names[slug]])
        by_network = {
            slug: {each.confirmed for each in names[slug]} for slug in names if slug not in filed
        }
        for coordinator in kept:
            if coordinator.user:
                by_network.setdefault(coordinator.network, set()).add(coordinator.user)
            if coordinator.taken_at is not None:
                log.warning("coordinator_name_taken", network=coordinator.network)
        read = {user for each in places for user in (*each.named.values(), *each.ended)}
        unread = sorted({user for each in by_network.values() for user in each} - read)
        found = {user.id: user for user in await self.client.users_by_ids(unread)} if unread else {}
        ended = {each for each in unread if each not in found or not _may_coordinate(found[each])}
        return [
            replace(
                each,
                coordinators=frozenset(by_network.get(each.network.slug, ())),
                ended=each.ended | ended,
            )
            for each in places
        ]

    async def _who_administrates(self) -> frozenset[str]:
        """Return whose accounts had, at first sight, the names of those who administrate."""
        names = [each.name for each in names_of(self._office, {})]
        if not names:
            return frozenset()
        found = await self.client.users_by_names(sorted(names))
        ids = {user.username: user.id for user in found if not user.deleted}
        kept = await self.settle(names_of(self._office, ids))
        return frozenset(each.user for each in kept if each.user)

    async def _read_members(self, channel: str) -> None:
        self._members[channel] = set(await self.client.channel_members(channel))

    async def _user(self, user: str) -> User:
        if user not in self._users or not self.hears():
            await self._read(await self.client.user(user))
        return self._users[user]

    async def _read(self, user: User) -> None:
        self._users[user.id] = user
        await self._recognise(user)

    def _asked_about(self, text: str, caller: Caller, network: str | None) -> str | None:
        """Return the network that a typed text asks about, as the dispatch will choose it."""
        _, rest = first_word(text)
        named = channel_first(rest)
        own = [slug for slug in self._placed if caller.role_in(slug) > Role.STRANGER]
        if named is not None:
            places = {slug: (*map(fold, self._channels[slug].names), slug) for slug in own}
            return next((slug for slug in own if named[0] in places[slug]), None)
        return network or (own[0] if len(own) == 1 else None)

    async def _is_member(self, user: User, place: NetworkPlace) -> bool:
        """Tell whether someone is a member of a network, and no bot; no when it is not shown."""
        if user.is_bot or user.deleted:
            return False
        try:
            return await self._role(user, place) >= Role.MEMBER
        except (NotFoundError, ForbiddenError):
            return False

    async def _recognise(self, user: User) -> None:
        """Know a coordinator whose account appears, changes its name or ends after our start."""
        for slug, place in self._placed.items():
            if user.id in place.coordinators and _may_coordinate(user) is (user.id in place.ended):
                self._placed[slug] = replace(place, ended=place.ended ^ {user.id})
        for slug in self._coordinated.get(user.username, ()):
            known = self._placed.get(slug)
            if known and not user.deleted and known.named.get(user.username) != user.id:
                named = {**known.named, user.username: user.id}
                (settled,) = await self._settled([replace(known, named=named)])
                people, ended = settled.coordinators, settled.ended
                latest = self._placed.get(slug, known)  # all was perhaps read anew meanwhile
                self._placed[slug] = replace(latest, named=named, coordinators=people, ended=ended)

    def _descents(self) -> dict[str, tuple[str, ...]]:
        """Return the networks below each, by slug, as far as this server has them."""
        parents = {each.slug: each.parent for each in self._networks}
        below: dict[str, tuple[str, ...]] = {}
        for slug in self._placed:
            above = parents.get(slug)
            while above is not None:  # the configuration has refused circles
                below[above] = (*below.get(above, ()), slug)
                above = parents.get(above)
        return below

    async def _roles(self, person: User, network: str | None) -> Mapping[str, Role]:
        """Return what someone is to a network and to those below it; to all without a network.

        A network below whose members we are not shown counts them as strangers, like any other.
        """
        roles: dict[str, Role] = {}
        others = tuple(self._placed)
        if network in self._placed:
            roles[network] = await self._role(person, self._placed[network])
            others = self._below.get(network, ())
        asked = [self._role(person, self._placed[slug]) for slug in others]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        for slug, answer in zip(others, answers, strict=True):
            if isinstance(answer, Role):
                roles[slug] = answer
            elif not isinstance(answer, NotFoundError | ForbiddenError):
                raise answer
        return {slug: role for slug, role in roles.items() if role is not Role.STRANGER}

    async def _role(self, person: User, place: NetworkPlace) -> Role:
        if place.channel not in self._members:
            await self._read_members(place.channel)
        if person.id not in self._members[place.channel]:
            return Role.STRANGER
        if not (self.hears() or await self.client.channel_member(place.channel, person.id)):
            return Role.STRANGER
        if person.is_guest:
            return Role.GUEST
        coordinates = person.id in place.coordinators - place.ended
        return Role.COORDINATOR if coordinates else Role.MEMBER


def _may_coordinate(user: User) -> bool:
    """Tell whether an account may coordinate: neither ended, nor a guest's, nor a bot's."""
    return not (user.deleted or user.is_guest or user.is_bot)
