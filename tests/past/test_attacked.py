"""What hostile, tired or unlucky people do to the reading of a channel's past."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.network.period import Period
from bot.past import reading
from bot.past import store as pasts
from bot.past.rules import PastMessage, PastState, starting
from bot.privacy import forgetting
from bot.privacy.forgetting import Person
from bot.talk.command import Command, Via
from bot.talk.reply import Reply
from bot.year import count_store
from tests.commands.gestures import deliver, everything, kept, told
from tests.past.channel import (
    ANSWER,
    CHARTER,
    PRINTER,
    Channel,
    announced,
    asking,
    goes_round,
    lived,
    read,
    state,
)
from tests.past.test_past import comes_to, kept_numbers, sorted_whole, words
from tests.pile_cases import pile
from tests.room import Room, caller, open_room

CLAVIERS = "Où trouver des claviers zygomorphes pour débutants ?"


@pytest.fixture(autouse=True)
def finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take for a question what ends as one: which do is tried elsewhere."""
    monkeypatch.setattr(reading, "find", asking)


def found(room: Room) -> list[PastMessage]:
    return list(room.store(lambda db: pasts.waiting(db, "loire", limit=99)))


def of(room: Room, author: str) -> PastMessage:
    return next(each for each in found(room) if each.author == author)


def keeps(room: Room, each: PastMessage, *, answered: bool = True) -> Reply:
    replies = [reply.post for reply in each.replies[:1]] if answered else []
    return room.does(
        "amina", " ".join(["reseau garder-question", str(each.id), each.post, *replies])
    )


def number_of(room: Room, text: str) -> int:
    return next(n for n in kept_numbers(room) if kept(room, n).text == text)


def opened(room: Room) -> None:
    """Let the authors' week pass."""
    room.clock.forward(days=9)
    goes_round(room, "past opened")
    room.settles()
    deliver(room)


# stays nowhere


def test_an_ended_reading_leaves_the_words_on_no_pile(room: Room) -> None:
    read(room)
    comes_to(room)
    deliver(room)
    room.does("amina", "reseau terminer-relecture confirmé")
    assert "a changé" in pile(room).text


def test_the_month_that_ends_a_reading_leaves_the_words_on_no_pile(room: Room) -> None:
    read(room)
    comes_to(room)
    deliver(room)
    room.clock.forward(days=31)
    goes_round(room, "past left")
    assert "a changé" in pile(room).text


def test_an_undone_reading_leaves_the_words_on_no_pile(room: Room) -> None:
    read(room)
    comes_to(room)
    deliver(room)
    room.does("amina", "reseau annuler-relecture confirmé")
    assert "a changé" in pile(room).text


def test_a_stopped_reading_shows_nothing_on_any_pile(room: Room) -> None:
    read(room)
    comes_to(room)
    deliver(room)
    room.does("amina", "reseau arrêter-relecture")
    assert "a changé" in pile(room).text


def test_what_is_stopped_is_not_decided_of(room: Room) -> None:
    read(room)
    each = of(room, "louis")
    room.does("amina", "reseau arrêter-relecture")
    assert keeps(room, each).refused
    assert room.does("amina", f"reseau écarter-question {each.id}").refused
    assert kept_numbers(room) == []


# consent


def test_a_refusal_is_told_by_a_reaction_where_there_are_no_buttons(tmp_path: Path) -> None:
    room = open_room(tmp_path, buttons=False)
    lived(room)
    announced(room)
    (post,) = [each for each in room.outbox() if each.key.startswith("past:")]
    (button,) = post.buttons
    assert button.emoji
    room.clicks("louis", button.route, button.argument, via=Via.REACTION)
    assert room.store(lambda db: pasts.refused_among(db, "loire", ["louis"])) == {"louis"}
    room.database.close()


def test_who_refuses_after_their_answer_was_kept_takes_the_answer_alone(room: Room) -> None:
    read(room)
    keeps(room, of(room, "louis"))
    room.does("zoé", "reseau ne-pas-me-lire")

    assert kept(room, 1).answer is None
    assert kept(room, 1).text == CHARTER
    deliver(room)
    assert "médiathèque" not in everything(room)
    for each in found(room):
        keeps(room, each)
    opened(room)
    assert "médiathèque" not in everything(room)
    assert room.says("louis", "/besoin chercher médiathèque").text.count("médiathèque") <= 1


def test_who_refuses_once_it_is_opened_and_answered_leaves_no_word(room: Room) -> None:
    sorted_whole(room)
    opened(room)
    printer = number_of(room, PRINTER)
    room.says("louis", f"/besoin répondre {printer} Passez par la mairie")
    room.says("amina", f"/besoin moi-aussi {printer}")
    deliver(room)
    assert "imprimante" in everything(room)

    room.does("zoé", "reseau ne-pas-me-lire")
    deliver(room)
    room.settles()
    room.forgets()
    assert "imprimante" not in everything(room)


def test_who_refuses_once_it_left_is_withdrawn_too(room: Room) -> None:
    sorted_whole(room)
    printer = number_of(room, PRINTER)
    room.does("zoé", f"besoin laisser-sortir {printer}")
    opened(room)
    room.does("zoé", "reseau ne-pas-me-lire")
    deliver(room)
    room.settles()
    room.forgets()
    assert "imprimante" not in everything(room)
    assert "imprimante" not in room.says("louis", "/besoin chercher imprimante attestations").text


def test_who_comes_back_is_read_the_next_time(room: Room) -> None:
    channel = lived(room)
    room.does("louis", "reseau ne-pas-me-lire")
    room.does("louis", "reseau me-lire")
    read(room, channel)
    assert of(room, "louis").author == "louis"


def test_who_refused_is_not_found_in_what_others_quote(room: Room) -> None:
    channel = Channel(room)
    asked = channel.says("louis", CHARTER)
    channel.says("zoé", f"> {CHARTER}\n\nMoi aussi, qui saurait ?")
    channel.says("amina", f"> {CHARTER}\nOui, la voici.", under=asked)
    room.does("louis", "reseau ne-pas-me-lire")
    read(room, channel)
    for each in found(room):
        keeps(room, each)
    assert all("charte" not in kept(room, n).text for n in kept_numbers(room))


def test_a_bot_or_a_guest_among_those_who_wrote_is_not_kept(room: Room) -> None:
    channel = Channel(room)
    channel.members = ["amina", "louis", "zoe", "gaspard"]
    channel.says("gaspard", CHARTER)
    read(room, channel)
    assert keeps(room, of(room, "gaspard")).refused


# edits and deletions


@pytest.mark.parametrize("text", ["@louis oui, la voici", "Bonjour Louis, la voici", "@louis @zoe"])
def test_an_answer_names_nobody_who_asked(room: Room, text: str) -> None:
    channel = Channel(room)
    asked = channel.says("louis", CHARTER)
    channel.says("zoé", text, under=asked)
    read(room, channel)
    keeps(room, of(room, "louis"))
    assert all("ouis" not in str(kept(room, n).answer) for n in kept_numbers(room))


def test_an_edit_after_it_was_kept_is_asked_about(room: Room) -> None:
    read(room)
    each = of(room, "louis")
    keeps(room, each, answered=False)
    room.edits("louis", each.post, "Qui aurait un modèle de charte pour une médiathèque ?")
    assert any("médiathèque" in news.text for news in told(room, "louis"))
    assert kept(room, 1).text == CHARTER


def test_an_answer_that_is_deleted_after_it_was_kept_is_hidden(room: Room) -> None:
    read(room)
    each = of(room, "louis")
    keeps(room, each)
    room.deletes("zoé", each.replies[0].post)
    answer = kept(room, 1).answer
    assert answer is not None
    assert answer.text != ANSWER


def test_a_deletion_after_it_was_taken_back_does_nothing(room: Room) -> None:
    read(room)
    each = of(room, "louis")
    keeps(room, each)
    room.does("amina", f"reseau remettre-question {each.id}")
    room.deletes("zoé", each.replies[0].post)
    room.deletes("louis", each.post)
    assert kept_numbers(room) == []


def test_another_coordinators_pile_shows_no_more_what_was_left_out(room: Room) -> None:
    read(room)
    comes_to(room)
    deliver(room)
    shown = words(room, pile(room).text)
    first = next(
        each
        for each in found(room)
        if (CHARTER in shown and each.author == "louis")
        or (CHARTER not in shown and each.author == "zoe")
    )
    room.does("amina", f"reseau écarter-question {first.id}")
    assert "a changé" in pile(room).text


def test_who_deletes_their_message_after_it_was_kept_takes_it_back(room: Room) -> None:
    read(room)
    each = of(room, "louis")
    keeps(room, each)
    room.deletes("louis", each.post)
    assert kept_numbers(room) == [] or kept(room, 1).hidden is not None


# pressed twice, by others


@pytest.mark.parametrize("verb", ["signer", "corriger", "retirer", "laisser-sortir"])
def test_what_is_not_theirs_is_refused(room: Room, verb: str) -> None:
    sorted_whole(room)
    printer = number_of(room, PRINTER)
    route = "besoin laisser-sortir" if verb == "laisser-sortir" else f"besoin {verb}-retrouvée"
    for who in ("louis", "amina"):
        reply = (
            room.fills(who, route, str(printer), texte="Autre chose")
            if verb == "corriger"
            else room.does(who, f"{route} {printer}")
        )
        assert reply.refused
    assert kept(room, printer).text == PRINTER
    assert not kept(room, printer).signed


def test_pressed_twice_or_after_all_was_undone_it_says_so(room: Room) -> None:
    sorted_whole(room)
    printer = number_of(room, PRINTER)
    assert not room.does("zoé", f"besoin signer-retrouvée {printer}").refused
    assert not room.does("zoé", f"besoin signer-retrouvée {printer}").refused
    assert not room.does("zoé", f"besoin laisser-sortir {printer}").refused
    assert not room.does("zoé", f"besoin laisser-sortir {printer}").refused
    assert not room.does("zoé", f"besoin retirer-retrouvée {printer} confirmé").refused
    for again in ("retirer-retrouvée", "signer-retrouvée", "laisser-sortir"):
        assert room.does("zoé", f"besoin {again} {printer}").refused

    charter = number_of(room, CHARTER)
    done = room.does("amina", "reseau annuler-relecture confirmé")
    assert "reste" not in done.text
    for route in ("signer-retrouvée", "retirer-retrouvée"):
        assert room.does("louis", f"besoin {route} {charter}").refused
    assert room.does("amina", "reseau annuler-relecture confirmé").refused


def test_who_was_forgotten_can_do_nothing_more_with_it(room: Room) -> None:
    sorted_whole(room)
    charter = number_of(room, CHARTER)
    gone = Person(server="test", id="louis")
    room.store(lambda db: forgetting.forget(db, gone, room.clock.now, erased=str))
    deliver(room)

    assert room.does("louis", f"besoin signer-retrouvée {charter}").refused
    assert "louis" not in everything(room).replace("amina louis", "")


# leaves the channel


def test_what_was_forgotten_never_leaves_on_the_others_yes(room: Room) -> None:
    sorted_whole(room)
    charter = number_of(room, CHARTER)
    gone = Person(server="test", id="louis")
    room.store(lambda db: forgetting.forget(db, gone, room.clock.now, erased=str))
    room.does("zoé", f"besoin laisser-sortir {charter}")
    assert kept(room, charter).withheld


def test_an_answer_that_changes_asks_again_for_a_yes(room: Room) -> None:
    """Louis agreed with Zoé's answer there; whoever answers afterwards has not agreed."""
    sorted_whole(room)
    charter = number_of(room, CHARTER)
    room.does("louis", f"besoin laisser-sortir {charter}")
    room.does("zoé", f"besoin retirer-retrouvée {charter} confirmé")
    opened(room)
    assert kept(room, charter).answer is None
    assert not room.does("louis", f"besoin laisser-sortir {charter}").refused
    assert not kept(room, charter).withheld


def test_without_a_yes_it_is_in_no_table_and_no_letter(room: Room) -> None:
    sorted_whole(room)
    opened(room)
    printer = number_of(room, PRINTER)
    assert not room.does("amina", "besoin exporter").refused
    files = [each.file.content for each in told(room, "amina") if each.file]
    assert files
    assert not any("attestations" in each or "charte" in each for each in files)
    room.fills("amina", "lettre répondre", str(printer), texte="Passez par la mairie")
    assert "attestations" not in room.does("amina", "lettre aperçu").text
    deliver(room)
    room.does("amina", "lettre publier")
    assert not any("attestations" in each.text for each in room.outbox())


def test_nobody_is_counted_for_what_they_never_gave_the_bot(room: Room) -> None:
    sorted_whole(room)
    now = room.clock.now
    year = Period(since=now - timedelta(days=365), until=now + timedelta(days=1))
    people = room.store(lambda db: count_store.people_counts(db, "loire", year))
    assert people.contributors == 0


# undo


def test_undone_whole_after_an_answerer_withdrew_nothing_stays(room: Room) -> None:
    sorted_whole(room)
    charter = number_of(room, CHARTER)
    room.does("zoé", f"besoin retirer-retrouvée {charter} confirmé")
    room.does("amina", "reseau annuler-relecture confirmé")
    assert kept_numbers(room) == []


def test_undone_whole_after_an_answerer_agreed(room: Room) -> None:
    sorted_whole(room)
    charter = number_of(room, CHARTER)
    room.does("zoé", f"besoin laisser-sortir {charter}")
    room.does("amina", "reseau annuler-relecture confirmé")
    assert kept_numbers(room) == []


def test_a_yes_of_who_asked_holds_it(room: Room) -> None:
    sorted_whole(room)
    charter = number_of(room, CHARTER)
    room.does("louis", f"besoin laisser-sortir {charter}")
    room.does("amina", "reseau annuler-relecture confirmé")
    assert kept_numbers(room) == [charter]


def test_a_double_of_what_is_erased_can_still_be_read(room: Room) -> None:
    sorted_whole(room)
    opened(room)
    printer = number_of(room, PRINTER)
    room.says("louis", "/besoin Comment imprimer des attestations sans imprimante à la mairie ?")
    deliver(room)
    other = 3
    assert not room.does("amina", f"besoin fusionner {other} {printer}").refused
    room.does("zoé", "reseau ne-pas-me-lire")
    assert not room.says("louis", f"/besoin voir {other}").refused
    assert not room.says("louis", "/besoin mes").refused
    assert not room.does("louis", f"besoin rouvrir {other}").refused


def test_what_is_deferred_and_erased_breaks_no_meeting(room: Room) -> None:
    sorted_whole(room)
    opened(room)
    printer = number_of(room, PRINTER)
    assert not room.does("amina", f"besoin reporter {printer} rencontre").refused
    room.does("zoé", "reseau ne-pas-me-lire")
    assert not room.says("amina", "/rencontre").refused
    deliver(room)
    room.forgets()
    assert "imprimante" not in everything(room)


# when


def test_after_an_outage_it_begins_when_people_are_there(room: Room) -> None:
    channel = lived(room)
    room.does("amina", "reseau relire confirmé")
    room.clock.now = datetime(2027, 8, 10, 9, tzinfo=UTC)
    assert channel.reads() == 0
    room.clock.now = datetime(2027, 9, 6, 9, tzinfo=UTC)
    assert channel.reads() == 1


def test_what_is_not_read_yet_is_not_put_off_but_announced_anew(room: Room) -> None:
    room.does("amina", "reseau relire confirmé")
    assert room.does("amina", "reseau arrêter-relecture").refused
    room.does("amina", "reseau annuler-relecture confirmé")
    room.clock.forward(days=180)
    assert not room.does("amina", "reseau relire confirmé").refused
    assert lived(room).reads() == 0


@pytest.mark.parametrize(
    ("now", "zone", "school", "day"),
    [
        (datetime(2026, 12, 24, 9, tzinfo=UTC), "Europe/Paris", "A", "2027-01-11"),
        (datetime(2026, 7, 20, 8, tzinfo=UTC), "Europe/Paris", "B", "2026-09-08"),
        (datetime(2026, 8, 3, 8, tzinfo=UTC), "Indian/Reunion", "", "2026-09-09"),
        (datetime(2026, 11, 3, 8, tzinfo=UTC), "Europe/Paris", "A", "2026-11-10"),
    ],
)
def test_seven_days_are_counted_when_people_are_there(
    now: datetime, zone: str, school: str, day: str
) -> None:
    assert f"{starting(now, zone, school):%Y-%m-%d}" == day


# hostile


@pytest.mark.parametrize(
    "text",
    [
        "\x00 Qui sait ?",
        "\u202eQui sait ?",
        "``` Qui sait ?",
        "a" * 16_000 + " ?",
        "> ?",
        "@all @here @channel ?",
        "   ?",
        "\ud800 ?".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
        "[x](javascript:alert(1)) ?",
        "| a | b |\n|---|---|\n| 1 | 2 | ?",
    ],
)
def test_hostile_words_are_shown_kept_and_told(room: Room, text: str) -> None:
    channel = Channel(room)
    post = channel.says("louis", text)
    channel.says("zoé", text, under=post)
    channel.says("zoé", CLAVIERS)
    read(room, channel)
    comes_to(room)
    for each in found(room):
        if keeps(room, each).refused:
            assert not room.does("amina", f"reseau écarter-question {each.id}").refused
    assert state(room).state is PastState.DONE
    opened(room)
    for number in kept_numbers(room):
        shown = room.says("amina", f"/besoin voir {number}")
        assert not shown.refused
        assert "@all" not in shown.text
        assert "[x](" not in shown.text


def test_a_channel_where_nobody_asks_ends_at_once(room: Room) -> None:
    channel = Channel(room)
    channel.says("zoé", "Merci à tous.")
    read(room, channel)
    assert state(room).state is PastState.DONE
    assert "Les trier" not in labels_told(room)


def test_an_empty_channel_ends_at_once(room: Room) -> None:
    read(room, Channel(room))
    assert state(room).state is PastState.DONE


def labels_told(room: Room) -> list[str]:
    return [button.label for each in told(room, "amina") for button in each.buttons]


def test_a_refusal_as_it_is_kept_wins_whichever_comes_first(room: Room) -> None:
    read(room)
    each = of(room, "louis")
    (reply,) = each.replies

    def asked(who: str, route: str, argument: str = "") -> Command:
        return Command(
            text=argument,
            caller=caller(who),
            via=Via.BUTTON,
            channel="loire-channel",
            network="loire",
            route=route,
        )

    async def at_once() -> None:
        keeping = asked("amina", "reseau garder-question", f"{each.id} {each.post} {reply.post}")
        refusing = asked("zoé", "reseau ne-pas-me-lire")
        answer = room._dispatch.answer
        await asyncio.gather(answer(keeping), answer(refusing), answer(keeping))

    asyncio.run(at_once())
    assert len(kept_numbers(room)) <= 1
    assert all(kept(room, n).answer is None for n in kept_numbers(room))
    deliver(room)
    assert "médiathèque" not in everything(room)


def test_what_is_a_question_already_is_not_found_again(room: Room) -> None:
    channel = read(room)
    keeps(room, of(room, "louis"))
    room.does("amina", "reseau terminer-relecture confirmé")
    room.does("louis", f"besoin signer-retrouvée {number_of(room, CHARTER)}")
    room.does("amina", "reseau annuler-relecture confirmé")
    room.clock.forward(days=1)
    mention = f"@courroie besoin {CLAVIERS}"
    post = channel.says("zoé", mention, days=20)
    assert not room.says(
        "zoé", mention.removeprefix("@courroie "), via=Via.MENTION, post=post
    ).refused

    read(room, channel)

    assert len(kept_numbers(room)) == 1
    assert [each.post for each in found(room) if each.post == post or each.author == "louis"] == []


def test_a_channel_whose_place_was_lost_as_it_was_read_is_read_again(room: Room) -> None:
    channel = lived(room)
    announced(room)
    members, channel.members = channel.members, []
    assert channel.reads() == 0
    channel.members = members
    assert channel.reads() == 1
    assert len(found(room)) == 2


# a backup is put back: it may lack refusals


def announcements(room: Room) -> list[str]:
    return [each.text for each in room.outbox() if "Retrouver nos questions" in each.text]


@pytest.mark.parametrize("under_way", [False, True])
def test_a_reading_that_a_backup_brings_back_is_announced_anew(
    room: Room, *, under_way: bool
) -> None:
    channel = lived(room)
    announced(room)
    if under_way:
        channel.away = True
        assert channel.reads() == 0
        channel.away = False
    room.is_restored()

    assert channel.reads() == 0

    assert state(room).state is PastState.ANNOUNCED
    assert state(room).starts_at > room.clock.now + timedelta(days=6)
    assert "Redites-moi" in announcements(room)[-1]
    assert channel.reads() == 0
    assert len(announcements(room)) == 2  # once each
    room.does("louis", "reseau ne-pas-me-lire")
    room.clock.forward(days=8)
    assert channel.reads() == 1
    assert {each.author for each in found(room)} == {"zoe"}


def test_what_was_half_sorted_is_told_and_the_rest_is_announced_anew(room: Room) -> None:
    channel = read(room)
    keeps(room, of(room, "louis"))
    comes_to(room)
    deliver(room)
    room.is_restored()

    assert channel.reads() == 0

    assert "a changé" in pile(room).text
    assert found(room) == []
    assert len([each for each in told(room, "louis") if CHARTER in each.text]) == 1
    room.clock.forward(days=8)
    assert channel.reads() == 1
    assert {each.author for each in found(room)} == {"zoe"}
    assert len(kept_numbers(room)) == 1


def test_a_reading_that_is_over_stays_so(room: Room) -> None:
    channel = sorted_whole(room)
    room.is_restored()
    assert channel.reads() == 0
    assert state(room).state is PastState.DONE
