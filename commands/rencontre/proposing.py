"""Ideas for animations: proposed, listed, supported, taken up, withdrawn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bot.french.folding import fold
from bot.french.text import TEXT_LIMIT, require_impersonal
from bot.meeting.ideas import choosing
from bot.meeting.ideas import store as ideas
from bot.meeting.ideas.choosing import IdeaDraft
from bot.meeting.ideas.rules import NO_IDEA_NUMBER, Idea, IdeaKind
from bot.network.rights import Act
from bot.talk.arguments import certified_first, number_first, paged
from bot.talk.care import signed
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.handler import Situation, reading
from bot.talk.reply import NO_DIALOG_HERE, Choice, Dialog, Field, Reply
from bot.talk.routing import Route, Takes
from commands.signed import SIGNATURE, is_signed
from commands.telling import told

PROPOSE = "rencontre proposer"
PAGE = 20
"""Ideas in one answer of `/rencontre idées`: two phone screens."""

_TAG = re.compile(r"(?<!\S)#(\w[\w-]*)\s*")
_KINDS = {
    "pratique": IdeaKind.PRACTICE,
    "partage": IdeaKind.PRACTICE,
    "echange": IdeaKind.PRACTICE,
    "outil": IdeaKind.TOOL,
    "animation": IdeaKind.TESTED,
    "test": IdeaKind.TESTED,
    "intervenant": IdeaKind.SPEAKER,
    "intervention": IdeaKind.SPEAKER,
    "exterieur": IdeaKind.SPEAKER,
}
_KIND = Field(
    name="genre",
    label="Genre",
    default=IdeaKind.PRACTICE.value,
    choices=tuple(Choice(label=each.label.capitalize(), value=each.value) for each in IdeaKind),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeasPage:
    """One page of the list: its ideas, their number in all, and what to type for the next."""

    ideas: Sequence[Idea]
    total: int
    page: int
    last: int
    more: str


def _read(command: Command, _situation: Situation) -> IdeaDraft | None:
    """Read an idea, None without a text. Raises PersonalDataError."""
    certified, text = certified_first(command.text)
    kind, text = _tagged(text)
    if not text.strip() and command.via is not Via.DIALOG:
        return None
    if not certified:
        certified, text = certified_first(text)
    require_impersonal(text, certified=certified)
    return IdeaDraft(
        text=text,
        kind=IdeaKind(_KIND.chosen(command.fields)) if _KIND.name in command.fields else kind,
        signed=is_signed(command),
        certified=True,
    )


def propose(command: Command, ctx: Context, draft: IdeaDraft | None) -> Reply:
    """Keep an idea; without a text, open the form."""
    if draft is None:
        return _form(command)
    idea, fresh = choosing.propose(ctx, draft, command.caller)
    return told(ctx, "rencontre/idea_proposed.md.j2", idea=idea, fresh=fresh)


def list_them(command: Command, ctx: Context) -> Reply:
    """List the ideas that wait, the most supported first, in pages."""
    _, asked = paged(command.text)
    total = ideas.count_waiting(ctx.db, ctx.network.slug)
    last = max(1, -(-total // PAGE))
    page = min(asked, last)
    shown = IdeasPage(
        ideas=ideas.waiting(ctx.db, ctx.network.slug, limit=PAGE, offset=(page - 1) * PAGE),
        total=total,
        page=page,
        last=last,
        more=f"/rencontre idées {page + 1}" if page < last else "",
    )
    return told(ctx, "rencontre/ideas.md.j2", listed=shown)


def support(command: Command, ctx: Context) -> Reply:
    """Count the caller among those who support an idea."""
    idea, fresh = choosing.support(ctx, _number(command, "rencontre soutenir 3"), command.caller)
    return told(ctx, "rencontre/idea_supported.md.j2", idea=idea, fresh=fresh)


def unsupport(command: Command, ctx: Context) -> Reply:
    """Count the caller no more among those who support an idea."""
    number = _number(command, "rencontre ne-plus-soutenir 3")
    idea, left = choosing.unsupport(ctx, number, command.caller)
    return told(ctx, "rencontre/idea_unsupported.md.j2", idea=idea, left=left)


def choose(command: Command, ctx: Context) -> Reply:
    """Put an idea on the agenda of the current meeting."""
    number = _number(command, "rencontre retenir 3")
    idea, meeting = choosing.choose(ctx, number, command.caller)
    return told(ctx, "rencontre/idea_chosen.md.j2", idea=idea, meeting=meeting)


def withdraw(command: Command, ctx: Context) -> Reply:
    """Take one's idea back."""
    idea = choosing.withdraw(ctx, _number(command, "rencontre retirer-idée 3"), command.caller)
    return told(ctx, "rencontre/idea_withdrawn.md.j2", idea=idea)


def _tagged(text: str) -> tuple[IdeaKind, str]:
    """Read « #outil » anywhere: the kind, and the text without it. Other tags stay."""
    for found in _TAG.finditer(text):
        tag = fold(found[1])
        for stem, kind in _KINDS.items():
            if tag.startswith(stem):
                return kind, (text[: found.start()] + text[found.end() :]).strip()
    return IdeaKind.PRACTICE, text


def _number(command: Command, usage: str) -> int:
    bare = re.sub(r"^\s*(?:l['’]\s*)?id[ée]e\s+", "", command.text, flags=re.IGNORECASE)
    found = number_first(bare)
    if found is None:
        raise NO_IDEA_NUMBER(usage=usage)
    return found[0]


def _form(command: Command) -> Reply:
    if not command.via.immediate:
        raise NO_DIALOG_HERE(line=choosing.EXAMPLE)
    text = Field(
        name="texte",
        label="Votre idée",
        placeholder="Découvrir un mur de post-it en ligne",
        multiline=True,
        limit=TEXT_LIMIT,
    )
    return Reply(
        dialog=Dialog(
            title="Proposer une animation",
            route=PROPOSE,
            argument="",
            submit="Proposer",
            fields=(text, _KIND, SIGNATURE),
        )
    )


_route = partial(Route, Act.READ_IDEAS)

ROUTES = (
    Route(
        Act.PROPOSE_IDEA,
        f"{PROPOSE} : <votre idée>",
        reading(_read, propose),
        "proposer une animation : pratique, outil, animation testée, intervenant",
        care=signed(shared_as="pour animer une rencontre"),
    ),
    _route(
        "rencontre idées|idee|propositions",
        list_them,
        "voir les animations proposées, les plus soutenues d'abord",
        Takes.PAGE,
    ),
    Route(
        Act.SUPPORT_IDEA,
        f"{choosing.SUPPORT} : <n°>",
        support,
        "soutenir une idée d'animation",
        Takes.TEXT,
    ),
    Route(
        Act.SUPPORT_IDEA,
        f"{choosing.UNSUPPORT} : <n°>",
        unsupport,
        "retirer votre soutien à une idée",
        Takes.TEXT,
        rare=True,
    ),
    Route(
        Act.CHOOSE_IDEA,
        "rencontre retenir : <n°>",
        choose,
        "mettre une idée à l'ordre du jour",
        Takes.TEXT,
    ),
    _route(
        "rencontre retirer-idée|retirer-l'idée : <n°>",
        withdraw,
        "retirer votre idée",
        Takes.TEXT,
        rare=True,
    ),
)
