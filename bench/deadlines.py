"""How well the deadlines of calls are found in what is published, and what it costs.

`data/deadlines_by_others.json` holds articles invented by two hands that had not seen the rules,
each with its feed's theme and the deadlines that it tells; a third tell none. They are read as a
collection reads them, from markup to deadline. Its parts: *seen*, which was in front of whoever
wrote the rules, and *held*, which was not. What is told of each:

- *recall* of the deadlines of texts that do not name a call, that name one in their title, that
  name one in their text only;
- *precision*: of the deadlines that were found, the share that is right;
- *silent*: of the texts that tell none, the share where none is found, not even a doubtful one;
- *certain*: of the right ones, the share that everybody reads before a coordinator's yes;
- *certain and wrong*: how many of those are not told, or not for that moment.

The hands C and D were asked for whatever is answered by a date; all the others for what one applies
to: a survey, a job offer, a seat at an event tell nothing there, and are left alone in a feed that
speaks of a subject. The part *blind* was measured, never opened, never learnt from: it says what to
expect of feeds that nobody here has read. A and B were asked to be hard, `yy` and `zz` to write
what thirty followed feeds bring, as truly as they can. Weights of words (`deadlines/weighing.py`)
are learnt from all the others, so that what is told of those flatters us: `estimate` tells of each
hand what is read with weights learnt without it (`python -m bench.deadlines_training`). T to Z and
`aa` to `hh` were asked to be hard, and two honest readers would part on some: a right of
everybody's that is asked for until a day, « toute l'année », which their labels do not tell. `ii`
to `vv` write short and plain texts too, each with its bent; `ab` to `ar` near misses, but for `ah`,
`ai`, `ao` and `aq`, which are free of any. « ours », in `data/deadlines_training.json`, are what
tests once asked of rules.
Some labels are left as they were though we read them otherwise: a grant « sans date limite » is
permanent to us, and « 16 h (heure de La Réunion) » is four in the afternoon there, not in Paris.

`data/deadlines.json` is our own older set, and flatters us: its texts were written beside rules
that have gone, give no theme, and are learnt from. Texts in the style of those who publish calls
for projects, each with the deadlines that it tells; half of them tell none, and only look like it.
Its parts were written in turn: *open*, *held_out*, *other_hand*, *fourth*, *fifth*.

A deadline is right when its end is exactly right. What is told of each part:

- *precision*: of the deadlines that were found, the share that is right;
- *recall*: of the deadlines that are told, the share that was found;
- *starts*: of those that were found, the share whose first day is right too, or rightly absent.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from statistics import median
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from bot.veille.deadlines.passage import FoundDeadline
from bot.veille.deadlines.passages import may_tell, passages
from bot.veille.deadlines.reading import found_in
from bot.veille.fetching.item import FeedItem, article_of

ZONE = "Europe/Paris"
_DATA = Path(__file__).parent / "data"
_LABELLED = _DATA / "deadlines.json"
_BY_OTHERS = _DATA / "deadlines_by_others.json"
ESTIMATE = _DATA / "deadlines_estimate.json"
_LEARNT_FROM = _DATA / "deadlines_training.json"
_ROUNDS = 5
_HARD = 15
"""Hands, the first that weights were learnt from, that were asked to be hard."""

_LONG = 6_000
"""Characters of an article that are read."""

Part = Literal["open", "held_out", "other_hand", "fourth", "fifth"]


class Told(BaseModel):
    """A deadline as labelled: local times; no end when it is permanent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ends: datetime | None = None
    starts: date | None = None
    permanent: bool = False


class Labelled(BaseModel):
    """A text, when it was published, and the deadlines it tells."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    published: date
    deadlines: tuple[Told, ...]
    part: Part

    @property
    def at(self) -> datetime:
        """The moment of publication: the morning of that day."""
        return _morning(self.published)

    @property
    def lines(self) -> str:
        """The text, under an empty line when it has no title."""
        return self.text if "\n" in self.text else f"\n{self.text}"


class _Set(BaseModel):
    model_config = ConfigDict(extra="forbid")

    warning: str
    texts: tuple[Labelled, ...]


class Case(BaseModel):
    """An article by another hand, the theme of its feed, and the deadlines it tells."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    part: Literal["seen", "held", "blind", "learnt"]
    theme: str
    title: str
    text: str
    published: date
    deadlines: tuple[Told, ...]
    names_a_call: bool
    where: Literal["title", "text", "unnamed", "decoy", ""] = ""
    kind: str
    hand: str

    @property
    def at(self) -> datetime:
        """The moment of publication: the morning of that day."""
        return _morning(self.published)

    @property
    def naming(self) -> str:
        """Whether and where it names a call: `unnamed`, `title` or `text`, by its hand if said."""
        if self.where and self.where != "decoy":
            return self.where
        if not self.names_a_call:
            return "unnamed"
        return "title" if _NAMES_A_CALL.search(self.title) else "text"


_NAMES_A_CALL = re.compile(
    r"\bappels? [àa] (?:projets?|candidatures?|manifestations?|propositions?|initiatives?|communs?)"
    r"|\b(?-i:AAP|AMI|AAC)\b",
    re.IGNORECASE,
)


class _Cases(BaseModel):
    model_config = ConfigDict(extra="forbid")

    warning: str
    cases: tuple[Case, ...]


def cases() -> tuple[Case, ...]:
    """Read the articles by other hands."""
    return _Cases.model_validate_json(_BY_OTHERS.read_bytes()).cases


def learnt_from() -> tuple[Case, ...]:
    """Read the articles by the hands that weights are learnt from, and nothing else."""
    return _Cases.model_validate_json(_LEARNT_FROM.read_bytes()).cases


def collected(case: Case) -> tuple[FoundDeadline, ...]:
    """Return what a collection finds in an article."""
    return found_in(text_of(case), case.at, ZONE, case.theme)


def text_of(case: Case) -> str:
    """Return what a collection keeps of an article, its title first."""
    item = FeedItem(base="https://exemple.org/", title=case.title, texts=(case.text,))
    article = article_of(item)
    return "\n".join((article.title, *article.phrases)) if article else ""


def by_others(its: Sequence[Case]) -> Mapping[str, float]:
    """Return the figures of some articles: shares from 0 to 1, and how many are certain and wrong.

    A share of nothing is left out.
    """
    hits: Counter[str] = Counter()
    of: Counter[str] = Counter()
    certain_and_wrong = 0
    for case in its:
        found = collected(case)
        right = Counter(map(_end, map(_told, found))) & Counter(map(_end, case.deadlines))
        told = {_end(each) for each in case.deadlines}
        certain_and_wrong += sum(each.certain and _end(_told(each)) not in told for each in found)
        if not case.deadlines:
            of["silent"] += 1
            hits["silent"] += not found
        for name, some, out_of in (
            (f"recall_{case.naming}", right.total(), len(case.deadlines)),
            ("recall", right.total(), len(case.deadlines)),
            ("precision", right.total(), len(found)),
            (
                "certain",
                sum(each.certain and _end(_told(each)) in right for each in found),
                right.total(),
            ),
        ):
            hits[name] += some
            of[name] += out_of
    shares = {name: hits[name] / total for name, total in of.items() if total}
    return {**shares, "certain_and_wrong": certain_and_wrong}


def labelled() -> tuple[Labelled, ...]:
    """Read the labelled texts."""
    return _Set.model_validate_json(_LABELLED.read_bytes()).texts


def read(one: Labelled) -> tuple[Told, ...]:
    """Return what is found in a text, as a label says it."""
    return tuple(map(_told, found_in(one.lines, one.at, ZONE)))


def quality(texts: Sequence[Labelled]) -> tuple[float, float, float]:
    """Return precision, recall, and the share of right starts, from 0 to 1."""
    right = found = told = started = 0
    for one in texts:
        got = read(one)
        want = Counter(_end(each) for each in one.deadlines)
        right += (want & Counter(map(_end, got))).total()
        found += len(got)
        told += len(one.deadlines)
        started += len(set(got) & set(one.deadlines))
    return right / max(found, 1), right / max(told, 1), started / max(right, 1)


def figures() -> Iterable[tuple[str, float, str]]:
    """Give name, value and unit of each figure, those of other hands first."""
    yield from _figures_by_others()
    texts = labelled()
    parts: dict[Part, list[Labelled]] = {
        "held_out": [],
        "fifth": [],
        "other_hand": [],
        "fourth": [],
        "open": [],
    }
    for one in texts:
        parts[one.part].append(one)
    for part, its in parts.items():
        if its:
            precision, recall, starts = quality(its)
            yield f"deadlines_{part}_{len(its)}_precision", 100 * precision, "%"
            yield f"deadlines_{part}_{len(its)}_recall", 100 * recall, "%"
            yield f"deadlines_{part}_{len(its)}_starts", 100 * starts, "%"
    yield "deadlines_cost", median(_spent(texts) for _ in range(_ROUNDS)), "ms/text"
    yield "deadlines_article_left_unread", _left(_quiet()), "ms/text"
    yield "deadlines_article_without_a_date", _skimmed(_quiet()), "ms/text"
    yield "deadlines_article_with_dates", _skimmed(_busy(texts)), "ms/text"


def _figures_by_others() -> Iterable[tuple[str, float, str]]:
    everything = cases()
    blind_hands = {"true": ("yy", "zz"), "hard": ("A", "B")}
    for name, others in blind_hands.items():
        blind = [case for case in everything if case.part == "blind" and case.hand in others]
        yield from _figures(f"deadlines_blind_{name}_{len(blind)}", blind)
    yield from _estimated()
    for part, hands in product(("held", "seen"), ("CD", "LM", "NP", "Q", "RS")):
        its = [case for case in everything if case.part == part and case.hand in hands]
        if its:
            yield from _figures(f"deadlines_by_others_{part}_{hands}_{len(its)}", its)


def _figures(name: str, its: Sequence[Case]) -> Iterable[tuple[str, float, str]]:
    for what, value in by_others(its).items():
        counted = what == "certain_and_wrong"
        yield f"{name}_{what}", value if counted else 100 * value, "" if counted else "%"
    yield f"{name}_cost", median(_collecting(its) for _ in range(_ROUNDS)), "µs/text"


def _estimated() -> Iterable[tuple[str, float, str]]:
    """Tell of each group of hands what is read with weights learnt without them."""
    kept: Mapping[str, Mapping[str, float]] = json.loads(ESTIMATE.read_bytes())
    groups: dict[str, Sequence[str]] = {"CD": "CD", "LMNP": "LMNP", "QRS": "QRS"}
    learnt = list(dict.fromkeys(each.hand for each in learnt_from() if each.hand != "ours"))
    groups |= {"hard": learnt[:_HARD], "true": ["ah", "ai", "ao", "aq"], "learnt": learnt}
    for name, hands in groups.items():
        told = [kept[hand] for hand in hands]
        count = sum(each["articles"] for each in told)
        for what in dict.fromkeys(what for each in told for what in each if what != "articles"):
            its = [(each[what], each["articles"]) for each in told if what in each]
            if what == "certain_and_wrong":
                yield f"deadlines_estimate_{name}_{count}_{what}", sum(v for v, _ in its), ""
            else:
                share = sum(v * n for v, n in its) / sum(n for _, n in its)
                yield f"deadlines_estimate_{name}_{count}_{what}", 100 * share, "%"


def _collecting(its: Sequence[Case]) -> float:
    start = time.process_time()
    for case in its:
        collected(case)
    return (time.process_time() - start) / len(its) * 1e6


def _morning(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=8)


def _told(found: FoundDeadline) -> Told:
    ends = found.ends.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None) if found.ends else None
    return Told(ends=ends, starts=found.starts, permanent=found.permanent)


def _end(told: Told) -> tuple[datetime | None, bool]:
    return told.ends, told.permanent


def _spent(texts: Sequence[Labelled]) -> float:
    start = time.perf_counter()
    for one in texts:
        found_in(one.lines, one.at, ZONE)
    return (time.perf_counter() - start) / len(texts) * 1e3


def _skimmed(text: str) -> float:
    """Return the milliseconds that it takes to leave out all that is not dated."""
    spent = []
    for _ in range(200):
        start = time.perf_counter()
        passages(text)
        spent.append(time.perf_counter() - start)
    return median(spent) * 1e3


def _left(markup: str) -> float:
    """Return the milliseconds that it takes to leave an article as it is, without stripping it."""
    spent = []
    for _ in range(200):
        start = time.perf_counter()
        may_tell("", markup)
        spent.append(time.perf_counter() - start)
    return median(spent) * 1e3


def _quiet() -> str:
    said = (
        "Les 34 conseillers de l’agglomération accompagnent 1 200 habitants : « On vient pour un "
        "mot de passe, on revient pour le plaisir », dit l’une d’elles. "
    )
    return (said * 60)[:_LONG]


def _busy(texts: Sequence[Labelled]) -> str:
    return " ".join(one.text.replace("\n", " ") for one in texts)[:_LONG]
