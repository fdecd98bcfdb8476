"""Refusals and lesser routes: each with the real server's status and error id."""

import pytest

from tests.sandbox.people import Json, Person, Town

UNKNOWN = "a" * 26


async def _places(bot: Person) -> dict[str, str]:
    """Give the ids that a test's path and body may name."""
    loire = await bot.channel("loire")
    post = await bot.says(loire["id"], "un message")
    return {"loire": loire["id"], "team": loire["team_id"], "post": post["id"], "bot": bot.id}


def _filled(body: object, places: dict[str, str]) -> object:
    if isinstance(body, str):
        return body.format(**places)
    if isinstance(body, dict):
        return {name: _filled(value, places) for name, value in body.items()}
    return [_filled(one, places) for one in body] if isinstance(body, list) else body


BODY = "api.context.invalid_body_param.app_error"
FORBIDDEN = "api.context.permissions.app_error"


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        (("GET", f"/teams/{UNKNOWN}", None), (404, "app.team.get.find.app_error")),
        (("GET", "/teams/name/absent", None), (404, "app.team.get_by_name.missing.app_error")),
        (("GET", f"/channels/{UNKNOWN}", None), (404, "app.channel.get.existing.app_error")),
        (("GET", "/users/username/absent", None), (404, "app.user.get_by_username.app_error")),
        (("POST", "/users/ids", {"pas": "une liste"}), (400, BODY)),
        (("POST", "/users/usernames", [1]), (400, BODY)),
        (("POST", "/channels/direct", ["seul"]), (400, BODY)),
        (
            ("POST", "/channels/direct", ["{bot}", UNKNOWN]),
            (400, "api.channel.create_direct_channel.invalid_user.app_error"),
        ),
        (("POST", "/channels/{loire}/members", {"user_id": UNKNOWN}), (400, BODY)),
        (("POST", "/posts", {"channel_id": "court", "message": "x"}), (400, BODY)),
        (("POST", "/posts", {"channel_id": "{loire}", "message": 3}), (400, BODY)),
        (("POST", "/posts", {"channel_id": "{loire}", "props": []}), (400, BODY)),
        (("POST", "/posts", {"channel_id": "{loire}", "file_ids": "x"}), (400, BODY)),
        (
            ("POST", "/posts", {"channel_id": "{loire}", "file_ids": ["x"] * 6}),
            (400, "model.post.is_valid.file_ids.app_error"),
        ),
        (("POST", "/posts", {"channel_id": UNKNOWN, "message": "x"}), (403, FORBIDDEN)),
        (("PUT", f"/posts/{UNKNOWN}", {"id": UNKNOWN}), (403, FORBIDDEN)),
        (("PUT", f"/posts/{UNKNOWN}/patch", {"message": "x"}), (403, FORBIDDEN)),
        (("DELETE", f"/posts/{UNKNOWN}", None), (403, FORBIDDEN)),
        (
            ("GET", "/channels/{loire}/members/" + UNKNOWN, None),
            (404, "app.channel.get_member.missing.app_error"),
        ),
        (("PUT", "/posts/{post}", {"id": UNKNOWN, "message": "x"}), (400, BODY)),
        (("GET", f"/posts/{UNKNOWN}/files/info", None), (404, "app.post.get.app_error")),
        (("GET", f"/files/{UNKNOWN}/info", None), (404, "app.file_info.get.app_error")),
        (
            (
                "POST",
                "/reactions",
                {"user_id": "{bot}", "post_id": "{post}", "emoji_name": "pas bon !"},
            ),
            (400, BODY),
        ),
        (("POST", "/actions/dialogs/open", {"url": "http://example.org"}), (400, BODY)),
        (("POST", "/actions/dialogs/open", {"dialog": {}}), (400, BODY)),
        (("POST", "/actions/dialogs/submit", {"channel_id": "{loire}"}), (400, BODY)),
        (("POST", "/commands/execute", {"channel_id": "court", "command": "/aide"}), (400, BODY)),
        (("POST", "/commands", {"team_id": "court"}), (400, BODY)),
        (("POST", "/commands", {"team_id": UNKNOWN}), (403, FORBIDDEN)),
        (
            (
                "POST",
                "/commands",
                {"team_id": "{team}", "trigger": "/x", "url": "http://example.org"},
            ),
            (400, "model.command.is_valid.trigger.app_error"),
        ),
        (
            (
                "POST",
                "/commands",
                {"team_id": "{team}", "trigger": "x", "url": "ftp://example.org"},
            ),
            (400, "model.command.is_valid.url.app_error"),
        ),
        (("GET", f"/commands/{UNKNOWN}", None), (404, "app.command.getcommand.app_error")),
    ],
)
async def test_what_cannot_be_is_refused(
    bot: Person, asked: tuple[str, str, object], refused: tuple[int, str]
) -> None:
    method, path, body = asked
    places = await _places(bot)

    answer = await bot.call(method, path.format(**places), _filled(body, places))

    assert (answer.status, answer.error_id) == refused


async def test_nobody_acts_in_a_direct_channel_of_others(
    town: Town, bot: Person, louis: Person, marc: Person
) -> None:
    direct = await louis.post("/channels/direct", [louis.id, bot.id], status=201)
    admin = await town.person("admin")

    answers = [
        await marc.call("POST", "/channels/direct", [louis.id, bot.id]),
        await louis.call("POST", f"/channels/{direct['id']}/members", {"user_id": marc.id}),
        await admin.call("GET", f"/channels/{direct['id']}/posts"),
    ]

    assert [answer.status for answer in answers] == [403, 403, 403]


async def test_a_system_sentence_is_not_edited(amina: Person, marc: Person) -> None:
    loire = await amina.channel("loire")
    await amina.post(f"/channels/{loire['id']}/members", {"user_id": marc.id}, status=201)
    again = await amina.call("POST", f"/channels/{loire['id']}/members", {"user_id": marc.id})
    listed = await amina.get(f"/channels/{loire['id']}/posts")
    assert again.status == 201
    assert len(listed["order"]) == 1

    patched = await amina.call("PUT", f"/posts/{listed['order'][0]}/patch", {"message": "x"})

    assert patched.error_id == "api.post.update_post.system_message.app_error"


async def test_one_leaves_a_channel_once(marc: Person) -> None:
    channel = await marc.channel("hors-sujet")
    path = f"/channels/{channel['id']}/members/me"

    answers = [await marc.call("DELETE", path) for _ in range(2)]

    assert [answer.body for answer in answers] == [{"status": "OK"}] * 2
    assert (await marc.call("GET", f"/channels/{channel['id']}/posts")).status == 403


async def test_teams_and_their_channels_are_listed(town: Town, bot: Person, marc: Person) -> None:
    admin = await town.person("admin")
    team = (await marc.get("/teams"))[0]

    named = await marc.get("/teams/name/france")
    members = await marc.get(f"/teams/{team['id']}/members?per_page=2&page=2")
    channels = await marc.get(f"/teams/{team['id']}/channels")
    others = await admin.get(f"/users/{bot.id}/teams/{team['id']}/channels")

    assert named == team == await marc.get(f"/teams/{team['id']}")
    assert len(members) == 2
    assert [channel["name"] for channel in channels] == ["national", "hors-sujet"]
    assert [channel["name"] for channel in others] == ["national", "aura", "loire"]


async def test_people_are_listed_with_their_presence(bot: Person, louis: Person) -> None:
    loire = await bot.channel("loire")
    listener = await louis.listens()
    await listener.next("hello")

    people = await bot.get(f"/users?in_channel={loire['id']}")
    statuses = [await bot.get(f"/users/{one}/status") for one in (louis.id, bot.id)]

    assert len(people) == 4
    assert [one["status"] for one in statuses] == ["online", "offline"]


async def test_pins_come_off_and_are_listed(bot: Person) -> None:
    places = await _places(bot)
    path = f"/posts/{places['post']}"

    await bot.post(f"{path}/pin")
    pinned: Json = await bot.get(f"/channels/{places['loire']}/pinned")
    await bot.post(f"{path}/unpin")

    assert pinned["order"] == [places["post"]]
    assert (await bot.get(f"/channels/{places['loire']}/pinned"))["order"] == []


async def test_a_patch_changes_only_what_it_gives(bot: Person) -> None:
    places = await _places(bot)
    patch = {"props": {"clé": 1}, "file_ids": [], "is_pinned": True}

    patched = await bot.call("PUT", f"/posts/{places['post']}/patch", patch)

    assert patched.body["message"] == "un message"
    assert patched.body["props"] == {"clé": 1}
    assert patched.body["is_pinned"]


async def test_a_bare_body_is_a_file_too(town: Town, bot: Person) -> None:
    places = await _places(bot)
    query = f"?channel_id={places['loire']}&filename=note.txt"

    sent = await bot.call("POST", f"/files{query}", data=b"bonjour")
    nothing = await bot.call("POST", f"/files?channel_id={places['loire']}", data=b"")
    info = sent.body["file_infos"][0]
    posted = await bot.says(places["loire"], "", file_ids=[info["id"]])

    assert info["name"] == "note.txt"
    assert nothing.error_id == "api.file.upload_file.storage.app_error"
    assert (await bot.get(f"/posts/{posted['id']}/files/info"))[0]["id"] == info["id"]
    for file in (town.sandbox._data_dir / "files").iterdir():
        file.unlink()
    gone = await bot.call("GET", f"/files/{info['id']}")
    assert (gone.status, gone.error_id) == (404, "app.file_info.get.app_error")


async def test_viewing_nothing_is_well(louis: Person) -> None:
    answer = await louis.post("/channels/members/me/view", {"channel_id": ""})

    assert answer == {"status": "OK", "last_viewed_at_times": {}}


async def test_a_later_answer_to_a_deleted_command_is_refused(
    town: Town, bot: Person, louis: Person
) -> None:
    command = await town.command()
    await louis.types((await louis.channel("loire"))["id"], "/botte")
    hook = town.integration.calls[0].form["response_url"].removeprefix(town.sandbox.url)
    await bot.call("DELETE", f"/commands/{command['id']}")

    answer = await louis.call("POST", hook, {"text": "trop tard"})

    assert (answer.status, answer.error_id) == (404, "app.command.getcommand.app_error")
