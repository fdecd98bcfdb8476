"""The server itself: is it there, and what does it allow."""

from aiohttp import web

from sandbox.server.context import answer, caller, here
from sandbox.server.ids import SERVER_VERSION
from sandbox.server.records import ADMIN_ROLES, Json

_SETTINGS = {
    "EnableBotAccountCreation": "true",
    "EnableCommands": "true",
    "EnableFileAttachments": "true",
    "EnablePostIconOverride": "false",
    "EnablePostUsernameOverride": "false",
    "EnableUserAccessTokens": "true",
    "DefaultClientLocale": "fr",
    "MaxFileSize": "52428800",
    "SiteName": "Courroie, bac à sable",
    "Version": "5.37.0",
    "BuildNumber": SERVER_VERSION,
    "CollapsedThreads": "disabled",
    "RequireEmailVerification": "false",
}


async def ping(request: web.Request) -> web.Response:
    """Say that the server is well."""
    del request
    return answer(
        {
            "AndroidLatestVersion": "",
            "AndroidMinVersion": "",
            "DesktopLatestVersion": "",
            "DesktopMinVersion": "",
            "IosLatestVersion": "",
            "IosMinVersion": "",
            "status": "OK",
        }
    )


async def config(request: web.Request) -> web.Response:
    """Give the settings that clients read."""
    return answer(_SETTINGS | {"SiteURL": here(request).url})


async def roles(request: web.Request) -> web.Response:
    """Give the named roles and the permissions that matter to a bot."""
    caller(request)
    wanted = await request.json()
    permissions = {
        "system_user": ["create_direct_channel", "view_members"],
        "system_admin": ["manage_system", "create_post_ephemeral", "manage_slash_commands"],
        "channel_user": ["read_channel", "create_post", "add_reaction", "upload_file"],
        "team_user": ["view_team", "list_team_channels", "join_public_channels"],
    }
    known = [name for name in wanted if name in permissions]
    return answer([_role(name, permissions[name]) for name in known])


def _role(name: str, permissions: list[str]) -> Json:
    return {
        "id": "",
        "name": name,
        "display_name": name,
        "permissions": permissions,
        "scheme_managed": name not in ADMIN_ROLES,
        "built_in": True,
    }


ROUTES = (
    web.get("/system/ping", ping),
    web.get("/config/client", config),
    web.post("/roles/names", roles),
)
