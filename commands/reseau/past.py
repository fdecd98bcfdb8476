"""« Retrouver les questions passées »: what coordinators, and those whose words these are, do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.core.message import Button
from bot.french.text import stored_text
from bot.network.rights import Act
from bot.past import authors, card, keeping, reading
from bot.past import store as pasts
from bot.past.rules import NOT_TO_SORT, PastReading
from bot.pile import following, opening
from bot.pile.rules import PieceKind
from bot.question import store as questions
from bot.talk.arguments import confirmed_first
from bot.talk.care import UNSIGNED
from bot.talk.command import Command, Referred, Via
from bot.talk.context import Context
from bot.talk.handler import Situation
from bot.talk.handler import reading as in_two_steps
from bot.talk.numbers import asked_in_thread
from bot.talk.render import moment
from bot.talk.reply import Dialog, Field, Reply, taking_back, words_field
from bot.talk.routing import Route
from bot.talk.toggles import toggle
from commands.texts import Numbered, numbered

PAST = card.SHOW

_READING = "Lecture des messages passés : "


def show(_command: Command, ctx: Context) -> Reply:
    """Tell where the reading of the past stands."""
    return card.shown(ctx, pasts.of(ctx.db, ctx.network.slug))


def announce(command: Command, ctx: Context) -> Reply:
    """Announce in the channel that its past will be read, once its words and date were seen."""
    if not confirmed_first(command.text)[0]:
        sure = Button("confirmer", "Oui, prévenir le réseau", card.ANNOUNCE, "confirmé")
        said = card.announced(ctx, reading.planned(ctx), command.caller.id, preview=True)
        return ctx.reply("passe/announcing.md.j2", sure, said=said)
    started = reading.announce(ctx, command.caller.id)
    following.cover(ctx, PieceKind.FIRST_HOUR, ["passé"])
    did = f"{_READING}annoncée, pour le {moment(started.starts_at, ctx.network.timezone)}"
    back = taking_back(card.UNDO, "confirmé")
    return replace(card.shown(ctx, started), buttons=(), did=did, undo=back)


def move(
    _command: Command, ctx: Context, *, change: Callable[[PastReading], PastReading], did: str
) -> Reply:
    """Stop the reading, or go on with it."""
    moved = reading.move(ctx, change)
    following.cover(ctx, PieceKind.PAST_QUESTION)
    return replace(card.shown(ctx, moved), did=f"{_READING}{did}")


def sort(command: Command, ctx: Context) -> Reply:
    """Show the caller what is to be sorted, some at a time."""
    opening.open_(ctx, command.caller, [PieceKind.PAST_QUESTION])
    shown = command.direct or command.via is Via.DIRECT
    return Reply(text="" if shown else "C'est à trier dans notre conversation privée.")


def end(command: Command, ctx: Context) -> Reply:
    """End the reading, once that was confirmed: what is left is forgotten, authors are told."""
    if not confirmed_first(command.text)[0]:
        sure = Button("confirmer", "Oui, terminer", card.END, "confirmé")
        waits = pasts.count_waiting(ctx.db, reading.get(ctx).network)
        return ctx.reply("passe/ending.md.j2", sure, count=waits)
    kept = reading.end(ctx, command.caller.id)
    following.cover(ctx, PieceKind.PAST_QUESTION)
    buttons = (card.UNDOING,) if kept else ()
    reply = ctx.reply("passe/ended.md.j2", *buttons, kept=kept, coordinates=True)
    return replace(reply, did=f"{_READING}terminée")


def undo(command: Command, ctx: Context) -> Reply:
    """Take the whole back, once that was confirmed."""
    if not confirmed_first(command.text)[0]:
        sure = Button("confirmer", "Oui, tout annuler", card.UNDO, "confirmé")
        found = reading.get(ctx)
        kept = questions.of_past(ctx.db, ctx.network.slug)
        return ctx.reply("passe/undoing.md.j2", sure, reading=found, count=len(kept))
    left = reading.undo(ctx)
    following.cover(ctx, PieceKind.PAST_QUESTION)
    return ctx.reply("passe/undone_told.md.j2", left=left)


def refuse(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Have one's past messages not be read, shown nor kept; or let them be read again."""
    here, user = ctx.network.slug, command.caller.id
    if not on:
        pasts.let_read(ctx.db, here, user)
        return ctx.reply("passe/refused.md.j2", on=on, count=0)
    pasts.refuse(ctx.db, here, user, ctx.now)
    shown = pasts.forget_of(ctx.db, here, user)
    following.cover(ctx, PieceKind.PAST_QUESTION, shown)
    count = authors.withdraw_all(ctx, user)
    if shown:
        reading.end_if_decided(ctx)
    return ctx.reply("passe/refused.md.j2", on=on, count=count)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a message as they would be kept, and whom they still name; asked by a field."""

    field: Field
    post: Referred
    names: Sequence[str]


_ENTRIES = tuple(
    words_field(name=name, label=label)
    for name, label in (("question", "La question"), ("reponse", "La réponse"))
)


def _read_kept(command: Command, situation: Situation) -> Sequence[_Words]:
    """Read the message to keep, and its answer, as they are in the channel now, or are reworded."""
    posts = _posts(command.text)
    if not posts:
        raise NOT_TO_SORT(number=command.number)
    read = [
        keeping.words(
            command.quoted.get(post),
            situation.network.slug,
            what=entry.label.lower(),
            said=command.fields.get(entry.name, ""),
        )
        for entry, post in zip(_ENTRIES, posts, strict=False)
    ]
    found = []
    for entry, post in zip(_ENTRIES, read, strict=False):
        unnamed, names = keeping.unnamed(post, read)
        found.append(_Words(replace(entry, default=unnamed.text), unnamed, names))
    return found


def keep(command: Command, ctx: Context, read: Sequence[_Words]) -> Reply:
    """Keep a message of the past as a question, with its answer or open.

    A form asks for other words where these name someone.
    """
    named = [each for each in read if each.names]
    if named:
        return _rewording(command, ctx, read, named)
    posts = [each.post for each in read]
    question = keeping.keep(ctx, command.number, *posts, channel=command.channel)
    how = "gardée" if question.answer else "gardée ouverte, à chercher et à lister d'ici sept jours"
    return _decided(command, ctx, f"Question n°\u00a0{question.number} : {how}")


def _rewording(
    command: Command, ctx: Context, read: Sequence[_Words], named: Sequence[_Words]
) -> Reply:
    names = [(each.field.label.lower(), each.names) for each in named]
    told = ctx.render("passe/named.md.j2", named=names)
    if command.fields:
        return Reply(text=told, refused=True, field=named[0].field.name)
    posts = (*(each.post.post for each in read), _NO_REPLY)[:2]
    form = Dialog(
        title="Garder sans nom",
        introduction=told,
        submit="Garder ainsi",
        route=card.KEEP,
        argument=" ".join((str(command.number), *posts)),
        fields=tuple(each.field for each in read),
    )
    if command.via.immediate:
        return Reply(dialog=form)
    return asked_in_thread(ctx, form.route, form.argument, form)


def leave_out(command: Command, ctx: Context) -> Reply:
    """Leave out a message of the past."""
    keeping.leave_out(ctx, command.number)
    return _decided(command, ctx, "Message passé : écarté")


def _decided(command: Command, ctx: Context, did: str) -> Reply:
    following.cover(ctx, PieceKind.PAST_QUESTION, [command.number])
    if reading.end_if_decided(ctx):
        return Reply(text=f"{did}. C'était le dernier.", did=did)
    back = taking_back(card.BRING_BACK, str(command.number))
    return Reply(text=f"{did}.", did=did, undo=back)


def bring_back(command: Command, ctx: Context) -> Reply:
    """Take back what was decided of a message of the past."""
    keeping.bring_back(ctx, command.number)
    return Reply(text="Ce message est de nouveau à trier.")


def sign(command: Command, ctx: Context) -> Reply:
    """Be named for what was kept of one's own."""
    question = authors.sign(ctx, command.number, command.caller)
    return Reply(text=f"Question n°\u00a0{question.number} : votre nom y est.")


def correct(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Say in other words what was kept of one's own."""
    text = stored_text(typed.text, what="vos mots")
    question = authors.correct(ctx, typed.number, text, command.caller)
    return Reply(text=f"Question n°\u00a0{question.number} : c'est corrigé.")


def withdraw(command: Command, ctx: Context) -> Reply:
    """Erase what was kept of one's own, once that was confirmed."""
    if not confirmed_first(command.words)[0]:
        words = authors.words_of(ctx, command.number, command.caller)
        argument = f"{command.number} confirmé"
        sure = Button("confirmer", "Oui, la retirer", card.WITHDRAW, argument)
        return ctx.reply("passe/withdrawing.md.j2", sure, number=command.number, words=words)
    question = authors.withdraw(ctx, command.number, command.caller)
    return Reply(text=f"Question n°\u00a0{question.number} : vos mots sont effacés.")


def agree(command: Command, ctx: Context) -> Reply:
    """Let what was kept of one's own leave the channel."""
    question = authors.agree(ctx, command.number, command.caller)
    return ctx.reply("passe/agreed.md.j2", question=question)


def _correcting(command: Command, ctx: Context) -> Dialog:
    own = authors.words_of(ctx, command.number, command.caller)
    text = words_field(label="Vos mots", default=own)
    return Dialog(title=f"Corriger la n°\u00a0{command.number}", submit="Corriger", fields=(text,))


def _posts(text: str) -> Sequence[str]:
    """Return the posts that « 12 x3f… y7a… » names after its number: one or two."""
    return [each for each in text.split()[1:3] if each != _NO_REPLY]


_NO_REPLY = "-"
"""Stands for the second, before other words."""


_route = partial(Route, Act.LOOK_BACK)
_own = partial(Route, Act.OWN_PAST)

ROUTES = (
    _route(PAST, show),
    _route(f"{card.ANNOUNCE} : [confirmé]", announce),
    _route(card.STOP, partial(move, change=PastReading.stop, did="arrêtée")),
    _route(card.RESUME, partial(move, change=PastReading.resume, did="reprise")),
    _route(card.SORT, sort),
    _route(f"{card.END} : [confirmé]", end),
    _route(f"{card.UNDO} : [confirmé]", undo),
    _route(f"{card.KEEP} : <n°>", in_two_steps(_read_kept, keep, at_once=0), quotes=_posts),
    _route(f"{card.LEAVE_OUT} : <n°>", leave_out),
    _route(f"{card.BRING_BACK} : <n°>", bring_back),
    *toggle(Act.OWN_PAST, card.REFUSE, card.LET_READ, refuse),
    _own(f"{card.SIGN} : <n°>", sign),
    _own(
        f"{card.CORRECT} : <n°> <texte>",
        in_two_steps(numbered, correct),
        care=UNSIGNED,
        form=_correcting,
    ),
    _own(f"{card.WITHDRAW} : <n°>", withdraw),
    _own(f"{card.AGREE} : <n°>", agree),
)
