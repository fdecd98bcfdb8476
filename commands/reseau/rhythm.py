"""The network's rhythm: its three rules, shown with their next dates, changed by coordinators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.core.errors import Refusal
from bot.core.message import Button
from bot.french.folding import fold
from bot.letter import dates as letter_dates
from bot.network import rhythms
from bot.network.rhythms import USUAL, RuleTold, is_usual
from bot.network.rights import Act
from bot.network.schedule import Due
from bot.talk.arguments import first_word, without_thanks
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route, Takes

RHYTHM = "reseau rythme"
_EXAMPLE = "/reseau rythme rencontre le 2e jeudi, un mois sur deux, 9 h 30"

_KINDS: Mapping[str, Due] = {
    "rencontre": Due.MEETING,
    "reunion": Due.MEETING,
    "lettre": Due.LETTER,
    "veille": Due.DIGEST,
}
_LITTLE_WORDS = frozenset({"la", "les", "l", "des", "pour", "de", "une"})

_ENTRIES: Mapping[str, tuple[Due, str]] = {
    "texte": (Due.MEETING, "le 2e jeudi, un mois sur deux, 9 h 30"),
    "lettre": (Due.LETTER, "les mois sans rencontre, le 2e jeudi à 9 h"),
    "veille": (Due.DIGEST, "chaque lundi à 8 h 30"),
}
"""The form's entries: the rule that each gives, an example of it."""


WHICH_RULE = Refusal(
    "no rule to change",
    reply="Je n'ai rien changé. Dites-moi quel rythme changer (rencontre, lettre ou veille), puis "
    f"la règle : `{_EXAMPLE}`",
)


def rhythm(command: Command, ctx: Context) -> Reply:
    """Change one of the three rules, or all of them by the form, or go back to the usual ones."""
    wish = without_thanks(command.text).strip()
    if not wish and command.via is not Via.DIALOG:
        return replace(shown(command, ctx), dialog=None)
    ctx.require(Act.CHANGE_RHYTHM, command.caller)
    if command.via is Via.DIALOG:
        return _set_all(command, ctx)
    if is_usual(wish):
        return _change(ctx, dict.fromkeys(Due, USUAL))
    due, text = _rule_in(wish)
    return _change(ctx, {due: text})


def shown(command: Command, ctx: Context) -> Reply:
    """Show the three rules, and open their form to whoever may change them."""
    reply = ctx.reply("reseau/rhythm.md.j2", rules=_rules(ctx), territories=ctx.territories)
    if not ctx.allows(Act.CHANGE_RHYTHM, command.caller):
        return reply
    return replace(reply, dialog=_form(ctx))


def _set_all(command: Command, ctx: Context) -> Reply:
    """Keep what the form brings: an entry left as it was stays."""
    typed = {**command.fields, "texte": command.text}
    present = {rule.due: rule.text for rule in _rules(ctx)}
    texts = {
        due: typed[entry]
        for entry, (due, _) in _ENTRIES.items()
        if typed.get(entry, "").strip() not in ("", present[due])
    }
    return _change(ctx, texts)


def _rules(ctx: Context) -> tuple[RuleTold, ...]:
    """Return the three rules with their next dates: of the letter, those that `/lettre` tells."""
    return rhythms.rules(
        ctx.db, ctx.network, ctx.now, letter_dates.ahead(ctx.db, ctx.network, ctx.now)
    )


def _rule_in(wish: str) -> tuple[Due, str]:
    """Read « la rencontre : le 2e jeudi… ». Raises WHICH_RULE."""
    word, rest = first_word(wish)
    while _bare(word) in _LITTLE_WORDS and rest:
        word, rest = first_word(rest)
    due = _KINDS.get(_bare(word)) or _KINDS.get(_bare(word).removesuffix("s"))
    text = rest.strip(" :=")
    if due is None or not text:
        raise WHICH_RULE()
    return due, text


def _bare(word: str) -> str:
    return fold(word).strip(" .,:;=")


def _change(ctx: Context, texts: Mapping[Due, str]) -> Reply:
    """Change these rules, and tell what falls due from now on. Raises UNREADABLE_RHYTHM."""
    changes = rhythms.change_all(ctx.db, ctx.network, ctx.now, texts)
    after = replace(ctx, network=changes[-1].network) if changes else ctx
    fresh = [each for each in changes if each.fresh]
    text = ctx.render(
        "reseau/rhythm_changed.md.j2",
        changes={each.due: each for each in fresh},
        rules=_rules(after),
        territories=ctx.territories,
        network=after.network,
    )
    undo = tuple(
        Button(
            f"revenir{each.due.value}",
            f"Remettre la {each.due.label} comme avant",
            RHYTHM,
            f"{each.due.label} {each.back}",
        )
        for each in fresh
    )
    return Reply(text=text, buttons=undo, reshapes=bool(fresh))


def _form(ctx: Context) -> Dialog:
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
        route=RHYTHM,
        argument="",
        submit="Changer",
        fields=fields,
        introduction="Je vous répète les prochaines dates, et comment revenir en arrière.",
    )


ROUTES = (
    Route(
        Act.READ_RHYTHM,
        f"{RHYTHM}|rythmes|calendrier",
        rhythm,
        "voir quand reviennent la rencontre, la lettre et la veille",
        Takes.TEXT,
        form=shown,
    ),
)
