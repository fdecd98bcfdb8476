"""Bytes from outside, read one checked field at a time.

`pydantic_core.from_json` rather than `json`: it refuses lone surrogates and endless nesting, which
would otherwise break much later, in the database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import parse_qsl

from pydantic import JsonValue
from pydantic_core import from_json

from bot.mattermost.errors import MalformedError

T = TypeVar("T")
JsonObject = dict[str, JsonValue]

LONGEST_TEXT = 16_383
"""Characters in a message: Mattermost's own limit for a post."""

LONGEST_WORD = 2_048
"""Characters in a name, an address, a trigger: ours, well above anything Mattermost sends."""

LARGEST_BODY = 1 << 20
"""Bytes in what the server posts to us: ours; a full slash command is below 200 kB."""

_ID = re.compile(r"[a-z0-9]{26}")
_ERROR_ID = re.compile(r"[A-Za-z0-9_.-]+")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Fields:
    """A JSON object or a form. A wrong type, a missing id or a text too long raises MalformedError.

    Absent and null read as empty: Mattermost leaves out what is empty, and does so differently in
    each version.
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    @classmethod
    def from_body(cls, body: bytes | str) -> Fields:
        """Read a JSON object."""
        values = _json(body)
        if not isinstance(values, dict):
            raise MalformedError("not a JSON object")
        return cls(values)

    @classmethod
    def from_form(cls, body: bytes) -> Fields:
        """Read a form; a key given several times (mentions) has its values joined by a space."""
        if len(body) > LARGEST_BODY:
            raise MalformedError("form too large")
        try:
            pairs = parse_qsl(
                body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=200
            )
        except ValueError:  # not ASCII, not UTF-8 once decoded, or too many fields
            raise MalformedError("not a form") from None
        values: dict[str, str] = {}
        for name, value in pairs:
            values[name] = f"{values[name]} {value}" if name in values else value
        return cls(values)

    def text(self, name: str, *, longest: int = LONGEST_WORD) -> str:
        """Read text of at most `longest` characters, NUL removed (PostgreSQL refuses it)."""
        value = self._values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > longest:
            raise MalformedError(f"{name} is not a text of {longest} characters at most")
        return value.replace("\0", "")

    def words(self, name: str) -> tuple[str, ...]:
        """Read words separated by white space, as in `roles` or `user_mentions`."""
        return tuple(self.text(name, longest=LONGEST_TEXT).split())

    def id(self, name: str) -> str:
        """Read one of Mattermost's ids: 26 lower-case letters or digits."""
        value = self._values.get(name)
        if not isinstance(value, str) or not _ID.fullmatch(value):
            raise MalformedError(f"{name} is not an id")
        return value

    def id_if_any(self, name: str) -> str:
        """Read an id, or "" where there is none (the team of a direct channel)."""
        return self.id(name) if self._values.get(name) else ""

    def flag(self, name: str) -> bool:
        """Read a boolean, false when absent."""
        value = self._values.get(name)
        if not isinstance(value, bool | None):
            raise MalformedError(f"{name} is not a boolean")
        return value or False

    def mark(self, name: str) -> str:
        """Read a mark among a post's props: anyone may put anything there, so nothing is refused.

        Mattermost itself writes the text "true" there, a boolean in some versions.
        """
        value = self._values.get(name)
        if value is True:
            return "true"
        return value if isinstance(value, str) and len(value) <= LONGEST_WORD else ""

    def number(self, name: str) -> int:
        """Read a whole number, 0 when absent."""
        value = self._values.get(name, 0)
        if not isinstance(value, int) or isinstance(value, bool):
            raise MalformedError(f"{name} is not a whole number")
        return value

    def moment(self, name: str) -> datetime:
        """Read Mattermost's milliseconds since 1970 as an aware UTC datetime."""
        try:
            return _EPOCH + timedelta(milliseconds=self.number(name))
        except OverflowError:
            raise MalformedError(f"{name} is not a date") from None

    def nested(self, name: str) -> Fields:
        """Read an object, or one written as JSON text inside the JSON; empty when absent."""
        value = self._values.get(name)
        if value is None or value == "":
            return Fields({})
        if isinstance(value, str):
            return Fields.from_body(value)
        if not isinstance(value, dict):
            raise MalformedError(f"{name} is not an object")
        return Fields(value)

    def ids_in_json(self, name: str) -> frozenset[str]:
        """Read a set of ids written as JSON text inside the JSON; empty when absent."""
        values = _json(self.text(name, longest=LARGEST_BODY) or "[]")
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise MalformedError(f"{name} is not a list of ids")
        return frozenset(values)

    def ids(self, name: str) -> tuple[str, ...]:
        """Read a list of ids, empty when absent."""
        values = self._values.get(name) or []
        if not isinstance(values, list):
            raise MalformedError(f"{name} is not a list of ids")
        return tuple(Fields({name: value}).id(name) for value in values)

    def all(self, name: str, read: Callable[[Fields], T]) -> tuple[T, ...]:
        """Read a list of objects, empty when absent or `null`."""
        values = self._values.get(name) or []
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise MalformedError(f"{name} is not a list of objects")
        return tuple(read(Fields(value)) for value in values)

    def first(self, name: str) -> Fields:
        """Read the first object of a list."""
        values = self._values.get(name)
        if not isinstance(values, list) or not values or not isinstance(values[0], dict):
            raise MalformedError(f"{name} is not a list of objects")
        return Fields(values[0])

    def each(self, name: str, order: str, read: Callable[[Fields], T]) -> tuple[T, ...]:
        """Read the objects of the map `name`, in the order that the list `order` gives."""
        known = self.nested(name)
        ids = self._values.get(order) or []
        if not isinstance(ids, list) or not all(isinstance(id_, str) for id_ in ids):
            raise MalformedError(f"{order} is not a list of ids")
        # 5.37 lists the root of a thread twice.
        return tuple(read(known.nested(id_)) for id_ in dict.fromkeys(ids))

    def scalars(self, name: str, *, longest: int) -> Mapping[str, str | bool | float | None]:
        """Read an object of texts, booleans, numbers and nulls, and nothing deeper."""
        values = self.nested(name)
        return MappingProxyType({key: values.scalar(key, longest=longest) for key in values})

    def scalar(self, name: str, *, longest: int) -> str | bool | float | None:
        """Read one text, boolean, number or null."""
        value = self._values[name]
        if isinstance(value, str):
            return self.text(name, longest=longest)
        if value is None or isinstance(value, bool | int | float):
            return value
        raise MalformedError(f"{name} is neither text, boolean nor number")

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)


def each_of(body: bytes, read: Callable[[Fields], T]) -> tuple[T, ...]:
    """Read a JSON list of objects; Mattermost answers `null` for an empty one."""
    values = _json(body) or []
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise MalformedError("not a JSON list of objects")
    return tuple(read(Fields(value)) for value in values)


def error_id_in(body: bytes) -> str:
    """Read the id of a refusal, "" where there is none: a plain text, a proxy's page."""
    try:
        error_id = Fields.from_body(body).text("id", longest=200)
    except MalformedError:
        return ""
    return error_id if _ERROR_ID.fullmatch(error_id) else ""


def _json(body: bytes | str) -> object:
    try:
        return from_json(body, allow_inf_nan=False)
    except (ValueError, TypeError):
        raise MalformedError("not JSON") from None
