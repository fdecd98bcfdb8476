from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.mattermost.wire.events import (
    ChannelDeleted,
    ChannelRestored,
    ChannelUpdated,
    Frame,
    Hello,
    Other,
    PostDeleted,
    Posted,
    PostEdited,
    ReactionAdded,
    ReactionRemoved,
    TeamLeft,
    UserAdded,
    UserRemoved,
    UserUpdated,
    parse_frame,
)
from bot.mattermost.wire.objects import ChannelType
from tests.mattermost.ids import AMINA, CAPTURES, ENTRAIDE, id_of

REAL = {
    frame.seq: frame.event
    for frame in map(parse_frame, (CAPTURES / "ws_events.jsonl").read_text().splitlines())
}
"""What a Mattermost 5.37 sent, by its number."""


def test_a_hello_names_the_session() -> None:
    assert isinstance(REAL[0], Hello)
    assert REAL[0].connection_id == "9o5nz5uauprw3kuofwtjma47mo"


def test_a_post_has_its_words_and_author() -> None:
    event = REAL[2]

    assert isinstance(event, Posted)
    assert event.post.message == "bonjour @botte et @conseiller2 é"
    assert event.post.created == datetime(2026, 11, 24, 13, 42, 19, 877_000, tzinfo=UTC)
    assert event.post.edited is None
    assert event.post.user_id == "9bxax3s5hpn4tk8afjg49ycgso"
    assert event.channel_type is ChannelType.OPEN


def test_a_reply_names_the_root_of_its_thread() -> None:
    event = REAL[3]

    assert isinstance(event, Posted)
    assert event.post.root_id == "supoup8bkfd6jmyufkpqhrryeo"


def test_a_direct_message_tells_so() -> None:
    event = REAL[8]

    assert isinstance(event, Posted)
    assert event.channel_type is ChannelType.DIRECT


def test_a_pin_is_an_edit_that_changes_no_date() -> None:
    edit, pin = REAL[4], REAL[7]

    assert isinstance(edit, PostEdited)
    assert isinstance(pin, PostEdited)
    assert edit.post.edited == pin.post.edited is not None
    assert (edit.post.pinned, pin.post.pinned) == (False, True)


def test_reactions_come_and_go() -> None:
    who_and_what = {
        "user_id": "fnqr851wipbkzf84p3beocab8y",
        "post_id": "supoup8bkfd6jmyufkpqhrryeo",
        "emoji": "white_check_mark",
        "channel_id": "jeuczhx6m3g3dpb64hmhxj45me",
    }

    assert REAL[5] == ReactionAdded(**who_and_what)
    assert REAL[6] == ReactionRemoved(**who_and_what)


def test_the_channel_of_a_join_is_in_the_broadcast() -> None:
    assert REAL[24] == UserAdded(
        user_id="ugf7bdr6kigkpjqpja5hxitp1o", channel_id="anrm7e6ymtnbpgei5fecqzpsbw"
    )


def test_a_removal_has_two_shapes() -> None:
    someone, the_bot = REAL[19], REAL[30]

    assert someone == UserRemoved(
        user_id="fb1itm9uo3foidrbjesikc6czh", channel_id="jeuczhx6m3g3dpb64hmhxj45me"
    )
    assert the_bot == UserRemoved(
        user_id="ugf7bdr6kigkpjqpja5hxitp1o", channel_id="anrm7e6ymtnbpgei5fecqzpsbw"
    )


def test_who_leaves_a_team_is_told_once_for_all_its_channels() -> None:
    data = f'{{"team_id": "{id_of("france")}", "user_id": "{AMINA}"}}'

    frame = parse_frame(f'{{"event": "leave_team", "data": {data}, "broadcast": {{}}, "seq": 4}}')

    assert frame.event == TeamLeft(user_id=AMINA, team_id=id_of("france"))


def test_a_deactivated_user_is_deleted() -> None:
    renamed, gone = REAL[36], REAL[37]

    assert isinstance(renamed, UserUpdated)
    assert isinstance(gone, UserUpdated)
    assert renamed.user.display_name == "Béa"
    assert (renamed.user.deleted, gone.user.deleted) == (False, True)


def test_a_channel_can_be_archived_and_restored() -> None:
    channel = id_of("loire")
    for name, kind in (("channel_deleted", ChannelDeleted), ("channel_restored", ChannelRestored)):
        frame = {"event": name, "data": {"channel_id": channel}, "seq": 3}
        assert parse_frame(json.dumps(frame)).event == kind(channel_id=channel)


def test_a_channel_can_be_renamed() -> None:
    event = REAL[26]

    assert isinstance(event, ChannelUpdated)
    assert event.channel.display_name == "Renommé"


def test_a_deleted_post_is_what_it_was() -> None:
    event = REAL[48]

    assert isinstance(event, PostDeleted)
    assert event.post.message == "bonjour modifié"


def test_an_event_without_use_keeps_its_name_and_number() -> None:
    assert REAL[39] == Other(name="typing")


def test_an_answer_to_our_own_request_is_outside_the_sequence() -> None:
    assert parse_frame('{"status": "OK", "seq_reply": 1}') == Frame(seq=None, event=Other(name=""))


@pytest.mark.parametrize("post", ['"amina"', "[1]", "{", [AMINA], None, 3, "NaN", '"\\ud800"'])
def test_a_post_that_is_no_object_is_unreadable(post: object) -> None:
    frame = parse_frame(json.dumps({"event": "posted", "data": {"post": post}, "seq": 1}))

    assert frame.event == Other(name="posted")


def test_an_unreadable_event_is_logged_by_name_only() -> None:
    frame = json.dumps({"event": "posted", "data": {"post": '{"id": "Bonjour"}'}, "seq": 7})

    with structlog.testing.capture_logs() as logs:
        assert parse_frame(frame) == Frame(seq=7, event=Other(name="posted"))

    assert logs == [
        {
            "event": "socket_event_unreadable",
            "event_name": "posted",
            "reason": "post.id: string_pattern_mismatch",
            "log_level": "warning",
        }
    ]


@pytest.mark.parametrize(
    ("props", "key", "from_webhook"),
    [
        ({}, None, False),
        (None, None, False),
        ({"courroie_key": "k1", "from_webhook": "true"}, "k1", True),
        ({"from_webhook": True}, None, True),
        ({"courroie_key": {"a": 1}, "from_webhook": 5}, None, False),
        ({"courroie_key": "k" * 3000}, None, False),
    ],
)
def test_props_may_hold_anything(props: object, key: str | None, *, from_webhook: bool) -> None:
    post = {
        "id": id_of("p"),
        "channel_id": ENTRAIDE,
        "user_id": AMINA,
        "create_at": 0,
        "props": props,
    }
    frame = parse_frame(json.dumps({"event": "post_edited", "data": {"post": post}, "seq": 1}))

    assert isinstance(frame.event, PostEdited)
    assert (frame.event.post.key, frame.event.post.from_webhook) == (key, from_webhook)


@pytest.mark.parametrize(("given", "relayed"), [(None, False), ("", False), (id_of("r"), True)])
def test_what_another_server_sent_is_relayed(given: object, *, relayed: bool) -> None:
    post = {"id": id_of("p"), "channel_id": ENTRAIDE, "create_at": 0, "remote_id": given}
    frame = parse_frame(json.dumps({"event": "post_edited", "data": {"post": post}, "seq": 1}))

    assert isinstance(frame.event, PostEdited)
    assert frame.event.post.relayed == relayed


def test_the_words_of_a_post_stay_out_of_its_repr() -> None:
    assert "bonjour" not in repr(REAL[2])


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from([AMINA]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(
    name=st.sampled_from(["hello", "posted", "reaction_added", "user_removed", "user_updated"]),
    key=st.sampled_from(["post", "reaction", "user", "user_id", "channel_id", "channel_type"]),
    value=ANYTHING,
    nested=st.booleans(),
    seq=ANYTHING,
)
def test_no_event_breaks_the_reader(
    name: str, key: str, value: object, seq: object, *, nested: bool
) -> None:
    data = {key: json.dumps(value) if nested else value}

    frame = parse_frame(json.dumps({"event": name, "data": data, "seq": seq}))

    assert frame.seq is None or isinstance(frame.seq, int)


@given(st.text() | st.binary())
def test_no_bytes_break_the_reader(frame: str | bytes) -> None:
    assert parse_frame(frame).event == Other(name="")


def test_a_date_beyond_reason_is_unreadable() -> None:
    post = {"id": id_of("p"), "channel_id": ENTRAIDE, "create_at": 10**18}

    frame = parse_frame(json.dumps({"event": "post_edited", "data": {"post": post}, "seq": 1}))

    assert frame.event == Other(name="post_edited")
