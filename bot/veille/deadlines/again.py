"""The words that tell of a new call beside what is over, on a folded text."""

from __future__ import annotations

from bot.veille.deadlines.words import any_of

_SOME = (
    "(?:une?|son|sa|leur|notre|le|la|l'|ses|leurs|des) ?(?:nouve(?:l|lle|au) |seconde? |autre )?"
)
_CALL = (
    "(?:appels?|ami|aap|fonds|bourses?|concours|prix|guichets?|campagnes?|dotations?|subventions?"
    "|aides?|edition|session|vague)"
)

RENEWED = any_of(rf"""
    (?:(?:re)?lanc|r?ouvr|publi|propos|cre)(?:e|ent|ons) {_SOME}{_CALL} | nouvel appel a
    met(?:tent|tons)? en (?:place|ligne) {_SOME}{_CALL}
    (?:a|ont|avons) (?:re)?(?:lance|ouvert|publie|cree|mis en (?:place|ligne)) {_SOME}{_CALL}
    (?:vient|viennent) d(?:e |')(?:re)?(?:lancer|r?ouvrir|publier|creer) {_SOME}{_CALL}
    (?:candidatures?|inscriptions?|depots?) (?:pour|de|a) (?:la |l')?(?:prochaine|nouvelle)*
    (?:prochaine|nouvelle|deuxieme|seconde|troisieme) (?:edition|session|vague|saison)
    (?:est|sont) (?:de|a) nouveau (?:ouvert|lance|disponible)*
""")
"""What tells of a new call, though the title be about what is over."""

RUNS = any_of(r"""
    court | (?:est|reste|sont|restent) (?:encore |toujours |actuellement )?(?:ouvert|en cours)*
    (?:se |s')(?:clot|cloture|termine|acheve) | ferme | vient d'ouvrir | (?:est|sont) lance*
    (?:attend|attendent|accueille|accueillent) (?:les|des|vos|leurs)
""")
"""What a call that is named does while one may answer it."""
