"""Feeds of our own invention, as odd as real ones; each is named after its oddity."""

from __future__ import annotations

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>La Fabrique &amp;amp; co</title><link>https://fabrique.example/</link>
<atom:link rel="self" href="https://fabrique.example/flux"/>
<item><title><![CDATA[Un atelier <em>ouvert</em>]]></title>
  <link>/ateliers/1?utm_source=rss</link><guid isPermaLink="false">a-1</guid>
  <pubDate>Mon, 23 Nov 2026 09:00:00 +0100</pubDate><dc:creator>Zoé</dc:creator>
  <category>Ateliers</category><category>Brest</category><category>Brest</category>
  <description>&lt;p&gt;Venez&lt;/p&gt;&lt;p&gt;nombreux.&lt;/p&gt;</description>
  <content:encoded><![CDATA[<p>Plus long.</p>]]></content:encoded></item>
<item><title>Sans lien</title><guid>https://fabrique.example/2</guid>
  <author>louis@fabrique.example (Louis)</author><description/></item>
<item><guid isPermaLink="false">a-3</guid><link>https://fabrique.example/3</link>
  <description>Un billet sans titre.</description></item>
<item><description></description></item>
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://atelier.example/blog/">
<title type="html">L&amp;#8217;atelier</title><id>urn:atelier</id>
<entry xml:base="2026/"><id>urn:1</id><title>Relatif</title><link href="un-billet"/>
  <published>2026-11-20T08:00:00.527Z</published><updated>2026-11-21T08:00:00Z</updated>
  <author><name>Amina</name><email>amina@atelier.example</email></author>
  <category term="ia" label="Intelligence artificielle"/>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>En <b>trois</b></p><p>mots
  &amp; plus.</p></div></content></entry>
<entry><id>urn:2</id><title type="text">Deux liens</title>
  <link rel="enclosure" href="https://atelier.example/son.mp3"/>
  <link rel="alternate" type="text/html" xml:base="/blog/x/" href="../../deux"/>
  <updated>2026-11-22T08:00:00+01:00</updated><summary>Un résumé.</summary></entry>
</feed>"""

RDF = """<?xml version="1.0" encoding="ISO-8859-1"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<channel rdf:about="https://ville.example/"><title>La ville</title></channel>
<item rdf:about="https://ville.example/a"><title>Été</title><link>https://ville.example/a</link>
  <dc:date>2026-07-01T10:00:00+02:00</dc:date><dc:subject>Loisirs</dc:subject></item>
</rdf:RDF>""".encode("latin-1")

ATOM_03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Ancien</title>
<entry><id>tag:ancien.example,2004:1</id><title>Premier</title>
<link rel="alternate" type="text/html" href="https://ancien.example/1"/>
<issued>2024-03-01T12:00:00Z</issued><modified>2024-03-02T12:00:00Z</modified></entry></feed>"""

RSS_091 = """<?xml version="1.0"?><!DOCTYPE rss SYSTEM "http://dtd.example/rss-0.91.dtd">
<rss version="0.91"><channel><title>Vieux</title>
<item><title>Un</title><link>https://vieux.example/1</link></item></channel></rss>"""

TYPED_TWICE = """<rss version="2.0"><channel><title>T</title>
<item><title>L&amp;amp;#39;heure &amp;lt;b&amp;gt;bleue&amp;lt;/b&amp;gt;</title>
<link>https://t.example/1</link><pubDate>lundi 3 août 2026 14:00</pubDate></item></channel></rss>"""

STRICT: dict[str, bytes] = {
    "rss 2.0": RSS.encode(),
    "atom 1.0": ATOM.encode(),
    "rss 1.0 in latin-1": RDF,
    "atom 0.3": ATOM_03.encode(),
    "rss 0.91": RSS_091.encode(),
    "escaped twice, date in French": TYPED_TWICE.encode(),
    "utf-16": RSS.replace("UTF-8", "utf-16").encode("utf-16"),
    "utf-8 said to be latin-1": RSS.replace("UTF-8", "ISO-8859-1").encode(),
}
"""Well-formed: both paths must read the same in them."""

BROKEN: dict[str, bytes] = {
    "an entity of HTML": RSS.replace("Plus long", "x").replace("nombreux", "&eacute;").encode(),
    "a bare ampersand": RSS.replace("Sans lien", "Sel & poivre").encode(),
    "a tag never closed": RSS.replace("</guid>\n  <author>", "\n  <author>").encode(),
    "cut short": RSS[: RSS.index("<item><guid")].encode(),
    "capitals": RSS.replace("<rss", "<RSS").replace("</rss", "</RSS").encode(),
    "text after the end": (RSS + "<!-- 12 ms --> merci").encode(),
}
"""Malformed, yet readable."""

NOT_FEEDS: dict[str, bytes] = {
    "nothing": b"",
    "spaces": b" \n ",
    "a page": b"<!doctype html><html><head><title>Portail</title></head><body>Bonjour<br></html>",
    "an xhtml page": b"<html xmlns='http://www.w3.org/1999/xhtml'><body/></html>",
    "a sitemap": b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>",
    "words": b"Bonjour",
    "json": b'{"error": "nope"}',
    "a json list": b"[1, 2]",
    "json of another kind": b'{"version": "2", "items": []}',
    "broken json": b'{"version": "https://jsonfeed.org/version/1", "items": [',
    "deep json": b"[" * 100_000,
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
}

JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "Brèves", "items": [
{"id": 7, "url": "/7", "content_html": "<p>Une <b>brève</b>.</p>", "authors": [{"name": "Zoé"}],
 "date_published": "2026-11-20T10:00:00+01:00", "tags": ["ville", 3]},
{"id": "8", "external_url": "https://ailleurs.example/8", "title": "Huit", "author": {"name": "L"},
 "content_text": "Texte"}, "odd", {"id": null, "title": 4.5, "tags": "no", "authors": {}}]}"""

_BOMB_LEVELS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ENTITY_BOMB = (
    f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{_BOMB_LEVELS}]>'
    "<rss version='2.0'><channel><title>&l9;</title><item><title>&l9;</title>"
    "<link>https://x.example/</link></item></channel></rss>"
).encode()
EXTERNAL_ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    b"<rss version='2.0'><channel><title>x</title><item><title>a&file;b</title>"
    b"<link>https://x.example/</link></item></channel></rss>"
)
DEEP = (
    b"<rss version='2.0'><channel><item><title>Profond</title><description>"
    + b"<i>" * 20_000
    + b"x"
    + b"</i>" * 20_000
    + b"</description></item></channel></rss>"
)
