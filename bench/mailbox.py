"""How well mails are read: what a person wrote found, programs not taken for people, no fall.

`python -m bench mailbox FOLDER…`: each has raw mails (`001.eml`), and beside it `FOLDER.jsonl` says
of each its kind and what was `wrote`, None where nobody wrote. Hands who had not seen the program
wrote seven such sets, in the shapes of some sixty mail programs; `bench/data/mails` is the sixth,
the others, which are large, are no part of the project. Four are learnt from
(`bench/mailbox_training.py`). The bot knows the letter that is answered: here it is made of what
other mails of the folder quote by `>`.

- *cut right*: of what a person wrote, how much is found word for word, whatever its blanks and a
  formula that closes (« Cordialement ») at its end, where hands differ on whose it is;
- *cut exactly*: the same without that;
- *kept whole*: the same, or with one line more at its end, of six words at most: a name, where
  hands differ too on whose it is;
- *program heard*: of what programs sent, how much would be shown to coordinators;
- *person unheard*: of what people wrote, how much would be taken for a program's.

Of the fifth, 93.0 in 100 of 115 texts were cut right. The hands of the last two hold a name under
a text for no part of it: unopened, 67.7 in 100 of the 62 texts of each were cut right, and 90.3 and
85.5 kept whole, the seventh being of difficult replies alone. The sixth was opened then, for one
mend (a letter that nothing marks is known by its words): 93.5 are kept whole since. In none of the
three did a mail fall, was a program taken for a person or a person for a program.

Of 462 texts of the four sets, 93.7 in 100 are cut right by weights that were learnt on the other
three, and 98.5 by those learnt on all. Rules written by hand on two sets, which were here before,
cut 87 in 100 of the third.

On the first two sets, unseen then, `mail-parser-reply` 1.36 cut 34 in 100 right, `quotequail` 0.5.4
37 in 100: they know few of the French shapes, and no signature of a town hall.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from email.message import Message
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.letter.inbox.automatic import is_automatic
from bot.letter.inbox.incoming import read_incoming
from bot.letter.inbox.mail_text import text_of
from bot.letter.inbox.wrote import wrote
from bot.letter.mail.settings import MailSettings

_SETTINGS = MailSettings(
    key=b"0" * 32, sender="lettre@courroie.example", box="reponse@courroie.example"
)
_CLOSING = lazy_pattern(
    r"(?:(?:bien |tres |sinceres? |meilleures? |mes |nos |avec )*(?:cordialement|salutations?|"
    r"bien a (?:vous|toi)|respectueusement|amities|sentiments|cdlt|cdt|(?:best |kind )?regards)"
    r"\b.{0,40})"
)
_NAME = 6
_QUOTED_BY = 2
"""Other mails that quote a paragraph of the letter, at the least."""

_PEOPLE, _PROGRAMS = {"reply", "other_mail"}, {"auto", "bounce", "calendar", "loop", "newsletter"}


class _Told(BaseModel):
    """What a hand said of a mail."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    file: str
    kind: str
    wrote: str | None


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail, what it is, and what a person wrote in it, None where nobody did.

    `letter` is what other mails of the folder quote.
    """

    content: bytes
    kind: str
    wrote: str | None
    letter: str = ""

    @property
    def message(self) -> Message:
        """The mail as it is read."""
        return read_incoming(self.content, _SETTINGS).message


def mails_of(folder: Path) -> Iterator[Mail]:
    """Give the mails of a folder."""
    mails = []
    for line in folder.with_suffix(".jsonl").read_text("utf-8").splitlines():
        told = _Told.model_validate(json.loads(line))
        mails.append(Mail((folder / told.file).read_bytes(), told.kind, told.wrote))
    quoted = [_quoted(text_of(each.message)) for each in mails]
    counts = Counter(paragraph for each in quoted for paragraph in each)
    for mail, own in zip(mails, quoted, strict=True):
        letter = [each for each, times in counts.items() if times - (each in own) >= _QUOTED_BY]
        yield replace(mail, letter="\n\n".join(letter))


def _quoted(text: str) -> AbstractSet[str]:
    """Return the paragraphs that a mail quotes by `>`, on one line each."""
    lines = [each.lstrip("> ") for each in text.split("\n") if each.startswith(">")]
    return {" ".join(each.split()) for each in "\n".join(lines).split("\n\n")}


def same(found: str, wrote_: str) -> bool:
    """Tell whether what was found is what was written, whatever its blanks and closing formula."""
    return _words(_open(found)) == _words(_open(wrote_))


def figures(folders: Sequence[str]) -> Iterable[tuple[str, float, str]]:
    """Yield the figures of each folder."""
    for folder in map(Path, folders):
        yield from _of_one(folder)


def _of_one(folder: Path) -> Iterable[tuple[str, float, str]]:
    counts: Counter[str] = Counter()
    longest = 0.0
    for mail in mails_of(folder):
        counts["mails"] += 1
        start = time.perf_counter()
        try:
            message = mail.message
            found, program = wrote(message, mail.letter), is_automatic(message, _SETTINGS)
        except Exception:  # noqa: BLE001  what is counted
            counts["falls"] += 1
            continue
        longest = max(longest, time.perf_counter() - start)
        counts["programs"] += mail.kind in _PROGRAMS
        counts["heard"] += mail.kind in _PROGRAMS and not program
        counts["people"] += mail.kind in _PEOPLE
        counts["unheard"] += mail.kind in _PEOPLE and program
        if mail.wrote is not None:
            counts["written"] += 1
            counts["exactly"] += _words(found) == _words(mail.wrote)
            counts["right"] += same(found, mail.wrote)
            counts["whole"] += same(found, mail.wrote) or same(_unnamed(found), mail.wrote)
    name = f"mailbox_{folder.name}"
    yield f"{name}_mails", counts["mails"], "mails"
    yield f"{name}_falls", counts["falls"], "mails"
    yield f"{name}_cut_right", 100 * counts["right"] / max(1, counts["written"]), "%"
    yield f"{name}_kept_whole", 100 * counts["whole"] / max(1, counts["written"]), "%"
    yield f"{name}_cut_exactly", 100 * counts["exactly"] / max(1, counts["written"]), "%"
    yield f"{name}_program_heard", counts["heard"], f"of {counts['programs']}"
    yield f"{name}_person_unheard", counts["unheard"], f"of {counts['people']}"
    yield f"{name}_longest", 1_000 * longest, "ms"


def _words(text: str) -> list[str]:
    return text.replace("\u200b", "").replace("\x00", "").split()


def _unnamed(text: str) -> str:
    """Return a text without its last line, if that may be a name."""
    above, _, last = text.rpartition("\n")
    return above if len(last.split()) <= _NAME else text


def _open(text: str) -> str:
    """Return a text without the formula that closes it."""
    lines = [each for each in text.split("\n") if each.strip()]
    while len(lines) > 1 and _CLOSING.fullmatch(fold(lines[-1][:100]).strip(" ,.!")):
        lines.pop()
    return "\n".join(lines)
