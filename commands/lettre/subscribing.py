"""Who receives the letter by mail: for oneself, and for the coordinators of the list."""

from __future__ import annotations

from uuid import uuid4

from bot.core.errors import UserError
from bot.french.folding import fold
from bot.letter import store as letters
from bot.letter.mail import mailing, subscribing
from bot.letter.mail.address import LONGEST, mail_address
from bot.letter.mail.address_list import AddressList, read_list
from bot.letter.mail.post_office import MailSettings
from bot.letter.rules import Letter
from bot.network.rights import Act
from bot.talk.arguments import number_first, without_thanks
from bot.talk.command import ATTACHED_LIMIT, Command, Via
from bot.talk.context import Context
from bot.talk.handler import Situation, reading
from bot.talk.reply import Dialog, Field, NoDialogHereError, Reply
from bot.talk.routing import Route, Takes

_DRAFT = ("projet", "brouillon", "le projet")
_EXAMPLE = "/lettre abonner prenom.nom@exemple.fr"


class NoAddressListError(UserError):
    """`importer` needs the file that holds the addresses, of a size that can be read."""


class NothingSentError(UserError):
    """No letter was published yet."""

    def __init__(self) -> None:
        super().__init__(
            "no letter published",
            reply="Aucune lettre n'est encore parue ici. Celle qui se prépare, en fichiers : "
            "`/lettre exporter projet`.",
        )


def subscribe(command: Command, ctx: Context) -> Reply:
    """Have the letter sent to an address; without one, open a form. Raises NoMailError."""
    typed = _typed(command)
    subscribing.require_office(ctx)
    if not typed:
        if not command.via.immediate:
            raise NoDialogHereError(_EXAMPLE)
        return Reply(dialog=_form())
    address = mail_address(typed)
    joined = subscribing.join(ctx, address, command.caller.id)
    text = ctx.render(
        "lettre/subscribed.md.j2",
        joined=joined.value,
        address=address,
        overheard=command.via is Via.MENTION,
        network=ctx.network,
    )
    return Reply(text=text)


def unsubscribe(command: Command, ctx: Context) -> Reply:
    """Stop the letter for one's own address, or for all of one's own."""
    typed = _typed(command)
    address = mail_address(typed) if typed else ""
    ended = subscribing.leave(ctx, command.caller.id, address)
    text = ctx.render("lettre/unsubscribed.md.j2", ended=ended, network=ctx.network)
    return Reply(text=text)


def listed(_command: Command, ctx: Context) -> Reply:
    """Tell how many receive the letter, and in what trouble; never who."""
    found = subscribing.listed(ctx)
    text = ctx.render(
        "lettre/subscribers.md.j2",
        listed=found,
        sends=ctx.settings.of(MailSettings).sends,
        trusted=sorted(ctx.settings.of(MailSettings).trusted),
        network=ctx.network,
    )
    return Reply(text=text)


def remove(command: Command, ctx: Context) -> Reply:
    """Take someone's address out of the list. Raises BadAddressError, NobodyError."""
    address = mail_address(_typed(command))
    subscribing.remove(ctx, address)
    return Reply(text=ctx.render("lettre/removed.md.j2", address=address, network=ctx.network))


def _read_file(command: Command, _situation: Situation) -> AddressList:
    """Read the file that comes with the message. Raises NoAddressListError and NoListError."""
    file = command.attached
    if file is None:
        raise NoAddressListError(
            "no file",
            reply="Il me faut le fichier de vos adresses (CSV, une adresse par ligne). "
            "Envoyez-le-moi en message direct, joint au message `lettre importer`.",
        )
    if file.size > ATTACHED_LIMIT:
        raise NoAddressListError(
            "file too large",
            reply="Ce fichier dépasse 1 Mo : ce n'est sans doute pas une liste d'adresses. "
            "Enregistrez votre tableau au format CSV, avec la seule colonne des adresses.",
        )
    return read_list(file.content)


def take_in(_command: Command, ctx: Context, addresses: AddressList) -> Reply:
    """Add the addresses of the file that came with the message."""
    imported = subscribing.take_in(ctx, addresses)
    text = ctx.render("lettre/imported.md.j2", imported=imported, network=ctx.network)
    return Reply(text=text)


def export(command: Command, ctx: Context) -> Reply:
    """Send a letter, or the draft, as a mail ready to send and as Markdown, by direct message."""
    drafted = fold(_typed(command)) in _DRAFT
    letter = mailing.draft(ctx) if drafted else _letter(command, ctx)
    key = f"letter:{letter.id}:export:{uuid4().hex}"
    mailing.give_files(ctx, letter, command.caller.id, key)
    return Reply(text=ctx.render("lettre/exported.md.j2", letter=letter))


def sendings(command: Command, ctx: Context) -> Reply:
    """Tell how far a letter is on its way; the last one unless a number is given."""
    sending = mailing.sending(ctx, _letter(command, ctx))
    text = ctx.render(
        "lettre/sending.md.j2", sending=sending, sends=ctx.settings.of(MailSettings).sends
    )
    return Reply(text=text)


def _typed(command: Command) -> str:
    return without_thanks(command.text).strip().rstrip(".,;")


def _letter(command: Command, ctx: Context) -> Letter:
    """Return the letter of a number, else the last one. Raises NothingSentError and others."""
    number = number_first(command.text)
    if number is not None:
        return letters.get(ctx.db, ctx.network.slug, number[0])
    latest = letters.latest(ctx.db, ctx.network.slug)
    if latest is None:
        raise NothingSentError
    return latest


def _form() -> Dialog:
    return Dialog(
        title="Recevoir la lettre",
        route="lettre abonner",
        argument="",
        submit="Recevoir",
        fields=(
            Field(
                name="adresse",
                label="Votre adresse",
                placeholder="prenom.nom@exemple.fr",
                limit=LONGEST,
            ),
        ),
        introduction="Au plus une lettre par mois ; chacune a un lien pour ne plus la recevoir.",
    )


_MANAGE = Act.MANAGE_SUBSCRIBERS

ROUTES = (
    Route(
        "lettre abonner",
        subscribe,
        "[adresse]",
        "recevoir la lettre par courriel",
        Act.SUBSCRIBE,
        Takes.WORDS,
        aliases=("abonnement", "m'abonner", "recevoir"),
    ),
    Route(
        "lettre désabonner",
        unsubscribe,
        "[adresse]",
        "arrêter de recevoir la lettre par courriel",
        Act.SUBSCRIBE,
        Takes.WORDS,
        aliases=("désabonnement", "me-désabonner", "résilier"),
    ),
    Route(
        "lettre abonnés",
        listed,
        "",
        "compter les adresses qui reçoivent la lettre",
        _MANAGE,
        Takes.NOTHING,
        aliases=("abonnées", "liste"),
    ),
    Route(
        "lettre importer",
        reading(_read_file, take_in),
        "(fichier joint)",
        "abonner les adresses d'un fichier CSV",
        _MANAGE,
        Takes.WORDS,
        aliases=("import",),
        rare=True,
        takes_file=True,
    ),
    Route(
        "lettre exporter",
        export,
        "[n°|projet]",
        "recevoir une lettre en fichiers, prête à envoyer",
        _MANAGE,
        Takes.WORDS,
        aliases=("export", "eml"),
        rare=True,
    ),
    Route(
        "lettre retirer-abonné",
        remove,
        "<adresse>",
        "retirer une adresse de la liste",
        _MANAGE,
        Takes.WORDS,
        aliases=("retirer-abonnée", "retirer-adresse"),
        rare=True,
    ),
    Route(
        "lettre envois",
        sendings,
        "[n°]",
        "voir où en est l'envoi d'une lettre",
        _MANAGE,
        Takes.PAGE,
        aliases=("envoi",),
        rare=True,
    ),
)
