"""What networks may not be to each other, wherever they are declared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.errors import Refusal
from bot.network.network import Home, Network, Scale
from bot.network.tree import CIRCLE, NO_PARENT, SAME_CHANNEL, SAME_SLUG, clashes, faults
from tests import room


def network(slug: str, parent: str | None = None) -> Network:
    return replace(room.LOIRE, slug=slug, channel=slug, parent=parent, scale=Scale.REGION)


A, B, C = network("a", "b"), network("b", "c"), network("c")


@pytest.mark.parametrize(
    ("networks", "found"),
    [
        ((), []),
        ((A, B, C), []),
        ((C, B, A), []),
        ((A,), [(NO_PARENT, "« b » n'est pas l'un de vos réseaux (a)")]),
        (
            (A, B, network("b", "c"), C),
            [(SAME_SLUG, "« b »"), (SAME_CHANNEL, "le canal « b »")] * 2,
        ),
        (
            (C, replace(network("other"), channel="c")),
            [(SAME_CHANNEL, "« c », channel"), (SAME_CHANNEL, "« other », channel")],
        ),
        ((C, replace(network("d"), channel="c", server="elsewhere")), []),
        ((C, replace(network("d"), channel="c", team="elsewhere")), []),
        ((network("m", "m"),), [(CIRCLE, "(m → m)")]),
        (
            # who hangs below a circle is not in it
            (A, B, network("c", "b")),
            [(CIRCLE, "(b → c → b)"), (CIRCLE, "(c → b → c)")],
        ),
    ],
)
def test_no_circle_no_parent_that_is_not_there_nothing_twice(
    networks: tuple[Network, ...], found: list[tuple[Refusal, str]]
) -> None:
    faulty = list(faults(networks))

    assert [each.refusal for each in faulty] == [refusal for refusal, _ in found]
    assert all(words in each.reply for each, (_, words) in zip(faulty, found, strict=True))


@pytest.mark.parametrize(
    ("changes", "clash"),
    [
        ({}, 0),
        ({"channel": "b"}, 1),
        ({"slug": "b"}, 1),
        ({"slug": "b", "channel": "b"}, 0),
    ],
)
def test_the_file_and_the_chat_do_not_make_one_of_two_networks(
    changes: dict[str, str], clash: int
) -> None:
    entered = replace(A, home=Home.CHAT, **changes)  # type: ignore[arg-type]

    assert len(list(clashes([A], [entered]))) == clash
