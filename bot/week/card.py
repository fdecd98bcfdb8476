"""What the hall shows: a coordinator's week, a member's doors; each with its verbs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.message import Button, Option, menu
from bot.framaforms import card as form_card
from bot.question import store as questions
from bot.question.rules import QuestionStatus
from bot.question.store import QuestionFilter
from bot.talk.context import Context
from bot.week.rules import Todo

MOST_BUTTONS = 5
"""Buttons under one card: a phone shows no more; beyond, they are the options of one menu."""

MOST_LINES = 8
"""Things to do that a card tells; its menu has them all."""

_DOORS = (
    ("poser", "Poser une question", "besoin"),
    ("repondre", "Je peux répondre", "besoin liste"),
    ("rencontre", "La prochaine rencontre", "rencontre"),
    ("partager", "Partager un lien", "veille proposer"),
)
"""What a member does most: buttons of their own hall, the first options of a coordinator's."""

_FORMS = Option("Les formulaires d'enquête", form_card.LIST)
_OTHERS = (
    Option("Mes questions", "besoin mes"),
    Option("Je peux aider…", "besoin aider"),
    Option("Où orienter quelqu'un…", "besoin orienter"),
    Option("Accueillir une rencontre", "rencontre accueillir"),
    Option("La veille", "veille"),
    Option("La lettre", "lettre"),
    Option("L'année du réseau", "reseau"),
    Option("Mes messages privés", "reseau messages"),
    Option("Mes données", "reseau confidentialité"),
    Option("Toutes les commandes", "aide tout"),
)


def week(ctx: Context, todos: Sequence[Todo]) -> tuple[str, tuple[Button, ...]]:
    """Return a coordinator's hall: what there is to do this week, then what members do."""
    text = ctx.render(
        "aide/week.md.j2",
        todos=todos[:MOST_LINES],
        others=len(todos[MOST_LINES:]),
        next_at=ctx.next_meeting(ctx),
        territories=ctx.territories,
        now=ctx.now,
    )
    doors = [Option(label, route) for _, label, route in _DOORS]
    return text, (*_to_do(todos), _others([*doors, _FORMS, *_OTHERS]))


def member_hall(ctx: Context) -> tuple[str, tuple[Button, ...]]:
    """Return a member's hall: what they may do, where the network stands."""
    choice = QuestionFilter(statuses=(QuestionStatus.OPEN,))
    text = ctx.render(
        "aide/hall.md.j2",
        count=questions.count(ctx.db, ctx.network.slug, choice),
        next_at=ctx.next_meeting(ctx),
        wording=ctx.wording,
    )
    return text, member_verbs()


def member_verbs() -> tuple[Button, ...]:
    """Return the doors of a member: buttons for the usual ones, a menu for the others."""
    doors = tuple(
        Button(name, label, route, primary=name == "poser") for name, label, route in _DOORS
    )
    return (*doors, _others(_OTHERS))


def _to_do(todos: Sequence[Todo]) -> tuple[Button, ...]:
    """Return a button for each thing to do, or one menu where they are many."""
    clicks = [button for each in todos for button in each.buttons]
    if len(clicks) > MOST_BUTTONS:
        options = (Option(each.label, f"{each.route} {each.argument}".strip()) for each in clicks)
        return (menu("afaire", "Commencer par…", *options),)
    return tuple(replace(each, primary=each is clicks[0]) for each in clicks)


def _others(options: Sequence[Option]) -> Button:
    return menu("autre", "Autre chose…", *options, route="aide", argument="tout")
