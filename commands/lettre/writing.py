"""Coordinators write the letter: édito, title, points, answers; what they leave out."""

from __future__ import annotations

from functools import partial

from bot.core.errors import Refusal
from bot.french.discretion import Discretion
from bot.french.text import TEXT_LIMIT
from bot.letter import asking as letter_asking
from bot.letter import gathering, preparing
from bot.letter.note import POINT_LIMIT
from bot.letter.rules import TITLE_LIMIT
from bot.network.rights import Act
from bot.question.answering import AnswerDraft
from bot.talk.arguments import certified_first, first_word, require_number
from bot.talk.care import CHECKED, DEPOSITED, SIGNED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.errors import UNCLEAR
from bot.talk.handler import Handler
from bot.talk.reply import NO_DIALOG_HERE, Dialog, Field, Reply
from bot.talk.routing import Route, Takes
from commands.signed import answer_privately, is_signed

EDITO = letter_asking.EDITO
EDITO_SENT = "lettre édito-formulaire"
RETAIN = "lettre retenir"
ANSWER = letter_asking.ANSWER
_WHICH_TEXT = Refusal(
    "words missing",
    reply="Quel texte ? Par exemple `/lettre effacer 3` : les numéros se lisent dans `/lettre`.",
)
_NOTHING = ("-", "–", "—")


def introduce(command: Command, ctx: Context) -> Reply:
    """Keep the édito; « - » erases it; without a text, open the form on what there is."""
    if not command.text.strip():
        return _edito_form(command, ctx)
    return _introduced(command, ctx, command.text, mark=None)


def introduce_in_form(command: Command, ctx: Context) -> Reply:
    """Keep the édito that a form gives, unless someone wrote another one meanwhile."""
    mark, _, text = command.text.partition(" ")
    return _introduced(command, ctx, text, mark=int(mark) if mark.isdecimal() else -1)


def entitle(command: Command, ctx: Context) -> Reply:
    """Give the letter a title; « - » gives the usual one back."""
    certified, text = certified_first(command.text)
    if not text.strip():
        raise UNCLEAR(
            hint="Quel titre ? Par exemple : `/lettre titre La lettre des ateliers d'hiver` ; "
            "`/lettre titre -` remet le titre habituel."
        )
    preparing.entitle(ctx, "" if _erases(text) else text, certified=certified)
    return Reply(text=ctx.render("lettre/titled.md.j2", title=gathering.preview(ctx).title))


def retain(command: Command, ctx: Context) -> Reply:
    """Keep a point « à retenir »; without a text, open the form."""
    certified, text = certified_first(command.text)
    if not text.strip():
        return _form(
            command,
            title="À retenir",
            route=RETAIN,
            argument="",
            example="/lettre retenir La permanence du mardi change de salle",
            field=Field(
                name="texte",
                label="Ce qu'il faut retenir",
                help="Une ou deux lignes ; un point à la fois.",
                multiline=True,
                limit=POINT_LIMIT,
            ),
        )
    note = preparing.retain(ctx, text, command.caller, certified=certified)
    return Reply(text=ctx.render("lettre/point_noted.md.j2", note=note))


def answer(command: Command, ctx: Context) -> Reply:
    """Keep the answer that the letter gives; « - » drops it, without a text open the form."""
    number, rest = require_number(command.text, usage="lettre répondre 12 <réponse>")
    certified, text = certified_first(rest)
    if _erases(text) or (not text and command.text.rstrip().endswith(_NOTHING)):
        question = preparing.erase_answer(ctx, number, command.caller)
        erased = ctx.render("lettre/answer_erased.md.j2", question=question)
        return Reply(text=erased)
    if not text:
        return _answer_form(command, ctx, number)
    draft = AnswerDraft(text=text, signed=is_signed(command), certified=certified)
    if command.discretion is Discretion.PRIVATE:
        return answer_privately(command, ctx, number, draft)
    question, fresh = preparing.write_answer(ctx, number, draft, command.caller)
    noted = ctx.render(
        "lettre/answer_noted.md.j2",
        question=question,
        text=text,
        fresh=fresh,
        at=gathering.preview(ctx).at,
    )
    return Reply(text=noted)


def _choosing(*, out: bool) -> Handler:
    """Return the handler that takes something out of the draft, or puts it back."""

    def choose(command: Command, ctx: Context) -> Reply:
        piece = preparing.leave_out(ctx, command.text, out=out)
        text = ctx.render(
            "lettre/left_out.md.j2",
            piece=piece,
            place=command.text.strip(" .").replace("`", ""),
            out=out,
        )
        return Reply(text=text)

    return choose


def _showing(*, shown: bool) -> Handler:
    """Return the handler that lets questions be read outside the chat, or no longer."""

    def choose(command: Command, ctx: Context) -> Reply:
        pieces = preparing.show_outside(ctx, command.text, shown=shown)
        return Reply(text=ctx.render("lettre/shown.md.j2", pieces=pieces, shown=shown))

    return choose


def erase(command: Command, ctx: Context) -> Reply:
    """Take back a text that waits for the letter, one's own or, for coordinators, anyone's."""
    note = preparing.remove(ctx, command.number, command.caller)
    return Reply(text=ctx.render("lettre/erased.md.j2", note=note))


def _introduced(command: Command, ctx: Context, typed: str, *, mark: int | None) -> Reply:
    certified, text = certified_first(typed)
    edito = "" if _erases(text) else text
    letter = preparing.introduce(ctx, edito, command.caller, certified=certified, mark=mark)
    return Reply(text=ctx.render("lettre/edito_noted.md.j2", letter=letter))


def _erases(text: str) -> bool:
    return first_word(text)[0] in _NOTHING and not first_word(text)[1]


def _edito_form(command: Command, ctx: Context) -> Reply:
    draft = gathering.draft(ctx)
    return _form(
        command,
        title="L'édito de la lettre",
        route=EDITO_SENT,
        argument=str(draft.edito_mark),
        example="/lettre édito Bonjour à toutes et à tous, voici…",
        field=Field(
            name="texte",
            label="L'édito",
            help="Quelques lignes qui ouvrent la lettre ; « - » l'efface.",
            multiline=True,
            limit=TEXT_LIMIT,
            default=draft.edito,
        ),
    )


def _answer_form(command: Command, ctx: Context, number: int) -> Reply:
    question, written = preparing.written_answer(ctx, number, command.caller)
    return _form(
        command,
        title=f"Répondre à la n°\u00a0{number}",
        route=ANSWER,
        argument=str(number),
        example=f"/lettre répondre {number} La Manufacture, le mardi",
        field=Field(
            name="texte",
            label="La réponse",
            placeholder=" ".join(question.text.split())[:TITLE_LIMIT],
            help="Elle paraîtra avec la lettre ; « - » l'efface.",
            multiline=True,
            limit=TEXT_LIMIT,
            default=written,
        ),
    )


def _form(  # noqa: PLR0913  a form has that many parts
    command: Command, *, title: str, route: str, argument: str, example: str, field: Field
) -> Reply:
    if not command.via.immediate:
        raise NO_DIALOG_HERE(line=example)
    return Reply(
        dialog=Dialog(title=title, route=route, argument=argument, submit="Noter", fields=(field,))
    )


_route = partial(Route, Act.WRITE_LETTER)
_rare = partial(Route, Act.WRITE_LETTER, rare=True)

ROUTES = (
    _route(
        f"{EDITO}|editorial : <texte>",
        introduce,
        "écrire l'édito de la prochaine lettre",
        care=DEPOSITED,
    ),
    _route(EDITO_SENT, introduce_in_form, care=CHECKED),
    _rare(
        "lettre titre : <titre>", entitle, "donner un titre à la prochaine lettre", care=DEPOSITED
    ),
    _route(
        f"{RETAIN} : <texte>", retain, "ajouter un point à retenir dans la lettre", care=DEPOSITED
    ),
    _route(
        f"{ANSWER}|reponse : <n° de question> <réponse>",
        answer,
        "préparer la réponse que la lettre donnera",
        care=SIGNED,
    ),
    _route(
        "lettre enlever|oter : <place>",
        _choosing(out=True),
        "enlever quelque chose de la lettre, par sa place : « 3.2 »",
        Takes.WORDS,
    ),
    _rare(
        "lettre remettre : <place>",
        _choosing(out=False),
        "remettre ce qui a été enlevé de la lettre",
        Takes.WORDS,
    ),
    _route(
        f"{letter_asking.SHOW} : <place>",
        _showing(shown=True),
        "laisser paraître une question par courriel et en page",
        Takes.WORDS,
    ),
    _rare(
        "lettre cacher : <place>",
        _showing(shown=False),
        "réserver au canal une question gardée pour le courriel et la page",
        Takes.WORDS,
    ),
    Route(
        Act.CONTRIBUTE,
        "lettre effacer|retirer : <n°>",
        erase,
        "retirer ce que vous avez proposé pour la lettre",
        missing=_WHICH_TEXT,
    ),
)
