"""Channels that are archived, renamed, left: refusals and events as the real server has them."""

from __future__ import annotations

import json

import pytest

from tests.sandbox.people import Json, Person, Town


@pytest.fixture
async def admin(town: Town) -> Person:
    return await town.person("admin")


async def loire(town: Town) -> Json:
    return await (await town.person("amina")).channel("loire")


async def test_an_archived_channel_is_read_but_not_written_in(
    town: Town, amina: Person, louis: Person, admin: Person
) -> None:
    channel = await loire(town)
    post = await louis.says(channel["id"], "Bonjour")
    assert (await amina.call("DELETE", f"/channels/{channel['id']}")).status == 200

    body = {"channel_id": channel["id"], "message": "Et maintenant ?"}
    refused = await louis.call("POST", "/posts", body)
    assert (refused.status, refused.error_id) == (
        400,
        "api.post.create_post.can_not_post_to_deleted.error",
    )
    edited = await louis.call("PUT", f"/posts/{post['id']}/patch", {"message": "Bonsoir"})
    assert (edited.status, edited.error_id) == (
        400,
        "api.post.patch_post.can_not_update_post_in_deleted.error",
    )
    reacted = await louis.reacts(post["id"], "tada")
    assert (reacted.status, reacted.error_id) == (
        403,
        "api.reaction.save.archived_channel.app_error",
    )
    shown = await louis.get(f"/channels/{channel['id']}")
    assert shown["delete_at"] > 0
    assert (await louis.get(f"/channels/{channel['id']}/posts"))["order"]
    assert len(await louis.get(f"/channels/{channel['id']}/members")) == 4

    team = (await louis.team())["id"]
    named = f"/teams/{team}/channels/name/loire"
    assert (await louis.call("GET", named)).status == 404
    assert (await louis.get(f"{named}?include_deleted=true"))["id"] == channel["id"]
    own = await louis.get(f"/users/me/teams/{team}/channels")
    assert channel["id"] not in {each["id"] for each in own}

    assert (await amina.call("POST", f"/channels/{channel['id']}/restore")).status == 403
    assert (await admin.post(f"/channels/{channel['id']}/restore"))["delete_at"] == 0
    await louis.says(channel["id"], "De retour")


async def test_archiving_and_restoring_are_told_to_the_whole_team(
    town: Town, amina: Person, marc: Person, admin: Person
) -> None:
    channel = await loire(town)
    inside, outside = await amina.listens(), await marc.listens()
    await amina.call("DELETE", f"/channels/{channel['id']}")

    said = json.loads((await inside.next("posted"))["data"]["post"])
    assert said["type"] == "system_channel_deleted"
    for window in (inside, outside):
        told = await window.next("channel_deleted")
        assert told["data"]["channel_id"] == channel["id"]
        assert told["data"]["delete_at"] > 0
        assert told["broadcast"]["team_id"] == channel["team_id"]
    await admin.post(f"/channels/{channel['id']}/restore")
    for window in (inside, outside):
        told = await window.next("channel_restored")
        assert told["data"] == {"channel_id": channel["id"]}


async def test_a_renamed_channel_keeps_its_id(town: Town, amina: Person) -> None:
    channel = await loire(town)
    window = await amina.listens()
    path = f"/channels/{channel['id']}/patch"
    await amina.call("PUT", path, {"name": "loire-42", "display_name": "La Loire"})

    told = json.loads((await window.next("channel_updated"))["data"]["channel"])
    assert (told["id"], told["name"]) == (channel["id"], "loire-42")
    assert (await amina.channel("loire-42"))["display_name"] == "La Loire"


async def test_who_leaves_a_team_leaves_its_channels(
    town: Town, amina: Person, bot: Person, admin: Person
) -> None:
    channel = await loire(town)
    window = await bot.listens()
    path = f"/teams/{channel['team_id']}/members"
    assert (await amina.call("DELETE", f"{path}/{bot.id}")).status == 403
    assert (await admin.call("DELETE", f"{path}/{bot.id}")).status == 200

    assert (await window.next("leave_team"))["data"]["user_id"] == bot.id
    assert (await bot.call("GET", f"/channels/{channel['id']}")).status == 403
    assert (await bot.call("GET", "/teams/name/france")).status == 403
    assert await bot.get("/users/me/teams") == []

    await admin.post(path, {"user_id": bot.id}, status=201)
    assert (await window.next("added_to_team"))["data"]["user_id"] == bot.id
    await amina.post(f"/channels/{channel['id']}/members", {"user_id": bot.id}, status=201)
    assert (await bot.get(f"/channels/{channel['id']}"))["id"] == channel["id"]


async def test_the_reactions_of_many_posts_are_read_at_once(
    town: Town, louis: Person, marc: Person
) -> None:
    channel = await loire(town)
    posts = [await louis.says(channel["id"], text) for text in ("Un", "Deux")]
    await louis.reacts(posts[0]["id"], "tada")
    ids = [each["id"] for each in posts]

    found = await louis.post("/posts/ids/reactions", ids)

    assert [each["emoji_name"] for each in found[ids[0]]] == ["tada"]
    assert found[ids[1]] == []
    assert (await marc.call("POST", "/posts/ids/reactions", ids)).status == 403
