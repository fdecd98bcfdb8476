"""What is found in the past of a channel: posts that ask, and the reply that answers each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from bot.past.finding import REPLIES, SOON, Found, find
from bot.past.posts import TalkPost
from tests import hostile
from tests.costs import LONGER, costs_at_most, grows_in_proportion

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
ASKS = "Bonjour, comment imprimer une attestation Ameli depuis un téléphone ? merci d'avance"
ANSWERS = (
    "Dans l'appli Ameli : Mes démarches, Télécharger une attestation, puis Partager vers l'appli"
    " de l'imprimante. Si elle est trop vieille, l'envoyer par mail et imprimer du PC."
)


class Channel:
    """A channel where people talk, ten minutes apart."""

    def __init__(self) -> None:
        self.posts: list[TalkPost] = []
        self._numbers = count(1)
        self._now = MONDAY

    def says(
        self, author: str, text: str, *, under: TalkPost | None = None, reactions: int = 0
    ) -> TalkPost:
        self.wait(timedelta(minutes=10))
        number = f"p{next(self._numbers)}"
        post = TalkPost(
            id=number,
            root=under.id if under else number,
            at=self._now,
            author=author,
            text=text,
            reactions=reactions,
        )
        self.posts.append(post)
        return post

    def wait(self, time: timedelta) -> None:
        self._now += time

    def found(self) -> Sequence[Found]:
        return find(self.posts)


@pytest.fixture
def channel() -> Channel:
    return Channel()


def test_a_thread_that_asks_is_found_with_the_reply_that_answers(channel: Channel) -> None:
    asks = channel.says("zoe", ASKS)
    channel.says("marc", "même question ici", under=asks)
    channel.says("marc", "aucune idée, bon courage !", under=asks)
    answers = channel.says("louis", ANSWERS, under=asks, reactions=2)
    channel.says("zoe", "Génial, ça marche, merci !", under=asks)

    (found,) = channel.found()

    assert found.post is asks
    assert 0 < found.likelihood <= 1
    assert found.replies[0] is answers
    assert all(each.author != "zoe" for each in found.replies)


@pytest.mark.parametrize(
    "text",
    [
        "J'ai reçu une tablette dont l'écran reste noir, je cherche comment la réinitialiser",
        "Le café d'hier était top. Sinon, quel logiciel prenez-vous pour monter une vidéo ?",
        "slt qqn sait cmt on recupere un compte france connect si la personne a plus son mail",
    ],
)
def test_a_question_is_found_however_it_is_put(channel: Channel, text: str) -> None:
    asks = channel.says("zoe", text)
    channel.says("louis", ANSWERS, under=asks)

    assert [each.post for each in channel.found()] == [asks]


@pytest.mark.parametrize(
    "text",
    [
        "Bonne année à toutes et tous 🎉",
        "merci beaucoup Louis !!",
        "Pour info, le webinaire de l'ANCT est en ligne : https://exemple.fr/replay",
        "Rappel : rencontre demain à 14 h, salle des fêtes",
        "👍",
        "",
    ],
)
def test_what_asks_nothing_is_not_found(channel: Channel, text: str) -> None:
    said = channel.says("amina", text)
    channel.says("louis", "super, merci", under=said)

    assert channel.found() == []


def test_an_answer_may_stand_outside_the_thread_for_some_hours(channel: Channel) -> None:
    asks = channel.says("zoe", ASKS)
    answers = channel.says("louis", ANSWERS)
    channel.wait(SOON)
    channel.says("marc", ANSWERS)

    replies = {each.post.id: [*each.replies] for each in channel.found()}

    assert replies[asks.id] == [answers]


def test_a_question_without_a_reply_is_found_too(channel: Channel) -> None:
    asks = channel.says("zoe", ASKS)

    (found,) = channel.found()

    assert found.post is asks
    assert not found.replies


@pytest.mark.parametrize(
    "text",
    [
        "Mon CDD finit dans un mois, la mairie ne dit rien du renouvellement, a-t-elle le droit ?",
        "Quel salaire touchez-vous avec cinq ans d'ancienneté ? ma paie me semble bien basse",
        "Je suis en arrêt maladie, mon employeur peut-il m'imposer d'annuler mes ateliers ?",
        "Ma cheffe me harcèle depuis des mois, vers qui me tourner ?",
        "Conflit avec ma direction : comment refuser une sanction qui n'a pas de sens ?",
        "Une dame que je suis se fait frapper par son conjoint, comment l'aider ?",
        "On m'a retiré mon bureau hier sans un mot, vous feriez quoi à ma place ?",
        "Je pleure tous les matins avant d'ouvrir la porte, ça vous arrive aussi ?",
        "Mon président relit mes messages et répond à ma place, je dis quoi ?",
        "La voisine du 8 se fait prendre sa pension par son neveu, je préviens qui ?",
    ],
)
def test_what_is_nobodys_business_is_never_found(channel: Channel, text: str) -> None:
    asks = channel.says("zoe", text)
    channel.says("louis", "Appelle l'inspection du travail, ils répondent vite.", under=asks)

    assert channel.found() == []


@pytest.mark.parametrize(
    "text",
    [
        "Comment télécharger une fiche de paie sur l'ENSAP quand le mail a changé ?",
        "Quelqu'un a un modèle de contrat de prêt pour des tablettes ?",
        "Comment ajouter une ordonnance dans Mon espace santé depuis un téléphone ?",
        "Conflit d'horaires entre deux ateliers dans le calendrier partagé, quel réglage ?",
        "Mon maire voudrait un formulaire en ligne pour la fête, vous prenez quel outil ?",
    ],
)
def test_the_same_words_in_a_formality_are_found(channel: Channel, text: str) -> None:
    asks = channel.says("zoe", text)
    channel.says("louis", "Oui : dans le menu, tout en bas, puis on suit les écrans.", under=asks)

    assert [each.post for each in channel.found()] == [asks]


def test_a_reply_gives_away_that_a_thread_is_nobodys_business(channel: Channel) -> None:
    said = "Bonjour, quelqu'un a déjà vécu ça ? merci d'avance"
    channel.says("louis", ANSWERS, under=channel.says("zoe", f"{said} {ASKS}"))
    channel.wait(2 * SOON)
    hidden = channel.says("zoe", f"{said} {ASKS} Je demande pour plus tard.")
    channel.says("louis", "Ton employeur n'a pas le droit. Courage, viens en mp.", under=hidden)
    channel.says("marc", "Vois la médecine du travail et un syndicat, garde tout.", under=hidden)

    assert [each.post for each in channel.found()] == [channel.posts[0]]


def test_what_is_private_may_come_late_in_a_long_message(channel: Channel) -> None:
    long = " ".join([ASKS] * 10)
    late = (
        "Et puis je craque : mon employeur me harcèle, je suis en arrêt maladie depuis mars, je "
        "pleure, ma cheffe m'a convoquée, on ne me renouvelle pas. J'ai le droit de refuser ?"
    )
    channel.says("zoe", long)
    channel.says("zoe", f"{long} {late}")

    assert [each.post for each in channel.found()] == [channel.posts[0]]


def test_what_bears_personal_data_is_neither_found_nor_proposed(channel: Channel) -> None:
    channel.says("zoe", "Qui peut appeler Mme Josette Morand au 06 12 34 56 78 pour Ameli ?")
    channel.wait(2 * SOON)
    asks = channel.says("zoe", ASKS)
    channel.says("louis", f"{ANSWERS} Sinon Karim Belaïd, 06 98 76 54 32.", under=asks)

    (found,) = channel.found()

    assert found.post is asks
    assert not found.replies


def test_what_is_asked_in_private_is_not_found(channel: Channel) -> None:
    channel.says("zoe", f"En privé svp, ne pas diffuser : {ASKS}")

    assert channel.found() == []


def test_the_likeliest_come_first_with_five_replies_at_most(channel: Channel) -> None:
    for _ in range(3):
        asks = channel.says("zoe", ASKS)
        for number in range(2 * REPLIES):
            channel.says(f"louis{number}", ANSWERS, under=asks)
        channel.says("amina", "Qui vient demain ?")
        channel.wait(2 * SOON)

    found = channel.found()

    assert [each.likelihood for each in found] == sorted(
        (each.likelihood for each in found), reverse=True
    )
    assert max(len(each.replies) for each in found) == REPLIES


def test_replies_to_what_is_gone_and_clocks_that_disagree_harm_nothing(channel: Channel) -> None:
    gone = channel.says("zoe", ASKS)
    channel.posts.remove(gone)
    channel.says("louis", ANSWERS, under=gone)
    asks = channel.says("zoe", ASKS)
    channel.wait(timedelta(days=-30))
    channel.says("louis", ANSWERS, under=asks)

    assert [each.post for each in channel.found()] == [asks]


@pytest.mark.parametrize("repeated", hostile.REPEATED.values(), ids=hostile.REPEATED)
def test_no_text_takes_long_to_read(repeated: str) -> None:
    def read(text: str) -> object:
        return find(
            [
                TalkPost(id="1", root="1", at=MONDAY, author="zoe", text=text),
                TalkPost(id="2", root="1", at=MONDAY, author="louis", text=text),
                TalkPost(id="3", root="3", at=MONDAY, author="zoe", text=ASKS),
            ]
        )

    asks = hostile.of(hostile.ORDINARY, 8_000)

    assert costs_at_most(LONGER, lambda: read(hostile.of(repeated, 8_000)), lambda: read(asks))


@pytest.mark.parametrize("threaded", [True, False])
def test_a_past_takes_in_proportion_to_its_posts(*, threaded: bool) -> None:
    def read(posts: int) -> object:
        return find(
            [
                TalkPost(
                    id=str(number),
                    root="0" if threaded else str(number),
                    at=MONDAY + timedelta(minutes=number),
                    author="zoe" if number % 2 else "louis",
                    text=f"{ASKS} {number}",
                )
                for number in range(posts)
            ]
        )

    assert grows_in_proportion(read, 30)
