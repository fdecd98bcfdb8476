"""What waits for someone stands in one post, one thing at a time; a press does it and turns on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.message import Message, MessageKind
from bot.dispatch import Dispatch
from bot.network.rights import Role
from bot.people.wish import can_wait
from bot.pile.card import said
from bot.pile.rules import PieceKind, week_of
from bot.talk import say
from bot.talk.command import Command, Via
from bot.talk.markdown import phone_lines
from bot.talk.plain import plain
from bot.talk.reply import Reply
from bot.veille.feeds.rules import Ailment, Failed, Trouble
from tests.commands.articles import collected, outcome
from tests.commands.gestures import deliver
from tests.commands.test_echeances import article, brings
from tests.lettered import open_lettered
from tests.pile_cases import fills, kinds, labels, opens, pile, presses, pressing, reads, state
from tests.room import ROLES, Room, caller, open_room
from tests.rounds import goes
from tests.scheduler.sender import INVALID, Desk, Mouth
from tests.statements import statements


def at(room: Room, when: str) -> None:
    """Make it some moment (UTC)."""
    room.clock.now = datetime.fromisoformat(when).replace(tzinfo=UTC)


def asks(room: Room, who: str, text: str) -> None:
    assert not room.says(who, f"/besoin {text}").refused


def waits(room: Room) -> None:
    """Have a private question, two questions, an article and a deadline wait; the month is full."""
    room.says("amina", "/rencontre planifier confirmé 10/12/2026 9h30, médiathèque")
    asks(room, "louis", "privé Comment parler de mon contrat à ma direction ?")
    room.plays("louis", "/besoin transmettre 1")
    asks(room, "zoé", "Qui prête une salle à Roanne ?")
    asks(room, "louis", "Qui anime des ateliers sur les mots de passe ?")
    room.clock.forward(days=8)
    collected(room, "Un guide", "Un atelier")
    room.fills(
        "louis",
        "veille échéance",
        lien="https://a.example.org/aap",
        date="15/01/2027",
        titre="Un appel",
    )


def posts(room: Room) -> list[Message]:
    """Return the posts of piles that wait to be said."""
    found = [each for each in room.outbox() if each.key.startswith("pile:")]
    return [each for each in found if each.kind is MessageKind.POST]


def test_the_next_thing_itself_stands_in_one_post_with_two_or_three_verbs(room: Room) -> None:
    waits(room)

    reply = room.says("amina", "/aide")

    assert "vous attendent** [en message direct](" in reply.text.replace("\u00a0", " ")
    assert [each.label for each in reply.buttons] == ["Poser une question"]
    assert "1 sur 4" in reads(room)
    [post] = posts(room)
    assert (post.user, post.head) == ("amina", "Ce qui vous attend :")
    presses(room, "amina", "Plus tard")
    text = reads(room)
    assert "2 sur 4" in text
    assert "> Qui prête une salle à Roanne ?" in text
    assert "_Sans réponse depuis 8 jours._" in text
    assert len(pile(room).buttons) <= 6
    assert len(text.splitlines()) <= 25


def test_people_come_before_machines_then_what_is_due_first(room: Room) -> None:
    waits(room)
    opens(room)

    assert kinds(room) == [
        PieceKind.PRIVATE_QUESTION,
        PieceKind.QUESTION_WAITING,
        PieceKind.QUESTION_WAITING,
        PieceKind.DEADLINE_TO_CHECK,
    ]


def test_one_tap_does_it_and_shows_the_next_with_what_was_just_done(room: Room) -> None:
    collected(room, "Un guide", "Un atelier", later=True)
    opens(room)
    first = reads(room)
    assert "Sans vous : il paraît le 3 novembre" in first

    reply = presses(room, "amina", "Garder")

    assert not reply.text
    text = reads(room)
    assert text.splitlines()[0] == "✔ Gardé. **2 sur 3**"
    assert pile(room).buttons[-1].label == "Annuler"

    presses(room, "amina", "Annuler")

    assert reads(room).removeprefix("✔ C'est annulé. ") == first


def test_it_ends_with_what_the_network_did_and_what_anyone_may_do(room: Room) -> None:
    asks(room, "louis", "Qui prête une salle à Roanne ?")
    room.clock.forward(days=8)
    room.says("amina", "/rencontre planifier confirmé 10/12/2026 9h30, médiathèque")
    opens(room)
    assert presses(room, "amina", "J'ai une réponse").dialog is not None
    assert "1 sur 1" in reads(room)

    fills(room, "amina", "besoin répondre", "1", "La Manufacture, le mardi")

    text = reads(room)
    assert "**C'est tout.** Cette semaine, 1 question du réseau a trouvé sa réponse." in text
    assert "Poser une question" in labels(room)
    assert "Mes questions" in labels(room)
    assert presses(room, "amina", "Poser une question").dialog is not None


def test_private_words_never_stand_in_it_but_as_a_link(room: Room) -> None:
    waits(room)

    text = opens(room)

    assert "**Une question privée vous attend** depuis 8 jours" in text
    assert "contrat" not in text
    presses(room, "amina", "Lire")
    read = [each for each in room.outbox() if "contrat" in each.text and each.user == "amina"]
    assert read
    assert not any(each.key.startswith("pile:") for each in read)
    room.says("amina", "/besoin répondre 1 Parlez-en d'abord au syndicat")
    presses(room, "amina", "Plus tard")
    assert "syndicat" not in reads(room)
    assert "1 sur" not in reads(room)


def test_only_who_was_sent_a_private_question_is_told_of_it(room: Room) -> None:
    asks(room, "louis", "privé Comment parler de mon contrat à ma direction ?")

    opens(room)

    assert PieceKind.PRIVATE_QUESTION not in kinds(room)  # nobody was sent it yet


def test_ten_things_are_a_sitting_and_the_rest_can_wait(room: Room) -> None:
    for number in range(1, 14):
        asks(room, "louis", f"Ma question {number} sur les tablettes, l'écran et le clavier ?")
    room.clock.forward(days=8)
    assert "1 sur 10" in opens(room)

    for _ in range(10):
        presses(room, "amina", "Plus tard")

    assert "**Le reste peut attendre.**" in reads(room)
    presses(room, "amina", "Continuer")
    assert "1 sur 4" in reads(room)  # the empty month is among them


def test_a_second_tap_and_one_under_the_thumb_do_nothing(room: Room) -> None:
    collected(room, "Un guide", "Un atelier", later=True)
    opens(room)
    room.clock.forward(seconds=2)
    keep = pressing(room, "amina", "Garder")
    room.asks(keep)
    shown = reads(room)
    assert "2 sur" in shown

    room.asks(keep)  # twice
    room.asks(pressing(room, "amina", "Écarter"))  # meant for what stood there before
    assert reads(room) == shown

    room.clock.forward(seconds=2)
    room.asks(keep)  # on another device, which shows the first article still
    assert reads(room).partition("**42")[2] == shown.partition("**42")[2]
    presses(room, "amina", "Écarter")
    assert "3 sur" in reads(room)


def test_no_button_bears_the_name_of_one_that_stood_there_before(room: Room) -> None:
    collected(room, "Un guide", "Un atelier", later=True)
    opens(room)
    before = {each.id for each in pile(room).buttons}

    presses(room, "amina", "Garder")

    assert before.isdisjoint({each.id for each in pile(room).buttons})


def test_an_older_post_acts_on_nothing_and_has_shrunk_to_a_line(room: Room) -> None:
    collected(room, "Un guide", "Un atelier", later=True)
    opens(room)
    old = pressing(room, "amina", "Garder")
    deliver(room)
    opens(room)
    [moved] = [each for each in room.outbox() if each.edits == old.pile]
    assert (moved.text, moved.buttons) == ("_La suite est plus bas._", ())

    room.clock.forward(seconds=2)
    room.asks(old)

    assert "1 sur 3" in reads(room)


def test_what_a_colleague_did_meanwhile_has_gone(room: Room) -> None:
    waits(room)
    opens(room)
    room.says("zoé", "/besoin répondre 3 Moi, tous les mois")

    presses(room, "amina", "Plus tard")
    assert "salle à Roanne" in reads(room)
    room.says("louis", "/besoin répondre 2 La Manufacture")
    assert reads(room) == "_Ce qui était ici a changé._"
    presses(room, "amina", "Continuer")

    assert "mots de passe" not in reads(room)
    assert kinds(room) == [PieceKind.DEADLINE_TO_CHECK]


def test_what_was_deleted_under_it_has_gone_too(room: Room) -> None:
    waits(room)
    opens(room)
    presses(room, "amina", "Plus tard")
    press = pressing(room, "amina", "J'ai une réponse")
    room.plays("zoé", "/besoin retirer 2")
    room.clock.forward(seconds=2)

    reply = room.asks(press)

    assert reply.dialog is None
    assert "mots de passe" in reads(room)


def test_a_right_that_was_lost_shows_a_member_s_pile(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.network.rights import Role  # noqa: PLC0415
    from tests.room import ROLES  # noqa: PLC0415  what changes is the module's

    waits(room)
    opens(room)
    lost = pressing(room, "amina", "Lire")
    monkeypatch.setitem(ROLES, "amina", {"loire": Role.MEMBER})
    room.clock.forward(seconds=2)

    reply = room.asks(replace(lost, caller=caller("amina")))

    assert reply.refused
    assert PieceKind.PRIVATE_QUESTION not in kinds(room)


def test_what_someone_wrote_in_a_form_is_taken_though_the_pile_has_turned(room: Room) -> None:
    waits(room)
    opens(room)
    presses(room, "amina", "Plus tard")
    presses(room, "amina", "Plus tard")
    assert "mots de passe" in reads(room)

    fills(room, "amina", "besoin répondre", "2", "La Manufacture, le mardi")

    assert "mots de passe" in reads(room)
    assert "Manufacture" in room.says("louis", "/besoin voir 2").text


def test_later_is_tomorrow_and_what_was_seen_comes_no_more(room: Room) -> None:
    waits(room)
    opens(room)
    presses(room, "amina", "Plus tard")
    assert reads(room).startswith("✔ Remis à demain. **2 sur 4**")
    assert PieceKind.PRIVATE_QUESTION not in kinds(room)
    opens(room)
    assert PieceKind.PRIVATE_QUESTION not in kinds(room)

    room.clock.forward(days=1)
    opens(room)
    assert PieceKind.PRIVATE_QUESTION in kinds(room)

    room.clicks("amina", "aide vu", "private:1")
    room.clock.forward(days=30)
    opens(room)
    assert PieceKind.PRIVATE_QUESTION not in kinds(room)


def test_sure_deadlines_are_kept_in_one_tap_the_others_one_by_one(room: Room) -> None:
    brings(room, article(room), article(room, "https://b.fr/1", "Un autre appel"))
    opens(room)
    while "Garder les 2" not in labels(room):
        presses(room, "amina", "Plus tard")

    presses(room, "amina", "Garder les 2")

    assert "2 échéances gardées" in reads(room).splitlines()[0]
    assert PieceKind.DEADLINE_TO_CHECK not in kinds(room)


def test_sorting_goes_through_all_the_articles_in_the_pile(room: Room) -> None:
    collected(room, *(f"Article {number}" for number in range(23)), later=True)

    reply = room.says("amina", "/veille trier")

    assert "23 articles" in reply.text.replace("\u00a0", " ")
    for _ in range(23):
        presses(room, "amina", "Écarter")
    assert "**Le reste peut attendre.**" in reads(room)  # the month is empty


def test_where_there_are_no_buttons_each_thing_is_a_new_post(tmp_path: Path) -> None:
    room = open_room(tmp_path, buttons=False)
    collected(room, "Un guide", "Un atelier", later=True)

    room.says("amina", "aide", via=Via.DIRECT)

    [post] = posts(room)
    assert post.head == ""
    assert "Garder" in post.text
    presses(room, "amina", "Garder")
    assert len(posts(room)) == 2
    assert "2 sur" in reads(room)
    room.database.close()


def test_a_press_costs_few_statements_however_much_waits(room: Room) -> None:
    for number in range(1, 41):
        asks(room, "louis", f"Ma question {number} sur les tablettes, l'écran et le clavier ?")
    room.clock.forward(days=8)
    opens(room)
    room.clock.forward(seconds=2)
    later = pressing(room, "amina", "Plus tard")

    with statements(room.database) as run:
        room.asks(later)

    assert len(run) <= 30


def test_the_pile_comes_on_monday_at_nine_once_a_week(room: Room) -> None:
    asks(room, "louis", "Qui prête une salle à Roanne ?")
    at(room, "2026-11-09T07:59")
    assert goes(room, "week") == 0

    at(room, "2026-11-16T08:00")
    assert goes(room, "week") == 1
    assert goes(room, "week") == 0

    [post] = posts(room)
    assert post.user == "amina"
    assert "salle à Roanne" in post.text


def test_what_is_due_within_two_days_opens_it_once_and_comes_first(tmp_path: Path) -> None:
    room = open_lettered(tmp_path)
    asks(room, "louis", "Qui prête une salle à Roanne ?")
    at(room, "2026-12-07T09:00")
    goes(room, "week")
    goes(room, "day")
    [monday] = posts(room)
    while state(room, "amina").queue:
        presses(room, "amina", "Plus tard")

    at(room, "2026-12-08T08:05")
    assert goes(room, "day") == 0  # in two days and half an hour
    at(room, "2026-12-09T08:30")
    assert goes(room, "day") == 1
    assert goes(room, "day") == 0

    assert state(room, "amina").key != monday.key
    assert kinds(room)[0] is PieceKind.EDITO_TO_WRITE
    room.database.close()


def test_nothing_to_do_says_nothing_on_monday(room: Room) -> None:
    room.says("amina", "/rencontre planifier confirmé 10/12/2026 9h30, médiathèque")
    room.plays("amina", "/rencontre annoncer")
    at(room, "2026-11-23T08:05")

    assert goes(room, "week") == 0
    assert not posts(room)
    assert "C'est tout" in opens(room)


def test_after_an_outage_or_a_holiday_it_comes_late_in_working_hours(room: Room) -> None:
    asks(room, "louis", "Qui prête une salle à Roanne ?")
    at(room, "2026-11-17T22:00")
    assert goes(room, "week") == 0  # nobody is written to at night
    at(room, "2026-11-18T10:00")
    assert goes(room, "week") == 1


def test_nobody_is_told_in_august(room: Room) -> None:
    asks(room, "louis", "Qui prête une salle à Roanne ?")
    at(room, "2027-08-09T08:00")

    assert goes(room, "week") == 0


def test_who_wishes_for_silence_is_told_only_when_alone_to_be(room: Room) -> None:
    room.clicks("amina", "reseau messages", "demandé")
    asks(room, "louis", "Qui prête une salle à Roanne ?")
    at(room, "2026-11-16T08:00")

    assert goes(room, "week") == 1
    assert [each.user for each in posts(room)] == ["amina"]


def test_a_meeting_is_followed_from_its_plan_to_its_minutes(room: Room) -> None:
    def waiting() -> list[PieceKind | None]:
        opens(room)
        return [each for each in kinds(room) if each is not PieceKind.EMPTY_MONTH]

    room.says("amina", "/rencontre planifier confirmé 12/11/2026 9h30, médiathèque")
    assert waiting() == [PieceKind.MEETING_TO_ANNOUNCE]
    assert "Annoncer" in labels(room)

    presses(room, "amina", "Annoncer")
    assert waiting() == []

    at(room, "2026-11-12T08:00")
    assert waiting() == [PieceKind.MEETING_TODAY]
    assert "Tenir" in labels(room)
    at(room, "2026-11-13T08:00")
    assert waiting() == [PieceKind.WAS_IT_HELD]

    presses(room, "amina", "Oui, elle a eu lieu")
    assert waiting() == [PieceKind.MINUTES_TO_PUBLISH]
    assert "Publier" in labels(room)


def test_a_meeting_without_a_host_is_told_once_someone_would_host(room: Room) -> None:
    room.says("amina", "/rencontre planifier confirmé 10/12/2026 9h30, médiathèque")
    assert "hôte" not in opens(room)

    room.plays("zoé", "/rencontre accueillir La médiathèque, 20 places")
    opens(room)
    presses(room, "amina", "Plus tard")
    assert "n'a pas encore d'hôte** : 1 personne à qui demander" in reads(room)

    presses(room, "amina", "Chercher un lieu d'accueil")
    assert PieceKind.HOST_MISSING not in kinds(room)


def test_a_month_with_nothing_planned_is_told_from_the_tenth_before(room: Room) -> None:
    at(room, "2026-12-09T10:00")
    assert "janvier" not in opens(room)

    at(room, "2026-12-10T10:00")
    assert "**Rien n'est prévu en janvier 2027**, ni rencontre ni lettre" in opens(room)
    assert "Planifier une rencontre" in labels(room)

    room.says("amina", "/rencontre planifier confirmé jeudi 14 janvier 2027 9h30, médiathèque")
    assert "janvier" not in opens(room)


def test_a_letter_that_is_near_asks_for_its_edito_and_its_answers(tmp_path: Path) -> None:
    room = open_lettered(tmp_path)
    asks(room, "louis", "Qui prête une salle à Roanne ?")
    room.plays("amina", "/besoin reporter 1 lettre")
    at(room, "2026-11-20T10:00")
    opens(room)
    assert PieceKind.ANSWER_PROMISED not in kinds(room)

    at(room, "2026-12-01T10:00")
    assert "**La lettre du 10 décembre a promis cette réponse.**" in opens(room)
    assert PieceKind.EDITO_TO_WRITE in kinds(room)

    room.says("amina", "/lettre édito Bonjour à tout le réseau, voici ce que nous avons vécu.")
    room.plays("amina", "/lettre répondre 1 La Manufacture, le mardi")
    opens(room)
    assert not {PieceKind.ANSWER_PROMISED, PieceKind.EDITO_TO_WRITE} & {*kinds(room)}
    room.database.close()


def test_a_feed_that_fails_for_days_is_told_as_long_as_it_does(room: Room) -> None:
    outcome(room, Failed(trouble=Trouble(ailment=Ailment.SLOW)))
    opens(room)
    assert PieceKind.FEEDS_THAT_FAIL not in kinds(room)

    room.clock.forward(days=4)
    opens(room)
    assert PieceKind.FEEDS_THAT_FAIL in kinds(room)

    room.plays("amina", "/veille flux suspendre 1")
    opens(room)
    assert PieceKind.FEEDS_THAT_FAIL not in kinds(room)


def test_questions_that_ask_the_same_can_be_made_one(room: Room) -> None:
    room.says("amina", "/rencontre planifier confirmé 10/12/2026 9h30, médiathèque")
    asks(room, "louis", "Qui peut prêter une salle de réunion à Roanne pour un atelier ?")
    asks(room, "zoé", "Qui peut prêter une salle de réunion à Roanne pour un atelier smartphone ?")

    assert "Ces deux questions se ressemblent" in opens(room)
    presses(room, "amina", "Réunir n° 2 et n° 1")

    assert "se ressemblent" not in reads(room)


def test_a_question_that_came_back_is_told_though_it_is_young(room: Room) -> None:
    asks(room, "louis", "Qui prête une salle à Roanne ?")
    room.plays("amina", "/besoin reporter 1 mattermost")
    room.clock.forward(days=15)
    goes(room, "bring back")

    assert "De nouveau ouverte, après avoir été reportée" in opens(room)


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        ("2026-11-09T07:59", "2026-11-02T08:00"),
        ("2026-11-09T08:00", "2026-11-09T08:00"),
        ("2027-03-29T06:59", "2027-03-22T08:00"),  # summer time began in between
        ("2027-03-29T07:00", "2027-03-29T07:00"),
    ],
)
def test_a_week_begins_on_monday_at_nine_on_the_network_s_clock(now: str, begins: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)

    assert week_of(moment, "Europe/Paris") == datetime.fromisoformat(begins).replace(tzinfo=UTC)


def test_what_matters_before_wednesday_cannot_wait_for_monday() -> None:
    thursday = datetime(2026, 11, 5, 10, tzinfo=UTC)

    assert not can_wait(thursday, "Europe/Paris", datetime(2026, 11, 11, 7, tzinfo=UTC))
    assert can_wait(thursday, "Europe/Paris", datetime(2026, 11, 11, 9, tzinfo=UTC))


def test_a_post_that_can_no_longer_be_rewritten_is_followed_by_a_new_one(room: Room) -> None:
    collected(room, "Un guide", "Un atelier", later=True)
    opens(room)
    old = state(room, "amina").key
    deliver(room)
    presses(room, "amina", "Garder")
    [edit] = [each for each in room.outbox() if each.edits == old]

    Desk(room, Mouth(failures={edit.key: [INVALID]})).deliver()

    assert state(room, "amina").key != old
    assert "2 sur 3" in reads(room)
    presses(room, "amina", "Écarter")
    assert "3 sur 3" in reads(room)


def test_two_presses_at_once_do_one_thing_each_time(room: Room) -> None:
    collected(room, *(f"Article {number}" for number in range(6)), later=True)
    room.says("amina", "/veille trier")
    for _ in range(5):
        room.clock.forward(seconds=2)
        before = len(state(room, "amina").queue)
        press = pressing(room, "amina", "Écarter")
        others = [Dispatch(room.database, room.bot) for _ in range(3)]

        async def at_once(
            press: Command = press, others: Sequence[Dispatch] = others
        ) -> list[Reply]:
            return await asyncio.gather(*(each.answer(press) for each in others))

        asyncio.run(at_once())

        assert len(state(room, "amina").queue) == before - 1


def test_a_coordinator_of_two_networks_has_one_pile_and_chooses_where(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = {"loire": Role.COORDINATOR, "national": Role.COORDINATOR}
    monkeypatch.setitem(ROLES, "amina", both)
    asks(room, "louis", "Qui prête une salle à Roanne ?")
    room.says("amina", "/besoin Qui écrit le guide national ?", network="national")
    at(room, "2026-11-16T08:00")
    goes(room, "week")
    assert len({each.key for each in posts(room)}) == 1
    assert "salle à Roanne" in reads(room) or "guide national" in reads(room)
    assert {each.partition("/")[0] for each in state(room, "amina").queue} == {*both}

    assert "le réseau national" in opens(room, network="national")
    while "Un autre réseau…" not in labels(room):
        presses(room, "amina", "Plus tard")
    presses(room, "amina", "la Loire")

    assert "la Loire" in reads(room).splitlines()[0]
    assert pile(room).network == "loire"


def test_nothing_that_is_forged_acts(room: Room) -> None:
    collected(room, "Un guide", "Un atelier", later=True)
    opens(room)
    before = reads(room)
    keep = pressing(room, "amina", "Garder")
    room.clock.forward(seconds=2)

    room.asks(replace(keep, caller=caller("louis")))  # the button, copied
    room.asks(replace(keep, text="2"))  # of another article
    room.asks(replace(keep, route="reseau oublie-moi", text="confirmé"))
    room.asks(replace(keep, pile="pile:none"))

    assert reads(room) == before


def test_what_is_long_begins_there_and_is_read_whole_elsewhere(room: Room) -> None:
    asks(room, "louis", "Qui prête une salle ? " + "Elle doit ouvrir le samedi matin.\n\n" * 50)
    room.clock.forward(days=8)

    text = opens(room)

    assert len(text) < 1_500
    assert "Tout lire" in labels(room)
    presses(room, "amina", "Tout lire")
    told = [each for each in room.outbox() if each.user == "amina" and "samedi" in each.text]
    assert any(each.text.count("samedi") >= 50 for each in told)


def test_what_the_card_of_a_thing_puts_first_is_put_first_in_a_pile(room: Room) -> None:
    asks(room, "louis", "Qui prête une salle ?")
    room.clock.forward(days=8)
    opens(room)

    assert [each.label for each in pile(room).buttons if each.primary] == ["J'ai une réponse"]


def test_what_a_press_does_and_what_comes_next_are_written_together(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected(room, "Un guide", "Un atelier", later=True)
    opens(room)
    before = reads(room)
    room.clock.forward(seconds=2)
    keep = pressing(room, "amina", "Garder")

    with monkeypatch.context() as patch:
        patch.setattr(say, "again", _killed)
        assert "Quelque chose a cassé" in room.asks(keep).text

    assert reads(room) == before
    room.asks(keep)
    assert "✔ Gardé." in reads(room)


def _killed(*_: object, **__: object) -> None:
    raise RuntimeError("killed between the gesture and what comes next")


def test_what_is_alike_is_told_once_in_a_sitting(room: Room) -> None:
    collected(room, "Un guide", "Un atelier", "Un jeu", later=True)
    assert "Sans vous : il paraît le 3 novembre" in opens(room)

    presses(room, "amina", "Garder")
    assert reads(room).replace("\n\n", " ").startswith("✔ Gardé. **2 sur 4** [Un atelier](")
    assert "Sans vous" not in reads(room)

    assert "Sans vous : il paraît le 3 novembre" in opens(room)


def test_a_question_is_shown_as_in_the_channel_its_story_elsewhere(room: Room) -> None:
    asks(room, "louis", "Qui prête une salle à Roanne ?")
    room.clock.forward(days=8)

    text = opens(room)

    assert "posée, par" not in text
    assert len([line for line in text.splitlines() if line]) == 4


def test_each_card_comes_in_its_own_message_to_whoever_chose_so(room: Room) -> None:
    collected(room, "Un guide", "Un atelier", later=True)
    opens(room)
    asked = room.does("amina", "reseau messages")
    [apart] = [each for each in asked.buttons if each.label == "Une carte par message"]
    room.clicks("amina", apart.route, apart.argument)
    first = state(room, "amina").key

    presses(room, "amina", "Garder")

    assert state(room, "amina").key != first
    assert "2 sur 3" in reads(room)
    [back] = [
        each
        for each in room.does("amina", "reseau messages").buttons
        if each.label == "Mes cartes en un seul message"
    ]
    room.clicks("amina", back.route, back.argument)
    second = state(room, "amina").key
    presses(room, "amina", "Garder")
    assert state(room, "amina").key == second


def test_a_form_asked_for_by_its_number_alone_turns_the_pile_on(tmp_path: Path) -> None:
    room = open_room(tmp_path, buttons=False)
    asks(room, "louis", "Qui prête une salle à Roanne ?")
    room.clock.forward(days=8)
    opens(room)
    presses(room, "amina", "J'ai une réponse")
    assert "1 sur 2" in reads(room)
    room.clock.forward(seconds=2)

    room.asks(
        Command(
            text="1 La Manufacture, le mardi",
            caller=caller("amina"),
            via=Via.DIRECT,
            channel="direct",
            network="loire",
            route="besoin répondre",
            fields={"texte": "La Manufacture, le mardi"},
        )
    )

    assert "2 sur 2" in reads(room)
    room.database.close()


def test_what_was_just_done_is_a_whole_sentence_without_codes_nor_number() -> None:
    reply = (
        ":loudspeaker: **Votre réponse part vers le territoire qui a transmis ce besoin.** Sa "
        "coordination en décide, et vous le dira ici."
    )

    assert said(reply) == "Votre réponse part vers le territoire qui a transmis ce besoin"
    assert said("Question n°\u00a012\u00a0: moi aussi") == "Moi aussi"
    assert said("2 échéances gardées") == "2 échéances gardées"


def test_a_full_room_opens_without_looking_for_what_nobody_waits_for(room: Room) -> None:
    def costs() -> int:
        with statements(room.database) as run:
            opens(room)
        return len(run)

    asks(room, "louis", "Ma question 1 sur les tablettes, l'écran et le clavier ?")
    room.clock.forward(days=8)
    few = costs()
    for number in range(2, 41):
        asks(room, "louis", f"Ma question {number} sur les tablettes, l'écran et le clavier ?")
    room.clock.forward(days=8)

    assert costs() < few


def test_what_is_usual_takes_a_dozen_lines_of_a_phone(room: Room) -> None:
    waits(room)
    opens(room)

    while "C'est tout" not in (text := reads(room)):
        lines = [each for each in text.splitlines() if each]
        assert sum(phone_lines(plain(each)) for each in lines) <= 12, text
        presses(room, "amina", "Plus tard")


def test_what_waits_for_two_reasons_is_shown_once(room: Room) -> None:
    room.says("amina", "/rencontre planifier confirmé 14/01/2027 9h30, médiathèque")
    asks(room, "louis", "Qui prête une salle à Roanne ?")
    for who in ("zoé", "amina"):
        room.does(who, "besoin moi-aussi 1")
    room.clock.forward(days=40)

    assert "Plusieurs personnes la partagent." in opens(room)

    assert [each for each in state(room, "amina").queue if each.endswith(":1")] == [
        "loire/transmit:1"
    ]


def test_a_pile_that_was_opened_today_is_not_replaced_by_what_is_due(tmp_path: Path) -> None:
    room = open_lettered(tmp_path)
    for number in range(12):
        asks(room, "louis", f"Ma question {number} sur les tablettes, l'écran et le clavier ?")
    at(room, "2026-12-07T09:00")
    goes(room, "week")
    goes(room, "day")
    at(room, "2026-12-09T09:30")
    opens(room)
    opened, shown = state(room, "amina"), reads(room)

    assert goes(room, "day") == 1

    assert state(room, "amina").key == opened.key
    assert reads(room) == shown
    assert kinds(room)[-1] is PieceKind.EDITO_TO_WRITE
    room.database.close()
