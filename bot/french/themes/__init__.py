"""The themes of questions: which one was named, tagged in a text, or is given away by its words.

The list is each network's own; `THEMES` is what La Coop uses, plus the network's own life.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bot.core.patterns import lazy_pattern
from bot.french.themes.names import Names
from bot.french.themes.vocabulary import Vocabulary

# fmt: off
THEMES: tuple[str, ...] = (
    "Diagnostic numérique", "Prendre en main du matériel", "Maintenance de matériel",
    "Gérer ses contenus numériques", "Navigation sur internet", "E-mail", "Bureautique",
    "Réseaux sociaux communication", "Santé", "Banque et achats en ligne",
    "Accompagner un professionnel", "Insertion professionnelle",
    "Prévention en sécurité numérique", "Parentalité", "Scolarité et numérique",
    "Créer avec le numérique", "Culture numérique", "Intelligence artificielle (IA)",
    "Papiers - Élections - Citoyenneté", "Famille - Scolarité", "Social - Santé",
    "Travail - Formation - Entreprise", "Logement", "Transports - Mobilité", "Argent - Impôts",
    "Justice", "Étrangers - Europe", "Loisirs - Sports - Culture", "Associations",
    "Vie du réseau",
)
"""The themes of the sector's own tool, La Coop, then ours. The configuration's default."""
# fmt: on

HASHTAGS_READ = 8
"""How many hashtags of a text are compared with the themes: more is a list, not a theme."""


@dataclass(frozen=True)
class Themes:
    """The themes of a network, by the names it gives them.

    What it takes to read a text is built at the first one: 30 ms and 2 MB that a start saves.
    """

    names: tuple[str, ...]

    @cached_property
    def _spelt(self) -> Names:
        return Names.of(self.names)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary.of(self.names)

    def named(self, words: str) -> str | None:
        """Return the theme that typed words mean, None when there is none or several.

        Accents, case, hyphens and plurals are forgiven, a part or a beginning is enough, and so
        is a word with a small typing error. What is closest wins: « Santé » is not
        « Social - Santé ».
        """
        return self._spelt.meant(words)

    def tagged(self, text: str) -> tuple[str, str]:
        """Return the theme of the first hashtag that names one, and the text without it.

        The theme is "" when none does, and the text is then as it was. Inside a sentence only
        the `#` goes: « un outil de #bureautique gratuit » keeps its word.
        """
        for number, tag in enumerate(_HASHTAG.finditer(text)):
            if number == HASHTAGS_READ:
                break
            theme = self.named(tag[1])
            if theme:
                return theme, _without(text, tag.start(), tag.end())
        return "", text

    def proposed(self, text: str) -> str:
        """Return the theme that a question's words give away, "" when none stands out."""
        return self._vocabulary.proposed(text)


_HASHTAG = lazy_pattern(
    r"(?<![^\s(«\['’])#"
    r"([^\W\d_](?:[\w\u0300-\u036f]|[-‐‑'’](?=\w))*)"  # it ends with a letter or a digit
)
_ONLY_HASHTAGS = lazy_pattern(r"\s*(?:#[^\s#]+\s*)*")
_END = lazy_pattern(r"((?:\s*#[^\s#]+)*)\s*([.…]?)\s*")
_AFTER_START = lazy_pattern(r"[\s:,;–—]*")
_LEANING = lazy_pattern(
    r"(?:[’'(«\[]|(?<!\w)(?:à|a|au|aux|avec|ce|ces|cet|cette|chez|dans|de|des|du|en|et|la|le|les"
    r"|leur|leurs|ma|mes|mon|nos|notre|ou|par|pour|sans|sur|un|une|vos|votre))$",
    re.IGNORECASE,
)
_LONGEST_LEANING = 10
"""Characters read before a hashtag: its longest word, « notre », and what stands before it."""


def _without(text: str, start: int, end: int) -> str:
    """Return a text without the hashtag between two places, or without its `#` in a sentence."""
    before, after = text[:start], text[end:]
    if _ONLY_HASHTAGS.fullmatch(before):
        return before + after[_after_start(after) :]
    at_end = _END.fullmatch(after)
    if at_end is None or _leans(before):
        return before + text[start + 1 :]
    before = before.rstrip()
    stop = at_end[2] if before[-1].isalnum() else ""
    return before + at_end[1] + stop


def _after_start(after: str) -> int:
    found = _AFTER_START.match(after)
    return found.end() if found else 0


def _leans(before: str) -> bool:
    """Tell whether a text ends with a word that wants another: « un atelier sur la »."""
    return _LEANING.search(before.rstrip()[-_LONGEST_LEANING:]) is not None
