"""After a meeting: minutes that are late, a meeting that nobody opened, one opened too early."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from bot.core import outbox
from bot.core.message import Message
from bot.meeting import store as meetings
from bot.meeting.rules import MeetingStatus
from bot.question.rules import Occasion, QuestionStatus
from bot.talk.command import Via
from tests.commands.gestures import kept, presses, story, told
from tests.commands.test_tenir import draft
from tests.room import ROLES, Room
from tests.rounds import goes

THURSDAY = datetime(2026, 12, 3, 13, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 12, 4, 8, 30, tzinfo=UTC)
MONDAY_EVENING = datetime(2026, 12, 7, 16, 30, tzinfo=UTC)
TUESDAY = datetime(2026, 12, 8, 8, 30, tzinfo=UTC)

WAYS = pytest.mark.parametrize("via", [Via.SLASH, Via.MENTION, Via.DIRECT])


@pytest.fixture
def announced(room: Room) -> Room:
    """Return a room whose meeting of 3 December, at 14 h, is announced with three questions."""
    for text in ("une salle à Brest", "un vidéoprojecteur", "des tablettes"):
        room.says("zoé", f"/besoin Qui prête {text} ?")
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, mairie")
    room.does("amina", "rencontre ajouter n° 1 Un quiz")
    room.does("amina", "rencontre annoncer")
    return room


@pytest.fixture
def ended(announced: Room) -> Room:
    """Return the room after the meeting: 1 is answered, 2 deferred, 3 was not spoken of."""
    announced.clock.now = THURSDAY
    announced.says("amina", "/rencontre tenir")
    announced.does("louis", "rencontre réponse 1 La Manufacture, le mardi")
    announced.does("amina", "rencontre reporter 2 lettre")
    announced.does("amina", "rencontre décision Un atelier commun")
    announced.does("amina", "rencontre terminer")
    return announced


def follows(room: Room, at: datetime) -> int:
    room.clock.now = at
    goes(room, "bring back")
    return goes(room, "meetings passed")


REPORT = "held:loire:1:report:"
"""What begins the key of the one message about a meeting that has passed."""


def asked(room: Room, who: str = "amina") -> list[Message]:
    """Return what was sent about the meeting, and not what rewrites it."""
    return [each for each in told(room, who) if each.key == f"{REPORT}{who}"]


def notice(room: Room, who: str = "amina") -> Message:
    """Return that one message as it reads now."""
    return [each for each in told(room, who) if f"{REPORT}{who}" in (each.key, each.edits)][-1]


def card(room: Room, key: str = "held:loire:1") -> str:
    """Return what a card reads now."""
    return [each for each in room.outbox() if key in (each.key, each.edits)][-1].text


def announcement(room: Room) -> str:
    return card(room, "meeting:loire:1")


def status(room: Room, number: int = 1) -> MeetingStatus:
    return room.store(lambda db: meetings.get(db, "loire", number)).status


def reply_of(room: Room, who: str, text: str, via: Via) -> str:
    """Say something, and return what the person reads, whichever way it comes."""
    before = {each.id for each in room.outbox()}
    if via is Via.DIRECT:  # Amina is in two networks
        text = text.replace("/rencontre", "/rencontre ~loire")
    reply = room.says(who, text if via is Via.SLASH else text.lstrip("/"), via=via)
    return reply.text or "\n".join(each.text for each in told(room, who) if each.id not in before)


def test_who_held_it_is_reminded_once_on_the_next_working_day(ended: Room) -> None:
    assert follows(ended, datetime(2026, 12, 3, 16, 0, tzinfo=UTC)) == 0
    assert follows(ended, datetime(2026, 12, 4, 6, 0, tzinfo=UTC)) == 0  # before nine
    assert follows(ended, FRIDAY) == 1
    assert follows(ended, FRIDAY) == 0

    [reminder] = asked(ended)
    assert "à relire" in reminder.text
    assert "d'ici le mardi 8\u00a0décembre" in reminder.text
    labels = [button.label for button in reminder.buttons]
    assert labels == [
        "Relire",
        "Corriger…",
        "Présences",
        "Publier",
        "Attendre",
        "Donner des notes…",
    ]
    assert "La Manufacture" not in reminder.text
    assert not [each for each in ended.outbox() if ":minutes" in each.key and not each.user]


def test_after_two_working_days_the_deferrals_apply_and_the_rest_stays_open(ended: Room) -> None:
    follows(ended, FRIDAY)
    assert follows(ended, MONDAY_EVENING) == 0
    assert kept(ended, 2).status is QuestionStatus.OPEN

    assert follows(ended, TUESDAY) == 1
    assert follows(ended, TUESDAY) == 0

    assert kept(ended, 2).occasion is Occasion.LETTER
    assert [kept(ended, number).status for number in (1, 3)] == [QuestionStatus.OPEN] * 2
    assert story(ended, 2)[-1].how == "clock"
    for text in (card(ended), announcement(ended)):
        assert "ompte rendu en relecture" in text
    assert "vidéoprojecteur" in card(ended)
    assert "La Manufacture" not in card(ended)
    assert "La Manufacture" not in notice(ended).text
    assert len(asked(ended)) == 1
    assert status(ended) is MeetingStatus.HELD


def test_the_card_reads_that_the_minutes_are_read_over_until_they_are_out(ended: Room) -> None:
    assert "Compte rendu en relecture" in card(ended)
    assert "La Manufacture" not in card(ended)

    ended.does("amina", "rencontre publier")

    assert "La Manufacture" in card(ended)
    assert "compte rendu publié" in announcement(ended)


def test_published_late_the_answers_apply_and_the_deferrals_do_not_twice(ended: Room) -> None:
    follows(ended, FRIDAY)
    follows(ended, TUESDAY)
    assert kept(ended, 2).deferrals == 1

    ended.does("amina", "rencontre publier")

    assert kept(ended).status is QuestionStatus.ANSWERED
    assert kept(ended, 2).deferrals == 1
    assert kept(ended, 3).status is QuestionStatus.OPEN
    assert ended.does("amina", "rencontre publier").refused
    assert follows(ended, datetime(2026, 12, 9, 9, 0, tzinfo=UTC)) == 0


def test_a_question_that_someone_moved_since_stays_where_it_is(ended: Room) -> None:
    follows(ended, FRIDAY)
    ended.does("amina", "besoin reporter 2 mattermost")

    follows(ended, TUESDAY)

    assert kept(ended, 2).occasion is Occasion.MATTERMOST


def test_attendre_holds_all_of_it_and_reminds_again_later(ended: Room) -> None:
    follows(ended, FRIDAY)
    assert "attend" in ended.does("amina", "rencontre attendre 1").text

    assert follows(ended, TUESDAY) == 0
    assert kept(ended, 2).status is QuestionStatus.OPEN

    assert follows(ended, datetime(2026, 12, 14, 9, 0, tzinfo=UTC)) == 1
    assert len(asked(ended)) == 1
    assert follows(ended, datetime(2026, 12, 15, 9, 0, tzinfo=UTC)) == 0
    assert follows(ended, datetime(2026, 12, 16, 9, 0, tzinfo=UTC)) == 1
    assert kept(ended, 2).occasion is Occasion.LETTER


def test_the_reminder_s_buttons_read_over_publish_and_wait(ended: Room) -> None:
    follows(ended, FRIDAY)
    read, _, _, publish, waits, _ = asked(ended)[0].buttons

    assert "attend" in presses(ended, "amina", waits).text
    form = presses(ended, "amina", read).dialog
    assert form is not None
    assert "La Manufacture" in form.introduction
    assert presses(ended, "louis", publish).refused
    assert not presses(ended, "amina", publish).refused
    assert kept(ended).status is QuestionStatus.ANSWERED
    assert "publié" in notice(ended).text
    assert notice(ended).buttons == ()


@pytest.mark.parametrize("typed", ["compte-rendu 0", "publier 0", "attendre 0", "publier 1"])
def test_nobody_else_learns_whether_minutes_wait(announced: Room, typed: str) -> None:
    for who in ("louis", "zoé"):
        assert "réservé" in announced.does(who, f"rencontre {typed}").text


def test_ending_it_leads_to_the_minutes(announced: Room) -> None:
    announced.clock.now = THURSDAY
    announced.says("amina", "/rencontre tenir")

    read, *_ = announced.does("amina", "rencontre terminer").buttons

    form = presses(announced, "amina", read).dialog
    assert form is not None
    assert "Compte rendu de la rencontre" in form.introduction


def test_after_an_outage_people_are_reminded_before_the_deferrals_apply(ended: Room) -> None:
    assert follows(ended, datetime(2026, 12, 21, 9, 0, tzinfo=UTC)) == 1
    assert kept(ended, 2).status is QuestionStatus.OPEN
    assert len(asked(ended)) == 1
    assert follows(ended, datetime(2026, 12, 22, 9, 0, tzinfo=UTC)) == 0
    assert follows(ended, datetime(2026, 12, 23, 9, 0, tzinfo=UTC)) == 1


def test_who_held_it_may_publish_once_someone_else_coordinates(
    ended: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROLES, "amina", ROLES["louis"])
    assert ended.does("louis", "rencontre publier").refused
    assert ended.says("louis", "/rencontre compte-rendu").refused
    assert not ended.does("amina", "rencontre décision Autre").refused
    assert not ended.does("amina", "rencontre publier").refused


def test_minutes_may_be_corrected_while_they_are_read_over(ended: Room) -> None:
    before = len(ended.outbox())
    assert ended.does("louis", "rencontre réponse 3 À la médiathèque").refused
    ended.does("amina", "rencontre réponse 3 À la médiathèque")

    public = [each for each in ended.outbox()[before:] if each.user is None]
    assert not any("À la médiathèque" in each.text for each in public)
    assert "À la médiathèque" in draft(ended)
    ended.does("amina", "rencontre publier")
    assert kept(ended, 3).status is QuestionStatus.ANSWERED


def test_the_minutes_of_an_older_meeting_are_published_by_their_number(ended: Room) -> None:
    ended.says("amina", "/rencontre planifier jeudi 10 décembre 14h, mairie")
    ended.clock.now = datetime(2026, 12, 10, 13, 0, tzinfo=UTC)
    ended.says("amina", "/rencontre tenir")

    assert not ended.does("amina", "rencontre publier 1").refused
    assert status(ended, 2) is MeetingStatus.RUNNING


def test_a_crash_between_the_two_leaves_all_of_it_or_nothing(
    ended: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    follows(ended, FRIDAY)
    real = outbox.add

    def breaks(db: Connection, message: Message) -> None:
        real(db, message)
        if message.edits == "held:loire:1":
            raise RuntimeError

    monkeypatch.setattr(outbox, "add", breaks)
    assert follows(ended, TUESDAY) == 0
    assert kept(ended, 2).status is QuestionStatus.OPEN

    monkeypatch.setattr(outbox, "add", real)
    assert follows(ended, TUESDAY) == 1
    assert kept(ended, 2).deferrals == 1


def test_a_meeting_that_nobody_opened_is_asked_about_the_day_after(announced: Room) -> None:
    announced.does("louis", "rencontre présence 1 place")
    assert follows(announced, datetime(2026, 12, 3, 16, 59, tzinfo=UTC)) == 0
    assert follows(announced, FRIDAY) == 1
    assert follows(announced, FRIDAY) == 0

    [question] = asked(announced)
    assert "a-t-elle eu lieu" in question.text
    assert [button.label for button in question.buttons] == ["Oui, elle a eu lieu", "Non"]
    assert not told(announced, "louis")


def test_one_that_was_opened_and_not_ended_is_asked_to_be_ended_the_day_after(
    announced: Room,
) -> None:
    announced.clock.now = THURSDAY
    announced.says("amina", "/rencontre tenir")
    assert follows(announced, datetime(2026, 12, 3, 16, 59, tzinfo=UTC)) == 0
    assert follows(announced, FRIDAY) == 1
    assert follows(announced, FRIDAY) == 0

    [asks] = asked(announced)
    [ends] = asks.buttons
    assert "est terminée" in presses(announced, "amina", ends).text
    assert status(announced) is MeetingStatus.HELD


def test_one_that_was_opened_or_called_off_is_not_asked_about(ended: Room, room: Room) -> None:
    room.says("amina", "/rencontre planifier vendredi 4 décembre 14h, mairie")
    room.does("amina", "rencontre annoncer")
    room.does("amina", "rencontre annuler La salle est fermée")

    follows(ended, datetime(2026, 12, 7, 9, 0, tzinfo=UTC))

    assert not [each for each in told(ended, "amina") if each.key.startswith("held:loire:2")]


def test_held_after_all_it_is_noted_afterwards(announced: Room) -> None:
    follows(announced, FRIDAY)

    reply = announced.does("amina", "rencontre eu-lieu 1 oui").text

    assert "a eu lieu" in reply
    assert status(announced) is MeetingStatus.HELD
    announced.does("amina", "rencontre réponse 1 La Manufacture")
    announced.does("amina", "rencontre reporter 2 lettre")
    announced.does("amina", "rencontre action Réserver la salle, Zoé")
    text = draft(announced)
    for expected in ("La Manufacture", "Un quiz", "Réserver la salle", "à la prochaine lettre"):
        assert expected in text
    announced.does("amina", "rencontre publier")
    assert kept(announced).status is QuestionStatus.ANSWERED
    assert kept(announced, 2).occasion is Occasion.LETTER


def test_not_held_its_questions_go_to_the_next_one_with_their_history(announced: Room) -> None:
    announced.does("louis", "rencontre présence 1 place")
    announced.does("amina", "besoin reporter 1 rencontre")
    announced.says("louis", "/besoin répondre 3 Oui")
    follows(announced, FRIDAY)

    reply = announced.does("amina", "rencontre eu-lieu 1 non").text

    assert "2\u00a0questions passent à la prochaine rencontre" in reply
    assert status(announced) is MeetingStatus.CANCELLED
    assert "Elle n'a pas eu lieu." in announcement(announced)
    assert (kept(announced).occasion, kept(announced).deferrals) == (Occasion.MEETING, 2)
    assert (kept(announced, 2).occasion, kept(announced, 2).deferrals) == (Occasion.MEETING, 1)
    assert kept(announced, 3).status is QuestionStatus.ANSWERED
    assert not told(announced, "louis")  # who meant to come is told nothing
    news = [each.text for each in told(announced, "zoé")]
    assert not any("pas eu lieu" in each for each in news)  # their cards tell it
    announced.says("amina", "/rencontre planifier jeudi 14 janvier 2027 14h, mairie")
    agenda = announced.does("amina", "rencontre ordre-du-jour n° 2").text
    for expected in ("Brest", "vidéoprojecteur", "Un quiz"):
        assert expected in agenda
    assert announced.does("amina", "rencontre eu-lieu 1 non").refused


def test_its_buttons_answer_and_only_coordinators_do(announced: Room) -> None:
    follows(announced, FRIDAY)
    yes, no = asked(announced)[0].buttons
    assert presses(announced, "louis", yes).refused

    assert "n'a pas eu lieu" in presses(announced, "amina", no).text
    assert "n'a pas eu lieu" in notice(announced).text
    assert len(asked(announced)) == 1
    assert presses(announced, "amina", yes).refused


def test_nobody_says_whether_it_was_held_before_it_has_passed(announced: Room) -> None:
    assert "pas encore passée" in announced.does("amina", "rencontre eu-lieu 1 non").text
    assert status(announced) is MeetingStatus.ANNOUNCED


@WAYS
def test_a_meeting_is_opened_before_its_day_once_that_is_confirmed(
    announced: Room, via: Via
) -> None:
    announced.clock.now = datetime(2026, 12, 2, 22, 59, tzinfo=UTC)

    asks = reply_of(announced, "amina", "/rencontre tenir", via)

    assert "jeudi 3\u00a0décembre" in asks
    assert status(announced) is MeetingStatus.ANNOUNCED
    assert "est ouverte" in reply_of(announced, "amina", "/rencontre tenir confirmé", via)
    assert status(announced) is MeetingStatus.RUNNING


def test_the_button_of_an_early_start_opens_that_meeting_and_no_other(announced: Room) -> None:
    [button] = announced.says("amina", "/rencontre tenir").buttons
    announced.does("amina", "rencontre annuler La salle est fermée")
    announced.says("amina", "/rencontre planifier jeudi 10 décembre 14h, mairie")

    assert presses(announced, "amina", button).refused
    assert status(announced, 2) is MeetingStatus.DRAFT


def test_on_the_day_a_meeting_is_opened_at_once(announced: Room) -> None:
    announced.clock.now = datetime(2026, 12, 2, 23, 1, tzinfo=UTC)

    assert "est ouverte" in announced.says("amina", "/rencontre tenir").text


def test_a_search_finds_what_was_decided_once_the_minutes_are_out(ended: Room) -> None:
    assert "atelier commun" not in ended.says("louis", "/besoin chercher atelier commun").text

    ended.does("amina", "rencontre publier")
    found = ended.says("louis", "/besoin chercher un atelier en commun")

    assert "**Décision**\u00a0: Un atelier commun" in found.text
    assert [each.route for each in found.buttons[-1].options] == ["rencontre compte-rendu"]
    assert "Rien d'assez proche" in ended.says("louis", "/besoin chercher fromage").text
