"""The configuration: a TOML file read once into frozen models; what is wrong stops the start.

A secret is never written in clear by necessity: `env:NAME` reads an environment variable,
`file:PATH` the content of a file (relative to the configuration's folder).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from bot.config.errors import not_toml, sentences, unreadable
from bot.config.mail import MailConfig
from bot.config.outside import OutsideConfig
from bot.config.places import PlacesConfig
from bot.config.tools import default_tools, load_tools
from bot.config.values import LAST_PORT, Address, Frozen, Secret, Some, Surroundings, resolved
from bot.core.errors import UserError
from bot.french.themes import THEMES
from bot.letter.mail.settings import MailSettings
from bot.meeting.tools import Toolbox
from bot.network.network import (
    DEFAULT_DIGEST,
    DEFAULT_LETTERS,
    DEFAULT_MEETINGS,
    Network,
    Scale,
    Subscription,
)
from bot.network.parts import DEFAULT_PARTS, MOST_MINUTES, PartKind, PartPlan
from bot.network.rhythm import Rhythm, parse_rhythm
from bot.network.schedule import NEVER, Due, read_rule
from bot.talk.deposits import MOST_DEPOSITS
from bot.veille.link import split

SECRET_LENGTH = 32
"""Characters at least in `bot.secret`: 256 bits when it is written in hexadecimal."""


class ConfigError(Exception):
    """The file cannot be used; the message, in French, names the file, the key, the mend."""


def _long_enough(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < SECRET_LENGTH:
        raise ValueError(
            f"le secret est trop court, il lui faut {SECRET_LENGTH} caractères ; faites-en un "
            "par « openssl rand -hex 32 »"
        )
    return value


def _rule(due: Due) -> BeforeValidator:
    """Read one of the three rules of a network; a bad one gives one error."""

    def read(value: object) -> object:
        if value is None or isinstance(value, Rhythm):
            return value
        if not isinstance(value, str):
            raise ValueError(
                "écrivez une règle entre guillemets, par exemple « le 1er mardi à 9 h »"
            )
        try:
            return read_rule(due, value) or NEVER
        except UserError as error:
            raise ValueError(error.reply) from None

    return BeforeValidator(read)


def _toolbox(value: object, info: ValidationInfo) -> object:
    if isinstance(value, Toolbox):
        return value
    if not isinstance(value, str) or not value:
        raise ValueError(
            "écrivez le nom d'un fichier entre guillemets, par exemple « outils.toml »"
        )
    context = info.context if isinstance(info.context, Surroundings) else Surroundings()
    return load_tools(context.folder / value)


def _secure_link(value: str) -> str:
    parts = split(value)
    if parts is None or parts.scheme != "https" or "." not in (parts.hostname or ""):
        raise ValueError(
            "écrivez une adresse https entière, par exemple « https://visio.example.org/reseau »"
        )
    return value


Theme = Annotated[str, Field(min_length=2, max_length=60, pattern=r"^[^\n\r#]+$")]
Tools = Annotated[Toolbox, BeforeValidator(_toolbox)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Coordinator = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{1,63}(:[a-z0-9]{26})?$")]
Link = Annotated[str, AfterValidator(_secure_link)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]


class Wording(Frozen):
    """Words that differ from one place or time to another, never hard-coded in a template."""

    advisers: str = "conseillères et conseillers numériques"


class BotConfig(Frozen):
    """`[bot]`: the process itself.

    `public_url` is how Mattermost's servers reach us; without it the bot works by mention,
    direct message and reactions only. A card that bears a name is held for `hold` seconds.
    `themes` are what questions are filed under; `tools` is the file of the catalogue of tools,
    relative to the configuration's folder, ours without it.
    `deposits` is how many texts one person may give us in five minutes, 0 without a limit.
    """

    database: Annotated[
        str,
        BeforeValidator(resolved),
        Field(pattern=r"^(sqlite|postgresql\+psycopg)://", repr=False),
    ] = "sqlite:///data/courroie.db"
    listen: Annotated[str, Field(pattern=r"^([^:\s]+|\[[0-9a-fA-F:]+\]):\d{1,5}$")] = (
        "127.0.0.1:8066"
    )
    public_url: Address | None = None
    secret: Annotated[Secret, AfterValidator(_long_enough)]
    hold: Annotated[int, Field(ge=0, le=600)] = 30
    meaning: bool = True
    contact: str = ""
    responsible: str = ""
    allowed_feed_hosts: tuple[str, ...] = ()
    deposits: Annotated[int, Field(ge=0)] = MOST_DEPOSITS
    wording: Wording = Wording()
    themes: Annotated[tuple[Theme, ...], Field(min_length=1)] = THEMES
    tools: Tools = Field(default_factory=default_tools)

    @field_validator("database")
    @classmethod
    def _real_address(cls, value: str) -> str:
        try:
            _ = urlsplit(value).port
        except ValueError:
            raise ValueError(
                "le port de cette adresse n'est pas un nombre ; dans un mot de passe, écrivez "
                "%40 pour @, %2F pour /, %3A pour :"
            ) from None
        return value

    @field_validator("listen")
    @classmethod
    def _real_port(cls, value: str) -> str:
        if int(value.rpartition(":")[2]) > LAST_PORT:
            raise ValueError(f"un port va de 0 à {LAST_PORT}")
        return value

    @property
    def host(self) -> str:
        """The address to listen on."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """The TCP port to listen on."""
        return int(self.listen.rpartition(":")[2])


class ServerConfig(Frozen):
    """`[[servers]]`: one Mattermost server and the bot's account on it.

    `command_tokens` are the tokens of slash commands that an administrator created by hand.
    """

    name: Slug
    url: Address
    token: Secret
    command_tokens: tuple[Secret, ...] = ()


class FeedConfig(Frozen):
    """A feed that a network follows, shown under `theme`, called `name`."""

    url: Address
    name: str = ""
    theme: str = "Actualité"


class RhythmConfig(Frozen):
    """When things fall due in a network, in its own zone; `letter` may be « jamais »."""

    digest: Annotated[Rhythm, _rule(Due.DIGEST)] = Field(
        default_factory=lambda: parse_rhythm(DEFAULT_DIGEST)
    )
    meeting: Annotated[Rhythm | None, _rule(Due.MEETING)] = None
    letter: Annotated[Rhythm | Literal["jamais"] | None, _rule(Due.LETTER)] = None


class PartConfig(Frozen):
    """A part of a network's meetings; its `kind` says what fills it by itself."""

    title: Annotated[Some, Field(max_length=120)]
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)]
    kind: PartKind = PartKind.FREE


class NetworkConfig(Frozen):
    """`[[networks]]`: one network, one channel.

    `organisation` answers for its data; `agreement` is what was agreed with its parent's, if that
    is another one. `video` is the address of its video room, if it has one for all its meetings;
    `fragility` leads to where its territory is compared with others, told with its source.
    `coordinators` are user names, each with its account's id where that is to be confirmed
    (« amina:id »): see `bot.people.coordinators`.
    """

    slug: Slug
    name: Annotated[Some, Field(max_length=60)]
    scale: Scale
    parent: Slug | None = None
    organisation: Words = ""
    agreement: Words = ""
    server: Slug
    team: Some
    channel: Some
    timezone: str = "Europe/Paris"
    coordinators: Annotated[tuple[Coordinator, ...], Field(min_length=1)]
    rhythm: RhythmConfig = Field(default_factory=RhythmConfig)
    school_zone: Literal["", "A", "B", "C", "Corse"] = ""
    video: Link = ""
    fragility: Link = ""
    fragility_source: Words = "Indice de fragilité numérique, Mednum"
    agenda: tuple[PartConfig, ...] = ()
    feeds: tuple[FeedConfig, ...] = ()
    places: PlacesConfig | None = None
    outside: OutsideConfig = OutsideConfig()

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(
                f"« {value} » n'est pas un fuseau horaire ; écrivez par exemple "
                "« Europe/Paris », « Indian/Reunion » ou « America/Guadeloupe »"
            ) from None
        return value

    @field_validator("coordinators")
    @classmethod
    def _each_once(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        names = [each.partition(":")[0] for each in value]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"« {name} » y est deux fois ; gardez-le une seule fois")
        return value

    @property
    def _letter(self) -> Rhythm | None:
        if self.rhythm.letter is None:
            return parse_rhythm(DEFAULT_LETTERS[self.scale])
        return self.rhythm.letter if isinstance(self.rhythm.letter, Rhythm) else None

    @property
    def network(self) -> Network:
        """The network, as the domain knows it."""
        meeting = self.rhythm.meeting or parse_rhythm(DEFAULT_MEETINGS[self.scale])
        return Network(
            slug=self.slug,
            name=self.name,
            scale=self.scale,
            server=self.server,
            channel=self.channel,
            timezone=self.timezone,
            parent=self.parent,
            organisation=self.organisation,
            agreement=self.agreement,
            digest=self.rhythm.digest,
            meeting=meeting,
            letter=self._letter,
            school_zone=self.school_zone,
            video=self.video,
            fragility=self.fragility,
            fragility_source=self.fragility_source,
            agenda=tuple(PartPlan(each.kind, each.title, each.minutes) for each in self.agenda)
            or DEFAULT_PARTS,
            places=self.places.places if self.places else None,
            feeds=tuple(
                Subscription(url=str(feed.url), name=feed.name, theme=feed.theme)
                for feed in self.feeds
            ),
        )


class Config(Frozen):
    """The whole file, its references checked."""

    bot: BotConfig
    servers: Annotated[tuple[ServerConfig, ...], Field(min_length=1)]
    networks: Annotated[tuple[NetworkConfig, ...], Field(min_length=1)]
    mail: MailConfig | None = None

    @model_validator(mode="after")
    def _sound(self) -> Config:
        servers = [server.name for server in self.servers]
        slugs = [network.slug for network in self.networks]
        for kind, names in (("servers.name", servers), ("networks.slug", slugs)):
            for twice in sorted({name for name in names if names.count(name) > 1}):
                raise ValueError(f"{kind} : « {twice} » est donné deux fois ; gardez-en un seul")
        places = [(each.server, each.team, each.channel) for each in self.networks]
        for each, place in zip(self.networks, places, strict=True):
            where = f"networks, « {each.slug} »"
            if each.server not in servers:
                raise ValueError(
                    f"{where}, server : « {each.server} » n'est pas l'un de vos serveurs "
                    f"({', '.join(servers)})"
                )
            if each.parent is not None and each.parent not in slugs:
                raise ValueError(
                    f"{where}, parent : « {each.parent} » n'est pas l'un de vos réseaux "
                    f"({', '.join(slugs)})"
                )
            if places.count(place) > 1:
                raise ValueError(
                    f"{where}, channel : deux réseaux ne peuvent pas partager le canal "
                    f"« {each.channel} » ; donnez à chacun le sien"
                )
        if self.mail is not None and self.bot.public_url is None:
            raise ValueError(
                "bot.public_url : la lettre par courriel en a besoin, pour que chaque personne "
                "puisse se désabonner ; donnez-la, ou retirez [mail]"
            )
        for slug in slugs:
            _refuse_cycle(slug, {each.slug: each.parent for each in self.networks})
        return self

    @property
    def mail_settings(self) -> MailSettings:
        """What the core needs to know of the mail; it does not send where nothing is given.

        Its keys are there even so: links of mails that left before still work.
        """
        settings = MailSettings(
            key=self.bot.secret.get_secret_value().encode(),
            public=str(self.bot.public_url or "").rstrip("/"),
        )
        if self.mail is None:
            return settings
        return replace(
            settings,
            sends=True,
            sender=self.mail.sender,
            sender_name=self.mail.sender_name,
            bounce=self.mail.bounce or "",
            trusted=frozenset(self.mail.trusted_domains),
        )


def _refuse_cycle(slug: str, parents: Mapping[str, str | None]) -> None:
    path = [slug]
    while (parent := parents[path[-1]]) is not None:
        if parent in path:
            chain = " → ".join([*path, parent])
            raise ValueError(
                f"networks, « {slug} », parent : la chaîne tourne en rond ({chain}) ; "
                "le réseau le plus large n'a pas de parent"
            )
        path.append(parent)


def load_config(
    path: Path, environment: Mapping[str, str] | None = None, *, listen: str | None = None
) -> Config:
    """Read and check the configuration file; `listen` stands for its `bot.listen`.

    Raises ConfigError, whose message lists everything that is wrong, one line each.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(
            f"{path} : ce fichier n'existe pas ; copiez config.example.toml puis adaptez-le"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} : {not_toml(error)}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} : ce fichier {unreadable(error)}") from None
    if listen is not None and isinstance(raw.get("bot"), dict):
        raw["bot"]["listen"] = listen
    try:
        return Config.model_validate(raw, context=Surroundings(path.parent, environment))
    except ValidationError as error:
        lines = "\n".join(f"{path} : {line}" for line in sentences(error, Config))
        raise ConfigError(lines) from None
