"""What a reply under the card of a held meeting asks for; talk asks for nothing."""

from __future__ import annotations

import pytest

from bot.meeting import held_card
from bot.meeting.card import ADD


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("point : les tablettes", (ADD, "12 les tablettes")),
        ("Point 3 tablettes à prêter", (ADD, "12 3 tablettes à prêter")),
        ("DÉCISION: un atelier", (held_card.DECISION, "un atelier")),
        ("action : réserver, Zoé, 15 janvier", (held_card.ACTION, "réserver, Zoé, 15 janvier")),
        ("Réponse : la mairie", (held_card.ANSWERED, "la mairie")),
        ("suivant", (held_card.NEXT, "")),
        ("Suivant !", (held_card.NEXT, "")),
        ("retour", (held_card.BACK, "")),
        ("point", None),
        ("suivant le règlement, non", None),
        ("J'ai une réponse à donner", None),
        ("merci à tout le monde", None),
        ("", None),
    ],
)
def test_a_reply_asks_by_its_first_word(words: str, asked: tuple[str, str] | None) -> None:
    assert held_card.said_in_thread(words, 12) == asked
