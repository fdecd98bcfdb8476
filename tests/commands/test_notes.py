"""Notes and transcripts given after a meeting: read once, proposed one by one, then erased."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.core.traffic import Traffic
from bot.meaning.encoder import Encoder
from bot.meeting import note_store as notes
from bot.meeting import store as meetings
from bot.meeting.record import card
from bot.meeting.record.finding import FoundPassage, bare
from bot.meeting.record.rules import ProposalKind
from bot.talk.command import Attached, Command, Via
from bot.talk.reply import Reply
from scheduler import records as job
from scheduler.records import RecordReader
from tests.amounts import some_or_all
from tests.commands.test_after_meetings import THURSDAY
from tests.killed import Killer, Step, lives
from tests.pile_cases import presses, reads
from tests.room import Room, caller

NOTES = """Réu du 3/12, notes vite faites
- la salle : voir avec la Manufacture, le mardi, gratuit pour les assos
- Acté : on garde Tchap pour les questions urgentes
- il faudrait que quelqu'un refasse l'affiche
- Mme Durand, 06 12 34 56 78, à rappeler"""

TALK = "\n".join(
    f"**{who}** : {said}"
    for who, said in (
        ("Odile", "Bon, la salle, qui sait ?"),
        ("Denis", "La Manufacture la prête le mardi, c'est gratuit."),
        ("Odile", "Parfait, c'est acté, on garde Tchap."),
        ("Denis", "Je refais l'affiche pour le 15."),
    )
)


@pytest.fixture
def ended(room: Room) -> Room:
    """Return a room after its meeting, of whose two questions nothing was noted."""
    return meets(room)


def meets(room: Room) -> Room:
    """Live through a meeting."""
    room.says("zoé", "/besoin Qui prête une salle à Brest ?")
    room.says("zoé", "/besoin Qui prête des tablettes ?")
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, mairie")
    room.does("amina", "rencontre annoncer")
    room.clock.now = THURSDAY
    room.says("amina", "/rencontre tenir")
    room.does("amina", "rencontre terminer")
    return room


def finds(said: Sequence[str], asked: Mapping[int, str], _meant: object) -> list[FoundPassage]:
    """Find by a word each what the conversation below needs; `test_record` tries the true one."""
    kinds = {"Manufacture": ProposalKind.ANSWER, "Tchap": ProposalKind.DECISION}
    kinds["affiche"] = ProposalKind.ACTION
    return [
        FoundPassage(kind, bare(each), "", min(asked) if kind is ProposalKind.ANSWER else 0)
        for each in said
        for word, kind in kinds.items()
        if word in each
    ]


def reads_records(room: Room) -> int:
    """Let the job read what was given, without a model."""
    reader = RecordReader(room.database, room.bot, Traffic(), Encoder(installed=False))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(job, "find", finds)
        return asyncio.run(reader.read_due())


def gives(room: Room, words: str, *, who: str = "amina", told: bool = False) -> Reply:
    box = {"prevenues": "oui"} if told else {}
    return room.fills(who, card.GIVE, "1", texte=words, **box)


def joins(room: Room, content: bytes, argument: str = "1", *, who: str = "amina") -> Reply:
    """Join a file in the thread of the message that asks for it."""
    return room.asks(
        Command(
            text=argument,
            caller=caller(who),
            via=Via.DIALOG,
            channel="loire-channel",
            network="loire",
            route=card.FILE,
            on_the_spot=True,
            attached=Attached(name="notes.md", size=len(content), content=content),
        )
    )


def press(room: Room, label: str) -> None:
    """Press what stands on Amina's pile, a moment later."""
    room.clock.forward(seconds=5)
    presses(room, "amina", label)


def kept_text(room: Room) -> str:
    """Return all that is kept of records and of what was found in them."""
    return room.store(
        lambda db: str(db.execute(text("SELECT text, before FROM record_proposals")).all())
    )


def found_in(room: Room) -> Sequence[int]:
    """Return the numbers of the passages that were found, decided of or not."""
    found = "SELECT id FROM record_proposals WHERE kind != 'unread' ORDER BY id"
    return room.store(lambda db: [row.id for row in db.execute(text(found))])


def minutes(room: Room) -> str:
    """Return the minutes as whoever publishes them reads them over."""
    form = room.does("amina", "rencontre compte-rendu 1").dialog
    assert form is not None
    return form.introduction


def answer(room: Room) -> str:
    meeting = room.store(lambda db: meetings.get(db, "loire", 1))
    return meeting.agenda.items[0].answer


def test_a_list_is_kept_in_the_minutes_as_it_was_written(ended: Room) -> None:
    gives(ended, "la Manufacture prête une salle")
    reads_records(ended)
    ended.does("amina", f"{card.SORT} 1")
    words = "À Brest :\n- le mardi\n* le jeudi"
    ended.fills("amina", card.MEND, str(found_in(ended)[0]), texte=words)

    assert answer(ended) == words
    assert "\n  À Brest :\n  \\- le mardi\n  \\* le jeudi" in minutes(ended)


def test_a_passage_is_read_whole_before_it_is_kept(ended: Room) -> None:
    said = "la Manufacture la prête le mardi, " + "on demande la clé à l'accueil, " * 10 + "le soir"
    gives(ended, said)
    reads_records(ended)

    ended.does("amina", f"{card.SORT} 1")

    assert reads(ended).count("on demande la clé à l'accueil") == 10
    assert reads(ended).count("le soir") == 1


def test_what_notes_propose_is_kept_mended_or_left_one_by_one(ended: Room) -> None:
    gives(ended, NOTES)
    told = ended.said()[-1].replace("\u00a0", " ")
    assert "Je lis ces notes" in told
    assert "1 phrase est laissée de côté" in told
    assert "en une minute ou deux" in ended.does("amina", f"{card.SORT} 1").text
    assert reads_records(ended) == 1

    ended.does("amina", f"{card.SORT} 1")
    shown = reads(ended)
    assert "Réponse à la question n° 1 ?" in shown
    assert "voir avec la Manufacture" in shown
    press(ended, "Garder")
    assert answer(ended).startswith("la salle : voir avec la Manufacture")
    assert "Une décision ?" in reads(ended)
    assert "on garde Tchap" in reads(ended)
    press(ended, "Laisser")
    assert "Une action à faire ?" in reads(ended)

    mended = ended.fills(
        "amina", card.MEND, "4", texte="Refaire l'affiche", qui="Karim", quand="15 décembre"
    )

    assert not mended.refused
    meeting = ended.store(lambda db: meetings.get(db, "loire", 1))
    [note] = ended.store(lambda db: notes.of(db, meeting))
    assert (note.text, note.who, note.due is not None) == ("Refaire l'affiche", "Karim", True)


def test_the_numbers_that_notes_cite_of_no_question_of_the_meeting_are_said(ended: Room) -> None:
    ended.says("zoé", "/besoin Qui connaît Wooclap ?")
    ended.says("louis", "/besoin Un vidéoprojecteur à prêter ?")
    ended.says("louis", "/besoin privé Comment parler à mon employeur ?")
    ended.does("amina", "rencontre réponse 2 Le lycée.")
    cited = (
        "n°1 : la Manufacture\nQuestion 3, Karim ; N° 3 encore\nla n° 4 le soir\nen #2, le lycée"
        "\nle privé, n° 5\nchez Ana, au n° 12\ndiapo #99"
    )

    gives(ended, f"{cited}\nà 12 h, 3 personnes, 50 euros")

    told = " ".join(ended.said()[-1].split())
    assert "Vos notes citent les questions n° 3, n° 4 et n° 2, qui n'attendent pas de" in told
    assert "`/besoin voir 3`" in told
    assert "Wooclap" not in told
    gives(ended, "n° 3 : Karim")
    told = " ".join(ended.said()[-1].split())
    assert "Vos notes citent la question n° 3, qui n'attend pas de réponse à cet ordre" in told
    gives(ended, "n°1 : la Manufacture, au n° 12")
    assert "citent" not in ended.said()[-1]


def test_each_decision_is_taken_back(ended: Room) -> None:
    gives(ended, NOTES)
    reads_records(ended)
    for number in (2, 3):
        kept = ended.does("amina", f"{card.KEEP} {number}")
        assert kept.undo is not None
        ended.clicks("amina", kept.undo.route, kept.undo.argument)

    meeting = ended.store(lambda db: meetings.get(db, "loire", 1))
    assert not ended.store(lambda db: notes.of(db, meeting))
    assert answer(ended) == ""
    ended.does("amina", f"{card.SORT} 1")
    assert "Réponse à la question n° 1 ?" in reads(ended)
    assert ended.does("amina", f"{card.BRING_BACK} 2").refused


def test_an_answer_joins_what_was_noted_already(ended: Room) -> None:
    gives(ended, NOTES)
    reads_records(ended)
    ended.does("amina", "rencontre réponse 1 Le lycée en prête une.")

    kept = ended.does("amina", f"{card.KEEP} 2")

    assert answer(ended).startswith("Le lycée en prête une. la salle")
    assert kept.undo is not None
    ended.clicks("amina", kept.undo.route, kept.undo.argument)
    assert answer(ended) == "Le lycée en prête une."


def test_the_text_goes_once_read_and_the_rest_once_published(ended: Room) -> None:
    gives(ended, NOTES)
    assert "voir avec la Manufacture" in kept_text(ended)
    assert "Durand" not in kept_text(ended)

    reads_records(ended)
    assert "notes vite faites" not in kept_text(ended)
    assert "Manufacture" in kept_text(ended)

    ended.does("amina", f"{card.KEEP} 2")
    ended.does("amina", "rencontre publier 1")
    assert kept_text(ended) == "[]"
    assert ended.does("amina", f"{card.KEEP} 3").refused


def test_after_a_week_nothing_is_left_whoever_decided(ended: Room) -> None:
    gives(ended, NOTES)
    reads_records(ended)
    ended.forgets(days=6)
    assert kept_text(ended) != "[]"

    ended.forgets(days=1, minutes=1)

    assert kept_text(ended) == "[]"


def test_a_transcript_needs_the_box_and_tells_nobody_who_spoke(ended: Room) -> None:
    refused = gives(ended, TALK)
    assert refused.refused
    assert "cochant" in refused.text
    assert kept_text(ended) == "[]"
    assert joins(ended, TALK.encode()).refused

    assert not joins(ended, TALK.encode(), "1 oui").refused

    assert "Manufacture" in kept_text(ended)
    assert "Odile" not in kept_text(ended)
    assert "Denis" not in kept_text(ended)


def test_a_file_is_asked_for_and_its_message_is_to_be_deleted(ended: Room) -> None:
    ended.asks(
        Command(
            caller=caller("amina"),
            via=Via.DIALOG,
            channel="loire-channel",
            network="loire",
            route=card.GIVE,
            text="1",
            fields={"prevenues": "oui"},
            on_the_spot=True,
        )
    )
    assert "Joignez le fichier" in ended.said()[-1]

    reply = joins(ended, TALK.encode("cp1252"), "1 oui")

    assert "Le fichier reste dans Mattermost : supprimez votre message." in reply.text.replace(
        "\u00a0", " "
    )
    assert "refais l'affiche" in kept_text(ended)


@pytest.mark.parametrize("who", ["louis", "gaspard", "marc"])
def test_only_those_who_write_the_minutes_give_and_decide(ended: Room, who: str) -> None:
    assert gives(ended, NOTES, who=who).refused
    assert joins(ended, NOTES.encode(), who=who).refused
    gives(ended, NOTES)
    reads_records(ended)

    for route in (card.KEEP, card.LEAVE, card.BRING_BACK):
        assert ended.does(who, f"{route} 2").refused
    assert ended.fills(who, card.MEND, "2", texte="Autre chose").refused


def test_given_again_while_it_is_read_only_the_last_one_counts(
    ended: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    gives(ended, NOTES)

    def given_again(
        said: Sequence[str], asked: Mapping[int, str], meant: object
    ) -> list[FoundPassage]:
        if "vite" in said[0]:
            ended.clock.forward(seconds=1)
            gives(ended, "L'autre salle, la Manufacture, est prise")
        return finds(said, asked, meant)

    reader = RecordReader(ended.database, ended.bot, Traffic(), Encoder(installed=False))
    monkeypatch.setattr(job, "find", given_again)
    asyncio.run(reader.read_due())
    assert "L'autre salle" in kept_text(ended)
    assert "voir avec" not in kept_text(ended)

    asyncio.run(reader.read_due())

    ended.does("amina", f"{card.SORT} 1")
    assert "L'autre salle" in reads(ended)


STEPS: list[Step] = [
    lambda room: gives(room, NOTES),
    reads_records,
    lambda room: room.does("amina", f"{card.KEEP} {found_in(room)[0]}"),
    lambda room: room.does("amina", f"{card.LEAVE} {found_in(room)[1]}"),
    lambda room: room.does("amina", f"{card.KEEP} {found_in(room)[2]}"),
]


@pytest.mark.parametrize("every", some_or_all(3, 1))
def test_killed_at_any_moment_nothing_is_lost_nor_noted_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    def after(killer: Killer) -> tuple[str, Sequence[str], str]:
        begins = Killer(0, durable=False)

        def meets_undisturbed(room: Room) -> None:
            at, killer.at = killer.at, 0
            meets(room)
            killer.at = at + killer.seen if at else 0
            begins.seen = killer.seen

        folder = tmp_path / f"{killer.at} {killer.durable}"
        room = lives(folder, monkeypatch, [meets_undisturbed, *STEPS], killer)
        killer.seen -= begins.seen
        meeting = room.store(lambda db: meetings.get(db, "loire", 1))
        noted = [each.text for each in room.store(lambda db: notes.of(db, meeting))]
        found = answer(room), noted, kept_text(room)
        room.database.close()
        return found

    undisturbed = after(killer := Killer(0, durable=False))
    assert undisturbed[0]
    assert undisturbed[1]
    for at, durable in itertools.product(range(1, killer.seen + 1, every), (False, True)):
        assert after(Killer(at, durable=durable)) == undisturbed, (at, durable)
