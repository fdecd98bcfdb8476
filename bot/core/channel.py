"""Where a network's channel is on its server, and whether it can be written in."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.labels import Labelled


class ChannelState(Labelled):
    """What can be done with a network's channel."""

    OPEN = "open", "le robot en est membre"
    ARCHIVED = "archived", "il est archivé"
    REMOVED = "removed", "le robot n'en est pas membre"
    MISSING = "missing", "introuvable"


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkChannel:
    """The channel of a network.

    `team` and `name` are those of the configuration: `id`, once found, holds for them only,
    whatever the channel and its team are called since. `shown` is the channel's name today.
    """

    network: str
    team: str
    name: str
    id: str = ""
    shown: str = ""
    state: ChannelState = ChannelState.MISSING

    @property
    def renamed(self) -> bool:
        """Whether the channel has another name than in the configuration."""
        return self.shown not in ("", self.name)

    @property
    def names(self) -> tuple[str, str]:
        """The names that people may call it by: today's, and the configuration's."""
        return self.shown, self.name

    def is_for(self, team: str, name: str) -> bool:
        """Tell whether it was found for these names of the configuration."""
        return (self.team, self.name) == (team, name)
