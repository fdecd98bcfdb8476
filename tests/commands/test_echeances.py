"""`/veille échéance`: deadlines given, checked, corrected, listed; those who apply put in touch."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from bot.core.errors import ChangedMeanwhileError
from bot.talk.command import Command, Via
from bot.talk.reply import Reply
from bot.veille.article import Article
from bot.veille.deadlines import reading, service
from bot.veille.deadlines import store as deadlines
from bot.veille.deadlines.rules import Deadline, DeadlineStatus, DeadlineStep
from bot.veille.feeds import collecting
from bot.veille.feeds import following_store as followings
from bot.veille.feeds.rules import Collected
from tests.commands.gestures import chooses, labels, presses
from tests.room import LOIRE, Room, caller

LINK = "https://exemple.org/aap?id=3"
GIVEN = f"/veille échéance {LINK} 15 janvier 2027 à 12h, Appel à projets Tiers-lieux"
ENDS = datetime(2027, 1, 15, 11, 0, tzinfo=UTC)
FOUND = "Appel à projets Numérique : dossiers à déposer jusqu'au 27 novembre 2026."


def of(room: Room, number: int = 1) -> Deadline:
    return room.store(lambda db: deadlines.get(db, "loire", number))


def private(room: Room, who: str) -> list[str]:
    """Return what someone was told by direct message."""
    return [
        text
        for message, text in zip(room.outbox(), room.said(), strict=True)
        if message.user == who
    ]


def brings(room: Room, *articles: Article, networks: tuple[str, ...] = ("loire",)) -> int:
    """Let a collection of the Loire's feed bring articles."""
    zones = dict.fromkeys(networks, LOIRE.timezone)

    def keep(db: Connection) -> int:
        [followed] = followings.of_network(db, "loire")
        return collecting.keep(
            db, followed.feed, Collected(articles=articles), room.clock.now, zones
        )

    return room.store(keep)


def article(room: Room, link: str = LINK, title: str = "Un nouvel appel") -> Article:
    return Article(guid=link, link=link, title=title, published=room.clock.now, phrases=(FOUND,))


# Giving


def test_a_coordinator_gives_a_deadline_that_is_confirmed_at_once(room: Room) -> None:
    reply = room.says("amina", GIVEN)

    assert (of(room).status, of(room).ends) == (DeadlineStatus.CONFIRMED, ENDS)
    assert "**Échéance** (confirmée)" in reply.text
    assert "[Appel à projets Tiers-lieux](https://exemple.org/aap?id=3)" in reply.text
    assert "**jusqu'au vendredi 15\u00a0janvier 2027 à 12\u00a0h**" in reply.text
    assert labels(reply) == ["Ma structure candidate", "Corriger…", "Écarter"]
    assert room.outbox() == []


def test_a_member_s_is_checked_by_coordinators(room: Room) -> None:
    reply = room.says("louis", GIVEN)

    assert "la coordination va vérifier" in reply.text
    assert not reply.buttons
    assert of(room).status is DeadlineStatus.TO_CHECK
    assert "1\u00a0échéance à vérifier" in room.says("amina", "/veille").text
    assert "à vérifier" not in room.says("zoé", "/veille").text
    listed = room.says("amina", "/veille échéances")
    shown = chooses(room, "amina", listed, "Vérifier, corriger…", "Tiers-lieux")
    assert labels(shown) == ["C'est bon", "Corriger…", "Écarter"]
    confirmed = presses(room, "amina", shown.buttons[0])
    assert "C'est confirmé." in confirmed.text
    presses(room, "amina", shown.buttons[2])
    assert of(room).status is DeadlineStatus.DROPPED


def test_a_deadline_set_aside_by_two_people_is_brought_back_by_another_button(room: Room) -> None:
    drop = room.says("amina", GIVEN).buttons[2]

    presses(room, "amina", drop)
    [back] = presses(room, "amina", drop).buttons

    assert of(room).status is DeadlineStatus.DROPPED
    assert "Elle est de retour" in presses(room, "amina", back).text
    assert of(room).status is DeadlineStatus.TO_CHECK


def test_a_date_is_corrected_in_a_form(room: Room) -> None:
    shown = room.says("amina", GIVEN)

    form = presses(room, "amina", shown.buttons[1]).dialog

    assert form is not None
    assert [each.name for each in form.fields] == ["date", "titre"]
    fields = {"date": "22 janvier 2027", "titre": "Un autre titre"}
    room.asks(
        Command(
            text=f"{form.argument} 22 janvier 2027",
            caller=caller("amina"),
            via=Via.DIALOG,
            channel="loire-channel",
            network="loire",
            route=form.route,
            fields=fields,
        )
    )
    assert of(room).title == "Un autre titre"
    assert of(room).ends == datetime(2027, 1, 22, 22, 59, tzinfo=UTC)


def test_the_same_link_again_corrects_the_date_however_it_is_written(room: Room) -> None:
    room.says("amina", GIVEN)

    again = room.says("amina", GIVEN)
    reply = room.says(
        "amina", "/veille échéance http://www.exemple.org/aap?id=3&utm_source=x 20/01/2027"
    )

    assert "Je connais déjà" in again.text
    assert "mercredi 20\u00a0janvier 2027" in reply.text
    assert of(room).title == "Appel à projets Tiers-lieux"
    assert len(room.store(lambda db: deadlines.every(db, "loire"))) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/veille échéance 1 permanent", "toute l'année"),
        ("/veille confirmer n°1 jusqu'au 29 janvier 2027", "vendredi 29\u00a0janvier 2027"),
        ("/veille echeance #1 : 29 janvier 2027 minuit", "vendredi 29\u00a0janvier 2027"),
        ("/veille aap 1 29/01/2027 17h merci", "29\u00a0janvier 2027 à 17\u00a0h"),
    ],
)
def test_a_number_and_a_date_correct_it(room: Room, typed: str, said: str) -> None:
    room.says("amina", GIVEN)

    assert said in room.says("amina", typed).text


def test_a_member_s_other_date_for_a_confirmed_one_is_passed_on_only(room: Room) -> None:
    room.says("amina", GIVEN)

    reply = room.says("louis", "/veille échéance 1 22 janvier 2027 à 12h")

    assert "je transmets votre date" in reply.text
    assert of(room).ends == ENDS
    [message] = room.outbox()
    [button] = message.buttons
    assert room.clicks("amina", button.route, button.argument).refused is False
    assert of(room).ends == datetime(2027, 1, 22, 11, 0, tzinfo=UTC)


def test_a_title_is_taken_from_the_article(room: Room) -> None:
    brings(room, Article(guid="1", link=LINK, title="Le fonds Avenir", published=room.clock.now))

    room.says("amina", f"/veille échéance {LINK} permanent")

    assert of(room).title == "Le fonds Avenir"
    assert of(room).permanent


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        (f"/veille échéance {LINK} 15 janvier 2027", "Il me manque le titre"),
        (f"/veille échéance {LINK} bientôt, Un appel", "donnez-moi la date limite"),
        (f"/veille échéance {LINK} 1er octobre 2026, Un appel", "déjà passée"),
        (f"/veille échéance {LINK} lundi 15 janvier 2027, Un appel", "mais c'est un vendredi"),
        ("/veille échéance 15 janvier 2027, Un appel", "Il me manque le lien"),
        ("/veille échéance 9 15 janvier 2027", "Je ne trouve pas"),
        ("/veille candidater", "numéro"),
    ],
)
def test_what_is_missing_is_told(room: Room, typed: str, hint: str) -> None:
    reply = room.says("louis", typed)

    assert reply.refused
    assert hint in reply.text
    assert room.store(lambda db: deadlines.every(db, "loire")) == []


def test_the_form_asks_for_what_a_line_says(room: Room) -> None:
    dialog = room.says("louis", "/veille échéance").dialog

    assert dialog is not None
    assert [each.name for each in dialog.fields] == ["lien", "date", "titre"]
    fields = {"lien": LINK, "date": "15 janvier 2027 à 12h", "titre": "Appel Tiers-lieux"}
    reply = room.asks(
        Command(
            text=LINK,
            caller=caller("amina"),
            via=Via.DIALOG,
            channel="loire-channel",
            network="loire",
            route=dialog.route,
            fields=fields,
        )
    )
    assert not reply.refused
    assert (of(room).ends, of(room).title) == (ENDS, "Appel Tiers-lieux")


@pytest.mark.parametrize("via", [Via.MENTION, Via.DIRECT])
def test_by_message_too(room: Room, via: Via) -> None:
    room.says("louis", GIVEN.removeprefix("/"), via=via)
    room.says("louis", "veille échéance", via=via)

    assert of(room).ends == ENDS
    assert "Écrivez-le en une ligne" in room.said()[-1]


def test_a_title_with_personal_data_is_refused_unless_certified(room: Room) -> None:
    words = f"{LINK} 15 janvier 2027, Appeler le 06 12 34 56 78"

    assert room.says("louis", f"/veille échéance {words}").refused
    assert room.outbox() == []
    assert not room.says("louis", f"/veille échéance certifié {words}").refused


# Settling


def test_setting_aside_can_be_undone(room: Room) -> None:
    room.says("amina", GIVEN)

    assert "C'est écarté" in room.says("amina", "/veille écarter-échéance 1").text
    assert not room.says("amina", "/veille écarter l'échéance 1").refused
    assert room.says("louis", "/veille échéance 1").refused
    assert "à vérifier" in room.says("amina", "/veille rétablir 1").text
    assert "C'est confirmé." in room.says("amina", "/veille confirmer 1").text


def test_what_was_set_aside_comes_back_when_it_is_given_again(room: Room) -> None:
    room.says("amina", GIVEN)
    room.says("amina", "/veille écarter-échéance 1")

    room.says("louis", GIVEN)

    assert of(room).status is DeadlineStatus.TO_CHECK


def test_two_at_once_do_not_undo_each_other(room: Room) -> None:
    room.says("louis", GIVEN)
    seen = of(room)
    room.clock.forward(minutes=1)
    room.says("amina", "/veille confirmer 1")

    dropped = seen.take(DeadlineStep.DROPPED, "amina", room.clock.now)
    with pytest.raises(ChangedMeanwhileError):
        room.store(lambda db: deadlines.save(db, dropped, was=seen))


# The list


def test_the_list_tells_the_five_nearest_and_its_menu_has_them_all(room: Room) -> None:
    dates = ("1er mars 2027", "6 novembre 2026", "27 novembre 2026", "permanent", "2 mars 2027")
    for number, date in enumerate(dates, 1):
        room.says("amina", f"/veille échéance https://a.fr/{number} {date}, Appel {number}")
    brings(room, article(room))

    reply = room.says("louis", "/veille échéances")

    assert re.findall(r"\[(.+?)\]", reply.text) == [f"Appel {number}" for number in (2, 3, 1, 5, 4)]
    assert "_Et 1\u00a0autre._" in reply.text
    apply_, tell = reply.buttons
    assert [each.label for each in apply_.options] == [f"Appel {n}" for n in (2, 3, 1, 5, 4)]
    assert presses(room, "louis", tell).dialog is not None
    door = room.says("louis", "/veille").text
    assert "[Appel 2]" in door
    assert "**Appels à projets**\u00a0: 6\u00a0échéances" in door


def test_the_page_tells_what_was_checked_or_read_not_what_a_member_typed(room: Room) -> None:
    room.says("amina", GIVEN)
    room.says("louis", "/veille échéance https://a.fr/2 8 janvier 2027, Un membre")
    brings(room, article(room, "https://b.fr/1"))

    coming = room.store(lambda db: service.coming(db, "loire", room.clock.now))

    assert [(each.title, each.checked) for each in coming] == [
        ("Un nouvel appel", False),
        ("Appel à projets Tiers-lieux", True),
    ]


# Found in articles


def test_a_new_article_brings_a_deadline_to_check_once(room: Room) -> None:
    brings(room, article(room))
    brings(room, article(room), article(room, "https://b.fr/1"))
    brings(room, article(room, f"{LINK}&utm_source=x", "Autre titre"))

    [found] = room.store(lambda db: deadlines.every(db, "loire"))
    assert (found.status, found.by, found.link) == (DeadlineStatus.TO_CHECK, "", LINK)
    assert found.ends == datetime(2026, 11, 27, 22, 59, tzinfo=UTC)
    assert found.article is not None


WISHED = Article(
    link=LINK,
    title="Un bus prêté aux communes",
    phrases=("Communes, faites connaître votre souhait au Département avant le 27 novembre 2026.",),
)
"""What one applies to, under no name of a call."""


def test_a_doubtful_deadline_is_a_coordinator_s_to_confirm(room: Room) -> None:
    brings(room, WISHED)

    assert of(room).status is DeadlineStatus.DOUBTFUL
    assert room.store(lambda db: service.coming(db, "loire", room.clock.now)) == []
    assert "Un bus prêté aux communes" not in room.says("louis", "/veille échéances").text
    assert "doit d'abord confirmer" in room.says("louis", "/veille échéance 1").text
    assert "**Échéances**\u00a0: 1 à vérifier" in room.says("amina", "/aide").text
    assert "[Un bus prêté aux communes]" in room.says("amina", "/veille échéances").text
    assert "faites connaître votre souhait" in room.says("amina", "/veille échéance 1").text

    room.says("amina", "/veille confirmer 1")

    assert "[Un bus prêté aux communes]" in room.says("louis", "/veille échéances").text


def test_a_member_s_word_shows_what_was_doubtful(room: Room) -> None:
    brings(room, WISHED)

    room.says("louis", f"/veille échéance {LINK} 27 novembre 2026")

    assert of(room).status is DeadlineStatus.TO_CHECK


def _themed(db: Connection) -> None:
    [followed] = followings.of_network(db, "loire")
    followings.save(db, replace(followed, theme="Financements"))


def test_the_feed_s_theme_and_the_publisher_s_tags_say_what_an_article_is_about(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    themes: list[str] = []

    def read(_text: str, _published: datetime, _zone: str, theme: str) -> tuple[()]:
        themes.append(theme)
        return ()

    monkeypatch.setattr(reading, "found_in", read)
    told = Article(link=LINK, title="Les Rives", phrases=(FOUND,))

    brings(room, told)
    brings(room, replace(told, link="https://b.fr/2", title="Les Monts", tags=("Subventions",)))
    room.store(_themed)
    brings(room, replace(told, link="https://b.fr/3", title="Les Bois"))

    assert themes == [
        "Culture numérique Inclusion",
        "Culture numérique Inclusion Subventions",
        "Financements Inclusion",
    ]


def test_a_survey_is_left_to_the_feeds_that_tell_news(room: Room) -> None:
    told = Article(
        link=LINK, title="Enquête : la médiation", phrases=("Répondez avant le 27 novembre 2026.",)
    )
    room.store(_themed)
    brings(room, told)

    assert room.store(lambda db: deadlines.every(db, "loire")) == []


def test_what_a_network_is_spared_or_does_not_follow_tells_it_nothing(room: Room) -> None:
    old = [
        Article(
            guid=str(number),
            link=f"https://a.fr/{number}",
            title=f"Appel {number}",
            published=datetime(2026, 9, 1 + number, tzinfo=UTC),
            phrases=(FOUND,),
        )
        for number in range(3)
    ]
    brings(room, *old)
    brings(room, article(room), networks=("national",))

    assert room.store(lambda db: deadlines.every(db, "loire")) == []


# Applying


def test_those_who_apply_are_put_in_touch_privately(room: Room) -> None:
    room.says("amina", GIVEN)

    first = room.says("louis", "/veille candidater 1")
    second = room.says("zoé", "/veille candidater n°1")

    assert "la première personne" in first.text
    assert "Louis candidate aussi" in second.text
    [told] = private(room, "louis")
    assert (
        told == "Zoé candidate aussi à Appel à projets Tiers-lieux\u00a0: vous pouvez vous écrire."
    )
    room.says("amina", "/veille candidater 1")
    assert len(private(room, "louis")) == 1
    assert all(message.user for message in room.outbox())


def test_applying_twice_or_withdrawing_tells_nobody_more(room: Room) -> None:
    room.says("amina", GIVEN)
    room.says("louis", "/veille candidater 1")
    room.says("zoé", "/veille candidater 1")
    said = len(room.outbox())

    assert "C'était déjà noté" in room.says("zoé", "/veille candidater 1").text
    assert "Personne n'en est averti" in room.says("zoé", "/veille ne-plus-candidater 1").text
    assert "n'était pas notée" in room.says("zoé", "/veille ne plus candidater 1").text
    room.says("zoé", "/veille candidater 1")
    assert len(room.outbox()) == said


def test_applying_is_taken_back_by_the_same_button(room: Room) -> None:
    apply_ = room.says("amina", GIVEN).buttons[0]

    assert "C'est noté" in presses(room, "louis", apply_).text
    assert "Personne n'en est averti" in presses(room, "louis", apply_).text
    assert of(room).applicants == 0


def test_a_reaction_is_answered_privately_for_it_puts_in_touch(room: Room) -> None:
    room.says("amina", GIVEN)
    room.clicks("louis", service.APPLY, "1", via=Via.REACTION)
    room.clicks("zoé", service.APPLY, "1", via=Via.REACTION)

    assert "Louis candidate aussi" in private(room, "zoe")[0]


def test_nobody_applies_to_what_is_unsure_or_over(room: Room) -> None:
    room.says("louis", GIVEN)
    assert room.says("louis", "/veille candidater 1").refused
    room.says("amina", "/veille confirmer 1")
    room.clock.now = ENDS
    assert room.says("louis", "/veille candidater 1").refused


# The meeting


def test_a_meeting_s_news_begin_with_the_deadlines_around_it(room: Room) -> None:
    room.says("amina", GIVEN)
    room.says("amina", "/veille échéance https://a.fr/2 1er juin 2027, Loin")
    room.says("louis", "/veille échéance https://a.fr/3 8 janvier 2027, À vérifier")
    reply: Reply = room.says("amina", "/rencontre planifier jeudi 10 décembre 14h, médiathèque")
    assert not reply.refused

    text = room.says("amina", "/rencontre odj 2").text

    assert "Appel à projets Tiers-lieux (jusqu'au vendredi 15 janvier 2027" in text
    assert "Loin" not in text
    assert "À vérifier" not in text

    room.says("amina", "/rencontre durée 2.1 10 min")
    room.says("amina", "/veille échéance 1 8 janvier 2027")
    assert "(jusqu'au vendredi 8 janvier 2027)" in room.says("amina", "/rencontre odj 2").text
