# The officer's desk: team, account and rules. $n is a number, $what and $who are texts, $when is a moment already written out.

# La cuenta y la puerta
account-name-hint = Así figura usted en el registro. Quien necesite otro nombre recibe una invitación nueva de un administrador.
sign-in-why-password = Su contraseña nueva ya vale. Inicie sesión con ella.
sign-in-link-over = Ese enlace ya se usó o ha caducado. Pida otro.
factor-again-title = Nuevos códigos de recuperación
factor-again-about = Los anteriores dejan de servir, también los no usados.
factor-again-go = Crear diez códigos nuevos
flash-password = Su contraseña ha cambiado. Donde más tuviera sesión, ya no la tiene.
flash-session-ended = Esa sesión está cerrada.
flash-sessions-ended = { $n ->
        [0] No había ninguna sesión abierta.
        [one] { $n } sesión cerrada.
       *[other] { $n } sesiones cerradas.
    }
flash-factor-late = Ha pasado demasiado tiempo. Aquí tiene una clave nueva.
flash-factor-off = El segundo paso está desactivado. Su contraseña basta para abrir la mesa.
error-password-now = Esa no es su contraseña.
error-password-wait = { $n ->
        [one] Demasiados intentos. Espere { $n } segundo.
       *[other] Demasiados intentos. Espere { $n } segundos.
    }

# Equipo
team-made = { $n ->
        [one] Con este enlace { $who } elige una contraseña. Sirve una vez, durante { $n } hora, y solo se muestra ahora. De esta oficina aún no sale correo: hágaselo llegar usted.
       *[other] Con este enlace { $who } elige una contraseña. Sirve una vez, durante { $n } horas, y solo se muestra ahora. De esta oficina aún no sale correo: hágaselo llegar usted.
    }
team-made-mailed = { $n ->
        [one] La invitación va camino de { $who }. Este es su enlace, por si el correo no llega; sirve una vez, durante { $n } hora, y solo se muestra ahora.
       *[other] La invitación va camino de { $who }. Este es su enlace, por si el correo no llega; sirve una vez, durante { $n } horas, y solo se muestra ahora.
    }
team-invited = con invitación
team-role-viewer-hint = Lo ve todo y no cambia nada.
team-role-writer-hint = Escribe comunicados, cuida la lista de periodistas y pide aprobación.
team-role-approver-hint = Además da el visto bueno que envía, como primera o segunda persona.
team-role-admin-hint = Además cambia el equipo, las reglas y la salida del correo.
officer-role-go = Cambiar lo que puede hacer
officer-back-in = Cómo entra
officer-link-about = Para quien perdió su contraseña: un enlace para elegir otra. Cierra sus sesiones y no evita el segundo paso.
officer-link-go = Crear un enlace para otra contraseña
officer-invited-about = La invitación todavía no se ha usado. Una nueva deja sin valor la anterior.
officer-invited-go = Invitar de nuevo
officer-factor-on = El segundo paso está activado.
officer-factor-off = El segundo paso está desactivado.
officer-factor-reset = Quitar su segundo paso…
officer-remove = Quitar del equipo…
officer-sessions-end = Cerrarlas todas
officer-no-sessions = No tiene sesión en ningún sitio.
error-name-removed = { $what } ya estuvo en el equipo y figura en el registro. Escriba el nombre de forma algo distinta, para no confundirlos.
error-last-admin = Nadie más podría cambiar el equipo y las reglas. Nombre antes a otro administrador.
flash-role = Ha cambiado lo que puede hacer { $what }.
flash-removed = { $what } ya no está en el equipo.
flash-factor-reset = Se ha quitado el segundo paso de { $what }. Los administradores reciben un aviso por correo.
confirm-fact-tokens = { $n ->
        [one] { $n } clave de API que creó sigue funcionando. Revóquela si la conoce.
       *[other] { $n } claves de API que creó siguen funcionando. Revoque las que conozca.
    }

# Reglas
rules-title = Reglas
rules-hold-time = { $unit ->
        [minutes] { $n ->
            [one] { $n } minuto
           *[other] { $n } minutos
        }
       *[seconds] { $n ->
            [0] ninguno
            [one] { $n } segundo
           *[other] { $n } segundos
        }
    }
rules-quiet-hint = Según el reloj de cada periodista o, si no se conoce, el de { $what }. Se pregunta antes de que algo salga entonces; no por las correcciones ni las retiradas.
rules-admins = Las reglas las cambian los administradores.
error-whole-number = Escriba un número entero mayor que 0, o nada.
error-time = Escriba una hora como 21:00, en los dos campos o en ninguno.
error-date = Escriba una fecha como 2026-11-26.

# API
api-days = { $n ->
        [one] { $n } día
       *[other] { $n } días
    }
api-ends = Termina
api-scope-read-hint = Los comunicados y el estado de los envíos; ningún nombre ni dirección de periodistas.
flash-revoked = { $what } queda revocada.

# Registro. Cada acto tiene su mensaje audit-act-; los demás se muestran como están escritos.
audit-everybody = Todos
audit-everything = Todo
audit-by-itself = El propio Dateline
audit-by-operator = La persona que opera el sistema
audit-kind = { $kind ->
        [session] Inicios de sesión
        [officer] Equipo
        [release] Comunicados
        [approval] Aprobaciones
        [mailing] Envíos
        [delivery] Copias sueltas
        [sending] Frenos
        [relay] Servidores de salida
        [alert] Alertas
        [contact] Periodistas
        [import] Importaciones
        [newsroom] Salas de prensa
        [rules] Reglas
       *[token] Claves de API
    }
audit-act-other = { $what } { $detail }
audit-act-session-begin = inició sesión
audit-act-session-renew = confirmó su identidad
audit-act-session-end = cerró sesiones de { $what }
audit-act-officer-add = añadió a { $what } al equipo, que puede { $detail ->
        [viewer] leer
        [writer] escribir
        [approver] escribir y aprobar
       *[admin] hacerlo todo
    }
audit-act-officer-role = cambió lo que puede hacer { $what } a: { $detail ->
        [viewer] leer
        [writer] escribir
        [approver] escribir y aprobar
       *[admin] todo
    }
audit-act-officer-remove = quitó a { $what } del equipo
audit-act-officer-password = fijó la contraseña de { $what }
audit-act-officer-factor = { $detail ->
        [on] activó el segundo paso de { $what }
        [codes] creó nuevos códigos de recuperación para { $what }
       *[off] quitó el segundo paso de { $what }
    }
audit-act-release-withdraw = retiró el comunicado { $what }
audit-act-release-place = situó el comunicado { $what }: { $detail }
audit-act-release-ask = pidió aprobar el comunicado { $what }
audit-act-mailing-send = dio la orden de enviar el envío { $what }
audit-act-mailing-approve = aprobó el envío { $what }
audit-act-mailing-pause = puso en pausa el envío { $what } { $detail }
audit-act-mailing-resume = dejó seguir el envío { $what }
audit-act-mailing-stop = detuvo el envío { $what } { $detail }
audit-act-mailing-void = abandonó el envío { $what }, porque no era lo aprobado: { $detail }
audit-act-approval-void = anuló la aprobación del envío { $what }: { $detail }
audit-act-delivery-settle = resolvió la copia { $what }: { $detail }
audit-act-sending-kill = detuvo todos los envíos
audit-act-sending-unkill = permitió de nuevo los envíos
audit-act-sending-quarantine = no dejó salir nada: { $detail }
audit-act-sending-leave-quarantine = permitió que esta base de datos envíe desde aquí
audit-act-relay-halt = paró el servidor de salida { $what }: { $detail }
audit-act-relay-try-again = probó de nuevo el servidor de salida { $what }
audit-act-alert-clear = cerró la alerta { $what }
audit-act-contact-link = vinculó al periodista { $what }: { $detail }
audit-act-rules-change = cambió las reglas: { $detail }
audit-act-token-make = creó la clave de API { $what }
audit-act-token-revoke = revocó la clave de API { $what }
audit-act-release-return = devolvió el comunicado { $what }: { $detail }
audit-act-release-reject = rechazó el comunicado { $what }: { $detail }
audit-act-release-request-void = dejó sin efecto la petición sobre el comunicado { $what }
audit-act-release-audience = cambió la audiencia del comunicado { $what }
audit-act-release-take = tomó de la sala de prensa el comunicado { $what }
audit-act-mailing-acknowledge = dio por vistos los avisos del envío { $what }
audit-act-contact-add = añadió al periodista { $what }
audit-act-contact-edit = cambió la ficha del periodista { $what }
audit-act-contact-erase = borró al periodista { $what }
audit-act-contact-merge = unió otra ficha a la del periodista { $what }
audit-act-contact-place = asignó a varios periodistas una región o un tema
audit-act-contact-import = trajo periodistas con la importación { $what }
audit-act-contact-import-undo = deshizo la importación { $what }
audit-act-contact-apart = dijo que el periodista { $what } y otro son dos personas
audit-act-contact-left = anotó que el periodista { $what } se ha ido
audit-act-contact-not-left = anotó que el periodista { $what } no se ha ido
audit-act-contact-still-there = mandó volver a probar la dirección del periodista { $what }
audit-act-contact-not-there = mandó no probar más la dirección del periodista { $what }
audit-act-contact-pause = puso en pausa al periodista { $what }
audit-act-contact-resume = terminó la pausa del periodista { $what }
audit-act-contact-confirm = confirmó al periodista { $what }
audit-act-contact-not-confirmed = retiró la confirmación del periodista { $what }
audit-act-segment-add = guardó el segmento { $what }
audit-act-segment-change = cambió el segmento { $what }
audit-act-segment-delete = eliminó el segmento { $what }
audit-act-issue-add = añadió el tema { $detail }
audit-act-issue-change = cambió el tema { $detail }
audit-act-newsroom-add = conectó la sala de prensa { $detail }
audit-act-newsroom-remove = desconectó la sala de prensa { $what }
audit-act-newsroom-draft = hizo de la sala de prensa el borrador del comunicado { $what }

# Correos al equipo. El enlace va entre text y after.
mail-sign-in-subject = Inicie sesión en { $office }
mail-sign-in-text = Hola, { $who }:

    abra este enlace y pulse el botón para iniciar sesión. Sirve una vez, durante 15 minutos:
mail-sign-in-after = ¿No lo ha pedido usted? Entonces no haga nada: sin este enlace nadie entra con él.
mail-invite-subject = Su lugar en la mesa de prensa de { $office }
mail-invite-text = Hola, { $what }:

    { $who } le ha hecho un sitio en la mesa de prensa de { $office }. Abra este enlace y elija una contraseña. Sirve una vez, durante 24 horas:
mail-invite-after = No se lo dé a nadie: quien lo abra primero elige la contraseña.
mail-factor-reset-subject = { $office }: se ha quitado un segundo paso
mail-factor-reset-text = { $who } quitó el segundo paso de { $what } el { $when }.

    Si estaba acordado, no hay que hacer nada; { $what } activa uno nuevo en la página de su cuenta.
    Si no lo estaba, cierre las sesiones de ambas personas en la página del equipo y mire el registro.

# Ayuda
help-title = Ayuda
help-about = Cómo llega un comunicado a los periodistas, qué significan las palabras y qué no se puede deshacer.
help-way = Cómo sale un comunicado
help-way-write = Escríbalo o tómelo de la sala de prensa. Todo se guarda como borrador; un borrador no llega a nadie.
help-way-audience = Diga de qué temas y regiones trata. La página muestra quién lo recibirá, quién queda fuera y por qué.
help-way-check = La página de envío dice en una frase qué pasará y qué lo impide. Mientras algo lo impida, no hay botón.
help-way-word = Pulse el botón que nombra el número. Si las reglas piden una segunda persona, pasa a un aprobador, que ve exactamente lo que usted vio. Lo que cambie entretanto se muestra y no se envía.
help-way-hold = Durante un rato todo se puede detener aún. Después se detiene lo que no se haya entregado; lo demás va de camino.
help-way-report = Cada copia se cuenta hasta que nada queda abierto. Lo que nadie puede saber se llama en duda y espera a una persona.
help-states = Qué fue de una copia
help-state-waiting = Todavía no le ha tocado.
help-state-retrying = Un servidor dijo «más tarde». Se reintenta por sí sola durante tres días como mucho.
help-state-accepted = Un servidor la tomó. Aún puede volver; entonces el informe lo dice.
help-state-refused = Un servidor la rechazó para siempre: por la dirección o por el texto.
help-state-in-doubt = Se entregó y no llegó respuesta. Puede haber llegado. Solo se envía otra vez si alguien lo dice.
help-state-left-out = No se envió: baja, dirección bloqueada, detenida, demasiado tarde o ya la tenía.
help-states-sum = Juntas son siempre el número aprobado.
help-final = Qué no se puede deshacer
help-final-accepted = El correo que un servidor aceptó no se puede recuperar. Envíe una corrección o una retirada exactamente a quienes lo recibieron.
help-final-left = Quien se dio de baja sigue así, también tras una importación. Solo esa persona puede volver.
help-final-erased = Un periodista borrado ya no está. Una huella cifrada de la dirección evita escribirle por error.
help-final-audit = Al registro solo se añade. Nadie puede quitar una línea sin que se note.
help-keys = Atajos
help-keys-about = Los de Ctrl funcionan siempre; los demás, cuando se activan. Ninguno envía, aprueba ni detiene nunca.
help-key-save = Guarda el formulario
help-key-send-page = Abre la página de envío
help-key-find = Busca un periodista o un comunicado
help-api = Para programas
help-api-about = Un programa lee con una clave de los ajustes, enviada como «Authorization: Bearer». Las respuestas son JSON.
help-api-releases = – los comunicados, primero los nuevos; limit (hasta 100) y offset
help-api-mailing = – el estado de un envío, en números
help-ask = A quién preguntar
help-ask-about = Estas personas administran el equipo: pueden cambiar lo que usted puede hacer y ayudarle si no logra entrar.
help-back = Volver
