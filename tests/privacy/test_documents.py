"""The register of processings tells what the purge does: the same data, the same lengths."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from bot.people.arrivals import REACTIVATED_WITHIN
from bot.privacy.register import TRACES
from scheduler.purge import COPIES, RULES

DOCS = Path(__file__).parents[2] / "docs" / "confidentialite"
NAMES_KEPT = [trace.privacy.kept for trace in TRACES if trace.privacy.kept is not None]
REGISTER = (DOCS / "registre.md").read_text(encoding="utf-8")


def test_the_register_has_each_rule_of_the_purge_with_its_length() -> None:
    _, _, rest = REGISTER.partition("| donnée | conservée |\n| --- | --- |\n")
    table = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", rest.partition("\n\n")[0], re.MULTILINE))

    assert table == {
        **{rule.what: _length(rule.kept) for rule in RULES},
        **{kept.what: _length(timedelta(days=kept.days)) for kept in NAMES_KEPT},
        "copies de secours faites avant une mise à jour": _length(COPIES),
        "nom d'une personne dont le compte est fermé": _length(REACTIVATED_WITHIN),
    }


def test_what_is_to_be_adapted_stands_between_brackets() -> None:
    for name in ("notice.md", "registre.md"):
        text = (DOCS / name).read_text(encoding="utf-8")

        assert "[adresse électronique de contact]" in text
        for command in ("/reseau confidentialité", "/reseau mes-données", "/reseau oublie-moi"):
            assert command in text


def _length(kept: timedelta) -> str:
    return f"{kept.days} jours" if kept else "dès la fin"
