"""The veille: feeds, their articles, who follows them, and what a network makes of them."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    false,
    true,
)

from bot.core.columns import EnumText, Id, Moment, TextTuple, metadata
from bot.veille.deadlines.rules import DeadlineStatus
from bot.veille.feeds.following import FollowingStatus
from bot.veille.pick import Gift, Verdict

# `subscribed` is the address that networks gave, `url` where the feed is fetched today.
feeds = Table(
    "feeds",
    metadata,
    Column("id", Id, primary_key=True),
    Column("subscribed", Text, nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("title", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("next_at", Moment),
    Column("fetched_at", Moment),
    Column("succeeded_at", Moment),
    Column("failing_since", Moment),
    Column("failures", Integer, nullable=False),
    Column("trouble", Text),
    Column("moved_to", Text),
    Column("moved_since", Moment),
    Column("stopped", Boolean, nullable=False),
    Column("held_until", Moment),
)

# `page` is the canonical link: copies of one article, brought by several feeds, share it.
# `title_tries` counts how often the page of a link that members proposed was asked for its title.
articles = Table(
    "articles",
    metadata,
    Column("id", Id, primary_key=True),
    Column("feed", ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    Column("guid", Text),
    Column("link", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("tags", TextTuple, nullable=False),
    Column("published", Moment, nullable=False),
    Column("collected_at", Moment, nullable=False),
    Column("page", Text, nullable=False, server_default=""),
    Column("title_tries", SmallInteger, nullable=False, server_default="0"),
    Index("ix_articles_feed", "feed", "id"),
    Index("ix_articles_page", "page"),
)

# A network's own view of a feed, and how it takes its articles, see `collecting.py`. `opened_at` is
# when its first articles were sorted; `by` is who last changed it by command, else empty;
# `told_since` is when the failures began that coordinators were told of.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("network", Text, primary_key=True),
    Column("feed", ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("opened_at", Moment),
    Column("number", Integer, nullable=False, server_default="0"),
    Column("name", Text, nullable=False, server_default=""),
    Column("theme", Text, nullable=False, server_default=""),
    Column("standing", EnumText(FollowingStatus), nullable=False, server_default="followed"),
    Column("rules", JSON(none_as_null=True)),
    Column("configured", Boolean, nullable=False, server_default=true()),
    Column("by", Text, nullable=False, server_default=""),
    Column("told_since", Moment),
    Index("ix_subscriptions_feed", "feed"),
)

# Feeds to try out for someone, and to follow if they can be read (`follows`).
feed_trials = Table(
    "feed_trials",
    metadata,
    Column("id", Id, primary_key=True),
    Column("network", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("theme", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("follows", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
)

# What a network has read, or was spared (`due_at` is then null): the digest, where it stood there,
# in `brief` when its title alone was told.
publications = Table(
    "publications",
    metadata,
    Column("network", Text, primary_key=True),
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("due_at", Moment),
    Column("theme", Text, nullable=False, server_default=""),
    Column("place", Integer, nullable=False, server_default="0"),
    Column("brief", Boolean, nullable=False, server_default=false()),
    Index("ix_publications_due", "network", "due_at"),
)

# What coordinators make of an article to be published: `verdict` « kept » or « dropped ».
picks = Table(
    "picks",
    metadata,
    Column("network", Text, primary_key=True),
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("verdict", EnumText(Verdict), nullable=False),
    Column("pinned", Boolean, nullable=False),
    Column("why", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# Members who proposed an article, or found it useful (`kind`); `post` is the message that did.
contributions = Table(
    "contributions",
    metadata,
    Column("network", Text, primary_key=True),
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("user", Text, primary_key=True),
    Column("kind", EnumText(Gift), nullable=False),
    Column("signed", Boolean, nullable=False),
    Column("words", Text, nullable=False),
    Column("post", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# Until when calls for projects can be answered: `ends` null is a permanent one.
deadlines = Table(
    "deadlines",
    metadata,
    Column("id", Id, primary_key=True),
    Column("network", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("article", ForeignKey("articles.id", ondelete="SET NULL")),
    Column("title", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("phrase", Text, nullable=False),
    Column("starts", Date),
    Column("ends", Moment),
    Column("status", EnumText(DeadlineStatus), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("reminded_at", Moment),
    UniqueConstraint("network", "number"),
    Index("ix_deadlines_status", "network", "status", "ends"),
)

# Whose structure applies, by their own click.
applicants = Table(
    "applicants",
    metadata,
    Column("deadline", ForeignKey("deadlines.id", ondelete="CASCADE"), primary_key=True),
    Column("user", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)

# The words of what a network published, to find it again there.
article_stems = Table(
    "article_stems",
    metadata,
    Column("network", Text, primary_key=True),
    Column("stem", Text, primary_key=True),
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("weight", SmallInteger, nullable=False),
    Index("ix_article_stems_article", "article"),
    sqlite_with_rowid=False,
)
