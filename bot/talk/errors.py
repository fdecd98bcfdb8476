"""Refusals of the conversation itself: which network, which place."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.errors import Refusal, UserError
from bot.core.message import Button, Option, menu
from bot.network.network import Network

NO_NETWORK = Refusal(
    "caller of no network",
    reply="Vous n'êtes dans le canal d'aucun des réseaux que j'anime, je ne peux donc rien vous "
    "montrer. Demandez à votre coordination de vous ajouter à son canal ; si c'est vous qui "
    "coordonnez, invitez-moi dans le vôtre (si j'y suis déjà, retirez-m'en d'abord).",
)


class WhichNetworkError(UserError):
    """Someone of several networks has not said which; `which` does what they asked in each."""

    def __init__(self, networks: Sequence[Network], words: str, rest: str) -> None:
        super().__init__(
            f"one of {len(networks)} networks",
            reply="Vous êtes dans plusieurs réseaux : dites-moi dans lequel.",
        )
        self.network = networks[0].slug
        self.which = which_network("Choisir le réseau…", networks, words, rest)


def which_network(label: str, networks: Sequence[Network], words: str, rest: str) -> Button:
    """Return the menu that does in another network what someone asked for."""
    options = (Option(each.spoken, words, rest, each.slug) for each in networks)
    return menu("reseau", label, *options)


GONE_NETWORK = Refusal(
    "network {slug} is no longer configured",
    reply="Je ne sers plus ce réseau : ce bouton n'y fait plus rien. Pour en savoir plus, voyez "
    "avec sa coordination.",
)

NOT_THAT_NETWORK = Refusal(
    "named network not the caller's",
    reply="Je ne vous trouve pas dans ce réseau. Écrivez son canal tel que Mattermost le propose "
    "après « ~ ».",
)

MESSAGE_GONE = Refusal(
    "message gone",
    reply="Je ne retrouve plus ce message. Recopiez la réponse : `/besoin répondre <n°> <réponse>`",
)

UNCLEAR = Refusal("words missing", reply="{hint}")
"""The words do not say what is needed; the hint shows words that do."""
