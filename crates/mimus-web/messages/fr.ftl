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
deed-draft-change-published = a publié un changement de
deed-draft-deleted = a fait supprimer ce qui était publié de
deed-proposal-received = a proposé de l’extérieur
deed-proposal-taken = a pris en charge
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

## OpenID Connect
sign-in-with = Se connecter avec { $name }
entered = C’est fait
go-on = Continuer
identities = Par quoi d’autre vous vous connectez
identity-add = Ajouter votre compte chez { $name }
identity-remove = Retirer
deed-person-identity-added = se connecte aussi par un autre serveur
deed-person-identity-removed = a retiré un autre serveur de connexion
