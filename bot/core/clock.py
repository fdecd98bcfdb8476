"""What tells the time: handed down from the application, so that nothing below reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Returns the present moment, in UTC."""
