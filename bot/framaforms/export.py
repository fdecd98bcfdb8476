"""A form's export: what each sending answers, without anything of who sent it.

Columns are told by their headings and by what they hold, never by their place. What tells who
answered is dropped here, before anything is kept: the columns about the sending, those that ask
for a name or an address, and the lines that seem to carry someone's data.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.patterns import lazy_pattern
from bot.framaforms.asked import AskedQuestion, FilledColumn, asked
from bot.framaforms.cells import read_cells
from bot.framaforms.headings import read_headings
from bot.french.folding import fold
from bot.french.personal import personal_data
from bot.french.signatures import signatures
from bot.french.text import TEXT_LIMIT, tidied
from bot.french.themes import Themes

LINES_MOST = 300
"""Free lines that are taken of one file, the last ones: those of new sendings."""

READ_MOST = 120_000
"""Characters of these lines together: looking for personal data takes a second for as many."""

LINE_WORDS = 3
"""Words of the shortest line that says a need: « RAS », « non merci » do not."""

_HEADERS = 3
_NOT_DRAFT = frozenset({"", "0", "no", "non", "false", "faux"})
_WORD = lazy_pattern(r"[^\W\d_]{2,}|[cdjlmnstàày]['’]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeLine:
    """What someone wrote, under which question, and the theme that its words give away."""

    question: str
    text: str = field(repr=False)
    theme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSending:
    """What one sending answers: options or a number by question, free lines, their themes.

    `mark` is its number on Framaforms, or all its answers where the file has no numbers (and how
    many had the same before): it is hashed before it is kept.
    """

    mark: str = field(repr=False)
    chosen: Mapping[str, Sequence[str]]
    lines: tuple[FreeLine, ...]
    themes: frozenset[str]
    numbers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormExport:
    """What is taken of a file.

    `left_out` names the columns that tell who answered; `drafts` counts the sendings that were not
    finished, `unkept` the free lines that are too long, or seem to tell of someone, `bare` those
    that say too little or the same as another, and `beyond` the first ones, where there are too
    many to be taken.
    """

    title: str
    sendings: tuple[FormSending, ...]
    left_out: tuple[str, ...] = ()
    drafts: int = 0
    unkept: int = 0
    bare: int = 0
    beyond: int = 0


def read_export(content: bytes, themes: Themes) -> FormExport:
    """Read an exported file: its title, what each sending answers, and how much is left out.

    Drafts, and questions that tell who answers, are left out. Raises NOT_READ, MANY_ROWS,
    NOT_AN_EXPORT.
    """
    rows = read_cells(content)
    headings = read_headings(rows)
    filled = [row for row in rows[_HEADERS:] if any(each.strip() for each in row)]
    sent = [row for row in filled if fold(_cell(row, headings.draft)) in _NOT_DRAFT]
    columns = [
        FilledColumn(of=each, values=tuple(_cell(row, each.place) for row in sent))
        for each in headings.columns
    ]
    every = list(asked(columns))
    questions = [each for each in every if not _tells_who(each)]
    lines = _lines(questions, themes)
    options = {name for each in questions for chosen in each.chosen for name in chosen}
    theme_of = {name: themes.proposed(name) for name in options}
    marks = _marks([_cell(row, headings.sid) for row in sent], questions)
    return FormExport(
        title=headings.title,
        sendings=tuple(
            _sending(mark, place, questions, lines.kept.get(place, ()), theme_of)
            for place, mark in enumerate(marks)
        ),
        left_out=tuple(dict.fromkeys(each.name for each in every if each not in questions)),
        drafts=len(filled) - len(sent),
        unkept=lines.unkept,
        bare=lines.bare,
        beyond=lines.beyond,
    )


def _tells_who(question: AskedQuestion) -> bool:
    """Tell whether a question asks who answers, or seems to: « Votre référente » has names."""
    if question.asks_who:
        return True
    options = {name for chosen in question.chosen for name in chosen}
    return any(personal_data(each) for each in options)


@dataclass(slots=True)
class _Lines:
    """The free lines that are kept, by their sending's place, and how many are not: FormExport."""

    kept: dict[int, list[FreeLine]] = field(default_factory=dict)
    unkept: int = 0
    bare: int = 0
    beyond: int = 0


def _lines(questions: Sequence[AskedQuestion], themes: Themes) -> _Lines:
    """Take the free lines that say something, of the last sendings where they are too many."""
    every = sum(1 for each in questions for text in each.texts if text)
    written = sorted(_written(questions), key=lambda each: -each[0])
    found = _Lines(bare=every - len(written))
    room = READ_MOST
    for taken, (place, question, text) in enumerate(written):
        room -= min(len(text), TEXT_LIMIT)
        if taken == LINES_MOST or room < 0:
            found.beyond = len(written) - taken
            break
        if len(text) > TEXT_LIMIT or personal_data(text) or signatures(text, ()):
            found.unkept += 1
        else:
            line = FreeLine(question=question, text=text, theme=themes.proposed(text))
            found.kept.setdefault(place, []).append(line)
    return found


def _written(questions: Sequence[AskedQuestion]) -> Iterator[tuple[int, str, str]]:
    """Yield what was written by one person alone, in words: where, under what, and the text."""
    for each in questions:
        often = Counter(map(fold, each.texts))
        for place, text in enumerate(each.texts):
            if len(_WORD.findall(text)) >= LINE_WORDS and often[fold(text)] == 1:
                yield place, each.name, text


def _marks(sids: Sequence[str], questions: Sequence[AskedQuestion]) -> Iterator[str]:
    """Yield what each sending is known again by."""
    met = Counter[str]()
    for place, sid in enumerate(sids):
        mark = repr([(each.name, _answer(each, place), each.texts[place]) for each in questions])
        met[mark] += 1
        yield sid or f"{met[mark]} {mark}"


def _answer(question: AskedQuestion, place: int) -> object:
    return question.numbers[place] if question.numbers else question.chosen[place]


def _sending(
    mark: str,
    place: int,
    questions: Sequence[AskedQuestion],
    lines: Sequence[FreeLine],
    theme_of: Mapping[str, str],
) -> FormSending:
    chosen = {each.name: each.chosen[place] for each in questions if each.chosen[place]}
    named = [each.theme for each in lines]
    named += [theme_of[option] for options in chosen.values() for option in options]
    return FormSending(
        mark=mark,
        chosen=chosen,
        lines=tuple(lines),
        themes=frozenset(named) - {""},
        numbers={
            each.name: number
            for each in questions
            if each.numbers and (number := each.numbers[place]) is not None
        },
    )


def _cell(row: Sequence[str], place: int | None) -> str:
    return tidied(row[place]) if place is not None and place < len(row) else ""
