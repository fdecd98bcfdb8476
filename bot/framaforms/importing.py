"""What a coordinator does with forms: follow one, import its answers, decide on each line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from secrets import token_hex

from bot.core.patterns import lazy_pattern
from bot.framaforms import store as forms
from bot.framaforms.export import FormExport
from bot.framaforms.rules import LASTS, UNREAD_EXPIRY, NeedLine, OnlineForm
from bot.french.dates import read_last_day
from bot.french.folding import bare_words
from bot.network.small_numbers import FEWEST_ANSWERS
from bot.question import asking
from bot.question import card as cards
from bot.question import store as questions
from bot.question.rules import Change, Origin, Question, Visibility
from bot.talk.context import Context

_SEAL_BYTES = 16
_MADE_AT = lazy_pattern(r"-\d{9,11}$")
"""When a form was made, in seconds: Framaforms ends its address so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedAnswers:
    """What a file came to, in sendings: counted now, known already.

    Or `held`: so few new ones that they are counted with the next only. `export` is what was read.
    """

    form: OnlineForm
    export: FormExport
    fresh: int = 0
    known: int = 0
    held: int = 0
    lines: int = 0


def read_expiry(typed: str, now: datetime, zone: str) -> datetime | None:
    """Read until when a form can be answered, None for nothing.

    Raises UNREAD_EXPIRY, PAST_END, and WhenError for a day that does not exist.
    """
    if not any(map(str.isalnum, typed)):
        return None
    return UNREAD_EXPIRY.unless(read_last_day(typed, now, zone, UNREAD_EXPIRY))


def follow(
    ctx: Context, number: int, link: str, title: str, expires_at: datetime | None
) -> OnlineForm:
    """Follow a form, which is taken for new where nobody says when it ends.

    The number of one, or the same link again, changes what is known of it. Raises UNKNOWN_FORM.
    """
    followed = forms.followed(ctx.db, ctx.network.slug)
    known = next((each for each in followed if link and each.link == link), None)
    if number:
        known = forms.get(ctx.db, ctx.network.slug, number)
    if known is not None:
        told = replace(known, link=link or known.link, title=title or known.title)
        return forms.save(ctx.db, replace(told, expires_at=expires_at or known.expires_at))
    made = _new(ctx, title or _title_of(link))
    return forms.add(ctx.db, replace(made, link=link, expires_at=expires_at or ctx.now + LASTS))


def take_in(ctx: Context, export: FormExport, number: int) -> ImportedAnswers:
    """Count the sendings of a file that are not counted yet, and have their lines decided on.

    They go to the form of this number, or of the same title, or to a new one. Fewer than
    FEWEST_ANSWERS wait for the next file: nobody is found by comparing two. Raises UNKNOWN_FORM.
    """
    form = _form_of(ctx, export, number)
    counted = forms.counted(ctx.db, form)
    met = {form.imprint(each.mark): each for each in export.sendings}
    fresh = {imprint: each for imprint, each in met.items() if imprint not in counted}
    came = ImportedAnswers(form=form, export=export, known=len(met) - len(fresh))
    if len(fresh) < FEWEST_ANSWERS:
        form = forms.save(ctx.db, replace(form, imported_at=ctx.now))
        return replace(came, form=form, held=len(fresh))
    lines = [
        NeedLine(form=form.id, question=each.question, text=each.text, theme=each.theme, at=ctx.now)
        for sending in fresh.values()
        for each in sending.lines
    ]
    forms.keep(ctx.db, form, fresh, lines)
    form = forms.save(ctx.db, form.add(list(fresh.values()), ctx.now))
    waits = replace(form, lines=form.lines + len(lines))
    return replace(came, form=waits, fresh=len(fresh), lines=len(lines))


def accept(ctx: Context, number: int, text: str = "") -> Question:
    """Make a line a question of the network, in these words if any, without author.

    Raises TOO_LATE.
    """
    line = forms.line(ctx.db, ctx.network.slug, number)
    forms.take_out(ctx.db, line)
    made = questions.add(
        ctx.db,
        Question(
            network=ctx.network.slug,
            number=0,
            text=text or line.text,
            author="",
            asked_at=ctx.now,
            visibility=Visibility.ANONYMOUS,
            theme=line.theme,
            origin=Origin.SURVEY,
        ),
    )
    asking.tell(ctx, made, Change.ASKED, None)
    cards.deposit(ctx, made)
    return made


def discard(ctx: Context, number: int) -> None:
    """Erase a line. Raises TOO_LATE."""
    forms.take_out(ctx.db, forms.line(ctx.db, ctx.network.slug, number))


def _form_of(ctx: Context, export: FormExport, number: int) -> OnlineForm:
    if number:
        return forms.get(ctx.db, ctx.network.slug, number)
    wanted = bare_words(export.title)
    followed = forms.followed(ctx.db, ctx.network.slug)
    known = next((each for each in followed if bare_words(each.title) == wanted), None)
    return known or forms.add(ctx.db, _new(ctx, export.title))


def _new(ctx: Context, title: str) -> OnlineForm:
    return OnlineForm(
        network=ctx.network.slug,
        number=0,
        title=title,
        link="",
        made_at=ctx.now,
        seal=token_hex(_SEAL_BYTES),
    )


def _title_of(link: str) -> str:
    """Return the title that an address gives away: « vos-besoins-1790000000 »."""
    last = link.rstrip("/").rpartition("/")[2].partition("?")[0]
    return " ".join(_MADE_AT.sub("", last).split("-")).strip().capitalize() or link
