"""Reads notes, or a transcript: its sentences in their order, without who said them.

A file is bytes that a stranger may have made: it is read as text, and never trusted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from re import Match

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

_CUE = 35
"""Words up to which what one person says over several cues is one sentence."""

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

    Raises NOT_A_RECORD for what holds no words or is no text, LONG_RECORD.
    """
    if len(text) > LONGEST:
        raise LONG_RECORD()
    if text.startswith(_OTHER_FORMATS) or "\0" in text or len(_CONTROL.findall(text)) > _STRAY:
        raise NOT_A_RECORD()
    text = tidied(text.replace("\ufeff", ""))
    cues = text[: len(_CUES)].upper() == _CUES
    turns, transcribed = (_cues(text), True) if cues else _lines(text)
    found = [
        Sentence(" ".join(each.split()), turn)
        for turn, said in enumerate(turns)
        for each in _sentences(said)
        if _WORDS.search(each)
    ]
    if not found:
        raise NOT_A_RECORD()
    return ReadRecord(found[:MOST], transcribed)


def _cues(text: str) -> Iterator[str]:
    """Give what each cue says; one that goes on with the sentence of the one before joins it."""
    import webvtt  # noqa: PLC0415  a start needs none of it

    try:
        captions = webvtt.from_string(_CUES + text[len(_CUES) :]).captions
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError) as error:
        raise NOT_A_RECORD() from error
    cues = [(each.voice or "", _bare(" ".join(each.text.split()))) for each in captions]
    labels, before, whole = _labels([said for _, said in cues]), "", ""
    for voice, said in cues:
        found = None if voice else _LABEL.match(said)
        found = found if found and (_who(found) in labels or _spoken(said)) else None
        words = said[found.end() :] if found else said
        speaker = voice or (_who(found) if found else before)
        joined = f"{whole} {words}".strip()
        if speaker == before and not _ends(whole) and len(joined.split()) <= _CUE:
            whole = joined
        else:
            yield whole
            whole = words
        before = speaker
    yield whole


def _lines(text: str) -> tuple[Iterator[str], bool]:
    """Return what each line says, of a transcript without who speaks; whether it is one.

    Someone stands before what they say, or alone on the line above.
    """
    written = [each for line in text.split("\n") for each in _apart(line)]
    lines = [_MARKS.sub("", _bare(line)) for line in written]
    filled = [line for line in lines if line.strip()]
    labels, heads = _labels(filled), _heads(filled)
    timed = sum(map(bool, map(_TIMED.match, filled)))
    cut = sum("-->" in line or bool(_VOICE.match(line)) for line in written)
    certain = bool(heads) or cut >= _FEWEST or (timed >= _FEWEST and timed * 3 >= len(filled))
    return _said(lines, labels, heads, certain=certain), certain or bool(labels)


def _apart(line: str) -> Sequence[str]:
    """Return what is said in a line, in one that holds many times as if each began a line."""
    said = _BEFORE_TIME.split(line)
    return said if len(said) > _FEWEST else (line,)


def _said(
    lines: Sequence[str], labels: frozenset[str], heads: frozenset[str], *, certain: bool
) -> Iterator[str]:
    for line in lines:
        head = _HEAD.fullmatch(line) if heads else None
        if head and (_who(head) in heads or (" " in _who(head) and _is_name(head))):
            continue
        found = _LABEL.match(line)
        if found and (_who(found) in labels or (certain and _spoken(line))):
            line = line[found.end() :]  # noqa: PLW2901  the same line, without who speaks
        yield _TIMED.sub("", line) if certain else line


def _labels(lines: Sequence[str]) -> frozenset[str]:
    """Return the labels of a transcript: most lines have one, few of them are said once.

    Or there are fewer, each a name that is said several times. Notes have none: « ANTS : passer
    par… » tells what a line is about, « Décision : » what it is.
    """
    found = [each for line in lines if (each := _LABEL.match(line)) and _who(each)]
    labels = Counter(map(_who, found))
    spoken = sum(labels.values())
    named = sum(map(_is_name, found))
    few = spoken * 2 < len(lines)
    if spoken < _FEWEST or len(labels) * (3 if few else 2) > spoken:
        return frozenset()
    if few and (spoken * 5 < len(lines) or named < spoken or len(labels) == 1):
        return frozenset()
    return frozenset(labels)


def _heads(lines: Sequence[str]) -> frozenset[str]:
    """Return who stands alone on lines of a transcript, above what they say.

    Each is a name; a time is beside or below it, or it comes back, and they fill a third of the
    lines.
    """
    found: Counter[str] = Counter()
    timed: set[str] = set()
    for line, below in zip(lines, [*lines, ""][1:], strict=True):
        head = _HEAD.fullmatch(line)
        if head and _is_name(head):
            found[_who(head)] += 1
            if _TIME.search(line) or _TIME.fullmatch(below.strip()):
                timed.add(_who(head))
    heads = {who for who, times in found.items() if who in timed or times > 1}
    told = sum(found[who] for who in heads)
    return frozenset(heads if told >= _FEWEST and told * 3 >= len(lines) else ())


_FEWEST = 4


def _spoken(line: str) -> Match[str] | None:
    """Return the label that a line of a transcript begins with, if that is a name."""
    found = _LABEL.match(line)
    return found if found and _is_name(found) else None


def _is_name(found: Match[str]) -> bool:
    return _who(found) != "" and _NAME.fullmatch(found["who"].strip(" *_")) is not None


def _who(found: Match[str]) -> str:
    """Return who a label names, « intervenant » for any of them; "" for what tells of a line."""
    who = fold(found["who"]).strip(" *_@")
    return "" if _SUBJECT.fullmatch(who) else _NUMBERED.sub(r"\1", who)


def _bare(line: str) -> str:
    """Return a line without tags, « <v Karim> » or « <Karim> », nor signs written as codes."""
    return _TAG.sub("", unescape(line))


def _ends(said: str) -> bool:
    return not said or _ENDED.search(said[-_TAIL:]) is not None


def _sentences(said: str) -> Iterator[str]:
    """Give the sentences of what was said at once, a very long one in pieces."""
    for sentence in _END.split(said.replace("**", "")):
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
_VOICE = lazy_pattern(r"\s*<(?:v[ .]|[A-ZÀ-Ý])")
_MARKS = lazy_pattern(r"^[\s>#*+\-–•·.]*(?=\S)")
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?(?:\s?-->\s?[\d:.,]{4,14})?"
_TIME = lazy_pattern(rf"[\[(]?{_CLOCK}[\])]?")
_BEFORE_TIME = lazy_pattern(r"\s(?=[\[(]\d{1,2}:\d\d(?::\d\d)?[\])]\s)")
_TIMED = lazy_pattern(
    rf"[*_]{{0,2}}(?:[\[(]{_CLOCK}[\])]|\d{{1,2}}:\d\d:\d\d(?:[.,]\d+)?(?=\s|$)|{_CLOCK}$)"
    r"[*_]{0,2}(?:\s{0,3}[-–]\s)?"
)
_LABEL = lazy_pattern(
    rf"[*_]{{0,2}}(?:(?:[\[(](?=[^\])]{{0,30}}[\d ])[^\])]{{1,30}}[\])]|{_CLOCK})"
    r"\s{0,3}(?:[-–]\s)?)?[*_\s]{0,4}(?:De\s{1,2}(?=[^:\n]{1,60}:))?"
    rf"[\[@]?(?P<who>[^\W\d_][^:—\[\]\n\t]{{0,48}}?)\]?(?:\s?[\[(]{_CLOCK}[\])])?"
    r"[*_]{0,2}(?:\s{0,2}(?::[*_]{0,2}|[—–>])(?:\s+|$)|\s-\s+(?![^:\n]{1,40}:\s)|\t\s*)"
)
_HEAD = lazy_pattern(
    rf"[*_]{{0,2}}(?:[\[(]?{_CLOCK}[\])]?\s{{0,3}}(?:[-–]\s)?)?"
    rf"(?P<who>[^\W\d_][^:\n]{{0,48}}?)[*_]{{0,2}}(?:\s{{0,3}}[\[(]?{_CLOCK}[\])]?)?"
    r"\s?:?[*_]{0,2}\s*"
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
