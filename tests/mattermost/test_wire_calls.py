from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from bot.mattermost.errors import MalformedError
from bot.mattermost.wire.calls import SlashCall, parse_action, parse_dialog, parse_slash
from tests.mattermost.ids import AMINA, ENTRAIDE, LOIRE, body_of, id_of


def form(**changes: str) -> bytes:
    fields = {"token": "t", "team_id": LOIRE, "channel_id": ENTRAIDE, "user_id": AMINA}
    return urlencode(fields | {"command": "/besoin", "text": "bonjour"} | changes).encode()


def click(**changes: JsonValue) -> bytes:
    fields: dict[str, JsonValue] = {
        "user_id": AMINA,
        "user_name": "amina",
        "channel_id": ENTRAIDE,
        "team_id": LOIRE,
        "post_id": id_of("post"),
        "type": "button",
        "context": {"signed": "abc"},
    }
    return json.dumps(fields | changes).encode()


def submission(**changes: JsonValue) -> bytes:
    fields: dict[str, JsonValue] = {
        "type": "dialog_submission",
        "callback_id": "besoin",
        "state": "abc",
        "user_id": AMINA,
        "channel_id": ENTRAIDE,
        "team_id": LOIRE,
        "submission": {"sujet": "Bonjour"},
        "cancelled": False,
    }
    return json.dumps(fields | changes).encode()


def test_a_real_slash_command_is_read_whole() -> None:
    call = parse_slash(body_of("slash_command"))

    assert call.command == "/botte"
    assert call.text == " aide   @coordo ~entraide é😀 \n ligne2"
    assert call.user_name == "conseiller1"
    assert call.team_domain == "loire"


def test_an_empty_command_and_a_direct_channel_are_fine() -> None:
    call = parse_slash(form(text="", team_id=""))

    assert call.text == ""


def test_secrets_and_words_stay_out_of_the_repr() -> None:
    call = parse_slash(form(token="s3cret", text="des mots", trigger_id="tr"))

    assert isinstance(call, SlashCall)
    assert not [word for word in ("s3cret", "des mots", "'tr'") if word in repr(call)]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        form(user_id=""),
        form(user_id="../../etc"),
        form(channel_id=ENTRAIDE.upper()),
        form(text="x" * 16_384),
        form(user_name="x" * 2_049),
        form() + b"&text=%ff",
        "text=é".encode(),
        form() + b"&a=1" * 200,
        b"text=" + b"x" * (1 << 20),
    ],
)
def test_a_malformed_command_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedError):
        parse_slash(body)


def test_what_was_refused_is_not_repeated() -> None:
    with pytest.raises(MalformedError) as refused:
        parse_slash(form(user_id="des mots"))

    assert str(refused.value) == "user_id: string_pattern_mismatch"


@pytest.mark.parametrize("context", [{"des mots": 3}, {"a": "des mots" * 1_000}, "des mots"])
def test_what_was_forged_is_not_repeated_either(context: JsonValue) -> None:
    for parse, body in (
        (parse_action, click(context=context)),
        (parse_dialog, submission(submission={"des mots": [context]})),
    ):
        with pytest.raises(MalformedError) as refused:
            parse(body)

        assert "des mots" not in str(refused.value)


def test_nul_is_dropped() -> None:
    assert parse_slash(form(text="a\0b")).text == "ab"


def test_a_real_button_with_values_that_we_never_sign_is_refused() -> None:
    with pytest.raises(MalformedError):
        parse_action(body_of("action_button"))


def test_a_click_brings_its_context() -> None:
    call = parse_action(click())

    assert call.type == "button"
    assert call.context == {"signed": "abc"}


def test_a_real_menu_brings_the_choice_in_the_context() -> None:
    call = parse_action(body_of("action_select"))

    assert call.type == "select"
    assert call.context == {"action": "choix", "selected_option": "b"}


def test_a_button_without_context_has_an_empty_one() -> None:
    assert not parse_action(click(context=None)).context


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"user_id": NaN}',
        click(user_id=3),
        click(post_id=""),
        click(type="link"),
        click(context=[]),
        click(context={"signed": ["abc"]}),
        click(context={"signed": 3}),
        click(context={"signed": "x" * 6_001}),
        click(context={f"k{n}": "" for n in range(51)}),
        b'{"a": "' + b"x" * (1 << 20) + b'"}',
        click(user_name="\ud800"),
        b"[" * 10_000,
    ],
)
def test_a_malformed_click_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedError):
        parse_action(body)


def test_a_real_dialog_brings_texts_booleans_and_nulls() -> None:
    call = parse_dialog(body_of("dialog_submit"))

    assert dict(call.submission) == {
        "accord": True,
        "detail": None,
        "genre": "x",
        "sujet": "Bonjour é",
        "urgence": "h",
    }
    assert (call.callback_id, call.state, call.cancelled) == ("cb1", "etat-1", False)


def test_a_real_cancelled_dialog_is_empty() -> None:
    call = parse_dialog(body_of("dialog_cancel"))

    assert call.cancelled
    assert not call.submission


@pytest.mark.parametrize(
    "body",
    [
        submission(type="button"),
        submission(state="x" * 6_001),
        submission(submission={"sujet": {"a": 1}}),
        submission(submission={"sujet": "x" * 16_384}),
        submission(submission={f"k{n}": "" for n in range(51)}),
        submission(submission="texte"),
        submission(cancelled="oui"),
        submission(user_id=None),
    ],
)
def test_a_malformed_dialog_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedError):
        parse_dialog(body)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    for parse in (parse_slash, parse_action, parse_dialog):
        with pytest.raises(MalformedError):
            parse(body)
