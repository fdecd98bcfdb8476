"""Links that members bring to the veille, whichever way; articles that they find useful."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.core import outbox
from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.french.discretion import Discretion, read
from bot.french.text import checked_text
from bot.network.rights import Act, Tie
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.command import Caller, Referred
from bot.talk.context import Context
from bot.talk.personal import names_in
from bot.talk.render import day, shorten, titled
from bot.veille import contribution_store as contributions
from bot.veille import link_store as links
from bot.veille import pick_store as picks
from bot.veille.article import Article
from bot.veille.digest import Entry
from bot.veille.link import canonical_link, is_home
from bot.veille.pick import Contribution, Gift
from bot.veille.proposal import (
    NEWSPAPER,
    NO_PROPOSAL,
    OWN_LINK,
    UNKNOWN_ARTICLE,
    AlreadyPublishedError,
    links_in,
    proposables,
    words_beside,
)

WITHDRAW = "veille retirer-lien"
UNSIGN = "veille sans-nom"
SIGN = "veille avec-nom"

TOLD_EVERY = timedelta(hours=24)
"""How often someone whose messages we gather is told so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDraft:
    """A link as someone proposes it; personal data was looked for in its words already."""

    link: str
    words: str = ""
    signed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A link that is kept for the next digest.

    `title` is what there is to call it by. `fresh` unless the same person had proposed it;
    `others` counts those who do besides.
    """

    article: int
    title: str
    signed: bool
    fresh: bool = True
    others: int = 0


def propose(
    ctx: Context, draft: LinkDraft, by: Caller, *, post: str = "", gathered: bool = False
) -> Proposed:
    """Keep a link for the next digest; the same one from the same person only changes its words.

    `post` is the message that gives it, `gathered` where it was no command. `draft.link` is as
    `proposal.proposable` returns it. Raises AlreadyPublishedError, EMPTY_TEXT.
    """
    words = ""
    if draft.words:
        words = checked_text(draft.words, what="vos mots", certified=True)
    number = _article(ctx, draft.link)
    earlier = contributions.of_member(ctx.db, ctx.network.slug, number, by.id)
    fresh = earlier is None or earlier.kind is not Gift.PROPOSED
    made = Contribution(
        network=ctx.network.slug,
        article=number,
        user=by.id,
        at=ctx.now,
        kind=Gift.PROPOSED,
        signed=draft.signed,
        words=words,
        post=post,
    )
    if earlier is not None and not fresh:
        # A message that only repeats the link takes away neither words nor the wish not to sign.
        made = replace(
            earlier,
            words=words or earlier.words,
            signed=earlier.signed if gathered else draft.signed,
        )
    contributions.put(ctx.db, made)
    others = len(_proposals(ctx, number)) - 1
    title = _title(ctx, number)
    return Proposed(article=number, title=title, signed=made.signed, fresh=fresh, others=others)


def gather(ctx: Context, message: Referred, by: Caller) -> None:
    """Keep the links of a message for the next digest, as proposed by its author or someone else.

    All that is said of it in the channel is our reaction; `by` is told once a day.
    """
    own = message.author.id == by.id
    words = words_beside(message.text) if own else ""
    signed = read(message.text).asked is Discretion.NONE
    if not signed and names_in(words, by):
        words = ""
    proposed, published = [], []
    for link in proposables(links_in(message.text)):
        draft = LinkDraft(link=link, words=words, signed=signed)  # `words_beside` has looked
        try:
            proposed.append(propose(ctx, draft, by, post=message.post, gathered=True))
        except AlreadyPublishedError as error:
            published.append(error)
    if proposed:
        key = f"newspaper:{ctx.network.server}:{message.post}"
        say.reaction(ctx, key, message.post, NEWSPAPER)
    _tell(ctx, message, by, [each for each in proposed if each.fresh], published)


def let_go(ctx: Context, post: str, by: Caller) -> None:
    """Take back what someone proposed by a reaction to a message, or by writing it."""
    for each in contributions.of_post(ctx.db, ctx.network.slug, post):
        if each.user == by.id and each.kind is Gift.PROPOSED:
            _take_back(ctx, each)


def by_message(ctx: Context, post: str) -> Sequence[Contribution]:
    """Return what was proposed by a message and has not come out in a digest."""
    here = ctx.network.slug
    found = [
        each for each in contributions.of_post(ctx.db, here, post) if each.kind is Gift.PROPOSED
    ]
    return [each for each in found if links.is_to_come(ctx.db, here, each.article)]


def take_back_links(ctx: Context, post: str) -> None:
    """Take back what was proposed by a message and has not come out in a digest."""
    for each in by_message(ctx, post):
        _take_back(ctx, each)


def forget(ctx: Context, user: str) -> Sequence[int]:
    """Take back what someone proposed and has not come out in a digest: they are forgotten.

    Return the articles that are gone: nobody else proposed them.
    """
    here = ctx.network.slug
    given = [
        each
        for each in contributions.of_user(ctx.db, here, user)
        if each.kind is Gift.PROPOSED and links.is_to_come(ctx.db, here, each.article)
    ]
    for each in given:
        _take_back(ctx, each)
    return [each.article for each in given if not _proposals(ctx, each.article)]


def withdraw(ctx: Context, number: int, by: Caller) -> bool:
    """Take one's proposal back; for a coordinator who has made none, all those of the link.

    Return whether others still propose it. Raises NO_PROPOSAL and NOT_ALLOWED.
    """
    proposals = _proposals(ctx, number)
    own = [each for each in proposals if each.user == by.id]
    tie = Tie.AUTHOR if own else Tie.NONE
    if not proposals:
        raise NO_PROPOSAL(number=number)
    ctx.require(Act.WITHDRAW_LINK, by, tie=tie)
    for each in own or proposals:
        _take_back(ctx, each)
    return bool(own) and len(proposals) > len(own)


def sign(ctx: Context, number: int, by: Caller, *, signed: bool) -> str:
    """Name the caller as one who proposes a link, or no longer; return their words for it.

    Raises NO_PROPOSAL.
    """
    own = replace(_own(ctx, number, by), signed=signed)
    contributions.put(ctx.db, own)
    return own.words


def is_signed(ctx: Context, number: int, by: Caller) -> bool:
    """Tell whether the caller is named as one who proposes a link. Raises NO_PROPOSAL."""
    return _own(ctx, number, by).signed


def own_links(ctx: Context, entries: Sequence[Entry], by: Caller) -> Sequence[Entry]:
    """Return those of some articles that someone proposed."""
    offered = {copy: each for each in entries if each.proposed for copy in each.copies}
    given = contributions.of_articles(ctx.db, ctx.network.slug, offered)
    return [
        offered[article]
        for article, gifts in given.items()
        if any(each.user == by.id and each.kind is Gift.PROPOSED for each in gifts)
    ]


def withdrawing_menu(entries: Sequence[Entry]) -> tuple[Button, ...]:
    """Return the menu that takes back one of the links that someone proposed."""
    options = (
        Option(shorten(titled(each.title, each.link), OPTION_LABEL), WITHDRAW, str(each.article))
        for each in entries
    )
    return (menu("retirer", "Retirer mon lien…", *options),) if entries else ()


def praise(ctx: Context, number: int, by: Caller, *, useful: bool) -> tuple[str, bool]:
    """Note that an article is useful to someone, or no longer; return its title, False if it was.

    Raises UNKNOWN_ARTICLE and OWN_LINK.
    """
    title = _title(ctx, number)
    found = contributions.of_member(ctx.db, ctx.network.slug, number, by.id)
    if found is not None and found.kind is Gift.PROPOSED:
        raise OWN_LINK(number=number)
    if useful is (found is not None):
        return title, False
    if found is not None:
        contributions.remove(ctx.db, found)
    else:
        given = Contribution(
            network=ctx.network.slug, article=number, user=by.id, at=ctx.now, kind=Gift.USEFUL
        )
        contributions.put(ctx.db, given)
    return title, True


def is_praised(ctx: Context, number: int, by: Caller) -> bool:
    """Tell whether an article is useful to someone."""
    found = contributions.of_member(ctx.db, ctx.network.slug, number, by.id)
    return found is not None and found.kind is Gift.USEFUL


def _own(ctx: Context, number: int, by: Caller) -> Contribution:
    found = contributions.of_member(ctx.db, ctx.network.slug, number, by.id)
    if found is None or found.kind is not Gift.PROPOSED:
        raise NO_PROPOSAL(number=number)
    return found


def _article(ctx: Context, link: str) -> int:
    """Return the article to come that a link is, brought if need be.

    A site's front page is no article of its feeds. Raises AlreadyPublishedError.
    """
    network, page = ctx.network.slug, canonical_link(link)
    known = links.to_come(ctx.db, network, page, proposed=is_home(page))
    if known is not None:
        if links.show_after_all(ctx.db, network, known):
            picks.take_up(ctx.db, network, known)
        return known
    published = None if is_home(page) else links.published_on(ctx.db, network, page)
    if published is not None:
        raise AlreadyPublishedError(day(published, ctx.network.timezone))
    return links.bring(ctx.db, network, Article(link=link), ctx.now)


def _take_back(ctx: Context, given: Contribution) -> None:
    contributions.remove(ctx.db, given)
    if not _proposals(ctx, given.article):
        links.take_away(ctx.db, ctx.network.slug, given.article)


def _proposals(ctx: Context, number: int) -> Sequence[Contribution]:
    found = contributions.of_articles(ctx.db, ctx.network.slug, [number]).get(number, ())
    return [each for each in found if each.kind is Gift.PROPOSED]


def _title(ctx: Context, number: int) -> str:
    """Return what an article is called; raises UNKNOWN_ARTICLE."""
    return UNKNOWN_ARTICLE.unless(links.called(ctx.db, ctx.network.slug, number), number=number)


def _tell(
    ctx: Context,
    message: Referred,
    by: Caller,
    proposed: Sequence[Proposed],
    published: Sequence[AlreadyPublishedError],
) -> None:
    """Tell someone that we took their message's links, unless they were told since a day.

    That nothing could be taken is always told, once a message.
    """
    prefix = f"gathered:{ctx.network.slug}:"
    key = f"{prefix}{message.post}:{by.id}"
    told = outbox.told_since(ctx.db, by.id, prefix, ctx.now - TOLD_EVERY)
    if not (proposed or published) or (told and proposed):
        return
    text = ctx.render(
        "veille/gathered.md.j2",
        links=proposed,
        published=[error.reply for error in published],
        own=message.author.id == by.id,
    )
    say.to_user(
        ctx,
        key,
        by.id,
        text,
        weight=Weight.ANSWER,
        buttons=own_buttons(proposed),
        once=True,
    )


def own_buttons(proposed: Sequence[Proposed]) -> tuple[Button, ...]:
    """Return the buttons of who proposed links: not be named, take them back."""
    numbers = " ".join(str(each.article) for each in proposed)
    unsigned = Button("sansnom", "Sans mon nom", UNSIGN, numbers, emoji="see_no_evil", undo=SIGN)
    back = Button("retirer", "Retirer", WITHDRAW, numbers, emoji="wastebasket")
    return (unsigned, back) if proposed else ()
