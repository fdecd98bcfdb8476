"""An item as a feed's markup gives it, and the article that it makes: the same for every format."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from bot.core.patterns import lazy_pattern
from bot.french.legible import cut
from bot.veille.article import Article
from bot.veille.deadlines.passages import may_tell, passages
from bot.veille.fetching.dates import parse_date
from bot.veille.fetching.text import READ_LIMIT, bare, headline, plain, whole

TITLE_LIMIT = 300
SUMMARY_LIMIT = 400
NAME_LIMIT = 100
TAG_LIMIT = 20
ADDRESS_LIMIT = 2_000
"""Characters, but for TAG_LIMIT: tags of one article."""

_MAIL = lazy_pattern(r"<?[\w.+-]{1,64}@[\w.-]{1,255}>?")


_ABSOLUTE = lazy_pattern(r"https?://[a-z0-9.-]++(?:/[\w/.~%-]*+(?:\?[\w/.~%=&-]++)?+)?+", re.ASCII)
"""An address that needs nothing, as most are."""

_NUMBER = lazy_pattern(r"&#\w{1,7};")
_REFERENCE = lazy_pattern(r"(&#?\w{1,40});")


@dataclass(slots=True, kw_only=True)
class FeedItem:
    """Raw strings, still HTML; `base` is the address that relative links start from."""

    base: str
    guid: str = ""
    link: str = ""
    title: str = ""
    texts: tuple[str, ...] = ()
    author: str = ""
    dates: tuple[str, ...] = ()
    tags: list[str] = field(default_factory=list)


def article_of(item: FeedItem) -> Article | None:
    """Make the article, or None for an item with neither link nor words.

    The first text and the first date that say something are taken, and the longest text is
    looked through for deadlines. An item without a title (a post on a social network) stays so.
    """
    link = absolute(item.link, item.base)
    title = headline(item.title, TITLE_LIMIT)
    shown, words = next(((text, words) for text in item.texts if (words := whole(text))), ("", ""))
    if not (link or title or words):
        return None
    longest = max(item.texts, key=len, default="")
    tags = (plain(tag, NAME_LIMIT) for tag in item.tags)
    return Article(
        guid=" ".join(map(bare, item.guid.split()))[:ADDRESS_LIMIT] or None,
        link=link,
        title=title,
        summary=cut(words, SUMMARY_LIMIT),
        author=_name(item.author),
        published=next(filter(None, map(parse_date, item.dates)), None),
        tags=tuple(dict.fromkeys(filter(None, tags)))[:TAG_LIMIT],
        phrases=passages(words if longest == shown else whole(longest))
        if may_tell(title, longest[:READ_LIMIT])
        else (),
    )


def absolute(link: str, base: str) -> str:
    """Give the absolute http(s) address of a link, or "" where there is none.

    Markdown reads character references inside an address: `&amp;` and numbers, of a link that was
    escaped twice, are undone here, others are kept from acting.
    """
    if _ABSOLUTE.fullmatch(link) and len(link) <= ADDRESS_LIMIT:
        return link
    if "&#" in link:
        link = _NUMBER.sub(lambda found: html.unescape(found[0]), link)
    link = bare("".join(link.split()))
    if not link:
        return ""
    try:
        address = urljoin(base, link)
        if ";" in address:
            address = _REFERENCE.sub(r"\1%3B", address.replace("&amp;", "&"))
        parts = urlsplit(address)
    except ValueError:
        return ""
    web = parts.scheme in {"http", "https"} and parts.hostname and len(address) <= ADDRESS_LIMIT
    return address if web else ""


def page_among(links: Iterable[tuple[str, str]]) -> str:
    """Choose the page among the addresses of an item and their types: HTML first, "" if none."""
    found = [(address, kind) for address, kind in links if address]
    html_first = sorted(found, key=lambda link: "html" not in link[1])
    return html_first[0][0] if html_first else ""


def _name(author: str) -> str:
    """Keep a person's name, never their mail address."""
    name = plain(author, NAME_LIMIT + 320)
    if "@" in name:
        name = _MAIL.sub("", name)
    return plain(name.strip(" ()<>,;:-"), NAME_LIMIT)
