"""Entrusting a meeting to a member, who holds it and reads its minutes over."""

from __future__ import annotations

from bot.core.errors import Refusal
from bot.french.folding import fold
from bot.meeting import card, entrusting
from bot.network.rights import Act
from bot.talk.arguments import names_in
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route, Takes
from commands.rencontre.door import card_of, meeting_numbered, meeting_said

_MYSELF = frozenset({"moi", "moi-meme"})

NO_MEMBER = Refusal(
    "no such member",
    reply="Je ne trouve pas cette personne parmi les membres du réseau : nommez-la par son "
    "« @nom », tel que le canal le propose.",
)


def entrust(command: Command, ctx: Context) -> Reply:
    """Have a meeting held by a member, by its host, or by the coordination again."""
    meeting, words = meeting_said(ctx, command.text)
    word = fold(words).strip(" .,;")
    by = command.caller
    if word in (fold(card.TO_HOST), "l'hote"):
        return card_of(ctx, entrusting.entrust_to_host(ctx, meeting, by), by)
    if word in (card.TO_NOBODY, "coordination"):
        return card_of(ctx, entrusting.entrust(ctx, meeting, "", by), by)
    known = [command.people[name] for name in names_in(words) if name in command.people]
    user = by.id if word in _MYSELF else next(iter(known), "")
    if not user:
        raise NO_MEMBER()
    return card_of(ctx, entrusting.entrust(ctx, meeting, user, by), by)


def decline(command: Command, ctx: Context) -> Reply:
    """Give back a meeting that was entrusted to the caller."""
    meeting = entrusting.decline(ctx, command.number, command.caller)
    return ctx.reply("rencontre/entrust_declined.md.j2", meeting=meeting)


def _form(command: Command, ctx: Context) -> Dialog:
    meeting = meeting_numbered(ctx, command.text)
    who = Field(
        name="texte",
        label="À qui",
        placeholder="@zoe",
        help="Son « @nom ». Cette personne ouvrira la rencontre, la notera et relira le compte "
        "rendu ; elle peut dire non.",
    )
    return Dialog(
        title="Confier l'animation",
        argument=f"n° {meeting.number}",
        submit="Confier",
        fields=(who,),
    )


ROUTES = (
    Route(
        Act.DRAFT_AGENDA,
        f"{card.ENTRUST}|confier-animation|animatrice|animateur : [n°] @nom|hôte|personne",
        entrust,
        "confier l'animation de la rencontre à un membre",
        Takes.WORDS,
        form=_form,
    ),
    Route(
        Act.ATTEND,
        f"{card.DECLINE} : [n°]",
        decline,
        "rendre l'animation d'une rencontre qui vous est confiée",
    ),
)
