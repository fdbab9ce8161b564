# The officer's desk: what mails look like, and trying how they leave. $n is a number, $what and $who are texts, $when is a moment already written out.

template-changed = último cambio: { $who }, { $when }
template-check = Verla
template-use = Revisar y usar
template-admins = Solo la administración cambia el aspecto de los correos.
template-languages = Idioma del ejemplo
template-sample = { $of ->
        [full] Con todo
        [bare] Lo más breve
       *[correction] Corrección
    }
template-differs = Diferencias con la de fábrica
template-in-force = En uso
template-use-again = Volver a usar la versión { $n }
template-version-own = { $who } la cambió
template-version-shipped = { $who } volvió a la de fábrica
template-version-restored = { $who } retomó la versión { $what }
template-not-shown = Se podrá ver cuando se corrija lo indicado.
template-ahead = { $n ->
        [one] Hay un envío aprobado que no ha empezado. Se aprobó con el aspecto actual: un cambio lo detiene y habrá que enviarlo y aprobarlo de nuevo.
       *[other] Hay { $n } envíos aprobados que no han empezado. Se aprobaron con el aspecto actual: un cambio los detiene y habrá que enviarlos y aprobarlos de nuevo.
    }
template-voids = { $n ->
        [one] Detener este envío
       *[other] Detener estos { $n } envíos
    }
state-template-aside = No se puede usar; los correos salen como de fábrica
flash-template-used = Así son los correos desde ahora: versión { $n }.
flash-template-shipped = Los correos vuelven al aspecto de fábrica: versión { $n }.
flash-template-same = Nada cambió: ya está en uso.
error-template-voids = { $n ->
        [one] Indique que el envío aprobado puede detenerse.
       *[other] Indique que los { $n } envíos aprobados pueden detenerse.
    }
error-template-overtaken = Otra persona la cambió entretanto; mire abajo la versión más reciente. Lo que escribió sigue aquí.
check-compliance-template-left-aside = Esta versión del programa no puede usar la plantilla de la oficina; el correo sale como de fábrica. Guarde de nuevo la plantilla.

vetting-in = { $what }, en el correo terminado:
vetting-too-long = El archivo supera { $what }; acórtelo.
vetting-empty = El archivo está vacío; escríbalo o tome el de fábrica.
vetting-many-lines = El asunto es una sola línea; una las líneas.
vetting-control = Hay un carácter invisible que no cabe en un correo; bórrelo.
vetting-not-here = El campo «{ $what }» no es para este archivo; quítelo.
vetting-not-list = «{ $what }» no es una lista; «each» recorre «postal» y «contact».
vetting-loop = Hay un bucle dentro de otro; quítelo.
vetting-unbalanced = «{ $what }» no corresponde a ningún bloque abierto; quítelo o abra el bloque.
vetting-raw = «{ $what }» está entre tres llaves, que son solo para el HTML del programa; use dos.
vetting-bare = «{ $what }» es HTML; entre dos llaves se leerían sus etiquetas: use tres.
vetting-partial = No existe la parte «{ $what }»; existen «contact» y «footer», sin nada detrás del nombre.
vetting-tag-name = El nombre de una etiqueta se compone de campos; escríbalo entero.
vetting-element = <{ $what }> no cabe en un correo; quítelo.
vetting-attribute = El atributo «{ $what }» no cabe en un correo; quítelo.
vetting-link = El enlace «{ $what }» no puede ir en un correo; escriba https://…, mailto:…, tel:… o un solo campo con enlace.
vetting-picture = La imagen «{ $what }» no es la del comunicado; la única imagen es el campo «image.url».
vetting-css = «{ $what }» en un estilo carga algo, oculta algo o los programas de correo no lo entienden; quítelo.
vetting-comment = En un correo solo caben los comentarios condicionales de fábrica; quite este.
vetting-missing = { $what ->
        [tag] Al correo le falta la palabra de embargo, corrección o retirada; ponga el campo «tag» delante de «title».
        [title] Al correo le falta el titular, o lo oculta; ponga el campo «title».
        [status] Al correo le falta la línea de tipo y embargo, o la oculta; ponga el campo «status».
        [body] Al correo le falta el texto del comunicado, o lo oculta; ponga «body_text» en el texto y «body_html» en el HTML.
        [contact] Al correo le falta el contacto de prensa, o lo oculta; ponga la parte «contact».
        [reason] El correo no dice por qué lo recibe el periodista, o lo oculta; ponga la parte «footer» o el campo «reason».
        [unsubscribe] Al correo le falta el enlace de baja, o lo oculta; ponga la parte «footer», o un enlace a «unsubscribe» con palabras.
       *[postal] Al correo le falta la dirección postal, o la oculta; ponga la parte «footer» o la lista «postal».
    }
vetting-on-page = En la página del navegador no hay nadie que se dé de baja: ponga lo que nombra «unsubscribe» o «view» en un bloque «unless page».
vetting-broken = No se puede rellenar; busque lo que no está cerrado.

relay-test = Probar la conexión con { $what }
relay-test-hint = Conecta y se identifica. No se envía nada.
relay-tested-well = La conexión con { $what } funciona.
relay-tested-failed = La conexión con { $what } todavía no funciona.
relay-step = { $at ->
        [name] Búsqueda del nombre
        [connect] Conexión
        [greeting] Saludo
        [hello] EHLO
        [tls] Cifrado
        [sign_in] Identificación
        [noop] El servidor responde
        [quit] Despedida
       *[folder] La carpeta
    }
state-step-done = Hecho
state-step-failed = Falló
relay-next-name = Revise el nombre del servidor en la dirección del archivo de configuración, y el DNS de esta máquina.
relay-next-connect = Revise servidor y puerto en el archivo de configuración, y si un cortafuegos deja salir a esta máquina.
relay-next-tls = Revise que el certificado del servidor valga para este nombre; un certificado propio se indica con «ca» en la dirección.
relay-next-sign-in = Revise usuario y contraseña en la dirección del archivo de configuración.
relay-next-ask = Pregunte a quien administra el servidor qué significa su respuesta.
relay-next-folder = Revise que la carpeta exista y se pueda escribir en ella.
sending-trial = Enviarme una prueba
sending-trial-hint = Un comunicado de ejemplo, marcado [TEST], por la cola y solo para usted.
audit-act-relay-test = probó la conexión con el servidor { $what }: { $detail }
audit-act-template-use = cambió la plantilla de correo { $what }: { $detail }
audit-act-template-reset = volvió a la plantilla de fábrica { $what }: { $detail }
