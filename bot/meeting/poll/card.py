"""What can be done with a date poll, under whatever is shown of it."""

from __future__ import annotations

from datetime import datetime

from bot.core.message import Button, Option, menu
from bot.meeting.poll.rules import Poll, PollStanding, PollStatus
from bot.talk.render import brief_moment

VOTE = "rencontre voter"
TAKE_BACK = "rencontre ne-plus-voter"
READ = "rencontre sondage"
PICK = "rencontre choisir"
EXTEND = "rencontre prolonger"
END = "rencontre clore"

_EMOJI = ("one", "two", "three", "four", "five", "six", "seven", "eight")


def verbs(standing: PollStanding, zone: str, now: datetime) -> tuple[Button, ...]:
    """Return the buttons under the poll's post in the channel.

    Its dates are answered one by one, which reactions do too, or all at once; what coordinators do
    with it is in a menu.
    """
    poll = standing.poll
    managing = choices(standing, zone, now)
    if not managing:
        return ()
    label = "Gérer…" if poll.status is PollStatus.OPEN else "Choisir la date…"
    options = (Option(each.label, f"{each.route} {each.argument}") for each in managing)
    manage = menu("gerer", label, *options, route=READ, argument=str(poll.number))
    return (*answering(poll, zone), manage)


def answering(poll: Poll, zone: str) -> tuple[Button, ...]:
    """Return the buttons by which people answer an open poll."""
    if poll.status is not PollStatus.OPEN:
        return ()
    dates = tuple(
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
    number, label = str(poll.number), "Répondre à tout…"
    return (*dates, Button(id="tout", label=label, route=VOTE, argument=number, primary=True))


def choices(standing: PollStanding, zone: str, now: datetime) -> tuple[Button, ...]:
    """Return what coordinators can do with a poll: once it is closed, choose, the best first."""
    poll = standing.poll
    number, called = str(poll.number), labels(poll, zone)
    longer = Button(id="prolonger", label="Prolonger", route=EXTEND, argument=number)
    none = Button(id="aucune", label="Aucune date", route=END, argument=f"{number} sans suite")
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
