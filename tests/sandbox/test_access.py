"""Sessions, accounts, teams, channels: who may see what, and the errors' shape."""

import pytest

from tests.sandbox.people import Person, Town


async def test_login_gives_a_token_and_the_account(town: Town) -> None:
    anybody = Person(town.http, town.sandbox.url, "")

    answer = await anybody.call("POST", "/users/login", {"login_id": "zoe", "password": "courroie"})

    assert len(answer.headers["Token"]) == 26
    assert answer.body["first_name"] == "Zoé"
    assert "notify_props" in answer.body


@pytest.mark.parametrize(
    ("login", "password"), [("zoe", "non"), ("personne", "courroie"), ("courroie", "courroie")]
)
async def test_a_wrong_password_or_a_bot_does_not_log_in(
    town: Town, login: str, password: str
) -> None:
    anybody = Person(town.http, town.sandbox.url, "")

    answer = await anybody.call("POST", "/users/login", {"login_id": login, "password": password})

    assert (answer.status, answer.error_id) == (
        401,
        "api.user.login.invalid_credentials_email_username",
    )


@pytest.mark.parametrize(("token", "detail"), [("pasbon", "token=pasbon"), ("", "UserRequired")])
async def test_a_refused_token_is_a_401_with_all_its_fields(
    town: Town, token: str, detail: str
) -> None:
    anybody = Person(town.http, town.sandbox.url, token)

    answer = await anybody.call("GET", "/users/me")

    assert answer.status == 401
    request_id = answer.headers["X-Request-Id"]
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Set-Cookie"] == "MMAUTHTOKEN=; Path=/; Max-Age=0; HttpOnly"
    assert answer.body == {
        "id": "api.context.session_expired.app_error",
        "message": "Session invalide ou expirée, veuillez vous reconnecter.",
        "detailed_error": detail,
        "request_id": request_id,
        "status_code": 401,
    }


async def test_a_closed_session_is_refused(louis: Person) -> None:
    await louis.post("/users/logout")

    assert (await louis.call("GET", "/users/me")).status == 401


async def test_the_cookie_is_a_session_too(town: Town, louis: Person) -> None:
    headers = {"Cookie": f"MMAUTHTOKEN={louis.token}"}

    async with town.http.get(f"{louis.url}/api/v4/users/me", headers=headers) as response:
        assert (await response.json())["username"] == "louis"


async def test_accounts_are_found_by_id_and_by_name(bot: Person, louis: Person) -> None:
    by_id = await bot.get(f"/users/{louis.id}")
    by_name = await bot.get("/users/username/louis")
    by_names = await bot.post("/users/usernames", ["louis", "personne"])
    by_ids = await bot.post("/users/ids", [louis.id, "a" * 26])

    assert by_id == by_name == by_names[0] == by_ids[0]
    assert len(by_names) == len(by_ids) == 1
    assert "notify_props" not in by_id
    own = await bot.get("/users/me")
    assert own["is_bot"]
    missing = await bot.call("GET", f"/users/{'a' * 26}")
    assert (missing.status, missing.error_id) == (404, "app.user.missing_account.const")
    short = await bot.call("GET", "/users/abc")
    assert (short.status, short.error_id) == (400, "api.context.invalid_url_param.app_error")


async def test_the_seeded_town_is_the_documented_one(town: Town, bot: Person) -> None:
    members = {
        name: set(await _names_in(bot, await bot.channel(name)))
        for name in ("national", "aura", "loire")
    }
    marc = await town.person("marc")
    team = await marc.team()
    marcs = await marc.get(f"/users/me/teams/{team['id']}/channels")

    assert team["name"] == "france"
    assert team["display_name"] == "Réseau national"
    assert members["loire"] == {"amina", "louis", "zoe", "courroie"}
    assert members["aura"] == {"rachid", "amina", "courroie"}
    assert members["national"] == {"nadia", "rachid", "louis", "zoe", "admin", "courroie"}
    assert [channel["name"] for channel in marcs] == ["hors-sujet"]
    assert (await bot.channel("loire"))["type"] == "P"
    assert (await bot.channel("loire"))["display_name"] == "42 - Loire"


async def _names_in(person: Person, channel: dict[str, str]) -> list[str]:
    members = await person.get(f"/channels/{channel['id']}/members?per_page=200")
    users = await person.post("/users/ids", [member["user_id"] for member in members])
    return [user["username"] for user in users]


async def test_a_private_channel_does_not_exist_for_strangers(bot: Person, marc: Person) -> None:
    loire = await bot.channel("loire")

    named = await marc.call("GET", f"/teams/{loire['team_id']}/channels/name/loire")
    added = await marc.call("POST", f"/channels/{loire['id']}/members", {"user_id": marc.id})

    assert (named.status, named.error_id) == (404, "app.channel.get_by_name.missing.app_error")
    assert added.status == 403


async def test_absence_and_ignorance_are_told_apart(bot: Person, marc: Person) -> None:
    loire = await bot.channel("loire")

    absent = await bot.call("GET", f"/channels/{loire['id']}/members/{marc.id}")
    hidden = await marc.call("GET", f"/channels/{loire['id']}/members/{bot.id}")

    assert (absent.status, absent.error_id) == (404, "app.channel.get_member.missing.app_error")
    assert hidden.status == 403


async def test_anybody_of_the_team_joins_an_open_channel(marc: Person) -> None:
    national = await marc.channel("national")
    refused = await marc.call("GET", f"/channels/{national['id']}/posts")

    await marc.post(f"/channels/{national['id']}/members", {"user_id": marc.id}, status=201)

    assert refused.status == 403
    listed = await marc.get(f"/channels/{national['id']}/posts")
    assert listed["posts"][listed["order"][0]]["type"] == "system_join_channel"


async def test_members_come_by_pages(bot: Person) -> None:
    loire = await bot.channel("loire")
    path = f"/channels/{loire['id']}/members?per_page=3"

    pages = [await bot.get(f"{path}&page={page}") for page in range(3)]

    assert [len(page) for page in pages] == [3, 1, 0]


async def test_only_ones_own_channels_are_listed(bot: Person, louis: Person) -> None:
    team = await bot.team()

    answer = await bot.call("GET", f"/users/{louis.id}/teams/{team['id']}/channels")

    assert answer.status == 403


async def test_reading_resets_what_is_unread(bot: Person, louis: Person) -> None:
    loire = await louis.channel("loire")
    await bot.says(loire["id"], "à lire @louis")
    path = f"/users/me/teams/{loire['team_id']}/channels"

    before = await _unread(louis, path, loire["id"])
    await louis.post("/channels/members/me/view", {"channel_id": loire["id"]})
    after = await _unread(louis, path, loire["id"])

    assert (before, after) == ((1, 1), (0, 0))


async def _unread(person: Person, path: str, channel_id: str) -> tuple[int, int]:
    channel = next(one for one in await person.get(path) if one["id"] == channel_id)
    members = await person.get(f"{path}/members")
    member = next(one for one in members if one["channel_id"] == channel_id)
    return channel["total_msg_count"] - member["msg_count"], member["mention_count"]


async def test_an_unknown_route_says_so(bot: Person) -> None:
    answer = await bot.call("GET", "/nulle/part")

    assert (answer.status, answer.error_id) == (404, "api.context.404.app_error")
    assert "/api/v4/nulle/part" in answer.body["detailed_error"]


@pytest.mark.parametrize("body", [b"pas du JSON", b"[1]", b'{"channel_id": 3}'])
async def test_a_bad_body_is_a_400(town: Town, bot: Person, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {bot.token}"}

    async with town.http.post(f"{bot.url}/api/v4/posts", data=body, headers=headers) as response:
        assert response.status == 400
        assert (await response.json())["id"] == "api.context.invalid_body_param.app_error"


async def test_the_server_tells_its_health_and_settings(town: Town, bot: Person) -> None:
    anybody = Person(town.http, town.sandbox.url, "")

    assert (await anybody.get("/system/ping"))["status"] == "OK"
    settings = await anybody.get("/config/client?format=old")
    assert settings["EnablePostUsernameOverride"] == "false"
    roles = await bot.post("/roles/names", ["system_user", "inconnu"])
    assert [role["name"] for role in roles] == ["system_user"]
