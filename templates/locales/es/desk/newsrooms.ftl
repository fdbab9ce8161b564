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
