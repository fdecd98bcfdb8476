"""Deadlines of calls for projects: read in articles, checked by a coordinator, reminded of."""

from __future__ import annotations

from bot.domain.deadline.reading import Found, dated_phrases, found_in

__all__ = ["Found", "dated_phrases", "found_in"]
