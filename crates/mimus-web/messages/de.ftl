# Die Redaktion auf Deutsch.

## Um jede Seite
skip = Zum Inhalt springen
desk-of = Redaktion von { $name }
nav-desk = Redaktion
nav-you = Profil
nav-site = Website
nav-about = Über
nav-public = Öffentliche Seiten
nav-todo = Zu tun
nav-drafts = Entwürfe
nav-schedule = Zeitplan
nav-publications = Veröffentlichtes
nav-accounts = Konten
nav-record = Aufzeichnung
nav-people = Leute
nav-servers = Server
nav-requests = Anfragen
nav-me = Profil
run-by = Betrieben von { $name }.
sign-out = Abmelden
pages = Seiten
older = Ältere
all = Alle
nothing = Nichts
save = Speichern
why = Warum
somebody = jemand
changed = geändert am
form-foreign = Dieses Formular gehört nicht zu dieser Sitzung. Die Seite neu öffnen und noch einmal absenden.
keepers-only = Diese Seite ist für die Verwaltung. Bitte dort nachfragen.

## Anmelden
sign-in = Anmelden
sign-in-how = Hat niemand Zugang? Wer auf dem Server Befehle ausführen darf, bekommt einen Link, der einmal gilt:
your-name = Name
shown-name = Name, den andere sehen
password = Passwort
new-password = Neues Passwort
old-password = Jetziges Passwort
password-how = Mindestens 12 Zeichen. Vier Wörter hintereinander sind ein gutes.
name-how = 2 bis 40 Buchstaben, Ziffern, Punkte oder Striche.
welcome = Willkommen in der Redaktion
welcome-keeper = Dieser Link gibt die Verwaltung: Konten verbinden und andere einladen. Er gilt einmal.
welcome-invited = Sie wurden eingeladen. Ein Passwort wählen, und los geht es.
begin = Beginnen
code = Code
code-how = Die sechs Ziffern, die Ihr Gerät gerade zeigt. Jeder Code gilt einmal.
code-lost = Gerät verloren? Die Verwaltung kann einen neuen Link machen, der keinen Code braucht.

## Profil
signed-in-as = Angemeldet als { $name }.
you-keep = Sie verwalten diesen Server und dürfen alles.
profile = Wie Sie erscheinen
page-language = Sprache dieser Seiten
as-browser = Wie der Browser es wünscht
change-password = Passwort ändern
codes = Ein Code neben dem Passwort
codes-off = Ein eigenes Gerät kann einen Code zeigen, der bei jeder Anmeldung verlangt wird: Ein Passwort allein nützt dann niemand anderem.
codes-on = Bei jeder Anmeldung wird ein Code Ihres Geräts verlangt.
codes-begin = Einrichten
codes-take = Dieses Geheimnis in eine App für Einmalcodes (TOTP) aufnehmen und dann den Code eingeben, den sie zeigt. Vorher ändert sich nichts.
codes-secret = Geheimnis:
codes-open = In der App öffnen
codes-turn-on = Ab jetzt Codes verlangen
codes-turn-off = Keine Codes mehr verlangen
sessions = Wo Sie angemeldet sind
this-one = diese hier
since = Seit
last-seen = zuletzt gesehen am
unknown-browser = Ein unbekannter Browser
end-session = Diese Sitzung beenden
end-others = Alle anderen Sitzungen beenden

## Zu tun
new-draft = Neuer Entwurf
nothing-connected = Noch ist kein Konto verbunden.
connect-one = Eines verbinden
account-stopped = An { $name } geht zurzeit nichts hinaus.
todo-review = Zu prüfen
todo-held = Vorgeschlagen von Leuten ohne Zugang
todo-own = Eigene Entwürfe
todo-scheduled = Geht demnächst hinaus
todo-nothing = Zurzeit nichts.
stuck = { $n ->
    [one] Eine Veröffentlichung wartet auf jemanden.
   *[other] { $n } Veröffentlichungen warten auf jemanden.
}

## Entwürfe
which-drafts = Welche Entwürfe
filter-open = Offen
no-drafts = Es gibt keine.
untitled = Ohne Worte
this-draft = Dieser Entwurf
tab-write = Schreiben
tab-preview = Vorschau und Regeln
tab-review = Prüfung
tab-schedule = Zeitplan
tab-history = Verlauf
state-held = zurückgestellt
state-writing = in Arbeit
state-proposed = vorgeschlagen
state-scheduled = eingeplant
state-published = veröffentlicht
state-dropped = fallen gelassen
begun-by = Begonnen von { $name }
proposed-by-outside = Vorgeschlagen von { $name }, ohne Zugang hier
goes-out = Geht hinaus am

## Schreiben
field-text = Text
text-how = Eine Zeile mit --- beginnt den nächsten Beitrag eines Fadens. Leute im Fediverse als @name@server schreiben.
field-version = Eigene Worte für { $network }
version-how = Statt des Textes oben, für { $network }; leer heißt dasselbe
field-language = Sprache
field-warning = Inhaltswarnung
field-visibility = Sichtbarkeit
visibility-public = Öffentlich
visibility-unlisted = Nicht gelistet
field-sensitive = Medien verbergen, bis danach gefragt wird
field-accounts = Wohin es geht
no-accounts = Es gibt kein Konto, für das Sie vorschlagen dürfen.
no-accounts-chosen = Noch geht es nirgendwohin. Auf der Seite, wo geschrieben wird, ein Konto wählen.
field-media = Medien
medium = Medium
medium-number = Medium { $n }
field-alt = Alternativtext von Medium { $n }: was es zeigt, für alle, die es nicht sehen
field-alts = Alternativtexte in anderen Sprachen, je Zeile einer
medium-more = Urheber, Lizenz, Bildmitte, andere Sprachen
field-author = Urheber
field-licence = Lizenz
field-source = Quelle
field-focus-x = Bildmitte, % von links
field-focus-y = Bildmitte, % von oben
field-part = Mit welchem Beitrag des Fadens
remove-medium = Medium { $n } entfernen
field-upload = Bilder, Filme oder Ton hinzufügen
field-poll = Umfrage
field-option = Antwort { $n }
field-hours = Wie viele Stunden offen
field-multiple = Mehrere sind wählbar
more-fields = Antwort, Zitat, Teilen, Zeitraum
field-reply = Antwortet auf den Beitrag unter dieser Adresse
field-quote = Zitiert den Beitrag unter dieser Adresse
field-boost = Teilt den Beitrag unter dieser Adresse
field-from = Nicht vor ({ $zone })
field-until = Nicht nach ({ $zone })
save-and-preview = Speichern und ansehen
save-and-propose = Speichern und vorschlagen
unsaved = Noch nicht gespeichert
take-on = Übernehmen
withdraw = Aus der Prüfung nehmen
pick-up = Wieder aufnehmen
drop = Fallen lassen
comments = Kommentare
comment = Den anderen etwas sagen
send-comment = Senden
clash = Jemand anders hat dieselben Worte geändert. Beides steht hier: das Gespeicherte oben, Ihres im Formular. Erneutes Speichern setzt Ihres an seine Stelle; im Verlauf bleibt es in jedem Fall.
clash-theirs = Was jetzt dasteht
clash-quiet = Jemand anders hat dieselben Worte geändert: von Hand speichern, um beides zu sehen.

## Was gerade geschah
said-saved = Gespeichert.
said-merged = Gespeichert, zusammen mit dem, was jemand anders inzwischen schrieb. Bitte ansehen, was jetzt dasteht.
said-proposed = Vorgeschlagen. Wer prüft, sieht es in der Liste.
said-withdrawn = Aus der Prüfung genommen.
said-taken = Übernommen: jetzt ein Entwurf wie jeder andere.
said-dropped = Fallen gelassen. Es lässt sich wieder aufnehmen.
said-picked-up = Wieder aufgenommen.
said-commented = Gesendet.
said-approved = Freigegeben, genau so, wie es ist. Jede Änderung hebt die Freigabe auf.
said-refused = Abgelehnt, mit Ihrer Begründung.
said-scheduled = Eingeplant.
said-unscheduled = Aus dem Zeitplan genommen. Nichts geht hinaus.
said-changing = Die Änderung geht jetzt hinaus.
said-deleting = Es wird auf den Netzwerken gelöscht.
said-kept = Erledigt.

## Vorschau und Regeln
part-of = Beitrag { $n } von { $of }
length-of = { $n } von { $limit } Zeichen
no-alt = kein Alternativtext
costs = kostet { $money }
go-there = Dorthin
blocks = Hält auf
warns = Warnt
checks-passed = { $n ->
    [0] Weiter wird keine Regel geprüft.
    [one] Eine Regel ist eingehalten.
   *[other] { $n } Regeln sind eingehalten.
}
propose = Zur Prüfung vorschlagen
standing-approved = Freigegeben
standing-wanting = { $n ->
    [one] Eine Freigabe fehlt
   *[other] { $n } Freigaben fehlen
}
standing-refused = Abgelehnt

## Prüfung
changed-since = Geändert seit { $time }
approve = Freigeben
refuse = Ablehnen
ruling-words = Ihre Begründung
ruling-how = Sie entscheiden über genau das, was diese Seite zeigt. Eine Ablehnung braucht eine Begründung; wer geschrieben hat, liest sie.
rulings = Was die Prüfung ergab
no-rulings = Noch hat niemand etwas gesagt.
ruled-approved = Freigegeben
ruled-refused = Abgelehnt
ruling-void = zu einem früheren Stand
revision-by = { $n }, von { $name }
aside = beiseitegelegt

## Zeitplan
when = Wann
not-ready = Noch kann es nicht hinaus: oben steht, was fehlt.
when-next = Nächster freier Platz:
when-first = Der allernächste Platz; was dort wartet, rückt um einen weiter
when-now = Jetzt
when-at = Zu einer selbst gewählten Zeit
at-time = Zeit ({ $zone })
choose-time = eine Zeit wählen
schedule = Einplanen
unschedule = Aus dem Zeitplan nehmen
missed-how = Die Zeit verstrich, bevor es hinausgehen konnte. Aus dem Zeitplan nehmen und eine andere Zeit geben.
change-waits = Was der Entwurf jetzt sagt, ist nicht, was veröffentlicht wurde.
publish-change = Änderung veröffentlichen
delete-published = Auf den Netzwerken löschen
window-from = Nicht vor { $time }.
window-until = Nicht nach { $time }; Freigaben enden dann.
window-between = Zwischen { $from } und { $until }; Freigaben enden dann.
week-of = Woche vom { $day }
weeks = Wochen
week-before = Woche davor
this-week = Diese Woche
week-after = Woche danach
times-in = Die Zeiten sind die von { $zone }.
day = Tag
free-slots = Freie Plätze

## Veröffentlichungen
which-publications = Welche Veröffentlichungen
waiting-for-you = Warten auf jemanden
no-publications = Es gibt keine.
publication-held = angehalten
publication-due = fällig
publication-sending = unterwegs
publication-published = veröffentlicht
publication-partial = teilweise veröffentlicht
publication-unknown = ungewiss
publication-failed = gescheitert
publication-missed = verpasst
publication-skipped = ausgelassen
publication-deleted = gelöscht
its-link = Der Link, falls es dort steht
it-is-there = Es steht dort
it-is-not = Es steht nicht dort
give-link = Den Link des Beitrags angeben, wie seine Seite ihn zeigt.
try-again = Noch einmal versuchen
network-fediverse = das Fediverse
network-feed = ein Feed

## Konten und Charta
account-connected = verbunden
account-broken = neu anmelden
account-disconnected = getrennt
stopped = Zurzeit geht nichts hinaus.
public-page = Öffentliche Seite
brake = Notbremse
brake-pull = Alles anhalten, was hinausgehen soll
brake-pulled = Die Bremse ist gezogen. Was inzwischen fällig war und noch rechtzeitig ist, geht beim Lösen hinaus; das Übrige ist verpasst.
brake-release = Weitergehen lassen
brake-release-queue = Weiter, und was verpasst wurde, bekommt die nächsten Plätze
charter = Charta
charter-text = Wer hier spricht, worüber und wie. Alle können es lesen.
reviewers = Wie viele freigeben müssen
a-day = Höchstens Beiträge am Tag
author-may-review = Wer einen Entwurf begann, darf ihn prüfen, wenn jemand anders zuletzt schrieb
proposals = Leute ohne Zugang dürfen vorschlagen
names-proposers = Das öffentliche Archiv sagt, wer was vorschlug
rules = Was die Maschine prüft
rule-alt-text = Alternativtexte
rule-warning = Inhaltswarnungen
rule-camel-case = Vorlesbare Hashtags
rule-letters = Einfache Buchstaben
rule-bullets = Keine Emoji als Aufzählung
rule-mentions = Bekannte Erwähnungen
rule-language = Sprachen
weight-off = ungeprüft
weight-warn = warnt
weight-block = hält auf
languages = Sprachen, die hier gesprochen werden
topics = Wovor gewarnt wird, je Zeile eines: die Warnung, ein Doppelpunkt, die Wörter, an denen man es erkennt
slots = Wann veröffentlicht wird
zone = Zeitzone
slots-how = Plätze, je Zeile einer: Tage (englisch: Mon-Fri) und eine Zeit
quiet-from = Ruhe von
quiet-to = bis

## Leute
role-keeper = Verwaltung
role-publisher = Veröffentlichung
role-reviewer = Prüfung
role-editor = Bearbeitung
role-proposer = Vorschläge
role-engager = Antworten
role-auditor = Einsicht
roles = Rollen
roles-for = Rollen für { $account }
person-invited = eingeladen
person-active = aktiv
person-left = ausgeschieden
invite = Jemanden einladen
their-name = Name zum Anmelden
for-account = Für welches Konto
make-keeper = Zur Verwaltung, mit allen Rechten
link-for = Ein Link für { $name }
link-how = Auf einem Weg weitergeben, den niemand sonst mitliest. Er gilt einmal, eine Woche lang, und wird nicht noch einmal gezeigt.
new-link = Neuer Link
let-go = Verabschieden
let-go-how = Anmelden ist dann nicht mehr möglich. Was getan wurde, bleibt in der Aufzeichnung unter dem Namen stehen.
find-person = Jemanden nach dem Namen finden
find = Finden
nobody-found = So heißt niemand.
more = Weitere

## Die Aufzeichnung
record-how = Jeder Eintrag ist an den vorigen gebunden. Dass nichts geändert wurde, beweist dieser Befehl:
record-of = Aufzeichnung von { $name }
record-feed = Feed der Aufzeichnung
deed-person-entered = kam in die Redaktion
deed-person-invited = lud ein
deed-person-link-made = machte einen Link für
deed-person-roles = setzte die Rollen von
deed-person-left = verabschiedete
deed-person-code-on = meldet sich mit Codes an
deed-person-code-off = meldet sich ohne Codes an
deed-charter-changed = änderte Charta oder Plätze von
deed-brake-pulled = zog die Bremse bei
deed-brake-released = löste die Bremse bei
deed-draft-begun = begann
deed-draft-changed = änderte
deed-draft-proposed = schlug vor
deed-draft-withdrawn = nahm aus der Prüfung
deed-draft-approved = gab frei
deed-draft-refused = lehnte ab
deed-draft-dropped = ließ fallen
deed-draft-picked-up = nahm wieder auf
deed-draft-scheduled = plante ein
deed-draft-unscheduled = nahm aus dem Zeitplan
deed-draft-moved = verschob im Zeitplan
deed-draft-change-published = veröffentlichte eine Änderung von
deed-draft-deleted = ließ löschen, was veröffentlicht war von
deed-proposal-received = schlug von außen vor
deed-proposal-taken = übernahm
deed-template-kept = legte eine Vorlage an
deed-template-changed = änderte eine Vorlage
deed-template-removed = entfernte eine Vorlage
deed-draft-recurred = ließ einen Entwurf aus einer Vorlage entstehen
deed-template-missed = verpasste Termine einer Vorlage
deed-template-stopped = hielt eine Vorlage an
deed-publication-seen = sah, dass es dasteht
deed-publication-not-seen = sah, dass es nicht dasteht
deed-publication-retried = ließ noch einmal versuchen

## Öffentliche Seiten
in-the-open = Dieses Konto wird offen geführt: von wem, nach welchen Regeln, und wer was tat.
needs-reviewers = { $n ->
    [0] Was hinausgeht, braucht kein zweites Paar Augen.
    [one] Was hinausgeht, liest vorher jemand anders.
   *[other] Was hinausgeht, lesen vorher { $n } andere.
}
who-runs-it = Wer es führt
archive = Was veröffentlicht wurde
where-it-is = Wo es steht
proposed-by = vorgeschlagen von { $name }
propose-something = Etwas vorschlagen
propose-for = Einen Beitrag für { $name } vorschlagen
propose-how = Schreiben, was das Konto sagen sollte. Seine Leute sehen es an, ändern es vielleicht, und veröffentlichen es oder sagen, warum nicht.
propose-done = Danke. Es liegt nun bei den Leuten dieses Kontos.
back-to-account = Zurück zum Konto
your-name-public = Ihr Name, wie andere ihn lesen dürfen
leave-empty = Dieses Feld leer lassen

## Daten
day-and-time = { $day }, { $time }
day-and-month = { $day }. { $month }
day-and-year = { $day } { $year }
weekday-and-day = { $weekday }, { $day }
month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember
weekday-1 = Montag
weekday-2 = Dienstag
weekday-3 = Mittwoch
weekday-4 = Donnerstag
weekday-5 = Freitag
weekday-6 = Samstag
weekday-7 = Sonntag

## Templates
templates = Vorlagen
templates-how = Was immer wieder gesagt wird: einen Entwurf damit beginnen, oder die Entwürfe von selbst anlegen und zur Durchsicht stellen lassen.
no-templates = Es gibt noch keine.
template-new = Neue Vorlage
template-name = Name der Vorlage
template-words = Diese Wörter werden ausgefüllt: {"{date}"}, {"{week}"}, {"{month}"}, {"{year}"}, {"{number}"}.
template-next = Als Nächstes für
template-stopped = Zum Fortsetzen speichern.
template-draft = Entwurf damit beginnen
template-remove = Vorlage entfernen
template-remove-how = Was daraus wurde, bleibt.
template-keep = Als Vorlage behalten
rhythm = Wiederkehrend
rhythm-how = Jeder Entwurf wird für sich durchgesehen; nichts geht von selbst hinaus.
rhythm-every = Wie oft
rhythm-none = Nicht von selbst
rhythm-day = Jeden Tag
rhythm-week = An Wochentagen
rhythm-month = An einem Tag des Monats
rhythm-month-weekday = Am n-ten Wochentag des Monats
rhythm-weekdays = Wochentage
rhythm-month-day = Tag des Monats (31 ist der letzte)
rhythm-nth = Der wievielte im Monat
rhythm-last = der letzte
rhythm-at = Uhrzeit
rhythm-zone = Zeitzone
rhythm-lead = So viele Stunden vorher angelegt
template-made = { $n ->
    [one] Ein Entwurf wurde daraus.
   *[other] { $n } Entwürfe wurden daraus.
}
template-media = { $n ->
    [one] Mit einem Bild oder Film.
   *[other] Mit { $n } Bildern oder Filmen.
}

## Passkeys and servers of the fediverse
sign-in-otherwise = Andere Wege, sich anzumelden
passkeys = Passkeys
passkeys-how = Ein Passkey ist ein Schlüssel auf einem Ihrer Geräte oder in Ihrem Passwortmanager. Sie melden sich damit mit Finger, Gesicht oder PIN an, ohne Namen und Passwort einzugeben; auch einen Code ersetzt er.
passkeys-script = Um einen hinzuzufügen, muss Ihr Browser das Skript dieser Seite ausführen.
passkeys-not-here = Unter der Adresse dieses Servers gibt es keine: Browser verlangen dafür einen Namen und TLS.
passkey-added = Hinzugefügt:
passkey-used = Zuletzt benutzt:
passkey-unused = Noch nicht benutzt
passkey-remove-this = { $name } entfernen
passkey-name = Wie Sie ihn nennen
passkey-name-how = Damit Sie ihn wiedererkennen, zum Beispiel nach dem Gerät, auf dem er ist.
passkey-add = Passkey hinzufügen
passkey-enter = Mit einem Passkey anmelden
passkey-failed = Von Ihrem Gerät kam kein Passkey. Versuchen Sie es noch einmal, oder melden Sie sich anders an.
passkey-known = Dieses Gerät hat schon einen Passkey von Ihnen für diesen Server.
fediverse-handle = Ihr Name im Fediverse oder Ihr Server
fediverse-how = Für alle, die hier unter ihrem Namen ihr Konto hinzugefügt haben. Ihr Server wird gefragt, wer Sie sind, und sonst nichts.
fediverse-add-how = Ihr Server wird einmal gefragt, wer Sie sind, und sonst nichts. Behalten werden Ihr Name dort und die Nummer des Kontos.
fediverse-enter = Mit dem Konto im Fediverse anmelden
fediverse-add = Konto im Fediverse hinzufügen
identity-fediverse = im Fediverse
onward = Weiter zu { $at }
onward-how = Sie werden dorthin geschickt. Erlauben Sie, dass gesagt wird, wer Sie sind; nach sonst nichts wird gefragt.
deed-person-passkey-added = meldet sich mit einem neuen Passkey an
deed-person-passkey-removed = entfernte einen Passkey
network-elsewhere = ein anderer Ort
todo-by-hand = Von Hand zu veröffentlichen
by-hand = von Hand
by-hand-what = Was zu tun ist
by-hand-nothing = Von Hand ist nichts zu tun
by-hand-publish = Von Hand veröffentlichen
by-hand-publish-how = Setzen Sie dies so auf { $account }, wie es hier steht. Geben Sie dann den Link an, unter dem es steht.
by-hand-published = Als veröffentlicht vermerken
by-hand-change = Von Hand ändern
by-hand-change-how = Es hat sich geändert, seit es auf { $account } gesetzt wurde. Ändern Sie es dort zu dem, was hier steht.
by-hand-changed = Als geändert vermerken
by-hand-delete = Von Hand löschen
by-hand-delete-how = Löschen Sie dies auf { $account }.
by-hand-deleted = Als gelöscht vermerken
by-hand-page = Das Konto:
by-hand-due = Es war fällig am
by-hand-late = Seine Zeit ist vorbei. Veröffentlichen Sie es nicht verspätet; wurde es rechtzeitig veröffentlicht, geben Sie den Link an.
by-hand-stopped = Veröffentlichen Sie es jetzt nicht:
by-hand-answers = Es antwortet auf
by-hand-post = Der Beitrag
by-hand-words = Text
by-hand-language = Sprache: { $language }
by-hand-sensitive = Markieren Sie die Medien als heikel.
by-hand-unlisted = Nicht in öffentlichen Zeitleisten, wenn das Netzwerk das kann.
by-hand-poll = Eine Umfrage mit diesen Antworten:
by-hand-download = Medium { $n } herunterladen
by-hand-alt = Alternativtext von Medium { $n }
by-hand-no-alt = Es hat keinen Alternativtext.
by-hand-link = Der Link, unter dem es dort steht
by-hand-publishers = Das tun Veröffentlichende des Kontos.
by-hand-disconnect = Seine Warteschlange wird angehalten. Was veröffentlicht wurde, bleibt.
by-hand-add = Ein Konto hinzufügen, auf dem Sie von Hand veröffentlichen
by-hand-add-how = Für ein Netzwerk, mit dem Mimus nicht sprechen kann, oder ein Konto, dessen Zugang Sie nicht aus der Hand geben. Entwürfe gehen denselben Weg; ist einer fällig, sehen Veröffentlichende, was sie dorthin setzen.
by-hand-network = Netzwerk
by-hand-handle = Kontoname oder Name des Ortes
by-hand-its-page = Adresse seiner Seite
copy = Kopieren
copied = Kopiert
deed-account-by-hand = fügte zum Veröffentlichen von Hand hinzu
deed-publication-by-hand = veröffentlichte von Hand
deed-publication-changed-by-hand = änderte von Hand
deed-publication-deleted-by-hand = löschte von Hand

## Published by hand
digests = Zusammenfassungen per E-Mail
digests-how = Dasselbe per E-Mail, täglich oder montags, wenn es etwas gibt.
digests-no-mail = Dieser Server versendet keine E-Mails. Wer ihn betreibt, kann einen Mailserver angeben.
digests-address = Ihre E-Mail-Adresse
digests-ask = Einen Link zur Bestätigung senden
digests-asked = Ein Link wurde an { $address } gesendet. Er gilt einen Tag. Bevor Sie ihn geöffnet haben, wird nichts anderes dorthin gesendet.
digests-to = Zusammenfassungen gehen an { $address }.
digests-forget = Meine Adresse vergessen
digests-rhythm = Wie oft
rhythm-off = nie
rhythm-daily = täglich
rhythm-weekly = montags
digests-hour = Zu welcher Stunde, von 0 bis 23
digests-zone = In welcher Zeitzone
digests-next = Die nächste:
digests-failed = Die letzte konnte nicht gesendet werden: { $why } Es wird wieder versucht.
confirm-address = Bestätigen Sie Ihre Adresse
confirm-address-how = Zusammenfassungen des Desks für { $name } sollen an { $address } gehen.
confirm-address-do = Das ist meine Adresse
confirm-address-done = Bestätigt. Unter Ihrem Namen am Desk wählen Sie, wie oft Zusammenfassungen kommen.
digests-end = Keine Zusammenfassungen mehr
digests-end-how = { $name } bekommt an dieser Adresse Zusammenfassungen des Desks.
digests-end-do = Keine mehr senden
digests-end-done = Erledigt. Es werden keine mehr gesendet.
confirm-letter-subject = Bestätigen Sie Ihre Adresse für den Desk von { $desk }
confirm-letter = { $name } möchte Zusammenfassungen des Desks von { $desk } an diese Adresse bekommen. Sind Sie das? Dann öffnen Sie binnen eines Tages diesen Link:
confirm-letter-else = Sind Sie es nicht, tun Sie nichts. Sonst wird nichts hierher gesendet.
digest-waiting = Wartet auf Sie
digest-said = Zu Ihren Entwürfen
digest-out = Hinausgegangen, oder nicht
digest-why = Sie bekommen dies, weil Sie am Desk darum gebeten haben. Um keine mehr zu bekommen:
news-of-desk = Der Desk von { $name }
news-review = Wartet auf Ihre Prüfung: { $title }
news-held = Ein Vorschlag von außen wartet: { $title }
news-removal = Eine Löschung wartet auf Ihre Prüfung: { $title }
news-comment = { $by } hat Ihren Entwurf kommentiert: { $title }
news-approved = { $by } hat Ihrem Entwurf zugestimmt: { $title }
news-refused = { $by } hat Ihren Entwurf abgelehnt: { $title }
news-published = Veröffentlicht: { $title }
news-missed = Hat seine Zeit verpasst: { $title }
news-failed = Nicht oder nicht ganz veröffentlicht: { $title }
feed = Ein eigener Feed
feed-how = Was auf Sie wartet, was zu Ihren Entwürfen gesagt wird und was auf Ihren Konten veröffentlicht, verpasst oder misslungen ist, für ein Leseprogramm. Wer seine Adresse hat, kann ihn lesen.
feed-there = Sie haben einen. Seine Adresse wurde gezeigt, als Sie ihn anlegten.
feed-address = Dies ist seine Adresse. Sie wird nur jetzt gezeigt:
feed-make = Einen Feed anlegen
feed-new = Eine andere Adresse anlegen
feed-end = Den Feed beenden

## Digests and feeds

## Media
nav-media = Medien
media-want = Ohne Beschreibung
media-wanting = { $n ->
    [0] Alles, woran geschrieben wird, ist beschrieben.
    [one] Ein Medium in Entwürfen hat keine Beschreibung.
   *[other] { $n } Medien in Entwürfen haben keine Beschreibung.
}
alt-how = Sagen Sie in ein, zwei Sätzen, was jemandem entginge, der es nicht sieht oder hört: was es zeigt, welche Worte darin stehen, wozu es da ist.
what-it-shows = Was es zeigt
media-all = Alle Medien der Entwürfe
media-find = Worte aus Entwurf, Beschreibung, Urheber oder Quelle
media-none = Es ist nichts zu finden.
media-no-alt = Niemand hat gesagt, was es zeigt.

## Tokens and webhooks
tokens = Token für Programme
tokens-how = Ein Programm mit einem Token tut in Ihrem Namen, was der Token erlaubt, und nie mehr, als Sie selbst dürfen.
token-made = Der neue Token
shown-once = Er wird nur dieses eine Mal gezeigt; legen Sie ihn ab, wo das Programm ihn findet.
no-tokens = Sie haben keinen vergeben.
token-until = Gültig bis
token-used = zuletzt benutzt
token-unused = nie benutzt
token-end = Beenden
token-make = Token erstellen
token-name = Wofür er ist
token-scopes = Was er erlaubt
token-days = Für wie viele Tage
scope-read = Entwürfe, Plan und Aufzeichnung lesen
scope-write = Entwürfe und Kommentare schreiben
scope-review = freigeben und ablehnen
scope-publish = planen, veröffentlichen, zurücknehmen, die Bremse
scope-keep = Regeln, Leute und Webhooks
webhooks = Webhooks
webhooks-how = Jede Adresse bekommt der Reihe nach und signiert, was aufgezeichnet wird. Schlägt es fehl, wird es in wachsenden Abständen wieder versucht.
webhook-secret = Womit ihre Anfragen signiert sind
no-webhooks = Es gibt keine.
webhook-cursor = Alles bis Eintrag { $seq } ist angekommen.
webhook-failed = { $n ->
    [one] Einmal fehlgeschlagen:
   *[other] { $n }-mal fehlgeschlagen:
}
webhook-next = Nächster Versuch:
webhook-remove = Entfernen
webhook-add = Webhook hinzufügen
webhook-address = Seine Adresse

## Mirrors, routes and the Ledger
nav-mirrors = Spiegel
nav-routes = Routen
nav-ledger = Kassenbuch
nav-settings = Einstellungen
label-line = { $label }: { $words }
seek = Suchen
what-goes-on = Was weitergeht, und wie
keep-warning-lines = Eine erste Zeile wie „CW: Essen“ im Text lassen, statt sie als Inhaltswarnung zu nehmen
visibility-everywhere = In öffentlichen Zeitleisten
visibility-profiles = Für Zeitleisten der Folgenden und Profile
mirrors-how = Konten und Feeds, die hier als Akteure des Fediverse erscheinen. Alle im Fediverse können ihnen folgen.
mirrors-seek = Nach Name oder Quelle suchen
mirrors-which = Welche Spiegel
mirrors-active = werden gelesen
mirrors-failing = mit Fehlern
mirrors-paused = angehalten
mirrors-ended = beendet
mirrors-none = Es gibt keine.
mirrors-more = Weitere Spiegel
mirror-active = wird gelesen
mirror-reading = wird zum ersten Mal gelesen
mirror-failing = mit Fehlern
mirror-paused = angehalten
mirror-ended = beendet
mirror-last-read = Zuletzt gelesen:
mirror-next-read = nächstes Lesen:
mirror-never = noch nie
mirror-failed = { $n ->
    [one] Das letzte Lesen schlug fehl:
   *[other] Die letzten { $n } Lesungen schlugen fehl:
}
posts-here = { $n ->
    [one] { $n } Beitrag
   *[other] { $n } Beiträge
}
followers-here = { $n ->
    [one] { $n } folgende Person
   *[other] { $n } Folgende
}
mirror-add = Spiegel hinzufügen
mirror-add-how = Die Adresse eines Feeds eintragen, oder x:NAME für ein Konto auf X. Die Quelle wird zuerst angesehen; was sie hat, wird dann im Hintergrund gelesen, und nichts Altes wird jemandem zugestellt.
mirror-add-archive = Archive werden auf dem Server hinzugefügt, auf der Kommandozeile:
mirror-source = Quelle
mirror-handle = Name hier; bleibt das Feld leer, wird er aus dem der Quelle gemacht
mirror-basis = Auf welcher Grundlage
basis-own = Es ist ein Konto derer, die diesen Server betreiben
basis-consent = Wem es gehört, hat zugestimmt
basis-other = Weder noch
basis-note = Wie und wann zugestimmt wurde; die Seite des Spiegels sagt es
basis-note-missing = Bitte sagen, wie und wann zugestimmt wurde.
mirror-replies = Antworten
mirror-replies-all = Threads und Antworten an andere
mirror-replies-own = Nur die eigenen Threads des Kontos
mirror-none = Keine
mirror-reposts = Weiterverbreitetes
mirror-reposts-link = Ein Boost, wo das Original hier ist, sonst seine Worte mit Urheber und Link
mirror-reposts-boost = Nur als Boost
mirror-visibility = Wer die Beiträge sieht
mirror-language = Sprache von Beiträgen, die ihre nicht nennen
mirror-without = Ohne
mirror-without-lines = Beiträge mit einem dieser Wörter oder #Tags auslassen, eines je Zeile
mirror-sensitive = Alle Medien verbergen, bis danach gefragt wird
mirror-handle-taken = Der Name @{ $handle } ist vergeben; bitte einen anderen wählen.
mirror-no-handle = Aus dem Namen „{ $name }“ lässt sich keiner machen; bitte einen wählen.
mirror-busy = Er wird gerade gelesen; bitte in ein paar Minuten wieder nachsehen.
mirror-no-x = X kann hier nicht gelesen werden: x_bearer_token auf das Token der eigenen App aus der Entwicklerkonsole von X setzen.
mirror-name = Name
mirror-reads = Liest
mirror-has = Hat
mirror-readings = Lesen
mirror-progress = { $done } von { $total } sind gelesen.
mirror-done = { $n ->
    [one] Einer ist gelesen.
   *[other] { $n } sind gelesen.
}
mirror-refresh = Jetzt lesen
mirror-pause = Anhalten
mirror-resume = Fortsetzen
mirror-pause-how = Angehalten wird die Quelle nicht gelesen. Was hier ist, bleibt, und man kann ihm folgen.
mirror-resume-how = Fortgesetzt wird die Quelle wieder gelesen. Was inzwischen geschrieben wurde, wird aufgenommen und nicht zugestellt.
mirror-remove = Diesen Spiegel entfernen
mirror-remove-how = { $n ->
    [one] Das beendet ihn endgültig: Seine Beiträge verschwinden hier und auf jedem Server, der ihn kennt, die eine Person, die ihm folgt, verliert ihn, seine Adresse sagt, dass er fort ist, und sein Name wird nicht wieder vergeben.
   *[other] Das beendet ihn endgültig: Seine Beiträge verschwinden hier und auf jedem Server, der ihn kennt, { $n } Folgende verlieren ihn, seine Adresse sagt, dass er fort ist, und sein Name wird nicht wieder vergeben.
}
mirror-remove-why = Warum, wie seine Seite es sagen wird
mirror-remove-confirm = Zum Fortfahren seinen Namen schreiben: { $handle }
mirror-remove-wrong = Nichts wurde entfernt: Das ist nicht sein Name, { $handle }.
said-mirror-added = Er ist jetzt da, und man kann ihm folgen. Er wird gerade gelesen; bitte bald wieder nachsehen.
said-mirror-looking = Die Quelle lässt sich Zeit und wird noch angesehen. Der Spiegel erscheint hier, wenn sie sich lesen lässt; wenn nicht, sagt die Aufzeichnung, warum.
said-mirror-read = Er wurde gelesen.
said-mirror-reading = Er wird gelesen; bitte bald wieder nachsehen.
said-mirror-removed = Er ist entfernt. Die Server, die ihn kennen, erfahren es gerade.
deed-mirror-added = fügte hinzu:
deed-mirror-not-added = konnte nicht hinzufügen:
deed-mirror-paused = hielt an:
deed-mirror-resumed = setzte fort:
deed-mirror-refreshed = ließ lesen:
deed-mirror-removed = entfernte:
deed-route-added = legte an:
deed-route-changed = änderte, was weitergeht über
deed-route-paused = hielt an:
deed-route-resumed = setzte fort:
deed-route-removed = entfernte:
routes-how = Was an einem Ort geschrieben wird, erscheint an einem anderen. Jede Route hat eigene Regeln, was weitergeht und wie.
routes-none = Es gibt noch keine.
routes-more = Weitere Routen
route-goes-to = nach
route-active = läuft
route-paused = angehalten
route-unread = Wo sie beginnt, kann nicht gelesen werden:
route-lately = In einer Woche:
route-published = { $n ->
    [one] { $n } veröffentlicht
   *[other] { $n } veröffentlicht
}
route-skipped = { $n ->
    [one] { $n } ausgelassen
   *[other] { $n } ausgelassen
}
route-failed = { $n ->
    [one] { $n } fehlgeschlagen oder verpasst
   *[other] { $n } fehlgeschlagen oder verpasst
}
route-waiting = { $n ->
    [one] { $n } wartet
   *[other] { $n } warten
}
route-make = Route anlegen
route-make-how = Sie trägt weiter, was ab jetzt geschrieben wird. Was eine Route aus früheren Beiträgen machen würde, lässt sich erproben, ehe etwas veröffentlicht wird: anhalten und erproben.
route-no-accounts = Zuerst ein Konto verbinden, auf dem veröffentlicht wird.
route-from = Von
route-from-feed = Einem Feed
route-feed = Adresse des Feeds, wenn sie bei einem beginnt
route-to = Nach
route-no-end = Bitte wählen, wo die Route beginnt und wo sie endet.
route-no-feed = Dort bitte die Adresse eines Feeds eintragen; Konten werden in der Liste gewählt.
route-slow = Das dauerte zu lange. Bitte gleich noch einmal versuchen.
route-no-number = „{ $words }“ ist keine Zahl.
route-quiet-wrong = Die Ruhezeit bitte wie 22:00 und 07:00 schreiben.
route-makes = Was aus seinen Beiträgen wird
route-makes-publications = sie werden veröffentlicht
route-makes-drafts = sie werden Entwürfe, die jemand prüft
route-replies = Antworten
route-replies-own = Eigene Threads des Kontos
route-replies-all = Threads, und Antworten an andere mit einem Link auf das Beantwortete
route-left = Sie bleiben
route-kept = Wie es jetzt eingestellt ist
route-reposts = Weiterverbreitetes
route-reposts-link = Weiterverbreiten, wo das Original dort ist, sonst seine Worte mit Urheber und Link
route-reposts-boost = Nur als Weiterverbreitung
route-quotes = Zitate von dem, was dort nicht ist
route-quotes-link = Die eigenen Worte, das Zitierte und ein Link
route-visibility = Wer die Beiträge sieht
route-warnings = Inhaltswarnungen, wo das Netzwerk keine kennt
route-warnings-usual = Wie üblich: ein Link auf X, eine Zeile auf Bluesky
route-warnings-link = Die Warnung und ein Link auf das Original
route-warnings-line = Die Warnung als erste Zeile
route-sensitive-media = Heikle Medien, wo das Netzwerk sie nicht kennzeichnen kann
route-media-link = Ein Link auf das Original an ihrer Stelle
route-media-unmarked = Sie gehen ohne Kennzeichen weiter
route-over-long = Worte über die Grenze eines Beitrags hinaus
route-thread = Ein Thread
route-cut = Ein Beitrag, gekürzt, mit einem Link auf das Original
route-attribution = Was sagt, woher ein Beitrag kommt
route-attribution-link = Ein Link auf das Original
route-attribution-via = Eine Zeile „via @konto@server“
route-edits = Nach einer Änderung an der Quelle
route-edits-edit = Eine Änderung, wo das Netzwerk sie erlaubt
route-edits-again = Der Beitrag wird gelöscht und neu veröffentlicht; Antworten darauf gehen verloren
route-edits-note = Eine Änderung, wo das Netzwerk sie erlaubt, sonst eine Antwort, die den neuen Wortlaut nennt
route-deletes = Nach einer Löschung an der Quelle
route-deletes-follow = Er wird auch dort gelöscht
route-deletes-leave = Er bleibt dort
route-no-unlisted = Beiträge lassen, die an der Quelle nicht gelistet sind
route-sensitive = Alle Medien als heikel nehmen
route-no-mentions = Niemanden erwähnen: jede Erwähnung als bloße Worte schreiben
route-keep-stray-links = Wörter wie main.rs X überlassen, das Links daraus macht und den Preis eines Links nimmt
route-keep-tracking = Angaben wie utm_source in Links lassen
route-with = Nur mit
route-without = Ohne
route-with-lines = Nur Beiträge mit einem davon: Wörter, #Tag, lang:de oder cw, eines je Zeile
route-without-lines = Keine Beiträge mit einem davon, eines je Zeile
route-opt-out-lines = Zeichen, mit denen man einen einzelnen Beitrag zurückhält, eines je Zeile
route-footer = Worte nach jedem Beitrag
route-pace = Wann
route-delay = Sekunden Wartezeit; was inzwischen gelöscht wird, geht nie weiter
route-a-day = Höchstens Beiträge am Tag
route-quiet = Ruhezeit
route-brake = Hält von selbst an bei Beiträgen/Minuten
route-brake-posts = Anhalten bei so vielen Beiträgen
route-brake-minutes = in so vielen Minuten
route-old-posts = Auch so viele frühere Beiträge weitertragen
route-usual = Die üblichen Regeln
route-since = Trägt weiter, was geschrieben wurde seit
route-try = An früheren Beiträgen erproben
route-tried = Was aus den letzten Beiträgen würde
route-tried-how = Nichts davon wird veröffentlicht.
route-tried-none = Es gibt keine früheren Beiträge zum Erproben.
route-would-stay = Er bliebe:
route-pause = Anhalten
route-resume = Fortsetzen mit dem Zurückgehaltenen
route-resume-without = Ohne es fortsetzen
route-change = Ändern, was weitergeht
route-change-how = Es gilt für das, was ab jetzt geschrieben wird.
route-remove = Diese Route entfernen
route-remove-how = Über sie geht nichts mehr weiter. Was sie veröffentlicht hat, bleibt.
said-route-made = Die Route ist angelegt.
said-route-removed = Die Route ist entfernt. Was sie veröffentlicht hat, bleibt.
ledger-how = Was gezählte Abrufe verbraucht und gekostet haben. Jeder Abruf wird hier reserviert, ehe er geschieht. Die Anteile, ohne Summen, kann jeder lesen:
ledger-access = Zugang zu X: { $access }. Stand:
ledger-alarms = Was knapp ist
ledger-grave = Abrufe werden abgelehnt:
ledger-unmetered = Bisher wurde nichts Gezähltes abgerufen.
ledger-month = Der Monat { $month }
ledger-what = Was
ledger-much = Wie viel
ledger-none = keines
ledger-budget = Bewilligt
ledger-spent = Ausgegeben
ledger-reserved = Reserviert
ledger-left = Übrig
ledger-share = Verbrauchter Anteil
ledger-forecast = Voraussichtlich am Ende
ledger-posts = Gelesene Beiträge, von denen, die X erlaubt
ledger-of = { $part } von { $whole }
ledger-open = Offene Reservierungen
ledger-paced = Spiegel, um die jemand gebeten hat, warten bis
ledger-half = Die Hälfte der Beiträge eines Tages wurde gelesen binnen
ledger-most = 95 von hundert binnen
ledger-half-short = Die Hälfte binnen
ledger-most-short = 95 % binnen
ledger-holds = Zugänge, die vorerst nichts abrufen
ledger-until = bis
ledger-windows = Diese Viertelstunde
ledger-no-windows = In der letzten Viertelstunde wurde X nicht gefragt.
ledger-credential = Zugang
ledger-call = Abruf
ledger-used = Verbraucht
ledger-credentials = Was jedes Konto kostet
ledger-when = Wann
ledger-this-month = dieser Monat
ledger-today = heute
ledger-calls = Abrufe
ledger-failed = Fehlgeschlagen
ledger-charged-posts = Beiträge
ledger-charged-accounts = Konten
ledger-cost = Kosten
ledger-days = Tag für Tag
ledger-plan = Wie die gespiegelten Konten von X gelesen werden und was das braucht, sagt die Kommandozeile:

## Settings
settings-how = Wie dieser Server eingestellt ist und wo das steht. Dort wird es geändert und gilt ab dem nächsten Start; die Kommandozeile zählt vor der Umgebung, und diese vor der Datei. Geheimes wird nicht gezeigt.
brake-all = Notbremse für alle Konten
brake-all-how = Hält auf einmal alles an, was auf irgendein Konto hinausgehen soll, aus der Redaktion und über Routen. Gelesen wird weiter, auch Spiegel laufen, und Veröffentlichtes kann gelöscht werden.
brake-all-pull = Alles anhalten
brake-all-pulled = { $who } hat alles angehalten,
brake-all-then = Beim Lösen geht hinaus, was inzwischen fällig war und noch rechtzeitig ist; das Übrige ist verpasst. Bremsen und Pausen einzelner Konten und Routen bleiben, wie sie sind.
brake-all-release = Alles weitergehen lassen
said-all-stopped = Alles ist angehalten.
said-all-goes-on = Alles geht weiter.
doctor = Ist alles in Ordnung?
doctor-how = Sieht Adresse, Datenbank, Medien, WebFinger, Uhr, Quellen und gezählte Abrufe an, wie andere sie sehen, und sagt, was zu tun ist. Das dauert einen Augenblick.
doctor-look = Jetzt nachsehen
doctor-slow = Das dauert länger, oder jemand sieht gerade nach. Bitte bald noch einmal versuchen, oder auf dem Server mimus doctor ausführen.
doctor-well = gut
doctor-mind = beachten
doctor-ill = krank
settings-server = Dieser Server
settings-desk = Anmelden und Post
settings-x = X und sein Budget
settings-bounds = Grenzen
settings-storage = Wo alles liegt
settings-node = Dieser Knoten
setting-hidden = gesetzt, nicht gezeigt
setting-unset = nicht gesetzt
setting-from-command-line = von der Kommandozeile: { $flag }
setting-from-environment = aus der Umgebung: { $variable }
setting-from-file = aus der Datei { $path }
setting-from-default = Voreinstellung
nodes = Knoten bei der Arbeit
nodes-how = Die Prozesse, die sich diese Datenbank teilen und von denen in den letzten Sekunden zu hören war.
node-since = seit
setting-public-url = Die Adresse, unter der die Welt diesen Server erreicht; Teil des Namens jedes Spiegels
setting-listen = Adresse und Port, auf denen er lauscht
setting-data = Der Ordner für Datenbank und Medien
setting-database-url = Die Datenbank
setting-allow-private-addresses = Ob private Adressen gefragt werden: nur für Tests und geschlossene Netze
setting-authorized-fetch = Ob ActivityPub-Dokumente nur auf signierte Anfragen gegeben werden
setting-inbox-rate = Anfragen je Minute, die ein Server senden darf
setting-name = Wie dieser Ort heißt
setting-description = Was er von sich sagt
setting-operator = Wer ihn betreibt, wie die Spiegel es sagen
setting-operator-url = Wo sie im Web zu finden sind
setting-contact = Wie man sie erreicht
setting-source-code = Wo der Quelltext dessen liegt, was hier läuft
setting-media-budget-mib = Mebibytes an Medien, über denen wiederbeschaffbare fallen gelassen werden
setting-media-file-mib = Mebibytes einer Mediendatei
setting-roles = Was dieser Knoten tut
setting-log = Was protokolliert wird
setting-log-format = Wie protokolliert wird
setting-secret-key-file = Der Schlüssel, der die Zugangsdaten der Konten versiegelt; sonst secret.key im Datenordner
setting-oidc-issuer = Ein anderer Server, über den man sich anmeldet
setting-oidc-name = Wie man ihn nennt
setting-oidc-client-id = Unter welchem Namen er diesen Server kennt
setting-oidc-client-secret-file = Die Datei mit dem Geheimnis, das er gab
setting-oidc-kind = Wie er spricht
setting-smtp-url = Der Mailserver, über den Zusammenfassungen gehen
setting-smtp-from = Woher Post kommt
setting-x-base-url = Wo die API von X ist
setting-x-bearer-token = Das Token der eigenen App auf X; ohne es wird X nicht gelesen
setting-x-client-id = Unter welchem Namen die eigene App Konten auf X verbindet
setting-x-client-secret = Ihr Geheimnis, wenn sie eines hat
setting-x-owner = Das Konto auf X, dem die App gehört; dessen eigene Beiträge kosten weniger
setting-x-consumer-secret = Womit sich X und der Webhook dieses Servers einander ausweisen
setting-x-activity = Ob X gebeten wird zu senden, was Konten tun
setting-x-lists = Ob Konten auf Listen eines verbundenen Kontos gesetzt werden dürfen
setting-x-unfollowed-days = Tage, die ein Spiegel von X gelesen wird, dem niemand folgt; 0 für immer
setting-x-mirrors = Wer Spiegel von X hinzufügen darf
setting-x-open-per-day = Spiegel von X, die an einem Tag ohne Entscheidung der Verwaltung entstehen
setting-x-open-per-server = Davon so viele, um die ein Server bitten darf
setting-x-budget = Dollar, die Abrufe bei X in einem Monat kosten dürfen
setting-x-budget-warn = Bei wie viel Prozent davon Alarm gegeben wird

## Drafts from routes

## Removals
removal = Dies soll in seinen Netzwerken gelöscht werden
removal-asked-by = { $name } hat darum gebeten, { $time }:
removal-ask = Um Löschung bitten
removal-approve = Löschung freigeben
removal-refuse = Löschung ablehnen
removal-withdraw = Bitte zurückziehen
removal-how = Wo die Charta Prüfende verlangt, muss eine Person davon die Löschung freigeben. Wer darum bittet, prüft sie nicht selbst.
delete-at-once = Sofort löschen
removals = Zu löschen
said-removal-asked = Die Bitte steht. Prüfende sehen sie in ihrer Liste.
ruled-removal-approved = Löschung freigegeben
ruled-removal-refused = Löschung abgelehnt
deed-removal-asked = bat um Löschung des Veröffentlichten von
deed-removal-approved = gab die Löschung des Veröffentlichten frei von
deed-removal-refused = lehnte die Löschung des Veröffentlichten ab von
deed-removal-withdrawn = zog die Bitte um Löschung des Veröffentlichten zurück von

## Counting and previews
count-line = { $account }: { $lengths }
lengths = Länge auf jedem Konto
speaks-answers = Antwortet auf
speaks-quotes = Zitiert
speaks-boosts = Teilt

## OpenID Connect
sign-in-with = Mit { $name } anmelden
entered = Fertig
go-on = Weiter
identities = Womit Sie sich noch anmelden
identity-add = Das Konto bei { $name } hinzufügen
identity-remove = Entfernen
deed-person-identity-added = meldet sich auch über einen anderen Server an
deed-person-identity-removed = entfernte einen anderen Server zum Anmelden

## Entwürfe aus Routen

came-by-route = Kam über Route { $route } von { $source }
deed-draft-came = machte einen Entwurf aus dem, was eine Route brachte
deed-draft-followed = ließ einen Entwurf seinem Beitrag folgen

## Karten verlinkter Seiten

card-of = So zeigen Server { $host } höchstwahrscheinlich
card-unknown = { $host } wurde noch nicht angesehen
card-none = Keine Karte für { $host }: { $reason }
card-status = der Server antwortet { $status }
card-no-title = die Seite hat keinen Titel
card-no-page = es ist keine Webseite
card-too-large = die Seite ist größer als die 512 KiB, die gelesen werden
card-slow = der Server brauchte länger als fünf Sekunden
card-away = der Server ist nicht erreichbar oder darf nicht gefragt werden
card-no-alt = Das Bild der Seite hat keine Beschreibung
cards-show = Karten verlinkter Seiten zeigen
cards-looking = Verlinkte Seiten werden angesehen …
cards-later = Die verlinkten Seiten konnten gerade nicht angesehen werden; in einer Minute noch einmal versuchen
## Errors and checks
e-broken = Hier ist etwas schiefgegangen. Versuchen Sie es gleich noch einmal.
e-not-found = So etwas gibt es hier nicht, oder Sie dürfen es nicht sehen.
e-may-not-read = Sie haben für dieses Konto keine Rolle.
e-may-not-propose = Sie dürfen für dieses Konto nichts vorschlagen.
e-may-not-comment = Sie dürfen hier nicht kommentieren.
e-may-not-edit = Dieser Entwurf gehört jemand anderem; ändern dürfen ihn Redaktion und Veröffentlichende.
e-may-not-review = Darüber entscheidet nur, wer für alle seine Konten prüft.
e-may-not-publish = Nur Veröffentlichende dürfen planen, veröffentlichen und zurücknehmen.
e-may-not-brake = Nur Veröffentlichende und Prüfende dürfen die Bremse ziehen.
e-may-not-engage = Antworten dürfen nur Betreuende und Veröffentlichende.
e-may-not-keep = Das dürfen nur Verwaltende.
e-scope = Dem Token fehlt die Befugnis { $scope }. Fragen Sie mit einem, das sie hat.
e-not-connected = Das Konto { $account } ist nicht verbunden.
e-state = Das geht mit einem Entwurf in diesem Stand nicht: { $state }.
e-changed = Es wurde inzwischen geändert. Sehen Sie sich an, was jetzt dasteht, und entscheiden Sie dann.
e-blocked = Die Charta lässt es nicht hinaus: { $why }
e-refused = Wer geprüft hat, lehnt ab, was da steht. Ändern Sie es, oder fragen Sie nach.
e-own-words = Wer es geschrieben hat oder zuletzt daran schrieb, prüft es nicht. Jemand anders muss es ansehen.
e-no-reason = Sagen Sie, warum: zur Ablehnung gehört der Grund.
e-stopped = Die Vorlage ist angehalten: { $why }. Speichern Sie sie erst neu.
e-link = Dieser Link wurde schon benutzt oder ist abgelaufen. Bitten Sie um einen neuen.
e-wrong = Name oder Passwort stimmt nicht.
e-code = Dieser Code gilt nicht oder nicht mehr. Nehmen Sie den nächsten, den Ihr Gerät zeigt.
e-too-late = Das Anmelden hat zu lange gedauert. Fangen Sie von vorn an.
e-other-key = Das wurde mit einem anderen Schlüssel oder für etwas anderes versiegelt. Fangen Sie von vorn an, oder bitten Sie um einen neuen Link.
e-no-mail = Dieser Server verschickt keine Post. Wer ihn betreibt, kann smtp_url und smtp_from setzen.
e-not-by-hand = Dafür ist von Hand nichts zu tun. Sehen Sie nach, wie es steht.
e-password = Ein Passwort hat 12 bis 200 Zeichen. Vier Wörter hintereinander sind ein gutes.
e-name = Ein Name hat 2 bis 40 Buchstaben, Ziffern, Punkte oder Striche und beginnt mit einem Buchstaben.
e-name-taken = Den Namen { $name } hat schon jemand.
e-wants-code-off = Es wird schon nach einem Code gefragt. Schalten Sie das zuerst aus.
e-wants-fewer-webhooks = Es gibt 50 Webhooks. Entfernen Sie zuerst einen.
e-wants-fewer-templates = Es gibt 500 Vorlagen. Entfernen Sie zuerst eine.
e-wants-fewer-tokens = Sie haben 50 Token. Beenden Sie eines, das nicht mehr gebraucht wird.
e-wants-fewer-identities = Sie haben schon zehn davon. Entfernen Sie zuerst eine.
e-wants-template-name = Eine Vorlage braucht einen Namen, höchstens 100 Buchstaben lang.
e-wants-template-accounts = Wählen Sie mindestens ein Konto, an das seine Entwürfe gehen.
e-wants-template-words = Schreiben Sie, was seine Entwürfe sagen sollen.
e-wants-confirmed-address = Bestätigen Sie zuerst Ihre Adresse: ein Link wurde dorthin geschickt.
e-wants-token-name = Geben Sie dem Token einen Namen, damit Sie später wissen, wofür es ist.
e-wants-token-scopes = Wählen Sie mindestens eines, was das Token erlaubt.
e-wants-another-keeper = Niemand entlässt sich selbst. Jemand anders in der Verwaltung kann das.
e-wants-accounts = Wählen Sie mindestens ein Konto, an das es geht.
e-wants-words = Schreiben Sie, was gesagt werden soll.
e-wants-description = Schreiben Sie, was es zeigt.
e-wants-comment = Schreiben Sie, was Sie zu sagen haben.
e-language = „{ $tag }“ ist keine Sprache. Schreiben Sie sie wie en oder pt-BR.
e-slot = „{ $line }“ ist kein Platz. Schreiben Sie Tage und eine Zeit, wie „Mon-Fri 09:30“ oder „Sat, Sun 11:00“.
e-slots-many = Mehr als 100 Plätze werden nicht behalten.
e-weekdays = Wählen Sie mindestens einen Wochentag.
e-month-day = { $day } ist kein Tag eines Monats. Wählen Sie 1 bis 31.
e-nth = Einen { $nth }. Wochentag hat kein Monat. Wählen Sie den ersten bis fünften oder den letzten.
e-lead = Ein Entwurf wird höchstens { $most } Stunden vor seiner Zeit gemacht, nicht { $hours }.
e-zone = „{ $zone }“ ist keine Zeitzone. Schreiben Sie eine wie Europe/Berlin oder UTC.
e-hour = { $hour } Uhr in „{ $zone }“ ist keine Zeit. Schreiben Sie eine Stunde von 0 bis 23 und eine Zone wie Europe/Berlin oder UTC.
e-time = „{ $time }“ ist keine Zeit. Schreiben Sie sie wie 2026-11-23T18:30.
e-no-time = Wählen Sie eine Zeit.
e-time-of-day = Schreiben Sie die Uhrzeit wie 09:00.
e-quiet-hours = Schreiben Sie die Ruhezeit wie 22:00 und 07:00.
e-slot-days = Die Tage eines Platzes gehen von 1 für Montag bis 7 für Sonntag.
e-topic = Schreiben Sie ein Thema als Warnung, Doppelpunkt und die Wörter, an denen man es erkennt: „Krieg: Krieg, Luftangriff“.
e-alt-text = „{ $line }“ ist kein Alternativtext in einer anderen Sprache. Schreiben Sie eine Zeile wie „fr: Une tour au port“.
e-post-address = „{ $address }“ ist keine Adresse eines Beitrags.
e-window = Es darf von einer Zeit bis zu einer späteren hinausgehen.
e-window-over = Sein Zeitfenster ist vorbei, und mit ihm die Freigaben. Wählen Sie ein anderes.
e-time-over = Diese Zeit ist vorbei. Wählen Sie eine spätere.
e-too-far = Das ist mehr als ein Jahr voraus. Wählen Sie eine frühere Zeit.
e-outside-window = Das liegt außerhalb des Zeitfensters, das freigegeben wurde.
e-no-slot = Die Konten haben keine Plätze, oder keinen, der auf allen frei ist. Legen Sie welche fest, oder wählen Sie eine Zeit.
e-token-over = Das Token wäre schon abgelaufen. Wählen Sie eine spätere Zeit.
e-token-long = Ein Token gilt höchstens ein Jahr. Wählen Sie ein früheres Ende.
e-token-of-token = Das Token, das fragt, endet am { $time }, und damit auch, was es macht.
e-already-connected = { $account } ist schon verbunden.
e-handle-x = Die Kennung ist ein Name auf X, wie wikipedia.
e-handle-mastodon = Die Kennung ist name@server, wie town@social.example.
e-handle-bluesky = Die Kennung ist ein Name auf Bluesky, wie town.bsky.social.
e-handle-elsewhere = Der Name hat 1 bis 100 Zeichen und keine Leerzeichen, wie announce-list.
e-handle-none = In Feeds und Archiven wird nichts veröffentlicht.
e-nothing-to-try = Die Veröffentlichung steht so: { $state }. Noch einmal versucht wird nur, was wartet, gescheitert, teilweise da oder ungewiss ist.
e-nothing-to-settle = Was aus der Veröffentlichung wurde, ist bekannt. Es gibt nichts zu klären.
e-nothing-to-delete = Die Veröffentlichung ist schon gelöscht oder wird es.
e-address = Das ist keine Adresse.
e-address-none = „{ $address }“ ist keine Adresse einer Seite. Sie beginnt mit https://.
e-address-scheme = „{ $address }“ führt zu keiner Seite: Schreiben Sie http oder https.
e-address-password = Die Adresse von { $address } enthält Namen oder Passwort. Lassen Sie das weg.
e-address-long = Eine Adresse hat höchstens { $most } Buchstaben.
e-address-not-allowed = Diese Adresse darf nicht gefragt werden: sie gehört nicht zum öffentlichen Netz.
e-address-elsewhere = Der Link liegt bei { $wanted }; dieser liegt bei { $found }.
e-address-taken = { $address } gehört zu einer anderen Veröffentlichung. Geben Sie den Link von dieser.
e-address-missing = Geben Sie den Link, unter dem es dort steht.
e-address-mail = „{ $address }“ ist keine Mailadresse. Schreiben Sie eine wie ana@example.org.
e-not-sent = Der Brief ging nicht hinaus. Der Mailserver sagt: { $why }
e-media-kind = Das ist kein Bild, Film oder Ton einer Art, die behalten wird: JPEG, PNG, GIF, WebP, MP4, WebM, MP3, Ogg, M4A.
e-media-large = Die Datei ist größer als die { $most } MiB, die behalten werden.
e-media-broken = Das Bild lässt sich nicht lesen.
e-media-unread = Die Datei konnte nicht gelesen werden. Schick sie noch einmal.
e-media-folder = Die Datei konnte nicht behalten werden. Versuchen Sie es gleich noch einmal.
e-media-gone = Ein Medium davon ist nicht hier. Laden Sie es noch einmal hoch.
e-too-long = { $what }: { $lengths }.
e-lengths = { $length } Zeichen; behalten werden höchstens { $most }
e-too-many = { $what }: ein Entwurf hat höchstens { $most }.
piece-text = Der Text
piece-version = Eine Fassung
piece-warning = Die Inhaltswarnung
piece-alt = Ein Alternativtext
piece-author = Eine Urheberangabe
piece-licence = Eine Lizenz
piece-source = Eine Quelle
piece-media = Medien
piece-options = Antworten einer Umfrage
piece-option = Eine Antwort der Umfrage
piece-other = Ein Teil davon
e-poll = Eine Umfrage braucht mindestens zwei verschiedene Antworten, keine davon leer, und 5 Minuten bis 30 Tage.
e-identity-other = Diese Antwort gehört zu keiner Frage der letzten zehn Minuten. Fangen Sie von vorn an.
e-identity-unknown = Niemand meldet sich hier als { $name } von { $issuer } an. Melden Sie sich anders an, und fügen Sie es zuerst auf Ihrer Seite hinzu.
e-identity-taken = { $name } ist hier schon bei jemand anderem hinzugefügt.
e-issuer-unreachable = { $issuer } ist gerade nicht zu fragen. Versuchen Sie es gleich noch einmal. ({ $why })
e-issuer-denied = { $issuer } sagt nein: { $why }
e-issuer-unusable = Was { $issuer } geschickt hat, ist nicht zu gebrauchen: { $why }
e-no-app = Dieser Server hat keine App bei X. Wer ihn betreibt, setzt x_client_id auf die OAuth-2.0-Client-Id einer App.
e-connect-other = Diese Antwort gehört zu keiner Frage der letzten zwanzig Minuten. Fangen Sie von vorn an.
e-wants-why-stop = Sagen Sie, warum alles anhalten soll: Es bleibt im Protokoll.
e-wants-new-passkey = Dieser Passkey ist hier schon bekannt.
e-wants-fewer-passkeys = Sie haben schon zehn Passkeys. Entfernen Sie zuerst einen.
e-wants-fewer-servers = Heute wurden Leute von zu vielen Servern hinzugefügt. Versuchen Sie es morgen.
e-published-there = Es ist auf einem Konto veröffentlicht, das fehlt. Bitten Sie zuerst um Löschung.
e-fediverse-handle = Schreiben Sie Ihren Namen wie @ana@social.example oder den Namen Ihres Servers.
e-no-tls = Der Server hat kein TLS: Seine Adresse muss mit https beginnen.
e-unknown-passkey = Mit diesem Passkey meldet sich hier niemand an. Melden Sie sich anders an und fügen Sie ihn auf Ihrer Seite hinzu.
e-no-passkeys = Unter dieser Adresse gibt es keine Passkeys: Browser verlangen einen Namen und TLS.
e-device-unreadable = Was Ihr Gerät geschickt hat, ist nicht lesbar. Versuchen Sie es noch einmal oder mit einem anderen Gerät.
e-device-other-deed = Ihr Gerät hat eine andere Art Frage beantwortet. Versuchen Sie es noch einmal.
e-device-other-challenge = Ihr Gerät hat eine andere Frage beantwortet. Versuchen Sie es noch einmal.
e-device-other-site = Ihr Gerät wurde von einer anderen Seite gefragt. Öffnen Sie diesen Server unter seiner eigenen Adresse und versuchen Sie es noch einmal.
e-device-nobody = Ihr Gerät hat nicht gesehen, dass jemand da war. Versuchen Sie es noch einmal.
e-device-not-verified = Ihr Gerät hat nicht geprüft, dass Sie es sind. Richten Sie eine PIN oder einen Fingerabdruck ein und versuchen Sie es noch einmal.
e-device-key = Ihr Gerät hat einen Schlüssel gemacht, dessen Art hier nicht bekannt ist. Versuchen Sie es mit einem anderen Gerät.
e-device-attestation = Ihr Gerät hat eine Erklärung geschickt, nach der niemand gefragt hat. Versuchen Sie es mit einem anderen Gerät.
e-device-signature = Das hat nicht dieser Passkey unterschrieben. Versuchen Sie es noch einmal.
e-device-counted-back = Dieser Passkey hat seltener unterschrieben als zuvor, wie eine Kopie es hätte. Melden Sie sich anders an und entfernen Sie ihn.
e-identity-no-server = Über { $server } meldet sich hier niemand an. Melden Sie sich anders an und fügen Sie zuerst Ihr Konto dort auf Ihrer Seite hinzu.
e-identity-server = { $server } sagt nicht, wer Sie sind: { $why }
e-not-from-afar = Von hier aus liest ein Spiegel feed:https://… oder x:NAME. Archive und Dateien kommen auf dem Server hinzu: mimus mirror add archive:DATEI
e-route-of-the-desk = Diese Route ist der eigene Weg des Desks zu seinem Konto. Sie geht, wenn das Konto getrennt wird.
e-route-by-hand = In { $account } wird von Hand veröffentlicht: Eine Route kann dafür nur Entwürfe machen.
e-route-circle = Eine Route von { $account } zu sich selbst ginge ewig im Kreis.
e-route-twice = Route { $route } geht schon denselben Weg.
e-route-policy = So lässt sich die Route nicht behalten: { $why }
e-network = Das Netzwerk hat es nicht getan. Es sagt: { $why }
e-by-hand = In { $account } wird von Hand veröffentlicht: es gibt keine Zugangsdaten. Um es zu verbinden, trennen Sie es zuerst.
e-not-asked = Niemand hat um @{ $name } von X gebeten.
e-no-credentials = X lässt sich hier ohne Zugangsdaten nicht lesen. Wer den Server betreibt, setzt x_bearer_token.
e-mirrored = Das wird hier schon gespiegelt, als @{ $name }.
e-mirror-denied = Eine Regel sagt, dass das hier nicht gespiegelt wird.
e-mirror-denied-why = Eine Regel sagt, dass das hier nicht gespiegelt wird: { $why }
e-mirror-removed = Der Spiegel @{ $name } wurde entfernt. Andere Server merken sich das, darum wird sein Name nicht wieder benutzt.
e-handle-taken = Die Kennung @{ $name } ist vergeben.
e-mirror-busy = @{ $name } wird gerade gelesen. Versuchen Sie es in ein paar Minuten noch einmal.
e-mirror = Der Spiegel ließ sich nicht machen. Der Server sagt: { $why }
f-not-found = Unter dieser Adresse ist nichts.
f-method = Diese Adresse nimmt solche Anfragen nicht an.
f-mirror-gone = Dieser Spiegel wurde entfernt. Seine Beiträge sind nicht mehr hier.
f-post-gone = Dieser Beitrag wurde entfernt.
f-too-often = Gerade fragen zu viele. Versuchen Sie es in einer Minute noch einmal.
f-slow = Das hat zu lange gedauert. Versuchen Sie es gleich noch einmal.
f-unavailable = Das kann dieser Server gerade nicht. Versuchen Sie es in einer Minute noch einmal.
f-title-not-found = Nicht gefunden
f-title-method = Nicht erlaubt
f-title-gone = Nicht mehr da
f-title-bad = Das hat nicht geklappt
f-title-unsigned = Es braucht eine Signatur
f-title-refused = Nicht angenommen
f-title-not-now = Gerade nicht
f-title-broken = Etwas ist schiefgegangen
f-to-desk = Zur Redaktion
rule-fits = Was das Netzwerk annimmt
rule-quiet = Ruhezeit
rule-a-day = Beiträge eines Tages
rule-said-before = Nichts zweimal gesagt
c-no-alt = Medium { $number } hat keinen Alternativtext. Sag denen, die es nicht sehen, was es zeigt.
c-unwarned = Es spricht von etwas, wovor dieses Konto warnt. Schreiben Sie „{ $warning }“ als Inhaltswarnung.
c-run-together = #{ $tag } sind vielleicht mehrere Wörter. Beginnen Sie jedes groß, wie in #WikiLovesMonuments.
c-in-disguise = „{ $words }“ besteht nicht aus Buchstaben. Schreiben Sie „{ $plain }“.
c-stranger = @{ $name } steht nicht im Verzeichnis. Sehen Sie nach, ob das gemeint ist.
c-no-language = Es ist keine Sprache gesetzt. Setzen Sie sie, für Vorleseprogramme und alle, die danach filtern.
c-other-language = Es ist auf { $language }, und hier wird gesprochen: { $spoken }.
c-empty = Es sagt noch nichts.
c-not-taken = { $network } nähme es nicht: { $why }
c-said-before = Dieselben Worte erschienen dort am { $day }.
c-quiet = In der Ruhezeit geht nichts hinaus. Wählen Sie eine andere Zeit.
c-too-many = Innerhalb von 12 Stunden gehen schon hinaus: { $others }. Vereinbart am Tag: { $most }.
w-cut = Zu lang für einen Beitrag: gekürzt, mit einem Link zum Original.
w-alt-cut = Der Alternativtext von Medium { $number } wird bei { $most } Zeichen gekürzt.
w-medium-linked = Medium { $number } kann nicht mitgehen: ein Link zum Original steht dafür.
w-medium-lost = Medium { $number } kann nicht mitgehen, und es gibt keine Adresse für einen Link.
w-sensitive-linked = Heikle Medien lassen sich dort nicht kennzeichnen: ein Link zum Original steht dafür.
w-sensitive-unmarked = Heikle Medien lassen sich dort nicht kennzeichnen und gehen ungekennzeichnet mit.
w-warning-in-text = Dieses Netzwerk kennt keine Inhaltswarnung: sie steht über den Worten.
w-warning-linked = Dieses Netzwerk kennt keine Inhaltswarnung: sie geht allein hinaus, mit einem Link zum Original.
w-warning-cut = Die Inhaltswarnung ist zu lang und wird gekürzt.
w-quote-as-text = Das Zitat kann dort keines sein: es steht im Text.
w-poll-as-text = Die Umfrage kann dort keine sein: sie steht im Text.
w-reply-unknown = Worauf es antwortet, gibt es dort nicht.
w-repost-as-text = Was geteilt wird, gibt es dort nicht: Worte und Link stehen dafür.
w-stray-link = Dieses Netzwerk würde aus „{ $words }“ einen Link machen: ein unsichtbares Zeichen verhindert das.
w-listed = Es ist ungelistet, was dieses Netzwerk nicht kennt: dort ist es öffentlich.
s-empty = es gibt nichts zu lesen oder zu sehen.
s-reply = es ist eine Antwort, und die lässt das Konto aus.
s-repost = es ist ein geteilter Beitrag, und die lässt das Konto aus.
s-repost-not-there = was geteilt wird, gibt es dort nicht.
s-quote = was zitiert wird, gibt es dort nicht.
s-filtered = es enthält „{ $word }“, was draußen bleibt.
s-unwanted = es enthält nichts von dem, was verlangt ist.
s-opted-out = es enthält { $mark }, womit es von dort ferngehalten wird.
s-only-mentions = es hat nur Erwähnungen und keine Worte.
s-unlisted = es ist ungelistet, und dorthin geht nur Öffentliches.
s-warned = es hat eine Inhaltswarnung, die dieses Netzwerk nicht kennt.
s-warned-without-address = nur die Inhaltswarnung könnte dorthin, und es gibt keine Adresse, zu der sie führt.
s-nothing-left = nichts davon lässt sich dort zeigen, und es hat keine Adresse, zu der man führen könnte.
e-not-approved = { $n ->
    [one] Noch jemand muss es zuerst freigeben.
   *[other] Noch { $n } müssen es zuerst freigeben.
}
e-wait = { $n ->
    [one] Zu viele Versuche waren falsch. Versuchen Sie es in einer Minute noch einmal.
   *[other] Zu viele Versuche waren falsch. Versuchen Sie es in { $n } Minuten noch einmal.
}
c-bullets = { $n ->
    [one] Eine Zeile beginnt mit einem Emoji, dessen Name jedes Mal vorgelesen wird. Beginnen Sie sie mit einem Wort.
   *[other] { $n } Zeilen beginnen mit einem Emoji, dessen Name jedes Mal vorgelesen wird. Beginnen Sie sie mit einem Wort.
}
w-split = { $n ->
    [one] Es passt in einen Beitrag.
   *[other] Es ist mehr, als ein Beitrag fasst: ein Faden aus { $n }.
}
w-poll-time = { $n ->
    [one] Die Umfrage ist dort eine Minute offen.
   *[other] Die Umfrage ist dort { $n } Minuten offen.
}

## Servers, requests, connecting accounts
servers-how = Jeder Server, der hier folgt, und wie es den Zustellungen dorthin geht. Scheitert eine, wird sie von selbst wieder versucht, immer später, höchstens alle zwölf Stunden; nach dreißig Tagen wird der Server aufgegeben.
server-well = in Ordnung
server-failing = gestört
server-retired = aufgegeben
server-deliveries = wartende Zustellungen
servers-oldest = Was am längsten wartet, wurde geschrieben am
servers-which = Welche Server
servers-failing = Gestörte
servers-retired = Aufgegebene
server-taken = angenommen: { $number }
server-refused = abgelehnt: { $number }
server-failed = gescheitert: { $number }
server-last = Letzte Zustellung:
server-never = nie
server-next = Nächster Versuch:
server-retry = Jetzt versuchen
server-again = Wieder zustellen
server-retire = Aufgeben
server-retire-how = Dorthin wird nichts mehr zugestellt, und wer von dort folgt, wird entlassen.
servers-more = Weitere Server
servers-nodes = Knoten bei der Arbeit
requests-title = Spiegel, um die gebeten wird
requests-how = Die Bedingungen von X verbieten, Beiträge anderer ohne deren Erlaubnis weiterzugeben: Nehmen Sie an, was Ihnen gehört oder vereinbart ist.
request-first = zuerst von { $name }
request-accept = Annehmen
request-why = Warum, so dass es lesen darf, wer fragt
accounts-title = Verbundene Konten
accounts-how = Eigene Konten, zwischen denen Routen Beiträge tragen. Ihre Zugangsdaten sind hier versiegelt, werden täglich geprüft und niemandem gezeigt.
account-on-x = auf X
account-at = bei { $host }
account-takes = nimmt { $most } Zeichen und { $pictures } je Beitrag
account-checked = Geprüft
account-anew = Neu verbinden
account-disconnect = Trennen
account-disconnect-how = Seine Zugangsdaten werden zurückgegeben und vergessen, seine Routen pausieren. Was veröffentlicht ist, bleibt.
account-connect = Ein Konto verbinden
account-where = Im Fediverse: seine Kennung oder sein Server
account-connect-x = Ein Konto auf X verbinden
account-x-how = Für Konten auf X nennt, wer den Server betreibt, in dieser Einstellung eine App:
connect-title = Erlaubnis geben bei { $host }
connect-how = Sie werden zu { $host } geschickt. Melden Sie sich dort mit dem Konto an, das verbunden werden soll, und erlauben Sie { $site }, worum es bittet.
connect-asks = Es bittet um nicht mehr als nötig: zu sehen, wer das Konto ist, seine Beiträge zu lesen und Beiträge mit ihren Medien zu veröffentlichen, zu ändern und zu löschen. Es bittet nicht um Nachrichten, Folgende und Einstellungen.
connect-go = Weiter zu { $host }
connect-back = Zurück zu den Konten
account-said-connected = { $account } ist verbunden.
account-said-disconnected = { $account } ist hier getrennt, aber sein Netzwerk ließ sich nicht benachrichtigen ({ $why }). Nehmen Sie die Erlaubnis in den Einstellungen des Kontos selbst zurück.
server-followers = { $n ->
    [one] { $n } Follower
   *[other] { $n } Follower
}
server-waiting = { $n ->
    [one] { $n } Zustellung wartet
   *[other] { $n } Zustellungen warten
}
requests-waiting = { $n ->
    [one] Eine Bitte wartet.
   *[other] { $n } Bitten warten.
}
request-asked = { $n ->
    [one] Einmal erbeten
   *[other] { $n }-mal erbeten
}
account-routes = { $n ->
    [one] { $n } Route
   *[other] { $n } Routen
}
account-pictures = { $n ->
    [one] { $n } Bild
   *[other] { $n } Bilder
}
