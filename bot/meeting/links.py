"""Links of a meeting: its video room, the boards and quizzes that its points are held with."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.core.patterns import lazy_pattern
from bot.meeting.tools import Toolbox

_LINK = lazy_pattern(r"https?://[^\s<>\"]+", re.IGNORECASE)
_AROUND = "<>()«»\"' "


def read_link(text: str) -> str | None:
    """Read what is given as a link of the web: "" for nothing, None for what is no link."""
    typed = text.strip(_AROUND)
    link = whole_link(typed)
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return None
    if not typed:
        return ""
    web = parts.scheme.lower() == "https" and "." in host and " " not in link
    return link if web else None


def whole_link(link: str) -> str:
    """Return an address with its beginning, which people leave out: https, as cameras want it."""
    link = re.sub(r"^http:(?=//)", "https:", link, flags=re.IGNORECASE)
    return link if re.match(r"[a-z][a-z0-9+.-]*:(?!\d)", link, re.IGNORECASE) else f"https://{link}"


def without_link(text: str) -> tuple[str, str]:
    """Return a text without the first link that it has, and this link, "" if none."""
    found = _LINK.search(text)
    link = found[0].rstrip(".,;:!?)»") if found else ""
    kept = read_link(link)
    if found is None or not kept:
        return text, ""
    rest = (
        f"{text[: found.start()].rstrip(' :(')} {text[found.start() + len(link) :].lstrip(' ).')}"
    )
    return rest.strip(), kept


def name_of(toolbox: Toolbox, link: str) -> str:
    """Return what a point that is only a link is called: its tool, else its site."""
    tool = toolbox.of_link(link)
    return tool.name if tool else (urlsplit(link).hostname or "").removeprefix("www.")


def expiry_of(toolbox: Toolbox, link: str) -> str:
    """Return what is said beside the link of a tool that deletes what is written there."""
    tool = toolbox.of_link(link) if link else None
    if tool is None or tool.expires_days is None:
        return ""
    return f" (s'efface après {tool.expires_days} jours)"
