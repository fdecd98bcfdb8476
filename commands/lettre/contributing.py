"""Members propose for the letter: a text, a link, or both."""

from __future__ import annotations

from bot.domain.letter_note import RESOURCE_LIMIT
from bot.domain.rights import Act
from bot.services import letter_dates, letters
from bot.services.letters import EXAMPLE, PROPOSE, Draft
from bot.talk.arguments import certified_first
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.discretion import Signature
from bot.talk.reply import Dialog, Field, NoDialogHereError, Reply
from bot.talk.routing import Route
from commands.careful import careful
from commands.signed import SIGNATURE, is_signed


def propose(command: Command, ctx: Context) -> Reply:
    """Keep what a member proposes; without a text, open the form."""
    certified, text = certified_first(command.text)
    if not certified:
        certified, text = certified_first(text)
    if not text.strip() and command.via is not Via.DIALOG:
        return _form(command)
    draft = Draft(
        text=text,
        signed=is_signed(command),
        certified=certified,
    )
    note = letters.propose(ctx, draft, command.caller)
    told = ctx.render(
        "lettre/proposed.md.j2", note=note, due=letter_dates.next_at(ctx), network=ctx.network
    )
    return Reply(text=told)


def _form(command: Command) -> Reply:
    if not command.via.immediate:
        raise NoDialogHereError(EXAMPLE)
    text = Field(
        name="texte",
        label="Pour la lettre",
        placeholder="https://www.exemple.fr/guide Un guide clair à imprimer",
        help="Un lien, un outil, une idée : ce qui servirait aux autres membres.",
        multiline=True,
        limit=RESOURCE_LIMIT,
    )
    return Reply(
        dialog=Dialog(
            title="Proposer pour la lettre",
            route=PROPOSE,
            argument="",
            submit="Proposer",
            fields=(text, SIGNATURE),
        )
    )


ROUTES = (
    Route(
        PROPOSE,
        careful(PROPOSE, propose, numbered=False),
        "[anonyme] <texte ou lien>",
        "proposer un lien, un outil, une idée pour la lettre",
        Act.CONTRIBUTE,
        signature=Signature(shared_as="pour la lettre"),
    ),
)
