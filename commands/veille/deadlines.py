"""Deadlines of calls: listed, given, corrected, confirmed, set aside; who applies."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from bot.core.errors import Refusal, at_field
from bot.core.message import Button
from bot.french.dates import read_last_day
from bot.french.text import TEXT_LIMIT, checked_text
from bot.network.rights import Act
from bot.talk import say
from bot.talk.arguments import certified_first, every_number
from bot.talk.care import CHECKED, signed
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.offering import offer_verbs
from bot.talk.render import day
from bot.talk.reply import Dialog, Field, Reply, optional_field
from bot.talk.routing import Route
from bot.talk.toggles import toggle
from bot.veille.deadlines import service as deadlines
from bot.veille.deadlines.rules import TITLE, Deadline, DeadlineStep
from bot.veille.proposal import LINK_LIMIT, link_first

UNREAD_DEADLINE = Refusal(
    "deadline unreadable",
    reply="Je ne lis pas cette date. Écrivez le jour, le mois et l'année, ou « permanent » si l'on "
    "peut candidater toute l'année.",
)

NO_DEADLINE_TITLE = Refusal("deadline without a title", reply="Donnez le titre de l'appel.")


def list_them(command: Command, ctx: Context) -> Reply:
    """List what is to come, the nearest first."""
    settles = deadlines.settles(ctx, command.caller)
    found = deadlines.listed(ctx, doubtful=settles)
    text = ctx.render(
        "veille/deadlines_list.md.j2",
        deadlines=found[: deadlines.LISTED],
        others=len(found[deadlines.LISTED :]),
    )
    tell = Button("signaler", "Signaler un appel", deadlines.PROPOSE)
    applying = deadlines.applying_buttons([each for each in found if each.checked])
    settling = deadlines.settling_menu(found) if settles else ()
    return Reply(text=text, buttons=(*applying, tell, *settling))


def show(command: Command, ctx: Context) -> Reply:
    """Show a deadline."""
    return _shown(command, ctx, deadlines.get(ctx, command.number, command.caller), "")


def propose(command: Command, ctx: Context) -> Reply:
    """Keep the deadline of a link."""
    certified, text = certified_first(command.text)
    with at_field("lien"):
        link, _ = link_first(text)
    ends = _ends(command.fields.get("date", ""), ctx)
    title = _title(command, deadlines.title_of(ctx, link), certified=certified)
    deadline, told = deadlines.propose(ctx, link, ends, title, command.caller)
    return _shown(command, ctx, deadline, told.value)


def keep_all(command: Command, ctx: Context) -> Reply:
    """Take several dates as they were read."""
    for number in every_number(command.text):
        deadlines.take(ctx, number, DeadlineStep.CONFIRMED, command.caller)
    return ctx.reply("veille/kept.md.j2", count=len(command.text.split()))


def correct(command: Command, ctx: Context) -> Reply:
    """Give a deadline another date, and title if one is given."""
    deadline = deadlines.get(ctx, command.number, command.caller)
    certified, date = certified_first(command.words)
    title = _title(command, deadline.title, certified=certified)
    ends = _ends(date, ctx)
    corrected, told = deadlines.correct(ctx, deadline.number, ends, command.caller, title=title)
    return _shown(command, ctx, corrected, told.value)


def confirm(command: Command, ctx: Context) -> Reply:
    """Take a date as it is."""
    deadline, fresh = deadlines.take(ctx, command.number, DeadlineStep.CONFIRMED, command.caller)
    return _shown(command, ctx, deadline, "confirmed" if fresh else "same")


def drop(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Set a deadline aside, or bring it back."""
    step = DeadlineStep.DROPPED if on else DeadlineStep.RESTORED
    deadline, fresh = deadlines.take(ctx, command.number, step, command.caller)
    outcome = "dropped" if on else "restored" if fresh else ""
    return _shown(command, ctx, deadline, outcome)


def apply(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Note that the caller's structure applies, or no longer.

    Who else does is told to them in private.
    """
    deadline, others, changed = deadlines.apply(ctx, command.number, command.caller, on=on)
    reply = ctx.reply(
        "veille/applied.md.j2", deadline=deadline, on=on, people=others, changed=changed
    )
    if command.via.silent and on and changed:
        say.to_caller(ctx, command, reply.text, private=True)
    return reply


def applies(command: Command, ctx: Context) -> bool:
    """Tell whether the caller's structure applies."""
    return deadlines.applies(ctx, command.number, command.caller)


def _shown(command: Command, ctx: Context, deadline: Deadline, outcome: str) -> Reply:
    """Show a deadline in full, with what may be done of it."""
    settles = deadlines.settles(ctx, command.caller)
    ended = deadline.ended(ctx.now)
    text = ctx.render("veille/deadline.md.j2", deadline=deadline, outcome=outcome, ended=ended)
    applying = deadline.checked and not ended
    buttons = (
        *(deadlines.applying_buttons([deadline]) if applying else ()),
        *(deadlines.settling_buttons(deadline) if settles else ()),
        *(offer_verbs(ctx, "échéance", deadline.number) if settles and applying else ()),
    )
    return Reply(text=text, buttons=buttons)


def _ends(typed: str, ctx: Context) -> datetime | None:
    """Read the entry of the last day. Raises UNREAD_DEADLINE, PAST_END and WhenError."""
    with at_field("date"):
        return read_last_day(typed, ctx.now, ctx.network.timezone, UNREAD_DEADLINE)


def _title(command: Command, usual: str, *, certified: bool) -> str:
    """Return the entry of the title, or what the call is called without. Raises UserError."""
    typed = command.fields.get("titre", "").strip() or usual
    with at_field("titre"):
        if not any(map(str.isalnum, typed)):
            raise NO_DEADLINE_TITLE()
        return checked_text(typed[:TITLE], what="le titre", certified=certified)


def _form(command: Command, ctx: Context) -> Dialog:
    """Return the form of a deadline: a new one, or one that is there, by its number."""
    number = command.number
    deadline = deadlines.get(ctx, number, command.caller) if number else None
    in_six_weeks = day(ctx.now + timedelta(weeks=6), ctx.network.timezone).partition(" ")[2]
    link = Field(
        name="lien",
        label="Lien de l'appel",
        placeholder="https://exemple.org/appel",
        limit=LINK_LIMIT,
    )
    end = Field(
        name="date",
        label="Date limite",
        placeholder=f"{in_six_weeks} à 12\u00a0h",
        help="« permanent » si l'on peut candidater toute l'année.",
    )
    title = optional_field(
        name="titre",
        label="Titre",
        placeholder="Appel à projets Tiers-lieux",
        limit=TITLE,
        default=deadline.title if deadline else "",
        help="" if deadline else "À laisser vide si l'article est déjà dans la veille.",
    )
    if deadline:
        called = f"Échéance n°\u00a0{number}"
        return Dialog(title=called, submit="Corriger", fields=(end, title))
    return Dialog(title="Signaler une échéance", submit="Signaler", fields=(link, end, title))


_settle = partial(Route, Act.SETTLE_DEADLINE)

ROUTES = (
    Route(Act.READ_DEADLINES, deadlines.LIST, list_them),
    Route(Act.READ_DEADLINES, f"{deadlines.SHOW} : <n°>", show),
    Route(
        Act.PROPOSE_DEADLINE,
        deadlines.PROPOSE,
        propose,
        limit=LINK_LIMIT + TEXT_LIMIT,
        care=signed("titre", shared_as="une échéance pour la veille"),
        form=_form,
    ),
    Route(
        Act.PROPOSE_DEADLINE,
        f"{deadlines.CORRECT} : <n°>",
        correct,
        care=CHECKED,
        form=_form,
    ),
    _settle(f"{deadlines.CONFIRM} : <n°>", confirm),
    _settle(deadlines.KEEP_ALL, keep_all),
    *toggle(Act.SETTLE_DEADLINE, f"{deadlines.DROP} : <n°>", f"{deadlines.RESTORE} : <n°>", drop),
    *toggle(Act.APPLY, f"{deadlines.APPLY} : <n°>", f"{deadlines.UNAPPLY} : <n°>", apply, applies),
)
