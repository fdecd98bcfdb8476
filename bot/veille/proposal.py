"""Links that members propose for the veille: found in what they write, checked, or refused."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.core.errors import Refusal, UserError
from bot.core.patterns import lazy_pattern
from bot.french.personal import personal_data
from bot.french.text import tidied
from bot.talk.markdown import readable
from bot.veille.link import literal, split, without_tracking

NEWSPAPER = "newspaper"
"""The reaction 📰 that proposes the links of a message, and by which we say that we have them."""

MESSAGE_LINKS = 3
"""Links taken of one message: more is a list, which nobody reads."""

WORDS_LIMIT = 300
"""Characters of a message that may stand for why its link is useful; longer ones are a story."""

LINK_LIMIT = 2_000
"""Characters of a link: more than any page needs, less than what a post bears."""


_ADDRESS = lazy_pattern(r"(?:https?://|(?<![\w/.@-])www\.)[^\s<>\"`«»\\]+", re.IGNORECASE)
_LABELLED = lazy_pattern(r"\[([^\[\]\n]{0,300})\]\(\s*<?(?=https?://)", re.IGNORECASE)
_OPENED = "\ue000"
"""Stands for the parenthesis that a label's link comes after."""
_CLOSED = lazy_pattern(_OPENED + r"[^()\n]{0,300}\)?")
_BARE = lazy_pattern(r"(?:[\w-]+\.)+[a-z]{2,}(?:[/?#]\S*)?", re.IGNORECASE)
_TAGGED = lazy_pattern(r"(?<![\w#&/])#veille(?![\w-])", re.IGNORECASE)
_NOT_SAID = lazy_pattern(r"(?s:```.*?(?:```|\Z))|`[^`\n]+`|^[ \t]*>.*$", re.MULTILINE)
_ENDS = ".,;:!?…'’*_~|"
_EDGES = " \t\n\u00a0.,;:–—-()[]|*_~<>→"
_INTERNAL = frozenset({"localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa"})
"""Last labels of names that no public page has."""


BAD_LINK = Refusal(
    "bad link: {why}",
    reply="Je n'ai pas reconnu l'adresse d'une page web publique. Donnez-la en entier : "
    "« https://www.exemple.fr/article ».",
)


class AlreadyPublishedError(UserError):
    """The network has read this page already; `when` is the day, in French."""

    def __init__(self, when: str) -> None:
        super().__init__(
            "link published already",
            reply=f"Bonne pioche : ce lien est déjà paru dans la veille du {when}. "
            "Merci d'y avoir pensé, et n'hésitez pas à en proposer un autre.",
        )


NO_PROPOSAL = Refusal(
    "no proposal of article {number}",
    reply="Je ne trouve pas de lien proposé n° {number} ici. Ceux qui attendent se retirent depuis "
    "`/veille`.",
)
"""Nobody who may be spoken for here proposes this article."""

UNKNOWN_ARTICLE = Refusal(
    "no article {number}",
    reply="Je ne trouve pas d'article n° {number} dans la veille de ce réseau. Celles qui "
    "sont parues : « Archives », dans `/veille`.",
)
OWN_LINK = Refusal(
    "article {number} is the caller's own",
    reply="Le lien n° {number} est le vôtre : les autres membres peuvent dire qu'il leur est "
    "utile.",
)


def links_in(text: str) -> tuple[str, ...]:
    """Return the addresses that a text gives, once each, in order: bare, labelled, in « <> ».

    Code and quotations count for nothing. The punctuation of the sentence around is left out,
    and the parenthesis that closes one opened before; those of the address itself stay. Time
    grows with the text's length only.
    """
    found = (_trimmed(each) for each in _ADDRESS.findall(_said(text)))
    return tuple(dict.fromkeys(each for each in found if each))


def is_tagged(text: str) -> bool:
    """Tell whether a message is for the veille: it says #veille, out of code and quotations."""
    return _TAGGED.search(_said(text)) is not None


def words_beside(text: str) -> str:
    """Return what a message says besides its links and #veille, to stand for why they are useful.

    "" when it is too long for that, says nothing, or seems to carry personal data.
    """
    bare = _TAGGED.sub(" ", _said(text))
    for link in sorted(_ADDRESS.findall(bare), key=len, reverse=True):
        bare = bare.replace(_written(link), " ")
    words = " ".join(tidied(_CLOSED.sub(" ", bare)).split()).strip(_EDGES)
    if not any(map(str.isalnum, words)) or len(words) > WORDS_LIMIT or personal_data(words):
        return ""
    return words


def link_first(text: str) -> tuple[str, str]:
    """Read the link that a text gives, at its start or anywhere, and the rest: why it is useful.

    « exemple.fr/page » at the start is one. Raises BAD_LINK.
    """
    said = _LABELLED.sub(rf"\1 {_OPENED}", text.strip())
    found = _ADDRESS.search(said)
    head, _, rest = said.partition(" ")
    if found is None and _BARE.fullmatch(head.rstrip(_ENDS)):
        return proposable(f"https://{head.rstrip(_ENDS)}"), rest.strip()
    if found is None:
        raise BAD_LINK(why="none given")
    link = _written(found[0])
    around = said[: found.start()] + " " + said[found.start() + len(link) :]
    why = " ".join(_CLOSED.sub(" ", around).split()).strip(_EDGES)
    return proposable(_trimmed(found[0])), why


def proposable(link: str) -> str:
    """Return an address as it will be kept, without what tracks readers.

    The syntax is all that is looked at here: what is fetched is guarded where it connects.
    Raises BAD_LINK when it is no public page's.
    """
    link = without_tracking(tidied(link))
    parts = BAD_LINK.unless(split(link), why="unreadable")
    if parts.scheme not in {"http", "https"} or len(link) > LINK_LIMIT:
        raise BAD_LINK(why="scheme or length")
    if parts.username is not None or parts.password is not None:
        raise BAD_LINK(why="credentials")
    if not _is_public((parts.hostname or "").rstrip(".")):
        raise BAD_LINK(why="host")
    return link


def proposables(links: Iterable[str]) -> tuple[str, ...]:
    """Return the first MESSAGE_LINKS addresses that can be kept; no word of the others."""
    kept: dict[str, None] = {}
    for link in links:
        try:
            kept.setdefault(proposable(link))
        except UserError:
            continue
    return tuple(kept)[:MESSAGE_LINKS]


def site(link: str) -> str:
    """Return the site of an address, to stand for a source."""
    return readable(link).partition("/")[0]


def _said(text: str) -> str:
    """Return what a message says itself, each labelled link after its label."""
    return _LABELLED.sub(rf"\1 {_OPENED}", _NOT_SAID.sub(" ", text))


def _trimmed(address: str) -> str:
    address = _written(address)
    return f"https://{address}" if address[:4].lower() == "www." else address


def _written(address: str) -> str:
    """Return an address as it is written, without what belongs to the sentence around it.

    Only the count of closing parentheses, kept up to date, decides: no step looks back.
    """
    surplus = {")": address.count(")") - address.count("("), "]": 0}
    surplus["]"] = address.count("]") - address.count("[")
    end = len(address)
    while end:
        last = address[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in _ENDS:
            break
        end -= 1
    return address[:end]


def _is_public(host: str) -> bool:
    address = literal(host)
    if address is not None:
        return address.is_global
    labels = host.lower().split(".")
    last = labels[-1]
    is_a_name = len(labels) > 1 and all(labels) and not last.isdigit() and last[:2] != "0x"
    return is_a_name and last not in _INTERNAL
