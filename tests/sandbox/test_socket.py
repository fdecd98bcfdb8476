"""The websocket: letting in, numbering, resuming, falling silent."""

import asyncio
import json

import aiohttp
import pytest

from tests.sandbox.people import Json, Listener, Person, Town
from tests.waiting import PATIENCE


async def _closed_without_frame(listener: Listener) -> bool:
    message = await listener.socket.receive(timeout=PATIENCE)
    return message.type is aiohttp.WSMsgType.CLOSED and listener.socket.close_code == 1006


async def test_hello_then_status_then_what_happens(bot: Person, amina: Person) -> None:
    listener = await bot.listens()
    hello, status = await listener.next(), await listener.next()
    loire = await amina.channel("loire")

    await amina.says(loire["id"], "bonjour @courroie et @louis é", pending_post_id="a:1")

    assert (hello["event"], hello["seq"]) == ("hello", 0)
    assert set(hello["data"]) == {"connection_id", "server_version"}
    assert hello["broadcast"] == {
        "omit_users": None,
        "user_id": bot.id,
        "channel_id": "",
        "team_id": "",
    }
    assert (status["event"], status["seq"]) == ("status_change", 1)
    posted = await listener.next()
    assert list(posted) == ["event", "data", "broadcast", "seq"]
    assert (posted["event"], posted["seq"]) == ("posted", 2)
    assert posted["broadcast"]["channel_id"] == loire["id"]
    assert list(posted["data"]) == [
        "channel_display_name",
        "channel_name",
        "channel_type",
        "mentions",
        "post",
        "sender_name",
        "set_online",
        "team_id",
    ]
    assert bot.id in json.loads(posted["data"]["mentions"])
    assert json.loads(posted["data"]["post"])["pending_post_id"] == "a:1"
    assert posted["data"]["sender_name"] == "@amina"


async def test_a_challenge_lets_in_too(town: Town, bot: Person) -> None:
    socket = await town.http.ws_connect(f"{bot.url}/api/v4/websocket")
    listener = Listener(socket)

    await socket.send_json(
        {"seq": 1, "action": "authentication_challenge", "data": {"token": bot.token}}
    )

    frames = [await listener.next() for _ in range(3)]
    assert [frame.get("event") for frame in frames] == ["hello", None, "status_change"]
    assert frames[1] == {"status": "OK", "seq_reply": 1}


async def test_a_bad_challenge_cuts_the_line(town: Town) -> None:
    socket = await town.http.ws_connect(f"{town.sandbox.url}/api/v4/websocket")

    await socket.send_json(
        {"seq": 1, "action": "authentication_challenge", "data": {"token": "pasbon"}}
    )

    assert await _closed_without_frame(Listener(socket))


async def test_a_bad_bearer_is_let_in_then_cut(town: Town) -> None:
    town.sandbox.faults.socket_auth_seconds = 0.05
    stranger = Person(town.http, town.sandbox.url, "pasbonpasbon")

    listener = await stranger.listens()

    assert await _closed_without_frame(listener)


async def test_another_sites_page_is_kept_out(town: Town, bot: Person) -> None:
    url = f"{bot.url}/api/v4/websocket"
    headers = {"Authorization": f"Bearer {bot.token}"}

    same = await town.http.ws_connect(url, headers=headers | {"Origin": bot.url})
    assert not same.closed

    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await town.http.ws_connect(url, headers=headers | {"Origin": "http://evil.invalid"})


async def _cut_and_missed(town: Town, bot: Person, amina: Person) -> tuple[Json, int, list[str]]:
    """Cut the bot's socket, then let two messages pass."""
    listener = await bot.listens()
    hello = await listener.next("hello")
    await listener.next("status_change")
    loire = await amina.channel("loire")
    town.sandbox.faults.close_sockets()
    assert await _closed_without_frame(listener)
    await asyncio.sleep(0.05)
    ids = [(await amina.says(loire["id"], f"manqué {n}"))["id"] for n in range(2)]
    return hello, 2, ids


async def test_a_resumed_session_hears_what_it_missed(
    town: Town, bot: Person, amina: Person
) -> None:
    hello, following, ids = await _cut_and_missed(town, bot, amina)
    connection = hello["data"]["connection_id"]

    listener = await bot.listens(f"?connection_id={connection}&sequence_number={following}")

    frames = [await listener.next() for _ in range(2)]
    assert [frame["event"] for frame in frames] == ["posted", "posted"]
    assert [frame["seq"] for frame in frames] == [2, 3]
    assert [json.loads(frame["data"]["post"])["id"] for frame in frames] == ids
    await amina.says((await amina.channel("loire"))["id"], "à la suite")
    assert (await listener.next())["seq"] == 4


async def test_resuming_the_unknown_gives_hello(town: Town, bot: Person, amina: Person) -> None:
    hello, _, _ = await _cut_and_missed(town, bot, amina)
    connection = hello["data"]["connection_id"]

    unknown = await bot.listens(f"?connection_id={'a' * 26}&sequence_number=2")
    ahead = await bot.listens(f"?connection_id={connection}&sequence_number=99")
    other = await amina.listens(f"?connection_id={connection}&sequence_number=2")

    for listener in (unknown, ahead, other):
        assert (await listener.next())["event"] == "hello"


async def test_a_frozen_socket_stays_open_and_mute(town: Town, bot: Person, amina: Person) -> None:
    listener = await bot.listens()
    await listener.next("status_change")
    town.sandbox.faults.freeze_sockets()
    loire = await amina.channel("loire")

    await amina.says(loire["id"], "personne n'écoute")
    await listener.socket.ping(b"es-tu la ?")

    with pytest.raises(TimeoutError):
        await listener.socket.receive(timeout=0.1)
    assert not listener.socket.closed
    town.sandbox.faults.clear()
    assert json.loads((await listener.next())["data"]["post"])["message"] == "personne n'écoute"


async def test_only_members_hear_a_private_channel(amina: Person, marc: Person) -> None:
    listener = await marc.listens()
    await listener.next("status_change")
    loire = await amina.channel("loire")

    await amina.says(loire["id"], "@marc n'entend pas")

    with pytest.raises(TimeoutError):
        await listener.socket.receive(timeout=0.1)


async def test_edits_reactions_pins_and_deletions_are_told(bot: Person, amina: Person) -> None:
    listener = await bot.listens()
    loire = await amina.channel("loire")
    posted = await amina.says(loire["id"], "avant")
    path = f"/posts/{posted['id']}"
    reaction = {"user_id": amina.id, "post_id": posted["id"], "emoji_name": "white_check_mark"}

    await amina.call("PUT", f"{path}/patch", {"message": "après"})
    await amina.post("/reactions", reaction)
    await amina.call("DELETE", f"/users/me{path}/reactions/white_check_mark")
    await amina.post(f"{path}/pin")
    await amina.call("DELETE", path)

    edited = json.loads((await listener.next("post_edited"))["data"]["post"])
    assert edited["edit_at"] > 0
    added = json.loads((await listener.next("reaction_added"))["data"]["reaction"])
    assert added["create_at"] > 0
    removed = json.loads((await listener.next("reaction_removed"))["data"]["reaction"])
    assert removed["create_at"] == 0
    pinned = json.loads((await listener.next("post_edited"))["data"]["post"])
    assert pinned["is_pinned"]
    assert pinned["edit_at"] == edited["edit_at"]
    deleted = json.loads((await listener.next("post_deleted"))["data"]["post"])
    assert (deleted["id"], deleted["delete_at"]) == (posted["id"], 0)


async def test_a_first_direct_message_opens_a_channel(bot: Person, louis: Person) -> None:
    listener = await bot.listens()
    channel = await louis.post("/channels/direct", [louis.id, bot.id], status=201)

    await louis.says(channel["id"], "en privé")

    added = await listener.next("direct_added")
    assert added["data"] == {"creator_id": louis.id, "teammate_id": bot.id}
    assert added["broadcast"]["channel_id"] == channel["id"]
    posted = (await listener.next("posted"))["data"]
    assert posted["channel_type"] == "D"
    assert posted["channel_display_name"] == "@louis"
    assert posted["channel_name"] == channel["name"]
    assert posted["team_id"] == ""
    assert json.loads(posted["mentions"]) == [bot.id]
    again = await bot.post("/channels/direct", [bot.id, louis.id], status=201)
    assert again["id"] == channel["id"]


async def test_coming_and_going_are_told(bot: Person, amina: Person, marc: Person) -> None:
    loire = await amina.channel("loire")
    listener, marcs = await bot.listens(), await marc.listens()

    await amina.post(f"/channels/{loire['id']}/members", {"user_id": marc.id}, status=201)
    added = await listener.next("user_added")
    sentence = json.loads((await listener.next("posted"))["data"]["post"])
    await amina.call("DELETE", f"/channels/{loire['id']}/members/{marc.id}")
    removed = await listener.next("user_removed")

    assert added["data"] == {"team_id": loire["team_id"], "user_id": marc.id}
    assert added["broadcast"]["channel_id"] == loire["id"]
    assert sentence["type"] == "system_add_to_channel"
    assert removed["data"] == {"remover_id": amina.id, "user_id": marc.id}
    own = await marcs.next("user_removed")
    assert own["data"] == {"channel_id": loire["id"], "remover_id": amina.id}
    assert own["broadcast"]["user_id"] == marc.id


async def test_typing_is_told_to_the_others(bot: Person, louis: Person) -> None:
    listener, louiss = await bot.listens(), await louis.listens()
    loire = await louis.channel("loire")

    await louiss.socket.send_json(
        {"seq": 1, "action": "user_typing", "data": {"channel_id": loire["id"]}}
    )

    typing = await listener.next("typing")
    assert typing["data"] == {"parent_id": "", "user_id": louis.id}
    assert typing["broadcast"]["omit_users"] == {louis.id: True}


async def test_requests_over_the_socket_are_answered(louis: Person) -> None:
    listener = await louis.listens()
    await listener.next("status_change")

    for number, action in enumerate(("ping", "get_statuses", "authentication_challenge"), 1):
        await listener.socket.send_json({"seq": number, "action": action})
        answer = await listener.next()
        assert (answer["status"], answer["seq_reply"]) == ("OK", number)
    await listener.socket.send_str("pas du JSON")
    await listener.socket.send_json({"seq": 9, "action": "danser"})

    refused = await listener.next()
    assert refused["error"]["id"] == "api.web_socket_router.bad_action.app_error"
