"""`/invite`, the server's own command: who is added, who hears it, what is refused."""

from __future__ import annotations

import json

import pytest

from tests.sandbox.people import Person, Town


@pytest.fixture
async def maelle(town: Town) -> Person:
    return await town.person("maelle")


async def test_who_is_invited_is_added_and_hears_of_it_with_by_whom(
    maelle: Person, bot: Person
) -> None:
    ardeche = await maelle.channel("ardeche")
    window, theirs = await bot.listens(), await maelle.listens()

    answer = await maelle.types(ardeche["id"], "/invite @courroie")

    assert (answer.status, answer.body["text"]) == (200, "")
    told = await window.next("user_added")
    assert told["data"] == {"team_id": ardeche["team_id"], "user_id": bot.id}
    assert told["broadcast"]["channel_id"] == ardeche["id"]
    said = json.loads((await theirs.next("posted"))["data"]["post"])
    assert (said["type"], said["user_id"]) == ("system_add_to_channel", maelle.id)
    assert said["message"] == "courroie a été ajouté au canal par maelle."
    assert said["props"] == {
        "addedUserId": bot.id,
        "addedUsername": "courroie",
        "userId": maelle.id,
        "username": "maelle",
    }
    assert (await bot.get(f"/channels/{ardeche['id']}"))["display_name"] == "07 - Ardèche"


async def test_one_invites_to_another_channel_than_ones_own(town: Town, maelle: Person) -> None:
    ardeche = await maelle.channel("ardeche")
    direct = await maelle.post(
        "/channels/direct", [maelle.id, (await town.person("marc")).id], status=201
    )

    answer = await maelle.types(direct["id"], "/invite courroie ~ardeche")

    assert answer.status == 403  # a direct channel has no team, and the page says in which one is
    body = {"channel_id": direct["id"], "team_id": ardeche["team_id"]}
    said = await maelle.post("/commands/execute", body | {"command": "/invite courroie ~ardeche"})
    assert said["text"] == "courroie a été ajouté dans ardeche."
    refused = await maelle.post("/commands/execute", body | {"command": "/invite @courroie"})
    assert "messages personnels" in refused["text"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/invite", "Nom d'utilisateur et canal manquants."),
        ("/invite @personne", "Impossible de trouver l'utilisateur."),
        ("/invite @rachid", "rachid est déjà membre de ce canal."),
        ("/invite @marc ~loire", "Impossible de trouver le canal loire."),
        ("/invite @marc ~national", "Vous n'avez pas les permissions nécessaires"),
    ],
)
async def test_what_cannot_be_is_said_to_who_typed_it_alone(
    maelle: Person, typed: str, told: str
) -> None:
    ardeche = await maelle.channel("ardeche")
    window = await maelle.listens()

    answer = await maelle.types(ardeche["id"], typed)

    assert (answer.status, answer.body["response_type"]) == (200, "ephemeral")
    assert answer.body["text"].startswith(told)
    whispered = await window.whisper()
    assert (whispered["message"], whispered["props"]) == (answer.body["text"], {})


async def test_nobody_else_may_have_its_word(maelle: Person, bot: Person) -> None:
    team = await maelle.team()
    body = {"team_id": team["id"], "trigger": "invite", "method": "P", "url": "http://x.invalid/"}

    refused = await bot.call("POST", "/commands", body)

    assert refused.error_id == "api.command.duplicate_trigger.app_error"
    (proposed,) = await maelle.get(f"/teams/{team['id']}/commands/autocomplete")
    assert (proposed["trigger"], proposed["id"]) == ("invite", "")
