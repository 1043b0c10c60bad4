# The Desk, in Spanish; en.ftl is what it is held against.
# Each message is one sentence or label. Nobody is addressed: infinitives and impersonal forms. Roles are named by what they do.

## Around every page
skip = Saltar al contenido
desk-of = Redacción de { $name }
nav-desk = Redacción
nav-you = Perfil
nav-site = Sitio
nav-about = Acerca de
nav-public = Páginas públicas
nav-todo = Pendientes
nav-drafts = Borradores
nav-schedule = Calendario
nav-publications = Publicaciones
nav-accounts = Cuentas
nav-record = Registro
nav-people = Personas
nav-servers = Servidores
nav-requests = Solicitudes
nav-me = Perfil
run-by = A cargo de { $name }.
sign-out = Cerrar sesión
pages = Páginas
older = Anteriores
all = Todas
nothing = Nada
save = Guardar
why = Motivo
somebody = alguien
changed = cambiado el
form-foreign = Este formulario no es de esta sesión. Hay que abrir la página de nuevo y volver a enviarlo.
keepers-only = Esta página es solo para la administración. Conviene consultar a quien la tenga a su cargo.

## Signing in
sign-in = Iniciar sesión
sign-in-how = ¿Nadie tiene acceso? Quien pueda ejecutar comandos en el servidor obtiene un enlace de un solo uso:
your-name = Nombre
shown-name = Nombre visible
password = Contraseña
new-password = Contraseña nueva
old-password = Contraseña actual
password-how = 12 caracteres o más. Cuatro palabras seguidas son una buena contraseña.
name-how = De 2 a 40 letras, cifras, puntos o guiones.
welcome = La redacción da la bienvenida
welcome-keeper = Este enlace da acceso a la administración: conectar cuentas e invitar a otras personas. Sirve una sola vez.
welcome-invited = Esto es una invitación. Solo falta elegir una contraseña y empezar.
begin = Empezar

## You
signed-in-as = Nombre de acceso: { $name }.
you-keep = Este perfil administra el servidor y puede hacerlo todo.
profile = Cómo se muestra este perfil
page-language = Idioma de estas páginas
as-browser = El que pida el navegador
change-password = Cambiar la contraseña
sessions = Sesiones abiertas
this-one = esta
since = Desde el
last-seen = última actividad el
unknown-browser = Un navegador desconocido
end-session = Cerrar esta sesión
end-others = Cerrar las demás sesiones

## To do
new-draft = Nuevo borrador
nothing-connected = Todavía no hay ninguna cuenta conectada.
connect-one = Conectar una
account-stopped = Por ahora no se publica nada en { $name }.
todo-review = Por revisar
todo-held = Propuestas de personas sin cuenta aquí
todo-own = Mis borradores
todo-scheduled = Próximas salidas
todo-nothing = Nada por ahora.
stuck = { $n ->
    [one] Una publicación requiere atención.
   *[other] { $n } publicaciones requieren atención.
}

## Drafts
which-drafts = Qué borradores
filter-open = Abiertos
no-drafts = No hay ninguno.
untitled = Sin texto
this-draft = Este borrador
tab-write = Escribir
tab-preview = Vista previa y reglas
tab-review = Revisión
tab-schedule = Calendario
tab-history = Historial
state-held = retenido
state-writing = en redacción
state-proposed = propuesto
state-scheduled = programado
state-published = publicado
state-dropped = descartado
begun-by = Empezado por { $name }
proposed-by-outside = Propuesta de { $name }, sin cuenta aquí
goes-out = Salida

## Writing
field-text = Texto
text-how = Una línea con --- empieza la siguiente publicación de un hilo. A las personas del fediverso se las escribe así: @name@server.
field-version = Texto propio para { $network }
version-how = En lugar del texto de arriba, en { $network }; vacío significa el mismo
field-language = Idioma
field-warning = Advertencia de contenido
field-visibility = Visibilidad
visibility-public = Pública
visibility-unlisted = No listada
field-sensitive = Ocultar los archivos multimedia hasta que se pidan
field-accounts = Dónde se publica
no-accounts = No hay ninguna cuenta para la que se pueda proponer.
no-accounts-chosen = Todavía no va a ninguna parte. Hay que elegir una cuenta en la página donde se escribe.
field-media = Archivos multimedia
medium = Archivo multimedia
medium-number = Archivo { $n }
field-alt = Texto alternativo del archivo { $n }: lo que muestra, para quien no lo ve
field-alts = Textos alternativos en otros idiomas, uno por línea
medium-more = Autoría, licencia, foco, otros idiomas
field-author = Autoría
field-licence = Licencia
field-source = Fuente
field-focus-x = Foco, % desde la izquierda
field-focus-y = Foco, % desde arriba
field-part = Con qué publicación del hilo
remove-medium = Quitar el archivo { $n }
field-upload = Añadir imágenes, vídeo o sonido
field-poll = Encuesta
field-option = Opción { $n }
field-hours = Cuántas horas está abierta
field-multiple = Se pueden elegir varias
more-fields = Respuesta, cita, impulso, plazo
field-reply = Responde a la publicación de esta dirección
field-quote = Cita la publicación de esta dirección
field-boost = Impulsa la publicación de esta dirección
field-from = No antes de ({ $zone })
field-until = No después de ({ $zone })
save-and-preview = Guardar y ver
save-and-propose = Guardar y proponer
unsaved = Sin guardar todavía
take-on = Aceptar la propuesta
withdraw = Retirar de la revisión
pick-up = Retomar
drop = Descartar
comments = Comentarios
comment = Decir algo al equipo
send-comment = Enviar
clash = Otra persona ha cambiado las mismas palabras. Aquí están las dos versiones: la ajena, como se guardó; la propia, en el formulario. Al guardar de nuevo, la propia ocupa el lugar de la ajena; en cualquier caso, la propia queda en el historial.
clash-theirs = Lo que dice ahora
clash-quiet = Otra persona ha cambiado las mismas palabras: hay que guardar a mano para ver las dos versiones.

## What has just been done
said-saved = Guardado.
said-merged = Guardado, junto con lo que otra persona escribió entretanto. Conviene leer lo que dice ahora.
said-proposed = Propuesto. Quienes revisan lo ven en su lista.
said-withdrawn = Retirado de la revisión.
said-taken = Propuesta aceptada: ahora es un borrador como cualquier otro.
said-dropped = Descartado. Se puede retomar.
said-picked-up = Retomado.
said-commented = Enviado.
said-approved = Aprobado, exactamente como está. Cualquier cambio anula la aprobación.
said-refused = Rechazado, con el motivo indicado.
said-scheduled = Programado.
said-unscheduled = Quitado del calendario. No se publica nada.
said-changing = El cambio se publica ahora.
said-deleting = Se está eliminando de sus redes.
said-kept = Hecho.

## Preview and checks
part-of = Publicación { $n } de { $of }
length-of = { $n } de { $limit } caracteres
no-alt = sin texto alternativo
costs = cuesta { $money }
go-there = Ir allí
blocks = Bloquea
warns = Avisa
checks-passed = { $n ->
    [0] No se comprueba ninguna otra regla.
    [one] Se cumple una regla.
   *[other] Se cumplen { $n } reglas.
}
propose = Proponer para revisión
standing-approved = Aprobado
standing-wanting = { $n ->
    [one] Falta una aprobación
   *[other] Faltan { $n } aprobaciones
}
standing-refused = Rechazado

## Review
changed-since = Cambios desde el { $time }
approve = Aprobar
refuse = Rechazar
ruling-words = Motivo
ruling-how = Se decide exactamente sobre lo que muestra esta página. Un rechazo necesita un motivo, que leerán quienes escriben.
rulings = Lo que se dijo en la revisión
no-rulings = Nadie ha dicho nada todavía.
ruled-approved = Aprobado
ruled-refused = Rechazado
ruling-void = sobre un estado anterior
revision-by = { $n }, de { $name }
aside = guardada aparte

## Schedule
when = Cuándo
not-ready = Todavía no puede salir: arriba se ve lo que falta.
when-next = Próximo hueco libre:
when-first = El primer hueco; lo que espera ahí pasa al siguiente
when-now = Ahora
when-at = En otro momento
at-time = Fecha y hora ({ $zone })
choose-time = hay que elegir una hora
schedule = Programar
unschedule = Quitar del calendario
missed-how = Su hora pasó antes de que pudiera salir. Retirarlo del calendario y darle otra hora.
change-waits = Lo que dice ahora el borrador no es lo que se publicó.
publish-change = Publicar el cambio
delete-published = Eliminar de sus redes
window-from = No antes del { $time }.
window-until = No después del { $time }; entonces caducan las aprobaciones.
window-between = Entre el { $from } y el { $until }; entonces caducan las aprobaciones.
week-of = Semana del { $day }
weeks = Semanas
week-before = Semana anterior
this-week = Esta semana
week-after = Semana siguiente
times-in = Las horas son las de { $zone }.
day = Día
free-slots = Huecos libres

## Publications
which-publications = Qué publicaciones
waiting-for-you = Requieren atención
no-publications = No hay ninguna.
publication-held = retenida
publication-due = por enviar
publication-sending = enviándose
publication-published = publicada
publication-partial = publicada en parte
publication-unknown = sin confirmar
publication-failed = fallida
publication-missed = fuera de plazo
publication-skipped = omitida
publication-deleted = eliminada
its-link = Su enlace, si está publicada
it-is-there = Está publicada
it-is-not = No está publicada
give-link = Hay que dar el enlace de la publicación, tal como lo muestra su página.
try-again = Reintentar
network-fediverse = el fediverso
network-feed = un feed

## Accounts and charters
account-connected = conectada
account-broken = iniciar sesión de nuevo
account-disconnected = desconectada
stopped = Por ahora no se publica nada en ella.
public-page = Su página pública
brake = Freno de emergencia
brake-pull = Detener todas las salidas
brake-pulled = El freno está activado. Lo que debía salir entretanto y aún está en plazo se publica al desactivarlo; lo demás queda fuera de plazo.
brake-release = Reanudar
brake-release-queue = Que siga, y lo que se perdió recibe los próximos huecos
charter = Carta
charter-text = Quién habla aquí, de qué y cómo. Todo el mundo puede leerlo.
reviewers = Cuántas personas deben aprobar
a-day = Máximo de publicaciones al día
author-may-review = Quien empezó un borrador puede revisarlo si lo último lo escribió otra persona
proposals = Las personas sin cuenta aquí pueden proponer
names-proposers = El archivo público dice quién propuso qué
rules = Lo que se comprueba automáticamente
rule-alt-text = Textos alternativos
rule-warning = Advertencias de contenido
rule-camel-case = Etiquetas que se pueden leer en voz alta
rule-letters = Letras normales
rule-bullets = Sin emojis como viñetas
rule-mentions = Menciones conocidas
rule-language = Idiomas
weight-off = no se comprueba
weight-warn = avisa
weight-block = bloquea
languages = Idiomas que se hablan aquí
topics = De qué se advierte, un tema por línea: la advertencia, dos puntos y las palabras por las que se reconoce
slots = Cuándo publica
zone = Zona horaria
slots-how = Horarios, uno por línea: días y una hora
quiet-from = Silencio desde
quiet-to = hasta

## People
role-keeper = administración
role-publisher = publicación
role-reviewer = revisión
role-editor = edición
role-proposer = propuestas
role-engager = interacción
role-auditor = auditoría
roles = Roles
roles-for = Roles en { $account }
person-invited = con invitación
person-active = en activo
person-left = de baja
invite = Invitar a alguien
their-name = Nombre de acceso
for-account = Para qué cuenta
make-keeper = Administración: puede hacerlo todo
link-for = Un enlace para { $name }
link-how = Conviene entregarlo por una vía que nadie más lea. Sirve una sola vez, durante una semana, y no vuelve a mostrarse.
new-link = Nuevo enlace
let-go = Dar de baja
let-go-how = Ya no podrá iniciar sesión. Lo que hizo sigue a su nombre en el registro.
find-person = Buscar a alguien por su nombre
find = Buscar
nobody-found = Nadie se llama así.
more = Más

## The record
record-how = Cada entrada está ligada a la anterior. Este comando demuestra que no se ha cambiado nada:
record-of = Registro de { $name }
record-feed = Feed del registro
deed-person-entered = entró en la redacción
deed-person-invited = invitó a
deed-person-link-made = creó un enlace para
deed-person-roles = asignó los roles de
deed-person-left = dio de baja a
deed-charter-changed = cambió la carta o los horarios de
deed-brake-pulled = activó el freno de
deed-brake-released = desactivó el freno de
deed-draft-begun = empezó
deed-draft-changed = cambió
deed-draft-proposed = propuso
deed-draft-withdrawn = retiró de la revisión
deed-draft-approved = aprobó
deed-draft-refused = rechazó
deed-draft-dropped = descartó
deed-draft-picked-up = retomó
deed-draft-scheduled = programó
deed-draft-unscheduled = quitó del calendario
deed-draft-moved = aplazó en el calendario
deed-draft-change-published = publicó un cambio de
deed-draft-deleted = hizo eliminar lo publicado de
deed-proposal-received = propuso desde fuera
deed-proposal-taken = aceptó la propuesta
deed-template-kept = guardó una plantilla
deed-template-changed = cambió una plantilla
deed-template-removed = quitó una plantilla
deed-draft-recurred = hizo crear un borrador de una plantilla
deed-template-missed = perdió fechas de una plantilla
deed-template-stopped = detuvo una plantilla
deed-publication-seen = vio que está publicada
deed-publication-not-seen = vio que no está publicada
deed-publication-retried = hizo reintentar

## Public pages
in-the-open = Esta cuenta se lleva a la vista de todo el mundo: quién la lleva, con qué reglas y quién hizo qué.
needs-reviewers = { $n ->
    [0] Lo que sale no necesita que lo lea nadie más.
    [one] Antes de salir, todo lo lee otra persona.
   *[other] Antes de salir, todo lo leen otras { $n } personas.
}
who-runs-it = Quién la lleva
archive = Lo publicado
where-it-is = Dónde está
proposed-by = propuesta de { $name }
propose-something = Proponer algo
propose-for = Proponer una publicación para { $name }
propose-how = Aquí se escribe lo que la cuenta debería decir. Quienes la llevan lo leen, pueden cambiarlo, y lo publican o dicen por qué no.
propose-done = Gracias. La propuesta ya está en manos de quienes llevan esta cuenta.
back-to-account = Volver a la cuenta
your-name-public = Nombre, tal como podrán leerlo otras personas
leave-empty = Dejar vacío

## Dates
day-and-time = { $day }, { $time }
day-and-month = { $day } de { $month }
day-and-year = { $day } de { $year }
weekday-and-day = { $weekday }, { $day }
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
weekday-1 = lunes
weekday-2 = martes
weekday-3 = miércoles
weekday-4 = jueves
weekday-5 = viernes
weekday-6 = sábado
weekday-7 = domingo

## Codes
code = Código
code-how = Las seis cifras que su dispositivo muestra ahora. Cada código vale una vez.
code-lost = ¿Se perdió el dispositivo? La administración puede hacer un enlace nuevo, que no pide código.
codes = Un código además de la contraseña
codes-off = Un dispositivo propio puede mostrar un código que se pide en cada inicio de sesión: así, la contraseña sola no sirve a nadie más.
codes-on = En cada inicio de sesión se pide un código de su dispositivo.
codes-begin = Configurarlo
codes-take = Añadir este secreto a una aplicación de códigos de un solo uso (TOTP) y escribir después el código que muestre. Antes no cambia nada.
codes-secret = Secreto:
codes-open = Abrir en la aplicación
codes-turn-on = Pedir códigos desde ahora
codes-turn-off = No pedir más códigos
deed-person-code-on = empezó a usar códigos al entrar
deed-person-code-off = entra sin códigos

## Templates
templates = Plantillas
templates-how = Lo que se dice una y otra vez: empiece un borrador con ella, o deje que sus borradores se hagan solos y pasen a revisión.
no-templates = Aún no hay ninguna.
template-new = Plantilla nueva
template-name = Nombre de la plantilla
template-words = Estas palabras se completan: {"{date}"}, {"{week}"}, {"{month}"}, {"{year}"}, {"{number}"}.
template-next = Próxima para
template-stopped = Guárdela para que siga.
template-draft = Empezar un borrador con ella
template-remove = Quitar la plantilla
template-remove-how = Lo que se hizo con ella se queda.
template-keep = Guardar como plantilla
rhythm = Repetición
rhythm-how = Cada borrador se revisa por separado; nada sale solo.
rhythm-every = Con qué frecuencia
rhythm-none = No por sí sola
rhythm-day = Cada día
rhythm-week = En días de la semana
rhythm-month = Un día del mes
rhythm-month-weekday = El enésimo día de la semana del mes
rhythm-weekdays = Días de la semana
rhythm-month-day = Día del mes (31 es el último)
rhythm-nth = Cuál del mes
rhythm-last = el último
rhythm-at = Hora del día
rhythm-zone = Zona horaria
rhythm-lead = Se hace tantas horas antes
template-made = { $n ->
    [one] Se hizo un borrador con ella.
   *[other] Se hicieron { $n } borradores con ella.
}
template-media = { $n ->
    [one] Con una imagen o película.
   *[other] Con { $n } imágenes o películas.
}
network-elsewhere = otro lugar
todo-by-hand = Para publicar a mano
by-hand = a mano
by-hand-what = Qué hay que hacer
by-hand-nothing = No hay nada que hacer a mano
by-hand-publish = Publicar a mano
by-hand-publish-how = Ponga esto en { $account } tal como está aquí. Después dé el enlace en el que está.
by-hand-published = Marcar como publicado
by-hand-change = Cambiar a mano
by-hand-change-how = Ha cambiado desde que se puso en { $account }. Cámbielo allí por lo que está aquí.
by-hand-changed = Marcar como cambiado
by-hand-delete = Borrar a mano
by-hand-delete-how = Borre esto en { $account }.
by-hand-deleted = Marcar como borrado
by-hand-page = La cuenta:
by-hand-due = Debía salir el
by-hand-late = Su hora ha pasado. No lo publique tarde; si alguien lo publicó a tiempo, dé su enlace.
by-hand-stopped = No lo publique ahora:
by-hand-answers = Responde a
by-hand-post = La publicación
by-hand-words = Texto
by-hand-language = Idioma: { $language }
by-hand-sensitive = Marque los medios como sensibles.
by-hand-unlisted = Fuera de las cronologías públicas, si la red lo permite.
by-hand-poll = Una encuesta con estas opciones:
by-hand-download = Descargar el medio { $n }
by-hand-alt = Texto alternativo del medio { $n }
by-hand-no-alt = No tiene texto alternativo.
by-hand-link = El enlace en el que está allí
by-hand-publishers = Esto lo hacen quienes publican en la cuenta.
by-hand-disconnect = Su cola se detiene. Lo que se publicó queda.
by-hand-add = Añadir una cuenta en la que se publica a mano
by-hand-add-how = Para una red con la que Mimus no puede hablar, o una cuenta cuya clave no se entrega. Los borradores siguen el mismo camino; cuando llega la hora de uno, quienes publican ven qué poner allí.
by-hand-network = Red
by-hand-handle = Nombre de la cuenta o del lugar
by-hand-its-page = Dirección de su página
copy = Copiar
copied = Copiado
deed-account-by-hand = añadió, para publicar a mano,
deed-publication-by-hand = publicó a mano
deed-publication-changed-by-hand = cambió a mano
deed-publication-deleted-by-hand = borró a mano

## Passkeys and servers of the fediverse
sign-in-otherwise = Otras maneras de entrar
passkeys = Claves de acceso
passkeys-how = Una clave de acceso está en uno de sus dispositivos o en su gestor de contraseñas. Con ella se entra con el dedo, la cara o un PIN, sin escribir nombre ni contraseña; también sustituye al código.
passkeys-script = Para añadir una, su navegador debe ejecutar el programa de esta página.
passkeys-not-here = En la dirección de este servidor no las hay: los navegadores piden para ellas un nombre y TLS.
passkey-added = Añadida:
passkey-used = Usada por última vez:
passkey-unused = Aún no se ha usado
passkey-remove-this = Quitar { $name }
passkey-name = Cómo la llama
passkey-name-how = Para reconocerla: por ejemplo, el dispositivo en que está.
passkey-add = Añadir una clave de acceso
passkey-enter = Entrar con una clave de acceso
passkey-failed = Su dispositivo no dio ninguna clave de acceso. Inténtelo de nuevo o entre de otra manera.
passkey-known = Este dispositivo ya tiene una clave de acceso suya para este servidor.
fediverse-handle = Su dirección en el fediverso, o su servidor
fediverse-how = Para quienes han añadido aquí su cuenta bajo su nombre. A su servidor se le pregunta quién es usted, y nada más.
fediverse-add-how = A su servidor se le pregunta una vez quién es usted, y nada más. Se guardan su dirección y el número de la cuenta allí.
fediverse-enter = Entrar con su cuenta del fediverso
fediverse-add = Añadir su cuenta del fediverso
identity-fediverse = en el fediverso
onward = Ir a { $at }
onward-how = Se le envía allí. Permita que diga quién es usted; no se pide nada más.
deed-person-passkey-added = entra con una clave de acceso nueva
deed-person-passkey-removed = quitó una clave de acceso
digests = Resúmenes por correo
digests-how = Lo mismo por correo, cada día o cada lunes, cuando hay algo.
digests-no-mail = Este servidor no envía correo. Quien lo administra puede indicar un servidor de correo.
digests-address = Su dirección de correo
digests-ask = Enviar un enlace para confirmarla
digests-asked = Se envió un enlace a { $address }. Vale un día. Antes de que lo abra no se envía allí nada más.
digests-to = Los resúmenes van a { $address }.
digests-forget = Olvidar mi dirección
digests-rhythm = Con qué frecuencia
rhythm-off = nunca
rhythm-daily = cada día
rhythm-weekly = cada lunes
digests-hour = A qué hora, de 0 a 23
digests-zone = En qué zona horaria
digests-next = El próximo:
digests-failed = El último no se pudo enviar: { $why } Se intenta de nuevo.
confirm-address = Confirme su dirección
confirm-address-how = Los resúmenes de la mesa para { $name } irán a { $address }.
confirm-address-do = Es mi dirección
confirm-address-done = Confirmada. Bajo su nombre en la mesa elige con qué frecuencia llegan los resúmenes.
digests-end = No más resúmenes
digests-end-how = { $name } recibe resúmenes de la mesa en esta dirección.
digests-end-do = No enviar más
digests-end-done = Hecho. No se envían más resúmenes.
confirm-letter-subject = Confirme su dirección para la mesa de { $desk }
confirm-letter = { $name } quiere recibir en esta dirección resúmenes de la mesa de { $desk }. ¿Es usted? Entonces abra este enlace en el plazo de un día:
confirm-letter-else = Si no es usted, no haga nada. No se enviará nada más aquí.
digest-waiting = Le espera
digest-said = Sobre sus borradores
digest-out = Salió, o no
digest-why = Recibe esto porque lo pidió en la mesa. Para no recibir más:
news-of-desk = La mesa de { $name }
news-review = Espera su revisión: { $title }
news-held = Espera una propuesta de fuera: { $title }
news-removal = Un borrado espera su revisión: { $title }
news-comment = { $by } comentó su borrador: { $title }
news-approved = { $by } aprobó su borrador: { $title }
news-refused = { $by } rechazó su borrador: { $title }
news-published = Publicado: { $title }
news-missed = Perdió su hora: { $title }
news-failed = No publicado, o no entero: { $title }
feed = Un canal propio
feed-how = Lo que le espera, lo que se dice de sus borradores y lo que se publicó, se perdió o falló en sus cuentas, para un lector de canales. Quien tenga su dirección puede leerlo.
feed-there = Tiene uno. Su dirección se mostró cuando lo creó.
feed-address = Esta es su dirección. Solo se muestra ahora:
feed-make = Crear un canal
feed-new = Crear otra dirección
feed-end = Terminar el canal

## Published by hand

## Digests and feeds

## Media
nav-media = Medios
media-want = Sin descripción
media-wanting = { $n ->
    [0] Todo lo que se está escribiendo tiene sus descripciones.
    [one] Un archivo de los borradores no tiene descripción.
   *[other] { $n } archivos de los borradores no tienen descripción.
}
alt-how = Diga en una o dos frases qué se perdería quien no lo ve o no lo oye: qué muestra, qué palabras contiene, para qué está.
what-it-shows = Qué muestra
media-all = Todos los medios de los borradores
media-find = Palabras del borrador, la descripción, la autoría o la fuente
media-none = No se encuentra ninguno.
media-no-alt = Nadie ha dicho qué muestra.

## Tokens and webhooks
tokens = Tokens para programas
tokens-how = Un programa con un token hace en su nombre lo que el token permite, y nunca más de lo que usted mismo puede.
token-made = El token nuevo
shown-once = Solo se muestra esta vez; guárdelo donde el programa lo encuentre.
no-tokens = No ha dado ninguno.
token-until = Válido hasta
token-used = usado por última vez
token-unused = nunca usado
token-end = Terminar
token-make = Crear un token
token-name = Para qué es
token-scopes = Qué permite
token-days = Para cuántos días
scope-read = leer borradores, la agenda y el registro
scope-write = escribir borradores y comentarios
scope-review = aprobar y rechazar
scope-publish = programar, publicar, retirar, el freno
scope-keep = normas, personas y webhooks
webhooks = Webhooks
webhooks-how = Cada dirección recibe, por orden y con firma, lo que se registra. Si falla, se vuelve a intentar cada vez más tarde.
webhook-secret = Con qué se firman sus peticiones
no-webhooks = No hay ninguno.
webhook-cursor = Tiene todo hasta la entrada { $seq }.
webhook-failed = { $n ->
    [one] Falló una vez:
   *[other] Falló { $n } veces:
}
webhook-next = Próximo intento:
webhook-remove = Quitar
webhook-add = Añadir un webhook
webhook-address = Su dirección

## Mirrors, routes and the Ledger
nav-mirrors = Espejos
nav-routes = Rutas
nav-ledger = Libro de gastos
nav-settings = Ajustes
label-line = { $label }: { $words }
seek = Buscar
what-goes-on = Qué se transmite y cómo
keep-warning-lines = Dejar en el texto una primera línea como «CW: comida», en vez de tomarla como advertencia de contenido
visibility-everywhere = En las cronologías públicas
visibility-profiles = Solo en las cronologías de quienes siguen y en los perfiles
mirrors-how = Cuentas y canales que se republican aquí como actores del fediverso. Cualquiera en el fediverso puede seguirlos.
mirrors-seek = Buscar por nombre o fuente
mirrors-which = Qué espejos
mirrors-active = se leen
mirrors-failing = con fallos
mirrors-paused = en pausa
mirrors-ended = terminados
mirrors-none = No hay ninguno.
mirrors-more = Más espejos
mirror-active = se lee
mirror-reading = se está leyendo por primera vez
mirror-failing = con fallos
mirror-paused = en pausa
mirror-ended = terminado
mirror-last-read = Última lectura:
mirror-next-read = próxima lectura:
mirror-never = todavía nunca
mirror-failed = { $n ->
    [one] La última lectura falló:
   *[other] Las últimas { $n } lecturas fallaron:
}
posts-here = { $n ->
    [one] { $n } publicación
   *[other] { $n } publicaciones
}
followers-here = { $n ->
    [one] { $n } seguidor
   *[other] { $n } seguidores
}
mirror-add = Añadir un espejo
mirror-add-how = Escriba la dirección de un canal, o x:NOMBRE para una cuenta de X. Primero se comprueba; lo que tenga se lee después en segundo plano, y nada antiguo se envía a nadie.
mirror-add-archive = Los archivos exportados se añaden en el servidor, desde la línea de órdenes:
mirror-source = Fuente
mirror-handle = Nombre aquí; si se deja vacío, se toma del de la fuente
mirror-basis = Con qué fundamento
basis-own = Es una cuenta de quienes administran este servidor
basis-consent = Su titular dio su consentimiento
basis-other = Ni lo uno ni lo otro
basis-note = Cómo y cuándo se dio el consentimiento; la página del espejo lo dice
basis-note-missing = Hay que decir cómo y cuándo se dio el consentimiento.
mirror-replies = Respuestas
mirror-replies-all = Hilos y respuestas a otras personas
mirror-replies-own = Solo los hilos propios de la cuenta
mirror-none = Ninguna
mirror-reposts = Republicaciones
mirror-reposts-link = Un impulso si el original está aquí; si no, sus palabras con autoría y enlace
mirror-reposts-boost = Solo como impulso
mirror-visibility = Quién ve las publicaciones
mirror-language = Idioma de las publicaciones que no dicen el suyo
mirror-without = Sin
mirror-without-lines = Omitir las publicaciones con alguna de estas palabras o #etiquetas, una por línea
mirror-sensitive = Ocultar todos los medios hasta que se pidan
mirror-handle-taken = El nombre @{ $handle } está ocupado; elija otro.
mirror-no-handle = Del nombre «{ $name }» no se puede formar uno; elija uno.
mirror-busy = Se está leyendo en este momento; vuelva a mirar en unos minutos.
mirror-no-x = Aquí no se puede leer X: hay que dar a x_bearer_token el token de la aplicación, de la consola de desarrollo de X.
mirror-name = Nombre
mirror-reads = Lee
mirror-has = Tiene
mirror-readings = Lecturas
mirror-progress = Leídas { $done } de { $total }.
mirror-done = { $n ->
    [one] Leída una.
   *[other] Leídas { $n }.
}
mirror-refresh = Leer ahora
mirror-pause = Pausar
mirror-resume = Reanudar
mirror-pause-how = En pausa no se lee su fuente. Lo que hay aquí se queda y se puede seguir.
mirror-resume-how = Al reanudarlo, se vuelve a leer su fuente. Lo escrito entretanto se incorpora y no se envía.
mirror-remove = Quitar este espejo
mirror-remove-how = { $n ->
    [one] Esto lo termina para siempre: sus publicaciones desaparecen aquí y en todos los servidores que lo conocen, su único seguidor lo pierde, su dirección responde que ya no está, y su nombre no se vuelve a usar.
   *[other] Esto lo termina para siempre: sus publicaciones desaparecen aquí y en todos los servidores que lo conocen, sus { $n } seguidores lo pierden, su dirección responde que ya no está, y su nombre no se vuelve a usar.
}
mirror-remove-why = Motivo, tal como lo dirá su página
mirror-remove-confirm = Escriba su nombre, { $handle }, para continuar
mirror-remove-wrong = No se ha quitado nada: ese no es su nombre, { $handle }.
said-mirror-added = Ya está aquí y se puede seguir. Se está leyendo; vuelva a mirar dentro de un rato.
said-mirror-looking = La fuente tarda y todavía se está comprobando. El espejo aparecerá aquí cuando se pueda leer; si no se puede, el registro dirá por qué.
said-mirror-read = Se ha leído.
said-mirror-reading = Se está leyendo; vuelva a mirar dentro de un rato.
said-mirror-removed = Se ha quitado. Se está avisando a los servidores que lo conocen.
deed-mirror-added = añadió
deed-mirror-not-added = no pudo añadir
deed-mirror-paused = pausó
deed-mirror-resumed = reanudó
deed-mirror-refreshed = hizo leer
deed-mirror-removed = quitó
deed-route-added = creó
deed-route-changed = cambió lo que pasa por
deed-route-paused = pausó
deed-route-resumed = reanudó
deed-route-removed = quitó
routes-how = Lo que se publica en un lugar se publica en otro. Cada ruta tiene sus propias reglas sobre qué pasa y cómo.
routes-none = Todavía no hay ninguna.
routes-more = Más rutas
route-goes-to = a
route-active = en marcha
route-paused = en pausa
route-unread = No se puede leer donde empieza:
route-lately = En una semana:
route-published = { $n ->
    [one] { $n } publicada
   *[other] { $n } publicadas
}
route-skipped = { $n ->
    [one] { $n } omitida
   *[other] { $n } omitidas
}
route-failed = { $n ->
    [one] { $n } fallida o fuera de plazo
   *[other] { $n } fallidas o fuera de plazo
}
route-waiting = { $n ->
    [one] { $n } en espera
   *[other] { $n } en espera
}
route-make = Crear una ruta
route-make-how = Lleva lo que se publique desde ahora. Se puede probar qué haría con publicaciones pasadas antes de publicar nada: se pausa y se prueba.
route-no-accounts = Primero hay que conectar una cuenta en la que publicar.
route-from = Desde
route-from-feed = Un canal
route-feed = Dirección del canal, si empieza en uno
route-to = A
route-no-end = Elija dónde empieza la ruta y dónde termina.
route-no-feed = Escriba ahí la dirección de un canal; las cuentas se eligen en la lista.
route-slow = Ha tardado demasiado. Inténtalo de nuevo en un momento.
route-no-number = «{ $words }» no es un número.
route-quiet-wrong = Escriba las horas de silencio como 22:00 y 07:00.
route-makes = Qué se hace con sus publicaciones
route-makes-publications = se publican
route-makes-drafts = se vuelven borradores que alguien revisa
route-replies = Respuestas
route-replies-own = Los hilos propios de la cuenta
route-replies-all = Hilos, y respuestas a otras personas con un enlace a lo respondido
route-left = Se quedan
route-kept = Como está ahora
route-reposts = Republicaciones
route-reposts-link = Republicar si el original está allí; si no, sus palabras con autoría y enlace
route-reposts-boost = Solo como republicación
route-quotes = Citas de lo que no está allí
route-quotes-link = Las palabras propias, lo citado y un enlace
route-visibility = Quién ve las publicaciones
route-warnings = Advertencias de contenido, donde la red no las conoce
route-warnings-usual = Lo habitual: un enlace en X, una línea en Bluesky
route-warnings-link = La advertencia y un enlace al original
route-warnings-line = La advertencia como primera línea
route-sensitive-media = Medios sensibles, donde la red no puede marcarlos
route-media-link = Un enlace al original en su lugar
route-media-unmarked = Se llevan sin marcar
route-over-long = Palabras que exceden el límite de una publicación
route-thread = Un hilo
route-cut = Una publicación recortada, con enlace al original
route-attribution = Qué dice de dónde viene una publicación
route-attribution-link = Un enlace al original
route-attribution-via = Una línea «via @cuenta@servidor»
route-edits = Tras una edición en la fuente
route-edits-edit = Una edición, donde la red lo permite
route-edits-again = La publicación se borra y se publica de nuevo; se pierden sus respuestas
route-edits-note = Una edición donde la red lo permite; si no, una respuesta que dice cómo queda
route-deletes = Tras un borrado en la fuente
route-deletes-follow = También se borra allí
route-deletes-leave = Se queda allí
route-no-unlisted = Dejar las publicaciones no listadas en su fuente
route-sensitive = Tratar todos los medios como sensibles
route-no-mentions = No mencionar a nadie: escribir cada mención como texto
route-keep-stray-links = Dejar a X palabras como main.rs, que las convierte en enlaces y cobra su precio
route-keep-tracking = Dejar parámetros como utm_source en los enlaces
route-with = Solo con
route-without = Sin
route-with-lines = Solo publicaciones con alguno de estos: palabras, #etiqueta, lang:de o cw, uno por línea
route-without-lines = Ninguna publicación con alguno de estos, uno por línea
route-opt-out-lines = Marcas con las que se retiene una publicación concreta, una por línea
route-footer = Palabras tras cada publicación
route-pace = Cuándo
route-delay = Segundos de espera; lo que se borre entretanto no pasa nunca
route-a-day = Máximo de publicaciones al día
route-quiet = Horas de silencio
route-brake = Se pausa sola al llegar a publicaciones/minutos
route-brake-posts = Pausarla con tantas publicaciones
route-brake-minutes = en tantos minutos
route-old-posts = Llevar también tantas publicaciones anteriores
route-usual = Las reglas habituales
route-since = Lleva lo publicado desde
route-try = Probarla con publicaciones pasadas
route-tried = Qué sería de las últimas publicaciones
route-tried-how = Nada de esto se publica.
route-tried-none = No hay publicaciones pasadas que probar.
route-would-stay = Se quedaría:
route-pause = Pausar
route-resume = Reanudar con lo retenido
route-resume-without = Reanudar sin ello
route-change = Cambiar lo que pasa
route-change-how = Vale para lo que se publique desde ahora.
route-remove = Quitar esta ruta
route-remove-how = Ya no pasa nada por ella. Lo que publicó se queda.
said-route-made = La ruta está creada.
said-route-removed = La ruta se ha quitado. Lo que publicó se queda.
ledger-how = Lo que han consumido y costado las llamadas medidas. Cada llamada se reserva aquí antes de hacerse. Cualquiera puede leer las proporciones, sin importes:
ledger-access = Acceso a X: { $access }. A fecha de
ledger-alarms = Lo que escasea
ledger-grave = Se rechazan llamadas:
ledger-unmetered = Todavía no se ha llamado a nada medido.
ledger-month = El mes { $month }
ledger-what = Qué
ledger-much = Cuánto
ledger-none = ninguno
ledger-budget = Concedido
ledger-spent = Gastado
ledger-reserved = Reservado
ledger-left = Queda
ledger-share = Proporción usada
ledger-forecast = Previsión para su final
ledger-posts = Publicaciones leídas, de las que X permite
ledger-of = { $part } de { $whole }
ledger-open = Reservas abiertas
ledger-paced = Los espejos pedidos por cualquiera esperan hasta
ledger-half = La mitad de las publicaciones de un día se leyó en
ledger-most = 95 de cada cien en
ledger-half-short = La mitad en
ledger-most-short = 95 % en
ledger-holds = Credenciales que por ahora no llaman
ledger-until = hasta
ledger-windows = Este cuarto de hora
ledger-no-windows = En el último cuarto de hora no se ha consultado X.
ledger-credential = Credencial
ledger-call = Llamada
ledger-used = Usadas
ledger-credentials = Lo que cuesta cada cuenta
ledger-when = Cuándo
ledger-this-month = este mes
ledger-today = hoy
ledger-calls = Llamadas
ledger-failed = Fallidas
ledger-charged-posts = Publicaciones
ledger-charged-accounts = Cuentas
ledger-cost = Coste
ledger-days = Día a día
ledger-plan = Cómo se leen las cuentas de X reflejadas, y qué requiere, se dice en la línea de órdenes:

## Settings
settings-how = Cómo está configurado este servidor y dónde se dice. Se cambia allí y vale desde el próximo arranque; la línea de órdenes cuenta más que el entorno, y este más que el archivo. Los secretos no se muestran.
brake-all = Freno de emergencia para todas las cuentas
brake-all-how = Detiene de una vez todo lo que va a salir hacia cualquier cuenta, desde la redacción y por rutas. La lectura y los espejos siguen, y lo publicado se puede borrar.
brake-all-pull = Detenerlo todo
brake-all-pulled = { $who } lo ha detenido todo,
brake-all-then = Al desactivarlo sale lo que debía salir entretanto y aún está en plazo; lo demás queda fuera de plazo. Los frenos y pausas de cuentas y rutas concretas siguen como están.
brake-all-release = Reanudarlo todo
said-all-stopped = Todo está detenido.
said-all-goes-on = Todo sigue en marcha.
doctor = ¿Va todo bien?
doctor-how = Revisa dirección, base de datos, medios, WebFinger, reloj, fuentes y llamadas medidas, tal como se ven desde fuera, y dice qué hacer. Tarda un momento.
doctor-look = Revisar ahora
doctor-slow = Tarda más, o alguien está revisando ahora. Inténtalo dentro de un rato, o ejecuta mimus doctor en el servidor.
doctor-well = bien
doctor-mind = atención
doctor-ill = mal
settings-server = Este servidor
settings-desk = Inicio de sesión y correo
settings-x = X y su presupuesto
settings-bounds = Límites
settings-storage = Dónde se guarda todo
settings-node = Este nodo
setting-hidden = configurado, no se muestra
setting-unset = sin configurar
setting-from-command-line = de la línea de órdenes: { $flag }
setting-from-environment = del entorno: { $variable }
setting-from-file = del archivo { $path }
setting-from-default = el valor por defecto
nodes = Nodos en marcha
nodes-how = Los procesos que comparten esta base de datos y de los que se ha sabido hace segundos.
node-since = desde
setting-public-url = La dirección por la que se llega a este servidor; parte del nombre de cada espejo
setting-listen = La dirección y el puerto en que escucha
setting-data = La carpeta de la base de datos y los medios
setting-database-url = La base de datos
setting-allow-private-addresses = Si se consultan direcciones privadas: solo para pruebas y redes cerradas
setting-authorized-fetch = Si los documentos de ActivityPub se dan solo a peticiones firmadas
setting-inbox-rate = Peticiones por minuto que puede enviar un servidor
setting-name = Cómo se llama este sitio
setting-description = Lo que dice de sí mismo
setting-operator = Quién lo mantiene, como dicen los espejos
setting-operator-url = Dónde están en la web
setting-contact = Cómo contactar
setting-source-code = Dónde está el código fuente de lo que funciona aquí
setting-media-budget-mib = Mebibytes de medios por encima de los cuales se sueltan los recuperables
setting-media-file-mib = Mebibytes de un archivo de medios
setting-roles = Qué hace este nodo
setting-log = Qué se anota
setting-log-format = Cómo se anota
setting-secret-key-file = La clave que sella las credenciales de las cuentas; si no, secret.key en la carpeta de datos
setting-oidc-issuer = Otro servidor con el que se inicia sesión
setting-oidc-name = Cómo se le llama
setting-oidc-client-id = Con qué nombre conoce a este servidor
setting-oidc-client-secret-file = El archivo con el secreto que dio
setting-oidc-kind = Cómo habla
setting-smtp-url = El servidor de correo de los resúmenes
setting-smtp-from = De dónde viene el correo
setting-x-base-url = Dónde está la API de X
setting-x-bearer-token = El token de su aplicación en X; sin él no se lee X
setting-x-client-id = Con qué nombre su aplicación conecta cuentas de X
setting-x-client-secret = Su secreto, si lo tiene
setting-x-owner = La cuenta de X a la que pertenece la aplicación, cuyas publicaciones cuestan menos
setting-x-consumer-secret = Con qué se acreditan entre sí X y el webhook de este servidor
setting-x-activity = Si se pide a X que envíe lo que hacen las cuentas
setting-x-lists = Si se pueden poner cuentas en listas de una cuenta conectada
setting-x-unfollowed-days = Días durante los que se lee un espejo de X que nadie sigue; 0, siempre
setting-x-mirrors = Quién puede añadir espejos de X
setting-x-open-per-day = Espejos de X que se crean al día sin decisión de la administración
setting-x-open-per-server = De ellos, los que puede pedir un servidor
setting-x-budget = Dólares que pueden costar al mes las llamadas a X
setting-x-budget-warn = A qué porcentaje se da la alarma

## Drafts from routes

## Removals
removal = Esto debe borrarse en sus redes
removal-asked-by = { $name } lo pidió, { $time }:
removal-ask = Pedir que se borre
removal-approve = Aprobar el borrado
removal-refuse = Rechazar el borrado
removal-withdraw = Retirar la petición
removal-how = Donde la carta pide revisores, uno de ellos debe aprobar el borrado antes. Quien lo pide no lo revisa.
delete-at-once = Borrar ahora mismo
removals = Por borrar
said-removal-asked = Pedido. Los revisores lo ven en su lista.
ruled-removal-approved = Aprobó el borrado
ruled-removal-refused = Rechazó el borrado
deed-removal-asked = pidió borrar lo publicado de
deed-removal-approved = aprobó borrar lo publicado de
deed-removal-refused = rechazó borrar lo publicado de
deed-removal-withdrawn = retiró la petición de borrar lo publicado de

## Counting and previews
count-line = { $account }: { $lengths }
lengths = Longitud en cada cuenta
speaks-answers = Responde a
speaks-quotes = Cita
speaks-boosts = Impulsa

## OpenID Connect
sign-in-with = Entrar con { $name }
entered = Hecho
go-on = Continuar
identities = Con qué más se entra
identity-add = Añadir la cuenta en { $name }
identity-remove = Quitar
deed-person-identity-added = entra también mediante otro servidor
deed-person-identity-removed = quitó otro servidor con el que entraba

## Borradores de rutas

came-by-route = Llegó por la ruta { $route } desde { $source }
deed-draft-came = hizo un borrador de lo que trajo una ruta
deed-draft-followed = hizo que un borrador siguiera a su publicación

## Tarjetas de páginas enlazadas

card-of = Así mostrarán los servidores { $host } muy probablemente
card-unknown = { $host } aún no se ha consultado
card-none = Sin tarjeta para { $host }: { $reason }
card-status = su servidor responde { $status }
card-no-title = la página no tiene título
card-no-page = no es una página web
card-too-large = la página supera los 512 KiB que se leen
card-slow = su servidor tardó más de cinco segundos
card-away = su servidor no está disponible o no se le puede preguntar
card-no-alt = La imagen de la página no tiene descripción
cards-show = Mostrar tarjetas de las páginas enlazadas
cards-looking = Consultando las páginas enlazadas…
cards-later = Las páginas enlazadas no se pudieron consultar ahora; inténtalo de nuevo en un minuto
## Errors and checks
e-broken = Algo ha fallado aquí. Inténtalo de nuevo dentro de un momento.
e-not-found = Eso no existe aquí, o no le corresponde verlo.
e-may-not-read = No tiene ningún papel en esta cuenta.
e-may-not-propose = No puede proponer para esta cuenta.
e-may-not-comment = No puede comentar aquí.
e-may-not-edit = Este borrador es de otra persona; pueden cambiarlo quienes editan y quienes publican.
e-may-not-review = Solo puede decidir quien revisa para todas las cuentas a las que va.
e-may-not-publish = Solo quienes publican pueden programar, publicar y retirar.
e-may-not-brake = Solo quienes publican o revisan pueden tirar del freno.
e-may-not-engage = Solo pueden responder quienes atienden o publican.
e-may-not-keep = Solo quienes administran pueden hacerlo.
e-scope = El token no tiene el alcance { $scope }. Pida con uno que lo tenga.
e-not-connected = La cuenta { $account } no está conectada.
e-state = Eso no se hace con un borrador en este estado: { $state }.
e-changed = Se ha cambiado entretanto. Mire lo que dice ahora y decida después.
e-blocked = La carta no lo deja salir: { $why }
e-refused = Quien revisa ha rechazado lo que dice. Cámbielo o pregúntele.
e-own-words = Quien lo escribió, o escribió lo último, no lo revisa. Debe mirarlo otra persona.
e-no-reason = Diga por qué: el motivo acompaña al rechazo.
e-stopped = La plantilla está detenida: { $why }. Guárdala de nuevo primero.
e-link = Este enlace ya se usó o ha caducado. Pida otro.
e-wrong = El nombre o la contraseña no son correctos.
e-code = Este código no vale, o ya no vale. Use el siguiente que muestre su dispositivo.
e-too-late = Iniciar sesión ha tardado demasiado. Empiece de nuevo.
e-other-key = Esto se selló con otra clave o para otra cosa. Empiece de nuevo o pida un enlace nuevo a quien administra.
e-no-mail = Este servidor no envía correo. Quien lo gestiona puede definir smtp_url y smtp_from.
e-not-by-hand = No hay nada que hacer a mano con esto. Mire cómo está.
e-password = Una contraseña tiene de 12 a 200 caracteres. Cuatro palabras seguidas son una buena.
e-name = Un nombre tiene de 2 a 40 letras, cifras, puntos o guiones, y empieza con una letra.
e-name-taken = El nombre { $name } ya es de alguien.
e-wants-code-off = Ya se pide un código. Desactívelo primero.
e-wants-fewer-webhooks = Hay 50 webhooks. Quite uno primero.
e-wants-fewer-templates = Hay 500 plantillas. Quite una primero.
e-wants-fewer-tokens = Tienes 50 tokens. Termina uno que ya no se use.
e-wants-fewer-identities = Ya tiene diez. Quite una primero.
e-wants-template-name = Una plantilla necesita un nombre, de 100 letras como máximo.
e-wants-template-accounts = Elija al menos una cuenta a la que vayan sus borradores.
e-wants-template-words = Escriba lo que deben decir sus borradores.
e-wants-confirmed-address = Confirme primero su dirección: se le envió un enlace.
e-wants-token-name = Póngale un nombre al token, para saber después para qué es.
e-wants-token-scopes = Elija al menos una cosa que permita el token.
e-wants-another-keeper = Nadie se da de baja a sí mismo. Puede hacerlo otra persona que administre.
e-wants-accounts = Elija al menos una cuenta a la que vaya.
e-wants-words = Escriba lo que hay que decir.
e-wants-description = Escriba lo que muestra.
e-wants-comment = Escriba lo que tenga que decir.
e-language = «{ $tag }» no es un idioma. Escríbelo como en o pt-BR.
e-slot = «{ $line }» no es un hueco. Escriba días y una hora, como «Mon-Fri 09:30» o «Sat, Sun 11:00».
e-slots-many = Se guardan 100 huecos como máximo.
e-weekdays = Elija al menos un día de la semana.
e-month-day = { $day } no es un día del mes. Elija de 1 a 31.
e-nth = Ningún mes tiene un día de la semana número { $nth }. Elija del primero al quinto, o el último.
e-lead = Un borrador se hace como máximo { $most } horas antes de su hora, no { $hours }.
e-zone = «{ $zone }» no es una zona horaria. Escriba una como Europe/Berlin o UTC.
e-hour = Las { $hour } en «{ $zone }» no es una hora. Escriba una hora de 0 a 23 y una zona como Europe/Berlin o UTC.
e-time = «{ $time }» no es una hora. Escríbela como 2026-11-23T18:30.
e-no-time = Elija una hora.
e-time-of-day = Escriba la hora del día como 09:00.
e-quiet-hours = Escriba las horas de silencio como 22:00 y 07:00.
e-slot-days = Los días de un hueco van de 1, lunes, a 7, domingo.
e-topic = Escriba un tema como su aviso, dos puntos y las palabras por las que se reconoce: «Guerra: guerra, bombardeo».
e-alt-text = «{ $line }» no es un texto alternativo en otro idioma. Escriba una línea como «de: Ein Turm am Hafen».
e-post-address = «{ $address }» no es la dirección de una publicación.
e-window = Puede salir desde una hora hasta otra posterior.
e-window-over = Su plazo ha pasado, y con él sus aprobaciones. Elija otro.
e-time-over = Esa hora ya ha pasado. Elija una posterior.
e-too-far = Eso es dentro de más de un año. Elija una hora anterior.
e-outside-window = Eso queda fuera del plazo aprobado.
e-no-slot = Las cuentas no tienen huecos, o ninguno libre en todas. Defina alguno o elija una hora.
e-token-over = El token ya habría terminado. Elija una hora posterior.
e-token-long = Un token vale un año como máximo. Elija un final anterior.
e-token-of-token = El token que pide termina el { $time }, y también lo que haga.
e-already-connected = { $account } ya está conectada.
e-handle-x = El identificador es un nombre en X, como wikipedia.
e-handle-mastodon = El identificador es nombre@servidor, como town@social.example.
e-handle-bluesky = El identificador es un nombre en Bluesky, como town.bsky.social.
e-handle-elsewhere = El nombre tiene de 1 a 100 caracteres sin espacios, como announce-list.
e-handle-none = No se publica nada en canales ni archivos.
e-nothing-to-try = La publicación está así: { $state }. Solo se reintenta lo que espera, falló, está en parte o no se sabe.
e-nothing-to-settle = Se sabe qué fue de la publicación. No hay nada que aclarar.
e-nothing-to-delete = La publicación ya está borrada, o lo estará.
e-address = Eso no es una dirección.
e-address-none = «{ $address }» no es la dirección de una página. Empiece por https://.
e-address-scheme = «{ $address }» no lleva a ninguna página: escriba http o https.
e-address-password = La dirección de { $address } lleva un nombre o una contraseña. Quítalos.
e-address-long = Una dirección tiene { $most } letras como máximo.
e-address-not-allowed = No se puede consultar esa dirección: no es de la web pública.
e-address-elsewhere = El enlace es uno de { $wanted }; este es de { $found }.
e-address-taken = { $address } es de otra publicación. Dé el enlace de esta.
e-address-missing = Dé el enlace en el que está allí.
e-address-mail = «{ $address }» no es una dirección de correo. Escriba una como ana@example.org.
e-not-sent = No se pudo enviar la carta. El servidor de correo dice: { $why }
e-media-kind = Esto no es una imagen, vídeo o sonido de los que se guardan: JPEG, PNG, GIF, WebP, MP4, WebM, MP3, Ogg, M4A.
e-media-large = El archivo supera los { $most } MiB que se guardan.
e-media-broken = La imagen no se puede leer.
e-media-unread = No se pudo leer el archivo. Envíalo de nuevo.
e-media-folder = No se pudo guardar el archivo. Inténtalo de nuevo dentro de un momento.
e-media-gone = Falta uno de sus medios. Súbelo de nuevo.
e-too-long = { $what }: { $lengths }.
e-lengths = { $length } caracteres; se guardan { $most } como máximo
e-too-many = { $what }: un borrador tiene { $most } como máximo.
piece-text = El texto
piece-version = Una versión
piece-warning = El aviso de contenido
piece-alt = Un texto alternativo
piece-author = Una autoría
piece-licence = Una licencia
piece-source = Una fuente
piece-media = Medios
piece-options = Opciones de una encuesta
piece-option = Una opción de la encuesta
piece-other = Una parte
e-poll = Una encuesta necesita al menos dos opciones distintas, ninguna vacía, y de 5 minutos a 30 días.
e-identity-other = Esta respuesta no es de ninguna pregunta de los últimos diez minutos. Empiece de nuevo.
e-identity-unknown = Nadie inicia sesión aquí como { $name } de { $issuer }. Entre de otro modo y añádalo primero en su página.
e-identity-taken = { $name } ya está añadido a otra persona aquí.
e-issuer-unreachable = Ahora no se puede preguntar a { $issuer }. Inténtalo de nuevo dentro de un momento. ({ $why })
e-issuer-denied = { $issuer } dice que no: { $why }
e-issuer-unusable = Lo que envió { $issuer } no se puede usar: { $why }
e-no-app = Este servidor no tiene una aplicación en X. Quien lo gestiona define x_client_id con el id de cliente OAuth 2.0 de una.
e-connect-other = Esta respuesta no es de ninguna pregunta de los últimos veinte minutos. Empiece de nuevo.
e-wants-why-stop = Diga por qué debe pararse todo: queda en el registro.
e-wants-new-passkey = Esta clave de acceso ya se conoce aquí.
e-wants-fewer-passkeys = Ya tiene diez claves de acceso. Quite una primero.
e-wants-fewer-servers = Hoy se añadieron personas de demasiados servidores. Pruebe mañana.
e-published-there = Está publicado en una cuenta que falta. Pida primero que se borre.
e-fediverse-handle = Escriba su nombre, como @ana@social.example, o el de su servidor.
e-no-tls = El servidor no tiene TLS: su dirección debe empezar por https.
e-unknown-passkey = Nadie entra aquí con esta clave de acceso. Entre de otro modo y añádala en su página.
e-no-passkeys = En esta dirección no hay claves de acceso: los navegadores piden un nombre y TLS.
e-device-unreadable = Lo que envió su dispositivo no se puede leer. Pruebe otra vez o con otro dispositivo.
e-device-other-deed = Su dispositivo respondió a otro tipo de pregunta. Pruebe otra vez.
e-device-other-challenge = Su dispositivo respondió a otra pregunta. Pruebe otra vez.
e-device-other-site = A su dispositivo le preguntó otro sitio. Abra este servidor en su propia dirección y pruebe otra vez.
e-device-nobody = Su dispositivo no vio que hubiera alguien. Pruebe otra vez.
e-device-not-verified = Su dispositivo no comprobó que fuera usted. Póngale un PIN o una huella y pruebe otra vez.
e-device-key = Su dispositivo hizo una clave de un tipo que aquí no se conoce. Pruebe con otro dispositivo.
e-device-attestation = Su dispositivo envió una declaración que nadie pidió. Pruebe con otro dispositivo.
e-device-signature = Esto no lo firmó esa clave de acceso. Pruebe otra vez.
e-device-counted-back = Esta clave de acceso ha firmado menos veces que antes, como lo habría hecho una copia. Entre de otro modo y quítela.
e-identity-no-server = Nadie entra aquí por { $server }. Entre de otro modo y añada antes su cuenta de allí en su página.
e-identity-server = { $server } no dice quién es usted: { $why }
e-not-from-afar = Desde aquí un espejo lee feed:https://… o x:NOMBRE. Los archivos se añaden en el servidor: mimus mirror add archive:ARCHIVO
e-route-of-the-desk = Esta ruta es la vía propia de la redacción a su cuenta. Se va cuando se desconecta la cuenta.
e-route-by-hand = En { $account } se publica a mano: una ruta solo puede hacer borradores para ella.
e-route-circle = Una ruta de { $account } a sí misma daría vueltas para siempre.
e-route-twice = La ruta { $route } ya va por el mismo camino.
e-route-policy = La ruta no se puede guardar así: { $why }
e-network = La red no lo hizo. Dice: { $why }
e-by-hand = En { $account } se publica a mano: no hay credenciales que usar. Para conectarla, desconéctala primero.
e-not-asked = Nadie ha pedido @{ $name } de X.
e-no-credentials = X no se puede leer aquí sin credenciales. Quien gestiona el servidor define x_bearer_token.
e-mirrored = Ya se refleja aquí, como @{ $name }.
e-mirror-denied = Una regla dice que no se refleja aquí.
e-mirror-denied-why = Una regla dice que no se refleja aquí: { $why }
e-mirror-removed = El espejo @{ $name } se quitó. Otros servidores lo recuerdan, así que su nombre no se usa de nuevo.
e-handle-taken = El identificador @{ $name } está ocupado.
e-mirror-busy = @{ $name } se está leyendo ahora. Inténtalo de nuevo dentro de unos minutos.
e-mirror = No se pudo hacer el espejo. El servidor dice: { $why }
f-not-found = No hay nada en esta dirección.
f-method = Esta dirección no admite ese tipo de petición.
f-mirror-gone = Este espejo se ha quitado. Sus publicaciones ya no están aquí.
f-post-gone = Esta publicación se ha quitado.
f-too-often = Ahora preguntan demasiados. Inténtalo de nuevo dentro de un minuto.
f-slow = Ha tardado demasiado. Inténtalo de nuevo dentro de un momento.
f-unavailable = Este servidor no puede hacerlo ahora. Inténtalo de nuevo dentro de un minuto.
f-title-not-found = No encontrado
f-title-method = No permitido
f-title-gone = Ya no está
f-title-bad = Eso no ha funcionado
f-title-unsigned = Hace falta una firma
f-title-refused = No admitido
f-title-not-now = Ahora no
f-title-broken = Algo ha fallado
f-to-desk = Ir a la redacción
rule-fits = Lo que admite la red
rule-quiet = Horas de silencio
rule-a-day = Publicaciones de un día
rule-said-before = Nada dicho dos veces
c-no-alt = El medio { $number } no tiene texto alternativo. Diga lo que muestra a quienes no lo ven.
c-unwarned = Habla de algo de lo que esta cuenta avisa. Escriba «{ $warning }» como aviso de contenido.
c-run-together = #{ $tag } pueden ser varias palabras. Empiece cada una con mayúscula, como en #WikiLovesMonuments.
c-in-disguise = «{ $words }» no son letras. Escriba «{ $plain }».
c-stranger = @{ $name } no está en el directorio. Mire si es quien se quiere nombrar.
c-no-language = No hay idioma puesto. Ponlo, para los lectores de pantalla y para quienes filtran por él.
c-other-language = Está en { $language }, y aquí se habla: { $spoken }.
c-empty = Todavía no dice nada.
c-not-taken = { $network } no lo admitiría: { $why }
c-said-before = Las mismas palabras se publicaron allí el { $day }.
c-quiet = En las horas de silencio no sale nada. Elija otra hora.
c-too-many = En las 12 horas alrededor ya salen: { $others }. Acordadas por día: { $most }.
w-cut = Demasiado largo para una publicación: se corta, con un enlace al original.
w-alt-cut = El texto alternativo del medio { $number } se corta a los { $most } caracteres.
w-medium-linked = El medio { $number } no se puede llevar: en su lugar va un enlace al original.
w-medium-lost = El medio { $number } no se puede llevar, y no hay dirección a la que enlazar.
w-sensitive-linked = Los medios sensibles no se pueden marcar allí: en su lugar va un enlace al original.
w-sensitive-unmarked = Los medios sensibles no se pueden marcar allí y van sin marca.
w-warning-in-text = Esa red no tiene avisos de contenido: va encima del texto.
w-warning-linked = Esa red no tiene avisos de contenido: va solo, con un enlace al original.
w-warning-cut = El aviso de contenido es demasiado largo y se corta.
w-quote-as-text = La cita no puede serlo allí: va en el texto.
w-poll-as-text = La encuesta no puede serlo allí: va en el texto.
w-reply-unknown = Aquello a lo que responde no está allí.
w-repost-as-text = Lo que impulsa no está allí: en su lugar van sus palabras y su enlace.
w-stray-link = Esa red haría un enlace de «{ $words }»: un carácter invisible lo evita.
w-listed = No está listado, lo que esa red no conoce: allí es público.
s-empty = no hay nada que leer o ver.
s-reply = es una respuesta, que la cuenta omite.
s-repost = es un impulso, que la cuenta omite.
s-repost-not-there = lo que impulsa no está allí.
s-quote = lo que cita no está allí.
s-filtered = contiene «{ $word }», que se deja fuera.
s-unwanted = no contiene nada de lo que se pide.
s-opted-out = contiene { $mark }, con lo que se mantiene fuera de allí.
s-only-mentions = solo tiene menciones y ninguna palabra.
s-unlisted = no está listado, y allí solo va lo público.
s-warned = tiene un aviso de contenido, que esa red no conoce.
s-warned-without-address = solo podría ir su aviso de contenido, y no hay dirección a la que llevar.
s-nothing-left = nada de ello se puede mostrar allí, y no tiene dirección a la que llevar.
e-not-approved = { $n ->
    [one] Antes debe aprobarlo una persona más.
   *[other] Antes deben aprobarlo { $n } personas más.
}
e-wait = { $n ->
    [one] Demasiados intentos fallidos. Inténtalo de nuevo dentro de un minuto.
   *[other] Demasiados intentos fallidos. Inténtalo de nuevo dentro de { $n } minutos.
}
c-bullets = { $n ->
    [one] Una línea empieza con un emoji, cuyo nombre se lee en voz alta cada vez. Empiécela con una palabra.
   *[other] { $n } líneas empiezan con un emoji, cuyo nombre se lee en voz alta cada vez. Empiécelas con una palabra.
}
w-split = { $n ->
    [one] Cabe en una publicación.
   *[other] Es más de lo que cabe en una publicación: un hilo de { $n }.
}
w-poll-time = { $n ->
    [one] La encuesta está abierta allí un minuto.
   *[other] La encuesta está abierta allí { $n } minutos.
}

## Servers, requests, connecting accounts
servers-how = Cada servidor con seguidores aquí y cómo van las entregas. Al que falla se le reintenta solo, cada vez más tarde, hasta cada doce horas; a los treinta días se da de baja.
server-well = en orden
server-failing = con fallos
server-retired = de baja
server-deliveries = entregas en espera
servers-oldest = Lo que más espera se escribió el
servers-which = Qué servidores
servers-failing = Con fallos
servers-retired = De baja
server-taken = aceptadas: { $number }
server-refused = rechazadas: { $number }
server-failed = fallidas: { $number }
server-last = Última entrega:
server-never = nunca
server-next = Próximo intento:
server-retry = Intentar ahora
server-again = Entregar de nuevo
server-retire = Dar de baja
server-retire-how = No se le entrega nada más y se despide a sus seguidores.
servers-more = Más servidores
servers-nodes = Nodos en marcha
requests-title = Espejos que se piden
requests-how = Las condiciones de X prohíben difundir publicaciones de otros sin su permiso: acepte lo suyo o lo acordado.
request-first = primero por { $name }
request-accept = Aceptar
request-why = Por qué, tal como lo puede leer quien pide
accounts-title = Cuentas conectadas
accounts-how = Cuentas propias, entre las que las rutas llevan publicaciones. Sus credenciales están selladas aquí, se comprueban cada día y no se muestran a nadie.
account-on-x = en X
account-at = en { $host }
account-takes = admite { $most } caracteres y { $pictures } por publicación
account-checked = Comprobada
account-anew = Conectar de nuevo
account-disconnect = Desconectar
account-disconnect-how = Sus credenciales se devuelven y se olvidan, y sus rutas se detienen. Lo publicado se queda.
account-connect = Conectar una cuenta
account-where = En el fediverso: su identificador o su servidor
account-connect-x = Conectar una cuenta de X
account-x-how = Para las cuentas de X, quien gestiona el servidor nombra una aplicación en este ajuste:
connect-title = Dar permiso en { $host }
connect-how = Se le envía a { $host }. Entre allí con la cuenta que se va a conectar y permita a { $site } lo que pide.
connect-asks = No pide más de lo necesario: ver de quién es la cuenta, leer sus publicaciones y publicar, cambiar y borrar publicaciones con sus medios. No pide mensajes, seguidores ni ajustes.
connect-go = Seguir a { $host }
connect-back = Volver a las cuentas
account-said-connected = { $account } está conectada.
account-said-disconnected = { $account } está desconectada aquí, pero no se pudo avisar a su red ({ $why }). Retira el permiso en los ajustes de la propia cuenta.
server-followers = { $n ->
    [one] { $n } seguidor
   *[other] { $n } seguidores
}
server-waiting = { $n ->
    [one] { $n } entrega espera
   *[other] { $n } entregas esperan
}
requests-waiting = { $n ->
    [one] Una petición espera.
   *[other] { $n } peticiones esperan.
}
request-asked = { $n ->
    [one] Pedido una vez
   *[other] Pedido { $n } veces
}
account-routes = { $n ->
    [one] { $n } ruta
   *[other] { $n } rutas
}
account-pictures = { $n ->
    [one] { $n } imagen
   *[other] { $n } imágenes
}
