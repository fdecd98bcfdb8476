"""How a network takes a feed, as it is filled in a form: name, themes, words, most articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.core.errors import Refusal, at_field
from bot.core.patterns import lazy_pattern
from bot.french.folding import spaced
from bot.veille.feeds.following import Following, Rules
from bot.veille.ranking import CAP

MOST_CAP = 20
"""Articles of one source in a digest: more, and it is no digest."""

MOST_WORDS = 30
LONGEST_WORD = 60
LONGEST_NAME = 80

_IF = lazy_pattern(r"^(?:th[eè]me ?:? )?(?P<theme>.+?) si (?P<words>.+)$", re.IGNORECASE)
_CUT = lazy_pattern(r"[;\n]")


BAD_SETTING = Refusal("unreadable feed settings", reply="{what}")
"""Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings:
    """What a form says of a feed; without a theme, it keeps its own.

    `themed` has themes and the words that lead there.
    """

    name: str = ""
    theme: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    cap: int = 0
    themed: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def said(self) -> str:
        """What was typed freely, a line each, without the keys: « nom : Martin » names a person."""
        words = [self.name, *self.include, *self.exclude]
        for theme, leading in self.themed:
            words += [theme, *leading]
        return "\n".join(filter(None, words))

    def applied(self, following: Following, known: Callable[[str], str]) -> Following:
        """Return the feed so taken; `known` gives a theme by its typed name, or refuses it."""
        with at_field("theme"):
            theme = known(self.theme) if self.theme else following.theme
            themes = {known(typed): words for typed, words in self.themed if words}
        rules = Rules(
            include=self.include,
            exclude=self.exclude,
            cap=self.cap,
            themes=tuple(themes.items()),
        )
        return replace(following, name=self.name, theme=theme, rules=rules)


def read_form(fields: Mapping[str, str]) -> FeedSettings:
    """Read the form, in which an empty field empties. Raises BAD_SETTING.

    Its field of themes has one a line: the feed's own, then « Santé si ameli, mutuelle ».
    """
    with at_field("theme"):
        lines = [each.strip() for each in _CUT.split(fields.get("theme", "")) if each.strip()]
        own = [each for each in lines if not _conditional(each)]
        if len(own) > 1:
            raise BAD_SETTING(
                what="Un seul thème pour ce flux ; les autres, un par ligne, avec leurs mots : "
                "« Santé si ameli, mutuelle »."
            )
        themed = tuple(_themed(found) for each in lines if (found := _conditional(each)))
    with at_field("mots"):
        include = _words(fields.get("mots", ""))
    with at_field("sauf"):
        exclude = _words(fields.get("sauf", ""))
    with at_field("plafond"):
        cap = _cap(fields.get("plafond", ""))
    return FeedSettings(
        name=plain_name(fields.get("nom", "")),
        theme=own[0] if own else "",
        include=include,
        exclude=exclude,
        cap=cap,
        themed=themed,
    )


def plain_name(given: str) -> str:
    """Return a name without what separates settings, cut to LONGEST_NAME."""
    return " ".join(given.translate(_KEPT_OUT).split())[:LONGEST_NAME].strip()


def plain_theme(given: str) -> str:
    """Return the name of a theme likewise; "" for one that would be read as « Santé si ameli »."""
    theme = plain_name(given.replace("#", ""))
    return "" if _conditional(theme) else theme


def themes_field(following: Following) -> str:
    """Write a feed's themes as the form's field has them."""
    lines = [f"{theme} si {', '.join(words)}" for theme, words in following.rules.themes]
    return "\n".join([following.theme, *lines])


def _conditional(part: str) -> re.Match[str] | None:
    """Read « Santé si ameli, mutuelle », spaces made single: the time stays in proportion."""
    return _IF.match(" ".join(part.split()))


def _themed(found: re.Match[str]) -> tuple[str, tuple[str, ...]]:
    return found["theme"].strip(" :"), _words(found["words"])


_KEPT_OUT = str.maketrans({";": ",", "`": "'"})


def _words(value: str) -> tuple[str, ...]:
    """Read words between commas, each once whatever its accents."""
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
    if not value.strip():
        return 0
    number = re.fullmatch(r"\s*(\d{1,4})(?:\s+articles?)?\s*\.?\s*", value)
    if number is None or not 1 <= int(number[1]) <= MOST_CAP:
        raise BAD_SETTING(
            what=f"Le plafond est un nombre de 1 à {MOST_CAP} ; vide : l'usage ({CAP})."
        )
    return int(number[1])
