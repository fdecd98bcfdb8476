"""Short-lived rights, in memory only: to open a dialog, press an ephemeral button, answer later.

Their lives are counted in real seconds, whatever the world's clock says.
"""

import base64
import binascii
import time
from dataclasses import dataclass

from sandbox.server.errors import ApiError
from sandbox.server.ids import new_id
from sandbox.server.records import Json

TRIGGER_SECONDS = 3.0
HOOK_SECONDS = 1800.0
HOOK_USES = 5
PENDING_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Trigger:
    """A right to open one dialog for one person: `short` for clients, `long` for integrations."""

    short: str
    long: str
    user_id: str
    issued: float


class Triggers:
    """The rights given out and not used yet."""

    def __init__(self) -> None:
        self._waiting: dict[str, Trigger] = {}

    def issue(self, user_id: str) -> Trigger:
        """Give a new right, for three seconds."""
        short = new_id()
        said = f"{short}:{user_id}:{int(time.time() * 1000)}:{new_id()}{new_id()}"
        trigger = Trigger(
            short, base64.b64encode(said.encode()).decode(), user_id, time.monotonic()
        )
        self._waiting = {k: t for k, t in self._waiting.items() if not _over(t)}
        self._waiting[trigger.long] = trigger
        return trigger

    def redeem(self, long: str) -> Trigger:
        """Use a right up. Raises the server's errors when it is unreadable, used or too old."""
        try:
            base64.b64decode(long, validate=True)
        except (binascii.Error, ValueError) as error:
            raise ApiError(
                400, "interactive_message.decode_trigger_id.base64_decode_failed", str(error)
            ) from error
        trigger = self._waiting.pop(long, None)
        if trigger is None or _over(trigger):
            raise ApiError(400, "interactive_message.decode_trigger_id.expired")
        return trigger


def _over(trigger: Trigger) -> bool:
    return time.monotonic() - trigger.issued > TRIGGER_SECONDS


@dataclass(slots=True)
class ResponseHook:
    """A command's response_url: five uses within thirty minutes."""

    command_id: str
    user_id: str
    channel_id: str
    team_id: str
    root_id: str
    born: float
    uses: int = 0


class ResponseHooks:
    """The addresses given to commands for later answers."""

    def __init__(self) -> None:
        self._hooks: dict[str, ResponseHook] = {}

    def open(
        self, *, command_id: str, user_id: str, channel_id: str, team_id: str, root_id: str
    ) -> str:
        """Give a new address's identifier."""
        hook_id = new_id()
        self._hooks[hook_id] = ResponseHook(
            command_id, user_id, channel_id, team_id, root_id, time.monotonic()
        )
        return hook_id

    def use(self, hook_id: str) -> ResponseHook:
        """Count a use. Raises 404 when unknown or too old, 400 after the fifth."""
        hook = self._hooks.get(hook_id)
        if hook is None or time.monotonic() - hook.born > HOOK_SECONDS:
            raise ApiError(404, "app.command_webhook.get.missing")
        if hook.uses >= HOOK_USES:
            raise ApiError(400, "app.command_webhook.try_use.invalid")
        hook.uses += 1
        return hook


@dataclass(frozen=True, slots=True)
class EphemeralAction:
    """A button of an ephemeral post, which exists nowhere else."""

    post_id: str
    channel_id: str
    root_id: str
    action: Json


class Cookies:
    """Remembers ephemeral buttons by the cookie that their reader got."""

    def __init__(self) -> None:
        self._actions: dict[str, EphemeralAction] = {}

    def bake(self, action: EphemeralAction) -> str:
        """Remember an action and give its cookie."""
        cookie = new_id()
        self._actions[cookie] = action
        return cookie

    def find(self, cookie: str) -> EphemeralAction | None:
        """Give the action behind a cookie, if it is known."""
        return self._actions.get(cookie)


class PendingPosts:
    """Remembers pending_post_id for thirty real seconds, across all users and channels."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[str, float]] = {}

    def post_for(self, pending_id: str) -> str | None:
        """Give the post already made for this pending_post_id, if it is recent."""
        limit = time.monotonic() - PENDING_SECONDS
        self._seen = {k: seen for k, seen in self._seen.items() if seen[1] > limit}
        seen = self._seen.get(pending_id)
        return seen[0] if seen else None

    def remember(self, pending_id: str, post_id: str) -> None:
        """Note which post a pending_post_id became."""
        self._seen[pending_id] = (post_id, time.monotonic())
