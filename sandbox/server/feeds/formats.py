"""Articles written as RSS 2.0, Atom and JSON Feed, and one RSS that is broken on purpose."""

import json
from collections.abc import Sequence
from email.utils import format_datetime
from html import escape, unescape

from sandbox.server.feeds.articles import Article, Source, in_full


def rss(source: Source, articles: Sequence[Article], home: str) -> str:
    """Write RSS 2.0; titles are HTML, escaped once more as publishers do."""
    items = "".join(_rss_item(article, home) for article in articles)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>\n'
        f"<title>{escape(source.title)}</title>\n"
        f"<link>{home}/sandbox/articles/{source.name}</link>\n"
        f"<description>{escape(source.title)}</description>\n"
        "<language>fr</language>\n"
        f'<atom:link rel="self" href="{home}/sandbox/feeds/{source.name}.rss"/>\n'
        f"{items}</channel></rss>\n"
    )


def broken_rss(source: Source, articles: Sequence[Article], home: str) -> str:
    """Write RSS with bare ampersands, an undeclared entity and an end that was cut."""
    whole = rss(source, articles, home)
    return whole.replace("&amp;", "&").replace("</channel></rss>", "<item><title>Coup&eacute;")


def atom(source: Source, articles: Sequence[Article], home: str) -> str:
    """Write Atom 1.0, with relative links and HTML titles."""
    updated = articles[0].published.isoformat() if articles else "2024-01-01T00:00:00+00:00"
    entries = "".join(_atom_entry(article) for article in articles)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr" xml:base="{home}/">\n'
        f"<id>tag:exemple.invalid,2024:{source.name}</id>\n"
        f"<title>{escape(source.title)}</title>\n<updated>{updated}</updated>\n"
        f'<link rel="self" href="{home}/sandbox/feeds/{source.name}.atom"/>\n'
        f'<link href="/sandbox/articles/{source.name}"/>\n{entries}</feed>\n'
    )


def json_feed(source: Source, articles: Sequence[Article], home: str) -> str:
    """Write JSON Feed 1.1."""
    items = [
        {
            "id": article.guid,
            "url": f"{home}{path_of(article)}",
            "title": unescape(article.title),
            "content_html": article.summary,
            "date_published": article.published.isoformat(),
            "tags": article.tags,
        }
        for article in articles
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": source.title,
        "home_page_url": f"{home}/sandbox/articles/{source.name}",
        "feed_url": f"{home}/sandbox/feeds/{source.name}.json",
        "language": "fr",
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def page(source: Source, article: Article | None) -> str:
    """Write the little page behind an article's link."""
    title = article.title if article else escape(source.title)
    when = f", le {in_full(article.published)}" if article else ""
    text = article.summary if article else "Les articles de ce flux sont inventés."
    return (
        f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/page/style.css"><body class="article"><main>'
        f"<p>{escape(source.title)}{when}</p><h1>{title}</h1><p>{text}</p>"
        "<p><em>Article inventé pour la démonstration.</em></p></main></body></html>"
    )


def path_of(article: Article) -> str:
    """Give an article's path on this server."""
    return f"/sandbox/articles/{article.feed}/{article.number}"


def _rss_item(article: Article, home: str) -> str:
    tags = "".join(f"<category>{escape(tag)}</category>" for tag in article.tags)
    return (
        f"<item><title>{escape(article.title, quote=False)}</title>"
        f"<link>{home}{path_of(article)}</link>"
        f'<guid isPermaLink="false">{article.guid}</guid>'
        f"<pubDate>{format_datetime(article.published)}</pubDate>{tags}"
        f"<description>{escape(article.summary, quote=False)}</description></item>\n"
    )


def _atom_entry(article: Article) -> str:
    tags = "".join(f'<category term="{escape(tag)}"/>' for tag in article.tags)
    date = article.published.isoformat()
    return (
        f"<entry><id>{article.guid}</id>"
        f'<title type="html">{escape(article.title, quote=False)}</title>'
        f'<link href="{path_of(article)}"/><published>{date}</published>'
        f"<updated>{date}</updated>{tags}"
        f'<summary type="html">{escape(article.summary, quote=False)}</summary></entry>\n'
    )
