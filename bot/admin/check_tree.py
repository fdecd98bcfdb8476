"""What `courroie check` says of the tree of networks: drawn, then what is odd in it.

The configuration draws it; the servers, as far as they told, say who is away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.admin.setup import Finding
from bot.core.errors import UserError
from bot.core.grouping import grouped
from bot.network.network import Network
from bot.network.tree import agreed, faults, fits
from bot.talk.render import plural, shorten

COLUMNS = 100
"""Characters of a line, at most: what a terminal shows without folding it."""

NO_NETWORK = Finding(
    "réseaux : aucun pour l'instant",
    mend="que quelqu'un qui coordonne un réseau y invite le robot, dans son canal : /invite, puis "
    "son nom",
    to_do=True,
)

_MARGIN = "    "
_NAME = 32
"""Characters of a network's name: what follows it must be seen too."""


@dataclass(frozen=True, slots=True)
class TreeLook:
    """What the servers told: those that answered, the coordinators found of each network."""

    answered: set[str] = field(default_factory=set)
    coordinators: dict[str, Sequence[str]] = field(default_factory=dict)


def tree_findings(
    networks: Sequence[Network], look: TreeLook, clashes: Sequence[UserError] = ()
) -> Iterator[Finding]:
    """Yield the tree, then what is odd in it, then between a network and its parent."""
    if not networks:
        yield NO_NETWORK
        return
    servers = {each.server for each in networks}
    counts = f"{plural(len(networks), 'réseau', 'réseaux')}, {plural(len(servers), 'serveur')}"
    lines = [f"{_MARGIN}{line}" for line in drawn(networks, look)]
    yield Finding("\n".join([f"arbre des réseaux ({counts})", *lines]), well=True)
    for clash in clashes:
        yield Finding(
            f"arbre des réseaux : {clash.reply}", mend="le robot ne démarrera pas sans cela"
        )
    for fault in faults(networks):  # of one that entered: the file has none
        yield Finding(
            fault.reply, mend="rien n'y passe ; voyez avec sa coordination, dans ses réglages"
        )
    known = {each.slug: each for each in networks}
    for each in networks:
        if (above := known.get(each.parent or "")) is not None:
            yield from _edge_findings(each, above)


def drawn(networks: Sequence[Network], look: TreeLook) -> Iterator[str]:
    """Yield one line a network, each under its parent, in the order of the configuration."""
    below = grouped((each.parent, each) for each in networks)
    known = {each.slug: each for each in networks}
    for root in networks:
        if root.parent not in known:
            yield _line(root, known, look, lead="")
            yield from _branches(root, below, known, look, lead="")


def _branches(
    above: Network,
    below: Mapping[str | None, Sequence[Network]],
    known: Mapping[str, Network],
    look: TreeLook,
    lead: str,
) -> Iterator[str]:
    children = below.get(above.slug, ())
    for each in children:
        last = each is children[-1]
        yield _line(each, known, look, lead=lead + ("└── " if last else "├── "))
        further = lead + ("    " if last else "│   ")
        yield from _branches(each, below, known, look, further)


def _line(network: Network, known: Mapping[str, Network], look: TreeLook, *, lead: str) -> str:
    away = "" if network.server in look.answered else " (absent)"
    named = [each.partition(":")[0] for each in network.coordinators]
    people = look.coordinators.get(network.slug, named)
    parent = known.get(network.parent or "")
    parts = [
        f"{lead}{shorten(network.name, _NAME)}",
        network.scale.value,
        *(() if parent is None or agreed(network, parent) else ("sans accord",)),
        f"{network.server}{away}",
        f"~{network.channel}",
        " ".join(f"@{name}" for name in people) or "sans coordination",
    ]
    return shorten(" · ".join(parts), COLUMNS - len(f"{_MARGIN}…"))


def _edge_findings(below: Network, above: Network) -> Iterator[Finding]:
    edge = f"réseau {below.slug}, parent {above.slug}"
    if not fits(below, above):
        yield Finding(
            f"{edge} : son échelle ({below.scale.value}) n'est pas plus petite que celle de son "
            f"parent ({above.scale.value})",
            mend="corrigez l'échelle de l'un (networks, scale), ou le parent de l'autre (networks, "
            "parent)",
        )
    if not agreed(below, above):
        yield Finding(
            f"{edge} : {_named(below)} et {_named(above)} n'ont pas d'accord ; rien ne passe entre "
            "ces deux réseaux",
            mend=f"une fois l'accord conclu, nommez-le dans le réseau {below.slug} (networks, "
            "agreement) ; si la même organisation répond des deux, écrivez-la pareil dans les deux "
            "(networks, organisation)",
        )


def _named(network: Network) -> str:
    return f"« {network.organisation} »" if network.organisation else "une organisation sans nom"
