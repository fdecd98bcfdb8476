"""Remember what articles were called before.

What names the page of an article no longer says `index.php`; the last date that its feed told is
the one that it has, unless that is when it was collected: the feed then told none.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_articles = sa.table(
    "articles",
    sa.column("id", sa.Integer),
    sa.column("page", sa.Text),
    sa.column("published", sa.DateTime(timezone=True)),
    sa.column("collected_at", sa.DateTime(timezone=True)),
    sa.column("told", sa.DateTime(timezone=True)),
)

_UNRESERVED = re.compile(r"%(?:2[DE]|3\d|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])")
_FRONT = re.compile(r"(?<=[^/])/(?:(?:index|spip)\.php(?=[/?]|$)|index\.html?$)", re.IGNORECASE)


def upgrade() -> None:
    """Remember what articles were called before."""
    op.create_table(
        "article_versions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("article", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guid", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("told", sa.DateTime(timezone=True), nullable=True),
        sa.Column("page", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"],
            ["articles.id"],
            name=op.f("fk_article_versions_article_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_versions")),
    )
    with op.batch_alter_table("article_versions", schema=None) as batch_op:
        batch_op.create_index("ix_article_versions_article", ["article"], unique=False)
        batch_op.create_index("ix_article_versions_page", ["page"], unique=False)

    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told", sa.DateTime(timezone=True), nullable=True))

    published, collected = _articles.c.published, _articles.c.collected_at
    op.execute(_articles.update().where(published != collected).values(told=published))
    db = op.get_bind()
    odd = _articles.c.page.like("%/%.php%") | _articles.c.page.like("%.htm%")
    odd |= _articles.c.page.like("%\\%%", escape="\\")
    for number, page in db.execute(sa.select(_articles.c.id, _articles.c.page).where(odd)).all():
        levelled = _FRONT.sub("", _UNRESERVED.sub(lambda found: unquote(found[0]), page))
        if levelled != page:
            op.execute(_articles.update().where(_articles.c.id == number).values(page=levelled))
