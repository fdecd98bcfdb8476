"""Every form, filled in by someone who sends whatever they like: taken, or refused in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.talk.command import Command, Via
from bot.talk.reply import Dialog
from commands import ROUTES
from tests.room import Room, caller

HOSTILE = (
    "",
    "-",
    "x" * 3_000,
    "@channel [ici](javascript:alert(1)) ![](https://a.fr) | `code` ``` #Titre > cité <script>",
    "le 3 janvier 2019 à 9h",
    "99999999999999999999",
    "2 3 4 n° 999999999 -1 ٣",
    "https://[::1]:99999/ https://exemple.fr/ 31 février 25h61",
    "\u202e\ufffe\u0000 ",
)


def forms(room: Room) -> Iterator[Dialog]:
    """Open every form there is, as a coordinator."""
    for route in ROUTES:
        if route.form is None:
            continue
        for argument in ("1", "", "n° 1"):
            dialog = room.clicks("amina", route.path, argument).dialog
            if dialog is not None:
                yield dialog
                break


@pytest.fixture
def lived(room: Room) -> Room:
    for text in (
        "besoin Qui prête une salle à Brest ?",
        "besoin Où imprimer en grand format ?",
        "besoin répondre 2 À la mairie",
        "rencontre planifier jeudi 3 décembre 14h, mairie",
        "rencontre ajouter 4 Un quiz",
        "rencontre annoncer",
        "rencontre hôte moi",
        "rencontre proposer Un mur de post-it",
        "rencontre sonder jeudi 3 décembre 14h ; mardi 8 décembre 9h30",
        "veille proposer https://exemple.fr/a Clair",
        "lettre proposer Un guide",
    ):
        room.plays("amina", f"/{text}")
    aap = {"lien": "https://exemple.fr/b", "date": "15 janvier 2027", "titre": "Un appel"}
    room.fills("amina", "veille échéance", **aap)
    return room


def sent(room: Room, dialog: Dialog, said: str) -> Iterator[str]:
    """Send a form with the same words everywhere, then without its entries; return the answers."""
    room.clock.forward(minutes=5)  # nobody deposits so much at once
    for fields in ({each.name: said for each in dialog.fields if said}, {}):
        command = Command(
            text=f"{dialog.argument} {said}".strip(),
            caller=caller("amina"),
            via=Via.DIALOG,
            channel="loire-channel",
            network="loire",
            route=dialog.route,
            fields=fields,
        )
        yield room.asks(command).text


def test_no_form_breaks_whatever_is_sent(lived: Room) -> None:
    opened = list(forms(lived))

    broken = [
        (dialog.route, said)
        for dialog in opened
        for said in HOSTILE
        if any("cassé" in each for each in sent(lived, dialog, said))
    ]

    assert len(opened) > 25
    assert broken == []
