"""What coordinators do with a reply to the letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.french.text import stored_text
from bot.letter.inbox import card, replying
from bot.letter.inbox import reply_store as replies
from bot.letter.inbox.rules import ReplyUse
from bot.network.rights import Act
from bot.talk.care import DEPOSITED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import reading
from bot.talk.reply import Dialog, Field, Reply, words_field
from bot.talk.routing import Route
from commands.texts import Numbered, numbered

_ASKS = (
    "Un courriel demande d'abord son accord à la personne, avec ces mots exacts ; sans son oui, "
    "rien ne paraît. Personne ne sera nommé. Elle ne reçoit qu'un courriel : relisez."
)


def show(command: Command, ctx: Context) -> Reply:
    """Show a reply."""
    return card.shown(ctx, replies.get(ctx.db, ctx.network.slug, command.number))


def _published(command: Command, ctx: Context, typed: Numbered, *, use: ReplyUse) -> Reply:
    """Ask its sender whether a reply may be published in these words."""
    words = stored_text(typed.text, what="le texte")
    said = command.fields.get(_QUESTION.name, "")
    target = int("".join(each for each in said if each.isdigit())[:9] or 0)
    replying.ask_sender(ctx, typed.number, use, words, target, by=command.caller)
    return _done(ctx, typed.number, "son accord est demandé")


def write(_command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Write to the sender of a reply."""
    replying.write_to_sender(ctx, typed.number, stored_text(typed.text, what="votre réponse"))
    return _done(ctx, typed.number, "votre réponse part")


def come(command: Command, ctx: Context) -> Reply:
    """Note that the sender of a reply comes to the next meeting."""
    replying.note_coming(ctx, command.number)
    return _done(ctx, command.number, "sa venue est notée")


def drop(command: Command, ctx: Context) -> Reply:
    """Set a reply aside."""
    dropped = replying.drop(ctx, command.number)
    return replace(_done(ctx, command.number, "écartée"), undo=card.putting_back(dropped))


def put_back(command: Command, ctx: Context) -> Reply:
    """Bring back a reply that was set aside."""
    return card.shown(ctx, replying.put_back(ctx, command.number))


def _done(ctx: Context, number: int, what: str) -> Reply:
    shown = card.shown(ctx, replies.get(ctx.db, ctx.network.slug, number))
    return replace(shown, did=f"Réponse n° {number} à la lettre\u00a0: {what}")


_TEXT = words_field(label="Le texte", limit=2_000)
_QUESTION = Field(name="question", label="Le numéro de la question", limit=12)


def _asking(command: Command, ctx: Context, *, title: str, numbers: bool = False) -> Dialog:
    reply = replies.get(ctx.db, ctx.network.slug, command.number)
    text = replace(_TEXT, default=reply.text)
    fields = (_QUESTION, text) if numbers else (text,)
    return Dialog(title=title, submit="Demander", fields=fields, introduction=_ASKS)


def _linking(command: Command, ctx: Context) -> Dialog:
    """Return the form of the link of a reply. Raises NO_LINK."""
    reply = replies.get(ctx.db, ctx.network.slug, command.number)
    link = replace(_TEXT, label="Le lien", default=replying.link_of(reply.text), multiline=False)
    return Dialog(
        title="Proposer à la veille", submit="Demander", fields=(link,), introduction=_ASKS
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
    handler = reading(numbered, partial(_published, use=use))
    return _route(f"{path} : <n°> <texte>", handler, care=DEPOSITED, form=form)


ROUTES = (
    _route(f"{card.SHOW} : <n°>", show),
    _publishing(card.ASK, ReplyUse.QUESTION, partial(_asking, title="En faire une question")),
    _publishing(
        card.ANSWER, ReplyUse.ANSWER, partial(_asking, title="Réponse à une question", numbers=True)
    ),
    _route(f"{card.COME} : <n°>", come),
    _publishing(card.PROPOSE, ReplyUse.ARTICLE, _linking),
    _route(f"{card.WRITE} : <n°> <texte>", reading(numbered, write), care=DEPOSITED, form=_WRITING),
    _route(f"{card.DROP} : <n°>", drop),
    _route(f"{card.PUT_BACK} : <n°>", put_back),
)
