# The officer's desk: releases. $n is a number, $what and $who are texts, $when is a moment already written out.
release-untitled = Sin titular
mail-sample = una persona de ejemplo (todavía no hay nadie en la audiencia)
mail-not-in-audience = { $who } no está en la audiencia de este comunicado y no lo recibiría.
mail-picture = Imagen, no se carga aquí: { $what }
mail-too-big = El correo tendría { $n } KB; los programas de correo cortan lo que pasa de { $of } KB. Acorte el texto o enlace al resto.
mail-too-deep = Hay citas y listas anidadas a más de { $n } niveles. Redúzcalas.
releases-any-owner = Todo el equipo
releases-any-issue = Todos los temas
releases-any-kind = Todos los tipos
releases-none-found = Ningún comunicado coincide con esta selección.
release-owner-none = Línea de comandos
release-said-stored = Guardado desde la línea de comandos.
release-said-void = Lo planificado para { $when } no era lo aprobado; no se envió nada.
release-said-stopped-after = { $n ->
        [0] Detenido antes de que saliera ninguna copia.
        [one] Detenido tras { $n } copia.
       *[other] Detenido tras { $n } copias.
    }
release-said-withdrawn-at = Retirado, { $when }.
calendar-more = { $n ->
        [one] y { $n } más
       *[other] y { $n } más
    }
error-date-and-time = Indique fecha y hora, por ejemplo 10:00.
error-web-address = Escriba una dirección que empiece por https://
saved-by-press = Guardado { $when }. Lo que cambie ahora se guarda solo al pulsar Guardar.
trial-you = { $who } (usted)
flash-test-not-made = No se envió ninguna prueba: el correo no se puede componer tal como está. Lo que hay que cambiar figura junto al texto.
flash-test-no-key = No se envió ninguna prueba: ninguna clave firma todavía el correo del dominio remitente. Los ajustes de envío dicen qué hacer.
flash-restored = La versión { $n } se ha recuperado y es la más reciente.
version-stored = Guardada desde la línea de comandos.
version-stored-anew = Guardada de nuevo desde su origen; cambió: { $what }.
version-saved = { $who } la guardó.
list-comma = {", "}
