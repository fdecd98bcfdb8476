"""Something the bot must say, on its way to be said.

prepared → sending → sent; before them, `held` waits to be released or dropped. `sending` left
behind by a crash means « in doubt »: the channel is looked through for the key before it is said
again. `failed` is the end of what can never be said (the channel is gone), kept with its error.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class MessageKind(Enum):
    """What the chat is asked to do.

    REMOVE deletes a post, or rewrites it where people replied under it.
    """

    POST = "post"
    EDIT = "edit"
    REMOVE = "remove"
    REACTION = "reaction"


class Delivery(Enum):
    """How far a message is on its way."""

    HELD = "held"
    PREPARED = "prepared"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a menu: what is read, and the route that it stands for, with its argument.

    It is done in the menu's own network, unless it names another one by its slug.
    """

    label: str
    route: str
    argument: str = ""
    network: str = ""


OPTION_LABEL = 60
"""Characters of an option that a phone shows on one line, or nearly."""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to click under a message: a route of ours and its argument.

    `id` is letters and digits only. `emoji` does the same as a reaction where clicks cannot
    reach us; without one, what to type is said there. `undo` is the route that taking the
    reaction back asks for. `refers` is the id of a post that the click is about. With `options` it
    is a menu: what is chosen is done, and its own route, if any, answers with the same list where
    there are no menus. With `in_thread` there is nothing to press: what is written in the message's
    thread, or the file that is joined there, fills the route's form. It is done in the message's
    own network, unless it names another one by its slug.
    """

    id: str
    label: str
    route: str
    argument: str = ""
    emoji: str = ""
    primary: bool = False
    undo: str = ""
    refers: str = ""
    options: tuple[Option, ...] = ()
    in_thread: bool = False
    network: str = ""


def menu(id_: str, label: str, *options: Option, route: str = "", argument: str = "") -> Button:
    """Return a list to choose from: see Button."""
    return Button(id=id_, label=label, route=route, argument=argument, options=options)


class FileKind(Enum):
    """What a file's content is.

    A drawing (SVG) that is sent as PNG, a text as it is, or the network whose memory is sent, made
    at that moment.
    """

    DRAWING = "drawing"
    TEXT = "text"
    MEMORY = "memory"


class NotMadeError(Exception):
    """A file could not be made: what it goes with is said without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that goes with a message; forgotten once it is sent."""

    name: str
    kind: FileKind = FileKind.TEXT
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing to say.

    To a network's channel (`channel` empty: the network's own), to a channel by id, or to a
    user by direct message; one of a network is for its members only, one without is about the
    user alone. `thread` is the id of a post, or the key of a message whose post it
    goes under; `edits` the key of the message whose post it rewrites
    or removes. A reaction's `text` is its
    name, put on the post `thread`; put twice it is one. With `held_until` it is said
    then at the latest, when nothing has released or dropped it before. What was not said by
    `not_after` is never said. With a `head`, that is the post's message, and the text stands in the
    card beneath it: a server may refuse to have an old post's message changed, not its cards.
    """

    server: str
    key: str
    text: str
    made_at: datetime
    network: str | None = None
    kind: MessageKind = MessageKind.POST
    channel: str | None = None
    user: str | None = None
    thread: str | None = None
    edits: str | None = None
    buttons: tuple[Button, ...] = ()
    file: File | None = None
    held_until: datetime | None = None
    not_after: datetime | None = None
    pinned: bool = False
    head: str = ""
    id: int = 0
    status: Delivery = Delivery.PREPARED
    attempts: int = 0
    post: str | None = None

    @property
    def queue(self) -> tuple[str, str]:
        """What must be said in order: one place of one server."""
        place = self.channel or self.user or self.network or ""
        return (self.server, place)


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A message that is ours to say, under the post `thread` or in place of the post `edits`.

    In `doubt`, it was perhaps said already; `late`, it must not be said any more if it was not.
    `made` is what of its file takes longer to make than a claim lasts.
    """

    message: Message
    thread: str | None = None
    edits: str | None = None
    doubt: bool = False
    late: bool = False
    made: bytes | None = None


@dataclass(eq=False, repr=False)
class NotSaidError(Exception):
    """A message was not said, or perhaps was (`doubt`).

    `hopeless` when no try will do; `away` when the server could not be asked, `closed` when its
    channel is archived or shut to us: neither says anything of the message itself. `pause` is how
    many seconds the whole server must be left alone.
    """

    reason: str
    doubt: bool = False
    hopeless: bool = False
    away: bool = False
    closed: bool = False
    pause: float = 0.0

    def __post_init__(self) -> None:
        """Be told by the reason."""
        super().__init__(self.reason)


class TooLateError(NotSaidError):
    """A message that was in doubt was not said, and its time is over."""

    def __init__(self) -> None:
        super().__init__("its time is over", hopeless=True)


class RecipientLeftError(NotSaidError):
    """A direct message about a network is for someone who is no longer a member of it."""

    def __init__(self) -> None:
        super().__init__("its recipient left the network", hopeless=True)
