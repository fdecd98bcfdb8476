"""Twelve tasks, played as people do them: taps, words typed, words and seconds to read.

`python -m bench gestures` prints them. A tap is a message sent, a button, a form sent; a choice of
a menu is two. What is read is all that each gesture shows to whoever made it: the answer, the form,
the pile's next card, private messages; and what the channel says, where a task begins there.
Seconds are those of 200 words a minute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.core.message import Button, Message
from bot.network.rights import Role
from bot.talk.command import Command, Via
from bot.talk.reply import Dialog, Reply
from tests.commands.articles import collected
from tests.lettered import LETTERED
from tests.room import ROLES, Room, caller, open_room

PER_MINUTE = 200


@dataclass
class Effort:
    """What a task has cost so far."""

    taps: int = 0
    typed: int = 0
    read: int = 0


@dataclass(frozen=True)
class _Choice:
    """Something that can be pressed: what it does, and where it stands."""

    label: str
    route: str
    argument: str
    network: str
    taps: int
    message: Message | None


@dataclass
class Person:
    """Someone before their screen; `effort` counts what they do and read."""

    room: Room
    name: str
    network: str = "loire"
    effort: Effort = field(default_factory=Effort)
    dialog: Dialog | None = None
    choices: list[_Choice] = field(default_factory=list)
    seen: int = 0

    def says(self, text: str) -> None:
        """Type a command, or a sentence in a direct message."""
        self.effort.taps += 1
        self.effort.typed += len(text.split())
        via = Via.SLASH if text.startswith("/") else Via.DIRECT
        self._shown(self.room.says(self.name, text, via=via, network=self.network))

    def looks(self, about: str) -> None:
        """Read the channel's last message that says this, and see what can be pressed there."""
        found = [each for each in self.room.outbox() if about in each.text and not each.user]
        self._see(found[-1].text, found[-1].buttons, found[-1])

    def catches_up(self) -> None:
        """Read what came meanwhile."""
        self._shown(Reply())

    def presses(self, *labels: str) -> None:
        """Press what says one of these: what was shown last, if several do."""
        shown = reversed(self.choices)
        found = next((each for each in shown if _plain(each.label) in labels), None)
        if found is None:
            raise LookupError(f"{labels} among {[each.label for each in self.choices]}")
        self.effort.taps += found.taps
        self.room.clock.forward(seconds=5)
        message = found.message
        self._shown(
            self.room.asks(
                Command(
                    text=found.argument,
                    caller=caller(self.name),
                    via=Via.BUTTON,
                    channel="direct",
                    network=found.network or (message and message.network) or self.network,
                    route=found.route,
                    direct=message is not None and message.user is not None,
                    on_the_spot=message is None,
                    pile=_pile(message),
                )
            )
        )

    def fills(self, *entries: str) -> None:
        """Fill in the form that is open, its entries in order, and send it."""
        assert self.dialog is not None
        form, self.dialog = self.dialog, None
        self.effort.taps += 1
        self.effort.typed += sum(len(each.split()) for each in entries)
        names = [each.name for each in form.fields]
        given = {name: each for name, each in zip(names, entries, strict=False) if each}
        defaults = {each.name: each.default for each in form.fields if each.default}
        fields = {name: (defaults | given).get(name, "") for name in names}
        fields = {name: each for name, each in fields.items() if each}
        self._shown(
            self.room.asks(
                Command(
                    text=f"{form.argument} {fields.get(names[0], '')}".strip(),
                    caller=caller(self.name),
                    via=Via.DIALOG,
                    channel="direct",
                    network=self.network,
                    route=form.route,
                    fields=fields,
                    pile=_pile(self._last),
                )
            )
        )

    _last: Message | None = None

    def _shown(self, reply: Reply) -> None:
        """Read what a gesture is answered by."""
        assert not reply.refused, reply.text
        self.choices = [each for each in self.choices if each.message is not None]
        fresh = self.room.outbox()[self.seen :]
        self.seen += len(fresh)
        for each in fresh:
            if each.user == caller(self.name).id:
                self._see(each.text, each.buttons, each)
                self._last = each
        if reply.text:
            self._see(reply.text, reply.buttons, None)
        if reply.dialog is not None:
            self.dialog = reply.dialog
            shown = [reply.dialog.introduction, *(each.label for each in reply.dialog.fields)]
            self._read(*shown, *(each.help for each in reply.dialog.fields))

    def _see(self, text: str, buttons: Sequence[Button], message: Message | None) -> None:
        self._read(text, *(each.label for each in buttons))
        self.choices = [each for each in self.choices if _key(each.message) != _key(message)]
        for each in buttons:
            network = (message and message.network) or ""
            if each.options:
                self.choices += [
                    _Choice(one.label, one.route, one.argument, one.network, 2, message)
                    for one in each.options
                ]
            else:
                choice = _Choice(each.label, each.route, each.argument, network, 1, message)
                self.choices.append(choice)

    def _read(self, *texts: str) -> None:
        self.effort.read += sum(len(each.split()) for each in texts)


def figures() -> Iterator[tuple[str, float, str]]:
    """Yield each task's taps, words typed, words and seconds to read."""
    for name, play in TASKS.items():
        try:
            effort = _played(play)
        except LookupError as error:
            print(f"{name}: not played, {error}")
            continue
        yield f"{name}: taps", effort.taps, ""
        yield f"{name}: typed", effort.typed, "words"
        yield f"{name}: read", effort.read, "words"
        yield f"{name}: reading", round(effort.read * 60 / PER_MINUTE), "s"


def _played(play: Callable[[Room], Sequence[Person]]) -> Effort:
    ROLES["nadia"] = {"national": Role.COORDINATOR}
    with TemporaryDirectory() as folder:
        room = open_room(Path(folder), loire=LETTERED)
        people = play(room)
        room.database.close()
    total = Effort()
    for each in people:
        total.taps += each.effort.taps
        total.typed += each.effort.typed
        total.read += each.effort.read
    return total


def _key(message: Message | None) -> str:
    return (message and (message.edits or message.key)) or ""


def _pile(message: Message | None) -> str:
    return _key(message) if _key(message).startswith("pile:") else ""


def _plain(label: str) -> str:
    return label.replace("\u00a0", " ").rstrip("… ").strip()


def _before(room: Room, name: str, network: str = "loire") -> Person:
    """Return someone who has read all that was said so far."""
    return Person(room, name, network, seen=len(room.outbox()))


_SALLE = "Qui connaît une salle avec vidéoprojecteur à Roanne ?"
_TITLES = (
    *("Un guide pour imprimer", "La carte des lieux ouverts", "Vélos électriques : l'aide change"),
    *("Recrutement à la Poste", "Le budget de Lyon", "Une panne chez Orange", "Écrans et sommeil"),
    *("Ordinateurs reconditionnés", "Impôts : calendrier", "La fibre en montagne", "Retraites"),
    *("Arnaques au colis", "Un podcast d'aidants", "Logiciels libres à l'école", "Carte Vitale"),
    *("Permis de conduire", "Le cuivre s'éteint", "Bibliothèques de nuit", "Robots en mairie"),
    *("Musées gratuits", "Facture d'eau", "Tablettes en Ehpad", "Handicap et sites publics"),
)
_QUESTIONS = "\n".join(
    f"{each} ?\n- Oui\n- Non"
    for each in ("Avez-vous un lieu", "Avez-vous du matériel", "Formez-vous des bénévoles")
)
_ANSWER = "La Manufacture prête la sienne, le mardi"


def ask(room: Room) -> Sequence[Person]:
    """Ask a question."""
    louis = Person(room, "louis")
    louis.says(f"/besoin {_SALLE}")
    return (louis,)


def answer(room: Room) -> Sequence[Person]:
    """Answer a question that the channel shows."""
    room.says("louis", f"/besoin {_SALLE}")
    zoe = Person(room, "zoé")
    zoe.looks("vidéoprojecteur")
    zoe.presses("J'ai une réponse")
    zoe.fills(_ANSWER)
    return (zoe,)


def me_too(room: Room) -> Sequence[Person]:
    """Say that a question of the channel is one's own too."""
    room.says("louis", f"/besoin {_SALLE}")
    zoe = Person(room, "zoé")
    zoe.looks("vidéoprojecteur")
    zoe.presses("Moi aussi")
    return (zoe,)


def sort(room: Room) -> Sequence[Person]:
    """Sort twenty-three articles: one in three is set aside."""
    collected(room, *_TITLES, later=True)
    amina = Person(room, "amina")
    amina.says("/veille trier")
    for each in range(len(_TITLES)):
        amina.presses("Garder" if each % 3 else "Écarter")
    return (amina,)


def deadlines(room: Room) -> Sequence[Person]:
    """Check nine deadlines that members told of, one by one."""
    for each in range(9):
        link, day = f"https://exemple.org/aap{each}", f"{each + 10}/01/2027"
        room.fills("louis", "veille échéance", lien=link, date=day, titre=f"Un appel n° {each}")
    amina = _before(room, "amina")
    amina.says("/aide")
    for _ in range(9):
        amina.presses("C'est bon", "C'est la bonne date")
    return (amina,)


def plan(room: Room) -> Sequence[Person]:
    """Plan a meeting and announce it."""
    amina = Person(room, "amina")
    amina.says("/rencontre planifier 10/12/2026 9h30, médiathèque")
    amina.presses("Annoncer")
    return (amina,)


def hold(room: Room) -> Sequence[Person]:
    """Hold a meeting of two questions, both answered, to its published minutes."""
    room.says("zoé", f"/besoin {_SALLE}")
    room.says("louis", "/besoin Qui anime des ateliers sur les mots de passe ?")
    plan(room)
    room.clock.now = datetime(2026, 12, 10, 8, 31, tzinfo=UTC)
    amina = _before(room, "amina")
    amina.says("/rencontre tenir")
    for _ in range(3):
        amina.looks("Rencontre en cours")
        amina.presses("Suivant")
    for _ in range(2):
        amina.looks("Rencontre en cours")
        amina.presses("Réponse trouvée")
        amina.fills(_ANSWER)
        amina.looks("Rencontre en cours")
        amina.presses("Suivant")
    amina.looks("Rencontre en cours")
    amina.presses("Terminer")
    amina.presses("Publier")
    return (amina,)


def poll(room: Room) -> Sequence[Person]:
    """Ask for a date among three, and answer for each."""
    amina, zoe = Person(room, "amina"), Person(room, "zoé")
    amina.says("/rencontre sonder 8/12/2026 14h ; 10/12/2026 14h ; 15/12/2026 14h")
    zoe.looks("Sondage")
    for label in [_plain(each.label) for each in zoe.choices if "déc." in each.label]:
        zoe.presses(label)
    return (amina, zoe)


def climb(room: Room) -> Sequence[Person]:
    """Have a need go up, with its asker's yes, and its answer come down to the channel."""
    room.says("louis", f"/besoin {_SALLE}")
    room.clock.forward(days=8)
    louis, amina = _before(room, "louis"), _before(room, "amina")
    nadia = _before(room, "nadia", "national")
    amina.says("/aide")
    amina.presses("Transmettre au national", "Transmettre plus haut")
    amina.fills()
    louis.catches_up()
    louis.presses("D'accord")
    nadia.catches_up()
    nadia.presses("Répondre tout de suite", "Répondre")
    nadia.fills(_ANSWER)
    amina.catches_up()
    amina.presses("Publier")
    return (louis, amina, nadia)


def announce(room: Room) -> Sequence[Person]:
    """Announce something to the networks below."""
    nadia = Person(room, "nadia", "national")
    nadia.says("/reseau")
    nadia.presses("Annoncer")
    nadia.fills("Les inscriptions aux rencontres nationales sont ouvertes")
    return (nadia,)


def edito(room: Room) -> Sequence[Person]:
    """Write the édito of the letter that is near."""
    room.clock.now = datetime(2026, 12, 2, 8, 0, tzinfo=UTC)
    amina = Person(room, "amina")
    amina.says("/lettre édito")
    amina.fills("Un mot à toutes et à tous avant la fin de l'année")
    return (amina,)


def survey(room: Room) -> Sequence[Person]:
    """Prepare a survey of three questions, launch it, and answer it."""
    amina, zoe = Person(room, "amina"), Person(room, "zoé")
    amina.says("/reseau")
    amina.presses("Enquête", "Enquêtes")
    if amina.dialog is None:
        amina.presses("Préparer", "Préparer une enquête", "Nouvelle enquête")
    amina.fills(_QUESTIONS)
    amina.presses("Lancer", "Publier")
    zoe.looks("nquête")
    zoe.presses("Répondre")
    for _ in range(3):
        zoe.presses("Oui")
    return (amina, zoe)


TASKS: dict[str, Callable[[Room], Sequence[Person]]] = {
    "ask": ask,
    "answer": answer,
    "moi aussi": me_too,
    "sort 23 articles": sort,
    "nine deadlines": deadlines,
    "plan and announce": plan,
    "two questions to minutes": hold,
    "poll of three dates": poll,
    "need up, answer down": climb,
    "announcement": announce,
    "edito": edito,
    "survey": survey,
}
