"""`courroie demo --scenario`, as a reader of the README runs it."""

from __future__ import annotations

from sandbox.play.scenario import play


async def test_each_step_of_the_month_happens() -> None:
    told: list[str] = []

    status = await play(told.append)

    text = "\n".join(told)
    assert status == 0, text[-2_000:]
    for moment in (
        "Que voulez-vous faire",
        "Les questions du mois",
        "posée sans nom",
        "Est-ce une question pour le réseau",
        "Je n'ai rien enregistré",
        "À faire cette semaine",
        "Pas tout à fait",
        "Avant que le réseau ne lise",
        "est rouverte",
        "elles se ressemblent",
        "choisit « Reporter à la prochaine lettre » dans « Gérer… »",
        "Un même besoin, dans la Loire et dans la Drôme",
        "Êtes-vous d'accord pour que votre question n° 8 monte",
        "choisit « n° 1 » dans « Joindre à… »",
        "Portée par 2 départements",
        "Portée par 1 région",
        "le serveur de la Drôme ne répond plus",
        "Avec du retard : ce message est",
        "**Du national**",
        "« Réseau national » répond à la question n° 8",
        "transmise par « Réseau national »",
        "réponse publiée dans 2 réseaux sur 2",
        "Courroie réagit par 📰",
        "C'est ajouté",
        "La lettre s'écrit presque seule",
        "ouvre l'aperçu dans son navigateur",
        "La lettre de 42 - Loire, décembre 2026",
        "ouvre la page de la lettre",
        "Courriel à louis@exemple.fr, « Recevoir la lettre",
        "Courriel à louis@exemple.fr, « La lettre de 42 - Loire, décembre 2026 »",
        "se désabonne d'un clic",
        "De nouveau ouverte",
        "Article 1 sur",
        "📌",
        "La suite de la veille",
        "candidate aussi",
        "Un générateur de cartes-exercices",
        "ouvre la page dans son navigateur",
        "Avec du retard",
        "une image de 1200 pixels",
        "Rencontre en préparation",
        "vous venez sur place",
        "Une rencontre à animer",
        "Rencontre en cours",
        "Compte rendu publié",
        "Qui sait quoi, dans la Loire",
        "Ce que vous savez et recevez",
        "**La Manufacture** (Roanne) : Personnes sourdes",
        "parmi celles qui ont dit connaître « Bureautique »",
        "C'est noté, pas cette fois. Personne ne le voit.",
        "Ici, personne d'autre n'a dit connaître",
        "La suite est en message direct",
        "aimerait qu'elle soit proposée au niveau au-dessus",
        "Un autre territoire pose cette question",
        "« 42 - Loire » répond à la question n° 2",
        "Une enquête du national, pour les territoires aussi",
        "Elle est alors proposée à 2 territoires en dessous",
        "Réponse notée, 1 sur 3",
        "Pas assez de réponses pour en montrer",
        "Le lien entre les personnes et leurs réponses vient",
        "**8 réponses**, additionnées",
        "avec Auvergne-Rhône-Alpes : je garde les questions",
        "je ne sais plus qui vous êtes",
        "Commandes tapées",
        "cartes du lundi",
    ):
        assert moment in text.replace("\u00a0", " ")
