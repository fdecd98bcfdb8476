"""The tree of networks: who is above, who is below, and between whom nothing may pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from bot.core.errors import Refusal, UserError
from bot.network.network import Network, Scale

_SCALES = list(Scale)
"""The scales, the smallest first, as they are declared."""

Networks = Mapping[str, Network]
"""All the networks, by slug; circles among them are `faults`."""


SAME_SLUG = Refusal(
    "slug {slug} twice",
    reply="networks.slug : « {slug} » est donné deux fois ; gardez-en un seul",
)
SAME_CHANNEL = Refusal(
    "channel {channel} twice",
    reply="networks, « {slug} », channel : deux réseaux ne peuvent pas partager le canal "
    "« {channel} » ; donnez à chacun le sien",
)
NO_PARENT = Refusal(
    "no parent {parent}",
    reply="networks, « {slug} », parent : « {parent} » n'est pas l'un de vos réseaux ({known})",
)
CIRCLE = Refusal(
    "circle {circle}",
    reply="networks, « {slug} », parent : la chaîne tourne en rond ({circle}) ; le réseau le plus "
    "large n'a pas de parent",
)


def faults(networks: Sequence[Network]) -> Iterator[UserError]:
    """Yield what may not be among networks, wherever they are declared, from the first on."""
    known = {each.slug: each for each in networks}
    slugs = Counter(each.slug for each in networks)
    places = Counter(each.place for each in networks)
    for each in networks:
        above = _above(each, known)
        if slugs[each.slug] > 1:
            yield SAME_SLUG(slug=each.slug)
        if places[each.place] > 1:
            yield SAME_CHANNEL(slug=each.slug, channel=each.channel)
        if each.parent is not None and each.parent not in known:
            yield NO_PARENT(slug=each.slug, parent=each.parent, known=", ".join(known))
        if above[-1] == each.slug and len(above) > 1:
            yield CIRCLE(slug=each.slug, circle=" → ".join(above))


def clashes(
    configured: Sequence[Network], entered: Sequence[Network]
) -> Iterator[tuple[Network, Network]]:
    """Yield what the file and the chat have of two networks in one: a slug, or else a channel.

    One that has both is the same network, which the file takes over.
    """
    for each in configured:
        for other in entered:
            if (each.slug == other.slug) != (each.place == other.place):
                yield each, other


def _above(network: Network, networks: Networks) -> Sequence[str]:
    """Return the slugs on the way up from a network, until none is above or one comes twice."""
    path = [network.slug]
    while (above := networks.get(networks[path[-1]].parent or "")) is not None:
        path.append(above.slug)
        if path.count(above.slug) > 1:
            break
    return path


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
        yield from below(each, networks)
