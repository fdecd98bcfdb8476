"""Refusals of the conversation itself: which network, which place."""

from __future__ import annotations

from bot.core.errors import Refusal

NO_NETWORK = Refusal(
    "caller of no network",
    reply="Vous n'êtes dans le canal d'aucun des réseaux que j'anime, je ne peux donc rien vous "
    "montrer. Demandez à votre coordination de vous ajouter à son canal.",
)

WHICH_NETWORK = Refusal(
    "one of {count} networks",
    reply="Vous êtes dans plusieurs réseaux. Dites-moi lequel, par son canal : {choices}",
)

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
