"""A newsletter read as articles: its titles with their links, the one link that confirms.

Anyone may write to the address where newsletters come, if they know it: what they send is a page by
a stranger. Addresses are kept as those that members propose are, without what tracks readers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.utils import parseaddr
from html.parser import HTMLParser

from bot.core.errors import UserError
from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.letter.inbox.mail_text import decoded, html_of, text_of
from bot.letter.mail.address import BadMailAddressError, mail_address
from bot.veille.proposal import links_in, proposable

MOST_LINKS = 20
"""Articles of one newsletter."""

SCHEME = "courriel:"
"""Before what stands for the address of a feed that comes by mail: it is never fetched."""

_TITLE = range(12, 200)
"""Characters of a title."""

_MORE = lazy_pattern(
    r"(?:lire|voir|en savoir|decouvrir|consulter|je |cliquez|ici|plus d|telecharger|acceder|"
    r"read more|la suite|inscription|s'inscrire|participer|postuler|ecouter|regarder)\b.{0,40}"
)
_ASIDE = lazy_pattern(
    r"desabonn|desinscri|unsubscri|preferences|navigateur|version en ligne|mentions legales|"
    r"vie privee|"
    r"confidentialite|facebook|linkedin|twitter|instagram|youtube|mastodon|transfere[rz]|"
    r"partage[rz]|contactez|signaler"
)
_CONFIRMS = lazy_pattern(r"confirm|valide[rz]|active[rz]|je m'abonne|oui, ")
_ABOUT = lazy_pattern(r"confirm|valid|activ|inscription|abonnement|subscription")


@dataclass(frozen=True, slots=True)
class NewsLink:
    """What a newsletter leads to."""

    title: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsletter:
    """A newsletter: who sends it, where it leads; `confirms` is the link that ends a subscription.

    That is "" where it asks for no confirmation.
    """

    sender: str
    name: str
    subject: str
    links: tuple[NewsLink, ...]
    confirms: str = ""

    def address(self, network: str) -> str:
        """Return what stands for its feed's address in a network."""
        return f"{SCHEME}{network}/{self.sender}"


def read_newsletter(message: Message) -> Newsletter | None:
    """Read a newsletter; None where it comes from no address."""
    name, told = parseaddr(decoded(message.get("From", "")))
    try:
        sender = mail_address(told)
    except BadMailAddressError:
        return None
    subject = " ".join(decoded(message.get("Subject", "")).split())[:150]
    anchors = _Anchors.of(html_of(message)) or [
        ("", "", each) for each in links_in(text_of(message))
    ]
    return Newsletter(
        sender=sender,
        name=" ".join(name.split())[:80] or sender,
        subject=subject,
        links=tuple(_articles(anchors))[:MOST_LINKS],
        confirms=_confirmation(subject, anchors),
    )


def _articles(anchors: list[tuple[str, str, str]]) -> Iterator[NewsLink]:
    """Yield the links that lead to an article, each once, under what they or their title say."""
    seen: set[str] = set()
    for text, heading, href in anchors:
        title = heading if not text or _MORE.match(fold(text)) else text
        if len(title) not in _TITLE or _ASIDE.search(fold(f"{text} {title}")):
            continue
        try:
            link = proposable(href)
        except UserError:
            continue
        if link not in seen and title not in seen:
            seen.update((link, title))
            yield NewsLink(title, link)


def _confirmation(subject: str, anchors: list[tuple[str, str, str]]) -> str:
    """Return the one link that confirms a subscription, "" where none is asked to."""
    found = [href for text, _, href in anchors if _CONFIRMS.search(fold(text))]
    if not found and _ABOUT.search(fold(subject)):
        found = [href for _, _, href in anchors if _ABOUT.search(fold(href))]
    for href in found:
        try:
            return proposable(href)
        except UserError:
            continue
    return ""


class _Anchors(HTMLParser):
    """Gathers the links of a page: what each says, the title above it, where it leads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str, str]] = []
        self._heading, self._href, self._open = "", "", ""
        self._said = {"a": "", "h": ""}

    @classmethod
    def of(cls, html: str) -> list[tuple[str, str, str]]:
        """Return the links of a page."""
        read = cls()
        read.feed(html)
        read.close()
        return read.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a link or a title."""
        if tag == "a":
            self._href, self._said["a"] = dict(attrs).get("href") or "", ""
        elif tag in _HEADINGS:
            self._open, self._said["h"] = tag, ""
        elif tag == "img" and self._href:
            self._said["a"] += f" {dict(attrs).get('alt') or ''}"

    def handle_endtag(self, tag: str) -> None:
        """End a link or a title."""
        if tag == "a" and self._href:
            said = " ".join(self._said["a"].split())
            self.found.append((said, self._heading, self._href.strip()))
            self._href = ""
        elif tag == self._open:
            self._heading, self._open = " ".join(self._said["h"].split()), ""

    def handle_data(self, data: str) -> None:
        """Add to what is said."""
        if self._href:
            self._said["a"] += data
        if self._open:
            self._said["h"] += data


_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
