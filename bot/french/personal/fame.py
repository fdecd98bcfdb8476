"""People who are spoken of by everybody: nobody's private life is told by their names."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

from bot.french.alternatives import by_first_letter
from bot.french.personal.words import PLACES, lines_of

FAMOUS = frozenset(name.strip() for name in " ".join(lines_of("famous_names.txt")).split(","))
"""A text, a street, a film are named after them."""

SURNAMES = frozenset(
    {
        "macron",
        "hollande",
        "sarkozy",
        "chirac",
        "mitterrand",
        "bayrou",
        "attal",
        "barnier",
        "darmanin",
    }
)
"""Of them, the surnames that are said alone."""

_ROLE = by_first_letter(
    r"senat(?:eur|rice)|deputee?|eurodeputee?|(?:premiere? |vice-)?ministre|secretaire d'etat|"
    r"defenseure? des droits|rapporteure?|chercheu(?:r|se)|sociologue|economiste|philosophe|"
    r"historien(?:ne)?|journaliste|essayiste|youtub(?:eur|euse)|influenceu(?:r|se)|humoriste|"
    r"act(?:eur|rice)|comedien(?:ne)?|chanteu(?:r|se)|ecrivaine?|auteure?|autrice|"
    r"presidente? de la "
    r"(?:republique|cnil|commission|region|cnaf)|realisat(?:eur|rice)|"
    r"maire|adjointe? au maire|prefete?|sous-prefete?|conseill(?:er|ere)s? (?:departementale?|"
    r"regionale?)|candidate? a la presidentielle"
)
_WORK = by_first_letter(
    r"livres?|textes?|romans?|poemes?|films?|chansons?|conferences?|podcasts?|videos?|expos?|"
    r"exposition|spectacles?|galerie|emission|biographie|interview|citation|oeuvres?|series?|bd|"
    r"tableau|rapports?|lois?|amendements?|tribunes?|webinaires?|webinars?|articles?|etudes?|"
    r"guides?|ouvrages?|essais?|documentaires?|methodes?|reformes?|these|bouquins?|albums?|discours|plan|"
    r"theoremes?|affaires?|prix|circulaires?|decrets?|ordonnances?"
)
_BEFORE = re.compile(
    rf"(?:\b{_WORK}\b[^.!?\n]{{1,25}} par |\b(?:merci|bravo|bienvenue|felicitations)"
    rf"(?: encore)?(?: a)? |\b{_ROLE},? |"
    rf"\b{_WORK} (?:de |d'|du |par |sur |signee? )?"
    rf"(?:(?:la |le |l')?{_ROLE} )?)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?:,? \(?(?:(?:la|le|l'|notre|ancien|ancienne|ex) ?){{0,2}}{_ROLE}\b|"
    rf"(?:,| a ete| est)? (?:nommee?|reelue?|elue?) {_ROLE}|"
    r" (?:inaugure|denonce|demissionne|a (?:inaugure|denonce|demissionne))\b|"
    r" (?:a |vient de |va |propose |defend |presente |signe |publie |sort )(?:sorti |sortir |"
    r"ecri(?:t|re) |"
    r"publie[r]? |signe[r]? |presente[r]? |rendu |rendre |propose[r]? |depose[r]? |defendu |"
    r"annonce[r]? )?"
    rf"(?:un|une|son|sa|le|la|les|des|ce|cette|l')? ?(?:nouve(?:l|lle|au) |super |bon |"
    rf"petit )?{_WORK}\b)",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"\b(?:(?:d'|l'|comme |en |un |une )exemples?|exemple ?:|specimen|fictif|fictive|bidon)\b",
    re.IGNORECASE,
)
_REACH = 40
_WORDS_BEFORE = 3
_WORD = re.compile(r"[A-Za-z]+")


class Fame:
    """Tells which names of a text are known by everybody, or an author's, a minister's.

    The text is read once, when first asked: the time stays in proportion to it.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def covers(self, start: int, end: int) -> bool:
        """Tell whether the name at `text[start:end]` tells of nobody's private life."""
        example = bisect_left(self._examples, start - _REACH) < bisect_left(
            self._examples, end + _REACH
        )
        return bool(
            example
            or start in self._told_before
            or self._text[start:end].lower() in FAMOUS
            or _AFTER.match(self._text, end)
        )

    def is_of_a_place(self, start: int) -> bool:
        """Tell whether one of the three words before a name says what bears it: « lycée … »."""
        ends, bearers = self._words
        last = bisect_right(ends, start)
        return any(
            bearers[word] and start - ends[word] < _REACH
            for word in range(max(0, last - _WORDS_BEFORE), last)
        )

    @cached_property
    def _words(self) -> tuple[list[int], list[bool]]:
        """Where each word ends, and whether it says what bears names."""
        found = [*_WORD.finditer(self._text)]
        return [word.end() for word in found], [word[0].lower() in PLACES for word in found]

    @cached_property
    def _examples(self) -> list[int]:
        return [match.start() for match in _EXAMPLE.finditer(self._text)]

    @cached_property
    def _told_before(self) -> frozenset[int]:
        return frozenset(match.end() for match in _BEFORE.finditer(self._text))
