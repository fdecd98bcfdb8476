"""What coordinators do with questions: defer, close, merge, count, take away."""

from __future__ import annotations

from dataclasses import replace

from bot.network.rights import Act
from bot.question import asking, deferring, merging, reporting
from bot.question.rules import Change, Occasion
from bot.question.verbs import CLOSE, DEFER, MERGE, NO_MORE, REOPEN, undeferring
from bot.talk.care import CHECKED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import reading
from bot.talk.reply import Choice, Dialog, Field, Reply, optional_field, words_field
from bot.talk.routing import Route
from commands.besoin.reading import labelled
from commands.texts import Numbered, numbered, second_number


def defer(command: Command, ctx: Context) -> Reply:
    """Defer a question to a coming occasion, or cancel its deferral."""
    number = command.number
    chosen = _WHEN.chosen({_WHEN.name: command.words})
    if chosen == NO_MORE:
        question = deferring.undefer(ctx, number, command.caller)
        did = f"Question n° {number} : n'est plus reportée"
        return replace(ctx.reply("besoin/undeferred.md.j2", question=question), did=did)
    question, at = deferring.defer(ctx, number, Occasion(chosen), command.caller)
    text = ctx.render("besoin/deferred.md.j2", question=question, at=at)
    return Reply(
        text=text,
        did=f"Question n° {number} : reportée",
        undo=undeferring(question),
        seen=not question.private,
    )


def close(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """End a question without an answer, for a reason."""
    question = asking.close(ctx, typed.number, typed.text, command.caller)
    text = ctx.render("besoin/closed.md.j2", question=question)
    return Reply(text=text, seen=not question.private)


def merge(command: Command, ctx: Context) -> Reply:
    """Make two questions one."""
    typed = replace(command, text=f"{command.text} {command.fields.get(_NUMBER.name, '')}")
    other = second_number(typed)
    question = merging.merge(ctx, command.number, other, command.caller)
    text = ctx.render("besoin/merged.md.j2", question=question)
    return Reply(text=text, seen=True)


def export(command: Command, ctx: Context) -> Reply:
    """Send the coordinator a table of all questions, by direct message."""
    count = reporting.export(ctx, command.caller)
    return ctx.reply("besoin/exported.md.j2", count=count)


_WHEN = Field(
    name="quand",
    label="Reporter à",
    default=Occasion.MEETING.value,
    choices=(
        Choice(label="La prochaine rencontre", value=Occasion.MEETING.value),
        Choice(label="Mattermost, sous 15 jours", value=Occasion.MATTERMOST.value),
        Choice(label="La prochaine lettre", value=Occasion.LETTER.value),
        Choice(label="Ne plus la reporter", value=NO_MORE),
    ),
)


def _deferring_form(command: Command, ctx: Context) -> Dialog:
    """Return the form that says where a question has its answer; not where it is already."""
    question = asking.theirs(ctx, Act.DEFER, command.number, command.caller)
    question.require(Change.DEFERRED)
    here = question.occasion.value if question.occasion else NO_MORE
    offered = tuple(each for each in _WHEN.choices if each.value != here)
    return Dialog(
        title=f"Reporter la n°\u00a0{question.number}",
        submit="Reporter",
        fields=(replace(_WHEN, choices=offered, default=offered[0].value),),
    )


_CLOSING = Dialog(
    title="Fermer la question",
    submit="Fermer",
    fields=(
        words_field(label="La raison", help="Les personnes que la question concerne la liront."),
    ),
)

_NUMBER = optional_field(name="numero", label="Ou son numéro", limit=12)


def _merging_form(command: Command, ctx: Context) -> Dialog:
    """Return the form that names the likely doubles of a question, and takes any other's number."""
    question = asking.theirs(ctx, Act.MERGE, command.number, command.caller)
    question.require(Change.MERGED)
    label = "Celle qui reste"
    alike = tuple(
        Choice(label=labelled(each), value=str(each.number))
        for each in merging.likely_doubles(ctx, question)
    )
    among = optional_field(label=label, choices=alike)
    fields = (among, _NUMBER) if alike else (replace(_NUMBER, name="texte", label="Son numéro"),)
    return Dialog(
        title=f"Réunir la n°\u00a0{question.number}",
        introduction=ctx.render("besoin/quoted.md.j2", text=question.text),
        submit="Réunir",
        fields=fields,
    )


ROUTES = (
    Route(Act.DEFER, f"{DEFER} : <n°>", defer, form=_deferring_form),
    Route(
        Act.CLOSE,
        f"{CLOSE} : <n°>",
        reading(numbered, close),
        care=CHECKED,
        form=_CLOSING,
        back=REOPEN,
    ),
    Route(Act.MERGE, f"{MERGE} : <n°>", merge, form=_merging_form, back=REOPEN),
    Route(Act.EXPORT, "besoin exporter", export),
)
