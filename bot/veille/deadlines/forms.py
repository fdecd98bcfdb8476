"""The few forms of words that tell a call's end for certain, on a folded text, up to its date.

Any other way of saying it may be right, and waits for a yes. Each form says what is handed in, by
its own verb, or what closes, with nothing between it and the date that brings in something else.
"""

from __future__ import annotations

import re

_HEAD = r"(?:^ ?|[:;,(|-] ?)"
_DET = (
    rf"(?:{_HEAD}|(?<!d')(?<!de )(?<!avec )\b(?:les|vos|votre|leurs?|le|la|une?|toute?s?|son|sa"
    r"|chaque|des) |\bl')"
)
_GIVEN = (
    r"(?:dossiers?|candidatures?|projets?|propositions?|demandes?|formulaires?|idees?"
    r"|manifestations? d'interet|reponses? a l'appel)"
)
_BY = r"(?:(?!\b(?:pour|qui|que|dont|ayant|par les|apres|si|et|contre)\b)[^.;:!?\d]|20\d\d){0,60}?"
_UNTIL = (
    r"(?::|\b(?:(?:jusqu'(?:aux?|a)|avant|au plus tard|d'ici(?: au| a)?|pour|dernier delai"
    r"|fixee?s? au|est|du|soit|entre)(?: le| la| au| ce)?|le|au|a)) ?[(]? ?$"
)
_HANDED = (
    r"(?:depose(?:e?s?|r)|envoye(?:e?s?|r)|transmis(?:es?)?|transmettre|adresse(?:e?s?|r)"
    r"|remis(?:es?)?|remettre|soumis(?:es?)?|soumettre|(?:faire )?parvenir|recue?s?"
    r"|retourne(?:e?s?|r)|saisi[re]?e?s?|rendre|rendus?|attendue?s?|exigee?s?)"
)
_MUST = (
    r"(?:a|doi(?:t|vent)|devr(?:a|ont)|peu(?:t|vent)|pourr(?:a|ont)|sont|est|ser(?:a|ont))"
    r" (?:\w{4,16}ment )?(?:etre |nous |encore )?(?:a )?"
)
_HAND_IN = (
    r"(?:depose[rz]|deposent|envoye[rz]|envoient|adresse[rz]|adressent|remettre|remettez"
    r"|transmettre|transmettez|soumettre|soumettez|faire parvenir|presente[rz])"
    r" (?:leurs?|votre|vos|une?|les?|la|son|sa|des) (?:\w+ )?"
)
_APPLY = (
    r"(?:candidate(?:r|z|nt)|postule(?:r|z|nt)|porter candidat\w*"
    r"|repond(?:re|ez) a (?:l'|cet )?(?:appel|ami|aap))"
)
_ENDS = (
    r"(?:dates? limites?|date butoir|cloture|fin|fermeture|limite|deadline|dernier (?:delai|jour))"
)
_OF_WHAT = (
    r"(?:de |des |du |d'|pour )?(?:la |les? |l')?(?:depots?|reception|remise|envoi|transmission"
    r"|candidatures?|dossiers?|soumission|appel|reponses?|participation|offres?|projets?)\b"
)
_HANDING = (
    r"(?:depots?|remise|envoi|reception|soumission|transmission) (?:des?|du|de la|d'une?|de vos"
    r"|de votre) (?:\w+ )?"
)
_CALL = (
    rf"(?:{_HEAD}|\b(?:l'|les?|cet|cette|notre|la) ?)(?:appel|aap|ami|campagne|guichet|concours"
    r"|depots?|candidatures)\b"
)
_OPEN = (
    r"\b(?:est|sera|sont|seront|reste|restent|restera) (?:encore )?"
    r"(?:ouverte?s?|clos\w*|cloturee?s?|possibles?)\b"
)
_CLOSES = (
    r"\b(?:ouverte?s?|court|courent|se termine|se clot|s'acheve|s'arrete|prend fin|ferme|fermera"
    r"|cloture)\b"
)
_WHO = "(?:porteurs|candidats|structures|associations|communes|collectivites|equipes|vous)"

_FORMS = tuple(
    re.compile(form)
    for form in (
        f"{_DET}{_GIVEN}\\b{_BY}\\b{_MUST}{_HANDED}\\b{_BY}{_UNTIL}",
        f"\\b{_HAND_IN}{_GIVEN}\\b{_BY}{_UNTIL}",
        f"\\b{_APPLY}\\b{_BY}{_UNTIL}",
        f"(?:{_HEAD}|\\bl[ae]s? ){_ENDS} {_OF_WHAT}{_BY}(?:: ?{_BY})?{_UNTIL}",
        f"(?:{_HEAD}|\\ble ){_HANDING}{_GIVEN}\\b{_BY}(?:: ?)?{_UNTIL}",
        f"{_HEAD}(?:depots?|candidatures?|reponses?)(?: en ligne| possibles?)? ?:? ?{_UNTIL}",
        f"{_HEAD}(?:la )?{_ENDS}(?: (?:au|le|est|fixee au))? ?:? ?{_UNTIL}",
        f"{_CALL}{_BY}{_OPEN}{_BY}{_UNTIL}",
        f"{_CALL}{_BY}(?:{_CLOSES}{_BY})?{_UNTIL}",
        f"\\b{_WHO} (?:ont|avez|aurez|auront) jusqu'(?:au|a)(?: la| ce)? ?$",
    )
)
"""« Vos dossiers sont à déposer … avant le », « Déposez votre projet … jusqu'au », « candidater »,
« Date limite d'envoi : », « Dépôt des projets : », « L'appel est ouvert jusqu'au »."""

_LONGEST = 220
"""Characters before a date: what is further is of something else."""


def tells_an_end(before: str) -> bool:
    """Tell whether words that stop at a date say in such a form that a call ends then."""
    near = before[-_LONGEST:]
    return any(form.search(near) for form in _FORMS)
