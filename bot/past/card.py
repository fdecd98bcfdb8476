"""What the reading of a channel's past says: in the channel, to coordinators, to each author."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.past import store as pasts
from bot.past.rules import PastMessage, PastReading, PastState, of_someone
from bot.people.wish import Weight
from bot.question import store as questions
from bot.question.rules import Question
from bot.talk import say
from bot.talk.context import Context
from bot.talk.markdown import person
from bot.talk.render import shorten
from bot.talk.reply import Reply

SHOW = "reseau passé"
ANNOUNCE = "reseau relire"
STOP = "reseau arrêter-relecture"
RESUME = "reseau reprendre-relecture"
SORT = "reseau trier-questions"
END = "reseau terminer-relecture"
UNDO = "reseau annuler-relecture"
KEEP = "reseau garder-question"
LEAVE_OUT = "reseau écarter-question"
BRING_BACK = "reseau remettre-question"
REFUSE = "reseau ne-pas-me-lire"
LET_READ = "reseau me-lire"

SIGN = "besoin signer-retrouvée"
CORRECT = "besoin corriger-retrouvée"
WITHDRAW = "besoin retirer-retrouvée"
AGREE = "besoin laisser-sortir"

REFUSING = Button("nepaslire", "Ne pas lire mes messages", REFUSE, emoji="no_entry", undo=LET_READ)
STARTING = Button("relire", "Prévenir le réseau", ANNOUNCE, primary=True)

TOLD = 20
"""Questions of one message to their author: it is one post, which may be rewritten."""

UNDOING = Button("annulertout", "Tout annuler…", UNDO)
_SEE = Button("trier", "Les trier", SORT, primary=True)
_OWN_VERBS = (
    ("signer", "Signer", SIGN),
    ("corriger", "Corriger…", CORRECT),
    ("retirer", "La retirer…", WITHDRAW),
    ("sortir", "Elle peut sortir du canal", AGREE),
)


def announce(ctx: Context, reading: PastReading, by: str) -> None:
    """Announce in the channel that its past will be read, and how not to be."""
    text = announced(ctx, reading, by)
    say.in_channel(ctx, _key(ctx, reading), text, buttons=(REFUSING,))


def announced(ctx: Context, reading: PastReading, by: str, *, preview: bool = False) -> str:
    """Return what the channel is told before its past is read, how not to be but in a preview."""
    buttons = ctx.buttons
    return ctx.render(
        "passe/announced.md.j2", reading=reading, by=by, buttons=buttons, preview=preview
    )


def shown(ctx: Context, reading: PastReading | None) -> Reply:
    """Return where the reading stands, and what coordinators may do about it."""
    waits = pasts.count_waiting(ctx.db, ctx.network.slug)
    return ctx.reply(
        "passe/reading.md.j2",
        *(_verbs(reading, waits) if reading else (STARTING,)),
        reading=reading,
        waits=waits,
    )


def candidate(ctx: Context, found: PastMessage) -> Reply:
    """Return a message that was found, in its words of now, with what may be done with it."""
    number, many = str(found.id), len(found.replies) > 1
    with_replies = [
        Option(
            f"Garder, avec la réponse{f' {rank}' if many else ''} de {person(each.author)}",
            KEEP,
            _argument(found, each),
        )
        for rank, each in enumerate(found.replies, start=1)
    ]
    first = [Button("garder", each.label, KEEP, each.argument) for each in with_replies[:1]]
    others = (menu("avec", "Garder avec…", *with_replies[1:]),) if many else ()
    return ctx.reply(
        "passe/candidate.md.j2",
        *first,
        Button("ouverte", "Garder ouverte", KEEP, _argument(found)),
        Button("pascelleci", "Pas celle-ci", LEAVE_OUT, number),
        *others,
        found=found,
    )


def tell_read(ctx: Context, reading: PastReading, count: int) -> None:
    """Tell coordinators what was read, and how much of it asks something."""
    text = ctx.render("passe/read.md.j2", reading=reading, count=count)
    buttons = (_SEE, UNDOING) if count else ()
    key = f"{_key(ctx, reading)}:read"
    say.to_coordinators(ctx, key, text, weight=Weight.DUTY, buttons=buttons)


def tell_end(ctx: Context, reading: PastReading, kept: Sequence[Question], by: str) -> None:
    """Tell coordinators but who ended it, and the channel where it was announced, what was kept."""
    key = _key(ctx, reading)
    text = ctx.render("passe/ended.md.j2", kept=kept, coordinates=False)
    if not kept:
        say.again(ctx, key, text, buttons=(REFUSING,))
        return
    ended = f"{key}:ended"
    say.in_channel(ctx, ended, text, buttons=(REFUSING,))
    text = ctx.render("passe/ended.md.j2", kept=kept, coordinates=True)
    others = ctx.coordinators - {by}
    say.to_coordinators(ctx, ended, text, weight=Weight.DUTY, among=others, buttons=(UNDOING,))


def tell_undone(ctx: Context, reading: PastReading) -> None:
    """Tell the channel where it was announced that nothing is read, or that nothing is kept."""
    key, text = _key(ctx, reading), ctx.render("passe/undone.md.j2")
    for post in (key, f"{key}:ended"):
        say.again(ctx, post, text)


def tell_author(ctx: Context, user: str) -> None:
    """Tell someone, once, what was kept of theirs, and what they may do."""
    key, text, buttons = _own(ctx, user)
    say.to_user(ctx, key, user, text, weight=Weight.ANSWER, buttons=buttons)


def tell_again(ctx: Context, user: str) -> None:
    """Rewrite what someone was told, as it is now, if they were."""
    key, text, buttons = _own(ctx, user)
    say.again(ctx, key, text, buttons=buttons)


def _own(ctx: Context, user: str) -> tuple[str, str, tuple[Button, ...]]:
    """Return what tells someone what one reading kept of theirs: the key and words of one post."""
    here, reading = ctx.network.slug, pasts.of(ctx.db, ctx.network.slug)
    own = of_someone(questions.of_past(ctx.db, here), user)
    shown = sorted(own, key=lambda each: _has_signed(each, user))[:TOLD]
    text = ctx.render("passe/own.md.j2", own=shown, more=len(own) - len(shown), user=user)
    key = f"{_key(ctx, reading) if reading else 'past'}:own:{user}"
    return key, text, _own_verbs(shown)


def _has_signed(question: Question, user: str) -> bool:
    answer = question.answer
    asked = question.author != user or question.signed
    return asked and (answer is None or answer.by != user or answer.signed)


def _own_verbs(own: Sequence[Question]) -> tuple[Button, ...]:
    """Return what someone may do with what was kept of theirs: menus, where it is several."""
    if len(own) <= 1:
        return tuple(
            Button(name, label, route, str(question.number))
            for question in own
            for name, label, route in _OWN_VERBS
        )
    told = {
        str(each.number): shorten(f"n°\u00a0{each.number}\u00a0: {each.text}", OPTION_LABEL)
        for each in own
    }
    return tuple(
        menu(name, f"{label.rstrip('…')}…", *(Option(told[each], route, each) for each in told))
        for name, label, route in _OWN_VERBS
    )


def _verbs(reading: PastReading, waits: int) -> tuple[Button, ...]:
    match reading.state:
        case PastState.SHOWN:
            see = (_SEE,) if waits else ()
            end = Button("terminer", "Terminer…", END)
            return (*see, end, Button("arreter", "Arrêter pour l'instant", STOP), UNDOING)
        case PastState.STOPPED:
            return (Button("reprendre", "Reprendre", RESUME), UNDOING)
        case PastState.ANNOUNCED | PastState.READING | PastState.DONE:
            return (UNDOING,)


def _argument(found: PastMessage, reply: PastMessage | None = None) -> str:
    """Return what is kept: the candidate's number, its post, that of the reply; all read again."""
    return " ".join([str(found.id), found.post, *([reply.post] if reply else ())])


def _key(ctx: Context, reading: PastReading) -> str:
    return f"past:{ctx.network.slug}:{reading.announced_at:%Y%m%d%H%M%S}"
