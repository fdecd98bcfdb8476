"""The letter read over, published, put off or skipped; where it is read outside the chat."""

from __future__ import annotations

from functools import partial
from zoneinfo import ZoneInfo

from bot.core.message import Button
from bot.french.dates import RefusalReason, When, WhenError, read_when
from bot.french.spoken import clock
from bot.letter import dates as letter_dates
from bot.letter import gathering, preparing, publishing
from bot.letter import pages as letter_pages
from bot.letter.publishing import JUST_PUBLISHED
from bot.letter.rules import NO_LETTER_DATE
from bot.network.address import AddressKind
from bot.network.rights import Act
from bot.talk.addressing import address
from bot.talk.arguments import confirmed_first, number_first
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.errors import UNCLEAR
from bot.talk.handler import DATES_AT_ONCE, Situation, reading
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes
from commands import addresses
from commands.doubting import confirming, questioned

PUBLISH = "lettre publier"
PREVIEW = "lettre aperçu"
MOVE = "lettre reporter"


def preview(_command: Command, ctx: Context) -> Reply:
    """Show the letter as the channel will read it, and where it is seen as a page."""
    content = gathering.preview(ctx)
    text = ctx.render(
        "lettre/preview.md.j2",
        content=content.told,
        page=letter_pages.preview_address(ctx),
    )
    return Reply(text=text, buttons=(publish_button(),))


def publish(command: Command, ctx: Context) -> Reply:
    """Publish the letter at once, once its coordinator has confirmed it."""
    confirmed, rest = confirmed_first(command.text)
    number = publishing.next_number(ctx)
    meant = number_first(rest)
    if meant and meant[0] != number:  # the button of a letter that came out since
        raise JUST_PUBLISHED()
    if not confirmed:
        text = ctx.render(
            "lettre/publish_asked.md.j2",
            content=gathering.preview(ctx),
            buttons=ctx.buttons,
        )
        confirm = confirming("Publier la lettre", PUBLISH, str(number))
        return Reply(text=text, buttons=(confirm,))
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
    if not text.strip():
        raise UNCLEAR(hint="À quelle date ? Par exemple : `/lettre reporter jeudi 17 décembre`")
    try:
        return read_when(text, now=situation.now, zone=situation.network.timezone)
    except WhenError as error:
        if error.why is not RefusalReason.NO_HOUR:
            raise
        return error


def move(command: Command, ctx: Context, typed: When | WhenError) -> Reply:
    """Have the next letter come out another day; without an hour, at its usual one."""
    confirmed, text = confirmed_first(command.text)
    when = _at_usual_hour(ctx, text, typed) if isinstance(typed, WhenError) else typed
    preparing.require_near(when.start, ctx.now)
    if not confirmed and (question := questioned(ctx, when, MOVE, text)):
        return question
    preparing.postpone(ctx, when.start)
    return Reply(text=ctx.render("lettre/moved.md.j2", at=when.start))


def skip(_command: Command, ctx: Context) -> Reply:
    """Have no letter at the next date."""
    skipped = preparing.skip(ctx)
    text = ctx.render(
        "lettre/skipped.md.j2",
        skipped=skipped,
        due=letter_dates.next_at(ctx),
    )
    return Reply(text=text)


def restore(_command: Command, ctx: Context) -> Reply:
    """Have the letter come out on the rhythm's date again."""
    due = preparing.restore(ctx)
    if due is None:
        raise NO_LETTER_DATE()
    return Reply(text=ctx.render("lettre/restored.md.j2", at=due))


def publish_button() -> Button:
    """Return what asks to publish at once."""
    return Button(id="publier", label="Publier maintenant", route=PUBLISH, argument="")


def _at_usual_hour(ctx: Context, text: str, refused: WhenError) -> When:
    """Read a day, at the letter's own hour. Raises `refused` where the letter has none."""
    zone = ctx.network.timezone
    usual = letter_dates.next_at(ctx)
    if usual is None:
        raise refused
    hour = clock(usual.astimezone(ZoneInfo(zone))).replace("\u00a0", "")
    return read_when(f"{text} à {hour}", now=ctx.now, zone=zone)


_route = partial(Route, Act.WRITE_LETTER)
_rare = partial(Route, Act.WRITE_LETTER, rare=True)

ROUTES = (
    _route(PREVIEW, preview, "voir la prochaine lettre telle qu'elle paraîtra"),
    _route(PUBLISH, publish, "publier la lettre sans attendre sa date", Takes.WORDS),
    _route(
        f"{MOVE}|deplacer : <date>",
        reading(_read, move, at_once=DATES_AT_ONCE),
        "faire paraître la prochaine lettre un autre jour",
        Takes.WORDS,
        limit=100,
    ),
    _rare("lettre sauter", skip, "ne pas faire de lettre à la prochaine date"),
    _rare("lettre rétablir", restore, "remettre la lettre à sa date habituelle"),
    Route(
        Act.READ_ADDRESS,
        "lettre adresse|page|atom|rss",
        addresses.telling("lettre", AddressKind.LETTER),
        "lire les lettres dans un navigateur ou un lecteur de flux",
        Takes.WORDS,
    ),
)
