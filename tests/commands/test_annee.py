"""`/reseau`: the year at a glance, read, sent as a picture, posted."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from bot.core import occurrences
from bot.core.message import FileKind
from bot.core.tables import occurrences as table
from bot.letter import store as letters
from bot.letter.rules import Letter, LetterStatus
from bot.mattermost.picture import to_png
from bot.meeting import store as meetings
from bot.meeting.rules import MeetingStatus
from tests.commands.gestures import labels
from tests.mattermost.png import size_of
from tests.room import Room
from tests.typable import doing


def at(room: Room, when: str) -> None:
    room.clock.now = datetime.fromisoformat(when).replace(tzinfo=UTC)


def begins(room: Room, when: datetime) -> None:
    """Have the network begin earlier than the test did."""
    began = update(table).where(table.c.kind == "start").values(due_at=when)
    room.store(lambda db: db.execute(began).close())


def plans(room: Room, date: str, *, announced: bool = True) -> None:
    room.says("amina", f"/rencontre planifier confirmé {date}, médiathèque de Valcombe")
    if announced:
        room.does("amina", "rencontre annoncer")


def holds(room: Room) -> None:
    (meeting,) = room.store(lambda db: meetings.coming(db, "loire"))
    held = replace(meeting, status=MeetingStatus.REPORTED)
    room.store(lambda db: meetings.save(db, held))


def publishes(room: Room, when: datetime) -> None:
    letter = Letter(network="loire", number=0, made_at=when)
    kept = room.store(lambda db: letters.add(db, letter))
    out = replace(kept, status=LetterStatus.PUBLISHED, published_at=when)
    room.store(lambda db: letters.save(db, out))


def year(room: Room, who: str = "louis", text: str = "/reseau") -> str:
    return room.says(who, text).text.replace("\u00a0", " ")


def test_a_new_network_has_its_months_to_come(room: Room) -> None:
    text = year(room)

    assert text.startswith("#### L'année de la Loire")
    assert "**Régularité** : elle se compte à partir du premier mois complet" in text
    assert "août 2026" not in text
    assert "octobre 2026" not in text
    assert "- **novembre 2026, ce mois-ci** : **à planifier**, rencontre le 12\n" in text
    assert "- décembre 2026 : **rien de prévu**\n" in text
    assert "- rencontre : jeudi 12 novembre 2026 à 9 h 30, à planifier" in text
    assert len(text.splitlines()) <= 25


def test_what_was_held_and_published_is_counted_in_one_sentence(room: Room) -> None:
    begins(room, datetime(2026, 7, 1, tzinfo=UTC) - timedelta(days=2))
    plans(room, "12/11/2026 9h30")
    holds(room)
    publishes(room, datetime(2026, 12, 10, 8, tzinfo=UTC))
    plans(room, "14/1/2027 9h30")
    at(room, "2027-01-04T10:00")

    text = year(room)

    # July, September and October had nothing; November a meeting, December a letter.
    assert "2 mois sur 5 avec au moins une rencontre ou une lettre (août mis à part)." in text
    assert "- novembre 2026 : **fait**, rencontre le 12\n" in text
    assert "- décembre 2026 : **fait**, lettre le 10\n" in text
    assert "**janvier 2027, ce mois-ci** : **prévu**, rencontre le 14" in text
    assert "- septembre 2026 : **rien**" in text


def test_an_announced_meeting_without_news_is_asked_about(room: Room) -> None:
    plans(room, "12/11/2026 9h30")
    at(room, "2026-12-03T10:00")

    assert "**à confirmer**, rencontre le 12, dont je n'ai pas" in year(room)


def test_only_coordinators_know_the_date_of_a_draft(room: Room) -> None:
    plans(room, "17/12/2026 14h", announced=False)

    assert "décembre 2026 : **prévu**, rencontre en préparation" in year(room)
    assert "17 décembre" not in year(room)
    assert "rencontre le 17, en préparation" in year(room, "amina")
    at(room, "2027-01-04T10:00")
    assert "décembre 2026 : **prévu**" not in year(room)


def test_a_cancelled_meeting_is_nothing(room: Room) -> None:
    plans(room, "17/12/2026 14h")
    room.does("amina", "rencontre annuler La salle n'est plus disponible")

    assert "- décembre 2026 : **rien de prévu**" in year(room)


def test_a_letter_that_comes_by_itself_is_planned_unless_it_is_out(room: Room) -> None:
    room.does("amina", "reseau changer-rythme lettre le 2e jeudi, les mois sans rencontre, 9 h")
    assert "- décembre 2026 : **prévu**, lettre le 10" in year(room)

    out = datetime(2026, 12, 10, 8, tzinfo=UTC)
    now = room.clock.now
    room.store(lambda db: occurrences.record(db, "loire", "letter", due=out, now=now))

    assert "- décembre 2026 : **rien de prévu**" in year(room)


def test_the_year_comes_as_a_picture_that_is_really_drawn(room: Room) -> None:
    reply = room.does("louis", "reseau année")

    (message,) = room.outbox()
    assert "en image, en message direct" in reply.text
    assert message.user == "louis"
    assert message.file is not None
    assert message.file.kind is FileKind.DRAWING
    assert "L'année de la Loire" in message.text
    width, height = size_of(asyncio.run(to_png(message.file.content)))
    assert width == 760
    assert 400 < height < 1_000


def test_a_picture_does_not_tell_the_date_of_a_draft(room: Room) -> None:
    plans(room, "17/12/2026 14h", announced=False)
    room.does("amina", "reseau année")

    (message,) = room.outbox()
    assert message.file is not None
    assert "rencontre en vue" in message.file.content
    assert "le 17" not in message.file.content
    assert "17 décembre" not in message.text.replace("\u00a0", " ")


def test_a_coordinator_posts_the_year_in_the_channel(room: Room) -> None:
    assert labels(room.does("amina", "reseau année")) == ["Publier dans le canal"]
    before = len(room.outbox())

    room.does("amina", "reseau publier-année")

    posted = room.outbox()[before:]
    assert [(each.user, each.file is not None) for each in posted] == [(None, True)]


def test_a_member_does_not_post_it(room: Room) -> None:
    assert labels(room.does("louis", "reseau année")) == []
    before = len(room.outbox())

    assert "réservé à la coordination" in room.does("louis", "reseau publier-année").text
    assert len(room.outbox()) == before


def test_the_door_leads_each_to_what_they_may_do(room: Room) -> None:
    for who in ("louis", "amina"):
        *buttons, more = room.says(who, "/reseau").buttons

        assert [each.label for each in buttons] == ["L'année en image", "Enquêtes"]
        first, *_, messages, own = [each.label for each in more.options]
        assert (first, messages, own) == ("Le bilan", "Mes messages", "Mes données")
        assert len(more.options) <= 8
        for each in more.options:
            assert not room.does(who, doing(each)).refused


def test_the_button_sends_the_picture(room: Room) -> None:
    button = room.says("louis", "/reseau").buttons[0]

    room.clicks("louis", button.route, button.argument)

    assert room.outbox()[0].file is not None


def test_a_network_without_any_date_ahead_says_where_its_rules_are(room: Room) -> None:
    for kind in ("rencontre", "veille"):
        room.does("amina", f"reseau changer-rythme {kind} le 2, une fois par an dès octobre, 9 h")

    assert "Aucune date dans les cinq mois qui viennent" in year(room)


def test_a_letter_that_was_moved_or_skipped_is_seen_so(room: Room) -> None:
    room.does("amina", "reseau changer-rythme lettre le 2e jeudi, les mois sans rencontre, 9 h")
    room.does("amina", "lettre reporter confirmé 18/12/2026")
    assert "- décembre 2026 : **prévu**, lettre le 18" in year(room)

    room.does("amina", "lettre rétablir")
    room.does("amina", "lettre sauter")
    assert "- décembre 2026 : **rien de prévu**" in year(room)
    assert "- février 2027 : **prévu**, lettre le 11" in year(room)
