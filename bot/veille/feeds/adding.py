"""The feeds of a network by command: added, tried, set, put aside; lists in and out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from bot.core.errors import Refusal, UserError
from bot.core.message import Button, File, FileKind
from bot.french.folding import spaced
from bot.french.personal import personal_data
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.veille import store as articles
from bot.veille.article import Article
from bot.veille.feeds import collecting
from bot.veille.feeds import following_store as followings
from bot.veille.feeds import store as feeds
from bot.veille.feeds import trial_store as trials
from bot.veille.feeds.address import checked_address
from bot.veille.feeds.following import FeedTrial, Following, FollowingStatus
from bot.veille.feeds.rules import Ailment, Collected, Failed, Feed, Outcome, Trouble
from bot.veille.feeds.settings import FeedSettings, plain_name, plain_theme
from bot.veille.link import canonical_link

USUAL_THEME = "Actualité"
MOST_FEEDS = 500
"""Feeds of one network: more than anyone reads."""

MOST_TRIALS = 10
"""Addresses that wait to be read for one network."""

NEWEST = 3
"""Articles shown of a feed that was just read."""

ADD = "veille flux ajouter"
SUSPEND = "veille flux suspendre"
RESUME = "veille flux reprendre"
REMOVE = "veille flux retirer"


UNKNOWN_FEED = Refusal(
    "no feed {number}",
    reply="Je ne trouve pas de flux n° {number} ici. Leurs numéros : `/veille flux`.",
)

UNKNOWN_FEED_THEME = Refusal(
    "unknown theme of a feed",
    reply="Je ne connais pas le thème « {typed} ». Prenez-en un de `/besoin thèmes`, ou "
    "« {usual} ».",
)

TOO_MANY_TRIALS = Refusal(
    "too many feeds to try",
    reply="J'ai déjà {most} adresses à lire pour ce réseau. Attendez mes réponses, puis "
    "recommencez ; pour beaucoup de flux à la fois : `/veille flux importer`.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedWish:
    """A feed that someone wants: an address, a name or "", a theme or ""."""

    address: str
    name: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What reading an address gave: where the feed was found at last, and its outcome."""

    address: str
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFeeds:
    """What a list of feeds gave; `refused` are the names or addresses of those left out."""

    added: Sequence[Following]
    known: int
    refused: Sequence[str]


def get(ctx: Context, number: int) -> Following:
    """Return a feed by its number, dropped ones included. Raises UNKNOWN_FEED."""
    found = followings.by_number(ctx.db, ctx.network.slug, number)
    if found is None:
        raise UNKNOWN_FEED(number=number)
    return found


def at(ctx: Context, address: str) -> Following | None:
    """Return the feed that the network has at an address, however it is spelt."""
    wanted = canonical_link(address)
    for each in followings.of_network(ctx.db, ctx.network.slug):
        if wanted in (canonical_link(each.address), canonical_link(each.feed.url)):
            return each
    return None


def theme(ctx: Context, typed: str) -> str:
    """Return the theme that was named: of the questions, or one that a feed here has.

    Raises UNKNOWN_FEED_THEME.
    """
    ours = {each.theme for each in followings.of_network(ctx.db, ctx.network.slug)} | {USUAL_THEME}
    known = {spaced(each): each for each in (*ours, *ctx.themes.names)}
    found = known.get(spaced(typed)) or ctx.themes.named(typed)
    if not found:
        shown = typed[:60].replace("`", "")
        raise UNKNOWN_FEED_THEME(typed=shown, usual=USUAL_THEME)
    return found


def wish(ctx: Context, wanted: FeedWish, by: Caller, *, follows: bool) -> Following | None:
    """Have an address read for someone; return the feed instead, where the network has it.

    One that was dropped is taken up again at once. Raises TOO_MANY_TRIALS.
    """
    here = at(ctx, wanted.address)
    if here is not None and follows and here.standing is FollowingStatus.DROPPED:
        stand(ctx, here, FollowingStatus.FOLLOWED, by.id)
        return get(ctx, here.number)
    if here is not None and here.standing is not FollowingStatus.DROPPED:
        return here
    if trials.count(ctx.db, ctx.network.slug) >= MOST_TRIALS:
        raise TOO_MANY_TRIALS(most=MOST_TRIALS)
    trial = FeedTrial(
        network=ctx.network.slug,
        address=wanted.address,
        name=wanted.name,
        theme=wanted.theme,
        user=by.id,
        follows=follows,
        at=ctx.now,
    )
    trials.add(ctx.db, trial)
    return None


def stand(ctx: Context, following: Following, standing: FollowingStatus, by: str) -> bool:
    """Follow, suspend or drop a feed; return whether that changed anything.

    Followed again, a feed that stopped or fails is tried at once.
    """
    feed = following.feed
    ailing = feed.stopped or feed.failing_since is not None
    if standing is FollowingStatus.FOLLOWED and ailing:
        feeds.save(ctx.db, feed.resumed())
    if following.standing is standing:
        return standing is FollowingStatus.FOLLOWED and ailing
    followings.save(ctx.db, replace(following, standing=standing, by=by, told_since=None))
    return True


def set_up(ctx: Context, following: Following, settings: FeedSettings, by: Caller) -> Following:
    """Change how the network takes a feed. Raises UNKNOWN_FEED_THEME."""
    changed = settings.applied(following, lambda typed: theme(ctx, typed))
    if changed != following:
        changed = replace(changed, by=by.id)
        followings.save(ctx.db, changed)
    return changed


def known_already(db_ctx: Context, trial: FeedTrial) -> Outcome | None:
    """Return what is known of a feed that another network follows and that is well."""
    feed = feeds.by_address(db_ctx.db, trial.address)
    if feed is None or feed.stopped or feed.trouble or feed.succeeded_at is None:
        return None
    found = articles.known(db_ctx.db, feed.id)
    shown = tuple(
        Article(link=each.link, title=each.title, summary=each.summary, published=each.published)
        for each in found
    )
    return Collected(articles=shown, title=feed.title)


def conclude(ctx: Context, trial: FeedTrial, tried: Tried, *, fresh: bool) -> None:
    """Follow what was read, where asked and possible, and tell who asked, once.

    `fresh` when it was fetched now: its articles are then kept, so as not to fetch twice.
    """
    if not trials.finish(ctx.db, trial):
        return
    here = at(ctx, tried.address)
    dropped = here is not None and here.standing is FollowingStatus.DROPPED
    follows = trial.follows and isinstance(tried.outcome, Collected) and (here is None or dropped)
    if here is not None and dropped:  # known by its address only now, from a page
        if follows:
            stand(ctx, here, FollowingStatus.FOLLOWED, trial.user)
        here = get(ctx, here.number) if follows else None
    followed = _follow(ctx, trial, tried, fresh=fresh) if follows and here is None else here
    text, buttons = _told(ctx, trial, tried, followed, new=follows)
    say.to_user(
        ctx,
        f"tried:{trial.network}:{trial.id}:{uuid4().hex}",
        trial.user,
        text,
        weight=Weight.ANSWER,
        buttons=buttons,
    )


def _follow(ctx: Context, trial: FeedTrial, tried: Tried, *, fresh: bool) -> Following:
    wanted = Following(
        network=trial.network,
        number=0,
        feed=Feed(id=0, url=tried.address),
        address=tried.address,
        name=trial.name,
        theme=trial.theme or USUAL_THEME,
        by=trial.user,
    )
    following = followings.add(ctx.db, wanted)
    if fresh:
        zones = {ctx.network.slug: ctx.network.timezone}
        collecting.keep(ctx.db, following.feed, tried.outcome, ctx.now, zones)
    else:
        collecting.sort_first(ctx.db, ctx.now)
    return get(ctx, following.number)


def _told(
    ctx: Context, trial: FeedTrial, tried: Tried, followed: Following | None, *, new: bool
) -> tuple[str, tuple[Button, ...]]:
    outcome = tried.outcome
    if isinstance(outcome, Collected):
        dated = sorted(
            outcome.articles,
            key=lambda each: each.published or datetime.min.replace(tzinfo=ctx.now.tzinfo),
            reverse=True,
        )
        text = ctx.render(
            "veille/tried.md.j2",
            title=trial.name or outcome.title or tried.address,
            address=tried.address,
            count=len(dated),
            newest=dated[:NEWEST],
            followed=followed,
            fresh=new,
        )
        return text, _after_trial(tried, followed, new=new)
    trouble = Trouble(ailment=Ailment.GONE)
    choices: tuple[str, ...] = ()
    if isinstance(outcome, Failed):
        trouble, choices = outcome.trouble, outcome.feeds
    text = ctx.render(
        "veille/untried.md.j2",
        address=tried.address,
        trouble=trouble,
        choices=choices,
    )
    buttons = tuple(
        Button(
            id=f"flux{number}",
            label=f"Ajouter le {number}",
            route=ADD,
            argument=_again(trial, address),
            emoji=_EMOJI[number - 1],
        )
        for number, address in enumerate(choices[: len(_EMOJI)], start=1)
    )
    return text, buttons


_EMOJI = ("one", "two", "three", "four", "five")


def _again(trial: FeedTrial, address: str) -> str:
    """Return what follows `ajouter` to have this address instead, called the same."""
    return f"{address} {trial.name}".strip()


def _after_trial(tried: Tried, followed: Following | None, *, new: bool) -> tuple[Button, ...]:
    if followed is None:
        add = Button(
            id="ajouter",
            label="Ajouter",
            route=ADD,
            argument=tried.address,
            emoji="heavy_plus_sign",
            primary=True,
        )
        return (add,)
    return (remove_button(followed),) if new else ()


def remove_button(following: Following) -> Button:
    """Offer to follow a feed no more."""
    return Button(
        id="retirer",
        label="Retirer",
        route=REMOVE,
        argument=str(following.number),
        emoji="wastebasket",
    )


def suspend_button(following: Following) -> Button:
    """Offer to put a feed aside."""
    return Button(
        id="suspendre",
        label="Suspendre",
        route=SUSPEND,
        argument=str(following.number),
        emoji="double_vertical_bar",
    )


def export(ctx: Context, by: Caller) -> int:
    """Send the feeds that the network follows, as a file, to who asks; return how many."""
    from bot.veille.feeds.opml import Outline, write_opml  # noqa: PLC0415  XML, which an idle bot does without

    found = [
        each
        for each in followings.of_network(ctx.db, ctx.network.slug)
        if each.standing is FollowingStatus.FOLLOWED
    ]
    outlines = [
        Outline(address=each.address, name=each.shown, group=each.theme or USUAL_THEME)
        for each in found
    ]
    if found:
        file = File(
            name=f"flux-{ctx.network.slug}-{ctx.now:%Y-%m-%d}.opml",
            kind=FileKind.TEXT,
            content=write_opml(f"Flux de {ctx.network.name}", outlines),
        )
        text = ctx.render("veille/exported.md.j2", count=len(found))
        say.to_user(
            ctx,
            f"opml:{ctx.network.slug}:{uuid4().hex}",
            by.id,
            text,
            weight=Weight.ANSWER,
            file=file,
        )
    return len(found)


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
        if not each.address:
            refused.append(each.name)
            continue
        spelt = canonical_link(each.address)
        same = here.get(spelt)
        if same is not None and same.standing is FollowingStatus.DROPPED:
            stand(ctx, same, FollowingStatus.FOLLOWED, by.id)
            same = get(ctx, same.number)
            added.append(same)
        elif same is not None:
            already += 1
        elif len(added) >= room:
            refused.append(each.name)
        else:
            wanted = Following(
                network=ctx.network.slug,
                number=0,
                feed=Feed(id=0, url=each.address),
                address=each.address,
                name=each.shown,
                theme=known.get(spaced(each.group), each.group) or USUAL_THEME,
                by=by.id,
            )
            same = followings.add(ctx.db, wanted)
            added.append(same)
        here[spelt] = same if same is not None else here[spelt]
    collecting.sort_first(ctx.db, ctx.now)
    return ImportedFeeds(added=added, known=already, refused=refused)
