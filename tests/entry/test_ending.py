"""A network that entered is ended by who coordinates it: kept for a month, then all erased."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.core import channel_store as channels
from bot.core.channel import ChannelState, NetworkChannel
from bot.entry import ending
from bot.entry import store as entries
from bot.entry.rules import EntryState, NetworkEntry
from bot.privacy.tables import TABLES
from bot.talk import closed_channels
from scheduler.entering import EntryWatch
from tests.entry.entering import ROSE, SLUG, invites, labels, presses, told
from tests.entry.living import enters, living
from tests.room import Room, open_room


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    made = living(tmp_path, monkeypatch)
    made.says("zoé", "/besoin Qui prête une salle à Annonay ?", network=SLUG)
    made.says("louis", "/besoin Qui prête une salle à Brest ?")
    return made


def rows(room: Room) -> set[str]:
    """Return the tables that hold something of the network."""
    its = [each for each in TABLES if "network" in each.c]
    first = [select(each.c.network).where(each.c.network == SLUG).limit(1) for each in its]
    found = room.store(lambda db: [db.execute(each).first() for each in first])
    return {table.name for table, row in zip(its, found, strict=True) if row}


def test_nothing_ends_at_the_first_press_and_what_becomes_of_it_is_said(room: Room) -> None:
    asked = presses(room, "marc", ending.END)

    assert "1 question" in asked.text.replace("\xa0", " ")
    assert "j'effacerais tout ce que je garde de lui" in asked.text
    assert labels(asked.buttons) == [
        "Emporter les questions",
        "Emporter la mémoire",
        "Oui, retirer ce réseau",
    ]
    assert SLUG in room.bot.networks
    assert presses(room, "zoé", ending.END).refused


def test_it_is_kept_unseen_for_a_month_and_may_go_on_as_it_was(room: Room) -> None:
    presses(room, "marc", ending.END, "confirmé")

    assert SLUG not in room.bot.networks
    over = told(room, "marc")[-1]
    assert "j'efface tout ce que je garde de lui" in over.text
    assert labels(over.buttons) == ["Remettre en route"]
    assert room.says("zoé", "/besoin liste", network=SLUG).refused
    assert presses(room, "zoé", ending.RESUME).refused
    invites(room, "louis")
    assert "a été retiré il y a moins de trente jours" in told(room, "louis")[-1].text

    presses(room, "marc", ending.RESUME)

    assert room.bot.networks[SLUG].live
    assert "Annonay" in room.says("zoé", "/besoin liste", network=SLUG).text
    assert presses(room, "marc", ending.RESUME).refused


def test_a_month_later_nothing_of_it_is_left_and_nothing_else_is_gone(room: Room) -> None:
    presses(room, "marc", ending.END, "confirmé")
    watch = EntryWatch(room.database, room.bot, lambda: None)
    room.clock.forward(days=29)
    assert asyncio.run(watch.end_overdue()) == 0
    assert "questions" in rows(room)

    room.clock.forward(days=1)
    assert asyncio.run(watch.end_overdue()) == 1

    assert rows(room) == {"counters"}
    assert room.store(entries.networks) == []
    assert room.bot.entering(SLUG) is None
    assert "tout ce que je gardais de ce réseau est effacé" in told(room, "marc")[-1].text
    assert "Brest" in room.says("zoé", "/besoin liste").text
    assert presses(room, "marc", ending.RESUME).refused
    invites(room, "louis")
    assert room.bot.entering(SLUG) is not None


def test_one_that_comes_back_is_found_by_its_own_words_and_has_new_numbers(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cards of before are still in its channel: what they offer must not be done to another one."""
    presses(room, "marc", ending.END, "confirmé")
    room.clock.forward(days=30)
    asyncio.run(EntryWatch(room.database, room.bot, lambda: None).end_overdue())
    enters(room, monkeypatch)

    asked = room.says("zoé", "/besoin Qui prête une salle à Privas ?", network=SLUG)

    assert not asked.refused
    assert room.does("louis", "besoin voir 1", network=SLUG).refused
    found = room.says("zoé", "/besoin chercher salle", network=SLUG).text
    assert "Privas" in found
    assert "Annonay" not in found


def test_what_goes_on_at_the_last_moment_is_not_erased(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    presses(room, "marc", ending.END, "confirmé")
    room.clock.forward(days=30)
    ended = room.store(lambda db: entries.overdue(db, room.clock.now, EntryState.ENDED))
    presses(room, "marc", ending.RESUME)  # between the look for what is overdue and its end
    monkeypatch.setattr(entries, "overdue", lambda _db, _now, *_states: ended)

    assert asyncio.run(EntryWatch(room.database, room.bot, lambda: None).end_overdue()) == 0

    assert "Annonay" in room.says("zoé", "/besoin liste", network=SLUG).text
    assert not any("effacé" in each.text for each in told(room, "marc"))


def test_one_that_cannot_be_ended_keeps_no_other_waiting(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in ("01 - Ain", "26 - Drôme"):
        invites(room, "louis", title=title)
    room.clock.forward(days=30)
    drop = entries.drop

    def breaks(db: Connection, was: NetworkEntry) -> None:
        if was.slug == "01-ain":
            raise RuntimeError
        drop(db, was)

    monkeypatch.setattr(entries, "drop", breaks)
    assert asyncio.run(EntryWatch(room.database, room.bot, lambda: None).end_overdue()) == 1

    assert {each.slug for each in room.store(entries.networks)} == {SLUG, "01-ain"}


def test_who_administrates_may_end_it_too_where_nobody_is_left(room: Room) -> None:
    assert not presses(room, ROSE, ending.END, "confirmé").refused
    assert SLUG not in room.bot.networks
    assert not presses(room, ROSE, ending.RESUME).refused
    assert SLUG in room.bot.networks


def test_removed_from_its_channel_it_says_what_is_kept_and_how_to_take_it_away(room: Room) -> None:
    for state in (ChannelState.REMOVED, ChannelState.ARCHIVED):
        _closed(room, SLUG, state)
        news = told(room, "marc")[-1]
        assert "Retiré, il s'efface trente jours plus tard" in news.text
        assert labels(news.buttons) == ["Emporter les questions", "Retirer ce réseau…"]
        assert {each.network for each in news.buttons} == {SLUG}
        assert "configuration" not in news.text
    assert SLUG in room.bot.networks  # it waits


def test_a_network_of_the_file_is_taken_out_of_the_file(tmp_path: Path) -> None:
    room = open_room(tmp_path)
    _closed(room, "loire", ChannelState.REMOVED)

    news = told(room, "amina")[-1]
    assert "de ma configuration" in news.text
    assert labels(news.buttons) == ["Emporter les questions"]
    assert room.does("amina", f"{ending.END} confirmé").refused


def _closed(room: Room, slug: str, state: ChannelState) -> None:
    network = room.bot.networks[slug]

    def note(db: object) -> None:
        ctx = room.bot.context(db, network, room.clock.now)  # type: ignore[arg-type]
        known = channels.of(ctx.db, slug) or NetworkChannel(
            network=slug, team="", name=slug, id=slug, shown=slug, state=state
        )
        closed_channels.note(ctx, replace(known, state=state))

    room.store(note)
    room.clock.forward(minutes=1)
