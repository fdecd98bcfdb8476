"""Messages that were edited or deleted: what was made from them follows, and their author is told.

Only the author's own edit counts, as the table of rights has it; a deletion counts whoever made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from bot.core import outbox, sources
from bot.core.errors import Refusal, UserError
from bot.core.message import Button
from bot.core.source import MadeKind, Source
from bot.edits.made import Made, made
from bot.edits.rules import KEPT_HIDDEN, Meaning, meaning
from bot.french.discretion import Discretion, DiscretionReading, read
from bot.french.text import PersonalDataError, checked_text
from bot.network.rights import Tie
from bot.people.wish import Weight
from bot.question import store as questions
from bot.question import story_store as stories
from bot.talk import say
from bot.talk.command import Caller, Command, MessageChange
from bot.talk.context import Context
from bot.talk.markdown import typeset
from bot.talk.personal import names_in, told
from bot.talk.undecided import service as undecided

KEEP = "aide garder"
WITHDRAW = "aide retirer-maintenant"

NOT_HIDDEN = Refusal(
    "nothing of the caller's is hidden there",
    reply="Il n'y a plus rien à décider ici : c'est déjà gardé, ou retiré.",
)


def follow(ctx: Context, command: Command, source: Source, words: str) -> bool:
    """Do what a message's change means for one thing that it made; True if it is to be read anew.

    `words` are what it now gives the thing, in whole.
    """
    change = command.change or MessageChange.EDITED
    if source.whole and change is MessageChange.ASKS_NO_MORE:  # it never did
        change = MessageChange.EDITED
    thing, reading = made(ctx, source), read(words)
    meant = Meaning.NOTHING
    if thing is not None and (thing.unread or not thing.hidden):
        now = ctx.themes.tagged(reading.text)[1]
        meant = meaning(change, thing.text, now, unread=thing.unread)
    if meant is Meaning.ANEW and not source.whole:
        return True
    source = _followed(ctx, command, source)
    if thing is None:
        _forget_earlier(ctx, source)
        return False
    thing = replace(thing, source=source)
    undecided.drop_changes(ctx, thing.author, thing.route, source.ref)
    if meant is Meaning.UNDONE:
        _undo(ctx, thing, change)
    elif meant is Meaning.HIDDEN:
        _hide(ctx, thing)
    elif (thing.unread or not thing.hidden) and _may(ctx, thing, meant, command.caller):
        _reread(ctx, command, thing, meant, reading, words)
    return False


def undo(ctx: Context, command: Command) -> bool:
    """Take back what a message made, before it is read anew; False when it was read so already."""
    news = [
        each
        for each in sources.of_post(ctx.db, command.caller.server, command.post or "")
        if each.is_news(command.edited_at, deleted=False)
    ]
    for source in news:
        there = ctx.at(ctx.networks[source.network])
        thing = made(there, source)
        if thing is not None and thing.unread:
            thing.undo()
        _followed(there, command, source)
    receipt = outbox.last_key(ctx.db, command.caller.id, f"reply:{command.post}")
    if news and receipt is not None:
        say.again(ctx, receipt, ctx.render("aide/reread.md.j2"))
    return bool(news)


def undone_question(ctx: Context, command: Command) -> int | None:
    """Return the number of the question that a message made before it was edited, if it was undone.

    None where it made none in this network.
    """
    here, post = ctx.network.slug, command.made_from or command.post
    made_from = sources.of_post(ctx.db, ctx.network.server, post) if post else ()
    asked = (each for each in made_from if each.kind is MadeKind.QUESTION and each.network == here)
    numbers = (int(each.ref) for each in asked)
    return next((each for each in numbers if questions.get(ctx.db, here, each).undone), None)


def decide(ctx: Context, argument: str, by: Caller, *, kept: bool) -> Made:
    """Show again, or withdraw, for its author, what a deletion has hidden. Raises NOT_HIDDEN."""
    kind, _, ref = argument.partition(" ")
    thing = made_by_caller(ctx, kind, ref, by, hidden=True)
    (thing.restore if kept else thing.end)()
    _wait(ctx, thing.source, None)
    return thing


def made_by_caller(ctx: Context, kind: str, ref: str, by: Caller, *, hidden: bool) -> Made:
    """Return what the caller's message made, by kind and number; `hidden` by a deletion, or not."""
    kinds = [each for each in MadeKind if each.value == kind]
    for source in sources.of_made(ctx.db, ctx.network.slug, kinds[0], ref) if kinds else ():
        thing = made(ctx, source)
        waits = source.withdrawn_at is not None
        if thing is not None and thing.author == by.id and waits is hidden:
            return thing
    raise NOT_HIDDEN()


def end_due(ctx: Context, due: Sequence[Source]) -> int:
    """Withdraw what was hidden long enough; return how much that was."""
    for source in due:
        _wait(ctx, source, None)
        thing = made(ctx, source)
        if thing is not None and thing.hidden:
            thing.end()
            _tell(ctx, thing, ctx.render("aide/message_over.md.j2", made=thing, waited=True))
    return len(due)


def _followed(ctx: Context, command: Command, source: Source) -> Source:
    deleted, edited_at = command.change is MessageChange.DELETED, command.edited_at
    now = replace(source, edited_at=edited_at or source.edited_at, deleted=deleted)
    sources.put(ctx.db, now)
    return now


def _wait(ctx: Context, source: Source, until: datetime | None) -> None:
    sources.put(ctx.db, replace(source, withdrawn_at=until))


def _forget_earlier(ctx: Context, source: Source) -> None:
    """Have the story of a question keep no word of an earlier answer whose message is deleted."""
    if source.deleted and source.kind is MadeKind.ANSWER:
        question = questions.get(ctx.db, source.network, int(source.ref))
        stories.forget_answer(ctx.db, question, source.at)


def _may(ctx: Context, thing: Made, meant: Meaning, by: Caller) -> bool:
    """Tell whether someone may have a thing say something else; not one that was taken back."""
    if thing.act is None or thing.author != by.id or (meant is Meaning.ANEW and not thing.route):
        return False
    return ctx.allows(thing.act, by, tie=Tie.AUTHOR)


def _undo(ctx: Context, thing: Made, change: MessageChange) -> None:
    thing.undo()
    deleted = change is MessageChange.DELETED
    _tell(ctx, thing, ctx.render("aide/message_undone.md.j2", made=thing, deleted=deleted))


def _hide(ctx: Context, thing: Made) -> None:
    until = ctx.now + KEPT_HIDDEN
    thing.hide()
    _wait(ctx, thing.source, until)
    argument = f"{thing.source.kind.value} {thing.source.ref}"
    verbs = (
        ("garder", "La garder", KEEP, "white_check_mark"),
        ("retirer", "La retirer maintenant", WITHDRAW, "wastebasket"),
    )
    buttons = [
        Button(name, label, route, argument, emoji=emoji) for name, label, route, emoji in verbs
    ]
    news = ctx.render("aide/message_hidden.md.j2", made=thing, until=until)
    _tell(ctx, thing, news, *buttons, erased=False)


def _reread(  # noqa: PLR0913, PLR0917  the change, what it means
    ctx: Context,
    command: Command,
    thing: Made,
    meant: Meaning,
    reading: DiscretionReading,
    words: str,
) -> None:
    """Give a thing the words that its author's message now has, or ask them about it."""
    doubt = Discretion.DOUBTFUL
    doubtful = reading.asked is doubt and read(thing.text).asked is not doubt
    if Discretion.ANONYMOUS in (reading.asked, thing.discretion):
        doubtful |= bool(names_in(reading.text, command.caller))
    if meant is Meaning.ANEW:  # nobody has read it: as if it had been written so
        refused = _refusal(reading.text)
        if refused is not None or doubtful:
            _undo(ctx, thing, MessageChange.EDITED)
            if refused is not None:
                _refused(ctx, command, thing, refused)
            return
    taken = meant in (Meaning.ANEW, Meaning.FOLLOWED) and not doubtful
    discreet = _ASKS.get(reading.asked, 0) > _ASKS.get(thing.discretion, 0)
    private = reading.asked is Discretion.PRIVATE
    if discreet and private and thing.source.kind is not MadeKind.QUESTION:
        _hide(ctx, thing)  # only questions may be for the coordinators alone
        return
    if taken or discreet:
        thing.reword(reading.text if taken else thing.text, command.caller, reading.asked)
        again = made(ctx, thing.source) or thing
        _tell(ctx, thing, ctx.render("aide/message_followed.md.j2", made=again, taken=taken))
    if thing.route and (meant is Meaning.ASKED or doubtful):
        _ask(ctx, command, thing, words if doubtful else reading.text)


_ASKS = {Discretion.ANONYMOUS: 1, Discretion.PRIVATE: 2}
"""What asks for more discretion than what, nothing asking for none."""


def _refusal(text: str) -> UserError | None:
    """Return why a text cannot be shown, if it cannot."""
    try:
        checked_text(text, what="votre texte")
    except UserError as error:
        return error
    return None


def _ask(ctx: Context, command: Command, thing: Made, words: str) -> None:
    try:
        text = f"{thing.source.ref} {words}"
        buttons = undecided.offer_change(ctx, command, thing.route, text)
    except UserError as error:
        _refused(ctx, command, thing, error)
        return
    _tell(ctx, thing, ctx.render("aide/message_edited.md.j2", made=thing, words=words), *buttons)


def _refused(ctx: Context, command: Command, thing: Made, error: UserError) -> None:
    text = typeset(error.reply)
    if isinstance(error, PersonalDataError):
        text = told(error, ctx, command).text
    _tell(ctx, thing, text)


def _tell(ctx: Context, thing: Made, text: str, *buttons: Button, erased: bool = True) -> None:
    """Tell its author; the outbox keeps it only where reactions may answer it."""
    key = f"{say.ERASED if erased else ''}changed:{uuid4().hex}"
    if thing.author:
        say.to_user(ctx, key, thing.author, text, weight=Weight.ANSWER, buttons=buttons)
