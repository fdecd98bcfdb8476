"""What is said of formalities and rights, La Coop's other themes, and of the network's life."""

from __future__ import annotations

from bot.french.themes.sayings import Sayings

FORMALITIES: dict[str, Sayings] = {
    "Papiers - Élections - Citoyenneté": Sayings(
        sure="""carte d'identité, cni, passeport, ants, france titres, pièce d'identité,
        pré-demande, listes électorales, électoral, inscription électorale, élection, procuration,
        recensement, france identité, acte de naissance, état civil, livret de famille, carte
        électorale, certificat de vie, extrait de naissance, jdc, acte de mariage, acte de décès,
        carte grise, titre d'identité, maprocuration, duplicata carte grise, identité numérique""",
        likely="pacs, mariage, décès, photo d'identité, voter",
        hint="""franceconnect, france connect, mairie, mineur, pièces, préfecture, service public,
        naissance, prénom, citoyen, identité, démarches, papiers, changement de nom""",
    ),
    "Famille - Scolarité": Sayings(
        sure="""caf, allocations familiales, bourse, rentrée scolaire, crèche, aripa, cantine,
        pension alimentaire, périscolaire, pajemploi, cmg, portail famille, assistante maternelle,
        inscription scolaire, quotient familial, congé parental, paje, allocataire, nounou, ars,
        prime de naissance, transport scolaire, centre de loisirs, congé paternité, compte caf,
        centre aéré, allocation de rentrée, msa, mode de =garde, déclarer une naissance, naissance
        caf""",
        likely="""divorcé, adoption, inscrire son enfant, familial, allocation, =garde, compte
        famille""",
        hint="""enfant, scolarité, famille, parents séparés, lycée, attestation, mairie,
        séparation, inscription, collège, naissance""",
    ),
    "Social - Santé": Sayings(
        sure="""mdph, aah, apa, rsa, aspa, prime d'activité, minimum vieillesse, gir, carsat, c2s,
        complémentaire santé, retraite, info retraite, relevé de carrière, réversion, handicap,
        cmi, carte mobilité inclusion, ccas, cnav, agirc, arrco, assurance retraite, aidant
        familial, allocation adulte handicapé, pch, déclaration trimestrielle, assistante sociale,
        compte ameli, caf rsa, indemnités journalières, arrêt de travail, arrêt maladie,
        téléalarme, droits sociaux, stationnement handicapé, carte de stationnement, aide
        alimentaire, banque alimentaire, =invalidité""",
        likely="""ameli, cpam, assurance maladie, sécurité sociale, sécu, mutuelle, dépendance,
        perte d'autonomie, attestation de droits, css, ehpad""",
        hint="""allocation, pension, dossier, droits, département, simulateur, prime, caf,
        carrière, social, trimestriel, domicile""",
    ),
    "Travail - Formation - Entreprise": Sayings(
        sure="""cpf, mon compte formation, urssaf, cesu, chèque emploi service, auto-entrepreneur,
        autoentrepreneur, micro-entreprise, micro-entrepreneur, vae, guichet unique, inpi, chiffre
        d'affaires, attestation employeur, fiche de paie, bulletin de salaire, kbis, prud'hommes,
        siret, licenciement, rupture conventionnelle, contrat d'apprentissage, alternance,
        employeur particulier, création d'entreprise, infogreffe, inspection du travail, cfa""",
        likely="salaire, salarié, formation professionnelle, apprentissage, chômage",
        hint="""entreprise, france travail, emploi, attestation, déclarer, travail, diplôme,
        employeur, =formation, heures""",
    ),
    "Logement": Sayings(
        sure="""apl, hlm, logement social, dalo, maprimerénov, ma prime rénov, anah, linky, visale,
        chèque énergie, bail, bailleur, locataire, allocation logement, action logement, loyer,
        propriétaire, fournisseur d'électricité, rénovation énergétique, expulsion, airbnb,
        garantie visale, logement, fsl, demande de logement, edf, engie, quittance, punaises de
        lit, permis de construire, urbanisme, cadastre, france rénov, als""",
        likely="""électricité, locatif, gaz, énergie, appartement, colocation, rénovation, eau,
        déménagement, numéro unique""",
        hint="maison, garant, facture, fournisseur, comparateur, caution, contrat",
    ),
    "Transports - Mobilité": Sayings(
        sure="""sncf, billet de train, ter, permis de conduire, code de la route, bus, permis,
        covoiturage, blablacar, crit'air, certificat de cession, code de cession, mobilic,
        certificat d'immatriculation, immatriculation, auto-école, relevé de points, contrôle
        technique, télépéage, trottinette, gps, google maps, waze, titre de transport, carte de
        transport, mobilité, navigo, tramway, vignette crit'air, borne de recharge, autopartage,
        itinéraire, transport à la demande, carte avantage, antai, =taxi, transport, gare sncf""",
        likely="""voiture, véhicule, transporteur, trajet, horaires de bus, carte grise, vélo,
        avion""",
        hint="""billet, train, horaires, conduire, cession, points, vendre, stationnement,
        déplacement, gare""",
    ),
    "Argent - Impôts": Sayings(
        sure="""impôts, déclaration de revenus, numéro fiscal, avis d'imposition, taxe foncière,
        taxe d'habitation, prélèvement à la source, timbre fiscal, surendettement, fiscal, amende,
        trésor public, dgfip, finances publiques, banque de france, biens immobiliers, fisc,
        succession, déclaration d'impôts, redevance, télépaiement, contravention, crédit d'impôt,
        taux de prélèvement, télédéclaration, taxe, foyer fiscal, dettes, notaire, impots.gouv""",
        likely="prélèvement, déclaration commune, microcrédit, épargne, pv, payfip",
        hint="déclaration, payer, crédit, argent, =revenu",
    ),
    "Justice": Sayings(
        sure="""aide juridictionnelle, justice, avocat, tribunal, plainte en ligne, porter plainte,
        pré-plainte, conciliateur, conciliateur de justice, casier judiciaire, défenseur des
        droits, divorce, juge, huissier, tutelle, curatelle, point justice, point d'accès au droit,
        gendarmerie, médiateur, dépôt de plainte, commissaire de justice, juridique, litige,
        infostic, habilitation familiale, ordonnance de protection, =saisir le conciliateur,
        =saisir la justice""",
        likely="plainte, judiciaire, police, recours, victime",
        hint="gendarme, droits, délégué, plaider, conflit, audience",
    ),
    "Étrangers - Europe": Sayings(
        sure="""titre de séjour, anef, ofii, naturalisation, primo-arrivant, visa, asile,
        demandeurs d'asile, étrangers, réfugiés, ofpra, tcf, delf, carte de séjour, récépissé,
        regroupement familial, protection temporaire, ukrainiens, migrants, mineur non accompagné,
        rdv préfecture, allophone, fle, etias, nationalité française, test de français, passeport
        étranger, attestation de prolongation, demande de visa, =nationalité""",
        likely="""étranger, séjour, traduire, traduction, traduits, europe, arabe, dari, titre
        étranger, étudiant étranger""",
        hint="langue, expire, créneau, européen, apprendre le français, préfecture, =français",
    ),
    "Loisirs - Sports - Culture": Sayings(
        sure="""pass culture, pass'sport, liseuse, ebook, carte de bibliothèque, médiathèque en
        ligne, prêt numérique, livre numérique, replay, netflix, généalogie, archives
        départementales, gallica, géocaching, télévision, livre audio, randonnée, console, switch,
        tournoi, esport, deezer, spotify, ancv, chèques vacances, concert, patrimoine, cinéma,
        musée, catalogue de la médiathèque, visorando, borne d'arcade, jeux de société, ressources
        numériques, lecture numérique""",
        likely="""musique, loisirs, vacances, tv, télé, lire, radio, culture, sportif, podcast,
        sport, jeu vidéo, billetterie, festival, =livre, escape game""",
        hint="bibliothèque, jeux, jouer, réserver, film, voyage, médiathèque",
    ),
    "Associations": Sayings(
        sure="""association, asso, helloasso, compte asso, loi 1901, greffe des associations,
        bénévoles, framaforms, adhésions, trésorier, rna, cerfa association, basicompta, dla,
        assemblée générale, framasoft, fdva, chorus pro""",
        likely="statuts, cotisation, subvention, membres du bureau, festival, adhérents",
        hint="club, bureau, dons, libre, logiciel, fête, outil partagé, président, billetterie",
    ),
    "Vie du réseau": Sayings(
        sure="""la coop, les bases du numérique, aidants connect, anct, cofinancement, label
        conseiller numérique, prochaine rencontre, prochaine réunion, cra, nec, ordre du jour,
        coanimé, fiche de poste, la mednum, hub, conum, conseiller numérique, conseillers
        numériques, numérique en commun, mattermost, prête une salle, compte rendu d'activité,
        conférence des financeurs, reconduction, compte rendu, rencontre du réseau, tour de france
        numérique, feuille de route, coordinatrice, appel à projets, pass numérique, france
        services, médiateur numérique, médiation numérique, espace de coworking, rapport
        d'activité, feuille de présence, feuille d'émargement, cartographie, carte des lieux, lieux
        de médiation, délibération, fête du numérique, demi-journée, offre de service, bénéficiaire
        anonyme, modèle de convention""",
        likely="""permanence, salle, réunion, rencontre, financement, label, contrat, collègue,
        hôte, budget atelier, planning, flyer, financeurs, élu, statistiques, webinaire,
        covoiturer, convention, habilitation, conseil municipal, malle, =facturer""",
        hint="""structure, poste, préfecture, affiche, atelier, réseau, personnes, mairie, tarif,
        animer, accompagnements, interventions, mardi, limiter, intervenant, bilan, présence,
        suivi, horaires d'ouverture, congé, tampon, partenariat, médiation, équiper, =commune,
        bénéficiaire, participant""",
    ),
}
