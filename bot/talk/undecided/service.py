"""Texts whose writer is asked, before anyone sees them, what they are for, and who signs them.

A text waits one day in a table of its own, for its writer alone; then it is given back to them and
erased. What is said of it is dropped from the outbox once said.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import structlog

from bot.core.errors import Refusal
from bot.core.message import Button
from bot.core.source import MadeKind
from bot.french.discretion import Discretion, read
from bot.french.folding import fold
from bot.french.signatures import signatures, without
from bot.french.territories import inside
from bot.french.text import Passage, PersonalDataError, checked_text
from bot.network.network import Network
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.arguments import certified_first, text_first, without_thanks
from bot.talk.care import with_box
from bot.talk.command import Caller, Command, Via
from bot.talk.context import Context
from bot.talk.making import note
from bot.talk.personal import CERTIFIED, anyway, certified, names_in, told, with_certified
from bot.talk.reply import WORDS, Dialog, Reply, words_field
from bot.talk.routing import Route
from bot.talk.signature import MENU, Signature
from bot.talk.undecided import store as undecided_texts
from bot.talk.undecided.rules import ANSWERED_WITHIN, MOST_OF_ONE, SigningChoice, UndecidedText
from bot.talk.understanding import TELL, WHETHER

log = structlog.get_logger(__name__)

CHOOSE = "besoin en-attente"

QUESTION = "besoin"
"""Takes what is asked as a question."""

REWORDED = ("besoin modifier", "besoin redire-réponse", "rencontre redire-idée")
"""What takes the new words of a question, an answer and an idea, after its number."""


SOMEONE_ELSES_TEXT = Refusal(
    "someone else's text asks for discretion",
    reply="Ce message demande peut-être la discrétion : je n'en fais rien. La personne qui l'a "
    "écrit peut me le confier elle-même, en message direct.",
)

NO_COORDINATOR = Refusal(
    "nobody to tell in private",
    reply="Personne ne coordonne {name} pour l'instant : votre texte ne serait lu de personne, et "
    "je n'en ai rien gardé. Sans votre nom, le réseau peut le lire : écrivez « anonyme : » devant.",
)


def must_ask(command: Command) -> bool:
    """Tell whether a text waits for its writer's choice.

    In doubt; and whenever it asks for discretion in a channel, where the chat itself signs it.
    """
    if command.via is Via.MENTION:
        return command.discretion not in (None, Discretion.NONE)
    return command.discretion is Discretion.DOUBTFUL


def must_tell(command: Command, signature: Signature) -> bool:
    """Tell whether what is proposed in private goes to the coordinators, and no further."""
    return (
        bool(signature.shared_as)
        and command.discretion is Discretion.PRIVATE
        and bool(_text_of(command).strip())
    )


def choice_typed(text: str, waiting: UndecidedText, now: datetime) -> SigningChoice | None:
    """Return what a whole message says of a text: « sans mon nom », « efface », « oui »."""
    typed = _TYPED_TO_OFFER if waiting.offered else _TYPED
    if waiting.offered and now - waiting.made_at >= ANSWERED_WITHIN:
        return None
    asks = read(text)
    unsigned = asks.asked in (Discretion.ANONYMOUS, Discretion.PRIVATE)
    if unsigned and not asks.text and not waiting.offered:
        return next(each for each in SigningChoice if each.discretion is asks.asked)
    bare = fold(without_thanks(text)).strip(" .!,:*()«»\"'")
    return next((choice for choice, words in typed.items() if bare in words), None)


_ERASE = ("effacer", "efface", "effacez", "supprimer", "supprime", "annuler", "rien")
_TYPED = {
    SigningChoice.SIGNED: ("avec mon nom", "avec nom", "signe", "signee", "avec"),
    SigningChoice.ERASE: _ERASE,
}
_TYPED_TO_OFFER = {
    SigningChoice.AS_WRITTEN: ("oui", "poser", "pose", "posez", "proposer"),
    SigningChoice.ERASE: ("non", *_ERASE),
}
"""What is typed for a choice; a number is for what stands under the message that offers it."""


def ask_writer(ctx: Context, command: Command, route: Route, signature: Signature) -> Reply:
    """Keep a text for its writer alone, and ask them how to deposit it.

    What seems to carry personal data is not kept at all. Raises EMPTY_TEXT and SOMEONE_ELSES_TEXT.
    """
    text = _text_of(command)
    try:
        passages = _check(text, command, signature, numbered=route.numbered)
    except PersonalDataError as error:
        return told(error, ctx, command)
    if passages:
        text = with_certified(text, numbered=route.numbered)
    doubt = "discretion" if command.discretion is Discretion.DOUBTFUL else "asked in a channel"
    made = _keep(ctx, command, text, route.path, doubt)
    post = command.post or "" if command.via is Via.MENTION else ""
    names = names_in(made.shown, command.caller) if passages else ()  # else it is asked about next
    reply = ctx.render(
        "besoin/undecided.md.j2",
        undecided=made,
        doubtful=command.discretion is Discretion.DOUBTFUL,
        post=post,
        passages=passages,
        names=names,
    )
    return Reply(text=reply, buttons=_signing(made), private=True, erased_once_said=True)


def offer(
    ctx: Context,
    command: Command,
    offered: Callable[[UndecidedText], Sequence[Button]],
    *,
    asks: bool,
    link: bool = False,
) -> Reply:
    """Keep a text for its writer alone, and show them what is `offered` for it.

    When it `asks` first whether it is a question, « oui » says so. What seems to carry personal
    data is not kept at all, but for a `link` alone. Raises EMPTY_TEXT and TooLongError.
    """
    passages: Sequence[Passage] = ()
    route = QUESTION if asks else WHETHER
    try:
        if not link:
            passages = _check(command.text, command, Signature(), numbered=False)
    except PersonalDataError as error:
        return told(error, ctx, command)
    text = with_certified(command.text, numbered=False) if passages else command.text
    made = _keep(ctx, command, text, route, "said in words", offered=True)
    buttons = offered(made)
    tells = any(each.argument.endswith(f" {TELL}") for each in buttons)
    reply = ctx.render(
        "besoin/whether.md.j2",
        undecided=made,
        asks=asks,
        link=link,
        passages=passages,
        people=ctx.coordinators if tells else (),
    )
    no = button(made, SigningChoice.ERASE, "Non merci", _CROSS)
    return Reply(text=reply, buttons=(*buttons, no), private=True, erased_once_said=True)


def asking(ctx: Context, command: Command, text: UndecidedText) -> Sequence[Button]:
    """Return what asks a text as a question: one button, or one a network where it may go.

    Each says how discreet the question will be, when its words surely ask for it.
    """
    how = _HOW.get(read(text.shown).asked, "")
    yes = button(text, SigningChoice.AS_WRITTEN, how or "Poser cette question", _CHECK, QUESTION)
    wheres = [
        button(
            text,
            SigningChoice.AS_WRITTEN,
            f"{how or 'Poser'} {inside(place.spoken)}",
            "",
            place.slug,
        )
        for place in _places(ctx, command)
    ]
    return wheres or [yes]


_HOW = {Discretion.ANONYMOUS: "Poser sans mon nom", Discretion.PRIVATE: "Poser en privé"}


def offer_change(ctx: Context, command: Command, route: str, text: str) -> tuple[Button, ...]:
    """Keep the new words of something for its author alone; return what says whether it takes them.

    `route` takes them, after the number that `text` begins with. What surely carries personal data
    is not kept at all. Raises EMPTY_TEXT, TooLongError and PersonalDataError.
    """
    if _check(text, command, Signature(), numbered=True):
        text = with_certified(text, numbered=True)
    made = _keep(ctx, replace(command, post=None), text, route, "new words", offered=True)
    return _offers(made, "Reprendre ce texte", "Garder comme c'est")


def drop_changes(ctx: Context, user: str, route: str, number: str) -> None:
    """Erase what was offered as new words of something: they have changed since, or are gone."""
    for each in undecided_texts.of_user(ctx.db, [ctx.network.slug], user):
        if each.route == route and each.text.startswith(f"{number} "):
            undecided_texts.remove(ctx.db, each)


def must_show(error: PersonalDataError, command: Command) -> bool:
    """Tell whether a doubtful text waits here for its writer to say that it is to be deposited.

    A slash command's text waits on its own button, but where it names its writer: there is then
    more than one thing to do. What someone else wrote is not kept.
    """
    waits = command.via in (Via.DIALOG, Via.MENTION, Via.DIRECT) and bool(command.text.strip())
    return not error.sure and (waits or bool(error.names))


def show_doubt(error: PersonalDataError, ctx: Context, command: Command, route: Route) -> Reply:
    """Keep a text for its writer alone, show what may be someone's data or names them, and ask."""
    command = replace(command, text=_text_of(command))
    made = _keep(ctx, command, certified(command, route), route.path, error.reason, offered=True)
    label = "Publier tel quel" if error.names else anyway(route)
    reply = ctx.render(
        "besoin/doubt.md.j2",
        undecided=made,
        passages=error.passages,
        names=error.names,
        anyway=label,
        open_to_all=command.via is Via.MENTION,
    )
    as_it_is, erased = _offers(made, label, "Effacer")
    again = button(made, SigningChoice.REWRITTEN, "Réécrire…", "pencil2")
    fixed = not ctx.buttons or _further(made)  # they would be lost where it is said again
    shown = (as_it_is, *(() if fixed else (again,)), erased)
    if error.names:
        cut = button(made, SigningChoice.UNNAMED, "Publier sans ce mot", _CHECK)
        elsewhere = any(names_in(made.fields[each], command.caller) for each in _further(made))
        cuts = (cut,) if unnamed(made, command.caller) and not elsewhere else ()
        shown = (*cuts, replace(as_it_is, primary=False), erased if fixed else again)
    return Reply(text=reply, buttons=shown, private=True, erased_once_said=True)


def _further(text: UndecidedText) -> Collection[str]:
    """Return the names of a form's entries besides the text itself."""
    return set(text.fields) - {WORDS, MENU}


def unnamed(text: UndecidedText, author: Caller) -> str:
    """Return a text without its writer's name at the end, "" unless a sentence then stands."""
    cut = without(text.shown, signatures(text.shown, author.names))
    return f"{text.before}{cut}" if cut else ""


def rewriting(text: UndecidedText) -> Dialog:
    """Return the form where a text is said again, for the same command; it is then read anew."""
    form = Dialog(
        title="Réécrire",
        submit="Publier",
        fields=(words_field(label="Votre texte", default=text.shown),),
        route=text.route,
        argument=text.before.replace(f"{CERTIFIED} ", "").rstrip(),
    )
    return with_box(form)


def _keep(  # noqa: PLR0913  what is kept, for what, and why
    ctx: Context, command: Command, text: str, route: str, doubt: str, *, offered: bool = False
) -> UndecidedText:
    """Keep a text; the same one again is asked about again, and kept once.

    `doubt` tells the log why, without a word of the text.
    """
    mine = undecided_texts.of_user(ctx.db, [ctx.network.slug], command.caller.id)
    same = [each for each in mine if (each.route, each.text) == (route, text)]
    for each in same or mine[: max(0, len(mine) + 1 - MOST_OF_ONE)]:
        undecided_texts.remove(ctx.db, each)
        if not same:
            _give_back(ctx, each)
    made = UndecidedText(
        network=ctx.network.slug,
        user=command.caller.id,
        route=route,
        text=text,
        fields=command.fields,
        made_at=ctx.now,
        reminded_at=ctx.now if offered else None,
    )
    kept = undecided_texts.add(ctx.db, made)
    note(ctx, command, MadeKind.UNDECIDED, kept.id)
    log.info("text_held", network=made.network, text=kept.id, route=route, doubt=doubt)
    return kept


def _signing(text: UndecidedText) -> tuple[Button, ...]:
    """Return one button a way to sign a text."""
    return tuple(button(text, *each) for each in _SIGNING)


_SIGNING = (
    (SigningChoice.SIGNED, "Avec mon nom", "one"),
    (SigningChoice.ANONYMOUS, "Sans mon nom", "two"),
    (SigningChoice.PRIVATE, "En privé, à la coordination", "three"),
    (SigningChoice.ERASE, "Effacer", "four"),
)
_CHECK, _CROSS = "white_check_mark", "x"
_MOST_PLACES = 5


def _offers(text: UndecidedText, yes: str, no: str) -> tuple[Button, Button]:
    """Return what takes a text that is offered, and what erases it."""
    taken = button(text, SigningChoice.AS_WRITTEN, yes, _CHECK)
    return (taken, button(text, SigningChoice.ERASE, no, _CROSS))


def button(
    text: UndecidedText, choice: SigningChoice, label: str, emoji: str = "", taken_by: str = ""
) -> Button:
    """Return what a choice does of a text, which is `taken_by` its own route, or another one."""
    return Button(
        f"choix{choice.value}",
        label,
        CHOOSE,
        f"{text.id} {choice.value} {taken_by}".rstrip(),
        primary=choice in (SigningChoice.ANONYMOUS, SigningChoice.AS_WRITTEN),
        emoji=emoji,
    )


def _places(ctx: Context, command: Command) -> Sequence[Network]:
    """Return where what is said to us alone may go; nothing where that goes without saying."""
    here = command.caller.networks_among(ctx.networks.values())
    return here if command.network is None and 1 < len(here) <= _MOST_PLACES else ()


def tell_coordinators(ctx: Context, command: Command, signature: Signature) -> Reply:
    """Tell the coordinators alone what someone proposes; nothing of it is published.

    Raises EMPTY_TEXT, PersonalDataError and NO_COORDINATOR.
    """
    text = _text_of(command)
    if passages := _check(text, command, signature, numbered=False):
        raise PersonalDataError(passages, "", sure=False)
    _, text = certified_first(text)
    if not ctx.coordinators:
        raise NO_COORDINATOR(name=ctx.network.spoken)
    words = "\n".join(
        [text, *(command.fields[each] for each in signature.fields if each in command.fields)]
    )
    news = ctx.render(
        "besoin/told_privately.md.j2",
        text=words,
        what=signature.shared_as,
        by=command.caller.id,
    )
    say.to_coordinators(ctx, f"private:{uuid4().hex}", news, weight=Weight.DUTY)
    return ctx.reply("besoin/kept_private.md.j2")


def follow(ctx: Context, due: Sequence[UndecidedText]) -> int:
    """Remind the writers of texts, once, and give back and erase those whose day is over.

    Return how many texts that was.
    """
    for text in due:
        if text.is_over(ctx.now):
            undecided_texts.remove(ctx.db, text)
            _give_back(ctx, text)
        else:
            undecided_texts.reminded(ctx.db, text, ctx.now)
            _remind(ctx, text)
    return len(due)


def _remind(ctx: Context, text: UndecidedText) -> None:
    news = ctx.render("besoin/undecided_reminder.md.j2", undecided=text)
    key = f"{say.ERASED}{text.id}:reminder"
    say.to_user(ctx, key, text.user, news, weight=Weight.ANSWER, buttons=_signing(text))


def _give_back(ctx: Context, text: UndecidedText) -> None:
    if text.offered:  # it was nothing yet: one message less
        return
    news = ctx.render("besoin/undecided_returned.md.j2", undecided=text)
    say.to_user(ctx, f"{say.ERASED}{text.id}:returned", text.user, news, weight=Weight.ANSWER)


def _text_of(command: Command) -> str:
    """Return what is deposited: what was typed, else the message that it answers."""
    refers = command.refers
    if command.text.strip() or refers is None or refers.author.bot:
        return command.text
    if refers.author.id != command.caller.id:
        raise SOMEONE_ELSES_TEXT()
    return refers.text


def _check(
    text: str, command: Command, signature: Signature, *, numbered: bool
) -> Sequence[Passage]:
    """Refuse what is empty, too long, or surely carries personal data: it is not kept a day.

    Return the passages that are doubtful, for its writer to judge.
    """
    typed = text_first(text, numbered=numbered)
    fields = [command.fields[each] for each in signature.fields if command.fields.get(each)]
    passages: list[Passage] = []
    for each in (typed.text, *fields):
        try:
            checked_text(each, what="votre texte", certified=typed.certified)
        except PersonalDataError as error:
            if error.sure:
                raise
            passages += error.passages
    return passages
