"""What someone asked, whichever way they asked it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from bot.core.card_keys import CardKey
from bot.core.labels import Labelled
from bot.french.discretion import Discretion
from bot.french.text import storable
from bot.network.network import Network, Scale
from bot.network.rights import Role
from bot.talk.arguments import number_first

CLOCK = "clock"
"""How something happens when nobody asks for it, since its moment has come; in place of a `Via`."""


class Via(Labelled):
    """The way a command came in, which is also the way its reply goes back.

    A slash command or a button is answered on the spot, privately. The others are answered by
    a post: in the thread when all may read it, by direct message when it is private. A reaction,
    a reply under one of our messages, or a message for the veille is `silent`: nobody was spoken
    to.
    """

    SLASH = "slash", "par commande"
    BUTTON = "button", "par bouton"
    DIALOG = "dialog", "par formulaire"
    MENTION = "mention", "par mention"
    DIRECT = "direct", "en message direct"
    REACTION = "reaction", "par réaction"
    THREAD = "thread", "dans le fil"
    HASHTAG = "hashtag", "par #veille"

    @property
    def immediate(self) -> bool:
        """Whether the chat system waits for the reply and shows it to the caller alone."""
        return self in (Via.SLASH, Via.BUTTON)

    @property
    def typed(self) -> bool:
        """Whether it was said to us in words, where a command may be missing."""
        return self in (Via.SLASH, Via.MENTION, Via.DIRECT)

    @property
    def in_words(self) -> bool:
        """Whether it was written as a message, which may stand under one of ours."""
        return self in (Via.MENTION, Via.DIRECT, Via.THREAD)

    @property
    def waited_for(self) -> bool:
        """Whether someone waits for the reply, on the spot or in an open form."""
        return self.immediate or self is Via.DIALOG

    @property
    def silent(self) -> bool:
        """Whether what it changes is the whole answer: not a word, not even of refusal."""
        return self in (Via.REACTION, Via.THREAD, Via.HASHTAG)


class MessageChange(Enum):
    """What became of a message since something was made from it."""

    EDITED = "edited"
    ASKS_NO_MORE = "asks no more"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks: a chat user of one server, and what they are to each of its networks.

    `roles` holds the networks where they are more than a stranger, by slug. A `bot` is never
    answered: two of them would talk for ever. An `administrator` accepts the organisations that
    enter on the server. `names` are those of their account, kept nowhere: its
    own name, then first and last name, nickname.
    """

    server: str
    id: str
    name: str
    roles: Mapping[str, Role] = field(default_factory=dict)
    administrator: bool = False
    bot: bool = False
    names: tuple[str, ...] = field(default=(), repr=False)

    def role_in(self, network: str) -> Role:
        """Return their role in a network: stranger unless known."""
        return self.roles.get(network, Role.STRANGER)

    def administrates(self, network: Network) -> bool:
        """Tell whether they administrate the server that a network is on."""
        return self.administrator and self.server == network.server

    @property
    def is_member(self) -> bool:
        """Whether they are a member of a network, and no bot."""
        return not self.bot and max(self.roles.values(), default=Role.STRANGER) >= Role.MEMBER

    def networks_among(self, networks: Iterable[Network]) -> Sequence[Network]:
        """Return their networks on their server; first the one meant where nothing says which.

        That is one that they coordinate, else the smallest.
        """
        scales = list(Scale)
        theirs = [
            each
            for each in networks
            if each.server == self.server and self.role_in(each.slug) > Role.STRANGER
        ]
        theirs.sort(key=lambda each: scales.index(each.scale))
        return sorted(theirs, key=lambda each: self.role_in(each.slug) is not Role.COORDINATOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred:
    """An existing message that a command is about, `root` being the first of its thread.

    `root` is the message itself when it starts one. `around` are the names of those who are in its
    channel, where it is to be kept without any.
    """

    post: str
    root: str
    text: str
    author: Caller
    around: Sequence[str] = field(default=(), repr=False)


ATTACHED_LIMIT = 1_000_000
"""Bytes of a file that comes with a command: larger ones are not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that came with a message. `content` is empty when it is over ATTACHED_LIMIT.

    Its encoding is for its reader to tell.
    """

    name: str
    size: int
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedFile:
    """A file of a message of a network's channel, by the chat's ids, and who wrote that message."""

    id: str
    name: str
    post: str
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One request.

    Typed ones come as `text`, root word first (« besoin liste »); buttons, dialogs, reactions
    and replies name their `route` and give its argument in `text`. `number` is the one that it
    starts with, 0 for none; it is not read from a free text. `network` is the slug of the
    channel's network, None elsewhere. `post` is the message that asks, if any: its id makes
    the command happen once, however often it is read. `thread` is the post to answer under.
    `fields` are a form's entries by name, those left empty missing, the first one being in `text`
    already; anyone may send anything there, a menu's choices are not checked. `refers` is the
    message that a reply, a reaction or a button points at; None when it is gone. `people` gives
    the ids of those that the text names with « @ », by user name; `quoted` are the messages that
    its route has read again, by their post, but those that are gone. `discretion` is what
    its writer asks for or has chosen, None until it is read. It is `meant` once they said that it
    is what they want, whatever it reads like. `on_the_spot` tells of a click or a form that its
    reply can be shown there, with buttons; `direct` of a click that it was made in a direct
    message. `about` is what our message shows in whose thread it is said. `edited_at` is when
    the message was last edited; a `change` tells that something was made from it before.
    `made_from` is the message whose words are deposited, where another one chose so. `shared` is
    the first file of the message that asks, in a channel, else of the one under which it does.
    `pile` is the key of the post of a pile that it was pressed on, or whose form it fills.
    """

    caller: Caller
    via: Via
    channel: str
    text: str = ""
    number: int = 0
    network: str | None = None
    route: str | None = None
    post: str | None = None
    thread: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    refers: Referred | None = None
    people: Mapping[str, str] = field(default_factory=dict)
    quoted: Mapping[str, Referred] = field(default_factory=dict)
    attached: Attached | None = None
    discretion: Discretion | None = None
    meant: bool = False
    on_the_spot: bool = False
    direct: bool = False
    about: CardKey | None = None
    edited_at: datetime | None = None
    change: MessageChange | None = None
    made_from: str = ""
    shared: SharedFile | None = None
    pile: str = ""

    @property
    def answered_on_the_spot(self) -> bool:
        """Whether its reply is shown where it was asked, to the caller alone."""
        return self.via.immediate or self.on_the_spot

    @property
    def words(self) -> str:
        """What follows its number; the whole text without one."""
        found = number_first(self.text) if self.number else None
        return found[1] if found else self.text

    @property
    def length(self) -> int:
        """Characters, and bytes of a file, that there are to read."""
        said = len(self.refers.text) if self.refers else 0
        file = len(self.attached.content) if self.attached else 0
        return len(self.text) + sum(map(len, self.fields.values())) + said + file

    def storable(self) -> Command:
        """Return it without the characters that nothing can hold: see `text.storable`."""
        return replace(
            self,
            text=storable(self.text),
            fields={name: storable(value) for name, value in self.fields.items()},
            refers=self.refers and replace(self.refers, text=storable(self.refers.text)),
        )
