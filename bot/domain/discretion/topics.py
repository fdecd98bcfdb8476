"""Where the words of discretion speak of something else: they are taken out before reading.

Private browsing, a secret code, a user's own wish not to be named, a writer who declines: by what
stands around the word, not by a list of sentences.
"""

from __future__ import annotations

import re

_PRIVATE_THING = (
    r"(?:vies?|navigations?|secteur|ecoles?|etablissements?|lycees?|colleges?|creches?|cliniques?|"
    r"hopital|hopitaux|entreprises?|boites?|organismes?|prestataires?|partenaires?|employeurs?|"
    r"operateurs?|assurances?|mutuelles?|proprietes?|parking|particuliers?|domaines?|droit|cles?|"
    r"reseaux?|serveurs?|bailleurs?|logements?|locations?|cabinets?|formations?|centres?|"
    r"structures?|acteurs?|lab|labs|fablab|fournisseurs?|societes?|fonds|jardin|cours|"
    r"profs?|associations?|wifi|medecins?|infirmier\w*|transports?|espaces?|lieux?|salles?|"
    r"fenetres?|onglets?|"
    r"modes?|groupes?|comptes?|profils?|albums?|videos?|photos?|donnees|chaines?|listes?|liens?|"
    r"fichiers?|dossiers?|documents?|agendas?|calendriers?|messagerie\w*|conversations?|appels?|"
    r"numeros?|adresses?|insta|facebook|clouds?|canal|canaux|salons?|sphere|usage|public et)"
)
_ANONYMOUS_THING = (
    r"(?:comptes?|lettres?|appels?|numeros?|mails?|courriels?|profils?|commentaires?|"
    r"questionnaires?|quiz|"
    r"sondages?|enquetes?|dons?|cv|utilisateurs?|navigations?|plateformes?|forums?|chats?|sites?|"
    r"services?|depistages?|denonciations?|adresses?|navigateurs?|moteurs?|modes?|cartes?|achats?|"
    r"paiements?|votes?|boites?|lignes?|alcooliques|collectifs?|hackers?|sms|statistiques?|"
    r"donnees|temoins?|les|monsieur|madame|formulaires?|avis google|messageries?|proxys?|vpn)"
)
_HIDDEN_THING = (
    r"(?:codes?|mots?|cles?|agents?|services?|jardins?|questions?|dossiers?|documents?|donnees|"
    r"informations?|infos?|accords?|courriers?|fichiers?|lieux?|lieu|modes?|mots? de passe|"
    r"rapports?|pieces?|applis?|appli|reunions? de|recettes?|phrases?|boutons?|cameras?|"
    r"contrats?|releves?|proces verbal|boitiers?|numeros?|identifiants?|listes?)"
)
_THIRD = (
    r"(?:elle|il|elles|ils|dame|monsieur|usager\w*|gens|mari|femme|enfants?|appli\w*|site|service|"
    r"numero|3018|119|115|3919|compte|outil|tchat|vpn|navigateur)"
)
_MY_NAME_THING = (
    r"mon (?:nom d (?:utilisateur|usage)|nom de (?:domaine|jeune fille|naissance|famille|compte)|"
    r"identite numerique|identifiant)"
)
_HOW = (
    r"(?:comment|tuto pour|moyen de|possible de|possibilite de|faire pour|apprendre a|permet\w* de|"
    r"existe t il|ou trouver|passer|mettre|creer|cree|ouvrir|expliquer|expliquez|activer?|active|"
    r"regler|configurer|naviguer|surfer|difference|c est quoi|que veut dire|reglages|parametres)"
)

TOPICS = tuple(
    re.compile(rf"(?<= )(?:{pattern})(?= )")
    for pattern in (
        # Declined in so many words.
        (
            r"(?:pas|non|inutile|nul) (?:besoin )?(?:d |de |que )?(?:etre |rester |l |du tout |"
            r"forcement |en )?(?:anonyme|anonymat|anonymement|confidentiel\w*|secrete?|discret)"
        ),
        (
            r"(?:peux|pouvez|peut|peu|possible de)(?: tout a fait| bien| me)* (?:mettre|donner|"
            r"afficher|"
            r"citer|laisser|garder|publier|utiliser)(?: avec)? (?:mon nom|mon prenom|me citer)"
        ),
        (
            r"(?<!pas )(?<!ni )(?:(?:avec|sous) mon (?:vrai )?nom|(?<!pas )(?:je signe|"
            r"j assume)(?: de| avec)? mon nom)"
        ),
        r"(?:pas|aucun) (?:de |du )?(?:souci|probleme|pb|secret)",
        r"rien de (?:secret|confidentiel|prive)",
        # Data, the law and the settings.
        (
            r"(?:politiques?|clauses?|regles?|parametres?|reglages?|chartes?|reglages? ,|"
            r"engagements?|"
            r"accords?|niveau\w*|options?)(?: de| ,| d)*(?: la)? (?:confidentialite|discretion)"
        ),
        r"confidentialite (?:de|des|du|d|et|sur|, photo)",
        (
            r"secret (?:professionnel|medical|bancaire|defense|statistique|fiscal|des|de|du|d|"
            r"industriel)"
        ),
        r"secrets",
        r"a la discretion d\w*",
        r"devoir de (?:reserve|discretion)",
        r"en toute discretion (?:sur|dans|par)",
        (
            r"(?:codes?|mots?|agents?|questions?|phrases?) (?:secret\w*|"
            r"confidentiel\w*)(?<!question secrete)(?<!question "
            r"confidentielle)"
        ),
        (
            rf"{_HIDDEN_THING} (?:trop |tres |vraiment |super |bien |est |c est |sont )*"
            r"(?:confidentiel\w*|secret\w*|discret\w*)(?= [^|,])"
        ),
        r"trop confidentiel\w*",
        # A thing of its own kind.
        rf"{_PRIVATE_THING}(?: \w+)? (?:prive|privee)(?= [^|,])",
        (
            r"(?:vies?|navigations?|cles?|ecoles?|secteur|lycee|fab lab|entreprises?|clinique) "
            r"(?:prive|privee)"
        ),
        (
            r"(?:un|des|les|le|mes|ses|tes|vos|nos|leurs|au|aux|ces|d un|ce) (?:messages?|mps?|"
            r"discussions?|"
            r"conversations?|echanges?|groupes?|comptes?) (?:prive|privee)(?= [^|,])"
        ),
        r"(?:public|publics|publique|publiques)(?: et| ou| au| ,|) (?:du |le |un |en )?prive\w*",
        r"prive\w* (?:et|ou|ni|,|vs|que) (?:du |le |la |cle )?publi\w+",
        r"prive (?:sous contrat|d internet|de connexion|d electricite|d acces|de \w+|d emploi)",
        r"(?:prive|privee) ne veut pas dire \w+",
        (
            rf"{_HOW}(?: [^ |]+){{0,8}} (?:en|un|une|l|le|la|des|mode|compte|insta) "
            r"(?:prive|privee|incognito|anonyme)"
        ),
        r"(?:le|dans le|du|au|un) prive(?= [^|])",
        r"(?<! en )mode (?:un |in|in )?(?:cognito|incognito|anonyme)(?= [^|:])",
        rf"{_ANONYMOUS_THING}(?: \w+)? anonymes?(?= [^|])",
        r"(?:les|des|monsieur|madame|alcooliques|groupe) (?:anonymous|anonyme)",
        rf"{_HOW}(?: [^ |]+){{0,4}} {_ANONYMOUS_THING} anonymes?",
        (
            r"(?:gratuit|gratuite|gratuits)(?: ,| et)* anonyme(?: et (?:confidentiel|gratuit|"
            r"discret))?"
        ),
        r"anonyme(?: ,| et)* gratuit(?= [^|]+ (?:https|c est))",
        r"un collectif anonyme",
        r"c est (?:vraiment |bien )?(?:secret|prive|anonyme) comme \w+",
        (
            r"\w+[sx] (?:anonymes|prives|privees|confidentiels|confidentielles|secrets|"
            r"secretes|discrets|"
            r"discretes)"
        ),
        (
            r"(?:antivirus|boitier|appareil|camera|alarme|ordi|ordinateur|outil|logiciel|"
            r"micro) \w* ?discret"
        ),
        r"est ce que (?:ca|c est|cela)(?: \w+){0,2} anonyme",
        r"(?:ca|vpn|tor|il|elle) rend(?: vraiment)? anonyme",
        (
            r"(?:numeros?|adresses?|telephones?|tel|mails?|comptes?|ordis?|ordinateurs?|pc|portables?|"
            r"donnees|usages?|temps|projets?|questionnaire|pro|objets?|voiture|vehicule|"
            r"boite)(?: \w+)? perso"
        ),
        r"mon (?:nom|prenom) (?:est|etait|a ete) (?:mal|bien|faux|encore|toujours)",
        r"anonymat (?:en|sur|dans|et|existe)",
        r"(?<=^ )discret\w* , (?:(?!svp|merci)[^ |,]+ ){1,5}\|",
        rf"anonyme , (?:ce|cet|cette) {_ANONYMOUS_THING}",
        r"tout le monde ou (?:bien )?(?:seulement|juste|que) [^|]+",
        r"messages? (?:perso|prive) (?:sur|dans|de) \w+",
        "(?:cadenas|icone|symbole) [🔒🔐]",
        r"passe (?:secret|confidentiel)",
        r"comment (?:rester|etre) (?:discret|discrete) (?:sur|en|avec|quand)",
        # Other people's wishes and names.
        (
            rf"(?:{_THIRD})(?: \w+){{0,2}} (?:reste|rester|restent|etre|est|soit) (?:vraiment |"
            rf"tout a "
            r"fait |bien |completement |totalement )*(?:anonyme|discrete?|secret|secrete|"
            r"confidentiel\w*|"
            r"prive|privee)"
        ),
        (
            r"sans (?:montrer|donner|laisser|dire|mettre|indiquer|afficher|utiliser|connaitre) "
            r"(?:son|sa|leur|leurs|le|les|un|votre|vos) (?:vrai )?(?:nom|identite|prenom|"
            r"numero|noms)"
        ),
        r"(?:pas d|sans) identite numerique",
        rf"{_MY_NAME_THING}",
        (
            r"(?:trouv\w*|retrouv\w*|chang\w*|modifi\w*|corrig\w*|arriv\w*|tromp\w*|ecorch\w*)"
            r"(?: \w+){0,5} mon (?:nom|prenom|identite)"
        ),
        (
            r"mon (?:nom|prenom)(?: \w+){0,3} (?:pas reconnu|en double|mal ecrit|errone|"
            r"incorrect|faux|"
            r"marital|d epouse|de naissance)"
        ),
        r"(?:l )?anonymat (?:des|de l|de la|d un|d une|du) \w+",
        (
            r"(?:cocher|cliquer|clique|cochez|cliquez|choisir|bouton|"
            r"option)(?: \w+){0,3} ne pas \w+"
            r"(?: mon nom)?"
        ),
        (
            r"(?:recois|recoit|recevons|vois|voit|trouve|arrive|marche|"
            r"fonctionne)(?: \w+){0,4} pas(?: \w+){0,4} "
            r"(?:canal|fil|salon)"
        ),
        (
            r"(?:usagers?|gens|dame|monsieur|parents|participants)(?: \w+){0,3} (?:veut|"
            r"veulent|souhaite\w*|"
            r"demande\w*|voudrait|refuse\w*)(?: \w+){0,12}"
        ),
        r"numero (?:n est )?pas public",
        r"(?:se|nous) (?:parler|echanger|voir|retrouver|discuter|entraider|organiser) entre nous",
        (
            r"(?:lien|salle|canal|liste|acces|reunion|atelier)(?: \w+){0,3} (?:juste|seulement|"
            r"uniquement|que) "
            r"pour (?:la|les|le) \w+"
        ),
        (
            r"(?:s inscrire|acheter|voter|temoigner|denoncer|signaler|payer|appeler|naviguer|"
            r"le faire|"
            r"surfer|envoyer|deposer)(?: (?!mais)[^ |]+){0,2} anonymement"
        ),
        r"(?:documents?|boites?|numero|appels?|appeler|contacts?)(?: en)? masques?",
        r"entre nous et (?!je|c|on)\w+",
    )
)
