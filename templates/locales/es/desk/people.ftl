# The officer's desk: reporters and audiences. $n is a number, $what and $who are texts, $when is a moment already written out.

# Rules, by name
rule-and-more = { $what } y { $n } más
rule-more = También, por su nombre
rule-more-hint = Una región, un tema, un medio o la dirección de un periodista; punto y coma entre varios
rule-less = Pero no
rule-less-hint = Un medio o la dirección de un periodista; punto y coma entre varios
error-unknown-name = Aquí nada se llama { $what }: ni región, ni tema, ni medio, y nadie lo tiene como dirección.
error-unknown-name-near = Aquí nada se llama así. ¿Quería decir { $what }?
error-unknown-outlet = { $what } no es un medio conocido, y nadie lo tiene como dirección.
error-choose-place = { $what ->
        [issues] Elija un tema; «Todos los temas» es uno.
       *[regions] Elija una región; «Mundo» es una.
    }
error-people-changed = Otra persona guardó esto mientras usted escribía. Lo suyo sigue aquí; mire lo que está guardado ahora y guarde otra vez para poner lo suyo en su lugar.

# Audience
people-by-hand = Elegido a mano
audience-near = { $what } en { $who }
audience-why-not = { $why ->
        [struck] excluido por su nombre
        [not_placed] no consta ningún tema o ninguna región
       *[other] lo que cubre, su idioma o su medio no encaja
    }
audience-segment-now = Limitado al segmento { $what }.
audience-segment-drop = Ya no
bars-most = La mayoría: { $what }
bars-by-region = Por región
bars-by-issue = Por tema
bars-by-language = Por idioma

# Reporters
reporters-segment = A quienes se refiere ahora el segmento { $what }
reporters-segment-drop = Mostrar a todos
reporters-bulk-place = Tema o región que se añade
reporter-said-officer = La oficina no escribe a esta dirección desde el { $when }.
reporter-everything = todo
reporter-why-left-out = { $why ->
        [unsubscribed] se había dado de baja
        [suppressed] no se le debía escribir
        [stopped] se detuvo el envío
        [withdrawn] se retiró el comunicado
        [expired] ya era tarde
       *[already_has_it] ya tenía esta versión
    }
reporter-why-out = { $why ->
        [unsubscribed] Se dio de baja de { $what }
        [paused] Puso en pausa { $what }
        [bounced] Un servidor dijo que la dirección no existe
        [complained] Marcó nuestro correo como no deseado
        [erased] Borrado
       *[officer] La oficina dejó de escribir
    }
reporter-past-out = { $what }
reporter-more-places = Temas o regiones, por su nombre
reporter-more-places-hint = Para un lugar que no está en las listas; punto y coma entre varios
reporter-sure = La dirección está bien así
reporter-merge-with = Dirección de la otra ficha
error-opted-out = A { $what } ya no se le escribe y no se puede poner.
error-people-day = Elija un día posterior a hoy.
error-nobody-at = Nadie más tiene aquí la dirección { $what }.
confirm-fact-kept = El correo va a { $what }.
confirm-fact-quiet = { $what } se conserva y no se le escribe.
confirm-fact-left = { $what } se ha dado de baja. Eso valdrá para las dos direcciones.
confirm-fact-in-use = { $n ->
        [one] { $n } envío que no ha terminado lo usa. Hasta entonces no se puede borrar.
       *[other] { $n } envíos que no han terminado lo usan. Hasta entonces no se puede borrar.
    }

# Tidying
tidy-seen = Último contacto: { $when }
tidy-never = Sin contacto todavía
tidy-left-server = Un servidor dijo el { $when } que la dirección no existe. { $what }
tidy-confirm = Sigue siendo así

# What a press did
flash-nobody-chosen = No se eligió a nadie, así que no se hizo nada.
flash-no-place = Indique un tema o una región para añadir.
flash-placed = { $n ->
        [one] { $n } periodista lo tiene ahora.
       *[other] { $n } periodistas lo tienen ahora.
    }
flash-no-day = Elija un día posterior a hoy hasta el que no se escribe.
flash-paused-many = { $n ->
        [one] { $n } periodista está en pausa.
       *[other] { $n } periodistas están en pausa.
    }
flash-resumed = { $what } vuelve a recibir comunicados.
flash-not-ours = { $what } eligió esa pausa, así que le toca terminarla.
flash-erased = Borrado. Solo queda la dirección, en la lista de aquellas a las que no se escribe.
flash-under-way = { $n ->
        [one] { $n } correo a esta dirección se está entregando en este momento. No se empieza ninguno más; borre otra vez en unos minutos.
       *[other] { $n } correos a esta dirección se están entregando en este momento. No se empieza ninguno más; borre otra vez en unos minutos.
    }
flash-left = Ya no se escribe a { $what }.
flash-apart = Cuentan como dos personas.
flash-people-undone = Deshecho.
flash-still = Con el próximo comunicado se vuelve a intentar con { $what }.
flash-confirmed = { $what } está confirmado.
flash-segment-deleted = El segmento { $what } está borrado.
flash-segment-in-use = { $n ->
        [one] { $n } envío que no ha terminado usa este segmento, así que se queda.
       *[other] { $n } envíos que no han terminado usan este segmento, así que se queda.
    }
