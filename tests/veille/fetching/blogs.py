"""Feeds as the usual tools of blogs write them: their elements, with words of our own."""

from __future__ import annotations

WORDPRESS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
  xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel><title>L&#8217;établi</title><link>https://etabli.example</link>
<atom:link href="https://etabli.example/feed/" rel="self" type="application/rss+xml"/>
<description>On répare, on explique</description>
<lastBuildDate>Mon, 23 Nov 2026 17:02:11 +0000</lastBuildDate><language>fr-FR</language>
<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency> 1 </sy:updateFrequency>
<generator>https://wordpress.org/?v=6.8</generator>
<image><url>https://etabli.example/i.png</url><title>L&#8217;établi</title></image>
<item><title>Réparer un clavier &#8211; l&#8217;essentiel</title>
  <link>https://etabli.example/2026/11/clavier/</link>
  <comments>https://etabli.example/2026/11/clavier/#respond</comments>
  <dc:creator><![CDATA[Zoé]]></dc:creator><pubDate>Mon, 23 Nov 2026 17:00:00 +0000</pubDate>
  <category><![CDATA[Ateliers & tutos]]></category>
  <guid isPermaLink="false">https://etabli.example/?p=812</guid>
  <description><![CDATA[<p>Une bombe d'air, et de la patience [&#8230;]</p>]]></description>
  <content:encoded><![CDATA[<figure><img src="/t.jpg" alt=""/></figure><p>Une bombe d'air,
  et de la patience.<br />Puis on souffle.</p>]]></content:encoded>
  <wfw:commentRss>https://etabli.example/2026/11/clavier/feed/</wfw:commentRss>
  <slash:comments>3</slash:comments>
  <enclosure url="https://etabli.example/son.mp3" length="4102" type="audio/mpeg"/></item>
</channel></rss>"""

BLOGGER = """<?xml version='1.0' encoding='UTF-8'?><feed xmlns="http://www.w3.org/2005/Atom"
  xmlns:openSearch="http://a9.com/-/spec/opensearchrss/1.0/"
  xmlns:georss="http://www.georss.org/georss" xmlns:gd="http://schemas.google.com/g/2005"
  xmlns:media="http://search.yahoo.com/mrss/"
  xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">
<id>tag:blogger.example,1999:blog-1</id><updated>2026-11-23T08:15:00.123+01:00</updated>
<title type="text">Carnet du bus</title>
<subtitle type="html">Un bus, des &lt;b&gt;écrans&lt;/b&gt;</subtitle>
<link rel="alternate" type="text/html" href="https://bus.example/"/>
<link rel="next" href="https://bus.example/feeds/posts/default?start-index=26"/>
<author><name>Louis</name><uri>https://bus.example/louis</uri><email>x@bus.example</email>
  <gd:image rel="http://schemas.google.com/g/2005#thumbnail" width="16" height="16" src="/i"/>
</author><generator version="7.00" uri="https://blogger.example">Blogger</generator>
<logo>https://bus.example/logo.png</logo><rights>Licence libre</rights>
<openSearch:totalResults>2</openSearch:totalResults><openSearch:startIndex>1</openSearch:startIndex>
<openSearch:itemsPerPage>25</openSearch:itemsPerPage><feedburner:info uri="carnet/bus"/>
<entry><id>tag:blogger.example,1999:blog-1.post-7</id>
  <published>2026-11-22T19:30:00.001+01:00</published>
  <updated>2026-11-23T08:14:59.997+01:00</updated>
  <category scheme="http://www.blogger.example/atom/ns#" term="tournée"/>
  <title type="text">À la foire de Feurs</title>
  <content type="html">&lt;div&gt;Douze personnes, deux imprimantes.&lt;/div&gt;</content>
  <link rel="replies" type="text/html" href="https://bus.example/7#comments" title="2 avis"/>
  <link rel="alternate" type="text/html" href="https://r.example/~r/bus/7" title="À Feurs"/>
  <media:thumbnail url="https://bus.example/t.jpg" height="72" width="72"/>
  <georss:featurename>Feurs, France</georss:featurename>
  <georss:point>45.74 4.22</georss:point><georss:box>45.7 4.2 45.8 4.3</georss:box>
  <feedburner:origLink>https://bus.example/2026/11/feurs.html</feedburner:origLink></entry>
<entry><id>tag:blogger.example,1999:blog-1.post-6</id>
  <published>2026-11-02T10:00:00Z</published><updated>2026-11-02T10:00:00Z</updated>
  <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Un <em>retour</em></div></title>
  <summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Lire
    <a href="/6">la suite</a></p></div></summary>
  <link href="https://bus.example/2026/11/retour.html"/></entry>
</feed>"""

SPIP = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel xml:lang="fr"><title>La médiathèque</title><link>https://mediatheque.example/</link>
<description></description><language>fr</language><generator>SPIP - www.spip.net</generator>
<item xml:lang="fr"><title>Des tablettes à emprunter</title>
  <link>https://mediatheque.example/spip.php?article41&amp;lang=fr</link>
  <guid isPermaLink="true">https://mediatheque.example/spip.php?article41</guid>
  <dc:date>2026-11-19T14:20:00Z</dc:date><dc:format>text/html</dc:format>
  <dc:language>fr</dc:language><dc:creator>Amina</dc:creator>
  <dc:identifier>article41</dc:identifier><dc:modified>2026-11-20</dc:modified>
  <description>&lt;p&gt;Trois semaines&amp;nbsp;; une caution.&lt;/p&gt;
  &lt;script&gt;compte()&lt;/script&gt;</description></item>
</channel></rss>"""

RDF_LISTED = """<?xml version="1.0" encoding="ISO-8859-1"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#">
<channel rdf:about="https://planches.example/"><title>Planches à dessin</title>
  <link>https://planches.example/</link><description>Dès demain, l'été</description>
  <dc:source>https://planches.example/</dc:source>
  <items><rdf:Seq><rdf:li rdf:resource="https://planches.example/8"/></rdf:Seq></items></channel>
<item rdf:about="https://planches.example/8"><title>Le câble ¤ emmêlé</title>
  <link>https://planches.example/8</link><description>&lt;img src="8.png"/&gt; Où va-t-il ?
  </description><dc:date>2026-11-18T08:00:00+01:00</dc:date><dc:format>text/html</dc:format>
  <geo:lat>45.4</geo:lat><geo:long>4.3</geo:long></item>
</rdf:RDF>""".encode("latin-1")

XML: dict[str, bytes] = {
    "WordPress": WORDPRESS.encode(),
    "WordPress, a byte order mark": WORDPRESS.encode("utf-8-sig"),
    "Blogger": BLOGGER.encode(),
    "SPIP": SPIP.encode(),
    "RSS 1.0, its articles listed": RDF_LISTED,
}
