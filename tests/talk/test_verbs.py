"""Commands and buttons, written from what works where they are read."""

from __future__ import annotations

from bot.talk.verbs import ROOTS, as_typed
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


def test_the_words_that_start_commands_are_those_of_the_routes() -> None:
    assert set(ROOTS) == {route.root for route in ROUTES}
