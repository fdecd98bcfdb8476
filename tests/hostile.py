"""Texts that nobody types by mistake: what readers may take too long over, or break on."""

from __future__ import annotations

from collections.abc import Mapping

REPEATED: Mapping[str, str] = {
    "phone digits": "06 ",
    "digits": "1",
    "zeros": "0",
    "numbers": "12 ",
    "spaces": " ",
    "no-break spaces": "\u00a0a",
    "line breaks": "\n",
    "tabs": "\t",
    "brackets": "(",
    "links unfinished": "[[](",
    "links": "https://a.fr/ ",
    "quotes": "« ",
    "emphasis": "**a ",
    "marks": "*_`",
    "letters": "a",
    "words": "a ",
    "small words": "le ",
    "conditions": "si ",
    "untils": " jusqu'à",
    "capitals": "Aa ",
    "dashed": "a-",
    "dotted": "a.b.",
    "dates": "1/1/1/1",
    "hours": "9 h 30 ",
    "days": "lundi 3 novembre ",
    "births": "né le ",
    "titles": "Mme X ",
    "names": "@a ",
    "mails": "a@b.fr,",
    "accented domain": "a@é",
    "accents": "é",
    "semicolons": ";",
    "pipes": "|",
    "colons": ":",
    "combining marks": "e\u0301",
    "emoji": "🎉",
    "right to left": "\u202eش ",
    "polite": "merci ",
    "certified": "certifié ",
    "numbered": "n° ",
}
"""What is repeated, by name."""

ORDINARY = (
    "Bonjour à tous, qui connaît un atelier pour apprendre à imprimer les attestations de la"
    " caisse, le mardi matin à la médiathèque de Feurs ? "
)
"""What people do type: other texts of its length cost little more to read."""


def of(repeated: str, length: int) -> str:
    """Return a text of that many characters."""
    return (repeated * (length // len(repeated) + 1))[:length]
