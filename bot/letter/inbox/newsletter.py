"""A newsletter read as articles: its titles with their links, the one link that confirms.

Anyone may write to the address where newsletters come, if they know it: what they send is a page by
a stranger. Addresses are kept as those that members propose are, without what tracks readers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message

from bot.core.errors import UserError
from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.letter.inbox.mail_text import MailLink, decoded, links_of, sender_of, text_of
from bot.letter.mail.address import BadMailAddressError, mail_address
from bot.veille.article import Article
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
    r"preferences|navigateur|version en ligne|mentions legales|"
    r"vie privee|confidentialite|facebook|linkedin|twitter|instagram|youtube|mastodon|"
    r"transfere[rz]|partage[rz]|contactez|signaler"
)
_CONFIRMS = lazy_pattern(r"confirm|valide[rz]|active[rz]|je m'abonne|oui, ")
_ACTS = lazy_pattern(
    r"desabonn|desinscri|unsubscri|opt-?out|je (?:confirme|m'abonne)|confirm(?!e)|confirme[rz]|"
    r"(?:valide|active)[rz] (?:mon|ma|votre|cet|l')"
)
"""What confirms or ends something by being opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsletter:
    """A newsletter: who sends it, where it leads; `confirms` is the link that ends a subscription.

    That is "" where it asks for no confirmation.
    """

    sender: str
    name: str
    subject: str
    articles: tuple[Article, ...] = ()
    confirms: str = ""

    def address(self, network: str) -> str:
        """Return what stands for its feed's address in a network."""
        return f"{SCHEME}{network}/{self.sender}"


def read_newsletter(message: Message) -> Newsletter | None:
    """Read a newsletter; None where it comes from no address."""
    name, told = sender_of(message)
    try:
        sender = mail_address(told)
    except BadMailAddressError:
        return None
    links = links_of(message) or [MailLink("", "", each) for each in links_in(text_of(message))]
    asking = (_page(each.href) for each in links if _CONFIRMS.search(fold(each.said + each.href)))
    return Newsletter(
        sender=sender,
        name=" ".join(name.split())[:80] or sender,
        subject=" ".join(decoded(message.get("Subject", "")).split())[:150],
        articles=tuple(_articles(links))[:MOST_LINKS],
        confirms=next(filter(None, asking), ""),
    )


def _articles(links: Sequence[MailLink]) -> Iterator[Article]:
    """Yield the links that lead to an article, each once, under what they or their title say.

    Where each leads is looked at: what that would confirm, or end, is none.
    """
    seen = {""}
    for said, heading, href in links:
        title = heading if not said or _MORE.match(fold(said)) else said
        told = fold(f"{said} {title}")
        acts = _ACTS.search(f"{told} {fold(href)}")
        if len(title) in _TITLE and not acts and not _ASIDE.search(told):
            link = _page(href)
            if seen.isdisjoint({link, title}):
                seen |= {link, title}
                yield Article(guid=link, link=link, title=title)


def _page(href: str) -> str:
    """Return an address that may be proposed to people, "" for any other."""
    try:
        return proposable(href)
    except UserError:
        return ""
