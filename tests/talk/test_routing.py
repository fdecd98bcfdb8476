"""Which command a text asks for; a sentence is never taken for one, nor one for a sentence."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import UserError
from bot.network.rights import Act
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import DOORS, Route, RouteMatch, Takes, find, match, names_no_command, pressed
from commands import ROUTES


@pytest.mark.parametrize(
    ("typed", "path", "rest"),
    [
        ("besoin", "besoin", ""),
        ("/besoin", "besoin", ""),
        ("/ besoin liste", "besoin liste", ""),
        ("BESOIN LISTE", "besoin liste", ""),
        ("Besoins liste", "besoin liste", ""),
        ("besoin Lister", "besoin liste", ""),
        ("besoin questions", "besoin liste", ""),
        ("besoin liste ?", "besoin liste", "?"),
        ("besoin liste 2", "besoin liste", "2"),
        ("besoin liste page 2", "besoin liste", "page 2"),
        ("besoin liste svp", "besoin liste", "svp"),
        ("besoin voir 12", "besoin voir", "12"),
        ("besoin VOIR n°12", "besoin voir", "n°12"),
        ("besoin voir : 12", "besoin voir", "12"),
        ("besoin\u00a0voir\u202f12", "besoin voir", "12"),
        ("besoin\tvoir\t12", "besoin voir", "12"),
        ("besoin voir 12, s'il vous plaît", "besoin voir", "12, s'il vous plaît"),
        ("besoin voir n° 12 Qui prête une salle ?", "besoin voir", "n° 12 Qui prête une salle ?"),
        ("besoin voir la question 12", "besoin voir", "la question 12"),
        ("besoin montrer 12", "besoin voir", "12"),
        ("besoin répondre 12 oui", "besoin répondre", "12 oui"),
        ("besoin Repondre 12 oui", "besoin répondre", "12 oui"),
        ("besoin réponse 12 : et la mairie ?", "besoin répondre", "12 : et la mairie ?"),
        ("besoin reponds 12\noui\nnon", "besoin répondre", "12\noui\nnon"),
        ("besoin répondre à la question 12 oui", "besoin répondre", "à la question 12 oui"),
        ("besoin moi aussi 12", "besoin voir", "12"),
        ("besoin moi‑aussi n° 12", "besoin voir", "12"),
        ("besoin fermer 12 Déjà vu", "besoin voir", "12"),
        ("rencontre", "rencontre", ""),
        ("Rencontres ?", "rencontre", "?"),
        ("veille", "veille", ""),
        ("veille flux", "veille flux", ""),
        ("VEILLE Flux.", "veille flux", ""),
        ("veille sources", "veille flux", ""),
        ("aide", "aide", ""),
        ("Aide ?", "aide", "?"),
        ("aides", "aide", ""),
        ("aide besoin", "aide", "besoin"),
    ],
)
def test_a_command_is_read_however_it_is_typed(typed: str, path: str, rest: str) -> None:
    found = match(ROUTES, typed)

    assert (found.route.path, found.rest) == (path, rest)


QUESTIONS = [
    "Qui prête une salle à Brest ?",
    "voir une vidéo sans son, c'est un problème de réglage ?",
    "voir 3 personnes à la fois, c'est possible ?",
    "liste des structures qui prêtent des tablettes ?",
    "Liste : où trouver celle des hubs ?",
    "lister les aides locales, quelqu'un l'a fait ?",
    "répondre à un usager agressif, vous faites comment ?",
    "réponse type aux mails de phishing, quelqu'un en a une ?",
    "retirer 3 photos d'un compte Facebook, c'est possible ?",
    "retirer un accord de prélèvement, comment aider ?",
    "supprimer le compte d'une personne décédée ?",
    "effacer 2 ans d'historique, comment faire ?",
    "annuler un rendez-vous ANTS, comment faire ?",
    "montrer FranceConnect à un groupe, vous utilisez quoi ?",
    "afficher le clavier virtuel sous Windows 11 ?",
    "aussi, est-ce que la MSA a changé de site ?",
    "moi aussi je cherche des tablettes, qui en prête ?",
    "questions sur le RGPD, à qui les poser ?",
    "aide à domicile : qui forme leurs équipes ?",
    "aide aux devoirs, qui en propose ?",
    "list en anglais, c'est quoi sur Android ?",
    "imprimante ?",
    "Question 2 de la grille PIX : comment l'expliquer ?",
    "12 tablettes à donner, qui est preneur ?",
    "2 questions : qui forme, et qui finance ?",
    "privé d'internet depuis trois jours, que faire ?",
    "anonyme ou pas, comment signaler une arnaque ?",
    "thème de la prochaine rencontre, on vote quand ?",
    "bilan de compétences en ligne, vous avez un site ?",
    "mes usagers perdent leurs mots de passe, vous faites quoi ?",
    "fermer un compte Facebook, c'est possible ?",
    "suivi des accompagnements : quel tableur ?",
    "fusionner deux PDF, avec quoi ?",
    "exporter ses photos de Google, comment ?",
    "écrire à la CAF sans compte, c'est possible ?",
    "poser un congé sur le nouveau logiciel, qui sait ?",
    "reporter un rendez-vous ANTS, comment ?",
    "collective ou individuelle, quelle formule pour les ateliers ?",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_that_begins_like_a_command_is_a_question(question: str) -> None:
    found = match(ROUTES, f"besoin {question}")

    assert (found.route.path, found.rest) == ("besoin", question)


@pytest.mark.parametrize(
    "text",
    ["Une salle à Brest", "imprimante 3D", "Je cherche un vidéoprojecteur pour jeudi", "tablettes"],
)
def test_a_question_without_a_question_mark_is_one_too(text: str) -> None:
    assert match(ROUTES, f"besoin {text}").route.path == "besoin"


def test_a_question_may_start_on_the_next_line_and_have_several() -> None:
    assert match(ROUTES, "/besoin\nBonjour,\nqui prête une salle ?").rest == (
        "Bonjour,\nqui prête une salle ?"
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("besoin lsite", "/besoin liste"),
        ("besoin liset 2", "/besoin liste"),
        ("besoin litse ?", "/besoin liste"),
        ("besoin voire 12", "/besoin voir <n°>"),
        ("besoin repnodre 12", "/besoin répondre <n°> <réponse>"),
        ("besoin repnodre 12 Oui, la mairie", "/besoin répondre <n°> <réponse>"),
        ("besoin répodnre n° 12 Et la mairie de Brest ?", "/besoin répondre <n°> <réponse>"),
        ("besoin repondre12 oui", "/besoin répondre <n°> <réponse>"),
        ("besoin 12", "/besoin voir <n°>"),
        ("besoin n° 12", "/besoin voir <n°>"),
        ("besoin aide", "/aide"),
        ("besoin Veille ?", "/veille"),
        ("besion liste", "/besoin liste"),
        ("besoinliste", "/besoin liste"),
        ("vielle", "/veille"),
        ("veile flux", "/veille flux"),
        ("veille fulx", "/veille flux"),
        ("rencontre quand ?", "/rencontre"),
        ("rencontre du mois de mars", "/rencontre"),
        ("recontre", "/rencontre"),
    ],
)
def test_a_mistyped_command_is_suggested_and_never_told(typed: str, meant: str) -> None:
    with pytest.raises(UserError, match="unknown") as refused:
        match(ROUTES, typed)

    assert f"Vouliez-vous dire `{meant}` ?" in refused.value.reply


def test_the_rest_of_a_known_command_is_what_is_not_understood() -> None:
    with pytest.raises(UserError, match="unknown") as refused:
        match(ROUTES, "rencontre je viens pas dsl")

    assert "pas la suite. Vouliez-vous dire `/rencontre` ?" in refused.value.reply


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("besoin voir", "/besoin voir <n°>"),
        ("besoin voir ?", "/besoin voir <n°>"),
        ("besoin voir la salle", "/besoin voir <n°>"),
        ("besoin voir 99999999999", "/besoin voir <n°>"),
        ("besoin répondre", "/besoin répondre <n°> <réponse>"),
        ("besoin répondre La Manufacture", "/besoin répondre <n°> <réponse>"),
        ("besoin répondre 1,5 Go suffisent", "/besoin répondre <n°> <réponse>"),
    ],
)
def test_a_command_with_the_wrong_words_says_what_it_takes(typed: str, line: str) -> None:
    with pytest.raises(UserError, match="unknown") as refused:
        match(ROUTES, typed)

    assert f"Vouliez-vous dire `{line}` ? Une question se pose" in refused.value.reply


@pytest.mark.parametrize("typed", ["", "/", "bonjour", "merci beaucoup", "xyz 12"])
def test_other_words_lead_to_the_help(typed: str) -> None:
    with pytest.raises(UserError, match="unknown") as refused:
        match(ROUTES, typed)

    assert refused.value.reply.endswith("`/aide`")


@pytest.mark.parametrize(
    "text",
    [
        "Qui prête une salle à Brest ?",
        "aide-moi svp",
        "Besoin d'aide",
        "merci",
        "La mairie",
        "Rencontrez-vous des soucis ?",
        "réseau wifi en panne",
        "lettre recommandée",
        "Veuillez patienter",
        "Veuillez réessayer ultérieurement, c'est tout ce que j'ai",
        "Besoin d'une salle à Brest",
        "besoin du mode d'emploi",
        "rencontre quand ?",
        "Rencontre du 12 impossible pour moi",
        "aide bienvenue : l'atelier compte double",
        "aide réseau wifi en panne",
        "besion Qui prête une salle ?",
    ],
)
def test_what_names_no_command_is_read_otherwise(text: str) -> None:
    assert names_no_command(ROUTES, text)


@pytest.mark.parametrize("text", ["Besoin d'une salle à Brest", "besoin de trames pour l'IA"])
def test_a_sentence_that_begins_as_a_command_is_kept_whole(text: str) -> None:
    found = match(ROUTES, text)

    assert (found.route.path, found.rest) == ("besoin", text)


@pytest.mark.parametrize(
    "text",
    [
        *("aide", "rencontr", "/veile", "aide réseau", "rencontre", "rencontres", "rencontre 3"),
        *("besoin Qui prête une salle ?", "besoin liste", "besoin mes 2", "rencontre svp"),
        *("besoin répondre 12 La Manufacture", "besoin ~loire liste", "recontre tenir"),
        *("rencontre ~loire tenir", "rencontre ~loire", "veille ~loire chercher ameli"),
    ],
)
def test_a_command_is_followed_by_exactly_what_it_takes(text: str) -> None:
    assert not names_no_command(ROUTES, text)


def test_a_verb_that_is_typed_shows_its_card_and_does_nothing() -> None:
    assert match(ROUTES, "besoin accepter 12").route.path == "besoin voir"
    assert match(ROUTES, "besoin Retirer 3 photos d'un compte ?").route.path == "besoin"


@pytest.mark.parametrize(
    ("said", "path", "rest"),
    [
        ("le point", "reseau point", ""),
        ("« Le point »", "reseau point", ""),
        ("le point 2025", "reseau point", "2025"),
        ("/reseau point", "reseau point", ""),
        ("/reseau mémoire", "reseau mémoire", ""),
        ("réseau memoire", "reseau mémoire", ""),
        ("la mémoire ?", "reseau mémoire", ""),
        ("Emporter la mémoire", "reseau mémoire", ""),
        ("je voudrais voir la mémoire du réseau svp", "reseau mémoire", ""),
        ("le bilan de l'année", "reseau bilan", ""),
        ("Le bilan de 2025", "reseau bilan", "2025"),
        ("l'année du réseau", "reseau", ""),
        ("montre-moi les échéances", "veille échéances", ""),
        ("/veille échéances", "veille échéances", ""),
        ("Mes derniers gestes", "aide gestes", ""),
    ],
)
def test_what_the_bot_does_is_shown_to_whoever_names_it(said: str, path: str, rest: str) -> None:
    assert not names_no_command(ROUTES, said)

    found = match(ROUTES, said)

    assert (found.route.path, found.rest) == (path, rest)


@pytest.mark.parametrize(
    "text",
    [
        "le point sur les Pix ?",
        "un bilan des ateliers",
        "la mémoire vive d'un vieux PC",
        "qui a fait le bilan de l'année ?",
    ],
)
def test_a_sentence_with_such_a_name_in_it_is_a_sentence(text: str) -> None:
    assert names_no_command(ROUTES, text)


def test_each_name_leads_to_a_route() -> None:
    for name, path in DOORS.items():
        assert match(ROUTES, name).route is find(ROUTES, path)


def test_a_button_names_its_route_exactly() -> None:
    assert find(ROUTES, "besoin accepter").act.name == "READ_QUESTIONS"
    with pytest.raises(UserError, match="no route"):
        find(ROUTES, "besoin inconnu")


def test_every_route_is_found_by_what_its_line_says() -> None:
    examples = {
        Takes.NOTHING: "",
        Takes.NUMBER: "12",
        Takes.NUMBER_AND_TEXT: "12 oui",
        Takes.PAGE: "2",
        Takes.WORDS: "",
        Takes.TEXT: "",
    }
    for route in ROUTES:
        if route.summary and not route.wording:
            assert match(ROUTES, f"{route.path} {examples[route.takes]}").route is route
            assert route.line.startswith(f"/{route.root}")


def test_no_two_routes_answer_to_the_same_words() -> None:
    words = [
        f"{route.root} {word}"
        for route in ROUTES
        if route.summary
        for word in dict.fromkeys(route.last_words or ("",))
    ]

    assert len(words) == len(set(words))


@given(st.text(max_size=60))
def test_any_text_is_a_command_or_a_refusal(text: str) -> None:
    for typed in (text, f"besoin {text}", f"veille {text}", f"besoin voir {text}"):
        with suppress(UserError):
            assert match(ROUTES, typed).route in ROUTES


def _nothing(_command: Command, _ctx: Context) -> Reply:
    return Reply()


def test_a_root_may_have_subcommands_only_of_any_shape() -> None:
    routes = (
        Route(Act.ASK, "lettre écrire : <texte>", _nothing, "écrire"),
        Route(Act.ASK, "lettre relire", _nothing, "relire"),
    )

    assert match(routes, "lettre ecrire Bonjour à tous").rest == "Bonjour à tous"
    for typed in ("lettre", "lettre demain"):
        with pytest.raises(UserError, match="unknown"):
            match(routes, typed)
    with pytest.raises(UserError, match="unknown"):
        match(routes, "lettre relire demain, c'est possible ?")


def test_a_root_with_a_text_and_no_subcommand_takes_any_text() -> None:
    routes = (Route(Act.ASK, "dire : <texte>", _nothing, "dire"),)

    assert match(routes, "dire 12").rest == "12"


def test_a_button_of_an_earlier_version_leads_to_todays_card() -> None:
    assert pressed(ROUTES, "besoin réunir", "12 5") == RouteMatch(find(ROUTES, "besoin voir"), "12")
    assert pressed(ROUTES, "besoin disparu", "") == RouteMatch(find(ROUTES, "besoin"), "")
    assert pressed(ROUTES, "rencontre déplacer", "3") == RouteMatch(find(ROUTES, "rencontre"), "")
    with pytest.raises(UserError, match="no route"):
        pressed(ROUTES, "ailleurs", "3")
