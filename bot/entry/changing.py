"""What is set of a network that entered from the chat: changed by who coordinates it, and told."""

from __future__ import annotations

from uuid import uuid4

from bot.core.message import Button
from bot.entry import store as entries
from bot.entry.rules import (
    IN_THE_FILE,
    NO_LONGER_IN_OFFICE,
    NetworkChange,
    NetworkEntry,
    setting_of,
    with_setting,
)
from bot.french.folding import folded_line
from bot.network.settings import Setting, told
from bot.people import coordinators
from bot.people.coordinators import administrators
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.closed_channels import END
from bot.talk.command import Caller
from bot.talk.context import Context

SET = "reseau régler"
NOTHING = "-"
"""What stands for nothing where a setting is put back."""


def entry_of(ctx: Context) -> NetworkEntry:
    """Return the entry of the network of `ctx`. Raises IN_THE_FILE."""
    return IN_THE_FILE.unless(entries.of(ctx.db, ctx.network.slug))


def office(ctx: Context) -> frozenset[str]:
    """Return who was named to coordinate the network, as it is written in this transaction."""
    return frozenset(each.user for each in coordinators.in_office(ctx.db, ctx.network.slug))


def change(ctx: Context, caller: Caller, setting: Setting, text: str) -> Button | None:
    """Change one setting, keep who did and tell the others; return what puts it back.

    None where it is so already. Who administrates the server is told of another organisation, and
    may end the network. Raises IN_THE_FILE, NO_LONGER_IN_OFFICE, what reading it does, and
    ChangedMeanwhileError.
    """
    was = entry_of(ctx)
    if caller.id not in office(ctx):
        raise NO_LONGER_IN_OFFICE()
    entry = with_setting(was, setting, text)
    if entry == was:
        return None
    entries.change(ctx.db, entry, was=was)
    before, after = told(was.network(), setting), told(entry.network(), setting)
    argument = f"{setting.value} {setting_of(was, setting) or NOTHING}"
    back = Button("remettre", "Remettre comme avant", SET, argument)
    line = f"a changé {setting.label} : {after or 'rien'}, au lieu de « {before or 'rien'} »"
    note(ctx, caller.id, line, buttons=(back,))
    if folded_line(entry.organisation) != folded_line(was.organisation):
        text = ctx.render("entree/organisation_changed.md.j2", by=caller.id, entry=entry, was=was)
        end = Button("retirer", "Retirer ce réseau…", END, network=was.slug)
        for user in administrators(ctx.db, was.server):
            key = f"organisation:{was.slug}:{uuid4().hex}"
            say.about_oneself(ctx, key, user, text, buttons=(end,))
    return back


def note(
    ctx: Context, by: str, line: str, *, whom: str = "", buttons: tuple[Button, ...] = ()
) -> None:
    """Keep that something of the network was changed, and tell the others who coordinate it.

    `line` follows the name of who did it, and `whom` ends it.
    """
    change = NetworkChange(network=ctx.network.slug, by=by, line=line, whom=whom, at=ctx.now)
    entries.note(ctx.db, change)
    key, others = f"changed:{change.network}:{uuid4().hex}", ctx.coordinators - {by, whom}
    text = ctx.render("reseau/changed.md.j2", change=change)
    say.to_coordinators(ctx, key, text, among=others, weight=Weight.DUTY, buttons=buttons)
