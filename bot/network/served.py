"""The networks that are served, with the rules that each has chosen by command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

import structlog
from sqlalchemy import Connection

from bot.core import channel_store as channels
from bot.core import occurrences, settings
from bot.core.channel import NetworkChannel
from bot.core.errors import UserError
from bot.network.network import Network
from bot.network.rhythm import Rhythm
from bot.network.schedule import NEVER, Due, read_rule, rule_of, with_rule

log = structlog.get_logger(__name__)


class Networks(dict[str, Network]):
    """The networks by slug: as the configuration has them, but for what they chose.

    Whoever holds it sees a changed rule at once, without a query; to them it is a Mapping.
    """

    def __init__(self, configured: Iterable[Network]) -> None:
        self._configured = tuple(configured)
        super().__init__((each.slug, each) for each in self._configured)

    def begin(self, db: Connection, now: datetime) -> None:
        """Read what was chosen, at the start; note the rules that the configuration changed.

        What fell due by a new rule before it was read is not owed; nor is the letter of a network
        that had none so far.
        """
        for network in self._configured:
            for due in Due:
                known = configured_text(db, network.slug, due)
                new = settings.put(
                    db, network.slug, _configured(due), written(rule_of(network, due))
                )
                if new and (known or due is Due.LETTER):
                    occurrences.rule_changed(db, network.slug, due.value, now)
        self.reread(db)

    def reread(self, db: Connection) -> None:
        """Take up what the networks have chosen by now, and what their channels are called."""
        rules = settings.named(db, [choice(due) for due in Due])
        seen = channels.all_of_them(db)
        self.update(
            (each.slug, _with_choices(_under_its_name(each, seen.get(each.slug)), rules))
            for each in self._configured
        )


def choice(due: Due) -> str:
    """Return the name of the setting that holds a network's own rule."""
    return f"rhythm.{due.value}"


def configured_text(db: Connection, network: str, due: Due) -> str:
    """Return the configuration's rule, as it was read at the start; "" before the first one."""
    return settings.get(db, network, _configured(due))


def written(rule: Rhythm | None) -> str:
    """Return what one types for a rule: « jamais » when there is none."""
    return rule.text if rule else NEVER


def _configured(due: Due) -> str:
    return f"rhythm.configured.{due.value}"


def _under_its_name(network: Network, seen: NetworkChannel | None) -> Network:
    """Return a network whose channel has the name that it was last seen under."""
    if seen is None or seen.name != network.channel or not seen.renamed:
        return network
    return replace(network, channel=seen.shown)


def _with_choices(network: Network, rules: Mapping[tuple[str, str], str]) -> Network:
    """Return a network with its own rules; one that cannot be read any more is left out."""
    for due in Due:
        text = rules.get((network.slug, choice(due)))
        if text is None:
            continue
        try:
            network = with_rule(network, due, read_rule(due, text))
        except UserError:
            log.exception("rule_not_read", network=network.slug, due=due.value)
    return network
