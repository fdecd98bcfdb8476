"""What people may set of a network, wherever it is kept: read as they type it, or refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.core.errors import Refusal
from bot.core.labels import Labelled
from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.network.network import Network, NetworkFacts
from bot.network.parts import MOST_MINUTES, PartKind, PartPlan

NAME_LENGTH = 60
TITLE_LENGTH = 120
SCHOOL_ZONES = ("A", "B", "C", "Corse")


class Setting(Labelled):
    """What is set by a form of its own."""

    NAME = "nom", "le nom du réseau"
    AGENDA = "agenda", "l'ordre du jour"
    VIDEO = "visio", "la salle de visio"
    ZONE = "vacances", "la zone de vacances"
    ANSWERING = "données", "qui répond des données"


NOT_A_NAME = Refusal(
    "a network's spoken name is too long, or has signs that act",
    reply="Un nom s'écrit avec des lettres, des chiffres, des espaces et des tirets, en {limit} "
    "caractères au plus : « la Loire », « le Hub du Sud ».",
)
NOT_SECURE = Refusal(
    "not an https address",
    reply="Écrivez une adresse https entière, par exemple « https://visio.example.org/reseau », ou "
    "rien s'il n'y a pas de salle.",
)
UNKNOWN_ZONE = Refusal(
    "no such zone of school holidays",
    reply="Les zones de vacances sont A, B, C et Corse ; laissez vide si vous n'en voulez aucune.",
)
UNREADABLE_PART = Refusal(
    "unreadable part of an agenda",
    reply="Je ne lis pas « {line} ». Une ligne par partie : ses minutes (au plus {most}), ce qui "
    "la remplit, son titre. Par exemple : « 45 min, besoins : Questions et besoins », ou « 15 min "
    ": Tour de table ».",
)


def is_secure(link: str) -> bool:
    """Tell whether this is a whole https address.

    >>> is_secure("https://visio.example.org/reseau"), is_secure("visio.example.org")
    (True, False)
    """
    try:
        parts = urlsplit(link)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme == "https" and "." in (parts.hostname or "") and not set(link) & set(" \n")


def read_setting(setting: Setting, text: str) -> str:
    """Return what is kept of what was typed, "" for the usual.

    Raises NOT_A_NAME, NOT_SECURE, UNKNOWN_ZONE, UNREADABLE_PART.
    """
    text = text.strip()
    if setting is Setting.AGENDA:
        return written_parts(parts_in(text))
    if setting is Setting.NAME and text:
        return name_of(text)
    if setting is Setting.VIDEO and text and not is_secure(text):
        raise NOT_SECURE()
    if setting is Setting.ZONE and text not in ("", *SCHOOL_ZONES):
        raise UNKNOWN_ZONE()
    return " ".join(text.split())


def name_of(text: str) -> str:
    """Return a network's name as it was typed, on one line. Raises NOT_A_NAME.

    It stands in sentences, titles and subjects of mails everywhere: no sign in it does anything.
    """
    name = " ".join(text.split())
    if not name or len(name) > NAME_LENGTH or _ACTING.search(name):
        raise NOT_A_NAME(limit=NAME_LENGTH)
    return name


def quiet(text: str) -> str:
    """Return a text without the signs that a name may not have."""
    return " ".join(_ACTING.sub(" ", text).split())


_ACTING = lazy_pattern(r"[^\w\s'’.,&()/°+–—-]|_|www(?=\.)", re.IGNORECASE)


def answering(network: NetworkFacts) -> str:
    """Return who answers for a network's data, as one types it: organisation, contact, DPO."""
    return "\n".join(filter(None, (network.organisation, network.contact, network.protection)))


def told(network: Network, setting: Setting) -> str:
    """Return what a network has today, as it is told; "" for nothing."""
    if setting is Setting.ANSWERING:
        return answering(network).replace("\n", " ; ")
    if setting is Setting.NAME:
        return network.spoken
    if setting is Setting.AGENDA:
        return ", ".join(f"{each.title} ({each.minutes} min)" for each in network.agenda)
    return network.video if setting is Setting.VIDEO else network.school_zone


def parts_in(text: str) -> tuple[PartPlan, ...]:
    """Read the parts of an agenda, one a line: « 45 min, besoins : Questions et besoins ».

    Raises UNREADABLE_PART.
    """
    return tuple(_part(line.strip()) for line in text.splitlines() if line.strip())


def written_parts(parts: Sequence[PartPlan]) -> str:
    """Return what one types for these parts."""
    return "\n".join(f"{each.minutes} min, {each.kind.value} : {each.title}" for each in parts)


def _part(line: str) -> PartPlan:
    found = _PART.match(line)
    minutes = int(found["minutes"]) if found else 0
    if found is None or not 1 <= minutes <= MOST_MINUTES or len(found["title"]) > TITLE_LENGTH:
        raise UNREADABLE_PART(line=line[:TITLE_LENGTH], most=MOST_MINUTES)
    kind = fold(found["kind"] or "")
    fills = next((each for each in PartKind if fold(each.value) == kind), PartKind.FREE)
    return PartPlan(fills, found["title"], minutes)


_PART = lazy_pattern(
    r"^(?P<minutes>\d{1,4})(?:\s*min\w*)?[\s,:.\u00a0-]+"
    rf"(?:(?P<kind>{'|'.join(each.value for each in PartKind)})[\s\u00a0]*:\s*)?(?P<title>\S.*)$",
    re.IGNORECASE,
)
