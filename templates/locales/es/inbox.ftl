# La bandeja de prensa, en español.

# Why a message went where it went
route-to-owner = Lo tiene { $who }
route-to-desk = Está en { $desk }, para quien lo tome primero de entre { $who },
route-to-many = Se avisó a { $who }, y lo tiene quien lo tome primero,
route-to-nobody = No se pudo avisar a nadie
route-because-a = porque pertenece a una consulta que ya existe.
route-because-b = porque este periodista es siempre suyo ({ $facts }).
route-because-line = porque encaja la línea { $line } «{ $name }»: { $facts }.
route-because-always = porque la línea { $line } «{ $name }» encaja con todo.
route-because-d = como contacto de prensa del comunicado del que trata: { $facts }.
route-because-e = porque esta mesa lleva el idioma: { $facts }.
route-because-f = porque no encaja ninguna línea: lo recibe el último recurso.
route-told-too = También se avisó a: { $who }.
route-list-comma = {", "}
route-list-and = { $rest } y { $last }

# Facts
route-fact = { $field }: { $value } ({ $from })
route-fact-none = { $field }: ninguno ({ $from })
route-fact-not = { $field }: { $value }, ninguno de los nombrados ({ $from })
route-fact-not-known = { $field }: ninguno de los nombrados ({ $from })
route-from-message = según el mensaje
route-from-release = según el comunicado
route-from-contact = según el directorio
route-from-outlet = según el medio
route-from-label = según una etiqueta
route-from-clock = según el horario de la mesa
route-from-sender = según el remitente
route-field-release = el comunicado
route-field-region = la región
route-field-issue = el tema
route-field-language = el idioma
route-field-keywords = una palabra del texto
route-field-outlet = el medio
route-field-outlet-kind = el tipo de medio
route-field-outlet-tier = el nivel del medio
route-field-reporter = el periodista
route-field-segment = el segmento
route-field-written-to = la dirección a la que se escribió
route-field-time = la hora
route-field-deadline = el plazo
route-field-sender = la comprobación del remitente
route-field-label = la etiqueta

# Lines that did not decide
route-no-row = { $field }: { $value }
route-no-unknown = { $field }: no encaja
route-no-excepted = excepción: { $field }: { $value }
route-no-target = encaja, pero ahora no nombra a nadie
route-no-new = una consulta nueva
route-no-owner = nadie tiene la consulta
route-no-pin = este periodista no está asignado
route-no-release = no trata de ningún comunicado
route-no-contact = el comunicado no nombra a nadie de la oficina como contacto
route-no-desk = ninguna mesa lleva este idioma

# From the target to a person
route-step-on-duty = { $who } está de servicio.
route-step-away = { $who } está ausente hasta { $when }.
route-step-off-shift = { $who } no trabaja hasta { $when }.
route-step-off-shift-open-ended = { $who } no trabaja, y ninguna de sus mesas abre pronto.
route-step-gone = El destino ya no existe.
route-step-deputy = { $who } sustituye a { $of }.
route-step-their-desk = Nadie sustituye a { $who }: pasa a { $desk }.
route-step-desk-open = { $desk } está abierta hasta { $when }.
route-step-desk-open-open-ended = { $desk } está abierta.
route-step-desk-closed = { $desk } está cerrada hasta { $when }.
route-step-desk-closed-open-ended = { $desk } está cerrada y no abre en dos semanas.
route-step-holiday = { $desk } está cerrada por { $name } hasta { $when }.
route-step-holiday-open-ended = { $desk } está cerrada por { $name }.
route-step-turn = En { $desk } es el turno de { $who }.
route-step-fewest = { $who } es quien menos consultas abiertas tiene en { $desk } ({ $n }).
route-step-picks = { $n ->
        [one] Hay una persona de turno en { $desk }.
       *[other] Hay { $n } personas de turno en { $desk }.
    }
route-step-nobody = No hay nadie de turno en { $desk }.
route-step-lead = { $who } dirige { $desk }.
route-step-after = Va a donde { $desk } manda lo que llega fuera de horario.
route-step-shift = { $who } está de guardia ({ $rota }) hasta { $when }.
route-step-override = { $who } cubre a { $of } ({ $rota }) hasta { $when }, según dispuso { $by }.
route-step-override-gap = { $who } cubre { $rota } hasta { $when }, según dispuso { $by }.
route-step-backup = { $who } es el refuerzo de { $rota }.
route-step-gap = Ahora no hay nadie de guardia en { $rota }: cubra este hueco.
route-step-nobody-on-call = Quien figura en { $rota } está ausente, y el refuerzo también.
route-step-stays = Puede esperar a { $who }.
route-step-covered = No puede esperar a { $who }.
route-step-fallback = { $n ->
        [one] El último recurso es una persona.
       *[other] El último recurso son { $n } personas.
    }

# Where a message belongs
thread-t1 = Token en la dirección { $found }
thread-t2 = Responde a { $found }
thread-t3 = Conversación de Outlook { $found }
thread-t4 = Enlaza a { $found }
thread-t5 = Mismo remitente y asunto: { $found }
thread-t6 = El asunto es el título de un comunicado: { $found }
thread-t7 = No nombra nada nuestro
thread-joined = el remitente participa en la consulta { $inquiry }
thread-colleague = el remitente es de { $domain }, como el periodista de la consulta { $inquiry }
thread-stranger = el remitente no participa en la consulta { $inquiry }: solo consta como afirmación
thread-new-topic = un tema nuevo después de la consulta { $inquiry }
thread-long-closed = la consulta { $inquiry } se cerró hace más de 14 días
thread-copy-own = su copia del comunicado { $release }
thread-copy-other = la copia de otra persona del comunicado { $release }
thread-copy-known = el comunicado { $release }, sobre el que la consulta { $inquiry } es suya
thread-release = trata del comunicado { $release }
thread-unknown = aquí nadie lo conoce
thread-nothing = una consulta propia

# What is wrong with the rules
lint-shadowed = La línea { $line } nunca decide: la línea { $by } encaja con todo lo suyo.
lint-unreachable = La línea { $line } no lleva a nadie: { $what }.
lint-gap = Nadie está de guardia en { $what } desde { $when }.
lint-unknown-label = La línea { $line } pide la etiqueta «{ $what }», que ninguna regla pone.
