"""The letter to come, as coordinators or members see it, and those that were published."""

from __future__ import annotations

from functools import partial

from bot.core.message import OPTION_LABEL, Button, File, Option, menu
from bot.letter import card, gathering, preparing
from bot.letter import dates as letter_dates
from bot.letter import store as letters
from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail.settings import MailSettings
from bot.network.address import AddressKind
from bot.network.rights import Act
from bot.talk import say
from bot.talk.addressing import address
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.markdown import pages
from bot.talk.render import shorten
from bot.talk.reply import Reply
from bot.talk.routing import Route

OPENING = 700
"""Characters of a letter that is read again: one phone screen. The file has all of it."""

LISTED = 12
"""Letters that a list shows: two years of one every other month."""


def show(command: Command, ctx: Context) -> Reply:
    """Tell a member when the letter comes and how to contribute; show coordinators the draft."""
    writes = ctx.allows(Act.WRITE_LETTER, command.caller)
    return _draft(ctx) if writes else _next(command, ctx)


def archives(command: Command, ctx: Context) -> Reply:
    """List the letters that were published, or send one again, with its text as a file."""
    page = address(ctx, AddressKind.LETTER)
    if not command.number:
        told = letters.published(ctx.db, ctx.network.slug, LISTED)
        text = ctx.render("lettre/archives.md.j2", letters=told, page=page)
        options = [
            Option(shorten(each.title, OPTION_LABEL), card.ARCHIVES, str(each.number))
            for each in told
        ]
        outside = Button("adresse", "Hors de Mattermost", "lettre adresse")
        again = menu("relire", "Relire…", *options)
        return Reply(text=text, buttons=(again, outside) if told else ())
    letter = letters.get(ctx.db, ctx.network.slug, command.number)
    name = f"lettre-{ctx.network.slug}-{letter.number}.md"
    file = File(name=name, content=f"{letter.read_again}\n")
    opening, *more = pages(letter.read_again, OPENING)
    text = ctx.render("lettre/reread.md.j2", opening=opening, more=bool(more))
    say.hand_over(ctx, command.caller.id, text, file)
    return ctx.reply("lettre/again.md.j2", letter=letter, page=page)


def _draft(ctx: Context) -> Reply:
    content = gathering.preview(ctx)
    astray = content.letter.moved_to is not None or letter_dates.coming_skip(ctx) is not None
    return ctx.reply(
        "lettre/draft.md.j2",
        *card.draft_buttons(content, astray=astray),
        content=content,
        due=letter_dates.next_at(ctx),
        skipped=letter_dates.coming_skip(ctx),
    )


def _next(command: Command, ctx: Context) -> Reply:
    notes = preparing.own_notes(ctx, command.caller)
    own = subscribers.of_user(ctx.db, ctx.network.slug, command.caller.id)
    buttons = card.member_buttons(
        notes, sends=ctx.settings.of(MailSettings).sends, subscribed=bool(own)
    )
    return ctx.reply(
        "lettre/next.md.j2",
        *buttons,
        due=letter_dates.next_at(ctx),
        notes=notes,
        latest=letters.latest(ctx.db, ctx.network.slug),
        page=address(ctx, AddressKind.LETTER),
    )


_route = partial(Route, Act.READ_LETTER)

ROUTES = (
    _route("lettre", show, "voir la prochaine lettre, et comment y contribuer"),
    _route(f"{card.ARCHIVES} : [n°]", archives),
)
