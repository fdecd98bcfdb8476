from __future__ import annotations

import pytest

from bot.mattermost.wire import (
    ActionAnswer,
    Attachment,
    AttachmentField,
    ButtonStyle,
    DialogAnswer,
    DialogElement,
    ElementKind,
    Menu,
    Option,
    PostProps,
    SlashAnswer,
    WireButton,
    WireDialog,
)

URL = "http://bot.example.org/mattermost/action"


def test_a_button_carries_its_context_to_our_address() -> None:
    button = WireButton(
        id="moiaussi", label="Moi aussi", url=URL, context={"s": "x"}, style=ButtonStyle.PRIMARY
    )

    assert button.to_wire() == {
        "id": "moiaussi",
        "type": "button",
        "name": "Moi aussi",
        "style": "primary",
        "integration": {"url": URL, "context": {"s": "x"}},
    }


def test_a_menu_carries_its_options() -> None:
    menu = Menu(id="theme", label="Thème", url=URL, options=(Option(text="Santé", value="s"),))

    assert menu.to_wire() == {
        "id": "theme",
        "type": "select",
        "name": "Thème",
        "data_source": "",
        "options": [{"text": "Santé", "value": "s"}],
        "integration": {"url": URL, "context": {}},
    }


@pytest.mark.parametrize("id_", ["moi_aussi", "moi-aussi", "", "é"])
@pytest.mark.parametrize("kind", [WireButton, Menu])
def test_an_action_that_nobody_could_click_is_refused(
    kind: type[WireButton | Menu], id_: str
) -> None:
    with pytest.raises(ValueError, match="letters and digits only"):
        kind(id=id_, label="Moi aussi", url=URL)


def test_an_attachment_falls_back_on_its_title_then_on_its_text() -> None:
    titled = Attachment(title="Titre", text="Texte", color="#0055aa")
    plain = Attachment(text="Texte", fields=(AttachmentField(title="Où", value="Brest"),))

    assert titled.to_wire()["fallback"] == "Titre"
    assert plain.to_wire()["fallback"] == "Texte"
    assert plain.to_wire()["fields"] == [{"title": "Où", "value": "Brest", "short": True}]


def test_empty_props_remove_everything() -> None:
    assert PostProps().to_wire() == {}


def test_props_carry_our_key() -> None:
    props = PostProps(key="k1", attachments=(Attachment(text="x"),)).to_wire()

    assert props["courroie_key"] == "k1"
    assert props["attachments"] == [Attachment(text="x").to_wire()]


def test_props_beyond_8000_characters_do_not_fit() -> None:
    assert PostProps(attachments=(Attachment(text="é" * 3_900, fallback="x"),)).fits
    assert not PostProps(attachments=(Attachment(text="é" * 8_000, fallback="x"),)).fits


def test_a_dialog_lists_its_elements() -> None:
    element = DialogElement(
        name="theme",
        label="Thème",
        kind=ElementKind.SELECT,
        options=(Option(text="Santé", value="s"),),
        min_length=1,
        max_length=50,
    )
    dialog = WireDialog(
        callback_id="besoin", title="Un besoin", state="signed", elements=(element,)
    )

    written = dialog.to_wire()

    assert written["elements"] == [element.to_wire()]
    assert element.to_wire()["options"] == [{"text": "Santé", "value": "s"}]
    assert (element.to_wire()["min_length"], element.to_wire()["max_length"]) == (1, 50)
    assert "signed" not in repr(dialog)


def test_a_dialog_of_six_elements_is_refused() -> None:
    elements = tuple(DialogElement(name=f"n{n}", label="N") for n in range(6))

    with pytest.raises(ValueError, match="5 elements, not 6"):
        WireDialog(callback_id="besoin", title="Un besoin", elements=elements)


def test_an_element_without_limits_sends_none() -> None:
    assert not {"min_length", "max_length", "options"} & set(
        DialogElement(name="sujet", label="Sujet").to_wire()
    )


@pytest.mark.parametrize(
    ("answer", "written"),
    [
        (ActionAnswer(), {}),
        (ActionAnswer(ephemeral_text="Noté"), {"ephemeral_text": "Noté"}),
        (ActionAnswer(message="Clos"), {"update": {"message": "Clos"}}),
        (
            ActionAnswer(message="Clos", props=PostProps()),
            {"update": {"message": "Clos", "props": {}}},
        ),
        (DialogAnswer(), {}),
        (DialogAnswer(error="Non", errors={"a": "b"}), {"error": "Non", "errors": {"a": "b"}}),
    ],
)
def test_an_answer_says_only_what_changes(
    answer: ActionAnswer | DialogAnswer, written: dict[str, object]
) -> None:
    assert answer.to_wire() == written


@pytest.mark.parametrize(("in_channel", "kind"), [(True, "in_channel"), (False, "ephemeral")])
def test_a_slash_answer_is_private_unless_said_otherwise(kind: str, *, in_channel: bool) -> None:
    answer = SlashAnswer(text="Bonjour", in_channel=in_channel)

    assert answer.to_wire() == {"response_type": kind, "text": "Bonjour", "attachments": []}
