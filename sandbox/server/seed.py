"""The invented servers that empty data folders start with: the country's, and the Drôme's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from sandbox.server.ids import new_id
from sandbox.server.records import (
    ADMIN_ROLES,
    OPEN,
    PRIVATE,
    Channel,
    Json,
    Member,
    Session,
    Team,
    User,
)
from sandbox.server.talk import read_talk, tell_talk
from sandbox.server.world import World

PASSWORD = "courroie"  # noqa: S105 - the same for everybody in this invented world
BOT_NAME = "courroie"


@dataclass(frozen=True, slots=True)
class SeedPerson:
    """Someone with an account; the first of their channels is the one they live in."""

    username: str
    first_name: str
    last_name: str
    position: str
    channels: tuple[str, ...]
    roles: str = "system_user"
    left: bool = False


@dataclass(frozen=True, slots=True)
class SeedChannel:
    """A channel, whether the bot is in it, and the file of what was said there before."""

    name: str
    display_name: str
    type: str
    purpose: str
    with_bot: bool = True
    talk: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """What a server holds at first: its one team, whose last person is its administrator.

    `name` is what the page calls it; who opens the page is `visitor` there, unless they choose.
    """

    name: str
    team: str
    team_name: str
    visitor: str
    people: tuple[SeedPerson, ...]
    channels: tuple[SeedChannel, ...]

    @property
    def players(self) -> Sequence[SeedPerson]:
        """Those whom one can be on the page: all but its administrators."""
        return [each for each in self.people if each.roles != ADMIN_ROLES]

    def has(self, username: str) -> bool:
        """Tell whether someone has an account here."""
        return any(each.username == username for each in self.people)


_RACHIDS = ("aura", "national", "ardeche")
_ADVISERS = "Les conseillères et conseillers numériques"

FRANCE = Seed(
    name="France",
    team="france",
    team_name="Réseau national",
    visitor="amina",
    people=(
        SeedPerson("nadia", "Nadia", "Ferrand", "Coordinatrice nationale", ("national",)),
        SeedPerson("rachid", "Rachid", "Morel", "Coordinateur régional", _RACHIDS),
        SeedPerson("amina", "Amina", "Belkacem", "Coordinatrice", ("loire", "aura")),
        SeedPerson("louis", "Louis", "Perrot", "Conseiller numérique", ("loire", "national")),
        SeedPerson("zoe", "Zoé", "Lambert", "Conseillère numérique", ("loire", "national")),
        SeedPerson("marc", "Marc", "Tissier", "De passage", ("hors-sujet",)),
        SeedPerson("maelle", "Maëlle", "Vernet", "Coordinatrice", ("ardeche",)),
        SeedPerson("thibault", "Thibault", "Roure", "Conseiller numérique", ("ardeche",)),
        SeedPerson("lena", "Léna", "Chabal", "Conseillère numérique", ("ardeche",)),
        SeedPerson("camille", "Camille", "Vidal", "Conseillère numérique", ("ardeche",)),
        SeedPerson("fatoumata", "Fatoumata", "Diarra", "Conseillère numérique", ("ardeche",)),
        SeedPerson(
            "admin", "Ada", "Ministre", "Administratrice", ("national", "hors-sujet"), ADMIN_ROLES
        ),
    ),
    channels=(
        SeedChannel("national", "National", OPEN, "L'animation à l'échelle du pays"),
        SeedChannel("aura", "Auvergne-Rhône-Alpes", PRIVATE, "Les coordinations des départements"),
        SeedChannel("loire", "42 - Loire", PRIVATE, f"{_ADVISERS} de la Loire"),
        SeedChannel(
            "ardeche",
            "07 - Ardèche",
            PRIVATE,
            f"{_ADVISERS} d'Ardèche",
            with_bot=False,
            talk="ardeche.json",
        ),
        SeedChannel("hors-sujet", "Hors-sujet", OPEN, "Tout le reste", with_bot=False),
    ),
)

DROME = Seed(
    name="Drôme",
    team="drome",
    team_name="Drôme",
    visitor="bruno",
    people=(
        SeedPerson("bruno", "Bruno", "Chastel", "Coordinateur", ("drome",)),
        SeedPerson("ines", "Inès", "Faure", "Conseillère numérique", ("drome",)),
        SeedPerson("admin", "Odile", "Rey", "Administratrice", ("drome",), ADMIN_ROLES),
    ),
    channels=(SeedChannel("drome", "26 - Drôme", PRIVATE, f"{_ADVISERS} de la Drôme"),),
)


def fill(world: World, seed: Seed) -> None:
    """Fill an empty world; a world that has people is left as it is."""
    if len(world.users):
        return
    now = world.tick()
    talks = {each.name: read_talk(each.talk) for each in seed.channels if each.talk}
    talkers = chain.from_iterable(_talkers(*each) for each in talks.items())
    everyone = [(each, _settle(world, each, now)) for each in (*seed.people, *talkers)]
    bot = world.users.keep(
        User(
            id=new_id(),
            username=BOT_NAME,
            first_name="Courroie",
            is_bot=True,
            bot_description="Anime le réseau, ne perd aucune question",
            create_at=now,
        )
    )
    world.sessions.keep(Session(token=new_id(), user_id=bot.id))
    team = world.teams.keep(
        Team(
            id=new_id(),
            name=seed.team,
            display_name=seed.team_name,
            create_at=now,
            member_ids=[*(user.id for one, user in everyone if not one.left), bot.id],
        )
    )
    for each in seed.channels:
        channel = world.channels.keep(
            Channel(
                id=new_id(),
                team_id=team.id,
                type=each.type,
                name=each.name,
                display_name=each.display_name,
                purpose=each.purpose,
                creator_id=next(user.id for one, user in everyone if one.roles == ADMIN_ROLES),
                create_at=now,
            )
        )
        if each.name in talks:
            tell_talk(world, channel.id, talks[each.name], now)
        read = world.talk_count(channel.id)
        members = [user for one, user in everyone if each.name in one.channels]
        for user in (*members, *((bot,) if each.with_bot else ())):
            world.memberships.keep(
                Member(channel_id=channel.id, user_id=user.id, msg_count=read, last_viewed_at=now)
            )


def bot_token(world: World) -> str:
    """Give the bot's token, drawn when the world was seeded."""
    bot = world.user_named(BOT_NAME)
    token = next((s.token for s in world.sessions if bot and s.user_id == bot.id), None)
    if token is None:
        raise LookupError(f"this world has no bot named {BOT_NAME}")
    return token


def _settle(world: World, person: SeedPerson, now: int) -> User:
    return world.users.keep(
        User(
            id=new_id(),
            username=person.username,
            first_name=person.first_name,
            last_name=person.last_name,
            position=person.position,
            roles=person.roles,
            create_at=now,
            delete_at=now if person.left else 0,
        )
    )


def _talkers(channel: str, talk: Json) -> list[SeedPerson]:
    """Return those who talk in a channel and play nowhere; who left has a closed account."""
    return [
        SeedPerson(name, first, last, "", () if left else (channel,), left=bool(left))
        for name, first, last, *left in talk["people"]
    ]
