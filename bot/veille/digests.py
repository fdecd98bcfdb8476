"""The digests: what a network has not read of its feeds, shown before and published once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate, groupby

import structlog
from sqlalchemy import Connection

from bot.core import occurrences
from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.french.sentences import opening
from bot.french.themes import Themes
from bot.index import store as index
from bot.index.rules import DocumentKind, DocumentText, SearchedDocument
from bot.network import schedule
from bot.network.network import Network
from bot.network.schedule import Due
from bot.question import deferring
from bot.question.rules import Question
from bot.talk import say
from bot.talk.context import Context
from bot.talk.markdown import phone_lines, readable, visible
from bot.talk.render import shorten
from bot.veille import contribution_store as contributions
from bot.veille import meaning_store as meanings
from bot.veille import pick_store as picks
from bot.veille import store as articles
from bot.veille.alike import Pairs, pairs
from bot.veille.article import Unread
from bot.veille.copies import grouped, unlike
from bot.veille.deadlines import service as deadlines
from bot.veille.deadlines.service import ComingDeadlines
from bot.veille.digest import Digest, Entry, compose, every
from bot.veille.feeds import following_store as followings
from bot.veille.feeds.following import USUAL_THEME, Following
from bot.veille.link import without_tracking
from bot.veille.pick import Contribution, Gift, Pick, Verdict
from bot.veille.proposal import site
from bot.veille.ranking import esteem, ranked
from bot.veille.store import Published

log = structlog.get_logger(__name__)

DIGEST = Due.DIGEST.value
"""The kind of occurrence that a digest is, monthly or weekly."""

COPY, DROPPED = "copy", "dropped"
"""Why an article is left out, besides its feed's rules: another one was read, or by a choice."""

USEFUL = "veille utile"
NOT_USEFUL = "veille plus-utile"

_A_DAY = timedelta(days=1)
_TITLE_WORDS = 14
"""Words of a summary that stand for a title where there is none, as on Mastodon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a network has not read: ranked, dropped by coordinators, or refused.

    `refused` has each article that is left out with the rule that does: its feed's, or COPY.
    `copies` gives the copies of each article, by the number of the first one, the feeds that bring
    them `followed`; `same` which of them tell the same news. An entry that is not to be told whole
    has neither theme nor summary: `whole` gives it both.
    """

    entries: tuple[Entry, ...]
    dropped: tuple[Entry, ...]
    refused: Sequence[tuple[Unread, str]]
    copies: Mapping[int, Sequence[Unread]]
    followed: Mapping[int, Following]
    themes: Themes
    same: Pairs

    @property
    def count(self) -> int:
        """How many articles are ranked, those that are told under another too."""
        return len(every(self.entries))

    @property
    def every(self) -> tuple[Entry, ...]:
        """All that is ranked or dropped, those that are told under another too."""
        return every((*self.entries, *self.dropped))

    def find(self, number: int) -> Entry | None:
        """Return an article that is ranked or dropped, by its number or that of a copy."""
        return next((each for each in self.every if number in each.copies), None)

    def above(self, entry: Entry) -> Entry | None:
        """Return the article under which another is told, None for most."""
        told = (each for each in self.entries if each.alike)
        return next(
            (each for each in told if entry.article in {one.article for one in each.alike}), None
        )

    def whole(self, entry: Entry) -> Entry:
        """Return an entry with its theme, and its summary unless that stands for its title."""
        first = self.copies[entry.article][0]
        return replace(
            entry,
            theme=_theme(self.themes, self.followed, first),
            summary=_summary(first),
            alike=tuple(self.whole(each) for each in entry.alike),
        )

    def composed(self, ctx: Context, due: datetime) -> Digest:
        """Compose the digest of a moment, whole where it is read."""
        told = [each if each.brief else self.whole(each) for each in self.entries]
        return compose(ctx.network.name, told, due=due, made=ctx.now)


def gather(ctx: Context) -> Gathered:
    """Look at all that the network has not read."""
    network = ctx.network.slug
    followed = {each.feed.id: each for each in followings.of_network(ctx.db, network)}
    found = articles.unread(ctx.db, network)
    gifts = contributions.of_articles(ctx.db, network, [each.id for each in found])
    fresh = {each.id for each in unlike(found, _told_without_page(ctx, found))}
    refused = {
        each.id: rule
        for each in found
        if not _is_proposed(gifts.get(each.id, ()))
        and (rule := _refusing(followed, each) if each.id in fresh else COPY)
    }
    taken = [each for each in found if each.id not in refused]
    left = articles.pages_left(ctx.db, {each.id for each in taken})
    copies = {group[0].id: group for group in grouped(taken, left)}
    return reread(
        ctx,
        Gathered(
            entries=(),
            dropped=(),
            refused=[(each, refused[each.id]) for each in found if each.id in refused],
            copies=copies,
            followed=followed,
            themes=ctx.themes,
            same=pairs(
                (group[0] for group in copies.values()), meanings.of_articles(ctx.db, copies)
            ),
        ),
    )


def reread(ctx: Context, gathered: Gathered) -> Gathered:
    """Return the same articles with what people of the network make of them now."""
    ids = {each.id for group in gathered.copies.values() for each in group}
    known = _Known.of(ctx.db, ctx.network.slug, ids, gathered.followed)
    entries = [known.entry(group) for group in gathered.copies.values()]
    return replace(
        gathered,
        entries=ranked(
            (each for each in entries if each.verdict is not Verdict.DROPPED), gathered.same
        ),
        dropped=tuple(each for each in entries if each.verdict is Verdict.DROPPED),
    )


def next_due(network: Network, now: datetime) -> datetime:
    """Return the moment of the digest to come."""
    return next(schedule.dates_after(network, Due.DIGEST, now))


def publish(ctx: Context, due: datetime) -> Digest | None:
    """Say the digest that fell due, once; None when it was said already.

    The occurrence, what was read or spared, and the posts commit together: a crash leaves all or
    nothing. What the channel does not read is told in its thread.
    """
    network = ctx.network.slug
    if not occurrences.record(ctx.db, network, DIGEST, due=due, now=ctx.now):
        return None
    gathered = gather(ctx)
    whole = [gathered.whole(each) for each in gathered.entries]
    digest = compose(ctx.network.name, whole, due=due, made=ctx.now)
    articles.publish(ctx.db, network, _placed(digest, gathered.copies))
    dropped = [each for entry in gathered.dropped for each in gathered.copies[entry.article]]
    left_out = [*gathered.refused, *((each, DROPPED) for each in dropped)]
    articles.spare(ctx.db, network, [each.id for each, _ in left_out])
    for each, rule in left_out:
        log.info("article_left_out", network=network, article=each.id, feed=each.feed, rule=rule)
    for entry in digest.every:
        index.index(ctx.db, _text(network, entry, due))
    key = f"digest:{network}:{due:%Y-%m-%dT%H:%M}"
    coming, waiting = deadlines.next_ones(ctx), deferred(ctx)
    titles = _titles(digest, coming, waiting)
    text = ctx.render(
        "veille/digest.md.j2",
        digest=digest,
        titles=titles,
        others=digest.count - len(titles),
        deadlines=coming,
        questions=waiting,
        followed=bool(gathered.followed),
    )
    say.in_channel(ctx, key, text, buttons=_verbs(coming, waiting))
    told = list(enumerate(digest.shown, start=1))
    for first in range(0, len(told), _A_POST):
        here = told[first : first + _A_POST]
        text = ctx.render("veille/articles.md.j2", numbered=here)
        useful = tuple(_useful_button(*each) for each in here)
        say.in_channel(ctx, f"{key}:articles{first}", text, thread=key, buttons=useful)
    if digest.also:
        say.in_thread(ctx, key, ctx.render("veille/also.md.j2", entries=digest.also))
    return digest


_A_POST = 5
"""Articles of one post in the thread, each with its summary."""

_ROOM = 16
"""Lines of the channel's post on a phone, its heading and its last line left out."""

_A_NAME = " ".join(["proposé par", "x" * 16])
_CHOICES = 25
_EMOJI = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "keycap_ten",
)


def _titles(
    digest: Digest, coming: ComingDeadlines, waiting: Sequence[Question]
) -> Sequence[Entry]:
    """Return the articles whose whole titles the channel's post has room for, 1 at least."""
    beside = [f"{each.title} le 15 septembre, à vérifier" for each in coming.near]
    beside += [each.text[:60] for each in waiting[:2]]
    room = _ROOM - sum(map(phone_lines, beside)) - 2 * bool(coming.near) - 2 * bool(waiting)
    lines = (
        phone_lines(f"{each.title} {_A_NAME if each.proposed else ''}") for each in digest.shown
    )
    fitting = sum(taken <= room for taken in accumulate(lines))
    return digest.shown[: max(fitting, 1)]


def _useful_button(place: int, entry: Entry) -> Button:
    return Button(
        f"utile{place}",
        f"Utile\u00a0: le {place}",
        USEFUL,
        str(entry.article),
        emoji=_EMOJI[place - 1],
        undo=NOT_USEFUL,
    )


def _verbs(coming: ComingDeadlines, waiting: Sequence[Question]) -> tuple[Button, ...]:
    answers = (
        Option(
            f"n°\u00a0{each.number} {shorten(each.text, OPTION_LABEL)}",
            "besoin répondre",
            str(each.number),
        )
        for each in waiting[:_CHOICES]
    )
    return (
        *((menu("repondre", "J'ai une réponse…", *answers),) if waiting else ()),
        *((deadlines.list_button(),) if coming.near else ()),
    )


def latest(db: Connection, network: str) -> Digest | None:
    """Return the last digest that had articles, as it was published, None before the first."""
    return next(iter(published(db, network, 1)), None)


def published(db: Connection, network: str, limit: int) -> Sequence[Digest]:
    """Return the last digests that had articles, as they were published, latest first.

    `network` is a slug, which the digests bear in place of a name.
    """
    return again(db, network, [due for due, _ in articles.dues(db, network)[:limit]])


def again(
    db: Connection, network: str, dues: Collection[datetime], *, whole: bool = True
) -> Sequence[Digest]:
    """Return the digests of some moments as they were published.

    Unless `whole`, they lack what they told by its title alone, but for what is under another.
    """
    told = articles.published(db, network, dues, whole=whole)
    made = occurrences.done_among(db, network, DIGEST, dues)
    known = _Known.of_told(db, network, told)
    return [
        compose(
            network,
            _again([each for each in told if each.due == due], known),
            due=due,
            made=made.get(due, due),
        )
        for due in dues
    ]


def _again(told: Sequence[Published], known: _Known) -> Iterable[Entry]:
    """Return the entries of a digest, without those that stood under one that is not there."""
    found: dict[int, Entry] = {}
    for place, rows in groupby(told, key=lambda each: each.place):
        group = list(rows)
        under = group[0].under
        if not under:
            found[place] = known.told(group)
        elif under in found:
            above = found[under]
            found[under] = replace(above, alike=(*above.alike, known.told(group)))
    return found.values()


def texts(db: Connection, network: str, some: Collection[int]) -> Sequence[DocumentText]:
    """Return what there is to read of some published articles."""
    return [_text(network, entry, due) for entry, due in _published(db, network, some)]


def _published(
    db: Connection, network: str, some: Collection[int]
) -> Sequence[tuple[Entry, datetime]]:
    """Return the entries of articles as they were published, and when; others may be among them."""
    told = articles.published_with(db, network, some)
    known = _Known.of_told(db, network, told)
    places = groupby(told, key=lambda each: (each.due, each.place))
    return [(known.told([*rows]), due) for (due, _), rows in places]


def _text(network: str, entry: Entry, due: datetime) -> DocumentText:
    return DocumentText(
        network=network,
        document=SearchedDocument(DocumentKind.ARTICLE, entry.article),
        text=entry.title,
        more=" ".join(filter(None, (entry.why, entry.summary))),
        about=f"{entry.source} {entry.theme}",
        day=due,
        link=entry.link,
    )


def deferred(ctx: Context) -> Sequence[Question]:
    """Return the questions deferred to the letter, which the digest carries where there is none."""
    return () if ctx.network.letter else deferring.waiting_for_letter(ctx)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What a network knows of articles besides their words."""

    followed: Mapping[int, Following]
    picks: Mapping[int, Pick]
    gifts: Mapping[int, Sequence[Contribution]]
    esteem: Mapping[int, int]

    @classmethod
    def of(
        cls, db: Connection, network: str, ids: set[int], followed: Mapping[int, Following]
    ) -> _Known:
        return cls(
            followed=followed,
            picks=picks.of_articles(db, network, ids),
            gifts=contributions.of_articles(db, network, ids),
            esteem={
                feed: esteem(kept, dropped)
                for feed, (kept, dropped) in picks.by_feed(db, network).items()
            },
        )

    @classmethod
    def of_told(cls, db: Connection, network: str, told: Sequence[Published]) -> _Known:
        """Return what is known of what was published."""
        followed = {each.feed.id: each for each in followings.of_network(db, network)}
        return cls.of(db, network, {each.article.id for each in told}, followed)

    def told(self, group: Sequence[Published]) -> Entry:
        """Return an entry as it was published, by its copies."""
        first = group[0]
        return replace(
            self.entry([each.article for each in group]),
            theme=first.theme,
            brief=first.brief,
            summary=_summary(first.article),
        )

    def entry(self, group: Sequence[Unread]) -> Entry:
        """Return the entry of an article, by its copies, the first one that was kept first.

        Without theme nor summary, which cost more than all the rest, and brief before it is ranked.
        """
        first, ids = group[0], tuple(each.id for each in group)
        feeds = [self.followed[each.feed] for each in group if each.feed in self.followed]
        feeds.sort(key=lambda each: each.number)
        pick = max(
            (self.picks[each] for each in ids if each in self.picks),
            key=lambda each: each.at,
            default=None,
        )
        gifts = [gift for each in ids for gift in self.gifts.get(each, ())]
        proposed = [gift for gift in gifts if gift.kind is Gift.PROPOSED]
        said = next((gift.words for gift in proposed if gift.words), "")
        signed = dict.fromkeys(gift.user for gift in proposed if gift.signed)
        return Entry(
            article=first.id,
            title=visible(first.title) or _opening(visible(first.summary)) or readable(first.link),
            link=without_tracking(first.link),
            source=", ".join(dict.fromkeys(each.shown for each in feeds)) or site(first.link),
            theme="",
            published=first.published,
            brief=True,
            why=pick.why if pick and pick.why else said,
            proposed=bool(proposed),
            proposers=tuple(signed),
            members=len({gift.user for gift in gifts}),
            cited=len(group),
            esteem=max(self.esteem.get(each.feed, 0) for each in group),
            feed=first.feed,
            cap=feeds[0].rules.cap if feeds else 0,
            copies=ids,
            verdict=pick.verdict if pick else Verdict.UNDECIDED,
            pinned=pick.pinned if pick else False,
        )


def _placed(digest: Digest, copies: Mapping[int, Sequence[Unread]]) -> Sequence[Published]:
    places = {entry.article: place for place, entry in enumerate(digest.every, start=1)}
    above = {
        each.article: places[entry.article]
        for entry in (*digest.shown, *digest.also)
        for each in entry.alike
    }
    return [
        Published(
            article=copy,
            due=digest.due,
            theme=entry.theme,
            place=places[entry.article],
            brief=entry.brief,
            under=above.get(entry.article, 0),
        )
        for entry in digest.every
        for copy in copies[entry.article]
    ]


def _told_without_page(ctx: Context, found: Sequence[Unread]) -> Sequence[Unread]:
    """Return what the network was told on the days of its unread articles without a page.

    Copies of a page were left out by the store already.
    """
    dates = [each.published for each in found if each.title and not each.page]
    if not dates:
        return ()
    since, until = min(dates) - _A_DAY, max(dates) + _A_DAY
    return articles.told_without_page(ctx.db, ctx.network.slug, since, until)


def _is_proposed(gifts: Sequence[Contribution]) -> bool:
    return any(each.kind is Gift.PROPOSED for each in gifts)


def _refusing(followed: Mapping[int, Following], article: Unread) -> str:
    """Return which of its feed's rules leaves an article out, "" for what members bring."""
    feed = followed.get(article.feed)
    return feed.rules.refusing(_words(article)) if feed and feed.rules.choose else ""


def _theme(themes: Themes, followed: Mapping[int, Following], article: Unread) -> str:
    """Return the theme that a feed's rules give an article, else the feed's, else its words'."""
    feed = followed.get(article.feed)
    theme = feed.theme_of(_words(article)) if feed else ""
    if theme.strip().casefold() not in ("", "auto"):
        return theme
    return themes.proposed(f"{article.title} {article.summary}") or USUAL_THEME


def _summary(article: Unread) -> str:
    """Return the first sentences of an article whose title they do not stand for."""
    return opening(article.summary) if article.title else ""


def _words(article: Unread) -> str:
    return " ".join((article.title, article.summary, *article.tags))


def _opening(summary: str) -> str:
    words = summary.split()
    return " ".join(words[:_TITLE_WORDS]) + ("…" if len(words) > _TITLE_WORDS else "")
