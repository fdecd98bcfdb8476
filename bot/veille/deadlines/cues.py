"""The words that tell a deadline of a call from any other date, on a folded text.

The tables were built on the open half of `bench/data/deadlines.json`. Precision comes first: what
is found is shown to a coordinator, « à vérifier », and what is missed can still be typed.
"""

from __future__ import annotations

import re

_TAIL = r" ?(?:le|la|les|au|du|ce|a la|a)? ?[:(-]? ?$"
_GAP = r"(?:[^.!?;\d]|20\d\d){0,80}$"

UNTIL = re.compile(
    r"(?:\bjusqu'(?:au|a)|\bavant|\bd'ici(?: a| au)?|\bau plus tard|\bpour|dernier delai|deadline)"
    + _TAIL
)
"""Words that end just before the date: « jusqu'au », « avant le », « au plus tard le »."""

CLOSES = re.compile(
    r"\b(?:date limite|limite (?:de|pour|d')|date butoir|date de fin|fin (?:de|du|des) |clotur\w+"
    r"|clos(?:e|es)?\b|ferm(?:e|ent|era|eront|eture)\b|s'acheve\w*|se termin\w+|pren(?:d|nent|dra)"
    r" fin|echeances?|deadline|reporte[er]?s?\b|repousse[er]?s?\b|prolonge[er]?s?\b)" + _GAP
)
"""Words that name an end, some way before the date: « date limite de dépôt : », « clôture le »."""

HANDED = re.compile(
    r"\b(?:reception|remise|retour|depot|envoi|transmission|reponses?|candidatures?|dossiers?)\b"
    r"(?:[^.!?;:\d]|20\d\d){0,50}: ?$"
)
"""What is handed in, then a colon: « Dépôt des projets : »."""

AFTER = re.compile(r" ?[,(]? ?(?:au plus tard|dernier delai|delai de rigueur|derniere limite)")
"""Words that follow the date: « le 12 janvier au plus tard »."""

POSTPONED = re.compile(
    r"(?:\b(?:prolong|report|repouss|decal|eten[dt]|recul)\w*|\bfinalement\b|desormais)"
    r"(?:[^.!?;\d]|20\d\d|du \d\d? ){0,70}\b(?:jusqu'(?:au|a)|au|a la|avant)"
    r"(?: le)? ?$"
)
"""What puts an end off: the date that follows replaces those before it."""

FORMER = re.compile(
    r"\b(?:initialement|au lieu d|auparavant|precedemment|a l'origine|au depart)[^.!?;\d]{0,60}$"
)
"""What says, before a date, that it was put off."""

OPENS = re.compile(
    r"\b(?:ouvert\w*|ouvr\w+|a partir d|a compter d|des le|debut\w*|lance\w*|accessible)"
    r"[^.!?;\d]{0,60}$"
)
"""Words before an opening date."""

RANGE_STARTS = re.compile(r"(?:\bdu|\bentre le|\ba partir du|\bdes le|\bdepuis le|:|^) ?$")
RANGE_JOINS = re.compile(
    r" ?\)?,? ?(?:inclus )?(?:et )?(?:au|jusqu'au|le|-|>)(?: (?:au|le))? ?(?:soir )?$"
)
"""What stands before the first day of a range, and between its days."""

PERMANENT = re.compile(
    r"au fil de l'eau|(?:sans|pas de|aucune) date (?:limite|butoir|de cloture|de fin)"
    r"|\b(?:depots?|appels?(?: a \w+)?|guichets?|dispositif) permanents?|toute l'annee"
    r"|a tout moment|\ben continu\b|ouverte?s? en permanence"
)
"""What says that there is no end."""

CALL_SIGNS = re.compile(r"\b(?:AAP|AMI|AAC|AAPI|FDVA|DETR|DSIL|FIPD)\b")
"""Abbreviations of calls, in capitals: « un ami » is none. Looked for in the unfolded text."""

CALL = re.compile(
    r"\bappels? a (?:projets?|manifestations?|candidatures?|propositions?|communs?|contributions?"
    r"|initiatives?|idees?|solutions?|partenaires?|partenariats?|participation|cofinancement"
    r"|benevoles)|\bbudget participatif|\bcandidat(?:er|ez|ures?|e a)\b|\bpostul(?:er|ez)\b"
    r"|\bdossiers? de (?:candidature|demande|subvention)|\bdemandes? de (?:subvention|financement)"
    r"|\blettres? d'intention|\bcampagne de subvention|\bporteurs? de projets?"
    r"|\bdepots? (?:(?:permanent|en ligne) )?d(?:u|e|es)(?: vos| votre)?"
    r" (?:dossier|projet|demande)s?"
    r"|\b(?:associations?|collectivites|communes|structures|bibliotheques|employeurs|centres)\b"
    r"[^.!?]{0,60}\bdepose\w+ (?:(?:leurs?|un|vos|votre|des|le|les) )(?:dossier|projet|demande)s?"
)
"""What names a call, or what is sent to one."""

SENDS = re.compile(
    r"\bdepos\w+|\bdepots?\b|\bdossiers?\b|\breponses?\b|\bsoumi\w+|\bsoumettre"
    r"|\benvo(?:i|yer|yez|yes|yees)\b|\btransm\w+|\badress\w+|\bremettre|\brenvoyer|\bretourner"
    r"|\bdemandes? d'aides?\b|\bdemander\b|\bproposez\b|\bpropositions\b|\brecevables?"
    r"|\bse manifester|\bmanifestez|\bse faire connaitre|\bsollicit\w+|\bconcourir"
    r"|\binscriptions?\b|\bsaisir\b|\bdemandes (?:sont|seront|doivent|devront)\b"
)
"""What one does to answer a call, and seldom otherwise."""

ASKS = re.compile(
    SENDS.pattern + r"|\brepond\w*|\bdemandes?\b|\bpropos\w+|\bouverte?s?\b"
    r"|\bcourt\b|\bclotur\w+|\brejoign\w+|\bparticip\w+|\bjouer\b|\bprojets?\b"
    r"|\bformulaire|\bdate limite\b"
)
"""Weaker words of the same: they count where a call is named only."""

GIVES = re.compile(
    r"\bsubventions?\b|\bfinanc(?:e|ent|er|ement|ements)\b|\bfonds\b|\bbourses?\b|\bmecenat"
    r"|\bconcours\b|\bprix\b|\btrophees?\b|\bfondations?\b|\bsoutien\b|\bhackathon|\bguichets?\b"
    r"|\b(?:votre|vos) projets?|\bprojets? (?:locaux|innovants?)"
)
"""What a call gives; none is enough by itself."""

CLOSED = re.compile(r"\b(?:clos|cloture|termine)(?:e|es|s)?\b(?: ?[,;]| depuis\b)")
"""In the clause before a date: the call is over, the date is that of what follows it."""

BEGINS = re.compile(r"\bouvertures?\b|\bouvrir\w*|\bouvrent|\blancement|\ba partir d|\bdebut\b")
"""In the clause before a date that nothing but a colon announces: it is an opening."""

OTHER_END = re.compile(
    r"\blaureat\w*|\bjury\b.{0,20}\breuni|\breunir\w*|\breunit|\bresultats?\b|\bretenus?\b"
    r"|\bretenues?\b|\bceremonie|\bremise (?:des|du|de) (?:prix|troph)|\bwebinaire|\binstruction"
    r"|\bse deroul\w+|\bmis(?:e|es)? en oeuvre|\bverse\w*|\bachev(?:e|es|ee|ees)\b|\bconsomme\w*"
    r"|\binforme\w*|\bannonc\w+|\bser(?:a|ont) (?:lance|publie)\w*|\bdevrai\w+|\bdisponibles?\b"
    r"|\bselection se|\betai(?:t|ent) ouvert\w*|\bfinancee?s? jusqu|\best assure|\bmaintien\w*"
    r"|\bvoter\w*|\bmoitie prix|\bprix reduit|\bbloque\w*|\bsigne\w*|\bemploie"
    r"|\bsoutenue?s\b|\bfoire aux questions|\bmise? a jour|\breunions? d'|\binscription obligatoire"
    r"|\bmaintenance\b|\bbilans?\b|\bcomptes? rendus?\b|\btravaux\b|\bjustificatifs?\b"
    r"|\bexpos?\b|\bexpose(?:nt|ront)?\b"
)
"""In the clause before a date: it is the end of something else, or its beginning."""

OTHER_MATTER = re.compile(
    r"\brecrut\w+|\boffre d'emploi|\bposte (?:est )?a pourvoir|\bcv\b|\bmunicipales\b"
    r"|\blegislatives\b|\belectora\w+|\bparcoursup|\betudiant\w*|\bcantine|\bsurendettement"
    r"|\bconsultation publique|\bamendements?\b|\bfonction publique|\bcentre de gestion"
    r"|\bespace sante|\bdepot de (?:pain|bilan)|\bexposition|\bspectacle|\bvide-grenier"
    r"|\bquestionnaire|\bcours d'|\bconventions?\b.{0,60}\bjusqu|\bdossier (?:medical|special)"
    r"|\btribunal|\bpro(?:jet|position) de loi\b|\bsenat\b|\bassemblee nationale"
)
"""In the whole passage: no call is meant, whatever its words."""
