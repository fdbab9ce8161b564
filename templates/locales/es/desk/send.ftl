# The officer's desk: sending and approval. $n is a number, $what and $who are texts, $when is a moment already written out.

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
