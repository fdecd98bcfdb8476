"""What it takes to read a deposit before it is kept, in processor time: all its readers together.

Whether it is a question, whether it asks for discretion, whether it tells someone's data or bears
its writer's name, its theme. The questions are those of `data/themes.json`, made new each round
by a word; each one's time is the shortest of the rounds, so that what else runs counts little.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from statistics import median, quantiles

from bench.answers import word
from bench.filled import NOW
from bench.themes import labelled
from bot.dispatch import read_texts
from bot.french.themes import THEMES, Themes
from bot.network.rights import Role
from bot.talk import routing
from bot.talk.command import Caller, Command, Via
from bot.talk.handler import Situation
from commands import ROUTES
from tests.room import LOIRE

_ROUNDS = 5


def figures() -> Iterable[tuple[str, float, str]]:
    """Give name, value and unit of each figure."""
    situation = Situation(now=NOW, network=LOIRE, themes=Themes(THEMES))
    route = routing.find(ROUTES, "besoin")
    louis = Caller(
        server=LOIRE.server,
        id="louis",
        name="louis",
        roles={LOIRE.slug: Role.MEMBER},
        names=("louis", "Louis", "Perrin"),
    )
    rounds = []
    for _ in range(_ROUNDS):
        spent = []
        for number, one in enumerate(labelled()):
            text = f"{word(time.time_ns() + number)} : {one.text}"
            command = Command(text=text, caller=louis, via=Via.SLASH, channel=LOIRE.channel)
            start = time.thread_time_ns()
            read_texts(route, command, situation)
            spent.append((time.thread_time_ns() - start) / 1000)
        rounds.append(spent)
    shortest = [min(times) for times in zip(*rounds, strict=True)]
    yield "deposit_readers_p50", median(shortest), "µs/text"
    yield "deposit_readers_p95", quantiles(shortest, n=20)[18], "µs/text"
