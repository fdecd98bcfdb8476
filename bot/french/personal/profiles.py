"""A person's page on a social network, told from a body's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.french.personal.about import ORGANISATION, PERSON, PRONOUN, Nearest, beside_person
from bot.french.personal.kinds import DataKind, FoundData
from bot.french.personal.words import GIVEN_NAMES

_FLAGS = re.IGNORECASE | re.ASCII

PROFILE = re.compile(
    r"(?:https?://)?(?:[a-z-]{1,8}\.)?(?:facebook|fb|instagram|tiktok|twitter|x|snapchat|linkedin|"
    r"threads|vk|copainsdavant|leboncoin|vinted|m)\.(?:com|net|fr|me)/"
    r"(?!(?:groups?|events?|pages?|watch|company|school|marketplace|sharer|hashtag|p|reels?|"
    r"explore|"
    r"search|help|policies|legal|settings|login|share|ad|recherche|learning|jobs)(?:[/?.]|\b))"
    r"(?:(?P<person>in/|add/|profile\.php\?id=|people/|u/|profil/|member/)|@)?"
    r"(?P<handle>[\w.%-]{3,60})/?",
    _FLAGS,
)
"""The page of someone, or of a body, on a social network."""

_NAMED = re.compile(
    r"\b(?:insta(?:gram)?|tiktok|snap(?:chat)?|facebook|fb|messenger|twitter|linkedin|telegram)\b"
    r"(?P<gap>[^\n.!?@]{0,30}?)[ :=(]\"?(?P<handle>@ ?[a-z][\w.-]{2,40})",
    _FLAGS,
)
_PSEUDO = re.compile(
    r"\b(?:insta(?:gram)?|tiktok|snap(?:chat)?|facebook|fb|messenger|twitter|linkedin|telegram|"
    r"leboncoin|vinted|discord|twitch|whatsapp|bluesky)\b(?P<gap>[^\n.!?:=@]{0,30}?)"
    r"(?: ?[:=] ?| (?:c'est|est|c|(?:sous|avec)(?: le (?:nom|pseudo)(?: de)?)?|pseudo) ?:? ?|"
    r" (?=/?in/|[a-z\d]{2,20}_[a-z]))\"?(?P<handle>/?in/[\w-]{3,40}|"
    r"(?=[a-z-]{0,30}[._\d])[a-z][\w-]{1,30}(?:\.[\w-]{1,30}){0,3})(?![\w/@]|\.\w)",
    _FLAGS,
)
"""« snap de la jeune : lilou_xx06 »: a made-up word, with a sign or a figure in it."""
_DICTATED = re.compile(
    r"\b(?:facebook|fb|insta(?:gram)?|tiktok|snapchat|twitter|linkedin"
    r"|threads)(?: ?point ?| ?\. ?| )"
    r"(?:com|fr|net) ?(?:slash|barre|/) ?\"?(?P<handle>@?[a-z][\w.-]{3,40}\w)",
    _FLAGS,
)
"""« facebook com slash mariejo.ti974 »."""

_BARE_PSEUDO = re.compile(
    r"\b(?:son|sa|ses|leur|leurs) (?:compte |profil |page )?(?:insta(?:gram)?"
    r"|tiktok|snap(?:chat)?"
    r"|facebook|fb|twitter|telegram|vinted|leboncoin|discord|twitch)(?: perso)? "
    r"\"?(?P<handle>@?(?=[\w.-]{5,40})(?=[\w.-]{0,30}[._\d])[a-z][\w-]{1,30}(?:\.[\w-]{1,30}){0,3})"
    r"(?![\w/@]|\.\w)",
    _FLAGS,
)
"""« son insta lil.dydy_mrs13 »: what follows at once is a made-up word."""

_NUMBERED = re.compile(r"[a-z]{3,20}\.[a-z]{3,20}\.\d{1,4}", re.ASCII)
"""What Facebook gives to people: « jean.martin.9 »."""
_SITE = re.compile(
    r"facebook|fb|insta|tiktok|twitter|snap|linkedin|messenger|telegram|x\.com|m\.me|threads|vk\.|"
    r"copainsdavant|leboncoin|vinted|discord|twitch|whatsapp|bluesky",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"\b(?:mdp|passe|codes?|mail|version|depuis|avec)\b", re.IGNORECASE)
_ENDS_IN_DIGITS = re.compile(r"[a-z._]\d{2,4}$", _FLAGS)
_BODY = re.compile(rf"(?<![a-z])(?:{ORGANISATION})(?![a-z])", _FLAGS)
_SERVICE = re.compile(r"france-?services|mediatheque|mairie|conseiller-?numerique", _FLAGS)
_OWNER = Nearest(PERSON + "|" + PRONOUN, ORGANISATION)


def profiles(text: str) -> Iterator[FoundData]:
    """Find the pages of people: said to be somebody's, or called by a given name."""
    if not _SITE.search(text):
        return
    is_person = _OWNER.reads(text)
    for match in PROFILE.finditer(text):
        theirs = is_person(match.start())
        named = (
            match["person"] or _ENDS_IN_DIGITS.search(match["handle"]) or _named(match["handle"])
        )
        beside = beside_person(text, match.start(), match.end())
        body = _BODY.search(match["handle"]) is not None
        alone = theirs is None and not body and (named or beside)
        if (theirs is True or alone) and not _SERVICE.search(match["handle"]):
            yield FoundData(DataKind.PROFILE, match.start(), match.end(), sure=theirs is True)
    for match in _NAMED.finditer(text):
        theirs = is_person(match.start("handle"))
        near = len(match["gap"].split()) <= 1 and theirs is None
        beside = beside_person(text, match.start("handle"), match.end())
        if theirs or (near and (beside or _named(match["handle"].lstrip("@ ")))):
            yield FoundData(
                DataKind.PROFILE, match.start("handle"), match.end("handle"), theirs is True
            )
    for match in (*_DICTATED.finditer(text), *_BARE_PSEUDO.finditer(text)):
        body = _BODY.search(match["handle"]) is not None or is_person(match.start()) is False
        beside = beside_person(text, match.start(), match.end()) or _named(match["handle"])
        if not body and (match.re is _BARE_PSEUDO or beside):
            yield FoundData(
                DataKind.PROFILE, match.start("handle"), match.end("handle"), sure=False
            )
    for match in _PSEUDO.finditer(text):
        if is_person(match.start("handle")) and not _PASSWORD.search(match["gap"]):
            yield FoundData(DataKind.PROFILE, match.start("handle"), match.end("handle"))


def _named(handle: str) -> bool:
    first = re.split(r"[._%0-9-]", handle.lower(), maxsplit=1)[0]
    numbered = _NUMBERED.fullmatch(handle.lower()) is not None
    return numbered or (first in GIVEN_NAMES and first != handle.lower())
