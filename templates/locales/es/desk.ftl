# La mesa de prensa, en español. Cada mensaje es una frase entera; las cifras y los nombres son sus argumentos.
# $n es un número, $what y $who son textos, $when es un momento ya escrito.

# El marco
frame-skip = Ir a la página
frame-training = PRÁCTICAS: nada sale de este equipo
frame-training-title = PRÁCTICAS
frame-find = Buscar periodista o comunicado
frame-find-go = Buscar
frame-nav = Dateline
frame-noun = { $noun ->
        [today] Hoy
        [releases] Comunicados
        [reporters] Periodistas
        [inbox] Buzón
        [reports] Informes
       *[settings] Ajustes
    }
frame-waits = { $n ->
        [one] { $n } asunto pendiente
       *[other] { $n } asuntos pendientes
    }
frame-title-errors = { $n ->
        [one] ({ $n } cosa por corregir) { $what }
       *[other] ({ $n } cosas por corregir) { $what }
    }
when-away = { $unit ->
        [minutes] { $n ->
            [one] dentro de { $n } minuto
           *[other] dentro de { $n } minutos
        }
        [hours] { $n ->
            [one] dentro de { $n } hora
           *[other] dentro de { $n } horas
        }
        [days] { $n ->
            [one] dentro de { $n } día
           *[other] dentro de { $n } días
        }
       *[now] enseguida
    }
problem-somebody = Alguien
problem-admins = Un administrador
frame-more = Más
frame-help = Ayuda
frame-sign-out = Cerrar sesión
frame-undo = Deshacer
live-lost = La vista en directo se ha interrumpido. El trabajo sigue en el servidor; la página vuelve a mirar cada pocos segundos.
live-lost-count = Ahora no se ha podido contar. Lo que eligió sigue aquí.
live-lost-save = Sin guardar: no hay conexión con el servidor. Deje esta página abierta; lo intenta de nuevo mientras escribe.
live-lost-time = Ahora no se ha podido comprobar la hora.
standing-killed = Todos los envíos están detenidos por orden de { $what }. Esperan { $n } copias; no se pierde nada.
standing-quarantine = Esta base de datos ha cambiado de lugar y no envía nada hasta que alguien lo autorice.
standing-relay-halted = El servidor de salida { $what } está parado. Esperan { $n } copias; no se pierde nada.
standing-no-sender = Ningún proceso de envío está en marcha. Esperan { $n } copias; no se pierde nada.
standing-dkim = El correo de { $what } no se puede firmar. Puede acabar en la carpeta de correo no deseado.
standing-look = Ver qué hacer

# Formularios, listas, errores
form-optional = (opcional)
form-show-password = Mostrar la contraseña
form-leave = Salir sin guardar
copy = Copiar
copied = Copiado
copy-record = Copiar este registro
pages-label = Más de esta lista
pages-said = { $first } a { $last } de { $n }
pages-previous = Anterior
pages-next = Siguiente
pages-csv = Descargar en CSV
bars-share = Proporción
bars-people = Periodistas
errors-title = Todavía falta algo
error-required = Rellene este campo.
error-too-long =
    Acórtelo a { $n ->
        [one] { $n } carácter
       *[other] { $n } caracteres
    }.
error-address = Escriba la dirección como nombre@example.org.
error-address-known = { $what } ya está en la lista. Abra esa ficha.
error-typo-domain = ¿Quería decir { $what }?
error-password-short =
    Use al menos { $n ->
        [one] { $n } carácter
       *[other] { $n } caracteres
    }.
error-password-plain = Use más de un carácter.
error-code-wait = Demasiados intentos. Espere { $n } segundos y escriba el código que se muestre entonces.
error-sign-in = La dirección y la contraseña no coinciden.
error-code = Ese código no es correcto o ha caducado. Escriba el que se muestra ahora.
error-time-past = Esa hora ya ha pasado. Elija otra posterior.
error-time-gap = Ese día no existen las { $what }: se adelantan los relojes. Elija otra hora.
error-time-twice = Ese día las { $what } llegan dos veces: se atrasan los relojes. Diga cuál.
error-time-zone = Diga en qué huso horario.
error-embargo-time = Ponga fecha y hora al embargo.
error-number-typed = Escriba { $n } para confirmar.
error-note = Explique por qué, en una frase.
error-choose = Elija una opción.
error-file = Elija un archivo o pegue las celdas.
error-newsroom = En { $what } no se ha encontrado ningún canal ni lista de noticias.
error-name-taken = Ya existe { $what }.
error-warnings = Marque cada aviso una vez, para que conste que lo ha visto.
error-template = No ha pasado la revisión y no se usa. Lo que escribió sigue aquí.

# Los estados, en palabras
state-draft = Borrador
state-waiting-approval = Pendiente de aprobación
state-returned = Devuelto
state-rejected = Rechazado
state-approved = Aprobado
state-scheduled = Programado
state-holding = Aún se puede detener
state-planning = En preparación
state-sending = Enviando
state-paused = En pausa
state-stopped = Detenido
state-missed = Se pasó su hora
state-withdrawn = Retirado
state-void = Aprobación anulada
state-done = Enviado
state-done-some = { $n ->
        [one] Enviado, { $n } sin entregar
       *[other] Enviado, { $n } sin entregar
    }
state-reporter-active = Activo
state-reporter-paused = En pausa
state-reporter-opted-out = De baja
state-reporter-bounced = Dirección devuelta
state-reporter-unconfirmed = Sin confirmar
state-reporter-not-placed = Sin tema o región
state-waiting = En espera
state-retrying = Se reintenta
state-accepted = Aceptado
state-refused = Rechazado
state-in-doubt = En duda
state-left-out = Excluido
state-bounced = Devuelto después
state-relay-well = Funciona
state-relay-slow = Ralentizado
state-relay-rests = En reposo
state-relay-halted = Parado
state-record-found = Encontrado
state-record-missing = No encontrado
state-record-differs = No coincide
state-key-used = Firma
state-key-next = Siguiente
state-key-old = Retirada
state-template-passed = Revisada
state-newsroom-well = Se lee bien
state-newsroom-quiet = Nada nuevo
state-newsroom-lost = No se puede leer
state-token-valid = Válido
state-token-over = Caducado
state-token-revoked = Revocado
release-kind = { $kind ->
        [release] Comunicado
        [media_advisory] Convocatoria
        [report] Informe
        [statement] Declaración
        [correction] Corrección
        [update] Actualización
       *[withdrawal] Retirada
    }

# Entrar
sign-in-title = Iniciar sesión
sign-in-address = Correo electrónico
sign-in-password = Contraseña
sign-in-go = Iniciar sesión
sign-in-link = Prefiero un enlace por correo
sign-in-languages = Idioma
sign-in-why-over = La sesión se cerró tras un tiempo sin actividad. Su borrador se conserva; volverá a la misma página.
sign-in-why-ended = Su sesión se cerró desde otro lugar.
sign-in-why-page = Inicie sesión para abrir esa página.
sign-in-wait =
    Demasiados intentos. El siguiente será posible dentro de { $n ->
        [one] { $n } segundo
       *[other] { $n } segundos
    }; el enlace por correo funciona ya.
sign-in-link-title = Entrar por correo
sign-in-link-about = Recibirá un enlace que sirve una sola vez, durante 15 minutos.
sign-in-link-go = Enviar el enlace
sign-in-link-sent = Mire su correo
sign-in-link-sent-about = Si la dirección es de alguien del equipo, el enlace ya va de camino. Puede tardar un minuto.
sign-in-link-open = Entrar como { $who }
sign-in-back = Volver a la contraseña
sign-in-code-title = Segundo paso
sign-in-code-again = Confirme que es usted
sign-in-code = Código
sign-in-code-hint = Las seis cifras que muestra ahora su autenticador
sign-in-code-trust =
    Este es mi equipo: no volver a preguntar durante { $n ->
        [one] { $n } día
       *[other] { $n } días
    }
sign-in-code-go = Confirmar
sign-in-code-lost = Si no tiene su autenticador, escriba uno de sus códigos de recuperación.

# Primera vez
set-up-title = Prepare su mesa de prensa
set-up-invited = Usted es { $who } e inicia sesión con { $what }. Elija una contraseña.
set-up-about = Cinco minutos, una sola vez. Todo se puede cambiar después en los ajustes.
set-up-you = Usted
set-up-name = Nombre
set-up-address-hint = Con ella inicia sesión; no se envía correo desde ella.
set-up-office = La oficina
set-up-office-name = Nombre de la oficina de prensa
set-up-office-hint = Los periodistas lo ven como nombre del remitente.
set-up-sender = Dirección del remitente
set-up-sender-hint = De ella sale el correo de prensa. Su dominio necesita una firma; los ajustes explican cómo.
set-up-zone = Huso horario
set-up-zone-hint = Todas las horas de estas páginas se muestran en este huso.
set-up-packs = Regiones con las que más trabaja
set-up-pack = { $what }
set-up-go = Preparar la mesa

# Hoy
today-title = Hoy
today-empty = No hay nada pendiente.
today-empty-next = No hay nada pendiente. Lo próximo: { $what }.
today-first = Primeros pasos
today-first-step = { $step ->
        [relay] Conectar un servidor de salida
        [domain] Demostrar que el dominio es suyo
        [reporters] Traer a sus periodistas
        [newsroom] Conectar su sala de prensa
       *[test] Enviarse una prueba
    }
today-first-done = hecho
today-needs = Le espera
today-need-approve =
    { $who } le pide que apruebe el envío a { $n ->
        [one] { $n } periodista
       *[other] { $n } periodistas
    }.
today-need-returned = { $who } lo ha devuelto: «{ $what }»
today-need-missed = Se pasó su hora y no se envió nada. Decida: enviarlo ahora o a otra hora.
today-need-draft =
    Hay un borrador de { $what } listo para { $n ->
        [one] { $n } periodista
       *[other] { $n } periodistas
    }.
today-need-found = Hay un borrador de { $what } listo: revíselo y envíelo.
today-need-doubt = { $n ->
        [one] { $n } copia está en duda: nadie puede saber si llegó.
       *[other] { $n } copias están en duda: nadie puede saber si llegaron.
    }
today-need-source = La página de { $what } cambió después de hacerse el borrador.
today-need-inquiry = { $who } pregunta y necesita respuesta antes de { $what }.
today-sending = Enviando ahora
today-next = Próximos 7 días
today-next-send =
    Sale para { $n ->
        [one] { $n } periodista
       *[other] { $n } periodistas
    }
today-next-embargo = Termina el embargo
today-recent = Enviados hace poco
today-recent-sent = { $n } de { $of } aceptados
today-recent-failed = { $n } de { $of } aceptados; el informe nombra al resto

# Búsqueda
found-title = Resultados de «{ $what }»
found-reporters = { $n ->
        [0] Periodistas
        [one] { $n } periodista
       *[other] { $n } periodistas
    }
found-releases = { $n ->
        [0] Comunicados
        [one] { $n } comunicado
       *[other] { $n } comunicados
    }
found-all = Ver todos
found-none = Ninguno.

# Problemas
problem-title = { $code ->
        [bad_request] No se ha entendido la petición
        [signed_out] Primero inicie sesión
        [forbidden] Esto no le corresponde
        [returned] Usted lo devolvió
        [not_found] Aquí no hay nada
        [conflict] Alguien se adelantó
        [unreadable] No se ha podido leer
        [too_many] Demasiado a la vez
        [busy] La mesa está ocupada
        [not_set_up] Falta un ajuste
       *[broken] Esta página está rota
    }
problem-why = { $code ->
        [bad_request] Lo que envió el navegador no es lo que esta página pide. Vuelva, cargue la página de nuevo e inténtelo otra vez.
        [signed_out] Su sesión ha terminado. Inicie sesión y volverá a donde estaba.
        [forbidden] Pueden hacerlo: { $what }. Pídaselo a una de esas personas, o pida a un administrador que cambie sus permisos.
        [returned] Usted lo devolvió, así que otra persona hace el cambio y vuelve a pedir la aprobación. Después puede aprobarlo.
        [not_found] Puede que se haya eliminado o que la dirección esté mal escrita.
        [conflict] { $what } lo cambió entretanto. Mírelo tal como está ahora y decida de nuevo.
        [unreadable] Un campo contiene algo que no se puede guardar. Vuelva y revise lo que escribió.
        [too_many] Espere { $n } segundos y continúe.
        [busy] La base de datos está ocupada con otra cosa. Inténtelo de nuevo dentro de { $n } segundos.
        [not_set_up] Quien administra esta máquina tiene que rellenar { $what } en el archivo de ajustes; sin ello no se puede preparar ningún correo.
       *[broken] El error es nuestro. Ha quedado registrado con el número de abajo.
    }
problem-safe = No se ha enviado ni cambiado nada.
problem-go-today = Ir a Hoy
problem-go-back = Volver
problem-go-sign-in = Iniciar sesión
problem-go-again = Intentar de nuevo
problem-reference = Referencia: { $what }

# Una última mirada
confirm-title = { $of ->
        [erase] ¿Borrar a { $what }?
        [undo_import] ¿Deshacer esta importación?
        [left] ¿Se ha ido { $what }?
        [find_same] ¿Quién es la misma persona que { $what }?
        [merge] ¿Unir estas dos fichas?
        [kill] ¿Detener todos los envíos?
        [unkill] ¿Permitir de nuevo los envíos?
        [leave_quarantine] ¿Puede enviar esta base de datos desde aquí?
        [revoke_token] ¿Revocar { $what }?
        [revoke_session] ¿Cerrar esta sesión?
        [remove_officer] ¿Quitar a { $what } del equipo?
        [reset_factor] ¿Quitar el segundo paso de { $what }?
        [delete_segment] ¿Eliminar el segmento { $what }?
        [remove_newsroom] ¿Dejar de consultar { $what }?
        [try_relay] ¿Volver a probar el servidor { $what }?
        [settle_arrived] ¿Dar estas copias por llegadas?
        [settle_again] ¿Enviar estas copias otra vez?
        [restore] ¿Recuperar la versión { $n }?
       *[remove_factor] ¿Quitar el segundo factor?
    }
confirm-about = { $of ->
        [erase] Se borran el nombre, las notas y el historial. Solo queda la dirección, en la lista de aquellas a las que no se escribe, para que nadie vuelva a escribir a { $what } por error.
        [undo_import] Se quitan { $n } personas que llegaron con ella y los campos cambiados recuperan sus valores. Se queda quien haya recibido algo desde entonces.
        [left] Ya no se escribe a esta dirección. Añada a { $what } de nuevo con la nueva.
        [find_same] Indique la dirección de la otra ficha. Todavía no se cambia nada.
        [merge] Su historial, sus temas y sus regiones pasan a ser uno. La otra dirección se conserva y no se le escribe.
        [kill] En menos de un segundo ningún proceso entrega nada a ningún servidor. Lo que espera sigue esperando: { $n } copias.
        [unkill] Empiezan a salir de nuevo las { $n } copias que esperan.
        [leave_quarantine] Se trasladó o se restauró de una copia. Si otra copia también envía, habrá quien reciba el correo dos veces.
        [revoke_token] Desde ahora se rechaza a los programas que lo usan.
        [revoke_session] Quien esté conectado allí tendrá que volver a iniciar sesión.
        [remove_officer] Lo que hizo { $what } queda en el registro. Los comunicados que esperaban su visto bueno pasan a los demás aprobadores.
        [reset_factor] Desde entonces la contraseña de { $what } basta para abrir la mesa, hasta que active otro segundo paso. Se cierran todas sus sesiones, nadie entra por ello y se avisa por correo a todos los administradores.
        [remove_newsroom] Lo nuevo que aparezca allí ya no será borrador. Los { $n } borradores que llegaron de ella se quedan.
        [delete_segment] Los comunicados que lo usaron conservan los destinatarios con que se aprobaron.
        [try_relay] Terminan su parada y sus esperas. Empiezan a salir { $n } copias.
        [settle_arrived] Nadie sabe si llegaron; usted dice que sí. { $n } copias pasan a aceptadas, y consta que lo decidió usted.
        [settle_again] { $n } personas pueden recibir el mismo correo dos veces. Lleva el mismo número, así que muchos programas lo muestran una sola vez.
        [restore] Recuperarla cambia el texto y retira así la aprobación de { $what }. Lo programado no sale; se le vuelve a preguntar.
       *[remove_factor] A partir de entonces bastará su contraseña para abrir la mesa.
    }
confirm-go = { $of ->
        [erase] Borrar a { $what }
        [undo_import] Deshacer la importación de { $n }
        [left] { $what } se ha ido
        [find_same] Ver las dos
        [merge] Unirlas en una
        [kill] Detener todos los envíos
        [unkill] Permitir el envío a { $n }
        [leave_quarantine] Puede enviar desde aquí
        [revoke_token] Revocar { $what }
        [revoke_session] Cerrar esta sesión
        [remove_officer] Quitar a { $what }
        [reset_factor] Quitar el segundo paso de { $what }
        [delete_segment] Eliminar { $what }
        [remove_newsroom] Dejar de consultar { $what }
        [try_relay] Probar { $what } otra vez
        [settle_arrived] Dar { $n } por llegadas
        [settle_again] Enviar { $n } otra vez
        [restore] Recuperar la versión { $n }
       *[remove_factor] Quitar el segundo factor
    }
confirm-fact-irreversible = Esto no se puede deshacer.
confirm-fact-accepted = El correo que un servidor ya aceptó no se puede recuperar.
confirm-fact-coming = { $n ->
        [one] { $n } comunicado en preparación no le llegará.
       *[other] { $n } comunicados en preparación no le llegarán.
    }
confirm-fact-copy = Otra copia de esta base de datos escribió por última vez desde { $what }.
confirm-typed = Escríbalo para confirmar
confirm-back = Dejarlo como está

# Periodistas
reporters-title = Periodistas
reporters-none = Todavía no hay periodistas
reporters-none-about = Traiga su hoja de cálculo tal como está: con cualquier columna, idioma o codificación. Verá lo que va a pasar antes de que se guarde nada.
reporters-find = Nombre, dirección o medio
reporters-find-go = Buscar
reporters-narrow = Acotar por lo que cubren
reporters-show = Mostrar
reporters-save = Guardar como segmento
reporters-states = Por estado
reporters-state = { $state ->
        [all] Todos
        [active] Activos
        [paused] En pausa
        [opted_out] De baja
        [bounced] Dirección devuelta
       *[not_placed] Sin tema o región
    }
reporters-filter-empty = Nadie cumple esto. Quite una de las condiciones.
reporters-choose = Elegir
reporters-choose-one = Elegir a { $who }
reporters-col = { $col ->
        [name] Nombre
        [outlet] Medio
        [covers] Cubre
        [regions] Dónde
        [language] Idioma
        [state] Estado
       *[seen] Último contacto
    }
reporters-never = nunca
reporters-bulk = Con los elegidos:
reporters-bulk-do = { $do ->
        [place] Añadir tema o región
        [pause] Poner en pausa
       *[export] Exportar
    }
reporter-add = Añadir periodista
reporter-add-go = Añadir a la lista
reporter-edit = Editar
reporter-edit-title = Editar a { $who }
reporter-save = Guardar la ficha
reporter-who = Datos
reporter-field = { $field ->
        [address] Dirección
        [other] Otra dirección
        [phone] Teléfono
        [language] Idioma
        [zone] Huso horario
        [consent] Motivo para escribirle
        [embargo] Embargos
       *[notes] Notas
    }
reporter-unsaid = nadie lo ha dicho
reporter-covers = Cubre
reporter-covers-hint = Lo que ponga aquí decide qué comunicados recibe. «Todos los temas» también es una opción.
reporter-regions = Dónde
reporter-regions-hint = Una región incluye todo lo que hay dentro.
reporter-no-issue = Sin tema: no le llega ningún comunicado.
reporter-no-region = Sin región: no le llega ningún comunicado.
reporter-said-opted-out = Se dio de baja el { $when }. Solo esa persona puede volver, desde la página de alta.
reporter-said-opted-out-issue = Desde el { $when } no quiere nada sobre { $what }; todo lo demás le llega.
reporter-said-paused = En pausa hasta el { $when }.
reporter-said-bounced = El servidor dijo el { $when } que la dirección no existe. Corríjala o anote que dejó el medio.
reporter-said-full = El buzón está lleno desde el { $when }. Se intentará de nuevo con el próximo comunicado.
reporter-said-not-placed = Sin tema o región: nada le corresponde hasta que tenga un tema y una región.
reporter-resume = Terminar la pausa
reporter-consent = ¿Por qué podemos escribirle?
consent-agreed = Dio su consentimiento el { $when }, { $what }
consent-press-role = Trabaja en la prensa; anotado el { $when }
consent-none = No consta
consent-ground-agreed = Dio su consentimiento
consent-ground-role = Trabaja en la prensa y esto concierne a su trabajo
reporter-embargo = Puede recibir comunicados con embargo
reporter-embargo-hint = Solo si aceptó respetar los embargos.
reporter-embargo-yes = Aceptó; lo anotó { $who } el { $when }
reporter-embargo-no = Recibe los comunicados cuando termina el embargo
reporter-coming = Va a recibir
reporter-coming-none = No hay nada previsto para esta persona.
reporter-past = Hasta ahora
reporter-past-none = Nada hasta ahora.
reporter-past-accepted = Aceptado:
reporter-past-refused = Rechazado ({ $what }):
reporter-past-doubt = En duda:
reporter-past-left-out = Excluido ({ $what }):
reporter-past-unsubscribed = Se dio de baja ({ $what })
reporter-past-added = Añadido por { $what }
reporter-past-edited = Editado por { $what }
reporter-past-note = Nota: { $what }
reporter-past-asked = Preguntó sobre
reporter-pause = Pausa
reporter-pause-until = No escribirle hasta el
reporter-pause-go = Poner en pausa
reporter-more = Más
reporter-left = Ha dejado el medio…
reporter-merge = Es la misma persona que…
reporter-export = Exportar todo lo que consta
reporter-erase = Borrar
reporter-erase-about = Para siempre. Solo queda la dirección, en la lista de aquellas a las que no se escribe.
reporter-name = Nombre
reporter-address = Correo electrónico
reporter-outlet = Medio
reporter-role = Cargo
reporter-phone = Teléfono
reporter-language = Idioma
reporter-language-hint = Recibe el comunicado en este idioma, si existe.
reporter-zone = Huso horario
reporter-notes = Notas
reporter-notes-hint = Los periodistas pueden pedir que se les muestre lo que consta sobre ellos.
reporter-refused = { $who } se dio de baja el { $when }. Usted no puede volver a poner esta dirección; envíe el enlace de alta.
reporter-sign-up-link = El enlace de alta

# Poner orden
tidy-link = Ordenar ({ $n })
tidy-title = Ordenar la lista
tidy-queues = Qué se puede ordenar
tidy-queue = { $queue ->
        [duplicates] Posibles duplicados
        [left] Probablemente se fueron
       *[stale] Sin confirmar desde hace un año
    }
tidy-duplicates-about = Dos fichas que parecen de la misma persona. La que conserve se queda con el historial, los temas y las regiones de la otra.
tidy-why-same-name = Mismo nombre, mismo medio
tidy-why-same-phone = Mismo teléfono
tidy-why-like-address = Dos direcciones de un medio que se distinguen en una letra
tidy-keep = Conservar { $who }
tidy-apart = Son dos personas
tidy-left-about = Un servidor o una respuesta automática dice que ya no están.
tidy-left-bounced = El servidor dijo el { $when }: { $what }
tidy-left-auto = Una respuesta automática dijo el { $when }: «{ $what }»
tidy-gone = Ya no está
tidy-still = Sigue ahí
tidy-stale-about = Hace un año que nadie confirma estos datos. Pregúnteles, o confirme lo que sabe que es cierto.
tidy-empty = { $queue ->
        [duplicates] No hay dos fichas que parezcan de la misma persona.
        [left] No parece que nadie se haya ido.
       *[stale] Todo el mundo está confirmado desde hace menos de un año.
    }

# Importación
import-link = Importar
import-title = Importar periodistas
import-step = { $step ->
        [bring] Traer
        [columns] Asignar columnas
        [check] Revisar
       *[result] Resultado
    }
import-ground = ¿Quiénes son estas personas?
import-ground-agreed = Aceptaron recibir correo de prensa
import-ground-role = Trabajan en la prensa
import-ground-role-hint = Usted tiene un interés legítimo en escribirles sobre su trabajo.
import-ground-out = No se les debe escribir
import-ground-out-hint = Una lista de bajas tramitadas en otro lugar. No se añade a nadie; solo se les excluye.
import-file = Un archivo
import-file-hint = CSV o TSV con cualquier codificación y separador, XLSX u ODS, hasta 25 MB.
import-paste = O pegue las celdas
import-paste-hint = Copie las filas de su hoja de cálculo, con sus encabezados, y péguelas aquí.
import-bring-go = Leerlo
import-example = Un ejemplo
import-example-about = Solo hace falta la dirección. Los temas y las regiones pueden ser nombres, códigos o palabras suyas.
import-example-get = Descargar un ejemplo
import-earlier = Importaciones anteriores
import-earlier-one = { $n ->
        [one] { $n } fila
       *[other] { $n } filas
    }, por { $who }
import-undo-link = Deshacer esta importación
import-file-empty = { $what } está vacío.
import-file-no-address = Ninguna columna parece contener direcciones de correo. Se han encontrado: { $what }. Cambie el encabezado correspondiente a Email.
import-file-too-big = { $what } ocupa más de { $n } MB. Divídalo.
import-columns-title = Asigne las columnas
import-read-as =
    { $what }: { $n ->
        [one] { $n } fila
       *[other] { $n } filas
    }, leído como { $encoding }, separado por { $delimiter }
import-col = { $col ->
        [theirs] Su columna
        [samples] Lo que contiene
       *[ours] Qué es
    }
import-column-for = ¿Qué hay en la columna { $what }?
import-as-ignore = No usarla
import-as-name = Nombre
import-as-first-name = Nombre de pila
import-as-last-name = Apellidos
import-as-email = Correo electrónico
import-as-outlet = Medio
import-as-role = Cargo
import-as-issues = Cubre
import-as-regions = Dónde
import-as-language = Idioma
import-as-time-zone = Huso horario
import-as-phone = Teléfono
import-as-notes = Notas
import-unknown = Palabras que la oficina aún no conoce
import-unknown-about = Diga una vez qué significan. Se recordará en la próxima importación.
import-unknown-one = { $kind ->
        [region] Región «{ $what }», en { $n } filas
       *[issue] Tema «{ $what }», en { $n } filas
    }
import-columns-go = Revisar las filas
import-back = Atrás
import-check-title = Revise antes de que se guarde nada
import-sum = { $rows } filas = { $added } nuevas + { $updated } actualizadas + { $merged } repetidas en el archivo + { $rejected } que no se pueden importar
import-nothing-yet = Todavía no se ha guardado nada.
import-todo = Tiene que:
import-todo-email-invalid =
    corregir { $n ->
        [one] { $n } dirección
       *[other] { $n } direcciones
    }
import-todo-email-missing =
    añadir { $n ->
        [one] { $n } dirección que falta
       *[other] { $n } direcciones que faltan
    }
import-todo-region-unknown =
    elegir una región para { $n ->
        [one] { $n } fila
       *[other] { $n } filas
    }
import-todo-encoding =
    guardar { $n ->
        [one] { $n } fila
       *[other] { $n } filas
    } con caracteres legibles
import-problems = Filas que aún no pueden entrar
import-row = Fila
import-who = Quién
import-problem = Problema
import-why-email-missing = Falta la dirección.
import-why-email-invalid = Esto no es una dirección: { $what }
import-why-too-long = Demasiado largo: { $what }
import-why-encoding = No se ha podido leer un carácter.
import-why-exists-opted-out = Se dio de baja el { $what }. Solo esa persona puede volver.
import-why-email-typo-domain = { $what } parece mal escrito.
import-why-role-address = { $what } es una redacción, no una persona.
import-why-region-unknown = No es una región conocida: { $what }
import-why-issue-unknown = No es un tema conocido: { $what }
import-why-not-placed = Sin tema o sin región: no le llega ningún comunicado.
import-why-language-unknown = No es un idioma: { $what }
import-why-time-zone-unknown = No es un huso horario: { $what }
import-meant = ¿Quería decir { $what }?
import-recheck = Revisarlas de nuevo
import-problems-csv = { $n ->
        [one] La fila con su motivo (CSV)
       *[other] Las { $n } filas con sus motivos (CSV)
    }
import-more = { $n ->
        [one] { $n } fila más está en el CSV.
       *[other] { $n } filas más están en el CSV.
    }
import-updates = { $n ->
        [one] Qué cambia para { $n } periodista
       *[other] Qué cambia para { $n } periodistas
    }
import-never-back = Nadie que se haya dado de baja vuelve a la lista.
import-go = { $n ->
        [one] Importar { $n } periodista
       *[other] Importar { $n } periodistas
    }
import-go-skip = { $n ->
        [one] Importar { $n } y omitir { $skip }
       *[other] Importar { $n } y omitir { $skip }
    }
import-none = Todavía no puede entrar ninguna fila.
import-running-title = Importando
import-running = { $n } de { $of } filas
import-leave = Puede salir de esta página. El trabajo continúa.
import-result-title = Importación terminada
import-done = { $rows } filas: { $added } nuevas, { $updated } actualizadas, { $merged } repetidas en el archivo, { $rejected } omitidas.
import-unplaced = { $n ->
        [one] { $n } periodista no tiene tema o región, así que no le llega ningún comunicado.
       *[other] { $n } periodistas no tienen tema o región, así que no les llega ningún comunicado.
    }
import-unplaced-go = Asignarlos
import-see = Ver quiénes han entrado
import-again = Importar otra lista
import-undo-about = Puede deshacer esta importación hasta el { $when }.

# Segmentos
segments-title = Segmentos
segments-add = Nuevo segmento
segments-about = Un segmento es una regla guardada, no una lista de nombres: significa quien la cumpla en cada momento.
segments-people = { $n ->
        [one] { $n } periodista
       *[other] { $n } periodistas
    }
segments-list = Ver quiénes
segments-none = Todavía no hay segmentos. Un segmento guarda una regla que usa a menudo, como «periodistas del agua en el norte».
segment-name = Nombre
segment-name-hint = Como lo diría en la oficina
segment-rule = A quiénes se refiere
segment-count = { $n ->
        [one] { $n } periodista
       *[other] { $n } periodistas
    }
segment-people = { $n ->
        [one] periodista la cumple
       *[other] periodistas la cumplen
    }
segment-nobody = Nadie la cumple. Quite una de las condiciones.
segment-save = Guardar el segmento
segment-delete = Eliminar
rule-begin = Periodistas
rule-joins = { $facet ->
        [issues] que cubren
        [regions] en
        [languages] que leen en
        [outlets] de
        [without_outlets] pero no de
        [with] y además
       *[without] pero no
    }
rule-facet = { $facet ->
        [issues] Temas
        [regions] Regiones
        [languages] Idiomas
        [outlets] Medios
        [without_outlets] Medios excluidos
        [with] Personas añadidas
       *[without] Personas excluidas
    }
rule-any = { $facet ->
        [issues] nada todavía
        [regions] ningún lugar todavía
        [languages] cualquier idioma
        [outlets] cualquier medio
        [without_outlets] ninguno
        [with] nadie
       *[without] nadie
    }
rule-narrow = Escriba para acotar la lista
rule-down = También quien cubre solo una parte
rule-down-hint = Por ejemplo, quien cubre Nevada cuando el comunicado trata de Estados Unidos.
rule-logic = Dentro de cada parte basta una de las opciones; todas las partes deben cumplirse.

# Destinatarios
audience-title = Lo recibirán
audience-rule = A quién va dirigido
audience-proposed = Propuesto a partir del texto. Marque lo que sea correcto.
audience-proposed-why = { $kind ->
        [region] Región, por { $what }
       *[issue] Tema, por { $what }
    }
audience-segment = Solo personas de un segmento:
audience-as-before = Como en «{ $what }»
audience-save = Guardar los destinatarios
audience-will = { $n ->
        [one] periodista lo recibirá
       *[other] periodistas lo recibirán
    }
audience-who = Ver quién y por qué
audience-left-out = { $n ->
        [one] { $n } persona excluida, y por qué
       *[other] { $n } personas excluidas, y por qué
    }
audience-sample = Algunos de ellos
audience-nobody = Nadie corresponde. Lo más cercano:
audience-nearest =
    { $what } ({ $n ->
        [one] { $n } periodista
       *[other] { $n } periodistas
    })
audience-ask = ¿Lo recibirá alguien en concreto?
audience-ask-go = Preguntar
audience-ask-yes = Sí. { $who } lo recibe: «{ $what }»
audience-ask-no = No. { $who } no lo recibe: { $what }.
audience-ask-unknown = No hay nadie con ese nombre o dirección en la lista.
waterfall-caption = De quien corresponde a quien lo recibirá
waterfall-matched = Cumplen la regla
waterfall-out = { $why ->
        [opted_out] se dieron de baja
        [bounced] dirección devuelta antes
        [paused] en pausa
        [same_person] misma persona, segunda dirección
       *[already_has_it] ya tienen esta versión
    }
waterfall-will = Lo recibirán
people-title = { $list ->
        [will] Lo recibirán: { $n }
        [out] Excluidos: { $n }
       *[matched] Cumplen la regla: { $n }
    }
people-lists = Listas
people-list = { $list ->
        [will] Lo recibirán
        [out] Excluidos
       *[matched] Todos los que cumplen la regla
    }
people-why = Por qué
people-none = Nadie.
people-back = Volver al comunicado

# Comunicados
releases-title = Comunicados
releases-new = Nuevo comunicado
releases-none = Todavía no hay comunicados
releases-none-about = Conecte su sala de prensa y los borradores aparecerán aquí por sí solos.
releases-connect = Conectar una sala de prensa
releases-write = Escribir uno
releases-group = { $group ->
        [needs] Requieren atención
        [scheduled] Programados
        [drafts] Borradores
       *[sent] Enviados
    }
releases-filter-owner = Responsable
releases-filter-issue = Tema
releases-filter-kind = Tipo
release-said-draft = Lo está escribiendo { $who }.
release-said-proposed = Hecho a partir de { $what }; las regiones y los temas son propuestas.
release-said-waiting =
    { $who } ha pedido aprobación para { $n ->
        [one] { $n } periodista
       *[other] { $n } periodistas
    }.
release-said-returned = { $who } lo ha devuelto: «{ $what }»
release-said-rejected = { $who } lo ha rechazado: «{ $what }»
release-said-scheduled =
    Sale el { $when } para { $n ->
        [one] { $n } periodista
       *[other] { $n } periodistas
    }; aprobado por { $who }.
release-said-missed = Se pasó su hora, { $when }; no se envió nada.
release-said-sending = { $n } copias aceptadas hasta ahora.
release-said-sent = { $n ->
        [one] { $n } periodista
       *[other] { $n } periodistas
    }, { $when }
release-said-stopped = Detenido por { $who } tras { $n } copias.
release-said-withdrawn = Retirado por { $who }, { $when }.
release-number = N.º { $n }, versión { $version }
release-tabs = Este comunicado
release-tab = { $tab ->
        [text] Texto
        [audience] Destinatarios
        [send] Enviar
        [versions] Versiones
        [progress] Progreso
       *[report] Informe
    }
calendar-title = Calendario
calendar-month = { $what }
calendar-before = Mes anterior
calendar-after = Mes siguiente
calendar-now = Este mes
calendar-kind = { $kind ->
        [send] Sale:
        [embargo] Termina el embargo:
        [draft] Borrador:
       *[sent] Enviado:
    }
calendar-zone = Todas las horas, en { $what }.
release-new-title = Nuevo comunicado
release-new-newsroom = De la sala de prensa
release-new-no-items = No hay nada nuevo en la sala de prensa.
release-new-used = Abrir el borrador
release-new-draft = Hacer un borrador
release-new-blank = En blanco
release-new-kind = Tipo
release-new-write = Empezar a escribir
release-new-copy = A partir de uno anterior
release-new-copy-go = Copiarlo
release-kind-choice = { $what ->
        [release] Comunicado
        [media_advisory] Convocatoria
        [report] Informe
       *[statement] Declaración
    }
release-kind-hint-release = Una noticia, con contacto de prensa
release-kind-hint-media-advisory = Una invitación; útil hasta el acto
release-kind-hint-statement = Lo que alguien dice, con sus palabras
release-kind-hint-report = Una publicación, con su enlace

# Redacción
compose-title = { $what }
compose-subject = Titular
compose-subject-hint = Es también el asunto del correo. Un teléfono muestra unos 40 caracteres.
compose-teaser = Primera frase
compose-teaser-hint = Aparece junto al asunto en muchos buzones.
compose-note = Qué ha cambiado
compose-note-hint = Una frase: qué estaba mal y qué es lo correcto. Va encima del texto.
compose-body = Texto
compose-body-hint = Markdown. Lo que pegue de un procesador de textos conserva títulos, listas, enlaces y énfasis.
compose-toolbar = Texto
compose-mark = { $mark ->
        [bold] Negrita
        [italic] Cursiva
        [link] Enlace
        [heading] Título
       *[list] Lista
    }
compose-pasted = Pegado. Se ha quitado el formato que los programas de correo estropean; puede deshacerlo.
compose-kind = Tipo
compose-language = Idioma
compose-dateline = Data
compose-dateline-hint = De dónde viene la noticia, por ejemplo PORT ASTER
compose-embargo = Se puede publicar a partir de
compose-embargo-hint = Es un embargo, no la hora de envío. Déjelo vacío para difusión inmediata.
compose-date = Fecha
compose-time = Hora (24 h)
compose-zone = Huso
compose-event = Tiene lugar
compose-event-hint = Después ya no se envía la convocatoria a nadie.
compose-image = Imagen
compose-image-url = Dirección de la imagen
compose-image-alt = Qué muestra
compose-image-alt-hint = Para quien no la ve y para los programas que bloquean imágenes
compose-image-caption = Pie de foto
compose-image-credit = Crédito
compose-contact = Contacto de prensa
compose-contact-hint = Nombre, teléfono, horario. Vacío significa el de la oficina.
compose-voids = Si edita, queda sin efecto la aprobación de { $who }. Se le pedirá de nuevo.
compose-source = De { $what }, publicado el { $when }.
compose-source-see = Ver el original
compose-source-changed = La página cambió a las { $when }, después de hacerse el borrador.
compose-source-diff = Qué ha cambiado
compose-source-take = Tomar el texto nuevo
compose-presence = { $who } está viendo esto
saved-at = Guardado a las { $when }
saved-never = Sin guardar todavía
saved-conflict = Sin guardar: otra persona guardó a las { $when }. Pulse Guardar para comparar.
compose-versions = Versiones
compose-save = Guardar
compose-to-audience = Destinatarios
compose-to-send = A la página de envío
compose-checks-blocks = { $n ->
        [one] { $n } cosa por arreglar antes de poder enviarlo
       *[other] { $n } cosas por arreglar antes de poder enviarlo
    }
compose-checks-warnings = { $n ->
        [one] { $n } cosa que conviene mirar
       *[other] { $n } cosas que conviene mirar
    }
compose-checks-fine = Nada lo impide
mail-title = El correo, tal como se leerá
mail-inbox = En un buzón:
mail-from = De { $who }
mail-to = Para { $who }
mail-next = Siguiente periodista
mail-as = Leerlo como otra persona
mail-as-go = Mostrar
mail-mode = { $mode ->
        [html] HTML
        [text] Solo texto
        [dark] Oscuro
        [phone] Teléfono
       *[no_images] Sin imágenes
    }
mail-frame = El correo
trial-to = Enviar una prueba a
trial-go = Enviar prueba
trial-hint = Lleva la marca [TEST], solo va al equipo y no cuenta en ninguna parte.
conflict-title = { $who } guardó a las { $when }, mientras usted escribía
conflict-about = No se ha perdido nada. Los dos textos están aquí; el suyo aún no se ha guardado.
conflict-diff = De lo que guardó la otra persona a lo que escribió usted
conflict-mine = Lo que escribió usted
conflict-keep = Guardar el mío en lugar del otro
conflict-take = Tomar el texto de { $who }
versions-title = Versiones
version-number = Versión { $n }
version-current = actual
version-made = La empezó { $who }.
version-edited = { $who } cambió { $what }.
version-source = Tomada de { $what }.
version-restored = { $who } recuperó la versión { $what }.
version-restore = Recuperarla
version-compared = De la versión { $from } a la versión { $to }

# Comprobaciones
checks-title = Comprobaciones
checks-running = Comprobando…
checks-level = { $level ->
        [blocking] Hay que arreglarlo:
       *[warning] Mire esto:
    }
checks-fix = Arreglarlo
checks-look = Mirar
checks-seen = Lo he visto
checks-passed = { $n ->
        [one] { $n } comprobación superada
       *[other] { $n } comprobaciones superadas
    }
checks-at = Comprobado: { $when }.
checks-again = Comprobar de nuevo
check-content-subject-missing = Escriba un titular.
check-content-subject-too-long = Acorte el titular: tiene { $n } caracteres y la mayoría de los programas muestra los primeros 78.
check-content-placeholder = Complete o quite «{ $what }».
check-content-render-failed =
    El correo no se puede componer para { $n ->
        [one] { $n } periodista: { $what }.
       *[other] { $n } periodistas: { $what }.
    }
check-content-empty-text = Escriba el texto del comunicado.
check-content-mail-too-big = Acorte el texto: los programas de correo cortan lo que es más largo.
check-content-link-private = Solo su propia red puede abrir el enlace a { $what }.
check-content-link-http = El enlace a { $what } no va cifrado. Use https.
check-content-link-dead = El enlace a { $what } no lleva a ninguna parte.
check-content-date-weekday = Revise el día: { $what }.
check-content-image-alt-missing = Diga qué muestra la imagen.
check-content-contact-missing = Indique un contacto de prensa con teléfono o dirección.
check-content-similar-sent =
    { $what ->
        [same] El mismo texto
       *[nearly] Casi el mismo texto
    } salió hace menos de 7 días, en el envío { $n }.
check-content-withdrawn = Esta versión se retiró.
check-content-language-mismatch = El texto parece estar en { $what }, que no es el idioma elegido.
check-source-changed = La página de la sala de prensa cambió después de tomarse este texto.
check-source-unpublished = La página de la sala de prensa ya no existe.
check-embargo-past = El embargo terminó el { $what }. Quítelo o ponga otro.
check-embargo-before-send = Saldría antes de que termine el embargo, el { $what }. Envíelo entonces.
check-audience-not-placed = Diga de qué regiones y temas trata. «El mundo» y «Todos los temas» también son opciones.
check-audience-proposed = Hay regiones o temas propuestos que nadie ha aceptado aún.
check-audience-empty = No lo recibiría nadie.
check-audience-over-cap = Lo recibirían { $n }; ningún envío puede superar { $what }.
check-audience-too-big = { $n } periodistas son muchos más de los habituales para esto.
check-audience-fatigue = { $n ->
        [one] { $n } persona recibió tres comunicados esta semana.
       *[other] { $n } personas recibieron tres comunicados esta semana.
    }
check-audience-language-fallback = { $n ->
        [one] { $n } persona no tiene idioma y lo recibe en { $what }.
       *[other] { $n } personas no tienen idioma y lo reciben en { $what }.
    }
check-audience-already-has-it = { $n ->
        [one] { $n } dirección ya tiene esta versión y queda excluida.
       *[other] { $n } direcciones ya tienen esta versión y quedan excluidas.
    }
check-sender-missing = Indique la dirección del remitente.
check-sender-dkim-key = El correo no se puede firmar: { $what }.
check-compliance-unsubscribe-missing = Ponga el enlace de baja en las dos partes del correo.
check-compliance-one-click-header = Nadie puede darse de baja con un clic: falta la dirección pública de la mesa.
check-compliance-postal-missing = Ponga en el correo la dirección postal de la oficina.
check-time-past = La hora de envío ya ha pasado.
check-time-after-event = El acto habrá terminado cuando esto salga.
check-time-quiet-hours =
    Saldría en horas de descanso para { $n ->
        [one] { $n } periodista
       *[other] { $n } periodistas
    }.
check-time-clash =
    «{ $what }» llega a { $n ->
        [one] { $n } de estas personas
       *[other] { $n } de estas personas
    } con menos de media hora de diferencia.
check-infra-no-relay = Indique un servidor de salida en los ajustes; el correo no se entrega a nadie más.
check-infra-relay-down = El servidor de salida no responde. Puede continuar; el envío empezará cuando vuelva.
check-infra-killed = Todos los envíos están detenidos. Esperará a que eso termine.
check-policy-approver-needed = Tiene que aprobarlo una segunda persona.
check-passed-content = Texto, enlaces e imágenes
check-passed-rendered = Compuesto para cada periodista: { $n } correos
check-passed-leave = Baja con un clic, dirección postal
check-passed-sender = Remitente y firma
check-passed-time = Hora y embargo
check-passed-relay = El servidor de salida responde

# La página de envío. Estas frases se dicen enteras y se cortan donde un argumento se puede cambiar.
send-title = Enviar «{ $what }»
send-say-now =
    En cuanto se envíe, { $n ->
        [one] { $count } periodista que cubre
       *[other] { $count } periodistas que cubren
    } { $issues } en { $regions } { $n ->
        [one] recibirá
       *[other] recibirán
    } «{ $title }» de { $sender }, para difusión inmediata.
send-say-hold =
    Cuando se envíe, tras { $seconds ->
        [one] { $seconds } segundo
       *[other] { $seconds } segundos
    } en los que aún se puede detener, { $n ->
        [one] { $count } periodista que cubre
       *[other] { $count } periodistas que cubren
    } { $issues } en { $regions } { $n ->
        [one] recibirá
       *[other] recibirán
    } «{ $title }» de { $sender }, para difusión inmediata.
send-say-at =
    El { $when }, { $away }, { $n ->
        [one] { $count } periodista que cubre
       *[other] { $count } periodistas que cubren
    } { $issues } en { $regions } { $n ->
        [one] recibirá
       *[other] recibirán
    } «{ $title }» de { $sender }, para difusión inmediata.
send-say-embargo =
    El { $when }, { $away }, { $n ->
        [one] { $count } periodista que cubre
       *[other] { $count } periodistas que cubren
    } { $issues } en { $regions } { $n ->
        [one] recibirá
       *[other] recibirán
    } «{ $title }» de { $sender }, con embargo hasta el { $lift }.
send-say-people = { $n ->
        [one] { $n } periodista
       *[other] { $n } periodistas
    }
send-sentence = Qué va a pasar
send-note-returned = { $who } lo devolvió el { $when }: «{ $what }»
send-note-void = La aprobación de { $who } ya no vale: { $what }
send-note-shrunk = Se aprobaron { $n }; desde entonces se dieron de baja { $what }. No se les escribe.
send-note-missed = Se pasó su hora, { $when }, y no se envió nada.
send-who = Quién
send-waterfall = { $n ->
        [one] Por qué se excluyó a { $n } persona
       *[other] Por qué se excluyó a { $n } personas
    }
send-change-audience = Cambiar los destinatarios
send-when = Cuándo
send-when-option = { $when ->
        [now] { $n ->
            [0] Ahora
            [one] Ahora, tras { $n } segundo en el que se puede detener
           *[other] Ahora, tras { $n } segundos en los que se puede detener
        }
        [at] A una hora
        [embargo] Cuando termine el embargo: { $what }
       *[morning] Por la mañana de cada periodista (08:30, su hora)
    }
send-when-go = Fijar la hora
send-deadline = Si el servidor de salida no responde, el envío empieza cuando vuelva, hasta las { $when }. Después se le preguntará.
send-typed = Escriba el número de periodistas
send-typed-hint = Son más de los habituales.
send-about = { $act ->
        [send] No se pregunta nada más.
        [schedule] Hasta entonces se puede cambiar y detener.
        [ask] Se pide a { $who } que apruebe exactamente esto.
       *[schedule_ask] Se pide a { $who } que apruebe exactamente esto, para esa hora.
    }
send-go = { $act ->
        [send] Enviar a { $n } periodistas
        [schedule] Programar para { $n } periodistas
        [ask] Pedir a { $who } que apruebe { $n }
       *[schedule_ask] Pedir a { $who } que apruebe { $n }
    }
send-blocked = { $n ->
        [one] { $n } cosa por arreglar antes de poder enviarlo
       *[other] { $n } cosas por arreglar antes de poder enviarlo
    }
send-running = Comprobando. El botón aparece cuando se superen las comprobaciones.

# Aprobación
approve-title = Aprobar «{ $what }»
approve-asked = { $who } le pide que apruebe esto, desde el { $when }.
approve-changed = Ha cambiado desde que se le pidió
approve-return-title = Todavía no
approve-return-note = ¿Qué habría que cambiar?
approve-return-hint = Aparecerá encima del borrador. Quien devuelve un borrador no puede hacer el cambio.
approve-return = Devolver con esta nota
approve-reject-title = De ningún modo
approve-reject-note = ¿Por qué no?
approve-reject-hint = El comunicado se conserva, marcado como rechazado.
approve-reject = Rechazar
approve-go = Aprobar y enviar a { $n }
approve-go-later = Aprobar para { $n }, a esa hora
approve-blocked = { $n ->
        [one] { $n } cosa lo impide. No se puede aprobar.
       *[other] { $n } cosas lo impiden. No se puede aprobar.
    }
approve-not-own = Lo pidió usted, así que lo aprueba otra persona.
approve-not-role = Puede leerlo. Para aprobarlo hace falta un aprobador.
approve-not-returned = Lo devolvió usted, así que otra persona hace el cambio o lo aprueba.
approve-not-asked = Nadie ha pedido aprobación todavía.
approve-others = Pueden hacerlo:

# Espera, progreso, detención, retirada
hold-eyebrow = Aún se puede detener
hold-title = { $n ->
        [one] Enviando a { $n } periodista
       *[other] Enviando a { $n } periodistas
    }
hold-clock = Tiempo que queda para detenerlo
hold-until = La primera copia sale a las { $when }.
hold-stop = { $n ->
        [one] Detener; no lo recibe nadie
       *[other] Detener; no lo recibe ninguno de los { $n }
    }
hold-leave = Salir de esta página no detiene nada.
hold-progress = Ver el progreso
progress-title = Progreso
progress-bar = Progreso
progress-planning = En preparación: { $n } de { $of } filas escritas.
progress-waiting = Empieza el { $when }, para { $of }.
progress-sending = { $n } de { $of } aceptados.
progress-retrying = { $n } de { $of } aceptados; el resto se reintenta hasta el { $when }.
progress-paused = En pausa. { $n } de { $of } aceptados.
progress-stopped = Detenido. { $n } de { $of } aceptados; el resto no se envía.
progress-missed = Se pasó su hora, { $when }. No se envió nada.
progress-done = Enviado. { $n } de { $of } aceptados.
progress-passed = { $milestone ->
        [p25] Aceptada una cuarta parte.
        [p50] Aceptada la mitad.
        [p75] Aceptadas tres cuartas partes.
        [p100] Todo está resuelto.
       *[trouble] Algunas copias tienen problemas.
    }
progress-tab = { $n } % · { $what }
progress-pace = { $n } por minuto; lo que queda tarda unos { $left }.
progress-lanes = A dónde va
progress-lane = Lo recibe
progress-pause = Pausa
progress-resume = Seguir, esperan { $n }
progress-stop = Detener…
progress-report = Al informe
progress-leave = Puede cerrar esta página. El trabajo sigue en el servidor.
progress-look = Ver qué hacer
progress-doubt = { $n ->
        [one] { $n } copia está en duda.
       *[other] { $n } copias están en duda.
    }
progress-settle = Decidir
ledger-word = { $of ->
        [approved] aprobados
        [accepted] aceptados
        [waiting] en espera
        [retrying] se reintentan
        [refused] rechazados
        [in_doubt] en duda
       *[left_out] excluidos
    }
ledger-closes = { $approved } aprobados = { $accepted } aceptados + { $waiting } en espera + { $retrying } que se reintentan + { $refused } rechazados + { $doubt } en duda + { $out } excluidos
ledger-open = La suma no cuadra: faltan { $n }. Detenga el envío y avise a quien administra el sistema.
obstacle-killed = Todos los envíos están detenidos desde el { $when }, por orden de { $what }. Esperan { $n }.
obstacle-quarantine = Esta base de datos se trasladó y está en cuarentena desde el { $when }. Esperan { $n }.
obstacle-relay-halted = El servidor de salida { $what } está parado y necesita que alguien lo atienda. Esperan { $n }.
obstacle-relay-rests = El servidor de salida { $what } descansa hasta el { $when } tras varios fallos. Esperan { $n }.
obstacle-no-sender = Ningún proceso de envío está en marcha. Esperan { $n }.
obstacle-no-relay = No hay ningún servidor de salida configurado. Esperan { $n }.
obstacle-slow = { $what } nos frena. Es normal, y el envío continúa.
obstacle-next-try = El próximo intento es el { $when }.
stop-title = ¿Detener este envío?
stop-about = Ya lo tienen { $accepted }; { $n } no lo recibirán.
stop-cannot = { $n ->
        [one] El correo que un servidor ya aceptó no se puede recuperar. Puede enviar una corrección exactamente a esa persona.
       *[other] El correo que un servidor ya aceptó no se puede recuperar. Puede enviar una corrección exactamente a esas { $n } personas.
    }
stop-reason = Motivo
stop-reason-hint = Para el equipo y el registro
stop-go = { $n ->
        [one] Detener ahora: { $n } no se envía
       *[other] Detener ahora: { $n } no se envían
    }
stop-back = Dejar que siga
withdraw-link = Corregir o retirar…
withdraw-title = { $kind ->
        [withdrawal] Retirar este comunicado
        [correction] Corregir este comunicado
       *[update] Actualizar este comunicado
    }
withdraw-kinds = De qué tipo
withdraw-about = { $kind ->
        [withdrawal] Se pide a las { $n } personas que lo tienen, o pueden tenerlo, que no lo usen. La página del correo lo dice de inmediato.
        [correction] Las { $n } personas que lo tienen, o pueden tenerlo, reciben una corrección que dice qué estaba mal y qué es lo correcto.
       *[update] Las { $n } personas que lo tienen, o pueden tenerlo, reciben las novedades.
    }
withdraw-waiting = { $kind ->
        [withdrawal] No se empieza ninguna copia más: { $n } que esperan no lo reciben.
        [correction] { $n } que esperan reciben la versión corregida en lugar de las dos.
       *[update] { $n } que esperan reciben aún la primera versión.
    }
withdraw-go = { $kind ->
        [withdrawal] Retirar y escribir a { $n }
        [correction] Redactar la corrección para { $n }
       *[update] Redactar la actualización para { $n }
    }

# Informe
report-title = Informe sobre «{ $what }»
report-ledger = Qué ha sido de él
report-done = Enviado el { $when }. { $n } de { $of } aceptados.
report-running = Aún no ha terminado: { $n } de { $of } aceptados.
report-mailings = Envíos de este comunicado:
report-mailing = { $n }, { $when }
report-failed = { $n ->
        [0] Sin entregar
        [one] { $n } sin entregar
       *[other] { $n } sin entregar
    }
report-failed-none = Se aceptó a todas las personas que debían recibirlo; las demás quedaron excluidas por alguno de los motivos de abajo.
report-why = Qué pasó
report-when = Cuándo
report-todo-correct = Corrija la dirección y envíelo de nuevo.
report-todo-left = Anote que dejó el medio.
report-todo-wait = Se reintenta por sí solo.
report-todo-content = Su servidor rechazó el contenido. Pregunte a quien lo administra.
report-todo-decide = Decida si se envía una vez más.
report-todo-none = No hay nada que hacer.
report-act-correct = Corregir la dirección
report-act-settle = Decidir
report-gone = Bajas por este correo
report-after = Después
report-left = { $why ->
        [unsubscribed] Excluidos: se dieron de baja
        [suppressed] Excluidos: dirección bloqueada
        [stopped] Excluidos: envío detenido
        [withdrawn] Excluidos: comunicado retirado
        [expired] Excluidos: demasiado tarde
        [unplanned] Excluidos: terminó antes de prepararlos
       *[already_has_it] Excluidos: ya lo tienen
    }
report-loads = Cargas de imagen
report-loads-off = Aquí no se cuentan las cargas de imagen.
report-load = { $of ->
        [human_likely] Probablemente una persona
        [proxy_unknown] Un intermediario; nadie puede saberlo
       *[machine_likely] Probablemente una máquina
    }
report-load-about = { $of ->
        [human_likely] Un programa de correo o un navegador
        [proxy_unknown] Servicios de correo que cargan las imágenes por la gente, cuando les conviene
       *[machine_likely] Escáneres, vistas previas de enlaces, servicios que cargan todas las imágenes
    }
report-loads-all = Todas las cargas
report-loads-caveat = { $mode ->
        [individual] Una carga no es una lectura, y a menudo se lee sin carga alguna. Solo se cuenta por nombre a quien lo aceptó. Nunca se decide nada por ella.
       *[counted] Una carga no es una lectura, y a menudo se lee sin carga alguna. Hay una sola imagen para todos y no se identifica a nadie. Nunca se decide nada por ella.
    }
report-follow = Enmendar algo
report-follow-about = Exactamente a quienes lo tienen, o pueden tenerlo.
report-follow-do = { $kind ->
        [correction] Corregir
        [update] Actualizar
       *[withdrawal] Retirar
    }
report-by = A dónde fue
report-by-regions = Por región
report-by-issues = Por tema
report-by-providers = Por servicio receptor
report-proof = Prueba de envío
report-proof-about = Qué se aprobó, quién y con qué palabras, y el correo exacto. Ya no cambia.
report-proof-of = { $of ->
        [version] Versión
        [submitted] Solicitado
        [approved] Aprobado
        [seal] Sello
       *[audience] Huella de los destinatarios
    }
report-proof-eml = El correo (.eml)
report-proof-audience = Los destinatarios fijados
report-proof-events = Todos los sucesos
report-export-people = Todas las personas y su estado (CSV)
report-export-events = Todos los sucesos (CSV)
report-people-title = { $of ->
        [approved] Aprobados: { $n }
        [accepted] Aceptados: { $n }
        [waiting] En espera: { $n }
        [retrying] Se reintentan: { $n }
        [refused] Rechazados: { $n }
        [in_doubt] En duda: { $n }
        [failed] Sin entregar: { $n }
        [gone] Bajas por este envío: { $n }
       *[left_out] Excluidos: { $n }
    }
report-back = Volver al informe
doubt-about = Se entregó el texto y no llegó respuesta. Nadie puede saber si llegó. Una respuesta tardía, una devolución o un enlace usado lo resuelven por sí solos; usted puede decidir antes.
doubt-arrived = Darla por llegada
doubt-again = Enviar otra vez
doubt-all-arrived = Dar las { $n } por llegadas
doubt-all-again = Enviar las { $n } otra vez
delivery-title = La copia para { $who }
delivery-field = { $field ->
        [message_id] Message-ID
       *[digest] Huella del contenido
    }
delivery-eml = Este correo exacto (.eml)
delivery-erased = Se borró a esta persona, así que el correo no se puede volver a componer.
delivery-attempts = Intentos
delivery-no-attempt = Ningún intento todavía.
phase-connect = al conectar
phase-greeting = saludo
phase-ehlo = presentación
phase-starttls = cifrado
phase-auth = identificación
phase-mail = remitente
phase-rcpt = destinatario
phase-data = antes del texto
phase-dot = después del texto
changed-title = Esto cambió mientras lo miraba
changed-about = { $act ->
        [send] No se ha enviado nada. Mire en qué difiere y decida de nuevo.
        [approve] No se ha aprobado nada. Mire en qué difiere y decida de nuevo.
        [ask] No se ha preguntado a nadie. Mire en qué difiere y decida de nuevo.
       *[schedule] No se ha programado nada. Mire en qué difiere y decida de nuevo.
    }
changed-what = En qué difiere
changed-review = Verlo tal como está ahora
changed-field = { $field ->
        [title] Titular
        [teaser] Entradilla
        [kind] Tipo
        [dateline] Lugar, fecha e idioma
        [event] Fecha del acto
        [image] Imagen
        [contact] Contacto de prensa
        [text] Texto
        [audience] Destinatarios
        [time] Hora
        [sender] Remitente
        [embargo] Embargo
        [template] Plantilla
       *[checks] Comprobaciones
    }
changed-audience =
    De { $what } a { $n ->
        [one] { $n } periodista
       *[other] { $n } periodistas
    }
changed-time = Ahora { $what }
changed-sender = Ahora { $what }
changed-checks = { $n ->
        [one] { $n } comprobación nueva lo impide
       *[other] { $n } comprobaciones nuevas lo impiden
    }
changed-template = Desde entonces se guardó { $what }.
reports-title = Informes
reports-periods = Periodo
reports-period-month = 30 días
reports-period-quarter = 3 meses
reports-period-year = 12 meses
reports-none = El primer informe empieza cuando se acepte el primer correo.
reports-sum = { $of ->
        [releases] comunicados
        [copies] copias
        [accepted] aceptadas
        [refused] rechazadas
        [in_doubt] en duda
       *[left] bajas
    }
reports-call-bounce = La proporción de direcciones rechazadas subió al { $n } %, sobre todo en { $what }.
reports-call-doubt = { $n } copias siguen en duda.
reports-call-stale = Hace un año que no se confirma a { $n } periodistas.
reports-sent = Enviados
reports-release = Comunicado
reports-domains = Por servicio receptor
reports-list = La lista
reports-list-of = { $of ->
        [reporters] Periodistas
        [added] Añadidos
        [gone] Bajas
        [bounced] Direcciones devueltas
        [stale] Sin confirmar desde hace un año
       *[unplaced] Sin tema o región
    }
reports-topics = Por tema

# Ajustes
settings-title = Ajustes
settings-tabs = Ajustes
settings-tab = { $tab ->
        [sending] Envío
        [newsrooms] Salas de prensa
        [templates] Plantillas
        [topics] Temas
        [rules] Reglas
        [team] Equipo
        [api] API
       *[audit] Registro
    }
sending-brakes = Frenos
sending-killed = Todos los envíos están detenidos desde el { $when }, por orden de { $who }.
sending-not-killed = Se puede enviar.
sending-kill = Detener todos los envíos…
sending-unkill = Permitir de nuevo los envíos…
sending-quarantine = Esta base de datos estaba antes en otro lugar. No envía nada desde el { $when }.
sending-leave-quarantine = Puede enviar desde aquí…
sending-hold = { $n ->
        [0] Tras el último clic el envío sale de inmediato.
        [one] Tras el último clic se puede detener todo durante { $n } segundo.
       *[other] Tras el último clic se puede detener todo durante { $n } segundos.
    }
sending-alerts = Alertas abiertas
sending-clear = Atendida
sending-relays = Servidores de salida
sending-no-relay = No hay ningún servidor de salida. Añada una tabla relay en dateline.toml; el correo no se entrega a nadie más.
relay-field = { $field ->
        [rate] Ritmo
        [minute] Último minuto
        [connections] Conexiones
       *[last] Último aceptado
    }
relay-minute = { $n ->
        [one] { $n } copia
       *[other] { $n } copias
    }
relay-lanes = Por servicio receptor
relay-try-again = Probarlo otra vez
sending-sender = Remitente
sender-field = { $field ->
        [from] De
        [reply_to] Respuestas a
       *[bounce] Devoluciones a
    }
sender-no-bounce = la dirección del remitente
sending-dkim = Firmas y registros
dkim-mode = { $mode ->
        [sign] Dateline firma cada correo.
       *[relay] El correo sale tal cual y lo firma el servidor de salida.
    }
sending-dns = Lo que ven los demás
dns-dmarc-missing = No hay registro DMARC para { $what }. Añada uno:
newsrooms-title = Salas de prensa
newsrooms-none = No hay ninguna conectada. Pegue abajo la dirección de su página de noticias.
newsrooms-add = Conectar una sala de prensa
newsrooms-url = Dirección
newsrooms-url-hint = Un canal, o la página que enumera sus noticias. Se mira antes de guardar nada.
newsrooms-look = Mirar
newsrooms-found = Encontrado: { $what }. Los borradores serían así:
newsrooms-rule = Cuando aparezca algo nuevo
newsrooms-add-go = Conectar esta sala de prensa
newsroom-rule-draft = Preparar un borrador.
newsroom-rule-draft-hint = Alguien del equipo mira cada uno. Nada sale por sí solo.
newsroom-read = { $n ->
        [one] { $n } elemento
       *[other] { $n } elementos
    }; el último fue «{ $what }».
newsroom-same = Nada nuevo desde la última vez.
newsroom-failed = La última consulta falló: { $what }
templates-title = Plantillas
templates-about = El aspecto de los correos. Cada plantilla se prueba con todo tipo de periodistas antes de usarse.
template-about-release = Comunicados, declaraciones e informes
template-own = De la oficina
template-shipped = De fábrica
template-used = { $n ->
        [0] sin usar todavía
        [one] { $n } envío
       *[other] { $n } envíos
    }
template-subject = Asunto
template-html = HTML
template-text = Solo texto
template-restore = Volver a la de fábrica
template-samples = Leer como
template-slots = Qué se puede usar
vetting-passed = Superada con todos los ejemplos, en todos los idiomas.
vetting-failed = No se usa, porque:
vetting-at = { $what }, línea { $n }, columna { $column }:
vetting-unknown-helper = «{ $what }» no es una función permitida.
vetting-missing-field = No existe el campo «{ $what }».
vetting-unclosed = «{ $what }» se abre y no se cierra.
vetting-too-big = Es demasiado larga: { $what }.
vetting-too-deep = Tiene demasiados niveles anidados.
topics-issues = Temas
topics-issue = Tema
topics-synonyms = También llamado
topics-synonyms-hint = Palabras que usan sus hojas de cálculo, separadas por punto y coma
topics-parent = Parte de
topics-add = Nuevo tema
topics-add-go = Añadir este tema
topics-regions = Regiones en uso
topics-regions-about = Se conocen todos los países y sus partes; estas tienen periodistas o comunicados.
topics-region-use = { $reporters ->
        [one] { $reporters } periodista
       *[other] { $reporters } periodistas
    }, { $releases ->
        [one] { $releases } comunicado
       *[other] { $releases } comunicados
    }
rules-approval = Aprobación
rules-approvers = { $n ->
        [0] Todavía nadie puede aprobar lo de otros.
        [one] Puede aprobar { $n } persona.
       *[other] Pueden aprobar { $n } personas.
    }
rules-policy = Hace falta una segunda persona
rules-policy-never = Nunca
rules-policy-auto = Con más de 500 periodistas o con embargo, cuando haya dos aprobadores
rules-policy-over = A partir de un número de periodistas
rules-policy-always = Siempre
rules-over = Ese número
rules-safety = Seguridad
rules-hold = Tiempo para detenerlo tras el último clic
rules-hold-hint = Entre el clic y la primera copia
rules-usual = Tamaño habitual de un envío, como mucho
rules-usual-hint = Se pregunta por lo que lo supere en más de la mitad.
rules-cap = Ningún envío mayor de
rules-cap-hint = Vacío significa sin límite.
rules-quiet-from = Descanso desde
rules-quiet-to = hasta
rules-changed = Último cambio: { $who }, { $when }.
rules-save = Guardar las reglas
team-title = Equipo
team-few = Hay menos de dos aprobadores, así que nadie puede ser la segunda persona.
team-role-head = Puede
team-role = { $role ->
        [viewer] Leer
        [writer] Escribir
        [approver] Escribir y aprobar
       *[admin] Todo
    }
team-role-viewer = Leer
team-role-writer = Escribir
team-role-approver = Escribir y aprobar
team-role-admin = Todo, también los ajustes
team-factor = Segundo paso
team-factor-yes = activado
team-factor-no = desactivado
team-seen = Última visita
team-sessions = Sesiones
team-sessions-of = Dónde tiene sesión { $who }
team-me = (usted)
team-invite = Invitar a alguien al equipo
team-invite-go = Enviar la invitación
session-this = esta
session-since = Desde el { $when }
session-end = Cerrarla
session-end-all = Cerrar todas menos esta
api-title = Claves de API
api-about = Para programas. Una clave nunca puede aprobar.
api-docs = Referencia
api-made = La clave «{ $what }» está lista. Cópiela ahora: solo se muestra una vez.
api-name = Nombre
api-name-hint = Qué la usa
api-scopes = Puede
api-scope-read = Leer
api-seen = Último uso
api-none = Todavía no hay claves.
api-make = Nueva clave
api-until = Válida durante
api-make-go = Crear esta clave
api-revoke = Revocar
audit-title = Registro
audit-who = Quién
audit-what = Qué
audit-from = Desde
audit-to = Hasta
audit-none = Nada en este periodo.

# Cuenta
account-title = Su cuenta
account-self = Usted
account-language = Idioma de estas páginas
account-signature = Firma
account-signature-hint = Al pie de sus respuestas a periodistas
account-keys = Atajos de una sola tecla
account-keys-hint = «/» busca; «g» y luego «r» abre los comunicados. Ninguno envía ni aprueba nunca.
account-save = Guardar
account-password = Contraseña
account-password-now = Contraseña actual
account-password-new = Contraseña nueva
account-password-hint = Al menos 12 caracteres. Varias palabras se recuerdan mejor que los signos.
account-password-go = Cambiar la contraseña
account-factor = Segundo paso al iniciar sesión
account-factor-on = Activado desde el { $when }
account-factor-off = Desactivado. Con él, una contraseña robada no abre nada por sí sola.
account-factor-add = Activarlo
account-factor-remove = Quitarlo…
account-codes-left = { $n ->
        [one] Queda { $n } código de recuperación.
       *[other] Quedan { $n } códigos de recuperación.
    }
account-codes-new = Nuevos códigos de recuperación
account-sessions = Dónde tiene sesión
factor-title = Active el segundo paso
factor-one = Abra una aplicación de autenticación en su teléfono o equipo.
factor-two = Añada esta clave:
factor-link = Abrir en una aplicación de este dispositivo
factor-three = Escriba las seis cifras que muestra.
factor-go = Activarlo
factor-codes-title = Sus códigos de recuperación
factor-codes-about = Cada uno sirve una vez, si pierde su autenticador. Solo se muestran ahora; imprímalos o guárdelos en un gestor de contraseñas.
factor-codes-done = Ya los he guardado
flash-saved = Guardado.
flash-added = { $what } está en la lista.
flash-paused = { $what } está en pausa.
flash-merged = { $what } es ahora una sola ficha.
flash-test-sent = La prueba va camino de { $what }.
flash-imported = Han entrado { $n } filas.
flash-cleared = La alerta está cerrada.
