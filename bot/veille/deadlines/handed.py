"""What is handed in by who answers a call, on a folded text."""

from __future__ import annotations

from bot.veille.deadlines.words import any_of

HANDED_IN = (
    "(?:plis?|offres?|dossiers?|candidatures?|projets?|manuscrits?|prototypes?|copies|demandes?"
    "|reponses?|lettres?|videos?|pieces|formulaires?|fiches?|oeuvres?|propositions?|textes?|photos?"
    "|contributions?|creations?|planches?|films?)"
)
"""What is handed in by who answers; anything else, a prize or a cheque, is handed over to them."""

HANDS_IN = any_of("""
    candidat* | dossiers? | (?:tele)?depo(?:s|ts?\\b)* | postul* | soumet* | proposez* | porteurs?
    saisie | demandes | formulaires? | inscri* | envo(?:i|y)* | transm*
""")
"""What one does to be chosen, never to choose."""
