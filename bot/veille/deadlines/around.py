"""What stands around a date in a folded text, and makes it an end, or a beginning.

Each pattern is looked for in the words before a date, up to where they stop, unless it says so.
"""

from __future__ import annotations

import re

# What makes a date an end.

_TAIL = r" ?(?:le|la|les|au|du|ce|a la|a)? ?[:(-]? ?$"
_GAP = r"(?:[^.!?;\d]|20\d\d){0,80}$"

UNTIL = re.compile(
    r"(?:\b(?:jusqu'(?:aux?|a)|avant|d'ici)"
    r"(?:(?: [^.!?;:,(\d]{1,40})?(?:, ?(?:soit|c'est-a-dire)?| ?\())?"
    r"|\bsous (?:huitaine|quinzaine|\w{2,8} (?:jours|semaines|mois))(?:,? soit|,)?"
    r"|\bavant (?:la |l'|le )(?:reunion|seance|commission|comite|jury|rencontre|assemblee) d[ue]"
    r"|\bd'ici a|\bd'ici au|\bau plus tard|\bpour|dernier delai|deadline|cut-?off|\bdernier jour)"
    + _TAIL
)
"""Words that end just before the date: « jusqu'au », « avant les vacances, soit le »."""

CLOSES = re.compile(
    r"\b(?:(?<!dans la )limites?|date butoir|nouvelles? (?:date|echeance)|bloquee?s?"
    r"|ramass\w{1,5}|boucle?e?s?\b|rideau|(?:cachet|tampon) (?:de la poste)?|faisant foi"
    r"|releve[er]?s?\b|portee?s? (?=au |a l|jusqu)"
    r"|verrouill\w{1,5}|date de fin|fin (?:de|du|des|le|au) |terme ?:|(?<!ce )delai|dernier delai"
    r"|derniers? jours?|dates? (?:d[eu]s?|(?:retenu|fixe|prevu)e?s? pour)"
    r" (?:l[ae]s? |l')?"
    r"(?:depot|remise|envoi|reception)"
    r"|dernieres? (?:demande|candidature|inscription|reponse)s?"
    r"|clotur\w{0,9}|clos(?:e|es|ent)?\b|clot\b|(?:re)?ferm(?:e|es|ee|ees|ent|era|eront|eture)\b"
    r"|s'acheve\w{0,4}|dispara\w{2,6}|s'etei\w{2,5}|levees?\b|(?:est|sont|sera|seront) arretee?s?"
    r"|(?:re)?tomb(?:e|ent|era)\b|s'arrete\w{0,4}|se termin\w{1,6}|pren(?:d|nent"
    r"|dra) fin|expir\w{1,6}"
    r"|arriv\w{1,4} a (?:leur |son )?terme"
    r"|echeances?|deadline|cut-?off|(?:report|repouss|prolong)e[er]?s?\b"
    r"|clos(?:e|ing)_?date|end_?date|date_fin)" + _GAP
)
"""Words that name an end, some way before the date: « date limite de dépôt : », « clôture le »."""

HANDED = re.compile(
    r"\b(?:reception|remise|retour|depot|envoi|transmission|reponses?|candidatures?|dossiers?"
    r"|releves?)\b(?:[^.!?;:\d]|20\d\d){0,50}: ?$"
)
"""What is handed in, then a colon: « Dépôt des projets : »."""

DELIVERED = re.compile(
    r"\b(?:remise|retour|depot|envoi|rendu) (?:des? |du |de la |d')(?:plis?|offres?|dossiers?"
    r"|candidatures?|projets?|manuscrits?|prototypes?|copies|demandes?|reponses?|lettres?|videos?"
    r"|pieces|formulaires?|fiches?)[^.!?;:\d]{0,30}$"
)
"""The same without a colon: « remise des plis le »."""

DUE = re.compile(
    r"(?:\brendu (?:le|pour) ?$|\battendu(?:e|s|es)?\b"
    r"|\b(?:a|et) (?:nous )?(?:rendre|remettre|retourner|renvoyer|deposer|envoyer|transmettre"
    r"|adresser|faire parvenir)\b|\b(?:doi(?:t|vent)|devons|devant|devr(?:a|ont)) "
    r"(?:nous |lui |leur |vous |me |etre |imperativement |avoir )?"
    r"(?:parvenir|arriver|revenir|recue?s?|etre sur|complete?s?|complets?|remis\w{0,2}|rendue?s?"
    r"|saisie?s?"
    r"|transmis\w{0,2}|deposee?s?|envoyee?s?|adressee?s?)\b"
    r"|\b(?:faut|faudra|devr\w{1,4}|doi\w{1,4}) (?:donc )?(?:rendre|remettre|deposer|envoyer"
    r"|transmettre|retourner|rapporter|adresser|boucler|poster) [^.!?;:,]{1,30} (?=$)"
    r"|\b(?:remett|depose|enver|rend|transmett|adresse|retourne)r(?:ont|ez|a) (?:l|v|s|un)\w*"
    r" (?:dossier|projet|candidature|demande|proposition|copie|formulaire|offre|reponse)s?\b)"
    r"(?:[^.!?;\d]|20\d\d){0,60}$"
)
"""Words that say that something is due on the date: « à rendre le », « doivent parvenir »."""

NO_LONGER = re.compile(
    r"\b(?:plus|aucune?|pas|impossibles?|trop tard|refusee?s?|ecartee?s?|irrecevables?)\b"
    r"[^.!?;\d]{0,50}\b(?:apres|au-dela du|passe) ?(?:le)? ?$"
)
"""« Les demandes ne seront plus prises après le »."""

BEYOND = re.compile(
    r"\b(?:apres(?: le)?|au-dela du|passe le|incomplets? (?:au|le)|non parvenus? (?:au|le)) ?$"
)
REFUSED = re.compile(
    r"[^.!?]{0,40}\b(?:aucune?|plus|trop tard|ne sera|ne seront|ne pourr|refuse|il faudra|rejet"
    r"|irrecevable|ecarte|hors delai|impossible|ne compte|n'est pas|ne sont pas|on n|nous n|ira"
    r"|iront|attendr)"
)
"""« Passé le 12 mars, aucun dossier ne sera lu », around the date."""

AFTER = re.compile(
    r" ?(?::|\() ?(?:cloture|fin des depots|date limite)\b| ?\(depots?\)"
    r"| ?[,(]? ?(?:au plus tard|dernier delai|delai de rigueur|delai imperatif|derniere limite"
    r"|,? pour (?:y )?(?:depos|candidat|postul|repond|envoy|boucl|finalis|transmet|s'inscri|complet"
    r"|soumet|rend|remplir|saisir|se manifest|se declar|faire)\w*"
    r"|dernier (?:carat|jour)|sans faute|(?:au )?(?:grand )?maxi(?:mum)?\b|pas plus tard"
    r"|(?:et |,? ?)pas (?:un jour|une heure|apres)(?! le)"
    r"|,? c'est (?:fini|termine|trop tard|ferme|clos)"
    r"|dernier horodatage|que (?:se )?(?:ferm|termin|clo|achev)|cachet de la poste"
    r"|date limite|comme (?:date|derniere) limite|terme de rigueur"
    r"|(?: au soir)? ?,? ?(?:et |puis )?(?:la|le|les|l'|nos|notre|on|nous|tout)(?: ?\w{2,14}){1,4}"
    r" (?:sera|seront|est|sont|se|on|nous) (?:clo[st]|clotur|ferm|arret|verrouill|boucl)"
    r"| ?; ?(?:ce qui|ceux qui|celles qui|les dossiers qui|apres|ensuite|passe ce)\b)"
)
"""Words that follow the date: « le 12 janvier au plus tard »."""

LABELLED = re.compile(r": ?(?:avant|jusqu'(?:au|a)|d'ici|au plus tard|pour)(?: le| au)? ?$")
"""What stands between a label and its date: « Collèges : avant le 2 mai »."""

ALSO = re.compile(
    r" ?\)?,? ?(?:et|puis|ou)?,? ?"
    r"(?:(?:la|le|pour la|pour le|celle|celui) (?:premi\w{2,3}|second\w?|deuxieme|troisieme)"
    r"|(?:puis|et|ou)(?: jusqu'au| avant)?|;? ?pour (?:celles?|celui|ceux))[^.!?;\d]{0,30}$"
)
"""What stands between two ends told as one: « la première ferme le 2 mai, la seconde le »."""

NEW_CLAUSE = re.compile(
    r" ?,? ?(?:(?:on|nous|ils?|elles?) (?!accept|pren|recev|recoi)\w"
    r"|(?:les? |la |l'|une? |notre |nos )\w{3,20} (?:[\w']{1,15} )?"
    r"(?:se (?!ferm|clo|termin)|ser(?:a|ont)\b|aur(?:a|ont)\b|\w{3,12}(?:era|eront)\b))"
)
"""After a second date: others do something then, « et le 5 avril on ouvre les enveloppes »."""

NEXT = re.compile(r" ?(?:,|et|puis|ou|, et|, puis) ?(?:le |au )?")
SERIES = re.compile(
    r"\b(?:releves|vagues|dates (?:limites?|butoirs?)|echeances|clotures|cut-?offs|guichets|termes"
    r"|(?:depots?|clotures?|limites?|releves?|clos(?:es?)?|cloturee?s?|s'arretent"
    r"|ferment|se terminent) (?:aux|les)"
    r"|jusqu'aux|avant les)\b"
    r"[^.!?;]{0,120}$"
)
"""Several ends in a row, « relevés : 31 mars, 30 juin et 30 septembre », and what parts them."""

FOR_OTHERS = re.compile(
    r"(?:[^.!?;]{0,60}[.;])? ?(?:celles?|ceux|celui|pour (?:les? |la )?(?:autres?|second|deuxieme"
    r"|suivant"
    r"|ceux|celles?|celui)|(?:les? |la |pour la )?(?:autres?|second|deuxieme|troisieme|quatrieme"
    r"|derniere?|suivante?|2e|3e)\w*)\b[^.!?;\d]{0,60}"
    r"(?:\b(?:jusqu'au|avant(?: le)?)|, (?:le|au)|:(?: ?le| ?au)?) ?$"
)
"""The same over two sentences: « Les communes ont jusqu'au 2 mai. Les autres ont jusqu'au »."""

NAMED_DAY = re.compile(
    r"^(?!.*\b(?:jury|commission|comite|selection|publication|webinaire)\b).{0,60}: (?:le )?$"
)
"""A label before its day, « Pour la mobilité : », but for those of what others do."""

LAST = re.compile(r" (?:dernier|passe|ecoule)\b(?! (?:delai|carat|jour|rappel))")
"""After a date: it is over, « le 15 novembre dernier »."""

TO_COMPLY = re.compile(
    r"(?: inclus)?,? pour (?:s'(?:equip|adapt|acquitt)|se (?:mettre|conform|doter)|sign"
    r"|realis|chois|depens"
    r"|utilis|pay|regl|migr|bascul|appliqu|respect|achev|profit|consomm|contest|form|introduire)"
)
"""After a date: what one has until then is no time to apply."""

FOR = re.compile(r" pour \w+(?:er|ir|re)\b")
"""After a date: what one may do until then is told there."""

# What puts an end off.

MOVES = re.compile(
    r"(?:\b(?:prolong|report|repouss|decal|gliss|recul|avanc)\w{0,9}|(?<!s')\beten[dt]\w{0,4})"
    r"[^.!?;\d]{0,40}$|\bpass\w{1,3} du $"
)
"""Before what looks like a range: an end goes from its first day to its last."""

POSTPONED = re.compile(
    r"(?:\b(?:prolong|report|repouss|decal|gliss|eten[dt]|recul)\w{0,9}|\bportee?s? (?=au |a "
    r"|jusqu)"
    r"|\bfinalement\b|desormais"
    r"|\bmaintenant\b|\bpass(?:e|ent|era) du\b|\bnouvelle date)"
    r"(?:[^.!?;\d]|20\d\d|(?:du|au) \d\d? ){0,70}\b(?:jusqu'(?:au|a)|au|a la|avant|est le|limite)"
    r"(?: le)? ?:? ?$"
    r"|\b(?:ce|c'|cela|ca|on) ?(?:est|sera|va|passe|ira) (?:donc |plutot |a present )?"
    r"(?:finalement|desormais|maintenant|plutot|dorenavant)"
    r"(?: (?:jusqu'au|au|avant le|avant|pour le|le))? ?$"
)
"""What puts an end off: the date that follows replaces those before it."""

FORMER = re.compile(
    r"\b(?:initial(?:e|ement)?\b|d'abord (?:fixe|prevu|annonce|ouvert|arrete)\w{0,3}"
    r"|au lieu d|auparavant|precedemment|a l'origine|au depart\b"
    r"|n'est plus valable|\bfallait\b"
    r"|contrairement a|\b(?:aviez|av(?:ai|aie)n?t|avions|pouviez|pouvai(?:en)?t)"
    r" (?:normalement )?jusqu'"
    r"|et (?:non|pas)\b|non pas|ancienne date)[^.!?;\d]{0,60}$"
)
"""What says, before a date, that it was put off."""

# What makes a date a beginning.

FROM = re.compile(r"\b(?:(?:a partir|a compter) d(?:e |u |')|attendue?s des )(?:le )?$")
"""Right before a date: it begins something, whatever ends then is told by more words."""

OPENS = re.compile(
    r"\b(?:ouvert\w{0,5}|ouvr\w{1,6}|reouv\w{2,6}|a partir d|a compter d|des le|debut\w{0,5}"
    r"|lance\w{0,5}|accessible|en ligne depuis|retirer|open_?date|start_?date)[^.!?;\d]{0,60}$"
)
"""Words before an opening date, in the sentence that tells the end."""

OPENING = re.compile(
    r"\b(?:(?<!portes )(?:re)?ouvert(?:e|s|es|ure|ures)?\b(?! au public)"
    r"|(?:re)?ouvr(?:e|ent|ira|iront)\b|en ligne depuis|open_?date)[^.!?;\d]{0,50}$"
)
"""The same, in another sentence."""

RANGE_STARTS = re.compile(
    r"(?:\b(?:depots?|candidatures?|inscriptions?|periode|saisie|campagne) ?[(:]?"
    r"|\b(?:du|de ce)|\bentre(?: le)?|\ba partir du|\ba compter du|\bdes le"
    r"|\bdepuis le|:|[(]| -|^) ?$"
)
RUNS_TO = re.compile(
    r",? ?(?:pour|et|puis) (?:s'acheve|se termine|se clo|fini|prendr|s'arrete|dure)\w*"
    r"(?: fin)?(?: jusqu'au| jusqu'a| le| au)? ?"
)
"""Between the day on which something begins and the one on which it stops: one time."""

SEAT = re.compile(
    r" ?[(] ?(?:sur )?(?:pre-?)?inscriptions?\b[^.!?;:\d]{0,25}\b(?:avant|jusqu'au|d'ici)"
    r"(?: le| au)? ?"
)
MEETING = re.compile(r"\b(?:webinaires?|visio\w{0,10}|reunions?|permanences?|ateliers?)\b")
"""« Webinaire le 16 (inscription avant le 12) »: a seat there, whatever else is told."""

RANGE_JOINS = re.compile(
    r" ?\)?,? ?(?:inclus )?(?:et )?(?:au|jusqu'au|le|->?|>|\u2192)(?: (?:au|le))? ?(?:soir )?$"
)
"""What stands before the first day of a range, and between its days."""

# What is said beside it.

PARTS = re.compile(
    r":|\b(?:et|mais|puis) (?=(?:les?|la|vos|votre|on|vous|toute|a (?=\w{3}))\b|l')"
    r"|\bet (?=(?:transm|envo|adress|depos|remet|retourn|renvo|saisi|soumet|complet)\w{1,6} )"
    r"|\b(?=(?:demande|dossier|candidature|projet|proposition)s (?:[a-z'-]{1,14} ){0,3}"
    r"(?:arrive|recu|depose|parvenu|transmis|complet)e?s (?:avant|jusqu|d'ici|au plus))"
)
"""What parts a clause: what is said before is of something else, when one answers after it."""

TO_DO = re.compile(
    r"\bpour (?:y )?(?!depos|candidat|repond|envoy|postul|soumet|transmet|s'inscri|demand|propos"
    r"|solliciter|particip|remplir|saisir|vous|se |votre|vos |cet|les? |la )\w{3,14}(?:er|ir|re)\b"
    r"[^.!?;\d]{0,60}$"
)
"""Before a range: the time of what a call is for, « pour animer les places du 5 au 29 »."""

UNREAD = re.compile(
    r"\b\d{1,2} ?(?:h|heures?|:\d\d)\b|\b(?:midi|minuit|heures)\b"
    r"|\b(?:jours?|semaines?|mois) avant\b|\bveille\b|\bsuivant\b|\bprecedent\b"
)
"""Beside a date: an hour, or a day counted from it. It may be the end's: nothing is certain."""
