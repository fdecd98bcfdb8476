"""Who receives the letter by mail: for oneself, and for the coordinators of the list."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from uuid import uuid4

from bot.core.errors import Refusal, at_field
from bot.letter import card
from bot.letter import pages as letter_pages
from bot.letter import store as letters
from bot.letter.mail import mailing, subscribing
from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail.address import LONGEST, mail_address
from bot.letter.mail.address_list import AddressList, read_list
from bot.letter.mail.settings import MailSettings
from bot.letter.rules import Letter
from bot.network.rights import Act
from bot.talk.arguments import without_thanks
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.handler import Situation, reading
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route
from commands.texts import attached

LARGE_ADDRESS_FILE = Refusal(
    "file too large",
    reply="Ce fichier dépasse 1 Mo : ce n'est sans doute pas une liste d'adresses. Enregistrez "
    "votre tableau au format CSV, avec la seule colonne des adresses.",
)

NOTHING_SENT = Refusal(
    "no letter published",
    reply="Aucune lettre n'est encore parue ici.",
)


def subscribe(command: Command, ctx: Context) -> Reply:
    """Have the letter sent to an address. Raises NO_MAIL."""
    subscribing.require_office(ctx)
    with at_field("adresse"):
        address = mail_address(_typed(command))
    joined = subscribing.join(ctx, address, command.caller.id)
    return ctx.reply(
        "lettre/subscribed.md.j2",
        card.UNSUBSCRIBING,
        joined=joined.value,
        address=address,
        overheard=command.via is Via.MENTION,
    )


def unsubscribe(command: Command, ctx: Context) -> Reply:
    """Stop the letter for all of one's own addresses."""
    ended = subscribing.leave(ctx, command.caller.id)
    text = ctx.render("lettre/unsubscribed.md.j2", ended=ended)
    sends = ctx.settings.of(MailSettings).sends
    return Reply(text=text, buttons=(card.SUBSCRIBING,) if sends else ())


def listed(_command: Command, ctx: Context) -> Reply:
    """Tell how many receive the letter, and in what trouble; never who."""
    sends = ctx.settings.of(MailSettings).sends
    published = letters.latest(ctx.db, ctx.network.slug) is not None
    return ctx.reply(
        "lettre/subscribers.md.j2",
        *card.subscribers_buttons(sends=sends, published=published),
        counts=subscribers.counts(ctx.db, ctx.network.slug),
        sends=sends,
        trusted=sorted(ctx.settings.of(MailSettings).trusted),
    )


def remove(command: Command, ctx: Context) -> Reply:
    """Take someone's address out of the list. Raises BadAddressError, ADDRESS_NOT_LISTED."""
    with at_field("adresse"):
        address = mail_address(_typed(command))
        subscribing.remove(ctx, address)
    return ctx.reply("lettre/removed.md.j2", address=address)


def _read_file(command: Command, _situation: Situation) -> AddressList:
    """Read the file that comes with the message.

    Raises NO_FILE, LARGE_ADDRESS_FILE and NOT_A_LIST.
    """
    return read_list(attached(command, large=LARGE_ADDRESS_FILE()))


def take_in(_command: Command, ctx: Context, addresses: AddressList) -> Reply:
    """Add the addresses of the file that came with the message."""
    imported = subscribing.take_in(ctx, addresses)
    return ctx.reply("lettre/imported.md.j2", imported=imported)


def export(command: Command, ctx: Context) -> Reply:
    """Send a letter, or the draft, as a mail ready to send and as Markdown, by direct message."""
    drafted = command.text == card.THE_DRAFT
    letter = letter_pages.preview(ctx) if drafted else _letter(command, ctx)
    key = f"letter:{letter.id}:export:{uuid4().hex}"
    mailing.give_files(ctx, letter, command.caller.id, key)
    return ctx.reply("lettre/exported.md.j2", letter=letter)


def sendings(command: Command, ctx: Context) -> Reply:
    """Tell how far a letter is on its way; the last one unless a number is given."""
    sending = mailing.sending(ctx, _letter(command, ctx))
    return ctx.reply(
        "lettre/sending.md.j2", sending=sending, sends=ctx.settings.of(MailSettings).sends
    )


def _typed(command: Command) -> str:
    return without_thanks(command.text).strip().rstrip(".,;")


def _letter(command: Command, ctx: Context) -> Letter:
    """Return the letter of a number, else the last one. Raises NOTHING_SENT and others."""
    if command.number:
        return letters.get(ctx.db, ctx.network.slug, command.number)
    return NOTHING_SENT.unless(letters.latest(ctx.db, ctx.network.slug))


def _form(_command: Command, ctx: Context) -> Dialog:
    """Return the form of an address. Raises NO_MAIL."""
    subscribing.require_office(ctx)
    return _FORM


_ADDRESS = Field(
    name="adresse", label="Votre adresse", placeholder="prenom.nom@exemple.fr", limit=LONGEST
)
_FORM = Dialog(
    title="Recevoir la lettre",
    submit="Recevoir",
    fields=(_ADDRESS,),
    introduction="Au plus une lettre par mois ; chacune a un lien pour ne plus la recevoir.",
)


_REMOVING = Dialog(
    title="Retirer une adresse",
    submit="Retirer",
    fields=(replace(_ADDRESS, label="Adresse à retirer"),),
    introduction="Elle ne recevra plus la lettre, et aucune liste importée ne l'y remettra.",
)

_LIST = "un tableau au format CSV, une adresse par ligne"
"""The file that is taken in."""

_route = partial(Route, Act.MANAGE_SUBSCRIBERS)

ROUTES = (
    Route(
        Act.SUBSCRIBE,
        f"{card.SUBSCRIBE}|s'abonner|m'abonner : [adresse]",
        subscribe,
        "recevoir la lettre par courriel",
        form=_form,
    ),
    Route(Act.SUBSCRIBE, card.UNSUBSCRIBE, unsubscribe),
    _route(card.SUBSCRIBERS, listed),
    _route(card.IMPORT, reading(_read_file, take_in), takes_file=_LIST),
    _route(f"{card.EXPORT} : [n°|projet]", export),
    _route(card.REMOVE, remove, form=_REMOVING),
    _route(f"{card.SENDINGS} : [n°]", sendings),
)
