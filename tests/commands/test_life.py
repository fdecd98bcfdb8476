"""Any sequence of what people and the clock do leaves every question in order.

Legal, with a complete history, its card telling the truth; and nothing ever breaks.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.core import outbox
from bot.core.message import MessageKind
from bot.question import card as cards
from bot.question import store as questions
from bot.question import story_store as stories
from bot.question.rules import TRANSITIONS, Change, Question, QuestionStatus
from bot.question.store import QuestionFilter
from bot.talk.command import Via
from tests.amounts import examples
from tests.commands.gestures import checks, deliver, replies
from tests.room import open_room
from tests.rounds import goes

TEXTS = (
    "Qui prête une salle de réunion à Brest ?",
    "Qui peut prêter une salle de réunion à Brest ?",
    "Où imprimer un plan en grand format ?",
    "#logement Où faire imprimer un plan en grand format ?",
    "Qui rappelle le 06 12 34 56 78 ?",
)
FOLK = st.sampled_from([*["louis", "zoé", "amina", "louis", "zoé"] * 2, "gaspard", "marc"])
NUMBERS = st.sampled_from([1, 2, 1, 2, 3, 4])
KINDS = st.sampled_from(["", "", "", "anonyme ", "privé "])
WAYS = st.sampled_from([Via.SLASH, Via.SLASH, Via.MENTION, Via.DIRECT])
ON_ONE = st.sampled_from(
    [
        "voir {}",
        "moi-aussi {}",
        "moi-aussi {}",
        "sans-moi {}",
        "répondre {} La Manufacture, le mardi",
        "répondre {} L'auberge",
        "rouvrir {}",
        "rouvrir {}",
        "retirer {}",
        "collective {}",
        "modifier {} Qui prête un local ?",
        "modifier {} #justice Qui prête un local ?",
        "thème {} bureautique",
        "écrire {} Merci",
        "poser {}",
        "retirer-mon-nom {}",
        "rendre-privée {}",
        "transmettre {}",
        "transmettre {}",
        "remercier {}",
        "remercier {}",
        "ne-plus-remercier {}",
        "compléter {} Le jeudi aussi",
        "pas-tout-à-fait {} Il manque un horaire",
    ]
)
BY_COORDINATORS = st.sampled_from(
    [
        "reporter {} rencontre",
        "reporter {} mattermost",
        "reporter {} lettre",
        "reporter {} annuler",
        "fermer {} Déjà vu",
        "rouvrir {}",
        "collective {}",
        "répondre {} La mairie",
        "exporter",
    ]
)
OF_ALL = st.sampled_from(["liste", "liste toutes", "mes", "chercher salle", "bilan", "bilan canal"])


class Life(RuleBasedStateMachine):
    """Amina coordinates, Louis and Zoé are members, Gaspard is a guest, Marc a stranger."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        self.room = open_room(self.folder)
        self.shown: dict[int, str] = {}
        self.read: dict[tuple[int, str, str], str] = {}

    @initialize(kinds=st.tuples(KINDS, KINDS), answered=st.booleans())
    def begins(self, kinds: tuple[str, str], answered: bool) -> None:  # noqa: FBT001
        """Two that are alike, the first one answered before the second comes or not."""
        self.says("zoé", f"{kinds[0]}{TEXTS[0]}", Via.SLASH)
        if answered:
            self.says("amina", "répondre 1 À la mairie", Via.SLASH)
        self.says("louis", f"{kinds[1]}{TEXTS[1]}", Via.SLASH)

    def teardown(self) -> None:
        self.room.database.close()
        shutil.rmtree(self.folder)

    def says(self, who: str, text: str, via: Via) -> None:
        before = self.stories()
        reply = self.room.says(who, f"/besoin ~loire {text}", via=via)
        assert "a cassé" not in reply.text
        if who in ("gaspard", "marc"):
            assert self.stories() == before

    @rule(
        who=FOLK,
        kind=KINDS,
        text=st.sampled_from(TEXTS),
        via=WAYS,
        busy=st.booleans(),
    )
    def asks(self, who: str, kind: str, text: str, via: Via, busy: bool) -> None:  # noqa: FBT001
        self.room.busy = busy
        self.says(who, f"{kind}{text}", via)
        self.room.busy = False

    @rule(who=FOLK, number=NUMBERS, line=ON_ONE, via=WAYS)
    def acts(self, who: str, number: int, line: str, via: Via) -> None:
        self.says(who, line.format(number), via)

    @rule(number=NUMBERS, line=BY_COORDINATORS, via=WAYS)
    def coordinates(self, number: int, line: str, via: Via) -> None:
        self.says("amina", line.format(number), via)

    @rule(who=FOLK, line=OF_ALL)
    def reads(self, who: str, line: str) -> None:
        self.says(who, line, Via.SLASH)

    @rule(number=NUMBERS, other=NUMBERS)
    def merges(self, number: int, other: int) -> None:
        self.says("amina", f"fusionner {number} {other}", Via.SLASH)

    @rule(who=FOLK, number=NUMBERS, other=NUMBERS)
    def finds(self, who: str, number: int, other: int) -> None:
        self.says(who, f"trouvé {number} {other}", Via.SLASH)

    @rule(number=NUMBERS, via=st.sampled_from(["slash", "direct"]))
    def takes_back_and_repents(self, number: int, via: str) -> None:
        for question in self.questions():
            if question.number == number and question.author in ("louis", "zoe"):
                who = {"zoe": "zoé"}.get(question.author, "louis")
                self.says(who, f"retirer {number}", Via(via))
                self.says(who, f"rouvrir {number}", Via(via))

    @rule(who=FOLK, writer=FOLK, number=NUMBERS, via=st.sampled_from([Via.REACTION, Via.BUTTON]))
    def accepts(self, who: str, writer: str, number: int, via: Via) -> None:
        found = replies(self.room, writer, "À la Manufacture", under=f"question:loire:{number}")
        assert "a cassé" not in checks(self.room, who, found, via=via).text

    @rule(who=FOLK, which=st.integers(0, 40))
    def presses(self, who: str, which: int) -> None:
        buttons = [button for message in self.room.outbox() for button in message.buttons]
        if buttons:
            button = buttons[which % len(buttons)]
            reply = self.room.clicks(who, button.route, button.argument)
            assert "a cassé" not in reply.text

    @rule()
    def delivers(self) -> None:
        deliver(self.room)

    @rule(hours=st.sampled_from([0.2, 0.6, 3, 26, 24 * 8, 24 * 16, 24 * 40, 24 * 380]))
    def time_passes(self, hours: float) -> None:
        self.room.clock.forward(hours=hours)
        self.room.settles()
        goes(self.room, "bring back", "unsent", "week")
        now = self.room.clock.now
        networks = [*self.room.bot.networks.values()]
        assert self.room.store(lambda db: questions.due_back(db, networks, now)) == {}

    @rule()
    def the_day_is_purged(self) -> None:
        deliver(self.room)
        self.room.forgets()

    @invariant()
    def every_question_is_in_order(self) -> None:
        self._look_at_cards()
        for question in self.questions():
            _is_legal(question)
            self._has_its_story(question)
            self._is_shown_as_it_is(question)

    @invariant()
    def nothing_new_stays_unread(self) -> None:
        if not self.room.busy:
            self.room.settles()
        assert self.room.store(lambda db: questions.new_to_search(db, "loire", limit=1)) == []

    @invariant()
    def nothing_said_tells_of_a_defect(self) -> None:
        assert not any("a cassé" in message.text for message in self.room.outbox())

    def questions(self) -> list[Question]:
        of_each = [
            QuestionFilter(statuses=(), author=author) for author in ("louis", "zoe", "amina", "")
        ]
        found = [
            self.room.store(lambda db, choice=each: questions.listed(db, "loire", choice))  # type: ignore[misc]
            for each in of_each
        ]
        return sorted((each for some in found for each in some), key=lambda each: each.number)

    def stories(self) -> list[int]:
        return [len(self.story(each)) for each in self.questions()]

    def undone(self, question: Question) -> int:
        told = self.room.store(lambda db: stories.of(db, question))
        return sum(each.change is Change.RETURNED and not each.detail for each in told)

    def story(self, question: Question) -> list[Change]:
        told = self.room.store(lambda db: stories.of(db, question))
        assert [each.at for each in told] == sorted(each.at for each in told)
        return [each.change for each in told]

    def _has_its_story(self, question: Question) -> None:
        asked, *changes = self.story(question)
        assert asked is Change.ASKED
        status = QuestionStatus.OPEN
        for change in changes:
            assert status in TRANSITIONS[change], (question.number, changes)
            status = TRANSITIONS[change][status]
        assert status is question.status
        assert changes.count(Change.DEFERRED) - self.undone(question) == question.deferrals

    def _look_at_cards(self) -> None:
        """Note the last text of each card; ids come again, and a held card is reworded."""
        with self.room.database.engine.connect() as db:
            rows = db.exec_driver_sql(
                "SELECT id, key, made_at, text, edits, kind FROM outbox ORDER BY id"
            ).all()
        for row in rows:
            place = (row.id, row.key, row.made_at)
            if self.read.get(place) == row.text:
                continue
            self.read[place] = row.text
            key = row.key if row.kind == MessageKind.POST.value else row.edits
            for question in self.questions():
                if key == cards.key_of(question):
                    self.shown[question.number] = row.text

    def _is_shown_as_it_is(self, question: Question) -> None:
        key = cards.key_of(question)
        card = self.room.store(lambda db: outbox.by_key(db, key))
        if question.private:
            assert card is None or "ne la partage plus" in self.shown[question.number]
            return
        if card is None:
            assert not question.status.waiting
            return
        bot = self.room.bot
        network = bot.networks["loire"]
        expected = self.room.store(
            lambda db: cards.words(bot.context(db, network, self.room.clock.now), question)
        )
        assert self.shown[question.number] == expected


def _is_legal(question: Question) -> None:
    status = question.status
    assert (question.answer is not None) == (status is QuestionStatus.ANSWERED)
    assert (question.ended_at is None) == status.waiting
    assert (question.occasion is not None) == (status is QuestionStatus.SCHEDULED)
    assert (question.back_at is not None) == (status is QuestionStatus.SCHEDULED)
    assert (question.merged_into is not None) == (status is QuestionStatus.MERGED)
    assert bool(question.reason) == (status is QuestionStatus.CLOSED)
    assert question.merged_into != question.number
    assert question.concerned >= 1


TestLife = Life.TestCase
TestLife.settings = settings(examples(12), stateful_step_count=25)
