"""Feeds as the tools of French networks write them: their shapes, with words of our own."""

from __future__ import annotations

import json
from collections.abc import Sequence

MASTODON_TAG = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:webfeeds="http://webfeeds.org/rss/1.0"
  xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>#mediationnumerique</title><description>Public posts tagged</description>
<link>https://social.example/tags/mediationnumerique</link>
<item><guid isPermaLink="true">https://social.example/@zoe/1142</guid>
  <link>https://social.example/@zoe/1142</link><pubDate>Mon, 23 Nov 2026 14:02:11 +0000</pubDate>
  <description>&lt;p&gt;Un atelier cartes, demain, à la bibliothèque. &lt;a
  href="https://social.example/tags/mediationnumerique" class="mention hashtag"
  &gt;#&lt;span&gt;mediationnumerique&lt;/span&gt;&lt;/a&gt;&lt;/p&gt;</description>
  <media:content url="https://social.example/media/1.png" type="image/png" medium="image">
    <media:rating scheme="urn:simple">nonadult</media:rating>
    <media:description type="plain">Une affiche jaune</media:description></media:content>
  <category>mediationnumerique</category></item>
</channel></rss>"""

MASTODON_ACCOUNT = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:webfeeds="http://webfeeds.org/rss/1.0">
<channel><title>Le réseau</title><link>https://social.example/@reseau</link>
<image><url>https://social.example/avatar.png</url><title>Le réseau</title>
  <link>https://social.example/@reseau</link></image>
<webfeeds:icon>https://social.example/avatar.png</webfeeds:icon>
<item><guid isPermaLink="true">https://social.example/@reseau/7</guid>
  <link>https://social.example/@reseau/7</link><pubDate>Tue, 24 Nov 2026 06:30:00 +0000</pubDate>
  <description>&lt;p&gt;Deux places restent pour jeudi.&lt;br&gt;Qui vient ?&lt;/p&gt;
  </description></item>
<item><guid isPermaLink="true">https://social.example/@reseau/6</guid>
  <link>https://social.example/@reseau/6</link><pubDate>Mon, 23 Nov 2026 06:30:00 +0000</pubDate>
  <description>&lt;p&gt;Bonjour le réseau&lt;/p&gt;</description></item>
</channel></rss>"""

BLUESKY = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>
<description>Nouvelles</description><link>https://bsky.example/profile/reseau.example</link>
<title>@reseau.example - Le réseau</title>
<item><link>https://bsky.example/profile/reseau.example/post/3kab</link>
  <description>On cherche une salle à Brest.

[contains quote post or other embedded content]</description>
  <pubDate>2026-11-23T18:04:05.678Z</pubDate>
  <guid isPermaLink="false">at://did:plc:ab12/app.bsky.feed.post/3kab</guid></item>
</channel></rss>"""

YESWIKI = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Agenda du wiki</title><link>https://wiki.example/?PageTitre</link>
<item><title>Une fiche du wiki</title><link><![CDATA[https://wiki.example/?UneFiche]]></link>
  <guid><![CDATA[https://wiki.example/?UneFiche]]></guid><dc:creator>AminaWiki</dc:creator>
  <description><![CDATA[<div class="BAZ_cadre_fiche"><h1>Une fiche du wiki</h1>
  <p>Le jeu de cartes est prêté.</p></div>]]></description>
  <pubDate>Fri, 20 Nov 2026 11:00:00 +0100</pubDate></item></channel></rss>"""

YESWIKI_EMPTY = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel>
<title>Agenda du wiki</title>
<link>https://wiki.example/?PageTitre</link><item><title>Pas de fiches pour l'instant.</title>
  <link><![CDATA[https://wiki.example/?PagePrincipale]]></link>
  <guid><![CDATA[https://wiki.example/?PagePrincipale]]></guid>
  <description>Pas de fiches pour l'instant.</description>
  <pubDate>Tue, 24 Nov 2026 09:00:00 +0100</pubDate></item></channel></rss>"""

SITES_FACILES_RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>Actualités du hub</title>
<link>https://hub.example/actus/</link><atom:link href="https://hub.example/actus/rss/" rel="self"/>
<item><title>Une enquête locale</title><link>https://hub.example/actus/enquete/</link>
  <description>Répondez avant la fin du mois.</description>
  <pubDate>Thu, 19 Nov 2026 10:00:00 +0100</pubDate></item></channel></rss>"""


def sites_faciles_atom(day: str, title: str = "Une enquête locale") -> str:
    """Write Django's Atom: the id of an entry holds its date, which any correction changes."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xml:lang="fr-FR" xmlns="http://www.w3.org/2005/Atom"><title>Actualités du hub</title>
<link href="https://hub.example/actus/" rel="alternate"/><id>https://hub.example/actus/</id>
<updated>{day}T10:00:00+01:00</updated>
<entry><title>{title}</title><link href="https://hub.example/actus/enquete/" rel="alternate"/>
  <published>{day}T10:00:00+01:00</published><updated>{day}T10:00:00+01:00</updated>
  <author><name>Louis</name></author><id>tag:hub.example,{day}:/actus/enquete/</id>
  <summary type="html">&lt;p&gt;Répondez avant la fin du mois.&lt;/p&gt;</summary>
  <category term="Enquêtes"/></entry></feed>"""


def maire_info(numbers: Sequence[int]) -> bytes:
    """Write a feed whose links differ by a parameter only, with entities named in CDATA."""
    items = "".join(
        f"<item><title><![CDATA[Num&eacute;rique : l&rsquo;aide n&deg; {n}]]></title>"
        f"<link>http://maires.example/article.asp?param={n}&amp;PARAM2=PLUS</link>"
        "<description><![CDATA[Les communes rurales d&eacute;posent leurs dossiers&hellip;"
        "]]></description>"
        f"<pubDate>{n % 28 + 1} Nov 2026 08:00:00 +0100</pubDate></item>"
        for n in numbers
    )
    return (
        '<?xml version="1.0" encoding="ISO-8859-1"?><rss version="2.0"><channel>'
        f"<title>Le quotidien des élus</title>{items}</channel></rss>"
    ).encode("latin-1")


RESOURCES: list[dict[str, str | None]] = [
    {
        "id": "5f0b",
        "slug": "premiers-pas",
        "title": "Premiers pas au clavier",
        "created": "2026-11-02T08:00:00.000Z",
        "updated": "2026-11-03T08:00:00.000Z",
        "published": "2026-11-03T08:00:00.000Z",
        "url": "https://bases.example/ressources/premiers-pas",
    },
    {
        "id": "7c1d",
        "slug": "mots-de-passe",
        "title": "Un jeu sur les mots de passe",
        "created": "2026-11-20T08:00:00.000Z",
        "updated": "2026-11-21T08:00:00.000Z",
        "published": "2026-11-21T08:00:00.000Z",
        "url": "https://bases.example/ressources/mots-de-passe",
    },
    {
        "id": "9e2f",
        "slug": "brouillon",
        "title": "Un brouillon",
        "created": "2026-11-22T08:00:00.000Z",
        "updated": "2026-11-22T08:00:00.000Z",
        "published": None,
        "url": "https://bases.example/ressources/brouillon",
    },
]
RESOURCE_LIST = json.dumps(RESOURCES).encode()
RESOURCE_OBJECT = json.dumps({"count": 3, "tags": ["a"], "resources": RESOURCES}).encode()

XML: dict[str, bytes] = {
    "Mastodon, a tag": MASTODON_TAG.encode(),
    "Mastodon, an account": MASTODON_ACCOUNT.encode(),
    "Bluesky": BLUESKY.encode(),
    "YesWiki": YESWIKI.encode(),
    "YesWiki, empty": YESWIKI_EMPTY.encode(),
    "Sites Faciles, RSS": SITES_FACILES_RSS.encode(),
    "Sites Faciles, Atom": sites_faciles_atom("2026-11-19").encode(),
    "Maire-info": maire_info([30_111, 30_112]),
}
"""All but the JSON ones, by name."""
