"""Whose number is it? The nearest word before it tells: a person's, or a public place's."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable

from bot.french.alternatives import by_first_letter

REACH = 60
"""Characters: a clause. What is farther away speaks of something else."""

PERSON = by_first_letter(
    r"m\.|mr|mme|mmes|mlle|melle|monsieur|madame|mademoiselle|dames?|usagers?|usageres?|"
    r"beneficiaires?|allocataires?|participante?|personne|patiente?|assuree?|jeunes?|fils|fille|"
    r"s(?:o|oe)ur|frere|mere|pere|mari|ex-mari|femme|epou(?:x|se)|enfants?|petite?|couple|voisine?|"
    r"locataire|famille|jum(?:eaux|elles)|bebe|gamine?|neveu|niece|ami|amie|eleve|demandeuse|"
    r"papis?|"
    r"papys?|mamies?|mamy|pepe|gars|petit-fils|petite-fille|grand-(?:pere|mere)|copain|copine|"
    r"gosse|minot|veuve|veuf|conjointe?|compagne|compagnon|residente?|titulaire|retraitee?|"
    r"etudiante?|stagiaire|apprenante?|defunte?|maman|papa|tata|tonton"
)
"""Words for a member of the public, plain, as a regex."""

PRONOUN = r"il|elle|lui|son|sa|ses|(?:le|la) (?:joindre|appeler|contacter)|rappel\w*"

ORGANISATION = by_first_letter(
    r"mairie|caf|cpam|msa|carsat|cnav|urssaf|prefecture|sous-prefecture|pref|sous-pref|cdad|ddets|"
    r"dreets|sdjes|accueil|standard|ligne|"
    r"plateforme|services?|guichet|secretariat|associations?|asso|mediatheque|bibliotheque|"
    r"ludotheque|hotline|assistance|adil|mdph|ccas|cias|epn|epci|france services|france travail|"
    r"mission locale|departement|region|conseil|centre|maison|tiers-lieu|structure|ressourcerie|"
    r"college|lycee|ecole|hub|hopital|agence|banque|numero vert|permanence|support|federation|"
    r"office|bailleur|commune|maternelle|cabinet|entreprise|clinique|pharmacie|mds|udaf|pmi|cidff|mfs|ehpad|foyer|"
    r"communaute|espace|salle|gymnase|residence|anct|pimms|magasin|"
    r"boutique|atelier|reunion|rencontre|formation|cafe|syndicat|tribunal|gendarmerie|commissariat"
)
"""Words for a place or a body, plain, as a regex."""

THING = by_first_letter(
    r"reseau|projet|lieu|idee|dispositif|label|collectif|site|entreprise|cooperative|programme|"
    r"initiative|outil|journal|festival|gazette|application|appli|web|internet|logiciel|langage|"
    r"wikipedia|linux|protocole|rgpd|reforme|service public|ordinateur"
)


_SPOKEN_OF = re.compile(rf"(?<!\w)(?:{PERSON}|{PRONOUN})(?!\w)", re.IGNORECASE | re.ASCII)
_NAMED = re.compile(rf"(?<!\w)(?:{PERSON})(?!\w)", re.IGNORECASE | re.ASCII)


def beside_person(text: str, start: int, end: int, *, pronouns: bool = True) -> bool:
    """Tell whether a member of the public is spoken of near what stands at `text[start:end]`.

    Without `pronouns`, someone has to be named: « la dame », not « elle ».
    """
    before = text[max(0, start - REACH) : start].rpartition("\n")[2]
    after = text[end : end + REACH].partition("\n")[0]
    words = _SPOKEN_OF if pronouns else _NAMED
    return any(map(words.search, (before, after)))


def persons_beside(text: str) -> Callable[[int, int], bool]:
    """Return what tells, of a span of this text, whether someone is named near it.

    As `beside_person` without pronouns, for many spans of one text: it is read once, when first
    asked.
    """
    starts: list[int] = []
    ends: list[int] = []

    def is_beside(start: int, end: int) -> bool:
        if not starts:
            for word in _NAMED.finditer(text):
                starts.append(word.start())
                ends.append(word.end())
            starts.append(len(text) + REACH + 1)
            ends.append(len(text) + REACH + 1)
        last = bisect_right(ends, start) - 1
        if last >= 0 and starts[last] >= start - REACH and "\n" not in text[ends[last] : start]:
            return True
        next_ = bisect_left(starts, end)
        return ends[next_] <= end + REACH and "\n" not in text[end : starts[next_]]

    return is_beside


class Nearest:
    """Finds which of two families of words stands nearest before a place in a text."""

    def __init__(self, person: str, other: str) -> None:
        self._words = re.compile(
            rf"(?<!\w)(?:(?P<person>{person})|(?:{other})s?)(?!\w)", re.IGNORECASE | re.ASCII
        )

    def reads(self, text: str) -> Callable[[int], bool | None]:
        """Return what tells, of a place in this text, whose it is.

        True for a person, False for a body, None when no word tells within REACH, on the same
        line. The text is read once, when first asked: the time stays in proportion to it.
        """
        ends: list[int] = []
        persons: list[bool] = []

        def is_person(place: int) -> bool | None:
            if not ends:
                for word in self._words.finditer(text):
                    ends.append(word.end())
                    persons.append(word["person"] is not None)
                ends.append(len(text) + 1)
            last = bisect_right(ends, place) - 1
            if last < 0 or place - ends[last] > REACH or "\n" in text[ends[last] : place]:
                return None
            return persons[last]

        return is_person
