# The officer's desk: imports. $n is a number, $what and $who are texts, $when is a moment already written out.

error-import-email = Indique qué columna contiene las direcciones de correo.
error-import-place = { $what } no es un nombre ni un código que la oficina conozca.
import-pasted = Celdas pegadas
import-tabs = tabuladores
import-cells = celdas
import-earlier-open = { $n ->
        [one] { $n } fila
       *[other] { $n } filas
    }, por { $who }: aún sin importar
import-earlier-undone = { $n ->
        [one] { $n } fila
       *[other] { $n } filas
    }, por { $who }: deshecha
import-file-locked = { $what } está protegido con contraseña. Guárdelo sin ella y tráigalo de nuevo.
import-file-broken = { $what } está dañado o es de un tipo antiguo (.xls). Guárdelo como XLSX o CSV y tráigalo de nuevo.
import-file-unpacked = { $what } ocupa descomprimido más de { $n } MB, o tiene más celdas que una lista de personas. Borre lo que sobre o guárdelo como CSV.
import-file-rows = { $what } tiene más de { $n } filas. Divídalo.
import-file-no-table = { $what } no es una tabla que se pueda leer. Guárdelo como XLSX o CSV y tráigalo de nuevo.
import-create = Convertir en tema cada nombre que quede vacío
import-create-hint = Si no, las personas entran sin él.
import-looks = Filas que entran, pero conviene mirar
import-recheck-one = Revisar esta fila
import-row-n = (fila { $n })
import-skip = Dejarla fuera
import-sum-out = { $rows } filas = { $added } por excluir + { $updated } ya excluidas + { $merged } repetidas en el archivo + { $rejected } ilegibles
import-done-out = { $rows } filas: { $added } quedan excluidas desde ahora, { $updated } ya lo estaban, { $merged } estaban repetidas en el archivo, { $rejected } se omitieron.
import-go-out = { $n ->
        [one] Excluir { $n } dirección
       *[other] Excluir { $n } direcciones
    }
import-go-out-skip = Excluir { $n } y omitir { $skip }
import-todo-email-typo-domain =
    mirar { $n ->
        [one] { $n } dirección que parece mal escrita
       *[other] { $n } direcciones que parecen mal escritas
    }
import-todo-too-long =
    acortar { $n ->
        [one] { $n } fila
       *[other] { $n } filas
    }
import-todo-issue-unknown =
    elegir un tema para { $n ->
        [one] { $n } fila
       *[other] { $n } filas
    }
import-why-exists-bounced = El correo a esta dirección fue devuelto el { $what }: el buzón no existe.
import-why-skipped = Usted dejó fuera esta fila.
import-why-duplicate-in-file = La misma persona que en la fila { $what }. Las filas se unen.
import-looking-title = Revisando las filas
import-looking = { $n } de { $of } filas revisadas
import-looked = Se han revisado todas las filas. Todavía no se ha guardado nada.
import-looked-go = Ver qué ocurriría
import-undoing-title = Deshaciendo la importación
import-undoing = { $n } de { $of } periodistas
import-undone-title = Importación deshecha
import-undone = Quitados: { $removed }. Con sus valores anteriores: { $restored }.
import-stay-mailed = { $n ->
        [one] { $n } se queda: desde entonces se le ha escrito, o está a punto de recibir algo.
       *[other] { $n } se quedan: desde entonces se les ha escrito, o están a punto de recibir algo.
    }
import-stay-edited = { $n ->
        [one] { $n } se queda: alguien ha cambiado su ficha desde entonces.
       *[other] { $n } se quedan: alguien ha cambiado sus fichas desde entonces.
    }
confirm-fact-import-restored = { $n ->
        [one] { $n } persona recupera el valor anterior de cada campo que nadie ha cambiado desde entonces.
       *[other] { $n } personas recuperan el valor anterior de cada campo que nadie ha cambiado desde entonces.
    }
confirm-fact-import-stay = { $n ->
        [one] { $n } persona que llegó con ella se queda: desde entonces se le ha escrito, o está a punto de recibir algo.
       *[other] { $n } personas que llegaron con ella se quedan: desde entonces se les ha escrito, o están a punto de recibir algo.
    }
confirm-fact-import-out = Quien se haya dado de baja entretanto sigue fuera.
