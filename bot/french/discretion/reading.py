"""Reads a text: what it asks for, how surely, and what is left of it without those words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from itertools import accumulate

from bot.core.patterns import lazy_pattern
from bot.french.discretion.concepts import SOMEBODY, concepts
from bot.french.discretion.phrases import ROWS, Asked, PhraseRow, Sureness
from bot.french.discretion.spelling import Spelt, spelt
from bot.french.discretion.weighing import SAID, added, kind, weigh
from bot.french.folding import spaced
from bot.french.personal.words import GIVEN_NAMES, ORDINARY

MAY_ASK = -1.8
"""The weight from which a text may ask for discretion; chosen across hands (see the bench)."""

FEW = 5
"""Words, separators among them, that ask for nothing unless a phrase does: « urgent svp »."""

EDGE = 800
"""Characters read at each end of a long text; between them, only the weight counts."""


class Discretion(Enum):
    """What a text asks for its writer."""

    NONE = "none"
    ANONYMOUS = "anonymous"
    PRIVATE = "private"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class DiscretionReading:
    """What a text asks for, and the text without the words that ask, where they stand apart."""

    asked: Discretion
    text: str


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or a separator in plain spelling, and where it stands in the text."""

    plain: str
    start: int
    end: int
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class _Match:
    """A way to ask that was found, from one place of the line to another."""

    row: PhraseRow
    start: int
    end: int


def read(text: str, *, said: bool = False) -> DiscretionReading:
    """Read whether a text asks for discretion. Linear in its length, no side effect.

    `said` tells that it was said to the bot, and given neither for a question nor for an answer.

    Its weight says whether it asks. The phrases say what it asks for, and what is cut out of it;
    where they do not say it surely, or not one thing, its writer is asked; and so where it is
    likelier to ask for nothing. A first word that nothing ties to the rest is asked about at
    least, whatever the rest weighs: « privé une appli pour écouter la radio ? ».
    """
    line = _Line(text)
    matches = line.matches()
    weight = weigh(line.words()) + added(line.known(matches, said=said))
    light = weight < MAY_ASK or (not matches and len(line.words()) <= FEW)
    if light and not any(line.is_loose_first(found) for found in matches):
        return DiscretionReading(Discretion.NONE, text)
    sure = [found for found in matches if line.is_sure(found)]
    asked = _agreed(matches, sure)
    mixed = asked is Discretion.PRIVATE and any(line.is_about_its_writer(each) for each in sure)
    if asked is Discretion.DOUBTFUL or mixed or weight < 0:
        return DiscretionReading(Discretion.DOUBTFUL, text)
    return DiscretionReading(asked, line.without(sure))


def weighed(text: str, *, said: bool = False) -> tuple[Sequence[str], Sequence[str]]:
    """Return what the weight of a text is made of: its words, and what else is known of it."""
    line = _Line(text)
    return line.words(), line.known(line.matches(), said=said)


def _agreed(matches: Sequence[_Match], sure: Sequence[_Match]) -> Discretion:
    """Return what the matches ask for together, a doubt when they are not sure or not one.

    A private question names its writer to the coordinators, one without a name shows its words to
    all: who may want both is asked.
    """
    named = [found for found in sure if found.row.asked is Asked.ANONYMOUS]
    surely = {found.row.asked for found in sure}
    perhaps = {found.row.asked for found in matches if not _says_more(found, named)}
    if not surely or (Asked.ANONYMOUS in perhaps and len(perhaps) > 1):
        return Discretion.DOUBTFUL
    return Discretion.ANONYMOUS if Asked.ANONYMOUS in surely else Discretion.PRIVATE


def _says_more(match: _Match, named: Sequence[_Match]) -> bool:
    """Tell whether a match is a part of one about the name: « ne mettez pas mon nom »."""
    return match.row.asked is not Asked.ANONYMOUS and any(
        each.start < match.end and match.start < each.end for each in named
    )


class _Line:
    """A text as one line of plain words, one space apart, and the way back to the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        line = f" {' '.join(token.plain for token in self._tokens)} "
        self._line = _DECLINED.sub(lambda found: "_" * len(found[0]), line)

    @cached_property
    def _starts(self) -> Sequence[int]:
        """Where each token stands in the line."""
        lengths = (len(token.plain) + 1 for token in self._tokens)
        return list(accumulate(lengths, initial=1))[:-1]

    @cached_property
    def _said(self) -> Sequence[int]:
        """Where the tokens stand that are more than fillers."""
        placed = zip(self._tokens, self._starts, strict=True)
        return [place for token, place in placed if not _is_filler(token.plain)]

    @cached_property
    def _doubts(self) -> Sequence[int]:
        """Where the tokens stand that were corrected one slip too far."""
        placed = zip(self._tokens, self._starts, strict=True)
        return [place for token, place in placed if token.doubtful]

    def words(self) -> Sequence[str]:
        return self._line.split()

    def known(self, matches: Sequence[_Match], *, said: bool) -> list[str]:
        """Return what is weighed beside the words: the phrases found, and where it was said.

        Those inside say nothing more where one stands at an edge: « privé : la vie privée ».
        """
        edge = [each for each in matches if self._opens(each.start) or self._closes(each.end)]
        marks = {mark for match in edge or matches for mark in self._marks(match)}
        return ([SAID] if said else []) + sorted(marks)

    def _marks(self, match: _Match) -> Iterable[str]:
        """Give what is asked, how surely and where; at an edge, what sort of word is beside it."""
        how = f"~{match.row.sureness.value} {match.row.asked.value}"
        opens, closes = self._opens(match.start), self._closes(match.end)
        place = "apart" if self._is_apart(match) else "at an edge" if opens or closes else "inside"
        yield how
        yield f"{how} {place} {'surely' if self.is_sure(match) else 'perhaps'}"
        if opens:
            anew = self._stands(self._around(match)[1], match.end)
            anew = anew or self._following(match.end)[:1].isupper()
            following = [*self._line[match.end :].split(maxsplit=1), "$"][0]
            yield f"{how} first {'anew' if anew else kind(following)}"
        if closes:
            mark = "?" if "?" in self._text[self._span(match.start, match.end)[1] :] else ""
            yield f"{how} last {kind(self._word_before(match))} {mark}"

    def _is_apart(self, match: _Match) -> bool:
        """Tell whether a match begins the text, or closes it with nothing else in its part."""
        opens = self._opens(match.start)
        if match.row.sureness is not Sureness.CLAUSE and opens:
            return True
        return self._is_alone(match) and (opens or self._closes(match.end))

    def matches(self) -> Sequence[_Match]:
        """Return the ways to ask at both ends of the text, and between them if it is short."""
        line, size = self._line, len(self._line)
        spans = [(0, size)] if size <= 2 * EDGE else [(0, EDGE), (size - EDGE, size)]
        return [
            _Match(row, each.start(), each.end())
            for row in ROWS
            for start, end in spans
            for each in row.pattern.finditer(line, start, end)
        ]

    def is_about_its_writer(self, match: _Match) -> bool:
        """Tell whether a wish that is not for no name speaks of a name, or of who asks."""
        before, after = self._around(match)
        words = f"{before} {self._line[match.start : match.end]} {after}".split()
        return any("name" in concepts(word) for word in words) or (
            match.row.asked is Asked.EITHER and not {"qui", "moi"}.isdisjoint(words)
        )

    def is_loose_first(self, match: _Match) -> bool:
        """Tell whether a match begins the text and is no part of what follows it."""
        tied = kind(self._word_before(match)) == "the" or _TIES.match(self._line, match.end)
        return self._opens(match.start) and not tied

    def _word_before(self, match: _Match) -> str:
        """Return the word or sign before a match, « ^ » where it begins the text."""
        return ["^", *self._line[: match.start].rsplit(maxsplit=1)][-1]

    def is_sure(self, match: _Match) -> bool:
        """Tell whether a match is obeyed where it stands."""
        if self._slipped_too_far(match):
            return False
        before, after = self._around(match)
        alone_before, alone_after = _is_filler(before), _is_filler(after)
        first = alone_before and self._opens(match.start)
        last = alone_after and self._closes(match.end)
        vague = match.row.asked is Asked.EITHER and match.row.sureness is Sureness.WORD
        listed = vague and self._line.startswith(" ,", match.end)
        if listed or _EITHER_WAY.match(self._line, match.end):
            return False
        if alone_before and alone_after:
            return not _DEFINES.match(self._line[match.end :]) and (
                first or last or match.row.sureness is not Sureness.WORD or self._bracketed(match)
            )
        hedged = _HEDGE.search(before) is not None
        match match.row.sureness:
            case Sureness.CLAUSE:
                return not hedged
            case Sureness.PHRASE:
                return (first and self._stands(after, match.end)) or (last and not hedged)
            case _:
                return first and not vague and self._stands(after, match.end)

    def without(self, matches: Sequence[_Match]) -> str:
        """Return the text without the matches that stand apart, at the start or at the end.

        A request that is woven into the sentence stays: without it the rest would not read.
        """
        woven = [match for match in matches if self._is_woven(match)]
        cut = [
            self._cut(match)
            for match in matches
            if self._is_alone(match)
            or not any(each.start < match.end and match.start < each.end for each in woven)
        ]
        text = self._text
        for start, end in _merged(cut, reverse=True):
            text = _joined(text[:start], text[end:])
        return text.strip()

    def _is_alone(self, match: _Match) -> bool:
        return all(_is_filler(words) for words in self._around(match))

    def _is_woven(self, match: _Match) -> bool:
        return match.row.sureness is Sureness.CLAUSE and not self._is_alone(match)

    def _cut(self, match: _Match) -> tuple[int, int]:
        before, after = self._around(match)
        start, end = match.start, match.end
        if self._is_alone(match):
            start -= len(before.lstrip()) if not _GREETS.search(before) else 0
            end += len(after.rstrip())
        elif thanks := _THANKS.match(self._line, end):
            end = thanks.end()
        return self._span(start, end)

    def _span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the words between two places of the line stand in the text."""
        first = bisect_right(self._starts, start) - 1
        if first < 0 or self._starts[first] + len(self._tokens[first].plain) <= start:
            first += 1
        last = bisect_left(self._starts, end) - 1
        return self._tokens[first].start, self._tokens[last].end

    def _around(self, match: _Match) -> tuple[str, str]:
        """Return the words of the same part of the sentence, before and after a match."""
        line, start, end = self._line, match.start, match.end
        opened = max(line.rfind("|", 0, start), line.rfind(",", 0, start)) + 1
        closed = min(
            found for found in (line.find("|", end), line.find(",", end), len(line)) if found >= 0
        )
        return line[opened:start], line[end:closed]

    def _opens(self, place: int) -> bool:
        """Tell whether nothing of the sentence stands before a place."""
        return not self._said or self._said[0] >= place

    def _closes(self, place: int) -> bool:
        return not self._said or self._said[-1] < place

    def _stands(self, after: str, place: int) -> bool:
        """Tell whether what follows a match is a sentence without it: else it was its topic."""
        return _OPENS_A_SENTENCE.match(after) is not None or self._begins_anew(place)

    def _begins_anew(self, place: int) -> bool:
        """Tell whether the word at a place begins a sentence: « anonyme Où imprimer ? »."""
        typed = self._following(place)
        return typed == "où" or (typed[:1].isupper() and not typed[1:].isupper())

    def _following(self, place: int) -> str:
        """Return what is typed after a place, as one word or sign."""
        after = bisect_right(self._starts, place)
        tokens = self._tokens[after : after + 1]
        return "".join(self._text[token.start : token.end] for token in tokens)

    def _bracketed(self, match: _Match) -> bool:
        """Tell whether a word stands between full separators, not in a list between commas."""
        before, after = self._line[: match.start], self._line[match.end :]
        return before.endswith("| ") and after.startswith(" |")

    def _slipped_too_far(self, match: _Match) -> bool:
        return any(match.start <= place < match.end for place in self._doubts)


def _tokens(text: str) -> list[_Token]:
    text = _SPACED.sub(_closed_up, text)
    found: list[_Token] = []
    for each in _TOKEN.finditer(text):
        start, end = each.span()
        if each["word"]:
            tag = start > 0 and text[start - 1] == "#"
            for first, last, plain in _words_of(each["word"], text[end : end + 1], tag=tag):
                found.append(_Token(plain.word, start + first, start + last, plain.doubtful))
            if tag:
                found.append(_Token("|", end, end))
        elif each["link"]:
            found.append(_Token("|", start, end))
        elif each["face"]:
            found.append(_Token("|", start, start))
            found.append(_Token(_FACES.get(each["face"], each["face"]), start, end))
            found.append(_Token("|", end, end))
        elif each["soft"]:
            found.append(_Token(",", start, end))
        else:
            found.append(_Token("|", start, end))
    return found


@lru_cache(maxsize=8_192)
def _words_of(typed: str, after: str, *, tag: bool) -> Sequence[tuple[int, int, Spelt]]:
    """Split what is typed as one word: at apostrophes, hyphens, capitals inside a hashtag.

    `after` is the character that follows it. What an apostrophe shortens is left as it is.
    """
    pattern = _CAMEL if tag and not (typed.isupper() or typed.islower()) else _PARTS
    found = []
    for part in pattern.finditer(typed):
        word = spaced(part[0].replace(_JOINER, ""))
        elided = (typed + after)[part.end() : part.end() + 1] in _APOSTROPHES
        named = _is_given_name(word, part[0])
        found.append((part.start(), part.end(), _spelt(word, elided=elided, named=named)))
    return found


def _spelt(word: str, *, elided: bool, named: bool) -> Spelt:
    if named:
        return Spelt(SOMEBODY)
    return Spelt(word) if elided else spelt(word)


def _is_given_name(word: str, typed: str) -> bool:
    """Tell whether a word names someone; one that is a common word too does with a capital."""
    return word in GIVEN_NAMES and (typed[0].isupper() or word not in ORDINARY)


def _closed_up(found: re.Match[str]) -> str:
    """Return « a n o n y m e » as one word, as long as it was."""
    return found[0].replace(" ", _JOINER)


def _is_filler(words: str) -> bool:
    return _FILLER.fullmatch(words.strip()) is not None


def _joined(before: str, after: str) -> str:
    """Join what stood around a cut, without the marks that held it apart."""
    before = _LEFT_OVER_BEFORE.sub("", _POSTSCRIPT.sub("", before))
    after = _LEFT_OVER_AFTER.sub("", after)
    if before.strip() and after.strip():
        gap = "" if after.startswith((",", ".")) else " "
        return f"{before.rstrip()}{gap}{after.lstrip()}"
    return before or after


def _merged(spans: Sequence[tuple[int, int]], *, reverse: bool) -> Sequence[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged[::-1] if reverse else merged


_TOKEN = lazy_pattern(
    r"(?P<link>https?://\S+|<?@[\w.-]+>?)"
    r"|(?P<word>[^\W_](?:[^\W_]|[\u0300-\u036f\u2060]|['’ʼ_](?=\w)|[-‐‑](?=\w))*)"
    r"|(?P<face>[🤫🤐🙊🕵🥷🔒🔐🙈]|:(?:lock|closed_lock_with_key|shushing_face|zipper_mouth_face|"
    r"speak_no_evil|see_no_evil|ninja|detective):)"
    r"|(?P<soft>,)"
    r"|(?P<hard>[.;:!?…\n()\[\]{}<>|/\\=→#—–•]|(?<=\s)[-*](?=\s)|"
    r"[\U0001F000-\U0001FAFF\u2600-\u27bf])"
)
_FACES = {
    ":lock:": "🔒",
    ":closed_lock_with_key:": "🔐",
    ":shushing_face:": "🤫",
    ":zipper_mouth_face:": "🤐",
    ":speak_no_evil:": "🙊",
    ":see_no_evil:": "🙈",
    ":ninja:": "🥷",
    ":detective:": "🕵",
}
"""Faces as the chat writes them."""

_APOSTROPHES = tuple("'’ʼ")
_JOINER = "\u2060"
_SPACED = lazy_pattern(r"\b(?:[^\W\d_] ){4,}[^\W\d_]\b")
_PARTS = lazy_pattern(r"(?:[^\W_]|\u2060)+")
_CAMEL = lazy_pattern(r"[A-ZÀ-Ý]?[^\W_A-ZÀ-Ý]+|[A-ZÀ-Ý]+(?![a-zà-ÿ])")
_FILLER_WORDS = (
    r"bonjour|bonsoir|salut|coucou|hello|hi|cc|svp|merci|s il|il|vous|te|plait|si|possible|de|"
    r"preference|preferablement|question|questions|message|besoin|demande|courroie|ps|nb|p|s|n|b|"
    r"attention|urgent|important|voila|alors|euh|ok|bon|hein|dis|dites|moi|en|ma|mon|une|un|la|le|"
    r"l|ce|cette|est|c est|c|pose\w*|depose\w*|publie\w*|a|au|a poser|tres|d avance|cordialement|"
    r"bien|note|info|pour|car|donc|mais|et|que|qu|je|j|on|tous|toutes|ici|obligatoire|absolument|"
    r"absolu\w*|demande|exige\w*|souhaite\w*|requis\w*|merciii*|plutot|surtout|juste|tag|"
    r"version|mode|"
    r"totalement|strictement|reponse|proposition|idee|type|statut|visibilite|option|ca|reste|"
    r"rester|ou|pseudo|comme|tu|veux|voulez|tout|lol|mdr|madame|monsieur|untel|la coordo|"
    r"coordo|"
    r"pitie|vraiment|ceci|cela|par|avance|beaucoup|oui|non|please|thanks|thx|pas"
)
_FILLER = lazy_pattern(rf"(?:(?:{_FILLER_WORDS}|\||,|\d{{1,2}}|[🤫🤐🙊🕵🥷🔒🔐🙈])(?: +|$))*")
_GREETS = lazy_pattern(r"bonjour|bonsoir|salut|coucou|hello")
_THANKS = lazy_pattern(r" (?:svp|merci)(?= )")
_OPENS_A_SENTENCE = lazy_pattern(
    r" *(?:(?:svp|merci) )?(?:comment|quels?|quelles?|qui|que|qu|quoi|ou|quand|combien|pourquoi|"
    r"est ce|existe|peut|je|j|on|nous|ils?|elles?|c est|ca|y a|avez|connaiss\w*|savez|voici|voila|"
    r"bonjour|bonsoir|salut|quelqu un|mon|ma|mes|notre|nos|"
    r"une? (?:usager|usagere|dame|monsieur|collegue|question|personne))"
    r"(?= |$)"
)
"""How a sentence begins; « anonymiser une liste », « mode privé du navigateur » are topics."""
_TIES = lazy_pattern(
    r" (?:(?:de|du|des|d|au|aux|a|l|sur|pour|dans|par|en|avec|sans|et|ou|est|sont|comme|[|,])(?= )|"
    r"$)"
)
"""What makes of a first word the topic of the rest, or leaves no rest."""
_DEFINES = lazy_pattern(
    r"(?: [|,])* (?:(?<=, )(?:ce|cet|cette|ces) |c est (?:quoi|qui|possible|a dire|ici)|"
    r"ca veut|qu est ce que (?:c|ca)|kesako|"
    r"quesaco|quelle difference|definition|public)"
)
_DECLINED = lazy_pattern(
    r"(?<= )(?:(?:pas|inutile|nul) (?:besoin )?(?:d |de |que )?(?:etre |rester |l )?"
    r"(?:anonyme|anonymat|anonymement|confidentiel\w*|secrete?|discret)|rien de "
    r"(?:secret|confidentiel|prive))(?= )"
)
_EITHER_WAY = lazy_pattern(r" ou (?:pas|non)(?= )")
_HEDGE = lazy_pattern(
    r"(?<= )(?:comment|faire pour|possible (?:de|d|que)|moyen (?:de|d|que)|peut on|peut il|"
    r"peut elle|"
    r"existe|quelqu un sait|tuto|apprendre|empecher|expliquer|que faire|faire en sorte)(?= )"
)
_POSTSCRIPT = lazy_pattern(r"(?:^|(?<=\s))(?:PS|P\.S\.?|NB)\s*[:.,]?\s*$", re.IGNORECASE)
_LEFT_OVER_BEFORE = lazy_pattern(r"[\s,;:(\[{<#«\"“*_/—–-]+$")
_LEFT_OVER_AFTER = lazy_pattern(r"^[\s,;:.!)\]}>»\"”*_/—–-]+")
