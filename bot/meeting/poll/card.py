"""What can be done with a date poll, under whatever is shown of it."""

from __future__ import annotations

from datetime import datetime

from bot.core.message import Button
from bot.meeting.poll.rules import PENDING, Poll, PollStanding, PollStatus
from bot.talk.render import brief_moment

VOTE = "rencontre voter"
TAKE_BACK = "rencontre ne-plus-voter"
READ = "rencontre sondage"
PICK = "rencontre choisir"
EXTEND = "rencontre prolonger"
END = "rencontre clore"
DROP = "rencontre sans-date"

_EMOJI = ("one", "two", "three", "four", "five", "six", "seven", "eight")


def verbs(poll: Poll, zone: str) -> tuple[Button, ...]:
    """Return the buttons under the poll's post in the channel.

    Each date says the next thing at each press, reactions « oui »; what else its reader may do is
    told to them alone.
    """
    if poll.status not in PENDING:
        return ()
    more = Button("plus", "Plus…", READ, str(poll.number))
    return (*answering(poll, zone), more)


def answering(poll: Poll, zone: str) -> tuple[Button, ...]:
    """Return the buttons by which people answer an open poll."""
    if poll.status is not PollStatus.OPEN:
        return ()
    return tuple(
        Button(
            id=f"date{number}",
            label=label,
            route=VOTE,
            argument=f"{poll.number} {number}",
            emoji=_EMOJI[number - 1],
            undo=TAKE_BACK,
        )
        for number, label in enumerate(labels(poll, zone), start=1)
    )


def choices(standing: PollStanding, zone: str, now: datetime) -> tuple[Button, ...]:
    """Return what coordinators can do with a poll: once it is closed, choose, the best first."""
    poll = standing.poll
    number, called = str(poll.number), labels(poll, zone)
    longer = Button(id="prolonger", label="Prolonger", route=EXTEND, argument=number)
    none = Button(id="aucune", label="Aucune date", route=DROP, argument=number)
    if poll.status is PollStatus.OPEN:
        close = Button(id="clore", label="Clore maintenant", route=END, argument=number)
        return (close, longer, none)
    if poll.status is not PollStatus.CLOSED:
        return ()
    dates = tuple(
        Button(
            id=f"choisir{tally.number}",
            label=f"Choisir {called[tally.number - 1]}",
            route=PICK,
            argument=f"{number} {tally.number}",
            primary=tally in standing.leaders,
        )
        for tally in standing.ranked
        if tally.date > now
    )
    return (*dates, none, longer)


def reading(poll: Poll) -> Button:
    """Return the button that shows a poll, under another card."""
    number = str(poll.number)
    label = f"Sondage de dates n°\u00a0{number}"
    return Button(id=f"sondage{number}", label=label, route=READ, argument=number)


def labels(poll: Poll, zone: str) -> tuple[str, ...]:
    """Return what each date is called on a button and in a form: « mar. 8 déc., 9 h 30 »."""
    return tuple(brief_moment(date, zone) for date in poll.dates)
