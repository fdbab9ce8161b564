//! Releases, an office and copies to try, and two independent readers of what comes out.

use std::io::Write;
use std::process::{Command, Stdio};

use dateline::compose::letter::{Frame, Letter, Slots, compile};
use dateline::compose::{Office, OpensMode};
use dateline::model::address::EmailAddress;
use dateline::model::ids::{DeliveryId, MailingId, ReleaseId};
use dateline::model::release::{Image, Release, ReleaseKind};
use dateline::secrets::Keyring;
use serde_json::Value;

/// 2026-11-24T10:00:00Z.
pub const NOW: i64 = 1_795_514_400_000;

pub fn office() -> Office {
    Office {
        name: "Harbour Rights Watch".to_owned(),
        postal_address: "14 Quay Street\nNewhaven 10115".to_owned(),
        contact: "Ana Ruiz, press officer\n+1 702 555 0100 (weekdays 8–18 h, Pacific)\npress@harbour.example".to_owned(),
        boilerplate: "Harbour Rights Watch documents how people are treated at ports and borders. \
                      More at [our site](https://harbour.example/about)."
            .to_owned(),
        from_name: "Harbour Rights Watch".to_owned(),
        from: address("press@harbour.example"),
        reply_to: address("media@harbour.example"),
        bounce_domain: None,
        public_url: "https://press.harbour.example".to_owned(),
        opens: OpensMode::Counted,
    }
}

pub fn english() -> Release {
    Release {
        id: ReleaseId(7),
        version: 1,
        kind: ReleaseKind::Release,
        title: "Port clinics turn away one seafarer in five, survey finds".to_owned(),
        teaser: "Crews without shore passes are refused care in eleven of fourteen harbours, although treaties grant it."
            .to_owned(),
        body: "Doctors in fourteen harbours were asked to treat seafarers without a shore pass. Eleven declined, most of them \
               within minutes, according to [the full survey](https://harbour.example/survey.pdf).\n\n\
               “A fever does not wait for a stamp,” said **Ines Okafor**, who led the survey. “The rule that lets a sick \
               sailor ashore is eighty years old and still news to the front desk.”\n\n\
               ## What was asked\n\nEach clinic got the same three requests:\n\n\
               - a check of a high temperature,\n- a renewal of a *heart* medicine,\n- a referral to a dentist.\n\n\
               > We would have helped, but nobody told us that we may.\n\n\
               The clinics have been sent the results and will be asked again in spring."
            .to_owned(),
        language: "en".to_owned(),
        dateline: "NEWHAVEN".to_owned(),
        dated: jiff::civil::date(2026, 11, 24),
        published: None,
        embargo: None,
        event: None,
        image: Some(Image {
            url: "https://harbour.example/media/clinic.jpg".to_owned(),
            alt: "A sailor waits on a bench outside a harbour clinic".to_owned(),
            caption: "A sailor waits outside the clinic at Newhaven, 3 November 2026.".to_owned(),
            credit: "Jo Lindqvist / Harbour Rights Watch".to_owned(),
        }),
        contact: None,
        source_url: Some("https://harbour.example/news/clinics?id=7&lang=en".to_owned()),
        source_id: None,
        withdrawn: None,
        follows: None,
        regions: Vec::new(),
        issues: Vec::new(),
    }
}

pub fn arabic() -> Release {
    Release {
        title: "عيادات الموانئ ترفض علاج بحّار من كل خمسة، وفق مسح جديد".to_owned(),
        teaser: "أحد عشر ميناءً من أصل 14 تمنع الرعاية عمّن لا يحملون تصريح نزول، رغم أن المعاهدات تكفلها.".to_owned(),
        body: "طُلب من أطباء في 14 ميناءً علاج بحّارة لا يحملون تصريح نزول، فرفض 11 منهم خلال دقائق، بحسب \
               [المسح الكامل](https://harbour.example/survey-ar.pdf) الذي أعدّته Harbour Rights Watch.\n\n\
               وقالت **إيناس أوكافور** التي أشرفت على المسح: «الحمّى لا تنتظر ختمًا».\n\n\
               ## ما الذي طُلب\n\n- فحص حرارة مرتفعة\n- تجديد دواء للقلب\n- إحالة إلى طبيب أسنان\n\n\
               > كنّا سنساعد لو أن أحدًا أخبرنا بأن ذلك مسموح.\n\n\
               وسيُعاد السؤال في الربيع، والاتصال على +1 702 555 0100."
            .to_owned(),
        language: "ar".to_owned(),
        dateline: "نيوهيفن".to_owned(),
        image: Some(Image {
            url: "https://harbour.example/media/clinic.jpg".to_owned(),
            alt: "بحّار ينتظر على مقعد أمام عيادة الميناء".to_owned(),
            caption: "بحّار ينتظر أمام العيادة في 3 نوفمبر 2026.".to_owned(),
            credit: "Jo Lindqvist".to_owned(),
        }),
        contact: Some("آنا رويز، المسؤولة الإعلامية\n+1 702 555 0100\npress@harbour.example".to_owned()),
        ..english()
    }
}

/// The look that comes with the program.
pub fn shipped() -> std::sync::Arc<dateline::compose::Templates> {
    dateline::compose::Templates::shipped().unwrap()
}

pub fn frame() -> Frame {
    Frame { mailing: MailingId(42), date: NOW, key_id: "k2".to_owned(), signing: None }
}

pub fn slots() -> Slots {
    Slots {
        delivery: DeliveryId(90_210),
        address: address("mara.ionescu@paper.example"),
        name: "Mara Ionescu".to_owned(),
        outlet: "The Paper".to_owned(),
        reason: "You get this because you cover Health in Nevada.".to_owned(),
        consented: false,
        in_reply_to: None,
    }
}

pub fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

pub fn letter(release: &Release) -> Letter {
    compile(&office(), &shipped(), release, &release.language, &frame()).unwrap()
}

/// One copy's bytes.
pub fn mail(office: &Office, release: &Release, slots: &Slots) -> Vec<u8> {
    compile(office, &shipped(), release, &release.language, &frame()).unwrap().copy(&Keyring::for_tests(), slots).unwrap().bytes
}

/// What `tests/mail_reader.py` makes of a mail.
pub fn read_by_python(mail: &[u8]) -> Value {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mail_reader.py");
    let mut reader = Command::new("python3")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 reads the mails of these tests; `tests/run` installs it");
    reader.stdin.take().unwrap().write_all(mail).unwrap();
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The values of the fields called `name`.
pub fn fields(read: &Value, name: &str) -> Vec<String> {
    let all = read["headers"].as_array().unwrap();
    all.iter().filter(|field| field[0] == name).map(|field| field[1].as_str().unwrap().to_owned()).collect()
}

pub fn part(read: &Value, kind: &str) -> Value {
    let parts = read["parts"].as_array().unwrap();
    parts.iter().find(|part| part["type"] == kind).unwrap_or_else(|| panic!("no {kind} in {read}")).clone()
}

/// White space squeezed and the marks of isolation dropped, so that words can be compared.
pub fn squeezed(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What holds for every message, whatever it says.
pub fn assert_well_formed(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap();
    let without = text.replace("\r\n", "");
    assert!(!without.contains(['\r', '\n']), "a lone CR or LF");
    assert!(!without.contains('\0'));
    for line in text.split("\r\n") {
        assert!(line.len() <= 998, "a line of {} octets", line.len());
        assert!(!line.starts_with('.'), "a line starts with a dot: {line}");
    }
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert!(body.lines().all(|line| line.len() <= 76), "a long encoded line");
    assert!(head.lines().all(|line| line.len() <= 78 || !line.trim().contains(' ')), "an unfolded field in {head}");
    assert!(head.lines().all(|line| !line.trim().is_empty()));
    let mut names: Vec<String> =
        head.lines().filter(|line| !line.starts_with(' ')).map(|line| line.split(':').next().unwrap().to_lowercase()).collect();
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count, "a field twice in {head}");
}
