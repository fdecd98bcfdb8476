"""The world's time: real UTC time plus an offset kept in a small file.

The sandbox writes the file and the bot reads it, so both live at the same hour even when one of
them restarts.
"""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

CLOCK_FILE = "clock"


class ClockError(ValueError):
    """The clock was asked to go back, or its file does not hold a number."""


class WorldClock:
    """Reads and advances the offset, in seconds, kept in `path` (an absent file means 0)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int] | None = None
        self._offset = 0.0

    @property
    def offset(self) -> float:
        """Seconds added to real time. The file is read again only when it was replaced."""
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return 0.0
        stamp = (status.st_mtime_ns, status.st_ino)
        if stamp != self._stamp:
            self._offset = self._read()
            self._stamp = stamp
        return self._offset

    def now(self) -> datetime:
        """Give the world's present instant, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self.offset)

    def millis(self) -> int:
        """Give the present instant as Mattermost writes it: milliseconds since 1970."""
        return int((time.time() + self.offset) * 1000)

    def begin(self, instant: datetime) -> None:
        """Have a world that does not live yet begin at an aware instant, past or not."""
        self._write((instant - datetime.now(UTC)).total_seconds())

    def advance(self, seconds: float) -> datetime:
        """Move the world forward. Raises `ClockError` for a step that is not forward."""
        if not 0 < seconds < float("inf"):
            raise ClockError(f"the clock only goes forward, not by {seconds} s")
        self._write(self.offset + seconds)
        return self.now()

    def move_to(self, instant: datetime) -> datetime:
        """Move the world forward to an aware instant. Raises `ClockError` when it is past."""
        if instant.tzinfo is None:
            raise ClockError("an instant needs its zone")
        return self.advance((instant - self.now()).total_seconds())

    def _read(self) -> float:
        text = self._path.read_text(encoding="ascii").strip()
        try:
            return float(text or 0)
        except ValueError as error:
            raise ClockError(f"{self._path} does not hold a number: {text!r}") from error

    def _write(self, offset: float) -> None:
        """Replace the file whole, so that no reader sees half a number."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_name(f"{self._path.name}.new")
        with fresh.open("w", encoding="ascii") as file:
            file.write(f"{offset!r}\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)
