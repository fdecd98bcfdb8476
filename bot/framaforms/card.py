"""What is shown of forms, and of the lines that wait to be decided on."""

from __future__ import annotations

from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.framaforms import store as forms
from bot.framaforms.rules import OnlineForm
from bot.question.rules import Question
from bot.talk.context import Context
from bot.talk.render import shorten
from bot.talk.reply import Reply

SHOW = "reseau formulaire"
FOLLOW = "reseau formulaire suivre"
IMPORT = "reseau formulaire importer"
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


def shown(ctx: Context, form: OnlineForm) -> Reply:
    """Return what is known of a form, and what can be done."""
    return ctx.reply(
        "reseau/form.md.j2",
        *verbs(form),
        form=form,
        most=QUESTIONS_TOLD,
        options=OPTIONS_TOLD,
        themes=THEMES_TOLD,
    )


def verbs(form: OnlineForm) -> tuple[Button, ...]:
    """Return what can be done with a form."""
    number = str(form.number)
    reading = (read_verb(form.lines),) if form.lines else ()
    counted = (Option("En tableau", TABLE, number),) if form.told else ()
    more = menu(
        "plus",
        "Plus…",
        *counted,
        Option("Changer son titre ou sa fin…", FOLLOW, number),
        Option("Ne plus le suivre", FORGET, number),
    )
    return (*reading, import_verb(number), more)


def import_verb(number: str = "") -> Button:
    """Return the button that asks for a file of answers, of this form where it is known."""
    return Button(id="importer", label="Importer des réponses…", route=IMPORT, argument=number)


def read_verb(lines: int) -> Button:
    """Return the button that shows the lines that wait, one by one."""
    label = f"Relire les réponses ({lines})"
    return Button(id="relire", label=label, route=READ, argument="", primary=True)


def showing(form: OnlineForm) -> Option:
    """Return the choice that shows a form."""
    return Option(shorten(f"Formulaire : {form.title}", OPTION_LABEL), SHOW, str(form.number))


FOLLOWING = Option("Suivre un formulaire extérieur…", FOLLOW)
IMPORTING = Option("Importer des réponses…", IMPORT)


def see(form: OnlineForm) -> Button:
    """Return what shows a form's counts."""
    return Button(id="voir", label="Voir les comptes", route=SHOW, argument=str(form.number))


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
