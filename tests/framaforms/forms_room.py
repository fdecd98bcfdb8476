"""How files of answers are sent in a room."""

from __future__ import annotations

from bot.core.message import Button
from bot.talk.command import Attached, Command, Via
from bot.talk.reply import Reply
from tests.room import Room, caller


def imports(room: Room, content: bytes, *, who: str = "amina", number: str = "") -> Reply:
    """Join a file in the thread of the message that asks for it."""
    return room.asks(
        Command(
            text=number,
            caller=caller(who),
            via=Via.DIALOG,
            channel="loire-channel",
            network="loire",
            route="reseau formulaire importer",
            on_the_spot=True,
            attached=Attached(name="export.csv", size=len(content), content=content),
        )
    )


def presses(room: Room, reply: Reply, label: str, *, who: str = "amina") -> Reply:
    """Press a button of a reply, by the beginning of its label."""
    button = button_of(reply, label)
    return room.clicks(who, button.route, button.argument)


def sends(room: Room, opened: Reply, *texts: str) -> Reply:
    """Send the form that a reply opens, its entries in order; the answer is shown on the spot."""
    dialog = opened.dialog
    assert dialog is not None
    entries = zip(dialog.fields, texts, strict=False)
    fields = {field.name: text for field, text in entries if text}
    return room.asks(
        Command(
            text=f"{dialog.argument} {texts[0]}".strip(),
            caller=caller("amina"),
            via=Via.DIALOG,
            channel="loire-channel",
            network="loire",
            route=dialog.route,
            fields=fields,
            on_the_spot=True,
        )
    )


def button_of(reply: Reply, label: str) -> Button:
    """Return a button of a reply, by the beginning of its label."""
    return next(each for each in reply.buttons if each.label.startswith(label))


def plain(text: str) -> str:
    """Return a text with plain spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
