"""What is said of digital skills: the themes of « médiation numérique » in La Coop."""

from __future__ import annotations

from bot.french.themes.sayings import Sayings

SKILLS: dict[str, Sayings] = {
    "Diagnostic numérique": Sayings(
        sure="""pix orga, abc diag, abc pix, pix, test de positionnement, diagnostic numérique,
        diagnostic de départ, compétences numériques, autonomie numérique, auto-évaluation, grille
        d'évaluation, les bons clics, campagne pix, entretien de départ""",
        likely="évaluer, diagnostic, positionnement, quiz, questionnaire, progression, campagne",
        hint="compétence, grille, autonomie, mesurer, test, progrès, débutant, parcours, cycle",
    ),
    "Prendre en main du matériel": Sayings(
        sure="""prise en main, prendre en main, souris, clavier, double clic, clic droit, copier
        coller, luminosité, pavé tactile, écran tactile, loupe, lecteur d'écran, talkback,
        malvoyant, sous-titrage, accessibilité, synthèse vocale, fond d'écran, ordinateur
        reconditionné, pc reconditionné, ordi reconditionné, reconditionné, ressourcerie, don
        d'ordinateurs, emmaüs connect, ardoiz, facilotab, taille des caractères, agrandir les
        caractères, grossir les caractères, mode avion, déplacer la souris, déficient visuel, nvda,
        pc remis en état, ordinateur adapté, trembler""",
        likely="""tablette, smartphone, sonnerie, volume, tactile, doigts, réglages, paramétrer,
        sourd, malentendant, handicap visuel, appareil auditif""",
        hint="""téléphone, portable, ordinateur, ordi, ordis, pc, android, iphone, samsung, ipad,
        huawei, xiaomi, mobile, allumer, éteindre, bouton, icône, séance, senior, régler, gestes,
        modèle, prêt, matériel, équipement, lsf""",
    ),
    "Maintenance de matériel": Sayings(
        sure="""windows 10, windows 11, mise à jour, linux, ubuntu, mint, emmabuntüs, primtux, ssd,
        disque dur, barrette mémoire, mémoire vive, batterie, cartouche, toner, réparer, repair
        café, réinitialiser, dépannage, réinstaller, écran bleu, écran noir, écran cassé,
        redémarrer, chargeur, surchauffe, ventilateur, mémoire pleine, stockage saturé, espace de
        stockage saturé, libérer de la place, téléphone plein, ordinateur lent, pc lent, tablette
        lente, cartouche d'encre, remise à zéro, ordinateur qui plante, ne s'allume plus,
        =formater""",
        likely="""panne, rame, lent, lenteur, maintenance, bios, virus, plante, désinstaller,
        obsolète, chrome os, scanner, démarrage, nettoyage, distribution, =imprimante, windows""",
        hint="""ordinateur, ordi, ordis, pc, poste, tablette, écran, bug, bugue, installer, saturé,
        stockage, hp, epson, canon, plein, mémoire""",
    ),
    "Gérer ses contenus numériques": Sayings(
        sure="""cloud, google photos, google drive, onedrive, icloud, dropbox, clé usb, kdrive,
        ranger ses fichiers, classer ses fichiers, trier ses photos, ranger ses photos, transférer
        photos, récupérer photos, sauvegarder photos, sauvegarde, arborescence, stockage en ligne,
        nextcloud, disque dur externe, coffre-fort numérique, digiposte, numériser photos, diapos,
        explorateur de fichiers, carte sd, photos iphone, vider photos, carte mémoire""",
        likely="""fichier, album, photos, stockage, ranger, classer, corbeille, archiver,
        numériser, transférer, nuage, répertoire""",
        hint="dossier, photo, récupérer, trier, partager, télécharger, contacts, vidéo, contenus",
    ),
    "Navigation sur internet": Sayings(
        sure="""navigateur, firefox, chrome, edge, safari, qwant, ecosia, duckduckgo, onglet,
        marque-page, cookies, bloqueur, adblock, ublock, popup, wifi, wi-fi, box, fibre, adsl, 4g,
        5g, débit, zone blanche, répéteur, forfait internet, carte sim, barre d'adresse,
        fournisseur d'accès, partage de connexion, arcep, coupure internet, forfait mobile, forfait
        social, fermeture du cuivre, réseau cuivre, anti pub, connexion lente, page d'accueil, lien
        sponsorisé, couverture mobile, forfait solidaire""",
        likely="""naviguer, publicités, pub, opérateur, forfait, sim, connexion, moteur de
        recherche, historique, favoris""",
        hint="""internet, google, lien, page, page web, sfr, free, orange, bouygues, site, réseau,
        abonnement""",
    ),
    "E-mail": Sayings(
        sure="""gmail, outlook, boite aux lettres électronique, courriel, messagerie, spam,
        indésirables, laposte.net, yahoo, hotmail, thunderbird, newsletters, désabonner, adresse
        électronique, protonmail, envoyer un mail, corbeille mail, pièce jointe""",
        likely="""email, destinataire, boite orange, boite sfr, boite free, boîte mail, adresse
        mail, mail, liste de diffusion""",
        hint="boîte, envoyer, orange, reçoit, message",
    ),
    "Bureautique": Sayings(
        sure="""excel, word, libreoffice, libre office, openoffice, onlyoffice, only office, calc,
        writer, powerpoint, diaporama, tableur, traitement de texte, publipostage, mise en page,
        google docs, framapad, tableau croisé, pack office, formule, pdf, suite bureautique,
        bureautique, google sheets, xls, docx, signature électronique""",
        likely="""office, canva, imprimer, mise en forme, macro, graphique, tableau, convertir,
        formulaire, raccourci clavier""",
        hint="""cellule, document, colonne, exercice, affiche, modifiable, police, rédiger, taper,
        courrier""",
    ),
    "Réseaux sociaux communication": Sayings(
        sure="""facebook, fb, instagram, insta, whatsapp, messenger, snapchat, tiktok, linkedin,
        twitter, telegram, mastodon, discord, réseaux sociaux, faux profil, page facebook, compte
        facebook, groupe whatsapp, compte instagram, bluesky""",
        likely="visio, skype, zoom, profil, newsletter, appel vidéo, =meta, =publication",
        hint="communiquer, groupe, page, signaler, community, =communication, message, =abonné",
    ),
    "Santé": Sayings(
        sure="""mon espace santé, doctolib, maiia, téléconsultation, ordonnance, carnet de santé,
        dossier médical, médecin, rendez-vous médical, vaccin, don d'organes, carte vitale, vitale,
        dmp, médecin traitant, analyses médicales""",
        likely="""ameli, médicament, médical, santé, hôpital, pharmacie, soins, patient, compte
        ameli""",
        hint="cpam, assurance maladie, sécu, mutuelle, remboursement, rdv",
    ),
    "Banque et achats en ligne": Sayings(
        sure="""banque, appli bancaire, compte bancaire, banque en ligne, virement, acheter en
        ligne, leboncoin, vinted, amazon, temu, shein, ebay, paypal, certicode, authentification
        forte, rib, iban, site marchand, comparateur de prix, lydia, wero, crédit agricole, vente
        en ligne, cdiscount, courses en ligne, opposition, achat en ligne, paiement en ligne,
        paiement sécurisé, moyen de paiement, atelier budget, budget familial""",
        likely="""bancaire, panier, commande, boutique, carte bleue, carte bancaire, drive, colis,
        livraison""",
        hint="prix, vendre, comparer, remboursé, chèque, cb, acheter, payer, budget, vendeur",
    ),
    "Accompagner un professionnel": Sayings(
        sure="""tpe, artisan, commerçant, facturation électronique, pme, fiche d'établissement
        google, google my business, logiciel de caisse, site vitrine, agriculteur, commerce de
        proximité, former les agents, secrétaire de mairie, travailleurs sociaux, professionnels du
        social, exploitation agricole, profession libérale, chambre des métiers, chambre de
        commerce, former les secrétaires, former les agents d'accueil""",
        likely="""restaurateur, boulanger, coiffeur, entrepreneur, professionnel, pros,
        indépendant, =gérant, entreprise""",
        hint="""former, site internet, clients, boutique, devis, secrétaire, visibilité, salon,
        agents""",
    ),
    "Insertion professionnelle": Sayings(
        sure="""cv, curriculum vitae, lettre de motivation, entretien d'embauche, candidature,
        candidater, postuler, offres d'emploi, demandeurs d'emploi, mission locale, indeed,
        chercheurs d'emploi, insertion professionnelle, cap emploi, france travail, pôle emploi,
        actualisation, cv vidéo""",
        likely="""insertion, embauche, recruteur, recrutement, allocataires rsa, chômeur, emploi,
        job""",
        hint="chômage, linkedin, stage, entretien, attestation, travail, conseiller emploi",
    ),
    "Prévention en sécurité numérique": Sayings(
        sure="""arnaque, hameçonnage, escroquerie, escroc, piraté, faux conseiller, faux conseiller
        bancaire, faux site, faux sms, 17cyber, antivirus, ransomware, rançongiciel,
        cybermalveillance, double authentification, cybersécurité, bitwarden, sécurité numérique,
        gestionnaire de mots de passe, keepass, mail frauduleux, fraude, hacker, frauduleux, faux
        support, faux technicien, brouteur, usurpation d'identité, smishing, infecté, malware,
        perceval, thésée, signal spam, fuite de données, données volées, sms frauduleux,
        cyberattaque, cyber, passkey, arnaque sentimentale, phishing, porter plainte arnaque""",
        likely="""mot de passe, mdp, sécurité, vigilance, volé, suspect, code secret, cliqué sur un
        lien, sécuriser, méfiance, =prévention""",
        hint="""faux, compte piraté, cliqué, lien, sms, code, virus, carnet, authentification,
        signaler, plainte, recours, banque""",
    ),
    "Parentalité": Sayings(
        sure="""contrôle parental, family link, temps d'écran, parentalité, soirée parents, café
        des parents, addiction aux écrans, parents ados, qustodio, exposition aux écrans, premier
        téléphone, premier smartphone, jeux en ligne, roblox, fortnite, pegi, pornographie,
        promeneurs du net, écrans enfants, écrans parents, code parental, inconnus en ligne,
        surveiller, sexualité, sans écran""",
        likely="parents, ado, adolescents, parler des écrans, usage des écrans, surexposition",
        hint="""fille, fils, maternelle, bébé, famille, snapchat, tiktok, limiter, collégien,
        instagram, réseaux sociaux, enfant, jeune, =écran""",
    ),
    "Scolarité et numérique": Sayings(
        sure="""pronote, educonnect, edu connect, ent, espace numérique de travail,
        cyberharcèlement, harcèlement, parcoursup, devoirs en ligne, école directe, ecoledirecte,
        =classe, toutemonannée, pix collège, cahier de textes, klassly, éducation nationale,
        devoirs, stages 3e, inscription 6e, affelnet, cyber harcèlement, téléservice
        inscription""",
        likely="""collégiens, lycéens, lycée, élèves, école, enseignant, professeur, prof, 5e, 6e,
        étudiant, bac, brevet, collège""",
        hint="""scolaire, scolarité, parents, jeunes, orientation, intervention, compte parent, 3e,
        4e""",
    ),
    "Créer avec le numérique": Sayings(
        sure="""imprimante 3d, impression 3d, fablab, fabmanager, découpeuse, découpe laser,
        scratch, programmation, micro:bit, arduino, raspberry, robotique, gimp, inkscape, photopea,
        retouche photo, montage vidéo, stop motion, film d'animation, brodeuse, makey makey,
        thymio, capcut, shotcut, musique assistée, mao, flocage, tinkercad, blender, dessin
        numérique, dessiner, création numérique, court métrage, vidéo mapping, krita, réalité
        virtuelle, casque vr, thermocollant, fabrication numérique, créer un podcast, carte
        postale, atelier photo, =coder, =codage""",
        likely="""créer une vidéo, montage, création, créatif, 3d, fabriquer, caméra, micro,
        tablette graphique, filmer""",
        hint="""vidéo, enfants, image, atelier créatif, retouche, musique, déroulé, podcast, photo,
        enregistrer, stickers""",
    ),
    "Culture numérique": Sayings(
        sure="""désinformation, fake news, infox, fausses informations, esprit critique, rgpd, vie
        privée, données personnelles, logiciel libre, fresque du numérique, impact écologique,
        sobriété numérique, pollution numérique, impact environnemental, algorithme, empreinte
        carbone, informatique débranchée, débranché, culture numérique, numérique responsable,
        green it, histoire de l'informatique, théorie du complot, éducation aux médias, bulles de
        filtres, histoire du numérique, culture générale numérique, binaire, enjeux du numérique,
        jeu vie privée""",
        likely="""écologique, environnement, sobriété, vérifier une information, vérifier une
        image, fresque, complot, libristes, exposition, vocabulaire, glossaire, médias, pollue,
        lexique""",
        hint="information, données, comprendre, débat, libre, adultes, vérifier, jeu, expo",
    ),
    "Intelligence artificielle (IA)": Sayings(
        sure="""ia, intelligence artificielle, chatgpt, chat gpt, mistral, gemini, copilot, claude,
        prompt, ia générative, llm, chatbot, openai, midjourney, perplexity, agent conversationnel,
        assistant conversationnel, générateur d'images, images générées, compar:ia, deepfake, grok,
        notebooklm""",
        likely="générative, gpt, deepseek",
        hint="assistant, robot, automatique, image, algorithme",
    ),
}
