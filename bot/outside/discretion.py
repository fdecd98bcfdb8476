"""What keeps words from leaving: personal data, and people's names, first names alone too.

A first name says little in a network where people know each other, and too much outside. Of some
2,500 questions and titles of `bench/data` that tell of nobody, one word is taken for one.
"""

from __future__ import annotations

from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.french.personal import personal_data
from bot.french.personal.words import GIVEN_NAMES
from bot.outside.content import OutsideContent
from bot.talk.markdown import name_marks

FIRST_NAME = "le prénom d'une personne"
ACCOUNT = "le nom d'un compte"

_WORDS_TOO = frozenset(
    ("alexa", "ambre", "ange", "constance", "noel", "olive", "prudence", "rose", "victoire")
)
"""First names that are mere words, more often than not, at the start of a sentence."""

_OF_A_PLACE = lazy_pattern(
    r"(?:saint|sainte|st|ste|rue|place|avenue|boulevard|prix|salle|espace|lycee|college|ecole|"
    r"mediatheque|bibliotheque|fondation|centre|maison|square|quartier|musee|institut|hopital|"
    r"theatre|stade|gymnase|parc)[\s'-]{1,3}$"
)
_CAPITALISED = lazy_pattern(
    r"(?<![\w-])[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)?(?![\w-])"
)
_ACCOUNT = lazy_pattern(r"(?<![\w.@/])@\w")
_BEFORE = 20


def what_is_personal(content: OutsideContent) -> str:
    """Return what a content seems to tell of people, in French, "" for nothing."""
    found = [each.kind.label for text in content.words for each in personal_data(text)]
    found += [
        each.kind.label for text in content.reread for each in personal_data(text) if each.sure
    ]
    if any(map(_names_someone, content.words)):
        found.append(FIRST_NAME)
    told = (content.title, content.text, *content.words)
    if any(_ACCOUNT.search(text) or name_marks(text) for text in told):
        found.append(ACCOUNT)
    return ", ".join(dict.fromkeys(found))


def _names_someone(text: str) -> bool:
    """Tell whether a first name stands in a text, but for those of places."""
    return any(
        _is_first_name(fold(found[0]))
        and not _OF_A_PLACE.search(fold(text[max(0, found.start() - _BEFORE) : found.start()]))
        for found in _CAPITALISED.finditer(text)
    )


def _is_first_name(word: str) -> bool:
    if word in _WORDS_TOO:
        return False
    return word in GIVEN_NAMES or ("-" in word and word.partition("-")[0] in GIVEN_NAMES)
