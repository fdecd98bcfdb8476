"""The sender killed at many moments amid a letter: none lost, none twice but the one in flight."""

from __future__ import annotations

import asyncio
import random
import sys
from asyncio.subprocess import Process, create_subprocess_exec
from collections import Counter
from pathlib import Path

import pytest

from bot.letter.mail import store as mails
from bot.letter.mail.rules import MailStatus
from tests.amounts import some_or_all
from tests.mail_room import mail_room, publish, subscribe
from tests.waiting import until

PEOPLE = [f"p{number:03}@loire.example.org" for number in range(300)]
KILLS = some_or_all(2, 6)
SEED = 20_261_102


async def started(*arguments: str) -> Process:
    return await create_subprocess_exec(sys.executable, "-m", *arguments)


def lines(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


@pytest.mark.long
@pytest.mark.parametrize("kills", KILLS)
async def test_a_killed_sender_loses_nobody_and_doubles_the_one_in_flight_at_most(
    tmp_path: Path, kills: int
) -> None:
    people = PEOPLE[: 50 * kills]
    room = await asyncio.to_thread(mail_room, tmp_path)
    await asyncio.to_thread(subscribe, room, *people)
    letter = publish(room)
    port_file, log = tmp_path / "port", tmp_path / "log"
    sink = await started("tests.letter.mail.sink", str(port_file), str(log))
    chance = random.Random(SEED)  # noqa: S311  a reproducible play, not a secret
    try:
        await until(port_file.exists)
        port = port_file.read_text(encoding="utf-8")
        send = ("tests.letter.mail.sender", str(tmp_path / "room.db"), port)
        for _ in range(kills):
            before = len(lines(log))
            sender = await started(*send, "0")
            after = before + chance.randint(5, 40)
            await until(lambda after=after: len(lines(log)) >= after)  # type: ignore[misc]
            sender.kill()
            await sender.wait()
        assert await (await started(*send, "0")).wait() == 0
        assert await (await started(*send, "0.2")).wait() == 0  # the claims of the dead lapse
    finally:
        sink.kill()
        await sink.wait()

    found = [line.split() for line in lines(log)]
    received = Counter(to for to, _ in found)
    assert set(received) == set(people)
    twice = [to for to, times in received.items() if times > 1]
    assert len(twice) <= kills
    assert max(received.values()) == 2 or not twice
    assert len({identity for _, identity in found}) == len(people)
    assert room.store(lambda db: mails.progress(db, letter.id)) == {MailStatus.SENT: len(people)}
