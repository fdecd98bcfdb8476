"""`/invite @someone [~channel]`, the server's own command, which has no integration to call."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.server import channels, posting, slash
from sandbox.server.context import Context
from sandbox.server.records import DIRECT, OPEN, Channel, Json, SlashCommand, Team, User

TRIGGER = "invite"

_NO_NAME = "Nom d'utilisateur et canal manquants."
_NOBODY = (
    "Impossible de trouver l'utilisateur. Il peut avoir été désactivé par l'administrateur système."
)
_NO_CHANNEL = (
    "Impossible de trouver le canal {channel}. Veuillez utiliser l'identifiant de canal pour "
    "identifier les canaux."
)
_DIRECT = "Vous ne pouvez pas ajouter un utilisateur dans un canal de messages personnels."
_FORBIDDEN = "Vous n'avez pas les permissions nécessaires pour ajouter {user} dans {channel}."
_THERE_ALREADY = "{user} est déjà membre de ce canal."
_NOT_IN_TEAM = "@{user} n'est pas membre de cette équipe."
_ADDED = "{user} a été ajouté dans {channel}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """The command as somebody typed it somewhere."""

    by: User
    channel: Channel
    team: Team
    root_id: str


def shown(team: Team) -> SlashCommand:
    """Return the command as it is proposed while somebody types."""
    return SlashCommand(
        id="",
        token="",
        create_at=0,
        update_at=0,
        creator_id="",
        team_id=team.id,
        trigger=TRIGGER,
        auto_complete=True,
        auto_complete_desc="Inviter un utilisateur à rejoindre un canal",
        auto_complete_hint="@[nom d'utilisateur] ~[canal]",
        display_name="Inviter",
        url="",
    )


def execute(context: Context, typed: Invitation, text: str) -> Json:
    """Add who is named; what is said of it is whispered: nothing, where the channel reads it."""
    said = _invite(context, typed, text)
    if said:
        draft = posting.new_post(
            context, typed.by, typed.channel, said, root_id=typed.root_id, props={}
        )
        posting.whisper(context, typed.by, draft)
    kind = "ephemeral" if said else ""
    trigger = context.triggers.issue(typed.by.id)
    answered = slash.full_response({"text": said, "response_type": kind})
    return answered | {"trigger_id": trigger.short}


def _invite(context: Context, typed: Invitation, text: str) -> str:
    """Add who is named, and return what the caller is told, in the real server's words."""
    name, _, where = text.partition(" ")
    user = context.world.user_named(name)
    if user is None:
        return _NOBODY if name else _NO_NAME
    channel: Channel | None = typed.channel
    if where := where.strip().removeprefix("~"):
        channel = context.world.channel_named(typed.team.id, where)
    if channel is None or channel.delete_at:
        return _NO_CHANNEL.format(channel=where or typed.channel.name)
    if refused := _refusal(context, typed, user, channel):
        return refused.format(user=user.username, channel=channel.name)
    channels.add(context, channel, user, by=typed.by)
    elsewhere = channel.id != typed.channel.id
    return _ADDED.format(user=user.username, channel=channel.name) if elsewhere else ""


def _refusal(context: Context, typed: Invitation, user: User, channel: Channel) -> str:
    if channel.type == DIRECT:
        return _DIRECT
    if not context.world.may_read(typed.by, channel):
        return _FORBIDDEN if channel.type == OPEN else _NO_CHANNEL
    if context.world.member(channel.id, user.id):
        return _THERE_ALREADY
    return "" if user.id in typed.team.member_ids else _NOT_IN_TEAM
