//! Where a signature begins: the line `-- `, or what a telephone adds by itself.

use std::sync::LazyLock;

use regex::Regex;

/// A signature longer than this is none.
const LINES: usize = 20;

static ADDED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^[\s*_\[(]*(?:
            (?:sent|send)\s(?:from|with|via|using|on)\s(?:my|a|an|the|outlook|yahoo|gmail|mail|proton|mobile|samsung|iphone|ipad|android|blackberry|windows|phone|galaxy|huawei)\b.{0,40}
          | get\soutlook\sfor\s.{0,40}
          | (?:von|vom)\s(?:meinem|mein|unterwegs)?.{0,40}\s(?:gesendet|gesandt|geschickt)
          | gesendet\s(?:von|mit|über)\s.{0,60} | diese\snachricht\swurde\svon\smeinem\s.{0,60}gesendet
          | envoyé\s(?:de|depuis|à\spartir\sde|avec|via)\s.{0,60}
          | (?:enviado|mandado)\s(?:desde|de|do|a\spartir\sdo|com|con|via)\s.{0,60}
          | obtener\soutlook\spara\s.{0,40} | obtenir\soutlook\spour\s.{0,40} | obter\so?\s?outlook\spara\s.{0,40} | outlook\sfür\s.{0,20}\sbeziehen | scarica\soutlook\sper\s.{0,40}
          | (?:inviato|spedito)\s(?:da|dal|con|tramite)\s.{0,60}
          | (?:verstuurd|verzonden|verstuurt)\s(?:vanaf|met|via|vanuit)\s.{0,60}
          | skickat\sfrån\s.{0,60} | (?:sendt|sendte)\s(?:fra|via|med)\s.{0,60} | lähetetty\s.{0,60}
          | (?:wysłane|wysłano)\sz\s.{0,60}
          | отправлено\s(?:с|из|через|от)\s?.{0,60} | надіслано\sз\s.{0,60}
          | (?:أُ?رسلت?|تم\sالإرسال|مرسل)\s?(?:هذه\sالرسالة\s)?(?:من|بواسطة|عبر)\s?.{0,60}
          | .{0,40}(?:’?dan|’?den|'?dan|'?den)\sgönderildi
          | (?:发自我的|從我的|从我的|發自我的|由我的).{0,40} | .{0,30}から送信 | 내\s?.{0,20}에서\s보냄
          | נשלח\s(?:מ|באמצעות).{0,60}
        )[\s*_\])。.!]*$",
    )
    .ok()
});

/// The line from which the rest of `lines` is a signature. Lines that are not kept are passed over.
pub(super) fn find(lines: &[&str], kept: &[bool]) -> Option<usize> {
    let own: Vec<usize> = (0..lines.len()).filter(|at| kept.get(*at) == Some(&true)).collect();
    let by_dashes = own[own.len().saturating_sub(LINES)..].iter().copied().find(|at| is_dashes(lines[*at]));
    let end = by_dashes.unwrap_or(lines.len());
    // What a telephone adds stands last, or above its writer's signature.
    let added = own
        .iter()
        .rev()
        .copied()
        .filter(|at| *at < end && !lines[*at].trim().is_empty())
        .take(3)
        .filter(|at| is_added(lines[*at]))
        .last();
    added.or(by_dashes)
}

/// Nothing but a signature.
pub(super) fn is_all(lines: &[&str]) -> bool {
    let Some(first) = lines.iter().position(|line| !line.trim().is_empty()) else { return true };
    (is_dashes(lines[first]) || is_added(lines[first])) && lines.len() - first <= LINES
}

fn is_dashes(line: &str) -> bool {
    line == "-- " || matches!(line.trim(), "--" | "— " | "––")
}

pub(super) fn is_added(line: &str) -> bool {
    line.len() < 300 && ADDED.as_ref().is_some_and(|pattern| pattern.is_match(line))
}
