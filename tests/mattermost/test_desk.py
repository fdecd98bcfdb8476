"""What is handed out with a private answer and comes back: buttons and forms, for one person."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.core import command_tokens
from bot.core.database import Database
from bot.core.message import Button
from bot.dispatch import Dispatch
from bot.mattermost.client import Mattermost
from bot.mattermost.roster import Roster
from bot.mattermost.sender import REPLY_LIFE, MattermostSender
from bot.mattermost.signing import Signer
from bot.mattermost.web import CallbackServer
from bot.mattermost.wire import objects
from bot.talk.command import Command, Via
from bot.talk.reply import TICKED, Choice, Dialog, Field, Reply
from sandbox.play.player import MissingError
from tests.mattermost.coordinating import at_sight
from tests.room import Room
from tests.sandbox.people import Json, Listener, Person
from tests.whole.conftest import village
from tests.whole.town import Village

__all__ = ["village"]

ANYWAY = Button(
    id="quandmeme", label="Poser quand même", route="besoin", argument="Qui prête ?", primary=True
)
THEME = Field(
    name="theme",
    label="Thème",
    help="h" * 151,
    choices=(Choice(label="Santé", value="sante"), Choice(label="Emploi", value="emploi")),
    default="emploi",
)
FORM = Dialog(
    title="Poser une question",
    route="besoin",
    argument="12",
    submit="Déposer",
    fields=(
        Field(name="question", label="Votre question", multiline=True, limit=2_000),
        THEME,
        Field(name="commune", label="Commune", optional=True, default="Brest"),
    ),
)


class Scripted(Dispatch):
    """A dispatch that notes what is asked, and answers what it is told to."""

    def __init__(self, database: Database, room: Room) -> None:
        super().__init__(database, room.bot)
        self.asked: list[Command] = []
        self.reply = Reply()

    async def answer(self, command: Command) -> Reply:
        self.asked.append(command)
        return replace(self.reply, network="loire")


@dataclass
class Desk:
    """The web end beside a village, whose answers the test dictates."""

    village: Village
    dispatch: Scripted
    roster: Roster
    now: list[datetime] = field(default_factory=lambda: [datetime.now(UTC)])

    def answers(self, text: str = "", **more: object) -> None:
        self.dispatch.reply = Reply(text=text, **more)  # type: ignore[arg-type]

    async def whispered(self, who: str) -> Json:
        """Have someone type a command, and return what they are shown."""
        person = await self.village.person(who)
        listener = await person.listens()
        await self.village.types(who, "/besoin liste")
        shown = await listener.whisper()
        await listener.socket.close()
        return shown

    async def opened(self, person: Person, listener: Listener) -> Json:
        """Have someone open the form, and return it."""
        await person.types(await self.village.channel(), "/besoin")
        return await listener.form()


@pytest.fixture
async def desk(village: Village, room: Room) -> AsyncIterator[Desk]:
    config = village.stage.config
    database = Database(config.bot.database)
    client = Mattermost(str(config.servers[0].url), config.servers[0].token)
    networks = [each for each in config.served if each.server == "france"]
    roster = Roster("france", client, lambda: networks, at_sight)
    await roster.load()
    made = Desk(village, Scripted(database, room), roster)
    signer = Signer(config.bot.secret)
    sender = MattermostSender(
        client,
        roster,
        signer,
        callback=f"http://127.0.0.1:{config.bot.port}",
        clock=lambda: made.now[0],
    )
    end = CallbackServer(
        made.dispatch,
        signer,
        {"france": sender},
        lambda: database.run(command_tokens.hashes),
        lambda: made.now[0],
    )
    application = web.Application()
    application.add_routes(end.routes())
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", config.bot.port).start()
    yield made
    await runner.cleanup()
    await client.close()
    database.close()


async def test_a_private_reply_bears_buttons_that_its_reader_presses(desk: Desk) -> None:
    desk.answers("Deux questions ressemblent à la vôtre.", buttons=(ANYWAY,))
    shown = await desk.whispered("louis")
    louis = await desk.village.person("louis")
    listener = await louis.listens()
    desk.answers("Votre question est déposée.")

    clicked = await louis.clicks(shown, "Poser quand même")

    assert clicked.status == 200
    asked = desk.dispatch.asked[-1]
    assert (asked.via, asked.route, asked.text) == (Via.BUTTON, "besoin", "Qui prête ?")
    assert (asked.network, asked.caller.id) == ("loire", louis.id)
    assert (await listener.whisper())["message"] == "Votre question est déposée."
    await listener.socket.close()


async def test_the_buttons_of_a_private_reply_are_for_nobody_else(desk: Desk) -> None:
    desk.answers("Deux questions ressemblent à la vôtre.", buttons=(ANYWAY,))
    shown = await desk.whispered("louis")
    zoe = await desk.village.person("zoe")
    listener = await zoe.listens()

    await zoe.clicks(shown, "Poser quand même")

    assert len(desk.dispatch.asked) == 1
    assert "ne sert plus" in (await listener.whisper())["message"]
    await listener.socket.close()


async def test_the_buttons_of_a_private_reply_last_half_a_day(desk: Desk) -> None:
    desk.answers("Deux questions ressemblent à la vôtre.", buttons=(ANYWAY,))
    shown = await desk.whispered("louis")
    louis = await desk.village.person("louis")

    desk.now[0] += REPLY_LIFE - timedelta(seconds=2)
    await louis.clicks(shown, "Poser quand même")
    assert len(desk.dispatch.asked) == 2
    desk.now[0] += timedelta(seconds=4)
    await louis.clicks(shown, "Poser quand même")
    assert len(desk.dispatch.asked) == 2


@pytest.mark.parametrize(("length", "shown"), [(2_000, True), (6_000, False)])
async def test_a_button_that_would_carry_too_much_is_left_out(
    desk: Desk, length: int, *, shown: bool
) -> None:
    desk.answers("Tapez ceci.", buttons=(replace(ANYWAY, argument="é" * length),))

    said = await desk.whispered("louis")

    assert said["message"] == "Tapez ceci."
    assert ("attachments" in said["props"]) is shown


async def test_buttons_without_words_say_nothing(desk: Desk) -> None:
    desk.answers("", buttons=(ANYWAY,))
    louis = await desk.village.person("louis")

    answer = await louis.types(await desk.village.channel(), "/besoin liste")

    assert answer.body["attachments"] is None


async def test_a_form_shows_choices_defaults_and_what_may_stay_empty(desk: Desk) -> None:
    louis = await desk.village.person("louis")
    listener = await louis.listens()
    desk.answers(dialog=FORM)

    form = (await desk.opened(louis, listener))["dialog"]

    question, theme, commune = form["elements"]
    assert (question["type"], question["max_length"], question["optional"]) == (
        "textarea",
        2_000,
        False,
    )
    assert (theme["type"], theme["default"], len(theme["help_text"])) == ("select", "emploi", 150)
    assert theme["options"] == [
        {"text": "Santé", "value": "sante"},
        {"text": "Emploi", "value": "emploi"},
    ]
    assert (commune["type"], commune["optional"], commune["default"]) == ("text", True, "Brest")
    await listener.socket.close()


async def test_a_form_brings_its_entries_by_name_and_the_first_as_text(desk: Desk) -> None:
    louis = await desk.village.person("louis")
    listener = await louis.listens()
    desk.answers(dialog=FORM)
    opened = await desk.opened(louis, listener)
    desk.answers()

    await louis.fills_in(
        opened, await desk.village.channel(), question=" Qui prête ? ", theme="Santé", commune=""
    )

    asked = desk.dispatch.asked[-1]
    assert (asked.via, asked.route, asked.text) == (Via.DIALOG, "besoin", "12 Qui prête ?")
    assert asked.fields == {"question": "Qui prête ?", "theme": "sante"}
    await listener.socket.close()


async def test_what_a_form_did_not_ask_for_is_neither_text_nor_choice(desk: Desk) -> None:
    louis = await desk.village.person("louis")
    listener = await louis.listens()
    desk.answers(dialog=FORM)
    opened = await desk.opened(louis, listener)
    desk.answers()

    await louis.post(
        "/actions/dialogs/submit",
        {
            "url": opened["url"],
            "callback_id": opened["dialog"]["callback_id"],
            "state": opened["dialog"]["state"],
            "channel_id": await desk.village.channel(),
            "team_id": (await louis.team())["id"],
            "submission": {"question": 3, "theme": "inventé", "accord": True, "n": 1.5},
        },
    )

    assert desk.dispatch.asked[-1].text == "12"
    assert desk.dispatch.asked[-1].fields == {"theme": "inventé", "accord": TICKED}
    await listener.socket.close()


async def test_a_window_sends_no_form_that_misses_an_entry_or_invents_a_choice(desk: Desk) -> None:
    louis = await desk.village.person("louis")
    listener = await louis.listens()
    desk.answers(dialog=FORM)
    opened = await desk.opened(louis, listener)
    where = await desk.village.channel()

    for texts in ({"theme": "sante"}, {"question": "Qui ?", "theme": "Autre"}, {"autre": "x"}):
        with pytest.raises(MissingError):
            await louis.fills_in(opened, where, **texts)
    await listener.socket.close()


async def test_a_form_of_six_entries_does_not_open(desk: Desk) -> None:
    many = tuple(Field(name=f"n{n}", label=f"Entrée {n}") for n in range(6))
    desk.answers(dialog=replace(FORM, fields=many))

    told = await desk.village.types("louis", "/besoin")

    assert "Le formulaire n'a pas pu s'ouvrir" in told


async def test_a_form_that_would_carry_too_much_does_not_open(desk: Desk) -> None:
    desk.answers(dialog=replace(FORM, argument="é" * 6_000))

    told = await desk.village.types("louis", "/besoin")

    assert "Le formulaire n'a pas pu s'ouvrir" in told


async def test_a_button_brings_the_message_that_it_is_about(desk: Desk) -> None:
    said = await desk.village.says("zoe", "La Manufacture, le mardi")
    about = replace(ANYWAY, refers=said["id"])
    desk.answers("Est-ce la réponse ?", buttons=(about,))
    shown = await desk.whispered("louis")
    louis = await desk.village.person("louis")

    await louis.clicks(shown, "Poser quand même")

    refers = desk.dispatch.asked[-1].refers
    assert refers is not None
    assert (refers.post, refers.root, refers.text) == (
        said["id"],
        said["id"],
        "La Manufacture, le mardi",
    )
    assert (refers.author.id, refers.author.bot) == (said["user_id"], False)
    assert list(refers.author.roles) == ["loire"]


async def test_a_form_that_a_button_opens_is_about_the_same_message(desk: Desk) -> None:
    said = await desk.village.says("zoe", "La Manufacture, le mardi")
    desk.answers("Est-ce la réponse ?", buttons=(replace(ANYWAY, refers=said["id"]),))
    shown = await desk.whispered("louis")
    louis = await desk.village.person("louis")
    listener = await louis.listens()
    desk.answers(dialog=FORM)
    await louis.clicks(shown, "Poser quand même")
    desk.answers()

    await louis.fills_in(await listener.form(), await desk.village.channel(), question="Oui")

    refers = desk.dispatch.asked[-1].refers
    assert refers is not None
    assert refers.post == said["id"]
    await listener.socket.close()


@pytest.mark.parametrize("gone", [True, False])
async def test_a_message_that_is_gone_or_hidden_is_not_brought(desk: Desk, *, gone: bool) -> None:
    said = await desk.village.says("amina", "Bientôt effacé")
    if gone:
        await (await desk.village.person("amina")).call("DELETE", f"/posts/{said['id']}")
    else:
        marc = await desk.village.person("marc")
        louis = await desk.village.person("louis")
        direct = await marc.post("/channels/direct", [marc.id, louis.id], status=201)
        said = await marc.says(direct["id"], "Entre nous")
    desk.answers("Est-ce la réponse ?", buttons=(replace(ANYWAY, refers=said["id"]),))
    shown = await desk.whispered("louis")

    await (await desk.village.person("louis")).clicks(shown, "Poser quand même")

    assert desk.dispatch.asked[-1].route == "besoin"
    assert desk.dispatch.asked[-1].refers is None


async def test_what_a_command_wrote_under_someones_name_is_a_bots(desk: Desk) -> None:
    zoe = await desk.village.person("zoe")
    post = objects.Post(
        id="p" * 26,
        channel_id="c" * 26,
        user_id=zoe.id,
        message="x",
        created=datetime.now(UTC),
        from_webhook=True,
    )

    refers = await desk.roster.referred(post, network="loire")
    joined = await desk.roster.referred(replace(post, type="system_join_channel"), network="loire")

    assert refers is not None
    assert refers.author.bot
    assert joined is None
