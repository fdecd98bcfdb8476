"""What was sent to outside systems, and how these do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select, update

from bot.core.rows import Mapper
from bot.core.upsert import insert_or_ignore
from bot.outside.rules import CopyState, OutsideCopy, OutsideTool, ToolState
from bot.outside.tables import outside_copies as copies
from bot.outside.tables import outside_tools as tools

K = TypeVar("K", OutsideCopy, ToolState)

_COPIES = Mapper(OutsideCopy, copies.c)
_TOOLS = Mapper(ToolState, tools.c)


def of_tool(db: Connection, network: str, tool: OutsideTool) -> Mapping[str, OutsideCopy]:
    """Return all that is known of a tool's copies, by key."""
    found = select(copies).where(_here(network, tool)).order_by(copies.c.id)
    return {each.key: each for each in _COPIES.all(db, found)}


def keep(db: Connection, copy: OutsideCopy) -> OutsideCopy:
    """Write what is known of a copy; return it as it is kept."""
    return _kept(db, _COPIES, copies, copy)


def leave(
    db: Connection, network: str, tool: OutsideTool, keys: Iterable[str], now: datetime
) -> None:
    """Mark things that exist already as never to be copied."""
    rows = [
        _COPIES.values(
            OutsideCopy(network=network, tool=tool, key=key, state=CopyState.LEFT, at=now)
        )
        for key in keys
    ]
    if rows:
        db.execute(insert_or_ignore(copies), rows)


def forget_copies(db: Connection, network: str, tool: OutsideTool) -> None:
    """Forget all copies of a tool: it is another place now."""
    db.execute(delete(copies).where(_here(network, tool)))


def of_network(db: Connection, network: str) -> Sequence[ToolState]:
    """Return the tools of a network that are switched on."""
    found = select(tools).where(tools.c.network == network, tools.c.on.is_(True))
    return _TOOLS.all(db, found.order_by(tools.c.tool))


def tool_state(db: Connection, network: str, tool: OutsideTool) -> ToolState | None:
    """Return how a tool does, switched on or not; None before it ever was."""
    return _TOOLS.first(db, select(tools).filter_by(network=network, tool=tool))


def states(db: Connection) -> Sequence[ToolState]:
    """Return how all tools do that are on."""
    return _TOOLS.all(db, select(tools).where(tools.c.on.is_(True)))


def keep_tool(db: Connection, state: ToolState) -> ToolState:
    """Write how a tool does; return it as it is kept."""
    return _kept(db, _TOOLS, tools, state)


def switch_off(db: Connection, but: Iterable[tuple[str, OutsideTool]]) -> None:
    """Note that no tool is switched on any more, but these of these networks."""
    on = set(but)
    rows = db.execute(select(tools.c.id, tools.c.network, tools.c.tool)).all()
    off = [row.id for row in rows if (row.network, row.tool) not in on]
    db.execute(update(tools).where(tools.c.id.in_(off)).values(on=False))


def in_state(db: Connection, network: str, *states: CopyState) -> Sequence[OutsideCopy]:
    """Return the copies of a network's tools that are in some states, the oldest first."""
    live = select(tools.c.tool).where(tools.c.network == network, tools.c.on.is_(True))
    found = select(copies).where(
        copies.c.network == network, copies.c.state.in_(states), copies.c.tool.in_(live)
    )
    return _COPIES.all(db, found.order_by(copies.c.at, copies.c.id))


def standing(db: Connection, network: str) -> Mapping[OutsideTool, int]:
    """Count what stands in each tool."""
    found = select(copies.c.tool, func.count()).where(
        copies.c.network == network, copies.c.fingerprint != ""
    )
    return dict(db.execute(found.group_by(copies.c.tool)).all())


def _here(network: str, tool: OutsideTool) -> ColumnElement[bool]:
    return (copies.c.network == network) & (copies.c.tool == tool)


def _kept(db: Connection, mapper: Mapper[K], table: Table, known: K) -> K:
    if known.id:
        db.execute(update(table).where(table.c.id == known.id).values(mapper.values(known)))
        return known
    return mapper.read(db.execute(insert(table).returning(table), mapper.values(known)).one())
