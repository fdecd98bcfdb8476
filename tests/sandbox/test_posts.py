"""Posts: limits, edits, threads, pages, pending_post_id."""

import asyncio
from pathlib import Path

import pytest

from sandbox.server import triggers
from sandbox.server.sandbox import Sandbox
from tests.sandbox.people import Person, Town

BUTTON = {
    "name": "Valider",
    "type": "button",
    "integration": {"url": "http://example.invalid/action", "context": {"secret": "à-cacher"}},
}


async def test_a_post_has_the_real_fields_in_their_order(bot: Person) -> None:
    loire = await bot.channel("loire")

    posted = await bot.says(loire["id"], "Bonjour de **botte** é😀", pending_post_id="courroie:1")

    assert list(posted) == [
        "id",
        "create_at",
        "update_at",
        "edit_at",
        "delete_at",
        "is_pinned",
        "user_id",
        "channel_id",
        "root_id",
        "parent_id",
        "original_id",
        "message",
        "type",
        "props",
        "hashtags",
        "pending_post_id",
        "reply_count",
        "last_reply_at",
        "participants",
        "metadata",
    ]
    assert posted["props"] == {"from_bot": "true"}
    assert posted["pending_post_id"] == "courroie:1"


async def test_the_same_pending_post_id_gives_the_first_post_again(
    bot: Person, louis: Person
) -> None:
    loire = await bot.channel("loire")
    first = await bot.says(loire["id"], "dédup", pending_post_id="courroie:7")

    again = await louis.says(loire["id"], "autre texte", pending_post_id="courroie:7")

    assert again["id"] == first["id"]
    assert again["message"] == "dédup"
    assert again["pending_post_id"] == ""
    assert "metadata" not in again
    listed = await bot.get(f"/channels/{loire['id']}/posts")
    assert len(listed["order"]) == 1


async def test_pending_post_id_protects_from_nothing_later(
    bot: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    loire = await bot.channel("loire")
    first = await bot.says(loire["id"], "un", pending_post_id="courroie:8")
    monkeypatch.setattr(triggers, "PENDING_SECONDS", 0.0)

    second = await bot.says(loire["id"], "deux", pending_post_id="courroie:8")

    assert second["id"] != first["id"]


@pytest.mark.parametrize("length", [16_383, 16_384])
async def test_a_message_has_at_most_16383_characters(bot: Person, length: int) -> None:
    loire = await bot.channel("loire")

    answer = await bot.call("POST", "/posts", {"channel_id": loire["id"], "message": "😀" * length})

    if length == 16_383:
        assert answer.status == 201
    else:
        assert (answer.status, answer.error_id) == (400, "model.post.is_valid.msg.app_error")


async def test_props_have_at_most_8000_characters(bot: Person) -> None:
    loire = await bot.channel("loire")
    body = {"channel_id": loire["id"], "message": "x", "props": {"long": "a" * 8000}}

    answer = await bot.call("POST", "/posts", body)

    assert (answer.status, answer.error_id) == (400, "model.post.is_valid.props.app_error")


async def test_readers_never_see_what_a_button_calls(bot: Person, louis: Person) -> None:
    loire = await bot.channel("loire")
    props = {"attachments": [{"text": "Une question ?", "actions": [BUTTON]}]}

    posted = await bot.says(loire["id"], "choisir", props=props)

    attachment = posted["props"]["attachments"][0]
    assert list(attachment)[:4] == ["id", "fallback", "color", "pretext"]
    action = attachment["actions"][0]
    assert len(action["id"]) == 26
    assert "integration" not in action
    assert posted["metadata"] == {"embeds": [{"type": "message_attachment"}]}
    seen = await louis.get(f"/posts/{posted['id']}")
    assert "à-cacher" not in str(seen)


async def test_only_another_message_makes_a_post_edited(bot: Person) -> None:
    loire = await bot.channel("loire")
    posted = await bot.says(loire["id"], "avant")
    await bot.post(f"/posts/{posted['id']}/pin")
    pinned = await bot.get(f"/posts/{posted['id']}")
    assert pinned["is_pinned"]
    assert pinned["edit_at"] == 0

    patched = await bot.call("PUT", f"/posts/{posted['id']}/patch", {"message": "après"})

    assert patched.body["edit_at"] > posted["create_at"]
    assert patched.body["is_pinned"]
    assert patched.body["props"] == {"from_bot": "true"}


async def test_a_whole_change_empties_what_it_does_not_give(bot: Person) -> None:
    loire = await bot.channel("loire")
    posted = await bot.says(loire["id"], "avant")

    changed = await bot.call(
        "PUT", f"/posts/{posted['id']}", {"id": posted["id"], "message": "avant"}
    )

    assert changed.body["props"] == {}


async def test_nobody_changes_or_deletes_the_post_of_another(bot: Person, louis: Person) -> None:
    loire = await bot.channel("loire")
    posted = await bot.says(loire["id"], "la mienne")

    patched = await louis.call("PUT", f"/posts/{posted['id']}/patch", {"message": "volée"})
    deleted = await louis.call("DELETE", f"/posts/{posted['id']}")

    assert patched.status == deleted.status == 403


async def test_a_deleted_post_takes_its_replies_along(bot: Person, louis: Person) -> None:
    loire = await bot.channel("loire")
    root = await bot.says(loire["id"], "racine")
    reply = await louis.says(loire["id"], "réponse", root_id=root["id"])
    assert reply["reply_count"] == 1

    assert (await bot.call("DELETE", f"/posts/{root['id']}")).body == {"status": "OK"}

    gone = await louis.call("GET", f"/posts/{reply['id']}")
    assert (gone.status, gone.error_id) == (404, "app.post.get.app_error")
    assert gone.body["detailed_error"] == f"resource: Post id: {reply['id']}"
    assert (await louis.get(f"/channels/{loire['id']}/posts"))["order"] == []


async def test_a_thread_is_read_from_any_of_its_posts(bot: Person, louis: Person) -> None:
    loire = await bot.channel("loire")
    root = await bot.says(loire["id"], "racine")
    replies = [await louis.says(loire["id"], f"réponse {n}", root_id=root["id"]) for n in range(2)]

    thread = await louis.get(f"/posts/{replies[0]['id']}/thread")

    assert thread["order"] == [replies[0]["id"], replies[1]["id"], root["id"]]
    assert set(thread) == {"order", "posts", "next_post_id", "prev_post_id"}


async def test_a_reply_needs_a_root_of_the_same_channel(bot: Person) -> None:
    loire, national = await bot.channel("loire"), await bot.channel("national")
    root = await bot.says(loire["id"], "racine")

    elsewhere = await bot.call(
        "POST", "/posts", {"channel_id": national["id"], "message": "x", "root_id": root["id"]}
    )
    nowhere = await bot.call(
        "POST", "/posts", {"channel_id": loire["id"], "message": "x", "root_id": "a" * 26}
    )

    assert elsewhere.error_id == "api.post.create_post.channel_root_id.app_error"
    assert nowhere.error_id == "api.post.create_post.root_id.app_error"


async def test_posts_are_paged_latest_first(bot: Person) -> None:
    loire = await bot.channel("loire")
    ids = [(await bot.says(loire["id"], f"message {n}"))["id"] for n in range(5)]
    path = f"/channels/{loire['id']}/posts"

    first = await bot.get(f"{path}?per_page=2")
    second = await bot.get(f"{path}?per_page=2&page=1")
    after = await bot.get(f"{path}?after={ids[1]}&per_page=2")
    before = await bot.get(f"{path}?before={ids[1]}")

    assert first["order"] == [ids[4], ids[3]]
    assert (first["next_post_id"], first["prev_post_id"]) == ("", ids[2])
    assert second["order"] == [ids[2], ids[1]]
    assert after["order"] == [ids[3], ids[2]]
    assert (after["next_post_id"], after["prev_post_id"]) == (ids[4], ids[1])
    assert before["order"] == [ids[0]]


async def test_since_gives_what_changed_the_deleted_included(bot: Person) -> None:
    loire = await bot.channel("loire")
    old, gone, new = [await bot.says(loire["id"], text) for text in ("un", "deux", "trois")]
    await bot.call("DELETE", f"/posts/{gone['id']}")

    changed = await bot.get(f"/channels/{loire['id']}/posts?since={old['update_at']}")

    assert changed["order"] == [new["id"], gone["id"]]
    assert changed["posts"][gone["id"]]["delete_at"] > 0


async def test_strangers_neither_read_nor_write_a_private_channel(
    amina: Person, marc: Person
) -> None:
    loire = await amina.channel("loire")
    posted = await amina.says(loire["id"], "entre nous")

    answers = [
        await marc.call("GET", f"/channels/{loire['id']}/posts"),
        await marc.call("GET", f"/posts/{posted['id']}"),
        await marc.call("GET", f"/channels/{loire['id']}"),
        await marc.call("GET", f"/channels/{loire['id']}/members/{amina.id}"),
        await marc.call("POST", "/posts", {"channel_id": loire["id"], "message": "coucou"}),
    ]

    assert {(answer.status, answer.error_id) for answer in answers} == {
        (403, "api.context.permissions.app_error")
    }


async def test_only_an_admin_whispers(town: Town, bot: Person, louis: Person) -> None:
    loire = await bot.channel("loire")
    body = {"user_id": louis.id, "post": {"channel_id": loire["id"], "message": "psst"}}
    admin = await town.person("admin")

    refused = await bot.call("POST", "/posts/ephemeral", body)
    whispered = await admin.post("/posts/ephemeral", body, status=201)

    assert (refused.status, refused.error_id) == (403, "api.context.permissions.app_error")
    assert whispered["type"] == "system_ephemeral"
    assert (await louis.get(f"/channels/{loire['id']}/posts"))["order"] == []


async def test_a_reaction_is_kept_once_and_taken_back(bot: Person, louis: Person) -> None:
    loire = await bot.channel("loire")
    posted = await bot.says(loire["id"], "d'accord ?")
    body = {"user_id": louis.id, "post_id": posted["id"], "emoji_name": "+1"}

    await louis.post("/reactions", body)
    await louis.post("/reactions", body)

    listed = await bot.get(f"/posts/{posted['id']}/reactions")
    assert [one["emoji_name"] for one in listed] == ["+1"]
    shown = await bot.get(f"/posts/{posted['id']}")
    assert shown["has_reactions"]
    assert shown["metadata"]["reactions"][0]["user_id"] == louis.id
    await louis.call("DELETE", f"/users/me/posts/{posted['id']}/reactions/+1")
    assert await bot.get(f"/posts/{posted['id']}/reactions") is None


async def test_nobody_reacts_in_the_name_of_another(bot: Person, louis: Person) -> None:
    loire = await bot.channel("loire")
    posted = await bot.says(loire["id"], "d'accord ?")

    answer = await louis.call(
        "POST", "/reactions", {"user_id": bot.id, "post_id": posted["id"], "emoji_name": "+1"}
    )

    assert answer.status == 403


async def test_the_world_survives_the_sandbox(tmp_path: Path) -> None:
    first = Sandbox(data_dir=tmp_path / "world", port=0)
    async with first:
        token = first.bot_token
        started = asyncio.get_running_loop().time()
    second = Sandbox(data_dir=tmp_path / "world", port=0)
    async with second:
        assert second.bot_token == token
        assert asyncio.get_running_loop().time() - started < 2
