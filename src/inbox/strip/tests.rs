//! What is new in a message, in twelve languages and every client's way of quoting.

use super::*;

/// What stays of a text.
fn fresh(text: &str) -> String {
    strip(text).fresh
}

#[test]
fn an_introduction_and_what_it_quotes_are_cut_in_every_language() {
    for intro in [
        "On Tue, Nov 24, 2026 at 3:04 PM Press <media@press.example> wrote:",
        "On 24 Nov 2026, at 15:04, Press Office <media@press.example> wrote:",
        "On 24/11/2026 15:04, Press wrote:",
        "El mar, 24 nov 2026 a las 15:04, Prensa (<media@press.example>) escribió:",
        "El 24 de noviembre de 2026 15:04, Prensa <media@press.example> escribió:",
        "Le mar. 24 nov. 2026 à 15:04, Presse <media@press.example> a écrit :",
        "Le 24/11/2026 à 15:04, Presse a écrit :",
        "Am 24.11.2026 um 15:04 schrieb Presse <media@press.example>:",
        "Am Di., 24. Nov. 2026 um 15:04 Uhr schrieb Presse <media@press.example>:",
        "Il giorno mar 24 nov 2026 alle ore 15:04 Stampa <media@press.example> ha scritto:",
        "Em ter., 24 de nov. de 2026 às 15:04, Imprensa <media@press.example> escreveu:",
        "Op di 24 nov. 2026 om 15:04 schreef Pers <media@press.example>:",
        "Den tis 24 nov. 2026 kl 15:04 skrev Press <media@press.example>:",
        "Den 24.11.2026 15.04 skrev Presse:",
        "wt., 24 lis 2026 o 15:04 Prasa <media@press.example> napisał(a):",
        "вт, 24 нояб. 2026 г. в 15:04, Пресса <media@press.example>:\nнаписал:",
        "24 ноября 2026 г. 15:04 пользователь Пресса <media@press.example> написал:",
        "вт, 24 лист. 2026 р. о 15:04 Преса <media@press.example> пише:",
        "في الثلاثاء، 24 نوفمبر 2026 في 3:04 م، كتب Press <media@press.example>:",
        "24 Kas 2026 Sal 15:04 tarihinde Basın <media@press.example> şunu yazdı:",
        "Press <media@press.example> 于2026年11月24日周二 15:04写道：",
        "2026年11月24日(火) 15:04 Press <media@press.example>のメール:",
        "\u{202b}בתאריך יום ג׳, 24 בנוב׳ 2026 ב-15:04 מאת \u{202a}Press\u{202c}‏ <\u{202a}media@press.example\u{202c}‏>:\u{202c} כתב:",
        "-- \nOn Tue, Nov 24, 2026 at 3:04 PM Press <media@press.example> wrote:",
    ] {
        for quoted in ["> The port was closed.\n> Gaza, Gaza.", "The port was closed.\nGaza, Gaza."] {
            let text = format!("Thank you, one question: who signed it?\n\n{intro}\n\n{quoted}\n");
            assert_eq!(fresh(&text), "Thank you, one question: who signed it?", "{text}");
        }
    }
}

#[test]
fn an_introduction_may_be_broken_over_lines() {
    for intro in [
        "On Tue, Nov 24, 2026 at 3:04 PM Press Office of the Harbour\n<media@press.example> wrote:",
        "On Tue, Nov 24, 2026 at 3:04 PM Press Office\n<media@press.example>\nwrote:",
        "Le mar. 24 nov. 2026 à 15:04, Service de presse\n<media@press.example> a écrit :",
        "Am 24.11.2026 um 15:04 schrieb Pressestelle des Hafens\n<media@press.example>:",
    ] {
        assert_eq!(fresh(&format!("Who signed?\n\n{intro}\n> Text\n> More")), "Who signed?", "{intro}");
    }
}

#[test]
fn outlooks_head_is_cut_in_every_language_and_order() {
    for head in [
        "From: Press <media@press.example>\nSent: Tuesday, November 24, 2026 3:04 PM\nTo: Ada\nSubject: Port closure",
        "From: Press\nDate: Tuesday, November 24, 2026\nTo: Ada\nCc: Bo\nSubject: Port closure",
        "Subject: Port closure\nFrom: Press\nTo: Ada\nDate: 24 Nov",
        "De: Prensa\nEnviado el: martes, 24 de noviembre\nPara: Ada\nAsunto: Puerto",
        "De : Presse\nEnvoyé : mardi 24 novembre\nÀ : Ada\nObjet : Port",
        "Von: Presse\nGesendet: Dienstag, 24. November\nAn: Ada\nBetreff: Hafen",
        "Da: Stampa\nInviato: martedì\nA: Ada\nOggetto: Porto",
        "De: Imprensa\nEnviada em: terça\nPara: Ada\nAssunto: Porto",
        "Van: Pers\nVerzonden: dinsdag\nAan: Ada\nOnderwerp: Haven",
        "Från: Press\nSkickat: tisdag\nTill: Ada\nÄmne: Hamn",
        "Fra: Presse\nSendt: tirsdag\nTil: Ada\nEmne: Havn",
        "Od: Prasa\nWysłano: wtorek\nDo: Ada\nTemat: Port",
        "От: Пресса\nОтправлено: вторник\nКому: Ада\nТема: Порт",
        "من: الصحافة\nتم الإرسال: الثلاثاء\nإلى: آدا\nالموضوع: الميناء",
        "Kimden: Basın\nGönderildi: Salı\nKime: Ada\nKonu: Liman",
        "发件人: 新闻处\n发送时间: 星期二\n收件人: Ada\n主题: 港口",
        "差出人: 広報\n送信日時: 火曜日\n宛先: Ada\n件名: 港",
        "*From:* Press\n*Sent:* Tuesday\n*To:* Ada\n*Subject:* Port",
        "________________________________\nFrom: Press\nSent: Tuesday\nTo: Ada\nSubject: Port",
    ] {
        assert_eq!(fresh(&format!("Yes, at six.\n\n{head}\n\nGaza Gaza Gaza\n")), "Yes, at six.", "{head}");
    }
}

#[test]
fn marked_heads_are_cut() {
    for head in [
        "-----Original Message-----",
        "----- Mensaje original -----",
        "-----Message d'origine-----",
        "-----Ursprüngliche Nachricht-----",
        "-----Messaggio originale-----",
        "-----Oorspronkelijk bericht-----",
        "-----Wiadomość oryginalna-----",
        "-----Исходное сообщение-----",
        "-----الرسالة الأصلية-----",
        "-----原始邮件-----",
        "-----元のメッセージ-----",
        DELIMITER,
    ] {
        assert_eq!(fresh(&format!("Yes, at six.\n{head}\nText of the other\n")), "Yes, at six.", "{head}");
    }
}

#[test]
fn what_a_telephone_adds_is_no_message() {
    for added in [
        "Sent from my iPhone",
        "Sent from my Samsung Galaxy smartphone.",
        "Get Outlook for iOS",
        "Get Outlook for Android<https://aka.ms/x>",
        "Enviado desde mi iPhone",
        "Envoyé de mon iPhone",
        "Von meinem iPhone gesendet",
        "Inviato da iPhone",
        "Enviado do meu iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Skickat från min iPhone",
        "Sendt fra min iPhone",
        "Wysłane z iPhone'a",
        "Отправлено с iPhone",
        "أُرسلت من الـ iPhone",
        "iPhone'umdan gönderildi",
        "发自我的iPhone",
        "iPhoneから送信",
        "נשלח מה-iPhone שלי",
        "-- \nAda Lind\nHarbour Post\n+1 555 0100",
        "--\nAda Lind",
    ] {
        assert_eq!(fresh(&format!("Who signed it?\n\n{added}\n")), "Who signed it?", "{added}");
        let quoting =
            format!("Who signed it?\n\n{added}\n\nOn 24 Nov 2026, at 15:04, Press <media@press.example> wrote:\n\n> Text\n");
        assert_eq!(fresh(&quoting), "Who signed it?", "{quoting}");
    }
}

#[test]
fn answers_between_the_lines_stay_with_what_they_answer() {
    let text = "On 24 Nov 2026, at 15:04, Press <media@press.example> wrote:\n> When shall we call?\nAt six.\n> On which number?\n+1 555 0100\n> Regards\n> Press";
    assert_eq!(
        fresh(text),
        "On 24 Nov 2026, at 15:04, Press <media@press.example> wrote:\n> When shall we call?\nAt six.\n> On which number?\n+1 555 0100"
    );
    let short = "Hello,\n> one?\nYes.\n> two?\nNo.";
    assert_eq!(fresh(short), short);
}

#[test]
fn an_answer_below_its_quotation_is_found() {
    let text = "On 24 Nov 2026, at 15:04, Press <media@press.example> wrote:\n\n> Text\n> More\n\nWho signed it?";
    assert_eq!(
        strip(text),
        Stripped { fresh: "Who signed it?".to_owned(), quoted: text.split("\n\nWho").next().unwrap().to_owned() }
    );
    assert_eq!(fresh("> Text\n> More\n\nWho signed it?"), "Who signed it?");
}

#[test]
fn what_looks_like_a_quotation_and_is_none_stays() {
    for text in [
        "On Monday the minister wrote:\nWe will not open the port.\nIs that true?",
        "My questions:\nFrom: which date was it closed?\nThe rest can wait.",
        "I have two questions -- both short.\nWho signed it?",
        "Who signed it?\n\nSent from my desk to yours, with hope that somebody can answer before six o'clock today",
        "To: be or not to be\nThat is the question",
        "He said: they wrote: nothing",
        "5 > 3 and that is all",
        "",
    ] {
        assert_eq!(fresh(text), text, "{text}");
    }
}

#[test]
fn what_would_leave_nothing_cuts_nothing() {
    let long = "The harbour was closed at noon and nobody was told why, which we would like to hear about. ".repeat(5);
    let below_head = format!("From: Press\nSent: Tuesday\nTo: Ada\nSubject: Port\n\n{long}");
    assert_eq!(fresh(&below_head), below_head.trim_end(), "the answer may stand in it");
    let passed_on = format!("FYI\n\n---------- Forwarded message ---------\nFrom: Kim\nSubject: Interview\n\n{long}");
    assert!(fresh(&passed_on).contains("nobody was told"), "what was passed on is the message");
    let weak = format!("Ok\n\nOn 24 Nov 2026, at 15:04, Ada <ada@x.example> wrote:\n\n{long}");
    assert!(fresh(&weak).contains("nobody was told"), "unmarked text below a mere introduction is not cut for two letters");
    let signature_only = format!("-- \n{long}");
    assert!(fresh(&signature_only).contains("nobody was told"));
    assert_eq!(fresh("Sent from my iPhone"), "Sent from my iPhone");
}

#[test]
fn two_words_above_a_long_marked_quotation_are_the_message() {
    let release = "> Gaza: the crossing was closed again this morning, people say.\n".repeat(50);
    assert_eq!(
        fresh(&format!("Call me.\n\nOn 24 Nov 2026, at 15:04, Press <media@press.example> wrote:\n{release}")),
        "Call me."
    );
    let outlook = format!("Call me.\n\nFrom: Press\nSent: Tuesday\nTo: Ada\nSubject: Port\n\n{}", release.replace("> ", ""));
    assert_eq!(fresh(&outlook), "Call me.");
}

#[test]
fn a_very_long_text_is_taken_apart_in_time() {
    let many = "On Monday, 3 May 2026 at 10:00 somebody said\n".repeat(20_000);
    assert!(fresh(&many).len() > 500_000);
    let quoted = format!("Hello there, a question.\n{}", "> x\n".repeat(300_000));
    assert!(fresh(&quoted).starts_with("Hello there"));
}
