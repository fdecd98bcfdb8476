"""The configuration: a TOML file read once into frozen models; what is wrong stops the start.

A secret is never written in clear by necessity: `env:NAME` reads an environment variable,
`file:PATH` the content of a file (relative to the configuration's folder).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal
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
from pydantic_core import ErrorDetails

from bot.config.errors import not_toml, sentences, unreadable, wrong_in
from bot.config.mail import MailConfig
from bot.config.outside import OutsideConfig
from bot.config.places import PlacesConfig
from bot.config.tools import default_tools, load_tools
from bot.config.values import (
    ABSENT,
    LAST_PORT,
    AbsentSecretError,
    Address,
    Frozen,
    Secret,
    Some,
    Surroundings,
    resolved,
    surroundings,
)
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
    network_of,
)
from bot.network.parts import DEFAULT_PARTS, MOST_MINUTES, PartKind, PartPlan
from bot.network.rhythm import Rhythm, parse_rhythm
from bot.network.schedule import NEVER, Due, read_rule
from bot.network.settings import NAME_LENGTH, TITLE_LENGTH, is_secure
from bot.network.tree import faults
from bot.talk.deposits import MOST_DEPOSITS

SECRET_LENGTH = 32
"""Characters at least in `bot.secret`: 256 bits when it is written in hexadecimal."""

DEFAULT_ZONE = "Europe/Paris"

ONLY_SERVER = "mattermost"
"""What a server is called that was given no name."""


class ConfigError(Exception):
    """The file cannot be used; the message, in French, names the file, the key, the mend."""


def _long_enough(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < SECRET_LENGTH:
        raise ValueError(
            f"le secret est trop court, il lui faut {SECRET_LENGTH} caractères ; faites-en un "
            "par « openssl rand -hex 32 »"
        )
    return value


def _in_one_piece(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[!-~]+", value.get_secret_value()):
        raise ValueError("un jeton n'a ni espace ni accent ; copiez-le de nouveau")
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
    return load_tools(surroundings(info).folder / value)


def _secure_link(value: str) -> str:
    if not is_secure(value):
        raise ValueError(
            "écrivez une adresse https entière, par exemple « https://visio.example.org/reseau »"
        )
    return value


Theme = Annotated[str, Field(min_length=2, max_length=60, pattern=r"^[^\n\r#]+$")]
Tools = Annotated[Toolbox, BeforeValidator(_toolbox)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Coordinator = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{1,63}(:[a-z0-9]{26})?$")]
Host = Annotated[str, Field(pattern=r"^([^/\s:]+|[\da-fA-F.:]+(/\d+)?)$")]
Link = Annotated[str, AfterValidator(_secure_link)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]


class BotConfig(Frozen):
    """`[bot]`: the process itself.

    `public_url` is how Mattermost's servers reach us; without it the bot works by mention,
    direct message and reactions only. A card that bears a name is held for `hold` seconds.
    `themes` are what questions are filed under; `tools` is the file of the catalogue of tools,
    relative to the configuration's folder, ours without it.
    `deposits` is how many texts one person may give us in five minutes, 0 without a limit.
    `advisers` are what people of the scheme are called, which its label decides.
    """

    database: Annotated[
        str,
        BeforeValidator(resolved),
        Field(pattern=r"^(sqlite:///.|postgresql\+psycopg://)", repr=False),
    ] = "sqlite:///courroie.db"
    listen: Annotated[str, Field(pattern=r"^([^:\s]+|\[[0-9a-fA-F:]+\]):\d{1,5}$")] = (
        "127.0.0.1:8066"
    )
    public_url: Address | None = None
    secret: Annotated[Secret, AfterValidator(_long_enough)]
    hold: Annotated[int, Field(ge=0, le=600)] = 30
    meaning: bool = True
    contact: str = ""
    responsible: str = ""
    allowed_feed_hosts: tuple[Host, ...] = ()
    deposits: Annotated[int, Field(ge=0)] = MOST_DEPOSITS
    advisers: str = "conseillères et conseillers numériques"
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

    Its `name` is kept beside people and channels: it never changes, even if the address does.
    `command_tokens` are the tokens of slash commands that an administrator created by hand.
    `administrators` are the user names (« amina » or « amina:id ») of those who accept, once, each
    organisation whose network enters from the chat.
    """

    name: Slug = ONLY_SERVER
    url: Address
    token: Annotated[Secret, AfterValidator(_in_one_piece)]
    command_tokens: tuple[Secret, ...] = ()
    administrators: tuple[Coordinator, ...] = ()


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

    title: Annotated[Some, Field(max_length=TITLE_LENGTH)]
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)]
    kind: PartKind = PartKind.FREE


class NetworkConfig(Frozen):
    """`[[networks]]`: one network, one channel, whose name is the slug unless it is told.

    `organisation` answers for its data; `agreement` is what was agreed with its parent's, if that
    is another one. `video` is the address of its video room, if it has one for all its meetings;
    `fragility` leads to where its territory is compared with others, told with its source. `called`
    is how people say its name, where that is not to be guessed.
    `coordinators` are user names, each with its account's id where that is to be confirmed
    (« amina:id »): see `bot.people.coordinators`.
    """

    slug: Slug
    name: Annotated[Some, Field(max_length=60)]
    called: Annotated[Words, Field(max_length=NAME_LENGTH)] = ""
    scale: Scale
    parent: Slug | None = None
    organisation: Words = ""
    agreement: Words = ""
    server: Slug = ONLY_SERVER
    team: Some
    channel: Some | None = None
    timezone: str = DEFAULT_ZONE
    coordinators: Annotated[tuple[Coordinator, ...], Field(min_length=1)]
    rhythm: RhythmConfig = Field(default_factory=RhythmConfig)
    school_zone: Literal["", "A", "B", "C", "Corse"] = ""
    video: Link = ""
    fragility: Link = ""
    fragility_source: Words = "Indice de fragilité numérique, Mednum"
    agenda: tuple[PartConfig, ...] = ()
    feeds: tuple[FeedConfig, ...] = ()
    places: PlacesConfig | None = None

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
    def network(self) -> Network:
        """The network, as the domain knows it: what has a name in both is the same."""
        rhythm = self.rhythm
        letter = rhythm.letter or parse_rhythm(DEFAULT_LETTERS[self.scale])
        return network_of(
            dict(self)
            | {
                "channel": self.channel or self.slug,
                "digest": rhythm.digest,
                "meeting": rhythm.meeting or parse_rhythm(DEFAULT_MEETINGS[self.scale]),
                "letter": letter if isinstance(letter, Rhythm) else None,
                "agenda": tuple(
                    PartPlan(each.kind, each.title, each.minutes) for each in self.agenda
                )
                or DEFAULT_PARTS,
                "places": self.places.places if self.places else None,
                "feeds": tuple(Subscription(**each.model_dump(mode="json")) for each in self.feeds),
            }
        )


class Config(Frozen):
    """The whole file, its references checked; networks may all enter from the chat.

    `outside` has the keys of the tools of a network, by its slug, wherever it is declared.
    """

    bot: BotConfig
    servers: Annotated[tuple[ServerConfig, ...], Field(min_length=1)]
    networks: tuple[NetworkConfig, ...] = ()
    outside: Mapping[Slug, OutsideConfig] = Field(default_factory=dict)
    mail: MailConfig | None = None

    @property
    def zone(self) -> str:
        """The time zone in which operators are told hours."""
        return next((each.timezone for each in self.networks), DEFAULT_ZONE)

    @property
    def served(self) -> tuple[Network, ...]:
        """The networks, as the domain knows them."""
        return tuple(each.network for each in self.networks)

    @model_validator(mode="after")
    def _sound(self) -> Config:
        servers = [server.name for server in self.servers]
        for twice in sorted({name for name in servers if servers.count(name) > 1}):
            raise ValueError(f"servers.name : « {twice} » est donné deux fois ; gardez-en un seul")
        for each in self.networks:
            if each.server not in servers:
                raise ValueError(
                    f"networks, « {each.slug} », server : « {each.server} » n'est pas l'un de vos "
                    f"serveurs ({', '.join(servers)})"
                )
        for fault in faults(self.served):
            raise ValueError(fault.reply)
        if self.mail is not None and self.bot.public_url is None:
            raise ValueError(
                "bot.public_url : la lettre par courriel en a besoin, pour que chaque personne "
                "puisse se désabonner ; donnez-la, ou retirez [mail]"
            )
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
            box=self.mail.imap.address if self.mail.imap else "",
            trusted=frozenset(self.mail.trusted_domains),
        )


def example() -> str:
    """Return a commented file: what it takes to begin, then each key that may be added."""
    return (files("templates") / "config.toml").read_text(encoding="utf-8")


def load_config(
    path: Path, environment: Mapping[str, str] | None = None, *, listen: str | None = None
) -> Config:
    """Read and check the configuration file; `listen` stands for its `bot.listen`.

    Raises ConfigError, whose message lists everything that is wrong, one line each.
    """
    raw = _raw(path)
    if listen is not None and isinstance(raw.get("bot"), dict):
        raw["bot"]["listen"] = listen
    try:
        return Config.model_validate(raw, context=Surroundings(path.parent, environment))
    except ValidationError as error:
        raise ConfigError("\n".join(_told(path, error))) from None


def load_without_secrets(
    path: Path, environment: Mapping[str, str] | None = None
) -> tuple[Config, Sequence[str]]:
    """Read a file whose secrets may be absent, and return a line for each that is.

    ABSENT stands for them; a tool that lacks one is left out. Raises ConfigError for all else, and
    where the database's address is absent: everything is looked at in it.
    """
    raw, context = _raw(path), Surroundings(path.parent, environment)
    try:
        return Config.model_validate(raw, context=context), ()
    except ValidationError as error:
        found = [*wrong_in(error)]
        lines = _told(path, error)
        if not all(_may_be_absent(each) for each in found):
            raise ConfigError("\n".join(lines)) from None
    for each in found:
        _leave_out(raw, each["loc"])
    try:
        return Config.model_validate(raw, context=context), lines
    except ValidationError as error:
        raise ConfigError("\n".join([*lines, *_told(path, error)])) from None


def _raw(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(
            f"{path} : ce fichier n'existe pas ; `courroie config > {path}` en fait un, à compléter"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} : {not_toml(error)}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} : ce fichier {unreadable(error)}") from None


def _told(path: Path, error: ValidationError) -> Sequence[str]:
    return [f"{path} : {line}" for line in sentences(error, Config)]


def _may_be_absent(found: ErrorDetails) -> bool:
    absent = isinstance(found.get("ctx", {}).get("error"), AbsentSecretError)
    return absent and found["loc"] != ("bot", "database")


def _leave_out(raw: Any, place: Sequence[int | str]) -> None:  # noqa: ANN401  as TOML has it
    """Put ABSENT at the place of a secret, or take out the tool that it is of."""
    if place[0] == "outside":
        outside, slug, tool = place[:3]
        raw[outside][slug].pop(tool, None)
        return
    *path, key = place
    for step in path:
        raw = raw[step]
    raw[key] = ABSENT.get_secret_value()
