"""What coordinators do with questions: defer, close, merge, count, take away."""

from __future__ import annotations

from dataclasses import replace

from bot.core.errors import Refusal
from bot.french.folding import fold
from bot.network.rights import Act
from bot.question import asking, deferring, merging, reporting
from bot.question.rules import Change, Occasion
from bot.question.verbs import DEFER, NO_MORE, reopening, undeferring
from bot.talk.arguments import first_word, require_numbers
from bot.talk.care import CHECKED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import reading
from bot.talk.reply import Choice, Dialog, Field, Reply, words_field
from bot.talk.routing import Route, Takes
from commands.besoin.reading import labelled
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
    reply="Reporter à quand ? À la rencontre, sur Mattermost ou à la lettre : "
    "`/besoin reporter {number} rencontre`.",
)


def defer(command: Command, ctx: Context) -> Reply:
    """Defer a question to a coming occasion, or cancel its deferral."""
    number = command.number
    if fold(command.words).strip(" .!") == NO_MORE:
        question = deferring.undefer(ctx, number, command.caller)
        return ctx.reply("besoin/undeferred.md.j2", question=question)
    occasion = NO_OCCASION.unless(_occasion(command.words), number=number)
    question, at = deferring.defer(ctx, number, occasion, command.caller)
    text = ctx.render("besoin/deferred.md.j2", question=question, at=at)
    return Reply(text=text, buttons=undeferring(question), seen=not question.private)


def close(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """End a question without an answer, for a reason."""
    question = asking.close(ctx, typed.number, typed.text, command.caller)
    text = ctx.render("besoin/closed.md.j2", question=question)
    return Reply(text=text, buttons=reopening(question), seen=not question.private)


def merge(command: Command, ctx: Context) -> Reply:
    """Make two questions one."""
    typed = f"{command.text} {command.fields.get(_NUMBER.name, '')}"
    number, other = require_numbers(typed, usage="besoin fusionner 12 5")
    question = merging.merge(ctx, number, other, command.caller)
    text = ctx.render("besoin/merged.md.j2", question=question)
    return Reply(text=text, buttons=reopening(question, "Les séparer"), seen=True)


def report(command: Command, ctx: Context) -> Reply:
    """Tell the year's figures, and send their picture; to the channel when asked to."""
    to_channel = fold(command.text).strip(" .!") in ("canal", "publier", "public")
    if to_channel:
        ctx.require(Act.POST_REPORT, command.caller)
    made = reporting.send(ctx, command.caller, to_channel=to_channel)
    return ctx.reply("besoin/report.md.j2", report=made, posted=to_channel, picture=True)


def export(command: Command, ctx: Context) -> Reply:
    """Send the coordinator a table of all questions, by direct message."""
    count = reporting.export(ctx, command.caller)
    return ctx.reply("besoin/exported.md.j2", count=count)


def _occasion(words: str) -> Occasion | None:
    """Read « à la prochaine rencontre »: the first word that says something."""
    rest = words
    while rest:
        word, rest = first_word(rest)
        bare = fold(word).strip(" .,;:!")
        if bare not in _LITTLE_WORDS:
            return _OCCASIONS.get(bare) or _OCCASIONS.get(bare.removeprefix("l'"))
    return None


_DEFERRING = Dialog(
    title="Reporter la question",
    submit="Reporter",
    fields=(
        Field(
            name="texte",
            label="Reporter à",
            choices=(
                Choice(label="La prochaine rencontre", value=Occasion.MEETING.value),
                Choice(label="Mattermost, sous 15 jours", value=Occasion.MATTERMOST.value),
                Choice(label="La prochaine lettre", value=Occasion.LETTER.value),
            ),
        ),
    ),
)

_CLOSING = Dialog(
    title="Fermer la question",
    submit="Fermer",
    fields=(
        words_field(label="La raison", help="Les personnes que la question concerne la liront."),
    ),
)

_NUMBER = Field(name="numero", label="Ou son numéro", optional=True, limit=12)


def _merging_form(command: Command, ctx: Context) -> Dialog:
    """Return the form that names the likely doubles of a question, and takes any other's number."""
    question = asking.theirs(ctx, Act.MERGE, command.number, command.caller)
    question.require(Change.MERGED)
    label = "Celle qui reste"
    alike = tuple(
        Choice(label=labelled(each), value=str(each.number))
        for each in merging.likely_doubles(ctx, question)
    )
    among = Field(name="texte", label=label, optional=True, choices=alike)
    fields = (among, _NUMBER) if alike else (replace(_NUMBER, name="texte", label="Son numéro"),)
    return Dialog(
        title=f"Réunir la n°\u00a0{question.number}",
        introduction=ctx.render("besoin/quoted.md.j2", text=question.text),
        submit="Réunir",
        fields=fields,
    )


ROUTES = (
    Route(
        Act.DEFER,
        f"{DEFER}|différer : <n°> rencontre|mattermost|lettre",
        defer,
        "dire où une question aura sa réponse",
        form=_DEFERRING,
    ),
    Route(
        Act.CLOSE,
        "besoin fermer|clore|clôturer : <n°> <raison>",
        reading(numbered, close),
        "fermer une question sans réponse, en disant pourquoi",
        care=CHECKED,
        form=_CLOSING,
    ),
    Route(
        Act.MERGE,
        "besoin fusionner|réunir|doublon : <n°> <n° qui reste>",
        merge,
        "réunir deux questions en une",
        Takes.NUMBER_AND_TEXT,
        form=_merging_form,
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
