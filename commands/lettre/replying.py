"""What coordinators do with a reply to the letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.core.message import Button
from bot.french.text import stored_text
from bot.letter.inbox import card, replying
from bot.letter.inbox import reply_store as replies
from bot.letter.inbox.rules import MailReply, ReplyUse
from bot.network.rights import Act
from bot.talk.care import DEPOSITED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import reading
from bot.talk.reply import Dialog, Field, Reply, words_field
from bot.talk.routing import Route
from commands.texts import Numbered, numbered


def show(command: Command, ctx: Context) -> Reply:
    """Show a reply."""
    return card.shown(ctx, replies.get(ctx.db, ctx.network.slug, command.number))


def publish(command: Command, ctx: Context, typed: Numbered, *, use: ReplyUse) -> Reply:
    """Ask its sender whether a reply may be published in these words."""
    words = stored_text(typed.text, what="le texte")
    said = command.fields.get(_QUESTION.name, "")
    target = int("".join(each for each in said if each.isdigit())[:9] or 0)
    asked = replying.ask_sender(ctx, typed.number, use, words, target, by=command.caller)
    return _done(ctx, asked, "son accord est demandé")


def write(_command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Write to the sender of a reply."""
    words = stored_text(typed.text, what="votre réponse")
    return _done(ctx, replying.write_to_sender(ctx, typed.number, words), "votre réponse part")


def come(command: Command, ctx: Context) -> Reply:
    """Note that the sender of a reply comes to the next meeting."""
    return _done(ctx, replying.note_coming(ctx, command.number), "sa venue est notée")


def drop(command: Command, ctx: Context, *, back: bool) -> Reply:
    """Set a reply aside, or bring it back."""
    reply = replying.drop(ctx, command.number, back=back)
    if back:
        return card.shown(ctx, reply)
    undo = Button("remettre", "La remettre", card.PUT_BACK, str(reply.number))
    return replace(_done(ctx, reply, "écartée"), undo=undo)


def _done(ctx: Context, reply: MailReply, what: str) -> Reply:
    did = f"Réponse n° {reply.number} à la lettre\u00a0: {what}"
    return replace(card.shown(ctx, reply), did=did)


_QUESTION = Field(name="question", label="Le numéro de la question", limit=12)
_TEXT = words_field(label="Le texte", limit=2_000)
_ASKS = (
    "Un courriel demande d'abord son accord à la personne, avec ces mots exacts ; sans son oui, "
    "rien ne paraît. Personne ne sera nommé. Elle ne reçoit qu'un courriel : relisez."
)


def _asking(command: Command, ctx: Context, *, fields: tuple[Field, ...] = ()) -> Dialog:
    """Return the form of the words that its sender is asked about."""
    reply = replies.get(ctx.db, ctx.network.slug, command.number)
    text = replace(_TEXT, default=reply.text)
    return Dialog(
        title="Publier sa réponse", submit="Demander", fields=(*fields, text), introduction=_ASKS
    )


_WRITING = Dialog(
    title="Répondre par courriel",
    submit="Envoyer",
    fields=(replace(_TEXT, label="Votre réponse"),),
    introduction="Elle part au nom de la coordination. La personne ne reçoit qu'un courriel pour "
    "sa réponse.",
)

_route = partial(Route, Act.READ_REPLIES)


def _publishing(path: str, use: ReplyUse, form: Callable[[Command, Context], Dialog]) -> Route:
    handler = reading(numbered, partial(publish, use=use))
    return _route(f"{path} : <n°> <texte>", handler, care=DEPOSITED, form=form)


ROUTES = (
    _route(f"{card.SHOW} : <n°>", show),
    _publishing(card.ASK, ReplyUse.QUESTION, _asking),
    _publishing(card.ANSWER, ReplyUse.ANSWER, partial(_asking, fields=(_QUESTION,))),
    _publishing(card.PROPOSE, ReplyUse.ARTICLE, _asking),
    _route(f"{card.COME} : <n°>", come),
    _route(f"{card.WRITE} : <n°> <texte>", reading(numbered, write), care=DEPOSITED, form=_WRITING),
    _route(f"{card.DROP} : <n°>", partial(drop, back=False)),
    _route(f"{card.PUT_BACK} : <n°>", partial(drop, back=True)),
)
