"""Asking: in one line, by form, for oneself or from a message, signed or not."""

from __future__ import annotations

from functools import partial

from bot.domain.question import Occasion, Visibility
from bot.domain.rights import Act, Role
from bot.domain.text import TEXT_LIMIT
from bot.services import questions
from bot.services.questions import Draft
from bot.talk.arguments import certified_first
from bot.talk.command import Caller, Command, Via
from bot.talk.context import Context
from bot.talk.reading import Situation, reading
from bot.talk.reply import Choice, Dialog, Field, NoDialogHereError, Reply
from bot.talk.routing import Route, Takes
from commands.careful import careful


def _read(command: Command, situation: Situation, *, visibility: Visibility) -> Draft | None:
    """Read the question, that of the message answered to where none is typed; None without any.

    Raises TextRefusedError and PersonalDataError.
    """
    certified, text = certified_first(command.text)
    if not text.strip() and command.via is not Via.DIALOG:
        if command.refers is None or command.refers.author.bot:
            return None
        text = command.refers.text
    chosen, themes = command.fields, situation.themes
    draft = Draft(
        text=text,
        visibility=_VISIBILITIES.get(chosen.get("visibilite", ""), visibility),
        theme=themes.named(chosen.get("theme", "")) or "",
        hoped=_OCCASIONS.get(chosen.get("ou", "")),
        certified=certified,
    )
    return questions.read(draft, themes)


def ask(command: Command, ctx: Context, draft: Draft | None) -> Reply:
    """Keep the question; without a text, that of the message answered to, else open the form."""
    if draft is None:
        return _form(command, ctx)
    author = command.caller
    _, text = certified_first(command.text)
    if not text.strip() and command.refers is not None and command.via is not Via.DIALOG:
        author = _author(command.refers.author, command.caller, ctx)
    question, fresh = questions.ask(ctx, draft, author, command.caller)
    own = author.id == command.caller.id
    exposed = own and command.via is Via.MENTION and not question.signed
    text = ctx.render(
        "besoin/asked.md.j2", question=question, fresh=fresh, own=own, exposed=exposed
    )
    return Reply(text=text)


_VISIBILITIES = {each.value: each for each in Visibility}
_OCCASIONS = {each.value: each for each in Occasion}


def _author(writer: Caller, caller: Caller, ctx: Context) -> Caller:
    """Return whose question a message is: its writer's, if they are a member still."""
    return writer if writer.role_in(ctx.network.slug) >= Role.MEMBER else caller


def _form(command: Command, ctx: Context) -> Reply:
    if not command.via.immediate:
        raise NoDialogHereError(questions.EXAMPLE)
    text = Field(
        name="texte",
        label="Votre question",
        help="Sans nom ni détail qui permette de reconnaître une personne accompagnée.",
        placeholder="Qui prête une salle à Brest ?",
        multiline=True,
        limit=TEXT_LIMIT,
    )
    theme = Field(
        name="theme",
        label="Thème",
        help="Sans choix de votre part, je le propose d'après vos mots.",
        optional=True,
        choices=tuple(Choice(label=each, value=each) for each in ctx.themes.names),
    )
    visibility = Field(
        name="visibilite",
        label="Qui la voit",
        default=Visibility.PUBLIC.value,
        choices=(
            Choice(label="Le réseau, avec mon nom", value=Visibility.PUBLIC.value),
            Choice(label="Le réseau, sans mon nom", value=Visibility.ANONYMOUS.value),
            Choice(label="La coordination seulement", value=Visibility.PRIVATE.value),
        ),
    )
    where = Field(
        name="ou",
        label="Où espérer la réponse",
        help="Peu importe ? Laissez vide.",
        optional=True,
        choices=(
            Choice(label="Sur Mattermost", value=Occasion.MATTERMOST.value),
            Choice(label="À la prochaine rencontre", value=Occasion.MEETING.value),
            Choice(label="Dans la prochaine lettre", value=Occasion.LETTER.value),
        ),
    )
    return Reply(
        dialog=Dialog(
            title="Poser une question",
            route="besoin",
            argument="",
            submit="Déposer",
            fields=(text, theme, visibility, where),
        )
    )


_ask_signed = reading(partial(_read, visibility=Visibility.PUBLIC), ask)
_ask_unsigned = reading(partial(_read, visibility=Visibility.ANONYMOUS), ask)
_ask_privately = reading(partial(_read, visibility=Visibility.PRIVATE), ask)

ROUTES = (
    Route(
        "besoin",
        careful("besoin", _ask_signed, numbered=False),
        "<votre question>",
        "poser une question au réseau",
        Act.ASK,
        deposits=True,
    ),
    Route(
        "besoin anonyme",
        careful("besoin anonyme", _ask_unsigned, numbered=False),
        "<votre question>",
        "poser une question sans que votre nom paraisse",
        Act.ASK,
        Takes.QUESTION,
        aliases=("anonymement",),
        deposits=True,
    ),
    Route(
        "besoin privé",
        careful("besoin privé", _ask_privately, numbered=False),
        "<votre question>",
        "poser une question à la coordination seulement",
        Act.ASK,
        Takes.QUESTION,
        aliases=("privée",),
        deposits=True,
    ),
)
