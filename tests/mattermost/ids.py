"""Ids as Mattermost makes them: 26 characters, here the name of what they stand for, then zeros."""

from __future__ import annotations

from pathlib import Path

CAPTURES = Path(__file__).parent / "captures"
"""Bytes that a Mattermost 5.37 sent, one file a call."""


def id_of(name: str) -> str:
    return name.ljust(26, "0")


AMINA, LOUIS, ZOE, BOT = (id_of(name) for name in ("amina", "louis", "zoe", "bot"))
LOIRE, ENTRAIDE = id_of("loire"), id_of("entraide")
