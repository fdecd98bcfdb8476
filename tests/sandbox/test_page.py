"""The page, in a real browser: skipped where there is none."""

import asyncio
import re
import struct
import zlib
from collections.abc import AsyncIterator

import aiohttp
import pytest
from playwright.async_api import Locator, Page, expect

from sandbox.play import opening
from sandbox.server.console import tell_clock
from tests import browsers
from tests.sandbox.people import Json, Person, Town
from tests.waiting import PATIENCE, until

pytestmark = browsers.NEEDED

MESSAGES = 0.6
"""Of a small screen's height, at least this is theirs."""

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


async def test_a_link_to_ones_messages_with_someone_opens_them_here(
    page: Page, louis: Person
) -> None:
    loire = await louis.channel("loire")
    await louis.says(loire["id"], "C'est [entre nous](/conseillers/messages/@louis).")

    await page.get_by_role("link", name="entre nous").click()

    await expect(page.locator("#channel-title")).to_contain_text("Louis")


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


async def test_the_bot_is_invited_by_the_servers_own_command(page: Page) -> None:
    await page.get_by_test_id("switch-user").select_option("maelle")
    await page.get_by_test_id("channel-ardeche").click()
    composer = page.get_by_test_id("composer")
    await composer.press_sequentially("/inv")
    await expect(page.get_by_role("option", name="/invite")).to_be_visible()
    await composer.press("Tab")
    await composer.press_sequentially("@cour")
    await expect(page.get_by_role("option", name="@courroie")).to_be_visible()
    await composer.press("Tab")
    await composer.press("Enter")

    notice = page.get_by_test_id("message").last
    await expect(notice).to_have_text("courroie a été ajouté au canal par maelle.")

    await composer.fill("/invite @courroie")
    await composer.press("Enter")
    await expect(page.get_by_test_id("message").last).to_contain_text("Mattermost")
    await expect(page.get_by_test_id("message").last).to_contain_text("déjà membre de ce canal")


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


@pytest.fixture
async def menu(town: Town, page: Page, bot: Person) -> Locator:
    """Have a post with a menu; return what opens it."""
    loire = await bot.channel("loire")
    options = [{"text": "Fermer", "value": "f"}, {"text": "Reporter", "value": "r"}]
    action = {"id": "plus", "type": "select", "name": "Plus…", "options": options}
    called = {"integration": {"url": town.integration.url}}
    await bot.says(loire["id"], "?", props={"attachments": [{"actions": [action | called]}]})
    return page.get_by_role("button", name="Plus…")


async def test_a_menu_is_chosen_from_by_mouse_and_by_keyboard_as_often_as_one_likes(
    town: Town, page: Page, menu: Locator
) -> None:
    for _ in range(2):
        await menu.click()
        async with page.expect_response("**/actions/plus"):
            await page.get_by_role("menuitem", name="Reporter").click()
        await expect(menu).not_to_have_attribute("aria-disabled", "true")
    for keys in (["Enter", "Enter"], ["Enter", "r", "Enter"]):
        await menu.focus()
        async with page.expect_response("**/actions/plus"):
            for key in keys:
                await page.keyboard.press(key)
        await expect(menu).not_to_have_attribute("aria-disabled", "true")

    chosen = [call.json["context"]["selected_option"] for call in town.integration.calls]
    assert chosen == ["r", "r", "f", "r"]


async def test_a_menu_has_the_focus_as_soon_as_it_opens(menu: Locator) -> None:
    """A key that is pressed at once is the menu's: on its opener, Enter would close it again."""
    opens = "it => (it.click(), document.activeElement.textContent)"

    assert await menu.evaluate(opens) == "Fermer"


@pytest.mark.parametrize("leaving", ["Escape", "Tab", "Shift+Tab"])
async def test_leaving_a_menu_acts_on_nothing(
    town: Town, page: Page, menu: Locator, leaving: str
) -> None:
    await menu.focus()
    for key in ("Enter", "ArrowDown", "ArrowDown", "ArrowUp", leaving):
        await page.keyboard.press(key)

    await expect(page.get_by_role("menu")).to_be_hidden()
    if leaving == "Escape":
        await expect(menu).to_be_focused()
    await menu.click()
    await page.get_by_test_id("composer").click()
    await expect(page.get_by_role("menu")).to_be_hidden()
    assert town.integration.calls == []


async def test_a_form_opens_only_where_it_was_asked_for(
    town: Town, page: Page, bot: Person
) -> None:
    await town.command("besoin")
    town.integration.says({})
    assert page.context.browser
    other = await browsers.page_of(page.context.browser, browsers.DESKTOP)
    heard: list[str] = []
    other.on("websocket", lambda it: it.on("framereceived", lambda frame: heard.append(str(frame))))
    await other.goto(town.sandbox.url)
    await expect(other.locator("#app")).to_have_attribute("data-who", "amina")
    async with page.expect_response("**/commands/execute"):
        await _says(page, "/besoin")

    trigger = town.integration.calls[0].form["trigger_id"]
    body = {"trigger_id": trigger, "url": f"{town.integration.url}/d", "dialog": DIALOG}
    await bot.post("/actions/dialogs/open", body)

    await expect(page.get_by_test_id("dialog")).to_be_visible()
    await until(lambda: any("open_dialog" in frame for frame in heard))
    await expect(other.get_by_test_id("dialog")).to_have_count(0)


async def test_a_card_that_is_rewritten_keeps_the_focus_in_its_place_and_is_said_once(
    town: Town, page: Page, bot: Person
) -> None:
    loire = await bot.channel("loire")
    post = await bot.says(
        loire["id"], "Une minute", props=_card(town, "Qui a la malle ?", "Je sais", "Plus tard")
    )
    said = page.get_by_test_id("said")
    async with page.expect_response("**/actions/**"):
        await page.get_by_role("button", name="Plus tard").focus()
        await page.keyboard.press("Enter")

    for text in ("Qui prête une salle ?", "Où est le compte rendu ?"):
        props = _card(town, text, "Moi aussi", "Pas pour moi", "Plus tard")
        body = {"id": post["id"], "message": "Une minute", "props": props}
        await bot.call("PUT", f"/posts/{post['id']}", body)
        await expect(page.get_by_role("button", name="Pas pour moi")).to_be_focused()
        await expect(said.locator("p").filter(has_text=text)).to_have_count(1)

    names = await _names(page)
    assert names["said"][-1] == (
        "Courroie Une minute Où est le compte rendu ? Moi aussi Pas pour moi Plus tard"
    )
    assert {"Moi aussi", "Pas pour moi", "Plus tard"} <= {*names["button"]}
    assert "" not in names["button"]


def _card(town: Town, text: str, *labels: str) -> Json:
    """Return a post's props: its content in an attachment, with its buttons."""
    actions = [
        {"id": f"{len(text)}b{n}", "name": label, "integration": {"url": town.integration.url}}
        for n, label in enumerate(labels)
    ]
    return {"attachments": [{"text": text, "actions": actions}]}


async def _names(page: Page) -> dict[str, list[str]]:
    """Return how the accessibility tree names buttons, and what was said aloud."""
    session = await page.context.new_cdp_session(page)
    nodes = (await session.send("Accessibility.getFullAXTree"))["nodes"]
    buttons = [n["name"]["value"] for n in nodes if n.get("role", {}).get("value") == "button"]
    said = await page.get_by_test_id("said").locator("p").all_inner_texts()
    return {"button": buttons, "said": [" ".join(each.split()) for each in said]}


@pytest.mark.parametrize("size", [(640, 400), (390, 844), (390, 600)])
async def test_messages_have_most_of_a_small_screen(
    town: Town, page: Page, size: tuple[int, int]
) -> None:
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    scroll = page.locator("#scroll")
    await expect(page.get_by_test_id("tries")).to_be_visible()
    for _ in range(4):
        assert await scroll.evaluate("it => it.clientHeight / innerHeight") >= MESSAGES
        await page.get_by_test_id("tries-next").click()
    town.sandbox.shared.laying = [*opening.CHAPTERS]
    await tell_clock(town.sandbox.shared)

    await expect(page.get_by_test_id("laying")).to_be_visible()
    await expect(page.get_by_test_id("tries")).to_be_hidden()
    assert await scroll.evaluate("it => it.clientHeight / innerHeight") >= MESSAGES
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_nothing_is_done_while_the_demo_is_laid_out(town: Town, page: Page) -> None:
    town.sandbox.shared.laying = ["les questions"]
    await tell_clock(town.sandbox.shared)
    await expect(page.get_by_test_id("laying")).to_contain_text("s’installe… Encore un instant")

    await _says(page, "Bonjour")

    await expect(page.get_by_text("s’installe encore")).to_be_visible()
    await expect(page.get_by_test_id("message")).to_have_count(0)
    town.sandbox.shared.laying = []
    await tell_clock(town.sandbox.shared)
    await expect(page.get_by_test_id("laying")).to_be_hidden()
    await page.get_by_test_id("send").click()
    await expect(page.get_by_test_id("message")).to_have_count(1)


async def test_one_thing_is_tried_at_a_time_and_the_next_comes_once_it_was_done(
    town: Town, page: Page, bot: Person
) -> None:
    await town.command("besoin")
    town.integration.says({"text": "Voici."})
    line = page.locator("#tries-text")
    await page.get_by_test_id("switch-user").select_option("zoe")
    await expect(line).to_contain_text("/besoin voir 3")
    await page.get_by_test_id("tries-lead").click()
    await expect(page.get_by_test_id("composer")).to_have_value("/besoin voir 3")
    await page.get_by_test_id("send").click()

    await expect(line).to_contain_text("Moi aussi, sous une question")
    loire = await bot.channel("loire")
    await bot.says(loire["id"], "?", props=_card(town, "Qui a la malle ?", "Moi aussi"))
    await page.get_by_test_id("tries-lead").click()
    await expect(page.get_by_role("button", name="Moi aussi")).to_be_focused()
    await page.keyboard.press("Enter")

    await expect(line).to_contain_text("Je viens")
    await page.reload()
    await expect(line).to_contain_text("Je viens")


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
    await expect(page.get_by_test_id("clock-week")).to_be_hidden()
    await page.get_by_test_id("clock").click()
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
