"""The letter read over, published, put off or skipped; where it is read outside the chat."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from bot.core.message import File
from bot.french.dates import When, read_day, read_when, without_lead
from bot.letter import card, gathering, preparing, publishing
from bot.letter import dates as letter_dates
from bot.letter import pages as letter_pages
from bot.letter.mail import mailing
from bot.letter.publishing import JUST_PUBLISHED
from bot.letter.rules import NO_LETTER_DATE
from bot.network.address import AddressKind
from bot.network.rights import Act
from bot.talk import say
from bot.talk.addressing import address
from bot.talk.arguments import confirmed_first, number_first
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.gestures import service as gestures
from bot.talk.handler import DATES_AT_ONCE, Situation, reading
from bot.talk.render import day
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route
from commands import addresses
from commands.doubting import confirming, questioned


def preview(_command: Command, ctx: Context) -> Reply:
    """Show the letter as the channel will read it, and where it is seen as a page."""
    content = gathering.preview(ctx)
    text = ctx.render(
        "lettre/preview.md.j2",
        post=publishing.post(ctx, content.told),
        page=letter_pages.preview_address(ctx),
        inside=content.outside.inside,
    )
    return Reply(text=text, buttons=(*card.showing_menu(content), card.TRYING, card.PUBLISHING))


def send_trial(command: Command, ctx: Context) -> Reply:
    """Send the letter to whoever asks: by mail, or as the channel reads it, the rest in a file."""
    addresses_ = mailing.send_trial(ctx, command.caller.id)
    if not addresses_:
        told = gathering.preview(ctx).told
        post = publishing.post(ctx, told)
        whole = f"{post}\n\n{publishing.rest(ctx, told)}\n"
        file = File(name=f"essai-{ctx.network.slug}.md", content=whole)
        say.hand_over(ctx, command.caller.id, post, file)
    return ctx.reply("lettre/trial.md.j2", addresses=addresses_)


def publish(command: Command, ctx: Context) -> Reply:
    """Publish the letter at once, once its coordinator has confirmed it."""
    confirmed, rest = confirmed_first(command.text)
    number = publishing.next_number(ctx)
    meant = number_first(rest)
    if meant and meant[0] != number:  # the button of a letter that came out since
        raise JUST_PUBLISHED()
    if not confirmed:
        text = ctx.render("lettre/publish_asked.md.j2", content=gathering.preview(ctx))
        confirm = confirming("Publier la lettre", card.PUBLISH, str(number))
        return Reply(text=text, buttons=(confirm, card.PREVIEWING))
    line, told = f"Lettre n° {number} : publiée", "La lettre paraît"
    if held := gestures.hold_back(ctx, command.caller, card.PUBLISH, str(number), line, told):
        return held
    letter = publishing.publish(ctx)
    text = ctx.render(
        "lettre/published.md.j2",
        letter=letter,
        page=address(ctx, AddressKind.LETTER),
        due=letter_dates.next_at(ctx),
    )
    return Reply(text=text)


def _read(command: Command, situation: Situation) -> When:
    """Read a date; without its hour, at the letter's usual one if it has one. Raises UserError."""
    _, text = confirmed_first(command.text)
    rule, typed = situation.network.letter, without_lead(text)
    now, zone = situation.now, situation.network.timezone
    if rule is None:
        return read_when(typed, now=now, zone=zone)
    return read_day(typed, now=now, zone=zone, at=rule.at)


def move(command: Command, ctx: Context, when: When) -> Reply:
    """Have the next letter come out another day; without an hour, at its usual one."""
    confirmed, text = confirmed_first(command.text)
    preparing.require_near(when.start, ctx.now)
    if not confirmed and (question := questioned(ctx, when, card.MOVE, text)):
        return question
    preparing.postpone(ctx, when.start)
    return ctx.reply("lettre/moved.md.j2", at=when.start)


def skip(command: Command, ctx: Context, *, on: bool) -> Reply:  # noqa: ARG001
    """Have no letter at the next date, or the letter at its usual date again."""
    if on:
        skipped, due = preparing.skip(ctx), letter_dates.next_at(ctx)
        return ctx.reply("lettre/skipped.md.j2", skipped=skipped, due=due)
    due = NO_LETTER_DATE.unless(preparing.restore(ctx))
    return ctx.reply("lettre/restored.md.j2", at=due)


def _moving(_command: Command, ctx: Context) -> Dialog:
    usual = letter_dates.next_at(ctx) or ctx.now
    field = Field(
        name="date",
        label="Nouvelle date",
        placeholder=day(usual + timedelta(weeks=1), ctx.network.timezone),
        help="Sans heure, elle paraît à son heure habituelle.",
        limit=100,
    )
    return Dialog(title="Reporter la lettre", submit="Reporter", fields=(field,))


_route = partial(Route, Act.WRITE_LETTER)

ROUTES = (
    _route(card.PREVIEW, preview),
    _route(card.TRIAL, send_trial),
    _route(card.PUBLISH, publish),
    _route(
        card.MOVE,
        reading(_read, move, at_once=DATES_AT_ONCE),
        limit=100,
        form=_moving,
        back=card.RESTORE,
    ),
    _route(card.SKIP, partial(skip, on=True), back=card.RESTORE),
    _route(card.RESTORE, partial(skip, on=False)),
    *addresses.routes("lettre", AddressKind.LETTER),
)
