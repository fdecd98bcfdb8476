"""The sandbox beside what a real server was seen to say: the same fields, in the same order."""

import json
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.mattermost.ids import CAPTURES
from tests.sandbox.people import Json, Person, Town


def _text(name: str) -> str:
    return (CAPTURES / name).read_text(encoding="utf-8")


def _bodies(name: str) -> list[Json]:
    """Give the one-line JSON objects of a capture, in order."""
    return [json.loads(line) for line in _text(name).splitlines() if line.startswith('{"')]


def _sent_headers(name: str) -> set[str]:
    """Give the names of the headers that the real server sent with a request."""
    head = _text(name).partition("\n\n")[0].splitlines()[1:]
    return {line.partition(":")[0] for line in head}


def _shape(value: object) -> object:
    """Keep the names and their order, and the kinds of values."""
    if isinstance(value, dict):
        return [(name, _shape(one)) for name, one in value.items()]
    if isinstance(value, list):
        return [_shape(one) for one in value]
    return type(value).__name__


def _event(name: str, **wanted: str) -> Json:
    for line in _text("ws_events.jsonl").splitlines():
        event: Json = json.loads(line)
        if event["event"] == name and all(event["data"].get(k) == v for k, v in wanted.items()):
            return event
    raise LookupError(name)


def _compare_events(ours: Json, real: Json) -> None:
    assert list(ours) == list(real)
    assert list(ours["data"]) == list(real["data"])
    assert _shape(ours["broadcast"]) == _shape(real["broadcast"])
    for field in ("post", "reaction", "mentions"):
        if field in real["data"]:
            ours_in, real_in = json.loads(ours["data"][field]), json.loads(real["data"][field])
            if field != "mentions":
                assert _shape(ours_in) == _shape(real_in)


async def test_a_posts_answer(bot: Person) -> None:
    loire = await bot.channel("loire")

    posted = await bot.says(loire["id"], "Bonjour de **botte** é😀")

    assert _shape(posted) == _shape(_bodies("post_as_bot.txt")[0])


async def test_both_answers_for_one_pending_post_id(bot: Person) -> None:
    loire = await bot.channel("loire")
    real = _bodies("pending_post_id.txt")

    ours = [await bot.says(loire["id"], text, pending_post_id="c:1") for text in ("un", "deux")]

    assert [_shape(one) for one in ours] == [_shape(one) for one in real]


async def test_a_posts_attachments(bot: Person) -> None:
    real = _bodies("post_with_buttons.txt")[0]
    attachment = real["props"]["attachments"][0]
    integration = {"integration": {"url": "http://example.invalid"}}
    actions = [action | integration for action in attachment["actions"][:-1]]
    unnamed = {"type": "button", "name": "Sans id"} | integration
    asked = {"fallback": "f", "text": "Une question ?", "actions": [*actions, unnamed]}
    loire = await bot.channel("loire")

    posted = await bot.says(loire["id"], "choisir", props={"attachments": [asked]})

    assert _shape(posted) == _shape(real)


async def test_the_bots_own_account(bot: Person) -> None:
    assert _shape(await bot.get("/users/me")) == _shape(_bodies("bot_users_me.txt")[0])


async def test_a_refused_token(town: Town) -> None:
    real = _bodies("error_401.txt")[0]
    stranger = Person(town.http, town.sandbox.url, "pasbonpasbonpasbonpasbon")

    answer = await stranger.call("GET", "/users/me")

    ours = answer.body | {"request_id": real["request_id"]}
    assert list(ours.items()) == list(real.items())


async def test_a_created_command(town: Town) -> None:
    ours = await town.command(display_name="Botte", auto_complete=True)

    assert _shape(ours) == _shape(_bodies("command_create.txt")[0])


async def test_a_slash_commands_request(town: Town, louis: Person) -> None:
    await town.command()
    loire = await louis.channel("loire")
    real = dict(parse_qsl(_text("slash_command.txt").split("\n\n")[1], keep_blank_values=True))

    await louis.types(loire["id"], "/botte  aide   @amina ~national é😀 \n ligne2")

    call = town.integration.calls[0]
    assert list(call.form) == list(real)
    assert set(call.headers) == _sent_headers("slash_command.txt")


@pytest.mark.parametrize(
    "capture", ["slash_command_execute_response.txt", "slash_in_channel_response.txt"]
)
async def test_a_slash_commands_answer(town: Town, louis: Person, capture: str) -> None:
    await town.command()
    real = _bodies(capture)[0]
    town.integration.says(real)

    answer = await louis.types((await louis.channel("loire"))["id"], "/botte")

    ours = answer.body | {"trigger_id": real["trigger_id"]}
    assert json.dumps(ours) == json.dumps(real)


@pytest.mark.parametrize("capture", ["action_button.txt", "action_select.txt"])
async def test_a_clicks_request(town: Town, bot: Person, louis: Person, capture: str) -> None:
    real = _bodies(capture)[0]
    context = {k: v for k, v in real["context"].items() if k != "selected_option"}
    integration = {"url": f"{town.integration.url}/action", "context": context}
    action = {"id": "a", "type": real["type"], "name": "A", "integration": integration}
    loire = await bot.channel("loire")
    post = await bot.says(loire["id"], "?", props={"attachments": [{"actions": [action]}]})
    chosen = {"selected_option": "b"} if real["type"] == "select" else {}

    clicked = await louis.call("POST", f"/posts/{post['id']}/actions/a", chosen)

    call = town.integration.calls[0]
    assert _shape(call.json) == _shape(real)
    assert set(call.headers) == _sent_headers(capture)
    assert _shape(clicked.body) == _shape(_bodies("action_button_click_response.txt")[0])


async def test_a_dialogs_event_and_its_submission(town: Town, bot: Person, louis: Person) -> None:
    opened = json.loads(_text("dialog_open.txt").partition("\n\n")[0])
    real: Any = json.loads(_text("ws_open_dialog.json"))
    listener = await louis.listens()
    await town.command()
    loire = await louis.channel("loire")
    await louis.types(loire["id"], "/botte")
    trigger = town.integration.calls[0].form["trigger_id"]

    await bot.post("/actions/dialogs/open", opened | {"trigger_id": trigger})

    event = await listener.next("open_dialog")
    ours, theirs = (json.loads(one["data"]["dialog"]) for one in (event, real))
    assert json.dumps(ours["dialog"]) == json.dumps(theirs["dialog"])
    filled = json.loads(
        _text("dialog_submit.txt")
        .partition("POSTed to /api/v4/actions/dialogs/submit\n")[2]
        .partition("\n\n")[0]
    )
    filled |= {
        "url": f"{town.integration.url}/dialog",
        "channel_id": loire["id"],
        "team_id": loire["team_id"],
    }
    await louis.post("/actions/dialogs/submit", filled)
    call = town.integration.calls[-1]
    assert _shape(call.json) == _shape(_bodies("dialog_submit.txt")[0])
    assert set(call.headers) == _sent_headers("dialog_submit.txt")


async def test_an_ephemeral_event(town: Town, louis: Person) -> None:
    await town.command()
    listener = await louis.listens()
    town.integration.says({"text": "reçu **ok**"})

    await louis.types((await louis.channel("loire"))["id"], "/botte")

    event = await listener.next("ephemeral_message")
    _compare_events(event, json.loads(_text("ws_ephemeral_message.json")))


async def test_the_events_of_a_posts_life(bot: Person, amina: Person, louis: Person) -> None:
    listener = await bot.listens()
    loire = await amina.channel("loire")
    _compare_events(await listener.next("hello"), _event("hello"))
    _compare_events(await listener.next("status_change"), _event("status_change"))
    posted = await amina.says(loire["id"], "bonjour @courroie", pending_post_id="c1:1")
    await louis.says(loire["id"], "réponse", root_id=posted["id"])
    path = f"/posts/{posted['id']}"
    body = {"user_id": louis.id, "post_id": posted["id"], "emoji_name": "white_check_mark"}
    await amina.call("PUT", f"{path}/patch", {"message": "bonjour modifié"})
    await louis.post("/reactions", body)
    await louis.call("DELETE", f"/users/me{path}/reactions/white_check_mark")
    await amina.call("DELETE", path)

    _compare_events(await listener.next("posted"), _event("posted", sender_name="@conseiller1"))
    _compare_events(await listener.next("posted"), _event("posted", sender_name="@coordo"))
    for name in ("post_edited", "reaction_added", "reaction_removed", "post_deleted"):
        _compare_events(await listener.next(name), _event(name))


async def test_the_events_of_comings_and_goings(
    bot: Person, amina: Person, marc: Person, louis: Person
) -> None:
    listener = await bot.listens()
    loire = await amina.channel("loire")
    path = f"/channels/{loire['id']}/members"
    await amina.post(path, {"user_id": marc.id}, status=201)
    await amina.call("DELETE", f"{path}/{marc.id}")
    direct = await louis.post("/channels/direct", [louis.id, bot.id], status=201)
    await louis.says(direct["id"], "en privé")
    await amina.call("DELETE", f"{path}/{bot.id}")

    _compare_events(await listener.next("user_added"), _event("user_added"))
    _compare_events(await listener.next("user_removed"), _event("user_removed"))
    _compare_events(await listener.next("direct_added"), _event("direct_added"))
    _compare_events(await listener.next("posted"), _event("posted", channel_type="D"))
    own = _event("user_removed", channel_id="anrm7e6ymtnbpgei5fecqzpsbw")
    _compare_events(await listener.next("user_removed"), own)


async def test_a_rate_limit(town: Town, bot: Person) -> None:
    head, _, body = _text("ratelimit_429.txt").partition("\n\n")
    town.sandbox.faults.rate_limit()

    answer = await bot.call("GET", "/users/me")

    wanted = dict(line.split(": ") for line in head.splitlines()[1:])
    assert set(wanted) - {"Date", "Content-Length"} <= set(answer.headers)
    assert answer.headers["Content-Type"] == wanted["Content-Type"]
    assert answer.body.strip() == body.strip()
