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

_OFFERED_PEOPLE = 10
"""In the menu of those who may host; another is named in a form."""


def whole() -> Button:
    """Return where all of hosting is, for a message that says a part of it."""
    return Button("accueil", "Accueil…", READ, primary=True)


def asked(meeting: Meeting) -> tuple[Button, ...]:
    """Return the buttons of someone who is asked to host a meeting."""
    number = str(meeting.number)
    return (
        Button(
            "jaccueille",
            "Oui, j'accueille",
            ACCEPT,
            number,
            emoji="white_check_mark",
            primary=True,
            undo=DECLINE,
        ),
        Button("pascettefois", "Pas cette fois", DECLINE, number, emoji="x"),
    )


def declined(meeting: Meeting) -> tuple[Button, ...]:
    """Return the button that takes back a no, as long as there is no host."""
    label, number = "Finalement, j'accueille", str(meeting.number)
    return (Button("jaccueille", label, ACCEPT, number),)


def hosting(meeting: Meeting) -> tuple[Button, ...]:
    """Return the buttons of a meeting's host."""
    number = str(meeting.number)
    return (
        Button("presenter", "Présenter mon lieu…", PRESENT, emoji="house", primary=True),
        Button("echanger", "Échanger mon tour…", SWAP),
        Button("neplus", "Je ne peux plus accueillir", DECLINE, number),
    )


def own(mine: HostStanding) -> tuple[Button, ...]:
    """Return the buttons by which someone changes their own offer to host."""
    waiting = asked(mine.asked) if mine.asked else ()
    held = hosting(mine.hosting) if mine.hosting else ()
    if mine.offer:
        offer = Button("volontaire", "Ne plus être volontaire", RETIRE)
    else:
        offer = Button("volontaire", "Proposer mon lieu…", OFFER)
    if mine.absence:
        away = Button("absence", "Je suis de retour", BACK)
    else:
        away = Button("absence", "Absence…", LEAVE)
    return (*waiting, *held, offer, away)


def next_one(user: str) -> Button:
    """Return the button that has someone asked to host, whether or not others are awaited."""
    return Button(
        "demander",
        f"Demander à {person(user)}",
        PROPOSE,
        user,
        emoji="arrow_forward",
        primary=True,
    )


def choosing(board: Board) -> tuple[Button, ...]:
    """Return the buttons by which a coordinator finds a host: ask in turn, or name someone."""
    meeting = board.meeting
    if meeting is None:
        return ()
    asks = not meeting.host and bool(board.turns)
    people = [turn.user for turn in board.turns[:_OFFERED_PEOPLE]]
    options = [
        *(Option(person(user), NAME, user) for user in people),
        Option("Moi", NAME, "moi"),
        Option("Quelqu'un d'autre…", NAME),
    ]
    if meeting.host:
        options.append(Option("Personne pour l'instant", NAME, "personne"))
    name = menu("confier", "Confier l'accueil à…", *options, route=NAME)
    return (*((next_one(people[0]),) if asks else ()), name)
