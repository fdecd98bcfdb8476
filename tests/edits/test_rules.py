"""What a change of a message means for what it made: one table."""

from __future__ import annotations

import pytest

from bot.edits.rules import Meaning, meaning, takes_away
from bot.talk.command import MessageChange

EDITED, DELETED, NO_MORE = (
    MessageChange.EDITED,
    MessageChange.DELETED,
    MessageChange.ASKS_NO_MORE,
)


@pytest.mark.parametrize(
    ("change", "after", "unread", "read"),
    [
        (EDITED, "Qui prête une salle ?", Meaning.ANEW, Meaning.FOLLOWED),
        (EDITED, "Qui prête un bureau ?", Meaning.ANEW, Meaning.ASKED),
        (EDITED, "Qui prête une salle à Rose ?", Meaning.ANEW, Meaning.NOTHING),
        (EDITED, " ", Meaning.UNDONE, Meaning.HIDDEN),
        (NO_MORE, "Qui prête une salle ?", Meaning.UNDONE, Meaning.FOLLOWED),
        (DELETED, "", Meaning.UNDONE, Meaning.HIDDEN),
    ],
)
def test_who_has_read_it_decides(
    change: MessageChange, after: str, unread: Meaning, read: Meaning
) -> None:
    before = "Qui prête une salle à Rose ?"

    assert meaning(change, before, after, unread=True) is unread
    assert meaning(change, before, after, unread=False) is read


@pytest.mark.parametrize(
    ("after", "less"),
    [
        ("La salle, le mardi", True),
        ("la salle... le MARDI", True),
        ("Le mardi, la salle", False),
        ("La salle, le mardi, le jeudi", False),
    ],
)
def test_a_text_takes_away_when_all_its_words_were_there_in_order(
    after: str, *, less: bool
) -> None:
    assert takes_away("La salle de Rose, le mardi matin", after) is less
