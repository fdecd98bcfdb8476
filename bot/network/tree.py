"""The tree of networks: who is above, who is below, and between whom nothing may pass."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from bot.network.network import Network, Scale

_SCALES = list(Scale)
"""The scales, the smallest first, as they are declared."""

Networks = Mapping[str, Network]
"""All the networks, by slug; the configuration has refused circles among them."""


def agreed(below: Network, above: Network) -> bool:
    """Tell whether needs and answers may pass between a network and its parent.

    Two organisations, both of which answer for people's data, must have agreed on it.
    """
    return below.organisation == above.organisation or bool(below.agreement)


def fits(below: Network, above: Network) -> bool:
    """Tell whether a network is of a smaller scale than its parent."""
    return _SCALES.index(below.scale) < _SCALES.index(above.scale)


def linked(below: str, above: str, networks: Networks) -> bool:
    """Tell whether what climbed from one network to another, by their slugs, may still pass."""
    here, there = networks.get(below), networks.get(above)
    return here is not None and there is not None and agreed(here, there)


def parent_of(network: Network, networks: Networks) -> Network | None:
    """Return the network just above, None where there is none or nothing was agreed with it."""
    above = networks.get(network.parent or "")
    return above if above is not None and agreed(network, above) else None


def children_of(network: Network, networks: Networks) -> Sequence[Network]:
    """Return the networks just below with which something may pass, in order of their slugs."""
    below = (networks[slug] for slug in sorted(networks))
    return [each for each in below if each.parent == network.slug and agreed(each, network)]


def territories(
    network: Network, networks: Networks, coordinators_of: Callable[[str], Collection[str]]
) -> Sequence[Network]:
    """Return the networks just below with a life of their own: someone coordinates them there.

    Where there are some, the network's own rhythm is for their coordinators, not for everyone.
    """
    return [each for each in children_of(network, networks) if coordinators_of(each.slug)]


def below(network: Network, networks: Networks) -> Iterator[Network]:
    """Yield all the networks below, each before its own children."""
    for each in children_of(network, networks):
        yield each
        yield from _below(each, networks)


_below = below
