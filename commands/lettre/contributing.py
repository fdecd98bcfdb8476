"""Members propose for the letter: a text, a link, or both."""

from __future__ import annotations

from bot.core.source import MadeKind
from bot.french.text import TEXT_LIMIT, require_impersonal
from bot.letter import card, preparing
from bot.letter import dates as letter_dates
from bot.letter.note import RESOURCE_LIMIT
from bot.letter.preparing import LetterDraft
from bot.network.rights import Act
from bot.talk.arguments import certified_first
from bot.talk.care import signed
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.gestures import service as gestures
from bot.talk.handler import Situation, reading
from bot.talk.making import note
from bot.talk.reply import Dialog, Reply, words_field
from bot.talk.routing import Route
from bot.veille.proposal import LINK_LIMIT, link_first, links_in
from commands.signed import SIGNATURE, is_signed


def _read(command: Command, _situation: Situation) -> LetterDraft:
    """Read what a member proposes. Raises PersonalDataError."""
    certified, text = certified_first(command.text)
    if not certified:
        certified, text = certified_first(text)
    link, words = link_first(text) if links_in(text) else ("", text)
    require_impersonal(words, certified=certified)
    return LetterDraft(text=words, link=link, signed=is_signed(command))


def propose(command: Command, ctx: Context, draft: LetterDraft) -> Reply:
    """Keep what a member proposes."""
    kept = preparing.propose(ctx, draft, command.caller)
    note(ctx, command, MadeKind.LETTER_NOTE, kept.number)
    back = card.erase_button(kept)
    gestures.remember(ctx, command.caller, "Lettre : votre proposition", back)
    told = ctx.render("lettre/proposed.md.j2", note=kept, due=letter_dates.next_at(ctx))
    return Reply(text=told, buttons=(card.erase_button(kept),))


_FORM = Dialog(
    title="Pour la lettre",
    submit="Proposer",
    fields=(
        words_field(
            label="Votre proposition",
            placeholder="https://www.exemple.fr/guide Un guide clair à imprimer",
            help="Un lien, un outil, une idée : ce qui servirait aux autres membres.",
            limit=RESOURCE_LIMIT,
        ),
        SIGNATURE,
    ),
)

ROUTES = (
    Route(
        Act.CONTRIBUTE,
        card.PROPOSE,
        reading(_read, propose),
        limit=LINK_LIMIT + TEXT_LIMIT,
        care=signed(shared_as="pour la lettre"),
        form=_FORM,
    ),
)
