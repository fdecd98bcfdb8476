"""Nothing shows more of a question than its own history lets it: each place, each history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.letter import gathering
from bot.outside.grist import wanted as grist
from bot.outside.yeswiki import wanted as yeswiki
from bot.question import store as questions
from bot.talk.command import MessageChange, Via
from tests.commands.gestures import deliver
from tests.lettered import LETTERED, open_lettered
from tests.outside.lived import announced, held
from tests.room import Room

WORDS, ASKER, ANSWER = "Zanzibar", "louis", "Honolulu"
"""What the question, its asker's account and its answer are known by, wherever they are read."""

LINE = f"Qui prête une salle au {WORDS} ?"
GIVEN = f"zoé: /besoin répondre 1 Voir {ANSWER}, le mardi"
ITSELF = f"/besoin répondre 1 Voir {ANSWER}"
PRIVATE, UNSIGN = "/besoin rendre-privée 1", "/besoin retirer-mon-nom 1"
SHOWN = "amina: /lettre garder 1"
GONE, ANSWER_GONE = "louis deletes p", "zoé deletes q"

Lived = tuple[str, ...]


def live(room: Room, how: str, then: Lived) -> None:
    """Have Louis ask in a direct message, so or so, then each do something in turn."""
    room.says("louis", f"besoin {how}{LINE}", via=Via.DIRECT, post="p")
    for each in then:
        deliver(room)
        who, colon, typed = each.partition(": ")
        if " deletes " in each:
            who, _, post = each.split()
            room.edits(who, post, "", via=Via.DIRECT, change=MessageChange.DELETED)
        elif each in HAPPENS:
            HAPPENS[each](room)
        elif typed.startswith("besoin"):
            room.says(who, typed, via=Via.DIRECT, post="q")
        else:
            room.plays(*((who, typed) if colon and not who.startswith("/") else ("louis", each)))


def meet(room: Room) -> None:
    """Hold a meeting where the question gets its answer, and publish its minutes."""
    announced(room)
    held(room, f"réponse 1 Voir {ANSWER}, le mardi")
    room.does("amina", "rencontre publier")


def choose(room: Room) -> None:
    """Have the question copied to other tools, where there are any."""
    room.store(lambda db: questions.save(db, questions.get(db, "loire", 1).copy(on=True)))


HAPPENS: Mapping[str, Callable[[Room], None]] = {
    "planned": announced,
    "met": meet,
    "copied": choose,
}


def read_now(room: Room) -> Mapping[str, str]:
    """Return what is read of everything now, by place."""

    def outside(db: Connection) -> Mapping[str, str]:
        ctx = room.bot.context(db, LETTERED, room.clock.now)
        known = frozenset({"question:1"})
        draft = gathering.preview(ctx)
        letter = gathering.written(ctx, draft, due=draft.at)
        kinds = {yeswiki.MINUTES, yeswiki.LETTER, yeswiki.ANSWER}
        copies = [[*each.make()] for each in yeswiki.wanted(ctx, known, kinds=kinds)]
        return {
            "letter": letter.chat_text or letter.text,
            "page": f"{letter.html}{letter.text}",
            "wiki": repr(copies),
            "tools": repr([[*each.make()] for each in grist.wanted(ctx, known)]),
        }

    typed = {
        "seen": "/besoin voir 1",
        "listed": "/besoin liste",
        "found": f"/besoin chercher {WORDS}",
        "agenda": "/rencontre ordre-du-jour",
        "minutes": "/rencontre compte-rendu",
        "year": "/reseau bilan",
    }
    posts = "\n".join(each.text for each in room.outbox() if each.user is None)
    said = {place: room.plays("zoé", each).text for place, each in typed.items()}
    return {**said, "posts": posts, **room.store(outside)}


OPEN = "seen listed found letter posts"
ANSWERED = "seen found letter posts"
NOWHERE = ""


@pytest.mark.parametrize(
    ("how", "then", "words", "name", "answer"),
    [
        ("", (), OPEN, "seen posts", NOWHERE),
        ("anonyme : ", (), OPEN, NOWHERE, NOWHERE),
        ("privé : ", (), NOWHERE, NOWHERE, NOWHERE),
        ("privé : ", ("/besoin retirer-mon-nom 1 confirmé",), OPEN, NOWHERE, NOWHERE),
        ("privé : ", ("amina: /besoin répondre 1 Honolulu",), NOWHERE, NOWHERE, NOWHERE),
        ("", (UNSIGN,), OPEN, NOWHERE, NOWHERE),
        ("", (PRIVATE,), NOWHERE, NOWHERE, NOWHERE),
        ("", (GONE,), NOWHERE, NOWHERE, NOWHERE),
        ("anonyme : ", (GONE,), NOWHERE, NOWHERE, NOWHERE),
        ("", ("/besoin modifier 1 Qui prête un local ?",), NOWHERE, "seen posts", NOWHERE),
        ("", ("/besoin retirer 1",), NOWHERE, "seen", NOWHERE),
        ("", ("/besoin retirer 1", "/besoin rouvrir 1"), OPEN, "seen posts", NOWHERE),
        ("", (GIVEN,), ANSWERED, "seen posts", ANSWERED),
        ("anonyme : ", (GIVEN,), ANSWERED, NOWHERE, ANSWERED),
        ("anonyme : ", (ITSELF,), ANSWERED, NOWHERE, ANSWERED),
        ("", (ITSELF, UNSIGN), ANSWERED, NOWHERE, ANSWERED),
        ("", (GIVEN, PRIVATE), NOWHERE, NOWHERE, NOWHERE),
        ("", (GIVEN, GONE), NOWHERE, NOWHERE, NOWHERE),
        (
            "",
            (f"zoé: besoin répondre 1 {ANSWER}", ANSWER_GONE),
            "seen posts",
            "seen posts",
            NOWHERE,
        ),
        ("", (GIVEN, "/besoin pas-tout-à-fait 1 et quand ?"), OPEN, "seen posts", "seen"),
        ("", ("planned", PRIVATE), NOWHERE, NOWHERE, NOWHERE),
        ("anonyme : ", ("planned",), f"{OPEN} agenda", NOWHERE, NOWHERE),
        ("", ("planned", GONE), NOWHERE, NOWHERE, NOWHERE),
        ("anonyme : ", ("met",), f"{ANSWERED} minutes", NOWHERE, f"{ANSWERED} minutes"),
        ("", ("met", PRIVATE), NOWHERE, NOWHERE, NOWHERE),
        ("", ("met", GONE), NOWHERE, NOWHERE, NOWHERE),
        ("", ("copied",), f"{OPEN} tools", "seen posts", NOWHERE),
        ("anonyme : ", ("copied",), f"{OPEN} tools", NOWHERE, NOWHERE),
        ("", ("copied", PRIVATE), NOWHERE, NOWHERE, NOWHERE),
        ("", ("copied", PRIVATE, "/besoin retirer-mon-nom 1 confirmé"), OPEN, NOWHERE, NOWHERE),
        ("", ("copied", GONE), NOWHERE, NOWHERE, NOWHERE),
        ("", ("copied", GIVEN), f"{ANSWERED} tools wiki", "seen posts", f"{ANSWERED} wiki"),
        ("", ("copied", "met", PRIVATE), NOWHERE, NOWHERE, NOWHERE),
        (
            "",
            ("copied", f"zoé: besoin répondre 1 {ANSWER}", ANSWER_GONE),
            "seen tools posts",
            "seen posts",
            NOWHERE,
        ),
        ("", (SHOWN,), f"{OPEN} page", "seen", NOWHERE),
        ("", (SHOWN, PRIVATE), NOWHERE, NOWHERE, NOWHERE),
        ("", (SHOWN, UNSIGN), f"{OPEN} page", NOWHERE, NOWHERE),
    ],
)
def test_a_place_shows_what_the_history_lets_it(  # noqa: PLR0913, PLR0917  a row of the table
    tmp_path: Path, how: str, then: Lived, words: str, name: str, answer: str
) -> None:
    room = open_lettered(tmp_path)
    live(room, how, then)
    if "planned" not in then:
        room.clock.forward(days=2)
    found = read_now(room)

    for mark, may in ((WORDS, words), (ASKER, name), (ANSWER, answer)):
        shown = {place for place, text in found.items() if mark.lower() in text.lower()}
        assert shown <= {*may.split()}, mark
    assert {*words.split()} - {"posts"} <= {place for place, text in found.items() if WORDS in text}
