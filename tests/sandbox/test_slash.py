"""Slash commands: what the integration is sent, and what becomes of its answer."""

import json
from urllib.parse import urlsplit

import pytest

from sandbox.server import triggers
from sandbox.server.errors import COMMAND_FAILED
from sandbox.server.sandbox import Sandbox
from tests.sandbox.people import Person, Town

BUTTON = {
    "id": "oui",
    "name": "Oui",
    "type": "button",
    "integration": {"url": "http://example.invalid/action", "context": {"k": "v"}},
}


async def test_the_form_and_its_headers_are_the_real_ones(town: Town, louis: Person) -> None:
    command = await town.command()
    loire, national = await louis.channel("loire"), await louis.channel("national")

    await louis.types(loire["id"], "/Botte  aide   @amina ~national é😀 \n ligne2")

    call = town.integration.calls[0]
    assert call.headers["User-Agent"] == "Mattermost-Bot/1.1"
    assert call.headers["Accept"] == "application/json"
    assert call.headers["Authorization"] == f"Token {command['token']}"
    assert call.headers["Content-Type"] == "application/x-www-form-urlencoded"
    amina = await town.person("amina")
    hook = call.form.pop("response_url")
    trigger = call.form.pop("trigger_id")
    assert hook.startswith(f"{town.sandbox.url}/hooks/commands/")
    assert len(trigger) > 100
    assert {k: v for k, v in call.form.items() if k not in {"response_url", "trigger_id"}} == {
        "channel_id": loire["id"],
        "channel_mentions": "national",
        "channel_mentions_ids": national["id"],
        "channel_name": "loire",
        "command": "/botte",
        "team_domain": "france",
        "team_id": loire["team_id"],
        "text": " aide   @amina ~national é😀 \n ligne2",
        "token": command["token"],
        "user_id": louis.id,
        "user_mentions": "amina",
        "user_mentions_ids": amina.id,
        "user_name": "louis",
    }
    names = [pair.split(b"=")[0] for pair in call.body.split(b"&")]
    assert names == sorted(names)


async def test_a_command_without_text_has_no_mention_fields(town: Town, louis: Person) -> None:
    await town.command()
    loire = await louis.channel("loire")

    await louis.types(loire["id"], "/botte")

    form = town.integration.calls[0].form
    assert form["text"] == ""
    assert not [name for name in form if "mentions" in name]


async def test_an_ephemeral_answer_reaches_the_caller_only(
    town: Town, louis: Person, amina: Person
) -> None:
    await town.command()
    loire = await louis.channel("loire")
    listener, aminas = await louis.listens(), await amina.listens()
    town.integration.says({"text": "reçu **ok**"})

    answer = await louis.types(loire["id"], "/botte aide")

    assert list(answer.body) == [
        "response_type",
        "text",
        "username",
        "channel_id",
        "icon_url",
        "type",
        "props",
        "goto_location",
        "trigger_id",
        "skip_slack_parsing",
        "attachments",
        "extra_responses",
    ]
    assert len(answer.body["trigger_id"]) == 26
    event = await listener.next("ephemeral_message")
    post = json.loads(event["data"]["post"])
    assert (post["message"], post["type"]) == ("reçu **ok**", "system_ephemeral")
    assert post["props"] == {"from_webhook": "true", "override_icon_url": ""}
    assert (post["user_id"], post["update_at"]) == (louis.id, 0)
    assert event["broadcast"]["user_id"] == louis.id
    assert event["broadcast"]["channel_id"] == loire["id"]
    assert (await louis.get(f"/channels/{loire['id']}/posts"))["order"] == []
    await amina.says(loire["id"], "rien entendu")
    await aminas.next("status_change")
    assert (await aminas.next())["event"] == "posted"


async def test_an_answer_in_channel_is_posted_as_who_typed(town: Town, louis: Person) -> None:
    await town.command()
    loire = await louis.channel("loire")
    town.integration.says(
        {
            "response_type": "in_channel",
            "text": "pour tous <https://example.org|ici>",
            "props": {"essai": 1},
            "attachments": [{"text": "Corps", "actions": [BUTTON]}],
            "extra_responses": [{"text": "extra"}],
        }
    )

    answer = await louis.types(loire["id"], "/botte")

    listed = await louis.get(f"/channels/{loire['id']}/posts")
    post = listed["posts"][listed["order"][0]]
    assert post["user_id"] == louis.id
    assert post["message"] == "pour tous [ici](https://example.org)"
    assert post["props"]["from_webhook"] == "true"
    assert post["props"]["essai"] == 1
    assert "integration" not in str(post)
    echoed = answer.body["attachments"][0]["actions"][0]
    assert echoed["integration"]["context"] == {"k": "v"}
    assert answer.body["extra_responses"][0]["text"] == "extra"


async def test_plain_text_is_shown_to_the_caller(town: Town, louis: Person) -> None:
    await town.command()
    town.integration.content_type, town.integration.body = "text/plain", "bonjour"

    answer = await louis.types((await louis.channel("loire"))["id"], "/botte")

    assert (answer.status, answer.body["text"]) == (200, "bonjour")


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (500, "{}", "api.command.execute_command.failed_resp.app_error"),
        (201, "{}", "api.command.execute_command.failed_resp.app_error"),
        (200, "", "api.command.execute_command.failed.app_error"),
        (200, "pas du JSON", "api.command.execute_command.failed.app_error"),
        (200, "[]", "api.command.execute_command.failed.app_error"),
    ],
)
async def test_anything_but_200_and_json_is_an_error(
    town: Town, louis: Person, status: int, body: str, error: str
) -> None:
    await town.command()
    town.integration.status, town.integration.body = status, body

    answer = await louis.types((await louis.channel("loire"))["id"], "/botte")

    assert (answer.status, answer.error_id) == (500, error)
    assert "'botte'" in answer.body["message"]


async def test_an_absent_integration_is_an_error(town: Town, louis: Person) -> None:
    await town.command(url="http://127.0.0.1:9/slash")

    answer = await louis.types((await louis.channel("loire"))["id"], "/botte")

    assert (answer.status, answer.error_id) == (500, COMMAND_FAILED)
    assert answer.body["message"] == "La commande avec le déclencheur 'botte' a échoué"


@pytest.mark.parametrize(("kind", "status"), [("in_channel", 500), ("ephemeral", 200)])
async def test_only_what_is_whispered_may_be_long(
    town: Town, louis: Person, kind: str, status: int
) -> None:
    await town.command()
    town.integration.says({"response_type": kind, "text": "a" * 16_384})

    answer = await louis.types((await louis.channel("loire"))["id"], "/botte")

    assert answer.status == status


async def test_unknown_words_are_not_commands(louis: Person) -> None:
    loire = await louis.channel("loire")

    unknown = await louis.types(loire["id"], "/inconnue x")
    bare = await louis.types(loire["id"], "/")

    assert (unknown.status, unknown.error_id) == (
        404,
        "api.command.execute_command.not_found.app_error",
    )
    assert (bare.status, bare.error_id) == (400, "api.command.execute_command.start.app_error")


async def test_a_command_works_in_a_direct_message(town: Town, louis: Person, bot: Person) -> None:
    await town.command()
    direct = await louis.post("/channels/direct", [louis.id, bot.id], status=201)
    team = await louis.team()
    body = {"channel_id": direct["id"], "command": "/botte", "team_id": team["id"]}

    await louis.post("/commands/execute", body)

    assert town.integration.calls[0].form["channel_name"] == direct["name"]
    assert town.integration.calls[0].form["team_domain"] == "france"


async def test_response_url_answers_five_times(town: Town, louis: Person) -> None:
    await town.command()
    loire = await louis.channel("loire")
    await louis.types(loire["id"], "/botte")
    path = urlsplit(town.integration.calls[0].form["response_url"]).path
    stranger = Person(town.http, town.sandbox.url, "")
    body = {"response_type": "in_channel", "text": "plus tard"}

    answers = [await stranger.call("POST", path, body) for _ in range(6)]

    assert [answer.status for answer in answers] == [200] * 5 + [400]
    assert answers[0].body == "ok"
    assert answers[5].error_id == "app.command_webhook.try_use.invalid"
    assert len((await louis.get(f"/channels/{loire['id']}/posts"))["order"]) == 5


async def test_a_later_answer_is_for_the_caller_and_its_buttons_and_menus_work(
    town: Town, louis: Person
) -> None:
    await town.command()
    loire = await louis.channel("loire")
    listener = await louis.listens()
    await louis.types(loire["id"], "/botte")
    path = urlsplit(town.integration.calls[0].form["response_url"]).path
    integration = {"url": f"{town.integration.url}/action", "context": {"k": "v"}}
    actions = [
        {"id": "oui", "type": "button", "name": "Oui", "integration": integration},
        {"id": "choix", "type": "select", "name": "Gérer…", "integration": integration},
    ]
    stranger = Person(town.http, town.sandbox.url, "")
    await stranger.call(
        "POST", path, {"text": "Que faire ?", "attachments": [{"actions": actions}]}
    )
    shown = await listener.whisper()
    town.integration.says({"ephemeral_text": "C'est noté."})

    for action, chosen in zip(shown["props"]["attachments"][0]["actions"], ("x", "b"), strict=True):
        body = {"cookie": action["cookie"], "selected_option": chosen}
        await louis.post(f"/posts/{shown['id']}/actions/{action['id']}", body)

    pressed, picked = (call.json for call in town.integration.calls[1:])
    assert (pressed["type"], pressed["context"]) == ("button", {"k": "v"})
    assert (picked["type"], picked["context"]) == ("select", {"k": "v", "selected_option": "b"})
    assert (await listener.whisper())["root_id"] == shown["id"]
    assert (await louis.get(f"/channels/{loire['id']}/posts"))["order"] == []


async def test_response_url_dies_after_a_while(
    town: Town, louis: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.command()
    await louis.types((await louis.channel("loire"))["id"], "/botte")
    path = urlsplit(town.integration.calls[0].form["response_url"]).path
    monkeypatch.setattr(triggers, "HOOK_SECONDS", 0.0)

    answer = await louis.call("POST", path, {"text": "trop tard"})

    assert (answer.status, answer.error_id) == (404, "app.command_webhook.get.missing")


async def test_a_get_command_puts_its_form_in_the_address(town: Town, louis: Person) -> None:
    await town.command(method="G")

    await louis.types((await louis.channel("loire"))["id"], "/botte x y")

    call = town.integration.calls[0]
    assert call.method == "GET"
    assert "&text=x+y&" in call.path
    assert call.headers["Authorization"].startswith("Token ")


async def test_commands_are_managed_by_those_who_may(
    town: Town, bot: Person, louis: Person
) -> None:
    command = await town.command(auto_complete=True, auto_complete_desc="Parler au bot")
    team = await louis.team()

    refused = await louis.call("GET", f"/commands?team_id={team['id']}&custom_only=true")
    listed = await bot.get(f"/commands?team_id={team['id']}&custom_only=true")
    proposed = await louis.get(f"/teams/{team['id']}/commands/autocomplete")
    changed = await bot.call(
        "PUT", f"/commands/{command['id']}", command | {"auto_complete_hint": "[aide]"}
    )
    twice = await bot.call("POST", "/commands", command)

    assert (refused.status, refused.error_id) == (403, "api.context.permissions.app_error")
    assert listed[0]["token"] == command["token"]
    assert (proposed[0]["trigger"], proposed[0]["token"], proposed[0]["url"]) == ("botte", "", "")
    assert changed.body["auto_complete_hint"] == "[aide]"
    assert changed.body["token"] == command["token"]
    assert twice.error_id == "api.command.duplicate_trigger.app_error"
    assert (await bot.call("DELETE", f"/commands/{command['id']}")).status == 200
    assert await bot.get(f"/commands?team_id={team['id']}&custom_only=true") == []


async def test_a_plain_user_creates_no_command(louis: Person) -> None:
    team = await louis.team()
    body = {"team_id": team["id"], "trigger": "x", "method": "P", "url": "http://example.org"}

    answer = await louis.call("POST", "/commands", body)

    assert (answer.status, answer.error_id) == (403, "api.context.permissions.app_error")


async def test_a_sandbox_may_refuse_commands_to_the_bot(
    town: Town, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("strict")
    async with Sandbox(data_dir=folder, port=0, bot_may_create_commands=False) as strict:
        bot = Person(town.http, strict.url, strict.bot_token)
        team = await bot.team()
        body = {"team_id": team["id"], "trigger": "x", "method": "P", "url": "http://example.org"}

        answer = await bot.call("POST", "/commands", body)

    assert (answer.status, answer.error_id) == (403, "api.context.permissions.app_error")
