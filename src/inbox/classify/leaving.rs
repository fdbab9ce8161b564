//! The wish to leave, in words. Only a message that says nothing else is one; what says more is an inquiry, with a chip.

use crate::model::inbound::Read;

/// Words of which a bare wish may consist.
const FEW: usize = 8;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Nothing else; with what it says.
    Bare(String),
    /// Among other things; with the word that says it.
    Among(String),
    None,
}

/// What says it by itself.
const ASKS: &[&str] = &[
    "unsubscribe", "unsubscribed", "unsuscribe", "remove", "opt-out", "optout", "baja", "desuscribir", "desuscribirme", "desuscribirse", "darme", "eliminar", "eliminarme", "cancelar", "désabonner", "desabonner", "désabonnement", "désinscrire", "désinscription", "désinscrivez", "abmelden", "abbestellen", "austragen", "abmeldung",
    "disiscrivere", "disiscrivermi", "disiscrivi", "cancellami", "cancellatemi", "cancellazione", "descadastrar", "remover", "desinscrever", "uitschrijven", "afmelden", "avregistrera", "avprenumerera", "afmeld", "avmeld", "wypisz", "wypisać", "отписаться", "отпишите", "отписка", "відписатися", "إلغاء", "ألغوا", "الغاء", "çık", "çıkar", "çıkart",
    "退订", "退訂", "取消订阅", "配信停止", "購読解除", "解除", "הסר", "הסירו", "הסרה", "stop",
];

/// What may stand around it.
const AROUND: &[&str] = &[
    "please", "pls", "kindly", "me", "us", "my", "email", "e-mail", "mail", "mails", "emails", "e-mails", "address", "from", "this", "your", "the", "list", "lists", "mailing", "distribution", "press", "media", "releases", "release", "newsletter", "newsletters", "all", "thanks", "thank", "you", "now", "immediately", "off", "out", "take", "opt", "sending", "to", "messages", "asap", "hi", "hello", "regards", "best",
    "por", "favor", "gracias", "de", "la", "lista", "quiero", "solicito", "deseo", "correo", "correos", "dar", "den", "denme", "boletín", "su", "del", "el", "mi", "suscripción", "prensa", "envíos", "comunicados", "saludos", "merci", "svp", "s'il", "vous", "plaît", "plait", "me", "nous", "liste", "votre", "de", "cette", "veuillez", "je", "souhaite", "voudrais", "adresse", "diffusion", "bonjour", "cordialement", "mon",
    "bitte", "danke", "mich", "uns", "vom", "von", "der", "dem", "verteiler", "presseverteiler", "newsletter", "ihrem", "aus", "diesem", "meine", "adresse", "per", "cortesia", "grazie", "dalla", "dal", "vostra", "mia", "mailing", "obrigado", "obrigada", "da", "desta", "meu", "minha", "email", "alstublieft", "aub", "graag", "mij", "bedankt", "van", "deze", "lijst", "tack", "mig", "från", "listan", "tak", "fra", "listen", "takk", "meg",
    "proszę", "prosze", "mnie", "z", "listy", "dziękuję", "пожалуйста", "меня", "от", "рассылки", "из", "спасибо", "прошу", "будь", "ласка", "мене", "від", "розсилки", "الاشتراك", "اشتراكي", "من", "القائمة", "فضلك", "رجاء", "رجاءً", "شكرا", "شكراً", "lütfen", "beni", "listeden", "listenizden", "teşekkürler", "aboneliği", "aboneliğimi", "请", "請", "谢谢", "お願いします", "אותי", "מהרשימה", "בבקשה", "תודה", "נא", "i", "want", "would", "like", "wish", "be", "removed", "taken", "subscription", "cancel",
];

/// Words that count only when nothing but their like stands around them: alone, half of all messages have them.
const COMMON: &[&str] = &["stop", "remove", "eliminar", "cancelar", "darme", "remover", "إلغاء", "الغاء", "解除", "çık", "çıkar"];

pub fn wish(read: &Read) -> Wish {
    let text = if read.fresh.trim().is_empty() { read.subject.as_str() } else { read.fresh.as_str() };
    let words: Vec<String> = words(text);
    let asks = |word: &String| ASKS.contains(&word.as_str()) || joined(word);
    let is_bare = !words.is_empty() && words.len() <= FEW && words.iter().any(asks) && words.iter().all(|word| asks(word) || AROUND.contains(&word.as_str()));
    // In a message without text the subject must be the wish and not "Re: Stop the executions".
    if is_bare {
        return Wish::Bare(text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(80).collect());
    }
    match words.iter().find(|word| asks(word) && !COMMON.contains(&word.as_str())) {
        Some(word) => Wish::Among(word.clone()),
        None => Wish::None,
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | '!' | ';' | ':' | '،' | '。' | '、' | '！' | '，' | '"' | '“' | '”' | '(' | ')' | '¡' | '/'))
        .map(|word| word.trim_matches(['\'', '’', '-', '*', '_', '<', '>']).to_lowercase().replace('’', "'"))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Chinese and Japanese leave no space between the words.
fn joined(word: &str) -> bool {
    ["请退订", "請退訂", "请取消订阅", "取消订阅", "配信停止", "配信停止希望", "退订谢谢"].iter().any(|known| word == *known || word.trim_end_matches("してください").trim_end_matches("をお願いします") == *known)
}
