"""Notes or a transcript given after a meeting, and what its minutes take of them, one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from bot.meeting import held_card, holding
from bot.meeting.minutes import Note
from bot.meeting.record import card, sorting
from bot.meeting.record import store as records
from bot.meeting.record.finding import may_be_kept
from bot.meeting.record.reading import LONG_RECORD, NOT_A_RECORD, decoded, read
from bot.meeting.record.rules import NOT_TOLD_BEFORE, ProposalKind, ProposedPassage
from bot.network.rights import Act
from bot.pile import following, opening
from bot.pile.rules import PieceKind
from bot.talk.care import DEPOSITED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import DATES_AT_ONCE, Situation, reading
from bot.talk.numbers import asked_in_thread
from bot.talk.reply import TICKED, Dialog, Field, Reply, taking_back, words_field
from bot.talk.routing import Route
from commands.rencontre.holding import action_said, task_fields
from commands.texts import attached

FILE = "un fichier .vtt, .md ou .txt d'un Mo au plus"

_PASTED = 3_000
"""Characters of a form's entry, on every server; a longer text comes as a file."""

_TOLD = "prevenues"


@dataclass(frozen=True, slots=True)
class _Given:
    """The sentences of a record that may be kept, and how many were left out; a `file` or not."""

    said: tuple[str, ...]
    left_out: int
    file: bool


def _read(command: Command, _situation: Situation) -> _Given | None:
    """Read a record, without what bears someone's data or was to go no further.

    None where the form leaves it to a file that is to come. Raises NOT_A_RECORD, LONG_RECORD,
    NOT_TOLD_BEFORE.
    """
    text = command.fields.get("texte", "") or command.words
    if command.attached:
        text = decoded(attached(command, large=LONG_RECORD()))
    elif not text.strip():
        return None
    record = read(text)
    if record.transcribed and not _told(command):
        raise NOT_TOLD_BEFORE()
    said = tuple(each for each in record.said if may_be_kept(each))
    if not said:
        raise NOT_A_RECORD()
    return _Given(said, len(record.said) - len(said), command.attached is not None)


def _told(command: Command) -> bool:
    """Tell whether people knew: a box says so, then what the file that it asks for answers."""
    return TICKED in (command.fields.get(_TOLD), command.attached and command.words)


def give(command: Command, ctx: Context, given: _Given | None) -> Reply:
    """Take in notes that were pasted, or that come in a file; ask for that."""
    if given is None:
        holding.to_report(ctx, command.caller, command.number)
        argument = f"{command.number} {TICKED if _told(command) else ''}".strip()
        return asked_in_thread(ctx, card.FILE, argument, file=FILE)
    meeting = sorting.take_in(ctx, command.number, given.said, command.caller)
    following.cover(ctx, PieceKind.PASSAGE_TO_KEEP)
    sort = card.sorting_of(meeting)
    cited = sorting.cited_in_vain(ctx, meeting, given.said)
    told = ctx.reply(
        "rencontre/record_given.md.j2", sort, meeting=meeting, given=given, cited=cited
    )
    did = f"Rencontre n°\u00a0{meeting.number} : notes données"
    back = taking_back(card.FORGET, str(meeting.number))
    return replace(told, fetches=True, did=did, undo=back)


def sort(command: Command, ctx: Context) -> Reply:
    """Show the caller the passages that wait, one after the other."""
    meeting = holding.to_report(ctx, command.caller, command.number)
    if not records.waiting(ctx.db, meeting.id):
        return ctx.reply("rencontre/record_none.md.j2", card.sorting_of(meeting), meeting=meeting)
    opening.open_(ctx, command.caller, [PieceKind.PASSAGE_TO_KEEP])
    return Reply(text="C'est à trier dans notre conversation privée.")


def forget(command: Command, ctx: Context) -> Reply:
    """Erase the notes of a meeting and all that is proposed of them; what was kept stays."""
    meeting = holding.to_report(ctx, command.caller, command.number)
    records.forget(ctx.db, meeting.id)
    following.cover(ctx, PieceKind.PASSAGE_TO_KEEP)
    held_card.show(ctx, meeting)
    return Reply(text="Ces notes sont effacées, avec les passages que vous n'aviez pas gardés.")


def keep(command: Command, ctx: Context, said: Note | None = None) -> Reply:
    """Keep a passage, as it is or in other words; what is to be done, with who and by when."""
    kept = sorting.keep(ctx, command.number, command.caller, said)
    return _decided(ctx, kept, "passage gardé, corrigé" if said else "passage gardé")


def _mending(command: Command, ctx: Context) -> Dialog:
    _, found = sorting.get(ctx, command.number, command.caller)
    text = words_field(label=found.kind.label, default=found.text)
    task = task_fields(ctx) if found.kind is ProposalKind.ACTION else ()
    return Dialog(title="Corriger ce passage", submit="Garder", fields=(text, *task))


def leave(command: Command, ctx: Context) -> Reply:
    """Leave a passage out."""
    return _decided(ctx, sorting.leave(ctx, command.number, command.caller), "passage laissé")


def bring_back(command: Command, ctx: Context) -> Reply:
    """Take back what was decided of a passage."""
    sorting.bring_back(ctx, command.number, command.caller)
    return Reply(text="Ce passage est de nouveau à trier.")


def _decided(ctx: Context, found: ProposedPassage, did: str) -> Reply:
    following.cover(ctx, PieceKind.PASSAGE_TO_KEEP, [found.id])
    what = f"{found.kind.label} à la n°\u00a0{found.ref}" if found.ref else found.kind.label
    back = taking_back(card.BRING_BACK, str(found.id))
    return Reply(text=f"{what} : {did}.", did=f"{what} : {did}", undo=back)


def _giving(command: Command, ctx: Context) -> Dialog:
    meeting = holding.to_report(ctx, command.caller, command.number)
    waits = len(records.waiting(ctx.db, meeting.id))
    return Dialog(
        title="Des notes à trier",
        introduction=ctx.render("rencontre/record_asked.md.j2", meeting=meeting, unsorted=waits),
        submit="Donner",
        fields=(
            Field(
                label="Notes ou transcription",
                multiline=True,
                limit=_PASTED,
                optional=True,
                help="Laissez vide pour un fichier (.vtt, .md, .txt) : je vous le demanderai.",
            ),
            Field(
                name=_TOLD,
                label="Enregistrement",
                placeholder="Les personnes présentes le savaient, personne ne s'y est opposé",
                help="Sans cette case, je prends des notes, pas une transcription.",
                optional=True,
                box=True,
            ),
        ),
    )


_recorded = partial(Route, Act.ATTEND)
"""What whoever writes the minutes does: the service asks what they are to the meeting."""

ROUTES = (
    _recorded(f"{card.GIVE} : <n°> [notes]", reading(_read, give), form=_giving, limit=_PASTED),
    _recorded(f"{card.FILE} : <n°> [oui]", reading(_read, give), takes_file=FILE),
    _recorded(f"{card.SORT} : <n°>", sort),
    _recorded(f"{card.KEEP} : <n°>", keep),
    _recorded(
        f"{card.MEND} : <n°> <texte>",
        reading(action_said, keep, at_once=DATES_AT_ONCE),
        care=DEPOSITED,
        form=_mending,
    ),
    _recorded(f"{card.LEAVE} : <n°>", leave),
    _recorded(f"{card.BRING_BACK} : <n°>", bring_back),
    _recorded(f"{card.FORGET} : <n°>", forget),
)
