"""The words that leave a date alone, on a folded text: what is no call, and what else ends."""

from __future__ import annotations

from bot.veille.deadlines.handed import HANDED_IN
from bot.veille.deadlines.words import any_of

# What is no call, or is one no more.

_NO_FORM = "(?! (?:de (?:particip|candid|preinscr|position|demande|selec)|d'(?:intention|interet)))"
_NO_BODIES = (
    r"(?! (?:des |\d+ |de nouve\w+ )?(?:communes|structures|associations|territoires|lieux|ecoles"
    r"|familles|partenaires|equipes|villages)\b)"
)

NO_CALL = any_of(
    rf"""
    enquetes? | questionnaires?{_NO_FORM}*
    sondages? | registre
    (?:consultation|concertation)s? | (?:votre|leur|son|un) avis | votez | scrutin | barometres?
    offres? d'emploi | offre :* | (?:on |nous )?recrut(?:e|ent|ons|ement|ements){_NO_BODIES}\b
    cdd | cdi | cv
    temps (?:plein|complet) | alternan* | son ou sa
    (?<!')embauche(?:nt|ons)? | webinaires? | visioconf* | billetterie
    inscriptions? obligatoires? | masterclass
    votre presence
""",
    r"\b[hf] ?/ ?[hf]\b",
)
"""What is answered and is no call: a survey, a post, a seat somewhere."""

GATHERINGS = any_of(r"""
    journees? | rencontres? | forums? | salons? | colloques? | conferences?(?! des fin)* | assises
    seminaires? | reunions? | assemblees? | rendez-vous | congres | festival
    universite d'ete | fete* | portes ouvertes | foires? | brocantes? | braderies? | sorties?
    randonnees? | balades? | banquet | loto | concerts? | spectacles? | visites? | excursions?
    tournois? | voyages? | marche de noel
    tables? rondes? | debats? | entree (?:libre|gratuite) | stages?
    galette | gouters? | apero* | barbecue | voeux | verre de l'amitie
""")
PARTIES = any_of(r"""
    soirees? | ceremonie | cocktail | gala | vernissage | inaugur* | remise (?:aura|se|ce|des prix)*
    finalistes | protocole | portes ouvertes | monteront sur scene
""")
ANSWERED = any_of(r"""
    reponses? (?:souhaitee|attendue|esperee|demandee|avant|pour|d'ici|au plus)* | merci de repondre
    repond(?:re|ez) (?:avant|pour|d'ici|au carton|a l'invitation)* | rsvp | coupons?
    confirm\w{1,4} (?:votre|leur|sa) (?:presence|venue|place)
    (?:dire|dites)\b[^.!?;]{0,20} si vous (?:venez|serez)
""")
"""What one is invited to, and how one says that one comes: the date is not a call's, though it be
named."""

BALLOT = any_of(r"""
    vot(?:ez|er|ons|ants?)\b | vot(?:e|es|ent|era)\b(?! (?:\d+|une?|son|sa|des|le budget)\b)*
    bulletins? (?:de vote|dans) | urnes? | suffrages?
    elisez | elire | departag* | (?:prix|choix|vote) du public | scrutin
""")
"""How a public says what it likes best of what others handed in."""

SEATS = any_of("""
    presence | inscri* | preinscri* | s'inscri* | reserv* | billet* | places? | jauge
    stands? | emplacements? | dites-le | prevenez
""")
"""Where one goes, and what one takes there: a seat is no call."""

_PAID_BY_AID = "".join(
    f"(?<!{word})"
    for word in (
        *("charge le ", "charge un ", "% du ", "couvre le ", "partie du ", "moitie du "),
        *("finance le ", "financer le "),
    )
)

JOBS = any_of(
    rf"""
    cdd | cdi | jobs? d'ete | (?:un )?cv et (?:une )?lettre*
    (?:on|nous|qui) embauch* | prise de (?:poste|fonction)* | (?:debut|duree) du contrat
    contrats? d'apprentissage | contrat (?:de|d'une?|a) (?:\w+ )?(?:mois|ans?|travail|duree)*
    temps (?:plein|partiel|complet) | categorie [abc]
    {_PAID_BY_AID}(?:salaire|remuneration) | vacations? | de l'heure | brut mensuel
""",
    r"\b[hf] ?/ ?[hf]\b",
)
"""What tells, anywhere in a text, that a post is offered."""

_MONEY = "(?:enveloppe|budget|credits?|dotation|fonds)"
_IS = "(?:est|sont|a|ont|ete|etant|desormais|deja|entierement|totalement|integralement|maintenant)"
_SPENT = "(?:epuise|consomme|atteint|depense|distribue)e?s?"

_NOT_IF = "".join(
    f"(?<!{word} {the})"
    for word in ("si", "que", "des", "fois")
    for the in ("l'", "le ", "les ", "la ")
)
_CALLS = "(?:appel|dispositif|campagne|guichet|fonds|bourse|concours|ami|aap)s?"
_STOPPED = "(?:suspendu|retire|gele|ajourne|supprime|interrompu)"
_BE = "(?<!sera )(?<!seront )(?<!repute )(?<!reputee )(?<!reputes )(?<!considere )(?<!sera classe )"
"""Before what may befall a file, and did not befall the call."""

CANCELLED = any_of(rf"""
    {_BE}(?:annul|abandonne)* | {_BE}sans suite | sans objet | sine die | renonce*
    pas reconduit* | infructueu* | n'aura pas lieu | fermeture anticipee(?! (?:possible|si|en cas))*
    {_NOT_IF}{_MONEY} (?:{_IS} ){{0,3}}{_SPENT}
    {_IS} (?:clos|ferme|cloture|arrete)e?s? (?:par anticipation|plus tot que|avant terme)
    {_CALLS}\b[^.!?;]{{0,40}} (?:est|sont|a ete|ont ete) {_STOPPED}
    (?:abandon|suspension|retrait|gel|arret) (?:de l'|du |de la |des ){_CALLS}
    suspend (?:l'|la|le|les|son|sa|cet)*
    pas (?:d'appel|de campagne|de session|d'edition|de concours) (?:cette|en 20|avant)*
    (?:annee|edition|saison) blanche | jusqu'a nouvel ordre | plus lieu d'etre
    fau(?:x|sse) (?:appel|aide|bourse|concours|subvention)*
    clo(?:re|turer)\b[^.!?;]{{0,40}}\bau lieu d*
""")
"""What says that a call is no more."""

# What leaves a date alone.

CLOSED = any_of(r"""
    fermee?s? ?:* | (?:ferme|suspendu|interrompu|bloque|coupe)e?s? (?:jusqu|du|entre)*
    s'etai(?:t|ent) (?:clos|termine)* | (?<!se )termine(?:e|es|s)? le
    (?:clos|(?<!la )(?<!en )cloture|termine|ferme)(?:e|es|s)? ?[,;]*
    (?:clos|(?<!la )cloture|termine|ferme)(?:e|es|s)? (?:depuis|definitivement)
""")
"""In the clause before a date: the call is over, the date is that of what follows it."""

_RUNNING = "(?:programme|contrat|convention|action|mission|partenariat|experimentation|chantier)s?"
_ITS_END = "(?:s'acheve|se termine|court|courent|dure|prend fin|prennent fin|expire)"
_HELD_CARD = "(?:comptes?|licences?|cartes?|billets?|codes?|titres?|tickets?|cheques?)"
_OLD = "(?:anciens?|anciennes?|precedente?s?)"
_PREMISES = (
    "(?:accueil|bureaux?|locaux|secretariat|standard|maison|mairie|mediatheque|bibliotheque"
    "|boutique|magasin|antenne|agence|musee|exposition)"
)

OTHER_END = any_of(rf"""
    laureat* | jury\b.{{0,20}}\breuni* | reuni(?:r|t)* | resultats? | ceremonie
    (?<!date )retenue?s?
    remise (?:(?:des|du|de la|d'une?|de(?! la| l')) (?!{HANDED_IN}\b)|de l')\w+
    webinaires? (?:de|d')* | se poursui*
    continue* | mise?s? en oeuvre | consomme* | informer(?:a|ont)
    (?:sera|seront|etre|est|sont) (?:\w+ )?informe*
    {_OLD} (?:imprime|formulaire|version|modele|carte|cerfa|site|portail|plateforme)s?
    (?<!sont a )(?<!est a )verse(?:r|e|m)* | (?<!\bl[ae] )(?<!\bles )verse(?:nt)?
    (?<!s')achev(?:e|es|ee|ees)
    annonces? (?:d(?:es|u|e)|officielle|le|la)* | (?:sera|seront|etre|est|sont) annonce*
    annoncer(?:a|ont) | selectionnee?s? (?:parmi|par) | (?:sera|est|seront|sont) accueilli*
    vous (?:accueill|recoi|recev)* | s'affich* | (?:est|sont|sera|seront|restent?) affiche*
    stationn* | s'installe(?:nt|ra|ront)?
    (?:paye|vire|credite)(?:e|s|es)? | attestations? | pieces justificatives | reversement
    (?:ira|iront|va|vont) a (?:leur|son) terme
    (?:tourn|circul|voyag)(?:e|ent|era|eront)
    {_RUNNING}\b (?:[^.!?;:,]{{0,25}} )?{_ITS_END}
    (?:accompagnement|appui|aide au montage|conseils?)\b[^.!?;]{{0,30}} (?:possible|propose)e?s?
    ser(?:a|ont) (?:lance|publie)* | devrai* | disponibles? | selection se
    etai(?:t|ent) (?:ouvert|clos|termine)* | financee?s? jusqu* | est assure | maintien* | voter*
    votes? [^.]{{0,30}}(?:suiv|aura|se tien)* | moitie prix | prix reduit | emploie
    (?<!\d )signe(?:e|s|es|r|ront) | signe (?:par|le|la|en|avec|entre) | soutenue?s
    foire aux questions
    mise?s? a jour (?:le|du|au|avant|d'ici) | maintenance | bilans?
    (?<!avant la )reunions? (?:d'|publique)*
    comptes? rendus? | travaux | justificatifs? | expos? | expose(?:nt|ront|e?s?)? | expositions?
    spectacle* | auditions? | oraux? | ecrits?(?! une?\b| a\b) | replay | paiements? | solde
    questions? (?:possibles|des candidats|peuvent|pourront|par|a|sur|ecrites)
    (?:vos|les|leurs) questions | poser (?:vos|des|leurs) | realise(?:e|es|s|r)? | fiche mise
    demarr* | commence* | debute* | prise (?:de|d') ?(?:poste|fonction)* | rentree | a terme
    prendr\w{{1,3}} (?:ses|leurs) fonctions | livraison | prochaine? (?:numero|lettre|ca|reunion)
    soutenance* | ayant (?:soutenu|obtenu|ete|eu|commence) | certifie* | (?<!en )permanence
    finale | poses | expertise | a pourvoir | indisponibl* | inaccessibl* | lecture | mission d\w*
    devoile* | presente\w{{1,4}} le | valable* | depenses | deploy* | rembours*
    dur(?:e|er|era|eront) | conserve* | rend(?:ra|ront) | absente?s? | en conges | tarif*
    forfaits? | factures? | acquitt* | syntheses? | (?:son|leur|le|un) contrat
    (?<!pour )(?<!peuvent )(?<!veulent )(?<!souhaitent )(?<!voulant )en beneficier
    {_HELD_CARD}\b[^.!?;:,]{{0,30}} (?:accepte|valable|utilisable|clos|ferme|activ|actif)*
    (?:prene[zr]|prendre) rendez-vous | ordre du jour | (?:sera|seront|etre) signe*
    rapports? | consultables? | visibles? | entretiens? | recours | contest(?:er|ent)
    phase (?:de|d')* | est (?:avec|parmi) nous
    instruction(?! au fil) | acomptes? | retraits? | a retirer | (?:pas|rien|jamais) avant
    telechargeable* | en (?:libre acces|acces libre) | diffuse* | visionn*
    facultati* | (?:prevu|organise|programme|propose)e?s? (?:entre|du)
    (?:aucune?|nul(?:le)?) [^.!?;:,]{{0,60}} avant
    exercice (?:comptable|est|a|se) | avai(?:t|ent) ete | pieces (?:manquantes|complementaires)
    l'an (?:passe|dernier) | l'annee (?:passee|derniere) | (?:edition|session|campagne) precedente
    etre (?:acheve|termine|realise|livre|mise? en|paye|fini|execut|inaugur)*
    (?:pour|sur) la periode
    actions? (?:menee|conduite|realisee|mise)s? | restitu* | etre pret(?:e|es|s)?
    esperee?s? | votent | assister
    controle* | (?:sera|seront)\b[^.!?;]{{0,60}}\bd'ici*
    (?:support|assistance|hotline|standard|permanence)\b[^.!?;]{{0,40}}\b(?:repon|reste?|est|ser|assur)*
    a (?:re)?(?:voir|ecouter|decouvrir|visiter|lire|regarder|retrouver|admirer|suivre|visionner)
    entr(?:e|ent|era|eront) en vigueur | (?:ce|tout) (?:qui|ce qui) change | s'appliqu*
    (?:precision|renseignement|information|eclaircissement)s?\b[^.!?;]{{0,40}} (?:sollicit|demand)*
    (?:demander|solliciter|obtenir) (?:des|un|une|toute?s?|plus de?) (?:precision|renseign|inform)*
    reponses? (?:sera (?:donnee|faite|apportee) )?a (?:toute?s?|tous|chacune?|chaque)
    {_PREMISES} (?:(?:sera|seront|est|sont) fermee?s?|ferm(?:e|ent|era|eront))
    devai(?:t|ent) (?:s'arreter|se (?:terminer|finir|clore|cloturer)|finir|prendre fin|fermer)*
    etai(?:t|ent) (?:d'abord |initialement )?(?:fixe|prevu|attendu|arrete)*
""")
"""In the clause before a date: it is the end of something else, or its beginning."""

EVENTS = any_of(rf"""
    (?:aur)?(?:a|ont) lieu | se ti(?:en|end)* | se deroul* | statu(?:e|er|era|eront)
    deliber(?:e|er|era|eront|ent) | sieg(?:era|ent|eront) | examine(?:ra|ront|r)? | notifi*
    recoiv* | recevr(?:a|ont) (?:une?|leurs?|sa|son) (?!{HANDED_IN})
    (?:avise|prevenu|contacte)e?s? | parviendr* | parait* | engage(?:s|es|r)?
    vous (?:serez|recevrez|saurez)
    (?:sera|seront) (?:\w+ )?(?:instruit|etudie|traite|examine)e?s? (?!(?:que )?s(?:i |'))
""")
"""What happens then, and is done by others than who answers."""

HELD = any_of(r"""
    campagne | depots? | inscriptions? | saisie | consultation | concertation | enquete
    recensement | periode | levees? | releves? | clotures?
    (?:dossier|demande|declaration|projet|formulaire|fiche|pli)s?\b[^.!?;]{0,60} parviendr*
    (?:candidature|proposition)s?\b[^.!?;]{0,60} parviendr*
""")
"""What is open while it happens."""

_PEOPLE = (
    "parents|familles|etudiants|foyers|menages|eleves|lyceens|proprietaires|locataires|assures"
    "|clients|abonnes|riverains|habitants|citoyens|administres|particuliers|patients|voyageurs|adherents"
    "|consommateurs|usagers|automobilistes|electeurs|agents|deputes|retraites|candidats a"
)

PUBLIC = any_of(r"""
    journal officiel | listes? electorales? | listes? de candidats | elections? (?:au|a la|a l')*
    (?:aux|elections) municipales | municipales :* | legislatives
    electora* | parcoursup | cantine* | surendettement | amendements? | fonction publique
    centre de gestion | espace sante | depot de (?:pain|bilan) | vide-grenier*
    conventions?\b.{0,60}\bjusqu* | dossier (?:medical|special) | tribunal
    pro(?:jet|position)s? de loi | lois?\b(?! (?:de )?1901)* | senat | impots? | taxes?
    assemblee nationale | decrets? | (?:mise|mettre) en (?:conformite|regle) | obligation legale
    declarations? de revenus | contribuables? | passeports? | cheques? (?:energie|vacances)
    cheques-vacances | cartes? (?:d'identite|grise|vitale|de bibliotheque|de lecteur)
    prime d'activite | permis (?:de conduire|roses?|a points) | allocations? (?!famil)*
    allocataires?
    inscriptions? (?:en (?:sixieme|6e|seconde|cp))
    inscriptions? (?:scolaires?|au college|au lycee|en maternelle|a l'ecole|a la creche)
    inscriptions? des (?:enfants|eleves) | natation | college :* | scolaires? :*
    (?<!pour les )centres? de loisirs | inscri(?:re|vez) (?:son|votre|leurs?|vos) enfants?
    transports? scolaires?
    prets? (?:sont|de documents) | empruntes?
    vos prets | soldes | resiliation | assurances?
    bourses? aux? (?!(?:projet|initiative|idee|association|jeune|talent|permis)s?\b)\w+
    a l'universite | treve | expulsions? | expulser
    facture d'* | pensions? | amendes? | logement social | france travail | maprimerenov*
    compte formation | recensement de la population | (?:prime|fournitures) de rentree | vaccin*
    caf\b[^.]{0,30}\bfamilles | droits d'inscription | examen | dossiers? retraite
    repas des aines | sang
    bourses? (?:etudiant|scolaire|de college|de lycee|des lycee|nationale)*
    pass'? ?(?:sport|culture|region|rail|jeunes?)s?
    centres? aeres? | portail famille | recensement citoyen | journee defense | crit'air
    quotient familial | declarer (?:ses|vos|leurs) revenus | complementaire sante | mutuelles?
    demandeurs d'emploi | brevet des colleges | creche | periscolaire | garderie
    carte d'electeur | procurations? | controle technique | redevance
    loyers?(?! (?:offert|gratuit|pris en|symbolique|modere))*
    titres? de sejour | pacs | pajemploi | aah | apl | rsa | baccalaureat | abonnes | abonnements?
    carte (?:jeune|navigo|bancaire) | etat civil | notaire | majoration | demarchage
    (?:votre|vos|leurs?|un|son) pouvoirs?(?! d)*
    foyers modestes | licences? pro* | ecandidat | masters? | social etudiant | logement etudiant
    crous
""")
"""In the sentence or the title: a formality of everybody's, or an affair of State."""

PROCURED = any_of("""
    avis de marches? | appels? public a la concurrence
    marches? (?:publics?|allotis?|a procedure|de fournitures?|de travaux)*
    marche (?:est|sera|unique) (?:alloti|passe|attribue|divise)* | alloti(?:e|s|es)?
    appels? d'offres? | consultation des entreprises | dce | remise des offres | mapa
    pouvoir adjudicateur
""")
"""Anywhere in a text that names no call, or in its title: a public body buys something."""

_MAY = r"(?:qui|doivent|devront|ont|peuvent|pourront|sont|beneficia\w{1,4})"

PEOPLE = any_of(rf"""
    les (?:{_PEOPLE}) (?:[\w']{{1,12}} ){{0,4}}{_MAY}
    les (?:bacheliers|plus de \d\d ans|\d\d-\d\d ans)
""")
"""Everybody, by what they are."""

SCAM = any_of(r"""
    arnaqu* | faux (?:sms|mails?|conseiller|site) | hameconnage | escroqu* | frauduleu*
    recu un (?:sms|mail) | le message dit
""")
"""In the sentence: the date is a swindler's."""

OVER = any_of(r"""
    retour (?:sur|en images) | finalistes? | gagnants? | vainqueurs? | felicit* | bravo
    a ferme | ou en (?:est|sont)* | bilan | ceremonie | remise des | distinguee?s
    recompensee?s | laureate?s? | choisi(?:e|es)? | selectionnee?s?
    remise (?:ce|le|demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|a)
    palmares | retenue?s? | resultats? | complete? !* | synthese
    signature des | vous avez vote | qui a gagne | dresse son
""")
"""In the title: what is told is over. A new call may be told in passing: nothing is certain."""
