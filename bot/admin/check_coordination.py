"""What `courroie check` says of who coordinates: the names of the configuration, their accounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.admin.check_channels import Known
from bot.admin.setup import Finding
from bot.core.channel import NetworkChannel
from bot.mattermost.client import Mattermost
from bot.mattermost.errors import ForbiddenError, NotFoundError
from bot.mattermost.roster import names_of
from bot.mattermost.wire.objects import User
from bot.network.network import Home, Network
from bot.people.coordinators import Coordinator, SeenName

_UNREAD = "personne ne lirait ce qui attend, ni ce qui monte ou descend"
_NOBODY = {
    Home.FILE: f"nommez qui le coordonne (networks, coordinators) : {_UNREAD}",
    Home.CHAT: "que la coordination du réseau au-dessus, ou qui administre ce serveur, nomme "
    f"quelqu'un depuis Mattermost : {_UNREAD}",
}


async def coordination_findings(
    client: Mattermost, network: Network, known: Known, pinned: Sequence[Coordinator]
) -> tuple[Sequence[Finding], Sequence[str]]:
    """Return what is odd in who coordinates a network, and the names of those who do."""
    names = [each.name for each in names_of(network, {})]
    named = await client.users_by_names(sorted(names)) if names else ()
    holders = {user.username: user for user in named}
    ids = {each.name: each.user for each in pinned if each.network == network.slug}
    seen = names_of(network, {name: user.id for name, user in holders.items()})
    wanted = {each.name: each.confirmed or ids.get(each.name, each.user) for each in seen}
    others = sorted({*wanted.values()} - {user.id for user in named} - {""})
    found = [*named, *(await client.users_by_ids(others) if others else ())]
    living = {user.id: user for user in found if not user.deleted}
    people = [living[user] for user in wanted.values() if user in living]
    where = f"réseau {network.slug}, coordination" if network.live else network.name
    findings = [
        Finding(
            f"{where} : {what}",
            mend=mend if people or not network.live else _NOBODY[Home.FILE],
            warning=wanted[each.name] in living,
        )
        for each in sorted(seen, key=lambda each: each.name)
        for what, mend in _odd(each, wanted[each.name], living, holders.get(each.name))
        if network.home is Home.FILE  # those who entered are not known by their names
    ]
    if network.home is Home.CHAT and not people:
        findings.append(Finding(f"{where} : plus personne", mend=_NOBODY[Home.CHAT]))
    if people and not await _any_in(client, known.get(network.slug), people):
        findings.append(
            Finding(
                f"{where} : aucune des personnes qui coordonnent n'est dans le canal",
                mend="faites-les inviter dans le canal, ou nommez qui prend la suite",
            )
        )
    return findings, [user.username for user in people]


def _odd(
    name: SeenName, wanted: str, living: Mapping[str, User], holder: User | None
) -> Iterator[tuple[str, str]]:
    """Yield what is odd in a name, and how to mend it."""
    coordinator = living.get(wanted)
    if holder is not None and not holder.deleted and holder.id != wanted:
        still = f" (@{coordinator.username} coordonne toujours)" if coordinator else ""
        yield (
            f"@{name.name} est désormais un autre compte, qui ne coordonne pas{still}",
            f"si ce compte doit le faire, écrivez « {name.name}:{holder.id} » à la place de son "
            "nom dans la configuration ; sinon "
            + (f"écrivez « {coordinator.username} »" if coordinator else "retirez ce nom"),
        )
    elif coordinator is not None and coordinator.username != name.name:
        yield (
            f"@{name.name} s'appelle désormais @{coordinator.username}, et coordonne toujours",
            f"écrivez « {coordinator.username} » dans la configuration",
        )
    elif coordinator is None:
        why = "n'existe pas" if holder is None else "est un compte désactivé"
        yield f"@{name.name} {why}", "corrigez le nom d'utilisateur dans la configuration"


async def _any_in(
    client: Mattermost, channel: NetworkChannel | None, people: Sequence[User]
) -> bool:
    """Tell whether some of these people are in a channel; yes where it is not shown to us."""
    if channel is None or not channel.id:
        return True
    try:
        members = await client.channel_members(channel.id)
    except (NotFoundError, ForbiddenError):
        return True
    return not {user.id for user in people}.isdisjoint(members)
