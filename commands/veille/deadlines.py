"""Deadlines of calls: listed, given, corrected, confirmed, set aside; who applies."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from functools import partial
from uuid import uuid4

from bot.core.card_keys import CardKind, card_key
from bot.core.errors import UserError
from bot.core.message import Button
from bot.core.patterns import lazy_pattern
from bot.french.text import TEXT_LIMIT, checked_text
from bot.network.rights import Act
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.arguments import certified_first, number_first, without_thanks
from bot.talk.care import CHECKED, signed
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.offering import offer_verbs
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route
from bot.talk.toggles import toggle
from bot.veille.deadlines import service as deadlines
from bot.veille.deadlines.rules import NO_DEADLINE_NUMBER, Deadline, DeadlineStep
from bot.veille.deadlines.typed import NO_DEADLINE_LINK, TITLE, read_deadline
from bot.veille.proposal import LINK_LIMIT

EXAMPLE = (
    "/veille échéance https://exemple.org/appel 15 janvier 2027 à 12 h, Appel à projets Tiers-lieux"
)

_LINK = lazy_pattern(r"[<(]?(https?://[^\s<>]+)[>)]?[\s,;:–—-]*", re.IGNORECASE)


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


def propose(command: Command, ctx: Context) -> Reply:
    """Keep a deadline by its link, correct or show one by its number."""
    certified, typed = certified_first(_typed(command))
    link = _LINK.search(typed)
    if link is not None:
        rest = f"{typed[: link.start()]} {typed[link.end() :]}".strip()
        return _given(command, ctx, link[1].rstrip(".,;"), rest, certified=certified)
    found = number_first(typed)
    if found is None or _is_a_date(typed, ctx):
        raise NO_DEADLINE_LINK()
    number, date = found
    if not date.strip(" .?"):
        return _shown(command, ctx, deadlines.get(ctx, number, command.caller), "")
    return _corrected(command, ctx, number, date, certified=certified)


def confirm(command: Command, ctx: Context) -> Reply:
    """Take a date as it is, or correct it."""
    number = command.number
    certified, date = certified_first(without_thanks(command.words))
    if date.strip(" .?"):
        return _corrected(command, ctx, number, date, certified=certified)
    deadline, fresh = deadlines.take(ctx, number, DeadlineStep.CONFIRMED, command.caller)
    return _shown(command, ctx, deadline, "confirmed" if fresh else "same")


def correct(command: Command, ctx: Context) -> Reply:
    """Give a deadline another date, and title if one follows it."""
    certified, date = certified_first(command.words)
    title = command.fields.get("titre", "")
    date = f"{date}, {title}" if title.strip() else date
    return _corrected(command, ctx, command.number, date, certified=certified)


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
    number = command.number
    if not on:
        deadline, left = deadlines.unapply(ctx, number, command.caller)
        return ctx.reply("veille/unapplied.md.j2", deadline=deadline, left=left)
    deadline, others, fresh = deadlines.apply(ctx, number, command.caller)
    text = ctx.render("veille/applied.md.j2", deadline=deadline, people=others, fresh=fresh)
    if command.via.silent and fresh:
        caller = command.caller.id
        about = card_key(CardKind.DEADLINE, ctx.network.slug, number)
        key = f"{about}:applied:{caller}:{uuid4().hex}"
        say.to_user(ctx, key, caller, text, weight=Weight.ANSWER)
    return Reply(text=text)


def applies(command: Command, ctx: Context) -> bool:
    """Tell whether the caller's structure applies."""
    return deadlines.applies(ctx, command.number, command.caller)


def _given(command: Command, ctx: Context, link: str, rest: str, *, certified: bool) -> Reply:
    typed = read_deadline(rest, ctx.now, ctx.network.timezone, title=deadlines.title_of(ctx, link))
    typed = replace(typed, title=_checked(typed.title, certified=certified))
    deadline, told = deadlines.propose(ctx, link, typed, command.caller)
    return _shown(command, ctx, deadline, told.value)


def _corrected(command: Command, ctx: Context, number: int, date: str, *, certified: bool) -> Reply:
    """Correct a date, and the title if one follows it."""
    deadline = deadlines.get(ctx, number, command.caller)
    typed = read_deadline(date, ctx.now, ctx.network.timezone, title=deadline.title)
    title = "" if typed.title == deadline.title else _checked(typed.title, certified=certified)
    corrected, told = deadlines.correct(ctx, number, typed.ends, command.caller, title=title)
    return _shown(command, ctx, corrected, told.value)


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


def _checked(title: str, *, certified: bool) -> str:
    return checked_text(title, what="le titre", example=EXAMPLE, certified=certified)


def _typed(command: Command) -> str:
    """Return what was typed, the form's entries one after the other."""
    if not command.fields:
        return without_thanks(command.text)
    entries = (command.text, command.fields.get("date", ""), command.fields.get("titre", ""))
    return ", ".join(each for each in entries if each.strip())


def _is_a_date(typed: str, ctx: Context) -> bool:
    """Tell « 15 janvier 2027 » from « 15 », the number of a deadline."""
    with suppress(UserError):
        read_deadline(typed, ctx.now, ctx.network.timezone, title="?")
        return True
    return False


_DATE = Field(
    name="date",
    label="Date limite",
    placeholder="15 janvier 2027 à 12 h",
    help="« permanent » si l'on peut candidater toute l'année.",
)
_TITLE = Field(
    name="titre",
    label="Titre",
    placeholder="Appel à projets Tiers-lieux",
    limit=TITLE,
    optional=True,
    help="À laisser vide si l'article est déjà dans la veille.",
)
_FORM = Dialog(
    title="Signaler une échéance",
    submit="Signaler",
    fields=(
        Field(
            name="lien",
            label="Lien de l'appel",
            placeholder="https://exemple.org/appel",
            limit=2_000,
        ),
        _DATE,
        _TITLE,
    ),
)


def _correcting(command: Command, ctx: Context) -> Dialog:
    deadline = deadlines.get(ctx, command.number, command.caller)
    title = replace(_TITLE, default=deadline.title, help="")
    return Dialog(
        title=f"Échéance n°\u00a0{deadline.number}", submit="Corriger", fields=(_DATE, title)
    )


_route = partial(Route, Act.SETTLE_DEADLINE, missing=NO_DEADLINE_NUMBER)


ROUTES = (
    Route(
        Act.READ_DEADLINES,
        f"{deadlines.LIST}|deadlines|appels-a-projets",
        list_them,
        "voir les échéances des appels à projets",
    ),
    Route(
        Act.PROPOSE_DEADLINE,
        f"{deadlines.PROPOSE}|deadline|aap : <lien> <date> [titre]",
        propose,
        "signaler l'échéance d'un appel à projets, ou corriger sa date",
        limit=LINK_LIMIT + TEXT_LIMIT,
        care=signed("titre", shared_as="une échéance pour la veille"),
        form=_FORM,
    ),
    _route(
        f"{deadlines.CONFIRM}|confirmer-echeance : <n°> [date]",
        confirm,
        "confirmer une échéance à vérifier",
        care=CHECKED,
    ),
    Route(
        Act.PROPOSE_DEADLINE,
        f"{deadlines.CORRECT}|corriger-echeance : <n°> <date>",
        correct,
        "corriger la date d'une échéance",
        care=CHECKED,
        form=_correcting,
        missing=NO_DEADLINE_NUMBER,
    ),
    *toggle(
        Act.SETTLE_DEADLINE,
        f"{deadlines.DROP}|ecarter-l'echeance : <n°>",
        f"{deadlines.RESTORE}|retablir-echeance : <n°>",
        drop,
        summary="écarter une échéance",
        off_summary="rétablir une échéance écartée",
        missing=NO_DEADLINE_NUMBER,
    ),
    *toggle(
        Act.APPLY,
        f"{deadlines.APPLY}|je-candidate|ma-structure-candidate : <n°>",
        f"{deadlines.UNAPPLY} : <n°>",
        apply,
        applies,
        summary="dire que votre structure candidate, et savoir qui d'autre le fait",
        off_summary="retirer votre candidature de la mise en relation",
        missing=NO_DEADLINE_NUMBER,
    ),
)
