"""What is raised when a rule does not hold."""

from __future__ import annotations


class BrokenError(Exception):
    """A rule of the belt does not hold."""
