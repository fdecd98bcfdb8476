"""Who coordinates, what members wish of private messages, who was met, who may be gone."""

from __future__ import annotations

from sqlalchemy import Column, Text

from bot.core.columns import EnumText, Fate, Holds, Moment, Privacy, Retention, person_column, table
from bot.people.wish import Wish

_CHOSE = Privacy(
    Fate.DELETED,
    "Les messages que vous voulez recevoir",
    {"wish": "choix", "gone_at": "parti du canal le", "at": "depuis le"},
    leaves=True,
    kept=Retention("choix des personnes parties du canal", days=365, since="gone_at"),
)

# `wish` says which private messages someone wants; `gone_at` when they left the channel.
preferences = table(
    "preferences",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    person_column("user", _CHOSE, primary_key=True),
    Column("wish", EnumText(Wish), nullable=False),
    Column("gone_at", Moment, info=Holds.PAST),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)

# Who was in a network's channel already, so that nobody is welcomed twice: an imprint, no id.
# `gone_at` is when the channel was first seen without them.
acquaintances = table(
    "acquaintances",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("imprint", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("at", Moment, nullable=False, info=Holds.PAST),
    Column("gone_at", Moment, info=Holds.PAST),
)

_ENDED = Privacy(Fate.DELETED, "La fin de votre compte", {"at": "vue le"})

# Accounts that ended, which may yet be reactivated.
ended_accounts = table(
    "ended_accounts",
    Column("server", Text, primary_key=True, info=Holds.IMPERSONAL),
    person_column("user", _ENDED, primary_key=True),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)

_COORDINATES = Privacy(
    Fate.OFFICE,
    "Les réseaux que vous coordonnez",
    {"name": "nom dans la configuration", "since": "depuis le"},
)

# The account that coordinates a network under a name of the configuration. `taken_at` is since when
# the name belongs to another account, to which it gives nothing.
coordinators = table(
    "coordinators",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("name", Text, primary_key=True, info=Holds.WORDS),
    person_column("user", _COORDINATES),
    Column("since", Moment, nullable=False, info=Holds.PAST),
    Column("taken_at", Moment, info=Holds.PAST),
)
