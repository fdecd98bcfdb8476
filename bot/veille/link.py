"""Web addresses: what two spellings of one page share, and what only serves to track readers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

_TRACKING_PREFIXES = ("utm_", "mtm_", "at_", "pk_", "hsa_", "matomo_", "piwik_")
# fmt: off
_TRACKING_NAMES = frozenset((
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid",
    "li_fat_id", "igshid", "igsh", "xtor", "mc_cid", "mc_eid", "_hsenc", "_hsmi", "mkt_tok",
    "wt_mc", "wt_zmc", "ns_mchannel", "ns_source", "ns_campaign", "ns_linkname", "ns_fee",
    "vero_id", "oly_anon_id", "oly_enc_id", "ref_src", "__twitter_impression",
))
# fmt: on
"""Parameters that mail, advertising and audience tools add; AT Internet (`xtor`, `at_`) and
Matomo (`mtm_`, `pk_`) are the French publishers' own."""

_DEFAULT_PORTS = (80, 443)
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_KEPT_IN_PATH = "/%:@!$&'()*+,;=~-._"
_KEPT_IN_QUERY = _KEPT_IN_PATH + "?[]|"


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


def secured(url: str) -> str | None:
    """Give the https address to try before an http one; None for any other, or on a port."""
    parts = split(url)
    if not parts or parts.scheme != "http" or not parts.hostname or parts.port not in {None, 80}:
        return None
    return urlunsplit(parts._replace(scheme="https", netloc=parts.netloc.removesuffix(":80")))


_PLAIN = re.compile(
    r"https?://(?:www\.)?+((?:[a-z0-9-]+\.)+[a-z]+)((?:/[a-zA-Z0-9_.~-]+)*)/?", re.ASCII
)
"""An address of which nothing is to be levelled but its ends, as most are: four times faster."""


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

    Scheme, `www.`, default ports, tracking, the last slash, case of the host and of escapes are
    levelled; parameters that carry meaning stay, in their order. The fragment is dropped unless
    asked for. What cannot be read as an address comes back stripped, otherwise as it was.
    """
    if plain := _PLAIN.fullmatch(url):
        return f"https://{plain[1]}{plain[2]}"
    url = without_tracking(url.strip())
    parts = split(url)
    if not parts or parts.scheme not in {"http", "https"} or not parts.hostname:
        return url
    host = parts.hostname.rstrip(".").removeprefix("www.")
    if parts.port not in {None, *_DEFAULT_PORTS}:
        host = f"{host}:{parts.port}"
    path = _level(parts.path, _KEPT_IN_PATH).rstrip("/")
    query = _level(parts.query, _KEPT_IN_QUERY)
    return urlunsplit(("https", host, path, query, parts.fragment if keep_fragment else ""))


def is_home(canonical: str) -> bool:
    """Tell whether a canonical address is a site's front page, which identifies no article."""
    if not canonical.startswith("https://"):
        return False
    return not any(sign in canonical[len("https://") :] for sign in "/?#")


def _tracks(parameter: str) -> bool:
    name, equals, _ = parameter.partition("=")
    name = name.lower()
    return bool(equals) and (name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES))


def _level(part: str, kept: str) -> str:
    return _ESCAPE.sub(lambda escape: escape.group().upper(), quote(part, safe=kept))
