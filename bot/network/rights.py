"""What each role may do: the one table of rights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Self

from bot.core.errors import Refusal
from bot.french.territories import of
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
    author too; the host is to a meeting what the author is to a question, and so are its holders:
    whoever it is entrusted to, or opened it. Whoever the veille's sorting or the édito is entrusted
    to holds it.
    """

    NONE = 0
    CONCERNED = 1
    READER = 2
    AUTHOR = 3
    HOST = 3
    HOLDER = 3


@dataclass(frozen=True, slots=True)
class Right:
    """Who may do something.

    This role or a higher one (None: no role is enough), or any member tied to the question at
    least this much (None: no tie is enough); or, if `administrator`, who administrates the server
    for us.
    """

    role: Role | None
    tie: Tie | None = None
    administrator: bool = False


_ANYONE = Right(Role.STRANGER)
_MEMBER = Right(Role.MEMBER)
_COORDINATOR = Right(Role.COORDINATOR)
_AUTHOR = Right(None, Tie.AUTHOR)
_READER = Right(None, Tie.READER)
_ADMINISTRATOR = Right(None, administrator=True)
_COORDINATOR_OR_ADMINISTRATOR = Right(Role.COORDINATOR, administrator=True)
_COORDINATOR_OR_AUTHOR = Right(Role.COORDINATOR, Tie.AUTHOR)
_COORDINATOR_OR_CONCERNED = Right(Role.COORDINATOR, Tie.CONCERNED)


class Act(Enum):
    """What people do with the bot, as far as rights tell them apart, and who may: the one table.

    A guest, or someone outside the network's channel, sees nothing of it.
    """

    right: Right

    def __new__(cls, value: str, right: Right) -> Self:
        """Keep the right beside the words, by which alone an act is found again."""
        act = object.__new__(cls)
        act._value_ = value
        act.right = right
        return act

    READ_HELP = "lire l'aide", _ANYONE
    READ_QUESTIONS = "lire les questions", _MEMBER
    READ_PRIVATE = "lire une question privée", _READER
    FOLLOW_UP = "tenir le suivi d'une personne", _READER
    ASK = "poser une question", _MEMBER
    JOIN_QUESTION = "se joindre à une question", _MEMBER
    ANSWER = "répondre à une question", _MEMBER
    THANK = "remercier pour une réponse", _MEMBER
    ACCEPT_ANSWER = "accepter une réponse du fil", _COORDINATOR_OR_AUTHOR
    EDIT = "modifier une question", _AUTHOR
    CHANGE_VISIBILITY = "choisir qui voit sa question", _AUTHOR
    SHARE = "rendre collective une question privée", _AUTHOR
    WITHDRAW = "retirer une question", _AUTHOR
    SET_THEME = "changer le thème d'une question", _COORDINATOR_OR_AUTHOR
    REOPEN = "rouvrir une question", _COORDINATOR_OR_CONCERNED
    WRITE_ABOUT = "écrire au sujet d'une question", _COORDINATOR_OR_AUTHOR
    ASK_AROUND = "demander à qui sait", _COORDINATOR_OR_AUTHOR
    DEFER = "reporter une question", _COORDINATOR
    CLOSE = "fermer une question", _COORDINATOR
    MERGE = "fusionner deux questions", _COORDINATOR
    TRANSMIT = "transmettre une question à un autre réseau", _COORDINATOR
    AGREE = "laisser transmettre sa question", _AUTHOR
    DECIDE_CLIMB = "décider d'un besoin qui monte", _COORDINATOR
    DECIDE_ANSWER = "choisir ce que devient une réponse venue d'un autre réseau", _COORDINATOR
    READ_CLIMBS = "voir ce qui a été transmis", _COORDINATOR
    FOLLOW_TERRITORIES = "suivre ses territoires et écrire à leur coordination", _COORDINATOR
    HELP_OTHERS = "dire ce que l'on sait et reçoit", _MEMBER
    FIND_WHO = "chercher où orienter quelqu'un", _MEMBER
    EXPORT = "exporter les questions", _COORDINATOR
    READ_NEXT_MEETING = "voir la prochaine rencontre", _MEMBER
    DRAFT_AGENDA = "préparer l'ordre du jour", _COORDINATOR
    VOTE_DATE = "répondre à un sondage de dates", _MEMBER
    POLL_DATES = "sonder le réseau sur des dates", _COORDINATOR
    ATTEND = "dire si l'on vient à une rencontre", _MEMBER
    HOLD = "tenir une rencontre et en rendre compte", _COORDINATOR_OR_AUTHOR
    REPORT = "relire et publier un compte rendu", _COORDINATOR_OR_AUTHOR
    READ_HOSTING = "voir l'accueil des rencontres", _MEMBER
    OFFER_TO_HOST = "proposer d'accueillir une rencontre", _MEMBER
    CHOOSE_HOST = "choisir qui accueille une rencontre", _COORDINATOR
    SWAP_HOST = "échanger son tour d'accueil", _AUTHOR
    PRESENT_PLACE = "présenter le lieu d'une rencontre", _COORDINATOR_OR_AUTHOR
    READ_IDEAS = "lire les idées d'animation", _MEMBER
    PROPOSE_IDEA = "proposer une animation", _MEMBER
    SUPPORT_IDEA = "soutenir une idée d'animation", _MEMBER
    CHOOSE_IDEA = "retenir une idée d'animation", _COORDINATOR
    WITHDRAW_IDEA = "retirer une idée d'animation", _AUTHOR
    END_PROJECT = "dire ce que devient un projet à plusieurs", _COORDINATOR_OR_AUTHOR
    READ_DIGEST = "voir la veille à venir", _MEMBER
    READ_FEEDS = "voir les flux suivis", _MEMBER
    MANAGE_FEEDS = "choisir les flux suivis", _COORDINATOR
    PROPOSE_LINK = "proposer un lien pour la veille", _MEMBER
    PRAISE_LINK = "dire qu'un article est utile", _MEMBER
    WITHDRAW_LINK = "retirer un lien proposé", _COORDINATOR_OR_AUTHOR
    READ_RESOURCES = "voir les ressources", _MEMBER
    KEEP_RESOURCE = "garder une ressource", _MEMBER
    CHANGE_RESOURCE = "modifier ou retirer une ressource", _COORDINATOR_OR_AUTHOR
    SORT_DIGEST = "trier la veille", _COORDINATOR_OR_AUTHOR
    READ_DEADLINES = "voir les échéances", _MEMBER
    PROPOSE_DEADLINE = "signaler une échéance", _MEMBER
    SETTLE_DEADLINE = "confirmer une échéance", _COORDINATOR
    APPLY = "dire que sa structure candidate", _MEMBER
    READ_ADDRESS = "connaître l'adresse de la veille et de la lettre", _MEMBER
    CHANGE_ADDRESS = "changer l'adresse de la veille et de la lettre", _COORDINATOR
    READ_LETTER = "voir la lettre", _MEMBER
    CONTRIBUTE = "proposer quelque chose pour la lettre", _MEMBER
    WRITE_EDITO = "écrire l'édito de la lettre", _COORDINATOR_OR_AUTHOR
    WRITE_LETTER = "préparer et publier la lettre", _COORDINATOR
    SUBSCRIBE = "recevoir la lettre par courriel", _MEMBER
    MANAGE_SUBSCRIBERS = "gérer les abonnements à la lettre", _COORDINATOR
    READ_REPLIES = "lire les réponses à la lettre", _COORDINATOR
    ENTRUST = "confier une tâche à un membre", _COORDINATOR
    TAKE_CHARGE = "se charger de ce que la coordination confie", _MEMBER
    READ_RHYTHM = "voir le rythme du réseau", _MEMBER
    CHANGE_RHYTHM = "changer le rythme du réseau", _COORDINATOR
    PRESENT = "présenter le robot dans le canal, ou en retirer la présentation", _COORDINATOR
    KEEP_MEMORY = "choisir et emporter la mémoire du réseau", _COORDINATOR
    FOLLOW_COPIES = "suivre les copies vers d'autres outils", _COORDINATOR
    READ_PRIVACY = "savoir ce qui est gardé", _ANYONE
    OWN_DATA = "recevoir ou effacer ses données", _ANYONE
    CHOOSE_MESSAGES = "choisir les messages que l'on reçoit", _MEMBER
    READ_YEAR = "lire le bilan de l'année", _MEMBER
    POST_YEAR = "publier le bilan de l'année", _COORDINATOR
    GIVE_SHEET = "donner le point de l'année hors du réseau", _COORDINATOR
    READ_FORMS = "importer les réponses d'un formulaire", _COORDINATOR
    ANNOUNCE = "annoncer aux réseaux rattachés", _COORDINATOR
    CHOOSE_ANNOUNCEMENT = "choisir ce que deviennent les annonces", _COORDINATOR
    ANSWER_SURVEY = "répondre à une enquête", _MEMBER
    RUN_SURVEY = "mener une enquête", _COORDINATOR
    LOOK_BACK = "retrouver les questions passées", _COORDINATOR
    OWN_PAST = "décider de ses messages passés", _MEMBER
    INVITE = "inviter le robot", _ANYONE
    ENTER = "faire entrer un réseau", _MEMBER
    ACCEPT_ORGANISATION = "accepter une organisation", _ADMINISTRATOR
    TAKE_OFFICE = "coordonner un réseau", _MEMBER
    WELCOME_NETWORK = "accueillir un réseau", _COORDINATOR
    CHANGE_SETTINGS = "régler le réseau et passer le relais", _COORDINATOR
    NAME_COORDINATOR = "proposer de coordonner un réseau", _COORDINATOR_OR_ADMINISTRATOR
    END_NETWORK = "retirer un réseau", _COORDINATOR_OR_ADMINISTRATOR
    RESUME_NETWORK = "remettre un réseau en route", _COORDINATOR_OR_ADMINISTRATOR


PERSONAL = frozenset({Act.READ_PRIVACY, Act.OWN_DATA})
"""Acts that are about oneself, in all the networks of a server: who left them all may do them."""

ENTERING = frozenset({Act.INVITE, Act.ENTER, Act.ACCEPT_ORGANISATION, Act.RESUME_NETWORK})
"""Acts about a network that is not served yet."""

NOT_ALLOWED = Refusal("role {role} may not {act}", reply="{reserved}")

_FOR_MEMBERS = (
    "C'est réservé aux membres du canal {network}. Pour le rejoindre, adressez-vous à sa "
    "coordination."
)
_FOR_ADMINISTRATORS = "C'est réservé aux personnes qui administrent ce serveur."
_RESERVED: Mapping[Right, str] = {
    _MEMBER: _FOR_MEMBERS,
    _COORDINATOR: "C'est réservé à la coordination {network}. "
    "Demandez-lui, elle pourra le faire pour vous.",
    _AUTHOR: "C'est réservé à {author}. Au besoin, voyez avec la coordination {network}.",
    _READER: "C'est réservé à {author}, et aux personnes de la coordination {network} à "
    "qui elle l'a transmise.",
    _COORDINATOR_OR_AUTHOR: "C'est réservé à {author} et à la coordination {network}.",
    _ADMINISTRATOR: _FOR_ADMINISTRATORS,
    _COORDINATOR_OR_ADMINISTRATOR: "C'est réservé à la coordination {network} et aux personnes qui "
    "administrent ce serveur.",
    _COORDINATOR_OR_CONCERNED: "C'est réservé aux personnes que la question concerne et à la "
    "coordination {network}.",
}

_HOST = "l'hôte de la rencontre"
_HOLDER = "l'hôte de la rencontre, à la personne à qui elle est confiée"
_AUTHORS: Mapping[Act, str] = {
    Act.SORT_DIGEST: "la personne à qui le tri de la veille est confié",
    Act.WRITE_EDITO: "la personne à qui l'édito est confié",
    Act.HOLD: _HOLDER,
    Act.REPORT: _HOLDER,
    Act.SWAP_HOST: _HOST,
    Act.PRESENT_PLACE: _HOST,
    Act.WITHDRAW_IDEA: "la personne qui a proposé l'idée",
    Act.END_PROJECT: "la personne qui a proposé le projet",
    Act.WITHDRAW_LINK: "la personne qui a proposé le lien",
    Act.CHANGE_RESOURCE: "la personne qui a partagé la ressource",
}
_ASKER = "la personne qui a posé la question"


def allows(act: Act, role: Role, *, tie: Tie = Tie.NONE, administrator: bool = False) -> bool:
    """Tell whether the table of rights lets someone with this role and tie do this act."""
    right = act.right
    if right.administrator and administrator:
        return True
    if right.role is not None and role >= right.role:
        return True
    return right.tie is not None and tie >= right.tie and role >= Role.MEMBER


def require(
    act: Act, role: Role, network: Network, *, tie: Tie = Tie.NONE, administrator: bool = False
) -> None:
    """Refuse, with a sentence that says whom to turn to, what the table does not allow.

    Raises NOT_ALLOWED.
    """
    if allows(act, role, tie=tie, administrator=administrator):
        return
    member = role >= Role.MEMBER or act.right == _ADMINISTRATOR
    words = _RESERVED[act.right] if member else _FOR_MEMBERS
    reserved = words.format(network=of(network.spoken), author=_AUTHORS.get(act, _ASKER))
    raise NOT_ALLOWED(role=role.name, act=act.name, reserved=reserved)
