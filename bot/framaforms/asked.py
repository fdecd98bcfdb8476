"""What a form asked, from the columns of its export and from what these hold.

Several choices are one column each, with an X, or one cell with commas; a grid has a column a
line. The second row of headings names such a question above its first column only: what the
columns hold tells where it ends.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from bot.core.patterns import lazy_pattern
from bot.framaforms.headings import AnswerColumn, asks_who
from bot.french.folding import spaced

OPTIONS_MOST = 20
"""Different answers of a question that are still options: more are texts."""

OPTION_LIMIT = 80
"""Characters of an option."""

_GRID_MOST = 10
"""Different answers of a grid's line."""

_PARTS_MOST = 40
"""Different parts of cells with commas that are looked at: more are sentences."""

_NETWORK_ADDRESS = lazy_pattern(
    r"\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}", re.IGNORECASE
)
_NUMBER = lazy_pattern(r"-?\d{1,9}(?:[.,]\d{1,6})?")
_TICKS = frozenset({"X", "x"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledColumn:
    """A column, with each sending's cell in it."""

    of: AnswerColumn
    values: tuple[str, ...] = field(repr=False)

    @property
    def filled(self) -> Sequence[str]:
        """What was answered."""
        return [each for each in self.values if each]

    @property
    def ticked(self) -> bool:
        """Whether it is one of several choices, that some made."""
        return bool(self.filled) and _TICKS.issuperset(self.filled)

    @property
    def other(self) -> bool:
        """Whether it is the « Autre » that comes after the choices, as it was written."""
        return spaced(self.of.name).strip().startswith(("autre", "other"))


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question of a form, and each sending's answer to it.

    The options that were `chosen`, empty for a question that has none; what was written (`texts`);
    `numbers` where all are, () elsewhere. It `asks_who` answers where its words or its answers do.
    """

    name: str
    chosen: tuple[tuple[str, ...], ...] = field(repr=False)
    texts: tuple[str, ...] = field(repr=False)
    asks_who: bool = False
    numbers: tuple[float | None, ...] = field(default=(), repr=False)


def asked(columns: Sequence[FilledColumn]) -> Iterator[AskedQuestion]:
    """Yield the questions, in order."""
    for above, run in groupby(columns, key=lambda each: each.of.above):
        group = list(run)
        if above:
            yield from _of_group(above, group)
        else:
            yield from map(_plain, group)


def _of_group(above: str, group: Sequence[FilledColumn]) -> Iterator[AskedQuestion]:
    """Yield the question of which the name stands above, then those that merely come after."""
    if end := _ticked_end(group):
        yield _several(above, group[:end])
    elif (end := _grid_end(group)) > 1:
        for each in group[:end]:
            yield _one(f"{above} : {each.of.name}", each, asks_who=asks_who(above))
    else:
        first, end = group[0], 1
        name = first.of.name if first.of.name in {"", above} else f"{above} : {first.of.name}"
        yield _one(name or above, first, asks_who=_tells_who(name or above, first))
    yield from map(_plain, group[end:])


def _plain(column: FilledColumn) -> AskedQuestion:
    return _one(column.of.name, column, asks_who=_tells_who(column.of.name, column))


def _one(name: str, column: FilledColumn, *, asks_who: bool) -> AskedQuestion:
    options = _options(column.values)
    none: tuple[tuple[str, ...], ...] = ((),) * len(column.values)
    numbers = () if options else _numbers(column.values)
    texts = ("",) * len(column.values) if options or numbers else column.values
    return AskedQuestion(
        name=name, chosen=options or none, texts=texts, asks_who=asks_who, numbers=numbers
    )


def _several(name: str, columns: Sequence[FilledColumn]) -> AskedQuestion:
    """Return the question of some columns of choices, the text of « Autre » among them."""
    size = len(columns[0].values)
    chosen = tuple(
        tuple(each.of.name for each in columns if each.values[place]) for place in range(size)
    )
    written = [each for each in columns if each.other and not each.ticked]
    texts = tuple("".join(each.values[place] for each in written[-1:]) for place in range(size))
    return AskedQuestion(name=name, chosen=chosen, texts=texts, asks_who=asks_who(name))


def _tells_who(name: str, column: FilledColumn) -> bool:
    found = column.filled
    addresses = sum(_NETWORK_ADDRESS.fullmatch(each) is not None for each in found)
    return asks_who(name) or addresses * 2 > len(found)


def _ticked_end(group: Sequence[FilledColumn]) -> int:
    """Return how many columns are choices of the first: 0 where nobody ticked any."""
    end, ticked = 0, False
    for place, each in enumerate(group, start=1):
        ticked |= each.ticked
        if each.ticked or (each.other and ticked):
            end = place
        elif each.filled:
            break
    return end


def _grid_end(group: Sequence[FilledColumn]) -> int:
    """Return how many columns have answers in common with the first ones."""
    known = set(group[0].filled)
    end = 1
    for each in group[1:]:
        values = set(each.filled)
        marks = all(map(str.isdecimal, values | known))
        if len(values | known) > _GRID_MOST or len(values & known) * 2 < len(values) * (not marks):
            break
        known |= values
        end += 1
    return end if known else 1


def _options(values: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the options of each value, () where these are no choices.

    A cell with commas is cut where that gives fewer options than whole cells.
    """
    filled = [each for each in values if each]
    whole = Counter(filled)
    cut = _cut(whole) if any("," in each for each in whole) else {}
    parts = Counter(part for each in filled for part in cut.get(each, ()))
    if _are_options(parts) and len(parts) < len(whole):
        return tuple(tuple(dict.fromkeys(cut[each])) if each else () for each in values)
    if _are_options(whole):
        return tuple((each,) if each else () for each in values)
    return ()


def _numbers(values: Sequence[str]) -> tuple[float | None, ...]:
    """Return each value as a number, () where one of them is none."""
    filled = [each for each in values if each]
    if not filled or not all(map(_NUMBER.fullmatch, filled)):
        return ()
    return tuple(float(each.replace(",", ".")) if each else None for each in values)


def _are_options(counts: Counter[str]) -> bool:
    """Tell whether answers are so few, short and often given that they were to be chosen.

    « RAS » that many wrote makes no options of what the others said.
    """
    once = sum(count == 1 for count in counts.values())
    return (
        0 < len(counts) <= OPTIONS_MOST
        and counts.total() >= 2 * len(counts) >= 4 * once
        and all(len(each) <= OPTION_LIMIT for each in counts)
    )


def _cut(values: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Cut cells at commas, but for those inside an option: its parts never go one by one."""
    cut = {each: [part.strip() for part in each.split(",") if part.strip()] for each in values}
    if len({part for each in cut.values() for part in each}) > _PARTS_MOST:
        return {}
    while pair := _inseparable(cut.values()):
        cut = {value: _joined(parts, *pair) for value, parts in cut.items()}
    return cut


def _inseparable(cut: Iterable[Sequence[str]]) -> tuple[str, str] | None:
    after, before = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for each in cut:
        for one, other in pairwise(("", *each, "")):
            after[one].add(other)
            before[other].add(one)
    for one, others in after.items():
        other = next(iter(others))
        if one and other and len(others) == 1 and before[other] == {one}:
            return one, other
    return None


def _joined(parts: Sequence[str], one: str, other: str) -> list[str]:
    found: list[str] = []
    for part in parts:
        if part == other and found and found[-1] == one:
            found[-1] = f"{one}, {other}"
        else:
            found.append(part)
    return found
