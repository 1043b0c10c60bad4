# La rédaction en français.

## Autour de chaque page
skip = Aller au contenu
desk-of = Rédaction de { $name }
nav-desk = Rédaction
nav-you = Profil
nav-site = Site
nav-about = À propos
nav-public = Pages publiques
nav-todo = À faire
nav-drafts = Brouillons
nav-schedule = Calendrier
nav-publications = Publications
nav-accounts = Comptes
nav-record = Registre
nav-people = Personnes
nav-servers = Serveurs
nav-requests = Demandes
nav-me = Profil
run-by = Géré par { $name }.
sign-out = Se déconnecter
pages = Pages
older = Plus anciens
all = Tout
nothing = Rien
save = Enregistrer
why = Pourquoi
somebody = quelqu’un
changed = modifié le
form-foreign = Ce formulaire n’est pas de cette session. Rouvrez la page et renvoyez-le.
keepers-only = Cette page est réservée à l’administration. Adressez-vous à elle.

## Connexion
sign-in = Se connecter
sign-in-how = Personne n’a d’accès ? Qui peut lancer des commandes sur le serveur obtient un lien valable une fois :
your-name = Nom
shown-name = Nom que les autres voient
password = Mot de passe
new-password = Nouveau mot de passe
old-password = Mot de passe actuel
password-how = Au moins 12 caractères. Quatre mots à la suite en font un bon.
name-how = De 2 à 40 lettres, chiffres, points ou tirets.
welcome = Bienvenue à la rédaction
welcome-keeper = Ce lien donne l’administration : relier des comptes et inviter d’autres personnes. Il vaut une fois.
welcome-invited = Vous avez reçu une invitation. Choisissez un mot de passe et commencez.
begin = Commencer
code = Code
code-how = Les six chiffres que votre appareil affiche en ce moment. Chaque code vaut une fois.
code-lost = Appareil perdu ? L’administration peut faire un nouveau lien, qui ne demande pas de code.

## Profil
signed-in-as = Vous vous connectez sous le nom { $name }.
you-keep = Vous administrez ce serveur et pouvez tout faire.
profile = Comment vous apparaissez
page-language = Langue de ces pages
as-browser = Celle du navigateur
change-password = Changer le mot de passe
codes = Un code en plus du mot de passe
codes-off = Un appareil à vous peut afficher un code demandé à chaque connexion : le mot de passe seul ne sert alors à personne d’autre.
codes-on = Un code de votre appareil est demandé à chaque connexion.
codes-begin = Le mettre en place
codes-take = Ajoutez ce secret à une application de codes à usage unique (TOTP), puis saisissez le code affiché. Rien ne change avant.
codes-secret = Secret :
codes-open = Ouvrir dans l’application
codes-turn-on = Demander des codes désormais
codes-turn-off = Ne plus demander de codes
sessions = Où vous êtes connecté·e
this-one = celle-ci
since = Depuis le
last-seen = vue pour la dernière fois le
unknown-browser = Un navigateur inconnu
end-session = Terminer cette session
end-others = Terminer toutes les autres

## À faire
new-draft = Nouveau brouillon
nothing-connected = Aucun compte n’est encore relié.
connect-one = En relier un
account-stopped = Rien ne part vers { $name } pour le moment.
todo-review = À relire
todo-held = Proposés par des personnes sans accès
todo-own = Vos brouillons
todo-scheduled = Sur le départ
todo-nothing = Rien pour le moment.
stuck = { $n ->
    [one] Une publication attend quelqu’un.
   *[other] { $n } publications attendent quelqu’un.
}

## Brouillons
which-drafts = Quels brouillons
filter-open = Ouverts
no-drafts = Il n’y en a pas.
untitled = Sans texte
this-draft = Ce brouillon
tab-write = Écrire
tab-preview = Aperçu et règles
tab-review = Relecture
tab-schedule = Calendrier
tab-history = Historique
state-held = mis à part
state-writing = en cours
state-proposed = proposé
state-scheduled = programmé
state-published = publié
state-dropped = abandonné
begun-by = Commencé par { $name }
proposed-by-outside = Proposé par { $name }, sans accès ici
goes-out = Part le

## Écriture
field-text = Texte
text-how = Une ligne avec --- commence le message suivant d’un fil. Écrivez les personnes du fédivers comme @name@server.
field-version = Texte propre ({ $network })
version-how = À la place du texte ci-dessus ({ $network }) ; vide signifie le même
field-language = Langue
field-warning = Avertissement de contenu
field-visibility = Visibilité
visibility-public = Publique
visibility-unlisted = Non listée
field-sensitive = Cacher les médias jusqu’à demande
field-accounts = Où cela va
no-accounts = Il n’y a aucun compte pour lequel vous puissiez proposer.
no-accounts-chosen = Cela ne va encore nulle part. Choisissez un compte sur la page d’écriture.
field-media = Médias
medium = Média
medium-number = Média { $n }
field-alt = Texte alternatif du média { $n } : ce qu’il montre, pour qui ne le voit pas
field-alts = Textes alternatifs en d’autres langues, un par ligne
medium-more = Auteur, licence, centre, autres langues
field-author = Auteur
field-licence = Licence
field-source = Source
field-focus-x = Centre, % depuis la gauche
field-focus-y = Centre, % depuis le haut
field-part = Avec quel message du fil
remove-medium = Retirer le média { $n }
field-upload = Ajouter images, films ou sons
field-poll = Sondage
field-option = Réponse { $n }
field-hours = Ouvert combien d’heures
field-multiple = Plusieurs choix possibles
more-fields = Réponse, citation, partage, période
field-reply = Répond au message à cette adresse
field-quote = Cite le message à cette adresse
field-boost = Partage le message à cette adresse
field-from = Pas avant ({ $zone })
field-until = Pas après ({ $zone })
save-and-preview = Enregistrer et voir
save-and-propose = Enregistrer et proposer
unsaved = Pas encore enregistré
take-on = Le prendre en charge
withdraw = Retirer de la relecture
pick-up = Le reprendre
drop = Abandonner
comments = Commentaires
comment = Dire quelque chose à l’équipe
send-comment = Envoyer
clash = Quelqu’un d’autre a changé les mêmes mots. Les deux sont ici : ce qui est enregistré ci-dessus, le vôtre dans le formulaire. Enregistrer encore met le vôtre à sa place ; il reste de toute façon dans l’historique.
clash-theirs = Ce que cela dit maintenant
clash-quiet = Quelqu’un d’autre a changé les mêmes mots : enregistrez à la main pour voir les deux.

## Ce qui vient d’être fait
said-saved = Enregistré.
said-merged = Enregistré, avec ce que quelqu’un d’autre a écrit entre-temps. Regardez ce que cela dit maintenant.
said-proposed = Proposé. Qui relit le voit dans sa liste.
said-withdrawn = Retiré de la relecture.
said-taken = Pris en charge : un brouillon comme les autres désormais.
said-dropped = Abandonné. On peut le reprendre.
said-picked-up = Repris.
said-commented = Envoyé.
said-approved = Approuvé, exactement tel quel. Tout changement annule l’approbation.
said-refused = Refusé, avec votre raison.
said-scheduled = Programmé.
said-unscheduled = Retiré du calendrier. Rien ne part.
said-changing = Le changement part maintenant.
said-deleting = Il est en train d’être supprimé sur ses réseaux.
said-kept = C’est fait.

## Aperçu et règles
part-of = Message { $n } sur { $of }
length-of = { $n } caractères sur { $limit }
no-alt = sans texte alternatif
costs = coûte { $money }
go-there = Y aller
blocks = Bloque
warns = Avertit
checks-passed = { $n ->
    [0] Aucune autre règle n’est vérifiée.
    [one] Une règle est respectée.
   *[other] { $n } règles sont respectées.
}
propose = Le proposer à la relecture
standing-approved = Approuvé
standing-wanting = { $n ->
    [one] Il manque une approbation
   *[other] Il manque { $n } approbations
}
standing-refused = Refusé

## Relecture
changed-since = Changé depuis le { $time }
approve = Approuver
refuse = Refuser
ruling-words = Votre raison
ruling-how = Vous décidez d’exactement ce que montre cette page. Un refus demande une raison, que lisent ses auteurs.
rulings = Ce qu’a dit la relecture
no-rulings = Personne n’a encore rien dit.
ruled-approved = Approuvé
ruled-refused = Refusé
ruling-void = d’un état antérieur
revision-by = { $n }, par { $name }
aside = gardé de côté

## Calendrier
when = Quand
not-ready = Cela ne peut pas encore partir : voyez ci-dessus ce qui manque.
when-next = Prochain créneau libre :
when-first = Le tout prochain créneau ; ce qui y attend passe au suivant
when-now = Maintenant
when-at = À une heure de votre choix
at-time = Heure ({ $zone })
choose-time = choisissez une heure
schedule = Programmer
unschedule = Retirer du calendrier
missed-how = Son heure est passée avant qu’il ne puisse partir. Retirez-le du calendrier et donnez-lui une autre heure.
change-waits = Ce que dit le brouillon n’est pas ce qui a été publié.
publish-change = Publier le changement
delete-published = Supprimer sur ses réseaux
window-from = Pas avant le { $time }.
window-until = Pas après le { $time } ; les approbations prennent fin alors.
window-between = Entre le { $from } et le { $until } ; les approbations prennent fin alors.
week-of = Semaine du { $day }
weeks = Semaines
week-before = Semaine d’avant
this-week = Cette semaine
week-after = Semaine d’après
times-in = Les heures sont celles de { $zone }.
day = Jour
free-slots = Créneaux libres

## Publications
which-publications = Quelles publications
waiting-for-you = En attente de quelqu’un
no-publications = Il n’y en a pas.
publication-held = retenue
publication-due = à partir
publication-sending = en cours d’envoi
publication-published = publiée
publication-partial = publiée en partie
publication-unknown = incertaine
publication-failed = échouée
publication-missed = manquée
publication-skipped = laissée
publication-deleted = supprimée
its-link = Son lien, si elle y est
it-is-there = Elle y est
it-is-not = Elle n’y est pas
give-link = Donnez le lien du message, tel que sa page le montre.
try-again = Réessayer
network-fediverse = le fédivers
network-feed = un flux

## Comptes et chartes
account-connected = relié
account-broken = à reconnecter
account-disconnected = détaché
stopped = Rien ne part pour le moment.
public-page = Sa page publique
brake = Frein d’urgence
brake-pull = Arrêter tout ce qui doit partir
brake-pulled = Le frein est serré. Ce qui devait partir entre-temps et reste dans les temps part quand on le desserre ; le reste est manqué.
brake-release = Laisser repartir
brake-release-queue = Reprendre, et donner à ce qui fut manqué les prochains créneaux
charter = Charte
charter-text = Qui parle ici, de quoi et comment. Tout le monde peut la lire.
reviewers = Combien doivent approuver
a-day = Au plus, messages par jour
author-may-review = Qui a commencé un brouillon peut le relire si quelqu’un d’autre a écrit en dernier
proposals = Des personnes sans accès peuvent proposer
names-proposers = Les archives publiques disent qui a proposé quoi
rules = Ce que la machine vérifie
rule-alt-text = Textes alternatifs
rule-warning = Avertissements de contenu
rule-camel-case = Mots-dièse lisibles à voix haute
rule-letters = Lettres simples
rule-bullets = Pas d’émojis comme puces
rule-mentions = Mentions connues
rule-language = Langues
weight-off = non vérifié
weight-warn = avertit
weight-block = bloque
languages = Langues parlées ici
topics = Ce dont on avertit, un par ligne : l’avertissement, deux-points, les mots qui le signalent
slots = Quand on publie
zone = Fuseau horaire
slots-how = Créneaux, un par ligne : jours (en anglais : Mon-Fri) et heure
quiet-from = Silence de
quiet-to = à

## Personnes
role-keeper = administration
role-publisher = publication
role-reviewer = relecture
role-editor = édition
role-proposer = propositions
role-engager = réponses
role-auditor = consultation
roles = Rôles
roles-for = Rôles pour { $account }
person-invited = invitation envoyée
person-active = présent·e
person-left = parti·e
invite = Inviter quelqu’un
their-name = Nom de connexion
for-account = Pour quel compte
make-keeper = À l’administration, avec tous les droits
link-for = Un lien pour { $name }
link-how = Transmettez-le par une voie que personne d’autre ne lit. Il vaut une fois, pendant une semaine, et n’est plus montré ensuite.
new-link = Nouveau lien
let-go = Mettre fin à l’accès
let-go-how = La connexion n’est plus possible ensuite. Ce qui a été fait garde ce nom dans le registre.
find-person = Trouver quelqu’un par son nom
find = Trouver
nobody-found = Personne ne porte ce nom.
more = Suite

## Le registre
record-how = Chaque entrée est liée à la précédente. Que rien n’a été changé, cette commande le prouve :
record-of = Registre de { $name }
record-feed = Flux du registre
deed-person-entered = est venu·e à la rédaction
deed-person-invited = a invité
deed-person-link-made = a fait un lien pour
deed-person-roles = a fixé les rôles de
deed-person-left = a mis fin à l’accès de
deed-person-code-on = se connecte avec des codes
deed-person-code-off = se connecte sans codes
deed-charter-changed = a changé la charte ou les créneaux de
deed-brake-pulled = a serré le frein de
deed-brake-released = a desserré le frein de
deed-draft-begun = a commencé
deed-draft-changed = a modifié
deed-draft-proposed = a proposé
deed-draft-withdrawn = a retiré de la relecture
deed-draft-approved = a approuvé
deed-draft-refused = a refusé
deed-draft-dropped = a abandonné
deed-draft-picked-up = a repris
deed-draft-scheduled = a programmé
deed-draft-unscheduled = a retiré du calendrier
deed-draft-moved = a décalé dans le calendrier
deed-draft-change-published = a publié un changement de
deed-draft-deleted = a fait supprimer ce qui était publié de
deed-proposal-received = a proposé de l’extérieur
deed-proposal-taken = a pris en charge
deed-template-kept = a gardé un modèle
deed-template-changed = a modifié un modèle
deed-template-removed = a retiré un modèle
deed-draft-recurred = a fait créer un brouillon d’un modèle
deed-template-missed = a manqué des dates d’un modèle
deed-template-stopped = a arrêté un modèle
deed-publication-seen = a vu qu’elle y est
deed-publication-not-seen = a vu qu’elle n’y est pas
deed-publication-retried = a fait réessayer

## Pages publiques
in-the-open = Ce compte est tenu au grand jour : par qui, selon quelles règles, et qui a fait quoi.
needs-reviewers = { $n ->
    [0] Ce qui part n’a pas besoin d’un second regard.
    [one] Ce qui part est d’abord lu par quelqu’un d’autre.
   *[other] Ce qui part est d’abord lu par { $n } autres personnes.
}
who-runs-it = Qui le tient
archive = Ce qui a été publié
where-it-is = Où il se trouve
proposed-by = proposé par { $name }
propose-something = Proposer quelque chose
propose-for = Proposer un message pour { $name }
propose-how = Écrivez ce que le compte devrait dire. Son équipe le regarde, le change peut-être, puis le publie ou dit pourquoi elle ne le fait pas.
propose-done = Merci. L’équipe de ce compte l’a maintenant.
back-to-account = Retour au compte
your-name-public = Votre nom, tel que les autres peuvent le lire
leave-empty = Laissez ce champ vide

## Dates
day-and-time = { $day }, { $time }
day-and-month = { $day } { $month }
day-and-year = { $day } { $year }
weekday-and-day = { $weekday } { $day }
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
weekday-1 = lundi
weekday-2 = mardi
weekday-3 = mercredi
weekday-4 = jeudi
weekday-5 = vendredi
weekday-6 = samedi
weekday-7 = dimanche

## Templates
templates = Modèles
templates-how = Ce qui se dit souvent : commencez un brouillon avec, ou laissez ses brouillons se faire d’eux-mêmes et passer en relecture.
no-templates = Il n’y en a pas encore.
template-new = Nouveau modèle
template-name = Nom du modèle
template-words = Ces mots sont remplis : {"{date}"}, {"{week}"}, {"{month}"}, {"{year}"}, {"{number}"}.
template-next = Prochain pour
template-stopped = Enregistrez-le pour qu’il reprenne.
template-draft = Commencer un brouillon avec
template-remove = Retirer le modèle
template-remove-how = Ce qui en a été fait reste.
template-keep = Garder comme modèle
rhythm = Récurrence
rhythm-how = Chaque brouillon est relu pour lui-même ; rien ne part tout seul.
rhythm-every = À quelle fréquence
rhythm-none = Pas de lui-même
rhythm-day = Chaque jour
rhythm-week = Certains jours de la semaine
rhythm-month = Un jour du mois
rhythm-month-weekday = Le énième jour de la semaine du mois
rhythm-weekdays = Jours de la semaine
rhythm-month-day = Jour du mois (31 : le dernier)
rhythm-nth = Lequel du mois
rhythm-last = le dernier
rhythm-at = Heure
rhythm-zone = Fuseau horaire
rhythm-lead = Fait tant d’heures avant
template-made = { $n ->
    [one] { $n } brouillon en a été fait.
   *[other] { $n } brouillons en ont été faits.
}
template-media = { $n ->
    [one] Avec une image ou un film.
   *[other] Avec { $n } images ou films.
}

## Passkeys and servers of the fediverse
sign-in-otherwise = Se connecter autrement
passkeys = Clés d’accès
passkeys-how = Une clé d’accès se trouve sur l’un de vos appareils ou dans votre gestionnaire de mots de passe. Elle vous connecte d’un doigt, du visage ou par un code PIN, sans nom ni mot de passe à taper ; elle remplace aussi le code.
passkeys-script = Pour en ajouter une, votre navigateur doit exécuter le script de cette page.
passkeys-not-here = Il n’y en a pas à l’adresse de ce serveur : les navigateurs demandent pour cela un nom et TLS.
passkey-added = Ajoutée :
passkey-used = Dernier usage :
passkey-unused = Pas encore utilisée
passkey-remove-this = Retirer { $name }
passkey-name = Comment vous l’appelez
passkey-name-how = Pour la reconnaître : par exemple, l’appareil où elle se trouve.
passkey-add = Ajouter une clé d’accès
passkey-enter = Se connecter avec une clé d’accès
passkey-failed = Votre appareil n’a donné aucune clé d’accès. Réessayez, ou connectez-vous autrement.
passkey-known = Cet appareil a déjà une clé d’accès à vous pour ce serveur.
fediverse-handle = Votre adresse dans le fédivers, ou votre serveur
fediverse-how = Pour qui a ajouté ici son compte sous son nom. On demande à votre serveur qui vous êtes, et rien d’autre.
fediverse-add-how = On demande une fois à votre serveur qui vous êtes, et rien d’autre. Sont gardés votre adresse et le numéro du compte là-bas.
fediverse-enter = Se connecter avec votre compte du fédivers
fediverse-add = Ajouter votre compte du fédivers
identity-fediverse = dans le fédivers
onward = Vers { $at }
onward-how = Vous y êtes envoyé. Permettez-lui de dire qui vous êtes ; rien d’autre n’est demandé.
deed-person-passkey-added = se connecte avec une nouvelle clé d’accès
deed-person-passkey-removed = a retiré une clé d’accès
network-elsewhere = un autre lieu
todo-by-hand = À publier à la main
by-hand = à la main
by-hand-what = Que faire
by-hand-nothing = Il n’y a rien à faire à la main
by-hand-publish = Publier à la main
by-hand-publish-how = Mettez ceci sur { $account } tel qu’il est ici. Donnez ensuite le lien où il se trouve.
by-hand-published = Marquer comme publié
by-hand-change = Modifier à la main
by-hand-change-how = Il a changé depuis qu’il a été mis sur { $account }. Modifiez-le là-bas pour qu’il dise ce qui est ici.
by-hand-changed = Marquer comme modifié
by-hand-delete = Supprimer à la main
by-hand-delete-how = Supprimez ceci sur { $account }.
by-hand-deleted = Marquer comme supprimé
by-hand-page = Le compte :
by-hand-due = Il devait paraître le
by-hand-late = Son heure est passée. Ne le publiez pas en retard ; si quelqu’un l’a publié à temps, donnez son lien.
by-hand-stopped = Ne le publiez pas maintenant :
by-hand-answers = Il répond à
by-hand-post = La publication
by-hand-words = Texte
by-hand-language = Langue : { $language }
by-hand-sensitive = Marquez les médias comme sensibles.
by-hand-unlisted = Hors des fils publics, si le réseau le permet.
by-hand-poll = Un sondage avec ces choix :
by-hand-download = Télécharger le média { $n }
by-hand-alt = Texte alternatif du média { $n }
by-hand-no-alt = Il n’a pas de texte alternatif.
by-hand-link = Le lien où il se trouve là-bas
by-hand-publishers = Les personnes qui publient pour ce compte s’en chargent.
by-hand-disconnect = Sa file est arrêtée. Ce qui a été publié reste.
by-hand-add = Ajouter un compte où l’on publie à la main
by-hand-add-how = Pour un réseau auquel Mimus ne sait pas parler, ou un compte dont vous ne confiez pas l’accès. Les brouillons suivent le même chemin ; quand l’un arrive à l’heure, les personnes qui publient voient quoi y mettre.
by-hand-network = Réseau
by-hand-handle = Nom du compte ou du lieu
by-hand-its-page = Adresse de sa page
copy = Copier
copied = Copié
deed-account-by-hand = a ajouté, pour y publier à la main,
deed-publication-by-hand = a publié à la main
deed-publication-changed-by-hand = a modifié à la main
deed-publication-deleted-by-hand = a supprimé à la main

## Published by hand
digests = Résumés par courriel
digests-how = La même chose par courriel, chaque jour ou chaque lundi, quand il y a quelque chose.
digests-no-mail = Ce serveur n’envoie pas de courriel. La personne qui l’administre peut indiquer un serveur de courriel.
digests-address = Votre adresse de courriel
digests-ask = Envoyer un lien pour la confirmer
digests-asked = Un lien a été envoyé à { $address }. Il est valable un jour. Rien d’autre n’y est envoyé avant que vous l’ayez ouvert.
digests-to = Les résumés vont à { $address }.
digests-forget = Oublier mon adresse
digests-rhythm = À quel rythme
rhythm-off = jamais
rhythm-daily = chaque jour
rhythm-weekly = chaque lundi
digests-hour = À quelle heure, de 0 à 23
digests-zone = Dans quel fuseau horaire
digests-next = Le prochain :
digests-failed = Le dernier n’a pas pu être envoyé : { $why } Un nouvel essai suivra.
confirm-address = Confirmez votre adresse
confirm-address-how = Les résumés du bureau pour { $name } doivent aller à { $address }.
confirm-address-do = C’est mon adresse
confirm-address-done = Confirmée. Sous votre nom au bureau, vous choisissez le rythme des résumés.
digests-end = Plus de résumés
digests-end-how = { $name } reçoit des résumés du bureau à cette adresse.
digests-end-do = Ne plus rien m’envoyer
digests-end-done = C’est fait. Aucun résumé ne sera plus envoyé.
confirm-letter-subject = Confirmez votre adresse pour le bureau de { $desk }
confirm-letter = { $name } veut recevoir à cette adresse des résumés du bureau de { $desk }. Est-ce vous ? Ouvrez alors ce lien dans la journée :
confirm-letter-else = Si ce n’est pas vous, ne faites rien. Rien d’autre ne sera envoyé ici.
digest-waiting = Vous attend
digest-said = À propos de vos brouillons
digest-out = Paru, ou non
digest-why = Vous recevez ceci parce que vous l’avez demandé au bureau. Pour ne plus rien recevoir :
news-of-desk = Le bureau de { $name }
news-review = Attend votre relecture : { $title }
news-held = Une proposition du dehors attend : { $title }
news-removal = Une suppression attend votre relecture : { $title }
news-comment = { $by } a commenté votre brouillon : { $title }
news-approved = { $by } a approuvé votre brouillon : { $title }
news-refused = { $by } a refusé votre brouillon : { $title }
news-published = Publié : { $title }
news-missed = A manqué son heure : { $title }
news-failed = Non publié, ou pas en entier : { $title }
feed = Un flux à vous
feed-how = Ce qui vous attend, ce qui se dit de vos brouillons et ce qui a été publié, manqué ou a échoué sur vos comptes, pour un lecteur de flux. Quiconque a son adresse peut le lire.
feed-there = Vous en avez un. Son adresse a été montrée quand vous l’avez créé.
feed-address = Voici son adresse. Elle n’est montrée que maintenant :
feed-make = Créer un flux
feed-new = Créer une autre adresse
feed-end = Mettre fin au flux

## Digests and feeds

## Media
nav-media = Médias
media-want = Sans description
media-wanting = { $n ->
    [0] Tout ce qui s’écrit a ses descriptions.
    [one] Un média des brouillons n’a pas de description.
   *[other] { $n } médias des brouillons n’ont pas de description.
}
alt-how = Dites en une ou deux phrases ce qui manquerait à qui ne le voit pas ou ne l’entend pas : ce que cela montre, les mots qui s’y trouvent, à quoi cela sert.
what-it-shows = Ce que cela montre
media-all = Tous les médias des brouillons
media-find = Mots du brouillon, de la description, de l’auteur ou de la source
media-none = Rien n’a été trouvé.
media-no-alt = Personne n’a dit ce que cela montre.

## Tokens and webhooks
tokens = Jetons pour des programmes
tokens-how = Un programme muni d’un jeton fait en votre nom ce que le jeton permet, et jamais plus que ce que vous pouvez vous-même.
token-made = Le nouveau jeton
shown-once = Il n’est montré que cette fois ; gardez-le là où le programme le trouve.
no-tokens = Vous n’en avez donné aucun.
token-until = Valable jusqu’au
token-used = dernière utilisation
token-unused = jamais utilisé
token-end = Mettre fin
token-make = Créer un jeton
token-name = À quoi il sert
token-scopes = Ce qu’il permet
token-days = Pour combien de jours
scope-read = lire les brouillons, l’agenda et le registre
scope-write = écrire des brouillons et des commentaires
scope-review = approuver et refuser
scope-publish = planifier, publier, retirer, le frein
scope-keep = chartes, personnes et webhooks
webhooks = Webhooks
webhooks-how = Chaque adresse reçoit, dans l’ordre et signé, ce qui est enregistré. En cas d’échec, un nouvel essai a lieu, de plus en plus tard.
webhook-secret = Ce qui signe ses requêtes
no-webhooks = Il n’y en a pas.
webhook-cursor = Tout est arrivé jusqu’à l’entrée { $seq }.
webhook-failed = { $n ->
    [one] Un échec :
   *[other] { $n } échecs :
}
webhook-next = Prochain essai :
webhook-remove = Retirer
webhook-add = Ajouter un webhook
webhook-address = Son adresse

## Mirrors, routes and the Ledger
nav-mirrors = Miroirs
nav-routes = Routes
nav-ledger = Livre de comptes
nav-settings = Réglages
label-line = { $label } : { $words }
seek = Chercher
what-goes-on = Ce qui passe, et comment
keep-warning-lines = Laisser dans le texte une première ligne comme « CW : repas », au lieu de la prendre pour l’avertissement
visibility-everywhere = Dans les fils publics
visibility-profiles = Pour les fils des abonnés et les profils
mirrors-how = Des comptes et des flux republiés ici comme acteurs du fédivers. Tout le monde sur le fédivers peut les suivre.
mirrors-seek = Chercher par nom ou source
mirrors-which = Quels miroirs
mirrors-active = sont lus
mirrors-failing = en échec
mirrors-paused = en pause
mirrors-ended = terminés
mirrors-none = Il n’y en a pas.
mirrors-more = Plus de miroirs
mirror-active = est lu
mirror-reading = est lu pour la première fois
mirror-failing = en échec
mirror-paused = en pause
mirror-ended = terminé
mirror-last-read = Dernière lecture :
mirror-next-read = prochaine lecture :
mirror-never = pas encore
mirror-failed = { $n ->
    [one] La dernière lecture a échoué :
   *[other] Les { $n } dernières lectures ont échoué :
}
posts-here = { $n ->
    [one] { $n } message
   *[other] { $n } messages
}
followers-here = { $n ->
    [one] { $n } abonné
   *[other] { $n } abonnés
}
mirror-add = Ajouter un miroir
mirror-add-how = Indiquez l’adresse d’un flux, ou x:NOM pour un compte sur X. La source est d’abord regardée ; ce qu’elle contient est ensuite lu en arrière-plan, et rien d’ancien n’est envoyé à personne.
mirror-add-archive = Les archives s’ajoutent sur le serveur, en ligne de commande :
mirror-source = Source
mirror-handle = Nom ici ; laissé vide, il est tiré de celui de la source
mirror-basis = À quel titre
basis-own = C’est un compte de ceux qui tiennent ce serveur
basis-consent = Son titulaire a donné son accord
basis-other = Ni l’un ni l’autre
basis-note = Comment et quand l’accord a été donné ; la page du miroir le dit
basis-note-missing = Dites comment et quand l’accord a été donné.
mirror-replies = Réponses
mirror-replies-all = Les fils, et les réponses à d’autres
mirror-replies-own = Seulement les fils du compte lui-même
mirror-none = Aucune
mirror-reposts = Repartages
mirror-reposts-link = Un partage si l’original est ici, sinon son texte avec auteur et lien
mirror-reposts-boost = Seulement comme partage
mirror-visibility = Qui voit les messages
mirror-language = Langue des messages qui ne disent pas la leur
mirror-without = Sans
mirror-without-lines = Écarter les messages avec l’un de ces mots ou #mots-dièse, un par ligne
mirror-sensitive = Masquer tous les médias jusqu’à demande
mirror-handle-taken = Le nom @{ $handle } est pris ; choisissez-en un autre.
mirror-no-handle = Le nom « { $name } » n’en donne aucun ; choisissez-en un.
mirror-busy = Il est en cours de lecture ; revenez dans quelques minutes.
mirror-no-x = X ne peut pas être lu ici : donnez à x_bearer_token le jeton de votre application, pris dans la console de développement de X.
mirror-name = Nom
mirror-reads = Lit
mirror-has = A
mirror-readings = Lectures
mirror-progress = { $done } sur { $total } sont lus.
mirror-done = { $n ->
    [one] Un est lu.
   *[other] { $n } sont lus.
}
mirror-refresh = Lire maintenant
mirror-pause = Mettre en pause
mirror-resume = Reprendre
mirror-pause-how = En pause, sa source n’est pas lue. Ce qui est ici reste, et peut être suivi.
mirror-resume-how = Reprise, sa source est de nouveau lue. Ce qui a été écrit entre-temps est pris, et n’est pas envoyé.
mirror-remove = Supprimer ce miroir
mirror-remove-how = { $n ->
    [one] C’est définitif : ses messages disparaissent, ici et sur chaque serveur qui le connaît, son seul abonné le perd, son adresse répond qu’il n’est plus là, et son nom n’est plus donné.
   *[other] C’est définitif : ses messages disparaissent, ici et sur chaque serveur qui le connaît, ses { $n } abonnés le perdent, son adresse répond qu’il n’est plus là, et son nom n’est plus donné.
}
mirror-remove-why = Pourquoi, comme sa page le dira
mirror-remove-confirm = Écrivez son nom, { $handle }, pour continuer
mirror-remove-wrong = Rien n’a été supprimé : ce n’est pas son nom, { $handle }.
said-mirror-added = Il est là maintenant et peut être suivi. Il est en cours de lecture ; revenez dans un moment.
said-mirror-looking = La source prend son temps et est encore regardée. Le miroir apparaîtra ici si elle peut être lue ; sinon, le registre dit pourquoi.
said-mirror-read = Il a été lu.
said-mirror-reading = Il est en cours de lecture ; revenez dans un moment.
said-mirror-removed = Il est supprimé. Les serveurs qui le connaissent en sont informés.
deed-mirror-added = a ajouté
deed-mirror-not-added = n’a pas pu ajouter
deed-mirror-paused = a mis en pause
deed-mirror-resumed = a repris
deed-mirror-refreshed = a fait lire
deed-mirror-removed = a supprimé
deed-route-added = a créé
deed-route-changed = a changé ce qui passe par
deed-route-paused = a mis en pause
deed-route-resumed = a repris
deed-route-removed = a supprimé
routes-how = Ce qui est publié à un endroit l’est à un autre. Chaque route a ses propres règles sur ce qui passe, et comment.
routes-none = Il n’y en a pas encore.
routes-more = Plus de routes
route-goes-to = vers
route-active = en marche
route-paused = en pause
route-unread = Là où elle commence ne peut pas être lu :
route-lately = En une semaine :
route-published = { $n ->
    [one] { $n } publié
   *[other] { $n } publiés
}
route-skipped = { $n ->
    [one] { $n } laissé
   *[other] { $n } laissés
}
route-failed = { $n ->
    [one] { $n } échoué ou manqué
   *[other] { $n } échoués ou manqués
}
route-waiting = { $n ->
    [one] { $n } attend
   *[other] { $n } attendent
}
route-make = Créer une route
route-make-how = Elle porte ce qui est publié à partir de maintenant. On peut essayer ce qu’elle ferait de messages passés avant que rien ne soit publié : mettez-la en pause, et essayez-la.
route-no-accounts = Connectez d’abord un compte où publier.
route-from = De
route-from-feed = Un flux
route-feed = Adresse du flux, si elle commence à un flux
route-to = Vers
route-no-end = Choisissez où la route commence et où elle finit.
route-no-feed = Indiquez là l’adresse d’un flux ; les comptes se choisissent dans la liste.
route-slow = Cela a pris trop de temps. Réessayez dans un instant.
route-no-number = « { $words } » n’est pas un nombre.
route-quiet-wrong = Écrivez les heures calmes comme 22:00 et 07:00.
route-makes = Ce que deviennent ses messages
route-makes-publications = ils sont publiés
route-makes-drafts = ils deviennent des brouillons à relire
route-replies = Réponses
route-replies-own = Les fils du compte lui-même
route-replies-all = Les fils, et les réponses à d’autres avec un lien vers ce à quoi elles répondent
route-left = Ils restent
route-kept = Comme c’est réglé maintenant
route-reposts = Repartages
route-reposts-link = Un repartage si l’original est là-bas, sinon son texte avec auteur et lien
route-reposts-boost = Seulement comme repartage
route-quotes = Citations de ce qui n’est pas là-bas
route-quotes-link = Le texte propre, ce qui est cité, et un lien
route-visibility = Qui voit les messages
route-warnings = Avertissements, là où le réseau n’en connaît pas
route-warnings-usual = Comme d’habitude : un lien sur X, une ligne sur Bluesky
route-warnings-link = L’avertissement, et un lien vers l’original
route-warnings-line = L’avertissement en première ligne
route-sensitive-media = Médias sensibles, là où le réseau ne peut pas les marquer
route-media-link = Un lien vers l’original à leur place
route-media-unmarked = Ils passent sans marque
route-over-long = Texte au-delà de la limite d’un message
route-thread = Un fil
route-cut = Un message, coupé, avec un lien vers l’original
route-attribution = Ce qui dit d’où vient un message
route-attribution-link = Un lien vers l’original
route-attribution-via = Une ligne « via @compte@serveur »
route-edits = Après une modification à la source
route-edits-edit = Une modification, là où le réseau le permet
route-edits-again = Le message est supprimé et republié ; ses réponses sont perdues
route-edits-note = Une modification là où le réseau le permet, sinon une réponse qui donne le nouveau texte
route-deletes = Après une suppression à la source
route-deletes-follow = Il est supprimé là-bas aussi
route-deletes-leave = Il reste là-bas
route-no-unlisted = Laisser les messages non listés à la source
route-sensitive = Tenir tous les médias pour sensibles
route-no-mentions = Ne mentionner personne : écrire chaque mention comme du texte
route-keep-stray-links = Laisser à X des mots comme main.rs, dont il fait des liens au prix d’un lien
route-keep-tracking = Laisser des paramètres comme utm_source dans les liens
route-with = Seulement avec
route-without = Sans
route-with-lines = Seulement les messages avec l’un de ceux-ci : mots, #mot-dièse, lang:de ou cw, un par ligne
route-without-lines = Aucun message avec l’un de ceux-ci, un par ligne
route-opt-out-lines = Marques par lesquelles on retient un message, une par ligne
route-footer = Texte après chaque message
route-pace = Quand
route-delay = Secondes d’attente ; supprimé entre-temps, un message ne passe jamais
route-a-day = Au plus, messages par jour
route-quiet = Heures calmes
route-brake = Se met en pause d’elle-même à messages/minutes
route-brake-posts = La mettre en pause à tant de messages
route-brake-minutes = en tant de minutes
route-old-posts = Porter aussi tant de messages d’avant
route-usual = Les règles habituelles
route-since = Porte ce qui a été publié depuis
route-try = L’essayer sur des messages passés
route-tried = Ce que deviendraient les derniers messages
route-tried-how = Rien de cela n’est publié.
route-tried-none = Il n’y a pas de messages passés à essayer.
route-would-stay = Il resterait :
route-pause = Mettre en pause
route-resume = Reprendre avec ce qui est retenu
route-resume-without = Reprendre sans
route-change = Changer ce qui passe
route-change-how = Cela vaut pour ce qui est publié à partir de maintenant.
route-remove = Supprimer cette route
route-remove-how = Plus rien ne passe par elle. Ce qu’elle a publié reste.
said-route-made = La route est créée.
said-route-removed = La route est supprimée. Ce qu’elle a publié reste.
ledger-how = Ce que les appels comptés ont pris et coûté. Chaque appel est réservé ici avant d’être fait. Tout le monde peut lire les parts, sans les sommes :
ledger-access = Accès à X : { $access }. État au
ledger-alarms = Ce qui manque
ledger-grave = Des appels sont refusés :
ledger-unmetered = Rien de compté n’a encore été appelé.
ledger-month = Le mois { $month }
ledger-what = Quoi
ledger-much = Combien
ledger-none = aucun
ledger-budget = Accordé
ledger-spent = Dépensé
ledger-reserved = Réservé
ledger-left = Reste
ledger-share = Part prise
ledger-forecast = Prévision à sa fin
ledger-posts = Messages lus, sur ceux que X permet
ledger-of = { $part } sur { $whole }
ledger-open = Réservations ouvertes
ledger-paced = Les miroirs demandés par n’importe qui attendent jusqu’à
ledger-half = La moitié des messages d’un jour a été lue en
ledger-most = 95 sur cent en
ledger-half-short = La moitié en
ledger-most-short = 95 % en
ledger-holds = Accès qui ne font pas d’appels pour l’instant
ledger-until = jusqu’à
ledger-windows = Ce quart d’heure
ledger-no-windows = X n’a pas été interrogé dans le dernier quart d’heure.
ledger-credential = Accès
ledger-call = Appel
ledger-used = Pris
ledger-credentials = Ce que coûte chaque compte
ledger-when = Quand
ledger-this-month = ce mois
ledger-today = aujourd’hui
ledger-calls = Appels
ledger-failed = Échoués
ledger-charged-posts = Messages
ledger-charged-accounts = Comptes
ledger-cost = Coût
ledger-days = Jour par jour
ledger-plan = Comment les comptes de X reflétés sont lus, et ce que cela prend, se dit en ligne de commande :

## Settings
settings-how = Comment ce serveur est réglé, et où c’est dit. C’est là qu’on le change, et cela vaut au prochain démarrage ; la ligne de commande passe avant l’environnement, et lui avant le fichier. Les secrets ne sont pas montrés.
brake-all = Frein d’urgence pour tous les comptes
brake-all-how = Arrête d’un coup tout ce qui doit partir vers n’importe quel compte, depuis la rédaction et par les routes. La lecture et les miroirs continuent, et ce qui est publié peut être supprimé.
brake-all-pull = Tout arrêter
brake-all-pulled = { $who } a tout arrêté,
brake-all-then = Quand on le desserre, ce qui devait partir entre-temps et reste dans les temps part ; le reste est manqué. Les freins et pauses de comptes et de routes isolés restent tels quels.
brake-all-release = Tout laisser repartir
said-all-stopped = Tout est arrêté.
said-all-goes-on = Tout repart.
doctor = Tout va-t-il bien ?
doctor-how = Regarde l’adresse, la base de données, les médias, WebFinger, l’horloge, les sources et les appels comptés, tels que vus de l’extérieur, et dit quoi faire. Cela prend un instant.
doctor-look = Regarder maintenant
doctor-slow = Cela prend plus de temps, ou quelqu’un regarde en ce moment. Réessayez plus tard, ou lancez mimus doctor sur le serveur.
doctor-well = bien
doctor-mind = à noter
doctor-ill = mal
settings-server = Ce serveur
settings-desk = Connexion et courrier
settings-x = X et son budget
settings-bounds = Limites
settings-storage = Où tout est gardé
settings-node = Ce nœud
setting-hidden = réglé, non montré
setting-unset = non réglé
setting-from-command-line = de la ligne de commande : { $flag }
setting-from-environment = de l’environnement : { $variable }
setting-from-file = du fichier { $path }
setting-from-default = la valeur par défaut
nodes = Nœuds au travail
nodes-how = Les processus qui partagent cette base et ont donné signe de vie il y a quelques secondes.
node-since = depuis
setting-public-url = L’adresse par laquelle on atteint ce serveur ; elle fait partie du nom de chaque miroir
setting-listen = L’adresse et le port où il écoute
setting-data = Le dossier de la base et des médias
setting-database-url = La base de données
setting-allow-private-addresses = Si les adresses privées sont interrogées : pour des essais et réseaux fermés
setting-authorized-fetch = Si les documents ActivityPub ne sont donnés qu’aux requêtes signées
setting-inbox-rate = Requêtes par minute qu’un serveur peut envoyer
setting-name = Comment ce lieu s’appelle
setting-description = Ce qu’il dit de lui-même
setting-operator = Qui le tient, comme le disent les miroirs
setting-operator-url = Où les trouver sur le web
setting-contact = Comment les joindre
setting-source-code = Où est le code source de ce qui tourne ici
setting-media-budget-mib = Mébioctets de médias au-delà desquels ceux qu’on peut ravoir sont lâchés
setting-media-file-mib = Mébioctets d’un fichier média
setting-roles = Ce que fait ce nœud
setting-log = Ce qui est journalisé
setting-log-format = Comment c’est journalisé
setting-secret-key-file = La clé qui scelle les accès des comptes ; sinon, secret.key dans le dossier des données
setting-oidc-issuer = Un autre serveur par lequel on se connecte
setting-oidc-name = Comment on l’appelle
setting-oidc-client-id = Sous quel nom il connaît ce serveur
setting-oidc-client-secret-file = Le fichier avec le secret qu’il a donné
setting-oidc-kind = Comment il parle
setting-smtp-url = Le serveur de courrier des résumés
setting-smtp-from = D’où vient le courrier
setting-x-base-url = Où est l’API de X
setting-x-bearer-token = Le jeton de votre application sur X ; sans lui, X n’est pas lu
setting-x-client-id = Sous quel nom votre application connecte des comptes sur X
setting-x-client-secret = Son secret, s’il en a un
setting-x-owner = Le compte sur X auquel l’application appartient, dont les messages coûtent moins
setting-x-consumer-secret = Ce par quoi X et le webhook de ce serveur se prouvent l’un à l’autre
setting-x-activity = S’il est demandé à X d’envoyer ce que font les comptes
setting-x-lists = Si des comptes peuvent être mis sur des listes d’un compte connecté
setting-x-unfollowed-days = Jours pendant lesquels un miroir de X que personne ne suit est lu ; 0, toujours
setting-x-mirrors = Qui peut ajouter des miroirs de X
setting-x-open-per-day = Miroirs de X créés en un jour sans décision de l’administration
setting-x-open-per-server = Ceux d’entre eux qu’un serveur peut demander
setting-x-budget = Dollars que les appels à X peuvent coûter en un mois
setting-x-budget-warn = À quel pourcentage l’alarme est donnée

## Drafts from routes

## Removals
removal = Ceci doit être supprimé de ses réseaux
removal-asked-by = { $name } l’a demandé, { $time } :
removal-ask = Demander la suppression
removal-approve = Approuver la suppression
removal-refuse = Refuser la suppression
removal-withdraw = Retirer la demande
removal-how = Là où la charte demande une relecture, une personne doit d’abord approuver la suppression. Qui la demande ne la relit pas.
delete-at-once = Supprimer tout de suite
removals = À supprimer
said-removal-asked = C’est demandé. Les personnes qui relisent le voient dans leur liste.
ruled-removal-approved = A approuvé la suppression
ruled-removal-refused = A refusé la suppression
deed-removal-asked = a demandé de supprimer ce qui a été publié de
deed-removal-approved = a approuvé la suppression de ce qui a été publié de
deed-removal-refused = a refusé la suppression de ce qui a été publié de
deed-removal-withdrawn = a retiré la demande de suppression de ce qui a été publié de

## Counting and previews
count-line = { $account } : { $lengths }
lengths = Longueur sur chaque compte
speaks-answers = Répond à
speaks-quotes = Cite
speaks-boosts = Partage

## OpenID Connect
sign-in-with = Se connecter avec { $name }
entered = C’est fait
go-on = Continuer
identities = Par quoi d’autre vous vous connectez
identity-add = Ajouter votre compte chez { $name }
identity-remove = Retirer
deed-person-identity-added = se connecte aussi par un autre serveur
deed-person-identity-removed = a retiré un autre serveur de connexion

## Brouillons venus de routes

came-by-route = Arrivé par la route { $route } depuis { $source }
deed-draft-came = a fait un brouillon de ce qu’une route a apporté
deed-draft-followed = a fait suivre à un brouillon sa publication

## Cartes des pages liées

card-of = Voici comment les serveurs montreront très probablement { $host }
card-unknown = { $host } n’a pas encore été consulté
card-none = Pas de carte pour { $host } : { $reason }
card-status = son serveur répond { $status }
card-no-title = la page n’a pas de titre
card-no-page = ce n’est pas une page web
card-too-large = la page dépasse les 512 Kio qui sont lus
card-slow = son serveur a mis plus de cinq secondes
card-away = son serveur est injoignable ou ne peut être interrogé
card-no-alt = L’image de la page n’a pas de description
cards-show = Montrer les cartes des pages liées
cards-looking = Consultation des pages liées…
cards-later = Les pages liées n’ont pas pu être consultées à l’instant ; réessayez dans une minute
## Errors and checks
e-broken = Quelque chose a échoué ici. Réessayez dans un instant.
e-not-found = Cela n’existe pas ici, ou vous ne pouvez pas le voir.
e-may-not-read = Vous n’avez aucun rôle pour ce compte.
e-may-not-propose = Vous ne pouvez pas proposer pour ce compte.
e-may-not-comment = Vous ne pouvez pas commenter ici.
e-may-not-edit = Ce brouillon est à quelqu’un d’autre ; la rédaction et la publication peuvent le modifier.
e-may-not-review = Seule une personne qui relit pour tous ses comptes peut se prononcer.
e-may-not-publish = Seule la publication peut programmer, publier et retirer.
e-may-not-brake = Seules la publication et la relecture peuvent tirer le frein.
e-may-not-engage = Seules l’animation et la publication peuvent répondre.
e-may-not-keep = Seule l’administration peut faire cela.
e-scope = Le jeton n’a pas la portée { $scope }. Demandez avec un jeton qui l’a.
e-not-connected = Le compte { $account } n’est pas connecté.
e-state = Cela ne se fait pas à un brouillon dans cet état : { $state }.
e-changed = Cela a changé entre-temps. Regardez ce qui est écrit maintenant, puis décidez.
e-blocked = La charte ne le laisse pas sortir : { $why }
e-refused = La relecture a refusé ce texte. Modifiez-le, ou demandez pourquoi.
e-own-words = Qui l’a écrit, ou y a écrit en dernier, ne le relit pas. Quelqu’un d’autre doit regarder.
e-no-reason = Dites pourquoi : la raison accompagne le refus.
e-stopped = Le modèle est arrêté : { $why }. Enregistrez-le d’abord à nouveau.
e-link = Ce lien a déjà servi ou a expiré. Demandez-en un autre.
e-wrong = Le nom ou le mot de passe est faux.
e-code = Ce code n’est pas bon, ou ne l’est plus. Prenez le suivant que montre votre appareil.
e-too-late = La connexion a pris trop de temps. Recommencez.
e-other-key = Cela a été scellé avec une autre clé, ou pour autre chose. Recommencez, ou demandez un nouveau lien à l’administration.
e-no-mail = Ce serveur n’envoie pas de courriel. Son exploitant peut définir smtp_url et smtp_from.
e-not-by-hand = Il n’y a rien à faire à la main pour cela. Regardez où cela en est.
e-password = Un mot de passe a de 12 à 200 caractères. Quatre mots à la suite en font un bon.
e-name = Un nom a de 2 à 40 lettres, chiffres, points ou tirets, et commence par une lettre.
e-name-taken = Le nom { $name } est déjà pris.
e-wants-code-off = Un code est déjà demandé. Désactivez-le d’abord.
e-wants-fewer-webhooks = Il y a 50 webhooks. Retirez-en un d’abord.
e-wants-fewer-templates = Il y a 500 modèles. Retirez-en un d’abord.
e-wants-fewer-tokens = Vous avez 50 jetons. Mettez fin à un qui ne sert plus.
e-wants-fewer-identities = Vous en avez déjà dix. Retirez-en une d’abord.
e-wants-template-name = Un modèle a besoin d’un nom, de 100 lettres au plus.
e-wants-template-accounts = Choisissez au moins un compte où vont ses brouillons.
e-wants-template-words = Écrivez ce que ses brouillons doivent dire.
e-wants-confirmed-address = Confirmez d’abord votre adresse : un lien y a été envoyé.
e-wants-token-name = Donnez un nom au jeton, pour savoir plus tard à quoi il sert.
e-wants-token-scopes = Choisissez au moins une chose que le jeton permet.
e-wants-another-keeper = Personne ne se congédie soi-même. Une autre personne de l’administration le peut.
e-wants-accounts = Choisissez au moins un compte où cela va.
e-wants-words = Écrivez ce qu’il faut dire.
e-wants-description = Écrivez ce que cela montre.
e-wants-comment = Écrivez ce que vous avez à dire.
e-language = « { $tag } » n’est pas une langue. Écrivez-la comme en ou pt-BR.
e-slot = « { $line } » n’est pas un créneau. Écrivez des jours et une heure, comme « Mon-Fri 09:30 » ou « Sat, Sun 11:00 ».
e-slots-many = Cent créneaux au plus sont gardés.
e-weekdays = Choisissez au moins un jour de la semaine.
e-month-day = { $day } n’est pas un jour du mois. Choisissez de 1 à 31.
e-nth = Aucun mois n’a de jour de semaine numéro { $nth }. Choisissez du premier au cinquième, ou le dernier.
e-lead = Un brouillon est fait au plus { $most } heures avant son heure, pas { $hours }.
e-zone = « { $zone } » n’est pas un fuseau horaire. Écrivez-en un comme Europe/Berlin ou UTC.
e-hour = { $hour } heures à « { $zone } » n’est pas une heure. Écrivez une heure de 0 à 23, et un fuseau comme Europe/Berlin ou UTC.
e-time = « { $time } » n’est pas une date avec une heure. Écrivez-la comme 2026-11-23T18:30.
e-no-time = Choisissez une heure.
e-time-of-day = Écrivez l’heure comme 09:00.
e-quiet-hours = Écrivez les heures calmes comme 22:00 et 07:00.
e-slot-days = Les jours d’un créneau vont de 1, lundi, à 7, dimanche.
e-topic = Écrivez un sujet ainsi : son avertissement, deux points, les mots qui le signalent : « Guerre : guerre, bombardement ».
e-alt-text = « { $line } » n’est pas un texte alternatif dans une autre langue. Écrivez une ligne comme « de: Ein Turm am Hafen ».
e-post-address = « { $address } » n’est pas l’adresse d’un message.
e-window = Cela peut sortir d’une heure jusqu’à une heure plus tardive.
e-window-over = Sa fenêtre est passée, et ses approbations avec elle. Choisissez-en une autre.
e-time-over = Cette heure est passée. Choisissez-en une plus tardive.
e-too-far = C’est dans plus d’un an. Choisissez une heure plus proche.
e-outside-window = C’est hors de la fenêtre approuvée.
e-no-slot = Les comptes n’ont pas de créneau, ou aucun de libre sur tous. Définissez-en, ou choisissez une heure.
e-token-over = Le jeton aurait déjà pris fin. Choisissez une date plus tardive.
e-token-long = Un jeton vaut un an au plus. Choisissez une fin plus proche.
e-token-of-token = Le jeton qui demande prend fin le { $time }, et ce qu’il fait aussi.
e-already-connected = { $account } est déjà connecté.
e-handle-x = L’identifiant est un nom sur X, comme wikipedia.
e-handle-mastodon = L’identifiant est nom@serveur, comme town@social.example.
e-handle-bluesky = L’identifiant est un nom sur Bluesky, comme town.bsky.social.
e-handle-elsewhere = Le nom a de 1 à 100 caractères, sans espace, comme announce-list.
e-handle-none = Rien n’est publié vers des flux ou des archives.
e-nothing-to-try = La publication en est là : { $state }. Seul ce qui attend, a échoué, est partiel ou inconnu peut être réessayé.
e-nothing-to-settle = On sait ce qu’est devenue la publication. Il n’y a rien à trancher.
e-nothing-to-delete = La publication est déjà supprimée, ou va l’être.
e-address = Ce n’est pas une adresse.
e-address-none = « { $address } » n’est pas l’adresse d’une page. Elle commence par https://.
e-address-scheme = « { $address } » ne mène à aucune page : écrivez http ou https.
e-address-password = L’adresse de { $address } porte un nom ou un mot de passe. Retirez-le.
e-address-long = Une adresse a au plus { $most } lettres.
e-address-not-allowed = Cette adresse ne peut pas être interrogée : elle n’est pas du web public.
e-address-elsewhere = Le lien est de { $wanted } ; celui-ci est de { $found }.
e-address-taken = { $address } est celui d’une autre publication. Donnez le lien de celle-ci.
e-address-missing = Donnez le lien où cela se trouve là-bas.
e-address-mail = « { $address } » n’est pas une adresse de courriel. Écrivez-en une comme ana@example.org.
e-not-sent = La lettre n’a pas pu partir. Le serveur de courriel dit : { $why }
e-media-kind = Ce n’est pas une image, un film ou un son d’un genre que l’on garde : JPEG, PNG, GIF, WebP, MP4, WebM, MP3, Ogg, M4A.
e-media-large = Le fichier dépasse les { $most } Mio que l’on garde.
e-media-broken = L’image ne peut pas être lue.
e-media-unread = Le fichier n’a pas pu être lu. Envoyez-le à nouveau.
e-media-folder = Le fichier n’a pas pu être gardé. Réessayez dans un instant.
e-media-gone = Un de ses médias n’est plus là. Envoyez-le à nouveau.
e-too-long = { $what } : { $lengths }.
e-lengths = { $length } caractères ; { $most } au plus sont gardés
e-too-many = { $what } : un brouillon en a au plus { $most }.
piece-text = Le texte
piece-version = Une version
piece-warning = L’avertissement de contenu
piece-alt = Un texte alternatif
piece-author = Un auteur
piece-licence = Une licence
piece-source = Une source d’image
piece-media = Médias
piece-options = Choix d’un sondage
piece-option = Un choix du sondage
piece-other = Une partie
e-poll = Un sondage demande au moins deux choix différents, aucun vide, et de 5 minutes à 30 jours.
e-identity-other = Cette réponse ne va avec aucune question des dix dernières minutes. Recommencez.
e-identity-unknown = Personne ne se connecte ici comme { $name } de { $issuer }. Connectez-vous autrement, et ajoutez-le d’abord sur votre page.
e-identity-taken = { $name } est déjà ajouté à quelqu’un d’autre ici.
e-issuer-unreachable = { $issuer } ne peut pas être interrogé pour l’instant. Réessayez dans un moment. ({ $why })
e-issuer-denied = { $issuer } dit non : { $why }
e-issuer-unusable = Ce que { $issuer } a envoyé ne peut pas servir : { $why }
e-no-app = Ce serveur n’a pas d’application sur X. Son exploitant donne à x_client_id l’id client OAuth 2.0 d’une application.
e-connect-other = Cette réponse ne va avec aucune question des vingt dernières minutes. Recommencez.
e-wants-why-stop = Dites pourquoi tout doit s’arrêter : le registre le garde.
e-wants-new-passkey = Cette clé d’accès est déjà connue ici.
e-wants-fewer-passkeys = Vous avez déjà dix clés d’accès. Retirez-en une d’abord.
e-wants-fewer-servers = Des personnes de trop de serveurs ont été ajoutées aujourd’hui. Essayez demain.
e-published-there = C’est publié sur un compte qui manque. Demandez d’abord la suppression.
e-fediverse-handle = Écrivez votre nom, comme @ana@social.example, ou celui de votre serveur.
e-no-tls = Le serveur n’a pas de TLS : son adresse doit commencer par https.
e-unknown-passkey = Personne n’entre ici par cette clé d’accès. Entrez autrement, et ajoutez-la sur votre page.
e-no-passkeys = Il n’y a pas de clés d’accès à cette adresse : les navigateurs veulent un nom et TLS.
e-device-unreadable = Ce que votre appareil a envoyé est illisible. Réessayez, ou avec un autre appareil.
e-device-other-deed = Votre appareil a répondu à une autre sorte de question. Réessayez.
e-device-other-challenge = Votre appareil a répondu à une autre question. Réessayez.
e-device-other-site = Un autre site a interrogé votre appareil. Ouvrez ce serveur à sa propre adresse, et réessayez.
e-device-nobody = Votre appareil n’a vu personne. Réessayez.
e-device-not-verified = Votre appareil ne s’est pas assuré que c’était vous. Donnez-lui un code ou une empreinte, et réessayez.
e-device-key = Votre appareil a fait une clé d’une sorte inconnue ici. Essayez un autre appareil.
e-device-attestation = Votre appareil a envoyé une déclaration que personne n’a demandée. Essayez un autre appareil.
e-device-signature = Ce n’est pas signé par cette clé d’accès. Réessayez.
e-device-counted-back = Cette clé d’accès a signé moins souvent qu’avant, comme le ferait une copie. Entrez autrement, et retirez-la.
e-identity-no-server = Personne n’entre ici par { $server }. Entrez autrement, et ajoutez d’abord votre compte là-bas sur votre page.
e-identity-server = { $server } ne dit pas qui vous êtes : { $why }
e-not-from-afar = D’ici, un miroir lit feed:https://… ou x:NOM. Les archives et les fichiers s’ajoutent sur le serveur : mimus mirror add archive:FICHIER
e-route-of-the-desk = Cette route est le chemin de la rédaction vers son compte. Elle part quand le compte est déconnecté.
e-route-by-hand = On publie à la main sur { $account } : une route ne peut y faire que des brouillons.
e-route-circle = Une route de { $account } vers lui-même tournerait sans fin.
e-route-twice = La route { $route } va déjà par le même chemin.
e-route-policy = La route ne peut être gardée ainsi : { $why }
e-network = Le réseau ne l’a pas fait. Il dit : { $why }
e-by-hand = On publie à la main sur { $account } : il n’y a pas d’identifiants. Pour le connecter, déconnectez-le d’abord.
e-not-asked = Personne n’a demandé @{ $name } de X.
e-no-credentials = X ne peut pas être lu ici sans identifiants. L’exploitant du serveur définit x_bearer_token.
e-mirrored = C’est déjà en miroir ici, sous @{ $name }.
e-mirror-denied = Une règle dit que cela n’est pas mis en miroir ici.
e-mirror-denied-why = Une règle dit que cela n’est pas mis en miroir ici : { $why }
e-mirror-removed = Le miroir @{ $name } a été retiré. Les autres serveurs s’en souviennent, donc son nom ne sert plus.
e-handle-taken = L’identifiant @{ $name } est pris.
e-mirror-busy = @{ $name } est en cours de lecture. Réessayez dans quelques minutes.
e-mirror = Le miroir n’a pas pu être fait. Le serveur dit : { $why }
f-not-found = Il n’y a rien à cette adresse.
f-method = Cette adresse n’accepte pas ce genre de requête.
f-mirror-gone = Ce miroir a été retiré. Ses messages ne sont plus ici.
f-post-gone = Ce message a été retiré.
f-too-often = Trop de demandes en ce moment. Réessayez dans une minute.
f-slow = Cela a pris trop de temps. Réessayez dans un instant.
f-unavailable = Ce serveur ne peut pas le faire pour l’instant. Réessayez dans une minute.
f-title-not-found = Introuvable
f-title-method = Non permis
f-title-gone = Disparu
f-title-bad = Cela n’a pas marché
f-title-unsigned = Une signature est nécessaire
f-title-refused = Pas accepté
f-title-not-now = Pas maintenant
f-title-broken = Quelque chose a échoué
f-to-desk = Vers la rédaction
rule-fits = Ce que le réseau accepte
rule-quiet = Heures calmes
rule-a-day = Messages d’une journée
rule-said-before = Rien dit deux fois
c-no-alt = Le média { $number } n’a pas de texte alternatif. Dites ce qu’il montre à qui ne le voit pas.
c-unwarned = Cela parle de ce dont ce compte avertit. Écrivez « { $warning } » comme avertissement.
c-run-together = #{ $tag } contient peut-être plusieurs mots. Commencez chacun par une capitale, comme dans #WikiLovesMonuments.
c-in-disguise = « { $words } » n’est pas fait de lettres. Écrivez « { $plain } ».
c-stranger = @{ $name } n’est pas dans l’annuaire. Vérifiez que c’est bien la bonne personne.
c-no-language = Aucune langue n’est indiquée. Indiquez-la, pour les lecteurs d’écran et pour qui filtre par langue.
c-other-language = C’est en { $language }, et ici on parle : { $spoken }.
c-empty = Cela ne dit rien encore.
c-not-taken = { $network } ne l’accepterait pas : { $why }
c-said-before = Les mêmes mots y ont été publiés le { $day }.
c-quiet = Rien ne sort pendant les heures calmes. Choisissez une autre heure.
c-too-many = À moins de 12 heures sortent déjà : { $others }. Convenus par jour : { $most }.
w-cut = Trop long pour un message : coupé, avec un lien vers l’original.
w-alt-cut = Le texte alternatif du média { $number } est coupé à { $most } caractères.
w-medium-linked = Le média { $number } ne peut pas suivre : un lien vers l’original le remplace.
w-medium-lost = Le média { $number } ne peut pas suivre, et il n’y a pas d’adresse vers laquelle pointer.
w-sensitive-linked = Les médias sensibles ne peuvent pas y être signalés : un lien vers l’original les remplace.
w-sensitive-unmarked = Les médias sensibles ne peuvent pas y être signalés et partent sans signe.
w-warning-in-text = Ce réseau ne connaît pas l’avertissement de contenu : il est mis au-dessus du texte.
w-warning-linked = Ce réseau ne connaît pas l’avertissement de contenu : il part seul, avec un lien vers l’original.
w-warning-cut = L’avertissement de contenu est trop long et coupé.
w-quote-as-text = La citation ne peut pas en être une là-bas : elle est dans le texte.
w-poll-as-text = Le sondage ne peut pas en être un là-bas : il est dans le texte.
w-reply-unknown = Ce à quoi cela répond n’est pas là-bas.
w-repost-as-text = Ce qui est partagé n’est pas là-bas : ses mots et son lien le remplacent.
w-stray-link = Ce réseau ferait un lien de « { $words } » : un caractère invisible l’en empêche.
w-listed = C’est non listé, ce que ce réseau ne connaît pas : là-bas c’est public.
s-empty = il n’y a rien à lire ni à voir.
s-reply = c’est une réponse, que le compte laisse de côté.
s-repost = c’est un partage, que le compte laisse de côté.
s-repost-not-there = ce qui est partagé n’est pas là-bas.
s-quote = ce qui est cité n’est pas là-bas.
s-filtered = cela contient « { $word } », qui est écarté.
s-unwanted = cela ne contient rien de ce qui est demandé.
s-opted-out = cela contient { $mark }, qui l’en tient éloigné.
s-only-mentions = il n’y a que des mentions et pas de mots.
s-unlisted = c’est non listé, et seul ce qui est public y va.
s-warned = cela a un avertissement de contenu, que ce réseau ne connaît pas.
s-warned-without-address = seul son avertissement pourrait y aller, et il n’y a pas d’adresse où mener.
s-nothing-left = rien de cela ne peut y être montré, et cela n’a pas d’adresse où mener.
e-not-approved = { $n ->
    [one] Encore une personne doit d’abord l’approuver.
   *[other] Encore { $n } personnes doivent d’abord l’approuver.
}
e-wait = { $n ->
    [one] Trop d’essais étaient faux. Réessayez dans une minute.
   *[other] Trop d’essais étaient faux. Réessayez dans { $n } minutes.
}
c-bullets = { $n ->
    [one] Une ligne commence par un émoji, dont le nom est lu à chaque fois. Commencez-la par un mot.
   *[other] { $n } lignes commencent par un émoji, dont le nom est lu à chaque fois. Commencez-les par un mot.
}
w-split = { $n ->
    [one] Cela tient en un message.
   *[other] C’est plus que ce que contient un message : un fil de { $n }.
}
w-poll-time = { $n ->
    [one] Le sondage y est ouvert une minute.
   *[other] Le sondage y est ouvert { $n } minutes.
}

## Servers, requests, connecting accounts
servers-how = Chaque serveur qui a un abonné ici, et comment vont les envois. Celui qui échoue est réessayé tout seul, de plus en plus tard, jusqu’à toutes les douze heures ; après trente jours il est abandonné.
server-well = en ordre
server-failing = en échec
server-retired = abandonné
server-deliveries = envois en attente
servers-oldest = Ce qui attend depuis le plus longtemps a été écrit le
servers-which = Quels serveurs
servers-failing = En échec
servers-retired = Abandonnés
server-taken = acceptés : { $number }
server-refused = refusés : { $number }
server-failed = échoués : { $number }
server-last = Dernier envoi :
server-never = jamais
server-next = Prochain essai :
server-retry = Essayer maintenant
server-again = Envoyer à nouveau
server-retire = Abandonner
server-retire-how = Plus rien n’y est envoyé, et ses abonnés sont congédiés.
servers-more = Plus de serveurs
servers-nodes = Nœuds au travail
requests-title = Miroirs demandés
requests-how = Les conditions de X interdisent de transmettre les messages d’autrui sans leur accord : acceptez ce qui est à vous ou convenu.
request-first = d’abord par { $name }
request-accept = Accepter
request-why = Pourquoi, tel que pourra le lire qui demande
accounts-title = Comptes connectés
accounts-how = Vos propres comptes, entre lesquels des routes portent les messages. Leurs identifiants sont scellés ici, vérifiés chaque jour, et montrés à personne.
account-on-x = sur X
account-at = chez { $host }
account-takes = accepte { $most } caractères et { $pictures } par message
account-checked = Vérifié
account-anew = Connecter à nouveau
account-disconnect = Déconnecter
account-disconnect-how = Ses identifiants sont rendus et oubliés, et ses routes sont suspendues. Ce qui est publié reste.
account-connect = Connecter un compte
account-where = Sur le fédivers : son identifiant, ou son serveur
account-connect-x = Connecter un compte X
account-x-how = Pour les comptes X, l’exploitant du serveur nomme une application dans ce réglage :
connect-title = Donner l’accord chez { $host }
connect-how = Vous êtes envoyé chez { $host }. Connectez-vous-y avec le compte à relier, et accordez à { $site } ce qu’il demande.
connect-asks = Il ne demande que le nécessaire : voir qui est le compte, lire ses messages, et publier, modifier et supprimer des messages avec leurs médias. Ni messages privés, ni abonnés, ni réglages.
connect-go = Continuer vers { $host }
connect-back = Retour aux comptes
account-said-connected = { $account } est connecté.
account-said-disconnected = { $account } est déconnecté ici, mais son réseau n’a pas pu en être informé ({ $why }). Retirez l’accord dans les réglages du compte.
server-followers = { $n ->
    [one] { $n } abonné
   *[other] { $n } abonnés
}
server-waiting = { $n ->
    [one] { $n } envoi attend
   *[other] { $n } envois attendent
}
requests-waiting = { $n ->
    [one] Une demande attend.
   *[other] { $n } demandes attendent.
}
request-asked = { $n ->
    [one] Demandé une fois
   *[other] Demandé { $n } fois
}
account-routes = { $n ->
    [one] { $n } route
   *[other] { $n } routes
}
account-pictures = { $n ->
    [one] { $n } image
   *[other] { $n } images
}
