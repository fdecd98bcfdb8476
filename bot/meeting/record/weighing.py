"""How likely a sentence of a record answers each question, tells a decision, or something to do.

Logistic regressions over a few facts of a sentence and of what stands around it, learnt on invented
meetings of hands that knew nothing of the program (`python -m bench.notes_training`). What a
question is about carries on for some sentences: who answers seldom repeats its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from math import exp, log, log1p

from bot.core.patterns import lazy_pattern
from bot.french.aims import SentenceAim, likeliest
from bot.french.aims.weighing import LONGEST
from bot.french.folding import spaced
from bot.french.learnt import kept
from bot.french.words import clauses, shape, terms, words
from bot.meaning.vector import likeness_to
from bot.meeting.record.reading import Sentence
from bot.meeting.record.rules import ProposalKind

BEFORE = 2
"""Sentences before one that are read with it."""

Likeness = Mapping[str, bytes]


def windows(said: Sequence[Sentence]) -> Sequence[str]:
    """Return each sentence, then each with those before, and each with those around it."""
    return [
        *(each.text for each in said),
        *_before(said),
        *_around(said),
    ]


class RecordFacts:
    """What is known of each sentence, about each question in its place; `meant` where it is."""

    def __init__(
        self, said: Sequence[Sentence], asked: Sequence[str], meant: Likeness | None
    ) -> None:
        self.said, self.asked, self.meant = said, asked, meant

    def answers(self, place: int) -> Sequence[float]:
        """Return how likely each sentence answers the question at a place, from 0 to 1."""
        what = "answers" if self.meant is not None else "answers by words"
        return [_likelihood(what, facts) for facts in self.answering(place)]

    def tells(self, kind: ProposalKind) -> Sequence[float]:
        """Return how likely each sentence tells a decision, or something to do."""
        return [_likelihood(kind.value, facts) for facts in self.telling]

    def answering(self, place: int) -> Iterator[Mapping[str, float]]:
        """Give what tells whether each sentence answers a question."""
        for at, own in enumerate(self.telling):
            yield {**own, **{name: rows[place][at] for name, rows in self._topics.items()}}

    @cached_property
    def telling(self) -> Sequence[Mapping[str, float]]:
        """What tells what each sentence is, whatever the questions."""
        alone = [_alone(each.text) for each in self.said]
        found = []
        listed = -_LISTED - 1
        for at, own in enumerate(alone):
            if _TO_DO.match(spaced(self.said[at].text)):
                listed = at
            before = alone[at - 1] if at else {}
            after = alone[at + 1] if at + 1 < len(alone) else {}
            same = at > 0 and self.said[at - 1].turn == self.said[at].turn
            found.append(
                {
                    "": 1.0,
                    **own,
                    **{f"before {name}": before.get(name, 0.0) for name in _BESIDE},
                    **{f"after {name}": after.get(name, 0.0) for name in _BESIDE},
                    "goes on": float(same),
                    "is listed": float(at - listed <= _LISTED),
                }
            )
        return found

    @cached_property
    def _topics(self) -> Mapping[str, Sequence[Sequence[float]]]:
        shared = self._shared
        lasting = [_lasting(row, 0.08) for row in shared]
        found = {
            "shares": shared,
            "shares lead": _lead(shared),
            "shares next": [[*row[1:], 0.0] for row in shared],
            "shares of most": [[each / (max(row) or 1.0) for each in row] for row in shared],
            "lasts": lasting,
            "lasts lead": _lead(lasting),
        }
        topics: Sequence[Sequence[float]] = [[5 * each for each in row] for row in shared]
        if self.meant is not None:
            alone, before, around = (
                self._close([each.text for each in self.said], self.meant),
                self._close(_before(self.said), self.meant),
                self._close(_around(self.said), self.meant),
            )
            stays = [_lasting(row, 0.03) for row in before]
            kinds = {"alone": alone, "with before": before, "around": around, "stays": stays}
            for name, rows in kinds.items():
                found |= {name: rows, f"{name} lead": _lead(rows), f"{name} top": _top(rows)}
            topics = [
                [6 * close + 2 * words_ for close, words_ in zip(*rows, strict=True)]
                for rows in zip(before, shared, strict=True)
            ]
        topics = [_lasting(row, 0.2) for row in topics]
        return found | {"topic lead": _lead(topics), "topic top": _top(topics)}

    @cached_property
    def _shared(self) -> Sequence[Sequence[float]]:
        """The part of each question's words that each sentence has: rare ones count for more."""
        stems = [frozenset(terms(each.text)) for each in self.said]
        heard = [frozenset(shape(word) for word in words(each.text)) for each in self.said]
        held = Counter(stem for each in stems for stem in each)
        rarity = {stem: log((len(stems) + 1) / (times + 0.5)) for stem, times in held.items()}
        unheard = log(2 * len(stems) + 2)
        rows = []
        for text in self.asked:
            sought = [
                (each, each.weight * rarity.get(each.stem, unheard)) for each in clauses(text)
            ]
            whole = sum(worth for _, worth in sought) or 1.0
            row = []
            for stems_, heard_ in zip(stems, heard, strict=True):
                got = 0.0
                for each, worth in sought:
                    if each.stem in stems_:
                        got += worth
                    elif not stems_.isdisjoint(each.others):
                        got += 0.8 * worth
                    elif len(each.word) > _SHORT and shape(each.word) in heard_:
                        got += 0.7 * worth
                row.append(got / whole)
            rows.append(row)
        return rows

    def _close(self, texts: Sequence[str], meant: Likeness) -> Sequence[Sequence[float]]:
        """Return the cosine of each question with each text, 0 for what is not understood."""
        rows = []
        for asked in self.asked:
            likeness: Callable[[bytes], float] = likeness_to(meant[asked])
            rows.append([likeness(meant[text]) if text in meant else 0.0 for text in texts])
        return rows


def _likelihood(what: str, facts: Mapping[str, float]) -> float:
    weights = kept(__package__)
    total = sum(weights.get(f"{what} {name}", 0.0) * value for name, value in facts.items())
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def _alone(text: str) -> Mapping[str, float]:
    """Return what a sentence says of itself."""
    folded, count = spaced(text), len(text.split())
    shares = likeliest(text[:LONGEST], ("member", "channel"))
    return {
        **{name: float(pattern.search(folded) is not None) for name, pattern in _CUES.items()},
        "named first": float(_NAMED_FIRST.match(text) is not None),
        "asks": float(text.rstrip(" »)\"'").endswith("?")),
        "length": log1p(count),
        "short": float(count < _FEW),
        **{f"is {aim.value}": _log_odds(shares[aim]) for aim in _AIMS},
    }


def _log_odds(share: float) -> float:
    share = max(_LEAST, min(1 - _LEAST, share))
    return log(share / (1 - share))


def _before(said: Sequence[Sentence]) -> Sequence[str]:
    return [
        " ".join(each.text for each in said[max(0, at - BEFORE) : at + 1])
        for at in range(len(said))
    ]


def _around(said: Sequence[Sentence]) -> Sequence[str]:
    return [
        " ".join(each.text for each in said[max(0, at - 1) : at + 3]) for at in range(len(said))
    ]


def _lasting(row: Sequence[float], fades: float) -> Sequence[float]:
    """Return a row in which what was high stays so for a while."""
    found, now = [], -9.0
    for each in row:
        now = max(each, now - fades)
        found.append(now)
    return found


def _lead(rows: Sequence[Sequence[float]]) -> Sequence[Sequence[float]]:
    """Return how far each question is before, or behind, the best other one at each place."""
    leads = []
    for place, row in enumerate(rows):
        others = [each for other, each in enumerate(rows) if other != place] or [[0.0] * len(row)]
        best = [max(each) for each in zip(*others, strict=True)]
        leads.append([own - other for own, other in zip(row, best, strict=True)])
    return leads


def _top(rows: Sequence[Sequence[float]]) -> Sequence[Sequence[float]]:
    """Return how far below its own best each question is at each place."""
    return [[each - max(row) for each in row] for row in rows]


_SHORT, _FEW, _LEAST = 4, 4, 0.0025
_AIMS = (
    *(SentenceAim.ASK, SentenceAim.ANSWER, SentenceAim.COURTESY, SentenceAim.TELL),
    *(SentenceAim.SHARE, SentenceAim.HELP, SentenceAim.SEARCH, SentenceAim.COMING),
    *(SentenceAim.MINUTES, SentenceAim.AGENDA),
)
_BESIDE = ("asks", "short", "aside", "unsure", "private", "is ask", "decides", "undone", "had")
_CUES = {
    "must": lazy_pattern(r"\b(?:faut|suffit|falloir|devez|dois)\b"),
    "unsure": lazy_pattern(
        r"\b(?:on verra|je (?:ne )?sais pas|sait pas|personne (?:ne |n )?sa\w+|flou\w*|"
        r"pas (?:de )?(?:reponse|tranche|sur|clair)\w*|a (?:creuser|revoir|suivre)|rien de sur|"
        r"je (?:me renseigne|demande\w*|pose|regarde|relance|reviens)|on en reparle\w*|"
        r"(?:reste|laisse) ouvert\w*|aucune (?:idee|regle|nouvelle)|voir avec)\b"
    ),
    "number": lazy_pattern(
        r"\d|\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|"
        r"quarante|cinquante|soixante|cent|mille)\b"
    ),
    "me": lazy_pattern(r"\b(?:moi|je|j|chez (?:moi|nous)|nous)\b"),
    "you": lazy_pattern(r"\b(?:tu|t|vous|on)\b"),
    "private": lazy_pattern(
        r"\b(?:entre nous|pour (?:vous|moi seule?)|pas (?:au|dans le) (?:compte rendu|cr)|hors cr|"
        r"chut|cancer|divorce|operation|malad\w+|enceinte|separe\w*|chomage|alcool|boi\w+)\b"
    ),
    "decides": lazy_pattern(
        r"\b(?:acte\w*|decid\w*|decision\w*|valid\w*|vote\w*|entendu|adopte\w*|retenu\w*)\b"
    ),
    "decides now": lazy_pattern(
        r"\b(?:on (?:decide|valide|adopte|acte|vote)|c est (?:\w+ )?(?:acte|decide|valide|vote|"
        r"entendu|adopte))\b|^\W*(?:acte|decision|decide|valide)\b"
    ),
    "agreed": lazy_pattern(
        r"\b(?:ok (?:pour|de) (?:tous|ts|tout)|(?:tout|tt) le monde (?:est )?(?:d accord|ok)|"
        r"unanim\w+|main levee|des oppositions)\b"
    ),
    "we do": lazy_pattern(
        r"\bon (?:le |la |les |en |y |ne )?(?:garde|reste|maintient|part|prend|passe|fait|lance|"
        r"monte|arrete|annule|change|met|commence|repond)\b"
    ),
    "had": lazy_pattern(r"\b(?:avait|avaient|avions|etait|aurait)\b"),
    "if": lazy_pattern(r"\bsi\b"),
    "aside": lazy_pattern(
        r"\b(?:hors (?:sujet|liste)|pas (?:depos\w+|dans la liste|demande)|non deposee?|au passage|"
        r"au vol|personne (?:ne |n )?(?:l )?(?:a |avait )?(?:rien )?(?:demand\w+|pos\w+))\b"
    ),
    "mends": lazy_pattern(
        r"\b(?:en fait|rectifi\w*|corrig\w*|non non|pas du tout d accord|par contre|sinon|"
        r"attention)\b"
    ),
    "by when": lazy_pattern(
        r"\b(?:d ici|avant|avt|(?:pour|pr) (?:le|la|fin|debut)|(?:des|ce|cette) (?:demain|soir|"
        r"semaine|mois)|demain|lundi|mardi|mercredi|jeudi|vendredi|\d{1,2}/\d{1,2})\b"
    ),
    "undone": lazy_pattern(
        r"\b(?:annul\w*|abandonn\w*|oubli\w+|on (?:laisse tomber|retire)|je retire|finalement non|"
        r"plus le|rien (?:de )?chang\w*|ne change rien)\b"
    ),
    "should": lazy_pattern(r"\b(?:faudrait|faudra|devrait|devra|doit|faut que|merci de)\b"),
    "someone": lazy_pattern(
        r"\b(?:quelqu un|qqn|qui (?:peut|veut|s en)|tout le monde|chacun\w*)\b"
    ),
    "I do": lazy_pattern(
        r"\b(?:je|j|moi) (?:(?:le|la|l|les|vous|leur|lui|m|en|te|re) ){0,3}(?:fais|ferai|charge|"
        r"occupe|envoie|enverrai|appelle|rappelle|demande|redemande|prends|ecris|contacte|relance|"
        r"regarde|mets|donne|pose|repose|cherche|reserve|prepare|distribue|transmets|verifie|"
        r"renvoie|partage|tape|imprime|apporte|insiste|reviens|redis|note|bloque|supprime)\b"
    ),
    "you do": lazy_pattern(
        r"\b(?:tu|vous) (?:(?:te|nous|leur|me|m|l|le|la|les|en|y) ){0,3}(?:fais|faites|peux|pouvez|"
        r"envoies|envoyez|reserves|cherches|regardes|centralises|recenses|mets|mettez|prends|"
        r"prepares|ecris|vois|appelles|demandes|renseignes|t|relances|repondez|\w+ez)\b"
    ),
}
_TO_DO = lazy_pattern(r"\W*(?:(?:reste )?a faire|to ?do|actions?|suites?|qui fait quoi)\b[\s\W]*")
_NAMED_FIRST = lazy_pattern(r"\W*[^\W\d_][\w.-]*(?:\s?[+&,]\s?[^\W\d_][\w.-]*)?\s?(?::|→|->)\s")
_LISTED = 12
