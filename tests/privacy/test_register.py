"""The tables say where people stand: all of them, and truly."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import JSON, Column, MetaData, String, Table, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

from bot.core.columns import PERSONAL, EnumText, Holds, Moment, metadata
from bot.privacy.register import TRACES, network_of
from bot.privacy.tables import TABLES


def test_the_tables_are_all_of_them() -> None:
    assert len(TABLES) == len({*TABLES}) == len(metadata.tables)
    assert {*TABLES} == {*metadata.tables.values()}


def test_every_text_says_what_it_holds_of_people() -> None:
    silent = [
        f"{column}: what does it hold of people? see bot/core/columns.py"
        for table in TABLES
        for column in table.c
        if isinstance(_in_the_database(column), String | JSON)
        and not isinstance(column.type, EnumText)  # words of our own
        and PERSONAL not in column.info
    ]

    assert silent == []


def test_each_trace_can_be_told_erased_and_dated() -> None:
    wrong = []
    for trace in TRACES:
        privacy, there = trace.privacy, {column.name for column in trace.table.c}
        plain = {name for name in privacy.told if "." not in name}
        for name in privacy.told.keys() - plain:
            own, _, further = name.partition(".")
            if not all(further in key.column.table.c for key in trace.table.c[own].foreign_keys):
                wrong.append(f"{trace.column}: {name} is no column")
        if not privacy.label or not {*plain, *privacy.erased} <= there:
            wrong.append(f"{trace.column}: {privacy.label}, {privacy.told}, {privacy.erased}")
        if "server" not in there and network_of(trace.table)[0].name != "network":
            wrong.append(f"{trace.column}: of no network")
        if privacy.kept is not None:
            name, _, further = privacy.kept.since.partition(".")
            since: Column[object] = trace.table.c[name]
            for key in since.foreign_keys:
                since = key.column.table.c[further]
            if not isinstance(since.type, Moment):
                wrong.append(f"{trace.column}: kept since {since}, which is no moment")

    assert wrong == []


NOT_TOLD = {
    "questions.author": "answer_text answer_hidden: another's words; reason: of who closed it",
    "questions.answer_by": "text reason: another's words; answer_hidden: shown to nobody",
    "question_events.who": "detail: a theme, a date or a reason, which the question tells",
    "meetings.host": "agenda link reason: the network's",
    "meetings.held_by": "agenda link place reason welcome: the network's, or its host's",
    "meetings.entrusted_to": "agenda link place reason welcome: the network's, or its host's",
    "letters.edito_by": "title html text chat_text: the letter as it was published to all",
    "climbs.asker": "reason offer: of those above",
    "climbs.sent_by": "reason offer: of those above",
    "announcements.author": "title: what its link leads to",
    "surveys.author": "questions link: what was asked of all",
    "deadlines.by": "phrase: of the article where it was read",
    "entries.asked_by": "contact protection: of the organisation, which the notice tells",
    "proposals.by": "name: of whom they proposed",
    "outbox.user": "key buttons: ours; file: gone once it is sent",
}
"""Of the words beside someone's id, those that they are not told, and why."""


def test_all_the_words_beside_someone_are_told_to_them_or_it_is_said_why_not() -> None:
    silent: dict[str, set[str]] = {}
    for trace in TRACES:
        words = {each.name for each in trace.table.c if each.info in (Holds.WORDS, Holds.MIXED)}
        if left := words - trace.privacy.told.keys():
            silent[str(trace.column)] = left

    said = {
        name: set(re.findall(r"\w+", re.sub(r": [^;]+", "", why))) for name, why in NOT_TOLD.items()
    }
    wrong = [
        f"{column}: tell {words} in its Privacy, or say in NOT_TOLD why not (or no longer)"
        for column in silent | said
        if (words := silent.get(column, set()) ^ said.get(column, set()))
    ]
    assert wrong == []


def test_a_table_that_no_network_leads_to_is_refused() -> None:
    lost = Table("lost", MetaData(), Column("user", Text))

    with pytest.raises(LookupError):
        network_of(lost)


def _in_the_database(column: Column[object]) -> TypeEngine[object]:
    kind = column.type
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind
