"""What people do around the bot's messages on a real server, and what the bot makes of it.

Buttons under a private answer, forms of several entries, replies, check marks, reactions taken
back: routes of the test's own note what they are asked.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from bot.admin.setup import set_up_all
from bot.core.message import Button
from bot.network.rights import Act, Role
from bot.talk import say
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.reply import Choice, Dialog, Field, Reply
from bot.talk.routing import Route
from bot.talk.understanding import IN_A_THREAD
from tests.live.bot import House, eventually
from tests.live.conftest import Build
from tests.sandbox.people import Json

HAND = "raising_hand"
LONG = "é" * 2_000
MENU = Field(
    name="theme",
    label="Thème",
    choices=(Choice(label="Santé", value="sante"), Choice(label="Emploi", value="emploi")),
    default="emploi",
)
FORM = Dialog(
    title="Essai",
    route="besoin noté",
    argument="12",
    submit="Envoyer",
    fields=(
        Field(name="question", label="Votre question", multiline=True, default="Qui prête ?"),
        MENU,
        Field(name="commune", label="Commune", optional=True),
    ),
)


@dataclass
class Notes:
    """The test's own commands, and what came back to them."""

    asked: list[Command] = field(default_factory=list)

    @property
    def routes(self) -> tuple[Route, ...]:
        silent = ("besoin noté", "besoin accepter", IN_A_THREAD, "besoin défait")
        return (
            Route(Act.ASK, "besoin boutons", self.buttons, "essai"),
            Route(Act.ASK, "besoin carte", self.card, "essai"),
            Route(Act.ASK, "besoin fiche", self.form),
            *(Route(Act.ASK, path, self.note) for path in silent),
        )

    def buttons(self, _command: Command, _ctx: Context) -> Reply:
        """Answer privately, with a button that carries a whole question, and one for a form."""
        carries = Button(id="noter", label="Noter", route="besoin noté", argument=LONG)
        opens = Button(id="ouvrir", label="Ouvrir", route="besoin fiche", argument="12")
        return Reply(text="Que faire ?", buttons=(carries, opens))

    def card(self, _command: Command, ctx: Context) -> Reply:
        """Say something in the channel, with a button that can be undone."""
        hand = Button(
            id="moi",
            label="Moi aussi",
            route="besoin noté",
            argument="1",
            emoji=HAND,
            undo="besoin défait",
        )
        say.in_channel(ctx, f"essai:{ctx.now:%H%M%S%f}", "Une carte d'essai", buttons=(hand,))
        return Reply(text="Fait.")

    def form(self, _command: Command, _ctx: Context) -> Reply:
        return Reply(dialog=FORM)

    def note(self, command: Command, _ctx: Context) -> Reply:
        self.asked.append(command)
        return Reply(text="Noté.") if command.via is Via.BUTTON else Reply()

    async def came(self, route: str) -> Command:
        """Wait for this route to be asked, and return what was."""

        async def look() -> Command | None:
            return next((each for each in self.asked if each.route == route), None)

        return await eventually(look)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def kept() -> Notes:
    return Notes()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def desk(build: Build, kept: Notes) -> AsyncIterator[House]:
    made = await build("c", administers=True, routes=kept.routes)
    said: list[str] = []
    assert await set_up_all(made.config, said.append) == 0, said
    async with made.running():
        yield made


@pytest.fixture
def notes(kept: Notes) -> Notes:
    kept.asked.clear()
    return kept


async def _card(desk: House) -> Json:
    """Have louis make the bot say a card, and return it."""
    before = {post["id"] for post in await desk.all_said()}
    await desk.types(desk.louis, "/besoin carte")

    async def look() -> Json | None:
        posts = await desk.all_said()
        return next((post for post in posts if post["id"] not in before), None)

    return await eventually(look)


async def _shown(desk: House) -> Json:
    """Have louis type a command, and return what he alone is shown."""
    window = await desk.louis.listens()
    await desk.types(desk.louis, "/besoin boutons")
    shown = await window.whisper()
    await window.socket.close()
    return shown


async def test_a_button_under_a_private_answer_reaches_the_bot(desk: House, notes: Notes) -> None:
    shown = await _shown(desk)
    window = await desk.louis.listens()

    clicked = await desk.louis.clicks(shown, "Noter")

    assert clicked.status == 200, clicked.body
    asked = await notes.came("besoin noté")
    assert (asked.text, asked.via, asked.network) == (LONG, Via.BUTTON, "loire")
    assert asked.caller.id == desk.louis.id
    assert (await window.whisper())["message"] == "Noté."
    await window.socket.close()


async def test_the_readers_of_a_private_answer_get_a_cookie_and_no_ticket(desk: House) -> None:
    shown = await _shown(desk)

    (attachment,) = shown["props"]["attachments"]
    assert all(action["cookie"] for action in attachment["actions"])
    assert "integration" not in str(shown)


async def test_a_button_under_a_private_answer_is_for_its_reader(desk: House, notes: Notes) -> None:
    shown = await _shown(desk)

    clicked = await desk.zoe.clicks(shown, "Noter")

    assert clicked.status == 200, clicked.body
    assert not notes.asked


async def test_a_button_under_a_private_answer_opens_a_form_of_several_entries(
    desk: House, notes: Notes
) -> None:
    shown = await _shown(desk)
    window = await desk.louis.listens()
    await desk.louis.clicks(shown, "Ouvrir")
    opened = await window.form()

    told = await desk.louis.fills_in(opened, desk.here, theme="Santé")

    assert told == {}
    asked = await notes.came("besoin noté")
    assert (asked.text, asked.via) == ("12 Qui prête ?", Via.DIALOG)
    assert asked.fields == {"question": "Qui prête ?", "theme": "sante"}
    await window.socket.close()


async def test_a_reply_under_the_bots_message_is_heard(desk: House, notes: Notes) -> None:
    card = await _card(desk)

    reply = await desk.zoe.replies(card, "La Manufacture, le mardi")

    asked = await notes.came(IN_A_THREAD)
    assert asked.refers is not None
    assert (asked.post, asked.refers.post, asked.refers.root) == (
        reply["id"],
        reply["id"],
        card["id"],
    )
    assert asked.refers.text == "La Manufacture, le mardi"
    assert asked.refers.author.role_in("loire") is Role.MEMBER


async def test_a_check_mark_on_a_reply_names_the_reply(desk: House, notes: Notes) -> None:
    card = await _card(desk)
    reply = await desk.zoe.replies(card, "La Manufacture, le mardi")

    await desk.louis.reacts(reply["id"], "white_check_mark")

    asked = await notes.came("besoin accepter")
    assert (asked.caller.id, asked.channel) == (desk.louis.id, desk.here)
    assert asked.refers is not None
    assert (asked.refers.post, asked.refers.root) == (reply["id"], card["id"])
    assert asked.refers.author.id == desk.zoe.id


async def test_a_reaction_taken_back_is_undone(desk: House, notes: Notes) -> None:
    card = await _card(desk)
    await desk.zoe.reacts(card["id"], HAND)
    await notes.came("besoin noté")

    await desk.zoe.takes_back(card["id"], HAND)

    asked = await notes.came("besoin défait")
    assert (asked.text, asked.caller.id) == ("1", desk.zoe.id)


async def test_a_mention_in_a_thread_brings_its_first_message(desk: House, notes: Notes) -> None:
    root = await desk.louis.says(desk.here, "Qui prête une salle ?")

    await desk.zoe.replies(root, f"Bonjour @{desk.names['bot']}, besoin boutons")

    await desk.told(desk.zoe, "Que faire")
    assert not notes.asked
