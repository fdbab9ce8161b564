# The officer's desk: releases. $n is a number, $what and $who are texts, $when is a moment already written out.
release-untitled = Sin titular
mail-sample = una persona de ejemplo (todavía no hay nadie en la audiencia)
mail-not-in-audience = { $who } no está en la audiencia de este comunicado y no lo recibiría.
mail-picture = Imagen, no se carga aquí: { $what }
mail-too-big = El correo tendría { $n } KB; los programas de correo cortan lo que pasa de { $of } KB. Acorte el texto o enlace al resto.
mail-too-deep = Hay citas y listas anidadas a más de { $n } niveles. Redúzcalas.
