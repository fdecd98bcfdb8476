"""The whole table of rights, written out a second time: who may do what."""

from __future__ import annotations

from itertools import product

from bot.network.rights import NOT_ALLOWED, PERSONAL, Act, Role, Tie, allows, require
from tests.refusals import refused
from tests.room import LOIRE

STRANGER, GUEST, MEMBER, COORDINATOR = Role

ALL = {STRANGER, GUEST, MEMBER, COORDINATOR}
MEMBERS = {MEMBER, COORDINATOR}

MAY: dict[Act, set[Role]] = {
    Act.READ_HELP: ALL,
    Act.READ_QUESTIONS: MEMBERS,
    Act.READ_PRIVATE: set(),
    Act.FOLLOW_UP: set(),
    Act.ASK: MEMBERS,
    Act.JOIN_QUESTION: MEMBERS,
    Act.ANSWER: MEMBERS,
    Act.THANK: MEMBERS,
    Act.ASK_AROUND: {COORDINATOR},
    Act.HELP_OTHERS: MEMBERS,
    Act.FIND_WHO: MEMBERS,
    Act.ACCEPT_ANSWER: {COORDINATOR},
    Act.EDIT: set(),
    Act.CHANGE_VISIBILITY: set(),
    Act.SHARE: set(),
    Act.WITHDRAW: set(),
    Act.SET_THEME: {COORDINATOR},
    Act.REOPEN: {COORDINATOR},
    Act.WRITE_ABOUT: {COORDINATOR},
    Act.DEFER: {COORDINATOR},
    Act.CLOSE: {COORDINATOR},
    Act.MERGE: {COORDINATOR},
    Act.READ_CLIMBS: {COORDINATOR},
    Act.TRANSMIT: {COORDINATOR},
    Act.AGREE: set(),
    Act.DECIDE_CLIMB: {COORDINATOR},
    Act.DECIDE_ANSWER: {COORDINATOR},
    Act.EXPORT: {COORDINATOR},
    Act.READ_NEXT_MEETING: MEMBERS,
    Act.DRAFT_AGENDA: {COORDINATOR},
    Act.ATTEND: MEMBERS,
    Act.HOLD: {COORDINATOR},
    Act.REPORT: {COORDINATOR},
    Act.READ_HOSTING: MEMBERS,
    Act.OFFER_TO_HOST: MEMBERS,
    Act.CHOOSE_HOST: {COORDINATOR},
    Act.SWAP_HOST: set(),
    Act.PRESENT_PLACE: {COORDINATOR},
    Act.READ_IDEAS: MEMBERS,
    Act.PROPOSE_IDEA: MEMBERS,
    Act.SUPPORT_IDEA: MEMBERS,
    Act.CHOOSE_IDEA: {COORDINATOR},
    Act.WITHDRAW_IDEA: set(),
    Act.END_PROJECT: {COORDINATOR},
    Act.VOTE_DATE: MEMBERS,
    Act.POLL_DATES: {COORDINATOR},
    Act.READ_DIGEST: MEMBERS,
    Act.READ_FEEDS: MEMBERS,
    Act.MANAGE_FEEDS: {COORDINATOR},
    Act.KEEP_MEMORY: {COORDINATOR},
    Act.FOLLOW_COPIES: {COORDINATOR},
    Act.PROPOSE_LINK: MEMBERS,
    Act.PRAISE_LINK: MEMBERS,
    Act.WITHDRAW_LINK: {COORDINATOR},
    Act.READ_RESOURCES: MEMBERS,
    Act.KEEP_RESOURCE: MEMBERS,
    Act.CHANGE_RESOURCE: {COORDINATOR},
    Act.SORT_DIGEST: {COORDINATOR},
    Act.READ_DEADLINES: MEMBERS,
    Act.PROPOSE_DEADLINE: MEMBERS,
    Act.SETTLE_DEADLINE: {COORDINATOR},
    Act.APPLY: MEMBERS,
    Act.READ_ADDRESS: MEMBERS,
    Act.CHANGE_ADDRESS: {COORDINATOR},
    Act.READ_LETTER: MEMBERS,
    Act.CONTRIBUTE: MEMBERS,
    Act.WRITE_EDITO: {COORDINATOR},
    Act.WRITE_LETTER: {COORDINATOR},
    Act.ENTRUST: {COORDINATOR},
    Act.TAKE_CHARGE: MEMBERS,
    Act.SUBSCRIBE: MEMBERS,
    Act.MANAGE_SUBSCRIBERS: {COORDINATOR},
    Act.READ_RHYTHM: MEMBERS,
    Act.CHANGE_RHYTHM: {COORDINATOR},
    Act.PRESENT: {COORDINATOR},
    Act.FOLLOW_TERRITORIES: {COORDINATOR},
    Act.READ_PRIVACY: ALL,
    Act.OWN_DATA: ALL,
    Act.CHOOSE_MESSAGES: MEMBERS,
    Act.READ_YEAR: MEMBERS,
    Act.POST_YEAR: {COORDINATOR},
    Act.GIVE_SHEET: {COORDINATOR},
    Act.READ_REPLIES: {COORDINATOR},
    Act.READ_FORMS: {COORDINATOR},
    Act.ANNOUNCE: {COORDINATOR},
    Act.CHOOSE_ANNOUNCEMENT: {COORDINATOR},
    Act.ANSWER_SURVEY: MEMBERS,
    Act.RUN_SURVEY: {COORDINATOR},
    Act.LOOK_BACK: {COORDINATOR},
    Act.OWN_PAST: MEMBERS,
    Act.FOLLOW_TERRITORIES: {COORDINATOR},
    Act.INVITE: ALL,
    Act.ENTER: MEMBERS,
    Act.ACCEPT_ORGANISATION: set(),
    Act.TAKE_OFFICE: MEMBERS,
    Act.WELCOME_NETWORK: {COORDINATOR},
    Act.CHANGE_SETTINGS: {COORDINATOR},
    Act.NAME_COORDINATOR: {COORDINATOR},
    Act.END_NETWORK: {COORDINATOR},
    Act.RESUME_NETWORK: {COORDINATOR},
}
"""Who may do what, whatever they are to the question."""

BY_TIE: dict[Act, set[Tie]] = {
    Act.READ_PRIVATE: {Tie.READER, Tie.AUTHOR},
    Act.FOLLOW_UP: {Tie.READER, Tie.AUTHOR},
    Act.WITHDRAW_LINK: {Tie.AUTHOR},
    Act.CHANGE_RESOURCE: {Tie.AUTHOR},
    Act.SORT_DIGEST: {Tie.HOLDER},
    Act.WRITE_EDITO: {Tie.HOLDER},
    Act.ASK_AROUND: {Tie.AUTHOR},
    Act.ACCEPT_ANSWER: {Tie.AUTHOR},
    Act.EDIT: {Tie.AUTHOR},
    Act.CHANGE_VISIBILITY: {Tie.AUTHOR},
    Act.SHARE: {Tie.AUTHOR},
    Act.WITHDRAW: {Tie.AUTHOR},
    Act.SET_THEME: {Tie.AUTHOR},
    Act.REOPEN: {Tie.CONCERNED, Tie.READER, Tie.AUTHOR},
    Act.WRITE_ABOUT: {Tie.AUTHOR},
    Act.HOLD: {Tie.HOLDER},
    Act.REPORT: {Tie.HOLDER},
    Act.SWAP_HOST: {Tie.HOST},
    Act.PRESENT_PLACE: {Tie.HOST},
    Act.WITHDRAW_IDEA: {Tie.AUTHOR},
    Act.END_PROJECT: {Tie.AUTHOR},
    Act.AGREE: {Tie.AUTHOR, Tie.HOST, Tie.HOLDER},
}
"""What a member may do besides, being one of those concerned or the author."""


def test_every_act_is_in_the_table() -> None:
    assert set(Act) == set(MAY)


def test_each_role_has_the_rights_of_the_table() -> None:
    assert [
        (act, role) for act, role in product(Act, Role) if allows(act, role) != (role in MAY[act])
    ] == []


def test_what_is_allowed_is_not_refused() -> None:
    for act, roles in MAY.items():
        for role in roles:
            require(act, role, LOIRE)


def test_a_refusal_says_whom_to_turn_to() -> None:
    refusals = {}
    for act, role in product(Act, Role):
        if role not in MAY[act]:
            with refused(NOT_ALLOWED) as caught:
                require(act, role, LOIRE)
            refusals[act, role] = caught.value.reply

    assert len(refusals) == len(Act) * len(Role) - sum(map(len, MAY.values()))
    assert [
        refusal
        for refusal in refusals.items()
        if ("de la Loire" not in refusal[1] or "coordination" not in refusal[1])
        and refusal[0][0] is not Act.ACCEPT_ORGANISATION
    ] == []


def test_what_one_is_to_a_question_gives_the_rights_of_the_table() -> None:
    assert [
        (act, tie)
        for act, tie in product(Act, Tie)
        if allows(act, MEMBER, tie=tie) != (MEMBER in MAY[act] or tie in BY_TIE.get(act, set()))
    ] == []


def test_an_author_who_left_the_network_has_no_right_left() -> None:
    for role in (STRANGER, GUEST):
        left = {act for act in Act if allows(act, role, tie=Tie.AUTHOR)}
        assert left == {Act.READ_HELP, Act.INVITE, *PERSONAL}


def test_a_higher_role_has_all_the_rights_of_the_lower_ones() -> None:
    for act in Act:
        allowed = [allows(act, role) for role in sorted(Role)]
        assert allowed == sorted(allowed)


def test_who_administrates_the_server_lets_networks_in_hands_them_over_and_no_more() -> None:
    assert [
        act for act in Act if allows(act, STRANGER, administrator=True) != allows(act, STRANGER)
    ] == [
        Act.ACCEPT_ORGANISATION,
        Act.NAME_COORDINATOR,
        Act.END_NETWORK,
        Act.RESUME_NETWORK,
    ]
