from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import JsonValue, SecretStr

from bot.mattermost.client import Mattermost
from bot.mattermost.errors import ForbiddenError, MalformedError, NotFoundError, TokenRefusedError
from bot.mattermost.wire import cards, fields, objects
from tests.mattermost.ids import AMINA, BOT, ENTRAIDE, LOIRE, LOUIS, id_of
from tests.mattermost.rest_server import Answer, RestServer, refuses, says

OK: dict[str, JsonValue] = {"status": "OK"}
POSTS = f"GET /channels/{ENTRAIDE}/posts"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
async def mattermost(server: RestServer) -> AsyncIterator[Mattermost]:
    server.plan("GET /users/me", says({"id": BOT, "username": "courroie", "is_bot": True}))
    mattermost = Mattermost(server.url, SecretStr("s3cret-t0ken"))
    yield mattermost
    await mattermost.close()


def post(
    name: str, *, at: datetime = NOON, by: str = AMINA, key: str | None = None
) -> dict[str, JsonValue]:
    return {
        "id": id_of(name),
        "create_at": int(at.timestamp() * 1000),
        "user_id": by,
        "channel_id": ENTRAIDE,
        "props": {"courroie_key": key} if key else {},
    }


def page(*newest_first: dict[str, JsonValue]) -> Answer:
    """Answer as Mattermost does: the order apart, newest first."""
    return says(
        {
            "order": [post["id"] for post in newest_first],
            "posts": {str(post["id"]): post for post in newest_first},
        }
    )


def sent(server: RestServer) -> dict[str, object]:
    body: dict[str, object] = json.loads(server.asked[-1].body)
    return body


async def test_where_an_answer_may_be_shown_is_in_no_error(mattermost: Mattermost) -> None:
    with pytest.raises(NotFoundError) as refused:
        await mattermost.answer_later("crochetsecret", cards.SlashAnswer(text="Voici"))

    assert "crochetsecret" not in repr(refused.value)
    assert "/hooks/commands" in str(refused.value)


async def test_me_is_who_the_token_belongs_to(mattermost: Mattermost) -> None:
    me = await mattermost.me()

    assert (me.id, me.username, me.is_bot) == (BOT, "courroie", True)
    assert mattermost.server_version == "5.37.0"


async def test_a_refused_token_is_told_apart(server: RestServer, mattermost: Mattermost) -> None:
    server.plan("GET /users/me", refuses(401, "api.context.session_expired.app_error"))

    with pytest.raises(TokenRefusedError):
        await mattermost.me()


async def test_a_user_is_found_by_id(server: RestServer, mattermost: Mattermost) -> None:
    server.plan(f"GET /users/{AMINA}", says({"id": AMINA, "username": "amina"}))

    assert await mattermost.user(AMINA) == objects.User(id=AMINA, username="amina")


@pytest.mark.parametrize("name", ["../me", "..", "a/b", "a?b", "é", "", "a" * 65])
async def test_a_typed_name_leads_nowhere_else(
    server: RestServer, mattermost: Mattermost, name: str
) -> None:
    with pytest.raises(NotFoundError):
        await mattermost.team_by_name(name)
    with pytest.raises(NotFoundError):
        await mattermost.channel_by_name(LOIRE, name)

    assert server.asked == []


async def test_users_are_asked_for_by_hundreds_and_once_each(
    server: RestServer, mattermost: Mattermost
) -> None:
    server.plan("POST /users/usernames", says([{"id": AMINA}]), says([{"id": LOUIS}]))
    names = [f"u{n}" for n in range(150)]

    users = await mattermost.users_by_names(names + names)

    assert [user.id for user in users] == [AMINA, LOUIS]
    assert [len(json.loads(asked.body)) for asked in server.asked] == [100, 50]


async def test_no_ids_ask_nothing(server: RestServer, mattermost: Mattermost) -> None:
    assert await mattermost.users_by_ids([]) == ()

    assert server.asked == []


async def test_users_by_ids_leaves_out_the_unknown(
    server: RestServer, mattermost: Mattermost
) -> None:
    server.plan("POST /users/ids", says([{"id": AMINA}]))

    assert [user.id for user in await mattermost.users_by_ids([AMINA, LOUIS])] == [AMINA]


async def test_a_team_and_its_channels_are_found_by_name(
    server: RestServer, mattermost: Mattermost
) -> None:
    server.plan("GET /teams/name/loire", says({"id": LOIRE, "name": "loire"}))
    channel: JsonValue = {"id": ENTRAIDE, "team_id": LOIRE, "type": "P", "name": "entraide"}
    server.plan(f"GET /teams/{LOIRE}/channels/name/entraide", says(channel))
    server.plan(f"GET /channels/{ENTRAIDE}", says(channel))

    team = await mattermost.team_by_name("loire")
    found = await mattermost.channel_by_name(team.id, "entraide")

    assert found == await mattermost.channel(ENTRAIDE)
    assert found.type is objects.ChannelType.PRIVATE


async def test_a_stranger_to_a_channel_is_not_a_member(
    server: RestServer, mattermost: Mattermost
) -> None:
    server.plan(f"GET /channels/{ENTRAIDE}/members/{AMINA}", says({"user_id": AMINA}))
    server.plan(f"GET /channels/{ENTRAIDE}/members/{LOUIS}", refuses(404, "app.missing"))

    assert await mattermost.channel_member(ENTRAIDE, AMINA)
    assert not await mattermost.channel_member(ENTRAIDE, LOUIS)


async def test_a_channel_that_the_bot_may_not_see_says_nothing_of_members(
    server: RestServer, mattermost: Mattermost
) -> None:
    server.plan(f"GET /channels/{ENTRAIDE}/members/{AMINA}", refuses(403, "api.permissions"))

    with pytest.raises(ForbiddenError):
        await mattermost.channel_member(ENTRAIDE, AMINA)


async def test_members_come_page_after_page(server: RestServer, mattermost: Mattermost) -> None:
    full: list[JsonValue] = [{"user_id": id_of(f"u{n}x")} for n in range(200)]
    server.plan(f"GET /channels/{ENTRAIDE}/members", says(full), says([{"user_id": AMINA}]))

    members = await mattermost.channel_members(ENTRAIDE)

    assert (len(members), members[-1]) == (201, AMINA)
    assert [asked.query["page"] for asked in server.asked] == ["0", "1"]


async def test_a_direct_channel_is_opened_once(server: RestServer, mattermost: Mattermost) -> None:
    server.plan("POST /channels/direct", says({"id": id_of("direct"), "type": "D"}))

    first = await mattermost.direct_channel(AMINA)

    assert sent_list(server) == [BOT, AMINA]
    assert await mattermost.direct_channel(AMINA) is first
    assert [asked.path for asked in server.asked] == ["/users/me", "/channels/direct"]


def sent_list(server: RestServer) -> list[str]:
    body: list[str] = json.loads(server.asked[-1].body)
    return body


async def test_a_post_carries_its_key_its_cards_and_its_files(
    server: RestServer, mattermost: Mattermost
) -> None:
    server.plan("POST /posts", says(post("p", by=BOT, key="k1"), status=201))
    props = cards.PostProps(key="k1", attachments=(cards.Attachment(fallback="x"),))

    made = await mattermost.create_post(
        ENTRAIDE,
        "Bonjour",
        root_id=id_of("root"),
        props=props,
        pending_post_id="courroie:k1",
        file_ids=("f1",),
    )

    assert made.key == "k1"
    assert sent(server) == {
        "channel_id": ENTRAIDE,
        "message": "Bonjour",
        "root_id": id_of("root"),
        "props": fields.written(props),
        "pending_post_id": "courroie:k1",
        "file_ids": ["f1"],
    }


async def test_a_plain_post_carries_nothing_more(
    server: RestServer, mattermost: Mattermost
) -> None:
    server.plan("POST /posts", says(post("p"), status=201))

    await mattermost.create_post(ENTRAIDE, "Bonjour")

    assert sent(server) == {"channel_id": ENTRAIDE, "message": "Bonjour", "root_id": ""}


@pytest.mark.parametrize(
    ("props", "change"),
    [(None, {"message": "Clos"}), (cards.PostProps(), {"message": "Clos", "props": {}})],
)
async def test_an_update_keeps_props_unless_given(
    server: RestServer,
    mattermost: Mattermost,
    props: cards.PostProps | None,
    change: dict[str, object],
) -> None:
    server.plan(f"PUT /posts/{id_of('p')}/patch", says(post("p")))

    await mattermost.update_post(id_of("p"), "Clos", props)

    assert sent(server) == change


async def test_a_post_is_read_pinned_and_deleted(
    server: RestServer, mattermost: Mattermost
) -> None:
    server.plan(f"GET /posts/{id_of('p')}", says(post("p")))
    server.plan(f"POST /posts/{id_of('p')}/pin", says(OK))
    server.plan(f"DELETE /posts/{id_of('p')}", says(OK))

    assert (await mattermost.post(id_of("p"))).created == NOON
    await mattermost.pin_post(id_of("p"))
    await mattermost.delete_post(id_of("p"))

    assert [asked.method for asked in server.asked] == ["GET", "POST", "DELETE"]


async def test_a_thread_is_read_from_its_root(server: RestServer, mattermost: Mattermost) -> None:
    reply = post("reply", at=NOON + timedelta(minutes=1))
    server.plan(f"GET /posts/{id_of('root')}/thread", page(reply, post("root")))

    thread = await mattermost.thread(id_of("root"))

    assert [found.id for found in thread] == [id_of("root"), id_of("reply")]


async def test_a_catch_up_goes_on_from_the_last_post_of_each_page(
    server: RestServer, mattermost: Mattermost
) -> None:
    first = [post(f"n{n}x", at=NOON + timedelta(seconds=n)) for n in range(200)]
    last = post("last", at=NOON + timedelta(seconds=200))
    server.plan(POSTS, page(*reversed(first)), page(last))

    found = await mattermost.posts_after(ENTRAIDE, id_of("known"))

    assert [p.id for p in found] == [p["id"] for p in [*first, last]]
    assert [asked.query["after"] for asked in server.asked] == [id_of("known"), id_of("n199x")]


async def test_the_latest_posts_are_at_most_a_page(
    server: RestServer, mattermost: Mattermost
) -> None:
    server.plan(POSTS, page(post("p")))

    assert len(await mattermost.latest_posts(ENTRAIDE, 1_000)) == 1

    assert server.asked[-1].query["per_page"] == "200"


async def test_our_post_is_found_by_its_key_and_author(
    server: RestServer, mattermost: Mattermost
) -> None:
    forged = post("forged", by=AMINA, key="k1")
    other = post("other", by=BOT, key="k2")
    ours = post("ours", by=BOT, key="k1")
    server.plan(POSTS, page(forged, other, ours))

    found = await mattermost.find_posts(ENTRAIDE, "k1", NOON)

    assert [each.id for each in found] == [id_of("ours")]


async def test_a_post_of_a_server_whose_clock_is_behind_is_found(
    server: RestServer, mattermost: Mattermost
) -> None:
    server.plan(POSTS, page(post("ours", at=NOON, by=BOT, key="k1")))

    assert await mattermost.find_posts(ENTRAIDE, "k1", NOON + timedelta(minutes=1))
    assert not await mattermost.find_posts(ENTRAIDE, "k1", NOON + timedelta(minutes=3))


async def test_the_search_stops_at_the_first_page_too_old(
    server: RestServer, mattermost: Mattermost
) -> None:
    old = [post(f"n{n}x", at=NOON - timedelta(hours=n)) for n in range(200)]
    server.plan(POSTS, page(*old))

    assert await mattermost.find_posts(ENTRAIDE, "k1", NOON) == []

    assert sum(f"GET {asked.path}" == POSTS for asked in server.asked) == 1


async def test_the_search_is_bounded(server: RestServer, mattermost: Mattermost) -> None:
    server.plan(POSTS, page(*(post(f"n{n}x") for n in range(200))))

    assert await mattermost.find_posts(ENTRAIDE, "k1", NOON) == []

    pages = [asked.query["page"] for asked in server.asked if f"GET {asked.path}" == POSTS]
    assert pages == ["0", "1", "2", "3", "4"]


async def test_reactions_are_the_bots_own(server: RestServer, mattermost: Mattermost) -> None:
    server.plan("POST /reactions", says({}, status=201))

    await mattermost.add_reaction(id_of("p"), "tada")
    assert sent(server) == {"user_id": BOT, "post_id": id_of("p"), "emoji_name": "tada"}

    assert [asked.path for asked in server.asked].count("/users/me") == 1


async def test_a_file_goes_with_its_name_and_channel(
    server: RestServer, mattermost: Mattermost
) -> None:
    server.plan("POST /files", says({"file_infos": [{"id": id_of("file")}]}, status=201))

    file_id = await mattermost.upload_file(ENTRAIDE, "réunion.ics", b"BEGIN:VCALENDAR")

    body = server.asked[-1].body
    assert file_id == id_of("file")
    assert server.asked[-1].headers["Content-Type"].startswith("multipart/form-data")
    assert ENTRAIDE.encode() in body
    assert "réunion.ics".encode() in body
    assert b"BEGIN:VCALENDAR" in body


async def test_a_dialog_opens_with_its_trigger(server: RestServer, mattermost: Mattermost) -> None:
    server.plan("POST /actions/dialogs/open", says(OK))
    dialog = cards.WireDialog(callback_id="besoin", title="Un besoin")

    await mattermost.open_dialog("trigger", "http://bot/dialog", dialog)

    assert sent(server) == {
        "trigger_id": "trigger",
        "url": "http://bot/dialog",
        "dialog": fields.written(dialog),
    }


async def test_a_slash_command_is_created_listed_changed_and_deleted(
    server: RestServer, mattermost: Mattermost
) -> None:
    made = {
        "id": id_of("c"),
        "token": "t",
        "team_id": LOIRE,
        "trigger": "besoin",
        "url": "http://u",
    }
    server.plan("POST /commands", says(dict(made), status=201))
    server.plan("GET /commands", says([dict(made)]))
    server.plan(f"PUT /commands/{id_of('c')}", says(dict(made)))
    wanted = objects.SlashCommand(id="x", team_id=LOIRE, trigger="besoin", url="http://u")

    created = await mattermost.create_command(wanted)
    assert (sent(server)["id"], created.token) == ("", "t")
    assert await mattermost.commands(LOIRE) == (created,)
    assert server.asked[-1].query == {"team_id": LOIRE, "custom_only": "true"}
    assert await mattermost.update_command(created) == created
    assert sent(server)["id"] == id_of("c")


async def test_an_answer_that_mattermost_does_not_give_is_malformed(
    server: RestServer, mattermost: Mattermost
) -> None:
    server.plan(f"GET /users/{AMINA}", says(["amina"]))

    with pytest.raises(MalformedError):
        await mattermost.user(AMINA)


async def test_an_address_may_have_a_path_and_a_final_slash(server: RestServer) -> None:
    server.plan("GET /chat/api/v4/users/me", says({"id": BOT}))
    mattermost = Mattermost(f"{server.url}/chat/", SecretStr("s3cret-t0ken"))

    await mattermost.me()

    assert mattermost.url == f"{server.url}/chat"
    await mattermost.close()
