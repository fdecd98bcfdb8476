"""From a typed text to plain words: SMS spellings, sounds and slips lead to one spelling.

A word is corrected only towards the few that ask for discretion: one slip (a letter more, less,
other, or two swapped), two where the word is long, and never a French word of its own. `OWN` holds
the French words within reach, found with the word list of Debian's `wfrench`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bot.core.patterns import lazy_pattern

LONG = 9
"""Letters from which two slips are as sure as one."""

SHORTEST = 5
"""Letters under which nothing is corrected: too many words are one slip away."""

# fmt: off
_KEYS = """
anonyme anonymement anonymat anonymous anonymiser confidentiel confidentielle confidentiellement
confidentialite prive privee discret discrete discretion discretement incognito secret secrete
coordination coordinatrice coordinateur
"""

_OWN = """
acronyme anonnat anonne anonnee anonnement antonyme antonymie autonyme brive confidente
coordonnateur coordonnatrice decret decrete discernement discretisa discretisent discretison
disertement drive drivee ecrete eponyme grive incoordination indiscretement indiscretion
ordinateur ordination paronyme price pride priee prime primee prise prisee priva priver privez
rivee sacret secreta secretee secreter secretez synonyme
"""

TYPED = {
    "k": "que", "ke": "que", "q": "que", "ki": "qui", "kon": "qu on", "kca": "que ca",
    "pa": "pas", "poa": "pas", "fo": "faut", "fau": "faut", "ds": "dans", "ss": "sans",
    "san": "sans", "sen": "sans", "mn": "mon", "c": "c est", "jveux": "je veux", "jveu": "je veux",
    "veu": "veux", "jvoudrais": "je voudrais", "jvoudre": "je voudrais", "jvoudrai": "je voudrais",
    "jpref": "je prefere", "jprefere": "je prefere", "pr": "pour", "ns": "nous", "vs": "vous",
    "ac": "avec", "avc": "avec", "slt": "salut", "bjr": "bonjour", "stp": "svp", "pls": "svp",
    "plz": "svp", "please": "svp", "qqn": "quelqu un", "kelkun": "quelqu un", "px": "peux",
    "pe": "peux", "jai": "j ai", "jsuis": "je suis", "chui": "je suis", "chuis": "je suis",
    "rienk": "rien que", "juska": "jusqu a", "slmt": "seulement", "seulemen": "seulement",
    "uniqmt": "uniquement", "mrc": "merci", "mci": "merci", "coordos": "coordo",
    "coord": "coordo", "eske": "est ce que", "esque": "est ce que", "kisa": "qui",
    "anon": "anonyme", "ano": "anonyme", "anonym": "anonyme", "confid": "confidentiel",
    "conf": "confidentiel", "prv": "prive", "prve": "prive", "priv": "prive", "pv": "prive",
    "pvt": "prive", "dm": "mp", "mps": "mp",
    "private": "prive", "privately": "prive", "confidential": "confidentiel",
    "anonymously": "anonymement", "keske": "qu est ce que", "perssone": "personne",
    "hashtag": "|", "diese": "|",
    "noname": "sans nom", "sansnom": "sans nom", "sansmonnom": "sans mon nom",
    "sansmoi": "sans moi", "pasdenom": "pas de nom", "pasmonnom": "pas mon nom",
    "enprive": "en prive", "enanonyme": "en anonyme", "entrenous": "entre nous",
    "topsecret": "top secret", "nepasdiffuser": "ne pas diffuser", "nepaspublier":
    "ne pas publier", "nepaspartager": "ne pas partager", "jereste": "je reste",
    "restonsdiscrets": "restons discrets", "horscanal": "hors canal",
    "coordinationseulement": "coordination seulement", "modeanonyme": "mode anonyme",
    "sanssignature": "sans signature", "nonsigne": "non signe", "enmp": "en mp",
}
"""What is typed on a phone or glued in a hashtag, as it is written in full."""
# fmt: on

KEYS = tuple(_KEYS.split())
"""The words that slips lead to."""

OWN = frozenset(_OWN.split())
"""Words of their own, or names of places and tools, that are a slip away from one of KEYS."""

_LETTERS = lazy_pattern(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Spelt:
    """A word in its plain spelling; `doubtful` when it is one slip too far to be sure."""

    word: str
    doubtful: bool = False


@lru_cache(maxsize=8_192)
def spelt(typed: str) -> Spelt:
    """Return a folded word (`folding.spaced`), or several, as it is spelt in full."""
    known = TYPED.get(typed)
    if known is not None:
        return Spelt(known)
    if len(typed) < SHORTEST or typed in OWN or _singular(typed) in KEYS:
        return Spelt(typed)
    return _corrected(typed)


def _corrected(typed: str) -> Spelt:
    from rapidfuzz.distance import OSA  # noqa: PLC0415  5 MB, at the first text only

    heard = _sound(typed)
    if heard in _SOUNDS:
        return Spelt(_SOUNDS[heard])
    if _singular(typed) in OWN:
        return Spelt(typed)
    near = ((OSA.distance(typed, key, score_cutoff=2), key) for key in KEYS)
    distance, found = min(near)
    if distance <= (2 if len(found) >= LONG else 1):
        return Spelt(found)
    if distance == 2 and found.startswith(_UNMISTAKABLE):  # noqa: PLR2004  two slips
        return Spelt(found, doubtful=True)
    return Spelt(typed)


def _singular(word: str) -> str:
    return word.removesuffix("s")


def _sound(word: str) -> str:
    return _LETTERS.sub(r"\1", word.replace("y", "i")).removesuffix("s")


_SOUNDS = {_sound(key): key for key in KEYS}
_UNMISTAKABLE = "anonym"
"""How the words start that are known at two slips; the others then look like too many words."""
