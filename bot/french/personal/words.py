"""Words that look like names, and names that look like words. Plain letters, lower case."""

from __future__ import annotations

_GIVEN_NAMES = """
    adam adele adrien agathe agnes ahmed aicha aissatou alain albert alexandra alexandre alexis
    ali alice alicia aline alison alix amandine amelie amina aminata amine amir anais andre
    andree ange angele angelique anita anna anne annick annie anthony antoine antoinette antonio
    arlette armand arnaud arthur asma assia astrid aude audrey augustin aurelie aurelien awa aya
    ayoub aziz baptiste bastien beatrice benedicte benjamin benoit bernadette bernard berthe
    bertrand bilal blanche boris brahim brice brigitte bruno camille carine carla carlos carmen
    carole caroline cassandra catherine cecile cedric celia celine chantal charlene charles
    charlotte chloe christel christelle christian christiane christine christophe claire clara
    claude claudette claudine clement clementine cindy colette coralie corentin corinne cyril
    cyrille damien daniel daniele danielle david deborah delphine denis denise diana didier
    dimitri djamila dominique dorothee driss dylan eddy edith edouard eliane elias elie elisa
    elisabeth elise elodie eloise elsa emilie emile emma emmanuel emmanuelle enzo eric erika
    erwan estelle esther etienne eugene eva evelyne fabien fabienne fabrice fanny farid farida
    fatiha fatima fatma fatou fatoumata felix fernand fernande flavie flora florence florent
    florian francine francis francois francoise franck frederic frederique gabriel gabrielle
    gael gaelle gaetan genevieve georges georgette gerald geraldine gerard germaine gilbert
    gilberte gilles ginette gisele gregory guillaume gustave guy gwenaelle habib hakim halima
    hamid hamza hanane hassan helene henri henriette herve hicham hubert hugo hugues ibrahim
    ilyes imane ines irene iris isabelle ismael jacqueline jacques jade jamal jamila jean
    jeanine jeanne jeannine jennifer jeremie jeremy jerome jessica joel joelle johan johanna
    jordan jose josephine josette josiane joseph juan judith jules julia julie julien juliette
    justine kader karim karima karine katia kenza kevin khadija khaled laetitia laila lamia
    laura laure laurence laurent laurie lea leila leo leon leonie liliane lina linda lionel loic
    lola louis louisa louise louna luc lucas lucette lucie lucien lucienne ludovic lydia lydie
    lyes madeleine mael maeva magali malik malika mamadou manon manuel marc marcel marcelle
    margaux margot marguerite maria mariam mariama marianne marie marielle marine marion marius
    marjorie marlene marthe martine maryse mathieu mathilde mathis matthieu maud maurice max
    maxime mehdi melanie melissa michel michele micheline mickael mikael milan mireille mohamed
    mohammed monique morgane mouna moussa mounir murielle mustapha myriam nabil nadege nadia
    nadine naima najat nathalie nathan nicolas nicole nina noah noe noel noemie nora norbert
    nour odette odile olga oceane olivier omar oumar oumou ophelie pascal pascale patrice
    patricia patrick paul paula paule paulette pauline philippe pierre pierrette quentin rachel
    rachid rachida raphael raymond raymonde rayan regine regis remi remy renaud rene renee
    richard robert roger roland rolande romain romane rosa rose roseline sabine sabrina said
    saida salim salima salma samia samir samira samuel sandra sandrine sara sarah sebastien
    serge severine sidonie simon simone sofia solange soline sonia sophie souad stephane
    stephanie steven sylvain sylvie suzanne tanguy tatiana theo therese thibault thierry thomas
    tiphaine tom tristan ursula valentin valentine valerie vanessa veronique victoire victor
    victoria vincent violette virginie viviane wassim william xavier yacine yann yannick yasmina
    yasmine yassine yohan yolande youssef yvan yves yvette yvonne zahra zakaria zineb zoe zohra
    yanis lilou noemi ismail mathias mateo timeo nolan ethan liam mila sylviane marie-jo
    huguette yvon claudie maryline maryvonne jocelyne josseline ghislaine ghislain rosalie
    leontine lucile aimee alphonse anselme armelle aymeric barbara berenice blandine bintou
    boubacar camelia chaima cheikh cyprien dalila diego djibril dounia elena eliot emeline
    erwann esteban fadila faiza farah fode fouad ginger goran gwendoline haby hayat heloise
    herbert houria idrissa ikram ilona inaya issa ivan jasmine joanna joaquim jonathan josselin
    kamel kamilia karl kelly kenny khalid kylian ladji latifa lazare leana leopold lise lorenzo
    louane ludivine luigi mahamadou marcelline maria-jose maelle maelys maite manuela marouane
    mary maryam mathys maya meriem mickaelle mouhamed naomie nassim nawal nelly nino odilon
    orane oumayma pablo pamela pedro perrine priscilla rania raoul rayane reda ryan safia salome
    sana seydou sekou sidi slimane sofiane solene sylvette sylvestre tarek thais thibaut tidiane
    tony ugo ulysse valerian wafa walid wendy yael yanick ylan younes youssouf ysaline yuna
    zaina zoulikha
"""
GIVEN_NAMES = frozenset(_GIVEN_NAMES.split())
"""Given names common in France, of every generation and origin."""

_PLACES = """
    rue avenue boulevard bd place square quai allee allees impasse chemin cours pont route lycee
    college ecole primaire maternelle elementaire groupe cite campus universite faculte
    mediatheque bibliotheque ludotheque salle espace centre maison residence ehpad hopital
    clinique gymnase stade piscine parc jardin quartier theatre cinema auditorium amphi
    amphitheatre institut fondation fonds prix musee gare station arret metro tour villa foyer
    halle halles esat ime clos saint sainte st ste pole epn csc mjc prive public social culturel
    sportif multimedia numerique general marechal commandant ville port aeroport fort chapelle
    eglise paroisse
"""
PLACES = frozenset(_PLACES.split())
"""Nouns that bear the names of the famous: « le lycée Jean Moulin » names nobody."""

_NOT_NAMES = """
    le la les un une des du de au aux et ou mais donc car ni or il elle ils elles on je tu nous
    vous ce cet cette ces qui que quoi quel quelle quels quelles comment pourquoi quand combien
    est pour par avec sans sous sur dans chez apres avant depuis pendant vers voir merci bonjour
    bonsoir salut coucou hello bravo urgent rappel info infos super ok oui non peut peux avez
    avons a as si pas plus tout tous toute toutes mon ma mes ton ta tes son sa ses notre nos
    votre vos leur leurs question reponse besoin atelier ateliers rencontre reunion veille
    lettre reseau quelqu lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier
    mars avril mai juin juillet aout septembre octobre novembre decembre bref enfin sinon voici
    voila suite cordialement monsieur madame mademoiselle messieurs mesdames m mr mme mlle
    docteur dr maitre maire mairesse prefet prefete sous-prefet sous-prefete president
    presidente vice-president vice-presidente directeur directrice proviseur proviseure
    principal principale juge ministre depute deputee senateur senatrice procureur procureure
    secretaire conseiller conseillere adjoint adjointe elu elue responsable referent referente
    coordinateur coordinatrice delegue deleguee chef cheffe commissaire recteur rectrice
    inspecteur inspectrice gendarme professeur prof tout-le-monde toutlemonde michu meteo
    bricolage cuisine propre patate figaro claire-voie untel unetelle arnaque phishing robot
    clavier spam machin chose truc bidule alpha lambda x y z france travail pix orga ants ameli
    caf cpam msa carsat cnav urssaf anct anef apl rsa aah mdph ccas cias epn epci franceconnect
    doctolib google windows linux android apple xiaomi huawei oppo nokia doro alexa siri twitter
    messenger signal telegram skype discord linkedin netflix blablacar uber airbnb numerique
    linky thunderbird iphone ipad samsung facebook instagram whatsapp tiktok snapchat youtube
    gmail orange free sfr bouygues laposte poste vinted leboncoin amazon paypal parcoursup
    educonnect pronote ent cned crous pole emploi mission locale services service coop mednum
    hub hubs aidants connect internet wifi ubuntu primtux emmabuntus libreoffice firefox chrome
    word excel microsoft office teams zoom jitsi mattermost mastodon courroie chatgpt ia pc usb
    sms pdf cv pin cnil rgpd dpo ddets drac adil cidff unaf udaf apf cnfs cnas fse ess qpv zrr
    dgfip impots tresor banque edf gdf engie sncf ratp link match antipolis claire house
"""
NOT_NAMES = frozenset(_NOT_NAMES.split())
"""What may follow a title or a given name without being a surname."""

_AFTER_TITLE = """
    a n ne ait est etait sera serait va vient veut voudrait voulait souhaite souhaitait
    souhaiterait demande demandait dit disait pense croit cherche doit devait devrait peut
    pouvait pourrait recoit perd reste habite refuse utilise possede pleure attend essaie essaye
    vit touche sait connait prefere explique revient repart craint semble aura aurait avait
    arrive aimerait fait fera parle appelle rappelle paie paye achete vend signe passe part
    prend met lit ecrit regarde clique tape oublie trouve retrouve garde donne envoie dispose
    beneficie se s y en me m te vous nous lui leur qui que quoi dont ou et mais car avec sans
    pour par chez dans sur sous de du des d la le les l un une au aux son sa ses ce cette tres
    trop toujours souvent deja encore jamais aussi bien mal vraiment seulement hier demain
    aujourd agee age seule seul pas plus tout toute comme si alors puis ensuite voulant ayant
    etant venue venu partie parti concernee concerne porte travaille joue inquiet inquiete
    inquiets fatigue content contente perdu perdue malade suit vote loge change ouvre ferme
    renouvelle conteste reclame insiste apprend maitrise comprend remplit complete declare
    depose imprime scanne telephone bloque bloquee confond ignore subit
"""
AFTER_TITLE = frozenset(_AFTER_TITLE.split())
"""Words that follow « mme », « mr » used as nouns: « mme souhaite vendre »."""
