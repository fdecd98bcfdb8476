"""Who is refused: strangers, outsiders, guests, forgers."""

from __future__ import annotations

import json

from tests.live.bot import House, dialog_of, whisper_to
from tests.live.server import Server, in_direct

_STALE = "Ce bouton ne sert plus"


async def test_a_stranger_is_refused_in_words(server: Server, house: House) -> None:
    square = await server.channel(house.team.id, "place", house.marc, house.louis, kind="O")

    refused = await house.types(house.marc, "/besoin liste", str(square["id"]))
    served = await house.types(house.louis, "/besoin liste", str(square["id"]))

    assert "Vous n'êtes dans le canal d'aucun des réseaux" in refused
    assert "réseaux" not in served


async def test_an_outsider_to_the_team_is_refused_by_direct_message(
    server: Server, house: House
) -> None:
    outsider = await server.person("dehors")
    channel = await in_direct(outsider, house.bot)

    await outsider.says(channel, "besoin liste")

    await house.told(outsider, "Vous n'êtes dans le canal d'aucun des réseaux")


async def test_a_guest_reads_help_only(server: Server, house: House) -> None:
    guest = await server.guest("gaspard")
    await server.join_team(house.team.id, guest)
    path = f"/channels/{house.here}/members"
    await server.admin.post(path, {"user_id": guest.id}, status=201)

    assert "réservé aux membres" in await house.types(guest, "/besoin liste")
    assert "compte invité" in await house.types(guest, "/aide")


async def test_who_joins_the_channel_is_served_at_once_and_no_more_once_out(
    server: Server, house: House
) -> None:
    newcomer = await server.person("nouvelle")
    await server.join_team(house.team.id, newcomer)
    square = await server.channel(house.team.id, "parvis", newcomer, kind="O")
    await house.types(newcomer, "/besoin liste", square["id"])
    window = await house.bot.listens()

    path = f"/channels/{house.here}/members"
    await house.amina.post(path, {"user_id": newcomer.id}, status=201)
    await window.next("user_added")
    inside = await house.types(newcomer, "/besoin liste")
    await house.amina.call("DELETE", f"{path}/{newcomer.id}")
    await window.next("user_removed")
    outside = await house.types(newcomer, "/besoin liste", square["id"])

    assert "aucun des réseaux" not in inside
    assert "aucun des réseaux" in outside
    await window.socket.close()


async def test_who_is_put_out_of_the_team_is_a_stranger_at_once(
    server: Server, house: House
) -> None:
    leaver = await server.person("partante")
    await server.join_team(house.team.id, leaver)
    path = f"/channels/{house.here}/members"
    await server.admin.post(path, {"user_id": leaver.id}, status=201)
    await house.writes(leaver, "besoin liste")
    await house.told(leaver, "question")
    window = await house.bot.listens()

    await server.admin.call("DELETE", f"/teams/{house.team.id}/members/{leaver.id}")
    await window.next("leave_team")
    await house.writes(leaver, "besoin liste")

    await house.told(leaver, "Vous n'êtes dans le canal d'aucun des réseaux")
    await window.socket.close()


async def test_a_command_of_unknown_token_is_refused(server: Server, house: House) -> None:
    trigger = f"faux-{server.suffix}"
    command = {
        "team_id": house.team.id,
        "trigger": trigger,
        "method": "P",
        "url": f"{house.address}/mattermost/command",
    }
    await server.admin.post("/commands", command, status=201)

    said = await house.types(house.louis, f"/{trigger} besoin liste")

    assert "Je ne reconnais pas l'origine de cette commande" in said


async def test_a_forged_form_is_refused(house: House) -> None:
    body = {
        "url": f"{house.address}/mattermost/dialog",
        "callback_id": "courroie",
        "state": "eyJmYXV4Ijp0cnVlfQ.AAAA",
        "user_id": house.louis.id,
        "channel_id": house.here,
        "team_id": house.team.id,
        "submission": {"texte": "Question forgée ?"},
    }

    answer = await house.marc.call("POST", "/actions/dialogs/submit", body)

    refused = answer.status != 200 or _STALE in answer.body["error"]
    assert refused
    assert "forgée" not in await house.types(house.louis, "/besoin liste")


async def test_a_form_opened_for_someone_else_is_refused(house: House) -> None:
    window = await house.louis.listens()
    await house.types(house.louis, "/besoin")
    opened = await window.next("open_dialog")

    answer = await house.submits(house.zoe, opened, "Question volée ?")

    assert _STALE in answer["error"]
    assert dialog_of(opened)["state"]
    assert "volée" not in await house.types(house.louis, "/besoin liste")
    await window.socket.close()


async def test_a_forged_button_does_nothing(house: House) -> None:
    number = await house.asks(house.louis, "Un bouton forgé ?")
    integration = {
        "url": f"{house.address}/mattermost/action",
        "context": {"ticket": "WyJ2cmFpIiwibG9pcmUiXQ.AAAA"},
    }
    action = {"id": "faux", "type": "button", "name": "Moi", "integration": integration}
    post = await house.zoe.says(
        house.here, "cliquez", props={"attachments": [{"text": "ici", "actions": [action]}]}
    )
    window = await house.zoe.listens()

    await house.clicks(house.zoe, post, "faux")

    assert _STALE in await whisper_to(window)
    assert "concerne" not in (await house.card(number))["message"]
    await window.socket.close()


async def test_a_button_works_for_members_of_its_network_only(server: Server, house: House) -> None:
    number = await house.asks(house.louis, "Un bouton suivi dehors ?")
    card = await house.card(number)
    passer = await server.person("passante")
    await server.join_team(house.team.id, passer)

    answer = await house.clicks(passer, card, "moiaussi")

    assert answer.status == 403
    assert "concerne" not in (await house.card(number))["message"]


async def test_a_command_works_in_a_direct_channel_too(house: House) -> None:
    channel = await in_direct(house.louis, house.bot)
    body = {"channel_id": channel, "team_id": house.team.id, "command": "/besoin liste"}

    answer = await house.louis.post("/commands/execute", body)

    assert "la Loire" in answer["text"]


async def test_a_slash_answer_is_shown_to_its_caller_alone(house: House) -> None:
    theirs, others = await house.louis.listens(), await house.zoe.listens()

    said = await house.types(house.louis, "/besoin liste")
    event = await theirs.next("ephemeral_message")

    assert json.loads(event["data"]["post"])["message"] == said
    assert event["broadcast"]["user_id"] == house.louis.id
    await house.louis.says(house.here, "rien d'autre")
    while (frame := await others.next())["event"] != "posted":
        assert frame["event"] != "ephemeral_message"
    await theirs.socket.close()
    await others.socket.close()
