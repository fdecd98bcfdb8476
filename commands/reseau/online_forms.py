"""Forms on Framaforms: those that the network follows, their answers, the needs that they bring."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from bot.core.errors import Refusal
from bot.framaforms import card, importing, reporting
from bot.framaforms import store as forms
from bot.framaforms.export import FormExport, read_export
from bot.framaforms.rules import NO_FORM_LINK, NO_FORM_NUMBER, UNREAD_EXPIRY
from bot.french.text import require_impersonal, stored_text
from bot.network.rights import Act
from bot.talk.arguments import number_first, without_thanks
from bot.talk.care import CHECKED, DEPOSITED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import DATES_AT_ONCE, Situation, reading
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route
from bot.veille.proposal import LINK_LIMIT, link_first
from commands.texts import Numbered, attached, numbered

_TITLE_LIMIT = 150

NO_EXPORT_FILE = Refusal(
    "no file",
    reply="Il me faut le fichier des réponses. Dans Framaforms, onglet Résultats, puis "
    "Téléchargement ; envoyez-le-moi en message direct, joint au message "
    "`reseau formulaire importer`.",
)

LARGE_EXPORT_FILE = Refusal(
    "file too large",
    reply="Ce fichier dépasse 1 Mo, et je n'en ai rien gardé. Exportez une partie des réponses, "
    "par exemple celles d'une période.",
)


def list_them(command: Command, ctx: Context) -> Reply:
    """List the forms that the network follows; with a number, show one."""
    if not command.number:
        return card.listed(ctx)
    return card.shown(ctx, forms.get(ctx.db, ctx.network.slug, command.number))


def _read_followed(command: Command, situation: Situation) -> tuple[str, str, datetime | None]:
    """Read a link, a title, until when it can be answered. Raises NO_FORM_LINK, UNREAD_EXPIRY."""
    if not command.text.strip():
        raise NO_FORM_LINK()
    link, rest = link_first(command.text)
    title = " ".join(command.fields.get("titre", "").split())
    require_impersonal(title)
    ends = command.fields.get("fin", "") or rest
    zone = situation.network.timezone
    return link, title, importing.read_expiry(ends, situation.now, zone)


def follow(_command: Command, ctx: Context, read: tuple[str, str, datetime | None]) -> Reply:
    """Follow a form: its end is brought to mind."""
    return card.shown(ctx, importing.follow(ctx, *read))


def _read_file(command: Command, situation: Situation) -> tuple[FormExport, int, datetime | None]:
    """Read the file that comes with the message, a number and a date before it.

    Raises NO_EXPORT_FILE, LARGE_EXPORT_FILE, NOT_READ, MANY_ROWS, NOT_AN_EXPORT.
    """
    content = attached(command, missing=NO_EXPORT_FILE(), large=LARGE_EXPORT_FILE())
    number, rest = number_first(command.text) or (0, command.text)
    ends = importing.read_expiry(without_thanks(rest), situation.now, situation.network.timezone)
    return read_export(content, situation.themes), number, ends


def take_in(
    _command: Command, ctx: Context, read: tuple[FormExport, int, datetime | None]
) -> Reply:
    """Count the answers of the file that came with the message."""
    imported = importing.take_in(ctx, *read)
    text = ctx.render("reseau/form_imported.md.j2", imported=imported)
    return Reply(text=text, buttons=(*card.verbs(imported.form), card.see(imported.form)))


def _read_expiry(command: Command, situation: Situation) -> tuple[int, datetime]:
    """Read a form's number, then a day. Raises UNREAD_EXPIRY."""
    ends = importing.read_expiry(command.words, situation.now, situation.network.timezone)
    return command.number, UNREAD_EXPIRY.unless(ends)


def expires(_command: Command, ctx: Context, read: tuple[int, datetime]) -> Reply:
    """Keep when a form can no longer be answered."""
    return card.shown(ctx, importing.set_expiry(ctx, *read))


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
    example = f"/{card.EDIT} {typed.number} Qui prête une salle ?"
    text = stored_text(typed.text, what="la question", example=example)
    return card.next_line(ctx, accepted=importing.accept(ctx, typed.number, text))


def discard(command: Command, ctx: Context) -> Reply:
    """Erase a line, and show the next one."""
    importing.discard(ctx, command.number)
    return card.next_line(ctx, discarded=True)


_END = Field(
    name="fin",
    label="Il expire le",
    placeholder="15 mars 2027",
    help="Vide : dans 26 semaines, comme un formulaire fait aujourd'hui. Je vous le rappellerai.",
    optional=True,
)

_FOLLOWING = Dialog(
    title="Suivre un formulaire",
    submit="Suivre",
    fields=(
        Field(
            name="lien",
            label="Son adresse",
            placeholder="https://framaforms.org/vos-besoins-1790000000",
            limit=LINK_LIMIT,
        ),
        Field(
            name="titre",
            label="Son titre",
            help="Tel qu'il se lit sur Framaforms : j'y reconnais ses réponses.",
            limit=_TITLE_LIMIT,
            optional=True,
        ),
        _END,
    ),
)

_EXPIRING = Dialog(
    title="Fin du formulaire",
    submit="Garder",
    fields=(Field(name="fin", label=_END.label, placeholder=_END.placeholder),),
)


def _editing(command: Command, ctx: Context) -> Dialog:
    line = forms.line(ctx.db, ctx.network.slug, command.number)
    text = Field(name="texte", label="La question", default=line.text, multiline=True, limit=2_000)
    return Dialog(title="Reformuler ce besoin", submit="Accepter", fields=(text,))


_route = partial(Route, Act.READ_FORMS, missing=NO_FORM_NUMBER)

ROUTES = (
    _route(
        f"{card.LIST}|formulaire|framaforms : [n°]",
        list_them,
        "voir les formulaires suivis, et ce qu'ils ont donné",
    ),
    _route(
        f"{card.FOLLOW}|ajouter : <lien> [jusqu'au <jour>]",
        reading(_read_followed, follow, at_once=DATES_AT_ONCE),
        "suivre un formulaire, et se faire rappeler de l'exporter",
        limit=LINK_LIMIT,
        care=CHECKED,
        form=_FOLLOWING,
    ),
    _route(
        f"{card.IMPORT}|import : (fichier joint)",
        reading(_read_file, take_in, at_once=DATES_AT_ONCE),
        "compter les réponses d'un formulaire exporté",
        takes_file=True,
    ),
    _route(
        f"{card.EXPIRES}|fin|date : <n°> <jour>",
        reading(_read_expiry, expires, at_once=DATES_AT_ONCE),
        "dire quand un formulaire expire",
        form=_EXPIRING,
    ),
    _route(f"{card.TABLE}|csv : <n°>", table, "recevoir les comptes d'un formulaire en tableau"),
    _route(f"{card.FORGET}|retirer : <n°>", forget, "oublier un formulaire, avec ses comptes"),
    _route(f"{card.READ}|besoins", read_next, "relire une à une les réponses libres d'une enquête"),
    _route(f"{card.ACCEPT} : <n°>", accept, "faire d'une réponse libre une question du réseau"),
    _route(
        f"{card.EDIT}|reformuler : <n°> <texte>",
        reading(numbered, edit),
        "accepter une réponse libre avec d'autres mots",
        care=DEPOSITED,
        form=_editing,
    ),
    _route(f"{card.DISCARD}|effacer : <n°>", discard, "effacer une réponse libre"),
)
