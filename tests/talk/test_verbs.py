"""Commands and buttons, written from what works where they are read."""

from __future__ import annotations

from bot.core.message import Button, Option, menu
from bot.network.rights import Act
from bot.talk.context import Usage
from bot.talk.verbs import ROOTS, as_typed, in_words
from commands import ROUTES

SENTENCE = (
    "Voir la liste : `/besoin liste` ou `/rencontre`. Un lien : https://a.example/besoin/liste"
)
ALL = frozenset(ROOTS)


def test_with_slash_commands_a_text_stays_as_it_is() -> None:
    assert as_typed(SENTENCE, name="courroie", triggers=ALL) == SENTENCE


def test_without_them_commands_are_said_to_the_bot_by_its_name() -> None:
    written = as_typed(SENTENCE, name="relais", triggers=())

    assert written.startswith("Voir la liste : `@relais besoin liste` ou `@relais rencontre`.")
    assert "https://a.example/besoin/liste" in written


def test_one_command_may_stand_for_all() -> None:
    written = as_typed("`/besoin liste`", name="courroie", triggers=("courroie",))

    assert written == "`/courroie besoin liste`"


def test_a_command_that_is_missing_alone_is_said_to_the_bot() -> None:
    written = as_typed("`/besoin` `/veille`", name="courroie", triggers=("besoin",))

    assert written == "`/besoin` `@courroie veille`"


BUTTONS = (
    Button(
        id="a", label="Moi aussi", route="besoin moi-aussi", argument="12", emoji="raising_hand"
    ),
    Button(id="b", label="J'ai une réponse", route="besoin répondre", argument="12"),
    Button(id="c", label="Interne", route="besoin interne", argument="12"),
    Button(id="d", label="Certifier", route="besoin", argument="mot " * 40),
)
USAGES = (
    Usage(path="besoin répondre", takes="<n°> <réponse>", summary="", act=Act.ANSWER),
    Usage(path="besoin", takes="<votre question>", summary="", act=Act.ASK),
    Usage(path="besoin gérer", takes="<n°>", summary="", act=Act.ASK),
)


def test_where_there_are_no_buttons_one_reacts_or_types() -> None:
    assert in_words(BUTTONS, USAGES).splitlines() == [
        "- Réagissez : :raising_hand: pour « Moi aussi »",
        "- J'ai une réponse : `/besoin répondre 12 <réponse>`",
        "- Certifier : `/besoin …`",
    ]


def test_a_menu_is_written_by_its_own_command_or_else_whole() -> None:
    options = (Option("À la lettre", "besoin reporter 12 lettre"), Option("La fermer", "besoin …"))

    told = in_words((menu("m", "Gérer…", *options, route="besoin gérer", argument="12"),), USAGES)
    whole = in_words((menu("m", "Gérer…", *options),), USAGES)

    assert told == "Gérer : `/besoin gérer 12`"
    assert whole.splitlines()[0] == "- À la lettre : `/besoin reporter 12 lettre`"
    assert len(whole.splitlines()) == 2


def test_the_words_that_start_commands_are_those_of_the_routes() -> None:
    assert set(ROOTS) == {route.root for route in ROUTES}
