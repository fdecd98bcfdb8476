"""Words of what people talk about in a channel, by kind; what each is worth is learnt (`weighing`).

Patterns of whole words, over folded ones that stand one space apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.core.patterns import lazy_pattern


def _patterns(kinds: Mapping[str, str]) -> Mapping[str, re.Pattern[str]]:
    return {kind: lazy_pattern(rf"\b(?:{words})\b") for kind, words in kinds.items()}


_EMPLOYER = (
    r"employeur|patron(?:ne)?|chef\w*|manager|superieure?|responsable|hierarchi\w*|encadrant\w*|"
    r"direct(?:ion|eur|rice)|d?rh|dgs|maire|mairie|adjointe?|ccas|comcom|com com|commune|"
    r"communaute de communes|collectivite|elue?s?|president\w*|asso\w*|structure|"
    r"coordinat\w*|coordo|collegues?|binome|equipe|tut(?:eur|rice)"
)
_WORK = (
    r"contrats?|cd[di]|postes?|salaires?|payes?|paie|fiche de (?:paie|poste|paye)|heures|horaires|"
    r"planning|conges?|rtt|renouvellement|reconduction|primes?|indemnites?|frais|kilometres|"
    r"arret|reprise|temps|dos|medecin|mission|echelon|indice|grade|grille|periode d essai|"
    r"remuneration|boulot|travail|teletravail|mutation|titularisation|evaluation|entretien"
)
# fmt: off
MATTERS = _patterns({
    "employer": rf"{_EMPLOYER}|employeurs|patrons|responsables|directions|adjoints",
    "contract": r"contrats?|cdd?[di]|renouvel\w*|recondui\w*|reconduction|essai|titul\w*|mutation|"
        r"contractuel\w*|vacat\w*|embauch\w*|recrut\w*|demission\w*|licenci\w*|rupture|postes?|"
        r"temps partiel|mi temps|quotite|preavis|chomage|avenant|conges?|rtt|absence|mission|plein|"
        r"teletravail|horaires|planning|samedis?|reclass\w*|detachement|anciennete|"
        r"convention collective|boulot|travailler|fiche de poste",
    "pay": r"salair\w*|remuner\w*|payee?s?|payer|paie|primes?|ifse|rifseep|indice|echelon|grilles?|"
        r"augment\w*|revaloris\w*|net|brut|smic|heures? sup\w*|frais|km|kilomet\w*|rembours\w*|"
        r"indemnit\w*|mutuelle|prevoyance|tickets?|precarite|precaire\w*|acompte|liquidation",
    "health": r"arret|malad\w+|medecin|medic\w*|epuis\w*|fatigu\w*|burn\w*|depress\w*|anxie\w*|"
        r"angoiss\w*|alcool\w*|ivre|drogu\w*|addict\w*|cure|diabet\w*|cancer\w*|chimio\w*|avc|"
        r"infarctus|alzheimer|parkinson|demence|autis\w*|bipolaire|epilep\w*|hopita\w*|"
        r"hospital\w*|suivie?|soins?|soigner|traitement|handicap\w*|malaise|accident\w*|psy\w*|"
        r"enceinte|grossesse|maternite|fausse couche|therapeutique|inapte|amenage\w*|ald|"
        r"(?<!espace )sante|operation|operee?|schizo\w*|rqth|dos|fin de vie|deuil",
    "violence": r"harcel\w*|menac\w*|agress\w*|insult\w*|viol|violee?s?|violen\w*|emprise|frapp\w*|"
        r"battue?|coups|chantage|suicid\w*|danger|conjoint|ex mari|son ex|surveill\w*|humili\w*|"
        r"abus\w*|maltrait\w*|curatelle|tutelle|hurl\w*|crie\w*|police|gendarm\w*|racis\w*|sexis\w*|"
        r"moqu\w*|victime",
    "conflict": r"conflit\w*|litige|clash|disput\w*|engueul\w*|convoqu\w*|sanction\w*|blame|"
        r"avertissement|plainte|syndica\w*|delegue|prud|greve|tensions?|ambiance|refus\w*|faute|"
        r"conteste\w*|avocat|tribunal|discipl\w*|entretien|accus\w*|reproch\w*|recadr\w*|pression|"
        r"rabaiss\w*|placard|rumeur|virer|viree?s?|falsif\w*|recours|defend\w*|inspection|cdg",
    "rights": r"oblig\w*|impos\w*|interdi\w*|legal|droit|normal|peur|accepter|quitter|"
        r"reagi\w*",
    "distress": r"dors|craqu\w*|larmes|pleur\w*|marre|ras le bol|honte|delicat\w*|perso|energie|"
        r"stress\w*|a bout|boule au ventre|desole\w*|peux plus|plus envie|tenir|a l oral",
    "own employer": rf"(?:mon|ma|mes|notre|nos|vos|l|un|une) (?:\w+ )?(?:{_EMPLOYER})",
    "own work": rf"(?:mon|ma|mes|nos|notre|vos) (?:\w+ )?(?:{_WORK})",
    "others": r"dame|monsieur|madame|usag\w*|beneficiaire\w*|jeune|personnes?|gens|senior\w*|papi|"
        r"mamie|artisan|residents?|enfants?|familles?|mr|mme|habitants?|retraite\w*",
    "oneself": r"m|me|moi|nous|j|je|suis|mon|ma|mes|notre|nos",
})
# fmt: on
"""What makes a text nobody's business, and whose it is."""

WHOSE = {"others", "oneself"}

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
