"""What is known of someone, told to them or forgotten, in all the networks of their server."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import Enum
from secrets import token_hex
from uuid import uuid4

from bot.core import compacting, outbox, settings
from bot.core.message import File, Message, MessageKind
from bot.letter.mail.rules import AddressStatus
from bot.letter.note import LetterNoteKind
from bot.meeting import planning
from bot.meeting import store as meetings
from bot.meeting.hosting import card as hosting
from bot.meeting.hosting.rules import HostReply
from bot.meeting.poll.rules import Vote
from bot.meeting.rules import COMING, Attendance, Meeting, MeetingStatus
from bot.past import authors as past_authors
from bot.people import acquaintances
from bot.privacy import forgetting, knowing
from bot.privacy.forgetting import Named, Person
from bot.privacy.knowing import Chapter, Fact, Value
from bot.question import answering
from bot.question import card as cards
from bot.question import store as questions
from bot.question.rules import Change, QuestionStatus, Visibility
from bot.relay import climbing
from bot.relay import store as climbs
from bot.relay.rules import ClimbChange
from bot.talk import say
from bot.talk.command import Caller, Via
from bot.talk.context import Context
from bot.talk.markdown import name_marks, with_names
from bot.talk.render import moment
from bot.veille import proposing
from bot.veille.pick import Gift, Verdict


def send_known(ctx: Context, by: Caller) -> int:
    """Send someone all that is known of them, by direct message; return how many facts.

    As a file that any program reads, and as one that anybody reads.
    """
    chapters = knowing.known(ctx.db, person(ctx, by.server, by.id))
    count = sum(len(chapter.facts) for chapter in chapters)
    readable = ctx.render(
        "reseau/own_data.md.j2",
        chapters=[
            replace(chapter, facts=[_fact_read(ctx, fact, by) for fact in chapter.facts])
            for chapter in chapters
        ],
    )
    stamp = f"{ctx.now:%Y-%m-%d}"
    for name, content, told in (
        (f"mes-donnees-{stamp}.json", _document(ctx, chapters, by), False),
        (f"mes-donnees-{stamp}.md", readable, True),
    ):
        text = ctx.render("reseau/own_data_sent.md.j2", count=count, readable=told)
        file = File(name=name, content=content)
        key = f"own-data:{uuid4().hex}"
        say.about_oneself(ctx, key, by.id, text, file=file)
    return count


def forget(ctx: Context, server: str, user: str) -> str:
    """Forget someone everywhere on a server; rewrite the posts that named them.

    Coordinators learn that a meeting has no host any more, and of nobody who is gone. Return the
    key by which the person may still take back what they let climb, "" where nothing did.
    """
    gone = person(ctx, server, user)
    key = token_hex(8)
    agreed = forgetting.give_key(ctx.db, gone, key)

    def erased(number: int) -> str:
        return ctx.render("reseau/erased.md.j2", number=number)

    for here, number in _served(ctx, forgetting.withheld_by(ctx.db, gone)):
        answering.take_back(here, questions.get(ctx.db, here.network.slug, number))
    for here, climb in _served(ctx, forgetting.unanswered_by(ctx.db, gone)):
        climbing.end(here, climbs.get(ctx.db, climb), ClimbChange.STOPPED)  # no yes can come now
    for network in ctx.networks.values():
        if network.server == server:
            here = ctx.at(network)
            acquaintances.settle(ctx.db, network.slug, user)
            planning.take_off_links(here, proposing.forget(here, user))
            past_authors.forget(here, user)
    asked, hosted = forgetting.asked_by(ctx.db, gone), forgetting.hosted_by(ctx.db, gone)
    for named in forgetting.forget(ctx.db, gone, ctx.now, erased=erased):
        _rewrite(ctx, server, named)
    for here, number in _served(ctx, asked):
        cards.show(here, questions.get(ctx.db, here.network.slug, number))
    for here, number in _served(ctx, hosted):
        _tell_hostless(here, number)
    compacting.ask(ctx.db, ctx.now)
    settings.put(ctx.db, "", _LATEST, ctx.now.isoformat())
    return key if agreed else ""


def forget_again(ctx: Context, server: str, told: Mapping[str, datetime]) -> int:
    """Forget those who were told that they are, in a time that a restored database lost.

    `told` says when each was, as the chat shows it; what was told until the latest forgetting that
    the database knows was done to it. Return how many they are; each who needs one gets a new key.
    """
    known = settings.get(ctx.db, "", _LATEST)
    lost = [user for user, at in told.items() if not known or at > datetime.fromisoformat(known)]
    for user in lost:
        say_farewell(ctx, user, forget(ctx, server, user), again=True)
    return len(lost)


def _served(ctx: Context, found: Sequence[tuple[str, int]]) -> list[tuple[Context, int]]:
    """Return numbers with the context of their network, but for those no longer configured."""
    return [(ctx.at(ctx.networks[slug]), number) for slug, number in found if slug in ctx.networks]


def say_farewell(
    ctx: Context, user: str, key: str, *, member: bool = False, again: bool = False
) -> str:
    """Say a last thing to someone who was forgotten, and return it: it is dropped once said.

    Always, for the chat alone then remembers that they were: `forget_again`.
    """
    text = ctx.render("reseau/forgotten.md.j2", member=member, key=key, again=again)
    say.about_oneself(ctx, f"{say.FAREWELL}{uuid4().hex}", user, text)
    return text


def person(ctx: Context, server: str, user: str) -> Person:
    """Return someone of a server, as the store knows them."""
    others = (each.slug for each in ctx.networks.values() if each.server != server)
    return Person(server=server, id=user, elsewhere=frozenset(others))


def _tell_hostless(ctx: Context, number: int) -> None:
    meeting: Meeting = meetings.get(ctx.db, ctx.network.slug, number)
    if meeting.status not in COMING:
        return
    text = ctx.render("reseau/hostless.md.j2", meeting=meeting)
    key = f"hostless:{ctx.network.slug}:{number}:{uuid4().hex}"
    say.to_coordinators(ctx, key, text, buttons=(hosting.whole(),))


def _rewrite(ctx: Context, server: str, named: Named) -> None:
    """Erase words from a post, also from one to a person who has left the network since."""
    message = Message(
        server=server,
        network=None if named.user else named.network,
        user=named.user,
        key=f"{named.key}:{uuid4().hex}",
        kind=MessageKind.EDIT,
        edits=named.key,
        text=named.text,
        buttons=tuple(named.buttons),
        made_at=ctx.now,
    )
    outbox.add(ctx.db, message)


def _document(ctx: Context, chapters: Sequence[Chapter], by: Caller) -> str:
    """Write the facts for programs: UTF-8 JSON, moments in ISO 8601."""
    document = {
        "compte": by.id,
        "serveur": by.server,
        "établi le": ctx.now.isoformat(),
        "données": {
            chapter.label: [
                {
                    "réseau": fact.network,
                    **{name: _raw(each, by) for name, each in fact.values.items()},
                }
                for fact in chapter.facts
            ]
            for chapter in chapters
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _raw(value: Value, by: Caller) -> Value:
    if isinstance(value, datetime):
        return value.isoformat()
    return _unnamed(value, by) if isinstance(value, str) else value


def _fact_read(ctx: Context, fact: Fact, by: Caller) -> Fact:
    network = ctx.networks.get(fact.network)
    told = [(name, each) for name, each in fact.values.items() if each not in ("", None)]
    return Fact(
        network=network.spoken if network else fact.network,
        values={name: _read(ctx, each, by) for name, each in told},
    )


def _read(ctx: Context, value: Value, by: Caller) -> str:
    if isinstance(value, datetime):
        return moment(value, ctx.network.timezone)
    if isinstance(value, bool):
        return "oui" if value else "non"
    return _LABELS.get(str(value), _unnamed(str(value), by))


def _unnamed(text: str, by: Caller) -> str:
    """Return a text that names nobody else."""
    names = dict.fromkeys(name_marks(text), "quelqu'un")
    return with_names(text, {**names, by.id: by.name})


def _labels(*enums: type[Enum]) -> dict[str, str]:
    members = ((each, getattr(each, "label", "")) for enum in enums for each in enum)
    return {str(each.value): str(label) for each, label in members if label}


_LATEST = "latest-forgetting"
"""The setting that says when someone was last forgotten: a restored backup tells an earlier one."""

_WORDS = {Gift.PROPOSED.value: "proposé", Gift.USEFUL.value: "dit utile"}
"""What has no label of its own, as it reads to whom it is told."""

_LABELS = _WORDS | _labels(
    *(Visibility, Change, LetterNoteKind, AddressStatus, QuestionStatus, MeetingStatus),
    *(Attendance, Vote, Verdict, HostReply, Via),
)
"""How the states that are told read in French."""
