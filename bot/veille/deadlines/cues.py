"""The words that tell a deadline from any other end, on a folded text: what it is the end of.

They say what one does to answer, what is answered, and what leaves a date alone; `around` has what
makes a date an end. What is found is shown to people who check it, and what is missed can still be
typed: precision comes before recall, and a doubtful date waits for a coordinator.

In a table, words are apart by « | » or by lines; each is whole, unless « * » leaves its end open.
"""

from __future__ import annotations

import re


def _any(words: str, *patterns: str) -> re.Pattern[str]:
    """Return what finds any word of a table, or any other pattern."""
    each = (word.strip() for line in words.splitlines() for word in line.split(" | "))
    known = "|".join(
        word.removesuffix("*") + ("" if word.endswith("*") else r"\b") for word in each if word
    )
    return re.compile("|".join((rf"\b(?:{known})", *patterns)))


# What has no end, and what begins.

PERMANENT = _any(r"""
    au fil de l'eau | (?:sans|pas de|aucune) date (?:limite|butoir|de cloture|de fin)
    (?:sans|pas d'|aucune) ?echeance | (?:depots?|guichets?|dispositif) permanents?
    appels?(?: a \w{1,15})? permanents? | (?:tout au long de|toute) l'annee | a tout moment
    en continu | (?:ouverte?|acceptee?|recue?|possible)s? en permanence
    quand (?:vous voulez|on veut) | a toute epoque | n'importe quand | au fur et a mesure
    a n'importe quel moment
""")
"""What says that there is no end."""

BEGINS = _any("ouvertures? | ouvrir* | ouvrent | lancement | a partir d* | debut")
"""In the clause before a date that nothing but a colon announces: it is an opening."""

# What one does to answer.

_SENDS = r"""
    depos* | depots? | dossiers? | reponses? | soumi* | soumettre
    se signal* | se declar* | r?envo(?:i|is|ie|ient|y\w{1,4}) | transm* | adress(?:er|ez|ent|ees?|e (?:sa|son|ses|leurs?|une?|les?|la)) | remett(?:re|ez|ent)
    retourne(?:r|z|nt) | faire parvenir
    retour (?:souhaite|des|avant|pour|le|au|attendu|imperatif)* | parvenir | acceptee?s? jusqu*
    propos(?:ez|ent) | propositions | recevables? | proposer (?:votre|vos|leurs?|une?|des)
    se manifest* | manifestez | (?:se f\w{2,4}|faites-vous) connaitre | sollicit* | concourir
    inscriptions? | s'inscri(?:t|re) | inscriv(?:ez|ent) | saisir | saisi(?:e|es|s)
    demandes? d'aides? | demander | demandee?s?
    demandes? (?:\w{1,15} )?(?:est|sont|sera|seront|doit|doivent|devront|se fait|recevables)
    demandes? a \w{4}* | (?:votre|vos|ta|leurs?|sa|la|une|en faire la) demandes? | a rendre | rendre avant | candidat(?:er|ez|ent|ures?) | porter candidat*
    nominations | postul* | formulaires? | rempli* | confirm(?:e|er|ez|ent)
    remise des (?!prix|troph|diplom|dot|insign)* | rend(?:ent|ez)(?!-vous)* | reserv(?:ent|ez|er)
    contributions? | observations | manifestations? d'interet | candidate (?:en|sur|par)
"""
SENDS = _any(_SENDS)
"""What one does to answer a call, and seldom otherwise."""

ASKS = _any(
    _SENDS
    + r"""
    repond* | demandes? | ouverte?s? | court | clotur* | date limite | signale(?:r|z|nt)
    deadline | close_?date | fermeture | nouvelles? (?:date|limite)* | rendre | fin des depots | remise | echeances?
"""
)
"""Weaker words of the same: they count where a call is named only."""

WEAKER = _any(r"""
    propos* | rejoign* | particip* | jouer | projets? | idees? | offres? | glisser | arriver
""")
"""Weaker still: what they say leaves a doubt, even under the name of a call."""

INVITES = _any(r"""
    merci de (?:bien vouloir |nous )?\w{3,12}re?
    nous (?:envoyer|ecrire|transmettre|faire|adresser|retourner|renvoyer|indiquer) | signale[rz]-*
    declarez-vous | vous (?:signaler|declarer|inscrire|manifester|porter) | manifestez-vous
    inscri(?:vez|re|ptions?) | s'inscri(?:t|vent) | reserve[rz] | votez | repondez | repondre
    repond(?:ent|ons)? | ecri(?:vez|re) | envoyez | renvoyez | transmettez | proposez
    donnez (?:nous )?votre avis | candidatures? | candidate[rz] | postule[rz] | participez
    rejoignez | contribuez | deposez | remplissez | completez | dites[ -]* | cv
    pass(?:ez|ent) commande | commande[rz] | un (?:mail|courriel|message) (?:a|suffit)
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
_MUST = "peuvent|peut|pourront|pourra|doivent|devront"

ADDRESSED = _any(rf"""
    vous | votre | vos | (?!chez|assez|voyez|rendez)\w{{3,12}}ez | interessee?s
    a (?!{_TO_ENJOY}|nouveau)\w{{3,12}}(?:er|ir|re) | attendue?s?
    se (?:manifest|signal|declar|demand)* | doi(?:t|vent) etre
    les (?:{_BODIES}) (?:\w{{1,14}} ){{0,2}}\w{{2,12}}ent
    (?:{_MUST}) (?:\w{{1,12}} )?(?:etre )?\w{{3,12}}(?:er|ir|re|ee?s?)
    (?:ont|as|avez|avons|aurez|auront) (?:encore )?jusqu* | on (?:envoie|depose|rempl|repond)*
    pour en etre | pour etre (?:du|de la|des|parmi|retenu)* | un (?:mail|message|mot|courrier|courriel|appel)
    ecri(?:re|vent|ront|ra|t un|t a) | par (?:mail|courriel|courrier|voie) | tu | ton | ta | tes
""")
"""Who reads is spoken to, or something is to be done: weaker than INVITES."""

_PLACES = (
    "portail|plateforme|guichet|lien|vote|scrutin|portes?|urnes?|billetterie|questionnaire|teleservice|campagne|sessions?|saisie|depots?|formulaire|site"
    "|inscriptions?|candidatures?|reservations?|reception|appel|periode|fenetre"
)
_OPEN_OR_CLOSED = (
    "ouvert|r?ouvr|accessible|expir|ferm|clo|s'arret|se termin|s'achev|se tien|se deroul|aura lieu"
    "|pren(?:d|nent|dra|dront) fin|bloque|verrouill"
)

CLOSING = _any(
    rf"""
    (?:{_PLACES})\b[^.!?]{{0,60}}\b(?:{_OPEN_OR_CLOSED})* | (?:sera|seront|est|sont) clos*
    ouverte?s? (?:jusqu|entre|du \d)* | possibles? (?:jusqu|entre|avant|du \d)*
    (?:est|reste|sont|restent|sera) (?:encore |toujours )?ouvert* | releve[er]?s? | rideau | cachet de la poste | terme ?:* | plus aucun*
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

DEPOSIT_ENDS = _any(r"""
    dates? limites? | date butoir | fin des depots | clotur* | date de fin | prolong* | clos(?:e|es)?
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

CALL = _any(rf"""
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

NAMED = _any("appels? a (?:projets?|manifestations?|candidatures?|propositions?|initiatives?)")
"""Its name in full, which no formality has."""

GIVES = _any(r"""
    subventions? | financ(?:e|ent|er|ement|ements) | financeurs? | fonds | bourses? | mecenat
    concours | prix | trophees? | fondations? | souti(?:en|ent|ennent) | hackathon* | guichets?
    (?:votre|vos) projets? | projets? (?:locaux|innovants?) | conferences? des financeurs
    dotations? | appels? | microcredit | l'aide | enveloppes? | labels? | primes? | cheques?
    aides? (?:a|au|aux|de|regionale|exceptionnelle|forfaitaire|financiere|departementale)
    campagnes? | dispositifs? | programmes?
""")
"""What a call gives; none is enough by itself."""

GRANTS = _any(r"""
    subventions? | fonds | bourses? | mecenat | concours | prix | trophees? | fondations?
    dotations? | conferences? des financeurs | hackathon*
""")
"""Those of them that are not for everybody: they need no theme to be believed."""

OFFERS = _any(
    r"""
    offert* | cede(?:r|nt|s|z)? | a donner | pret(?:e|ent|era|eront|es|ees) | parrain* | dote\w* | offre[nt]* | gratuit* | (?:co)?financ* | euros? | pris(?:e|es)? en charge | prend en charge
    prennent en charge | accompagn* | souti* | soutenir* | aide(?:nt|r|ra|ront|s)? | equip(?:er|e|ent|ez|ement)*
    distribu* | attribu* | recompens* | finalistes | cherch(?:e|ent|ons) | recherch(?:e|ent|ons)
    beneficier* | profiter* | selection(?:ne|nera|neront|nes|nees)* | labell* | residence* | mecenat | dotee?s?
    recevr(?:a|ont|ez)* | pourvoir | places | accueill(?:e|ent|era)* | mission | chantier*
""",
    "\u20ac",
)
"""What a text that names no call offers: one may answer it all the same, and it is to be checked."""

NO_CALL = _any(
    r"""
    enquetes? | questionnaires?(?! de (?:particip|candid|preinscr))* | sondages? | registre
    (?:consultation|concertation)s? | (?:votre|leur|son|un) avis | votez | scrutin | barometres?
    offres? d'emploi | offre :* | (?:on |nous )?recrut(?:e|ent|ons|ement|ements) | cdd | cdi | cv | temps plein | alternan*
    webinaires? | visioconf* | billetterie | inscriptions? obligatoires? | masterclass
""",
    r"\b[hf] ?/ ?[hf]\b",
)
"""What is answered and is no call: a survey, a post, a seat somewhere."""

GATHERINGS = _any(r"""
    journees? | rencontres? | forums? | salons? | colloques? | conferences?(?! des fin)* | assises
    ateliers? | seminaires? | rendez-vous | congres | festival | universite d'ete | fete* | portes ouvertes
""")
SEATS = _any("inscri* | s'inscri* | reserv* | billet* | places? | jauge")
"""Where one goes, and what one takes there: a seat is no call."""

CANCELLED = _any("annul* | sans suite | sans objet | abandonne* | infructueu* | n'aura pas lieu")
"""What says that a call is no more."""

MONEY = _any("financ* | subvention* | appel* | fond* | bourse* | mecenat | aides? | aap | ami")
"""What the theme of a feed that tells of calls says."""

ASKING = _any("formation* | emploi* | agenda* | evenement* | enquete* | concert* | rencontre*")
"""What the theme of a feed that asks for answers says."""

NEWS = _any("""
    formation* | agenda* | evenement* | enquete* | concert* | rencontre* | actualite* | actus?
    ressource* | infos? | nouvelles | vie (?:du|de)*
""")
"""What the theme of a feed says, when what its readers are asked may be no call."""

REQUESTS = _any(r"""
    enquetes? | questionnaires? | sondages? | consultations? | concertations? | recensements?
    cartographie | barometres? | etudes? | relectures? | avis | contributions? | temoignages?
    remontees? d* | besoins? | inscri* | webinaires? | formations? | journees? | ateliers? | mooc
    sessions? | salons? | colloques? | stands? | rencontres? | offres? d'emploi | poste | recrut*
    volontaires? | benevoles? | services? civiques? | candidat* | elections? d* | dons? d*
    animateurs? | fiches? | registre | forums? | votez? | sommaire | collectes? | participation
    cherch(?:e|ent|ons) | jury | cohorte | annuaires? | observatoires? | participati*
""")
"""What else is answered by a date, and is no call."""

LESSER = _any(r"""
    offres? d'emploi | recrut* | cv | cdd | cdi | postes? | services? civiques? | stages?
    alternan* | elections? d* | conseil d'administration | bureau de l'* | webinaires?
    inscription obligatoire | reunions? d'information | benevoles?
""")
"""What makes a candidacy no call, or the date that of a meeting about it: nothing is certain."""

# What leaves a date alone.

CLOSED = _any(r"""
    fermee?s? ?:* | (?:ferme|suspendu|interrompu|bloque|coupe)e?s? (?:jusqu|du|entre)* | s'etai(?:t|ent) (?:clos|termine)* | (?<!se )termine(?:e|es|s)? le
    (?:clos|(?<!la )cloture|termine|ferme)(?:e|es|s)? ?[,;]*
    (?:clos|(?<!la )cloture|termine|ferme)(?:e|es|s)? (?:depuis|definitivement)
""")
"""In the clause before a date: the call is over, the date is that of what follows it."""

OTHER_END = _any(r"""
    laureat* | jury\b.{0,20}\breuni* | reuni(?:r|t)* | resultats? | retenue?s? | ceremonie
    remise (?:des|du|de) (?:prix|troph|dot|diplom|mat)* | webinaires? (?:de|d')* | se poursui*
    continue* | mise?s? en oeuvre | verse* | (?<!s')achev(?:e|es|ee|ees) | consomme* | informe*
    annonc* | ser(?:a|ont) (?:lance|publie)* | devrai* | disponibles? | selection se
    etai(?:t|ent) (?:ouvert|clos|termine)* | financee?s? jusqu* | est assure | maintien* | voter*
    votes? [^.]{0,30}(?:suiv|aura|se tien)* | moitie prix | prix reduit | emploie
    (?<!\d )signe(?:e|s|es|r|ront) | signe (?:par|le|la|en|avec|entre) | soutenue?s | foire aux questions
    mise?s? a jour (?:le|du|au|avant|d'ici) | reunions? (?:d'|publique)* | maintenance | bilans?
    comptes? rendus? | travaux | justificatifs? | expos? | expose(?:nt|ront)? | expositions?
    spectacle* | auditions? | oraux? | ecrits?(?! une?\b| a\b) | replay | paiements? | solde
    questions? (?:possibles|des candidats|peuvent|pourront|par|a|sur|ecrites)
    (?:vos|les|leurs) questions | poser (?:vos|des|leurs) | realise(?:e|es|s|r)? | fiche mise
    demarr* | commence* | debute* | prise (?:de|d') ?(?:poste|fonction)* | rentree | a terme
    prendr\w{1,3} (?:ses|leurs) fonctions | livraison | prochaine? (?:numero|lettre|ca|reunion)
    soutenance* | ayant (?:soutenu|obtenu|ete|eu|commence) | certifie* | (?<!en )permanence
    finale | poses | expertise | a pourvoir | indisponibl* | inaccessibl* | lecture | mission d\w*
    devoile* | presente\w{1,4} le | valable* | depenses | deploy* | rembours*
    dur(?:e|er|era|eront) | conserve* | rend(?:ra|ront) | absente?s? | en conges | tarif*
    forfaits? | factures? | acquitt* | syntheses? | en beneficier | (?:son|leur|le|un) contrat
    rapports? | consultable | visibles? | phase (?:de|d')* | est (?:avec|parmi) nous
    instruction(?! au fil) | acomptes? | retraits? | a retirer | (?:pas|rien|jamais) avant
    exercice (?:comptable|est|a|se) | avai(?:t|ent) ete | pieces (?:manquantes|complementaires)
    restitu* | assister | controle* | (?:sera|seront)\b[^.!?;]{0,60}\bd'ici*
""")
"""In the clause before a date: it is the end of something else, or its beginning."""

EVENTS = _any(r"""
    aur(?:a|ont) lieu | se ti(?:en|end)* | se deroul* | statu(?:e|er|era|eront)
    deliber(?:e|er|era|eront|ent) | sieg(?:era|ent|eront) | examine(?:ra|ront|r)? | notifi*
    recoiv* | parviendr* | parait* | engage(?:s|es|r)? | vous (?:serez|recevrez|saurez)
""")
"""What happens then, and is done by others than who answers."""

HELD = _any("""
    campagne | depots? | inscriptions? | saisie | consultation | concertation | enquete
    recensement | periode
""")
"""What is open while it happens."""

_PEOPLE = (
    "parents|familles|etudiants|foyers|menages|eleves|lyceens|proprietaires|locataires|assures|clients|abonnes"
    "|consommateurs|usagers|automobilistes|electeurs|agents|deputes|retraites|candidats a"
)

PUBLIC = _any(rf"""
    listes? electorales? | (?:aux|elections) municipales | municipales :* | legislatives
    electora* | parcoursup | cantine* | surendettement | amendements? | fonction publique
    centre de gestion | espace sante | depot de (?:pain|bilan) | vide-grenier*
    conventions?\b.{{0,60}}\bjusqu* | dossier (?:medical|special) | tribunal
    pro(?:jet|position)s? de loi | lois? | senat | impots? | taxes? | assemblee nationale
    declarations? de revenus | contribuables? | passeports? | cheques? (?:energie|vacances)
    cheques-vacances | cartes? (?:d'identite|grise|vitale|de bibliotheque|de lecteur)
    prime d'activite | permis (?:de conduire|roses?|a points) | allocations? (?!famil)*
    allocataires?
    inscriptions? (?:en (?:sixieme|6e|seconde|cp)|scolaires?|au college|au lycee|en maternelle|a l'ecole|a la creche)
    inscriptions? des (?:enfants|eleves) | natation | college :* | scolaires? :*
    centres? de loisirs | inscri(?:re|vez) (?:son|votre|leurs?|vos) enfants?
    transports? scolaires?
    prets? (?:sont|de documents) | empruntes?
    vos prets | soldes | resiliation | assurances?
    bourses? aux (?:jouets|vetements|livres|velos|plantes|skis|affaires) | a l'universite
    facture d'* | pensions? | amendes? | logement social | france travail | maprimerenov*
    compte formation | recensement de la population | (?:prime|fournitures) de rentree | vaccin*
    caf\b[^.]{{0,30}}\bfamilles | droits d'inscription | examen | dossiers? retraite
    repas des aines | sang
    bourses? (?:etudiant|scolaire|de college|de lycee|des lycee|nationale)* | pass'? ?(?:sport|culture)s?
    centres? aeres? | portail famille | recensement citoyen | journee defense | crit'air
    quotient familial | declarer (?:ses|vos|leurs) revenus | complementaire sante | mutuelles?
    demandeurs d'emploi | brevet des colleges | creche | periscolaire | garderie
    carte d'electeur | procurations? | controle technique | redevance | loyers?
    titres? de sejour | pacs | pajemploi | aah | apl | rsa | baccalaureat | abonnes | abonnements?
    carte (?:jeune|navigo|bancaire) | etat civil | notaire | majoration | demarchage
    foyers modestes | social etudiant | logement etudiant | crous
""")
"""In the sentence or the title: a formality of everybody's, or an affair of State."""

PEOPLE = _any(rf"""
    les (?:{_PEOPLE}) (?:qui|doivent|devront|ont|peuvent|pourront|sont|beneficia\w{{1,4}})
    les (?:bacheliers|plus de \d\d ans|\d\d-\d\d ans)
""")
"""Everybody, by what they are."""

SCAM = _any(r"""
    arnaqu* | faux (?:sms|mails?|conseiller|site) | hameconnage | escroqu* | frauduleu*
    recu un (?:sms|mail) | le message dit
""")
"""In the sentence: the date is a swindler's."""

OVER = _any(r"""
    retour sur | bilan | ceremonie | remise des | distinguee?s | recompensee?s | laureats? | palmares | retenue?s? | resultats? | complete? !* | synthese
    signature des | vous avez vote | qui a gagne | dresse son
""")
"""In the title: what is told is over. A new call may be told in passing: nothing is certain."""
