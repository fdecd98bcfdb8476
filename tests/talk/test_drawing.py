"""What a picture keeps of many themes."""

from __future__ import annotations

from bot.talk.drawing import Bar, ranked


def test_themes_are_ranked_and_those_without_a_question_are_left_out() -> None:
    bars = [Bar(label="b", count=1), Bar(label="a", count=1), Bar(label="c", count=5)]

    assert [each.label for each in ranked([*bars, Bar(label="d", count=0)])] == ["c", "a", "b"]


def test_past_ten_themes_the_others_are_one_bar() -> None:
    bars = [Bar(label=f"t{number}", count=number) for number in range(1, 31)]

    *named, others = ranked(bars)

    assert [each.count for each in named] == list(range(30, 20, -1))
    assert (others.label, others.count, others.others) == ("Autres (20\u00a0thèmes)", 210, True)


def test_one_more_theme_than_ten_is_named_too() -> None:
    bars = [Bar(label=f"t{number}", count=1) for number in range(11)]

    assert not any(each.others for each in ranked(bars))
