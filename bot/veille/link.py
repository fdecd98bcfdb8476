"""Web addresses: what two spellings of one page share, and what only serves to track readers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from bot.core.patterns import lazy_pattern

_TRACKING_PREFIXES = ("utm_", "mtm_", "at_", "pk_", "hsa_", "matomo_", "piwik_")
# fmt: off
_TRACKING_NAMES = frozenset((
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid",
    "li_fat_id", "igshid", "igsh", "xtor", "mc_cid", "mc_eid", "_hsenc", "_hsmi", "mkt_tok",
    "wt_mc", "wt_zmc", "ns_mchannel", "ns_source", "ns_campaign", "ns_linkname", "ns_fee",
    "vero_id", "oly_anon_id", "oly_enc_id", "ref_src", "__twitter_impression", "gclsrc",
    "gad_source", "gad_campaignid", "srsltid", "_gl", "mibextid", "irclickid", "_openstat",
    "ml_subscriber", "ml_subscriber_hash", "ck_subscriber_id", "phpsessid", "jsessionid",
))
# fmt: on
"""Parameters that mail, advertising and audience tools add, and numbers of sessions; AT Internet
(`xtor`, `at_`) and Matomo (`mtm_`, `pk_`) are the French publishers' own."""

_ORIGINS = frozenset(("ref", "source", "src", "from", "origin", "origine", "via"))
_READERS = frozenset(("rss", "flux", "flux-rss", "flux_rss", "rssfeed", "feed", "atom"))
"""« ?from=rss » tells how a reader came; the same names lead to other pages otherwise."""

_DEFAULT_PORTS = (80, 443)
_ESCAPE = lazy_pattern(r"%[0-9a-fA-F]{2}")
_STRAY_PERCENT = lazy_pattern(r"%(?![0-9a-fA-F]{2})")
_KEPT_IN_PATH = "/%:@!$&'()*+,;=~-._"
_KEPT_IN_QUERY = _KEPT_IN_PATH + "?[]|"
_PLAIN_ENOUGH = frozenset(b"-._~!'()*,:@")
"""What is the same page written as itself or as an escape: no site makes a difference."""

_FRONTS = frozenset(("index.php", "spip.php"))
"""Programs that answer for a whole site: with or without them, the page is the same."""

_INDEXES = _FRONTS | {"index.html", "index.htm", "index.asp", "index.aspx", "default.aspx"}
"""What a server answers for a folder."""

_SESSION = lazy_pattern(r";(?:jsessionid|phpsessid)=[^;/]*", re.IGNORECASE)
_OF_AN_ARTICLE = lazy_pattern(r"[^-]+(?:-[^-]+){2,}|.+\.html?", re.IGNORECASE)
_AMP = "amp"
_AMP_SIGNS = frozenset(("amp", "amp=", "amp=1", "amp=true", "outputtype=amp"))
_AMP_COPY = lazy_pattern(
    r"https?://(?:[\w-]+\.cdn\.ampproject\.org/[cv]|(?:www\.)?google\.[a-z.]{2,6}/amp)"
    r"/(?:s/)?(?=[\w-]+\.)",
    re.IGNORECASE,
)
"""What comes before the true address, in that of a copy made for telephones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """What a web page says of itself, in plain text; "" where it says nothing.

    `url` is where redirects led; `feeds` are the addresses of feeds that it announces.
    """

    url: str
    title: str = ""
    summary: str = ""
    feeds: tuple[str, ...] = ()


def split(url: str) -> SplitResult | None:
    """Split an address into its parts; None when they, or its port, cannot be read."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a host is written as, None for a name."""
    try:
        return ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def secured(url: str) -> str | None:
    """Give the https address to try before an http one; None for any other, or on a port."""
    parts = split(url)
    if not parts or parts.scheme != "http" or not parts.hostname or parts.port not in {None, 80}:
        return None
    return urlunsplit(parts._replace(scheme="https", netloc=parts.netloc.removesuffix(":80")))


_PLAIN = lazy_pattern(
    r"https?://(?:www\.)*+((?:[a-z0-9-]+\.)+[a-z]+)((?:/[a-zA-Z0-9_.~-]+)*)/?"
    r"(?:\?([a-z_]+=[a-zA-Z0-9_.~-]+))?",
    re.ASCII,
)
"""An address of which nothing is to be levelled but its ends, as most are: eight times faster."""

_MAY_BE_LEVELLED = ("/.", "/index.", "/default.", "/spip.", "/amp", ".ampproject.")


def without_tracking(url: str) -> str:
    """Remove the parameters that only track readers; leave every other byte as it is."""
    address, hash_sign, fragment = url.partition("#")
    if _tracks(fragment):
        hash_sign = fragment = ""
    path, question, query = address.partition("?")
    if question:
        query = "&".join(part for part in query.split("&") if not _tracks(part))
        question = "?" if query else ""
    return path + question + query + hash_sign + fragment


def canonical_link(url: str, *, keep_fragment: bool = False) -> str:
    """Give one spelling to the addresses of one page, to compare them; not to be opened.

    Levelled: scheme, `www.`, default ports, case and spelling of the host, escapes, tracking and
    sessions, order of the parameters, `index.php` and the like, doubled and last slashes, versions
    for telephones (AMP) where that is sure. Parameters that carry meaning stay. The fragment is
    dropped unless asked for. What cannot be read as an address comes back stripped, as it was.
    """
    plain = _PLAIN.fullmatch(url)
    if plain and not any(map(url.lower().__contains__, _MAY_BE_LEVELLED)):
        query = plain[3]
        if query is None:
            return f"https://{plain[1]}{plain[2]}"
        if not _tracks(query) and query.lower() not in _AMP_SIGNS:
            return f"https://{plain[1]}{plain[2]}?{query}"
    url = without_tracking(url.strip())
    parts = split(url)
    if not parts or parts.scheme not in {"http", "https"} or not parts.hostname:
        return url
    if copy := _AMP_COPY.match(url):
        return canonical_link(f"https://{url[copy.end() :]}", keep_fragment=keep_fragment)
    host = _host(parts.hostname)
    if parts.port not in {None, *_DEFAULT_PORTS}:
        host = f"{host}:{parts.port}"
    path, query = _path_and_query(parts.path, parts.query)
    return urlunsplit(("https", host, path, query, parts.fragment if keep_fragment else ""))


def is_home(canonical: str) -> bool:
    """Tell whether a canonical address is a site's front page, which identifies no article."""
    if not canonical.startswith("https://"):
        return False
    return not any(sign in canonical[len("https://") :] for sign in "/?#")


def _tracks(parameter: str) -> bool:
    name, equals, value = parameter.partition("=")
    name = name.lower()
    if not equals:
        return name.startswith(":~:")  # a passage that a browser is to show
    if name in _ORIGINS:
        return value.lower() in _READERS
    return name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES)


def _host(name: str) -> str:
    """Return a host in ASCII, as registries have it, without what comes before its name."""
    if not name.isascii():
        try:
            name = name.encode("idna").decode()
        except UnicodeError:
            return name
    name = name.rstrip(".")
    while name.startswith("www."):
        name = name.removeprefix("www.")
    return name


def _path_and_query(path: str, query: str) -> tuple[str, str]:
    """Level both; « index.php?post/2026/titre » says the same as « post/2026/titre »."""
    steps = _steps(path)
    fronted = not steps or path.rpartition("/")[2].lower() in _FRONTS
    if fronted and "/" in query and "=" not in query and "&" not in query:
        steps, query = _steps(f"{path}/{query}"), ""
    parameters = [
        each
        for each in _level(query, _KEPT_IN_QUERY).replace("+", "%20").split("&")
        if each and each.lower() not in _AMP_SIGNS
    ]
    parameters.sort(key=lambda each: each.partition("=")[0])
    return "".join(f"/{step}" for step in steps), "&".join(parameters)


def _steps(path: str) -> list[str]:
    """Return the folders and the page that a path names, without those that change nothing."""
    steps: list[str] = []
    for step in _SESSION.sub("", _level(path, _KEPT_IN_PATH)).split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in {"", "."} and step.lower() not in _FRONTS:
            steps.append(step)
    while steps and (
        steps[-1].lower() in _INDEXES
        or (steps[-1].lower() == _AMP and _OF_AN_ARTICLE.fullmatch("".join(steps[-2:-1])))
    ):
        steps.pop()
    return steps


def _level(part: str, kept: str) -> str:
    return _ESCAPE.sub(_levelled, quote(_STRAY_PERCENT.sub("%25", part), safe=kept))


def _levelled(escape: re.Match[str]) -> str:
    code = int(escape[0][1:], 16)
    if code < 128 and (chr(code).isalnum() or code in _PLAIN_ENOUGH):  # noqa: PLR2004  ASCII
        return chr(code)
    return escape[0].upper()
