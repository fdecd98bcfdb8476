"""`/veille échéance`: deadlines given, checked, corrected, listed; those who apply put in touch."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from bot.core.errors import ChangedMeanwhileError
from bot.talk.command import Via
from bot.talk.reply import Reply
from bot.veille.article import Article
from bot.veille.deadlines import reading, service
from bot.veille.deadlines import store as deadlines
from bot.veille.deadlines.rules import Deadline, DeadlineStatus, DeadlineStep
from bot.veille.feeds import collecting
from bot.veille.feeds import following_store as followings
from bot.veille.feeds.rules import Collected
from tests.commands.gestures import chooses, fills, labels, presses, sends
from tests.pile_cases import waiting
from tests.room import LOIRE, Room

LINK = "https://exemple.org/aap?id=3"
ENDS = datetime(2027, 1, 15, 11, 0, tzinfo=UTC)
FOUND = "Appel à projets Numérique : dossiers à déposer jusqu'au 27 novembre 2026."


def gives(
    room: Room,
    who: str,
    date: str = "15 janvier 2027 à 12h",
    titre: str = "Appel à projets Tiers-lieux",
    *,
    lien: str = LINK,
) -> Reply:
    """Send the form of a deadline."""
    return fills(room, who, "veille échéance", lien=lien, date=date, titre=titre)


def corrects(room: Room, who: str, date: str, titre: str = "") -> Reply:
    """Send the form that corrects the first deadline."""
    return fills(room, who, "veille corriger", "1", date=date, titre=titre)


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
    reply = gives(room, "amina")

    assert (of(room).status, of(room).ends) == (DeadlineStatus.CONFIRMED, ENDS)
    assert "**Échéance** (confirmée)" in reply.text
    assert "[Appel à projets Tiers-lieux](https://exemple.org/aap?id=3)" in reply.text
    assert "**jusqu'au vendredi 15\u00a0janvier 2027 à 12\u00a0h**" in reply.text
    assert labels(reply) == ["Ma structure candidate", "Corriger…", "Écarter"]
    assert room.outbox() == []


def test_a_member_s_is_checked_by_coordinators(room: Room) -> None:
    reply = gives(room, "louis")

    assert "la coordination va vérifier" in reply.text
    assert not reply.buttons
    assert of(room).status is DeadlineStatus.TO_CHECK
    assert "1\u00a0échéance à vérifier" in room.says("amina", "/veille").text
    assert "à vérifier" not in room.says("zoé", "/veille").text
    listed = room.does("amina", "veille échéances")
    shown = chooses(room, "amina", listed, "Vérifier, corriger…", "Tiers-lieux")
    assert labels(shown) == ["C'est bon", "Corriger…", "Écarter"]
    confirmed = presses(room, "amina", shown.buttons[0])
    assert "C'est confirmé." in confirmed.text
    presses(room, "amina", shown.buttons[2])
    assert of(room).status is DeadlineStatus.DROPPED


def test_a_deadline_set_aside_by_two_people_is_brought_back_by_another_button(room: Room) -> None:
    drop = gives(room, "amina").buttons[2]

    presses(room, "amina", drop)
    [back] = presses(room, "amina", drop).buttons

    assert of(room).status is DeadlineStatus.DROPPED
    assert "Elle est de retour" in presses(room, "amina", back).text
    assert of(room).status is DeadlineStatus.TO_CHECK


def test_a_date_is_corrected_in_a_form(room: Room) -> None:
    shown = gives(room, "amina")

    form = presses(room, "amina", shown.buttons[1]).dialog

    assert form is not None
    assert [each.name for each in form.fields][:2] == ["date", "titre"]
    corrects(room, "amina", "22 janvier 2027", "Un autre titre")
    assert of(room).title == "Un autre titre"
    assert of(room).ends == datetime(2027, 1, 22, 22, 59, tzinfo=UTC)


def test_the_same_link_again_corrects_the_date_however_it_is_written(room: Room) -> None:
    gives(room, "amina")

    again = gives(room, "amina")
    link = "http://www.exemple.org/aap?id=3&utm_source=x"
    reply = gives(room, "amina", "20/01/2027", "", lien=link)

    assert "Je connais déjà" in again.text
    assert "mercredi 20\u00a0janvier 2027" in reply.text
    assert of(room).title == "Appel à projets Tiers-lieux"
    assert len(room.store(lambda db: deadlines.every(db, "loire"))) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("permanent", "toute l'année"),
        ("jusqu'au 29 janvier 2027", "vendredi 29\u00a0janvier 2027"),
        ("29 janvier 2027 minuit", "vendredi 29\u00a0janvier 2027"),
        ("29/01/2027 17h", "29\u00a0janvier 2027 à 17\u00a0h"),
    ],
)
def test_a_date_is_read_as_it_is_said(room: Room, typed: str, said: str) -> None:
    gives(room, "amina")

    assert said in corrects(room, "amina", typed).text


def test_a_member_s_other_date_for_a_confirmed_one_is_passed_on_only(room: Room) -> None:
    gives(room, "amina")

    reply = corrects(room, "louis", "22 janvier 2027 à 12h")

    assert "je transmets votre date" in reply.text
    assert of(room).ends == ENDS
    [message] = room.outbox()
    [button] = message.buttons
    assert room.clicks("amina", button.route, button.argument).refused is False
    assert of(room).ends == datetime(2027, 1, 22, 11, 0, tzinfo=UTC)


def test_a_title_is_taken_from_the_article(room: Room) -> None:
    brings(room, Article(guid="1", link=LINK, title="Le fonds Avenir", published=room.clock.now))

    gives(room, "amina", "permanent", "")

    assert of(room).title == "Le fonds Avenir"
    assert of(room).permanent


@pytest.mark.parametrize(
    ("field", "typed", "hint"),
    [
        ("titre", "", "Donnez le titre"),
        ("date", "bientôt", "Je ne lis pas cette date"),
        ("date", "1er octobre 2026", "déjà passée"),
        ("date", "lundi 15 janvier 2027", "mais c'est un vendredi"),
        ("lien", "un lien", "l'adresse"),
    ],
)
def test_what_is_wrong_is_told_at_its_entry(room: Room, field: str, typed: str, hint: str) -> None:
    entries = {"lien": LINK, "date": "15 janvier 2027", "titre": "Un appel"} | {field: typed}
    reply = fills(room, "louis", "veille échéance", **entries)

    assert reply.refused
    assert reply.field == field
    assert hint in reply.text
    assert room.store(lambda db: deadlines.every(db, "loire")) == []


def test_the_form_asks_for_a_link_a_date_and_a_title(room: Room) -> None:
    dialog = room.does("louis", "veille échéance").dialog

    assert dialog is not None
    assert [each.name for each in dialog.fields][:3] == ["lien", "date", "titre"]
    assert dialog.fields[1].placeholder == "14\u00a0décembre 2026 à 12\u00a0h"


def test_a_title_with_personal_data_waits_for_its_writer_s_word(room: Room) -> None:
    words = "Appeler le 06 12 34 56 78"

    publish = gives(room, "louis", titre=words).buttons[0]
    assert room.store(lambda db: deadlines.every(db, "loire")) == []
    presses(room, "louis", publish)
    assert of(room).title == words


# Settling


def test_setting_aside_can_be_undone(room: Room) -> None:
    gives(room, "amina")

    assert "C'est écarté" in room.does("amina", "veille écarter-échéance 1").text
    assert room.does("louis", "veille voir-échéance 1").refused
    assert "à vérifier" in room.does("amina", "veille rétablir 1").text
    assert "C'est confirmé." in room.does("amina", "veille confirmer 1").text


def test_what_was_set_aside_comes_back_when_it_is_given_again(room: Room) -> None:
    gives(room, "amina")
    room.does("amina", "veille écarter-échéance 1")

    gives(room, "louis")

    assert of(room).status is DeadlineStatus.TO_CHECK


def test_two_at_once_do_not_undo_each_other(room: Room) -> None:
    gives(room, "louis")
    seen = of(room)
    room.clock.forward(minutes=1)
    room.does("amina", "veille confirmer 1")

    dropped = seen.take(DeadlineStep.DROPPED, "amina", room.clock.now)
    with pytest.raises(ChangedMeanwhileError):
        room.store(lambda db: deadlines.save(db, dropped, was=seen))


# The list


def test_the_list_tells_the_five_nearest_and_its_menu_has_them_all(room: Room) -> None:
    dates = ("1er mars 2027", "6 novembre 2026", "27 novembre 2026", "permanent", "2 mars 2027")
    for number, date in enumerate(dates, 1):
        gives(room, "amina", date, f"Appel {number}", lien=f"https://a.fr/{number}")
    brings(room, article(room))

    reply = room.does("louis", "veille échéances")

    assert re.findall(r"\[(.+?)\]", reply.text) == [f"Appel {number}" for number in (2, 3, 1, 5, 4)]
    assert "_Et 1\u00a0autre._" in reply.text
    apply_, tell = reply.buttons
    assert [each.label for each in apply_.options] == [f"Appel {n}" for n in (2, 3, 1, 5, 4)]
    assert presses(room, "louis", tell).dialog is not None
    door = room.says("louis", "/veille").text
    assert "[Appel 2]" in door
    assert "**Appels (AAP, AMI)**\u00a0: 6\u00a0échéances" in door


def test_the_page_tells_what_was_checked_or_read_not_what_a_member_typed(room: Room) -> None:
    gives(room, "amina")
    gives(room, "louis", "8 janvier 2027", "Un membre", lien="https://a.fr/2")
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
    assert "Un bus prêté aux communes" not in room.does("louis", "veille échéances").text
    assert "doit d'abord confirmer" in room.does("louis", "veille voir-échéance 1").text
    assert "Un bus prêté aux communes" in waiting(room)
    assert "[Un bus prêté aux communes]" in room.does("amina", "veille échéances").text
    assert "faites connaître votre souhait" in room.does("amina", "veille voir-échéance 1").text

    room.does("amina", "veille confirmer 1")

    assert "[Un bus prêté aux communes]" in room.does("louis", "veille échéances").text


def test_a_member_s_word_shows_what_was_doubtful(room: Room) -> None:
    brings(room, WISHED)

    gives(room, "louis", "27 novembre 2026", "")

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
    gives(room, "amina")

    first = room.does("louis", "veille candidater 1")
    second = room.does("zoé", "veille candidater 1")

    assert "la première personne" in first.text
    assert "Louis candidate aussi" in second.text
    [told] = private(room, "louis")
    assert (
        told == "Zoé candidate aussi à Appel à projets Tiers-lieux\u00a0: vous pouvez vous écrire."
    )
    room.does("amina", "veille candidater 1")
    assert len(private(room, "louis")) == 1
    assert all(message.user for message in room.outbox())


def test_applying_twice_or_withdrawing_tells_nobody_more(room: Room) -> None:
    gives(room, "amina")
    room.does("louis", "veille candidater 1")
    room.does("zoé", "veille candidater 1")
    said = len(room.outbox())

    assert "Personne n'en est averti" in room.does("zoé", "veille ne-plus-candidater 1").text
    assert "n'était pas notée" in room.does("zoé", "veille ne-plus-candidater 1").text
    room.does("zoé", "veille candidater 1")
    assert len(room.outbox()) == said


def test_applying_is_taken_back_by_the_same_button(room: Room) -> None:
    apply_ = gives(room, "amina").buttons[0]

    assert "C'est noté" in presses(room, "louis", apply_).text
    assert "Personne n'en est averti" in presses(room, "louis", apply_).text
    assert of(room).applicants == 0


def test_a_reaction_is_answered_privately_for_it_puts_in_touch(room: Room) -> None:
    gives(room, "amina")
    room.clicks("louis", service.APPLY, "1", via=Via.REACTION)
    room.clicks("zoé", service.APPLY, "1", via=Via.REACTION)

    assert "Louis candidate aussi" in private(room, "zoe")[0]


def test_nobody_applies_to_what_is_unsure_or_over(room: Room) -> None:
    gives(room, "louis")
    assert room.does("louis", "veille candidater 1").refused
    room.does("amina", "veille confirmer 1")
    room.clock.now = ENDS
    assert room.does("louis", "veille candidater 1").refused


# The meeting


def test_a_meeting_s_news_begin_with_the_deadlines_around_it(room: Room) -> None:
    gives(room, "amina")
    gives(room, "amina", "1er juin 2027", "Loin", lien="https://a.fr/2")
    gives(room, "louis", "8 janvier 2027", "À vérifier", lien="https://a.fr/3")
    reply: Reply = room.says("amina", "/rencontre planifier jeudi 10 décembre 14h, médiathèque")
    assert not reply.refused

    text = room.does("amina", "rencontre ordre-du-jour n° 1 2").text

    assert "Appel à projets Tiers-lieux (jusqu'au vendredi 15 janvier 2027" in text
    assert "Loin" not in text
    assert "À vérifier" not in text

    form = room.does("amina", "rencontre changer n° 1").dialog
    assert form is not None
    timed = re.sub(r"(?m)^- Appel à projets.*$", r"\g<0>, 10 min", form.fields[0].default)
    sends(room, "amina", form, texte=timed)
    corrects(room, "amina", "8 janvier 2027")
    agenda = room.does("amina", "rencontre ordre-du-jour n° 1 2").text
    assert "(jusqu'au vendredi 8 janvier 2027)" in agenda
