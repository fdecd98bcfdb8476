"""Resources, and those who thanked for them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Text

from bot.core.columns import (
    EnumText,
    Fate,
    Holds,
    Moment,
    Privacy,
    numbered_table,
    person_column,
    table,
)
from bot.resource.rules import Licence

_GIVER = Privacy(
    Fate.UNNAMED,
    "Les ressources que vous avez partagées",
    {
        "number": "n°",
        "line": "à quoi ça sert",
        "title": "titre ou nom du fichier",
        "link": "adresse",
        "signed": "signée",
        "licence": "licence",
        "at": "le",
    },
    erased={"signed": False, "licence": None},
)

# What members share: a link, or the chat's id of a file, which stays where it is. `licence` is null
# for what does not leave the channel. What was taken away is kept for a month.
resources = numbered_table(
    "resources",
    Column("line", Text, nullable=False, info=Holds.WORDS),
    Column("title", Text, nullable=False, info=Holds.WORDS),
    Column("link", Text, nullable=False, info=Holds.WORDS),
    Column("file", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("post", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("theme", Text, nullable=False, info=Holds.IMPERSONAL),
    person_column("giver", _GIVER),
    Column("signed", Boolean, nullable=False),
    Column("licence", EnumText(Licence)),
    Column("at", Moment, nullable=False, info=Holds.PAST),
    Column("checked_at", Moment, info=Holds.PAST),
    Column("failing_since", Moment, info=Holds.PAST),
    Column("told_at", Moment, info=Holds.PAST),
    Column("withdrawn_at", Moment, info=Holds.PAST),
)

_THANKFUL = Privacy(
    Fate.DELETED,
    "Les ressources pour lesquelles vous avez remercié",
    {"resource": "ressource (numéro interne)", "at": "le"},
)

resource_thanks = table(
    "resource_thanks",
    Column("resource", ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True),
    person_column("user", _THANKFUL, primary_key=True),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)
