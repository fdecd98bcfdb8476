"""The feeds of a network by command: added, tried, set, put aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from bot.core.errors import Refusal, not_found
from bot.core.message import Button
from bot.french.folding import spaced
from bot.network.network import Subscription
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.veille import store as articles
from bot.veille.article import Article
from bot.veille.elsewhere import store as events
from bot.veille.feeds import collecting
from bot.veille.feeds import following_store as followings
from bot.veille.feeds import store as feeds
from bot.veille.feeds import trial_store as trials
from bot.veille.feeds.following import USUAL_THEME, FeedTrial, Following, FollowingStatus
from bot.veille.feeds.rules import Ailment, Collected, Failed, Outcome, Trouble
from bot.veille.feeds.settings import FeedSettings
from bot.veille.link import canonical_link

MOST_TRIALS = 10
"""Addresses that wait to be read for one network."""

NEWEST = 3
"""Articles shown of a feed that was just read."""

ADD = "veille flux ajouter"
SUSPEND = "veille flux suspendre"
RESUME = "veille flux reprendre"
REMOVE = "veille flux retirer"


UNKNOWN_FEED = not_found("feed", "de flux", "Les flux suivis : `/veille flux`.")

UNKNOWN_FEED_THEME = Refusal(
    "unknown theme of a feed",
    reply="Je ne connais pas le thème « {typed} ». Prenez-en un des questions, ou « {usual} ».",
)

TOO_MANY_TRIALS = Refusal(
    "too many feeds to try",
    reply="J'ai déjà {most} adresses à lire pour ce réseau. Attendez mes réponses, puis "
    "recommencez ; beaucoup de flux à la fois se donnent par un fichier.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What reading an address gave: where the feed was found at last, and its outcome."""

    address: str
    outcome: Outcome


def get(ctx: Context, number: int) -> Following:
    """Return a feed by its number, dropped ones included. Raises UNKNOWN_FEED."""
    return UNKNOWN_FEED.unless(
        followings.by_number(ctx.db, ctx.network.slug, number), number=number
    )


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


def wish(ctx: Context, trial: FeedTrial) -> Following | None:
    """Have an address read for someone; return the feed instead, where the network has it.

    One that was dropped is taken up again at once. Raises TOO_MANY_TRIALS.
    """
    here = at(ctx, trial.address)
    if here is not None and trial.follows and here.standing is FollowingStatus.DROPPED:
        stand(ctx, here, FollowingStatus.FOLLOWED, trial.user)
        return get(ctx, here.number)
    if here is not None and here.standing is not FollowingStatus.DROPPED:
        return here
    if trials.count(ctx.db, ctx.network.slug) >= MOST_TRIALS:
        raise TOO_MANY_TRIALS(most=MOST_TRIALS)
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
    followings.save(ctx.db, replace(following, standing=standing, by=by))
    return True


def set_up(ctx: Context, following: Following, settings: FeedSettings, by: Caller) -> Following:
    """Change how the network takes a feed. Raises UNKNOWN_FEED_THEME."""
    changed = settings.applied(following, lambda typed: theme(ctx, typed))
    if changed != following:
        changed = replace(changed, by=by.id)
        followings.save(ctx.db, changed)
    return changed


def known_already(ctx: Context, trial: FeedTrial) -> Outcome | None:
    """Return what is known of a feed that another network follows and that is well."""
    feed = feeds.by_address(ctx.db, trial.address)
    if feed is None or feed.stopped or feed.trouble or feed.succeeded_at is None:
        return None
    found = articles.known(ctx.db, feed.id)
    shown = tuple(
        Article(link=each.link, title=each.title, summary=each.summary, published=each.published)
        for each in found
    )
    dates = events.of_feed(ctx.db, feed.id)
    return Collected(articles=shown, events=dates or None, title=feed.title)


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
    theme = trial.theme or USUAL_THEME
    given = Subscription(url=tried.address, name=trial.name, theme=theme)
    following = followings.add(ctx.db, trial.network, given, by=trial.user)
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
        coming = [each for each in outcome.events or () if each.ends > ctx.now]
        text = ctx.render(
            "veille/tried.md.j2",
            title=trial.name or outcome.title or tried.address,
            count=len(dated),
            newest=dated[:NEWEST],
            to_come=None if outcome.events is None else len(coming),
            soonest=coming[:NEWEST],
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
        choices=choices[: len(_EMOJI)],
    )
    buttons = tuple(
        Button(
            f"flux{number}",
            f"Ajouter le {number}",
            ADD,
            f"{address} {trial.name}".strip(),
            emoji=_EMOJI[number - 1],
        )
        for number, address in enumerate(choices[: len(_EMOJI)], start=1)
    )
    return text, buttons


_EMOJI = ("one", "two", "three", "four", "five")


def _after_trial(tried: Tried, followed: Following | None, *, new: bool) -> tuple[Button, ...]:
    if followed is None:
        add = Button(
            "ajouter", "Ajouter", ADD, tried.address, emoji="heavy_plus_sign", primary=True
        )
        return (add,)
    return (_remove(str(followed.number)),) if new else ()


def standing_buttons(following: Following) -> tuple[Button, ...]:
    """Offer to put a feed aside or to follow it no more; else to follow it again."""
    number = str(following.number)
    if following.standing is not FollowingStatus.FOLLOWED:
        return (_resume(number),)
    if following.broken:
        return (_suspend(number), _remove(number), _resume(number, "Réessayer"))
    return (_suspend(number), _remove(number))


def after_standing(found: Sequence[Following], standing: FollowingStatus) -> tuple[Button, ...]:
    """Offer to go back on what was done of some feeds."""
    numbers = " ".join(str(each.number) for each in found)
    if standing is FollowingStatus.FOLLOWED:
        return (_suspend(numbers),)
    return (_resume(numbers),)


def after_import(added: Sequence[Following]) -> tuple[Button, ...]:
    """Offer to take away all that a list brought."""
    numbers = " ".join(str(each.number) for each in added)
    return (replace(_remove(numbers), label="Tout retirer"),) if added else ()


def _remove(numbers: str) -> Button:
    return Button("retirer", "Retirer", REMOVE, numbers, emoji="wastebasket", undo=RESUME)


def _suspend(numbers: str) -> Button:
    return Button(
        "suspendre", "Suspendre", SUSPEND, numbers, emoji="double_vertical_bar", undo=RESUME
    )


def _resume(numbers: str, label: str = "Reprendre") -> Button:
    return Button("reprendre", label, RESUME, numbers, emoji="arrow_forward")
