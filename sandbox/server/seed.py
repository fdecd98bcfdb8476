"""The invented world that an empty data folder starts with."""

from dataclasses import dataclass

from sandbox.server.ids import new_id
from sandbox.server.records import ADMIN_ROLES, OPEN, PRIVATE, Channel, Member, Session, Team, User
from sandbox.server.world import World

PASSWORD = "courroie"  # noqa: S105 - the same for everybody in this invented world
BOT_NAME = "courroie"
TEAM_NAME = "france"


@dataclass(frozen=True, slots=True)
class _Person:
    username: str
    first_name: str
    last_name: str
    position: str
    channels: tuple[str, ...]
    roles: str = "system_user"


_PEOPLE = (
    _Person("amina", "Amina", "Belkacem", "Coordinatrice", ("national", "loire")),
    _Person("louis", "Louis", "Perrot", "Conseiller numérique", ("national", "loire")),
    _Person("zoe", "Zoé", "Lambert", "Conseillère numérique", ("national", "loire")),
    _Person("marc", "Marc", "Tissier", "De passage", ("hors-sujet",)),
    _Person("admin", "Ada", "Ministre", "Administratrice", ("national", "hors-sujet"), ADMIN_ROLES),
)
_CHANNELS = (
    ("national", "National", OPEN, "L'animation à l'échelle du pays"),
    ("loire", "42 - Loire", PRIVATE, "Les conseillères et conseillers numériques de la Loire"),
    ("hors-sujet", "Hors-sujet", OPEN, "Tout le reste"),
)
_BOT_CHANNELS = ("national", "loire")


def seed(world: World) -> None:
    """Fill an empty world; a world that has people is left as it is."""
    if len(world.users):
        return
    now = world.tick()
    people = {person.username: _settle(world, person, now) for person in _PEOPLE}
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
            name=TEAM_NAME,
            display_name="Réseau national",
            create_at=now,
            member_ids=[*(user.id for user in people.values()), bot.id],
        )
    )
    for name, display_name, kind, purpose in _CHANNELS:
        channel = world.channels.keep(
            Channel(
                id=new_id(),
                team_id=team.id,
                type=kind,
                name=name,
                display_name=display_name,
                purpose=purpose,
                creator_id=people["admin"].id,
                create_at=now,
            )
        )
        members = [people[one.username] for one in _PEOPLE if name in one.channels]
        if name in _BOT_CHANNELS:
            members.append(bot)
        for user in members:
            world.memberships.keep(Member(channel_id=channel.id, user_id=user.id))


def bot_token(world: World) -> str:
    """Give the bot's token, drawn when the world was seeded."""
    bot = world.user_named(BOT_NAME)
    token = next((s.token for s in world.sessions if bot and s.user_id == bot.id), None)
    if token is None:
        raise LookupError(f"this world has no bot named {BOT_NAME}")
    return token


def _settle(world: World, person: _Person, now: int) -> User:
    return world.users.keep(
        User(
            id=new_id(),
            username=person.username,
            first_name=person.first_name,
            last_name=person.last_name,
            position=person.position,
            roles=person.roles,
            create_at=now,
        )
    )
