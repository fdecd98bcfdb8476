"""The table of rights, tried: what it allows is done, what it does not is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.meeting import store as meetings
from bot.meeting.ideas import store as ideas
from bot.meeting.ideas.rules import IdeaKind
from bot.network.rights import Act, Role, Tie, allows
from bot.talk.command import Via
from bot.talk.entrusting import store as entrusted
from bot.talk.entrusting.rules import Entrusted, EntrustedTask
from tests.commands.gestures import checks, everything, kept, replies
from tests.room import Room, caller, room_after
from tests.survey.crowds import QUESTIONS

SALLE = "Qui prête une salle à Brest ?"

AAP = {"lien": "https://exemple.org/aap", "date": "15 janvier 2027", "titre": "Appel à projets"}

PEOPLE = {
    (Role.STRANGER, Tie.NONE): "marc",
    (Role.GUEST, Tie.NONE): "gaspard",
    (Role.MEMBER, Tie.NONE): "zoé",
    (Role.MEMBER, Tie.CONCERNED): "zoé",
    (Role.MEMBER, Tie.AUTHOR): "louis",
    (Role.COORDINATOR, Tie.NONE): "amina",
    (Role.COORDINATOR, Tie.CONCERNED): "amina",
    (Role.COORDINATOR, Tie.READER): "amina",
    (Role.COORDINATOR, Tie.AUTHOR): "amina",
}
"""Whom each role and tie is tried with."""


@dataclass(frozen=True)
class Trial:
    """What is typed to do an act on question 1.

    `before` is what coordinators did to it first, or `by` alone. `deadline` when they gave one.
    """

    typed: str = ""
    before: str = ""
    by: str = ""
    private: bool = False
    deadline: bool = False


TRIALS = {
    Act.READ_HELP: Trial("aide"),
    Act.READ_QUESTIONS: Trial("besoin voir 1"),
    Act.READ_PRIVATE: Trial("besoin voir 1", private=True),
    Act.FOLLOW_UP: Trial("besoin suivi 1", private=True),
    Act.ASK: Trial("besoin Où imprimer en grand format ?"),
    Act.JOIN_QUESTION: Trial("besoin sans-moi 1"),
    Act.ANSWER: Trial("besoin répondre 1 La Manufacture"),
    Act.THANK: Trial("besoin remercier 1", before="besoin répondre 1 La mairie"),
    Act.ACCEPT_ANSWER: Trial(),
    Act.EDIT: Trial("besoin modifier 1 Qui prête un local ?"),
    Act.CHANGE_VISIBILITY: Trial("besoin retirer-mon-nom 1"),
    Act.SHARE: Trial("besoin retirer-mon-nom 1 confirmé", private=True),
    Act.WITHDRAW: Trial("besoin retirer 1"),
    Act.SET_THEME: Trial("besoin thème 1 Logement"),
    Act.REOPEN: Trial("besoin rouvrir 1", before="besoin répondre 1 La mairie"),
    Act.WRITE_ABOUT: Trial("besoin écrire 1 Pour quel public ?"),
    Act.DEFER: Trial("besoin reporter 1 lettre"),
    Act.CLOSE: Trial("besoin fermer 1 Déjà vu"),
    Act.MERGE: Trial("besoin fusionner 1 2"),
    Act.READ_CLIMBS: Trial("besoin transmis"),
    Act.TRANSMIT: Trial("besoin transmettre 1 Qui prête ?"),
    Act.AGREE: Trial("besoin désaccord 1", before="besoin transmettre 1 Qui prête ?", by="amina"),
    Act.DECIDE_CLIMB: Trial("besoin prendre 57"),
    Act.DECIDE_ANSWER: Trial("besoin choisir 1"),
    Act.ASK_AROUND: Trial("besoin ne-plus-demander 1"),
    Act.HELP_OTHERS: Trial("besoin aider Bureautique"),
    Act.FIND_WHO: Trial("besoin orienter des personnes sourdes"),
    Act.EXPORT: Trial("besoin exporter"),
    Act.READ_NEXT_MEETING: Trial("rencontre"),
    Act.DRAFT_AGENDA: Trial("rencontre"),
    Act.READ_DIGEST: Trial("veille"),
    Act.READ_FEEDS: Trial("veille flux"),
    Act.READ_DEADLINES: Trial("veille échéances"),
    Act.PROPOSE_DEADLINE: Trial("veille échéance"),
    Act.SETTLE_DEADLINE: Trial("veille écarter-échéance 1", deadline=True),
    Act.APPLY: Trial("veille candidater 1", deadline=True),
    Act.MANAGE_FEEDS: Trial("veille flux ajouter exemple.fr"),
    Act.SORT_DIGEST: Trial("veille trier"),
    Act.READ_ADDRESS: Trial("veille adresse"),
    Act.CHANGE_ADDRESS: Trial("veille adresse publique"),
    Act.READ_YEAR: Trial("reseau bilan"),
    Act.POST_YEAR: Trial("reseau publier-bilan"),
    Act.GIVE_SHEET: Trial("reseau point"),
    Act.PRESENT: Trial("reseau retirer-présentation"),
    Act.READ_PRIVACY: Trial("reseau confidentialité"),
    Act.OWN_DATA: Trial("reseau mes-données"),
    Act.CHOOSE_MESSAGES: Trial("reseau messages essentiel"),
    Act.READ_RHYTHM: Trial("reseau rythme"),
    Act.KEEP_MEMORY: Trial("reseau mémoire"),
    Act.FOLLOW_COPIES: Trial("reseau copies"),
    Act.FOLLOW_TERRITORIES: Trial("reseau territoires"),
    Act.CHANGE_RHYTHM: Trial("reseau changer-rythme veille le 2 à 9 h"),
    Act.CHANGE_SETTINGS: Trial("reseau passer-le-relais"),
    Act.NAME_COORDINATOR: Trial("reseau réglages"),
    Act.SUBSCRIBE: Trial("lettre désabonner"),
    Act.MANAGE_SUBSCRIBERS: Trial("lettre abonnés"),
    Act.READ_LETTER: Trial("lettre archives"),
    Act.CONTRIBUTE: Trial("lettre proposer Un mur de post-it"),
    Act.READ_REPLIES: Trial("lettre courriel 1"),
    Act.READ_FORMS: Trial("reseau formulaire relire"),
    Act.ANNOUNCE: Trial("reseau annoncer La salle est ouverte."),
    Act.CHOOSE_ANNOUNCEMENT: Trial("reseau annonces jamais"),
    Act.ANSWER_SURVEY: Trial("reseau enquête"),
    Act.RUN_SURVEY: Trial(f"reseau préparer-enquête {QUESTIONS}"),
    Act.LOOK_BACK: Trial("reseau relire"),
    Act.OWN_PAST: Trial("reseau ne-pas-me-lire"),
    Act.WRITE_EDITO: Trial("lettre édito Bonjour à toutes et à tous"),
    Act.WRITE_LETTER: Trial("lettre aperçu"),
    Act.ENTRUST: Trial("aide reprendre veille"),
    Act.TAKE_CHARGE: Trial("aide accepter veille"),
}
OF_A_NETWORK_FROM_CHAT = {
    *(Act.INVITE, Act.ENTER, Act.ACCEPT_ORGANISATION, Act.WELCOME_NETWORK, Act.TAKE_OFFICE),
    *(Act.END_NETWORK, Act.RESUME_NETWORK),
}
"""Acts that are tried in tests/entry."""

HELD = {
    Act.SORT_DIGEST: EntrustedTask.SORTING,
    Act.WRITE_EDITO: EntrustedTask.EDITO,
    Act.TAKE_CHARGE: EntrustedTask.SORTING,
}
"""Acts that whoever holds a task may do, or who was asked to."""

MEETING_TRIALS = {
    Act.VOTE_DATE: "rencontre voter 1 1",
    Act.POLL_DATES: "rencontre sonder confirmé 4 février 2027 14h ; 9 février 2027 14h",
    Act.ATTEND: "rencontre présence 1 place",
    Act.HOLD: "rencontre tenir confirmé",
    Act.REPORT: "rencontre publier",
    Act.READ_HOSTING: "rencontre accueil",
    Act.OFFER_TO_HOST: "rencontre accueillir La médiathèque",
    Act.CHOOSE_HOST: "rencontre hôte personne",
    Act.SWAP_HOST: "rencontre échanger @louis",
    Act.PRESENT_PLACE: "rencontre présentation Une médiathèque",
    Act.READ_IDEAS: "rencontre idées",
    Act.PROPOSE_IDEA: "rencontre proposer Un mur de post-it",
    Act.SUPPORT_IDEA: "rencontre soutenir 1",
    Act.CHOOSE_IDEA: "rencontre retenir 1",
    Act.WITHDRAW_IDEA: "rencontre retirer-idée 1",
    Act.END_PROJECT: "rencontre projet-lancé 1",
    Act.PROPOSE_LINK: "veille proposer https://exemple.fr/autre",
    Act.PRAISE_LINK: "veille utile 1",
    Act.WITHDRAW_LINK: "veille retirer-lien 1",
    Act.READ_RESOURCES: "veille ressource 1",
    Act.KEEP_RESOURCE: "veille garder-ressource https://exemple.fr/fiche Une fiche",
    Act.CHANGE_RESOURCE: "veille retirer-ressource 1",
}
"""What is typed to do an act around an announced meeting; idea 1 and link 1 are
Louis's or the caller's."""


def test_every_act_is_tried() -> None:
    assert {*TRIALS, *MEETING_TRIALS, *OF_A_NETWORK_FROM_CHAT} == set(Act)


@pytest.mark.parametrize(
    ("role", "tie"), [each for each in PEOPLE if each[1] in (Tie.NONE, Tie.AUTHOR)]
)
@pytest.mark.parametrize("act", MEETING_TRIALS)
def test_around_a_meeting_too(tmp_path: Path, act: Act, role: Role, tie: Tie) -> None:
    who = PEOPLE[role, Tie.NONE]
    own = tie is Tie.AUTHOR and act not in {Act.SUPPORT_IDEA, Act.PRAISE_LINK}
    author = who if own else "louis"
    said = [
        ("amina", "/rencontre planifier confirmé 3 décembre 2026 14h, médiathèque"),
        ("amina", "/rencontre sonder confirmé 3 mars 2027 14h ; 8 mars 2027 14h"),
        ("amina", "/rencontre annoncer"),
        (author, "/rencontre proposer Un quiz en équipes"),
        (author, "/veille proposer https://exemple.fr/page"),
        (author, "/veille garder-ressource https://exemple.fr/guide Un guide"),
    ]
    if tie is Tie.AUTHOR:
        said.append(("amina", f"/rencontre hôte {'moi' if who == 'amina' else '@zoe'}"))
    if act is Act.REPORT:
        said += [("amina", "/rencontre tenir confirmé"), ("amina", "/rencontre terminer")]
    room = room_after(tmp_path, *said)
    if act is Act.REPORT:
        room.store(lambda db: _held_by(db, caller(author).id if own else ""))
    if act is Act.END_PROJECT:
        room.store(_turned_into_a_project)
    known = everything(room)

    reply = room.plays(who, f"/{MEETING_TRIALS[act]}")

    assert reply.refused == (not allows(act, role, tie=tie)), reply.text
    if reply.refused:
        assert everything(room) == known
    room.database.close()


@pytest.mark.parametrize(("role", "tie"), PEOPLE)
@pytest.mark.parametrize("act", TRIALS)
def test_a_command_does_what_the_table_allows_and_nothing_else(
    tmp_path: Path, act: Act, role: Role, tie: Tie
) -> None:
    trial, who = TRIALS[act], PEOPLE[role, tie]
    room = room_after(tmp_path, *_set_up(trial, who, tie))
    if act in HELD and (tie is Tie.AUTHOR or act is Act.TAKE_CHARGE):
        room.store(lambda db: entrusted.put(db, _held(room, HELD[act], who)))
    if trial.deadline:
        room.fills("amina", "veille échéance", **AAP)
    allowed = allows(act, role, tie=tie)
    before, known = kept(room), everything(room)

    if act is Act.ACCEPT_ANSWER:
        found = replies(room, "zoé", "La Manufacture")
        before, known = kept(room), everything(room)
        reply = checks(room, who, found, via=Via.BUTTON)
    else:
        reply = room.plays(who, trial.typed)

    if act is Act.DRAFT_AGENDA:
        assert ("Aucune rencontre n'est planifiée" in reply.text) == allowed
    elif act in {Act.ANNOUNCE, Act.DECIDE_CLIMB, Act.DECIDE_ANSWER}:
        assert ("n'est plus possible" in reply.text) == allowed
    elif act is Act.READ_REPLIES:
        assert ("n'est plus là" in reply.text) == allowed
    else:
        assert reply.refused == (not allowed), reply.text
    if reply.refused:
        assert kept(room) == before
        assert everything(room) == known
        assert "salle à Brest" not in reply.text
    room.database.close()


def _turned_into_a_project(db: Connection) -> None:
    idea = ideas.get(db, "loire", 1)
    ideas.save(db, replace(idea, kind=IdeaKind.PROJECT), was=idea.status)


def _held_by(db: Connection, user: str) -> None:
    meeting = meetings.get(db, "loire", 1)
    meetings.save(db, replace(meeting, held_by=user))


def _held(room: Room, task: EntrustedTask, who: str) -> Entrusted:
    now, user = room.clock.now, caller(who).id
    return Entrusted(
        network="loire",
        task=task,
        user=user,
        by="amina",
        at=now + timedelta(days=9),
        asked_at=now,
        accepted_at=now,
    )


def _set_up(trial: Trial, who: str, tie: Tie) -> Iterator[tuple[str, str]]:
    """Yield what is said before, by whom."""
    author = who if tie is Tie.AUTHOR else "louis"
    kind = "privé " if trial.private else ""
    yield author, f"/besoin {kind}{SALLE}"
    yield "louis", "/besoin Comment aider à déclarer ses impôts ?"
    if trial.private and tie is Tie.READER:
        yield "louis", "/besoin transmettre 1"
    if tie is Tie.CONCERNED:
        yield who, "/besoin moi-aussi 1"
    if trial.before:
        yield trial.by or ("louis" if who == "amina" else "amina"), f"/{trial.before}"
