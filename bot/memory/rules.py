"""What a network's memory is made of: things that were published, or chosen for it, unsigned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import date
from typing import Self

from bot.core.labels import Labelled
from bot.core.patterns import lazy_pattern
from bot.french.spoken import long_day
from bot.outside.content import OutsideContent
from bot.outside.discretion import what_is_personal


class MemoryKind(Labelled):
    """What is remembered: its files are named after the value, `label` tells of all of them."""

    QUESTION = "questions", "Questions et réponses"
    DECISION = "decisions", "Décisions"
    MINUTES = "comptes-rendus", "Comptes rendus"
    RESOURCE = "ressources", "Ressources"
    ARTICLE = "veille", "Veille"
    LETTER = "lettres", "Lettres"

    @property
    def by_theme(self) -> bool:
        """Whether pages gather them by theme, else by year."""
        return self in {MemoryKind.QUESTION, MemoryKind.RESOURCE}


_SUFFIX = lazy_pattern(r"\.(?:csv|docx?|jpe?g|md|mp[34]|od[pst]|pdf|png|pptx?|txt|xlsx?|zip)\Z")


@dataclass(frozen=True, slots=True)
class MemoryRecord:
    """One thing of the memory, found by its kind and number; `day` is « 2026-12-01 ».

    `plain` are its words for tables and the search, where `content.text` has them as Markdown;
    `more` goes on with what is told of its kind only: « lieu », « licence ». `file` is the chat's
    id of the file that it is, which is called as its title says. `withheld` says in
    French why it is held back, whatever its words.
    """

    kind: MemoryKind
    number: int
    day: str
    content: OutsideContent
    _: KW_ONLY
    theme: str = ""
    plain: str = ""
    link: str = ""
    more: tuple[tuple[str, str], ...] = ()
    file: str = ""
    withheld: str = ""

    @property
    def name(self) -> str:
        """What it is called among files, and in addresses: « questions-12 »."""
        return f"{self.kind.value}-{self.number}"

    @property
    def copied_to(self) -> str:
        """Where its file is copied: what a browser would run is given no suffix."""
        suffix = _SUFFIX.search(self.content.title.lower())
        return f"fichiers/{self.name}{suffix[0] if suffix else ''}"

    @property
    def spoken_day(self) -> str:
        """The day as it is read: « mardi 1er décembre 2026 »."""
        return long_day(date.fromisoformat(self.day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """All that there is to keep of a network, which people call `spoken`; `slug` names its folder.

    `feeds` is the list of the feeds that it follows (OPML), `files` what those of its resources
    hold, by their path. What is `held` seems to tell of someone, or was taken back: why, in French,
    is said beside it.
    """

    slug: str
    spoken: str
    records: tuple[MemoryRecord, ...]
    feeds: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    held: tuple[tuple[MemoryRecord, str], ...] = ()

    def sifted(self) -> Self:
        """Return it without what is to be held.

        This takes a millisecond a record, and needs no transaction.
        """
        told = [(each, each.withheld or what_is_personal(each.content)) for each in self.records]
        return replace(
            self,
            records=tuple(each for each, reason in told if not reason),
            held=tuple(each for each in told if each[1]),
        )

    def of(self, kind: MemoryKind) -> Sequence[MemoryRecord]:
        """Return what there is of a kind."""
        return [each for each in self.records if each.kind is kind]

    def kinds(self) -> Iterator[tuple[MemoryKind, int]]:
        """Yield the kinds that it has something of, and how much."""
        for kind in MemoryKind:
            if count := len(self.of(kind)):
                yield kind, count
