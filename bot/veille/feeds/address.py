"""The address of a feed as people type it: `cnil.fr`, `feed://…`, `webcal://…`, or a name."""

from __future__ import annotations

import re

from bot.core.errors import Refusal
from bot.core.patterns import lazy_pattern
from bot.french.text import tidied
from bot.veille.feeds.social import social_feed
from bot.veille.link import split

LONGEST = 1_000
"""Characters of an address: a button carries it."""

_HOST = lazy_pattern(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?].*)?", re.IGNORECASE)
_SCHEME = lazy_pattern(r"[a-z][a-z0-9+.-]*:(?!\d+(?:[/?#]|$))", re.IGNORECASE)
"""What names a scheme: `mailto:`, not the port of `localhost:8080`."""

_FEED = lazy_pattern(r"^feed:(?://)?(?=https?:)", re.IGNORECASE)


NOT_A_WEB_ADDRESS = Refusal(
    "not a web address",
    reply="Ce n'est pas l'adresse d'une page web. Copiez celle du site ou du flux.",
)

PASSWORD_IN_ADDRESS = Refusal(
    "credentials in the address",
    reply="Cette adresse contient un mot de passe : je ne l'ai pas gardée. Donnez celle d'un flux "
    "que tout le monde peut lire.",
)


def address_in(text: str) -> tuple[str, str]:
    """Split a text into the first address that it has, "" if none, and its other words."""
    words = text.split()
    for place, word in enumerate(words):
        bare = word.strip("<>()«»\"'`,;")
        named = "://" in bare or bare.lower().startswith("feed:") or social_feed(bare)
        if named or _HOST.fullmatch(bare):
            return bare, " ".join(words[:place] + words[place + 1 :])
    return "", " ".join(words)


def checked_address(typed: str) -> str:
    """Return an address as it is kept, https where nothing says http; a name's is its feed's.

    Raises NOT_A_WEB_ADDRESS and PASSWORD_IN_ADDRESS.
    """
    if feed := social_feed(tidied(typed)):
        return feed
    url = _FEED.sub("", tidied(typed))
    url = re.sub(r"^(?:feed|webcals?)://", "https://", url, flags=re.IGNORECASE)
    url = url if _SCHEME.match(url) else f"https://{url}"
    parts = split(url.partition("#")[0])
    if not parts or not parts.hostname or len(url) > LONGEST:
        raise NOT_A_WEB_ADDRESS()
    if parts.scheme not in {"http", "https"}:
        raise NOT_A_WEB_ADDRESS()
    if parts.username is not None or parts.password is not None:
        raise PASSWORD_IN_ADDRESS()
    return parts._replace(netloc=parts.netloc.lower(), path=parts.path or "/").geturl()
