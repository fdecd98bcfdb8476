"""Reads notes, or a transcript: its sentences in their order, without who said them.

A file is bytes that a stranger may have made: it is read as text, and never trusted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

from bot.core.errors import Refusal
from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.french.text import tidied

LONGEST = 200_000
"""Characters of a text that are read: a meeting of three hours has some 150,000."""

MOST = 4_000
"""Sentences of it."""

_LONG = 45
"""Words from which a sentence without a point is cut where it turns."""

_MOST_WORDS, _WORD = 80, 100
"""Words of a sentence, and letters of a word, whatever was written."""

ITEM = "- "
"""What a line of a list begins with."""

_CUE = 35
"""Words up to which what one person says over several lines is one sentence."""

NOT_A_RECORD = Refusal(
    "not a record of a meeting",
    reply="Je lis du texte : un fichier .vtt, .md ou .txt (UTF-8), ou des notes collées dans le "
    "formulaire. Je n'ai rien gardé de celui-ci.",
)

LONG_RECORD = Refusal(
    "record too long",
    reply="Ces notes dépassent 200 000 caractères, et je n'en ai rien gardé. Donnez-en une partie, "
    "triez ce que j'en propose, puis donnez la suite.",
)


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """The sentences of a record, and whether they are what people said, word for word.

    In notes, what begins a line of a list begins with `ITEM`.

    >>> read("- Acté : on garde Tchap. Karim prévient tout le monde.").said[1]
    'Karim prévient tout le monde.'
    """

    said: Sequence[str]
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

    Raises NOT_A_RECORD for what holds no words or is no text, LONG_RECORD.
    """
    if len(text) > LONGEST:
        raise LONG_RECORD()
    if text.startswith(_OTHER_FORMATS) or "\0" in text or len(_CONTROL.findall(text)) > _STRAY:
        raise NOT_A_RECORD()
    text = tidied(text.replace("\ufeff", ""))
    cues = text[: len(_CUES)].upper() == _CUES
    written = _cues(text) if cues else [one for line in text.split("\n") for one in _apart(line)]
    lines = [each for each in map(_plain, written) if _WORDS.search(each)]
    timed = sum(_TIMED.match(each) is not None for each in lines)
    cut = sum("-->" in each or _VOICE.match(each) is not None for each in written)
    certain = cues or cut >= _FEWEST or (timed >= _FEWEST and timed * 3 >= len(lines))
    untimed = [_TIMED.sub("", each).strip() for each in lines]
    labels = _labels(untimed)
    transcribed = certain or bool(labels)
    said = _spoken(untimed, labels, certain=certain) if transcribed else _listed(written)
    found = [each for one in said for each in _sentences(one) if _WORDS.search(each)]
    if not found:
        raise NOT_A_RECORD()
    return ReadRecord(found[:MOST], transcribed)


def _cues(text: str) -> Sequence[str]:
    """Return what each cue says, who says it before it."""
    import webvtt  # noqa: PLC0415  a start needs none of it

    try:
        captions = webvtt.from_string(_CUES + text[len(_CUES) :]).captions
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError) as error:
        raise NOT_A_RECORD() from error
    said = [(each.voice, " ".join(each.text.split())) for each in captions]
    return [f"{voice} : {words}" if voice else words for voice, words in said]


def _apart(line: str) -> Sequence[str]:
    """Return what is said in a line, in one that holds many times as if each began a line."""
    said = _BEFORE_TIME.split(line)
    return said if len(said) > _FEWEST else (line,)


def _listed(written: Sequence[str]) -> Iterator[str]:
    """Give the lines of notes; those of a list keep one mark of it."""
    for line in written:
        plain = _plain(line)
        if _WORDS.search(plain):
            yield f"{ITEM}{plain}" if _OF_A_LIST.match(line) else plain


def _plain(line: str) -> str:
    """Return a line without marks nor tags, « <v Karim> » as « Karim : »."""
    line = _VOICE.sub(r"\g<who> : ", unescape(line))
    return _MARKS.sub("", _TAG.sub("", line).replace("**", ""))


class _Label(NamedTuple):
    """What a line begins with, the words after it, and whether it is a name."""

    who: str
    words: str
    named: bool


def _label(line: str) -> _Label | None:
    """Return who a line begins with, or is alone there; None for what tells what it is about."""
    found = _LABEL.match(line)
    who = fold(found["who"]).strip(" *_@") if found else ""
    if found is None or _SUBJECT.fullmatch(who):
        return None
    named = _NAME.fullmatch(found["who"].strip(" *_")) is not None
    if not (named or found["sign"].strip() or "\t" in found["sign"]):
        return None
    return _Label(_NUMBERED.sub(r"\1", who), line[found.end() :], named)


def _labels(lines: Sequence[str]) -> frozenset[str]:
    """Return the labels of a transcript: most lines have one, few of them are said once.

    Or there are fewer, names that are said several times. Notes have none: « ANTS : passer par… »
    tells what a line is about, « Décision : » what it is.
    """
    found = [each for each in map(_label, lines) if each]
    few = len(found) * 2 < len(lines)
    labels = Counter(each.who for each in found if each.named or not few)
    spoken = sum(labels.values())
    if spoken < _FEWEST or len(labels) * (3 if few else 2) > spoken:
        return frozenset()
    if few and (spoken * 5 < len(lines) or len(labels) == 1):
        return frozenset()
    return frozenset(labels)


def _spoken(lines: Sequence[str], labels: frozenset[str], *, certain: bool) -> Iterator[str]:
    """Give what is said, without who says it; what one goes on saying joins the line before."""
    speaker, whole = "", ""
    for line in lines:
        label, before, words = _label(line), speaker, line
        name = label and label.named and (label.words or " " in label.who)
        if label and (label.who in labels or (certain and name)):
            speaker, words = label.who, label.words
        joined = f"{whole} {words}".strip()
        goes_on = whole and not _ENDED.search(whole[-_TAIL:])
        if speaker == before and goes_on and len(joined.split()) <= _CUE:
            whole = joined
        else:
            yield whole
            whole = words
    yield whole


_FEWEST = 4


def _sentences(said: str) -> Iterator[str]:
    """Give the sentences of what was said at once, a very long one in pieces."""
    for sentence in _END.split(said):
        short = len(sentence.split()) <= _LONG
        for piece in (sentence,) if short else _TURN.split(sentence):
            words = [each[:_WORD] for each in piece.split()]
            for start in range(0, len(words), _MOST_WORDS):
                yield " ".join(words[start : start + _MOST_WORDS])


_CUES = "WEBVTT"
_OTHER_FORMATS = ("{\\rtf", "%PDF", "PK\x03\x04")
_CONTROL = lazy_pattern(r"[\x00-\x08\x0e-\x1f]")
_STRAY = 4
"""Characters that stand in no text, and that some editors leave behind in one."""

_TAIL = 20
"""Characters of a text in which its last sign is looked for."""

_TAG = lazy_pattern(r"</?[^\W\d_][^<>:@\n]{0,80}>")
_VOICE = lazy_pattern(r"\s{0,9}<(?:v[ .])?(?P<who>[A-ZÀ-Ý][^<>:@\n]{0,80})>")
_MARKS = lazy_pattern(r"^[\s>#*+\-–•·.]*(?=\S)")
_OF_A_LIST = lazy_pattern(r"\s*[-–•·*+]\s")
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?(?:\s?-->\s?[\d:.,]{4,14})?"
_BEFORE_TIME = lazy_pattern(r"\s(?=[\[(]\d{1,2}:\d\d(?::\d\d)?[\])]\s)")
_TIMED = lazy_pattern(
    rf"(?:[\[(]{_CLOCK}[\])]|\d{{1,2}}:\d\d:\d\d(?:[.,]\d+)?(?=\s|$)|{_CLOCK}$)"
    r"(?:\s{0,3}[-–]\s)?"
)
_LABEL = lazy_pattern(
    r"(?:\[[^\]]{1,30}\]\s{0,3}(?=[^\W\d_])|\d{1,2}:\d\d\s{0,3}(?:[-–]\s)?)?"
    r"(?:De\s{1,2}(?=[^:\n]{1,60}:))?[\[@]?(?P<who>[^\W\d_][^:—\[\]\n\t]{0,48}?)\]?"
    r"(?P<sign>\s{0,2}[:—–>](?:\s+|$)|\s-\s+(?![^:\n]{1,40}:\s)|\t\s*|\s*$)"
)
_WORD_OF_NAME = r"(?:[^\W\d_a-zà-ÿ](?:[\w.'’-]*\w|\.)?|d[eu]|la|le|\d{1,3}|\(.{1,30}\))"
_NAME = lazy_pattern(rf"{_WORD_OF_NAME}(?:\s{{1,2}}{_WORD_OF_NAME}){{0,4}}")
_NUMBERED = lazy_pattern(
    r"^(intervenante?|locut(?:eur|rice)|orat(?:eur|rice)|participante?|personne|voix|micro|speaker|"
    r"invitee?|user)[\s_]*\d{1,3}$"
)
_SUBJECT = lazy_pattern(
    r"(?:decisions?|decide|actions?|actes?|acte|a faire|to ?do|infos?|informations?|questions?|q|"
    r"reponses?|rep|r|rappels?|points?|notes?|nb|ps|dates?|lieux?|suites?|besoins?|idees?|actus?|"
    r"actualites?|themes?|sujets?|parties?|attention|important|resume|conclusion|ordre du jour)"
    r"(?:\s?(?:n°\s?)?\d{1,3})?"
)
_ENDED = lazy_pattern(r"[.!?…]\W*$")
_END = lazy_pattern(r"(?<=[^\W\d_]{3}[.!?…])\s+|(?<=[)»\d°%€][.!?…])\s+|(?<=[!?…])\s+|\n")
_TURN = lazy_pattern(
    r"\s(?:->|→|–|-|;)\s|\s\((?=\w)|(?<=[a-zé]{3}),\s(?=et\s|mais\s|donc\s|puis\s)"
)
_WORDS = lazy_pattern(r"[^\W\d_]{2}")
