"""The network's rhythm: its three rules, shown with their next dates, changed by coordinators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.core.message import Button
from bot.entry import changing
from bot.letter import dates as letter_dates
from bot.network import rhythms
from bot.network.rhythms import USUAL, RuleTold
from bot.network.rights import Act
from bot.network.schedule import Due, rule_of
from bot.network.served import written
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Dialog, Field, Reply, taking_back
from bot.talk.routing import Route

RHYTHM = "reseau rythme"
CHANGE = "reseau changer-rythme"

_ENTRIES: Mapping[str, tuple[Due, str]] = {
    "rencontre": (Due.MEETING, "le 2e jeudi, un mois sur deux, 9 h 30"),
    "lettre": (Due.LETTER, "les mois sans rencontre, le 2e jeudi à 9 h"),
    "veille": (Due.DIGEST, "chaque lundi à 8 h 30"),
}
"""The form's entries: the rule that each gives, an example of it."""


def rhythm(command: Command, ctx: Context) -> Reply:
    """Show the three rules with their next dates, and what changes them."""
    changing = Button("changer", "Changer le rythme…", CHANGE)
    shown = (changing,) if ctx.allows(Act.CHANGE_RHYTHM, command.caller) else ()
    return ctx.reply("reseau/rhythm.md.j2", *shown, rules=_rules(ctx), territories=ctx.territories)


def change(command: Command, ctx: Context) -> Reply:
    """Keep what the form brings, an entry left as it was stays; or one rule, from a button."""
    typed = command.fields
    if not typed:
        entry, _, text = command.text.partition(" ")
        typed = {entry: text}
    present = {rule.due: rule.text for rule in _rules(ctx)}
    texts = {
        due: typed[entry]
        for entry, (due, _) in _ENTRIES.items()
        if typed.get(entry, "").strip() not in ("", present[due])
    }
    return _change(ctx, command.caller.id, texts)


def _rules(ctx: Context) -> tuple[RuleTold, ...]:
    """Return the three rules with their next dates: of the letter, those that `/lettre` tells."""
    return rhythms.rules(
        ctx.db, ctx.network, ctx.now, letter_dates.ahead(ctx.db, ctx.network, ctx.now)
    )


def _change(ctx: Context, by: str, texts: Mapping[Due, str]) -> Reply:
    """Change these rules, and tell what falls due from now on. Raises UNREADABLE_RHYTHM."""
    changes = rhythms.change_all(ctx.db, ctx.network, ctx.now, texts)
    after = replace(ctx, network=changes[-1].network) if changes else ctx
    fresh = [each for each in changes if each.fresh]
    undone = []
    for each in fresh:
        what, now = each.due.label, written(rule_of(each.network, each.due))
        label, argument = f"Remettre la {what} comme avant", f"{what} {each.back}"
        undone.append(Button(f"revenir{each.due.value}", label, CHANGE, argument))
        line = f"a changé le rythme ({what}) : {now}, au lieu de « {each.before} »"
        changing.note(ctx, by, line, buttons=(undone[-1],))
    text = ctx.render(
        "reseau/rhythm_changed.md.j2",
        changes={each.due: each for each in fresh},
        rules=_rules(after),
        territories=ctx.territories,
        network=after.network,
    )
    if len(undone) == 1:
        did, back = f"Rythme : {fresh[0].due.label}", taking_back(CHANGE, undone[0].argument)
        return Reply(text=text, did=did, undo=back, reshapes=True)
    return Reply(text=text, buttons=tuple(undone), reshapes=bool(fresh))


def _form(_command: Command, ctx: Context) -> Dialog:
    present = {rule.due: rule.text for rule in _rules(ctx)}
    fields = tuple(
        Field(
            name=entry,
            label=due.label.capitalize(),
            default=present[due],
            placeholder=example,
            help=f"« {USUAL} » pour revenir au rythme d'origine"
            + (" ; « jamais » s'il n'y en a pas." if due is Due.LETTER else "."),
        )
        for entry, (due, example) in _ENTRIES.items()
    )
    return Dialog(
        title="Le rythme du réseau",
        submit="Changer",
        fields=fields,
        introduction="Je vous répète les prochaines dates, et comment revenir en arrière.",
    )


ROUTES = (
    Route(
        Act.READ_RHYTHM,
        RHYTHM,
        rhythm,
        "voir quand reviennent la rencontre, la lettre et la veille",
    ),
    Route(Act.CHANGE_RHYTHM, CHANGE, change, form=_form),
)
