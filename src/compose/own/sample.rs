//! Releases nobody wrote, for looking at templates: one with everything a mail can have, one with as little as there can
//! be, one that corrects, in every language a mail's frame is worded in.

use crate::clock::{DAY, Millis};
use crate::compose::{Office, OpensMode, words};
use crate::model::address::{EmailAddress, InvalidAddress};
use crate::model::ids::ReleaseId;
use crate::model::release::{Image, Release, ReleaseKind};

/// Which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    /// Picture, event, teaser, embargo, source.
    Full,
    Bare,
    Correction,
}

impl Sample {
    pub const ALL: [Self; 3] = [Self::Full, Self::Bare, Self::Correction];

    /// `full`, `bare` or `correction`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Bare => "bare",
            Self::Correction => "correction",
        }
    }
}

/// The languages there are samples in, BCP 47.
pub fn languages() -> impl Iterator<Item = &'static str> {
    words::ALL.iter().map(|words| words.language)
}

struct Text {
    title: &'static str,
    teaser: &'static str,
    body: &'static str,
    place: &'static str,
    alt: &'static str,
}

const ENGLISH: Text = Text {
    title: "Night ferry keeps its light on for the island clinic",
    teaser: "From Monday the last boat waits until the doctor is aboard.",
    body: "The last boat of the day will wait for the island’s doctor, the harbour office said.\n\n\
           > Nobody should have to choose between a patient and the boat.\n\n\
           ## What changes\n\n- The boat leaves at ten.\n- The light stays on.\n\n\
           More at [the timetable](https://example.org/timetable).",
    place: "NORTH QUAY",
    alt: "A ferry at night with one lit window",
};
const SPANISH: Text = Text {
    title: "El transbordador nocturno espera a la médica de la isla",
    teaser: "Desde el lunes, el último barco sale cuando ella está a bordo.",
    body: "El último barco del día esperará a la médica de la isla, informó la oficina del puerto.\n\n\
           > Nadie debería elegir entre un paciente y el barco.\n\n\
           ## Qué cambia\n\n- El barco sale a las diez.\n- La luz queda encendida.\n\n\
           Más en [los horarios](https://example.org/timetable).",
    place: "MUELLE NORTE",
    alt: "Un transbordador de noche con una ventana encendida",
};
const ARABIC: Text = Text {
    title: "العبّارة الليلية تنتظر طبيبة الجزيرة",
    teaser: "اعتبارًا من الاثنين لا يغادر آخر قارب قبل أن تصعد الطبيبة.",
    body: "قال مكتب الميناء إن آخر قارب في اليوم سينتظر طبيبة الجزيرة.\n\n\
           > لا ينبغي لأحد أن يختار بين مريض وقارب.\n\n\
           ## ما الذي يتغيّر\n\n- يغادر القارب في العاشرة.\n- يبقى الضوء مضاءً.\n\n\
           المزيد في [جدول المواعيد](https://example.org/timetable).",
    place: "الرصيف الشمالي",
    alt: "عبّارة في الليل ونافذة واحدة مضاءة",
};

/// A sample as of `now`.
pub fn release(sample: Sample, language: &str, now: Millis) -> Release {
    let text = match words::of(language).language {
        "es" => &SPANISH,
        "ar" => &ARABIC,
        _ => &ENGLISH,
    };
    let kind = if sample == Sample::Correction { ReleaseKind::Correction } else { ReleaseKind::Release };
    let bare = Release {
        id: ReleaseId(0),
        language: language.to_owned(),
        body: text.body.to_owned(),
        ..Release::draft(kind, text.title, jiff::civil::date(2026, 11, 24))
    };
    if sample == Sample::Bare {
        return bare;
    }
    let full = sample == Sample::Full;
    Release {
        teaser: text.teaser.to_owned(),
        dateline: text.place.to_owned(),
        embargo: full.then_some(now + DAY),
        event: full.then_some(now + 2 * DAY),
        image: full.then(|| Image {
            url: "https://example.org/ferry.jpg".to_owned(),
            alt: text.alt.to_owned(),
            caption: text.teaser.to_owned(),
            credit: "A. Sample".to_owned(),
        }),
        source_url: Some("https://example.org/news/ferry".to_owned()),
        ..bare
    }
}

/// An office nobody works at.
pub(super) fn office() -> Result<Office, InvalidAddress> {
    Ok(Office {
        name: "Sample Harbour Office".to_owned(),
        postal_address: "1 Sample Street\n00000 Sampletown".to_owned(),
        contact: "Ada Sample, press officer\n+1 202 555 0100\npress@example.org".to_owned(),
        boilerplate: "Sample Harbour Office looks after [the harbour](https://example.org/about).".to_owned(),
        from_name: "Sample Harbour Office".to_owned(),
        from: EmailAddress::parse("press@example.org")?,
        reply_to: EmailAddress::parse("media@example.org")?,
        bounce_domain: None,
        public_url: "https://press.example.org".to_owned(),
        opens: OpensMode::Counted,
    })
}
