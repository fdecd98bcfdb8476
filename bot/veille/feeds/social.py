"""The feeds of Mastodon and Bluesky, by the names that people know them by.

`#inclusion@mastodon.social`, `@reseau@mastodon.social`, `@reseau.bsky.social`, and the addresses of
the pages that can be nothing else. A page `https://…/@name` may be many a site's: it tells its feed
itself, as pages do.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from bot.core.patterns import lazy_pattern

_HOST = r"(?:[\w-]+\.)+[^\W\d_]{2,}"
_MARKS = "<>()«»\"'`,;:.!?…"
_NAMED = lazy_pattern(
    rf"(?P<sign>[#@])(?P<name>[\w.-]*\w)@(?P<host>{_HOST})"
    rf"|(?:https?://)?{_HOST}/@(?P<there>[\w.-]*\w)@(?P<home>{_HOST})/?"
    rf"|@(?P<handle>{_HOST})|(?P<own>[\w-]+\.bsky\.social)"
    r"|(?:https?://)?(?:www\.)?bsky\.app/profile/(?P<profile>[\w.:-]*\w)(?:/rss)?/?",
    re.IGNORECASE,
)


def social_feed(typed: str) -> str:
    """Return the address of the feed that a name stands for, "" for any other word."""
    found = _NAMED.fullmatch(typed.strip(_MARKS))
    if found is None:
        return ""
    part = {key: (value or "").lower() for key, value in found.groupdict().items()}
    if part["sign"] == "#":
        return f"https://{part['host']}/tags/{quote(part['name'])}.rss"
    if account := part["name"] or part["there"]:
        return f"https://{part['host'] or part['home']}/@{quote(account)}.rss"
    return f"https://bsky.app/profile/{part['handle'] or part['own'] or part['profile']}/rss"
