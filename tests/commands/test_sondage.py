"""`/rencontre sonder` and what follows: from several dates to a planned meeting."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core import outbox
from bot.core.message import Button, Message, MessageKind
from bot.meeting import planning
from bot.meeting import store as meetings
from bot.meeting.poll import card as card_of
from bot.meeting.poll import polling
from bot.meeting.poll import store as polls
from bot.meeting.poll.rules import Poll, PollStatus
from bot.meeting.venue import Venue
from bot.talk.bot import Bot
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.reply import Reply
from tests.commands.gestures import presses, reads
from tests.room import LOIRE, Room, caller, open_room
from tests.rounds import goes

DATES = "jeudi 3 décembre 14h ; mardi 8 décembre 9h30 ; jeudi 10 décembre 9h"
SONDER = f"/rencontre sonder {DATES}"
THURSDAY, TUESDAY = (
    "jeu.\u00a03\u00a0déc., 14\u00a0h",
    "mar.\u00a08\u00a0déc., 9\u00a0h\u00a030",
)
NEXT_THURSDAY = "jeu.\u00a010\u00a0déc., 9\u00a0h"
"""The dates as buttons say them."""
DATE_LABELS = [THURSDAY, TUESDAY, NEXT_THURSDAY]

WEDNESDAY = datetime(2026, 11, 25, 16, tzinfo=UTC)


@pytest.fixture
def mention(tmp_path: Path) -> Room:
    """Return a room that clicks cannot reach."""
    return open_room(tmp_path, buttons=False)


def card(room: Room) -> str:
    """Return the text of the poll's post as it will read once all is said."""
    return [text for text in room.said() if text.startswith("#### Sondage")][-1]


def told(room: Room, who: str) -> list[str]:
    """Return what waits to be said to one person by direct message, their own votes apart."""
    said = zip(room.outbox(), room.said(), strict=True)
    mine = [(each, text) for each, text in said if each.user == who and text]
    return [text for each, text in mine if OWN not in (each.edits or each.key)]


OWN = "poll:loire:1:own"


def receipt(room: Room, who: str) -> str:
    """Return what someone reads of all their votes, after the last."""
    found = [each for each in room.outbox() if (each.edits or each.key) == f"{OWN}:{who}"]
    assert len({each.key for each in found if each.edits is None}) <= 1
    return found[-1].text


def shown(room: Room, who: str) -> Reply:
    """Return the poll as someone is shown it where they are."""
    return reads(room, who, "rencontre sondage 1")


PRESSES = {"oui": 1, "si besoin": 2, "non": 3}


def votes(room: Room, who: str, *said: str) -> None:
    """Press the dates of the first poll until they say this, "" for nothing."""
    for date, words in enumerate(said, start=1):
        for _ in range(PRESSES.get(words, 0)):
            assert room.clicks(who, "rencontre voter", f"1 {date}").text == ""


def first(room: Room) -> Message:
    """Return the message that is the poll's post."""
    found = room.store(lambda db: outbox.by_key(db, "poll:loire:1"))
    assert found is not None
    return found


def reacts(room: Room, who: str, emoji: str, *, taken_back: bool = False) -> None:
    """React to the poll's post as the ear does."""
    (button,) = [each for each in first(room).buttons if each.emoji == emoji]
    route = button.undo if taken_back else button.route
    assert room.clicks(who, route, button.argument, via=Via.REACTION).text == ""


def job(room: Room) -> int:
    return goes(room, "close polls")


def status(room: Room, number: int = 1) -> PollStatus:
    return room.store(lambda db: polls.get(db, "loire", number)).status


# Opened


@pytest.mark.parametrize("via", [Via.SLASH, Via.MENTION, Via.DIRECT])
def test_a_coordinator_puts_dates_to_the_vote(room: Room, via: Via) -> None:
    line = f"/rencontre ~loire sonder {DATES}" if via is Via.DIRECT else SONDER
    text = room.says("amina", line, via=via).text or told(room, "amina")[0]

    assert "1. **jeudi 3\u00a0décembre 2026 à 14\u00a0h**" in text
    assert "3. **jeudi 10\u00a0décembre 2026 à 9\u00a0h**" in text
    assert "lundi 9\u00a0novembre 2026 à 9\u00a0h, heure de Paris" in text
    assert f"2. **{TUESDAY}**\u00a0: pas encore de réponse" in card(room)


def test_dates_are_put_in_order_and_the_place_is_said_once(room: Room) -> None:
    reply = room.says(
        "amina",
        "/rencontre sonder mardi 8 décembre 9h30 ; jeudi 3 décembre 14h, 2h30, médiathèque de "
        "Valcombe, jusqu'au 25 novembre",
    )

    assert "1. **jeudi 3" in reply.text
    assert "2\u00a0h\u00a030, médiathèque de Valcombe." in reply.text
    assert "mercredi 25\u00a0novembre 2026 à 17\u00a0h" in reply.text
    assert room.store(lambda db: polls.get(db, "loire", 1)).closes_at == WEDNESDAY


def test_the_same_dates_twice_are_one_poll(room: Room) -> None:
    room.says("amina", SONDER)
    again = room.says("amina", SONDER.replace(" ;", "\n"))

    assert "Ces dates sont déjà proposées" in again.text
    assert len([each for each in room.outbox() if each.user is None]) == 1


def test_a_doubtful_date_is_asked_about_before_anything_is_posted(room: Room) -> None:
    reply = room.says("amina", "/rencontre sonder jeudi 3 décembre 14h ; 25 décembre 9h30")

    assert reply.refused
    assert "- date n°\u00a02, **vendredi 25\u00a0décembre 2026 à 9\u00a0h\u00a030" in reply.text
    assert "Noël" in reply.text
    assert room.outbox() == []
    (confirm,) = reply.buttons
    said = room.clicks("amina", confirm.route, confirm.argument).text
    assert said.startswith("Sondage envoyé dans le canal")
    assert "ven.\u00a025\u00a0déc." in card(room)


def test_insisting_in_words_does_it_too(room: Room) -> None:
    room.says("amina", "/rencontre sonder Confirmé : jeudi 3 décembre 14h ou 25 décembre 9h30")

    assert "ven.\u00a025\u00a0déc." in card(room)


def test_what_a_form_said_besides_its_dates_is_kept_while_one_insists(room: Room) -> None:
    lines = "jeudi 3 décembre 14h\n25 décembre 9h30\n"
    sent = {"texte": lines, "duree": "90", "lieu": "Mairie", "jusquau": "25 novembre"}
    submits(room, "amina", "rencontre sonder", lines, sent)
    (confirm,) = room.outbox()[-1].buttons
    room.clicks("amina", confirm.route, confirm.argument)

    poll = room.store(lambda db: polls.get(db, "loire", 1))
    assert (poll.minutes, poll.words, poll.closes_at) == (90, "Mairie", WEDNESDAY)


def test_a_place_may_stand_on_its_own_line_and_politeness_is_no_place(room: Room) -> None:
    room.says("amina", f"/rencontre sonder {DATES} ; salle des fêtes de Valcombe")
    room.says("amina", "/rencontre sonder 14 décembre 9h ; 15 décembre 9h svp")

    assert room.store(lambda db: polls.get(db, "loire", 1)).words == "salle des fêtes de Valcombe"
    assert room.store(lambda db: polls.get(db, "loire", 2)).words == ""


def test_the_closing_time_may_have_its_hour_and_is_questioned_too(room: Room) -> None:
    reply = room.says("amina", f"{SONDER}, jusqu'au dimanche 22 novembre 12h")
    assert "- clôture du sondage, **dimanche 22\u00a0novembre 2026 à 12\u00a0h" in reply.text

    room.says("amina", f"/rencontre sonder confirmé {DATES}, jusqu'au dimanche 22 novembre 12h")
    closes = room.store(lambda db: polls.get(db, "loire", 1)).closes_at
    assert closes == datetime(2026, 11, 22, 11, tzinfo=UTC)


def test_the_end_of_the_last_date_is_not_the_closing_time(room: Room) -> None:
    room.says("amina", "/rencontre sonder 3 décembre 14h ; 8 décembre de 9h jusqu'à 11h")

    poll = room.store(lambda db: polls.get(db, "loire", 1))
    assert (len(poll.dates), poll.minutes) == (2, 120)


REFUSALS = [
    ("jeudi 3 décembre 14h", "de 2 à 8 dates"),
    ("jeudi 3 décembre ; mardi 8 décembre 9h30", "Date n°\u00a01. Il me manque l'heure"),
    ("jeudi 3 décembre 14h, mardi 8 décembre 9h30", "Séparez les dates par un point-virgule"),
    ("jeudi 3 décembre 14h ; le 3/12 à 14h", "sont la même"),
    ("2 novembre 2026 8h ; 3 décembre 14h", "déjà passée"),
    ("3 décembre 14h à Brest ; 8 décembre 14h à Quimper", "un seul lieu pour toutes"),
    (f"{DATES}, jusqu'au 4 décembre", "avant sa première date"),
    (f"{DATES}, jusqu'à la fin du mois", "Clôture du sondage"),
    (" ; ".join(f"{day} décembre 14h" for day in (1, 2, 3, 4, 7, 8, 9, 10, 11)), "j'en lis 9"),
]


@pytest.mark.parametrize(("dates", "why"), REFUSALS)
def test_what_makes_no_poll_is_refused_with_what_to_do(room: Room, dates: str, why: str) -> None:
    reply = room.says("amina", f"/rencontre sonder confirmé {dates}")

    assert reply.refused
    assert why in reply.text
    assert room.outbox() == []


def submits(room: Room, who: str, route: str, text: str, fields: dict[str, str]) -> Reply:
    """Send a form back, as the edge does."""
    return room.asks(
        Command(
            text=text,
            caller=caller(who),
            via=Via.DIALOG,
            channel="loire-channel",
            network="loire",
            route=route,
            fields=fields,
        )
    )


def test_without_a_text_a_form_opens_on_the_rhythms_date_and_does_the_same(room: Room) -> None:
    dialog = room.says("amina", "/rencontre sonder").dialog
    assert dialog is not None
    assert dialog.fields[0].multiline
    proposed = "jeudi 12\u00a0novembre 2026 à 9\u00a0h\u00a030\n"
    assert dialog.fields[0].default == proposed

    lines = f"{proposed}jeudi 3 décembre 14h"
    sent = {"texte": lines, "duree": "2h", "lieu": "Mairie", "jusquau": "11 novembre 9h"}
    assert submits(room, "amina", dialog.route, lines, sent).refused
    submits(room, "amina", dialog.route, lines, sent | {"jusquau": "10 novembre"})

    poll = room.store(lambda db: polls.get(db, "loire", 1))
    assert (poll.minutes, poll.words, len(poll.dates)) == (120, "Mairie", 2)


def test_a_form_that_does_not_say_until_when_is_refused(room: Room) -> None:
    sent = {"texte": DATES, "duree": "90", "jusquau": "bientôt"}

    assert submits(room, "amina", "rencontre sonder", DATES, sent).refused
    assert room.outbox() == []


def test_where_no_form_opens_the_line_is_said(room: Room) -> None:
    room.says("amina", "/rencontre ~loire sonder", via=Via.DIRECT)

    assert "Répondez à ce message, dans son fil" in told(room, "amina")[0]


# Voted in


def test_members_vote_and_only_counts_are_shown(room: Room) -> None:
    room.says("amina", SONDER)

    votes(room, "louis", "oui", "si besoin", "non")
    votes(room, "zoé", "oui", "oui")

    assert f"2. {TUESDAY}\u00a0: **si besoin**" in receipt(room, "louis")
    shown = card(room)
    assert f"{THURSDAY}**\u00a0: 2 oui\n" in shown
    assert f"{TUESDAY}**\u00a0: 1 oui, 1 si besoin\n" in shown
    assert "(2\u00a0personnes ont déjà répondu)" in shown
    assert "Louis" not in shown


def test_a_date_pressed_again_says_the_next_thing_in_one_message_that_is_rewritten(
    room: Room,
) -> None:
    room.says("amina", SONDER)
    button = first(room).buttons[1]
    assert button.label == TUESDAY
    for said in ("**oui**", "**si besoin**", "**non**", "sans réponse", "**oui**"):
        assert room.clicks("louis", button.route, button.argument).text == ""
        assert f"2. {TUESDAY}\u00a0: {said}\n" in receipt(room, "louis")
        assert f"3. {NEXT_THURSDAY}\u00a0: sans réponse" in receipt(room, "louis")

    assert f"{TUESDAY}**\u00a0: 1 oui\n" in card(room)


def test_what_was_told_in_private_has_the_dates_too(room: Room) -> None:
    room.says("amina", SONDER)
    votes(room, "louis", "oui")
    [mine] = [each for each in room.outbox() if each.key == f"{OWN}:louis"]

    assert [each.label for each in mine.buttons] == DATE_LABELS
    presses(room, "louis", mine.buttons[2])
    assert f"3. {NEXT_THURSDAY}\u00a0: **oui**" in receipt(room, "louis")


def test_of_two_open_polls_each_leads_to_the_other(room: Room) -> None:
    room.says("amina", SONDER)
    room.says("amina", "/rencontre sonder 14 décembre 9h ; 15 décembre 9h")

    other = shown(room, "louis").buttons[-1]

    assert "14\xa0déc." in reads(room, "louis", f"{other.route} {other.argument}").text


def test_a_reaction_says_yes_and_taking_it_back_undoes_it(mention: Room) -> None:
    mention.says("amina", SONDER, via=Via.MENTION)
    assert f"**2** {TUESDAY} (ou :two:)" in card(mention)

    reacts(mention, "louis", "two")
    reacts(mention, "louis", "two")
    assert "9\u00a0h\u00a030**\u00a0: 1 oui" in card(mention)
    reacts(mention, "louis", "two", taken_back=True)

    assert "9\u00a0h\u00a030**\u00a0: pas encore de réponse" in card(mention)


def test_what_was_said_since_outlives_the_reaction(mention: Room) -> None:
    mention.says("amina", SONDER, via=Via.MENTION)
    reacts(mention, "louis", "two")
    mention.does("louis", "rencontre voter 1 2")
    reacts(mention, "louis", "two", taken_back=True)

    assert "9\u00a0h\u00a030**\u00a0: 1 si besoin\n" in card(mention)


@pytest.mark.parametrize("who", ["gaspard", "marc"])
def test_guests_and_strangers_see_and_do_nothing(room: Room, who: str) -> None:
    room.says("amina", SONDER)
    assert room.says(who, SONDER).refused
    for line in ("sondage", "voter 1 1", "choisir 1 1", "clore 1", "sans-date 1"):
        reply = room.does(who, f"rencontre {line}")
        assert reply.refused
        assert "décembre" not in reply.text
    room.clicks(who, "rencontre voter", "1 1", via=Via.REACTION)

    assert "14\u00a0h**\u00a0: pas encore de réponse" in card(room)


@pytest.mark.parametrize("line", ["choisir 1 1", "clore 1", "sans-date 1", "prolonger 1"])
def test_members_leave_the_rest_to_the_coordination(room: Room, line: str) -> None:
    room.says("amina", "/rencontre sonder 14 décembre 9h ; 15 décembre 9h")

    assert "réservé à la coordination" in room.does("louis", f"rencontre {line}").text
    assert "réservé à la coordination" in room.says("louis", SONDER).text


def test_two_who_vote_at_once_both_count(room: Room) -> None:
    room.says("amina", SONDER)

    async def both() -> None:
        await asyncio.gather(
            *(
                room._dispatch.answer(
                    Command(
                        text="1 1",
                        caller=caller(who),
                        via=Via.BUTTON,
                        channel="loire-channel",
                        network="loire",
                        route=card_of.VOTE,
                    )
                )
                for who in ("louis", "zoé", "amina")
            )
        )

    asyncio.run(both())

    assert "14\u00a0h**\u00a0: 3 oui" in card(room)


# Read


def test_a_member_sees_counts_and_their_own_votes_only(room: Room) -> None:
    room.says("amina", SONDER)
    votes(room, "louis", "oui", "", "non")

    mine = shown(room, "louis").text
    others = shown(room, "zoé")

    assert f"1. **{THURSDAY}**\u00a0: 1 oui (vous\u00a0: oui)\n" in mine
    assert f"3. **{NEXT_THURSDAY}**\u00a0: 1 non (vous\u00a0: non)\n" in mine
    assert f"1. **{THURSDAY}**\u00a0: 1 oui\n" in others.text
    assert [each.label for each in others.buttons] == DATE_LABELS
    coordinates = shown(room, "amina").buttons
    assert [each.label for each in coordinates[3:]] == [
        "Clore maintenant",
        "Prolonger",
        "Aucune date",
    ]


# Closed


def test_it_closes_by_itself_and_the_coordination_chooses_with_a_button(room: Room) -> None:
    room.says("amina", SONDER)
    votes(room, "louis", "", "oui")
    votes(room, "zoé", "si besoin", "", "oui")
    assert job(room) == 0
    room.clock.forward(days=7)

    assert job(room) == 1
    assert job(room) == 0

    assert told(room, "amina") == []  # Monday's card tells it in time
    assert card(room).startswith("#### Sondage clos\u00a0: la coordination choisit la date")
    choosing = choices_of(room)
    assert [(each.label, f"{each.route} {each.argument}") for each in choosing] == [
        (f"Choisir {TUESDAY}", "rencontre choisir 1 2"),
        (f"Choisir {NEXT_THURSDAY}", "rencontre choisir 1 3"),
        (f"Choisir {THURSDAY}", "rencontre choisir 1 1"),
        ("Aucune date", "rencontre sans-date 1"),
        ("Prolonger", "rencontre prolonger 1"),
    ]
    assert (
        "réservé à la coordination"
        in room.does("louis", f"{choosing[0].route} {choosing[0].argument}").text
    )
    assert "clos" in room.does("louis", "rencontre voter 1 1").text

    room.does("amina", f"{choosing[0].route} {choosing[0].argument}")
    assert status(room) is PollStatus.PICKED


def choices_of(room: Room) -> tuple[Button, ...]:
    """Return what a coordinator may do with a poll, from the button under its post."""
    last = [each for each in room.outbox() if each.kind is MessageKind.EDIT and not each.user][-1]
    [more] = [each for each in last.buttons if each.label == "Plus…"]
    assert "Plus…" in [each.label for each in last.buttons]
    shown = room.clicks("amina", more.route, more.argument, on_the_spot=True)
    return shown.buttons


def test_a_poll_whose_dates_are_near_is_told_at_once_and_that_message_rewritten(
    room: Room,
) -> None:
    near = "jeudi 5 novembre 14h ; vendredi 6 novembre 9h30 ; mardi 10 novembre 9h"
    room.says("amina", f"/rencontre sonder {near}")
    votes(room, "louis", "", "oui")
    votes(room, "zoé", "si besoin", "", "oui")
    room.clock.forward(days=1, hours=8)
    assert job(room) == 1

    (result,) = [each for each in room.outbox() if ":result" in each.key]
    assert result.user == "amina"
    friday, tuesday = (
        "ven.\u00a06\u00a0nov., 9\u00a0h\u00a030",
        "mar.\u00a010\u00a0nov., 9\u00a0h",
    )
    assert f"À égalité en tête\u00a0: {friday} et {tuesday}." in result.text
    assert [each.label for each in result.buttons[:2]] == [
        f"Choisir {friday}",
        f"Choisir {tuesday}",
    ]
    assert [each.primary for each in result.buttons] == [True, True, False, False, False]

    room.clicks("amina", result.buttons[0].route, result.buttons[0].argument)
    assert "la rencontre est prévue le **vendredi 6\u00a0novembre" in told(room, "amina")[-1]


def test_a_closed_poll_may_go_on_and_closes_again(room: Room) -> None:
    room.says("amina", SONDER)
    room.clock.forward(days=7)
    job(room)
    longer = choices_of(room)[-1]

    said = presses(room, "amina", longer).text
    assert "jusqu'au **lundi 16\u00a0novembre 2026 à 9\u00a0h" in said
    assert status(room) is PollStatus.OPEN
    votes(room, "louis", "oui")
    assert "**oui**" in receipt(room, "louis")
    room.clock.forward(days=7)

    assert job(room) == 1
    assert status(room) is PollStatus.CLOSED


def test_only_a_poll_with_its_first_date_ahead_goes_on(room: Room) -> None:
    room.says("amina", SONDER)
    room.clock.forward(days=32)
    job(room)

    assert "avant sa première date" in room.does("amina", "rencontre prolonger 1").text


def test_nobody_votes_between_the_time_and_the_job(room: Room) -> None:
    room.says("amina", SONDER)
    room.clock.forward(days=7)

    assert "est clos" in room.does("louis", "rencontre voter 1 1").text


def test_a_kill_in_the_middle_leaves_it_open_and_untold(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.says("amina", SONDER)
    room.clock.forward(days=7)
    before = len(room.outbox())

    def killed(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(polling, "tell_result", killed)
        with pytest.raises(KeyboardInterrupt):
            job(room)
    assert status(room) is PollStatus.OPEN
    assert len(room.outbox()) == before

    assert job(room) == 1
    assert status(room) is PollStatus.CLOSED


def test_a_network_in_trouble_keeps_nobody_else_waiting(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.says("amina", SONDER)
    poll = room.store(lambda db: polls.get(db, "loire", 1))
    room.store(lambda db: polls.add(db, replace(poll, network="national")))
    room.clock.forward(days=7)
    tells = polling.tell_result

    def troubled(ctx: Context, due: Poll) -> None:
        if due.network == "loire":
            raise LookupError
        tells(ctx, due)

    with monkeypatch.context() as patched:
        patched.setattr(
            Bot, "coordinators_of", staticmethod(lambda _: frozenset({"amina"})), raising=False
        )
        patched.setattr(polling, "tell_result", troubled)
        assert job(room) == 1

    assert status(room) is PollStatus.OPEN
    assert job(room) == 1


def test_nobody_to_tell_yet_means_later(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.says("amina", SONDER)
    room.clock.forward(days=7)
    with monkeypatch.context() as patched:
        patched.setattr(Bot, "coordinators_of", staticmethod(lambda _: frozenset()), raising=False)
        assert job(room) == 0

    assert job(room) == 1


def test_a_coordinator_closes_it_early(room: Room) -> None:
    room.says("amina", SONDER)
    votes(room, "louis", "", "oui")
    reply = room.does("amina", "rencontre clore 1")

    assert f"En tête\u00a0: {TUESDAY}." in reply.text
    assert reply.buttons[0].label == f"Choisir {TUESDAY}"
    assert status(room) is PollStatus.CLOSED
    assert told(room, "amina") == []
    assert "est clos" in room.does("amina", "rencontre clore 1").text


def test_no_date_chosen_frees_those_who_answered(room: Room) -> None:
    room.says("amina", SONDER)
    votes(room, "louis", "", "oui")
    room.says("amina", "/rencontre sonder 14 décembre 9h ; 15 décembre 9h")

    room.does("amina", "rencontre sans-date 1")

    assert status(room) is PollStatus.DROPPED
    ended = [each for each in room.outbox() if each.key == "poll:loire:1:ended"]
    assert [each.thread for each in ended] == ["poll:loire:1"]
    assert "vous pouvez toutes les libérer" in ended[0].text
    assert told(room, "louis") == []
    assert card(room).startswith("#### Sondage terminé\u00a0: aucune date retenue")


def test_once_its_dates_are_past_it_ends(room: Room) -> None:
    room.says("amina", SONDER)
    room.clock.forward(days=7)
    job(room)
    room.clock.forward(days=32)

    assert job(room) == 1
    assert job(room) == 0
    assert status(room) is PollStatus.DROPPED
    assert card(room).startswith("#### Sondage terminé\u00a0: aucune date retenue")


# Chosen


def test_the_chosen_date_becomes_a_planned_meeting_and_the_thread_says_so(room: Room) -> None:
    room.says("amina", f"{SONDER}, 2h, Mairie")
    votes(room, "louis", "", "oui")
    votes(room, "zoé", "oui")
    votes(room, "amina", "oui")
    reply = room.does("amina", "rencontre choisir 1 2")

    (meeting,) = room.store(lambda db: meetings.coming(db, "loire"))
    assert meeting.at == datetime(2026, 12, 8, 8, 30, tzinfo=UTC)
    assert (meeting.minutes, meeting.place) == (120, "Mairie")
    assert "**mardi 8\u00a0décembre 2026 à 9\u00a0h\u00a030, heure de Paris**" in reply.text
    (news,) = [each for each in room.outbox() if each.key == "poll:loire:1:ended"]
    assert (news.thread, news.user) == ("poll:loire:1", None)
    assert news.text.startswith("Date choisie\u00a0: **mardi 8\u00a0décembre 2026")
    assert "Merci aux 3 personnes qui ont répondu" in news.text
    assert (told(room, "louis"), told(room, "amina")) == ([], [])
    assert card(room).startswith("#### Sondage terminé\u00a0: rencontre le mardi 8\u00a0décembre")


def test_choosing_twice_plans_one_meeting_and_another_date_is_refused(room: Room) -> None:
    room.says("amina", SONDER)
    for _ in range(2):
        room.does("amina", "rencontre choisir 1 2")
    other = room.does("amina", "rencontre choisir 1 3")

    assert "déjà choisie" in other.text
    assert len(room.store(lambda db: meetings.coming(db, "loire"))) == 1


def test_a_meeting_already_planned_then_is_the_one(room: Room) -> None:
    room.says("amina", SONDER)

    def planned_already(db: object) -> None:
        ctx = room.bot.context(db, LOIRE, room.clock.now)  # type: ignore[arg-type]
        at = datetime(2026, 12, 8, 8, 30, tzinfo=UTC)
        planning.plan(ctx, at, Venue(place="Mairie"))

    room.store(planned_already)
    reply = room.does("amina", "rencontre choisir 1 2")

    (meeting,) = room.store(lambda db: meetings.coming(db, "loire"))
    assert meeting.place == "Mairie"
    assert "Mairie" in reply.text


def test_a_year_after_its_end_a_poll_is_forgotten_with_its_votes(room: Room) -> None:
    room.says("amina", SONDER)
    votes(room, "louis", "", "oui")
    room.does("amina", "rencontre choisir 1 2")
    room.says("amina", "/rencontre sonder 14 décembre 9h ; 15 décembre 9h")
    past = room.clock.now + timedelta(minutes=1)

    assert room.store(lambda db: polls.forget(db, past - timedelta(hours=1))) == 0
    assert room.store(lambda db: polls.forget(db, past)) == 1

    assert room.store(lambda db: outbox.by_key(db, "poll:loire:1")) is None
    assert "pas de sondage" in room.does("louis", "rencontre sondage 1").text
    assert status(room, 2) is PollStatus.OPEN
