"""What is noted of each verb, by its route: in a few words of ours.

What takes it back stands with its route. What depends on what was there before, or asks first, is
said by the handler: see `Reply.did`.
"""

from __future__ import annotations

from collections.abc import Mapping

LINES: Mapping[str, str] = {
    "besoin répondre": "Question n° {} : votre réponse",
    "besoin compléter": "Question n° {} : réponse complétée",
    "besoin modifier": "Question n° {} : texte modifié",
    "besoin détacher": "Besoin détaché d'une question",
    "besoin ne-plus-transmettre": "Question n° {} : plus transmise",
    "besoin retirer": "Question n° {} : retirée",
    "besoin fermer": "Question n° {} : fermée",
    "besoin trouvé": "Question n° {} : réponse trouvée",
    "besoin rouvrir": "Question n° {} : rouverte",
    "besoin fusionner": "Question n° {} : réunie avec une autre",
    "besoin moi-aussi": "Question n° {} : moi aussi",
    "besoin sans-moi": "Question n° {} : sans moi",
    "besoin remercier": "Question n° {} : merci",
    "besoin ne-plus-remercier": "Question n° {} : merci repris",
    "besoin me-rappeler": "Question n° {} : me rappeler",
    "besoin ne-plus-me-rappeler": "Question n° {} : ne plus me rappeler",
    "besoin ne-plus-demander": "Question n° {} : ne plus demander à qui sait",
    "rencontre attendre": "Rencontre n° {} : compte rendu en attente",
    "rencontre accueillir": "Votre lieu : proposé",
    "rencontre ne-plus-accueillir": "Votre lieu : n'est plus proposé",
    "rencontre soutenir": "Idée n° {} : soutenue",
    "rencontre ne-plus-soutenir": "Idée n° {} : soutien retiré",
    "rencontre fait": "Action n° {} : faite",
    "rencontre pas-fait": "Action n° {} : à faire",
    "veille retirer-lien": "Lien n° {} : retiré de la veille",
    "veille sans-nom": "Lien n° {} : sans votre nom",
    "veille avec-nom": "Lien n° {} : avec votre nom",
    "veille utile": "Article n° {} : utile",
    "veille plus-utile": "Article n° {} : plus utile",
    "veille flux suspendre": "Flux n° {} : mis en pause",
    "veille flux reprendre": "Flux n° {} : suivi à nouveau",
    "veille flux retirer": "Flux n° {} : retiré",
    "veille confirmer": "Échéance n° {} : confirmée",
    "veille écarter-échéance": "Échéance n° {} : écartée",
    "veille rétablir": "Échéance n° {} : rétablie",
    "veille candidater": "Échéance n° {} : votre structure candidate",
    "veille ne-plus-candidater": "Échéance n° {} : votre structure ne candidate plus",
    "lettre garder": "Lettre : question n° {} montrée hors du canal",
    "lettre cacher": "Lettre : question n° {} réservée au canal",
    "veille adresse publique": "Veille : lisible par tout le monde",
    "veille adresse privée": "Veille : réservée aux membres",
    "lettre adresse publique": "Lettre : lisible par tout le monde",
    "lettre adresse privée": "Lettre : réservée aux membres",
    "veille adresse renouveler": "Veille : adresse changée",
    "lettre adresse renouveler": "Lettre : adresse changée",
    "lettre édito": "Lettre : édito",
    "lettre édito-formulaire": "Lettre : édito",
    "lettre titre": "Lettre : titre",
    "lettre reporter": "Lettre : reportée",
    "lettre sauter": "Lettre : pas cette fois",
    "lettre rétablir": "Lettre : à sa date",
    "reseau copier": "Question n° {} : copiée ailleurs",
    "reseau ne-plus-copier": "Question n° {} : plus copiée ailleurs",
    "reseau retirer-annonce": "Annonce n° {} : retirée",
}
"""What is read, with a place for the number of what it is about, if it has one."""
