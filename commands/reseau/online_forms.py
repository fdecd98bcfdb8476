"""Forms held elsewhere: those that the network follows, their answers, the needs they bring."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.core.errors import Refusal
from bot.framaforms import card, importing, reporting
from bot.framaforms import store as forms
from bot.framaforms.cells import WHERE
from bot.framaforms.export import FormExport, read_export
from bot.framaforms.rules import LASTS
from bot.french.text import require_impersonal, stored_text
from bot.network.rights import Act
from bot.talk.care import CHECKED, DEPOSITED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import DATES_AT_ONCE, Situation, reading
from bot.talk.render import day
from bot.talk.reply import Dialog, Field, Reply, optional_field, words_field
from bot.talk.routing import Route
from bot.veille.proposal import LINK_LIMIT, link_first
from commands.texts import Numbered, attached, numbered

_TITLE_LIMIT = 150

LARGE_EXPORT_FILE = Refusal(
    "file too large",
    reply="Ce fichier dépasse 1 Mo, et je n'en ai rien gardé. Exportez une partie des réponses, "
    "par exemple celles d'une période.",
)


def show(command: Command, ctx: Context) -> Reply:
    """Show a form that the network follows."""
    return card.shown(ctx, forms.get(ctx.db, ctx.network.slug, command.number))


def _read_followed(command: Command, situation: Situation) -> tuple[int, str, str, datetime | None]:
    """Read a number, a link, a title, until when it can be answered. Raises UNREAD_EXPIRY."""
    fields = command.fields
    said = fields.get("lien", "").strip()
    link = link_first(said)[0] if said or not command.number else ""
    title = " ".join(fields.get("titre", "").split())
    require_impersonal(title)
    zone = situation.network.timezone
    ends = importing.read_expiry(fields.get("fin", ""), situation.now, zone)
    return command.number, link, title, ends


def follow(_command: Command, ctx: Context, read: tuple[int, str, str, datetime | None]) -> Reply:
    """Follow a form, or change what is known of it: its end is brought to mind."""
    return card.shown(ctx, importing.follow(ctx, *read))


def _read_file(command: Command, situation: Situation) -> tuple[FormExport, int]:
    """Read the file that comes with the message, and the number of its form.

    Raises NO_FILE, LARGE_EXPORT_FILE, NOT_READ, MANY_ROWS, NOT_AN_EXPORT.
    """
    content = attached(command, large=LARGE_EXPORT_FILE())
    return read_export(content, situation.themes), command.number


def take_in(_command: Command, ctx: Context, read: tuple[FormExport, int]) -> Reply:
    """Count the answers of the file that came with the message."""
    imported = importing.take_in(ctx, *read)
    text = ctx.render("reseau/form_imported.md.j2", imported=imported)
    return Reply(text=text, buttons=(*card.verbs(imported.form), card.see(imported.form)))


def table(command: Command, ctx: Context) -> Reply:
    """Send a form's counts as a table, by direct message."""
    form = forms.get(ctx.db, ctx.network.slug, command.number)
    reporting.export(ctx, form, command.caller)
    return Reply(text="Le tableau des réponses arrive en message direct.")


def forget(command: Command, ctx: Context) -> Reply:
    """Forget a form with all that it brought, but for the questions that came of it."""
    form = forms.get(ctx.db, ctx.network.slug, command.number)
    forms.remove(ctx.db, form)
    return ctx.reply("reseau/form_forgotten.md.j2", form=form)


def read_next(_command: Command, ctx: Context) -> Reply:
    """Show the line that has waited for the longest."""
    return card.next_line(ctx)


def accept(command: Command, ctx: Context) -> Reply:
    """Make a line a question of the network, and show the next one."""
    return card.next_line(ctx, accepted=importing.accept(ctx, command.number))


def edit(_command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Accept a line in other words."""
    text = stored_text(typed.text, what="la question")
    return card.next_line(ctx, accepted=importing.accept(ctx, typed.number, text))


def discard(command: Command, ctx: Context) -> Reply:
    """Erase a line, and show the next one."""
    importing.discard(ctx, command.number)
    return card.next_line(ctx, discarded=True)


_ADDRESS = Field(
    name="lien",
    label="Son adresse",
    placeholder="https://framaforms.org/vos-besoins-1790000000",
    limit=LINK_LIMIT,
)
_TITLE = optional_field(
    name="titre",
    label="Son titre",
    help="Tel qu'il se lit là-bas : j'y reconnais ses réponses.",
    limit=_TITLE_LIMIT,
)
_END = optional_field(
    name="fin",
    label="Il expire le",
    help="Vide : dans 26 semaines, comme un formulaire fait aujourd'hui. Je vous le rappellerai.",
)


def _following(command: Command, ctx: Context) -> Dialog:
    """Return the form that follows another one, or changes what is known of one."""
    zone = ctx.network.timezone
    end = replace(_END, placeholder=day(ctx.now + LASTS - timedelta(days=1), zone))
    if not command.number:
        fields = (_ADDRESS, _TITLE, end)
        return Dialog(title="Suivre un formulaire", submit="Suivre", fields=fields)
    known = forms.get(ctx.db, ctx.network.slug, command.number)
    ends = day(known.expires_at, zone) if known.expires_at else ""
    fields = (
        replace(_ADDRESS, default=known.link, optional=True),
        replace(_TITLE, default=known.title),
        replace(end, default=ends, help="Je vous le rappellerai."),
    )
    return Dialog(title="Ce formulaire", submit="Garder", fields=fields)


def _editing(command: Command, ctx: Context) -> Dialog:
    line = forms.line(ctx.db, ctx.network.slug, command.number)
    text = words_field(label="La question", default=line.text, limit=2_000)
    return Dialog(title="Reformuler ce besoin", submit="Accepter", fields=(text,))


_route = partial(Route, Act.READ_FORMS)

ROUTES = (
    _route(f"{card.SHOW} : <n°>", show),
    _route(
        f"{card.FOLLOW} : [n°]",
        reading(_read_followed, follow, at_once=DATES_AT_ONCE),
        limit=LINK_LIMIT,
        care=CHECKED,
        form=_following,
    ),
    _route(f"{card.IMPORT} : [n°]", reading(_read_file, take_in), takes_file=WHERE),
    _route(f"{card.TABLE} : <n°>", table),
    _route(f"{card.FORGET} : <n°>", forget),
    _route(card.READ, read_next),
    _route(f"{card.ACCEPT} : <n°>", accept),
    _route(f"{card.EDIT} : <n°> <texte>", reading(numbered, edit), care=DEPOSITED, form=_editing),
    _route(f"{card.DISCARD} : <n°>", discard),
)
