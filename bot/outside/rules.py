"""What should stand outside, what was sent of it, and what is to be sent next.

What is wanted is computed from the facts each time, and compared with what is known to stand there:
after any crash the difference is computed again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from hashlib import blake2b
from typing import Self

from bot.core.labels import Labelled
from bot.outside.content import OutsideContent


class OutsideTool(Labelled):
    """A system that may get a copy."""

    GRIST = "grist", "Grist"
    YESWIKI = "yeswiki", "YesWiki"
    TRELLO = "trello", "Trello"
    DISCORD = "discord", "Discord"


class Once(Enum):
    """What is done when nobody knows whether something was sent.

    It is sent again under a key of ours, which makes it one; it is looked for first; it is never
    sent again, and people are told.
    """

    KEYED = "keyed"
    LOOKED_FOR = "looked for"
    AT_MOST = "at most once"


class CopyState(Labelled):
    """Where a copy stands; `label` agrees with « une copie ».

    What is left is nobody's business of ours any more: it was there before the tool was switched
    on, or people took it away there.
    """

    FOLLOWED = "followed", "suivie"
    HELD = "held", "retenue"
    REFUSED = "refused", "refusée"
    DOUBTFUL = "doubtful", "à vérifier"
    LEFT = "left", "laissée"


class OutsideFault(Enum):
    """What kept a copy from being made.

    The tool does not answer as it should (AWAY), asks for patience (BUSY) or refuses us (ACCESS);
    it refuses this copy (REFUSED), or somebody took it away there (GONE).
    """

    AWAY = "away"
    BUSY = "busy"
    ACCESS = "access"
    REFUSED = "refused"
    GONE = "gone"


@dataclass(eq=False, repr=False)
class OutsideError(Exception):
    """A copy was not made, or nobody knows whether it was (`doubt`).

    `reason` is French, for coordinators; it repeats nothing that the tool said.
    """

    fault: OutsideFault
    reason: str
    doubt: bool = False
    retry_after: timedelta | None = None

    def __post_init__(self) -> None:
        """Be told by the fault and its reason."""
        super().__init__(f"{self.fault.value}: {self.reason}")


NOTHING = "-"
"""What is « sent » where something is taken away."""

_UNSETTLED = "?"
"""What the mark of something begins with that is sent while what was before it is in doubt."""

LONGEST_PAUSE = timedelta(hours=6)
"""The longest between two tries, unless a tool asks for more."""

LONGEST_ASKED = timedelta(days=1)
"""The longest that a tool may ask us to wait."""

TOLD_AFTER = timedelta(hours=12)
"""A tool that fails for so long is told to coordinators: a short outage mends itself."""

_FIRST_PAUSE = timedelta(minutes=1)
_PATIENCE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideCopy:
    """What is known of one copy.

    `fingerprint` is of what stands there, "" for nothing; `sending` of what was being sent when it
    was last written. `outside_id` is its name there. `held` is the fingerprint of what is held
    back, `reason` why it is held or refused, in French. `at` is when it last changed.
    """

    network: str
    tool: OutsideTool
    key: str
    at: datetime
    state: CopyState = CopyState.FOLLOWED
    fingerprint: str = ""
    sending: str = ""
    outside_id: str = ""
    held: str = ""
    reason: str = ""
    attempts: int = 0
    not_before: datetime | None = None
    id: int = 0

    @property
    def lost(self) -> bool:
        """Whether something was being sent to a place that we have no name for."""
        return bool(self.sending) and not self.outside_id

    def doubt(self, now: datetime) -> Self:
        """Have people look whether it is there."""
        return replace(self, state=CopyState.DOUBTFUL, at=now)

    def hold(self, mark: str, reason: str, now: datetime) -> Self:
        """Hold a content back."""
        return replace(self, state=CopyState.HELD, held=mark, reason=reason, at=now)

    def claim(self, mark: str, now: datetime) -> Self:
        """Note what is about to be sent; what was held goes on being so, or is no more."""
        held = self.held if mark == NOTHING else ""
        unsettled = _UNSETTLED if self.sending else ""
        return replace(self, sending=f"{unsettled}{mark}", held=held, at=now)

    def sent(self, outside_id: str, now: datetime) -> Self:
        """Note that what was being sent stands there."""
        mark = self.sending.removeprefix(_UNSETTLED)
        gone = mark == NOTHING
        return replace(
            self,
            state=CopyState.HELD if gone and self.held else CopyState.FOLLOWED,
            fingerprint="" if gone else mark,
            sending="",
            outside_id="" if gone else outside_id,
            reason=self.reason if gone and self.held else "",
            attempts=0,
            not_before=None,
            at=now,
        )

    def failed(self, error: OutsideError, now: datetime) -> Self:
        """Note why it was not sent; in doubt, it stays marked as being sent.

        So it does where what was sent before is in doubt: that may stand there all the same.
        """
        later = replace(
            self, attempts=self.attempts + 1, not_before=now + pause(self.attempts), at=now
        )
        if error.doubt:
            return later
        if error.fault is OutsideFault.REFUSED:
            refused = replace(later, state=CopyState.REFUSED, reason=error.reason)
            return replace(refused, sending=self._still)
        if error.fault is OutsideFault.GONE:
            left = CopyState.LEFT
            return replace(self, state=left, fingerprint="", sending="", outside_id="", at=now)
        return replace(self, sending=self._still, at=now)

    @property
    def _still(self) -> str:
        """What is in doubt once it is sure that the last thing was not sent."""
        return self.sending if self.sending.startswith(_UNSETTLED) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolState:
    """How one tool of a network does.

    `target` and `access` tell one place, and one configuration, from another; `generation` is the
    database's, when it was last looked at. It is `on` while it
    is configured, `stopped` once it refuses us, until the configuration changes. `waiting` counts
    what is still to be sent, `reason` says what last kept it from being, in French.
    """

    network: str
    tool: OutsideTool
    target: str
    access: str
    generation: str = ""
    on: bool = True
    stopped: bool = False
    waiting: int = 0
    reason: str = ""
    attempts: int = 0
    failing_since: datetime | None = None
    not_before: datetime | None = None
    id: int = 0

    def may_send(self, now: datetime) -> bool:
        """Tell whether it may be spoken to."""
        return not self.stopped and (self.not_before is None or self.not_before <= now)

    def fails(self, now: datetime) -> bool:
        """Tell whether it has failed for so long that people should know."""
        since = self.failing_since
        return self.stopped or (since is not None and now - since >= TOLD_AFTER)

    def worked(self) -> Self:
        """Record that the tool works and clear its error."""
        return replace(
            self, stopped=False, reason="", attempts=0, failing_since=None, not_before=None
        )

    def failed(self, error: OutsideError, now: datetime) -> Self:
        """Record a failure: the tool rests ever longer, or until its access changes if refused."""
        asked = min(error.retry_after or timedelta(), LONGEST_ASKED)
        if error.fault is OutsideFault.BUSY:
            return replace(self, not_before=now + (asked or _PATIENCE))
        return replace(
            self,
            stopped=error.fault is OutsideFault.ACCESS,
            reason=error.reason,
            attempts=self.attempts + 1,
            failing_since=self.failing_since or now,
            not_before=now + max(asked, pause(self.attempts)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyStep:
    """Something to be sent, or taken away (no content); `copy` is what is known of it.

    `beside` is the name of what it belongs under.
    """

    copy: OutsideCopy
    content: OutsideContent | None
    beside: str = ""

    @property
    def mark(self) -> str:
        """What is sent, in short."""
        return self.content.fingerprint if self.content else NOTHING


def pause(attempts: int) -> timedelta:
    """Return how long to wait after so many failures before."""
    doubled: timedelta = _FIRST_PAUSE * 2 ** min(attempts, 10)
    return min(doubled, LONGEST_PAUSE)


def mark_of(*parts: str) -> str:
    """Return what tells a configuration from another, and nothing of the secrets in it."""
    told = "\0".join(parts).encode()
    return blake2b(told, digest_size=16, person=b"courroie-outside").hexdigest()
