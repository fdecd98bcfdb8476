"""What is shown of forms, and of the lines that wait to be decided on."""

from __future__ import annotations

from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.framaforms import store as forms
from bot.framaforms.rules import OnlineForm
from bot.question.rules import Question
from bot.talk.context import Context
from bot.talk.render import shorten
from bot.talk.reply import Reply

LIST = "reseau formulaires"
FOLLOW = "reseau formulaire suivre"
IMPORT = "reseau formulaire importer"
EXPIRES = "reseau formulaire expire"
TABLE = "reseau formulaire tableau"
FORGET = "reseau formulaire oublier"
READ = "reseau formulaire relire"
ACCEPT = "reseau formulaire accepter"
EDIT = "reseau formulaire modifier"
DISCARD = "reseau formulaire écarter"

QUESTIONS_TOLD = 6
"""Questions whose counts a card tells; the table has them all."""

OPTIONS_TOLD = 5
"""Options of one question that a card tells."""

THEMES_TOLD = 5

_CHOICES = 30
"""Forms of the menu."""


def listed(ctx: Context) -> Reply:
    """Return the forms that a network follows, and what can be done."""
    followed = forms.followed(ctx.db, ctx.network.slug)
    lines = sum(each.lines for each in followed)
    text = ctx.render("reseau/forms.md.j2", forms=followed[:QUESTIONS_TOLD], lines=lines)
    options = (
        Option(shorten(each.title, OPTION_LABEL), f"{LIST} {each.number}")
        for each in followed[:_CHOICES]
    )
    see = (menu("voir", "Voir un formulaire…", *options),) if followed else ()
    follow = Button(id="suivre", label="Suivre un formulaire…", route=FOLLOW, argument="")
    return Reply(text=text, buttons=(*_reading(lines), *see, follow))


def shown(ctx: Context, form: OnlineForm) -> Reply:
    """Return what is known of a form, and what can be done."""
    return ctx.reply(
        "reseau/form.md.j2",
        *verbs(form),
        form=form,
        most=QUESTIONS_TOLD,
        options=OPTIONS_TOLD,
        themes=THEMES_TOLD,
        now=ctx.now,
    )


def verbs(form: OnlineForm) -> tuple[Button, ...]:
    """Return what can be done with a form."""
    number = str(form.number)
    expires = Button(id="expire", label="Il expire le…", route=EXPIRES, argument=number)
    table = Button(id="tableau", label="En tableau", route=TABLE, argument=number)
    forget = Button(id="oublier", label="Ne plus le suivre", route=FORGET, argument=number)
    counted = (table,) if form.told else ()
    return (*_reading(form.lines), *counted, expires, forget)


def see(form: OnlineForm) -> Button:
    """Return what shows a form's counts."""
    return Button(id="voir", label="Voir les comptes", route=LIST, argument=str(form.number))


def next_line(ctx: Context, *, accepted: Question | None = None, discarded: bool = False) -> Reply:
    """Return the line that has waited for the longest, after what was decided on the last one."""
    waiting = forms.waiting(ctx.db, ctx.network.slug)
    line = waiting[0] if waiting else None
    text = ctx.render(
        "reseau/form_line.md.j2",
        line=line,
        left=len(waiting),
        accepted=accepted,
        discarded=discarded,
    )
    if line is None:
        return Reply(text=text)
    number = str(line.id)
    buttons = (
        Button(id="accepter", label="Accepter", route=ACCEPT, argument=number, primary=True),
        Button(id="modifier", label="Modifier…", route=EDIT, argument=number),
        Button(id="ecarter", label="Écarter", route=DISCARD, argument=number),
    )
    return Reply(text=text, buttons=buttons)


def _reading(lines: int) -> tuple[Button, ...]:
    if not lines:
        return ()
    label = f"Relire les réponses ({lines})"
    return (Button(id="relire", label=label, route=READ, argument="", primary=True),)
