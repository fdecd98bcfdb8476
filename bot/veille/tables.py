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
    LargeBinary,
    SmallInteger,
    Text,
    false,
    text,
    true,
)

from bot.core.columns import (
    EnumText,
    Fate,
    Holds,
    Moment,
    Privacy,
    Retention,
    TextTuple,
    numbered_table,
    person_column,
    table,
    table_with_id,
    waits,
)
from bot.veille.deadlines.rules import DeadlineStatus
from bot.veille.feeds.following import FollowingStatus
from bot.veille.pick import Gift, Verdict

# `subscribed` is the address that networks gave, `url` where the feed is fetched today.
feeds = table_with_id(
    "feeds",
    Column("subscribed", Text, nullable=False, unique=True, info=Holds.IMPERSONAL),
    Column("url", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("title", Text, info=Holds.IMPERSONAL),
    Column("etag", Text, info=Holds.IMPERSONAL),
    Column("last_modified", Text, info=Holds.IMPERSONAL),
    Column("next_at", Moment, info=waits(days=32, since="fetched_at")),
    Column("fetched_at", Moment, info=Holds.PAST),
    Column("succeeded_at", Moment, info=Holds.PAST),
    Column("failing_since", Moment, info=Holds.PAST),
    Column("failures", Integer, nullable=False),
    Column("trouble", Text, info=Holds.IMPERSONAL),
    Column("moved_to", Text, info=Holds.IMPERSONAL),
    Column("moved_since", Moment, info=Holds.PAST),
    Column("stopped", Boolean, nullable=False),
    Column("held_until", Moment, info=waits(days=32, since="fetched_at")),
)

# `page` is the canonical link: copies of one article, brought by several feeds, share it.
# `told` is the last date that its feed told, null where it tells none. `title_tries` counts how
# often the page of a link that members proposed was asked for its title. `understood` once it is
# known what its title and summary mean.
articles = table_with_id(
    "articles",
    Column("feed", ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    Column("guid", Text, info=Holds.IMPERSONAL),
    Column("link", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("title", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("summary", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("author", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("tags", TextTuple, nullable=False, info=Holds.IMPERSONAL),
    Column("published", Moment, nullable=False, info=Holds.PAST),
    Column("collected_at", Moment, nullable=False, info=Holds.PAST),
    Column("told", Moment, info=Holds.CHOSEN),
    Column("page", Text, nullable=False, server_default="", info=Holds.IMPERSONAL),
    Column("title_tries", SmallInteger, nullable=False, server_default="0"),
    Column("understood", Boolean, nullable=False, server_default=false()),
    Index("ix_articles_feed", "feed", "id"),
    Index("ix_articles_page", "page"),
    Index(
        "ix_articles_not_understood",
        "feed",
        "id",
        sqlite_where=text("NOT understood"),
    ),
)

# The dates of the calendars that networks follow as feeds: those to come, as they were last read.
calendar_events = table_with_id(
    "calendar_events",
    Column("feed", ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    Column("title", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("place", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("link", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("starts", Moment, nullable=False, info=Holds.CHOSEN),
    Column("ends", Moment, nullable=False, info=Holds.CHOSEN),
    Column("whole_days", Boolean, nullable=False),
    Index("ix_calendar_events_feed", "feed", "starts"),
)

# What articles mean, where a model tells.
article_vectors = table(
    "article_vectors",
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("model", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("vector", LargeBinary, nullable=False, info=Holds.IMPERSONAL),
)

# What articles were called before, by guid, link and title: by these too they are known again.
article_versions = table_with_id(
    "article_versions",
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("guid", Text, info=Holds.IMPERSONAL),
    Column("link", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("title", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("told", Moment, info=Holds.CHOSEN),
    Column("page", Text, nullable=False, info=Holds.IMPERSONAL),
    Index("ix_article_versions_article", "article"),
    Index("ix_article_versions_page", "page"),
)

_SET = Privacy(
    Fate.UNNAMED, "Les flux que vous avez réglés", {"number": "n°", "name": "nom", "theme": "thème"}
)

# A network's own view of a feed, and how it takes its articles, see `collecting.py`. `opened_at` is
# when its first articles were sorted; `by` is who last changed it by command, else empty.
subscriptions = table(
    "subscriptions",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("feed", ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("opened_at", Moment, info=Holds.PAST),
    Column("number", Integer, nullable=False, server_default="0"),
    Column("name", Text, nullable=False, server_default="", info=Holds.IMPERSONAL),
    Column("theme", Text, nullable=False, server_default="", info=Holds.IMPERSONAL),
    Column("standing", EnumText(FollowingStatus), nullable=False, server_default="followed"),
    Column("rules", JSON(none_as_null=True), info=Holds.IMPERSONAL),
    Column("configured", Boolean, nullable=False, server_default=true()),
    person_column("by", _SET, server_default=""),
    Index("ix_subscriptions_feed", "feed"),
)

_TRIED = Privacy(
    Fate.DELETED,
    "Les flux que vous faites essayer",
    {"address": "adresse", "name": "nom", "theme": "thème", "at": "le"},
)

# Feeds to try out for someone, and to follow if they can be read (`follows`).
feed_trials = table_with_id(
    "feed_trials",
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("address", Text, nullable=False, info=Holds.WORDS),
    Column("name", Text, nullable=False, info=Holds.WORDS),
    Column("theme", Text, nullable=False, info=Holds.WORDS),
    person_column("user", _TRIED),
    Column("follows", Boolean, nullable=False),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)

# What a network has read, or was spared (`due_at` is then null): the digest, where it stood there,
# in `brief` when its title alone was told. `under` is the place of the article on the same subject
# under which it was told, 0 for most.
publications = table(
    "publications",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("due_at", Moment, info=Holds.DONE),
    Column("theme", Text, nullable=False, server_default="", info=Holds.IMPERSONAL),
    Column("place", Integer, nullable=False, server_default="0"),
    Column("brief", Boolean, nullable=False, server_default=false()),
    Column("under", Integer, nullable=False, server_default="0"),
    Index("ix_publications_due", "network", "due_at"),
)

_PICKED = Privacy(
    Fate.UNNAMED,
    "Vos choix dans la veille",
    {"article": "article (numéro interne)", "verdict": "choix", "why": "vos mots", "at": "le"},
    kept=Retention("noms dans le tri de la veille", days=365, since="at"),
)

# What coordinators make of an article to be published: `verdict` « kept » or « dropped ».
picks = table(
    "picks",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("verdict", EnumText(Verdict), nullable=False),
    Column("pinned", Boolean, nullable=False),
    Column("why", Text, nullable=False, info=Holds.WORDS),
    person_column("by", _PICKED),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)

_CONTRIBUTOR = Privacy(
    Fate.DELETED,
    "Les liens que vous avez proposés ou trouvés utiles",
    {
        "article.title": "titre",
        "article.link": "adresse",
        "kind": "sorte",
        "words": "vos mots",
        "signed": "signé",
        "at": "le",
    },
    kept=Retention("liens proposés ou jugés utiles", days=365, since="at"),
)

# Members who proposed an article, or found it useful (`kind`); `post` is the message that did.
contributions = table(
    "contributions",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    person_column("user", _CONTRIBUTOR, primary_key=True),
    Column("kind", EnumText(Gift), nullable=False),
    Column("signed", Boolean, nullable=False),
    Column("words", Text, nullable=False, info=Holds.WORDS),
    Column("post", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)

_SIGNALLED = Privacy(
    Fate.UNNAMED,
    "Les échéances que vous avez signalées ou confirmées",
    {"number": "n°", "title": "titre", "link": "lien", "at": "le"},
)

# Until when calls for projects can be answered: `ends` null is a permanent one.
deadlines = numbered_table(
    "deadlines",
    Column("article", ForeignKey("articles.id", ondelete="SET NULL")),
    Column("title", Text, nullable=False, info=Holds.WORDS),
    Column("link", Text, nullable=False, info=Holds.WORDS),
    Column("phrase", Text, nullable=False, info=Holds.WORDS),
    Column("starts", Date),
    Column("ends", Moment, info=Holds.CHOSEN),
    Column("status", EnumText(DeadlineStatus), nullable=False),
    person_column("by", _SIGNALLED),
    Column("at", Moment, nullable=False, info=Holds.PAST),
    Column("reminded_at", Moment, info=Holds.PAST),
    Index("ix_deadlines_status", "network", "status", "ends"),
)

_APPLICANT = Privacy(
    Fate.DELETED,
    "Les appels auxquels votre structure candidate",
    {"deadline": "échéance (numéro interne)", "at": "le"},
)

# Whose structure applies, by their own click.
applicants = table(
    "applicants",
    Column("deadline", ForeignKey("deadlines.id", ondelete="CASCADE"), primary_key=True),
    person_column("user", _APPLICANT, primary_key=True),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)

# The words of what a network published, before one search found all: nothing is added.
article_stems = table(
    "article_stems",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("stem", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("weight", SmallInteger, nullable=False),
    Index("ix_article_stems_article", "article"),
    sqlite_with_rowid=False,
)
