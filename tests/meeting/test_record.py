"""What is read of notes and transcripts, and what is found there by words alone."""

from __future__ import annotations

import pytest

from bot.core.errors import UserError
from bot.meeting.record.finding import MOST_OF_A_KIND, FoundPassage, find, may_be_kept, passage
from bot.meeting.record.reading import LONGEST, MOST, ReadRecord, decoded, read
from bot.meeting.record.rules import ProposalKind
from tests.costs import grows_in_proportion

CUES = """WEBVTT

NOTE made by a machine

1
00:00:04.200 --> 00:00:09.161
<v Odile Martin>Bon est-ce que tout le monde m'entend,</v>

2
00:00:09.161 --> 00:00:12.282
<v Odile Martin>alors la salle de Brest.</v>

3
00:00:12.322 --> 00:00:15.880
<v Denis>La Manufacture la prête <i>le mardi</i></v>
"""

LABELLED = (
    "**{who}** : {said}",
    "- **[09:34] {who} (fablab)** — {said}",
    "> **{who}** — {said}",
    "[00:00:07] {who} : {said}",
    "{who}: {said}",
    "[Micro salle 1] {who}: {said}",
    "{who} (Coordination) : {said}",
)
SAID = ("Bon, la salle.", "C'est gratuit.", "Parfait.", "Je le note.", "Merci bien.", "Au revoir.")


def texts(text: str) -> list[str]:
    return list(read(text).said)


def test_cues_become_sentences_without_who_speaks_nor_when() -> None:
    assert texts(CUES) == [
        "Bon est-ce que tout le monde m'entend, alors la salle de Brest.",
        "La Manufacture la prête le mardi",
    ]
    assert read(CUES).transcribed


@pytest.mark.parametrize("label", LABELLED)
def test_labels_of_speakers_are_dropped_however_they_are_written(label: str) -> None:
    lines = [
        label.format(who=("Odile", "Denis")[at % 2], said=each) for at, each in enumerate(SAID)
    ]

    record = read("\n\n".join(lines))

    assert record.transcribed
    assert list(record.said) == list(SAID)


def test_what_notes_are_about_stays_before_the_colon() -> None:
    record = read(
        "QUESTIONS\n- ANTS : passer par FranceConnect\n- CAF : rien de neuf\n- salle : oui"
    )

    assert not record.transcribed
    assert "- ANTS : passer par FranceConnect" in record.said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_in_any_usual_encoding(encoding: str) -> None:
    assert texts(decoded("Décidé : on garde l'été".encode(encoding))) == ["Décidé : on garde l'été"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n- \n**",
        "\x00PNG",
        "WEBVTT",
        "WEBVTT\n\nNOTE\nrien",
        "WEBVTT\n\n00:00:01.000 --> n'importe quoi\n",
        "a" * (LONGEST + 1),
    ],
)
def test_what_is_no_record_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UserError):
        read(text)


@pytest.mark.parametrize(
    "piece",
    ["**[", "a : ", "(", "<v a", "mot ", "x", "* _ ", "00:00 ", "[1] A: b\n", "é.è! ", "- - -"],
)
def test_a_text_made_to_hurt_is_read_in_little_time(piece: str) -> None:
    def reads(times: int) -> ReadRecord | None:
        try:
            return read(f"Odile : {piece * times} fin")
        except UserError:
            return None

    assert grows_in_proportion(reads, 2_000)


def test_a_bomb_of_cues_gives_no_more_than_a_meeting() -> None:
    cue = "00:00:01.000 --> 00:00:02.000\nOui.\n\n"

    assert len(read("WEBVTT\n\n" + cue * 4_900).said) <= MOST


def test_what_bears_someones_data_or_stays_in_the_room_is_never_kept() -> None:
    kept = [
        each
        for each in (
            "Mme Durand, 06 12 34 56 78, à rappeler",
            "Éric divorce, c'est entre nous, ne pas écrire",
            "Karim prévient tout le monde",
        )
        if may_be_kept(each)
    ]

    assert kept == ["Karim prévient tout le monde"]


NOTES = """Visite de la médiathèque, très belle, le café est froid comme toujours
Actus : appel à projets de la fondation, dépôt avant le 17 avril, il faut une association porteuse
Questions
- tablettes pour l'atelier seniors : la MSA prête une valise de 10 tablettes, gratuite, \
il suffit de signer une convention et de la réserver trois semaines avant
- mandat Aidants Connect : personne n'est sûr, on verra, je demande au Hub
Animation sur les arnaques, douze captures, tout le monde se trompe sur le colis
Acté : on monte une malle commune, stockée à Guéret
À faire
- il faudrait que quelqu'un relance la préfecture avant le 27/03
"""
ASKED = {
    13: "Qui peut nous prêter des tablettes pour un atelier seniors ?",
    14: "Aidants Connect : faut-il refaire signer le mandat tous les ans ?",
    15: "Peut-on faire venir les gendarmes dans nos ateliers ?",
}


def found(text: str) -> list[FoundPassage]:
    return list(find(read(text).said, ASKED))


def test_by_words_alone_an_answer_a_decision_and_an_action_are_found() -> None:
    told = [(each.kind, each.ref) for each in found(NOTES)]

    assert (ProposalKind.ANSWER, 13) in told
    assert (ProposalKind.DECISION, 0) in told
    assert (ProposalKind.ACTION, 0) in told
    [answer] = [each for each in found(NOTES) if each.ref == 13]
    assert "la MSA prête une valise" in answer.text


def test_a_decision_is_not_swallowed_by_the_answer_before_it() -> None:
    text = """Notes réunion Feurs
- tour de table, 6 personnes présentes, visite de la médiathèque par Sophie
- quiz débutant : Louis utilise le quiz de la bibliothèque de Roanne, il marche bien, 10 questions
- décision : on fait un atelier commun en mars sur la facture d'énergie
- Zoé envoie la liste des salles avant le 15 janvier
- question : qui a un modèle d'affiche pour les permanences ?"""
    asked = {4: "Quel quiz en ligne marche bien avec un groupe débutant ?"}

    answer, decision, _action = find(read(text).said, asked)

    assert (answer.ref, decision.kind) == (4, ProposalKind.DECISION)
    assert "Roanne" in answer.text
    assert decision.text == "on fait un atelier commun en mars sur la facture d'énergie"


def test_an_answer_that_notes_give_as_a_list_stays_a_list() -> None:
    text = """Réunion
La salle de Brest pour un atelier :
* la Manufacture, le mardi. Gratuit.
* la médiathèque, le jeudi"""
    said = read(text).said

    whole = passage(said, 1, 5, ProposalKind.ANSWER, 4)

    assert whole.text == (
        "La salle de Brest pour un atelier :\n- la Manufacture, le mardi. Gratuit.\n"
        "- la médiathèque, le jeudi"
    )


def test_one_line_of_a_list_is_no_list() -> None:
    text = "Réunion\n- Acté : on garde Tchap pour le groupe"

    assert [each.text for each in find(read(text).said, {})] == [
        "Acté : on garde Tchap pour le groupe"
    ]


def test_however_much_is_decided_only_the_likeliest_is_proposed() -> None:
    said = [f"Acté : on garde Tchap pour le groupe n° {at}" for at in range(400)]

    assert 0 < len(find(said, ASKED)) <= 2 * MOST_OF_A_KIND + len(ASKED)


def test_of_what_was_not_spoken_of_nothing_is_proposed() -> None:
    assert not [each for each in found(NOTES) if each.ref == 15]
    assert not find(["Il fait beau ce matin"], ASKED)
    assert not find([], ASKED)
    assert not [each for each in find(read(NOTES).said, {}) if each.ref]


BLOCKS = (
    "{upper}\n{said}\n",
    "{upper} —\n{said}",
    "{who}   0:0{at}\n{said}\n",
    "0:0:{at}.0 --> 0:0:9.0\n{who}\n{said}\n",
    "00:00:0{at} {who}\n{said}\n",
    "00:00:0{at} Intervenant 2\n{said}\n",
    "{who}\n00:00:0{at}\n{said}\n",
    "**{who}**\n{said}\n",
    "00:0{at} - {who} : {said}",
    "{who} (00:0{at}) : {said}",
    "{who} [00:00:0{at}] : {said}",
    "00:00:0{at}.000 --> 00:00:09.000\n<v {who}>{said}</v>\n",
    "{at}\n00:00:0{at},000 --> 00:00:09,000\n{who} : {said}\n",
    "{at}\n00:00:0{at},000 --> 00:00:09,000\n{said}\n",
    "<{who}> {said}",
    "{who} - {said}",
    "{who}\t{said}",
    "Intervenant {at} : {said}",
    "[SPEAKER_0{at}]: {said}",
    "@{who} : {said}",
    "14:03:2{at} De {who} à Tout le monde:\n\t{said}",
    "[00:0{at}] {said}",
    "{who} : {said}\net voilà ce que j'en dis\nmoi en tout cas",
)
"""Teams, Zoom, Meet, Word, subtitles and what people paste of them."""


@pytest.mark.parametrize("block", BLOCKS)
def test_a_transcript_is_known_for_one_in_any_usual_shape(block: str) -> None:
    speakers = ("Odile Martin", "Denis Le Goff")
    blocks = [
        block.format(who=speakers[at % 2], upper=speakers[at % 2].upper(), said=each, at=at)
        for at, each in enumerate(SAID)
    ]

    record = read("\n".join(blocks))

    assert record.transcribed
    said = list(record.said)
    assert [each for each in said if each in SAID] == list(SAID)
    heard = " ".join(said).casefold()
    assert not [each for each in ("odile", "denis", "intervenant", "speaker") if each in heard]


def test_a_transcript_that_lost_its_ends_of_lines_is_known_for_one() -> None:
    who = ("Odile Martin", "Denis Le Goff")
    record = read(" ".join(f"[00:0{at}] {who[at % 2]} : {each}" for at, each in enumerate(SAID)))

    assert record.transcribed
    assert list(record.said) == list(SAID)


@pytest.mark.parametrize(
    "text",
    [
        "14:00 accueil\n14:30 actus\n15:00 questions\n15:45 atelier",
        "Décision : un\nDécision : deux\nAction : relancer\nAction : écrire",
        "Q12 : oui\nQ13 : non\nQ14 : voir\nQ15 : plus tard",
        "Karim : relancer\nZoé : l'affiche\nLéa : la salle\nPaul : le café",
        "CAF - rien\nANTS - passer par FranceConnect\nCPAM - guichet\nMSA - valise",
        "Salle\tla mairie\nTablettes\tla MSA\nClé\trien\nVisite\toui",
    ],
)
def test_notes_are_not_taken_for_a_transcript_and_keep_their_words(text: str) -> None:
    record = read(text)

    assert not record.transcribed
    assert list(record.said) == text.replace("\t", " ").split("\n")


@pytest.mark.parametrize("before", ["", "\n\n", " \ufeff"])
@pytest.mark.parametrize("head", ["WEBVTT", "webvtt"])
def test_cues_are_read_whatever_stands_before_them(before: str, head: str) -> None:
    record = read(before + CUES.replace("WEBVTT", head))

    assert record.transcribed
    assert "Odile" not in str(record.said)


@pytest.mark.parametrize("piece", [".", "! ", "a\t", "[00:01] ", "A - ", "De ", "(", "Le ", "&lt;"])
def test_cues_and_lines_made_to_hurt_are_read_in_little_time(piece: str) -> None:
    def reads(times: int) -> list[ReadRecord]:
        cue = "00:00:01.000 --> 00:00:02.000\n"
        long = piece * times
        texts = (f"WEBVTT\n\n{cue}a{long}b\n\n{cue}c\n", f"Odile Martin {long}\n" * 2)
        found = []
        for each in texts:
            try:
                found.append(read(each))
            except UserError:
                continue
        return found

    assert grows_in_proportion(reads, 2_000)
