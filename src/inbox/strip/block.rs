//! The heads under which programs quote a whole mail: Outlook's block of fields, "Original Message", "Forwarded message".

/// What such a head says of what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Answered,
    PassedOn,
}

/// The fields, each with what twelve languages and more call it.
const FROM: &[&str] = &[
    "from",
    "de",
    "von",
    "da",
    "van",
    "från",
    "fra",
    "lähettäjä",
    "od",
    "от",
    "від",
    "من",
    "kimden",
    "gönderen",
    "发件人",
    "寄件者",
    "寄件人",
    "差出人",
    "送信者",
    "보낸 사람",
    "מאת",
    "από",
    "de la",
    "feladó",
    "فرستنده",
    "odesílatel",
];
const SENT: &[&str] = &[
    "sent",
    "date",
    "enviado",
    "enviado el",
    "fecha",
    "envoyé",
    "envoyé le",
    "gesendet",
    "datum",
    "inviato",
    "data",
    "enviada",
    "enviada em",
    "enviado em",
    "verzonden",
    "skickat",
    "sendt",
    "dato",
    "lähetetty",
    "wysłano",
    "отправлено",
    "дата",
    "надіслано",
    "تم الإرسال",
    "تاريخ الإرسال",
    "أُرسلت",
    "أرسلت",
    "التاريخ",
    "gönderme tarihi",
    "gönderildi",
    "gönderilme tarihi",
    "tarih",
    "发送时间",
    "日期",
    "寄件日期",
    "傳送時間",
    "送信日時",
    "日時",
    "日付",
    "보낸 날짜",
    "נשלח",
    "תאריך",
    "στάλθηκε",
    "ημερομηνία",
    "elküldve",
    "odesláno",
];
const TO: &[&str] = &[
    "to",
    "para",
    "à",
    "a",
    "an",
    "aan",
    "till",
    "til",
    "vastaanottaja",
    "do",
    "кому",
    "إلى",
    "الى",
    "kime",
    "alıcı",
    "收件人",
    "收件者",
    "宛先",
    "받는 사람",
    "אל",
    "προς",
    "către",
    "címzett",
    "komu",
    "گیرنده",
];
const SUBJECT: &[&str] = &[
    "subject",
    "asunto",
    "objet",
    "betreff",
    "oggetto",
    "assunto",
    "onderwerp",
    "ämne",
    "emne",
    "aihe",
    "temat",
    "тема",
    "الموضوع",
    "موضوع",
    "konu",
    "主题",
    "主旨",
    "主題",
    "件名",
    "제목",
    "נושא",
    "θέμα",
    "subiect",
    "tárgy",
    "předmět",
];
const COPY: &[&str] = &[
    "cc",
    "kopie",
    "copie",
    "copia",
    "kopia",
    "kopi",
    "копия",
    "نسخة",
    "نسخة إلى",
    "抄送",
    "副本",
    "bilgi",
    "עותק",
    "dw",
    "importance",
    "priority",
    "reply-to",
];

/// Words between dashes that say "here is the mail I answer".
const ORIGINAL: &[&str] = &[
    "original message",
    "original appointment",
    "mensaje original",
    "message d'origine",
    "message d’origine",
    "message original",
    "ursprüngliche nachricht",
    "originalnachricht",
    "messaggio originale",
    "mensagem original",
    "oorspronkelijk bericht",
    "oorspronkelijk e-mailbericht",
    "ursprungligt meddelande",
    "originalmeddelande",
    "oprindelig meddelelse",
    "opprinnelig melding",
    "alkuperäinen viesti",
    "wiadomość oryginalna",
    "oryginalna wiadomość",
    "исходное сообщение",
    "первоначальное сообщение",
    "пересилаемое сообщение",
    "الرسالة الأصلية",
    "رسالة أصلية",
    "özgün ileti",
    "orijinal mesaj",
    "原始邮件",
    "邮件原件",
    "原始郵件",
    "元のメッセージ",
    "元のメール",
    "원본 메시지",
    "ההודעה המקורית",
    "הודעה מקורית",
    "reply message",
    "antwort",
];
/// Words that say "here is a mail I pass on".
const PASSED_ON: &[&str] = &[
    "forwarded message",
    "begin forwarded message",
    "forwarded by",
    "mensaje reenviado",
    "inicio del mensaje reenviado",
    "message transféré",
    "début du message transféré",
    "début du message réexpédié",
    "weitergeleitete nachricht",
    "anfang der weitergeleiteten nachricht",
    "anfang der weitergeleiteten e-mail",
    "messaggio inoltrato",
    "inizio messaggio inoltrato",
    "mensagem encaminhada",
    "mensagem reencaminhada",
    "início da mensagem reencaminhada",
    "doorgestuurd bericht",
    "begin doorgestuurd bericht",
    "vidarebefordrat meddelande",
    "vidarebefordrat brev",
    "videresendt meddelelse",
    "videresendt melding",
    "wiadomość przekazana dalej",
    "przekazana wiadomość",
    "пересылаемое сообщение",
    "переслане повідомлення",
    "начало переадресованного сообщения",
    "رسالة معاد توجيهها",
    "الرسالة المعاد توجيهها",
    "iletilen mesaj",
    "yönlendirilen mesaj",
    "转发的邮件",
    "轉寄的郵件",
    "轉寄郵件",
    "転送されたメッセージ",
    "転送メッセージ",
    "הודעה שהועברה",
    "전달된 메시지",
];

/// Lines a block of fields may take, folded ones included.
const LINES: usize = 12;
const FIELD_NAME: usize = 24;

/// Whether the head of a quoted mail begins at a line.
pub(super) fn at(lines: &[&str], from: usize) -> Option<Kind> {
    let line = lines.get(from)?.trim();
    if line.is_empty() || line.chars().count() > 200 {
        return None;
    }
    dashed(line).or_else(|| fields(lines, from))
}

/// `-----Original Message-----`, `---------- Forwarded message ---------`, "Begin forwarded message:".
fn dashed(line: &str) -> Option<Kind> {
    let is_mark = |c: char| matches!(c, '-' | '_' | '=' | '—' | '–' | '*' | '─' | ' ' | ':' | '：' | '>');
    let words = line.trim_matches(is_mark).to_lowercase();
    let begins = line.starts_with(['-', '_', '=', '—', '–', '─']);
    let ends_in_colon = line.ends_with([':', '：']);
    if PASSED_ON.iter().any(|known| words == *known || (begins && words.starts_with(known))) && (begins || ends_in_colon) {
        return Some(Kind::PassedOn);
    }
    (begins && ORIGINAL.contains(&words.as_str())).then_some(Kind::Answered)
}

pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() >= 5 && line.chars().all(|c| matches!(c, '_' | '-' | '=' | '─' | '—'))
}

/// From, and two more of its kin, one below the other.
fn fields(lines: &[&str], from: usize) -> Option<Kind> {
    let mut found = [false; 5];
    field(lines[from])?;
    let mut strangers = 0;
    for line in lines.iter().skip(from).take(LINES) {
        match field(line) {
            Some(kind) => {
                found[kind] = true;
                strangers = 0;
            }
            // Long lists of recipients are folded; one empty line comes between fields in some HTML.
            None => strangers += 1,
        }
        if strangers > 2 {
            break;
        }
    }
    let [is_from, is_sent, is_to, is_subject, _] = found;
    let all = found.iter().filter(|one| **one).count();
    (is_from && all >= 3 && (is_sent || (is_subject && is_to))).then_some(Kind::Answered)
}

/// Which of the fields a line is.
fn field(line: &str) -> Option<usize> {
    let line = line.trim().trim_start_matches(['*', '>', ' ', '\u{200f}', '\u{200e}']);
    let (name, value) = line.split_once([':', '：'])?;
    let name = name.trim_matches(['*', ' ', '\u{a0}', '\u{200f}', '\u{200e}']).to_lowercase();
    if name.chars().count() > FIELD_NAME || value.trim_matches(['*', ' ']).is_empty() {
        return None;
    }
    [FROM, SENT, TO, SUBJECT, COPY].iter().position(|known| known.contains(&name.as_str()))
}
