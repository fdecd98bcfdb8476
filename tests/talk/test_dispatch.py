"""From a command to its reply: which network, which right, and what goes wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from structlog.testing import capture_logs

from bot.core.database import DatabaseAwayError
from bot.dispatch import Dispatch
from bot.network.rights import Act, Role
from bot.question import store as questions
from bot.question.rules import Question
from bot.question.store import QuestionFilter
from bot.talk.command import Caller, Command, Via
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route
from tests.away import locked
from tests.room import Room, caller
from tests.typable import doing

SALLE = "besoin Qui prête une salle à Brest ?"


def _count(room: Room, network: str = "loire") -> int:
    return room.store(lambda db: questions.count(db, network, QuestionFilter()))


def test_the_network_is_that_of_the_channel(room: Room) -> None:
    room.says("amina", SALLE, network="national")

    assert (_count(room, "national"), _count(room, "loire")) == (1, 0)


def test_elsewhere_the_network_is_the_only_one_of_the_caller(room: Room) -> None:
    room.says("louis", SALLE, network=None)

    assert _count(room, "loire") == 1


def test_elsewhere_a_caller_of_several_networks_is_asked_which(room: Room) -> None:
    reply = room.says("amina", "veille proposer", network=None)

    assert reply.refused
    assert reply.text == "Vous êtes dans plusieurs réseaux\u00a0: dites-moi dans lequel."
    [which] = reply.buttons
    assert [(each.label, doing(each), each.network) for each in which.options] == [
        ("la Loire", "veille proposer", "loire"),
        ("le réseau national", "veille proposer", "national"),
    ]


def test_elsewhere_what_is_only_read_is_of_the_likeliest_network_and_leads_to_the_others(
    room: Room,
) -> None:
    room.says("amina", SALLE, network="national")

    reply = room.says("amina", "besoin liste", network=None)

    assert not reply.refused
    assert reply.text.startswith("_Réseau\u00a0: la Loire_")
    *_, which = reply.buttons
    assert [(each.label, each.network) for each in which.options] == [
        ("le réseau national", "national")
    ]
    there = room.does("amina", doing(which.options[0]), network=which.options[0].network)
    assert "Qui prête une salle" in there.text
    assert "Réseau" not in room.says("louis", "besoin liste", network=None).text


@pytest.mark.parametrize("via", [Via.SLASH, Via.DIRECT])
@pytest.mark.parametrize("text", ["bonjour", "/aide", ""])
@pytest.mark.parametrize(
    ("roles", "opened"),
    [
        ({"national": Role.MEMBER, "loire": Role.COORDINATOR}, "loire"),
        ({"national": Role.COORDINATOR, "loire": Role.MEMBER}, "national"),
        ({"national": Role.MEMBER, "loire": Role.MEMBER}, "loire"),
        ({"national": Role.COORDINATOR, "loire": Role.COORDINATOR}, "loire"),
    ],
)
def test_where_nothing_says_which_network_it_is_the_one_coordinated_else_the_smallest(
    room: Room, roles: dict[str, Role], opened: str, text: str, via: Via
) -> None:
    someone = Caller(server="test", id="amina", name="amina", roles=roles)
    typed = Command(text=text.lstrip("/") or "aide", caller=someone, via=via, channel="elsewhere")

    reply = room.asks(typed)

    network = room.outbox()[-1].network if via is Via.DIRECT else reply.network
    assert network == opened


def test_what_one_may_do_in_one_network_only_is_done_there(room: Room) -> None:
    reply = room.says("amina", "rencontre sonder", network=None)

    assert (reply.refused, reply.network) == (False, "loire")


def test_what_someone_wrote_is_on_no_menu_before_it_is_read(room: Room) -> None:
    [which] = room.says("amina", "veille proposer https://a.fr Clair", network=None).buttons

    assert [doing(each) for each in which.options] == ["veille proposer", "veille proposer"]


def test_elsewhere_a_question_waits_for_its_network(room: Room) -> None:
    reply = room.says("amina", SALLE, network=None)

    assert [each.label for each in reply.buttons][:2] == [
        "Poser dans la Loire",
        "Poser dans le réseau national",
    ]
    assert (_count(room, "national"), _count(room, "loire")) == (0, 0)


def test_the_help_asks_no_network(room: Room) -> None:
    assert not room.says("amina", "aide", network=None).refused


@pytest.mark.parametrize("named", ["~loire", "~Loire", "~LOIRE "])
def test_a_network_may_be_named_by_its_channel(room: Room, named: str) -> None:
    room.says("amina", f"besoin {named} Qui prête une salle ?", network=None)
    room.says("amina", f"besoin {named}\nQui prête un écran ?", network="national")

    assert (_count(room, "national"), _count(room, "loire")) == (0, 2)
    assert "2\u00a0questions attendent" in room.says("amina", f"besoin {named} liste").text


def test_a_network_that_is_not_the_callers_is_not_shown(room: Room) -> None:
    for who, named in (("louis", "~national"), ("marc", "~loire"), ("louis", "~ailleurs")):
        reply = room.says(who, f"besoin {named} liste", network=None)

        assert reply.refused
        assert reply.text.startswith("Je ne vous trouve pas dans ce réseau.")


def test_a_stranger_is_told_where_to_turn_and_leaves_nothing(room: Room) -> None:
    here = room.says("marc", SALLE)
    elsewhere = room.says("marc", SALLE, network=None)

    assert here.refused
    assert "réservé aux membres du canal de la Loire" in here.text
    assert "ajouter à son canal" in elsewhere.text
    assert _count(room) == 0
    assert room.outbox() == []


def test_a_guest_reads_the_help_and_nothing_else(room: Room) -> None:
    assert not room.says("gaspard", "aide").refused
    for line in (SALLE, "besoin liste", "besoin voir 1", "veille", "rencontre", "besoin retirer 1"):
        assert room.says("gaspard", line).refused


def test_another_bot_is_never_answered(room: Room) -> None:
    command = Command(
        text=SALLE,
        caller=replace(caller("louis"), bot=True),
        via=Via.MENTION,
        channel="loire-channel",
        network="loire",
        post="p1",
    )

    assert room.asks(command) == Reply()
    assert room.outbox() == []
    assert _count(room) == 0


def test_a_message_read_twice_acts_once(room: Room) -> None:
    room.says("louis", SALLE, via=Via.MENTION, post="p1")
    before = len(room.outbox())
    room.clock.forward(days=2)

    reply = room.says("louis", SALLE, via=Via.MENTION, post="p1")

    assert reply.text == ""
    assert _count(room) == 1
    assert len(room.outbox()) == before


def test_a_refused_message_read_twice_is_refused_once(room: Room) -> None:
    for _ in range(2):
        room.says("louis", "besoin voir 9", via=Via.MENTION, post="p1")

    assert len(room.outbox()) == 1


def test_a_private_reply_to_a_mention_goes_by_direct_message(room: Room) -> None:
    reply = room.says("louis", "besoin liste", via=Via.MENTION)

    [message] = room.outbox()
    assert reply.text == ""
    assert (message.user, message.channel, message.thread) == ("louis", None, None)
    assert "Aucune question n'attend" in message.text


def test_a_refusal_to_a_mention_goes_by_direct_message_too(room: Room) -> None:
    room.says("marc", SALLE, via=Via.MENTION)

    [message] = room.outbox()
    assert message.user == "marc"
    assert message.text.startswith("C'est réservé aux membres")


def test_a_mention_without_a_text_is_asked_for_it_in_a_thread(room: Room) -> None:
    room.says("louis", "besoin chercher", via=Via.MENTION)

    [said] = room.outbox()
    assert "**Répondez à ce message, dans son fil**" in said.text
    assert (said.user, said.buttons[0].in_thread) == ("louis", True)


def test_a_mention_of_a_door_alone_is_told_what_is_behind_it(room: Room) -> None:
    room.says("louis", "besoin", via=Via.MENTION)

    [said] = room.outbox()
    assert said.text.startswith("**Les questions de la Loire**")
    assert said.buttons[0].label == "Poser une question"


def test_a_direct_message_is_answered_there(room: Room) -> None:
    room.says("louis", "/besoin liste", via=Via.DIRECT)

    assert [message.user for message in room.outbox()] == ["louis"]


def test_a_reaction_is_answered_by_what_it_changes(room: Room) -> None:
    room.says("amina", SALLE)
    before = len(room.outbox())

    joined = room.clicks("louis", "besoin moi-aussi", "1", via=Via.REACTION)

    [edit] = room.outbox()[before:]
    assert joined.text == ""
    assert edit.edits == "question:loire:1"


def test_a_refused_reaction_says_nothing_to_the_channel(room: Room) -> None:
    room.says("amina", SALLE)
    before = len(room.outbox())

    room.clicks("amina", "besoin moi-aussi", "1", via=Via.REACTION)

    assert all(message.user == "amina" for message in room.outbox()[before:])


def test_a_refusal_in_a_dialog_comes_back_to_the_dialog(room: Room) -> None:
    reply = room.clicks("louis", "besoin", " ?! ", via=Via.DIALOG)

    assert reply.refused
    assert reply.text.startswith("Il me manque votre question")
    assert room.outbox() == []


def test_a_dialog_that_went_well_is_answered_by_direct_message(room: Room) -> None:
    reply = room.clicks("louis", "besoin", "Qui prête une salle ?", via=Via.DIALOG)

    assert (reply.text, reply.refused) == ("", False)
    assert [message.user for message in room.outbox()] == [None, "louis"]


def test_a_button_of_another_age_shows_todays_card(room: Room) -> None:
    room.says("zoé", SALLE)

    room.clicks("louis", "besoin disparu", "1")

    assert room.says("louis", "/besoin voir 1").text in room.said()
    gone = room.clicks("louis", "disparu", "1")
    assert gone.text == "Ce bouton ne sert plus. Essayez `/aide`."


@pytest.mark.parametrize("via", [Via.REACTION, Via.THREAD])
@pytest.mark.parametrize("who", ["louis", "marc"])
def test_what_was_said_to_nobody_is_refused_without_a_word(room: Room, via: Via, who: str) -> None:
    for route in ("besoin disparu", "besoin moi-aussi"):
        reply = room.clicks(who, route, "99", via=via)

        assert (reply.text, reply.refused) == ("", True)
    assert room.outbox() == []


def test_the_first_words_of_commands_are_known_and_what_is_understood(room: Room) -> None:
    dispatch = Dispatch(room.database, room.bot)

    for text in ("besoin Qui ?", "/Rencontres", "veille", "aide, svp", "Besoin : qui ?"):
        assert dispatch.knows(text)
    for text in ("", "merci", "je ne viens pas"):
        assert dispatch.knows(text)
    for text in ("besogne", "comment aide-t-on ?"):
        assert not dispatch.knows(text)


@pytest.fixture
def broken(room: Room) -> Room:
    """Return a room where one more command writes, then breaks."""

    def break_(command: Command, ctx: Context) -> NoReturn:
        author = command.caller.id
        lost = Question(network="loire", number=0, text="perdue", author=author, asked_at=ctx.now)
        questions.add(ctx.db, lost)
        raise RuntimeError("secret detail")

    route = Route(Act.READ_HELP, "casse : <texte>", break_, "casse")
    bot = replace(room.bot, routes=(*room.bot.routes, route))
    room._dispatch = Dispatch(room.database, bot)
    return room


def test_an_unexpected_error_gives_a_reference_and_leaves_nothing(broken: Room) -> None:
    with capture_logs() as logs:
        reply = broken.says("louis", "casse")

    [logged] = [each for each in logs if each["event"] == "broken"]
    assert reply.refused
    assert f"(réf. {logged['reference']})" in reply.text
    assert "secret" not in reply.text
    assert _count(broken) == 0
    assert broken.outbox() == []


def test_an_unexpected_error_on_a_mention_is_told_once(broken: Room) -> None:
    with capture_logs():
        for _ in range(2):
            broken.says("louis", "casse", via=Via.MENTION, post="p1")

    [message] = broken.outbox()
    assert message.user == "louis"
    assert message.text.startswith("Quelque chose a cassé de mon côté")
    assert _count(broken) == 0


@pytest.mark.parametrize(
    ("via", "again"), [(Via.REACTION, "remettez-la"), (Via.HASHTAG, "renvoyez-le")]
)
def test_what_breaks_though_nobody_waits_for_it_is_told_in_private(
    broken: Room, via: Via, again: str
) -> None:
    with capture_logs():
        broken.clicks("louis", "casse", "", via=via)
        broken.clicks("zoé", "casse", "", via=Via.THREAD)

    [message] = broken.outbox()
    assert message.user == "louis"
    assert again in message.text
    assert "réf." in message.text
    assert _count(broken) == 0


def test_logs_hold_nobodys_words(room: Room) -> None:
    with capture_logs() as logs:
        room.says("marc", "besoin Mon voisin Jean Dupont a perdu son code ?")
        room.says("louis", "besoin voir Jean Dupont")

    assert len(logs) == 2
    assert "Dupont" not in str(logs)


def test_a_caller_from_a_server_without_networks_is_told_so(room: Room) -> None:
    command = Command(
        text=SALLE,
        caller=Caller(server="ailleurs", id="x", name="x", roles={"loire": Role.MEMBER}),
        via=Via.MENTION,
        channel="c",
        post="p1",
    )

    assert room.asks(command) == Reply()
    (told,) = room.outbox()
    assert "d'aucun des réseaux" in told.text


def test_someone_is_told_when_there_may_be_something_to_say(room: Room, tmp_path: Path) -> None:
    woken: list[Path] = []
    room._dispatch = Dispatch(room.database, room.bot, spoken=lambda: woken.append(tmp_path))

    room.says("louis", SALLE)
    room.says("marc", SALLE)

    assert woken == [tmp_path, tmp_path]


def test_who_reads_the_web_is_woken_by_what_asks_for_it_alone(room: Room, tmp_path: Path) -> None:
    woken: list[Path] = []
    room._dispatch = Dispatch(room.database, room.bot, to_read=lambda: woken.append(tmp_path))

    room.says("louis", SALLE)
    room.says("louis", "/veille proposer")
    assert woken == []

    room.says("louis", "/veille proposer https://www.exemple.fr/guide")
    room.says("amina", "/veille flux https://www.exemple.fr", via=Via.MENTION)
    assert woken == [tmp_path, tmp_path]


@pytest.mark.parametrize("via", [Via.SLASH, Via.BUTTON, Via.DIALOG])
def test_who_waits_for_a_reply_is_asked_to_try_again_while_the_database_is_away(
    room: Room, via: Via
) -> None:
    with locked(room):
        reply = room.clicks("louis", "besoin", "Qui prête une salle ?", via=via)

    assert reply.refused
    assert reply.text.endswith("réessayez dans un moment.")
    assert _count(room) == 0


@pytest.mark.parametrize("via", [Via.MENTION, Via.DIRECT, Via.REACTION, Via.THREAD, Via.HASHTAG])
def test_an_event_that_meets_an_absent_database_is_left_to_its_listener(
    room: Room, via: Via
) -> None:
    with locked(room), pytest.raises(DatabaseAwayError, match="locked"):
        room.clicks("louis", "besoin", "Qui prête une salle ?", via=via)
