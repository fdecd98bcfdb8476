"""What the words around a date are about: a call, something else that is answered, or neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Self

from bot.french.folding import fold
from bot.veille.deadlines import again, cues, left
from bot.veille.deadlines.folded import FoldedText
from bot.veille.deadlines.handed import HANDS_IN

_BARE = 20
"""Characters around an end in its sentence that say nothing more: « Jusqu'au 8 mai à 18 h »."""


class Belief(IntEnum):
    """How sure it is that an end is a deadline."""

    NONE = 0
    DOUBTFUL = 1
    CERTAIN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleContext:
    """What is known of an article besides a passage.

    Its feed tells of `money`, of `news`, or is `asking`.
    """

    title: FoldedText
    money: bool
    asking: bool
    news: bool

    @classmethod
    def of(cls, title: str, theme: str) -> Self:
        """Read a title, "" for none, and a theme with whatever else says what a feed tells."""
        folded = fold(theme)
        return cls(
            title=FoldedText.of(title),
            money=cues.MONEY.search(folded) is not None,
            asking=cues.ASKING.search(folded) is not None,
            news=not folded.strip() or cues.NEWS.search(folded) is not None,
        )

    @property
    def signs(self) -> Sequence[str]:
        """What its feed tells, as one weighs it."""
        told = {"money": self.money, "asking": self.asking, "news": self.news}
        return [name for name, true in told.items() if true]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a passage is about, under its title and its feed's theme."""

    text: FoldedText
    context: ArticleContext

    def answered(
        self, clause: slice, sentence: slice, said: int, *, ranged: bool = False
    ) -> Belief:
        """Tell whether one answers by a date, for certain when its own clause names a call.

        `said` counts the characters of the sentence besides the date and what makes it an end,
        unless nothing does but that it is `ranged`: the last day of a time.
        """
        call = self.call(clause)
        if call is not Belief.CERTAIN:
            call = min(max(call, self.call(sentence)), Belief.DOUBTFUL)
        gone = self.context.title.cancelled or self.text.cancelled or self._invited(sentence)
        if gone or (not self.context.news and self._no_call(sentence)):
            return Belief.NONE
        if call or self._public(sentence):
            return call
        asked = self._bare(said, ranged=ranged) or (
            not self.context.title.over and self._asks(sentence)
        )
        return Belief.DOUBTFUL if asked else Belief.NONE

    def barred(self, sentence: slice) -> bool:
        """Tell whether nobody should apply by a date: called off, a swindle, a vote."""
        if self.context.title.cancelled or self.text.cancelled:
            return True
        words = self.text.lower[sentence]
        return left.SCAM.search(words) is not None or self._balloted(words)

    def call(self, span: slice) -> Belief:
        """Tell whether some words are about a call.

        A call is told by its name, or by what one does and gets; the feed's theme leaves a doubt.
        """
        if self._public(span):
            return Belief.NONE
        title, money = self.context.title, self.context.money
        words = self.text.lower[span]
        sends = cues.SENDS.search(words) is not None
        named = cues.CALL.search(words) or cues.CALL_SIGNS.search(self.text.cased[span])
        if title.over:
            fresh = self.text.renewed and (cues.ASKS.search(words) or cues.CLOSING.search(words))
            running = named and (sends or again.RUNS.search(words))
            return Belief.DOUBTFUL if fresh or running else Belief.NONE
        gives = title.gives or self.text.gives
        called = title.call or self.text.call
        granted = title.grants or self.text.grants or (gives and money)
        if named or (granted and sends) or (called and cues.ASKS.search(words)):
            return Belief.CERTAIN
        acts = [cues.INVITES, cues.DEPOSIT_ENDS, cues.SENDS] if gives or called or money else []
        known = called or title.gives or money or self.text.grants
        acts += [cues.ADDRESSED, cues.CLOSING] if known else []
        acts += [cues.WEAKER] if called else []
        return Belief.DOUBTFUL if any(each.search(words) for each in acts) else Belief.NONE

    def _asks(self, sentence: slice) -> bool:
        """Tell whether a sentence asks for an answer that is no call's."""
        words = self.text.lower[sentence]
        if self.context.money or cues.INVITES.search(words) or cues.BODIES_ACT.search(words):
            return True
        title, text = self.context.title, self.text
        if cues.SENDS.search(words):
            return True
        if any((self.context.asking, title.requests, text.requests, title.offers, text.offers)):
            acts = (cues.SENDS, cues.ADDRESSED, cues.CLOSING, cues.BODIES_DO)
            return any(each.search(words) for each in acts)
        return cues.LABEL.search(words) is not None

    def _no_call(self, sentence: slice) -> bool:
        """Tell whether what is answered is a survey, a post or a seat, under no name of a call."""
        title, text = self.context.title, self.text
        words = text.lower[sentence]
        if self._balloted(words):
            return True
        labels = title.call and title.gives
        if labels or any((title.named, title.grants, text.named, text.grants)):
            return False
        if any(map(left.NO_CALL.search, (title.lower, words))) or left.JOBS.search(text.lower):
            return True
        held = left.GATHERINGS.search(title.lower) or left.PARTIES.search(title.lower)
        gathering = held or left.GATHERINGS.search(words)
        return gathering is not None and left.SEATS.search(words) is not None

    def _balloted(self, words: str) -> bool:
        """Tell whether one only says whom, or what, one would have win: nothing is handed in."""
        title = self.context.title.lower
        voted = left.BALLOT.search(words) or (
            left.BALLOT.search(title) and not HANDS_IN.search(title)
        )
        return voted is not None and not HANDS_IN.search(words)

    def _invited(self, sentence: slice) -> bool:
        """Tell whether one only says that one comes to a ceremony, a party."""
        words = self.text.lower[sentence]
        return left.ANSWERED.search(words) is not None and any(
            left.PARTIES.search(each) for each in (self.context.title.lower, self.text.lower)
        )

    def _bare(self, said: int, *, ranged: bool) -> bool:
        """Tell whether an end is all that is said under the name of a call."""
        title, text = self.context.title, self.text
        named = title.call or title.grants or text.call or text.grants
        called = named or (title.gives and self.context.money)
        if ranged and not (title.call or title.grants):
            return False
        known = (title.call or title.grants or text.call) and not ranged
        return not title.over and (known or (called and said <= _BARE))

    @property
    def _granted(self) -> bool:
        return self.context.title.grants or self.text.grants

    @property
    def _procured(self) -> bool:
        """Whether something is bought, and neither the text nor its title names a call."""
        title, text = self.context.title, self.text
        return title.procured or (text.procured and not title.named)

    def _public(self, span: slice) -> bool:
        """Tell whether some words, or the title, are of everybody's formalities, or a swindle.

        A call may be about them: it is one when it is named.
        """
        words, title = self.text.lower[span], self.context.title
        if left.SCAM.search(words) or self._procured:
            return True
        if left.PUBLIC.search(words) or (left.PEOPLE.search(words) and not self._granted):
            return not (cues.NAMED.search(words) or cues.BODIES_ACT.search(words))
        if not title.public or title.named or self.text.named:
            return False
        return cues.BODIES_ACT.search(words) is None
