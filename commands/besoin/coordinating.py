"""What coordinators do with questions: defer, close, merge, count, take away."""

from __future__ import annotations

from bot.core.errors import Refusal
from bot.french.folding import fold
from bot.network.rights import Act, require
from bot.question import asking, deferring, merging, reporting
from bot.question.rules import Occasion
from bot.talk.arguments import first_word, require_number, require_numbers
from bot.talk.care import CHECKED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import reading
from bot.talk.reply import Choice, Dialog, Field, Reply
from bot.talk.routing import Route, Takes
from commands.texts import Numbered, numbered

_OCCASIONS = {
    "rencontre": Occasion.MEETING,
    "reunion": Occasion.MEETING,
    "mattermost": Occasion.MATTERMOST,
    "canal": Occasion.MATTERMOST,
    "lettre": Occasion.LETTER,
}
_LITTLE_WORDS = frozenset({"a", "au", "la", "le", "sur", "dans", "pour", "prochaine", "prochain"})


NO_OCCASION = Refusal(
    "occasion missing",
    reply="Reporter à quand ? `/besoin reporter {number} rencontre`, "
    "`/besoin reporter {number} mattermost` ou `/besoin reporter {number} lettre`.",
)


def defer(command: Command, ctx: Context) -> Reply:
    """Have a question answered at a coming occasion."""
    number, words = require_number(command.text, usage="besoin reporter 12 rencontre")
    if not words and command.via.immediate:
        asking.theirs(ctx, Act.DEFER, number, command.caller)
        return Reply(dialog=_defer_dialog(number))
    occasion = _occasion(words)
    if occasion is None:
        raise NO_OCCASION(number=number)
    question, at = deferring.defer(ctx, number, occasion, command.caller)
    text = ctx.render("besoin/deferred.md.j2", question=question, at=at)
    return Reply(text=text)


def close(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """End a question without an answer, for a reason."""
    question = asking.close(ctx, typed.number, typed.text, command.caller, certified=True)
    return Reply(text=ctx.render("besoin/closed.md.j2", question=question))


def merge(command: Command, ctx: Context) -> Reply:
    """Make two questions one."""
    number, other = require_numbers(command.text, usage="besoin fusionner 12 5")
    question = merging.merge(ctx, number, other, command.caller)
    return Reply(text=ctx.render("besoin/merged.md.j2", question=question))


def report(command: Command, ctx: Context) -> Reply:
    """Tell the year's figures, and send their picture; to the channel when asked to."""
    to_channel = fold(command.text).strip(" .!") in ("canal", "publier", "public")
    if to_channel:
        require(Act.POST_REPORT, command.caller.role_in(ctx.network.slug), ctx.network)
    made = reporting.send(ctx, command.caller, to_channel=to_channel)
    text = ctx.render("besoin/report.md.j2", report=made, posted=to_channel, picture=True)
    return Reply(text=text)


def export(command: Command, ctx: Context) -> Reply:
    """Send the coordinator a table of all questions, by direct message."""
    count = reporting.export(ctx, command.caller)
    return Reply(text=ctx.render("besoin/exported.md.j2", count=count))


def _occasion(words: str) -> Occasion | None:
    """Read « à la prochaine rencontre »: the first word that says something."""
    rest = words
    while rest:
        word, rest = first_word(rest)
        bare = fold(word).strip(" .,;:!")
        if bare not in _LITTLE_WORDS:
            return _OCCASIONS.get(bare) or _OCCASIONS.get(bare.removeprefix("l'"))
    return None


def _defer_dialog(number: int) -> Dialog:
    where = Field(
        name="texte",
        label="Reporter à",
        choices=(
            Choice(label="La prochaine rencontre", value=Occasion.MEETING.value),
            Choice(label="Mattermost, sous 15 jours", value=Occasion.MATTERMOST.value),
            Choice(label="La prochaine lettre", value=Occasion.LETTER.value),
        ),
    )
    return Dialog(
        title=f"Reporter le n°\u00a0{number}",
        route="besoin reporter",
        argument=str(number),
        submit="Reporter",
        fields=(where,),
    )


ROUTES = (
    Route(
        Act.DEFER,
        "besoin reporter|différer : <n°> rencontre|mattermost|lettre",
        defer,
        "dire où une question aura sa réponse",
    ),
    Route(
        Act.CLOSE,
        "besoin fermer|clore|clôturer : <n°> <raison>",
        reading(numbered("besoin fermer 12 <raison>"), close),
        "fermer une question sans réponse, en disant pourquoi",
        care=CHECKED,
    ),
    Route(
        Act.MERGE,
        f"{merging.MERGE}|réunir|doublon : <n°> <n° qui reste>",
        merge,
        "réunir deux questions en une",
    ),
    Route(
        Act.READ_REPORT,
        "besoin bilan|statistiques|chiffres",
        report,
        "voir les chiffres de l'année, avec leur graphique",
        Takes.WORDS,
    ),
    Route(
        Act.EXPORT,
        "besoin exporter|export|csv",
        export,
        "recevoir toutes les questions dans un tableau (CSV)",
    ),
)
