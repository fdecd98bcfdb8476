"""Refusals of the conversation itself: which network, which place."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.errors import UserError
from bot.network.network import Network


class NoNetworkError(UserError):
    """The caller belongs to no network of this server."""

    def __init__(self) -> None:
        super().__init__(
            "caller of no network",
            reply="Vous n'êtes dans le canal d'aucun des réseaux que j'anime, je ne peux donc rien "
            "vous montrer. Demandez à votre coordination de vous ajouter à son canal.",
        )


class WhichNetworkError(UserError):
    """The caller belongs to several networks and named none."""

    def __init__(self, networks: Sequence[Network], line: str) -> None:
        choices = ", ".join(f"`/{line.format(f'~{each.channel}')}`" for each in networks)
        super().__init__(
            f"one of {len(networks)} networks",
            reply=f"Vous êtes dans plusieurs réseaux. Dites-moi lequel, par son canal : {choices}",
        )


class GoneNetworkError(UserError):
    """A button, a form or a reaction is about a network that left the configuration."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"network {slug} is no longer configured",
            reply="Je ne sers plus ce réseau : ce bouton n'y fait plus rien. Pour en savoir plus, "
            "voyez avec sa coordination.",
        )


class NotThatNetworkError(UserError):
    """The caller named a network that is not theirs, or none."""

    def __init__(self) -> None:
        super().__init__(
            "named network not the caller's",
            reply="Je ne vous trouve pas dans ce réseau. Écrivez son canal tel que Mattermost le "
            "propose après « ~ ».",
        )


class GoneError(UserError):
    """The message that a button points at can no longer be read."""

    def __init__(self) -> None:
        super().__init__(
            "message gone",
            reply="Je ne retrouve plus ce message. Recopiez la réponse : "
            "`/besoin répondre <n°> <réponse>`",
        )


class WordsError(UserError):
    """The words do not say what is needed; the reply shows words that do."""

    def __init__(self, reply: str) -> None:
        super().__init__("words missing", reply=reply)
