"""What is to be sent to a tool, now; and what became of it.

Each function is one transaction. What is sent is claimed before, and settled after: killed in
between, it is known to be in doubt, and the tool's own rule says what is done (`Once`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core import generation_store as generations
from bot.core.grouping import grouped
from bot.outside import store
from bot.outside.content import OutsideContent, page_key, whole_key
from bot.outside.discretion import what_is_personal
from bot.outside.line import OutsideLine
from bot.outside.rules import (
    CopyState,
    CopyStep,
    Once,
    OutsideCopy,
    OutsideError,
    OutsideFault,
    ToolState,
)
from bot.question import asking
from bot.question import store as questions
from bot.question.rules import Question
from bot.talk.command import Caller
from bot.talk.context import Context

AT_ONCE = 20
"""Steps that are taken between two looks: what changes meanwhile is seen soon."""


_NOT_AWAITED = (CopyState.DOUBTFUL, CopyState.HELD, CopyState.LEFT)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What should stand under one key; `content` is None for nothing."""

    key: str
    content: OutsideContent | None
    after: str = ""


def opened(ctx: Context, line: OutsideLine) -> ToolState:
    """Return how a tool does; switched on just now, or elsewhere, what is there is left alone.

    Asked at the start too: what exists before is never copied. It is left alone after a restore as
    well, where nothing can be looked for: nobody knows what was sent since.
    """
    kept = store.tool_state(ctx.db, line.network, line.tool)
    fresh = ToolState(
        network=line.network,
        tool=line.tool,
        target=line.target,
        access=line.access,
        generation=generations.current(ctx.db),
        id=kept.id if kept else 0,
    )
    if kept is not None and kept.on and kept.target == line.target:
        if kept.generation != fresh.generation and line.once is Once.AT_MOST:
            _leave_what_is_there(ctx, line)
        changed = replace(kept, generation=fresh.generation)
        if kept.access != line.access:
            changed = replace(changed.worked(), access=line.access)
        return kept if changed == kept else store.keep_tool(ctx.db, changed)
    if kept is not None and kept.target != line.target:
        store.forget_copies(ctx.db, line.network, line.tool)
    _leave_what_is_there(ctx, line)
    return store.keep_tool(ctx.db, fresh)


def look(ctx: Context, line: OutsideLine) -> Sequence[CopyStep]:
    """Return what is to be sent next, AT_ONCE at most; nothing while the tool is left alone."""
    state = opened(ctx, line)
    if not state.may_send(ctx.now):
        return ()
    known = store.of_tool(ctx.db, line.network, line.tool)
    steps: list[CopyStep] = []
    waiting = 0
    for part in _parts(ctx, line, known):
        copy = known.get(part.key) or _unknown(ctx, line, part.key)
        waiting += copy.state not in _NOT_AWAITED and _differs(copy, part.content)
        if len(steps) < AT_ONCE and (step := _weigh(ctx, line, copy, part.content)):
            beside = known[part.after].outside_id if part.after in known else ""
            if beside or not (part.after and line.threaded):
                steps.append(replace(step, beside=beside))
    seen = replace(state if waiting or not state.failing_since else state.worked(), waiting=waiting)
    if seen != state:
        store.keep_tool(ctx.db, seen)
    return steps


def claim(ctx: Context, step: CopyStep) -> CopyStep:
    """Note what is about to be sent, before it is."""
    return replace(step, copy=store.keep(ctx.db, step.copy.claim(step.mark, ctx.now)))


def settle(ctx: Context, line: OutsideLine, step: CopyStep, outside_id: str) -> None:
    """Record that a copy was made, and that its tool works."""
    store.keep(ctx.db, step.copy.sent(outside_id, ctx.now))
    state = _state(ctx, line)
    if state.reason or state.attempts or state.not_before:
        store.keep_tool(ctx.db, state.worked())


def fail(ctx: Context, line: OutsideLine, step: CopyStep, error: OutsideError) -> bool:
    """Note that a copy was not made; tell whether the others may still be."""
    store.keep(ctx.db, step.copy.failed(error, ctx.now))
    if error.fault in {OutsideFault.REFUSED, OutsideFault.GONE}:
        return True
    store.keep_tool(ctx.db, _state(ctx, line).failed(error, ctx.now))
    return False


def copy(ctx: Context, number: int, by: Caller, *, on: bool) -> Question:
    """Choose whether a question is copied to the wiki and other tools.

    Raises UNKNOWN_QUESTION, NOT_ALLOWED, TOO_LATE.
    """
    question = asking.seen(ctx, number, by)
    changed = question.copy(on=on)
    if changed != question:
        questions.save(ctx.db, changed)
    return changed


def try_again(ctx: Context) -> int:
    """Have all tools of the network that fail be tried now; return how many."""
    failing = [
        each
        for each in store.of_network(ctx.db, ctx.network.slug)
        if each.stopped or each.failing_since
    ]
    for each in failing:
        store.keep_tool(ctx.db, replace(each, stopped=False, not_before=None))
    for copy in store.in_state(ctx.db, ctx.network.slug, CopyState.REFUSED):
        store.keep(ctx.db, replace(copy, not_before=None))
    return len(failing)


def checked(ctx: Context) -> int:
    """Mark the doubtful copies as checked by people; return how many they are."""
    doubtful = store.in_state(ctx.db, ctx.network.slug, CopyState.DOUBTFUL)
    for each in doubtful:
        left = replace(each, state=CopyState.LEFT, sending="", at=ctx.now)
        store.keep(ctx.db, left)
    return len(doubtful)


def _leave_what_is_there(ctx: Context, line: OutsideLine) -> None:
    """Have what nothing is known of never be sent: it was there before, or may have been sent."""
    known = frozenset(store.of_tool(ctx.db, line.network, line.tool))
    there = [each.key for each in line.wants(ctx, known) if not each.current]
    unknown = (key for key in there if key not in known)
    store.leave(ctx.db, line.network, line.tool, unknown, ctx.now)


def _parts(ctx: Context, line: OutsideLine, known: Mapping[str, OutsideCopy]) -> Iterator[_Part]:
    """Yield what should stand, part by part, and the parts that should no more."""
    pages = grouped((whole_key(key), key) for key in known)
    for wanted in line.wants(ctx, frozenset(known)):
        first = known.get(wanted.key)
        if first is not None and first.state is CopyState.LEFT:
            continue
        contents = tuple(wanted.make())
        keys = [page_key(wanted.key, number) for number in range(len(contents))]
        for key, content in zip(keys, contents, strict=True):
            yield _Part(key=key, content=content, after=wanted.key if key != wanted.key else "")
        for key in pages.get(wanted.key, ()):
            if key not in keys:
                yield _Part(key=key, content=None)


def _weigh(
    ctx: Context, line: OutsideLine, copy: OutsideCopy, content: OutsideContent | None
) -> CopyStep | None:
    """Return what is to be done for a copy now, None for nothing.

    That it is held back, in doubt, or well again is kept at once.
    """
    if copy.state in {CopyState.DOUBTFUL, CopyState.LEFT}:
        return None
    if copy.lost and line.once is Once.AT_MOST:
        store.keep(ctx.db, copy.doubt(ctx.now))
        return None
    if content is not None and _holds_back(copy, content):
        if copy.held != content.fingerprint:
            reason = what_is_personal(content)
            copy = store.keep(ctx.db, copy.hold(content.fingerprint, reason, ctx.now))
        if not _differs(copy, None):
            return None
        content = None
    elif not _differs(copy, content):
        _calm(ctx, copy)
        return None
    if copy.not_before is not None and copy.not_before > ctx.now:
        return None
    return CopyStep(copy=copy, content=content)


def _calm(ctx: Context, copy: OutsideCopy) -> None:
    """Forget what was wrong with a copy that is as it should be again."""
    if copy.id and copy.state is not CopyState.FOLLOWED:
        calm = replace(copy, state=CopyState.FOLLOWED, held="", reason="", not_before=None)
        store.keep(ctx.db, replace(calm, attempts=0, at=ctx.now))


def _differs(copy: OutsideCopy, content: OutsideContent | None) -> bool:
    mark = content.fingerprint if content else ""
    return bool(copy.sending) or mark != copy.fingerprint


def _holds_back(copy: OutsideCopy, content: OutsideContent) -> bool:
    """Tell whether words of a content look like personal data; what stands was read already."""
    mark = content.fingerprint
    return mark != copy.fingerprint and (mark == copy.held or bool(what_is_personal(content)))


def _unknown(ctx: Context, line: OutsideLine, key: str) -> OutsideCopy:
    return OutsideCopy(network=line.network, tool=line.tool, key=key, at=ctx.now)


def _state(ctx: Context, line: OutsideLine) -> ToolState:
    """Return how a tool does, which `look` has kept."""
    kept = store.tool_state(ctx.db, line.network, line.tool)
    assert kept is not None  # noqa: S101  see look
    return kept
