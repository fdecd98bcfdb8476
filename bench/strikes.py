"""What is lost or said twice when the bot that leads, or the only one, is struck, and struck.

`python -m bench strikes 240` on the PostgreSQL that COURROIE_TEST_POSTGRESQL names: so many strikes
(kill -9, SIGTERM, SIGSTOP, a link to the database cut without a word, as many of each), a third of
them on two processes, a third on three, and a third on one alone with SQLite (for which a disk that
is full takes the place of the link, where we may mount one); `strikes 12 3` strikes three processes
alone. Each comes at a random moment of a turn in which people ask by slash command, mention and
direct message, answer, join, send a need up, take it, answer it above, publish the answer that came
down, announce from above, answer a survey that then closes, plan a meeting, read a digest, receive
a letter by mail. Mattermost forgets `pending_post_id` at once. About ten seconds a
strike. What is twice counts the mails that came again, told apart too: a mail server forgets none
of what it took, and nobody can ask it what that is, so a kill -9 between its answer and our commit
has the mail sent once more, under the same Message-ID.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from unittest.mock import patch

from sandbox.server import triggers
from sandbox.server.mail import mailbox
from tests.databases import POSTGRESQL
from tests.whole.busy import Lived, lived
from tests.whole.several import OF_SEVERAL, Trouble, of_one, several
from tests.whole.town import village_in

STRIKES = 240
SEED = 20_261_126

Figure = tuple[str, float, str]


def figures(asked: Sequence[str]) -> Iterable[Figure]:
    """Yield (name, value, unit); what was broken is told on stderr."""
    server = os.environ.get(POSTGRESQL, "")
    strikes = int(asked[0]) if asked else STRIKES
    counts = [int(each) for each in asked[1:]] or [2, 3, 1]
    with patch.object(triggers, "PENDING_SECONDS", 0.0), patch.object(mailbox, "KEPT", 10**6):
        for count in counts if server else [1]:
            with TemporaryDirectory(prefix="courroie-bench-") as folder:
                where = server if count > 1 else ""
                found = asyncio.run(_struck(Path(folder), where, count, strikes // len(counts)))
            yield from _told(f"of_{count}", found)


async def _struck(folder: Path, server: str, count: int, strikes: int) -> Lived:
    chance = random.Random(SEED + count)  # noqa: S311  a reproducible play, not a secret
    troubles = list(islice(cycle(OF_SEVERAL if server else of_one()), strikes))
    chance.shuffle(troubles)
    async with village_in(folder, feeds=True) as village, several(village, server, count) as group:
        return await lived(group, troubles, chance)


def _told(name: str, found: Lived) -> Iterable[Figure]:
    for line, traces in found.broken.items():
        print(f"{name}: {line}", *traces, sep="\n    ", file=sys.stderr)
    for mail, trouble in found.doubled:
        print(f"{name}: {mail} came again after {trouble.value}", file=sys.stderr)
    twice = sum("times" in each or "twice" in each or "too much" in each for each in found.broken)
    yield f"strikes_{name}", len(found.spent), "strikes"
    yield f"strikes_{name}_twice", twice, "things"
    yield f"strikes_{name}_lost", len(found.broken) - twice, "things"
    for kept in fields(found.promised):
        count = len(getattr(found.promised, kept.name))
        yield f"strikes_{name}_{kept.name}", count, "things promised"
    after = Counter(trouble for _, trouble in found.doubled)
    for trouble, count in after.items():
        yield f"strikes_{name}_mails_again_after_{trouble.value}", count, "mails"
    for trouble in Trouble:
        spent = [seconds for each, seconds in found.spent if each is trouble]
        if spent:
            yield f"strikes_{name}_{trouble.value}_p50", median(spent), "s"
            yield f"strikes_{name}_{trouble.value}_max", max(spent), "s"
