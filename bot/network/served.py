"""The networks that are served, with the rules that each has chosen by command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import structlog
from sqlalchemy import Connection

from bot.core import channel_store as channels
from bot.core import occurrences, settings
from bot.core.channel import NetworkChannel
from bot.core.errors import Refusal, UserError
from bot.network.network import Network
from bot.network.rhythm import Rhythm
from bot.network.schedule import NEVER, Due, read_rule, rule_of, with_rule
from bot.network.tree import clashes

log = structlog.get_logger(__name__)


Entered = Callable[[Connection], Sequence[Network]]
"""Reads the networks that entered from the chat."""


TWO_IN_ONE = Refusal(
    "network {file.slug} has the slug, or else the channel, of {chat.slug} that entered",
    reply="Le fichier donne le canal {file.channel} ({file.server}) au réseau « {file.slug} », "
    "mais « {chat.slug} », entré depuis Mattermost, est dans {chat.channel} ({chat.server}). Si "
    "c'est le même, donnez à celui du fichier ce slug et ce canal ; sinon, un slug et un canal à "
    "lui (networks, slug et channel). Rien n'a été changé.",
)


class Networks(dict[str, Network]):
    """The networks by slug: the configuration's and those that `entered`, but for what they chose.

    Whoever holds it sees a changed rule, or a network that came or went, at once, without a query;
    to them it is a Mapping. `declared` are all of them without what they chose, those included that
    are not live: these are in `entering` only, by slug. `channels` are where they were last seen.
    The file takes over what it declares with its slug and its channel, and what is not live yet;
    `clashes` are the others.
    """

    def __init__(self, configured: Iterable[Network], entered: Entered = lambda _db: ()) -> None:
        self._configured = tuple(configured)
        self._entered = entered
        self.declared: Sequence[Network] = self._configured
        self.entering: dict[str, Network] = {}
        self.channels: Mapping[str, NetworkChannel] = {}
        self.clashes: Sequence[UserError] = ()
        super().__init__((each.slug, each) for each in self._configured)

    def on(self, server: str) -> Sequence[Network]:
        """Return the live networks of a server, as they are declared."""
        return [each for each in self.declared if each.live and each.server == server]

    def begin(self, db: Connection, now: datetime) -> None:
        """Read what was chosen, at the start; note the rules that the configuration changed.

        What fell due by a new rule before it was read is not owed; nor is the letter of a network
        that had none so far. Raises TWO_IN_ONE, and then nothing is changed.
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
        if self.clashes:
            raise self.clashes[0]

    def reread(self, db: Connection) -> None:
        """Take up which networks there are by now, what they have chosen, their channels' names."""
        self.channels = channels.all_of_them(db)
        known = {each.slug for each in self._configured}
        places = {each.place for each in self._configured}
        found = [(each, self._under_its_name(each)) for each in self._entered(db)]
        entered = [
            each
            for each, today in found
            if each.slug not in known and (each.live or today.place not in places)
        ]
        two = clashes(self._configured, [today for _, today in found if today.live])
        self.clashes = [TWO_IN_ONE(file=each, chat=other) for each, other in two]
        self.declared = (*self._configured, *entered)
        self.entering.clear()
        self.entering.update((each.slug, each) for each in self.declared if not each.live)
        live = [each for each in self.declared if each.live]
        for gone in self.keys() - {each.slug for each in live}:
            del self[gone]
        rules = settings.named(db, [choice(due) for due in Due])
        self.update((each.slug, _with_choices(self._under_its_name(each), rules)) for each in live)

    def _under_its_name(self, network: Network) -> Network:
        """Return a network whose channel has the name that it was last seen under."""
        seen = self.channels.get(network.slug)
        if seen is None or seen.name != network.channel or not seen.renamed:
            return network
        return replace(network, channel=seen.shown)


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
