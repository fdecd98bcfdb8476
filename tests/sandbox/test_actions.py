"""Buttons, menus and dialogs."""

import json

import pytest

from sandbox.server import triggers
from tests.sandbox.people import Answer, Json, Person, Town

DIALOG = {
    "callback_id": "cb1",
    "title": "Titre",
    "introduction_text": "Intro **md**",
    "submit_label": "Envoyer",
    "notify_on_cancel": True,
    "state": "etat-1",
    "elements": [
        {"display_name": "Sujet", "name": "sujet", "type": "text", "max_length": 50},
        {
            "display_name": "Urgence",
            "name": "urgence",
            "type": "select",
            "options": [{"text": "Haute", "value": "h"}],
        },
    ],
}


def _props(town: Town) -> Json:
    integration = {"url": f"{town.integration.url}/action", "context": {"n": 3, "action": "v"}}
    bare = {"url": f"{town.integration.url}/action"}
    actions = [
        {"id": "valider", "type": "button", "name": "Valider", "integration": integration},
        {"id": "nu", "name": "Nu", "integration": bare},
        {"id": "avec_souligne", "type": "button", "name": "Bad id", "integration": bare},
        {
            "id": "choix",
            "type": "select",
            "name": "Choisir…",
            "options": [{"text": "A", "value": "a"}],
            "integration": {"url": bare["url"], "context": {"action": "choix"}},
        },
        {
            "id": "qui",
            "type": "select",
            "name": "Qui",
            "data_source": "users",
            "integration": bare,
        },
    ]
    return {"attachments": [{"text": "Une question ?", "actions": actions}], "note": "gardée"}


async def _posted(town: Town, bot: Person) -> Json:
    return await bot.says((await bot.channel("loire"))["id"], "choisir", props=_props(town))


async def _clicks(person: Person, post: Json, action: str, **more: object) -> Answer:
    return await person.call("POST", f"/posts/{post['id']}/actions/{action}", more)


async def test_a_click_tells_who_where_and_the_context(
    town: Town, bot: Person, louis: Person
) -> None:
    post = await _posted(town, bot)

    answer = await _clicks(louis, post, "valider")

    assert list(answer.body) == ["status", "trigger_id"]
    call = town.integration.calls[0]
    assert call.headers["User-Agent"] == "Mattermost-Bot/1.1"
    assert call.headers["Content-Type"] == "application/json"
    assert call.json.pop("trigger_id")
    assert list(call.json) == [
        "user_id",
        "user_name",
        "channel_id",
        "channel_name",
        "team_id",
        "team_domain",
        "post_id",
        "trigger_id",
        "type",
        "data_source",
        "context",
    ]
    assert call.json["context"] == {"action": "v", "n": 3}
    assert (call.json["user_id"], call.json["user_name"]) == (louis.id, "louis")
    assert (call.json["type"], call.json["data_source"]) == ("button", "")


async def test_an_empty_context_is_absent(town: Town, bot: Person, louis: Person) -> None:
    await _clicks(louis, await _posted(town, bot), "nu")

    assert "context" not in town.integration.calls[0].json


async def test_a_menu_adds_any_chosen_value(town: Town, bot: Person, louis: Person) -> None:
    post = await _posted(town, bot)

    await _clicks(louis, post, "choix", selected_option="hors liste")
    await _clicks(louis, post, "qui", selected_option=bot.id)

    first, second = (call.json for call in town.integration.calls)
    assert first["type"] == "select"
    assert first["context"] == {"action": "choix", "selected_option": "hors liste"}
    assert second["data_source"] == "users"


async def test_unknown_and_underscored_actions_are_404(
    town: Town, bot: Person, louis: Person
) -> None:
    post = await _posted(town, bot)

    unknown = await _clicks(louis, post, "absent")
    underscored = await _clicks(louis, post, "avec_souligne")

    assert (unknown.status, unknown.error_id) == (404, "api.post.do_action.action_id.app_error")
    assert (underscored.status, underscored.error_id) == (404, "api.context.404.app_error")
    assert town.integration.calls == []


async def test_strangers_cannot_click(town: Town, bot: Person, marc: Person) -> None:
    answer = await _clicks(marc, await _posted(town, bot), "valider")

    assert answer.status == 403
    assert town.integration.calls == []


@pytest.mark.parametrize(("status", "body"), [(500, "{}"), (204, ""), (200, ""), (200, "non")])
async def test_an_integration_must_answer_200_and_json(
    town: Town, bot: Person, louis: Person, status: int, body: str
) -> None:
    post = await _posted(town, bot)
    town.integration.status, town.integration.body = status, body

    answer = await _clicks(louis, post, "valider")

    assert (answer.status, answer.error_id) == (
        400,
        "api.post.do_action.action_integration.app_error",
    )


@pytest.mark.parametrize(
    ("update", "kept"),
    [({"message": "fait"}, True), ({"message": "fait", "props": {}}, False)],
)
async def test_an_update_without_props_keeps_the_buttons(
    town: Town, bot: Person, louis: Person, update: Json, *, kept: bool
) -> None:
    post = await _posted(town, bot)
    town.integration.says({"update": update})

    await _clicks(louis, post, "valider")

    changed = await louis.get(f"/posts/{post['id']}")
    assert changed["message"] == "fait"
    assert ("attachments" in changed["props"]) is kept
    assert ("note" in changed["props"]) is kept
    if kept:
        assert (await _clicks(louis, post, "valider")).status == 200


async def test_ephemeral_text_is_for_the_clicker(town: Town, bot: Person, louis: Person) -> None:
    post = await _posted(town, bot)
    listener = await louis.listens()
    town.integration.says({"ephemeral_text": "merci"})

    await _clicks(louis, post, "valider")

    whispered = json.loads((await listener.next("ephemeral_message"))["data"]["post"])
    assert whispered["message"] == "merci"
    assert whispered["root_id"] == post["id"]


async def test_an_ephemeral_button_is_reached_by_its_cookie(town: Town, louis: Person) -> None:
    await town.command()
    loire = await louis.channel("loire")
    listener = await louis.listens()
    town.integration.says({"text": "alors ?", "attachments": _props(town)["attachments"]})
    await louis.types(loire["id"], "/botte")
    whispered = json.loads((await listener.next("ephemeral_message"))["data"]["post"])
    action = whispered["props"]["attachments"][0]["actions"][0]
    assert "integration" not in action
    town.integration.says({})

    without = await _clicks(louis, whispered, "valider")
    clicked = await _clicks(louis, whispered, "valider", cookie=action["cookie"])
    town.integration.says({"update": {"message": "x"}})
    updated = await _clicks(louis, whispered, "valider", cookie=action["cookie"])

    assert without.status == 404
    assert clicked.status == 200
    assert town.integration.calls[1].json["post_id"] == whispered["id"]
    assert (updated.status, updated.error_id) == (404, "app.post.get.app_error")


async def _trigger(town: Town, bot: Person, louis: Person) -> str:
    await _clicks(louis, await _posted(town, bot), "nu")
    return str(town.integration.calls[-1].json["trigger_id"])


async def _opens(bot: Person, town: Town, trigger: str) -> Answer:
    body = {"trigger_id": trigger, "url": f"{town.integration.url}/dialog", "dialog": DIALOG}
    return await bot.call("POST", "/actions/dialogs/open", body)


async def test_a_dialog_opens_for_who_clicked(town: Town, bot: Person, louis: Person) -> None:
    listener = await louis.listens()
    trigger = await _trigger(town, bot, louis)

    opened = await _opens(bot, town, trigger)

    assert opened.body == {"status": "OK"}
    event = await listener.next("open_dialog")
    assert event["broadcast"]["user_id"] == louis.id
    shown = json.loads(event["data"]["dialog"])
    assert list(shown) == ["trigger_id", "url", "dialog"]
    assert shown["dialog"]["elements"][0] == {
        "display_name": "Sujet",
        "name": "sujet",
        "type": "text",
        "subtype": "",
        "default": "",
        "placeholder": "",
        "help_text": "",
        "optional": False,
        "min_length": 0,
        "max_length": 50,
        "data_source": "",
        "options": None,
    }


async def test_a_trigger_opens_one_dialog(town: Town, bot: Person, louis: Person) -> None:
    trigger = await _trigger(town, bot, louis)
    await _opens(bot, town, trigger)

    again = await _opens(bot, town, trigger)

    assert (again.status, again.error_id) == (400, "interactive_message.decode_trigger_id.expired")


async def test_a_trigger_lives_three_seconds(
    town: Town, bot: Person, louis: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert triggers.TRIGGER_SECONDS == 3.0
    trigger = await _trigger(town, bot, louis)
    monkeypatch.setattr(triggers, "TRIGGER_SECONDS", 0.0)

    late = await _opens(bot, town, trigger)
    unreadable = await _opens(bot, town, "pas du base64 !")

    assert late.error_id == "interactive_message.decode_trigger_id.expired"
    assert unreadable.error_id == "interactive_message.decode_trigger_id.base64_decode_failed"


async def test_a_filled_dialog_goes_to_its_integration(
    town: Town, bot: Person, louis: Person
) -> None:
    loire = await louis.channel("loire")
    body = {
        "url": f"{town.integration.url}/dialog",
        "callback_id": "cb1",
        "state": "etat-1",
        "user_id": bot.id,
        "channel_id": loire["id"],
        "team_id": loire["team_id"],
        "submission": {"sujet": "Bonjour é", "detail": None, "accord": True},
        "cancelled": False,
    }
    town.integration.says({"errors": {"sujet": "Trop court"}, "autre": 1})

    answer = await louis.call("POST", "/actions/dialogs/submit", body)

    assert answer.body == {"errors": {"sujet": "Trop court"}}
    sent = town.integration.calls[0].json
    assert list(sent) == [
        "type",
        "callback_id",
        "state",
        "user_id",
        "channel_id",
        "team_id",
        "submission",
        "cancelled",
    ]
    assert sent["type"] == "dialog_submission"
    assert sent["user_id"] == louis.id
    assert sent["submission"] == {"accord": True, "detail": None, "sujet": "Bonjour é"}


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [(200, "", 200), (200, "{}", 200), (200, "non", 400), (500, "{}", 400)],
)
async def test_an_empty_answer_accepts_a_dialog(
    town: Town, louis: Person, status: int, body: str, expected: int
) -> None:
    loire = await louis.channel("loire")
    town.integration.status, town.integration.body = status, body

    answer = await louis.call(
        "POST",
        "/actions/dialogs/submit",
        {
            "url": f"{town.integration.url}/dialog",
            "channel_id": loire["id"],
            "team_id": loire["team_id"],
        },
    )

    assert answer.status == expected
    if expected == 200:
        assert answer.body == {}


async def test_a_dialog_is_sent_from_a_team_that_one_may_see(town: Town, louis: Person) -> None:
    loire = await louis.channel("loire")
    for team in ("", "z" * 26):
        answer = await louis.call(
            "POST",
            "/actions/dialogs/submit",
            {"url": town.integration.url, "channel_id": loire["id"], "team_id": team},
        )

        assert (answer.status, answer.error_id) == (403, "api.context.permissions.app_error")
    assert town.integration.calls == []
