//! What kind of release an item is: the title's own label first, then its categories.

use crate::model::release::ReleaseKind;

/// Labels newsrooms use, lower case; a title wears one in front of a colon or dash, a category is one.
const LABELS: [(ReleaseKind, &[&str]); 6] = [
    (
        ReleaseKind::MediaAdvisory,
        &[
            "media advisory",
            "media advisories",
            "press advisory",
            "media alert",
            "news advisory",
            "advisory",
            "media invitation",
            "press conference",
            "aviso a medios",
            "aviso a los medios",
            "convocatoria",
            "convocatoria de prensa",
            "avis aux médias",
            "invitation presse",
            "invitation aux médias",
            "medienhinweis",
            "presseeinladung",
            "medieneinladung",
            "terminhinweis",
        ],
    ),
    (
        ReleaseKind::Correction,
        &["correction", "corrected", "erratum", "corrección", "rectification", "korrektur", "berichtigung"],
    ),
    (
        ReleaseKind::Report,
        &[
            "report",
            "reports",
            "research report",
            "publication",
            "informe",
            "informes",
            "rapport",
            "rapports",
            "bericht",
            "berichte",
        ],
    ),
    (
        ReleaseKind::Statement,
        &[
            "statement",
            "statements",
            "public statement",
            "joint statement",
            "press statement",
            "declaración",
            "declaraciones",
            "déclaration",
            "stellungnahme",
            "erklärung",
        ],
    ),
    (ReleaseKind::Update, &["update", "updated", "actualización", "mise à jour", "aktualisierung"]),
    (
        ReleaseKind::Release,
        &[
            "press release",
            "press releases",
            "news release",
            "media release",
            "release",
            "comunicado",
            "comunicado de prensa",
            "nota de prensa",
            "communiqué",
            "communiqué de presse",
            "pressemitteilung",
            "medienmitteilung",
        ],
    ),
];

pub(super) fn of(title: &str, categories: &[String]) -> ReleaseKind {
    from_title(title).or_else(|| from_categories(categories)).unwrap_or(ReleaseKind::Release)
}

/// A label alone before the first colon, dash or closing bracket: `Media advisory: …`, `[REPORT] …`, `STATEMENT – …`.
fn from_title(title: &str) -> Option<ReleaseKind> {
    let title = title.trim_start_matches(['[', '(', '*']);
    let end = title.find([':', ']', ')', '–', '—', '|']).or_else(|| title.find(" - "))?;
    labelled(&title[..end])
}

/// The first that says more than "press release".
fn from_categories(categories: &[String]) -> Option<ReleaseKind> {
    let kinds = || categories.iter().filter_map(|category| labelled(category));
    kinds().find(|kind| *kind != ReleaseKind::Release).or_else(|| kinds().next())
}

/// The kind a label stands for; `media_advisory` and `Media-Advisory` are the same label.
pub(super) fn labelled(label: &str) -> Option<ReleaseKind> {
    let label = label.trim().to_lowercase().replace(['_', '-'], " ");
    ReleaseKind::parse(&label.replace(' ', "_"))
        .or_else(|| LABELS.iter().find(|(_, labels)| labels.contains(&label.as_str())).map(|(kind, _)| *kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_beats_the_category() {
        let press = ["Press Release".to_owned()];
        let cases = [
            ("Media advisory: Workshops for newsrooms", ReleaseKind::MediaAdvisory),
            ("MEDIA ADVISORY – Hearing on Friday", ReleaseKind::MediaAdvisory),
            ("[Statement] On the ruling", ReleaseKind::Statement),
            ("Correction: Figures for May", ReleaseKind::Correction),
            ("Report finds rivers cleaner", ReleaseKind::Release),
            ("Statement of intent signed - talks go on", ReleaseKind::Release),
            ("Informe: Las fronteras", ReleaseKind::Report),
        ];
        for (title, kind) in cases {
            assert_eq!(of(title, &press), kind, "{title}");
        }
    }

    #[test]
    fn the_more_telling_category_wins() {
        assert_eq!(of("Rivers", &["Press Release".to_owned(), "Report".to_owned()]), ReleaseKind::Report);
        assert_eq!(of("Rivers", &["Water".to_owned()]), ReleaseKind::Release);
        assert_eq!(of("Rivers", &[]), ReleaseKind::Release);
    }
}
