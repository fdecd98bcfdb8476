"""The letter read over, published, put off or skipped; where it is read outside the chat."""

from __future__ import annotations

from functools import partial
from zoneinfo import ZoneInfo

from bot.core.message import Button, File
from bot.french.dates import RefusalReason, When, WhenError, read_day, read_when, without_lead
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
from bot.talk.handler import DATES_AT_ONCE, Situation, reading
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route, Takes
from bot.talk.toggles import toggle
from commands import addresses
from commands.doubting import confirming, questioned


def preview(_command: Command, ctx: Context) -> Reply:
    """Show the letter as the channel will read it, and where it is seen as a page."""
    text = ctx.render(
        "lettre/preview.md.j2",
        post=publishing.post(ctx, gathering.preview(ctx).told),
        page=letter_pages.preview_address(ctx),
    )
    return Reply(text=text, buttons=(card.trial_button(), card.publish_button()))


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
        return Reply(text=text, buttons=(confirm, card.preview_button()))
    letter = publishing.publish(ctx)
    text = ctx.render(
        "lettre/published.md.j2",
        letter=letter,
        page=address(ctx, AddressKind.LETTER),
        due=letter_dates.next_at(ctx),
    )
    return Reply(text=text)


def _read(command: Command, situation: Situation) -> When | WhenError:
    """Read a date; without its hour, what is wrong with it is returned. Raises UserError."""
    _, text = confirmed_first(command.text)
    try:
        return read_when(without_lead(text), now=situation.now, zone=situation.network.timezone)
    except WhenError as error:
        if error.why is not RefusalReason.NO_HOUR:
            raise
        return error


def move(command: Command, ctx: Context, typed: When | WhenError) -> Reply:
    """Have the next letter come out another day; without an hour, at its usual one."""
    confirmed, text = confirmed_first(command.text)
    when = _at_usual_hour(ctx, text, typed) if isinstance(typed, WhenError) else typed
    preparing.require_near(when.start, ctx.now)
    if not confirmed and (question := questioned(ctx, when, card.MOVE, text)):
        return question
    preparing.postpone(ctx, when.start)
    return ctx.reply("lettre/moved.md.j2", at=when.start)


def skip(command: Command, ctx: Context, *, on: bool) -> Reply:  # noqa: ARG001
    """Have no letter at the next date, or the letter at its usual date again."""
    if on:
        skipped, due = preparing.skip(ctx), letter_dates.next_at(ctx)
        back = Button("retablir", "Remettre", card.RESTORE)
        return ctx.reply("lettre/skipped.md.j2", back, skipped=skipped, due=due)
    due = NO_LETTER_DATE.unless(preparing.restore(ctx))
    return ctx.reply("lettre/restored.md.j2", at=due)


def _at_usual_hour(ctx: Context, text: str, refused: WhenError) -> When:
    """Read a day, at the letter's own hour. Raises `refused` where the letter has none."""
    zone = ctx.network.timezone
    usual = letter_dates.next_at(ctx)
    if usual is None:
        raise refused
    at = usual.astimezone(ZoneInfo(zone)).time()
    return read_day(without_lead(text), now=ctx.now, zone=zone, at=at)


_MOVING = Dialog(
    title="Reporter la lettre",
    submit="Reporter",
    fields=(
        Field(
            name="date",
            label="Nouvelle date",
            placeholder="jeudi 17 décembre",
            help="Sans heure, elle garde la sienne.",
            limit=100,
        ),
    ),
)

_route = partial(Route, Act.WRITE_LETTER)

ROUTES = (
    _route(card.PREVIEW, preview, "voir la prochaine lettre telle qu'elle paraîtra"),
    _route(f"{card.TRIAL}|test|tester", send_trial, "recevoir un essai de la prochaine lettre"),
    _route(card.PUBLISH, publish, "publier la lettre sans attendre sa date", Takes.WORDS),
    _route(
        f"{card.MOVE}|deplacer : <date>",
        reading(_read, move, at_once=DATES_AT_ONCE),
        "faire paraître la prochaine lettre un autre jour",
        Takes.WORDS,
        limit=100,
        form=_MOVING,
    ),
    *toggle(
        Act.WRITE_LETTER,
        card.SKIP,
        card.RESTORE,
        skip,
        summary="ne pas faire de lettre à la prochaine date",
        off_summary="remettre la lettre à sa date habituelle",
    ),
    *addresses.routes("lettre", AddressKind.LETTER),
)
