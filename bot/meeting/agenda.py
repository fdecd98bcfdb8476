"""The agenda of a meeting: its parts, what each holds, and how long it all takes.

Parts and items are known by their place as it is read: « 3 » is the third part, « 3.2 » its
second item. Nothing is changed in place: each edition returns another agenda.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Self

from bot.core.errors import Refusal
from bot.network.parts import DEFAULT_PARTS, PartKind, PartPlan
from bot.question.rules import Occasion, Question
from bot.veille.digest import Entry

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
    def spoken_of(self) -> tuple[str, ...]:
        """The points that were spoken of, which are told nowhere else."""
        return tuple(item.text for item in self.items if item.covered and not item.ref)

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

    def add(self, number: int, item: AgendaItem) -> Self:
        """Add an item at the end of a part."""
        part = self.part(number)
        return self._with(number, replace(part, items=(*part.items, item)))

    def remove(self, place: AgendaPlace) -> Self:
        """Take out an item; what came by itself does not come again. Raises ANSWER_STAYS."""
        gone, part = self.item(place), self.part(place.part)
        items = tuple(each for each in part.items if each is not gone)
        return self.with_parts(self._with(place.part, replace(part, items=items)).parts)

    def with_parts(self, parts: Sequence[AgendaPart]) -> Self:
        """Return it with other parts; what is taken out of it does not come by itself again.

        Raises NO_PART_LEFT, ANSWER_STAYS.
        """
        if not parts:
            raise NO_PART_LEFT()
        made = replace(self, parts=tuple(parts))
        there = {each.identity for each in made.items}
        gone = [each for each in self.items if each.identity not in there]
        for each in gone:
            if each.answer:
                raise ANSWER_STAYS(number=each.ref)
        out = (each.identity for each in gone if each.kind is not ItemKind.POINT)
        kept = (each for each in self.dropped if each not in there)
        return replace(made, dropped=(*kept, *out))

    def follow(self, before: Agenda, place: AgendaPlace) -> AgendaPlace:
        """Return where what stood at a place of another agenda is; its part, if it is gone."""
        item = before.item(place) if place.item else None
        there = self.find(item.kind, item.ref) if item else None
        titles = [each.title for each in self.parts]
        title = before.part(place.part).title
        part = titles.index(title) + 1 if title in titles else min(place.part, len(titles))
        return there or AgendaPlace(part)

    def fit(self, slot: int) -> Self:
        """Cut its parts, in proportion, to what a slot holds; none is made longer.

        By five minutes; none is cut below LEAST_MINUTES where the slot has room for that.
        """
        if not self.over(slot):
            return self
        lengths = [each.minutes for each in self.parts]
        enough = min(LEAST_MINUTES, slot // len(lengths))
        least = [min(each, enough) for each in lengths]
        spare = [each - low for each, low in zip(lengths, least, strict=True)]
        room = max(0, slot - sum(least))
        shares = [each * room / max(1, sum(spare)) for each in spare]
        given = [int(each) // STEP_MINUTES * STEP_MINUTES for each in shares]
        for part in sorted(range(len(given)), key=lambda each: given[each] - shares[each]):
            given[part] += min(STEP_MINUTES, room - sum(given))
        parts = (
            replace(part, minutes=low + more)
            for part, low, more in zip(self.parts, least, given, strict=True)
        )
        return replace(self, parts=tuple(parts))

    def change(self, place: AgendaPlace, **values: object) -> Self:
        """Return it with some fields of an item otherwise. Raises NO_SUCH_PLACE."""
        part, item = self.part(place.part), self.item(place)
        changed = replace(item, **values)  # type: ignore[arg-type]
        items = tuple(changed if each is item else each for each in part.items)
        return self._with(place.part, replace(part, items=items))

    def answer(self, place: AgendaPlace, text: str, by: str) -> Self:
        """Note the answer that a question got in the meeting."""
        done = ItemState.DONE
        return self.change(place, state=done, answer=text, answered_by=by, to=None, settled=False)

    def defer(self, place: AgendaPlace, to: Occasion) -> Self:
        """Note where a question is to be answered instead. Raises ANSWER_NOTED."""
        if (item := self.item(place)).answer:
            raise ANSWER_NOTED(number=item.ref)
        return self.change(place, state=ItemState.LEFT, answered_by="", to=to, settled=False)

    def clear(self, place: AgendaPlace) -> Self:
        """Take back what a question became in the meeting."""
        pending = ItemState.PENDING
        return self.change(place, state=pending, answer="", answered_by="", to=None, settled=False)

    def settle(self) -> Self:
        """Note that the questions that are deferred are where they were deferred to."""
        return self._with_items(
            lambda part: (replace(each, settled=each.to is not None) for each in part.items)
        )

    def cover_all(self) -> Self:
        """Note that all the points were spoken of."""
        return self._with_items(lambda part: map(_covered, part.items))

    def cover(self, number: int) -> Self:
        """Note that a part's points were spoken of; questions have outcomes."""
        part = self.part(number)
        return self._with(number, replace(part, items=tuple(map(_covered, part.items))))

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
    reply="L'ordre du jour n'a pas de point {place} : il a changé entre-temps.",
)

NO_PART_LEFT = Refusal(
    "agenda without a part",
    reply="Gardez au moins une partie de l'ordre du jour : une ligne sans tiret, qui commence par "
    "son numéro.",
)

ANSWER_NOTED = Refusal(
    "the answer to question {number} is noted",
    reply="La réponse à la question n° {number} est notée : je la garde, elle ira au compte rendu. "
    "Pour la reporter, effacez d'abord sa réponse par « Revoir la réponse ».",
)

ANSWER_STAYS = Refusal(
    "question {number} was answered in the meeting",
    reply="La réponse à la question n° {number} est notée : la question reste à l'ordre du jour, "
    "pour que sa réponse aille au compte rendu.",
)


def _covered(item: AgendaItem) -> AgendaItem:
    return item if item.kind is ItemKind.QUESTION else replace(item, state=ItemState.DONE)


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
