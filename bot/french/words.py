"""The words that carry the sense of a French question, so that two ways to ask one thing meet.

Accents and case go first, since people type without them on a phone; then the words that carry
nothing; then the endings, by Snowball's French stemmer (https://snowballstem.org, PyStemmer).
What the field says in several ways is the table of `synonyms`, used when searching and never when
keeping: changing it asks for no new index.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.core.patterns import lazy_pattern
from bot.french.folding import spaced
from bot.french.synonyms import SAME

SNIPPET = 160
"""Characters of a passage shown under a result: two lines on a phone."""

SYNONYM = 0.8
"""What a synonym is worth beside the word itself. Tuned on the open half of bench/data."""

WEAK = 0.35
"""What a word of the trade is worth, which is in half the questions and tells few apart."""

# fmt: off
_EMPTY = """
a afin ai aie ailleurs ainsi alors apres as assez au aucun aucune aujourd auquel aussi autour autre
autrement autres aux avaient avais avait avant avec avez avions avoir avons ayant beaucoup bien bon
bonne ca car ce ceci cela celle celles celui cependant certain certaine certaines certains ces cet
cette ceux chacun chacune chaque chez ci combien comme comment concernant contre dans de dedans
dehors deja depuis des desormais deux devant devez devoir dire direct directement dit dois doit
doivent donc dont du durant eh elle elles en encore enfin entre es est et etaient etais etait etant
etc ete etes etre eu eux fai faire fais faisons fait faites fallait falloir faut fera ferait font
fut grace ha he hier hors hui ici il ils jamais je juste la laquelle le lequel les lesquelles
lesquels leur leurs lors lorsque lui ma mais malgre me meme memes mes mieux mis moi moins mon ne ni
non nos notre notres nous on ont or ou oui par parce parfois parmi pas pendant personnellement peu
peut peux peuvent plus plusieurs plutot pour pourquoi pourra pourrait pouvait pouvez pouvoir
pouvons pres presque puis puisque qu quand que quel quelle quelles quelque quelques quels qui quoi
quoique rien sa sais sait sans sauf se selon sera serait ses seulement si sien soi soit sommes son
sont sous souvent suis suivant sur ta tandis te tel telle telles tels tes toi ton toujours tous tout
toute toutes tres trop tu un une va vais vas vers veut veux veulent via voici voila voir vois vont
vos votre vous voulait voudrait voudrais vouloir voulu vraiment y
aurait aurais aurez auront aura avoue eviter faudrait ferez jusque jusqu lorsqu puisqu quelqu quoiqu
l d j m t s n c p h
bonjour bonsoir salut hello coucou merci svp stp bjr cordialement collegues besoin cherche cherchons
recherche recherchons chercher question questions quelquun quelqun qqn qqun qquun qq qqch qques
conseillez conseils conseil recommandez recommander proposez utilisez utilise connaissez connait
connaitre sauriez savez savoir auriez arrive arrivez arrivent possible possibilite pourriez idee
idees avis experience retour retours aide aider aidez urgent petit petite petits petites niveau
truc trucs chose choses pr ds ya jai cest quon dun dune qd bcp tt tte tjs pb pbs fr www http https
com html
"""

_WEAK = """
personne personnes gens usager usagers usagere dame monsieur participant participante participants
public publics beneficiaire quelqu atelier ateliers ligne internet numerique site sites demande
demander demandes conseiller conseillere nouveau nouvelle premier premiere jour semaine mois an
heure temps mettre prendre marche facile simple
"""
# fmt: on

_STOP = frozenset(_EMPTY.split())
_TOKEN = lazy_pattern(r"[^\W_]+\+?")
_ORDINAL = lazy_pattern(r"(\d+)(?:re|ere|er|emes?|e)")
_ENDING = lazy_pattern(r"(?<=.{5})(?<!public)(?:it|ag)$")
_PAIRS = (("oe", "e"), ("eau", "o"), ("au", "o"), ("ph", "f"), ("qu", "k"), ("ck", "k"))
_LETTERS = str.maketrans({"h": "", "y": "i", "c": "k", "q": "k", "z": "s", "w": "v"})


@dataclass(frozen=True, slots=True)
class Clause:
    """One word of a query: its stem, and the other stems that may stand for it.

    `others` gives what each is worth beside the word (0 to 1); `weight` what the word itself is.
    `joined` are the words it makes with its neighbours (« libre office », « libreoffice »).
    """

    word: str
    stem: str
    weight: float
    others: Mapping[str, float]
    joined: tuple[str, ...] = ()


def terms(text: str) -> tuple[str, ...]:
    """Return the stems of the words that carry sense, in their order, each once."""
    return tuple(dict.fromkeys(stem(word) for word in words(text)))


def words(text: str) -> Sequence[str]:
    """Return the words that carry sense, folded, in their order.

    A text made only of empty words keeps them: it is then all there is to look for.
    « franceconnect+ » is also « franceconnect »; a lone letter or digit is nothing.
    """
    found = [_word(token) for token in _TOKEN.findall(spaced(text))]
    kept = [word for word in found if word not in _STOP and len(word) > 1]
    kept = kept or [word for word in found if len(word) > 1]
    return [each for word in kept for each in ((word, word[:-1]) if word[-1] == "+" else (word,))]


def word_of(token: str) -> str:
    """Return one token as a folded word, "" when it carries no sense: `words` to be cached."""
    word = _word(spaced(token).strip())
    return word if len(word) > 1 and word not in _STOP else ""


@cache
def stemmer() -> object:
    """Return the French stemmer, loaded at the first word: 1 MB."""
    import Stemmer  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

    return Stemmer.Stemmer("french")


def stem(word: str) -> str:
    """Return the stem of a folded word.

    Snowball expects accents that are gone: « -ée » is led back to « -é » before, and after it
    « -ité » and « -age » are cut and « -qu » is « -c », so that « activité » meets « activer »
    and « piratage » « pirater ».
    """
    if word[0].isdigit() or word[-1] == "+":
        return word
    found: str = stemmer().stemWord(re.sub(r"ees?$", "e", word))  # type: ignore[attr-defined]
    return _ENDING.sub("", re.sub(r"qu$", "c", found))


def shape(word: str) -> str:
    """Return how a folded word sounds, roughly: « ordinnateur », « ordinateur »: « ordinatr ».

    Each rule holds whatever stands around, so that one typing error stays about one letter.
    """
    for spelt, heard in _PAIRS:
        word = word.replace(spelt, heard)
    heard = re.sub(r"(.)\1+", r"\1", word.translate(_LETTERS))
    return re.sub(r"(?<=...)[estx]+$", "", heard) or word


def clauses(query: str) -> Sequence[Clause]:
    """Return what a query looks for, a clause a word, with the synonyms of the field."""
    found = list(dict.fromkeys(words(query)))
    stems = [stem(word) for word in found]
    others: list[dict[str, float]] = [{} for _ in found]
    for start, first in enumerate(stems):
        for way, same in _ways().get(first, ()):
            if tuple(stems[start : start + len(way)]) == way:
                for place, told in enumerate(way, start):
                    others[place] |= dict.fromkeys(same - {told}, SYNONYM)
    return [
        Clause(
            word,
            stems[place],
            WEAK if stems[place] in _weak() else 1.0,
            others[place],
            tuple(
                "".join(found[start : start + 2])
                for start in (place - 1, place)
                if 0 <= start < len(found) - 1
            ),
        )
        for place, word in enumerate(found)
    ]


def snippet(text: str, query: str, *, limit: int = SNIPPET) -> str:
    """Return the passage of a text with most of the query's words, cut between words.

    At most `limit` characters, « … » where something was left out; the text's beginning when no
    word is found.
    """
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    sought = {each for clause in clauses(query) for each in (clause.stem, *clause.others)}
    hits = {
        match.start(): found
        for match in re.finditer(r"[^\W_]+", text)
        if (word := word_of(match[0])) and (found := stem(word)) in sought
    }

    def different(start: int) -> int:
        reached = range(start, start + limit * 3 // 4)
        return len({found for place, found in hits.items() if place in reached})

    return _cut(text, max(0, max(hits, key=different, default=0) - limit // 8), limit)


@cache
def _ways() -> Mapping[str, Sequence[tuple[tuple[str, ...], frozenset[str]]]]:
    """Return SAME by the first stem of each way to say something."""
    found: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for row in SAME:
        ways = [terms(each) for each in row]
        for way in ways:
            others = frozenset(other for each in ways if each != way for other in each) - _weak()
            found.setdefault(way[0], []).append((way, others))
    return found


@cache
def _weak() -> frozenset[str]:
    return frozenset(stem(word) for word in _WEAK.split())


def _word(token: str) -> str:
    ordinal = _ORDINAL.fullmatch(token)
    return f"{ordinal[1]}e" if ordinal else token


def _cut(text: str, start: int, limit: int) -> str:
    room = limit - 4
    start = min(start, max(0, len(text) - room))
    if start:
        start = text.find(" ", start) + 1 or start
    stop = len(text) if len(text) - start <= room else text.rfind(" ", start, start + room + 1)
    if stop <= start:
        stop = start + room
    before, after = "… " if start else "", " …" if stop < len(text) else ""
    return f"{before}{text[start:stop]}{after}"
