"""Words of what people talk about in a channel, by kind; what each is worth is learnt (`weighing`).

Patterns of whole words, over folded ones that stand one space apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.core.patterns import lazy_pattern


def _patterns(kinds: Mapping[str, str]) -> Mapping[str, re.Pattern[str]]:
    return {kind: lazy_pattern(rf"\b(?:{words})\b") for kind, words in kinds.items()}


# fmt: off
TALK = _patterns({
    "logistics": r"demain|ce soir|ce matin|ce midi|cet aprem|cles?|badge|dispo|covoit\w*|retard|"
        r"parking|gateaux?|galette|cafe|apporte\w*|ramene\w*|oubli\w*|perdu|reunion|rencontre|odj|"
        r"inscri\w*|sondage|framadate|dates?|rappel|devant|porte|cartons?|emprunt\w*|stand|"
        r"benevoles|(?:lun|mar|mercre|jeu|vendre)di|\d+ ?h(?: ?\d+)?|du \d+ au \d+",
    "news": r"info|partag\w*|publi\w*|annonc\w*|lance\w*|nouveau|webinaire|disponible|offre|offert|"
        r"donne|dispose|a disposition|places|bilan|felicitations|bravo|bienvenue|merci|voila|super|"
        r"enfin|bonne (?:nouvelle|journee|annee)|transfere|objet|franchement|honteux|colere",
    "asked": r"comment|cmt|quel\w*|combien|ou trouver|qui (?:a|connait|sait|utilise|aurait)|besoin|"
        r"quelqu un|quelqun|qq?un|qq un|qqn|cherche\w*|conseil\w*|astuces?|solutions?|moyen|"
        r"vous (?:faites|utilisez|conseillez|avez)|connaissez|savez|saurait|peut on|y a t il|yatil",
    "someone": r"dame|monsieur|usag\w*|beneficiaire\w*|papi|mamie|jeune|personne|gens",
})
# fmt: on
"""What a post that asks the network something has more of than others, or less."""
