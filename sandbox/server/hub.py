"""Who listens, and what they hear: numbered events, kept a while for those who come back."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable

from sandbox.server import wire
from sandbox.server.ids import SERVER_VERSION, new_id
from sandbox.server.records import Json
from sandbox.server.world import World

KEPT_FRAMES = 256
KEPT_SECONDS = 300.0


class Connection:
    """One client's numbered stream. It outlives its socket, so that the client may resume it."""

    def __init__(self, user_id: str) -> None:
        self.id = new_id()
        self.user_id = user_id
        self.outbox: asyncio.Queue[str] = asyncio.Queue()
        self.left_at: float | None = None
        self.abort: Callable[[], None] = lambda: None
        self._next = 0
        self._kept: deque[tuple[int, str]] = deque(maxlen=KEPT_FRAMES)

    def push(self, event: str, data: Json, broadcast: Json) -> None:
        """Give an event its number and send it on its way, or keep it for the client's return."""
        frame = {"event": event, "data": data, "broadcast": broadcast, "seq": self._next}
        text = wire.text(frame) + "\n"
        self._kept.append((self._next, text))
        self._next += 1
        if self.left_at is None:
            self.outbox.put_nowait(text)

    def reply(self, answer: Json) -> None:
        """Answer a request made over the socket; such answers are not numbered nor kept."""
        self.outbox.put_nowait(wire.text(answer) + "\n")

    def resume(self, sequence: int) -> bool:
        """Replay from a number on; tell whether nothing was lost in between."""
        missed = [text for number, text in self._kept if number >= sequence]
        if sequence > self._next or len(missed) != self._next - sequence:
            return False
        self.outbox = asyncio.Queue()
        for text in missed:
            self.outbox.put_nowait(text)
        self.left_at = None
        return True


class Hub:
    """All the connections, and the rule that says who hears an event."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._connections: dict[str, Connection] = {}

    def join(self, user_id: str) -> Connection:
        """Open a new stream: `hello` comes first, as number 0."""
        self._forget_the_gone()
        connection = Connection(user_id)
        self._connections[connection.id] = connection
        hello = {"connection_id": connection.id, "server_version": SERVER_VERSION}
        connection.push("hello", hello, broadcast(user_id=user_id))
        return connection

    def rejoin(self, user_id: str, connection_id: str, sequence: int) -> Connection | None:
        """Take up a stream again where the client left it, if it is still whole.

        A stream whose socket still looks alive cannot be taken up: the client gets a new one, as in
        Mattermost.
        """
        self._forget_the_gone()
        connection = self._connections.get(connection_id)
        if connection is None or connection.user_id != user_id or connection.left_at is None:
            return None
        return connection if connection.resume(sequence) else None

    def leave(self, connection: Connection) -> None:
        """Note that the socket is gone; the stream waits five minutes for its client."""
        connection.left_at = time.monotonic()

    def online(self, user_id: str) -> bool:
        """Tell whether somebody has a socket open."""
        return any(c.user_id == user_id and c.left_at is None for c in self._connections.values())

    def abort_all(self) -> None:
        """Cut every TCP connection, without a close frame, as a server that stops does."""
        for connection in list(self._connections.values()):
            if connection.left_at is None:
                connection.abort()

    def publish(  # noqa: PLR0913 - the heading's own four fields
        self,
        event: str,
        data: Json,
        *,
        user_id: str = "",
        channel_id: str = "",
        team_id: str = "",
        omit: Iterable[str] = (),
    ) -> None:
        """Tell one person, else a channel's members, else a team's, else everybody."""
        omitted = set(omit)
        heading = broadcast(user_id=user_id, channel_id=channel_id, team_id=team_id, omit=omitted)
        for connection in list(self._connections.values()):
            listener = connection.user_id
            if listener not in omitted and self._hears(listener, user_id, channel_id, team_id):
                connection.push(event, data, heading)

    def _hears(self, listener: str, user_id: str, channel_id: str, team_id: str) -> bool:
        if user_id:
            return listener == user_id
        if channel_id:
            return self._world.member(channel_id, listener) is not None
        if team_id:
            return listener in self._world.teams[team_id].member_ids
        return True

    def _forget_the_gone(self) -> None:
        limit = time.monotonic() - KEPT_SECONDS
        gone = [c.id for c in self._connections.values() if c.left_at and c.left_at < limit]
        for connection_id in gone:
            del self._connections[connection_id]


def broadcast(
    *, user_id: str = "", channel_id: str = "", team_id: str = "", omit: Iterable[str] = ()
) -> Json:
    """Build the heading that says whom an event was meant for."""
    omitted = dict.fromkeys(omit, True)
    return {
        "omit_users": omitted or None,
        "user_id": user_id,
        "channel_id": channel_id,
        "team_id": team_id,
    }
