"""What each role may do: the one table of rights."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, IntEnum

from bot.domain.errors import NotAllowedError
from bot.domain.network import Network


class Role(IntEnum):
    """What someone is to one network, each role having all the rights of the lower ones."""

    STRANGER = 0
    GUEST = 1
    MEMBER = 2
    COORDINATOR = 3


class Act(Enum):
    """What people do with the bot, as far as rights tell them apart."""

    READ_HELP = "lire l'aide"
    READ_QUESTIONS = "lire les questions"
    ASK = "poser une question"
    JOIN_QUESTION = "se joindre à une question"
    ANSWER = "répondre à une question"
    WITHDRAW = "retirer une question"
    READ_NEXT_MEETING = "voir la prochaine rencontre"
    DRAFT_AGENDA = "préparer l'ordre du jour"
    READ_DIGEST = "voir la veille à venir"
    READ_FEEDS = "voir les flux suivis"


# The one table of rights: the lowest role that may do each act. The author of a question may
# always withdraw it; for anyone else the table decides.
RIGHTS: Mapping[Act, Role] = {
    Act.READ_HELP: Role.STRANGER,
    Act.READ_QUESTIONS: Role.MEMBER,
    Act.ASK: Role.MEMBER,
    Act.JOIN_QUESTION: Role.MEMBER,
    Act.ANSWER: Role.MEMBER,
    Act.WITHDRAW: Role.COORDINATOR,
    Act.READ_NEXT_MEETING: Role.MEMBER,
    Act.DRAFT_AGENDA: Role.COORDINATOR,
    Act.READ_DIGEST: Role.MEMBER,
    Act.READ_FEEDS: Role.MEMBER,
}

_REFUSALS: Mapping[Role, str] = {
    Role.STRANGER: "",
    Role.GUEST: "",
    Role.MEMBER: "C'est réservé aux membres du réseau {network}. "
    "Pour le rejoindre, adressez-vous à sa coordination.",
    Role.COORDINATOR: "C'est réservé à la coordination du réseau {network}. "
    "Demandez-lui, elle pourra le faire pour vous.",
}


def allows(act: Act, role: Role, *, author: bool = False) -> bool:
    """Tell whether the table of rights lets someone with this role do this act."""
    if act is Act.WITHDRAW and author:
        return role >= Role.MEMBER
    return role >= RIGHTS[act]


def require(act: Act, role: Role, network: Network, *, author: bool = False) -> None:
    """Refuse, with a sentence that says whom to turn to, what the table does not allow.

    Raises NotAllowedError.
    """
    if not allows(act, role, author=author):
        raise NotAllowedError(
            f"role {role.name} may not {act.name}",
            reply=_REFUSALS[RIGHTS[act]].format(network=network.name),
        )
