//! Which column of a spreadsheet is which, by what people call them in English, German, French and Spanish.

use super::field::Field;
use crate::model::address::EmailAddress;
use crate::model::vocabulary::term_key;

/// Keys as [`term_key`] makes them.
const HEADERS: [(Field, &[&str]); 12] = [
    (
        Field::Name,
        &[
            "name",
            "full name",
            "contact",
            "contact name",
            "display name",
            "reporter",
            "journalist",
            "vollstandiger name",
            "kontakt",
            "anzeigename",
            "ansprechpartner",
            "nom complet",
            "nom et prenom",
            "prenom et nom",
            "contacto",
            "nombre completo",
            "nombre y apellidos",
            "periodista",
        ],
    ),
    (
        Field::FirstName,
        &[
            "first name",
            "firstname",
            "given name",
            "forename",
            "first",
            "vorname",
            "prenom",
            "nombre",
            "nombre de pila",
            "primer nombre",
        ],
    ),
    (
        Field::LastName,
        &[
            "last name",
            "lastname",
            "surname",
            "family name",
            "last",
            "nachname",
            "familienname",
            "nom",
            "nom de famille",
            "apellido",
            "apellidos",
        ],
    ),
    (
        Field::Email,
        &[
            "email",
            "e mail",
            "mail",
            "email address",
            "e mail address",
            "mail address",
            "address email",
            "email 1 value",
            "e mail 1 value",
            "work email",
            "business email",
            "primary email",
            "email adresse",
            "e mail adresse",
            "emailadresse",
            "mailadresse",
            "mail adresse",
            "adresse email",
            "adresse e mail",
            "adresse mail",
            "courriel",
            "adresse electronique",
            "adresse courriel",
            "correo",
            "correo electronico",
            "direccion de correo",
            "direccion de correo electronico",
            "direccion email",
            "e mail privat",
            "e mail geschaftlich",
        ],
    ),
    (
        Field::Outlet,
        &[
            "outlet",
            "media outlet",
            "medium",
            "media",
            "publication",
            "organisation",
            "organization",
            "organization name",
            "organization 1 name",
            "company",
            "newspaper",
            "employer",
            "redaktion",
            "zeitung",
            "sender",
            "firma",
            "medienhaus",
            "media name",
            "entreprise",
            "societe",
            "journal",
            "redaction",
            "medio",
            "medio de comunicacion",
            "organizacion",
            "empresa",
            "periodico",
            "publicacion",
        ],
    ),
    (
        Field::Role,
        &[
            "role",
            "title",
            "job title",
            "position",
            "function",
            "job",
            "organization 1 title",
            "organization title",
            "rolle",
            "funktion",
            "stelle",
            "berufsbezeichnung",
            "fonction",
            "poste",
            "titre",
            "cargo",
            "puesto",
            "funcion",
            "rol",
        ],
    ),
    (
        Field::Issues,
        &[
            "issues",
            "issue",
            "covers",
            "coverage",
            "beat",
            "beats",
            "topic",
            "topics",
            "subject",
            "subjects",
            "subject area",
            "subject areas",
            "themen",
            "thema",
            "themengebiet",
            "themengebiete",
            "ressort",
            "ressorts",
            "schwerpunkt",
            "schwerpunkte",
            "fachgebiet",
            "sujets",
            "sujet",
            "theme",
            "themes",
            "thematique",
            "thematiques",
            "rubrique",
            "rubriques",
            "temas",
            "tema",
            "cobertura",
            "areas tematicas",
            "seccion",
        ],
    ),
    (
        Field::Regions,
        &[
            "regions",
            "region",
            "country",
            "countries",
            "area",
            "areas",
            "territory",
            "state",
            "location",
            "regionen",
            "land",
            "lander",
            "gebiet",
            "gebiete",
            "bundesland",
            "pays",
            "zone",
            "zones",
            "zone geographique",
            "regiones",
            "pais",
            "paises",
            "zona",
            "zonas",
        ],
    ),
    (
        Field::Language,
        &[
            "language",
            "languages",
            "lang",
            "preferred language",
            "sprache",
            "sprachen",
            "langue",
            "langues",
            "idioma",
            "idiomas",
            "lengua",
        ],
    ),
    (Field::TimeZone, &["time zone", "timezone", "tz", "zeitzone", "fuseau horaire", "zona horaria", "huso horario"]),
    (
        Field::Phone,
        &[
            "phone",
            "phone number",
            "telephone",
            "tel",
            "mobile",
            "mobile phone",
            "cell",
            "business phone",
            "phone 1 value",
            "work phone",
            "telefon",
            "telefonnummer",
            "handy",
            "mobil",
            "mobiltelefon",
            "telephone portable",
            "portable",
            "numero de telephone",
            "telefono",
            "movil",
            "celular",
            "numero de telefono",
        ],
    ),
    (
        Field::Notes,
        &[
            "notes",
            "note",
            "comment",
            "comments",
            "remarks",
            "notizen",
            "notiz",
            "bemerkung",
            "bemerkungen",
            "anmerkung",
            "anmerkungen",
            "kommentar",
            "remarque",
            "remarques",
            "commentaire",
            "commentaires",
            "notas",
            "nota",
            "observaciones",
            "comentario",
            "comentarios",
        ],
    ),
];

pub(super) fn field(header: &str) -> Option<Field> {
    let key = term_key(header.trim_start_matches('\u{FEFF}'));
    HEADERS.iter().find(|(_, names)| names.contains(&key.as_str())).map(|(field, _)| *field)
}

/// How much a first record looks like a header row.
pub(super) fn score(cells: &[String]) -> usize {
    let known = cells.iter().filter(|cell| field(cell).is_some()).count();
    let mail = cells.iter().any(|cell| field(cell) == Some(Field::Email));
    known + if mail { 100 } else { 0 }
}

/// The columns in use; several may feed one field.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub headers: Vec<String>,
    fields: Vec<Option<Field>>,
}

impl Columns {
    /// `named` are headers a person explained: (header, field name).
    pub fn new(headers: Vec<String>, named: &[(String, String)]) -> Self {
        let told = |header: &str| {
            named.iter().find(|(theirs, _)| term_key(theirs) == term_key(header)).and_then(|(_, ours)| field(ours))
        };
        let mut fields: Vec<Option<Field>> = headers.iter().map(|header| told(header).or_else(|| field(header))).collect();
        // `Nom` beside `Prénom` is the family name; alone it is the whole one. The same for `Nombre` without `Apellidos`.
        let has = |fields: &[Option<Field>], field| fields.contains(&Some(field));
        if has(&fields, Field::LastName) != has(&fields, Field::FirstName) && !has(&fields, Field::Name) {
            for field in &mut fields {
                if matches!(field, Some(Field::LastName | Field::FirstName)) {
                    *field = Some(Field::Name);
                }
            }
        }
        Self { headers, fields }
    }

    /// As a person said, by the names of [`Field`]; any other name means nothing to us.
    pub fn told(headers: Vec<String>, fields: &[String]) -> Self {
        let fields = (0..headers.len()).map(|at| fields.get(at).and_then(|name| Field::parse(name))).collect();
        Self { headers, fields }
    }

    /// The names of the fields; `""` where a column means nothing.
    pub fn names(&self) -> Vec<String> {
        self.fields.iter().map(|field| field.map_or("", Field::as_str).to_owned()).collect()
    }

    /// Where no header says which column holds the addresses, the one most of whose cells look like one.
    pub fn look_for_addresses(&mut self, sample: &[Vec<String>]) {
        if self.has(Field::Email) {
            return;
        }
        let looks = |at: usize| {
            let filled = sample.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.trim().is_empty());
            let (good, all) =
                filled.fold((0, 0), |(good, all), cell| (good + usize::from(EmailAddress::parse(cell).is_ok()), all + 1));
            (good * 2 > all).then_some(good)
        };
        let best =
            (0..self.fields.len()).filter_map(|at| Some((looks(at)?, at))).max_by_key(|(good, at)| (*good, usize::MAX - at));
        if let Some((_, at)) = best {
            self.fields[at] = Some(Field::Email);
        }
    }

    pub fn field(&self, at: usize) -> Option<Field> {
        self.fields.get(at).copied().flatten()
    }

    /// The column a field's cell is in: the first that is filled, else the first there is.
    pub fn column(&self, record: &[String], field: Field) -> Option<usize> {
        let mut of = (0..self.fields.len()).filter(|&at| self.fields[at] == Some(field));
        let filled = of.clone().find(|&at| record.get(at).is_some_and(|cell| !cell.trim().is_empty()));
        filled.or_else(|| of.next())
    }

    pub fn has(&self, field: Field) -> bool {
        self.fields.contains(&Some(field))
    }

    /// Headers that mean nothing to us.
    pub fn ignored(&self) -> Vec<&str> {
        let unknown =
            self.headers.iter().zip(&self.fields).filter(|(header, field)| field.is_none() && !header.trim().is_empty());
        unknown.map(|(header, _)| header.as_str()).collect()
    }

    /// What the record has for a field: every column's cell, as written.
    pub fn cells<'r>(&'r self, record: &'r [String], field: Field) -> impl Iterator<Item = &'r str> {
        self.fields.iter().zip(record).filter(move |(of, _)| **of == Some(field)).map(|(_, cell)| cell.as_str())
    }

    /// The first that is filled.
    pub fn cell<'r>(&'r self, record: &'r [String], field: Field) -> &'r str {
        self.cells(record, field).find(|cell| !cell.trim().is_empty()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_in_four_languages_are_understood() {
        for (header, expected) in [
            ("E-Mail-Adresse", Field::Email),
            ("Adresse électronique", Field::Email),
            ("Correo electrónico", Field::Email),
            ("EMAIL", Field::Email),
            ("Vorname", Field::FirstName),
            ("Prénom", Field::FirstName),
            ("Apellidos", Field::LastName),
            ("Médium", Field::Outlet),
            ("Länder", Field::Regions),
            ("País", Field::Regions),
            ("Thèmes", Field::Issues),
            ("Beat", Field::Issues),
            ("Time zone", Field::TimeZone),
            ("Téléphone", Field::Phone),
            ("Bemerkungen", Field::Notes),
            ("Idioma", Field::Language),
            ("Fonction", Field::Role),
        ] {
            assert_eq!(field(header), Some(expected), "{header}");
        }
        assert_eq!(field("Shoe size"), None);
    }

    #[test]
    fn no_name_stands_for_two_fields() {
        let mut all: Vec<_> = HEADERS.iter().flat_map(|(_, names)| names.iter()).collect();
        all.sort_unstable();
        for pair in all.windows(2) {
            assert_ne!(pair[0], pair[1]);
        }
        for name in all {
            assert_eq!(*name, term_key(name));
        }
    }

    #[test]
    fn half_a_split_name_is_a_whole_one() {
        let columns = |headers: &[&str]| Columns::new(headers.iter().map(|&header| header.to_owned()).collect(), &[]);
        assert!(columns(&["Nom", "Courriel"]).has(Field::Name));
        assert!(columns(&["Nombre", "Correo"]).has(Field::Name));
        assert!(columns(&["Nom", "Prénom", "Courriel"]).has(Field::LastName));
    }
}
