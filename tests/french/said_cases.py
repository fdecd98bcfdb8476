"""Short messages as tired people type them on a phone, and what each is for.

Both sets were written before the rules. The open one was looked at while they were made; the held-
out one was only scored.
"""

from __future__ import annotations

OPEN = {
    "greeting": """
bonjour
Bonjour !
bjr
Bjr tout le monde
slt
salut la courroie
coucou 👋
bonsoir à toutes
hello les collègues
Bonjour Courroie
bonjour bonjour
Salut ça va ?
boujour
test
""",
    "thanks": """
merci
Merci beaucoup !
mrc
merci bcp 🙏
un grand merci à toutes et tous
Merci Zoé pour ta réponse
super merci
ok merci
c parfait merci
Merci pour votre aide, bonne journée
merciii
Bonjour, merci pour l'info
mille mercis
""",
    "goodbye": """
Bonne journée à toutes et tous
bonne soirée
bon we
au revoir
a+
à demain
bonnes vacances à tous
bon courage
""",
    "agreement": """
ok
Ok !
👍
d'accord
c bon
ça marche
oui
non
parfait
super
:+1:
noté
dac
""",
    "help": """
aide-moi
au secours
à l'aide !
help
sos
comment ça marche ?
je suis perdue
Que sais-tu faire ?
?
aidez moi svp
""",
    "my_list": """
ma liste
mes questions
voir mes questions
ma liste svp
où en sont mes questions ?
mes demandes
""",
    "my_data": """
comment je fais pour effacer mes données
Bonjour, comment supprimer mes données ?
je voudrais recevoir mes données personnelles merci
efface mes données stp
que sais-tu de moi ?
supprime tout ce que tu sais de moi
""",
    "coming": """
je viens
je serai là
Je viens !
je serai présente
ok je viens
on sera là
présente
je serais la jeudi
je participe
""",
    "not_coming": """
je ne viens pas
je peux pas venir
jpeux pas venir
absente
désolée je ne pourrai pas être là
je serai absent
pas dispo
je viens pas
dsl jpourrai pas
je ne peux plus venir
""",
    "me_too": """
moi aussi
Moi aussi !
moi aussi ça m'intéresse
pareil pour moi
+1
idem
pareil ici
ça me concerne aussi
""",
    "link": """
https://www.example.org/article
Bonjour, https://www.example.org/article merci
<https://example.org/a>
https://example.org/a https://example.org/b
""",
    "fewer_messages": """
stop
arrêtez de m'écrire
Stop aux messages
trop de messages
ne m'écrivez plus
moins de messages svp
désabonnez-moi
je ne veux plus recevoir de messages
""",
    "other": """
Bonjour, qui prête une salle à Brest ?
bjr qq1 a un tuto pour ANTS
Merci de me dire qui prête une salle
moi aussi j'ai un souci avec l'ANTS, comment faire ?
Je viens de recevoir une arnaque par sms
Je ne viens pas à bout de la mise à jour
Bonjour à toutes et tous, j'aimerais savoir comment déclarer un usager sur la Coop
Qui vient jeudi ?
Je cherche un vidéoprojecteur
vidéoprojecteur à prêter
Est-ce que je peux venir avec un collègue ?
merci, mais comment on fait pour les tablettes ?
ok mais ça marche aussi avec un iphone ?
La Manufacture, le mardi
Un guide bien fait : https://example.org/a
Aide aux devoirs : qui en fait ?
Arrêtez de m'écrire : comment bloquer les spams d'une usagère ?
bonne journée pour organiser un forum : mardi ou jeudi ?
je serai absente jeudi, qui peut me remplacer à l'atelier ?
""",
}

HELD_OUT = {
    "greeting": """
Bonjour
BONJOUR
bonjours
Bonjour tout le monde
bonjour à tous
Bonjour à toutes et à tous 😊
bsr
Bonsoir
cc
coucou tt le monde
Coucou !!
salut
slt à tous
Salut l'équipe 👋
hello
Hello !
bonjour madame
bonjour le robot
rebonjour
re bonjour
Bonjour, comment allez-vous ?
bjr ça va
👋
:wave:
Bonne année à toutes et tous !
bienvenue à toi
Allo ?
bonjour,
Bonjour, cordialement
""",
    "thanks": """
Merci
merci !
MERCI
Merci 🙏
mci
merci bcp
Merci bien
merci infiniment
merci d'avance
Merci à toi
merci à vous tous
merci mille fois
thx
Grand merci Louis !
Merci pour ton retour
Merci pour la réponse rapide
merci de votre aide
Merci beaucoup pour les infos
Super, merci beaucoup
Ok merci bien
Top merci
Parfait ! Merci
cool mrc
c super sympa merci
Bonjour et merci
Bjr mrc pr la réponse
je vous remercie
Je te remercie beaucoup
Merci, c'est exactement ce qu'il me fallait
merci ça marche
nickel merci, bonne journée
MERCI BEAUCOUP !!!
avec tous mes remerciements
""",
    "goodbye": """
Bonne journée
bonne journée !
Belle journée à vous
Bonne fin de journée
bon week-end
bon weekend à tous
Bonne soirée à toutes et tous
bn journée
bne soirée
A bientôt
à bientôt !
à lundi
Au revoir
bye
bon app
bonne nuit
bon après-midi
Bon courage à tous
cordialement
Bonnes fêtes
À jeudi !
ciao
Excellente journée
""",
    "agreement": """
OK
okk
oki
Oki doki
D'accord
dacc
ca marche
C'est bon
c bon pour moi
c noté
Bien reçu
bien noté
Parfait
parfait !
top
nickel
génial
Super !
cool
oui
ouais
Oui oui
non
👌
👍👍
😀
:thumbsup:
ok ok
Ça me va
entendu
compris
pas de souci
pas de pb
❤️
bravo
lol
""",
    "help": """
Aide
aidez-moi
Au secours !
j'ai besoin d'aide
besoin d'aide
help me
SOS
comment tu marches ?
comment ça fonctionne
Comment on fait ?
tu sais faire quoi ?
que peux-tu faire
a quoi tu sers ?
je comprends rien
je sais pas comment faire
mode d'emploi
menu
les commandes
??
Je suis perdu
c quoi ce truc
qui es-tu ?
bjr, comment ça marche svp ?
""",
    "my_list": """
Ma liste
mes questions
mes besoins
Mes demandes svp
voir ma liste
où sont mes questions ?
ou en est ma question
mes questions en cours
liste de mes questions
montre moi mes questions
je veux voir mes questions
j'ai posé quoi comme questions
afficher mes questions
""",
    "coming": """
Je viens
je vien
jvi1
je viendrai
Je viendrai !
je serai là 👍
je serai la
jserai là
Je serai présent
présent
Présente !
Présent·e
j'y serai
J'y serai avec plaisir
je compte venir
comptez sur moi
je participerai
oui je viens
Bonjour, je viens
on vient
Nous serons là
je viens à la rencontre
je viens jeudi
je viens à la réunion de jeudi
je confirme ma présence
inscrivez-moi
je peux venir
ok pour jeudi
je suis dispo
Bonjour, je serai présente le 12
""",
    "not_coming": """
Je ne viens pas
je viens pas
Je ne pourrai pas venir
jpourrai pas venir
jpeux pas
je ne peux pas
je ne serai pas là
je serai pas la
jserai pas là dsl
Je ne pourrai malheureusement pas être présente
Absente
absent·e
je suis absent
Je serai absente
désolé, je ne suis pas disponible
pas dispo jeudi
pas disponible
Malheureusement je ne peux plus venir
je ne participerai pas
on ne vient pas
excusez-moi je ne pourrai pas venir jeudi
dsl peux pas venir
je serai en congés
impossible pour moi
je dois annuler ma venue
Bonjour, je ne pourrai pas assister à la réunion
ne comptez pas sur moi
sans moi cette fois
je suis malade je viens pas
""",
    "me_too": """
Moi aussi
moi aussi 🙋
moi ossi
Moi également
ca m'interesse aussi
Ça m'intéresse
je suis intéressée aussi
Pareil
pareil pour moi !
idem pour moi
Idem ici
même question
meme souci ici
meme pb
+1 !
plus un
je me pose la même question
Nous aussi
pareil chez nous
moi aussi ça me concerne
je suis concernée aussi
""",
    "link": """
https://inclusion.example.org/dossier/2026
http://example.fr
www.example.fr/guide
https://example.org/a?b=c#d 👍
A lire : https://example.org/a
à partager https://example.org/a
Bonjour https://example.org/a
""",
    "fewer_messages": """
Stop
STOP
stop svp
arretez de m'ecrire
arrête de m'écrire
Arrêtez de m'envoyer des messages
ne m'écris plus
ne m'envoyez plus rien
trop de notifications
trop de messages !!
moins de msg svp
je reçois trop de messages
plus de messages
désinscription
désinscrivez-moi
me désabonner
je ne veux plus de messages
laissez-moi tranquille
chut
silence
jveux plus de notif
Bonjour, merci de ne plus m'écrire
""",
    "other": """
Bonjour, est-ce que quelqu'un a déjà accompagné une demande de carte grise ?
bjr qui connait un bon tuto pour france travail
Bonsoir, connaissez-vous un logiciel libre pour monter des vidéos ?
slt, jcherche une salle pr mardi
Salut ! Une idée pour animer un atelier smartphone avec 3 personnes ?
Bonjour j'ai une usagère qui n'arrive plus à se connecter à Ameli
coucou qq1 sait comment recuperer un compte fb piraté
Merci de partager vos trames d'atelier sur l'IA
merci de me dire si la salle est libre
Merci pour vos retours d'expérience sur Pix, qui l'a utilisé ?
Quelqu'un pourrait-il me prêter une tablette ? Merci
Comment remercier les bénévoles de l'atelier ?
Merci beaucoup mais comment activer la double authentification ?
ok mais qui paie le café ?
Oui mais où trouve-t-on le formulaire ?
Je viens d'arriver sur le territoire, qui contacter pour les impôts ?
je viens de changer de structure
Je viens de créer une fiche sur FranceConnect
Je viens vers vous pour une question d'assurance
je peux venir avec un stagiaire ?
je viens avec combien de tablettes
Qui vient à la rencontre de jeudi ?
on peut venir en visio ?
Je ne viens pas à bout d'un virus
je ne peux pas installer WhatsApp sur un vieux téléphone
Je ne peux pas imprimer depuis la tablette
je peux pas me connecter à la Coop
jpeux pas ouvrir le lien
Je ne serai pas remboursée de mes frais, est-ce normal ?
Je suis absente 3 semaines, comment transférer mes usagers ?
comment gérer les absents à un atelier ?
moi aussi je cherche un remplaçant pour le mardi
Moi aussi, et j'ai trouvé : il faut vider le cache
moi aussi j'ai eu ce problème, il suffit de réinstaller
Pareil pour moi, quelqu'un a une solution ?
même question mais pour les iPhone
Mes questions de sécurité ne marchent plus sur impots.gouv, que faire ?
ma liste de contacts a disparu du téléphone
Ma liste de diffusion est pleine
mes demandes de matériel restent sans réponse, à qui s'adresser ?
Arrêter les notifications Facebook d'une usagère : comment ?
Comment arrêter de recevoir des messages publicitaires ?
stop pub : où trouver des autocollants ?
Trop de messages de spam dans une boîte Orange
Au secours, un usager a cliqué sur un lien frauduleux, que faire ?
Aide au remplissage du dossier MDPH, qui sait ?
Besoin d'aide pour une usagère bloquée sur l'ANTS
J'ai besoin d'aide pour installer un VPN
Comment ça marche, le Pass numérique ?
comment fonctionne Aidants Connect
Comment on fait pour rouvrir un compte CAF ?
A quoi sert France Connect+ ?
Bonne journée de formation à conseiller sur l'IA ?
Bon plan pour du matériel reconditionné ?
Bonne idée d'atelier pour les ados ?
A bientôt 80 ans, peut-on ouvrir un compte Ameli ?
Super fiche sur les arnaques, où la trouver ?
Qui prête une salle à Brest ?
Un escape game sur la sécurité, ça existe ?
La salle est libre le mardi
il faut passer par la mairie
Appelez le 3646, choix 2
Essayez avec un autre navigateur
j'ai un vidéoprojecteur si besoin
Je peux prêter 6 tablettes
oui, la médiathèque en a deux
Non, il faut refaire une demande sur le site
Voici un guide : https://example.org/guide
que pensez-vous de https://example.org/outil
Atelier CV
mot de passe oublié Ameli
demande de matériel
tableau blanc collaboratif gratuit
Présence obligatoire aux réunions : que dit la convention ?
présent de l'indicatif : un jeu en ligne pour le FLE ?
Idem en version Android ?
Silence des opérateurs : quels recours ?
le menu démarrer a disparu
C'est bon de garder Windows 10 ?
Disponible en prêt : 4 casques VR
Pas dispo sur Android, une alternative ?
Bonjour à toutes et tous, je me présente, Karim, conseiller à Sorgues
Bonjour, je viendrais bien à la visite mais je n'ai pas de voiture, quelqu'un covoiture ?
je n'ai plus d'encre
la réunion est à quelle heure ?
c'est où la rencontre ?
C'est quand la prochaine rencontre
""",
}


def rows(cases: dict[str, str]) -> list[tuple[str, str]]:
    """Return each message with what it is for."""
    return [
        (intent, line) for intent, lines in cases.items() for line in lines.strip().splitlines()
    ]
