"""What can be done of the letter to come, as buttons and menus under what is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.letter.content import Content, SectionKind, typed_name
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

_CHOICES = 30


def draft_buttons(content: Content, *, astray: bool) -> tuple[Button, ...]:
    """Return the coordinators' buttons under the draft; `astray` when its date is unusual."""
    return (
        *wanting_buttons(content),
        preview_button(),
        trial_button(),
        publish_button(),
        *leaving_out_menu(content),
        *showing_menu(content),
        _others_menu(astray=astray),
    )


def wanting_buttons(content: Content) -> tuple[Button, ...]:
    """Return the buttons that open the forms of what is missing: the édito, then the answers."""
    missing = not content.letter.edito
    edito = Button("edito", "Écrire l'édito" if missing else "Revoir l'édito", EDITO)
    options = [
        Option(_called(each.text, f"n°\u00a0{each.number} "), f"{ANSWER} {each.number}")
        for each in content.awaited
    ]
    return (edito, *_menu("repondre", "Répondre…", options))


def leaving_out_menu(content: Content) -> tuple[Button, ...]:
    """Return the menu that takes something out of the draft; chosen again, it is put back."""
    options = [
        Option(
            _called(each.text or each.link, "✘ " if each.left_out else ""),
            f"{PUT_BACK if each.left_out else LEAVE_OUT} {typed_name(each)}",
        )
        for each in content.pieces
    ]
    return _menu("enlever", "Retirer…", options, LEAVE_OUT)


def showing_menu(content: Content) -> tuple[Button, ...]:
    """Return the menu that lets questions be read outside the chat too; chosen again, no longer."""
    options = [
        Option(
            _called(each.text, f"{'✔ ' if each.outside else ''}n°\u00a0{each.number} "),
            f"{HIDE if each.outside else SHOW} {each.number}",
        )
        for each in content.discreet
        if not each.awaited
    ]
    return _menu("garder", "Par courriel aussi…", options)


def member_buttons(
    notes: Sequence[LetterNote], *, sends: bool, subscribed: bool
) -> tuple[Button, ...]:
    """Return the members' buttons: propose, take back, receive the letter."""
    subscribe = (
        Button("desabonner", "Ne plus la recevoir", UNSUBSCRIBE)
        if subscribed
        else subscribe_button()
    )
    back = [Option(_called(each.text or each.link), f"{ERASE} {each.number}") for each in notes]
    return (
        propose_button(),
        *((subscribe,) if sends else ()),
        *_menu("effacer", "Retirer…", back),
        Button("archives", "Lettres parues", ARCHIVES),
    )


def post_buttons(content: Content, *, sends: bool) -> tuple[Button, ...]:
    """Return the buttons under a letter in the channel: answer, propose, receive it."""
    options = [
        Option(_called(each.text, f"n°\u00a0{each.number} "), f"besoin répondre {each.number}")
        for each in content.section(SectionKind.OPEN).pieces
    ]
    return (
        *_menu("repondre", "J'ai une réponse…", options),
        propose_button(),
        *((subscribe_button(),) if sends else ()),
    )


def preview_button() -> Button:
    """Return the button that shows the letter as it would come out."""
    return Button("apercu", "Aperçu", PREVIEW)


def trial_button() -> Button:
    """Return the button that sends the letter to whoever presses it, alone."""
    return Button("essai", "M'envoyer un essai", TRIAL)


def publish_button() -> Button:
    """Return the button that asks to publish at once."""
    return Button("publier", "Publier", PUBLISH)


def propose_button() -> Button:
    """Return the button that opens the form of a proposal."""
    return Button("proposer", "Proposer", PROPOSE)


def subscribe_button() -> Button:
    """Return the button that asks for the letter by mail."""
    return Button("abonner", "La recevoir par courriel", SUBSCRIBE)


def erase_button(note: LetterNote) -> Button:
    """Return the button that takes back a text that waits for the letter."""
    return Button("effacer", "Retirer", ERASE, str(note.number), emoji="wastebasket")


def _others_menu(*, astray: bool) -> Button:
    back = Option("Remettre à sa date", RESTORE)
    options = (
        Option("Reporter à un autre jour…", MOVE),
        back if astray else Option("Pas de lettre cette fois", SKIP),
        Option("Changer le titre…", TITLE),
        Option("Ajouter un point à retenir…", RETAIN),
        Option("Proposer un lien, une idée…", PROPOSE),
        Option("Qui la reçoit par courriel", SUBSCRIBERS),
        Option("Les lettres parues", ARCHIVES),
        Option("La lire hors de Mattermost", "lettre adresse"),
    )
    return menu("autres", "Reporter, titre…", *options, route="aide", argument="lettre")


def _menu(name: str, label: str, options: Iterable[Option], route: str = "") -> tuple[Button, ...]:
    some = list(options)[:_CHOICES]
    return (menu(name, label, *some, route=route),) if some else ()


def _called(text: str, mark: str = "") -> str:
    return mark + shorten(" ".join(text.split()), OPTION_LABEL)
