"""The kinds of values that Mattermost sends, and how a body of them becomes one of our objects.

Our objects are plain frozen dataclasses: pydantic reads the types of their fields, and the names
that Mattermost gives them where ours differ. It leaves out what we do not know, and a field that is
absent keeps the dataclass's default; most read null as absent too, because each version of
Mattermost leaves out something else.

`from_json` rather than `json`: it refuses lone surrogates and endless nesting, which would
otherwise break much later, in the database.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import (
    BeforeValidator,
    Field,
    JsonValue,
    PlainValidator,
    Strict,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import from_json

from bot.core.patterns import lazy_pattern
from bot.mattermost.errors import MalformedError

T = TypeVar("T")
JsonObject = dict[str, JsonValue]

LONGEST_TEXT = 16_383
"""Characters in a message: Mattermost's own limit for a post."""

LONGEST_WORD = 2_048
"""Characters in a name, an address, a trigger: ours, well above anything Mattermost sends."""

_ERROR_ID = lazy_pattern(r"[A-Za-z0-9_.-]{1,200}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _text(value: object) -> object:
    """Drop NUL, which PostgreSQL refuses."""
    if isinstance(value, str):
        return value.replace("\0", "") if "\0" in value else value
    return "" if value is None else value


def _words(value: object) -> object:
    return value.split() if isinstance(value, str) else value or ()


def _moment(value: object) -> datetime:
    """Read Mattermost's milliseconds since 1970."""
    try:
        return _EPOCH + timedelta(milliseconds=_whole(value))
    except OverflowError:
        raise ValueError("not a date") from None


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("not a whole number")
    return value


def _mark(value: object) -> str:
    if value is True:
        return "true"
    return value if isinstance(value, str) and len(value) <= LONGEST_WORD else ""


NullIsEmpty = BeforeValidator(lambda value: value or ())
"""For lists: Mattermost writes an empty one as null."""

AnyText = Annotated[str, BeforeValidator(_text)]
Text = Annotated[AnyText, Field(max_length=LONGEST_WORD)]
Message = Annotated[AnyText, Field(max_length=LONGEST_TEXT)]
Words = Annotated[tuple[Text, ...], BeforeValidator(_words)]
"""Words separated by white space, as in `roles` or `user_mentions`."""

Id = Annotated[str, Field(pattern=r"^[a-z0-9]{26}$")]
OptionalId = Annotated[
    str, BeforeValidator(lambda value: value or ""), Field(pattern=r"^([a-z0-9]{26})?$")
]
"""An id, or "" where there is none: the team of a direct channel."""

Ids = Annotated[tuple[Id, ...], NullIsEmpty]
Flag = Annotated[bool, Strict(), BeforeValidator(lambda value: value is not None and value)]
Whole = Annotated[int, PlainValidator(_whole)]
Moment = Annotated[datetime, PlainValidator(_moment)]
OptionalMoment = Annotated[
    datetime | None, PlainValidator(lambda value: _moment(value) if _whole(value) else None)
]
Happened = Annotated[bool, PlainValidator(lambda value: _whole(value) > 0)]
"""Whether a date is given, as in `delete_at`."""

Mark = Annotated[str, PlainValidator(_mark)]
"""A mark among a post's props: anyone may put anything there, so nothing is refused."""

OptionalMark = Annotated[str | None, PlainValidator(lambda value: _mark(value) or None)]

Marked = Annotated[bool, PlainValidator(lambda value: _mark(value) == "true")]
"""Mattermost writes the text "true" there, a boolean in some versions."""

Given = Annotated[bool, PlainValidator(lambda value: bool(_mark(value)))]
"""Whether an id is there, whatever it is."""

HowMany = Annotated[int, PlainValidator(lambda value: len(value) if isinstance(value, list) else 0)]
"""How many things are in a list, whatever they are."""


def read(kind: type[T], body: bytes | str) -> T:
    """Read one object. Raises MalformedError on a wrong type, a missing id or a text too long."""
    return built(kind, parse_json(body))


def read_all(kind: type[T], body: bytes) -> tuple[T, ...]:
    """Read a list of objects; Mattermost answers `null` for an empty one."""
    return built(tuple[kind, ...], parse_json(body) or ())  # type: ignore[valid-type]


def built(kind: type[T], values: object) -> T:
    """Build one object from what was JSON or a form."""
    try:
        found: T = _adapter(kind).validate_python(values)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise MalformedError(f"{where}: {first['type']}") from None
    return found


def written(sent: object) -> JsonObject:
    """Write an object as Mattermost takes it, without what is None."""
    adapter = _adapter(type(sent))  # type: ignore[arg-type]
    found: JsonObject = adapter.dump_python(sent, mode="json", by_alias=True, exclude_none=True)
    return found


def parse_json(body: bytes | str) -> object:
    """Read JSON. Raises MalformedError."""
    try:
        found: object = from_json(body, allow_inf_nan=False)
    except (ValueError, TypeError):
        raise MalformedError("not JSON") from None
    return found


def error_id_in(body: bytes) -> str:
    """Read the id of a refusal, "" where there is none: a plain text, a proxy's page."""
    try:
        error = parse_json(body)
    except MalformedError:
        return ""
    error_id = error.get("id") if isinstance(error, dict) else None
    return error_id if isinstance(error_id, str) and _ERROR_ID.fullmatch(error_id) else ""


@cache
def _adapter(kind: type[object]) -> TypeAdapter[Any]:
    """Return what reads and writes a class, made when it first comes: 1 or 2 ms each."""
    return TypeAdapter(kind)
