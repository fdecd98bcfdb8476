"""The whole table of rights, written out a second time: who may do what."""

from __future__ import annotations

import pytest

from bot.domain.errors import NotAllowedError
from bot.domain.rights import RIGHTS, Act, Role, allows, require
from tests.room import LOIRE

STRANGER, GUEST, MEMBER, COORDINATOR = Role

MAY: dict[Act, set[Role]] = {
    Act.READ_HELP: {STRANGER, GUEST, MEMBER, COORDINATOR},
    Act.READ_QUESTIONS: {MEMBER, COORDINATOR},
    Act.ASK: {MEMBER, COORDINATOR},
    Act.JOIN_QUESTION: {MEMBER, COORDINATOR},
    Act.ANSWER: {MEMBER, COORDINATOR},
    Act.WITHDRAW: {COORDINATOR},
    Act.READ_NEXT_MEETING: {MEMBER, COORDINATOR},
    Act.DRAFT_AGENDA: {COORDINATOR},
    Act.READ_DIGEST: {MEMBER, COORDINATOR},
    Act.READ_FEEDS: {MEMBER, COORDINATOR},
}


def test_every_act_is_in_the_table() -> None:
    assert set(RIGHTS) == set(Act) == set(MAY)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_each_role_has_the_rights_of_the_table(act: Act, role: Role) -> None:
    assert allows(act, role) == (role in MAY[act])


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_a_refusal_says_whom_to_turn_to(act: Act, role: Role) -> None:
    if role in MAY[act]:
        require(act, role, LOIRE)
        return
    with pytest.raises(NotAllowedError) as refused:
        require(act, role, LOIRE)

    assert "42 - Loire" in refused.value.reply
    assert "coordination" in refused.value.reply


@pytest.mark.parametrize("act", Act)
def test_being_the_author_counts_for_withdrawing_only(act: Act) -> None:
    given_by_authorship = allows(act, MEMBER, author=True) and not allows(act, MEMBER)

    assert given_by_authorship == (act is Act.WITHDRAW)


@pytest.mark.parametrize("role", [STRANGER, GUEST])
def test_an_author_who_left_the_network_withdraws_nothing(role: Role) -> None:
    assert not allows(Act.WITHDRAW, role, author=True)


def test_a_higher_role_has_all_the_rights_of_the_lower_ones() -> None:
    for act in Act:
        allowed = [allows(act, role) for role in sorted(Role)]
        assert allowed == sorted(allowed)
