"""The agenda of a meeting: its parts, what each holds, and how long it all takes.

Parts and items are known by their place as it is read: « 3 » is the third part, « 3.2 » its
second item. Nothing is changed in place: each edition returns another agenda.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Self, TypeVar

from bot.core.errors import Refusal
from bot.network.parts import DEFAULT_PARTS, MOST_MINUTES, PartKind, PartPlan
from bot.question.rules import Occasion, Question
from bot.veille.digest import Entry

_T = TypeVar("_T")

LEAST_MINUTES = 10
"""What a part keeps when an agenda is made to fit: less is no time to say anything."""

STEP_MINUTES = 5
"""Parts are made to fit by so many minutes: nobody plans 17 of them."""

QUESTION_MINUTES = 5
"""A set time for each question, as the founding text asks: answered on the spot, or deferred."""

NEWS_SHOWN = 8
"""Articles named under « actualité »: what twenty minutes can hold; the digest has them all."""

DEADLINES_SHOWN = 5
"""Deadlines named there too, before the articles: the nearest."""


class ItemKind(Enum):
    """What an item is: a question, an article, a deadline, an animation, or a point of its own."""

    QUESTION = "question"
    ARTICLE = "article"
    DEADLINE = "échéance"
    IDEA = "idée"
    POINT = "point"


class ItemState(Enum):
    """What became of an item during the meeting."""

    PENDING = "pending"
    DONE = "done"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One thing to speak of. `ref` is the number of the question, article, deadline or idea it is.

    `link` leads to it; of a point or an idea, to what it is held with: a board, a quiz.
    `minutes` is 0 when it has no time of its own; `owner` names someone, an account by « @ » and
    its id. What a question became in the meeting: its `answer`, given by `answered_by` (a chat
    user id), or the occasion it is deferred `to`, which is `settled` once the question is there.
    """

    kind: ItemKind
    text: str
    link: str = ""
    ref: int = 0
    minutes: int = 0
    owner: str = ""
    state: ItemState = ItemState.PENDING
    answer: str = ""
    answered_by: str = ""
    to: Occasion | None = None
    settled: bool = False

    @property
    def covered(self) -> bool:
        """Whether it was spoken of."""
        return self.state is ItemState.DONE

    @property
    def held_with_links(self) -> bool:
        """Whether its link is a tool to use (a board, a quiz), rather than what it tells of."""
        return self.kind in (ItemKind.POINT, ItemKind.IDEA)

    @property
    def identity(self) -> tuple[str, int]:
        """What tells it from the others, for those that come by themselves."""
        return (self.kind.value, self.ref)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPart:
    """A part of a meeting: its share of the slot, in minutes, and who leads it."""

    kind: PartKind
    title: str
    minutes: int
    owner: str = ""
    items: tuple[AgendaItem, ...] = ()

    @property
    def links(self) -> tuple[AgendaItem, ...]:
        """Its items that have the link of a tool to use during them."""
        return tuple(each for each in self.items if each.link and each.held_with_links)

    @property
    def name(self) -> str:
        """What it is called in short: its title up to a colon."""
        return self.title.partition(":")[0].strip()


def parts_of(plans: Iterable[PartPlan]) -> tuple[AgendaPart, ...]:
    """Return the parts of a meeting that is only planned: nothing is in them yet."""
    return tuple(
        AgendaPart(kind=each.kind, title=each.title, minutes=each.minutes) for each in plans
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """All the parts, in order; `dropped` are the items that were taken out and stay out."""

    parts: tuple[AgendaPart, ...] = parts_of(DEFAULT_PARTS)
    dropped: tuple[tuple[str, int], ...] = ()

    @property
    def items(self) -> tuple[AgendaItem, ...]:
        """All that is in its parts, in order."""
        return tuple(item for part in self.parts for item in part.items)

    @property
    def links(self) -> tuple[AgendaItem, ...]:
        """The items of all parts that have the link of a tool."""
        return tuple(item for part in self.parts for item in part.links)

    @property
    def minutes(self) -> int:
        """How long it all takes."""
        return sum(part.minutes for part in self.parts)

    def over(self, slot: int) -> int:
        """Return the minutes that the slot does not hold, 0 when all fits."""
        return max(0, self.minutes - slot)

    def filled(
        self,
        questions: Sequence[Question],
        news: Sequence[Entry],
        ideas: Sequence[AgendaItem] = (),
        deadlines: Sequence[AgendaItem] = (),
    ) -> Self:
        """Add what comes by itself and is not there yet.

        News: the first ones, as they are ranked.
        Questions: those deferred to this meeting, then by number of people concerned, then by
        age. Items that no longer wait are taken out, unless someone gave them a time or an owner;
        an idea bears its proposer's name, and goes all the same. A deadline is said with its date
        of today, and the article that it was read in is not told twice.
        """
        links = {item.link for item in deadlines if item.link}
        dated = {item.identity: item.text for item in deadlines}
        coming = {
            PartKind.NEWS: [
                *deadlines[:DEADLINES_SHOWN],
                *[_article(entry) for entry in news if entry.link not in links][:NEWS_SHOWN],
            ],
            PartKind.NEEDS: [_question(question) for question in _ordered(questions)],
            PartKind.WORKSHOP: list(ideas),
        }
        taken = {item.identity for item in self.items}
        parts = []
        for part in self.parts:
            wanted = coming.pop(part.kind, None)
            if wanted is None:
                parts.append(part)
                continue
            waiting = {item.identity for item in wanted}
            kept = [
                replace(item, text=dated.get(item.identity, item.text))
                for item in part.items
                if _stays(item, waiting)
            ]
            new = [
                item
                for item in wanted
                if item.identity not in taken and item.identity not in self.dropped
            ]
            parts.append(replace(part, items=(*kept, *new)))
        return replace(self, parts=tuple(parts))

    def unlisted(self, questions: Sequence[Question]) -> tuple[Question, ...]:
        """Return the questions that are not there and were not taken out, in their order."""
        known = {*(item.identity for item in self.items), *self.dropped}
        return tuple(each for each in _ordered(questions) if _question(each).identity not in known)

    def with_questions(self, questions: Sequence[Question]) -> Self:
        """Add the questions that are not there and were not taken out."""
        agenda = self
        for question in self.unlisted(questions):
            agenda = agenda.add(agenda.number_of(PartKind.NEEDS), _question(question))
        return agenda

    def without_questions(self, numbers: Collection[int]) -> Self:
        """Leave questions out; they may come again."""
        return self._with_items(
            lambda part: (
                item
                for item in part.items
                if item.kind is not ItemKind.QUESTION or item.ref not in numbers
            )
        )

    def part(self, number: int) -> AgendaPart:
        """Return the part at this place, from 1; raises NO_SUCH_PLACE."""
        if not 1 <= number <= len(self.parts):
            raise NO_SUCH_PLACE(place=number, parts=len(self.parts))
        return self.parts[number - 1]

    def number_of(self, kind: PartKind) -> int:
        """Return the number of the part of a kind: the last one's, when there is none."""
        kinds = [part.kind for part in self.parts]
        return kinds.index(kind) + 1 if kind in kinds else len(kinds)

    def add_part(self, title: str, minutes: int) -> Self:
        """Add a part at the end."""
        part = AgendaPart(kind=PartKind.FREE, title=title, minutes=minutes)
        return replace(self, parts=(*self.parts, part))

    def add(self, number: int, item: AgendaItem) -> Self:
        """Add an item at the end of a part."""
        part = self.part(number)
        return self._with(number, replace(part, items=(*part.items, item)))

    def remove(self, place: AgendaPlace) -> Self:
        """Take out a part, or an item; what came by itself does not come again.

        Raises ANSWER_STAYS.
        """
        part = self.part(place.part)
        for item in (self.item(place),) if place.item else part.items:
            if item.answer:
                raise ANSWER_STAYS(number=item.ref)
        if not place.item:
            rest = tuple(each for each in self.parts if each is not part)
            return replace(self, parts=rest)
        gone = self.item(place)
        dropped = self.dropped if gone.kind is ItemKind.POINT else (*self.dropped, gone.identity)
        items = tuple(each for each in part.items if each is not gone)
        return replace(self._with(place.part, replace(part, items=items)), dropped=dropped)

    def move(self, place: AgendaPlace, to: int) -> Self:
        """Put a part, or an item inside its part, at another place from 1; past the end: last."""
        if not place.item:
            part = self.part(place.part)
            return replace(self, parts=_moved(self.parts, part, to))
        item, part = self.item(place), self.part(place.part)
        return self._with(place.part, replace(part, items=_moved(part.items, item, to)))

    def resize(self, place: AgendaPlace, minutes: int) -> Self:
        """Set the length of a part or an item, in minutes; raises LENGTH_OUT_OF_BOUNDS."""
        if not 0 < minutes <= MOST_MINUTES:
            raise LENGTH_OUT_OF_BOUNDS(minutes=minutes)
        return self._changed(place, minutes=minutes)

    @property
    def lengths(self) -> tuple[int, ...]:
        """How long each part takes, in minutes."""
        return tuple(part.minutes for part in self.parts)

    def fitted(self, slot: int) -> tuple[int, ...]:
        """Return how long each part takes once they all fit into a slot, in proportion.

        By five minutes; none is cut below LEAST_MINUTES, even where the slot does not hold that.
        """
        least = [min(each, LEAST_MINUTES) for each in self.lengths]
        spare = [each - low for each, low in zip(self.lengths, least, strict=True)]
        room = max(0, slot - sum(least))
        shares = [each * room / max(1, sum(spare)) for each in spare]
        given = [int(each) // STEP_MINUTES * STEP_MINUTES for each in shares]
        for part in sorted(range(len(given)), key=lambda each: given[each] - shares[each]):
            given[part] += min(STEP_MINUTES, room - sum(given))
        return tuple(low + more for low, more in zip(least, given, strict=True))

    def resize_parts(self, lengths: Sequence[int]) -> Self:
        """Set the length of every part, in minutes; raises OTHER_PARTS, LENGTH_OUT_OF_BOUNDS."""
        if len(lengths) != len(self.parts):
            raise OTHER_PARTS(parts=len(self.parts))
        agenda = self
        for number, minutes in enumerate(lengths, start=1):
            agenda = agenda.resize(AgendaPlace(number), minutes)
        return agenda

    def entrust(self, place: AgendaPlace, owner: str) -> Self:
        """Give a part or an item to someone."""
        return self._changed(place, owner=owner)

    def rename(self, place: AgendaPlace, text: str) -> Self:
        """Change the title of a part, or the text of an item."""
        return self._changed(place, **({"text": text} if place.item else {"title": text}))

    def reword(self, place: AgendaPlace, text: str) -> Self:
        """Change an item's text, and remove its link."""
        return self._changed(place, text=text, link="")

    def link(self, place: AgendaPlace, link: str) -> Self:
        """Set the link of the tool that a point or an idea uses, "" for none; other items stay."""
        return self._changed(place, link=link) if self.item(place).held_with_links else self

    def answer(self, place: AgendaPlace, text: str, by: str) -> Self:
        """Note the answer that a question got in the meeting."""
        done = ItemState.DONE
        return self._changed(place, state=done, answer=text, answered_by=by, to=None, settled=False)

    def defer(self, place: AgendaPlace, to: Occasion) -> Self:
        """Note where a question is to be answered instead. Raises ANSWER_NOTED."""
        if (item := self.item(place)).answer:
            raise ANSWER_NOTED(number=item.ref, to=to.value)
        return self._changed(place, state=ItemState.LEFT, answered_by="", to=to, settled=False)

    def clear(self, place: AgendaPlace) -> Self:
        """Take back what a question became in the meeting."""
        pending = ItemState.PENDING
        return self._changed(
            place, state=pending, answer="", answered_by="", to=None, settled=False
        )

    def settle(self) -> Self:
        """Note that the questions that are deferred are where they were deferred to."""
        return self._with_items(
            lambda part: (replace(each, settled=each.to is not None) for each in part.items)
        )

    def cover_all(self) -> Self:
        """Note that all the points were spoken of."""
        agenda = self
        for number in range(1, len(self.parts) + 1):
            agenda = agenda.cover(AgendaPlace(number))
        return agenda

    def cover(self, place: AgendaPlace) -> Self:
        """Note that a part's points, or one of them, were spoken of; questions have outcomes."""
        part = self.part(place.part)
        chosen = [self.item(place)] if place.item else list(part.items)
        items = tuple(
            replace(item, state=ItemState.DONE)
            if any(item is each for each in chosen) and item.kind is not ItemKind.QUESTION
            else item
            for item in part.items
        )
        return self._with(place.part, replace(part, items=items))

    def steps(self) -> tuple[AgendaPlace, ...]:
        """Return the places that a meeting goes through: parts, and their questions one by one."""
        found: list[AgendaPlace] = []
        for number, part in enumerate(self.parts, start=1):
            found.append(AgendaPlace(number))
            found += [
                AgendaPlace(number, rank)
                for rank, item in enumerate(part.items, start=1)
                if item.kind is ItemKind.QUESTION
            ]
        return tuple(found)

    def after(self, place: AgendaPlace) -> AgendaPlace | None:
        """Return the step that follows, None past the last one."""
        return next((step for step in self.steps() if step > place), None)

    def before(self, place: AgendaPlace) -> AgendaPlace | None:
        """Return the step that comes before, None at the first one."""
        return next((step for step in reversed(self.steps()) if step < place), None)

    def item(self, place: AgendaPlace) -> AgendaItem:
        """Return the item at a place; raises NO_SUCH_PLACE."""
        items = self.part(place.part).items
        if not 1 <= place.item <= len(items):
            raise NO_SUCH_PLACE(place=place, parts=len(self.parts))
        return items[place.item - 1]

    def find(self, kind: ItemKind, ref: int) -> AgendaPlace | None:
        """Return where an item is."""
        for number, part in enumerate(self.parts, start=1):
            for rank, item in enumerate(part.items, start=1):
                if item.identity == (kind.value, ref):
                    return AgendaPlace(number, rank)
        return None

    def left(self) -> tuple[AgendaItem, ...]:
        """Return the points and ideas that were not covered: they go to the next meeting."""
        return tuple(
            replace(item, state=ItemState.PENDING)
            for item in self.items
            if item.state is not ItemState.DONE and item.kind in (ItemKind.POINT, ItemKind.IDEA)
        )

    def _changed(self, place: AgendaPlace, **values: object) -> Self:
        part = self.part(place.part)
        if not place.item:
            return self._with(place.part, replace(part, **values))  # type: ignore[arg-type]
        item = self.item(place)
        changed = replace(item, **values)  # type: ignore[arg-type]
        items = tuple(changed if each is item else each for each in part.items)
        return self._with(place.part, replace(part, items=items))

    def _with_items(self, items_of: Callable[[AgendaPart], Iterable[AgendaItem]]) -> Self:
        """Give each part other items."""
        parts = (replace(part, items=tuple(items_of(part))) for part in self.parts)
        return replace(self, parts=tuple(parts))

    def _with(self, number: int, part: AgendaPart) -> Self:
        parts = list(self.parts)
        parts[number - 1] = part
        return replace(self, parts=tuple(parts))


@dataclass(frozen=True, slots=True, order=True)
class AgendaPlace:
    """Where something is in an agenda: « 3 » or « 3.2 », from 1; `item` is 0 for the part."""

    part: int
    item: int = 0

    def __str__(self) -> str:
        """Write it as it is read."""
        return f"{self.part}.{self.item}" if self.item else str(self.part)


NO_SUCH_PLACE = Refusal(
    "no place {place} in an agenda of {parts} parts",
    reply="L'ordre du jour n'a pas de point {place} : le voici, `/rencontre ordre-du-jour`.",
)

OTHER_PARTS = Refusal(
    "an agenda of {parts} parts",
    reply="L'ordre du jour a {parts} parties : donnez une durée pour chacune, en minutes. Elles se "
    "lisent dans `/rencontre ordre-du-jour`.",
)

ANSWER_NOTED = Refusal(
    "the answer to question {number} is noted",
    reply="La réponse à la question n° {number} est notée : je la garde, elle ira au compte rendu. "
    "Pour l'effacer et reporter la question : `/rencontre reporter confirmé {number} {to}`.",
)

ANSWER_STAYS = Refusal(
    "question {number} was answered in the meeting",
    reply="La réponse à la question n° {number} est notée : la question reste à l'ordre du jour, "
    "pour que sa réponse aille au compte rendu.",
)

LENGTH_OUT_OF_BOUNDS = Refusal(
    "{minutes} minutes",
    reply="Donnez une durée entre 1 minute et une journée, par exemple « 20 min » ou « 1 h 15 ».",
)


def _moved(row: tuple[_T, ...], one: _T, to: int) -> tuple[_T, ...]:
    rest = [each for each in row if each is not one]
    rest.insert(min(max(to, 1), len(row)) - 1, one)
    return tuple(rest)


def _stays(item: AgendaItem, waiting: Iterable[tuple[str, int]]) -> bool:
    if item.kind is ItemKind.IDEA:
        return item.identity in waiting
    chosen = bool(item.owner) or bool(item.minutes and item.kind is not ItemKind.QUESTION)
    return item.kind is ItemKind.POINT or chosen or item.identity in waiting


def _ordered(questions: Sequence[Question]) -> list[Question]:
    return sorted(
        questions,
        key=lambda each: (
            each.occasion is not Occasion.MEETING,
            -each.concerned,
            each.asked_at,
            each.number,
        ),
    )


def _question(question: Question) -> AgendaItem:
    return AgendaItem(
        kind=ItemKind.QUESTION,
        text=question.text,
        ref=question.number,
        minutes=QUESTION_MINUTES,
    )


def _article(entry: Entry) -> AgendaItem:
    return AgendaItem(kind=ItemKind.ARTICLE, text=entry.title, link=entry.link, ref=entry.article)
