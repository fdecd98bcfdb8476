"""Coordinators write the letter: édito, title, points, answers; what they leave out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.core.message import Button
from bot.french.discretion import Discretion
from bot.letter import card, gathering, preparing
from bot.letter.note import POINT_LIMIT
from bot.letter.rules import TITLE_LIMIT
from bot.network.rights import Act
from bot.question.answering import AnswerDraft
from bot.talk.care import CHECKED, DEPOSITED, SIGNED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.entrusting.rules import EntrustedTask
from bot.talk.reply import Dialog, Reply, optional_field, words_field
from bot.talk.routing import Route
from bot.talk.toggles import toggle
from commands.entrusting import entrusted
from commands.signed import answer_privately, is_signed
from commands.texts import impersonal

EDITO_SENT = "lettre édito-formulaire"


def introduce(command: Command, ctx: Context) -> Reply:
    """Keep the édito; an empty one erases it."""
    return _introduced(command, ctx, command.text, mark=None)


def introduce_in_form(command: Command, ctx: Context) -> Reply:
    """Keep the édito that a form gives, unless someone wrote another one meanwhile."""
    mark, _, text = command.text.partition(" ")
    return _introduced(command, ctx, text, mark=int(mark) if mark.isdecimal() else -1)


def entitle(command: Command, ctx: Context) -> Reply:
    """Give the letter a title; an empty one gives the usual one back."""
    text = impersonal(command.text)
    preparing.entitle(ctx, text)
    return ctx.reply("lettre/titled.md.j2", title=gathering.preview(ctx).title)


def retain(command: Command, ctx: Context) -> Reply:
    """Keep a point « à retenir »."""
    note = preparing.retain(ctx, impersonal(command.text), command.caller)
    return ctx.reply("lettre/point_noted.md.j2", card.erase_button(note), note=note)


def answer(command: Command, ctx: Context) -> Reply:
    """Keep the answer that the letter gives; an empty one drops it."""
    number, text = command.number, impersonal(command.words)
    if not text:
        question = preparing.erase_answer(ctx, number, command.caller)
        return ctx.reply("lettre/answer_erased.md.j2", question=question)
    draft = AnswerDraft(text=text, signed=is_signed(command))
    if command.discretion is Discretion.PRIVATE:
        return answer_privately(command, ctx, number, draft)
    question, fresh = preparing.write_answer(ctx, number, draft, command.caller)
    again = Button("repondre", "La revoir…", card.ANSWER, str(number))
    return ctx.reply(
        "lettre/answer_noted.md.j2",
        again,
        question=question,
        text=text,
        fresh=fresh,
        at=gathering.preview(ctx).at,
    )


def leave_out(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Take something out of the draft, or put it back; without words, ask what."""
    if not command.text.strip():
        asked = [replace(each, route="") for each in card.leaving_out_menu(gathering.preview(ctx))]
        return ctx.reply("lettre/what.md.j2", *asked, any=bool(asked))
    piece = preparing.leave_out(ctx, command.text, out=on)
    return ctx.reply("lettre/left_out.md.j2", piece=piece, out=on)


def show_outside(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Let a question be read outside the chat, or no longer."""
    piece = preparing.show_outside(ctx, command.number, shown=on)
    return ctx.reply("lettre/shown.md.j2", piece=piece, shown=on)


def erase(command: Command, ctx: Context) -> Reply:
    """Take back a text that waits for the letter, one's own or, for coordinators, anyone's."""
    note = preparing.remove(ctx, command.number, command.caller)
    return ctx.reply("lettre/erased.md.j2", note=note)


def _introduced(command: Command, ctx: Context, typed: str, *, mark: int | None) -> Reply:
    text = impersonal(typed)
    letter = preparing.introduce(ctx, text, command.caller, mark=mark)
    text = ctx.render("lettre/edito_noted.md.j2", letter=letter)
    return Reply(text=text, buttons=(card.PREVIEWING,))


def _edito_form(_command: Command, ctx: Context) -> Dialog:
    """Return the form on the édito that there is, which it does not write over unseen."""
    draft = gathering.draft(ctx)
    field = words_field(
        label="L'édito",
        help="Quelques lignes qui ouvrent la lettre. Vide : pas d'édito.",
        optional=True,
        default=draft.edito,
    )
    return Dialog(
        title="L'édito de la lettre",
        submit="Noter",
        fields=(field,),
        route=EDITO_SENT,
        argument=str(draft.edito_mark),
    )


def _answer_form(command: Command, ctx: Context) -> Dialog:
    question, written = preparing.written_answer(ctx, command.number, command.caller)
    field = words_field(
        label="La réponse",
        placeholder=" ".join(question.text.split())[:TITLE_LIMIT],
        help="Elle paraîtra avec la lettre. Vide : elle est effacée.",
        optional=True,
        default=written,
    )
    return Dialog(title=f"Répondre à la n°\u00a0{question.number}", submit="Noter", fields=(field,))


_POINT_FORM = Dialog(
    title="À retenir",
    submit="Noter",
    fields=(
        words_field(
            label="Ce qu'il faut retenir",
            help="Une ou deux lignes ; un point à la fois.",
            limit=POINT_LIMIT,
        ),
    ),
)
_TITLE_FORM = Dialog(
    title="Le titre de la lettre",
    submit="Noter",
    fields=(
        optional_field(
            label="Le titre",
            placeholder="La lettre des ateliers d'hiver",
            help="Vide : le titre habituel.",
            limit=TITLE_LIMIT,
        ),
    ),
)

_route = partial(Route, Act.WRITE_LETTER)

_edito = partial(Route, Act.WRITE_EDITO)

ROUTES = (
    *entrusted(
        EntrustedTask.EDITO,
        Act.READ_LETTER,
        _edito(
            f"{card.EDITO}|editorial : <texte>",
            introduce,
            "écrire l'édito de la prochaine lettre",
            care=DEPOSITED,
            form=_edito_form,
        ),
        _edito(EDITO_SENT, introduce_in_form, care=CHECKED, form=_edito_form),
    ),
    _route(card.TITLE, entitle, care=DEPOSITED, form=_TITLE_FORM),
    _route(card.RETAIN, retain, care=DEPOSITED, form=_POINT_FORM),
    _route(f"{card.ANSWER} : <n°>", answer, care=SIGNED, form=_answer_form),
    *toggle(Act.WRITE_LETTER, card.LEAVE_OUT, card.PUT_BACK, leave_out),
    *toggle(Act.WRITE_LETTER, f"{card.SHOW} : <n°>", f"{card.HIDE} : <n°>", show_outside),
    Route(Act.CONTRIBUTE, f"{card.ERASE} : <n°>", erase),
)
