"""What people may do about hosting, under whatever is said of it to them alone."""

from __future__ import annotations

from bot.core.message import Button, Option, menu
from bot.meeting.hosting.rules import Board, HostStanding
from bot.meeting.rules import Meeting
from bot.talk.markdown import person

READ = "rencontre accueil"
OFFER = "rencontre accueillir"
RETIRE = "rencontre ne-plus-accueillir"
LEAVE = "rencontre absence"
BACK = "rencontre disponible"
PRESENT = "rencontre présentation"
ACCEPT = "rencontre j'accueille"
DECLINE = "rencontre pas-cette-fois"
SWAP = "rencontre échanger"
PROPOSE = "rencontre proposer-hôte"
NAME = "rencontre hôte"
FURTHER = "suivant"
"""What asks one more person while others have not replied."""

_OFFERED_PEOPLE = 10
"""In the menu of those who may host; another is named in a form."""


def whole() -> Button:
    """Return where all of hosting is, for a message that says a part of it."""
    return Button(id="accueil", label="Accueil…", route=READ, argument="", primary=True)


def asked(meeting: Meeting) -> tuple[Button, ...]:
    """Return how someone answers who was asked to host a meeting."""
    number = str(meeting.number)
    return (
        Button(
            id="jaccueille",
            label="Oui, j'accueille",
            route=ACCEPT,
            argument=number,
            emoji="white_check_mark",
            primary=True,
            undo=DECLINE,
        ),
        Button(
            id="pascettefois", label="Pas cette fois", route=DECLINE, argument=number, emoji="x"
        ),
    )


def declined(meeting: Meeting) -> tuple[Button, ...]:
    """Return what undoes a no, as long as there is no host."""
    label, number = "Finalement, j'accueille", str(meeting.number)
    return (Button(id="jaccueille", label=label, route=ACCEPT, argument=number),)


def hosting(meeting: Meeting) -> tuple[Button, ...]:
    """Return what the host of a meeting may do about it."""
    number = str(meeting.number)
    return (
        Button(
            id="presenter",
            label="Présenter mon lieu…",
            route=PRESENT,
            argument="",
            emoji="house",
            primary=True,
        ),
        Button(id="echanger", label="Échanger mon tour…", route=SWAP, argument=""),
        Button(id="neplus", label="Je ne peux plus accueillir", route=DECLINE, argument=number),
    )


def own(mine: HostStanding) -> tuple[Button, ...]:
    """Return what someone may do of their own part."""
    waiting = asked(mine.asked) if mine.asked else ()
    held = hosting(mine.hosting) if mine.hosting else ()
    if mine.offer:
        offer = Button(id="volontaire", label="Ne plus être volontaire", route=RETIRE, argument="")
    else:
        offer = Button(id="volontaire", label="Je veux bien accueillir", route=OFFER, argument="")
    if mine.absence:
        away = Button(id="absence", label="Je suis de retour", route=BACK, argument="")
    else:
        away = Button(id="absence", label="Absence…", route=LEAVE, argument="")
    return (*waiting, *held, offer, away)


def next_one(user: str) -> Button:
    """Return what a coordinator clicks to have someone asked, others being waited for or not."""
    return Button(
        id="demander",
        label=f"Demander à {person(user)}",
        route=PROPOSE,
        argument=f"{FURTHER} {user}",
        emoji="arrow_forward",
        primary=True,
    )


def choosing(board: Board) -> tuple[Button, ...]:
    """Return how a coordinator finds a host: ask in turn, or name someone."""
    meeting = board.meeting
    if meeting is None:
        return ()
    asks = not meeting.host and bool(board.turns)
    people = [turn.user for turn in board.turns[:_OFFERED_PEOPLE]]
    options = [
        *(Option(person(user), f"{NAME} {user}") for user in people),
        Option("Moi", f"{NAME} moi"),
        Option("Quelqu'un d'autre…", NAME),
    ]
    if meeting.host:
        options.append(Option("Personne pour l'instant", f"{NAME} personne"))
    name = menu("confier", "Confier l'accueil à…", *options, route=NAME)
    return (*((next_one(people[0]),) if asks else ()), name)
