# The officer's desk: mailings and reports. $n is a number, $what and $who are texts, $when is a moment already written out.

progress-left = { $unit ->
        [moment] menos de un minuto
        [minutes] { $n ->
            [one] { $n } minuto
           *[other] { $n } minutos
        }
       *[hours] { $n ->
            [one] { $n } hora
           *[other] { $n } horas
        }
    }
obstacle-paused = Está en pausa: { $what }. Esperan { $n }.
obstacle-halt-file = El archivo de parada del servidor lo detiene todo. Esperan { $n }.

why-waiting = Todavía no le ha llegado el turno.
why-in-hand = Un proceso de envío lo tiene ahora mismo.
why-accepted = Aceptado: { $what }
why-accepted-only = Aceptado.
why-retrying = Se reintenta el { $when }. La última respuesta: { $what }
why-retrying-only = Se reintenta el { $when }.
why-refused = Su servidor lo rechazó: { $what }
why-refused-address = Su servidor dice que esta dirección no existe: { $what }
why-refused-content = Su servidor rechazó el contenido: { $what }
why-in-doubt = El texto se entregó a { $what } y no llegó respuesta.
why-left-out = { $why ->
        [unsubscribed] Se dio de baja antes del envío.
        [suppressed] El correo a esta dirección está bloqueado.
        [stopped] El envío se detuvo antes.
        [withdrawn] El comunicado se retiró antes.
        [expired] No se pudo entregar a tiempo.
       *[already_has_it] Ya tiene esta versión.
    }

people-unwritten = { $n ->
        [one] { $n } de ellos aún no tiene entrada propia, porque el envío se está preparando o terminó antes.
       *[other] { $n } de ellos aún no tienen entrada propia, porque el envío se está preparando o terminó antes.
    }
people-narrowed = Solo: { $what }
report-by-hand = Nombrados a mano
report-ended = Terminó antes de que lo tuvieran todos. { $n } de { $of } aceptados.
report-by-outlets = Por medio
report-by-most = Sobre todo: { $what }, { $n } %
report-proof-none = La aprobación no consta.
report-proof-by = { $who }, { $when }
report-proof-alone = no hacía falta nadie más
report-proof-void = { $what }; sin validez desde el { $when }
reports-cut = Se muestran los más recientes, de { $n } en total. El archivo los tiene todos.
reports-by-none = En este tiempo no salió nada.

delivery-differs = Lo que se puede generar hoy no es, byte por byte, lo que salió; por eso no se entrega como ese correo.
delivery-afterwards = Después
delivery-said = Lo que se sabe
phase-under-way = en curso
event-kind = { $kind ->
        [opened] Se cargó la imagen
        [unsubscribed] Se dio de baja
        [resubscribed] Volvió
        [paused] Puso una pausa
        [bounced] Devuelto después
        [complained] Marcado como no deseado
       *[settled] Decidido
    }

flash-mailing-paused = En pausa. Esperan { $n }; no se pierde nada.
flash-mailing-resumed = Continúa. { $n } esperan su turno.
flash-mailing-moved-on = No se cambió nada: el envío ya había avanzado.
flash-settled = { $n ->
        [one] { $n } copia decidida.
       *[other] { $n } copias decididas.
    }
flash-settled-some = { $n } decididas. Para otras { $what } es demasiado pronto o demasiado tarde.
flash-settle-not = No se cambió nada: esta copia ya no está en duda.
flash-settle-early = No se cambió nada: aún puede llegar una respuesta hasta el { $what }.
flash-settle-closed = No se cambió nada: este envío ya no manda nada.
flash-settle-late = No se cambió nada: fue útil hasta el { $what }.
flash-settle-changed = No se cambió nada: ahora hay { $n } en duda. Vuelva a mirar.
flash-sending-allowed = Se permite enviar.
flash-relay-again = Se vuelve a intentar con el servidor de salida { $what }.

alert-of-relay = El servidor de salida { $what } necesita que alguien lo atienda.
alert-of-lane = El correo para { $what } tiene problemas.
alert-of-mailing = El envío { $what } necesita que alguien lo atienda.
alert-of-cap = Se alcanzó el límite de hoy.
alert-of-other = { $what } necesita que alguien lo atienda.
relay-halted = Parado desde el { $when }: { $what }
relay-rests = { $n ->
        [one] Descansa hasta el { $when }, tras { $n } fallo.
       *[other] Descansa hasta el { $when }, tras { $n } fallos seguidos.
    }
relay-rate-is = { $what }
relay-rate-is-slow = { $what }, frenado a una parte de { $n }
state-sender-silent = En silencio
sending-senders = Procesos de envío
sending-no-sender = Ningún proceso de envío está en marcha.
sender-col = { $col ->
        [name] Proceso
        [seen] Última señal de vida
        [started] Desde
       *[holds] Entre manos
    }
dkim-none = No hay claves. La orden «dateline dkim make» las crea.
dkim-lost = No se puede leer la carpeta de claves; el registro dice por qué.
dns-look = Preguntar al DNS
dns-spf-there = Hay un registro SPF. Solo quien lleva el servidor de salida puede decir si lo nombra: { $what }
dns-spf-none = No hay registro SPF para { $what }. Quien lleva el servidor de salida puede decir cómo debe ser.
dns-spf-several = Hay { $n } registros SPF para { $what }. Con más de uno no vale ninguno.
dns-spf-silent = Nadie responde por el registro SPF de { $what }. Pregunte más tarde.
dns-dmarc-there = DMARC está puesto: { $what }
dns-dmarc-silent = Nadie responde por el registro DMARC de { $what }. Pregunte más tarde.
state-record-silent = Sin respuesta
