"""The notions that a wish for discretion is made of, whatever the word: a name, a refusal, others.

A word may carry several. What they mean together (a refusal before a name, a question word before
« privé ») is not written here: it is learnt, as weights (`weighing`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot.core.patterns import lazy_pattern

SOMEBODY = "untel"
"""The word that stands for the given name of anyone: no name weighs more than another."""

_CONCEPTS = {
    "somebody": SOMEBODY,
    "refusal": (
        r"pas|sans|jamais|ni|rien|aucune?|point|ne|n|non|nul|evit\w*|hors|plutot|inutile|empech\w*|"
        r"refus\w*|nn|zero|no|not|dont"
    ),
    "nobody": r"personne|quiconque|nulle",
    "name": (
        r"noms?|prenoms?|identite|signatures?|pseudos?|pseudonymes?|blaz\w*|auteure?s?|autrice|"
        r"patronyme|visage|initiales|name|paternite|signataire|expediteur"
    ),
    "my": r"mon|ma|mes|notre|nos|mien|mienne|my",
    "me": r"moi|me|m|nous",
    "i": r"je|j|suis|jai|jss|chui",
    "publish": (
        r"publi\w*|post(?:e|er|ez|es|ee?s?)|diffus\w*|affich\w*|partag\w*|ebruit\w*|repet\w*|"
        r"divulg\w*|circul\w*|transf\w*|etal\w*|crie\w*|propag\w*|montr\w*|expos\w*"
    ),
    "put": (
        r"met|mets|mett\w*|mis|mise|pass\w*|parte?|aille|faites|fais|fasse|laiss\w*|ecri\w*|"
        r"marqu\w*|indiqu\w*|envoye?\w*|transm\w*"
    ),
    "appear": r"appar\w*|parai\w*|figur\w*|sort\w*|train\w*|tombe\w*|reste\w*|vu|visible",
    "designate": (
        r"nomm\w*|cit(?:e|er|ee|es|ez|era\w*|ees)|mentionn\w*|identifi\w*|reconnu\w*|reconnai\w*|"
        r"denonc\w*|balanc\w*|grill(?:er|ez|ees?)|vend\w*|associe\w*|attribu\w*|signe\w*"
    ),
    "know": (
        r"sach\w*|sav\w*|sait|su|apprenn\w*|voi\w*|voy\w*|devin\w*|lis\w*|lit|lire|lue?|lectrice|"
        r"retrouv\w*|remont\w*|comprenn\w*|entend\w*|connaissance"
    ),
    "hide": (
        r"cach\w*|masqu\w*|enlev\w*|retir\w*|supprim\w*|vir(?:e|er|ez)|effac\w*|anonymis\w*|"
        r"flout\w*|tais\w*|tair\w*|omett\w*|omis\w*|ot(?:e|er|ez|ant)|gomm\w*|oubli\w*|proteg\w*|"
        r"bloqu\w*|saut\w*"
    ),
    "keep": r"gard\w*|conserv\w*|rester?|demeur\w*|tenir|tienne",
    "others": (
        r"tous|toutes|monde|collegues?|autres|groupe|canal|reseau|fil|salon|public|publique|"
        r"publiquement|galerie|copains|membres|equipe|tchat|forum|toits|mur|devant|partout"
    ),
    "employer": (
        r"chefs?|cheffe|employeurs?|patronn?e?s?|maire|mairie|directeurs?|directrice|direction|"
        r"hierarchie|responsables?|elue?s?|structure|prefecture|president\w*|dgs|rh|n"
    ),
    "coordinator": (
        r"coordos?|coords?|coordinat\w*|toi|animatric\w*|referent\w*|tu|te|t|ton|ta|tes"
    ),
    "you": r"vous|votre|vos",
    "only": (
        r"seule?s?|seulement|uniquement|unique|exclusiv\w*|juste|qu|que|strictement|reserv\w*|only|"
        r"destin\w*|attention"
    ),
    "anonymous": r"anonym\w*|incognito|inconnue?s?|fantome|ombre",
    "private": r"prives?|privee|mp|dm|aparte|part|inbox|perso|personnel|tete|off",
    "secret": r"confidenti\w*|confidence|discret\w*|secret\w*|chut|motus",
    "third": (
        r"usag\w*|dame|monsieur|elles?|ils?|son|sa|ses|leurs?|gens|madame|mamie|papi|ados?|"
        r"enfants?|fils|fille|mari|femme|mere|pere|jeunes?|parents|personnes|senior\w*|client\w*|"
        r"participant\w*|benefic\w*|une?"
    ),
    "said": (
        r"questions?|messages?|demande|reponse|idee|proposition|ca|ceci|cela|sa|cette|"
        r"contribution|post|mot|temoignage"
    ),
    "please": r"svp|stp|merci|prie|plait|please|pitie|hein|pls",
    "asking": (r"comment|quel|quelle|quels|quelles|qui|ou|quoi|combien|pourquoi|est|quand|cmt"),
    "want": (
        r"veux|voudrais|souhaite\w*|prefere\w*|aimerai\w*|tiens|faut|faudrait|doit|doive|doivent|"
        r"devrai\w*|envie|compte|peux|peut|peuvent|pourriez|pouvez|ose|demande"
    ),
    "fear": r"peur|honte|risque|ennuis|crain\w*|sensible|delicat|viree?|represailles",
    "trade": (
        r"facebook|whatsapp|google|instagram|insta|tiktok|discord|zoom|ameli|caf|internet|site|"
        r"compte|navigation|mode|mot|passe|appli|fichier|mails?|iphone|android|wifi|cloud|pdf|"
        r"excel|formulaire|photos?|donnees|ligne|vpn|secteur|ecole|vie|professionnel|code|lettre|"
        r"questionnaire|numero|parametres|reglages|politique|clause|signaler|signalement"
    ),
    "origin": r"vient|venait|vienne|provien\w*|emane|source|origine|part",
}

_ENDING = r"(?:\w{0,5}?(?:e|r|z|ees?|es|s|ent|ants?|ons|ont|ai|ait|it|tions?|elle?s?|ment|at))?"
"""How the words of a notion end, after their stem: surnames seldom do (« Gardin »)."""

_PATTERNS = {
    concept: lazy_pattern(pattern.replace(r"\w*", _ENDING))
    for concept, pattern in _CONCEPTS.items()
}


@lru_cache(maxsize=8_192)
def concepts(word: str) -> Sequence[str]:
    """Return the notions that a word in plain spelling carries."""
    return [concept for concept, pattern in _PATTERNS.items() if pattern.fullmatch(word)]
