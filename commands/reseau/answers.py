"""`/reseau réponses`: what becomes of answers from above that nobody chose anything for."""

from __future__ import annotations

from bot.core.errors import Refusal
from bot.core.message import Option, menu
from bot.french.folding import fold
from bot.french.text import quotable
from bot.network.rights import Act
from bot.relay.coming_down import Undecided, choose_undecided, undecided_becomes
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes

PATH = "reseau réponses"

UNKNOWN_UNDECIDED = Refusal(
    "unknown choice for undecided answers",
    reply="Je ne comprends pas « {typed} ». Une réponse d'au-dessus que personne n'a traitée peut "
    "être publiée, aller dans la lettre, ou attendre : `/reseau réponses publier`.",
)


def choose(command: Command, ctx: Context) -> Reply:
    """Show, or choose, what becomes of answers from above that nobody decides on."""
    typed = fold(command.text).strip(" .!")
    if typed:
        found = UNKNOWN_UNDECIDED.unless(
            next((each for each in Undecided if each.label == typed), None),
            typed=quotable(command.text),
        )
        choose_undecided(ctx, found)
    chosen = undecided_becomes(ctx)
    text = ctx.render("reseau/answers.md.j2", chosen=chosen.label, changed=bool(typed))
    options = (Option(_LABELS[each], f"{PATH} {each.label}") for each in Undecided)
    return Reply(text=text, buttons=(menu("reponses", "Changer…", *options),))


_LABELS = {
    Undecided.PUBLISH: "La publier",
    Undecided.LETTER: "La mettre dans la lettre",
    Undecided.WAIT: "Attendre",
}

ROUTES = (
    Route(
        Act.DECIDE_ANSWER,
        f"{PATH} : publier|lettre|attendre",
        choose,
        "dire ce que devient une réponse d'au-dessus que personne n'a traitée",
        Takes.WORDS,
    ),
)
