"""Reads notes, or a transcript: its sentences in their order, without who said them.

A file is bytes that a stranger may have made: it is read as text, and never trusted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.errors import Refusal
from bot.core.patterns import lazy_pattern

LONGEST = 200_000
"""Characters of a text that are read: a meeting of three hours has some 150,000."""

MOST = 4_000
"""Sentences of it."""

_LONG = 45
"""Words from which a sentence without a point is cut where it turns."""

_MOST_WORDS, _WORD = 80, 100
"""Words of a sentence, and letters of a word, whatever was written."""

_CUE = 35
"""Words up to which what one person says over several cues is one sentence."""

NOT_A_RECORD = Refusal(
    "not a record of a meeting",
    reply="Je lis du texte : un fichier .vtt, .md ou .txt (UTF-8), ou des notes collées dans le "
    "formulaire. Je n'ai rien gardé de celui-ci.",
)

LONG_RECORD = Refusal(
    "record too long",
    reply="Ces notes dépassent 200 000 caractères, et je n'en ai rien gardé. Donnez-les en deux "
    "fois.",
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `turn` grows each time someone else speaks, or another note begins.

    >>> read("- Acté : on garde Tchap. Karim prévient tout le monde.").said[1].text
    'Karim prévient tout le monde.'
    """

    text: str
    turn: int


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """The sentences of a record, and whether they are what people said, word for word."""

    said: Sequence[Sentence]
    transcribed: bool


def decoded(content: bytes) -> str:
    """Return the text of a file, in whichever usual encoding it is."""
    try:
        return content.decode("utf-16" if content[:2] in _UTF_16 else "utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read(text: str) -> ReadRecord:
    """Return the sentences of a record, without labels of speakers, timings nor marks.

    Raises NOT_A_RECORD for what holds no words, LONG_RECORD.
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise NOT_A_RECORD()
    if len(text) > LONGEST:
        raise LONG_RECORD()
    cues = text.startswith("WEBVTT")
    turns = _cues(text) if cues else _lines(text)
    found = [
        Sentence(" ".join(each.split()), turn)
        for turn, said in enumerate(turns)
        for each in _sentences(said)
        if _WORDS.search(each)
    ]
    if not found:
        raise NOT_A_RECORD()
    speakers = cues or bool(_speakers([_MARKS.sub("", line) for line in text.split("\n")]))
    return ReadRecord(found[:MOST], speakers)


def _cues(text: str) -> Iterator[str]:
    """Give what each cue says; one that goes on with the sentence of the one before joins it."""
    import webvtt  # noqa: PLC0415  a start needs none of it

    try:
        captions = webvtt.from_string(text).captions
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError) as error:
        raise NOT_A_RECORD() from error
    cues = [(each.voice or "", " ".join(each.text.split())) for each in captions]
    speakers = _speakers([said for _, said in cues])
    before, whole = "", ""
    for voice, said in cues:
        label = _label(said) if not voice else ""
        words = said[_LABEL.match(said).end() :] if label in speakers else said  # type: ignore[union-attr]
        speaker = voice or (label if label in speakers else before)
        joined = f"{whole} {words}".strip()
        if speaker == before and not _ENDED.search(whole) and len(joined.split()) <= _CUE:
            whole = joined
        else:
            yield whole
            whole = words
        before = speaker
    yield whole


def _lines(text: str) -> Iterator[str]:
    """Give what each line says; of a transcript, without its speaker."""
    lines = [_MARKS.sub("", line) for line in text.split("\n")]
    speakers = _speakers(lines)
    for line in lines:
        found = _LABEL.match(line)
        yield line[found.end() :] if found and _label(line) in speakers else line


def _speakers(lines: Sequence[str]) -> frozenset[str]:
    """Return the labels of a transcript: most lines have one, few of them are said once.

    Notes have none: « ANTS : passer par… » tells what a line is about.
    """
    written = [line for line in lines if line.strip()]
    labels = Counter(label for line in written if (label := _label(line)))
    spoken = sum(labels.values())
    if spoken < _FEWEST or spoken * 2 < len(written) or len(labels) * 2 > spoken:
        return frozenset()
    return frozenset(labels)


_FEWEST = 4


def _label(line: str) -> str:
    found = _LABEL.match(line)
    return found["who"].strip(" *_") if found else ""


def _sentences(said: str) -> Iterator[str]:
    """Give the sentences of what was said at once, a very long one in pieces."""
    for sentence in _END.split(said.replace("**", "")):
        short = len(sentence.split()) <= _LONG
        for piece in (sentence,) if short else _TURN.split(sentence):
            words = [each[:_WORD] for each in piece.split()]
            for start in range(0, len(words), _MOST_WORDS):
                yield " ".join(words[start : start + _MOST_WORDS])


_MARKS = lazy_pattern(r"^[\s>#*+\-–•·.]*(?=\S)")
_LABEL = lazy_pattern(
    r"[*_]{0,2}(?:[\[(][^\])]{1,30}[\])]|\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?)?[*_\s]{0,4}"
    r"(?P<who>[^\W\d_][^:—\[\]\n]{0,48}?)[*_]{0,2}\s{0,2}(?::[*_]{0,2}|[—–])\s+"
)
_ENDED = lazy_pattern(r"[.!?…]\W*$|^$")
_END = lazy_pattern(r"(?<=[^\W\d_]{3}[.!?…])\s+|(?<=[)»\d°%€][.!?…])\s+|(?<=[!?…])\s+|\n")
_TURN = lazy_pattern(
    r"\s(?:->|→|–|-|;)\s|\s\((?=\w)|(?<=[a-zé]{3}),\s(?=et\s|mais\s|donc\s|puis\s)"
)
_WORDS = lazy_pattern(r"[^\W\d_]{2}")
