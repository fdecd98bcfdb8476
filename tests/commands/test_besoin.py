"""`/besoin`: a question asked, seen, joined, answered, withdrawn."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core import channel_store as channels
from bot.core.channel import ChannelState, NetworkChannel
from bot.core.message import Message, MessageKind
from bot.french.text import TEXT_LIMIT
from bot.talk.command import Command, Via
from bot.talk.reply import Reply
from commands.besoin.reading import PAGE
from tests.commands.gestures import presses
from tests.room import Room, caller, open_room
from tests.typable import doing

SALLE = "/besoin Qui prête une salle à Brest ?"
MISSING = "Je ne trouve pas de question n°\u00a012 ici. La liste des questions ouvertes\u00a0:"


def test_a_question_is_kept_and_its_card_shown(room: Room) -> None:
    reply = room.says("amina", SALLE)

    [card] = room.outbox()
    assert reply.private
    assert reply.text == (
        "Votre question **n°\u00a01** paraît dans le canal, **avec votre nom**.\n"
        "Sa réponse vous parviendra."
    )
    assert [each.label for each in reply.buttons] == [
        "Sans mon nom",
        "En privé",
        "Modifier",
        "Retirer",
        "Demander à qui sait",
    ]
    assert (card.key, card.network, card.channel, card.user) == (
        "question:loire:1",
        "loire",
        None,
        None,
    )
    assert room.said() == [
        "**Question n°\u00a01** d'Amina (Vie du réseau)\n> Qui prête une salle à Brest ?",
    ]
    assert [(button.label, button.route, button.argument) for button in card.buttons] == [
        ("Moi aussi", "besoin moi-aussi", "1"),
        ("J'ai une réponse", "besoin répondre", "1"),
        ("Plus…", "besoin voir", "1"),
    ]


def test_without_buttons_the_card_says_how_to_react(tmp_path: Path) -> None:
    room = open_room(tmp_path, buttons=False)
    room.says("amina", SALLE)

    [said] = room.said()
    room.database.close()
    assert said.endswith(
        "Répondez dans ce fil\u00a0: **1** Moi aussi (ou :raising_hand:) · "
        "**2** J'ai une réponse · **3** Plus"
    )


def test_each_network_counts_its_own_questions(room: Room) -> None:
    room.says("amina", SALLE)

    assert "n°\u00a01**" in room.says("amina", SALLE, network="national").text


def test_without_a_text_the_form_opens(room: Room) -> None:
    for typed in ("/besoin", "/besoin  \n ", "/besoin\u00a0"):
        dialog = room.says("louis", typed).dialog

        assert dialog is not None
        assert (dialog.route, dialog.argument) == ("besoin", "")
        assert dialog.fields[0].limit == TEXT_LIMIT


def test_the_same_words_within_ten_minutes_are_one_question(room: Room) -> None:
    room.says("louis", SALLE)
    room.clock.forward(minutes=10)

    again = room.says("louis", "/besoin  qui prête une  SALLE à Brest ?")

    assert again.text == (
        "Cette question est déjà déposée\u00a0: c'est la **n°\u00a01**. Je la garde une seule fois."
    )
    assert len(room.outbox()) == 1


def test_the_same_words_later_or_from_someone_else_are_another_question(room: Room) -> None:
    room.says("louis", SALLE)
    room.clock.forward(minutes=5)
    assert "n°\u00a02" in room.says("zoé", SALLE).text
    room.clock.forward(minutes=6)

    assert "n°\u00a03" in room.says("louis", SALLE).text


def test_a_question_withdrawn_by_mistake_may_be_asked_again_at_once(room: Room) -> None:
    room.says("louis", SALLE)
    room.does("louis", "besoin retirer 1")

    assert "n°\u00a02" in room.says("louis", SALLE).text


@pytest.mark.parametrize("typed", ["?", "…", ":", "\u202e\u202c", "***"])
def test_a_question_without_a_word_is_refused_with_an_example(room: Room, typed: str) -> None:
    reply = room.says("louis", f"/besoin {typed}")

    assert reply.refused
    assert reply.text.startswith("Il me manque votre question")
    assert room.outbox() == []


def test_a_question_too_long_to_be_read_is_refused(room: Room) -> None:
    reply = room.says("louis", "/besoin " + "mot " * 600)

    assert reply.refused
    assert "2\u202f399 caractères, pour 2\u202f000 au plus" in reply.text
    assert room.outbox() == []


def test_other_peoples_words_act_on_nothing(room: Room) -> None:
    room.says("louis", "/besoin @channel &#64;here #rgpd **gras**\n# titre\n```\ncode ?")

    [card] = room.said()
    assert "@channel" not in card
    assert "&#64;" not in card
    assert card.split("\n")[1:] == [
        "> @\u200bchannel &\u200b#\u200b64;here #\u200brgpd \\*\\*gras\\*\\*",
        "> \u200b# titre",
        "> \\`\\`\\`",
        "> code ?",
    ]


def test_characters_that_hide_or_disorder_are_not_kept(room: Room) -> None:
    room.says("louis", "/besoin Qui \x07a \u202edes\u202c tablettes\x00 ?\ue000nora\ue001 \ud83d")

    [card] = room.said()
    assert card.endswith("> Qui a des tablettes ?nora")


def test_the_list_shows_open_questions_oldest_first(room: Room) -> None:
    room.says("louis", SALLE)
    room.says("zoé", "/besoin Qui forme aux tablettes ?")
    room.does("amina", "besoin moi-aussi 2")
    room.says("zoé", "/besoin Qui a un écran ?")
    room.does("zoé", "besoin retirer 3")

    listed = room.says("zoé", "/besoin liste")
    assert listed.text == (
        "**2\u00a0questions attendent** dans la Loire\n\n"
        "- **n°\u00a01** Qui prête une salle à Brest ?\n"
        "- **n°\u00a02** Qui forme aux tablettes ? (2\u00a0personnes)"
    )
    answering, reading = listed.buttons
    assert (answering.label, reading.label) == ("J'ai une réponse à…", "Lire…")
    assert [doing(each) for each in answering.options] == ["besoin répondre 1"]
    assert [(each.label, doing(each)) for each in reading.options] == [
        ("n°\u00a01 · Qui prête une salle à Brest ?", "besoin voir 1"),
        ("n°\u00a02 · Qui forme aux tablettes ?", "besoin voir 2"),
    ]


def test_an_empty_list_invites(room: Room) -> None:
    reply = room.says("louis", "/besoin liste")

    assert reply.text == "Aucune question n'attend dans la Loire\u00a0: tout a sa réponse."
    assert [each.label for each in reply.buttons] == ["Poser une question"]


def test_a_long_list_has_pages(room: Room) -> None:
    for number in range(PAGE + 2):
        room.says("louis", f"/besoin Qui connaît le logiciel {number} ?")

    first = room.says("louis", "/besoin liste")
    last = presses(room, "louis", first.buttons[-1])

    assert ", page 1 sur 2" in first.text
    assert [each.label for each in first.buttons] == ["Lire…", "Page suivante"]
    assert first.text.count("- **n°") == PAGE
    assert ", page 2 sur 2" in last.text
    assert last.text.count("- **n°") == 2
    assert [each.label for each in last.buttons] == ["Lire…"]
    assert room.says("louis", "/besoin liste page 2 svp").text == last.text


@pytest.mark.parametrize("page", ["0", "7", "999999999"])
def test_a_page_that_does_not_exist_is_the_nearest(room: Room, page: str) -> None:
    room.says("louis", SALLE)

    assert "Brest" in room.says("louis", f"/besoin liste {page}").text


def test_a_long_question_is_cut_in_the_list(room: Room) -> None:
    room.says("louis", "/besoin Qui " + "sait " * 100 + "?")

    [line] = [
        each
        for each in room.says("louis", "/besoin liste").text.split("\n")
        if each.startswith("-")
    ]
    assert line.endswith("sait…")
    assert len(line) < 190


def test_a_question_is_shown_with_its_answer(room: Room) -> None:
    room.says("louis", SALLE)
    room.does("zoé", "besoin moi-aussi 1")
    asked = room.says("zoé", "/besoin voir n°1").text
    room.clock.forward(days=1)
    room.says("zoé", "/besoin répondre 1 : La Manufacture,\nle mardi")

    assert asked == (
        "**Question n°\u00a01** de Louis (Vie du réseau)\n> Qui prête une salle à Brest ?\n\n"
        "Elle concerne 2\u00a0personnes.\n\n"
        "Posée le lundi 2\u00a0novembre 2026.\n\n"
        "- 2\u00a0novembre\u00a0: posée, par Louis\n"
        "- 2\u00a0novembre\u00a0: 1\u00a0personne de plus est concernée"
    )
    shown = room.says("zoé", "/besoin voir #1").text
    assert shown.startswith(
        ":white_check_mark: **Question n°\u00a01** de Louis (Vie du réseau)\n> Qui prête"
    )
    assert "Réponse de Zoé\u00a0:\n> La Manufacture,\n> le mardi\n\n" in shown
    assert shown.endswith("- 3\u00a0novembre\u00a0: réponse trouvée, par Zoé")


@pytest.mark.parametrize("typed", ["voir 12", "répondre 12 oui", "moi-aussi 12", "retirer 12"])
def test_a_number_that_nothing_bears_leads_to_the_list(room: Room, typed: str) -> None:
    reply = room.plays("louis", f"besoin {typed}")

    assert reply.refused
    assert reply.text.startswith(MISSING)


@pytest.mark.parametrize("typed", ["voir 99999999999", "voir la salle"])
def test_a_huge_or_missing_number_is_refused_politely(room: Room, typed: str) -> None:
    reply = room.says("louis", f"/besoin {typed}")

    assert reply.refused
    assert "Vouliez-vous dire `/besoin voir <n°>`" in reply.text.replace("\u00a0", " ")


def test_an_answer_is_kept_shown_and_told_to_the_asker(room: Room) -> None:
    room.says("amina", SALLE)

    reply = room.says("louis", "/besoin répondre 1 La Manufacture, le mardi")

    _, edit, personal, thread = room.outbox()
    _, card, news, told = room.said()
    assert reply.text == (
        "Votre réponse paraît sous la question n°\u00a01, avec votre nom\u00a0; les personnes qui "
        "l'attendaient sont prévenues."
    )
    assert (edit.kind, edit.edits) == (MessageKind.EDIT, "question:loire:1")
    assert [button.label for button in edit.buttons] == ["Merci", "Plus…"]
    assert card == (
        ":white_check_mark: **Question n°\u00a01** d'Amina (Vie du réseau)\n"
        "> Qui prête une salle à Brest ?\n\n"
        "Réponse de Louis\u00a0:\n> La Manufacture, le mardi"
    )
    assert (thread.thread, thread.user) == ("question:loire:1", None)
    assert told == "Louis répond\u00a0:\n> La Manufacture, le mardi"
    assert personal.user == "amina"
    assert news == (
        "Bonne nouvelle\u00a0: Louis a répondu à votre question n°\u00a01, dans la Loire.\n"
        "> Qui prête une salle à Brest ?\n\nLa réponse\u00a0:\n> La Manufacture, le mardi"
    )
    assert [button.label for button in personal.buttons] == ["Merci", "Plus…"]


def test_answering_ones_own_question_tells_nobody_personally(room: Room) -> None:
    room.says("amina", SALLE)

    reply = room.says("amina", "/besoin répondre 1 Trouvé : la Manufacture")

    assert all(message.user is None for message in room.outbox())
    assert reply.text == "C'est noté\u00a0: votre question n°\u00a01 a sa réponse."


def test_only_the_first_answer_is_kept(room: Room) -> None:
    room.says("amina", SALLE)
    room.says("louis", "/besoin répondre 1 La Manufacture, le mardi")
    before = len(room.outbox())

    reply = room.says("zoé", "/besoin Repondre 1 L'auberge")

    assert reply.private
    assert reply.refused
    assert reply.text == (
        "La question n°\u00a01 a déjà sa réponse, de Louis\u00a0:\n> La Manufacture, le mardi"
    )
    assert [button.label for button in reply.buttons] == ["Merci", "Plus…"]
    assert len(room.outbox()) == before


def test_of_two_answers_at_once_one_wins_and_the_other_is_told(room: Room) -> None:
    room.says("amina", SALLE)

    async def both() -> list[Reply]:
        answers = (
            room._dispatch.answer(_typed(who, f"besoin répondre 1 {text}"))
            for who, text in (("louis", "La Manufacture"), ("zoé", "L'auberge"))
        )
        return list(await asyncio.gather(*answers))

    replies = asyncio.run(both())

    assert sorted(reply.refused for reply in replies) == [False, True]
    assert [message.user for message in room.outbox()].count("amina") == 1
    shown = room.says("amina", "/besoin voir 1").text
    assert ("La Manufacture" in shown) != ("L'auberge" in shown)


@pytest.mark.parametrize("typed", ["1 ?", "n° 1 …"])
def test_an_answer_without_a_word_is_refused(room: Room, typed: str) -> None:
    room.says("amina", SALLE)

    reply = room.says("louis", f"/besoin répondre {typed}")

    assert reply.refused
    assert reply.text.startswith("Il me manque la réponse")


def test_the_form_of_an_answer_quotes_the_question(room: Room) -> None:
    room.says("amina", SALLE)

    dialog = room.clicks("louis", "besoin répondre", "1").dialog

    assert dialog is not None
    assert (dialog.title, dialog.route, dialog.argument) == (
        "Répondre à la n°\u00a01",
        "besoin répondre",
        "1",
    )
    assert dialog.introduction == "> Qui prête une salle à Brest ?"
    done = room.clicks("louis", dialog.route, f"{dialog.argument} L'auberge", via=Via.DIALOG)
    assert not done.refused
    assert "L'auberge" in room.says("amina", "/besoin voir 1").text


def test_the_form_of_an_answer_does_not_open_on_an_ended_question(room: Room) -> None:
    room.says("amina", SALLE)
    room.does("amina", "besoin retirer 1")

    reply = room.clicks("louis", "besoin répondre", "1")

    assert reply.dialog is None
    assert "a été retirée" in reply.text


def test_the_author_withdraws_their_question(room: Room) -> None:
    room.says("louis", SALLE)

    reply = room.does("louis", "besoin retirer 1")

    _, edit = room.outbox()
    assert reply.text == (
        "La question n°\u00a01 est retirée\u00a0: elle ne sera plus proposée aux rencontres."
    )
    assert [button.label for button in reply.buttons] == ["Annuler"]
    assert edit.text == "**Question n°\u00a01**, retirée"
    assert edit.buttons == ()


def test_a_coordinator_closes_rather_than_withdraws(room: Room) -> None:
    room.says("louis", SALLE)

    reply = room.does("amina", "besoin retirer 1")

    assert reply.refused
    assert "réservé à la personne qui a posé la question" in reply.text


def test_another_member_withdraws_nothing(room: Room) -> None:
    room.says("louis", SALLE)

    reply = room.does("zoé", "besoin retirer 1")

    assert reply.refused
    assert "réservé à la personne qui a posé la question" in reply.text
    assert "salle à Brest" in room.says("zoé", "/besoin liste").text


def test_a_withdrawn_question_takes_no_answer_and_no_company(room: Room) -> None:
    room.says("louis", SALLE)
    room.does("louis", "besoin retirer 1")

    for typed in ("répondre 1 oui", "moi-aussi 1", "retirer 1"):
        reply = room.plays("louis", f"besoin {typed}")
        assert reply.refused
        assert reply.text.startswith("La question n°\u00a01 a été retirée.")


def test_others_say_that_it_concerns_them_once(room: Room) -> None:
    room.says("amina", SALLE)

    first = room.does("louis", "besoin moi-aussi 1")
    again = room.clicks("louis", "besoin moi-aussi", "1", via=Via.SLASH)

    assert first.text == (
        "C'est noté\u00a0: la question n°\u00a01 concerne maintenant 2\u00a0personnes, dont vous. "
        "Sa réponse vous parviendra."
    )
    assert again.text == (
        "La question n°\u00a01 vous comptait déjà parmi les personnes concernées "
        "(2\u00a0personnes)."
    )
    assert [button.label for button in again.buttons] == ["Annuler"]
    edits = [message for message in room.outbox() if message.kind is MessageKind.EDIT]
    assert len(edits) == 1
    assert "Elle concerne 2\u00a0personnes." in edits[0].text


def test_the_same_button_joins_then_leaves(room: Room) -> None:
    room.says("amina", SALLE)

    first, again = (room.clicks("louis", "besoin moi-aussi", "1").text for _ in range(2))

    assert "2\u00a0personnes, dont vous" in first
    assert "ne vous compte plus" in again


def test_one_does_not_join_ones_own_question(room: Room) -> None:
    room.says("amina", SALLE)

    reply = room.does("amina", "besoin moi-aussi 1")

    assert reply.refused
    assert reply.text == ("La question n°\u00a01 est la vôtre\u00a0: elle vous compte déjà.")


def test_no_message_is_longer_than_a_post(room: Room) -> None:
    room.says("amina", "/besoin " + "@&*_[" * 399 + "abcd ?")
    room.says("louis", "/besoin répondre 1 " + "#~|<`" * 399 + "abcd")

    assert all(len(message.text) < 16_000 for message in room.outbox())


def test_every_message_has_a_key_of_its_own(room: Room) -> None:
    room.says("amina", SALLE)
    room.does("louis", "besoin moi-aussi 1")
    room.does("zoé", "besoin moi-aussi 1")
    room.says("louis", "/besoin répondre 1 oui", via=Via.MENTION)

    keys: list[Message] = room.outbox()
    assert len({message.key for message in keys}) == len(keys)


def _typed(who: str, text: str) -> Command:
    return Command(
        text=text, caller=caller(who), via=Via.SLASH, channel="loire-channel", network="loire"
    )


@pytest.mark.parametrize("via", [Via.SLASH, Via.MENTION, Via.DIRECT, Via.DIALOG])
@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ChannelState.REMOVED, "Je ne suis plus dans le canal"),
        (ChannelState.ARCHIVED, "Le canal est archivé"),
        (ChannelState.MISSING, "Je ne trouve plus le canal"),
    ],
)
def test_where_the_channel_is_shut_the_receipt_says_that_the_question_waits(
    tmp_path: Path, state: ChannelState, words: str, via: Via
) -> None:
    room = open_room(tmp_path, hold=timedelta(seconds=30))
    channel = NetworkChannel(network="loire", team="france", name="loire", id="c", state=state)
    room.store(lambda db: channels.save(db, channel, since=room.clock()))

    if via is Via.DIALOG:
        reply = room.clicks("louis", "besoin", "Qui prête une salle ?", via=via, on_the_spot=True)
    else:
        reply = room.says("louis", "/besoin Qui prête une salle ?", via=via)
    told = reply.text or "".join(each.text for each in room.outbox() if each.user == "louis")

    assert words in told
    assert "je la garde" in told
    assert "paraît dans" not in told
    assert ("La coordination le sait" in told) is (state is not ChannelState.MISSING)
    room.database.close()
