"""What can be done of the letter to come, as buttons and menus under what is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.letter.content import Content, SectionKind
from bot.letter.note import LetterNote
from bot.talk.render import shorten

EDITO = "lettre édito"
ANSWER = "lettre répondre"
SHOW = "lettre garder"
HIDE = "lettre cacher"
LEAVE_OUT = "lettre enlever"
PUT_BACK = "lettre remettre"
PREVIEW = "lettre aperçu"
TRIAL = "lettre essai"
PUBLISH = "lettre publier"
MOVE = "lettre reporter"
SKIP = "lettre sauter"
RESTORE = "lettre rétablir"
TITLE = "lettre titre"
RETAIN = "lettre retenir"
PROPOSE = "lettre proposer"
ERASE = "lettre effacer"
ARCHIVES = "lettre archives"
SUBSCRIBE = "lettre abonner"
UNSUBSCRIBE = "lettre désabonner"
SUBSCRIBERS = "lettre abonnés"
IMPORT = "lettre importer"
EXPORT = "lettre exporter"
REMOVE = "lettre retirer-abonné"
SENDINGS = "lettre envois"
THE_DRAFT = "projet"

_CHOICES = 30

PREVIEWING = Button("apercu", "Aperçu", PREVIEW)
TRYING = Button("essai", "M'envoyer un essai", TRIAL)
PUBLISHING = Button("publier", "Publier", PUBLISH)
PROPOSING = Button("proposer", "Proposer", PROPOSE)
SUBSCRIBING = Button("abonner", "La recevoir par courriel", SUBSCRIBE)
UNSUBSCRIBING = Button("desabonner", "Ne plus la recevoir", UNSUBSCRIBE)


def draft_buttons(content: Content, *, astray: bool) -> tuple[Button, ...]:
    """Return the coordinators' buttons under the draft; `astray` when its date is unusual."""
    return (
        *wanting_buttons(content),
        Button("retenir", "À retenir…", RETAIN),
        Button("titre", "Titre…", TITLE),
        *leaving_out_menu(content),
        *showing_menu(content),
        TRYING,
        PUBLISHING,
        _others_menu(astray=astray),
    )


def wanting_buttons(content: Content) -> tuple[Button, ...]:
    """Return the buttons that open the forms of what is missing: the édito, then the answers."""
    missing = not content.letter.edito
    edito = Button("edito", "Écrire l'édito…" if missing else "Revoir l'édito…", EDITO)
    options = [
        Option(_called(each.text, f"n°\u00a0{each.number} "), ANSWER, str(each.number))
        for each in content.awaited
    ]
    return (edito, *_menu("repondre", "Répondre…", options))


def leaving_out_menu(content: Content) -> tuple[Button, ...]:
    """Return the menu that takes something out of the draft; chosen again, it is put back."""
    options = [
        Option(
            _called(each.text or each.link, "✘ " if each.left_out else ""),
            PUT_BACK if each.left_out else LEAVE_OUT,
            each.name,
        )
        for each in content.pieces
    ]
    return _menu("enlever", "Enlever…", options, LEAVE_OUT)


def showing_menu(content: Content) -> tuple[Button, ...]:
    """Return the menu that lets questions be read outside the chat too; chosen again, no longer."""
    options = [
        Option(
            _called(each.text, f"{'✔ ' if each.outside else ''}n°\u00a0{each.number} "),
            HIDE if each.outside else SHOW,
            str(each.number),
        )
        for each in content.discreet
        if not each.awaited
    ]
    return _menu("garder", "Par courriel aussi…", options)


def member_buttons(
    notes: Sequence[LetterNote], *, sends: bool, subscribed: bool
) -> tuple[Button, ...]:
    """Return the members' buttons: propose, take back, receive the letter."""
    subscribe = UNSUBSCRIBING if subscribed else SUBSCRIBING
    back = [Option(_called(each.text or each.link), ERASE, str(each.number)) for each in notes]
    return (
        PROPOSING,
        *((subscribe,) if sends else ()),
        *_menu("effacer", "Retirer…", back),
        Button("archives", "Lettres parues", ARCHIVES),
    )


def post_buttons(content: Content, *, sends: bool) -> tuple[Button, ...]:
    """Return the buttons under a letter in the channel: answer, propose, receive it."""
    options = [
        Option(_called(each.text, f"n°\u00a0{each.number} "), "besoin répondre", str(each.number))
        for each in content.section(SectionKind.OPEN).pieces
    ]
    return (
        *_menu("repondre", "J'ai une réponse…", options),
        PROPOSING,
        *((SUBSCRIBING,) if sends else ()),
    )


def erase_button(note: LetterNote) -> Button:
    """Return the button that takes back a text that waits for the letter."""
    return Button("effacer", "Retirer", ERASE, str(note.number), emoji="wastebasket")


def subscribers_buttons(*, sends: bool, published: bool) -> tuple[Button, ...]:
    """Return what is done of the list of addresses, and of a letter outside the chat."""
    last = (
        Option("Où en est l'envoi de la dernière", SENDINGS),
        Option("La dernière lettre en fichiers", EXPORT),
    )
    addresses = (
        Button("importer", "Ajouter d'un fichier…", IMPORT),
        Button("retirer", "Retirer une adresse…", REMOVE),
    )
    draft = Option("Le projet en fichiers", EXPORT, THE_DRAFT)
    files = (*(last if published else ()), draft)
    return (*(addresses if sends else ()), menu("plus", "Plus…", *files))


def _others_menu(*, astray: bool) -> Button:
    back = Option("Remettre à sa date", RESTORE)
    options = (
        Option("Aperçu", PREVIEW),
        Option("Reporter à un autre jour…", MOVE),
        back if astray else Option("Pas de lettre cette fois", SKIP),
        Option("Proposer un lien, une idée…", PROPOSE),
        Option("Qui la reçoit par courriel", SUBSCRIBERS),
        Option("Les lettres parues", ARCHIVES),
        Option("La lire hors de Mattermost", "lettre adresse"),
    )
    return menu("plus", "Plus…", *options)


def _menu(name: str, label: str, options: Iterable[Option], route: str = "") -> tuple[Button, ...]:
    some = list(options)[:_CHOICES]
    return (menu(name, label, *some, route=route),) if some else ()


def _called(text: str, mark: str = "") -> str:
    return mark + shorten(" ".join(text.split()), OPTION_LABEL)
