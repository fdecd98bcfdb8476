"""A network that has lived enough to have a memory."""

from __future__ import annotations

from pathlib import Path

from bot.memory.gathering import gather
from bot.memory.rules import Memory
from bot.memory.writing import files
from tests.outside.lived import announced, digest, held
from tests.room import Room

CONFIG = """
[bot]
database = "sqlite:///{database}"
secret = "0123456789abcdef0123456789abcdef"
contact = "coordination@example.org"
meaning = false

[[servers]]
name = "bac"
url = "{url}"
token = "0123456789abcdefghijklmnop"

[[networks]]
slug = "loire"
name = "42 - Loire"
scale = "département"
server = "bac"
team = "france"
channel = "loire"
coordinators = ["amina"]
"""

PRINTER = "/besoin L'imprimante du tiers-lieu refuse les clés USB, que faire ?"


def lives(room: Room) -> None:
    """Have two questions answered, a meeting held, its minutes published, and a veille read."""
    room.says("louis", PRINTER)
    room.says("zoé", "/besoin répondre 1 Formatez la clé en FAT32, puis éteignez l'imprimante.")
    room.says("louis", "/besoin Qui prête une salle près de la gare ?")
    room.says("zoé", "/besoin répondre 2 La Manufacture, le mardi.")
    announced(room)
    held(room, "décision On garde le jeudi", "action Réserver la salle, par Louis")
    room.does("amina", "rencontre publier")
    digest(room, "Un guide clair de l'accessibilité")
    room.clock.forward(days=1)


def memory_of(room: Room) -> Memory:
    """Return what the network's memory has now."""
    ctx = room.bot.context
    network = room.bot.networks["loire"]
    return room.store(lambda db: gather(ctx(db, network, room.clock.now))).sifted()


def files_of(room: Room) -> dict[str, str]:
    """Return the files of the network's memory, by their path."""
    found = files(memory_of(room), room.bot.renderer)
    return {path: content.decode() for path, content in found}


def configured(folder: Path, url: str = "http://127.0.0.1:9") -> Path:
    """Return the file of a bot that serves the room in a folder."""
    config = folder / "config.toml"
    config.write_text(CONFIG.format(database=folder / "room.db", url=url), encoding="utf-8")
    return config
