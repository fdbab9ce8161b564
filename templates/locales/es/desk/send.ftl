# The officer's desk: sending and approval. $n is a number, $what and $who are texts, $when is a moment already written out.

# La frase, en lo que no dice el primer archivo. $begin y $terms son partes de ella, ya dichas.
send-begin-now = En cuanto se envíe
send-begin-hold =
    Cuando se envíe, tras { $seconds ->
        [one] { $seconds } segundo
       *[other] { $seconds } segundos
    } en los que aún se puede detener
send-begin-at = El { $when }, { $away }
send-terms-now = para difusión inmediata
send-terms-embargo = con embargo hasta el { $lift }
send-say-soon-embargo =
    { $begin }, { $n ->
        [one] { $count } periodista que cubre
       *[other] { $count } periodistas que cubren
    } { $issues } en { $regions } { $n ->
        [one] recibirá
       *[other] recibirán
    } «{ $title }» de { $sender }, { $terms }.
send-say-holders =
    { $begin }, { $n ->
        [one] { $count } periodista que tiene, o puede tener, «{ $original }» recibirá
       *[other] { $count } periodistas que tienen, o pueden tener, «{ $original }» recibirán
    } «{ $title }» de { $sender }, { $terms }.
send-say-narrowed = Solo quienes están en el segmento «{ $what }».
send-say-whole = No quienes cubren solo una parte de una región o un tema.
send-say-again = También quienes ya tienen esta versión.
send-say-have-it = Quien ya tiene esta versión no recibe otra copia.
send-say-urgent = Sale antes que todo lo demás que espera.
send-say-bulk = Sale después de todo lo demás que espera.
send-or-two = { $first } o { $second }
send-or-three = { $first }, { $second } o { $third }
send-or-others =
    { $first }, { $second } u { $n ->
        [one] { $n } más
       *[other] otros { $n }
    }
send-all-issues = todos los temas
send-world = el mundo
send-not-chosen = (sin decir todavía)
send-why-covers = cubre { $issue } en { $region }
send-why-named = elegido por su nombre
send-why-holder = tiene «{ $what }», o puede tenerlo
send-note-rejected = { $who } lo rechazó el { $when }: «{ $what }»
send-note-request-void = { $who } pidió la aprobación el { $when }. El texto se cambió después; pídala de nuevo.
send-note-planned-void = No se envió nada: al hacer los correos, los periodistas ya no eran exactamente los aprobados. Mírelo y decida de nuevo.
send-note-sent =
    Se envió el { $when }, a { $n ->
        [one] { $n } periodista
       *[other] { $n } periodistas
    }. A quien ya lo tiene no se le escribe otra vez.
send-note-open = Está en camino desde el { $when }. Enviarlo otra vez solo añade a quienes no lo tienen.
send-waits = Espera aprobación desde el { $when }, la pidió { $who }.
send-waits-link = Ver la petición
send-looks = Puede leerlo. Para enviar hace falta un redactor.
send-echo-now = { $n ->
        [0] En cuanto lo decida.
        [one] En cuanto lo decida; la primera copia sale tras { $n } segundo.
       *[other] En cuanto lo decida; la primera copia sale tras { $n } segundos.
    }
send-which = Ese día se atrasan los relojes. ¿Cuál quiere decir?
send-which-first = La primera { $what }
send-which-second = La segunda { $what }
send-trial-you = { $who } (usted)
check-audience-all-have-it = Todos los destinatarios tienen ya esta versión.
check-policy-no-approver = Las reglas piden la palabra de otra persona, y no hay nadie más que pueda darla. Añada un aprobador.
changed-audience-same = Tantos periodistas como antes, pero no los mismos, o no por la misma razón
changed-time-now = Ahora en cuanto se envíe
changed-embargo = Ahora hasta el { $what }
changed-embargo-none = Ahora sin embargo
changed-details = Algo aparte del titular y el texto: tipo, idioma, fecha, imagen o contacto de prensa
changed-else = Lo que la oficina pone en todos los correos, los servidores de salida o las opciones de envío
ask-mail-subject = { $who } le pide que apruebe «{ $what }»
ask-mail-text =
    { $who } le pide que apruebe un comunicado.

    { $sentence }

    No se envía nada antes de que lo haya mirado:
    { $link }

    Si otra persona decide antes, o se cambia el texto, ya no queda nada por hacer.
flash-asked = Se pide a { $what } que lo apruebe.
flash-asked-known = Esto ya se pidió, y espera.
flash-returned = Devuelto con su nota.
flash-rejected = Rechazado. El comunicado se conserva.
flash-scheduled = Está fijado para el { $what }, a { $n ->
        [one] { $n } periodista
       *[other] { $n } periodistas
    }.
flash-stopped = Detenido. { $n ->
        [one] { $n } periodista no lo recibe.
       *[other] { $n } periodistas no lo reciben.
    }
flash-stop-late = Terminó antes de poder detenerlo.
flash-withdrawn = No se empieza ninguna otra copia de «{ $what }». Escriba aquí lo que deben saber quienes lo tienen.
flash-follow-up = Esto va exactamente a quienes tienen «{ $what }», o pueden tenerlo.
error-date-unclear = Escriba la fecha con año, mes y día.
error-time-unclear = Escriba la hora así: 14:30.
error-blocked = Ahora algo lo impide. No se ha enviado nada.

# Checks
check-content-html-text-mismatch = La parte de texto y la parte HTML del correo no dicen lo mismo. Revise la plantilla.
check-content-link-uncheckable =
    { $n ->
        [one] Abra usted { $what }: aquí no respondió nadie.
       *[other] Abra usted { $what } y los demás enlaces dudosos ({ $n } en total): aquí no respondió nadie.
    }
check-content-link-text-generic = «{ $what }» no dice adónde lleva el enlace.
check-content-image-too-big = La imagen de { $what } pesa { $n } MB. Redúzcala a menos de uno.
check-embargo-public-page-visible = La página de la sala de prensa ya se puede leer, antes de que termine el embargo.
check-audience-everyone =
    Esto va a todo el directorio: { $n ->
        [one] { $n } periodista
       *[other] { $n } periodistas
    }.
check-sender-dns-silent = No se pudo preguntar al DNS por { $what }.
check-sender-spf-missing = El DNS no dice quién puede enviar por { $what }. Publique un registro SPF que nombre su servidor de salida.
check-sender-spf-fail = El registro SPF de { $what } no permite enviar a nadie, o hay más de uno.
check-sender-dkim-missing = El DNS no tiene nuestra clave de firma en { $what }. Publíquela como la muestran los ajustes.
check-sender-dmarc-missing = { $what } no tiene registro DMARC. Los grandes proveedores lo piden.
check-sender-dmarc-misaligned = { $what } pide rechazar el correo no alineado, pero las devoluciones van a otro dominio y el correo no se firma aquí.
check-time-weekend =
    Saldría en fin de semana para { $n ->
        [one] { $n } periodista
       *[other] { $n } periodistas
    }.
check-infra-quarantine = La base de datos se ha movido, así que nada se envía hasta que alguien diga que puede hacerse. Esperará hasta entonces.
check-infra-quota =
    { $n ->
        [one] { $n } de ellos lo recibe solo después de medianoche UTC
       *[other] { $n } de ellos lo reciben solo después de medianoche UTC
    }: no se empiezan más de { $what } copias al día.
send-alone-only = Las reglas piden la palabra de una segunda persona y nadie más puede darla. Añada un aprobador en Equipo, o envíelo en solitario con un motivo, arriba.
alone-title = No puede esperar: enviar sin una segunda persona
alone-about =
    { $others ->
        [0] Sale pasados { $n } minutos, en los que se puede detener. Su motivo consta en la prueba del envío y en el registro. No hay nadie más a quien avisar.
        [one] Se avisa enseguida por correo a { $who }, con su motivo, y puede detenerlo durante { $n } minutos antes de que salga el primer correo. Su motivo consta también en la prueba del envío y en el registro.
       *[other] Se avisa enseguida por correo a { $who }, con su motivo, y pueden detenerlo durante { $n } minutos antes de que salga el primer correo. Su motivo consta también en la prueba del envío y en el registro.
    }
alone-reason = ¿Por qué no puede esperar?
alone-reason-hint = Una frase que otras personas leerán.
alone-go =
    { $n ->
        [one] Enviar a { $n } periodista sin una segunda persona
       *[other] Enviar a { $n } periodistas sin una segunda persona
    }
error-alone-reason = Diga en una frase por qué no puede esperar a una segunda persona.
hold-alone = Sin una segunda persona: «{ $what }»
report-proof-own = nadie más, porque: «{ $what }»
alone-mail-subject = { $who } envía «{ $what }» sin una segunda persona
alone-mail-text =
    { $who } envía un comunicado sin la segunda persona que piden las reglas.

    { $sentence }

    El motivo: { $reason }

    El primer correo sale dentro de { $n } minutos. Hasta entonces, y después para quien aún no lo tenga, puede detenerlo:
    { $link }
audit-act-mailing-alone = envió el envío { $what } sin una segunda persona: { $detail }
send-begin-morning = Por la mañana de cada periodista, a las 08:30 de su propio reloj, el primero el { $when }
send-begin-morning-soon = Por la mañana de cada periodista, a las 08:30 de su propio reloj
send-echo-morning = A las 08:30 del reloj de cada periodista: su zona, si no la del país que cubre, si no la de la oficina ({ $what }).
changed-time-morning = Ahora por la mañana de cada periodista
check-time-morning-after-event =
    { $n ->
        [one] El acto ya habrá pasado en la mañana de { $n } periodista. Elija una hora para todos.
       *[other] El acto ya habrá pasado en la mañana de { $n } periodistas. Elija una hora para todos.
    }
