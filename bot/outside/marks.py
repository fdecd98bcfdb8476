"""The line by which a card of a board is known as ours."""

from __future__ import annotations

LONGEST = 16_000
"""Characters of a card's text: Trello takes 16,384."""


def marked(text: str, network: str, key: str) -> str:
    """Return a card's text with our mark on its last line: « courroie:loire:action:12 »."""
    return f"{text[:LONGEST]}\n\n{mark_of_card(network, key)}".strip()


def bears(text: object, network: str, key: str) -> bool:
    """Tell whether a card's text has the mark, on a line of its own."""
    line = mark_of_card(network, key)
    return isinstance(text, str) and line in map(str.strip, text.splitlines())


def mark_of_card(network: str, key: str) -> str:
    """Return the mark alone."""
    return f"courroie:{network}:{key}"
