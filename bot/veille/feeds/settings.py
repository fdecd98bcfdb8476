"""How a network takes a feed, as people type it on one line or fill it in a form.

« sauf: bourse, recrutement ; mots: ameli ; plafond: 3 ; thème Santé si ameli, mutuelle ». What is
not said stays; « rien » empties.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.errors import Refusal
from bot.core.patterns import lazy_pattern
from bot.french.folding import spaced
from bot.veille.feeds.following import Following, Rules
from bot.veille.ranking import CAP

MOST_CAP = 20
"""Articles of one source in a digest: more, and it is no digest."""

MOST_WORDS = 30
LONGEST_WORD = 60
LONGEST_NAME = 80

EXAMPLE = "/veille flux régler 3 sauf : bourse, recrutement ; plafond : 3"

_NOTHING = ("rien", "aucun", "aucune", "-", "–", "")
_IF = lazy_pattern(r"^(?:th[eè]me ?:? )?(?P<theme>.+?) si (?P<words>.+)$", re.IGNORECASE)
_CUT = lazy_pattern(r"[;\n]")


BAD_SETTING = Refusal("unreadable feed settings", reply=f"{{what}} Par exemple : `{EXAMPLE}`")
"""Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings:
    """What was typed of a feed's settings, None for what was not.

    `themed` has themes and the words that lead there; no words take a theme's away.
    """

    name: str | None = None
    theme: str | None = None
    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] | None = None
    cap: int | None = None
    themed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    only_themed: bool = False

    @property
    def said(self) -> str:
        """What was typed freely, a line each, without the keys: « nom : Martin » names a person."""
        words = [self.name or "", *(self.include or ()), *(self.exclude or ())]
        for theme, leading in self.themed:
            words += [theme, *leading]
        return "\n".join(filter(None, words))

    def applied(self, following: Following, known: Callable[[str], str]) -> Following:
        """Return the feed so taken; `known` gives a theme by its typed name, or refuses it."""
        rules = following.rules
        themes = {} if self.only_themed else dict(rules.themes)
        for typed, words in self.themed:
            theme = known(typed)
            themes.pop(theme, None)
            if words:
                themes[theme] = words
        return replace(
            following,
            name=following.name if self.name is None else self.name,
            theme=following.theme if self.theme is None else known(self.theme),
            rules=Rules(
                include=rules.include if self.include is None else self.include,
                exclude=rules.exclude if self.exclude is None else self.exclude,
                cap=rules.cap if self.cap is None else self.cap,
                themes=tuple(themes.items()),
            ),
        )


def read_settings(line: str) -> FeedSettings:
    """Read the one-line form. Raises BAD_SETTING."""
    found = FeedSettings()
    for part in filter(str.strip, _CUT.split(line)):
        found = _with(found, part.strip())
    if found == FeedSettings():
        raise BAD_SETTING(what="Dites-moi ce qu'il faut régler : nom, thème, mots, sauf, plafond.")
    return found


def read_form(fields: Mapping[str, str]) -> FeedSettings:
    """Read the form, in which an empty field empties. Raises BAD_SETTING.

    Its field of themes has one a line: the feed's own, then « Santé si ameli, mutuelle ».
    """
    lines = [each.strip() for each in _CUT.split(fields.get("theme", "")) if each.strip()]
    own = [each for each in lines if not _conditional(each)]
    if len(own) > 1:
        raise BAD_SETTING(
            what="Un seul thème pour ce flux ; les autres, un par ligne, avec leurs mots : "
            "« Santé si ameli, mutuelle »."
        )
    return FeedSettings(
        name=_name(fields.get("nom", "")),
        theme=own[0] if own else None,
        include=_words(fields.get("mots", "")),
        exclude=_words(fields.get("sauf", "")),
        cap=_cap(fields.get("plafond", "")),
        themed=tuple(_themed(each) for each in lines if _conditional(each)),
        only_themed=True,
    )


def plain_name(given: str) -> str:
    """Return a name as a line of settings can say it, cut to LONGEST_NAME."""
    return " ".join(given.translate(_KEPT_OUT).split())[:LONGEST_NAME].strip()


def plain_theme(given: str) -> str:
    """Return the name of a theme likewise; "" for one that would be read as « Santé si ameli »."""
    theme = plain_name(given.replace("#", ""))
    return "" if _conditional(theme) or spaced(theme) in _NOTHING else theme


def line_of(following: Following, *, instead_of: Rules) -> str:
    """Write a feed's settings as the one-line form that restores them, whatever they are now.

    `instead_of` are the rules in force: themes that only they have are taken away.
    """
    rules = following.rules
    parts = [
        f"nom : {following.name or 'rien'}",
        f"thème : {following.theme}" if following.theme else "",
        f"mots : {_listed(rules.include)}",
        f"sauf : {_listed(rules.exclude)}",
        f"plafond : {rules.cap or 'rien'}",
        *(
            f"thème {theme} si rien"
            for theme, _ in instead_of.themes
            if theme not in dict(rules.themes)
        ),
        *(f"thème {theme} si {_listed(words)}" for theme, words in rules.themes),
    ]
    return " ; ".join(filter(None, parts))


def themes_field(following: Following) -> str:
    """Write a feed's themes as the form's field has them."""
    lines = [f"{theme} si {_listed(words)}" for theme, words in following.rules.themes]
    return "\n".join([following.theme, *lines])


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words) or "rien"


def _with(found: FeedSettings, part: str) -> FeedSettings:
    head, colon, value = part.partition(":")
    if _conditional(part) and spaced(part).startswith("theme"):
        return replace(found, themed=(*found.themed, _themed(part)))
    key = spaced(head).strip()
    for words, read in _READERS:
        if colon and key in words:
            return read(found, value.strip())
    raise BAD_SETTING(what=f"Je n'ai pas compris « {part[:60].replace('`', '')} ».")


def _conditional(part: str) -> re.Match[str] | None:
    """Read « Santé si ameli, mutuelle », spaces made single: the time stays in proportion."""
    return _IF.match(" ".join(part.split()))


def _themed(part: str) -> tuple[str, tuple[str, ...]]:
    found = BAD_SETTING.unless(
        _conditional(part), what="Un thème par mots s'écrit « thème Santé si ameli, mutuelle »."
    )
    return found["theme"].strip(" :"), _words(found["words"])


def _theme(value: str) -> str:
    if spaced(value) in _NOTHING:
        raise BAD_SETTING(what="Un flux a toujours un thème.")
    return value


def _name(value: str) -> str:
    if len(" ".join(value.split())) > LONGEST_NAME:
        raise BAD_SETTING(
            what=f"Un nom de {LONGEST_NAME} caractères au plus, pour tenir à l'écran."
        )
    name = plain_name(value)
    return "" if spaced(name) in _NOTHING else name


_KEPT_OUT = str.maketrans({";": ",", "`": "'"})


def _words(value: str) -> tuple[str, ...]:
    """Read words between commas, each once whatever its accents; « rien » is none."""
    if spaced(value).strip() in _NOTHING:
        return ()
    found: dict[str, str] = {}
    for each in re.split(r"[,;\n]", value.replace("`", "'")):
        word = " ".join(each.strip(' \t«»"“”\u00a0.').split())
        if word:
            found.setdefault(" ".join(spaced(word).split()), word)
    for word in found.values():
        if len(word) > LONGEST_WORD or not any(letter.isalnum() for letter in word):
            raise BAD_SETTING(
                what=f"« {word[:LONGEST_WORD]} » n'est pas un mot que je peux chercher."
            )
    if len(found) > MOST_WORDS:
        raise BAD_SETTING(what=f"{MOST_WORDS} mots au plus, séparés par des virgules.")
    return tuple(found.values())


def _cap(value: str) -> int:
    """Read the most articles of a digest, 0 for the usual CAP."""
    if spaced(value).strip() in _NOTHING:
        return 0
    number = re.fullmatch(r"\s*(\d{1,4})(?:\s+articles?)?\s*\.?\s*", value)
    if number is None or not 1 <= int(number[1]) <= MOST_CAP:
        raise BAD_SETTING(
            what=f"Le plafond est un nombre de 1 à {MOST_CAP}, ou « rien » pour l'usage ({CAP})."
        )
    return int(number[1])


_READERS: tuple[tuple[tuple[str, ...], Callable[[FeedSettings, str], FeedSettings]], ...] = (
    (("nom", "titre", "appeler"), lambda found, value: replace(found, name=_name(value))),
    (("theme", "rubrique"), lambda found, value: replace(found, theme=_theme(value))),
    (
        ("mots", "mot", "garder", "mots a garder", "avec", "seulement"),
        lambda found, value: replace(found, include=_words(value)),
    ),
    (
        ("sauf", "ecarter", "mots a ecarter", "sans", "exclure"),
        lambda found, value: replace(found, exclude=_words(value)),
    ),
    (
        ("plafond", "maximum", "max", "au plus"),
        lambda found, value: replace(found, cap=_cap(value)),
    ),
)
"""The words that people name a setting by, and what reads it."""
