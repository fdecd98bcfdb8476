"""A life in which everything is done at once, to be struck at any moment: see `test_several`."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, bindparam
from sqlalchemy import text as sql

from bot.core.database import Database
from bot.dispatch import IN_PRIVATE
from bot.letter.mail.rules import CLAIM
from bot.question.card import TOLD
from sandbox.server.ids import new_id
from sandbox.server.mail.mailbox import Mailbox
from sandbox.server.records import User
from sandbox.server.seed import FRANCE
from scheduler.mail import LAST_WORD
from tests.typable import is_verb
from tests.waiting import eventually
from tests.whole.several import Group, Trouble
from tests.whole.test_kill import (
    ONE_LOOK,
    Life,
    all_done,
    all_said,
    broken_promises,
    digests_are_out,
)
from tests.whole.town import Village, key_of

READERS = tuple(f"lectrice{number}@exemple.invalid" for number in range(5))
"""Who receives the letter by mail."""

COORDINATORS = {"loire": "amina", "aura": "rachid", "drome": "bruno"}
"""Who coordinates the networks below the national one."""

LONGEST_LIFE = 1.0
"""Seconds of a turn before it is struck."""

CROWD = tuple(f"habitante{number}" for number in range(10))
"""Who answers surveys: enough people for their numbers to be told."""

SURVEY = """Quel thème vous serait utile ?
- Bureautique
- Parentalité

Nos rencontres, plutôt :
- Sur place
- En visio

Une chose à nous dire ?"""

_ROUND = 12
"""Turns from one survey to the next: a network is not asked twice within three months."""

_ME_TOO = "raising_hand"


@dataclass
class Promised:
    """What people were told besides: who joined a question, what climbs, which meetings.

    And what came down, by the question's number; what was announced; which surveys were open.
    """

    joined: set[int] = field(default_factory=set)
    agreed: dict[int, str] = field(default_factory=dict)
    meetings: set[str] = field(default_factory=set)
    came_down: dict[int, str] = field(default_factory=dict)
    announced: set[str] = field(default_factory=set)
    surveys: set[int] = field(default_factory=set)


class BusyLife(Life):
    """What `Life` does, and besides: direct messages, reactions, a meeting, a letter.

    And what goes between levels: climbs and their answers, announcements; and a survey.
    """

    promised: Promised

    async def begins(self) -> None:
        """Have readers for the letter, who confirmed their addresses; have a crowd for surveys.

        A month passes then: what waiting adds to the clock leads past no digest that is not owed.
        Readers come before it, as a letter may come out with the digests.
        """
        self.promised = Promised()
        mailbox = self.village.stage.sandbox.shared.mailbox
        for address in READERS:
            await self.village.types("amina", f"/lettre abonner {address}")
        await eventually(lambda: _all_of(mailbox, len(READERS)))
        for mail in mailbox.all():
            link = next(word for word in mail.text.split() if "/abonnement/" in word)
            async with self.village.town.http.post(link) as told:
                assert told.status == 200
        self.month_passes()
        await digests_are_out(self)
        for where, who in COORDINATORS.items():
            await self.insists(who, "/reseau annonces tout de suite", "C.est noté", where)
        for name in CROWD:
            await self.comes(name)

    async def insists(self, who: str, line: str, wanted: str, where: str = "loire") -> None:
        """Type a line again until its answer says what is wanted, as one does who reads nothing."""

        async def look() -> object:
            if is_verb(line):
                return re.search(wanted, await self.village.does(who, line.lstrip("/"), where))
            return re.search(wanted, await self.village.types(who, line, where))

        await eventually(look)

    async def comes(self, name: str) -> None:
        """Have someone new come into the channel."""
        world = self.village.stage.sandbox.shared.servers[FRANCE.name].world
        user = world.users.keep(User(id=new_id(), username=name, create_at=world.tick()))
        (team,) = world.teams
        world.teams.keep(replace(team, member_ids=[*team.member_ids, user.id]))
        amina = await self.village.person("amina")
        channel = await self.village.channel()
        await amina.post(f"/channels/{channel}/members", {"user_id": user.id}, status=201)

    async def goes_on(self, turn: int) -> None:
        """Live a turn; what is promised then is held to at the end."""
        async with asyncio.TaskGroup() as people:
            people.create_task(super().goes_on(turn))
            people.create_task(self.writes_alone("zoe", turn))
            people.create_task(self.asks("louis", f"Question {turn} de plus ?", "loire"))
            people.create_task(self.joins("zoe"))
            people.create_task(self.sends_up(turn))
            people.create_task(self.takes("rachid"))
            people.create_task(self.answers_above())
            people.create_task(self.publishes_below())
            people.create_task(self.announces(f"Annonce {turn} du pays"))
            people.create_task(self.surveys(turn))
            if turn % 6 == 1:
                people.create_task(self.meets(turn))
            if turn % 6 == 4:
                people.create_task(self.publishes())

    async def comes_true(self) -> None:
        """Wait until what was promised is so, before a month passes.

        A bot that is away for a month announces no meeting that is over, and hears no sign of then.
        """
        with suppress(TimeoutError):  # told at the end
            await all_said(self.village)
            await eventually(partial(_mailed, self))
            await eventually(self.all_joined)

    async def writes_alone(self, who: str, turn: int) -> None:
        """Ask in a direct message with the bot."""
        text = f"Mention directe {turn} ?"
        person = await self.village.person(who)
        post = await person.says(await self.village.direct(who), f"besoin ~loire {text}")
        self.memory.mentioned[text] = post["id"]

    async def joins(self, who: str) -> None:
        """Say « moi aussi » by a reaction, under one's own eyes: the leader may be gone."""
        for card in await self.village.by_bot("Question n°"):
            number = key_of(card).removeprefix("question:loire:")
            if number.isdecimal() and self.fresh(int(number)) and "> Question" in card["message"]:
                self.memory.touched.add(int(number))
                self.promised.joined.add(int(number))
                await self.village.react(who, card["id"], _ME_TOO)
                return

    async def all_joined(self) -> bool:
        """Tell whether each question that someone joined knows it."""
        return not [each async for each in self.not_joined()]

    async def not_joined(self) -> AsyncIterator[str]:
        """Give what is said of each question that was joined and does not know it."""
        for number in self.promised.joined:
            told = await self.village.types("zoe", f"/besoin voir {number}")
            if "2\u00a0personnes" not in told:
                yield f"{number} does not know that it was joined: {told}"

    async def sends_up(self, turn: int) -> None:
        """Send a question up; whoever asked it agrees."""
        asked = await self.village.types(
            "louis", f"/besoin Qui forme les bénévoles au niveau {turn} ?"
        )
        found = re.search(r"n°\s(\d+)", asked)
        if not found:
            return
        number, words = found[1], f"Besoin qui monte {turn}"
        await self.village.does("amina", f"besoin transmettre {number} {words}")
        if "part vers" in await self.village.does("louis", f"besoin accord {number}"):
            self.promised.agreed[int(number)] = words

    async def takes(self, who: str) -> bool:
        """Take the need that waits above, if there is one."""
        coming = [
            each
            for each in await self.village.letters(who)
            if "Un besoin monte" in each["message"] and "Prendre" in str(each["props"])
        ]
        if coming:
            await (await self.village.person(who)).clicks(coming[-1], "Prendre")
        return bool(coming)

    async def answers_above(self) -> None:
        """Answer the needs that were taken above."""
        climbing = {words: number for number, words in self.promised.agreed.items()}
        for card in await self.village.by_bot("Besoin qui monte", "aura"):
            words = re.search(r"Besoin qui monte (\d+)$", card["message"], re.MULTILINE)
            number = climbing.get(words[0]) if words else None
            if words is None or number is None or number in self.promised.came_down:
                continue
            answer = self.promised.came_down[number] = f"Réponse du haut {words[1]}."
            line = f"/besoin répondre {key_of(card).split(':')[2]} {answer}"
            await self.insists("rachid", line, "réponse paraît sous la question|sa réponse", "aura")

    async def publishes_below(self) -> bool:
        """Publish the answer that came down and waits, if there is one."""
        coming = [
            each
            for each in await self.village.letters("amina")
            if "répond à la question" in each["message"] and "Publier" in str(each["props"])
        ]
        if coming:
            await (await self.village.person("amina")).clicks(coming[-1], "Publier")
        return bool(coming)

    async def announces(self, words: str) -> None:
        """Announce something to all networks below."""
        line = f"/reseau annoncer {words}"
        await self.insists("nadia", line, "C.est parti", "national")
        self.promised.announced.add(words)

    async def surveys(self, turn: int) -> None:
        """Open a survey, have it answered by half of the crowd, the other half next turn; close it.

        A month passes at that turn: it closes by itself too.
        """
        step, number = turn % _ROUND, turn // _ROUND + 1
        if step == 0:
            await self.insists("amina", f"/reseau préparer-enquête {SURVEY}", "Votre enquête")
            line = f"/reseau lancer-enquête {number}"
            await self.insists("amina", line, "dans le canal|plus possible")
        if step < 2:
            letters = "a" * (len(CROWD) // 2) + "b" * (len(CROWD) // 2)
            async with asyncio.TaskGroup() as people:
                for who, letter in list(zip(CROWD, letters, strict=True))[step::2]:
                    people.create_task(self.answers_survey(number, who, letter))
        if step == 2:
            line = f"/reseau clore-enquête {number}"
            await self.insists("amina", line, "Enquête|plus possible")
            self.promised.surveys.add(number)

    async def answers_survey(self, number: int, who: str, letter: str) -> None:
        """Give the same letter to both questions of a survey."""
        for place in (1, 2):
            await self.insists(who, f"/reseau enquête {number} {place} {letter}", IN_PRIVATE)

    async def meets(self, turn: int) -> None:
        """Plan a meeting in three weeks, and announce it."""
        day = self.village.stage.clock.now() + timedelta(days=21)
        place = f"La Fabrique {turn}"
        told = await self.village.types(
            "amina", f"/rencontre planifier confirmé {day:%d/%m/%Y} à 14h, 2h, {place}"
        )
        planned = re.search(r"en préparation \(n°\s(\d+)\)", told)
        if planned is None or place not in told:  # nobody led, or answered: it may be planned
            return
        told = await self.village.does("amina", f"rencontre annoncer {planned[1]}")
        if "C'est annoncé" in told.replace("’", "'"):
            self.promised.meetings.add(place)

    async def publishes(self) -> None:
        """Publish a letter before its day; it leaves by mail too."""
        await self.village.does("amina", "lettre publier confirmé")


@dataclass(frozen=True, kw_only=True)
class Lived:
    """What came of a life under strikes: promises that were broken, how long nobody led.

    Each promise comes with the posts and the rows of what it is about.
    `doubled` are the mails that came twice, with the strike after which they did.
    """

    broken: Mapping[str, Sequence[str]]
    spent: list[tuple[Trouble, float]]
    doubled: list[tuple[str, Trouble]]
    promised: Promised


async def lived(group: Group, troubles: Sequence[Trouble], chance: random.Random) -> Lived:
    """Live a turn for each of these troubles, which strikes the leader at a random moment of it."""
    life = BusyLife(group.village, chance)
    await life.begins()
    spent = []
    doubled: dict[tuple[str, str], Trouble] = {}
    for turn, trouble in enumerate(troubles):
        people = asyncio.create_task(life.goes_on(turn))
        await asyncio.sleep(chance.uniform(0, LONGEST_LIFE))
        spent.append((trouble, await group.strike(trouble)))
        if trouble in (Trouble.FREEZE, Trouble.CUT):
            await asyncio.sleep(LAST_WORD)  # it ends what it had begun; a claim lasts longer
        await people
        await digests_are_out(life)
        if turn % 3 == 1:
            await life.comes_true()
        for mail, count in _received(life).items():
            if count > 1:
                doubled.setdefault(mail, trouble)
    broken = await broken_by(life, kills=list(troubles).count(Trouble.KILL))
    return Lived(
        broken={each: await _traces(group, each) for each in broken},
        spent=spent,
        doubled=[(mail, trouble) for (_, mail), trouble in doubled.items()],
        promised=life.promised,
    )


async def broken_by(life: BusyLife, kills: int = 0) -> list[str]:
    """Wait until nothing is left to do, and return what was promised and is not so.

    A mail that a kill cut short is sent again, under the same Message-ID: one for each of them.
    """
    await all_said(life.village)
    for _ in life.promised.agreed:
        if not await life.takes("rachid"):
            break
        await all_said(life.village)
    await life.answers_above()
    await all_said(life.village)
    for _ in life.promised.came_down:
        if not await life.publishes_below():
            break
        await all_said(life.village)
    await all_done(life)
    await eventually(lambda: _mailed(life))
    return [*await broken_promises(life), *await _broken_besides(life, kills)]


async def _broken_besides(life: BusyLife, kills: int) -> list[str]:
    """Compare the promises of a busy life with what can be read."""
    village, promised = life.village, life.promised
    here = await village.by_bot()
    above = "\n".join(each["message"] for each in await village.by_bot("Question n°", "aura"))
    broken = [
        *_not_once(
            (f"« {words} » above", len(re.findall(rf"{words}$", above, re.MULTILINE)))
            for words in promised.agreed.values()
        ),
        *_not_once([each async for each in _between_levels(village, promised)]),
        *_not_once([each async for each in _told_of_surveys(village, promised)]),
    ]
    broken += [each async for each in life.not_joined()]
    said = "\n".join(str(each["message"]) for each in here)
    broken += [f"the meeting at {e} was not announced" for e in promised.meetings if e not in said]
    received = _received(life)
    out = await _letters_out(life)
    again = {name: count for name, count in received.items() if count > 1}
    if sum(again.values()) - len(again) > kills:
        broken += [f"{count} times the mail {name}" for name, count in again.items()]
    for reader in READERS:
        count = sum(to == reader for to, _ in received)
        if count != out:
            broken.append(f"{count} letters of {out} to {reader}")
    return broken


_Count = tuple[str, int]


def _not_once(counts: Iterable[_Count]) -> list[str]:
    """Say what was lost, or came twice, of what was to come once."""
    return [
        f"{what} twice: {count} times" if count else f"{what} lost"
        for what, count in counts
        if count != 1
    ]


async def _between_levels(village: Village, promised: Promised) -> AsyncIterator[_Count]:
    """Count the posts of each announcement; an answer that came down, on its card and as told."""
    for where in COORDINATORS:
        for words in promised.announced:
            found = [key_of(each) for each in await village.by_bot(words, where)]
            count = sum(key.startswith("announcement:") for key in found)
            yield f"« {words} » in {where}", count
    for number, answer in promised.came_down.items():
        cards = [key_of(each) for each in await village.by_bot(answer)]
        yield f"« {answer} » on the card", cards.count(f"question:loire:{number}")
        told = [each for each in await village.letters("louis") if answer in each["message"]]
        key = f"question:loire:{number}:{TOLD}"  # a later question may be offered the answer
        yield f"« {answer} » told to Louis", sum(key_of(each).startswith(key) for each in told)


async def _told_of_surveys(village: Village, promised: Promised) -> AsyncIterator[_Count]:
    """Count how often a survey tells the answers that were given, half of each letter."""
    posts = await village.by_bot()
    half = len(CROWD) // 2
    people = f"{len(CROWD)} personnes ont répondu.**"
    for number in promised.surveys:
        key = f"survey:loire:{number}:"  # the survey's one post, and its thread
        found = [each["message"] for each in posts if f"{key_of(each)}:".startswith(key)]
        said = "\n".join(found).replace("\u00a0", " ")
        options = re.findall(r"^- (.+)$", SURVEY, re.MULTILINE)
        for words in (people, *(f"{each} : **{half}**" for each in options)):
            yield f"« {words} » in survey {number}", said.count(words)


async def _traces(group: Group, broken: str) -> Sequence[str]:
    """Return the posts and the rows of the question that a broken promise names, or of its words.

    Of a reaction that was lost: whether it stands on the post, and whether it was heard.
    """
    words = re.search(r"« (.+) »|: (.+ \?)$|(https?:\S+)", broken)
    about = (words and (words[1] or words[2] or words[3])) or ""
    numbers = re.findall(r"\b\d+\b", "" if about else broken)
    card = f"question:loire:{numbers[0]}" if numbers else ""
    posts = [
        f"post {post['id']} {key_of(post)} at {post['create_at']}, {post.get('metadata', {})}"
        for post in await group.village.by_bot()
        if (about and about in post["message"]) or (card and key_of(post) == card)
    ]
    ids = [post.split()[1] for post in posts]
    wanted = {"posts": ids, "card": f"{card or '-'}%", "words": f"%{about}%" if about else "-"}
    database = Database(group.address)
    try:
        rows = [
            f"{name} {dict(row._mapping)}"
            for name, statement in _ROWS.items()
            for row in await database.run(partial(_all, statement=statement, wanted=wanted))
        ]
    finally:
        database.close()
    return [*posts, *rows]


_ROWS = {
    "outbox": "SELECT id, key, kind, status, attempts, made_at, sent_at, post, error FROM outbox "
    "WHERE key LIKE :card OR text LIKE :words OR post IN :posts ORDER BY id",
    "reactions": "SELECT * FROM reactions WHERE post IN :posts",
    "cursors": "SELECT * FROM cursors",
}


def _all(db: Connection, *, statement: str, wanted: Mapping[str, object]) -> Sequence[Row[Any]]:
    asked = sql(statement)
    if ":posts" in statement:
        asked = asked.bindparams(bindparam("posts", expanding=True))
    return db.execute(asked, wanted).all()


def _received(life: BusyLife) -> Counter[tuple[str, str]]:
    """Count the mails that bear a letter, by reader and Message-ID."""
    mails = life.village.stage.sandbox.shared.mailbox.all()
    return Counter((e.to, e.header("Message-ID")) for e in mails if "/desabonnement/" in e.text)


async def _letters_out(life: BusyLife) -> int:
    keys = [key_of(each) for each in await life.village.by_bot()]
    return len({key for key in keys if re.fullmatch(r"letter:loire:\d+", key)})


async def _mailed(life: BusyLife) -> bool:
    """Tell whether each reader has as many letters as the channel; claims lapse meanwhile."""
    life.village.stage.clock.advance(CLAIM.total_seconds())
    await asyncio.sleep(ONE_LOOK)
    return len(_received(life)) == len(READERS) * await _letters_out(life)


async def _all_of(mailbox: Mailbox, count: int) -> bool:
    return len(mailbox.all()) == count
