"""Texts that people give us to keep: cleaned, measured, and without anyone's personal data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.core.errors import Refusal, UserError
from bot.core.patterns import lazy_pattern
from bot.french.discretion import read as read_discretion
from bot.french.personal import DataKind, masked, personal_data

TEXT_LIMIT = 2_000
"""Characters of a question or an answer: a long paragraph, still readable on a phone's card."""


EMPTY_TEXT = Refusal("empty text", reply="Il me manque {what} : quelques mots suffisent.")


class TooLongError(UserError):
    """A text that is longer than what it is for: it was not read any further.

    `advice` says what to do with the rest.
    """

    def __init__(self, length: int, limit: int, advice: str) -> None:
        super().__init__(
            f"text of {length} characters, {limit} at most",
            reply=f"C'est un peu long : {_thousands(length)} caractères, pour {_thousands(limit)} "
            f"au plus. Je n'ai rien enregistré. {advice}",
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text that seems to be someone's data: to be shown to its writer alone."""

    kind: DataKind
    words: str = field(repr=False)


class PersonalDataError(UserError):
    """A text that seems to carry someone's data: nothing of it is kept.

    `passages` says what was seen, `masked` is the text with each of them replaced by a word in
    brackets: to be shown to its writer, and neither logged nor kept. It is `sure` when one of them
    surely is; else its writer may deposit it all the same, in one gesture. `names` are the words
    that name its writer, where they are not to be named.
    """

    def __init__(
        self,
        passages: Sequence[Passage] = (),
        masked: str = "",
        *,
        sure: bool = False,
        names: Sequence[str] = (),
    ) -> None:
        kinds = tuple(dict.fromkeys(each.kind for each in passages))
        super().__init__(
            f"personal data: {', '.join(kind.value for kind in kinds) or 'its writer'}",
            reply="Je n'ai rien enregistré : votre texte semble contenir "
            f"{', '.join(kind.label for kind in kinds)}. Redites-le sans cela.",
        )
        self.kinds = kinds
        self.passages = passages
        self.masked = masked
        self.sure = sure
        self.names = names

    def naming(self, names: Sequence[str]) -> PersonalDataError:
        """Return the same with the words that name its writer."""
        return PersonalDataError(self.passages, self.masked, sure=self.sure, names=names)


def checked_text(text: str, *, what: str, certified: bool = False, doubts: bool = True) -> str:
    """Return a text as `stored_text` does, once personal data was looked for in it.

    `certified` when its writer says that what looks like personal data is none. Without `doubts`,
    what is perhaps a name or an address is let through: for the short texts of those who
    coordinate, which name speakers and places.
    Raises EMPTY_TEXT, TooLongError and PersonalDataError.
    """
    kept = stored_text(text, what=what)
    require_impersonal(kept, certified=certified, doubts=doubts)
    return kept


def stored_text(text: str, *, what: str) -> str:
    """Return the text as it will be kept: trimmed, without characters that hide or disorder.

    `what` names it in the refusal (« votre question »). Personal data is not looked for: see
    `require_impersonal`, which does so before.
    Raises EMPTY_TEXT when nothing is left, TooLongError when more than TEXT_LIMIT characters are.
    """
    kept = tidied(text)
    if not any(character.isalnum() for character in kept):
        raise EMPTY_TEXT(what=what)
    if len(kept) > TEXT_LIMIT:
        raise TooLongError(
            len(kept), TEXT_LIMIT, "Gardez l'essentiel, et mettez le détail dans le fil."
        )
    return kept


def require_impersonal(text: str, *, certified: bool = False, doubts: bool = True) -> None:
    """Look for personal data in a text that is then stored.

    This is what takes time of `checked_text`, and is done before a transaction.
    Raises PersonalDataError.
    """
    kept = tidied(text)
    found = () if certified else personal_data(kept)
    sure = any(each.sure for each in found)
    if sure or any(doubts or each.kind not in _NAMED for each in found):
        passages = [Passage(each.kind, kept[each.start : each.end]) for each in found]
        raise PersonalDataError(passages, masked(kept, found), sure=sure)


def read_ahead() -> None:
    """Load what a deposited text is read with: else whoever deposits first waits for it."""
    text = tidied(_AHEAD)
    personal_data(text)
    read_discretion(text)


def quotable(text: str) -> str:
    """Return what was typed as a refusal repeats it: short, on one line, without personal data.

    A refusal is kept until it has been said.
    """
    line = " ".join(tidied(text).split())
    return masked(line, personal_data(line))[:_QUOTED]


def tidied(text: str) -> str:
    """Return a text trimmed, without characters that hide or disorder, nor empty lines in a row."""
    lines = (_CONTROLS.sub("", line).rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def storable(text: str) -> str:
    """Return a text without the characters that no database or chat can hold.

    Those are NUL and the other controls but tabs and line breaks, and halves of surrogate pairs.
    """
    return _UNSTORABLE.sub("", text)


def same_words(one: str, other: str) -> bool:
    """Tell whether two texts differ by nothing but case and spaces."""
    return one.casefold().split() == other.casefold().split()


_NAMED = (DataKind.NAME, DataKind.ADDRESS)

_QUOTED = 60

_AHEAD = """Anonyme : Mme Exemple, née le vingt-trois du deux soixante-huit, est au zéro six puis 12
ou le 06 00 00 00 00, dit son mail exemple@courroie.example. Deux fois le 7 et 12 barre 13 ?"""
"""Has some of all that is looked for: everything is loaded and compiled by it."""

_CONTROLS = lazy_pattern(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\uf8ff]"
)

_UNSTORABLE = lazy_pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def _thousands(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")
