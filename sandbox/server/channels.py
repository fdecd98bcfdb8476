"""Who is in which channel: joining, leaving and direct channels, each told to those concerned."""

from dataclasses import replace

from sandbox.server import posting, wire
from sandbox.server.context import Context
from sandbox.server.errors import ApiError
from sandbox.server.ids import new_id
from sandbox.server.records import DIRECT, Channel, Member, Team, User


def admit(context: Context, channel: Channel, user: User) -> Member:
    """Put somebody in a channel, with everything so far counted as read."""
    read = context.world.talk_count(channel.id)
    member = Member(
        channel_id=channel.id,
        user_id=user.id,
        msg_count=read,
        last_viewed_at=context.world.tick(),
    )
    return context.world.memberships.keep(member)


def add(context: Context, channel: Channel, user: User, *, by: User) -> Member:
    """Add somebody, with the system's sentence about it. Adding a member again changes nothing."""
    present = context.world.member(channel.id, user.id)
    if present is not None:
        return present
    member = admit(context, channel, user)
    context.hub.publish(
        "user_added",
        {"team_id": channel.team_id, "user_id": user.id},
        channel_id=channel.id,
    )
    if user.id == by.id:
        kind, sentence = "system_join_channel", f"{user.username} a rejoint le canal."
    else:
        kind = "system_add_to_channel"
        sentence = f"{user.username} a été ajouté au canal par {by.username}."
    props = {"userId": by.id, "username": by.username}
    if user.id != by.id:
        props |= {"addedUserId": user.id, "addedUsername": user.username}
    post = posting.new_post(context, by, channel, sentence, type=kind, props=props)
    posting.publish(context, post)
    return member


def remove(context: Context, channel: Channel, user: User, *, by: User) -> None:
    """Remove somebody: the channel hears who, the person hears from where."""
    if context.world.member(channel.id, user.id) is None:
        return
    context.world.memberships.drop(f"{channel.id}:{user.id}")
    context.hub.publish(
        "user_removed", {"remover_id": by.id, "user_id": user.id}, channel_id=channel.id
    )
    context.hub.publish(
        "user_removed", {"channel_id": channel.id, "remover_id": by.id}, user_id=user.id
    )
    if user.id == by.id:
        kind, sentence = "system_leave_channel", f"{user.username} a quitté le canal."
    else:
        kind, sentence = "system_remove_from_channel", f"{user.username} a été retiré du canal."
    props = {"removedUserId": user.id, "removedUsername": user.username}
    post = posting.new_post(context, by, channel, sentence, type=kind, props=props)
    posting.publish(context, post)


def archive(context: Context, channel: Channel, *, by: User) -> Channel:
    """Archive a channel: its sentence first, for nothing is posted there any more."""
    if channel.delete_at:
        raise ApiError(400, "api.channel.delete_channel.deleted.app_error")
    _say(context, channel, by, "system_channel_deleted", f"{by.username} a archivé le canal.")
    now = context.world.tick()
    archived = context.world.channels.keep(replace(channel, update_at=now, delete_at=now))
    data = {"channel_id": channel.id, "delete_at": now}
    context.hub.publish("channel_deleted", data, team_id=channel.team_id)
    return archived


def restore(context: Context, channel: Channel, *, by: User) -> Channel:
    """Take a channel out of the archives."""
    if not channel.delete_at:
        raise ApiError(400, "api.channel.restore_channel.restored.app_error")
    restored = replace(channel, update_at=context.world.tick(), delete_at=0)
    context.world.channels.keep(restored)
    data = {"channel_id": channel.id}
    context.hub.publish("channel_restored", data, team_id=channel.team_id)
    _say(context, restored, by, "system_channel_restored", f"{by.username} a désarchivé le canal.")
    return restored


def rename(context: Context, channel: Channel, *, name: str, display_name: str) -> Channel:
    """Change a channel's names."""
    now = context.world.tick()
    renamed = replace(channel, update_at=now, name=name, display_name=display_name)
    context.world.channels.keep(renamed)
    shown = wire.text(wire.channel(context.world, renamed))
    context.hub.publish("channel_updated", {"channel": shown}, channel_id=channel.id)
    return renamed


def leave_team(context: Context, team: Team, user: User) -> None:
    """Remove somebody from a team and its channels, of which only the team is told."""
    for channel in context.world.channels:
        if channel.team_id == team.id and context.world.member(channel.id, user.id):
            context.world.memberships.drop(f"{channel.id}:{user.id}")
    data = {"team_id": team.id, "user_id": user.id}
    context.hub.publish("leave_team", data, team_id=team.id)
    others = [member for member in team.member_ids if member != user.id]
    context.world.teams.keep(replace(team, member_ids=others))


def join_team(context: Context, team: Team, user: User) -> None:
    """Add somebody to a team."""
    if user.id not in team.member_ids:
        context.world.teams.keep(replace(team, member_ids=[*team.member_ids, user.id]))
        data = {"team_id": team.id, "user_id": user.id}
        context.hub.publish("added_to_team", data, user_id=user.id)


def direct(context: Context, opener: User, peer: User) -> Channel:
    """Give the direct channel of two people, made at its first use."""
    world = context.world
    name = "__".join(sorted((opener.id, peer.id)))
    known = world.channel_named("", name)
    if known is not None:
        return known
    channel = world.channels.keep(
        Channel(
            id=new_id(),
            team_id="",
            type=DIRECT,
            name=name,
            display_name="",
            creator_id=opener.id,
            create_at=world.tick(),
        )
    )
    for user in dict.fromkeys((opener, peer)):
        admit(context, channel, user)
    context.hub.publish(
        "direct_added",
        {"creator_id": opener.id, "teammate_id": peer.id},
        channel_id=channel.id,
    )
    return channel


def view(context: Context, channel: Channel, user: User) -> Member | None:
    """Count everything as read by somebody, and tell that person's other windows."""
    world = context.world
    member = world.member(channel.id, user.id)
    if member is None:
        return None
    read = world.talk_count(channel.id)
    if member.msg_count != read or member.mention_count:
        member = world.memberships.keep(
            replace(member, msg_count=read, mention_count=0, last_viewed_at=world.tick())
        )
    context.hub.publish("channel_viewed", {"channel_id": channel.id}, user_id=user.id)
    return member


def _say(context: Context, channel: Channel, by: User, kind: str, sentence: str) -> None:
    props = {"username": by.username}
    post = posting.new_post(context, by, channel, sentence, type=kind, props=props)
    posting.publish(context, post)
