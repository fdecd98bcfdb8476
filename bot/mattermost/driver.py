"""The stock driver, whose endpoints we use.

It would bring `requests` along, which only its own client asks anything: 5 MB and 35 ms, measured.
Ours is `bot.mattermost.transport`.
"""

from types import ModuleType

from bot.core.lean import without

_requests = ModuleType("requests")
vars(_requests)["HTTPError"] = OSError  # what its errors derive from

with without("requests", instead=_requests):
    from mattermostdriver import Driver

__all__ = ["Driver"]
