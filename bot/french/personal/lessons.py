"""What is said of passwords and codes that are nobody's: advice, and what a place shares."""

from __future__ import annotations

import re

_LESSON = re.compile(
    r"(?<![@.])\b(?:exemples?|type|genre|style|comme|minimum|visio(?!phone)\w*|zoom|teams|salle|reunion|"
    r"atelier|malle|bbb|jitsi|session|(?<!la )postes?|exercice|quiz|affiche|invite|public)\b",
    re.IGNORECASE,
)
_SHARED = re.compile(r"\b(?:wifi|wi-fi|tablettes?)\b", re.IGNORECASE)
_OURS = re.compile(
    r"\b(?:salle|mediatheque|bibliotheque|public|invites?|atelier|espace|mairie|epn|fablab|notre|"
    r"nos|tiers-lieu|france services|pret|ordis?|pc|postes?|permanence|formation|local|reunion)\b",
    re.IGNORECASE,
)


def is_lesson(text: str, place: int, gap: str) -> bool:
    """Tell whether a code at a place is an example, or shared by all who come.

    `gap` is what stands between its label and itself.
    """
    near = f"{text[max(0, place - _BEFORE) : place]} {gap}"
    if _LESSON.search(near):
        return True
    shared = _SHARED.search(text, max(0, place - _BEFORE), place + _BEFORE) is not None
    return shared and _OURS.search(near) is not None


_BEFORE = 40
