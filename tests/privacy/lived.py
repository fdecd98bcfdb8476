"""A life with the bot: Zoé uses all that a member may, Amina all that a coordinator may.

In what forgetting erases, each writes words that nobody else does: `MARKS`, by the feature that
they were given to, so that whatever is left says where it leaked from.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import Connection, func, select

from bot.core import reactions
from bot.core.reactions import HeardReaction
from bot.entry import store as networks
from bot.entry.rules import NetworkChange, Proposal
from bot.letter.inbox import reply_store as mail_replies
from bot.letter.inbox.rules import MailReply
from bot.letter.mail import subscribing
from bot.letter.mail.tables import subscribers
from bot.network.rights import Role
from bot.past import store as pasts
from bot.past.rules import PastMessage, PastReading
from bot.people import coordinators, ended_accounts
from bot.people.coordinators import SeenName
from bot.privacy.register import TRACES
from bot.talk.command import Command, Via
from bot.veille.feeds import following_store as followings
from tests.commands.gestures import asks_privately, checks, deliver, fills, replies, sends_form
from tests.entry.entering import SLUG, administrated, asks, invites
from tests.mail_room import Box, send
from tests.outside.lived import digest
from tests.room import ROLES, Room, caller
from tests.rounds import go
from tests.survey.crowds import launched
from tests.typable import is_verb

MARKS = {
    "a private question": "orangeade",
    "a letter to the coordinators about it": "mandoline",
    "their reply": "cabrette",
    "why its answer does not do": "biniou",
    "a question made private": "cornemuse",
    "its name of before": "ravanastron",
    "a private question that nobody was sent": "sarrusophone",
    "a question that climbed, then made private": "flageolet",
    "what one's structure receives": "vielle",
    "one's structure": "tympanon",
    "one's commune": "villanelle",
    "an offer to host": "ocarina",
    "a proposed link": "psalterion",
    "why it is proposed": "crumhorn",
    "a link of which nothing is said": "bombarde",
    "the contact of an idea": "sistre",
    "their telephone": "06 12 34 56 78",
    "an address": "guimbarde",
    "its domain": "serinette",
    "a line of a survey": "epinette",
    "an undecided text": "tambourin",
    "a form that waits": "galoubet",
    "a feed that is tried": "chalumeau",
}
"""Words of those who are forgotten, none of which may stand anywhere afterwards."""

MEETINGS = datetime(2026, 12, 3, 13, 5, tzinfo=UTC), datetime(2027, 2, 4, 13, 5, tzinfo=UTC)
"""During a meeting that is held and told, and during one that is held as the life ends."""

PEOPLE = ("zoe", "amina")
"""Whose ids may stand nowhere afterwards."""


def peopled(patch: pytest.MonkeyPatch) -> None:
    """Have Rachid coordinate the Loire too, Amina and Nadia the national level."""
    patch.setitem(ROLES, "amina", dict.fromkeys(("loire", "national"), Role.COORDINATOR))
    patch.setitem(ROLES, "rachid", {"loire": Role.COORDINATOR})
    patch.setitem(ROLES, "nadia", {"national": Role.COORDINATOR})


def lives(room: Room) -> Box:
    """Have them use each thing there is; return the mail server that they wrote by."""
    box = Box()
    _ask(room)
    _climb(room)
    _know_who(room)
    _meet(room)
    _propose(room)
    _write_a_letter(room, box)
    _say_what_they_wish(room)
    _enter(room)
    return box


def _enter(room: Room) -> None:
    """Have Zoé ask for a network, coordinate it one day perhaps, and ask Louis to do so too."""
    administrated(room)
    invites(room, "zoé")
    zoe = replace(caller("zoé"), roles={SLUG: Role.MEMBER})
    asks(room, zoe, coordination="@louis")
    asked = Proposal(network="loire", user="zoe", name="zoe", by="amina", at=room.clock.now)
    room.store(lambda db: networks.propose(db, asked))
    line = "propose de coordonner le réseau à"
    noted = NetworkChange(network="loire", by="amina", line=line, whom="zoe", at=room.clock.now)
    for each in (noted, replace(noted, by="zoe", whom="amina")):
        room.store(partial(networks.note, change=each))


def says(room: Room, who: str, *typed: str, via: Via = Via.SLASH, network: str = "loire") -> None:
    """Type things, none of which is refused."""
    for each in typed:
        verb = is_verb(each)
        reply = (
            room.does(who, each.lstrip("/"), network=network)
            if verb
            else room.says(who, each, via=via, network=network)
        )
        assert not reply.refused, (each, reply.text)


def _ask(room: Room) -> None:
    says(room, "zoé", "/besoin Qui prête une salle à Brest ?")
    asks_privately(room, "zoé", "Mon employeur refuse la formation orangeade, que faire ?")
    deliver(room)
    says(room, "zoé", "/besoin écrire 2 Il a dit mandoline", "/besoin me-rappeler 2")
    room.does("zoé", "besoin ouvrir-suivi 2")
    for who in ("zoé", "amina"):
        entries = {"texte": "Un rendez-vous est pris", "nature": "call"}
        assert not room.fills(who, "besoin noter-suivi", "2", **entries).refused
    says(room, "amina", "/besoin répondre 2 Voyez le médiateur cabrette")
    says(room, "zoé", "/besoin pas-tout-à-fait 2 Il est absent, dit biniou")
    says(room, "zoé", "/besoin Comment refuser une mission ravanastron ?")
    says(room, "zoé", "/besoin modifier 3 Comment refuser une mission cornemuse de mon maire ?")
    says(room, "zoé", "/besoin rendre-privée 3")
    says(room, "zoé", "/besoin privé Que répondre à une lettre sarrusophone ?")
    says(room, "louis", "/besoin Où imprimer en grand format ?")
    says(room, "zoé", "/besoin moi-aussi 5", "/besoin répondre 5 La reprographie de la mairie")
    says(room, "louis", "/besoin rouvrir 5")
    says(room, "zoé", "/besoin répondre 5 La reprographie du port")
    says(room, "louis", "/besoin remercier 5", "/besoin Quel tableur gratuit ?")
    checks(room, "louis", replies(room, "zoé", "Celui du ministère", under="question:loire:6"))
    says(room, "zoé", "/besoin Où trouver des affiches ?", via=Via.MENTION)
    says(room, "amina", "/besoin reporter 7 rencontre")
    says(room, "zoé", "/besoin anonyme Comment gérer un voisin au tambourin ? Zoé")
    sends_form(room, "zoé", "Mon voisin joue du galoubet, Zoé", visibilite="anonymous")


def _climb(room: Room) -> None:
    """Have a question climb with its asker's yes and its answer come down; ask for another yes."""
    says(room, "zoé", "/besoin Qui forme à l'intelligence artificielle sans anglais ?")
    transmits(room, 8, "Qui forme à l'intelligence artificielle ?")
    says(room, "zoé", "/besoin accord 8")
    deliver(room)
    says(room, "nadia", "/besoin prendre 1", network="national")
    says(room, "nadia", "/besoin répondre 1 Le parcours « IA pour tous »", network="national")
    deliver(room)
    says(room, "amina", "/besoin publier 8")
    says(room, "zoé", "/besoin Qui connaît un bon accordeur ?")
    transmits(room, 9, "Un accordeur")
    says(room, "zoé", "/besoin Qui enseigne le flageolet ?")
    transmits(room, 10, "Qui enseigne le flageolet ?")
    says(room, "zoé", "/besoin accord 10", "/besoin rendre-privée 10")


def transmits(room: Room, number: int, text: str) -> None:
    """Have Amina ask whether a question may climb, in these words."""
    form = Command(
        text=f"{number} {text}",
        caller=caller("amina"),
        via=Via.DIALOG,
        channel="loire-channel",
        network="loire",
        route="besoin transmettre",
        fields={"texte": text, "territoire": "nom"},
    )
    assert not room.asks(form).refused
    deliver(room)


def _know_who(room: Room) -> None:
    says(room, "zoé", "/aide")
    room.clicks("zoé", "aide vu", "question:5")
    says(room, "zoé", "/besoin aider Bureautique")
    entries = {"texte": "Personnes vielle", "structure": "La tympanon", "commune": "Villanelle"}
    assert not room.fills("zoé", "besoin recevoir", **entries).refused
    says(room, "louis", "/besoin Comment mettre en page un document bureautique ?")
    deliver(room)
    says(room, "louis", "/besoin demander 11")
    puts(room)


def puts(room: Room) -> None:
    """Have questions put to those who know, and say so."""

    async def members(network: str) -> Collection[str]:
        return [caller(who).id for who, roles in ROLES.items() if network in roles]

    asyncio.run(go(room.database, room.bot, "who knows", members))
    deliver(room)


def _meet(room: Room) -> None:
    says(room, "amina", "/rencontre planifier confirmé 3 décembre 2026 14h, médiathèque")
    says(room, "amina", "/rencontre hôte @zoe", "/aide confier rencontre 1 hôte")
    says(room, "zoé", "/aide accepter rencontre 1")
    says(room, "zoé", "/rencontre présentation Un fablab ouvert à tous")
    room.does("amina", "rencontre ajouter Le budget")
    form = room.does("amina", "rencontre changer n° 1").dialog
    assert form is not None
    text = form.fields[0].default.replace("- Le budget", "- Le budget, 10 min, @zoe")
    assert not fills(room, "amina", form.route, form.argument, texte=text).refused
    says(room, "amina", "/rencontre annoncer")
    says(room, "zoé", "/rencontre présence place", "/rencontre accueillir Le ocarina, vingt places")
    says(room, "zoé", "/rencontre absence 20 décembre 2026")
    says(room, "zoé", "/rencontre échanger @louis")
    says(room, "amina", "/rencontre sonder confirmé 3 mars 2027 14h ; 8 mars 2027 14h")
    says(room, "zoé", "/rencontre voter 1 1")
    says(room, "zoé", "/rencontre proposer Un quiz en équipes")
    for entries in (
        {"texte": "La vie des sons", "contact": "Mme Sistre, 06 12 34 56 78"},
        {"texte": "Qui veut construire un escape game avec nous ?", "genre": "projet"},
    ):
        assert not room.fills("zoé", "rencontre proposer", **entries).refused
    says(room, "louis", "/rencontre proposer Une dictée en chœur", "/rencontre soutenir 3")
    says(room, "zoé", "/rencontre soutenir 4")


def _propose(room: Room) -> None:
    digest(room, "Un titre", "Un autre titre")
    room.does("zoé", "veille utile 1")
    says(room, "zoé", "/veille proposer https://exemple.fr/psalterion Le crumhorn")
    says(room, "zoé", "/veille proposer https://exemple.fr/bombarde")
    aap = {"lien": "https://exemple.org/aap", "date": "15 janvier 2027", "titre": "Appel"}
    room.fills("zoé", "veille échéance", **aap)
    room.does("amina", "veille confirmer 1")
    room.does("zoé", "veille candidater 1")
    room.does("amina", "veille garder 3")
    room.does("amina", "veille pourquoi 3 Pour les ateliers")
    fills(room, "amina", "veille flux ajouter", adresse="exemple.fr/chalumeau", nom="Un flux")
    room.does("zoé", "veille garder-ressource https://exemple.fr/g Un guide")
    room.does("amina", "veille garder-ressource https://exemple.fr/h Un autre guide")
    room.does("zoé", "veille remercier-ressource 2")
    room.does("amina", "veille remercier-ressource 1")


def _write_a_letter(room: Room, box: Box) -> None:
    """Have a letter published with what Zoé signed, and mailed to her."""
    says(room, "zoé", "/lettre abonner zoe.guimbarde@serinette.example")
    send(room, box)
    [handle] = room.store(lambda db: db.execute(select(subscribers.c.handle)).scalars().all())
    room.store(
        lambda db: subscribing.confirm(room.bot.context(db, room.loire, room.clock.now), handle)
    )
    room.does("zoé", "lettre proposer Un mur de post-it en ligne")
    says(room, "amina", "/lettre édito Bonjour à vous")
    room.does("amina", "lettre répondre 11 Le menu Mise en page")
    room.does("amina", "lettre publier confirmé")
    send(room, box)
    assert box.to == ["zoe.guimbarde@serinette.example"] * 2
    room.does("zoé", "lettre proposer Un jeu de cartes")
    reply = MailReply(
        network="loire",
        number=0,
        handle=handle,
        user="zoe",
        address="zoe.guimbarde@serinette.example",
        sender="Zoé",
        text="Merci",
        at=room.clock.now,
    )
    room.store(partial(mail_replies.add, reply=reply))
    says(room, "amina", "/lettre édito La suite")
    room.does("amina", "lettre répondre 7 À la médiathèque")


def _say_what_they_wish(room: Room) -> None:
    room.clicks("zoé", "reseau messages", "essentiel")
    launched(room)
    says(room, "zoé", "/reseau enquête 1 1 a", "/reseau enquête 1 2 a")
    says(room, "zoé", "/reseau écrire-enquête 1 Plutôt epinette")
    says(room, "amina", "/reseau annoncer Une formation", network="national")
    room.clock.now = MEETINGS[0]
    says(room, "amina", "/rencontre tenir", "/rencontre décision Un atelier par mois")
    says(room, "amina", "/rencontre action Réserver la salle, @zoe, 15 janvier")
    says(room, "amina", "/rencontre terminer", "/rencontre publier")
    says(room, "zoé", "/rencontre avis 1 4", "/besoin Je cherche une salle")
    says(room, "amina", "/rencontre planifier confirmé 4 février 2027 14h, mairie")
    says(room, "zoé", "/rencontre disponible")
    room.fills("amina", "aide confier", "veille", texte="@zoe")
    says(room, "amina", "/rencontre proposer-hôte", "/rencontre annoncer")
    says(room, "zoé", "/rencontre présence place", "/rencontre absence 20 février 2027")
    room.clock.now = MEETINGS[1]
    says(room, "amina", "/rencontre tenir")
    says(room, "amina", "/rencontre action Imprimer les affiches, @zoe, 15 mars")
    room.store(_noted_by_machines)


def _noted_by_machines(db: Connection) -> None:
    """Note what no conversation does: a reaction, an account that ended, a past that was read."""
    for who in PEOPLE:
        reaction = HeardReaction(post="post-1", user=who, emoji="raised_hands")
        reactions.add(db, "test", reaction, MEETINGS[1])
        ended_accounts.note(db, "test", who, MEETINGS[1])
    reading = PastReading(network="loire", announced_at=MEETINGS[1], starts_at=MEETINGS[1])
    pasts.add(db, reading)
    answer = PastMessage(network="loire", post="reply-1", author="zoe", at=MEETINGS[1])
    asked = replace(answer, post="post-2", replies=[answer])
    pasts.put_found(db, [asked, replace(asked, author="rachid")], MEETINGS[1])
    followings.save(db, replace(followings.of_network(db, "loire")[0], by="amina"))
    coordinators.settle(db, [SeenName(network="loire", name="amina", user="amina")], MEETINGS[1])


def named_in(db: Connection, user: str) -> set[str]:
    """Return the columns where someone's id stands, of those that say that people do."""
    return {
        str(each.column)
        for each in TRACES
        if db.execute(select(func.count()).where(each.column == user)).scalar_one()
    }
