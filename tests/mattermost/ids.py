"""Ids as Mattermost makes them: 26 characters, here the name of what they stand for, then zeros."""

from __future__ import annotations

from pathlib import Path

CAPTURES = Path(__file__).parent / "captures"
"""What a Mattermost 5.37 was seen to send: a call or an answer a file; and the socket's events."""


def body_of(capture: str) -> bytes:
    """Return the body of a request, without its headers."""
    return (CAPTURES / f"{capture}.txt").read_bytes().split(b"\n\n")[1].rstrip(b"\n")


def id_of(name: str) -> str:
    return name.ljust(26, "0")


AMINA, LOUIS, ZOE, BOT = (id_of(name) for name in ("amina", "louis", "zoe", "bot"))
LOIRE, ENTRAIDE = id_of("loire"), id_of("entraide")
