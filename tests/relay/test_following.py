"""What happens to a question on one level is followed on the others."""

from __future__ import annotations

from bot.question.rules import QuestionStatus
from bot.relay.rules import ClimbStatus
from tests.relay.steps import (
    ANSWER,
    ARRIVES,
    ASKS,
    COMES,
    QUESTION,
    answered,
    card,
    climb,
    proposes,
    question,
    sent,
    shared,
    status,
    taken,
)
from tests.relay.tree_room import TreeRoom, labels

HERE = "La médiathèque forme le samedi"


def test_an_answer_found_below_ends_the_climb_and_is_offered_upward(room: TreeRoom) -> None:
    shared(room)
    room.says("zoe", f"/besoin répondre 1 {HERE}", network="loire")
    said = room.deliver()
    assert status(room) is ClimbStatus.ENDED
    assert "Portée par 1\u00a0département" in card(room, "aura", said)

    room.clicks("amina", "besoin proposer-réponse", "1")
    offered = room.last("rachid", room.deliver(), "a trouvé une réponse")
    assert "Loire" in offered.text
    assert "zoe" not in offered.text
    room.presses("rachid", offered, "Reprendre cette réponse")
    said = room.deliver()

    taken = room.last("rachid", said, "a trouvé une réponse")
    assert "C'est repris" in taken.text
    assert labels(taken) == []
    assert "transmise par la Loire" in card(room, "aura", said)
    assert HERE in room.last("bruno", said, COMES).text
    assert not [each for each in room.told("amina", said) if COMES in each.text]
    assert room.clicks("amina", "besoin proposer-réponse", "1").refused


def test_a_need_that_nobody_decided_on_leaves_the_list_once_answered_below(room: TreeRoom) -> None:
    sent(room, "amina", "louis")
    room.says("zoe", f"/besoin répondre 1 {HERE}", network="loire")
    said = room.deliver()

    assert "Plus aucun besoin" in room.last("rachid", said, "Plus aucun").text
    assert room.clicks("amina", "besoin proposer-réponse", "1").refused


def test_closed_above_it_is_returned_with_the_reason(room: TreeRoom) -> None:
    shared(room)
    room.does("rachid", "besoin fermer 1 Voyez avec la CAF")
    said = room.deliver()

    for who in ("amina", "louis", "bruno", "ines"):
        assert "Voyez avec la CAF" in room.last(who, said, "a renvoyé").text
    assert status(room) is ClimbStatus.RETURNED
    assert question(room, "loire").status.waiting


def test_merged_above_another_question_carries_it(room: TreeRoom) -> None:
    taken(room)
    room.says("zoe", "/besoin Où se former à l'intelligence artificielle ?", network="aura")
    room.does("rachid", "besoin fusionner 1 2")
    said = room.deliver()
    assert climb(room).parent_question == question(room, "aura", 2).id
    assert "Portée par 1\u00a0département" in card(room, "aura", said)

    room.says("rachid", f"/besoin répondre 2 {ANSWER}")
    assert ANSWER in room.last("amina", room.deliver(), COMES).text


def test_merged_into_an_answered_question_the_answer_comes_down(room: TreeRoom) -> None:
    taken(room)
    room.says("zoe", "/besoin Où se former à l'intelligence artificielle ?", network="aura")
    room.says("rachid", f"/besoin répondre 2 {ANSWER}")
    room.deliver()

    room.does("rachid", "besoin fusionner 1 2")

    assert ANSWER in room.last("amina", room.deliver(), COMES).text


def test_merged_below_the_double_climbs_in_its_stead(room: TreeRoom) -> None:
    taken(room)
    room.says("zoe", "/besoin Où se former à l'IA ?", network="loire")
    room.does("amina", "besoin fusionner 1 2")
    room.deliver()
    assert status(room, "loire", 2) is ClimbStatus.TAKEN

    message = answered(room)
    room.presses("amina", message, "Publier")
    said = room.deliver()
    for who in ("louis", "zoe"):
        assert ANSWER in room.last(who, said, "a sa réponse").text


def test_two_that_climb_and_are_made_one_below_climb_once(room: TreeRoom) -> None:
    taken(room)
    room.says("zoe", "/besoin Où se former à l'IA ?", network="loire")
    proposes(room, "amina", "Où se former à l'IA ?", number=2)
    room.does("zoe", "besoin accord 2", network="loire")
    room.deliver()
    room.does("amina", "besoin fusionner 1 2")
    room.deliver()

    assert status(room, "loire", 1) is ClimbStatus.ENDED
    assert status(room, "loire", 2) is ClimbStatus.SENT
    assert question(room, "aura").territories == 0


def test_closed_below_it_climbs_no_more(room: TreeRoom) -> None:
    found = sent(room, "amina", "louis")
    room.does("amina", "besoin fermer 1 Déjà vu")
    said = room.deliver()

    assert "n'a plus besoin" in room.last("louis", said, "n'a plus besoin").text
    assert room.presses("rachid", found, "Prendre").refused


def test_not_quite_climbs_as_a_count_of_people_and_no_word(room: TreeRoom) -> None:
    taken(room)
    room.presses("amina", answered(room), "Publier")
    room.deliver()

    for who in ("louis", "louis"):
        room.clicks(
            who,
            "besoin pas-tout-à-fait",
            "1 C'est en anglais",
            network="loire",
            texte="C'est en anglais",
            a_qui="demander",
        )
    said = room.deliver()

    assert "C'est compté" in room.last("louis", said, "compté").text
    shown = room.says("rachid", "/besoin voir 1").text
    assert "1\u00a0précision est demandée" in shown
    assert "C'est en anglais" not in shown
    assert question(room, "loire").status is QuestionStatus.ANSWERED


def test_reopened_below_it_counts_above_and_is_not_published_again_by_itself(
    room: TreeRoom,
) -> None:
    taken(room)
    room.presses("amina", answered(room), "Publier")
    room.deliver()
    room.does("louis", "besoin pas-tout-à-fait 1 C'est en anglais")
    room.deliver()
    assert question(room, "loire").status is QuestionStatus.OPEN

    shown = room.says("rachid", "/besoin voir 1").text
    assert "1\u00a0précision est demandée" in shown
    assert "C'est en anglais" not in shown
    assert "louis" not in shown
    room.clock.forward(days=20)
    room.goes_round("answers from above")
    assert question(room, "loire").status is QuestionStatus.OPEN
    proposes(room, "amina", "Et sans anglais du tout ?")
    room.does("louis", "besoin accord 1")
    assert "sans anglais du tout" in room.last("rachid", room.deliver(), ARRIVES).text


def test_whoever_leaves_it_leaves_the_count(room: TreeRoom) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    room.does("zoe", "besoin moi-aussi 1", network="loire")
    proposes(room, "amina")
    room.does("louis", "besoin accord 1")
    room.presses("rachid", room.last("rachid", room.deliver(), ARRIVES), "Prendre")
    assert question(room, "aura").carried == 2

    room.does("zoe", "besoin sans-moi 1", network="loire")
    room.goes_round("people carried")

    assert question(room, "aura").carried == 1


def test_no_id_of_a_member_below_is_in_what_is_said_above(room: TreeRoom) -> None:
    shared(room)
    answered(room)
    said = room.says("rachid", "/besoin voir 1").text + room.says("rachid", "/besoin liste").text

    for name in ("louis", "ines", "amina", "bruno"):
        assert name not in said


def _takes_unnamed(room: TreeRoom) -> None:
    """Have the level above take a need whose territory is not to be named."""
    room.says("louis", f"/besoin {QUESTION}")
    proposes(room, "amina", place="sans")
    room.presses("louis", room.last("louis", room.deliver(), ASKS), "D'accord")
    room.presses("rachid", room.last("rachid", room.deliver(), ARRIVES), "Prendre")


def test_a_territory_that_was_not_to_be_named_stays_so_with_the_answer_that_it_offers(
    room: TreeRoom,
) -> None:
    _takes_unnamed(room)
    room.picks("rachid", sent(room, "bruno", "ines"), "Joindre à…", "n°\u00a01")
    room.says("zoe", f"/besoin répondre 1 {HERE}", network="loire")
    room.deliver()
    room.clicks("amina", "besoin proposer-réponse", "1")
    offered = room.last("rachid", room.deliver(), "a trouvé une réponse")
    room.presses("rachid", offered, "Reprendre cette réponse")
    said = room.deliver()
    room.presses("bruno", room.last("bruno", said, COMES), "Publier")
    said += room.deliver()

    assert "Un territoire a trouvé" in offered.text
    assert "La réponse, transmise par un territoire" in card(room, "aura", said)
    assert "Réponse transmise par un territoire" in room.shown("aura", said)[0].text
    read = room.says("rachid", "/besoin voir 1", network="aura").text
    everywhere = [each.text for each in said if each.network != "loire"]
    assert not [each for each in (offered.text, read, *everywhere) if "Loire" in each]


def test_an_answer_that_tells_a_territory_that_is_not_to_be_named_is_not_offered_unasked(
    room: TreeRoom,
) -> None:
    _takes_unnamed(room)
    room.says("zoe", "/besoin répondre 1 La Loire en forme deux, à la Manufacture", network="loire")
    room.deliver()

    reply = room.clicks("amina", "besoin proposer-réponse", "1")
    said = room.deliver()

    assert "ces mots le disent : « Loire »" in reply.text.replace("\u00a0", " ")
    assert not [each for each in said if each.network != "loire" and "Manufacture" in each.text]
    assert not room.clicks("amina", "besoin proposer-réponse", "1 confirmé").refused
    assert "La Loire en forme deux" in room.last("rachid", room.deliver(), "a trouvé").text


def test_adapted_words_stand_under_the_name_of_those_who_wrote_them(room: TreeRoom) -> None:
    taken(room)
    came_down = answered(room)
    own = "À Roanne, Zoé forme avec le module 3 du parcours"
    room.clicks("amina", "besoin adapter", f"1 {own}", texte=own, network="loire")
    said = room.deliver()

    by_whom = "d'après la région Auvergne-Rhône-Alpes, adaptée par la Loire"
    told = room.last("louis", said, own)
    shown = [each for each in room.shown("loire", said) if own in each.text]
    assert len(shown) == 2
    assert all(by_whom in each.text for each in (told, *shown))
    assert not [each for each in said if "transmise par" in each.text]
    more = next(each for each in shown if labels(each) == ["Merci", "Plus…"])
    in_thread = next(each for each in shown if each is not more)
    looked_at = room.presses("zoe", more, "Plus…").text + room.deliver()[-1].text
    for original in (in_thread.text, looked_at):
        assert ANSWER in original
        assert "Dans les mots de la région Auvergne-Rhône-Alpes" in original
    assert came_down.user == "amina"


def test_the_letter_tells_who_adapted_an_answer(room: TreeRoom) -> None:
    taken(room)
    answered(room)
    own = "À Roanne, Zoé forme avec le module 3 du parcours"
    room.clicks("amina", "besoin adapter", f"1 {own}", texte=own, network="loire")
    room.clicks("amina", "lettre garder", "1", network="loire")

    room.clicks("amina", "lettre publier", "confirmé", network="loire")
    said = "\n".join(
        each.text for each in room.deliver() if "lettre" in each.key or "letter" in each.key
    )

    assert "_Réponse d'après la région Auvergne-Rhône-Alpes, adaptée par" in said
