"""What people do besides typing: reply in a thread, react, press a button, send a form."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.card_keys import read_card_key
from bot.core.columns import metadata
from bot.core.message import Button, File, Message
from bot.question import store as questions
from bot.question import story_store as stories
from bot.question.rules import Question
from bot.question.story import StoryEvent
from bot.talk.command import Command, Referred, Via
from bot.talk.reply import Dialog, Reply
from tests.room import Room, caller, filled
from tests.scheduler.sender import Desk, Mouth
from tests.typable import parted


def deliver(room: Room) -> list[str]:
    """Let all that waits be said; return the keys of what was, in order."""
    sender = Mouth()
    Desk(room, sender).deliver()
    return sender.keys


def written(room: Room, who: str, text: str, *, under: str = "question:loire:1") -> Referred:
    """Write in the thread of one of our posts."""
    return Referred(
        post=f"post-of-{who}-{room.clock.now.timestamp()}",
        root=f"post-{under}",
        text=text,
        author=caller(who),
    )


def replies(room: Room, who: str, text: str, *, under: str = "question:loire:1") -> Referred:
    """Reply in a thread, as the ear hears it."""
    deliver(room)
    found = written(room, who, text, under=under)
    room.asks(_about(found, who, Via.THREAD, "aide fil"))
    return found


def checks(room: Room, who: str, found: Referred | None, *, via: Via = Via.REACTION) -> Reply:
    """Put a check mark on a reply, or press « C'est la réponse »."""
    return room.asks(_about(found, who, via, "besoin accepter"))


def presses(room: Room, who: str, button: Button, *, refers: Referred | None = None) -> Reply:
    """Press a button of ours."""
    return room.asks(
        Command(
            text=button.argument,
            caller=caller(who),
            via=Via.BUTTON,
            channel="loire-channel",
            network="loire",
            route=button.route,
            refers=refers,
        )
    )


def chooses(room: Room, who: str, shown: Reply | Message, label: str, words: str) -> Reply:
    """Choose an option that says some words, in the menu of this label under a message or reply."""
    [found] = [each for each in shown.buttons if each.label == label]
    [chosen] = [each for each in found.options if words in each.label]
    return room.takes(who, chosen)


def labels(shown: Reply | Message) -> list[str]:
    """Return what can be pressed or chosen under a message or a reply."""
    return [each.label for each in shown.buttons]


def sends_form(room: Room, who: str, text: str, **fields: str) -> Reply:
    """Send the form of a question."""
    return room.fills(who, "besoin", texte=text, **fields)


def fills(room: Room, who: str, route: str, argument: str = "", **entries: str) -> Reply:
    """Send a form that a private answer opened: what it is told stands there too."""
    return room.asks(replace(filled(who, route, argument, **entries), on_the_spot=True))


def reads(room: Room, who: str, words: str) -> Reply:
    """Press what shows something, under an answer that its reader alone was shown."""
    route, argument = parted(words)
    return room.clicks(who, route, argument, on_the_spot=True)


def gives(room: Room, who: str, route: str, text: str, *, post: str) -> Reply:
    """Write in a thread the text that a form asked for there."""
    return room.asks(
        Command(
            text=text,
            caller=caller(who),
            via=Via.MENTION,
            channel="loire-channel",
            network="loire",
            route=route,
            post=post,
            thread=post,
            fields={"texte": text},
        )
    )


def sends(room: Room, who: str, form: Dialog | None, **entries: str) -> Reply:
    """Send a form as it was proposed, but for these entries."""
    assert form is not None
    filled = {each.name: _MARK.sub(r"\1", each.default) for each in form.fields} | entries
    return room.fills(who, form.route, form.argument, **filled)


_MARK = re.compile("\ue000(.*?)\ue001")
"""What stands for someone's name: their account, in a form."""


def asks_privately(room: Room, who: str, text: str) -> Reply:
    """Ask a private question, and have it sent to those who were named; return the last reply."""
    asked = room.says(who, f"/besoin privé {text}")
    [number] = re.findall(r"n°\u00a0(\d+)", asked.text)[:1]
    return room.does(who, f"besoin transmettre {number}")


def turns_into_question(
    room: Room, who: str, writer: str, text: str, *, typed: str = "besoin"
) -> Reply:
    """Mention the bot in a reply to a message, to have that message asked."""
    return room.asks(
        Command(
            text=typed,
            caller=caller(who),
            via=Via.MENTION,
            channel="loire-channel",
            network="loire",
            post=f"mention-{who}-{room.clock.now.timestamp()}",
            thread="their-post",
            refers=Referred(post="their-post", root="their-post", text=text, author=caller(writer)),
        )
    )


def told(room: Room, who: str) -> list[Message]:
    """Return what waits to be said to one person."""
    return [message for message in room.outbox() if message.user == caller(who).id]


def kept(room: Room, number: int = 1, network: str = "loire") -> Question:
    """Return a question as the store has it."""
    return room.store(lambda db: questions.get(db, network, number))


def story(room: Room, number: int = 1) -> list[StoryEvent]:
    """Return the story of a question."""
    question = kept(room, number)
    return list(room.store(lambda db: stories.of(db, question)))


def everything(room: Room) -> str:
    """Return all that the database holds, each value of each row of each table."""
    with room.database.engine.connect() as db:
        rows = [
            str(tuple(row))
            for name in sorted(metadata.tables)
            for row in db.exec_driver_sql(f'SELECT * FROM "{name}"')  # noqa: S608  ours
        ]
    return "\n".join(rows)


def _about(found: Referred | None, who: str, via: Via, route: str) -> Command:
    return Command(
        text="",
        caller=caller(who),
        via=via,
        channel="loire-channel",
        network="loire",
        route=route,
        thread=found.root if found else None,
        refers=found,
        about=read_card_key(found.root.removeprefix("post-")) if found else None,
    )


def file_of(message: Message) -> File:
    """Return the file that goes with a message."""
    assert message.file is not None
    return message.file
