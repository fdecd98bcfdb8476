"""How the outbox's messages are said: names, buttons or reactions, and no doubt left."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from bot.core.channel import NetworkChannel
from bot.core.generation import Generations
from bot.core.message import (
    Button,
    ClaimedMessage,
    File,
    FileKind,
    Message,
    MessageKind,
    NotSaidError,
    Option,
    RecipientLeftError,
    menu,
)
from bot.mattermost.client import Mattermost
from bot.mattermost.errors import REFUSED_WAIT
from bot.mattermost.roster import Roster
from bot.mattermost.sender import FILE_TRIES, MattermostSender
from bot.mattermost.signing import Signer, Ticket
from bot.mattermost.wire import cards
from bot.meeting.poll.card import verbs
from bot.meeting.poll.rules import Poll
from bot.talk.markdown import POST_LIMIT, person, quoted
from tests.mattermost.coordinating import at_sight
from tests.mattermost.png import size_of
from tests.room import LOIRE
from tests.sandbox.people import Json
from tests.whole.conftest import village
from tests.whole.town import Village, key_of

__all__ = ["village"]

BUTTON = Button(
    id="moiaussi", label="Moi aussi", route="besoin moi-aussi", argument="1", emoji="raising_hand"
)
LIST = File(name="déjà posées.csv", content="\ufeffn°;question\r\n1;Où ?")
CHART = File(
    name="bilan.png",
    kind=FileKind.DRAWING,
    content='<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"/>',
)
SIGNER = Signer(SecretStr("s" * 32))
SIGNER.generations = Generations(current="0a1b2c3d")


def message(key: str = "un", **more: object) -> Message:
    said = Message(
        server="bac", key=key, text="Bonjour", made_at=datetime.now(UTC), network="loire"
    )
    return replace(said, **more)  # type: ignore[arg-type]


@asynccontextmanager
async def voice_of(
    village: Village,
    *,
    callback: str | None = "http://bot.example",
    ready: bool = True,
) -> AsyncIterator[MattermostSender]:
    client = Mattermost(village.stage.sandbox.url, SecretStr(village.stage.sandbox.bot_token))
    networks = [replace(LOIRE, team="france", coordinators=("amina",))]
    roster = Roster("bac", client, lambda: networks, at_sight)
    try:
        if ready:
            await roster.load()
        yield MattermostSender(
            client, roster, SIGNER, callback=callback, clock=lambda: datetime.now(UTC)
        )
    finally:
        await client.close()


@pytest.fixture
async def sender(village: Village) -> AsyncIterator[MattermostSender]:
    async with voice_of(village) as found:
        yield found


async def unheard(_post: str) -> None:
    """Note nothing of a post that was made."""


async def say(
    sender: MattermostSender,
    said: Message,
    *,
    doubt: bool = False,
    edits: str | None = None,
    made: bytes | None = None,
) -> str:
    return await sender.say(ClaimedMessage(said, edits=edits, doubt=doubt, made=made), unheard)


async def test_marks_become_names_and_those_who_left_are_not_named(
    village: Village,
    sender: MattermostSender,
) -> None:
    louis = await village.person("louis")
    await say(sender, message(text=f"{person(louis.id)} et {person('x' * 26)}"))

    assert (await village.posts())[-1]["message"] == "Louis Perrot et une personne partie"


async def test_what_is_quoted_is_read_again_and_is_mere_words(
    village: Village,
    sender: MattermostSender,
) -> None:
    asked = await village.says("louis", "Qui prête\n**une** @channel salle ?")
    text = f"> {quoted(asked['id'], 60)}\n> {quoted(asked['id'], 9)}\n> {quoted('x' * 26, 60)}"
    await say(sender, message(text=text))

    assert (await village.posts())[-1]["message"].replace("\u00a0", " ").split("\n") == [
        "> Qui prête \\*\\*une\\*\\* @\u200bchannel salle ?",
        f"> Qui prête… [voir dans le canal](/_redirect/pl/{asked['id']})",
        "> _(ce message n'est plus là)_",
    ]


async def test_what_people_said_is_read_and_not_what_programs_did(
    village: Village,
    sender: MattermostSender,
) -> None:
    root = await village.says("louis", "Qui prête une salle ?")
    await village.react("zoe", root["id"], "tada")
    await say(sender, message(text="Le robot parle"))
    page = await sender.roster.talk("loire", "")

    asked, by_us = page[-2:]
    assert asked.text == "Qui prête une salle ?"
    assert asked.author == (await village.person("louis")).id
    assert (asked.root, asked.reactions) == (root["id"], 1)
    assert not by_us.author
    assert not await sender.roster.talk("loire", page[0].id)


async def test_marks_become_names_on_buttons_and_in_menus_too(
    village: Village,
    sender: MattermostSender,
) -> None:
    mark = person((await village.person("louis")).id)
    ask = replace(BUTTON, label=f"Demander à {mark}")
    await say(sender, message(buttons=(ask, menu("confier", "Confier à…", Option(mark, "aide")))))

    (post,) = await village.by_bot("Bonjour")
    button, choice = post["props"]["attachments"][0]["actions"]
    assert button["name"] == "Demander à Louis Perrot"
    assert choice["options"] == [{"text": "Louis Perrot", "value": "0"}]


async def test_buttons_carry_a_ticket_and_fit_in_the_props(
    village: Village,
    sender: MattermostSender,
) -> None:
    buttons = tuple(replace(BUTTON, id=f"b{n}", argument="9" * 20) for n in range(5))
    await say(sender, message(buttons=buttons))

    (post,) = await village.by_bot("Bonjour")
    assert key_of(post) == "un"
    assert len(post["props"]["attachments"][0]["actions"]) == 5
    assert "ticket" not in str(post)


async def test_of_buttons_too_large_for_a_post_the_heaviest_is_left_out(
    village: Village, sender: MattermostSender
) -> None:
    buttons = tuple(replace(BUTTON, id=f"b{n}", argument="9" * 1_900 * n) for n in range(3))
    await say(sender, message(buttons=buttons))

    (post,) = await village.by_bot("Bonjour")
    (card,) = post["props"]["attachments"]
    assert [each["id"] for each in card["actions"]] == ["b0", "b1"]


async def test_a_list_too_long_for_a_post_is_shortened_and_says_how_to_ask_for_the_rest(
    village: Village, sender: MattermostSender
) -> None:
    options = [Option(f"{number} {'x' * 55}", "besoin voir", str(number)) for number in range(200)]
    await say(sender, message(buttons=(BUTTON, menu("voir", "Voir…", *options, route="besoin"))))

    (post,) = await village.by_bot("Bonjour")
    (card,) = post["props"]["attachments"]
    first, listed = card["actions"]
    assert first["name"] == "Moi aussi"
    shown = len(listed["options"])
    assert 20 < shown < 100
    assert listed["options"][-1] == {"text": f"Les {201 - shown} autres…", "value": f"{shown - 1}"}


async def test_who_left_the_channel_is_told_nothing_more_of_its_network(
    village: Village, sender: MattermostSender
) -> None:
    louis = await village.person("louis")
    post = await say(sender, message(user=louis.id))
    await louis.call("DELETE", f"/channels/{await village.channel()}/members/{louis.id}")

    for about in (
        message("deux", user=louis.id),
        message("trois", user=louis.id, kind=MessageKind.EDIT),
    ):
        with pytest.raises(RecipientLeftError):
            await say(sender, about, edits=post)
    await say(sender, message("quatre", user=louis.id, text="Vos données", network=None))

    assert [each["message"] for each in await village.letters("louis")] == [
        "Bonjour",
        "Vos données",
    ]


async def test_buttons_and_reactions_go_with_direct_messages_too(village: Village) -> None:
    louis = await village.person("louis")
    async with voice_of(village) as sender:
        await say(sender, message(user=louis.id, buttons=(BUTTON,)))
    async with voice_of(village, callback=None) as sender:
        post = await say(sender, message("deux", user=louis.id, buttons=(BUTTON,)))

    first, second = await village.letters("louis")
    assert first["props"]["attachments"][0]["actions"][0]["name"] == "Moi aussi"
    assert second["id"] == post
    assert [each["emoji_name"] for each in await louis.get(f"/posts/{post}/reactions")] == [
        "raising_hand"
    ]


async def test_without_a_callback_reactions_stand_for_buttons(village: Village) -> None:
    plain = replace(BUTTON, id="reponse", emoji="")
    async with voice_of(village, callback=None) as sender:
        post = await say(sender, message(buttons=(BUTTON, plain)))

    louis = await village.person("louis")
    found = await louis.get(f"/posts/{post}/reactions")
    assert [each["emoji_name"] for each in found] == ["raising_hand"]
    assert "attachments" not in (await village.posts())[-1]["props"]


async def test_without_a_callback_a_rewritten_post_bears_the_reactions_of_its_new_buttons(
    village: Village,
) -> None:
    thanks = replace(BUTTON, id="merci", emoji="pray")
    async with voice_of(village, callback=None) as sender:
        post = await say(sender, message(buttons=(BUTTON,)))
        edit = message("un:2", kind=MessageKind.EDIT, edits="un", buttons=(thanks,))
        for _ in range(2):
            await say(sender, edit, edits=post)

    louis = await village.person("louis")
    found = await louis.get(f"/posts/{post}/reactions")
    assert [each["emoji_name"] for each in found] == ["raising_hand", "pray"]


async def test_a_post_is_known_before_reactions_stand_on_it(village: Village) -> None:
    louis = await village.person("louis")
    known: list[tuple[str, object]] = []

    async def posted(post: str) -> None:
        known.append((post, await louis.get(f"/posts/{post}/reactions")))

    async with voice_of(village, callback=None) as sender:
        said = message(buttons=(BUTTON,))
        post = await sender.say(ClaimedMessage(said), posted)

    ((told, before),) = known
    assert told == post
    assert not before
    assert len(await louis.get(f"/posts/{post}/reactions")) == 1


async def test_a_doubt_finds_the_post_that_was_made(
    village: Village, sender: MattermostSender
) -> None:
    first = await say(sender, message())

    assert await say(sender, message(), doubt=True) == first
    assert await say(sender, message("autre"), doubt=True) != first
    assert len(await village.by_bot("Bonjour")) == 2


async def test_somebody_else_who_copies_our_key_is_not_taken_for_us(
    village: Village,
    sender: MattermostSender,
) -> None:
    copied = await village.says("zoe", "Bonjour", props={"courroie_key": "un"})

    assert await say(sender, message(), doubt=True) != copied["id"]


async def test_one_person_is_told_by_direct_message(
    village: Village, sender: MattermostSender
) -> None:
    louis = await village.person("louis")
    await say(sender, message(user=louis.id))

    assert [each["message"] for each in await village.letters("louis")] == ["Bonjour"]


async def test_an_edit_keeps_the_key_of_what_it_rewrites(
    village: Village, sender: MattermostSender
) -> None:
    post = await say(sender, message(buttons=(BUTTON,)))
    edit = message("un:2", text="Répondu", kind=MessageKind.EDIT, edits="un")

    assert await say(sender, edit, edits=post) == post
    (kept,) = await village.by_bot("Répondu")
    assert key_of(kept) == "un"
    assert "attachments" not in kept["props"]


async def test_under_a_head_that_never_changes_the_card_says_what_is_new(
    village: Village, sender: MattermostSender
) -> None:
    user = (await village.person("louis")).id
    one = message("pile:1", user=user, text="Un", head="Ce qui vous attend :", buttons=(BUTTON,))
    post = await say(sender, one)
    two = replace(one, key="pile:1:a", text="Deux", kind=MessageKind.EDIT, edits="pile:1")

    await say(sender, two, edits=post)

    now = (await village.letters("louis"))[-1]
    assert now["message"] == "Ce qui vous attend\u00a0:"
    [card] = now["props"]["attachments"]
    assert card["text"] == "Deux"
    bears = sender._props(one, one.text).attachments or ()
    ticket = bears[0].actions[0].integration.context["ticket"]
    assert SIGNER.read(ticket, user=user, now=datetime.now(UTC)).pile == "pile:1"


async def test_the_edit_of_a_deleted_post_is_hopeless(
    village: Village, sender: MattermostSender
) -> None:
    post = await say(sender, message())
    bot = await village.person("courroie")
    await bot.call("DELETE", f"/posts/{post}")

    with pytest.raises(NotSaidError) as told:
        await say(sender, message("un:2", kind=MessageKind.EDIT, edits="un"), edits=post)
    assert told.value.hopeless


async def test_a_text_too_long_is_hopeless(sender: MattermostSender) -> None:
    with pytest.raises(NotSaidError) as told:
        await say(sender, message(text="x" * (POST_LIMIT + 1)))
    assert told.value.hopeless
    assert not told.value.doubt


async def test_a_channel_that_is_missing_is_tried_again(sender: MattermostSender) -> None:
    with pytest.raises(NotSaidError) as told:
        await say(sender, message(network="ailleurs"))
    assert (told.value.hopeless, told.value.away, told.value.doubt) == (False, False, False)


async def test_before_the_places_are_known_the_server_counts_as_away(village: Village) -> None:
    async with voice_of(village, ready=False) as sender:
        with pytest.raises(NotSaidError) as told:
            await say(sender, message())
    assert (told.value.hopeless, told.value.away) == (False, True)


@pytest.mark.parametrize(("status", "doubt"), [(429, False), (500, True), (503, True)])
async def test_what_the_server_could_not_do_leaves_a_doubt_or_none(
    village: Village,
    sender: MattermostSender,
    status: int,
    *,
    doubt: bool,
) -> None:
    faults = village.stage.sandbox.faults
    if status == 429:
        faults.rate_limit("/posts$", method="POST", retry_after=60)
    else:
        faults.error("/posts$", method="POST", status=status)

    with pytest.raises(NotSaidError) as told:
        await say(sender, message())
    assert (told.value.doubt, told.value.away, told.value.hopeless) == (doubt, True, False)
    assert told.value.pause == (60 if status == 429 else 0)


async def test_a_refused_token_has_messages_wait_however_long(
    village: Village, sender: MattermostSender
) -> None:
    village.stage.sandbox.faults.error("/posts$", method="POST", status=401)

    with pytest.raises(NotSaidError) as told:
        await say(sender, message())
    assert (told.value.away, told.value.hopeless, told.value.pause) == (True, False, REFUSED_WAIT)


async def test_an_answer_that_is_lost_leaves_a_doubt(
    village: Village, sender: MattermostSender
) -> None:
    village.stage.sandbox.faults.drop_answer("/posts$", method="POST")
    old = message(made_at=datetime.now(UTC) - timedelta(minutes=1))

    with pytest.raises(NotSaidError) as told:
        await say(sender, old)
    assert told.value.doubt
    await say(sender, old, doubt=True)
    assert len(await village.by_bot("Bonjour")) == 1


async def test_a_text_file_goes_with_its_post_byte_for_byte(
    village: Village, sender: MattermostSender
) -> None:
    await say(sender, message(file=LIST))

    (post,) = await village.by_bot("Bonjour")
    (file,) = post["metadata"]["files"]
    assert (file["name"], file["post_id"]) == ("déjà posées.csv", post["id"])
    assert await _content(village, file) == LIST.content.encode()


async def test_a_drawing_is_sent_as_a_picture(village: Village, sender: MattermostSender) -> None:
    await say(sender, message(file=CHART))

    (post,) = await village.by_bot("Bonjour")
    (file,) = post["metadata"]["files"]
    assert (file["name"], file["mime_type"]) == ("bilan.png", "image/png")
    assert size_of(await _content(village, file)) == (60, 40)


async def test_a_file_may_go_to_one_person(village: Village, sender: MattermostSender) -> None:
    louis = await village.person("louis")
    await say(sender, message(user=louis.id, file=LIST))

    (letter,) = await village.letters("louis")
    assert [each["name"] for each in letter["metadata"]["files"]] == ["déjà posées.csv"]


async def test_a_file_refused_in_a_new_direct_channel_is_sent_once_more(
    village: Village, sender: MattermostSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.mattermost.sender.NEW_CHANNEL_WAIT", 0.0)
    louis = await village.person("louis")
    village.stage.sandbox.faults.error("/files$", method="POST", status=403)
    await say(sender, message(user=louis.id, file=LIST))

    (letter,) = await village.letters("louis")
    assert [each["name"] for each in letter["metadata"]["files"]] == ["déjà posées.csv"]


async def test_a_file_refused_twice_in_a_direct_channel_is_left_out(
    village: Village, sender: MattermostSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.mattermost.sender.NEW_CHANNEL_WAIT", 0.0)
    louis = await village.person("louis")
    village.stage.sandbox.faults.error("/files$", method="POST", times=2, status=403)
    await say(sender, message(user=louis.id, file=LIST))

    (letter,) = await village.letters("louis")
    assert "file_ids" not in letter


async def test_a_doubt_uploads_nothing_when_the_post_is_there(
    village: Village, sender: MattermostSender
) -> None:
    first = await say(sender, message(file=LIST))
    village.stage.sandbox.faults.error("/files$", method="POST", status=403)

    assert await say(sender, message(file=LIST), doubt=True) == first
    assert village.stage.sandbox.faults.striking("POST", "/files")


@pytest.mark.parametrize("status", [400, 403, 413, 501])
async def test_a_server_that_refuses_files_is_told_without(
    village: Village, sender: MattermostSender, status: int
) -> None:
    village.stage.sandbox.faults.error("/files$", method="POST", status=status)

    await say(sender, message(file=LIST))

    (post,) = await village.by_bot("Bonjour")
    assert "file_ids" not in post


async def test_a_drawing_that_cannot_be_drawn_is_left_out(
    village: Village, sender: MattermostSender
) -> None:
    await say(sender, message(file=replace(CHART, content="<svg")))

    (post,) = await village.by_bot("Bonjour")
    assert "file_ids" not in post
    assert "Le fichier n'a pas pu être joint" in post["message"]


async def test_a_memory_goes_with_its_message_and_is_missed_where_it_could_not_be_made(
    village: Village, sender: MattermostSender
) -> None:
    memory = File(name="memoire-loire.zip", kind=FileKind.MEMORY, content="loire")
    await say(sender, message(file=memory))
    await say(sender, message(key="again", text="Encore", file=memory), made=b"zip of loire")

    (without,), (with_it,) = await village.by_bot("Bonjour"), await village.by_bot("Encore")
    assert "n'a pas pu être joint" in without["message"]
    assert len(with_it["file_ids"]) == 1
    assert "joint" not in with_it["message"]


async def test_a_trouble_with_files_is_waited_for_but_not_for_ever(
    village: Village, sender: MattermostSender
) -> None:
    village.stage.sandbox.faults.error("/files$", method="POST", status=500, times=None)

    with pytest.raises(NotSaidError) as told:
        await say(sender, message(file=LIST))
    assert (told.value.away, told.value.hopeless) == (True, False)
    assert await village.by_bot("Bonjour") == []

    await say(sender, message(file=LIST, attempts=FILE_TRIES), doubt=True)
    assert len(await village.by_bot("Bonjour")) == 1


async def test_a_file_waits_for_a_token_that_is_good(
    village: Village, sender: MattermostSender
) -> None:
    village.stage.sandbox.faults.error("/files$", method="POST", status=401)

    with pytest.raises(NotSaidError, match="401"):
        await say(sender, message(file=LIST, attempts=FILE_TRIES))
    assert await village.by_bot("Bonjour") == []


async def test_a_file_follows_when_the_root_of_its_thread_is_gone(
    village: Village, sender: MattermostSender
) -> None:
    root = await say(sender, message("racine", text="Racine"))
    bot = await village.person("courroie")
    await bot.call("DELETE", f"/posts/{root}")

    await sender.say(ClaimedMessage(message(file=LIST), thread=root), unheard)

    (post,) = await village.by_bot("Bonjour")
    assert (post["root_id"], len(post["file_ids"])) == ("", 1)


async def _content(village: Village, file: Json) -> bytes:
    louis = await village.person("louis")
    url = f"{village.stage.sandbox.url}/api/v4/files/{file['id']}"
    headers = {"Authorization": f"Bearer {louis.token}"}
    async with village.town.http.get(url, headers=headers) as answer:
        assert answer.status == 200
        return await answer.read()


async def test_the_largest_poll_keeps_its_buttons(
    village: Village, sender: MattermostSender
) -> None:
    """Eight dates, a form and a menu in one post, whose number has grown and whose slug is long."""
    at = datetime(2026, 12, 23, 14, 30, tzinfo=UTC)
    poll = Poll(
        network="loire",
        number=99_999,
        author="amina",
        dates=tuple(at + timedelta(days=days) for days in range(8)),
        closes_at=at,
        made_at=at,
    )
    buttons = verbs(poll, "Europe/Paris")
    await say(sender, message("poll:loire:99999", buttons=buttons))

    (post,) = await village.by_bot("Bonjour")
    (card,) = post["props"]["attachments"]
    assert len(card["actions"]) == 9
    signed = [
        cards.WireButton(
            id="oui1",
            label="1",
            integration=cards.Integration(
                url=f"https://{'a' * 60}.example/mattermost/action",
                context={"ticket": SIGNER.sign(ticket)},
            ),
        )
        for ticket in map(_of_a_long_name, buttons)
    ]
    card_of_them = cards.Attachment(fallback="1 · " * 10, actions=tuple(signed))
    assert cards.PostProps(key="poll:loire:99999", attachments=(card_of_them,)).fits


def _of_a_long_name(button: Button) -> Ticket:
    return Ticket(
        server="mattermost-du-reseau-national",
        network="provence-alpes-cote-d-azur-sud",
        route=button.route,
        argument=button.argument,
        made=datetime(2026, 11, 27, tzinfo=UTC),
        expires=datetime(2028, 1, 1, tzinfo=UTC),
    )


async def test_a_reaction_is_put_on_someones_message_once_even_in_doubt(village: Village) -> None:
    said = await village.says("zoe", "#veille https://exemple.fr")
    put = message(kind=MessageKind.REACTION, text="newspaper", thread=said["id"])
    async with voice_of(village) as sender:
        for doubt in (False, True):
            await sender.say(ClaimedMessage(put, thread=said["id"], doubt=doubt), unheard)
        with pytest.raises(NotSaidError) as gone:
            await sender.say(ClaimedMessage(put, thread="z" * 26), unheard)
        with pytest.raises(NotSaidError):
            await sender.say(ClaimedMessage(put), unheard)

    zoe = await village.person("zoe")
    found = await zoe.get(f"/posts/{said['id']}/reactions")
    assert [each["emoji_name"] for each in found] == ["newspaper"]
    assert gone.value.hopeless


async def test_an_archived_channel_is_closed_to_all_that_we_say(
    village: Village, sender: MattermostSender
) -> None:
    said = await say(sender, message())
    post = await village.says("zoe", "Bonjour")
    amina, channel = await village.person("amina"), await village.channel()
    await amina.call("DELETE", f"/channels/{channel}")

    for kind, edits, thread in (
        (MessageKind.POST, None, None),
        (MessageKind.EDIT, said, None),
        (MessageKind.REACTION, None, post["id"]),
    ):
        given = message("deux", kind=kind, text="eyes", edits="un" if edits else None)
        with pytest.raises(NotSaidError) as raised:
            await sender.say(ClaimedMessage(given, thread=thread, edits=edits), unheard)
        assert (raised.value.closed, raised.value.hopeless) == (True, False)
        assert not raised.value.doubt


async def test_a_channel_that_we_were_removed_from_is_closed_once_it_is_known(
    village: Village,
) -> None:
    bot, amina = await village.person("courroie"), await village.person("amina")
    channel = await village.channel()
    await amina.call("DELETE", f"/channels/{channel}/members/{bot.id}")
    known = NetworkChannel(network="loire", team="france", name="loire", id=channel)
    client = Mattermost(village.stage.sandbox.url, SecretStr(village.stage.sandbox.bot_token))
    networks = [replace(LOIRE, team="france", coordinators=("amina",))]
    roster = Roster("bac", client, lambda: networks, at_sight, lambda: {"loire": known})
    await roster.load()
    sender = MattermostSender(
        client, roster, SIGNER, callback=None, clock=lambda: datetime.now(UTC)
    )
    with pytest.raises(NotSaidError) as raised:
        await say(sender, message())
    await client.close()

    assert raised.value.closed
    assert roster.coordinators_of("loire") == {amina.id}
