"""The first sentences of a French text, for a summary that is read at a glance."""

from __future__ import annotations

from bot.core.patterns import lazy_pattern

SUMMARY = 220
"""Characters of a summary in a digest: two sentences, three lines on a phone."""

_END = lazy_pattern(
    r"(?:\.{1,3}|[…!?])[\s\u00a0\u202f]*[»”\"')\]]*(?=\s+[«“\"'(\[]?[\s\u00a0]*[A-ZÀ-ÖØ-Þ\d]|\s*$)"
)
# fmt: off
_ABBREVIATIONS = frozenset((
    "m", "mm", "mme", "mmes", "mlle", "dr", "pr", "me", "mgr", "st", "ste", "art", "al", "av",
    "bd", "boul", "cf", "ch", "chap", "coll", "dép", "dir", "éd", "env", "etc", "ex", "fig", "hab",
    "ibid", "janv", "févr", "avr", "juil", "sept", "oct", "nov", "déc", "min", "max", "n", "no",
    "p", "pp", "par", "réf", "resp", "s", "suiv", "t", "tél", "vol", "vs",
))
# fmt: on
_WORD_BEFORE = lazy_pattern(r"([^\W\d_]+)$")


def opening(text: str, limit: int = SUMMARY) -> str:
    """Return the first two sentences of a text that fit in `limit` characters.

    A first sentence that is longer is cut between words, with « … ». A point ends no sentence
    after an abbreviation (« M. », « art. », « n. ») or an initial.
    """
    text = " ".join(text.split())
    if not text:
        return ""
    ends = [end for end in _ends(text) if end <= limit][:2]
    if ends:
        return text[: ends[-1]]
    if len(text) <= limit:
        return text
    kept = text[:limit].rpartition(" ")[0] or text[: limit - 1]
    return kept.rstrip(" ,;:.…([«\u00a0") + "…"


def _ends(text: str) -> list[int]:
    found = []
    for match in _END.finditer(text[: 4 * SUMMARY]):
        word = _WORD_BEFORE.search(text, 0, match.start())
        short = word is not None and (len(word[1]) == 1 or word[1].lower() in _ABBREVIATIONS)
        if match[0].startswith(".") and not match[0].startswith("..") and short:
            continue
        found.append(match.end())
    return found
