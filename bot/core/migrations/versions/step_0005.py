"""The veille: feeds by command, choice, members' links, deadlines, an archive."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.core.columns import Moment
from bot.veille.link import canonical_link

revision = "0005"
down_revision = "0004"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Give the veille its new columns and tables, and each article the page that it is."""
    _columns()
    _pages()
    _choices()
    _deadlines()
    op.create_table(
        "settings",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("network", "name", name=op.f("pk_settings")),
    )


def _columns() -> None:
    op.add_column("articles", sa.Column("page", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_articles_page", "articles", ["page"])
    op.add_column(
        "articles",
        sa.Column("title_tries", sa.SmallInteger(), nullable=False, server_default="0"),
    )
    for column in (
        sa.Column("number", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("name", sa.Text(), nullable=False, server_default=""),
        sa.Column("theme", sa.Text(), nullable=False, server_default=""),
        sa.Column("standing", sa.Text(), nullable=False, server_default="followed"),
        sa.Column("rules", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("configured", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("by", sa.Text(), nullable=False, server_default=""),
        sa.Column("told_since", Moment(), nullable=True),
    ):
        op.add_column("subscriptions", column)
    op.create_index("ix_subscriptions_feed", "subscriptions", ["feed"])
    op.add_column("feeds", sa.Column("held_until", Moment(), nullable=True))
    for column in (
        sa.Column("theme", sa.Text(), nullable=False, server_default=""),
        sa.Column("place", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("brief", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("publications", column)
    op.create_index("ix_publications_due", "publications", ["network", "due_at"])


def _pages() -> None:
    db = op.get_bind()
    articles = sa.table("articles", sa.column("id"), sa.column("link"), sa.column("page"))
    rows = db.execute(sa.select(articles.c.id, articles.c.link)).all()
    if rows:
        wanted = articles.c.id == sa.bindparam("of")
        db.execute(
            sa.update(articles).where(wanted).values(page=sa.bindparam("is")),
            [{"of": row.id, "is": canonical_link(row.link) if row.link else ""} for row in rows],
        )


def _choices() -> None:
    op.create_table(
        "feed_trials",
        sa.Column("id", _ID, nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("follows", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_trials")),
    )
    op.create_table(
        "picks",
        sa.Column("network", sa.Text(), nullable=False),
        _of_article("picks"),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("network", "article", name=op.f("pk_picks")),
    )
    op.create_table(
        "contributions",
        sa.Column("network", sa.Text(), nullable=False),
        _of_article("contributions"),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("network", "article", "user", name=op.f("pk_contributions")),
    )
    op.create_table(
        "article_stems",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("stem", sa.Text(), nullable=False),
        _of_article("article_stems"),
        sa.Column("weight", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("network", "stem", "article", name=op.f("pk_article_stems")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_article_stems_article", "article_stems", ["article"])


def _deadlines() -> None:
    op.create_table(
        "deadlines",
        sa.Column("id", _ID, nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "article",
            _ID,
            sa.ForeignKey(
                "articles.id", ondelete="SET NULL", name=op.f("fk_deadlines_article_articles")
            ),
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", Moment(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("reminded_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
        sa.UniqueConstraint("network", "number", name=op.f("uq_deadlines_network")),
    )
    op.create_index("ix_deadlines_status", "deadlines", ["network", "status", "ends"])
    op.create_table(
        "applicants",
        sa.Column(
            "deadline",
            _ID,
            sa.ForeignKey(
                "deadlines.id", ondelete="CASCADE", name=op.f("fk_applicants_deadline_deadlines")
            ),
            nullable=False,
        ),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("deadline", "user", name=op.f("pk_applicants")),
    )


def _of_article(table: str) -> sa.Column[int]:
    name = op.f(f"fk_{table}_article_articles")
    return sa.Column(
        "article", _ID, sa.ForeignKey("articles.id", ondelete="CASCADE", name=name), nullable=False
    )
