"""A life of a belt: its steps, drawn by a seed, and the shortest that breaks the same rule.

A step picks, by a number of its own, one of what is possible at that moment: it may be left out and
the others still have a meaning.
"""

from __future__ import annotations

import asyncio
import re
import traceback
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

import structlog
from structlog.typing import EventDict

from tests.relay.lives import announcing, breaking, knowing, questions, relaying
from tests.relay.lives.belt import Belt, Done
from tests.relay.lives.broken import BrokenError
from tests.relay.lives.database import KilledError
from tests.relay.lives.each_step import StepRules
from tests.relay.lives.ending import check_end

STEPS = 60
"""Gestures and breakdowns of a life: half of them find nothing to be done with."""

ASKED_FIRST = 4
"""Questions that a life begins with."""

Gesture = Callable[[Belt, Random], Awaitable[Done]]


@dataclass(frozen=True)
class Step:
    """One gesture or breakdown; `pick` chooses among what is possible then."""

    what: str
    pick: int


@dataclass(frozen=True)
class Life:
    """What became of a life: the rule that it `broke`, « » for none, and what was done."""

    seed: int
    steps: Sequence[Step]
    broke: str
    done: Sequence[str]

    @property
    def told(self) -> str:
        """The seed, the tree, its people, what was done, and what it broke."""
        belt = Belt(self.seed)
        tree = [f"{each.slug} under {each.parent or '-'} on {each.server}" for each in belt.tree]
        people = [f"{who.id} of {who.server}: {_roles(belt, who)}" for who in belt.people]
        return "\n".join([f"seed {self.seed}", *tree, *people, *self.done, self.broke])

    @property
    def kind(self) -> str:
        """Which rule it broke, whoever and whatever it was about."""
        return re.sub(r"\d+|motx\w+|zq\w+", "", self.broke)[:40]


def live(seed: int, steps: Sequence[Step] | None = None) -> Life:
    """Live the life of a seed, or these steps of it, and look at all the rules."""
    return asyncio.run(_live(seed, steps_of(seed) if steps is None else steps))


def shortest(life: Life) -> Life:
    """Leave out the steps without which the same rule is broken too."""
    size = max(1, len(life.steps) // 2)
    while size:
        at = 0
        while at < len(life.steps):
            less = live(life.seed, [*life.steps[:at], *life.steps[at + size :]])
            if less.kind == life.kind:
                life = less
            else:
                at += size
        size //= 2
    return life


def steps_of(seed: int, count: int = STEPS) -> Sequence[Step]:
    """Draw the steps of a life."""
    draw = Random(f"steps {seed}")  # noqa: S311  to be drawn again
    weights = [weight for weight, _ in GESTURES.values()]
    drawn = ["ask"] * ASKED_FIRST + draw.choices(list(GESTURES), weights, k=count - ASKED_FIRST)
    return [Step(each, draw.getrandbits(32)) for each in drawn]


async def _live(seed: int, steps: Sequence[Step]) -> Life:
    done: list[str] = []
    with _errors() as errors:
        belt = Belt(seed)
        rules = StepRules(belt)
        try:
            for each in steps:
                found = await _taken(belt, each)
                if found.told:
                    done.append(f"{each.what}: {found.told}")
                    rules.check(found, errors)
            await belt.settles()
            rules.check(Done("settled"), errors)
            check_end(belt, rules)
        except BrokenError as broken:
            return Life(seed, steps, str(broken), done)
    return Life(seed, steps, "", done)


async def _taken(belt: Belt, step: Step) -> Done:
    try:
        return await GESTURES[step.what][1](belt, Random(step.pick))  # noqa: S311  to be drawn again
    except KilledError:
        return Done("killed")


@contextmanager
def _errors() -> Iterator[list[str]]:
    """Collect what is logged as an error, which no one else tells us of."""
    errors: list[str] = []

    def note(_logger: object, level: str, event: EventDict) -> EventDict:
        if level in ("error", "exception", "critical"):
            errors.append(f"{event.get('event')}: {traceback.format_exc(limit=-3)}")
        raise structlog.DropEvent

    before = structlog.get_config()
    structlog.configure(processors=[note], cache_logger_on_first_use=False)
    try:
        yield errors
    finally:
        structlog.configure(**before)


def _roles(belt: Belt, who: object) -> str:
    found = next(roles for each, roles in belt.people.items() if each == who)
    return ", ".join(f"{role.name.lower()} of {slug}" for slug, role in found.items())


GESTURES: Mapping[str, tuple[int, Gesture]] = {
    "ask": (14, questions.ask),
    "join": (8, questions.join),
    "leave": (2, questions.leave),
    "answer": (8, questions.answer),
    "complete": (5, questions.complete),
    "want": (2, questions.want),
    "reopen": (4, questions.reopen),
    "merge": (5, questions.merge),
    "close": (2, questions.close),
    "defer": (2, questions.defer),
    "edit": (2, questions.edit),
    "withdraw": (2, questions.withdraw),
    "unsign": (1, questions.unsign),
    "make private": (2, questions.make_private),
    "share": (1, questions.share),
    "transmit": (12, relaying.transmit),
    "sum up": (2, relaying.sum_up),
    "agree": (12, relaying.agree),
    "refuse": (3, relaying.refuse),
    "withdraw climb": (2, relaying.withdraw_climb),
    "take": (9, relaying.take),
    "join to": (9, relaying.join_to),
    "unjoin": (3, relaying.unjoin),
    "answer at once": (3, relaying.answer_at_once),
    "send back": (2, relaying.send_back),
    "publish": (7, relaying.publish),
    "adapt": (3, relaying.adapt),
    "keep": (3, relaying.keep),
    "discard": (2, relaying.discard),
    "offer": (3, relaying.offer),
    "take offer": (3, relaying.take_offer),
    "tick": (6, knowing.tick),
    "put": (5, knowing.put),
    "put no more": (1, knowing.put_no_more),
    "say no": (2, knowing.say_no),
    "answer elsewhere": (4, knowing.answer_elsewhere),
    "take beyond": (3, knowing.take_beyond),
    "announce": (3, announcing.announce),
    "change announcement": (2, announcing.change),
    "take announcement back": (1, announcing.take_back),
    "choose announcement": (4, announcing.choose),
    "choose announcements": (2, announcing.choose_all),
    "forget": (2, breaking.forget),
    "go": (2, breaking.go),
    "arrive": (2, breaking.arrive),
    "choose": (2, breaking.choose),
    "days": (8, breaking.days),
    "deliver": (8, breaking.deliver),
    "lose": (3, breaking.lose),
    "kill": (2, breaking.kill),
    "die": (2, breaking.die),
}
"""All that may happen, how often among the others, and how."""
