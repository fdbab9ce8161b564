//! Domains made to be taken for another: letters that look the same, one or two changed, a known name with something
//! added, another ending.

/// Second-level labels under which names are registered in some countries.
const SECOND_LEVEL: [&str; 9] = ["co", "com", "org", "net", "ac", "gov", "edu", "gob", "or"];

/// The known domain that `domain` looks like, without being one or below one.
pub(super) fn of<'a>(domain: &str, known: &'a [String]) -> Option<&'a str> {
    let is_known = known.iter().any(|one| domain == one || domain.ends_with(&format!(".{one}")));
    if domain.is_empty() || is_known {
        return None;
    }
    let shown = idna::domain_to_unicode(domain).0;
    let label = registered(&shown);
    let skeleton = skeleton(&label);
    known.iter().map(String::as_str).find(|one| {
        let theirs = registered(one);
        let count = theirs.chars().count();
        if count < 3 {
            return false;
        }
        let same_look = skeleton == self::skeleton(&theirs);
        if same_look {
            // The same name under another ending: only names long enough to be one outlet's own.
            return label != theirs || count >= 5;
        }
        let parts = label.split('-').chain(label.split(|c: char| c.is_ascii_digit())).any(|part| part == theirs);
        let within = count >= 5 && (parts || (count >= 7 && label.contains(theirs.as_str())));
        let far = match count {
            0..=4 => 0,
            5..=7 => 1,
            _ => 2,
        };
        within || (far > 0 && strsim::osa_distance(&skeleton, &self::skeleton(&theirs)) <= far)
    })
}

/// `nytimes` of `mail.nytimes.com`, `bbc` of `news.bbc.co.uk`.
fn registered(domain: &str) -> String {
    let labels: Vec<&str> = domain.trim_end_matches('.').split('.').collect();
    let from_end = |place: usize| labels.len().checked_sub(place).and_then(|at| labels.get(at)).copied();
    let second = from_end(2).unwrap_or_default();
    let is_second_level = SECOND_LEVEL.contains(&second) && labels.len() > 2 && from_end(1).is_some_and(|last| last.len() == 2);
    let place = if is_second_level { 3 } else { 2 };
    from_end(place).or_else(|| labels.first().copied()).unwrap_or_default().to_lowercase()
}

/// What the eye sees: look-alikes of a letter become that letter.
fn skeleton(label: &str) -> String {
    let single: String = label
        .chars()
        .map(|c| match c {
            'а' | 'á' | 'à' | 'ä' | 'â' | 'ɑ' | 'α' | 'å' => 'a',
            'в' | 'ь' => 'b',
            'с' | 'ç' | 'ϲ' => 'c',
            'ԁ' => 'd',
            'е' | 'é' | 'è' | 'ë' | 'ê' | 'ё' | 'ε' => 'e',
            'ɡ' => 'g',
            'һ' => 'h',
            'і' | 'í' | 'ì' | 'ï' | 'ı' | '1' | 'l' | 'ӏ' | '|' | 'ι' => 'i',
            'ј' => 'j',
            'к' | 'κ' => 'k',
            'м' => 'm',
            'ո' | 'ñ' | 'п' => 'n',
            'о' | '0' | 'ó' | 'ò' | 'ö' | 'ô' | 'ο' | 'ø' => 'o',
            'р' | 'ρ' => 'p',
            'ԛ' => 'q',
            'г' => 'r',
            'ѕ' | '5' | 'ş' => 's',
            'т' | 'τ' => 't',
            'υ' | 'ü' | 'ú' | 'ù' | 'ц' => 'u',
            'ν' | 'ѵ' => 'v',
            'ѡ' => 'w',
            'х' | 'χ' => 'x',
            'у' | 'ý' | 'γ' => 'y',
            'ʐ' => 'z',
            c => c,
        })
        .collect();
    single.replace("rn", "m").replace("vv", "w").replace("ci", "d")
}
