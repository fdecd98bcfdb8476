"""`courroie demo --scenario`, as a reader of the README runs it."""

from __future__ import annotations

from sandbox.play.scenario import play


async def test_each_step_of_the_month_happens() -> None:
    told: list[str] = []

    status = await play(told.append)

    text = "\n".join(told)
    assert status == 0, text[-2_000:]
    for moment in (
        "Les questions du mois",
        "posée sans nom",
        "Je n'ai rien enregistré",
        "Avant que le réseau ne lise",
        "est rouverte",
        "projet d'ordre du jour",
        "Courroie réagit par 📰",
        "C'est ajouté",
        "[ Trier un par un ]",
        "Article 1 sur",
        "📌",
        "La suite de la veille",
        "candidate aussi",
        "Un générateur de cartes-exercices",
        "ouvre la page dans son navigateur",
        "Un flux ne se lit plus",
        "La lettre s'écrit presque seule",
        "ouvre l'aperçu dans son navigateur",
        "La lettre de 42 - Loire, décembre 2026",
        "ouvre la page de la lettre",
        "Courriel à louis@exemple.fr, « Recevoir la lettre",
        "Courriel à louis@exemple.fr, « La lettre de 42 - Loire, décembre 2026 »",
        "se désabonne d'un clic",
        "de nouveau ouverte",
        "Avec du retard",
        "une image de 1200 pixels",
        "cherche son hôte",
        "vous venez sur place",
        "Bienvenue dans le réseau",
        "je ne sais plus qui vous êtes",
        "Une semaine avant la rencontre",
        "Compte rendu de la rencontre",
    ):
        assert moment in text.replace("\u00a0", " ")
