# The officer's desk: newsrooms and templates. $n is a number, $what and $who are texts, $when is a moment already written out.

state-newsroom-new = Aún sin leer
state-newsroom-partly = Leída en parte
newsroom-new = Se consultará en menos de un minuto.
newsroom-unread =
    { $n ->
        [one] { $n } elemento no se pudo leer y no es borrador
       *[other] { $n } elementos no se pudieron leer y no son borradores
    }; el último fue «{ $what }».
newsroom-fetch = Consultar ahora
newsroom-remove = Quitar
newsrooms-name = Nombre
newsrooms-name-hint = Como la llama el equipo
newsrooms-found-none = Ahora mismo no contiene nada. Lo que aparezca allí será un borrador.
newsrooms-found-about = Lo publicado en los últimos siete días pasa a borradores, veinte como máximo; después, todo lo nuevo.
error-newsroom-address = Indique una dirección http o https.
error-newsroom-private = Una dirección que se guarda debe ser pública y no llevar nombre de usuario.
error-newsroom-fetch = No se pudo leer: { $what }
error-newsroom-known = { $what } ya está conectada.
flash-newsroom-added = { $what } está conectada. Sus primeros borradores estarán en unos dos minutos.
flash-newsroom-hurried = { $what } se consultará en unos segundos.
flash-newsroom-removed = { $what } ya no se consulta.
flash-taken = El texto de la sala de prensa es ahora la versión { $n }.
flash-taken-nothing = No había nada nuevo que tomar.
topics-rename = Cambiar { $what }
topics-rename-go = Guardar
topics-renamed-hint = El nombre anterior se sigue reconociendo.
error-topic-name = Un nombre tiene letras, ningún punto y coma ni barra y como máximo { $n } caracteres.
error-topic-synonym = { $what } ya nombra otro tema.
template-about-notice = Los avisos de alertas al equipo
template-about-drafts = Los avisos de borradores nuevos al equipo
newsroom-categories =
    { $n ->
        [0] Categorías
        [one] Categorías ({ $n } sin significado)
       *[other] Categorías ({ $n } sin significado)
    }
categories-title = Categorías de { $what }
categories-about = Una categoría que nombra exactamente una de sus regiones o uno de sus temas, o cuyo significado se indica aquí, queda puesta en cada borrador nuevo sin que nadie tenga que marcarla. Vale desde la próxima noticia; los borradores que ya existen quedan como están.
categories-none = Esta sala de prensa todavía no ha clasificado nada en categorías.
categories-items =
    { $n ->
        [one] { $n } noticia
       *[other] { $n } noticias
    }
categories-means = «{ $what }» significa este tema o esta región
categories-nothing = «{ $what }» no dice nada de lugar ni de tema
categories-save = Guardar lo que significan
state-category-open = Sin significado
state-category-nothing = Aquí no significa nada
state-category-region = Región: { $what }
state-category-issue = Tema: { $what }
state-category-region-name = Región por su nombre: { $what }
state-category-issue-name = Tema por su nombre: { $what }
flash-categories-saved =
    { $n ->
        [0] No ha cambiado nada en las categorías de { $what }.
        [one] Se recordará lo que significa { $n } categoría de { $what }.
       *[other] Se recordará lo que significan { $n } categorías de { $what }.
    }
error-category-nothing = No puede significar { $what } y nada a la vez. Vacíe el campo o quite la marca.
error-category-both = { $what } es una región y un tema. Para la región, escriba su código; para el tema, dele otro nombre en Temas y escríbalo.
error-category-unknown = No hay ninguna región ni ningún tema que se llame { $what }. Añada el tema en Temas, o escriba el nombre o el código de una región.
places-category = por la categoría «{ $what }» de la sala de prensa
places-words = { $what }
audit-act-newsroom-map = indicó qué significan categorías de la sala de prensa { $what }
