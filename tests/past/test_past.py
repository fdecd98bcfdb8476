"""« Retrouver les questions passées »: announced, read once, decided of, told to its authors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.past import reading
from bot.past import store as pasts
from bot.past.posts import TalkPost
from bot.past.rules import PastMessage, PastState, starting
from bot.people import store as preferences
from bot.privacy import forgetting
from bot.privacy.forgetting import Person
from bot.question import store as questions
from bot.question.rules import Leave, Origin, Place, QuestionStatus, Visibility
from bot.talk.command import Command, Via
from bot.talk.markdown import person, with_quotes
from bot.talk.reply import Reply
from tests.commands.gestures import deliver, everything, kept, told
from tests.past.channel import (
    ANSWER,
    CHARTER,
    CHAT,
    PRINTER,
    SECRET,
    Channel,
    announced,
    asking,
    goes_round,
    lived,
    read,
    state,
)
from tests.pile_cases import labels, opens, pile, presses, reads
from tests.room import Room, caller, open_room

WITH_ZOE = f"Garder, avec la réponse de {person('zoe')}"


@pytest.fixture(autouse=True)
def finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take for a question what ends as one: which do is tried elsewhere."""
    monkeypatch.setattr(reading, "find", asking)


def comes_to(room: Room) -> str:
    """Open Amina's pile, and come to what is of the past; return what it shows."""
    opens(room)
    while "Une question d" not in reads(room):
        press(room, "Plus tard")
    return words(room, reads(room))


def words(room: Room, text: str) -> str:
    """Return a text with the words that it quotes, as the chat's side writes them."""
    return with_quotes(text, {post: each.text for post, each in room.talk.items()})


def press(room: Room, label: str) -> None:
    """Press what stands on Amina's pile, a moment later."""
    room.clock.forward(seconds=5)
    presses(room, "amina", label)


def sorted_whole(room: Room) -> Channel:
    """Keep the charter with its answer and the printer open; all is decided of."""
    channel = read(room)
    comes_to(room)
    for _ in range(2):
        shown = words(room, reads(room))
        press(
            room,
            WITH_ZOE if "charte" in shown else "Garder ouverte",
        )
    return channel


def test_it_is_announced_a_week_ahead_with_a_way_not_to_be_read(room: Room) -> None:
    reply = room.does("amina", "reseau relire confirmé")

    (post,) = [each for each in room.outbox() if each.key.startswith("past:")]
    assert post.user is None
    assert [each.label for each in post.buttons] == ["Ne pas lire mes messages"]
    assert "lundi 9\u00a0novembre" in post.text
    assert "lundi 9\u00a0novembre" in reply.text
    assert lived(room).reads() == 0


def test_it_does_not_begin_in_august_nor_in_holidays() -> None:
    def day(moment: datetime, zone: str = "A") -> str:
        return f"{starting(moment, 'Europe/Paris', zone):%Y-%m-%d %H:%M}"

    assert day(datetime(2026, 12, 14, 8, tzinfo=UTC)) == "2027-01-06 09:00"
    assert day(datetime(2026, 7, 1, 8, tzinfo=UTC)) == "2026-09-07 08:00"
    assert day(datetime(2026, 7, 27, 8, tzinfo=UTC), "") == "2026-09-03 08:00"
    assert day(datetime(2026, 11, 3, 8, tzinfo=UTC)) == "2026-11-10 09:00"


def test_only_coordinators_have_it_read_and_once(room: Room) -> None:
    assert room.does("louis", "reseau relire confirmé").refused
    assert not room.does("amina", "reseau relire confirmé").refused
    assert room.does("amina", "reseau relire confirmé").refused


def test_what_asks_is_shown_on_the_pile_in_its_words_of_now(room: Room) -> None:
    channel = read(room)
    assert channel.asked == ["", channel.posts[0].id]
    (news,) = [each for each in told(room, "amina") if "semblent demander" in each.text]
    assert "5\u00a0messages" in news.text
    assert "2\u00a0messages semblent demander" in news.text

    first = comes_to(room)
    assert "Une question d'avant" in first.replace("’", "'")
    shown = [first]
    press(room, "Plus tard")
    shown.append(words(room, reads(room)))

    assert any(CHARTER in each and "médiathèque" in each for each in shown)
    assert any(PRINTER in each and "pas trouvé" in each for each in shown)
    assert not any("Josette" in each for each in shown)


def test_what_is_kept_is_unsigned_and_read_by_nobody_for_a_week(room: Room) -> None:
    sorted_whole(room)

    charter, printer = sorted(
        (kept(room, n) for n in (1, 2)), key=lambda each: each.text != CHARTER
    )
    assert (charter.text, printer.text) == (CHARTER, PRINTER)
    assert charter.visibility is Visibility.ANONYMOUS
    assert charter.author == "louis"
    assert charter.answer is not None
    assert (charter.answer.text, charter.answer.by, charter.answer.signed) == (ANSWER, "zoe", False)
    assert charter.status is QuestionStatus.ANSWERED
    assert printer.status is QuestionStatus.OPEN
    assert charter.origin is Origin.PAST
    assert [charter.leaves(each) for each in (Place.LETTER, Place.WIKI)] == [Leave.NEVER] * 2
    assert "charte" not in room.says("zoé", "/besoin liste répondues").text
    assert "charte" not in room.says("amina", "/besoin chercher charte").text
    assert room.says("amina", f"/besoin voir {charter.number}").refused
    assert not room.says("louis", f"/besoin voir {charter.number}").refused

    assert state(room).state is PastState.DONE
    ends = [each.text for each in room.outbox() if "2\u00a0questions" in each.text]
    assert any("dont 1 avec réponse" in each for each in ends)
    room.clock.forward(days=7, hours=1)
    goes_round(room, "past opened")
    room.settles()
    assert "charte" in room.says("zoé", "/besoin chercher charte").text
    assert "retrouvée dans le canal" in room.says("zoé", f"/besoin voir {charter.number}").text
    assert "attestations" in room.says("zoé", "/besoin chercher attestations").text
    assert cards(room) == []


def cards(room: Room) -> list[str]:
    return [each.key for each in room.outbox() if each.key.startswith("question:loire:")]


def test_one_kept_open_is_put_to_the_channel_by_a_press_alone(room: Room) -> None:
    sorted_whole(room)
    number = next(n for n in (1, 2) if kept(room, n).text == PRINTER)
    room.clock.forward(days=7, hours=1)
    goes_round(room, "past opened")
    room.says("louis", f"/besoin moi-aussi {number}")
    room.does("zoé", f"besoin signer-retrouvée {number}")
    assert cards(room) == []
    assert "depuis 7" in room.says("amina", "/besoin liste").text
    shown = room.says("amina", f"/besoin voir {number}")
    assert "posée en août 2026" in shown.text
    (again,) = [each for each in shown.buttons if each.label == "Reposer au réseau"]

    told_so = room.does("amina", f"{again.route} {again.argument}")
    assert "reposer dans le canal" in told_so.text
    assert cards(room) == [f"question:loire:{number}"]
    assert told_so.undo is not None
    room.does("amina", f"{told_so.undo.route} {told_so.undo.argument}")
    assert cards(room) == []

    room.does("amina", f"{again.route} {again.argument}")
    room.says("louis", f"/besoin répondre {number} Passez par la mairie")
    assert f"question:loire:{number}:answer" in " ".join(cards(room))


def test_one_kept_open_is_answered_where_it_has_no_card(room: Room) -> None:
    sorted_whole(room)
    number = next(n for n in (1, 2) if kept(room, n).text == PRINTER)
    room.clock.forward(days=7, hours=1)
    goes_round(room, "past opened")
    room.says("louis", f"/besoin répondre {number} Passez par la mairie")
    room.says("amina", f"/besoin compléter {number} Le jeudi")

    assert [each.key for each in room.outbox() if each.key in cards(room) and not each.user] == []
    assert kept(room, number).status is QuestionStatus.ANSWERED


def test_each_author_is_told_once_of_all_that_is_theirs(room: Room) -> None:
    sorted_whole(room)

    (news,) = [each for each in told(room, "zoé") if "passés" in each.text]
    assert PRINTER in news.text
    assert "médiathèque" in news.text
    assert CHARTER in news.text  # what their answer is about
    assert [each.label for each in news.buttons] == [
        "Signer…",
        "Corriger…",
        "La retirer…",
        "Elle peut sortir du canal…",
    ]
    (own,) = [each for each in told(room, "louis") if "passés" in each.text]
    assert CHARTER in own.text
    assert own.buttons[0].label == "Signer"


def test_they_sign_correct_and_withdraw_what_is_theirs(room: Room) -> None:
    sorted_whole(room)
    charter = next(n for n in (1, 2) if kept(room, n).text == CHARTER)
    printer = 3 - charter

    room.does("louis", f"besoin signer-retrouvée {charter}")
    assert kept(room, charter).signed
    assert not kept(room, charter).answered_by
    room.does("zoé", f"besoin signer-retrouvée {charter}")
    assert kept(room, charter).answered_by == "zoe"
    room.fills("zoé", "besoin corriger-retrouvée", str(charter), texte="À la médiathèque de Roanne")
    answer = kept(room, charter).answer
    assert answer is not None
    assert answer.text == "À la médiathèque de Roanne"
    assert room.does("louis", f"besoin retirer-retrouvée {printer} confirmé").refused

    room.does("zoé", f"besoin retirer-retrouvée {printer} confirmé")
    assert room.says("zoé", f"/besoin voir {printer}").refused
    deliver(room)
    assert "imprimante" not in everything(room)
    room.does("zoé", f"besoin retirer-retrouvée {charter} confirmé")
    assert kept(room, charter).answer is None
    assert kept(room, charter).status is QuestionStatus.OPEN


def test_it_leaves_the_channel_on_the_yes_of_both(room: Room) -> None:
    sorted_whole(room)
    charter = next(n for n in (1, 2) if kept(room, n).text == CHARTER)

    assert "doit encore" in room.does("louis", f"besoin laisser-sortir {charter}").text
    assert kept(room, charter).leaves(Place.LETTER) is Leave.NEVER
    assert "peut désormais" in room.does("zoé", f"besoin laisser-sortir {charter}").text
    assert kept(room, charter).leaves(Place.MAIL) is Leave.CHOSEN


def test_until_then_it_stands_in_no_letter_and_climbs_nowhere(room: Room) -> None:
    sorted_whole(room)
    printer = next(n for n in (1, 2) if kept(room, n).text == PRINTER)
    room.clock.forward(days=7, hours=1)
    goes_round(room, "past opened")

    assert "attestations" in room.says("louis", "/besoin liste").text
    assert "question ouverte" not in room.does("amina", "lettre aperçu").text
    assert "accord des personnes" in room.does("amina", f"besoin reporter {printer} lettre").text
    assert room.does("amina", f"besoin transmettre {printer} Comment imprimer ?").refused
    assert "peut désormais" in room.does("zoé", f"besoin laisser-sortir {printer}").text
    assert "question ouverte" in room.does("amina", "lettre aperçu").text.replace("\u00a0", " ")
    assert not room.does("amina", f"besoin reporter {printer} lettre").refused


def test_a_decision_is_taken_back_on_the_pile(room: Room) -> None:
    read(room)
    comes_to(room)
    before = words(room, reads(room))
    press(room, "Garder ouverte")
    assert kept(room, 1).text in before
    press(room, "Annuler")

    assert kept_numbers(room) == []
    assert words(room, reads(room)).partition("Le ")[2] == before.partition("Le ")[2]
    press(room, "Pas celle-ci")
    press(room, "Annuler")
    assert "Garder ouverte" in labels(room)


def says_in_thread(room: Room, text: str) -> Reply:
    """Answer Amina's pile in its thread."""
    key = pile(room).edits or pile(room).key
    deliver(room)
    room.clock.forward(seconds=5)
    return room.asks(
        Command(
            text=text,
            caller=caller("amina"),
            via=Via.DIRECT,
            channel="direct",
            post="post-of-amina",
            thread=f"post-{key}",
        )
    )


def kept_numbers(room: Room) -> list[int]:
    return [each.number for each in room.store(lambda db: questions.of_past(db, "loire"))]


def test_who_refuses_is_neither_read_shown_nor_kept(room: Room) -> None:
    channel = lived(room)
    announced(room)
    room.does("louis", "reseau ne-pas-me-lire")
    channel.reads()
    assert CHARTER not in comes_to(room)

    press(room, "Garder ouverte")
    assert kept(room, 1).text == PRINTER
    told_so = room.does("zoé", "reseau ne-pas-me-lire").text
    assert "effacé" in told_so
    assert kept_numbers(room) == []
    deliver(room)
    assert "imprimante" not in everything(room)


def test_who_asks_what_is_kept_finds_how_not_to_be_read(room: Room) -> None:
    def offered(who: str) -> bool:
        told = room.says(who, "/reseau confidentialité")
        return any(each.label == "Ne pas lire mes messages" for each in told.buttons)

    assert not offered("louis")

    lived(room)
    announced(room)

    assert offered("louis")
    assert not offered("marc")


def test_what_is_shown_of_theirs_goes_when_they_refuse(room: Room) -> None:
    read(room)
    shown = comes_to(room)
    author = "louis" if CHARTER in shown else "zoé"
    room.does(author, "reseau ne-pas-me-lire")

    assert "a changé" in pile(room).text


def test_who_refuses_while_it_is_read_is_not_shown(room: Room) -> None:
    channel = lived(room)
    announced(room)
    channel.meanwhile = lambda: refuses(room)
    channel.reads()

    found = room.store(lambda db: pasts.waiting(db, "loire", limit=9))
    assert [each.author for each in found] == ["zoe"]


def refuses(room: Room) -> None:
    room.store(lambda db: pasts.refuse(db, "loire", "louis", room.clock.now))


def test_who_left_a_guest_or_a_bot_is_not_read(room: Room) -> None:
    channel = lived(room)
    channel.members = ["amina", "zoe"]
    read(room, channel)

    found = room.store(lambda db: pasts.waiting(db, "loire", limit=9))
    assert [each.author for each in found] == ["zoe"]


@pytest.mark.parametrize(
    ("now", "why"),
    [
        ("", "n'est plus dans le canal"),
        (SECRET, "semble contenir"),
        ("En privé : qui aurait un modèle de charte ?", "demande la discrétion"),
    ],
)
def test_what_changed_since_it_was_read_is_looked_at_again(room: Room, now: str, why: str) -> None:
    channel = read(room)
    found = room.store(lambda db: pasts.waiting(db, "loire", limit=9))
    (charter,) = [each for each in found if each.author == "louis"]
    if now:
        channel.edits(charter.post, now)
    else:
        channel.deletes(charter.post)

    reply = room.does("amina", f"reseau garder-question {charter.id} {charter.post}")

    assert reply.refused
    assert why in reply.text.replace("’", "'")
    assert kept_numbers(room) == []


def test_a_refusal_stands_in_the_card_and_not_beneath(room: Room) -> None:
    channel = read(room)
    comes_to(room)
    deliver(room)
    for each in list(channel.room.talk):
        channel.deletes(each)
    room.clock.forward(seconds=5)
    reply = presses(room, "amina", "Garder ouverte")

    assert reply.refused
    assert reply.seen
    assert ":warning: Ce message n'est plus dans le canal" in reads(room)
    assert "Garder ouverte" in labels(room)


def test_what_is_to_be_sorted_is_opened_alone(room: Room) -> None:
    read(room)
    (news,) = [each for each in told(room, "amina") if "semblent demander" in each.text]
    (sort, _) = news.buttons
    room.clicks("amina", sort.route, sort.argument)
    assert "2 restent" in reads(room)
    press(room, "Garder ouverte")
    assert "1 gardée, 1 reste" in reads(room)


def test_before_its_time_a_search_says_from_when_on_it_finds(room: Room) -> None:
    sorted_whole(room)
    found = room.says("amina", "/besoin chercher charte").text
    assert "2\u00a0questions retrouvées dans le canal pourront être cherchées" in found
    assert "mardi 17\u00a0novembre" in found


def test_what_cannot_be_taken_back_is_asked_about_first(room: Room) -> None:
    read(room)
    (found, *_) = _waiting(room)
    room.does("amina", f"reseau garder-question {found.id} {found.post}")
    asked = room.does("amina", "reseau terminer-relecture")
    assert state(room).state is PastState.SHOWN
    ended = room.does("amina", f"{asked.buttons[0].route} {asked.buttons[0].argument}")
    assert "1\u00a0question" in ended.text
    assert not [each for each in told(room, "amina") if "1\u00a0question" in each.text]

    asked = room.does(found.author, "besoin retirer-retrouvée 1")
    assert kept_numbers(room) == [1]
    room.does(found.author, f"{asked.buttons[0].route} {asked.buttons[0].argument}")
    assert kept_numbers(room) == []


def names_around(room: Room, *posts: str) -> None:
    """Have others be in the channel than those who wrote."""
    for post in posts:
        room.talk[post] = replace(room.talk[post], around=["Loubna", "Zoé", "Louis"])


@pytest.mark.parametrize(
    ("question", "answer", "names"),
    [
        (f"Loubna, {CHARTER}", f"Bonjour Louis ! {ANSWER}", ()),
        (CHARTER, "Non non Kévin, les bénévoles peuvent venir.", ("Kévin",)),
        (CHARTER, "Demande à Thibault (du fablab)", ("Thibault",)),
        ("Pour le jeune de loubna, qui sait ?", "Vois avec Sabrina", ("loubna", "Sabrina")),
    ],
)
def test_what_is_kept_names_nobody_who_may_be_there(
    room: Room, question: str, answer: str, names: Sequence[str]
) -> None:
    channel = read(room)
    (found,) = [each for each in _waiting(room) if each.author == "louis"]
    (reply,) = found.replies
    channel.edits(found.post, question)
    channel.edits(reply.post, answer)
    names_around(room, found.post, reply.post)

    shown = room.does("amina", f"reseau garder-question {found.id} {found.post} {reply.post}")

    if not names:
        assert kept(room, 1).text == CHARTER
        assert kept(room, 1).answer.text == ANSWER  # type: ignore[union-attr]
        return
    form = shown.dialog
    assert form is not None
    assert all(each in form.introduction for each in names)
    assert kept_numbers(room) == []
    entries = {each.name: each.default for each in form.fields}
    as_it_is = room.fills("amina", form.route, form.argument, **entries)
    assert as_it_is.refused
    assert as_it_is.field in entries
    entries = dict.fromkeys(entries, "On demande au fablab")
    assert not room.fills("amina", form.route, form.argument, **entries).refused
    assert kept(room, 1).text == "On demande au fablab"


def _waiting(room: Room) -> Sequence[PastMessage]:
    return room.store(lambda db: pasts.waiting(db, "loire", limit=9))


def test_an_answer_that_was_edited_is_kept_as_it_reads_now(room: Room) -> None:
    channel = read(room)
    found = room.store(lambda db: pasts.waiting(db, "loire", limit=9))
    (charter,) = [each for each in found if each.author == "louis"]
    (reply,) = charter.replies
    channel.edits(reply.post, "Oui, la voici : deux pages.")
    room.does("amina", f"reseau garder-question {charter.id} {charter.post} {reply.post}")

    answer = kept(room, 1).answer
    assert answer is not None
    assert answer.text == "Oui, la voici : deux pages."


def test_two_who_decide_at_once_keep_it_once(room: Room) -> None:
    read(room)
    (first, *_) = room.store(lambda db: pasts.waiting(db, "loire", limit=9))
    keep = f"reseau garder-question {first.id} {first.post}"
    assert not room.does("amina", keep).refused
    assert room.does("amina", keep).refused
    assert len(kept_numbers(room)) == 1


def test_a_forged_post_is_not_kept(room: Room) -> None:
    channel = read(room)
    (first, *_) = room.store(lambda db: pasts.waiting(db, "loire", limit=9))
    other = channel.says("zoé", "Un autre message", days=3)

    assert room.does("amina", f"reseau garder-question {first.id} {other}").refused
    assert room.does("amina", f"reseau garder-question {first.id} {first.post} {other}").refused
    assert kept_numbers(room) == []


def test_it_is_stopped_and_resumed(room: Room) -> None:
    read(room)
    assert not room.does("amina", "reseau arrêter-relecture").refused
    assert "Garder ouverte" not in opened(room)
    room.does("amina", "reseau reprendre-relecture")
    assert state(room).state is PastState.SHOWN


def test_what_is_undone_while_it_is_read_is_read_no_further(room: Room) -> None:
    channel = lived(room)
    announced(room)
    channel.meanwhile = lambda: room.store(lambda db: pasts.remove(db, "loire"))
    assert channel.reads() == 0
    assert room.store(lambda db: pasts.waiting(db, "loire", limit=9)) == []
    assert channel.reads() == 0


def opened(room: Room) -> list[str]:
    room.says("amina", "/aide")
    return labels(room)


def test_a_killed_reading_begins_again(room: Room) -> None:
    channel = lived(room)
    announced(room)
    channel.away = True
    assert channel.reads() == 0
    assert state(room).state is PastState.READING

    channel.away = False
    assert channel.reads() == 1
    assert channel.reads() == 0
    assert len(room.store(lambda db: pasts.waiting(db, "loire", limit=9))) == 2


def test_it_is_undone_whole_but_for_what_authors_made_theirs(room: Room) -> None:
    sorted_whole(room)
    charter = next(n for n in (1, 2) if kept(room, n).text == CHARTER)
    room.does("louis", f"besoin signer-retrouvée {charter}")

    asked = room.does("amina", "reseau annuler-relecture")
    assert "Tout annuler" in asked.text
    assert len(kept_numbers(room)) == 2
    done = room.does("amina", "reseau annuler-relecture confirmé")

    assert "1\u00a0question reste" in done.text
    assert kept_numbers(room) == [charter]
    deliver(room)
    assert "imprimante" not in everything(room)
    assert room.store(lambda db: pasts.of(db, "loire")) is None


def test_nothing_of_what_was_not_kept_is_anywhere(room: Room) -> None:
    channel = lived(room)
    channel.says("zoé", "Où trouver des claviers zygomorphes pour débutants ?", days=30)
    with capture_logs() as logs:
        read(room, channel)
        comes_to(room)
        deliver(room)
        while "Pas celle-ci" in labels(room):
            kept_one = "charte" in words(room, reads(room))
            press(room, WITH_ZOE if kept_one else "Pas celle-ci")
            deliver(room)
        room.settles()

    whole = f"{everything(room)} {logs}"
    assert "charte" in whole
    for unkept in ("zygomorphe", "imprimante", "attestations", "belle journée", "Josette"):
        assert unkept not in whole
    assert room.store(lambda db: pasts.waiting(db, "loire", limit=9)) == []
    assert CHAT not in whole


def test_hostile_words_are_shown_and_do_nothing(room: Room) -> None:
    channel = Channel(room)
    hostile = f"@channel [lien](https://a.example) `code` **gras** \ue000zoe\ue001 {'x' * 1500} ?"
    channel.says("louis", hostile)
    channel.says("louis", "y" * 16_000 + " ?")
    channel.says("zoé", "\ue002p0x:99\ue003 :tada: #tout ~loire qui sait ?")
    read(room, channel)
    (first, second) = room.store(lambda db: pasts.waiting(db, "loire", limit=9))

    shown = [comes_to(room)]
    press(room, "Plus tard")
    shown.append(words(room, reads(room)))
    whole = "\n".join(shown)
    assert "@channel" not in whole
    assert "[lien](" not in whole
    assert "**gras**" not in whole
    assert len(whole) < 3_000
    for each in (first, second):
        assert not room.does("amina", f"reseau garder-question {each.id} {each.post}").refused


def test_the_past_of_one_person_alone_is_theirs_to_keep_or_not(room: Room) -> None:
    channel = Channel(room)
    for number in range(12):
        channel.says("louis", f"Qui connaît la salle {number} ?", days=30 + number)
    read(room, channel)
    assert len(room.store(lambda db: pasts.waiting(db, "loire", limit=10))) == 10
    comes_to(room)
    for _ in range(12):
        if "Garder ouverte" not in labels(room):
            comes_to(room)
        press(room, "Garder ouverte")

    (news,) = [each for each in told(room, "louis") if "passés" in each.text]
    assert all(f"salle {number}" in news.text for number in range(12))
    assert [len(each.options) for each in news.buttons] == [12] * 4
    assert room.does("louis", "reseau ne-pas-me-lire").text.count("12") == 1
    assert kept_numbers(room) == []


def test_a_long_past_is_told_in_one_message_those_to_decide_first(room: Room) -> None:
    channel = Channel(room)
    for number in range(23):
        channel.says("louis", f"Qui connaît la salle {number:02} {'x' * 900} ?", days=30 + number)
    read(room, channel)
    for each in room.store(lambda db: pasts.waiting(db, "loire", limit=99)):
        room.does("amina", f"reseau garder-question {each.id} {each.post}")

    (news,) = [each for each in told(room, "louis") if "passés" in each.text]
    assert "3\u00a0autres" in news.text
    first = kept_numbers(room)[0]
    room.does("louis", f"besoin signer-retrouvée {first}")
    again = [each for each in told(room, "louis") if each.edits == news.key][-1]
    assert f"n°\u00a0{first}**" in news.text
    assert f"n°\u00a0{first}**" not in again.text


def test_before_its_time_nothing_of_it_is_said_in_the_channel(room: Room) -> None:
    sorted_whole(room)
    charter = next(n for n in (1, 2) if kept(room, n).text == CHARTER)
    deliver(room)
    room.does("louis", f"besoin pas-tout-à-fait {charter} Il manque un modèle")
    room.does("zoé", f"besoin compléter {charter} Et la page du ministère")
    room.does("louis", f"besoin rouvrir {charter}")
    room.does("louis", f"besoin répondre {3 - charter} La mairie")

    assert [each.key for each in room.outbox() if each.user is None] == []


def test_a_second_reading_tells_authors_anew(room: Room) -> None:
    channel = sorted_whole(room)
    deliver(room)
    room.does("amina", "reseau annuler-relecture confirmé")
    deliver(room)
    room.clock.forward(days=1)
    read(room, channel)
    for each in room.store(lambda db: pasts.waiting(db, "loire", limit=9)):
        room.does("amina", f"reseau garder-question {each.id} {each.post}")

    assert [each for each in told(room, "louis") if CHARTER in each.text]


def test_who_leaves_before_it_is_sorted_is_shown_no_more(room: Room) -> None:
    read(room)
    gone = Person(server="test", id="louis")
    room.store(lambda db: forgetting.let_go(db, gone, "loire", room.clock.now))

    found = room.store(lambda db: pasts.waiting(db, "loire", limit=9))
    assert [each.author for each in found] == ["zoe"]


def test_what_was_kept_of_who_is_forgotten_goes_but_not_what_others_answered(room: Room) -> None:
    sorted_whole(room)
    deliver(room)
    room.says("louis", "/reseau oublie-moi confirmé")
    deliver(room)

    (left,) = kept_numbers(room)
    assert kept(room, left).text == PRINTER
    assert "charte" not in everything(room)


def test_a_refusal_outlives_being_forgotten(room: Room) -> None:
    channel = lived(room)
    announced(room)
    room.does("louis", "reseau ne-pas-me-lire")
    room.says("louis", "/reseau oublie-moi confirmé")
    channel.reads()

    found = room.store(lambda db: pasts.waiting(db, "loire", limit=9))
    assert [each.author for each in found] == ["zoe"]


def test_who_left_before_they_were_told_keeps_nothing_there(room: Room) -> None:
    read(room)
    for each in room.store(lambda db: pasts.waiting(db, "loire", limit=9)):
        if each.author == "zoe":
            room.store(lambda db: preferences.leave(db, "loire", "zoe", room.clock.now))
        room.does("amina", f"reseau garder-question {each.id} {each.post}")

    assert [kept(room, each).author for each in kept_numbers(room)] == ["louis"]


def test_without_buttons_numbers_do_it(tmp_path: Path) -> None:
    room = open_room(tmp_path, buttons=False)
    read(room)
    text = comes_to(room)
    assert "**1**" in text
    reply = says_in_thread(room, "2" if CHARTER in text else "1")

    assert not reply.refused
    assert len(kept_numbers(room)) == 1
    room.database.close()


def test_what_nobody_decides_of_is_forgotten_after_a_month(room: Room) -> None:
    read(room)
    room.clock.forward(days=31)
    goes_round(room, "past left")

    assert state(room).state is PastState.DONE
    assert room.store(lambda db: pasts.waiting(db, "loire", limit=9)) == []
    assert any("rien n'en est gardé" in each.replace("’", "'") for each in room.said())
    room.forgets(days=31)
    assert room.store(lambda db: pasts.of(db, "loire")) is None


def test_twenty_thousand_messages_are_bounded_and_it_is_told(room: Room) -> None:
    channel = Channel(room)
    for number in range(20_000):
        channel.posts.append(
            TalkPost(
                id=f"p{number}x",
                root=f"p{number}x",
                at=room.clock.now - timedelta(minutes=20_000 - number),
                author="louis",
                text="Bien reçu.",
            )
        )
    read(room, channel)

    assert state(room).posts == 10_000
    assert any("j'ai pris les derniers" in each.replace("’", "'") for each in room.said())
