"""The feeds of a network as a file, which other readers keep too: sent out, taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.errors import UserError
from bot.core.message import File
from bot.french.folding import spaced
from bot.french.personal import personal_data
from bot.french.territories import of
from bot.network.network import Subscription
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.veille.feeds import adding, collecting
from bot.veille.feeds import following_store as followings
from bot.veille.feeds.address import checked_address
from bot.veille.feeds.following import MOST_FEEDS, USUAL_THEME, Following, FollowingStatus
from bot.veille.feeds.settings import plain_name, plain_theme
from bot.veille.link import canonical_link


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFeeds:
    """What a list of feeds gave; `refused` are the names or addresses of those left out."""

    added: Sequence[Following]
    known: int
    refused: Sequence[str]


def export(ctx: Context, by: Caller) -> int:
    """Send the feeds that the network follows, as a file, to who asks; return how many."""
    count, content = written(ctx)
    if count:
        name = f"flux-{ctx.network.slug}-{ctx.now:%Y-%m-%d}.opml"
        text = ctx.render("veille/exported.md.j2", count=count)
        say.hand_over(ctx, by.id, text, File(name=name, content=content))
    return count


def written(ctx: Context) -> tuple[int, str]:
    """Return how many feeds the network follows, and their list as a file has it (OPML)."""
    from bot.veille.feeds.opml import Outline, write_opml  # noqa: PLC0415  XML, which an idle bot does without

    outlines = [
        Outline(address=each.address, name=each.shown, group=each.theme or USUAL_THEME)
        for each in followings.of_network(ctx.db, ctx.network.slug)
        if each.standing is FollowingStatus.FOLLOWED and not each.address.startswith("courriel:")
    ]
    return len(outlines), write_opml(f"Flux {of(ctx.network.spoken)}", outlines)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFeed:
    """A feed of a list, as it may be followed: `address` is "" when it is none we can read.

    `name` is the list's own, `shown` the one that is kept: "" when it seems to name a person.
    """

    address: str
    name: str
    shown: str
    group: str


def read_file(content: bytes) -> Sequence[ListedFeed]:
    """Read an OPML file, in its order. Raises NOT_OPML."""
    from bot.veille.feeds.opml import read_opml  # noqa: PLC0415  XML, which an idle bot does without

    return [_listed(each.address, each.name, each.group) for each in read_opml(content)]


def _listed(written: str, name: str, group: str) -> ListedFeed:
    try:
        address = checked_address(written)
    except UserError:
        return ListedFeed(address="", name=name or written, shown="", group="")
    return ListedFeed(
        address=address,
        name=name or address,
        shown="" if personal_data(name) else plain_name(name),
        group=plain_theme(group),
    )


def take_in(ctx: Context, listed: Sequence[ListedFeed], by: Caller) -> ImportedFeeds:
    """Follow the feeds of a list; each is read at its first collection."""
    known = {spaced(each): each for each in (USUAL_THEME, *ctx.themes.names)}
    here: dict[str, Following] = {}
    for own in followings.of_network(ctx.db, ctx.network.slug):
        here |= {canonical_link(own.feed.url): own, canonical_link(own.address): own}
    room = MOST_FEEDS - len({each.number for each in here.values()})
    added: list[Following] = []
    refused: list[str] = []
    already = 0
    for each in listed:
        spelt = canonical_link(each.address)
        same = here.get(spelt)
        if same is not None and same.standing is not FollowingStatus.DROPPED:
            already += 1
            continue
        if same is not None:
            adding.stand(ctx, same, FollowingStatus.FOLLOWED, by.id)
            same = adding.get(ctx, same.number)
        elif not each.address or len(added) >= room:
            refused.append(each.name)
            continue
        else:
            theme = known.get(spaced(each.group), each.group) or USUAL_THEME
            given = Subscription(url=each.address, name=each.shown, theme=theme)
            same = followings.add(ctx.db, ctx.network.slug, given, by=by.id)
        added.append(same)
        here[spelt] = same
    collecting.sort_first(ctx.db, ctx.now)
    return ImportedFeeds(added=added, known=already, refused=refused)
