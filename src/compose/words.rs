//! The words of a mail's frame, by language. Everything else in a mail is the office's own text.

use crate::model::ids::{IssueId, RegionId};
use crate::model::reason::{Matched, reason};
use crate::model::vocabulary::Vocabulary;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::clock::Millis;
use crate::compose::links::primary;
use crate::model::release::ReleaseKind;

/// The frame in one language. `{}` marks where a name or time goes.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) language: &'static str,
    pub(crate) immediate: &'static str,
    pub(crate) advisory: &'static str,
    pub(crate) report: &'static str,
    pub(crate) statement: &'static str,
    pub(crate) correction: &'static str,
    pub(crate) update: &'static str,
    pub(crate) withdrawal: &'static str,
    pub(crate) embargoed: &'static str,
    /// In front of a subject: corrected, updated, withdrawn.
    pub(crate) tags: [&'static str; 3],
    pub(crate) event: &'static str,
    pub(crate) about: &'static str,
    pub(crate) photo: &'static str,
    pub(crate) credit: &'static str,
    pub(crate) original: &'static str,
    pub(crate) contact: &'static str,
    pub(crate) end_mark: &'static str,
    pub(crate) unsubscribe: &'static str,
    pub(crate) view: &'static str,
    /// `{}` twice: the issue, the region.
    because: &'static str,
    /// `{}`: the office.
    pub(crate) because_listed: &'static str,
    pub(crate) because_test: &'static str,
    /// Day, month and year as `d`, `m`, `y`; with the weekday `w` where one is wanted.
    date: &'static str,
    long_date: &'static str,
    months: [&'static str; 12],
    weekdays: [&'static str; 7],
}

/// The frame's words in this language, in English when there are none.
pub(crate) fn of(language: &str) -> &'static Words {
    let wanted = primary(language);
    if language.eq_ignore_ascii_case("en") || language.to_ascii_lowercase().starts_with("en-us") {
        return &ALL[0];
    }
    if wanted.eq_ignore_ascii_case("en") {
        return &BRITISH;
    }
    ALL.iter().find(|words| words.language.eq_ignore_ascii_case(wanted)).unwrap_or(&ALL[0])
}

/// Whether text in this language runs from right to left.
pub(crate) fn is_rtl(language: &str) -> bool {
    ["ar", "he", "fa", "ur", "ps", "ckb", "dv", "yi", "ug", "sd"].iter().any(|rtl| primary(language).eq_ignore_ascii_case(rtl))
}

/// The footer's sentence for someone who covers this issue in this region, in the language of the copy.
pub fn because(language: &str, issue: &str, region: &str) -> String {
    let words = of(language);
    // Isolates keep Latin names in their place inside Arabic.
    let name = |name: &str| if is_rtl(words.language) { format!("\u{2068}{name}\u{2069}") } else { name.to_owned() };
    words.because.replacen("{}", &name(issue), 1).replacen("{}", &name(region), 1)
}

/// The footer's sentence for the pair that matched: in English with how it relates to the release, elsewhere with the
/// two names. Empty for somebody named by hand, which gives the general sentence.
pub fn why(words: &Vocabulary, pair: Matched, issues: &[IssueId], regions: &[RegionId], language: &str) -> String {
    if of(language).language == "en" {
        return format!("You get this {}.", reason(words, pair, issues, regions, language));
    }
    if pair == Matched::BY_HAND {
        return String::new();
    }
    because(language, words.issues.name(pair.issue.0), words.regions.name(pair.region.0))
}

impl Words {
    /// The line above the headline, and whether it asks for more than a glance.
    pub(crate) fn status(&self, kind: ReleaseKind, embargo: Option<Millis>) -> (String, bool) {
        let kind_line = match kind {
            ReleaseKind::Release => None,
            ReleaseKind::MediaAdvisory => Some(self.advisory),
            ReleaseKind::Report => Some(self.report),
            ReleaseKind::Statement => Some(self.statement),
            ReleaseKind::Correction => Some(self.correction),
            ReleaseKind::Update => Some(self.update),
            ReleaseKind::Withdrawal => Some(self.withdrawal),
        };
        let alert = embargo.is_some() || matches!(kind, ReleaseKind::Correction | ReleaseKind::Withdrawal);
        let line = match (kind_line, embargo) {
            (Some(kind), None) => kind.to_owned(),
            (None, None) => self.immediate.to_owned(),
            (None, Some(until)) => self.embargo(until),
            (Some(kind), Some(until)) => format!("{kind} · {}", self.embargo(until)),
        };
        (line, alert)
    }

    /// At most one, and none that the title has already.
    pub(crate) fn tag(&self, kind: ReleaseKind, embargo: Option<Millis>, title: &str) -> String {
        let tag = match (embargo, kind) {
            (Some(until), _) => return format!("{}: ", self.embargo(until)),
            (None, ReleaseKind::MediaAdvisory) => self.advisory,
            (None, ReleaseKind::Correction) => self.tags[0],
            (None, ReleaseKind::Update) => self.tags[1],
            (None, ReleaseKind::Withdrawal) => self.tags[2],
            (None, ReleaseKind::Release | ReleaseKind::Report | ReleaseKind::Statement) => return String::new(),
        };
        if title.to_lowercase().starts_with(&tag.to_lowercase()) { String::new() } else { format!("{tag}: ") }
    }

    pub(crate) fn date(&self, date: Date) -> String {
        self.write(self.date, date)
    }

    /// `09:00 UTC, Thursday, June 4, 2026`. In UTC, since that is the one zone all readers can tell.
    pub(crate) fn moment(&self, at: Millis) -> String {
        let Ok(at) = jiff::Timestamp::from_millisecond(at) else { return String::new() };
        let at = at.to_zoned(TimeZone::UTC);
        format!("{} UTC, {}", at.strftime("%H:%M"), self.write(self.long_date, at.date()))
    }

    fn embargo(&self, until: Millis) -> String {
        self.embargoed.replacen("{}", &self.moment(until), 1)
    }

    fn write(&self, pattern: &str, date: Date) -> String {
        let mut text = String::new();
        let mut literal = false;
        for letter in pattern.chars() {
            match letter {
                '\'' => literal = !literal,
                'd' if !literal && date.day() == 1 && self.language == "fr" => text.push_str("1er"),
                'd' if !literal => text.push_str(&date.day().to_string()),
                'm' if !literal => text.push_str(pick(&self.months, date.month() - 1)),
                'w' if !literal => text.push_str(pick(&self.weekdays, date.weekday().to_monday_zero_offset())),
                'y' if !literal => text.push_str(&date.year().to_string()),
                letter => text.push(letter),
            }
        }
        text
    }
}

fn pick<'a>(names: &[&'a str], index: i8) -> &'a str {
    usize::try_from(index).ok().and_then(|index| names.get(index)).copied().unwrap_or_default()
}

const ENGLISH: Words = Words {
    language: "en",
    immediate: "FOR IMMEDIATE RELEASE",
    advisory: "MEDIA ADVISORY",
    report: "NEW REPORT",
    statement: "STATEMENT",
    correction: "CORRECTION",
    update: "UPDATE",
    withdrawal: "WITHDRAWN – DO NOT USE",
    embargoed: "EMBARGOED UNTIL {}",
    tags: ["CORRECTED", "UPDATED", "WITHDRAWN"],
    event: "When",
    about: "About {}",
    photo: "Photo",
    credit: "Credit: {}",
    original: "Read it in our newsroom",
    contact: "Press contact",
    end_mark: "###",
    unsubscribe: "Stop or change these mails",
    view: "Read this mail in your browser",
    because: "You get this because you cover {} ({}).",
    because_listed: "You get this because you are on the press list of {}.",
    because_test: "This is a test. Reporters have not received it, and the links below work in their copies only.",
    date: "m d, y",
    long_date: "w, m d, y",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
};

const BRITISH: Words = Words { end_mark: "ENDS", date: "d m y", long_date: "w d m y", ..ENGLISH };

pub(crate) static ALL: [Words; 6] = [
    ENGLISH,
    Words {
        language: "es",
        immediate: "PARA PUBLICACIÓN INMEDIATA",
        advisory: "CONVOCATORIA DE PRENSA",
        report: "NUEVO INFORME",
        statement: "DECLARACIÓN",
        correction: "CORRECCIÓN",
        update: "ACTUALIZACIÓN",
        withdrawal: "RETIRADO – NO UTILIZAR",
        embargoed: "EMBARGADO HASTA LAS {}",
        tags: ["CORREGIDO", "ACTUALIZADO", "RETIRADO"],
        event: "Cuándo",
        about: "Acerca de {}",
        photo: "Foto",
        credit: "Crédito: {}",
        original: "Leer en nuestra sala de prensa",
        contact: "Contacto de prensa",
        end_mark: "FIN",
        unsubscribe: "Dejar de recibir o cambiar estos correos",
        view: "Leer este correo en el navegador",
        because: "Recibe este correo porque informa sobre {} ({}).",
        because_listed: "Recibe este correo porque está en la lista de prensa de {}.",
        because_test: "Esto es una prueba. Los periodistas no la han recibido y los enlaces siguientes solo funcionan en sus copias.",
        date: "d 'de' m 'de' y",
        long_date: "w, d 'de' m 'de' y",
        months: [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
        weekdays: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    },
    Words {
        language: "fr",
        immediate: "POUR DIFFUSION IMMÉDIATE",
        advisory: "AVIS AUX MÉDIAS",
        report: "NOUVEAU RAPPORT",
        statement: "DÉCLARATION",
        correction: "RECTIFICATIF",
        update: "MISE À JOUR",
        withdrawal: "RETIRÉ – NE PAS UTILISER",
        embargoed: "SOUS EMBARGO JUSQU’À {}",
        tags: ["RECTIFICATIF", "MISE À JOUR", "RETIRÉ"],
        event: "Quand",
        about: "À propos de {}",
        photo: "Photo",
        credit: "Crédit : {}",
        original: "Lire dans notre salle de presse",
        contact: "Contact presse",
        end_mark: "FIN",
        unsubscribe: "Ne plus recevoir ou modifier ces envois",
        view: "Lire ce message dans le navigateur",
        because: "Vous recevez ce message parce que vous couvrez ce sujet : {} ({}).",
        because_listed: "Vous recevez ce message parce que vous figurez sur la liste de presse de {}.",
        because_test: "Ceci est un essai. Les journalistes ne l’ont pas reçu et les liens ci-dessous ne fonctionnent que dans leurs exemplaires.",
        date: "d m y",
        long_date: "w d m y",
        months: [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
        weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    },
    Words {
        language: "de",
        immediate: "ZUR SOFORTIGEN VERÖFFENTLICHUNG",
        advisory: "PRESSEEINLADUNG",
        report: "NEUER BERICHT",
        statement: "STELLUNGNAHME",
        correction: "KORREKTUR",
        update: "AKTUALISIERUNG",
        withdrawal: "ZURÜCKGEZOGEN – NICHT VERWENDEN",
        embargoed: "SPERRFRIST BIS {}",
        tags: ["KORRIGIERT", "AKTUALISIERT", "ZURÜCKGEZOGEN"],
        event: "Wann",
        about: "Über {}",
        photo: "Foto",
        credit: "Bildnachweis: {}",
        original: "In unserem Pressebereich lesen",
        contact: "Pressekontakt",
        end_mark: "ENDE",
        unsubscribe: "Diese Mails abbestellen oder ändern",
        view: "Diese Mail im Browser lesen",
        because: "Sie erhalten diese Mail, weil Sie über {} berichten ({}).",
        because_listed: "Sie erhalten diese Mail, weil Sie im Presseverteiler von {} stehen.",
        because_test: "Dies ist ein Test. Journalisten haben ihn nicht erhalten, und die Links darunter gelten nur in ihren Mails.",
        date: "d. m y",
        long_date: "w, d. m y",
        months: [
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ],
        weekdays: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    },
    Words {
        language: "ar",
        immediate: "للنشر الفوري",
        advisory: "دعوة إعلامية",
        report: "تقرير جديد",
        statement: "تصريح",
        correction: "تصحيح",
        update: "تحديث",
        withdrawal: "مسحوب – يُرجى عدم النشر",
        embargoed: "محظور النشر حتى {}",
        tags: ["مصحَّح", "محدَّث", "مسحوب"],
        event: "الموعد",
        about: "نبذة عن {}",
        photo: "الصورة",
        credit: "المصدر: {}",
        original: "اقرأه في غرفة الأخبار",
        contact: "للتواصل الإعلامي",
        end_mark: "انتهى",
        unsubscribe: "إيقاف هذه الرسائل أو تعديلها",
        view: "قراءة هذه الرسالة في المتصفح",
        because: "تصلك هذه الرسالة لأنك تغطي {} ({}).",
        because_listed: "تصلك هذه الرسالة لأنك على القائمة الصحفية لدى {}.",
        because_test: "هذه رسالة تجريبية لم تصل إلى الصحفيين، والروابط أدناه تعمل في رسائلهم فقط.",
        date: "d m y",
        long_date: "w d m y",
        months: ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"],
        weekdays: ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
    },
    Words {
        language: "pt",
        immediate: "PARA DIVULGAÇÃO IMEDIATA",
        advisory: "AVISO DE PAUTA",
        report: "NOVO RELATÓRIO",
        statement: "DECLARAÇÃO",
        correction: "CORREÇÃO",
        update: "ATUALIZAÇÃO",
        withdrawal: "RETIRADO – NÃO UTILIZAR",
        embargoed: "SOB EMBARGO ATÉ {}",
        tags: ["CORRIGIDO", "ATUALIZADO", "RETIRADO"],
        event: "Quando",
        about: "Sobre {}",
        photo: "Foto",
        credit: "Crédito: {}",
        original: "Ler na nossa sala de imprensa",
        contact: "Contato de imprensa",
        end_mark: "FIM",
        unsubscribe: "Deixar de receber ou alterar estes e-mails",
        view: "Ler este e-mail no navegador",
        because: "Recebe este e-mail porque cobre {} ({}).",
        because_listed: "Recebe este e-mail porque está na lista de imprensa de {}.",
        because_test: "Isto é um teste. Os jornalistas não o receberam e as ligações abaixo só funcionam nos exemplares deles.",
        date: "d 'de' m 'de' y",
        long_date: "w, d 'de' m 'de' y",
        months: [
            "janeiro",
            "fevereiro",
            "março",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro",
            "outubro",
            "novembro",
            "dezembro",
        ],
        weekdays: ["segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo"],
    },
];

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_are_written_as_each_language_does() {
        let day = date(2026, 3, 1);
        for (language, expected) in [
            ("en", "March 1, 2026"),
            ("en-GB", "1 March 2026"),
            ("es-MX", "1 de marzo de 2026"),
            ("fr", "1er mars 2026"),
            ("de", "1. März 2026"),
            ("ar", "1 مارس 2026"),
            ("pt-BR", "1 de março de 2026"),
            ("ur", "March 1, 2026"),
        ] {
            assert_eq!(of(language).date(day), expected);
        }
        assert_eq!(of("en").moment(1_795_514_400_000), "10:00 UTC, Tuesday, November 24, 2026");
        assert_eq!(of("es").moment(1_795_514_400_000), "10:00 UTC, martes, 24 de noviembre de 2026");
    }

    #[test]
    fn a_subject_has_one_tag_at_most_and_none_twice() {
        let words = of("en");
        assert_eq!(words.tag(ReleaseKind::Release, None, "T"), "");
        assert_eq!(words.tag(ReleaseKind::MediaAdvisory, None, "T"), "MEDIA ADVISORY: ");
        assert_eq!(words.tag(ReleaseKind::MediaAdvisory, None, "Media Advisory: T"), "");
        assert_eq!(words.tag(ReleaseKind::Correction, Some(0), "T"), "EMBARGOED UNTIL 00:00 UTC, Thursday, January 1, 1970: ");
        assert_eq!(words.status(ReleaseKind::Release, None), ("FOR IMMEDIATE RELEASE".to_owned(), false));
    }

    #[test]
    fn the_reason_names_issue_and_region() {
        assert_eq!(because("en", "Health", "Nevada"), "You get this because you cover Health (Nevada).");
        assert!(because("ar", "Health", "Nevada").contains("\u{2068}Nevada\u{2069}"));
    }
}
