from __future__ import annotations

import pytest

from bot.mattermost.wire.cards import (
    ActionAnswer,
    Attachment,
    ButtonStyle,
    DialogAnswer,
    DialogElement,
    ElementKind,
    Integration,
    PostProps,
    SlashAnswer,
    WireButton,
    WireDialog,
    WireOption,
)
from bot.mattermost.wire.fields import written

URL = "http://bot.example.org/mattermost/action"
CLICK = Integration(url=URL)


def test_a_button_carries_its_context_to_our_address() -> None:
    button = WireButton(
        id="moiaussi",
        label="Moi aussi",
        integration=Integration(url=URL, context={"s": "x"}),
        style=ButtonStyle.PRIMARY,
    )

    assert written(button) == {
        "id": "moiaussi",
        "type": "button",
        "name": "Moi aussi",
        "style": "primary",
        "integration": {"url": URL, "context": {"s": "x"}},
    }


@pytest.mark.parametrize("id_", ["moi_aussi", "moi-aussi", "", "é"])
def test_a_button_that_nobody_could_click_is_refused(id_: str) -> None:
    with pytest.raises(ValueError, match="letters and digits only"):
        WireButton(id=id_, label="Moi aussi", integration=CLICK)


def test_empty_props_remove_everything() -> None:
    assert written(PostProps()) == {}


def test_props_carry_our_key() -> None:
    props = written(PostProps(key="k1", attachments=(Attachment(fallback="x"),)))

    assert props["courroie_key"] == "k1"
    assert props["attachments"] == [written(Attachment(fallback="x"))]


def test_props_beyond_8000_characters_do_not_fit() -> None:
    assert PostProps(attachments=(Attachment(text="é" * 3_900, fallback="x"),)).fits
    assert not PostProps(attachments=(Attachment(text="é" * 8_000, fallback="x"),)).fits


def test_a_dialog_lists_its_elements() -> None:
    element = DialogElement(
        name="theme",
        label="Thème",
        kind=ElementKind.SELECT,
        options=(WireOption(text="Santé", value="s"),),
        max_length=50,
    )
    dialog = WireDialog(
        callback_id="besoin", title="Un besoin", state="signed", elements=(element,)
    )

    told = written(dialog)

    assert told["elements"] == [written(element)]
    assert written(element)["options"] == [{"text": "Santé", "value": "s"}]
    assert written(element)["max_length"] == 50
    assert "signed" not in repr(dialog)


def test_a_dialog_of_six_elements_is_refused() -> None:
    elements = tuple(DialogElement(name=f"n{n}", label="N") for n in range(6))

    with pytest.raises(ValueError, match="5 elements, not 6"):
        WireDialog(callback_id="besoin", title="Un besoin", elements=elements)


def test_an_element_without_limits_sends_none() -> None:
    assert not {"max_length", "options"} & set(written(DialogElement(name="sujet", label="Sujet")))


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (ActionAnswer(), {}),
        (ActionAnswer(ephemeral_text="Noté"), {"ephemeral_text": "Noté"}),
        (DialogAnswer(), {}),
        (DialogAnswer(error="Non"), {"error": "Non"}),
        (DialogAnswer(errors={"date": "Passée"}), {"errors": {"date": "Passée"}}),
    ],
)
def test_an_answer_says_only_what_changes(
    answer: ActionAnswer | DialogAnswer, told: dict[str, object]
) -> None:
    assert written(answer) == told


def test_a_slash_answer_is_private() -> None:
    told = {"response_type": "ephemeral", "text": "Bonjour", "attachments": []}

    assert written(SlashAnswer(text="Bonjour")) == told
