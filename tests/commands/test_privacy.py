"""`/reseau confidentialité`, `mes-données`, `oublie-moi`: told, handed over, forgotten for good."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from bot.core import outbox
from bot.core.message import Delivery, Message
from bot.core.traffic import Traffic
from bot.letter.mail.rules import Blame, NotSentError
from bot.talk.command import Via
from commands.reseau.privacy import FORGET
from scheduler.clean import Cleaner
from tests.commands.gestures import asks_privately, deliver, everything, kept, told
from tests.mail_room import Box, mail_room, send
from tests.room import LOIRE, Room, open_room
from tests.scheduler.sender import Desk, Mouth

SALLE = "Qui prête une salle à Brest ?"
DETTE = "Comment aider une dame endettée sans la vexer ?"


class _Chat(Mouth):
    """A chat whose posts have names that tell nothing, as those of Mattermost."""

    def post_of(self, key: str) -> str:
        return sha256(key.encode()).hexdigest()[:26]


def lives(room: Room) -> None:
    """Have Zoé do all that a member does, and others speak of her."""
    room.says("zoé", f"/besoin {SALLE}")
    room.says("zoé", "/besoin anonyme Comment parler des mots de passe ?")
    asks_privately(room, "zoé", DETTE)
    room.says("louis", "/besoin Où imprimer en grand format ?")
    room.does("zoé", "besoin moi-aussi 4")
    room.says("zoé", "/besoin répondre 4 La reprographie de la mairie")
    room.says("amina", "/rencontre planifier confirmé 3 décembre 2026 14h, médiathèque")
    room.does("amina", "rencontre hôte @zoe")
    room.does("zoé", "rencontre présentation Un fablab ouvert à tous")
    room.does("amina", "rencontre annoncer")
    room.does("zoé", "rencontre présence 1 place")
    room.does("zoé", "rencontre accueillir Le fablab, vingt places")
    room.does("zoé", "rencontre absence 20 décembre 2026")
    room.does("zoé", "rencontre proposer Un quiz en équipes")
    room.says("zoé", "/veille proposer https://exemple.fr/page Très utile")
    room.fills(
        "zoé",
        "veille échéance",
        lien="https://exemple.org/aap",
        date="15 janvier 2027",
        titre="Appel à projets",
    )
    room.says("amina", "/rencontre sonder confirmé 3 mars 2027 14h ; 8 mars 2027 14h")
    room.does("zoé", "rencontre voter 1 1 oui")
    room.says("zoé", "/reseau messages groupés")


def written(room: Room) -> bytes:
    """Return the bytes of all the files of the database."""
    path = room.database.path
    if path is None:
        pytest.skip("a PostgreSQL server has files of its own")
    return b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*")))


def said_farewell(room: Room) -> None:
    """Let the last message to someone who was forgotten be said, and dropped."""
    deliver(room)
    cleans(room)


def cleans(room: Room) -> bool:
    return asyncio.run(Cleaner(room.database, room.clock, Traffic()).clean())


def test_anyone_is_told_what_is_kept(room: Room) -> None:
    for who in ("louis", "gaspard", "marc"):
        reply = room.says(who, "/reseau confidentialité")

        assert not reply.refused
        assert reply.private
        assert "Qui le voit" in reply.text
        more = room.does(who, "reseau droits")
        for told_ in ("12 mois", "Le Département de la Loire", "CNIL"):
            assert told_ in more.text
        routes = [each.route for each in (*reply.buttons, *more.buttons)]
        assert {"reseau mes-données", "reseau oublie-moi"} < {*routes}


def test_a_network_of_another_organisation_names_its_own(tmp_path: Path) -> None:
    theirs = replace(
        LOIRE,
        organisation="La Métropole *Est*",
        contact="numerique@est.example",
        protection="Nadia Ferrand",
    )
    room = open_room(tmp_path, loire=theirs)
    try:
        told_ = room.does("louis", "reseau droits").text
    finally:
        room.database.close()

    for each in ("La Métropole \\*Est\\*", "numerique@est.example", "Nadia Ferrand"):
        assert each in told_
    assert "Le Département de la Loire" not in told_


@pytest.mark.parametrize("via", [Via.SLASH, Via.MENTION, Via.DIRECT])
def test_one_receives_all_that_is_known_of_oneself(room: Room, via: Via) -> None:
    lives(room)

    room.says("zoé", "/reseau mes-données", via=via)

    machine, readable = (each.file for each in told(room, "zoé") if each.key.startswith("own-data"))
    assert machine is not None
    assert readable is not None
    facts = json.loads(machine.content)["données"]
    assert facts["Vos questions"][0]["texte"] == SALLE
    assert facts["Vos réponses retenues"][0]["réponse"] == "La reprographie de la mairie"
    assert {"Votre présence aux rencontres", "Vos votes sur des dates"} < facts.keys()
    for words in (SALLE, DETTE, "Le fablab, vingt places", "mots de passe", "la Loire"):
        assert words.replace("-", r"\-") in readable.content or words in readable.content
    for other in ("louis", "amina", "Où imprimer en grand format"):
        assert other not in machine.content.lower().replace("vous", "")
        assert other not in readable.content
    assert "geste\u00a0: posée" in readable.content
    assert "venu\u00a0: par commande" in readable.content
    assert "\n\n\n" not in readable.content


def test_one_is_told_ones_answers_that_were_set_aside_and_where_ones_links_lead(
    room: Room,
) -> None:
    room.says("louis", "/besoin Où imprimer en grand format ?")
    room.says("zoé", "/besoin répondre 1 La reprographie de la mairie")
    room.does("louis", "besoin rouvrir 1")
    room.says("zoé", "/veille proposer https://exemple.fr/guide Très utile")
    room.says("amina", "/rencontre planifier confirmé 3 décembre 2026 14h, médiathèque")
    room.does("amina", "rencontre annoncer")
    room.clock.forward(days=31, hours=5)
    room.says("amina", "/rencontre tenir")
    room.does("amina", "rencontre action Réserver la salle, @zoe, 15 janvier")

    room.says("zoé", "/reseau mes-données")

    files = [each.file for each in told(room, "zoé") if each.file]
    [content] = [str(each.content) for each in files if each.name.endswith(".json")]
    known = json.loads(content)["données"]
    [answer] = known["Vos réponses à des questions rouvertes depuis"]
    assert (answer["question n°"], answer["réponse"]) == (1, "La reprographie de la mairie")
    [link] = known["Les liens que vous avez proposés ou trouvés utiles"]
    assert link["adresse"] == "https://exemple.fr/guide"
    [action] = known["Ce que vous avez à faire depuis une rencontre"]
    assert action["texte"] == "Réserver la salle"


def test_an_actions_doer_is_forgotten_in_the_minutes_that_were_published(room: Room) -> None:
    room.says("amina", "/rencontre planifier confirmé 3 décembre 2026 14h, médiathèque")
    room.does("amina", "rencontre annoncer")
    room.clock.forward(days=31, hours=5)
    room.says("amina", "/rencontre tenir")
    room.does("amina", "rencontre action Réserver la salle, @zoe, 15 janvier")
    room.does("amina", "rencontre publier")
    chat = _Chat()
    Desk(room, chat).deliver()

    room.says("zoé", "/reseau oublie-moi confirmé")
    Desk(room, chat).deliver()

    rewritten = [text for _, text in chat.said if "Réserver la salle" in text][-1]
    assert "zoe" not in rewritten
    assert "Réserver la salle" in room.says("amina", "/rencontre compte-rendu 1").text
    cleans(room)
    assert "zoe" not in everything(room)


def test_a_stranger_of_whom_nothing_is_known_is_told_so(room: Room) -> None:
    lives(room)

    reply = room.says("marc", "/reseau mes-données", via=Via.DIRECT)

    assert not reply.refused
    texts = [message.text for message in told(room, "marc")]
    assert any("je ne sais rien de vous" in text for text in texts)


def test_forgetting_asks_first(room: Room) -> None:
    lives(room)
    before = everything(room)

    reply = room.says("zoé", "/reseau oublie-moi")

    assert "On ne peut pas revenir en arrière" in reply.text
    assert [button.argument for button in reply.buttons] == ["", "confirmé"]
    assert everything(room) == before


@pytest.mark.parametrize("said", [False, True])
def test_whoever_asks_is_forgotten_to_the_last_byte(room: Room, *, said: bool) -> None:
    lives(room)
    if said:
        Desk(room, _Chat()).deliver()
    assert b"zoe" in written(room)
    assert DETTE.encode() in written(room)

    reply = room.clicks("zoé", FORGET, "confirmé")

    assert "je ne sais plus qui vous êtes" in reply.text
    said_farewell(room)
    assert "zoe" not in everything(room)
    room.clock.forward(days=1)
    assert cleans(room)
    left = written(room)
    for gone in ("zoe", DETTE, "dame endettée", "Le fablab, vingt places"):
        assert gone.encode() not in left
    assert SALLE.encode() in left
    assert not cleans(room)


def test_the_last_words_leave_no_trace_either(room: Room) -> None:
    lives(room)

    room.says("zoé", "/reseau oublie-moi confirmé", via=Via.DIRECT)
    assert any("je ne sais plus qui vous êtes" in each.text for each in told(room, "zoé"))
    deliver(room)
    room.clock.forward(days=1)

    assert cleans(room)
    assert b"zoe" not in written(room)


def test_what_named_them_is_rewritten_and_reads_as_anonymous(room: Room) -> None:
    lives(room)
    deliver(room)

    room.clicks("zoé", FORGET, "confirmé")

    question = kept(room)
    assert (question.author, question.signed, question.text) == ("", False, SALLE)
    assert "sans nom" in room.says("louis", "/besoin voir 1").text
    said = dict(_edits(room))
    assert "posée sans nom" in said["question:loire:1"]
    assert "effacée" in said["question:loire:3:private0:amina"]
    assert DETTE not in everything(room)
    assert kept(room, 3).status.label == "retirée"


def test_coordinators_learn_that_a_meeting_has_no_host_and_of_nobody(room: Room) -> None:
    lives(room)
    room.clicks("zoé", FORGET, "confirmé")

    (news,) = [each for each in told(room, "amina") if each.key.startswith("hostless")]

    assert news.text.startswith("**Plus d'hôte** pour la rencontre")
    assert "zoe" not in news.text


def test_forgetting_twice_and_using_the_bot_afresh_are_fine(room: Room) -> None:
    lives(room)
    room.clicks("zoé", FORGET, "confirmé")
    assert "je ne sais plus" in room.clicks("zoé", FORGET, "confirmé").text

    reply = room.says("zoé", "/besoin Qui connaît un bon tutoriel ?")

    assert not reply.refused
    assert kept(room, 5).author == "zoe"
    assert "Votre présence" not in room.says("zoé", "/reseau mes-données").text


def test_a_coordinator_who_is_forgotten_still_coordinates(room: Room) -> None:
    lives(room)
    room.clicks("amina", FORGET, "confirmé")
    said_farewell(room)

    assert "amina" not in everything(room)
    assert not room.says("amina", "/besoin liste").refused


def test_others_are_left_as_they_were(room: Room) -> None:
    lives(room)
    deliver(room)
    room.clicks("zoé", FORGET, "confirmé")

    fourth = kept(room, 4)
    assert (fourth.author, fourth.answer is not None and fourth.answer.by) == ("louis", "")
    assert fourth.concerned == 2


def _edits(room: Room) -> list[tuple[str, str]]:
    """Return what is to be rewritten: the post's key, then its new text; the last one counts."""
    waiting: list[Message] = [each for each in room.outbox() if each.edits]
    assert all(each.status is Delivery.PREPARED for each in waiting)
    return [(each.edits or "", each.text) for each in waiting]


def test_a_file_that_holds_nobody_is_not_written_anew(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")
    room.clock.forward(days=2)

    assert not cleans(room)
    assert room.store(lambda db: outbox.by_key(db, "question:loire:1")) is not None


def test_the_file_waits_for_the_night(room: Room) -> None:
    room.clicks("zoé", FORGET, "confirmé")

    assert not cleans(room)
    room.clock.forward(hours=18)  # 2 h UTC
    assert cleans(room)


def test_the_domain_of_a_mail_that_failed_is_forgotten_with_its_owner(tmp_path: Path) -> None:
    room = mail_room(tmp_path)
    room.says("zoé", "/lettre abonner zoe@zoe-dupont.example")

    def refused(_to: str) -> NotSentError:
        return NotSentError("552", blame=Blame.MAIL, reason="boîte pleine")

    send(room, Box(trouble=refused))
    assert b"zoe-dupont" in written(room)

    room.says("zoé", "/reseau oublie-moi confirmé")
    room.clock.forward(days=1)
    cleans(room)

    assert b"zoe-dupont" not in written(room)
