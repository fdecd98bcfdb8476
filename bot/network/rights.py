"""What each role may do: the one table of rights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum

from bot.core.errors import Refusal
from bot.network.network import Network


class Role(IntEnum):
    """What someone is to one network, each role having all the rights of the lower ones."""

    STRANGER = 0
    GUEST = 1
    MEMBER = 2
    COORDINATOR = 3


class Tie(IntEnum):
    """What someone is to one question: nothing, one of those it concerns, or its author.

    A reader is a coordinator to whom the author of a private question had it sent. An idea has its
    author too; the host is to a meeting what the author is to a question, and who held it is to
    its minutes.
    """

    NONE = 0
    CONCERNED = 1
    READER = 2
    AUTHOR = 3
    HOST = 3


class Act(Enum):
    """What people do with the bot, as far as rights tell them apart."""

    READ_HELP = "lire l'aide"
    READ_QUESTIONS = "lire les questions"
    READ_PRIVATE = "lire une question privée"
    ASK = "poser une question"
    JOIN_QUESTION = "se joindre à une question"
    ANSWER = "répondre à une question"
    ACCEPT_ANSWER = "accepter une réponse du fil"
    EDIT = "modifier une question"
    CHANGE_VISIBILITY = "choisir qui voit sa question"
    SHARE = "rendre collective une question privée"
    WITHDRAW = "retirer une question"
    SET_THEME = "changer le thème d'une question"
    REOPEN = "rouvrir une question"
    WRITE_ABOUT = "écrire au sujet d'une question"
    DEFER = "reporter une question"
    CLOSE = "fermer une question"
    MERGE = "fusionner deux questions"
    FOLLOW_UP = "suivre ce qui attend"
    READ_REPORT = "lire le bilan"
    POST_REPORT = "publier le bilan"
    EXPORT = "exporter les questions"
    READ_NEXT_MEETING = "voir la prochaine rencontre"
    DRAFT_AGENDA = "préparer l'ordre du jour"
    VOTE_DATE = "répondre à un sondage de dates"
    POLL_DATES = "sonder le réseau sur des dates"
    ATTEND = "dire si l'on vient à une rencontre"
    HOLD = "tenir une rencontre et en rendre compte"
    REPORT = "relire et publier un compte rendu"
    READ_HOSTING = "voir l'accueil des rencontres"
    OFFER_TO_HOST = "proposer d'accueillir une rencontre"
    CHOOSE_HOST = "choisir qui accueille une rencontre"
    SWAP_HOST = "échanger son tour d'accueil"
    PRESENT_PLACE = "présenter le lieu d'une rencontre"
    READ_IDEAS = "lire les idées d'animation"
    PROPOSE_IDEA = "proposer une animation"
    SUPPORT_IDEA = "soutenir une idée d'animation"
    CHOOSE_IDEA = "retenir une idée d'animation"
    WITHDRAW_IDEA = "retirer une idée d'animation"
    READ_DIGEST = "voir la veille à venir"
    READ_FEEDS = "voir les flux suivis"
    MANAGE_FEEDS = "choisir les flux suivis"
    PROPOSE_LINK = "proposer un lien pour la veille"
    PRAISE_LINK = "dire qu'un article est utile"
    WITHDRAW_LINK = "retirer un lien proposé"
    SORT_DIGEST = "trier la veille"
    READ_DEADLINES = "voir les échéances"
    PROPOSE_DEADLINE = "signaler une échéance"
    SETTLE_DEADLINE = "confirmer une échéance"
    APPLY = "dire que sa structure candidate"
    READ_ADDRESS = "connaître l'adresse de la veille et de la lettre"
    CHANGE_ADDRESS = "changer l'adresse de la veille et de la lettre"
    READ_LETTER = "voir la lettre"
    CONTRIBUTE = "proposer quelque chose pour la lettre"
    WRITE_LETTER = "préparer et publier la lettre"
    SUBSCRIBE = "recevoir la lettre par courriel"
    MANAGE_SUBSCRIBERS = "gérer les abonnements à la lettre"
    READ_RHYTHM = "voir le rythme du réseau"
    CHANGE_RHYTHM = "changer le rythme du réseau"
    READ_PRIVACY = "savoir ce qui est gardé"
    OWN_DATA = "recevoir ou effacer ses données"
    CHOOSE_MESSAGES = "choisir les messages que l'on reçoit"
    READ_YEAR = "lire le bilan de l'année"
    POST_YEAR = "publier le bilan de l'année"


@dataclass(frozen=True, slots=True)
class Right:
    """Who may do something.

    This role or a higher one (None: no role is enough), or any member tied to the question at
    least this much (None: no tie is enough).
    """

    role: Role | None
    tie: Tie | None = None


_ANYONE = Right(Role.STRANGER)
_MEMBER = Right(Role.MEMBER)
_COORDINATOR = Right(Role.COORDINATOR)
_AUTHOR = Right(None, Tie.AUTHOR)
_READER = Right(None, Tie.READER)
_COORDINATOR_OR_AUTHOR = Right(Role.COORDINATOR, Tie.AUTHOR)
_COORDINATOR_OR_CONCERNED = Right(Role.COORDINATOR, Tie.CONCERNED)

# The one table of rights. A guest, or someone outside the network's channel, sees nothing of it.
RIGHTS: Mapping[Act, Right] = {
    Act.READ_HELP: _ANYONE,
    Act.READ_QUESTIONS: _MEMBER,
    Act.READ_PRIVATE: _READER,
    Act.ASK: _MEMBER,
    Act.JOIN_QUESTION: _MEMBER,
    Act.ANSWER: _MEMBER,
    Act.ACCEPT_ANSWER: _COORDINATOR_OR_AUTHOR,
    Act.EDIT: _AUTHOR,
    Act.CHANGE_VISIBILITY: _AUTHOR,
    Act.SHARE: _AUTHOR,
    Act.WITHDRAW: _AUTHOR,
    Act.SET_THEME: _COORDINATOR_OR_AUTHOR,
    Act.REOPEN: _COORDINATOR_OR_CONCERNED,
    Act.WRITE_ABOUT: _COORDINATOR_OR_AUTHOR,
    Act.DEFER: _COORDINATOR,
    Act.CLOSE: _COORDINATOR,
    Act.MERGE: _COORDINATOR,
    Act.FOLLOW_UP: _COORDINATOR,
    Act.READ_REPORT: _MEMBER,
    Act.POST_REPORT: _COORDINATOR,
    Act.EXPORT: _COORDINATOR,
    Act.READ_NEXT_MEETING: _MEMBER,
    Act.DRAFT_AGENDA: _COORDINATOR,
    Act.VOTE_DATE: _MEMBER,
    Act.POLL_DATES: _COORDINATOR,
    Act.ATTEND: _MEMBER,
    Act.HOLD: _COORDINATOR,
    Act.REPORT: _COORDINATOR_OR_AUTHOR,
    Act.READ_HOSTING: _MEMBER,
    Act.OFFER_TO_HOST: _MEMBER,
    Act.CHOOSE_HOST: _COORDINATOR,
    Act.SWAP_HOST: _AUTHOR,
    Act.PRESENT_PLACE: _COORDINATOR_OR_AUTHOR,
    Act.READ_IDEAS: _MEMBER,
    Act.PROPOSE_IDEA: _MEMBER,
    Act.SUPPORT_IDEA: _MEMBER,
    Act.CHOOSE_IDEA: _COORDINATOR,
    Act.WITHDRAW_IDEA: _AUTHOR,
    Act.READ_DIGEST: _MEMBER,
    Act.READ_FEEDS: _MEMBER,
    Act.MANAGE_FEEDS: _COORDINATOR,
    Act.PROPOSE_LINK: _MEMBER,
    Act.PRAISE_LINK: _MEMBER,
    Act.WITHDRAW_LINK: _COORDINATOR_OR_AUTHOR,
    Act.SORT_DIGEST: _COORDINATOR,
    Act.READ_DEADLINES: _MEMBER,
    Act.PROPOSE_DEADLINE: _MEMBER,
    Act.SETTLE_DEADLINE: _COORDINATOR,
    Act.APPLY: _MEMBER,
    Act.READ_ADDRESS: _MEMBER,
    Act.CHANGE_ADDRESS: _COORDINATOR,
    Act.READ_LETTER: _MEMBER,
    Act.CONTRIBUTE: _MEMBER,
    Act.WRITE_LETTER: _COORDINATOR,
    Act.SUBSCRIBE: _MEMBER,
    Act.MANAGE_SUBSCRIBERS: _COORDINATOR,
    Act.READ_RHYTHM: _MEMBER,
    Act.CHANGE_RHYTHM: _COORDINATOR,
    Act.READ_PRIVACY: _ANYONE,
    Act.OWN_DATA: _ANYONE,
    Act.CHOOSE_MESSAGES: _MEMBER,
    Act.READ_YEAR: _MEMBER,
    Act.POST_YEAR: _COORDINATOR,
}

PERSONAL = frozenset({Act.READ_PRIVACY, Act.OWN_DATA})
"""Acts that are about oneself, in all the networks of a server: who left them all may do them."""

NOT_ALLOWED = Refusal("role {role} may not {act}", reply="{reserved}")

_FOR_MEMBERS = (
    "C'est réservé aux membres du réseau {network}. "
    "Pour le rejoindre, adressez-vous à sa coordination."
)
_RESERVED: Mapping[Right, str] = {
    _MEMBER: _FOR_MEMBERS,
    _COORDINATOR: "C'est réservé à la coordination du réseau {network}. "
    "Demandez-lui, elle pourra le faire pour vous.",
    _AUTHOR: "C'est réservé à {author}. Au besoin, voyez avec la coordination du réseau {network}.",
    _READER: "C'est réservé à {author}, et aux personnes de la coordination du réseau {network} à "
    "qui elle l'a transmise.",
    _COORDINATOR_OR_AUTHOR: "C'est réservé à {author} et à la coordination du réseau {network}.",
    _COORDINATOR_OR_CONCERNED: "C'est réservé aux personnes que la question concerne et à la "
    "coordination du réseau {network}.",
}

_HOST = "l'hôte de la rencontre"
_AUTHORS: Mapping[Act, str] = {
    Act.REPORT: "la personne qui a tenu la rencontre",
    Act.SWAP_HOST: _HOST,
    Act.PRESENT_PLACE: _HOST,
    Act.WITHDRAW_IDEA: "la personne qui a proposé l'idée",
    Act.WITHDRAW_LINK: "la personne qui a proposé le lien",
}
_ASKER = "la personne qui a posé la question"


def allows(act: Act, role: Role, *, tie: Tie = Tie.NONE) -> bool:
    """Tell whether the table of rights lets someone with this role and tie do this act."""
    right = RIGHTS[act]
    if right.role is not None and role >= right.role:
        return True
    return right.tie is not None and tie >= right.tie and role >= Role.MEMBER


def require(act: Act, role: Role, network: Network, *, tie: Tie = Tie.NONE) -> None:
    """Refuse, with a sentence that says whom to turn to, what the table does not allow.

    Raises NOT_ALLOWED.
    """
    if allows(act, role, tie=tie):
        return
    words = _RESERVED[RIGHTS[act]] if role >= Role.MEMBER else _FOR_MEMBERS
    reserved = words.format(network=network.name, author=_AUTHORS.get(act, _ASKER))
    raise NOT_ALLOWED(role=role.name, act=act.name, reserved=reserved)
