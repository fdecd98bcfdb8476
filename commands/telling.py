"""Answers that a template writes."""

from __future__ import annotations

from bot.talk.context import Context
from bot.talk.reply import Reply


def told(ctx: Context, template: str, /, **values: object) -> Reply:
    """Return what a template writes of these values, and of the network."""
    return Reply(text=ctx.render(template, **values))
