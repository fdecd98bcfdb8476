"""The words that tell a deadline from any other end, on a folded text: what it is the end of.

They say what one does to answer and what is answered; `left` has what leaves a date alone, `around`
what makes it an end. What is found is shown to people who check it, and what is missed can still be
typed: precision comes before recall, and a doubtful date waits for a coordinator.
"""

from __future__ import annotations

import re

from bot.veille.deadlines.handed import HANDED_IN
from bot.veille.deadlines.words import any_of

# What has no end, and what begins.

PERMANENT = any_of(r"""
    au fil de l'eau | (?:sans|pas de|aucune) date (?:limite|butoir|de cloture|de fin)
    (?:sans|pas d'|aucune) ?echeance | (?:depots?|guichets?|dispositif) permanents?
    appels?(?: a \w{1,15})? permanents? | (?:tout au long de|toute) l'annee | a tout moment
    en continu | (?:ouverte?|acceptee?|recue?|possible)s? en permanence
    quand (?:vous voulez|on veut) | a toute epoque | n'importe quand | au fur et a mesure
    a n'importe quel moment
""")
"""What says that there is no end."""

BEGINS = any_of("ouvertures? | ouvrir* | ouvrent | lancement | a partir d* | debut")
"""In the clause before a date that nothing but a colon announces: it is an opening."""

# What one does to answer.

_TAKEN_IN = "(?:recueilli|recu|accepte|enregistre|centralise|receptionne|admis|pris)"

_SENDS = rf"""
    (?:tele|pre|e-)?depo(?:s|ts?\b)* | dossiers? | reponses? | soumi* | soumettre
    teledeclar* | teleservice | teleprocedure
    se signal* | se declar* | r?envo(?:i|is|ie|ient|y\w{{1,4}}) | transm*
    adress(?:er|ez|ent|ees?|e (?:sa|son|ses|leurs?|une?|les?|la)) | remett(?:re|ez|ent)
    retourne(?:r|z|nt) | faire parvenir
    retour (?:souhaite|des|avant|pour|le|au|attendu|imperatif)* | parvenir
    ce qui (?:nous |lui |leur )?(?:arrive|parvient|sera (?:depose|recu|envoye))*
    {_TAKEN_IN}(?:e|s|es)? (?:jusqu|avant|d'ici|au plus)*
    propos(?:ez|ent) | propositions | recevables? | proposer (?:votre|vos|leurs?|une?|des)
    s'etre (?:manifest|declar|signal|inscri|fait connaitre)* | se manifest* | manifestez
    (?:f\w{{2,4}}|faites-vous) connaitre | sollicit* | concourir
    preinscri* | inscrite?s? (?:avant|jusqu|d'ici|au \d)* | inscriptions? | s'inscri(?:t|re)
    inscriv(?:ez|ent)
    saisir | saisi(?:e|es|s)
    demandes? d'aides? | demander | demandee?s?
    demandes? (?:\w{{1,15}} )?(?:est|sont|sera|seront|doit|doivent|devront|se fait|recevables)
    demandes? a \w{{4}}* | (?<!\ba )(?:votre|vos|ta|leurs?|sa|la|une|en faire la) demandes?
    a rendre
    rendre avant | candidat(?:er|ez|ent|ures?) | porter candidat*
    nominations | postul* | formulaires? | rempli* | confirm(?:e|er|ez|ent)
    remise (?:des?|du|de la|d'une?) {HANDED_IN} | rend(?:ent|ez)(?!-vous)* | reserv(?:ent|ez|er)
    (?:a|de|les?|la) (?:rapporter|ramener) | rendre (?:sa|son|ses|votre|vos|leurs?|une?)
    (?:prend|prennent|accepte(?:nt)?|attend(?:ent)?) [^.!?;:]{{0,25}}(?:projet|dossier|demande)s?
    (?:prend|prennent|accepte(?:nt)?|attend(?:ent)?) [^.!?;:]{{0,25}}(?:candidature|idee)s?
    lettres? de motivation | reception (?:jusqu|avant|au plus|d'ici)*
    (?:expression|manifestation)s? d'interet | candidate (?:en|sur|par)
    contributions? | observations
"""
SENDS = any_of(_SENDS)
"""What one does to answer a call, and seldom otherwise."""

ASKS = any_of(
    _SENDS
    + r"""
    repond* | demandes? | ouverte?s? | court | clotur* | date limite | signale(?:r|z|nt)
    deadline | close_?date | fermeture | nouvelles? (?:date|limite)* | rendre | fin des depots
    remise | echeances?
"""
)
"""Weaker words of the same: they count where a call is named only."""

WEAKER = any_of(r"""
    propos* | rejoign* | particip* | jouer | projets? | idees? | offres? | glisser | arriver
""")
"""Weaker still: what they say leaves a doubt, even under the name of a call."""

INVITES = any_of(r"""
    merci de (?:bien vouloir |nous )?\w{3,12}re?
    nous (?:envoyer|ecrire|transmettre|faire|adresser|retourner|renvoyer|indiquer) | signale[rz]-*
    declarez-vous | vous (?:signaler|declarer|inscrire|manifester|porter) | manifestez-vous
    inscri(?:vez|re|ptions?) | s'inscri(?:t|vent) | reserve[rz] | votez | repondez | repondre
    repond(?:ent|ons)? | ecri(?:vez|re) | envoyez | renvoyez | transmettez | proposez
    donnez (?:nous )?votre avis | candidatures? | candidate[rz] | postule[rz] | participe[rz]
    rejoignez | contribuez | deposez | remplissez | completez | dites[ -]* | cv
    presentez (?:votre|vos|un|une)* | bons? de commande | pass(?:ez|ent) commande | commande[rz]
    un (?:mail|courriel|message) (?:a|suffit)
    (?:associations|structures|communes|collectivites|lieux|equipes|employeurs) interessee?s
    (?:verifiez|creez|actualisez|completez)\b[^.!?;]{0,30}\b(?:fiche|lieu|structure)*
    questionnaire | registre | sondage | avis | faites[ -](?:nous|acte|remonter|connaitre|part)
    (?:vous|on) attend*
    (?:consultation|concertation) (?:publique|citoyenne|en ligne|est ouverte|ouverte) | ajoutez
    a (?:me |nous )?(?:renvoyer|retourner|remettre|transmettre|completer)
    a (?:me |nous )?(?:adresser|saisir|remplir|signer) | recevables? jusqu* | televersez
    partagez | remettez | indiquez | choisissez
    (?:ecris|envoie|inscris|reponds|postules?|depose)[ -](?:toi|moi|nous|a|au|avant|ta|ton|tes)
    candidate (?:a|au|avant|vite) | postez | reponse (?:a|au|souhaitee|attendue|avant|pour)
    (?!celle|elle|une|faites|dites)\w{2,12}[es]-(?:la|le|les|toi|moi|nous)
    (?!retrouvez|suivez|contactez|rendez|rejoignez|voyez)\w{3,12}ez-(?:moi|nous) | r?envoyez-l[ae]
    chaque \w{3,12} (?:r?envoie|remplit|repond|complete)
    vos (?:remarques|retours|contributions|commentaires|propositions|idees|reponses|textes)
    vos (?:photos|breves|dates)
""")
"""What asks an answer of the reader, of whatever kind."""

_TO_ENJOY = (
    "depenser|utiliser|consommer|retirer|voir|venir|decouvrir|suivre|partir|visiter|savoir|vivre"
    "|retenir|lire|noter"
)
_BODIES = (
    "associations?|collectivites|communes|mairies|structures|bibliotheques|mediatheques|employeurs"
    "|centres|porteurs|candidats|equipes|editeurs|ecoles|ccas|epn|clubs|etablissements|lieux"
)
_MORE_BODIES = _BODIES.replace("|candidats", "") + (
    "|collectivite|commune|mairie|structure|employeur|etablissement|tiers-lieux?|epci|cias|ehpad"
    "|maisons? de sante|france services|espaces|acteurs|organismes|operateurs|intercommunalites"
    "|maires|villages|missions locales|residences|gestionnaires|professionnels|benevoles"
    "|enseignants|federations|entreprises|cooperatives|comites|reseaux|syndicats|groupements"
    "|createurs|artistes|volontaires"
)
"""Who applies to calls: bodies, where formalities are for people."""

_MUST = "peuvent|peut|pourront|pourra|doivent|devront"

ADDRESSED = any_of(rf"""
    vous | votre | vos | (?!chez|assez|voyez|rendez)\w{{3,12}}ez
    (?:interesse|volontaire)(?:e|s|es)?
    a (?!{_TO_ENJOY}|nouveau)\w{{3,12}}(?:er|ir|re) | attendue?s?
    se (?:manifest|signal|declar|demand)* | doi(?:t|vent) etre
    (?:celles?|ceux) qui (?:le |la |les |en |l')*(?:\w+ ){{0,2}}(?:souhait|veul|voudr|desir)*
    les (?:{_BODIES}) (?:\w{{1,14}} ){{0,2}}\w{{2,12}}ent
    (?:{_MUST}) (?:\w{{1,12}} )?(?:etre )?\w{{3,12}}(?:er|ir|re|ee?s?)
    (?:ont|as|avez|avons|aurez|auront) (?:[^.!?;]{{0,30}} )?jusqu*
    on (?:envoie|depose|rempl|repond)*
    pour en etre | pour etre (?:du|de la|des|parmi|retenu)*
    un (?:mail|message|mot|courrier|courriel|appel)
    ecri(?:re|vent|ront|ra|t un|t a) | par (?:mail|courriel|courrier|voie) | tu | ton | ta | tes
""")
"""Who reads is spoken to, or something is to be done: weaker than INVITES."""

BODIES_ACT = re.compile(
    rf"\b(?:{_MORE_BODIES})\b[^.!?;:]{{0,70}}\b(?:ont jusqu'|"
    r"(?:(?:tele|pre)?depos|ecri[vr]|r?envo|renv|transm|adress|remet|retourn|soum|saisi|rempl"
    r"|candidat|postul|sollicit|demand|formul|present|se (?:signal|declar|manifest)|s?'?inscri"
    r"|reserv|repon[d]|propos|expedi|command|complet)\w{0,6}?(?:ent|ont|er|ir|re|se|oie|it)\b)"
)
"""Bodies do what one does to answer: no formality of people's."""

BODIES_DO = re.compile(
    rf"\b(?:{_MORE_BODIES})\b[^.!?;:,]{{0,40}} (?!doivent|devront|sont|seront|ont"
    rf"|auront|[ef]urent|comment"
    r"|souvent|vraiment)\w{1,14}(?:ent|ont)\b"
)
"""Bodies do something, whatever it is: where something is offered, that is how one answers."""

_PLACES = (
    "liste|portail|plateforme|guichet|lien|vote|scrutin|portes?|urnes?|billetterie|questionnaire|teleservice|campagne|sessions?|saisie|depots?|formulaire|site"
    "|inscriptions?|candidatures?|reservations?|reception|appel|periode|fenetre"
)
_OPEN_OR_CLOSED = (
    "arretee?s? |boucl|ouvert|r?ouvr|accessible|expir|(?:re)?ferm|clo|dispara|s'etei"
    "|s'arret|se termin|s'achev|se tien|se deroul|aura lieu"
    "|pren(?:d|nent|dra|dront) fin|bloque|verrouill"
)

CLOSING = any_of(
    rf"""
    (?:{_PLACES})\b[^.!?]{{0,60}}\b(?:{_OPEN_OR_CLOSED})* | (?:sera|seront|est|sont) clos*
    ouverte?s? (?:jusqu|entre|du \d)* | possibles? (?:jusqu|entre|avant|du \d)*
    (?:est|reste|sont|restent|sera) (?:encore |toujours )?ouvert* | releve[er]?s? | rideau
    (?:ferm(?:e|ent|era|eront)|se clot|cloturera) (?:le|ses|au|a)
    cachet de la poste | terme ?:* | plus aucun*
    (?:fenetre|campagne|depots?|saisie|inscriptions?|candidatures?|periode) ?:* | derniere limite
    fin (?:des|du|de la|de l') ?(?:votes?|depots?|inscri|candidat|saisie|envois|recep|appel|camp)*
    plus que | limite ?:* | dernier delai | dernieres? (?:chance|ligne|demande)*
    (?:arrive|recu|parvenu|depose|poste|envoye)e?s? (?:apres|au-dela|passe)* | impossibles?
    (?:ne|n') ?(?:sera|seront|est|sont) (?:pas|plus|ni) (?:lu|pris|examine|accept|etudie|rec)*
    (?:il|elle|ils|elles|celui-ci|celle-ci) (?:sera |seront )?(?:pren|ferm|clo|s'arr|expir|se term)*
    fin (?:des|du|de la|de l') ?(?:reponses|consultation|enquete|contributions|operation)
    """,
    r"(?:^ ?|[.:;|,(!?/-] ?|\bla |\bles? )(?:cloture|dates? limites?|date butoir|fermeture)\b",
)
"""What is open until the date, whatever one does there."""

DEPOSIT_ENDS = any_of(r"""
    dates? limites? | date butoir | fin des depots | clotur* | date de fin | prolong*
    clos(?:e|es)?
    echeances? | derniers? (?:delai|carat|jours?)
    permanente? | au fil de l'eau
    (?:fonds|financements?|subventions?|bourses?|aides?|mecenat)\b[^.!?]{0,60}\bouvert*
    (?:fonds|financements?|subventions?|bourses?|aides?|mecenat)\b[^.!?]{0,60}\baccessible
""")
"""What says by itself that one may apply until then, where what is given is told."""

# What is answered.

LABEL = re.compile(r"(?:^ ?|[.:;] ?)(?:cloture|dates? limites?|date butoir|dernier delai)\b")
"""What nothing but a call is told by, at the head of its sentence."""

CALL_SIGNS = re.compile(r"\b(?:AAP|AMI|AAC|AAPI|FDVA|DETR|DSIL|FIPD|FONJEP)\b")
"""Abbreviations of calls, in capitals: « un ami » is none. Looked for in the unfolded text."""

CALL = any_of(rf"""
    appels? a (?:projets?|manifestations?|candidatures?|propositions?|communs?|contributions?)
    appels? a (?:initiatives?|idees?|solutions?|partenaires?|partenariats?|participation)
    appels? a (?:cofinancement|benevoles) | l appel a projets? | budget participatif
    candidat(?:er|ez|ures?|e a) | postul(?:er|ez) | demandes? de (?:subvention|financement)*
    dossiers? de (?:candidature|demande|subvention)* | lettres? d'intention
    campagne de subvention* | porteurs? de projets?
    depots? (?:(?:permanent|en ligne) )?d(?:u|e|es)(?: vos| votre)? (?:dossier|projet|demande)s?
    (?:{_BODIES})\b[^.!?]{{0,60}}\bdepose\w{{0,3}} (?:leurs?|un|vos|votre|des|les?) dossiers?
    (?:{_BODIES})\b[^.!?]{{0,60}}\bdepose\w{{0,3}} (?:leurs?|un|vos|votre|des|les?) projets?
    (?:{_BODIES})\b[^.!?]{{0,60}}\bdepose\w{{0,3}} (?:leurs?|une|vos|votre|des|les?) demandes?
""")
"""What names a call, or what is sent to one."""

NAMED = any_of("""
    appels? a (?:projets?|manifestations?|candidatures?|propositions?|initiatives?)
    budgets? participatifs?
    (?:expression|manifestation)s? d'interet
""")
"""Its name in full, which no formality has."""

GIVES = any_of(r"""
    subventions? | financ(?:e|ent|er|ement|ements) | financeurs? | fonds | bourses? | mecenat
    concours | prix | trophees? | fondations? | souti(?:en|ent|ennent) | hackathon* | guichets?
    (?:votre|vos) projets? | projets? (?:locaux|innovants?) | conferences? des financeurs
    dotations? | appels? | microcredit | l'aide | enveloppes? | labels? | primes? | cheques?
    aides? (?:a|au|aux|de|regionale|exceptionnelle|forfaitaire|financiere|departementale)
    campagnes? | dispositifs? | programmes?
""")
"""What a call gives; none is enough by itself."""

GRANTS = any_of(r"""
    subventions? | fonds | bourses? | mecenat | concours | prix | trophees? | fondations?
    dotations? | conferences? des financeurs | hackathon*
""")
"""Those of them that are not for everybody: they need no theme to be believed."""

OFFERS = any_of(
    r"""
    offert* | a (?:la |leur |votre )?disposition | cede(?:r|nt|s|z)? | a donner
    pret(?:e|ent|era|eront|es|ees)
    parrain* | dote\w*
    offre[nt]* | gratuit* | (?:co)?financ* | euros? | pris(?:e|es)? en charge
    pren(?:d|nent|dra|dront)\b[^.!?]{0,20}en charge | regle(?:nt|ra)? la moitie | met en place
    pilotes? | experimentat* | a prendre | sans (?:facture|frais|loyer|rien payer) | accompagn*
    souti* | soutenir* | aide(?:nt|r|ra|ront|s)?
    equip(?:er|e|ent|ez|ement)*
    distribu* | attribu* | recompens* | finalistes | cherch(?:e|ent|ons) | recherch(?:e|ent|ons)
    beneficier* | profiter* | selection(?:ne|nera|neront|nes|nees)* | labell* | residence*
    mecenat | dotee?s?
    pai(?:e|ent) | indemni* | verse(?:nt)? | donne(?:nt)? (?!acces|lieu|droit|rendez|suite)*
    rembours* | subventionn*
    aidee?s? (?:a|par|en)* | a hauteur de | fourni(?:t|ssent) | confie(?:nt)? | install(?:e|ent)
    recevr(?:a|ont|ez)* | pourvoir | places | accueill(?:e|ent|era)* | mission | chantier*
""",
    "\u20ac",
)
"""What a text that names no call may offer: one may answer it all the same."""

MONEY = any_of("financ* | subvention* | appel* | fond* | bourse* | mecenat | aides? | aap | ami")
"""What the theme of a feed that tells of calls says."""

ASKING = any_of("formation* | emploi* | agenda* | evenement* | enquete* | concert* | rencontre*")
"""What the theme of a feed that asks for answers says."""

NEWS = any_of("""
    formation* | agenda* | evenement* | enquete* | concert* | rencontre* | actualite* | actus?
    ressource* | infos? | nouvelles | vie (?:du|de)*
""")
"""What the theme of a feed says, when what its readers are asked may be no call."""

REQUESTS = any_of(r"""
    enquetes? | questionnaires? | sondages? | consultations? | concertations? | recensements?
    cartographie | barometres? | etudes? | relectures? | avis | contributions? | temoignages?
    remontees? d* | besoins? | inscri* | webinaires? | formations? | journees? | ateliers? | mooc
    sessions? | salons? | colloques? | stands? | rencontres? | offres? d'emploi | poste | recrut*
    volontaires? | benevoles? | services? civiques? | candidat* | elections? d* | dons? d*
    animateurs? | fiches? | registre | forums? | votez? | sommaire | collectes? | participation
    cherch(?:e|ent|ons) | jury | cohorte | annuaires? | observatoires? | participati*
""")
"""What else is answered by a date, and is no call."""

LESSER = any_of(r"""
    offres? d'emploi | recrut* | cv | cdd | cdi | postes? | services? civiques? | stages?
    alternan* | elections? d* | conseil d'administration | bureau de l'* | webinaires?
    reponses? (?:avant|le|d'ici|en|sous) | confirm* | reserv* | invitations? | ceremonie | soiree
    inscription obligatoire | reunions? d'information | benevoles?
""")
"""What makes a candidacy no call, or the date that of a meeting about it: nothing is certain."""
