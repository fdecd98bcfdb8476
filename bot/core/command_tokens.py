"""The slash commands' tokens, of which only a hash is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy import Connection, select

from bot.core.message_tables import command_tokens
from bot.core.upsert import insert_or_replace


def digest(token: str) -> str:
    """Return what is kept of a token: SHA-256, enough for 128 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def keep(db: Connection, *, server: str, team: str, trigger: str, token: str) -> None:
    """Keep a command's token, in place of an older one."""
    db.execute(
        insert_or_replace(command_tokens),
        {"server": server, "team": team, "trigger": trigger, "token_hash": digest(token)},
    )


def hashes(db: Connection) -> Sequence[tuple[str, str]]:
    """Return every (server, hash) that a slash command may come with."""
    rows = db.execute(select(command_tokens.c.server, command_tokens.c.token_hash))
    return [(row.server, row.token_hash) for row in rows]
