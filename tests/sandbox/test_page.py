"""The page, in a real browser: skipped where there is none."""

import asyncio
import re
import struct
import zlib
from collections.abc import AsyncIterator

import aiohttp
import pytest
from playwright.async_api import Page, expect

from tests import browsers
from tests.sandbox.people import Json, Person, Town
from tests.waiting import PATIENCE

pytestmark = browsers.NEEDED

DIALOG: Json = {
    "callback_id": "cb",
    "title": "Déposer un besoin",
    "state": "s",
    "elements": [
        {"display_name": "Question", "name": "question", "type": "textarea"},
        {"display_name": "Commune", "name": "commune", "type": "text", "optional": True},
    ],
}


CHOICES: Json = {
    "callback_id": "cb",
    "title": "Déposer un besoin",
    "state": "s",
    "elements": [
        {
            "display_name": "Question",
            "name": "question",
            "type": "textarea",
            "default": "Une salle ?",
        },
        {
            "display_name": "Urgence",
            "name": "urgence",
            "type": "select",
            "default": "b",
            "options": [{"text": "Haute", "value": "h"}, {"text": "Basse", "value": "b"}],
        },
        {
            "display_name": "Thème",
            "name": "theme",
            "type": "select",
            "optional": True,
            "options": [{"text": "Santé", "value": "s"}],
        },
    ],
}


@pytest.fixture
async def page(town: Town) -> AsyncIterator[Page]:
    """Open the page as Amina, until it hears the server; any error of it fails the test."""
    async with browsers.browser() as browser:
        opened = await browsers.page_of(browser, browsers.DESKTOP)
        errors: list[str] = []
        opened.on("pageerror", lambda error: errors.append(str(error)))
        greeted = asyncio.Event()
        opened.on("websocket", lambda socket: socket.on("framereceived", lambda _: greeted.set()))
        await opened.goto(town.sandbox.url)
        await asyncio.wait_for(greeted.wait(), PATIENCE)
        await expect(opened.get_by_test_id("channel-loire")).to_have_attribute(
            "aria-current", "page"
        )
        yield opened
        assert errors == []


async def _says(page: Page, text: str) -> None:
    await page.get_by_test_id("composer").fill(text)
    await page.get_by_test_id("send").click()


async def test_people_write_to_each_other(page: Page, louis: Person) -> None:
    loire = await louis.channel("loire")
    await louis.says(loire["id"], "Bonjour **Amina**")
    await expect(page.get_by_test_id("message").locator("strong", has_text="Amina")).to_be_visible()

    await _says(page, "Bonjour Louis")

    await expect(page.get_by_test_id("message")).to_have_count(2)
    await expect(page.get_by_test_id("composer")).to_have_value("")
    await page.get_by_test_id("switch-user").select_option("marc")
    await expect(page.get_by_test_id("channel-hors-sujet")).to_be_visible()
    await expect(page.get_by_test_id("channel-loire")).to_have_count(0)


async def test_what_others_write_is_never_html(page: Page, louis: Person) -> None:
    loire = await louis.channel("loire")

    await louis.says(
        loire["id"],
        "<img src=x onerror=alert(1)> [clic](javascript:alert(1)) **[vrai](https://example.org)**",
    )

    message = page.get_by_test_id("message")
    await expect(message).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(message.locator(".md a")).to_have_count(1)
    await expect(message.locator("img")).to_have_count(0)


async def test_unread_messages_are_counted(town: Town, page: Page) -> None:
    rachid = await town.person("rachid")
    aura = await rachid.channel("aura")

    await rachid.says(aura["id"], "Une annonce pour @amina")

    channel = page.get_by_test_id("channel-aura")
    await expect(channel.locator(".badge.loud")).to_have_text("1")
    await channel.click()
    await expect(channel.locator(".badge")).to_have_count(0)


async def test_a_slash_command_is_completed_and_answered(town: Town, page: Page) -> None:
    await town.command("besoin", auto_complete=True, auto_complete_desc="Pose une question")
    town.integration.says({"text": "C'est noté."})

    await page.get_by_test_id("composer").press_sequentially("/be")
    await expect(page.get_by_role("option", name="/besoin")).to_be_visible()
    await page.keyboard.press("Tab")
    await expect(page.get_by_test_id("composer")).to_have_value("/besoin ")
    await page.keyboard.type("Une salle ?")
    await page.keyboard.press("Enter")

    whispered = page.get_by_test_id("message").filter(has_text="Visible par vous seulement")
    await expect(whispered).to_contain_text("C'est noté.")
    assert town.integration.calls[0].form["text"] == "Une salle ?"


async def test_of_commands_only_what_mattermost_shows_is_shown(town: Town, page: Page) -> None:
    hint = "[liste | voir]"
    await town.command("besoin", auto_complete=True, auto_complete_hint=hint)

    proposed = page.get_by_role("listbox").get_by_role("option")

    await page.get_by_test_id("composer").press_sequentially("/besoin")
    await expect(proposed).to_have_count(1)
    await expect(proposed).to_contain_text(hint)
    await page.keyboard.type(" l")

    await expect(proposed).to_have_count(0)


async def test_a_menu_is_chosen_from_by_mouse_and_by_keyboard_as_often_as_one_likes(
    town: Town, page: Page, bot: Person
) -> None:
    loire = await bot.channel("loire")
    options = [{"text": "Fermer", "value": "f"}, {"text": "Reporter", "value": "r"}]
    menu = {
        "id": "gerer",
        "type": "select",
        "name": "Gérer…",
        "options": options,
        "integration": {"url": town.integration.url},
    }
    await bot.says(loire["id"], "?", props={"attachments": [{"actions": [menu]}]})
    select = page.get_by_role("combobox", name="Gérer…")

    for _ in range(2):
        async with page.expect_response("**/actions/gerer"):
            await select.select_option("Reporter")
        await expect(select).to_have_value("")
        await expect(select).to_be_enabled()
    await select.focus()
    await page.keyboard.press("ArrowDown")
    async with page.expect_response("**/actions/gerer"):
        await page.keyboard.press("Enter")

    chosen = [call.json["context"]["selected_option"] for call in town.integration.calls]
    assert chosen == ["r", "r", "f"]


async def test_a_button_opens_a_dialog_that_tells_its_errors(
    town: Town, page: Page, bot: Person
) -> None:
    loire = await bot.channel("loire")
    button = {"id": "ouvrir", "name": "Ouvrir", "integration": {"url": town.integration.url}}
    await bot.says(loire["id"], "?", props={"attachments": [{"text": "", "actions": [button]}]})
    async with page.expect_response("**/actions/ouvrir"):
        await page.get_by_test_id("action-ouvrir").click()
    trigger = town.integration.calls[0].json["trigger_id"]
    body = {"trigger_id": trigger, "url": f"{town.integration.url}/d", "dialog": DIALOG}
    await bot.post("/actions/dialogs/open", body)
    dialog = page.get_by_test_id("dialog")

    await page.get_by_test_id("dialog-submit").click()
    await expect(dialog).to_contain_text("Ce champ est obligatoire.")
    await page.get_by_label("Question").fill("Une salle ?")
    town.integration.says({"errors": {"question": "Trop vague"}})
    await page.get_by_test_id("dialog-submit").click()
    await expect(dialog).to_contain_text("Trop vague")
    town.integration.says({})
    await page.get_by_test_id("dialog-submit").click()

    await expect(dialog).to_have_count(0)
    sent = town.integration.calls[-1].json["submission"]
    assert sent == {"commune": None, "question": "Une salle ?"}


async def test_the_button_of_a_private_answer_is_pressed(town: Town, page: Page) -> None:
    await town.command("besoin")
    button = {"id": "noter", "name": "Noter", "integration": {"url": f"{town.integration.url}/a"}}
    town.integration.says({"text": "Que faire ?", "attachments": [{"actions": [button]}]})
    await _says(page, "/besoin Une salle ?")
    whispered = page.get_by_test_id("message").filter(has_text="Que faire ?")
    await expect(whispered).to_be_visible()  # the command has been answered
    town.integration.says({"ephemeral_text": "C'est noté."})

    await whispered.get_by_test_id("action-noter").click()

    await expect(page.get_by_text("C'est noté.")).to_be_visible()
    assert town.integration.calls[-1].json["type"] == "button"


async def test_a_form_shows_choices_and_what_is_proposed(
    town: Town, page: Page, bot: Person
) -> None:
    await town.command("besoin")
    town.integration.says({})
    async with page.expect_response("**/commands/execute"):
        await _says(page, "/besoin")
    trigger = town.integration.calls[0].form["trigger_id"]
    await bot.post(
        "/actions/dialogs/open",
        {"trigger_id": trigger, "url": f"{town.integration.url}/d", "dialog": CHOICES},
    )
    await expect(page.get_by_label("Question")).to_have_value("Une salle ?")
    await expect(page.get_by_label("Urgence")).to_have_value("b")
    await expect(page.get_by_text("(facultatif)")).to_have_count(1)

    await page.get_by_label("Urgence").select_option("")
    await page.get_by_test_id("dialog-submit").click()
    await expect(page.get_by_test_id("dialog")).to_contain_text("Ce champ est obligatoire.")
    await page.get_by_label("Urgence").select_option("Haute")
    await page.get_by_test_id("dialog-submit").click()

    await expect(page.get_by_test_id("dialog")).to_have_count(0)
    sent = town.integration.calls[-1].json["submission"]
    assert sent == {"question": "Une salle ?", "theme": None, "urgence": "h"}


async def test_a_reaction_is_put_and_taken_back(page: Page, louis: Person) -> None:
    loire = await louis.channel("loire")
    post = await louis.says(loire["id"], "La Manufacture, le mardi")
    message = page.get_by_test_id("message")
    await message.hover()
    await message.get_by_test_id("react").click()
    await message.get_by_test_id("react-white_check_mark").click()
    reaction = message.get_by_test_id("reaction-white_check_mark")
    await expect(reaction).to_have_attribute("aria-pressed", "true")

    await reaction.click()

    await expect(reaction).to_have_count(0)
    assert await louis.get(f"/posts/{post['id']}/reactions") is None


async def test_a_thread_opens_beside_its_channel(page: Page, louis: Person) -> None:
    loire = await louis.channel("loire")
    root = await louis.says(loire["id"], "racine")
    await louis.says(loire["id"], "première réponse", root_id=root["id"])

    await page.get_by_test_id("replies").click()
    thread = page.get_by_test_id("thread")
    await expect(thread).to_contain_text("première réponse")
    await page.get_by_test_id("thread-composer").fill("seconde")
    await page.get_by_test_id("thread-send").click()

    await expect(thread).to_contain_text("seconde")
    await expect(page.get_by_test_id("replies")).to_have_text(re.compile("2\\sréponses"))
    await page.keyboard.press("Escape")
    await expect(thread).to_be_hidden()


async def test_the_bar_moves_the_clock(town: Town, page: Page) -> None:
    await expect(page.get_by_test_id("clock-next")).to_be_hidden()

    async with page.expect_response(lambda answer: answer.request.method == "POST"):  # it reads too
        await page.get_by_test_id("clock-week").click()

    assert town.sandbox.clock.offset == 7 * 86_400


async def test_the_page_comes_back_after_a_cut(town: Town, page: Page, louis: Person) -> None:
    loire = await louis.channel("loire")
    await expect(page.locator("#link-state")).to_have_text("")
    town.sandbox.faults.close_sockets()
    await louis.says(loire["id"], "pendant la coupure")

    await expect(page.get_by_test_id("message")).to_contain_text("pendant la coupure")


async def test_the_page_runs_nothing_from_elsewhere(town: Town) -> None:
    async with town.http.get(town.sandbox.url) as response:
        policy = response.headers["Content-Security-Policy"]
        text = await response.text()

    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|https?://(?!www\.w3\.org)", text)


async def test_pictures_are_shown_and_other_files_saved(page: Page, bot: Person) -> None:
    loire = await bot.channel("loire")
    rows = (b"\x00" + bytes([0, 114, 178]) * 60) * 40
    picture = await _sent(bot, loire["id"], "bilan.png", _png(60, 40, rows))
    text = await _sent(bot, loire["id"], "déjà posées.csv", "n°;question\r\n".encode())
    broken = await _sent(bot, loire["id"], "faux.png", b"pas une image")
    await bot.says(loire["id"], "Le bilan", file_ids=[picture, text, broken])
    message = page.get_by_test_id("message").filter(has_text="Le bilan")

    shown = message.get_by_role("img", name="bilan.png")
    await expect(shown).to_be_visible()
    await expect(shown).to_have_js_property("naturalWidth", 60)
    links = message.get_by_test_id("file")
    await expect(links).to_have_text(
        [
            re.compile(r"bilan\.png\d+\u00a0octets"),
            "déjà posées.csv14\u00a0octets",
            re.compile("faux"),
        ]
    )
    async with page.expect_download() as saving:
        await links.nth(1).click()
    saved = await saving.value
    assert saved.suggested_filename == "déjà posées.csv"
    assert (await saved.path()).read_bytes() == "n°;question\r\n".encode()
    async with page.expect_popup() as opening:
        await shown.click()
    assert (await opening.value).url.startswith("blob:")


async def _sent(person: Person, channel: str, name: str, content: bytes) -> str:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("channel_id", channel)
    form.add_field("files", content, filename=name)
    answer = await person.call("POST", "/files", data=form)
    assert answer.status == 201
    return str(answer.body["file_infos"][0]["id"])


def _png(width: int, height: int, rows: bytes) -> bytes:
    """Write a picture of eight bits a channel, RGB; each row starts with its filter."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part)) + name + part + struct.pack(">I", zlib.crc32(name + part))
        for name, part in parts
    )
