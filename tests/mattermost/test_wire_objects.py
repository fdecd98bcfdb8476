from __future__ import annotations

import json
from dataclasses import FrozenInstanceError

import pytest
from pydantic import JsonValue

from bot.mattermost.errors import MalformedError
from bot.mattermost.wire.fields import read, read_all, written
from bot.mattermost.wire.objects import (
    Channel,
    ChannelType,
    Member,
    SlashCommand,
    Uploaded,
    User,
    parse_posts,
)
from tests.mattermost.ids import AMINA, ENTRAIDE, LOIRE, id_of


def post(name: str, created: int) -> dict[str, JsonValue]:
    return {"id": id_of(name), "create_at": created, "user_id": AMINA, "channel_id": ENTRAIDE}


def page(order: list[str], *posts: dict[str, JsonValue]) -> bytes:
    return json.dumps(
        {"order": [id_of(name) for name in order], "posts": {str(p["id"]): p for p in posts}}
    ).encode()


@pytest.mark.parametrize(
    ("nickname", "first_name", "last_name", "shown"),
    [
        ("Mina", "Amina", "B.", "Mina"),
        ("", "Amina", "B.", "Amina B."),
        ("", "", "B.", "B."),
        ("", "", "", "amina"),
    ],
)
def test_a_user_is_shown_by_nickname_then_name_then_user_name(
    nickname: str, first_name: str, last_name: str, shown: str
) -> None:
    user = User(
        id=AMINA,
        username="amina",
        nickname=nickname,
        first_name=first_name,
        last_name=last_name,
    )

    assert user.display_name == shown


def test_roles_tell_guests() -> None:
    guest = read(User, json.dumps({"id": AMINA, "roles": "system_guest"}).encode())
    admin = read(User, json.dumps({"id": AMINA, "roles": "system_user system_admin"}).encode())

    assert (guest.is_guest, admin.is_guest) == (True, False)
    assert not guest.is_bot


def test_what_the_edge_gives_is_frozen() -> None:
    user = User(id=AMINA, username="amina")

    with pytest.raises(FrozenInstanceError):
        user.username = "zoe"  # type: ignore[misc]


@pytest.mark.parametrize(("letter", "kind"), [("P", ChannelType.PRIVATE), ("X", ChannelType.OTHER)])
def test_a_channel_of_an_unknown_type_is_other(letter: str, kind: ChannelType) -> None:
    channel = read(Channel, json.dumps({"id": ENTRAIDE, "type": letter, "team_id": ""}).encode())

    assert channel.type is kind


def test_posts_come_oldest_first_and_only_those_of_the_page() -> None:
    body = page(["b", "a"], post("a", 1), post("b", 2), post("root", 0))

    assert [found.id for found in parse_posts(body)] == [id_of("a"), id_of("b")]


def test_posts_of_the_same_millisecond_keep_the_servers_order() -> None:
    body = page(["c", "b", "a"], post("a", 1), post("b", 1), post("c", 1))

    assert [found.id for found in parse_posts(body)] == [id_of("a"), id_of("b"), id_of("c")]


def test_a_root_listed_twice_comes_once() -> None:
    body = page(["root", "root", "a"], post("root", 0), post("a", 1))

    assert [found.id for found in parse_posts(body)] == [id_of("root"), id_of("a")]


@pytest.mark.parametrize(
    "body",
    [
        b'{"order": ["x"], "posts": {}}',
        b'{"order": [[]], "posts": {}}',
        b'{"order": "x", "posts": {}}',
        b'{"order": ["x"], "posts": []}',
    ],
)
def test_a_page_that_does_not_hold_together_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedError):
        parse_posts(body)


def test_a_null_list_is_empty() -> None:
    assert read_all(User, b"null") == ()


def test_a_list_of_something_else_is_refused() -> None:
    with pytest.raises(MalformedError):
        read_all(Member, b'["x"]')


def test_a_file_without_id_is_refused() -> None:
    with pytest.raises(MalformedError):
        read(Uploaded, b'{"file_infos": []}')


def test_a_commands_token_stays_out_of_its_repr_and_of_what_we_send() -> None:
    sent = SlashCommand(
        team_id=LOIRE, trigger="besoin", url="http://u", token="s3cret", auto_complete_hint="[x]"
    )

    assert "s3cret" not in repr(sent)
    assert "s3cret" not in json.dumps(written(sent))


def test_a_command_comes_back_as_it_was_sent() -> None:
    sent = SlashCommand(team_id=LOIRE, trigger="besoin", url="http://u", auto_complete_hint="[x]")
    answer = written(sent) | {"id": id_of("c"), "token": "t", "creator_id": AMINA}

    back = read(SlashCommand, json.dumps(answer).encode())

    assert (back.id, back.token) == (id_of("c"), "t")
    assert (back.trigger, back.url, back.auto_complete_hint) == ("besoin", "http://u", "[x]")
