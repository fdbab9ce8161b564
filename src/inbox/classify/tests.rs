//! What decides, and what does not, by the examples of the field.

use super::*;
use crate::clock::{MINUTE, SECOND};
use crate::inbox::parse;

fn of(head: &str, body: &str, known: &Known) -> Finding {
    let raw = format!(
        "From: Ada <ada@paper.example>\r\nTo: media@press.example\r\nMessage-ID: <a@paper.example>\r\nContent-Type: text/plain; charset=utf-8\r\n{head}\r\n{body}\r\n"
    );
    let read = parse::read(raw.as_bytes()).unwrap();
    let path = read.header("return-path").unwrap_or("ada@paper.example").trim_matches(['<', '>']).to_owned();
    let envelope = Envelope { return_path: path, recipients: vec!["media@press.example".to_owned()] };
    let returned = crate::inbox::returns::read(raw.as_bytes(), &envelope, &read);
    classify(&envelope, &read, returned.as_ref(), known)
}

fn class(head: &str, body: &str, known: &Known) -> Class {
    of(head, body, known).class
}

#[test]
fn only_headers_that_say_so_make_an_automatic_answer() {
    for (head, expected) in [
        ("Auto-Submitted: auto-replied\r\n", Class::AutoReply),
        ("Auto-Submitted: auto-replied (vacation); owner=x\r\n", Class::AutoReply),
        ("Auto-Submitted: Auto-Generated\r\n", Class::AutoReply),
        ("Auto-Submitted: no\r\n", Class::Inquiry),
        ("Auto-Submitted: No (human)\r\n", Class::Inquiry),
        ("X-Autoreply: yes\r\n", Class::AutoReply),
        ("X-Autoreply: no\r\n", Class::Inquiry),
        ("X-Autorespond: away\r\n", Class::AutoReply),
        ("Precedence: auto_reply\r\n", Class::AutoReply),
        ("X-Auto-Response-Suppress: All\r\n", Class::Inquiry),
        ("X-MS-Exchange-Inbox-Rules-Loop: ada@paper.example\r\n", Class::Inquiry),
    ] {
        assert_eq!(class(head, "I have a question about the port", &Known::default()), expected, "{head}");
    }
}

#[test]
fn weak_signs_of_absence_need_company_and_never_hide_a_question() {
    let quick = Known { since_ours: Some(20 * SECOND), ..Known::default() };
    let slow = Known { since_ours: Some(30 * MINUTE), ..Known::default() };
    let subject = "Subject: Out of office\r\n";
    assert_eq!(class(subject, "Back soon.", &slow), Class::Inquiry, "one sign");
    assert_eq!(class(subject, "Back soon.", &quick), Class::AutoReply, "one sign, at once");
    assert_eq!(class(subject, "I am out of the office until Monday.", &slow), Class::AutoReply, "two signs");
    assert_eq!(class(subject, "I am out of the office. Can you call me?", &quick), Class::Inquiry, "it asks");
    assert_eq!(
        class(subject, "I am out of the office.", &Known { has_deadline: true, ..quick.clone() }),
        Class::Inquiry,
        "it has a deadline"
    );
    assert_eq!(class(subject, &"I am out of the office. ".repeat(20), &quick), Class::Inquiry, "it is long");
    assert_eq!(class("Subject: Out of office workers strike\r\n", "Please send a line.", &slow), Class::Inquiry);
}

/// Automatic answers and people's mails in many languages: none of the second may be hidden.
#[test]
fn classification_in_other_languages_is_precise() {
    let absences = [
        ("Automatic reply: Port", "I am out of the office until Monday."),
        ("Respuesta automática: Puerto", "Estoy fuera de la oficina hasta el lunes."),
        ("Réponse automatique : Port", "Je suis absent jusqu'à lundi."),
        ("Automatische Antwort: Hafen", "Ich bin derzeit nicht im Büro."),
        ("Risposta automatica: Porto", "Sono fuori ufficio fino a lunedì."),
        ("Resposta automática: Porto", "Estou de férias até segunda."),
        ("Automatisch antwoord: Haven", "Ik ben afwezig tot maandag."),
        ("Autosvar: Hamn", "Jag är på semester till måndag."),
        ("Automatisk svar: Havn", "Jeg er på ferie til mandag."),
        ("Autoodpowiedź: Port", "Jestem na urlopie do poniedziałku."),
        ("Автоответ: Порт", "Я в отпуске до понедельника."),
        ("Автоматична відповідь: Порт", "Я у відпустці до понеділка."),
        ("رد تلقائي: الميناء", "أنا في إجازة حتى الاثنين."),
        ("Otomatik yanıt: Liman", "Pazartesiye kadar ofis dışındayım."),
        ("自动回复：港口", "我正在休假，周一回来。"),
        ("自動返信: 港", "月曜日まで不在にしております。"),
        ("מענה אוטומטי: נמל", "אני בחופשה עד יום שני."),
    ];
    let people = [
        ("Automatic weapons at the port", "I would like your view on the report."),
        ("Vacation homes of the minister", "We look for a comment on the list."),
        ("Vacaciones del ministro", "Quisiera una declaración sobre el informe."),
        ("Absence de preuves", "Pouvez-vous nous envoyer le rapport complet, merci."),
        ("Abwesenheit des Rechts", "Ich bitte um eine Stellungnahme zum Bericht."),
        ("Assenza di prove", "Vorrei una dichiarazione sul rapporto."),
        ("Férias judiciais", "Gostaria de uma declaração sobre o relatório."),
        ("Afwezigheid van bewijs", "Graag een reactie op het rapport."),
        ("Frånvarande vittnen", "Jag vill ha en kommentar till rapporten."),
        ("Nieobecność sędziego", "Proszę o komentarz do raportu."),
        ("Отпуск министра", "Прошу прислать комментарий к докладу."),
        ("Відпустка міністра", "Прошу надіслати коментар до звіту."),
        ("غياب الأدلة", "نرجو إرسال تعليق على التقرير."),
        ("İzin verilen silahlar", "Rapor hakkında bir yorum rica ediyoruz."),
        ("外出禁止令", "请就报告发表评论。"),
        ("不在者投票について", "報告についてコメントをお願いします。"),
        ("חופשה של השר", "נשמח לקבל תגובה לדוח."),
        ("Stop the executions", "We write about the executions in Texas and need a line."),
        ("Please remove the photo", "The photo of my colleague should go from your page."),
    ];
    let ten = Known { since_ours: Some(10 * MINUTE), ..Known::default() };
    let missed: Vec<_> = absences
        .iter()
        .filter(|(subject, body)| class(&format!("Subject: {subject}\r\n"), body, &ten) != Class::AutoReply)
        .collect();
    let hidden: Vec<_> =
        people.iter().filter(|(subject, body)| class(&format!("Subject: {subject}\r\n"), body, &ten) != Class::Inquiry).collect();
    println!(
        "absences found {} of {}, people hidden {} of {}",
        absences.len() - missed.len(),
        absences.len(),
        hidden.len(),
        people.len()
    );
    assert!(hidden.is_empty(), "{hidden:?}");
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn only_a_bare_wish_to_leave_is_one() {
    for (body, expected) in [
        ("unsubscribe", Class::Unsubscribe),
        ("STOP", Class::Unsubscribe),
        ("Please unsubscribe me from your list, thanks", Class::Unsubscribe),
        ("Please remove me", Class::Unsubscribe),
        ("Baja, por favor", Class::Unsubscribe),
        ("Désabonner svp", Class::Unsubscribe),
        ("Bitte abmelden", Class::Unsubscribe),
        ("إلغاء الاشتراك من فضلك", Class::Unsubscribe),
        ("отписаться", Class::Unsubscribe),
        ("退订", Class::Unsubscribe),
        ("Stop the executions in Texas", Class::Inquiry),
        ("Do not unsubscribe me", Class::Inquiry),
        ("Please unsubscribe me. Who signed the order?", Class::Inquiry),
        ("Please unsubscribe me from this list and please take my colleague off too", Class::Inquiry),
        ("thanks", Class::Inquiry),
    ] {
        assert_eq!(class("", body, &Known::default()), expected, "{body}");
    }
}

#[test]
fn tokens_decide_before_words() {
    let with = |purpose| Known { tokens: vec![(purpose, 4)], ..Known::default() };
    assert_eq!(class("", "Who signed?", &with(Purpose::Unsubscribe)), Class::Unsubscribe);
    assert_eq!(class("", "Yes", &with(Purpose::Notice)), Class::OfficerReply);
    assert_eq!(class("", "Yes", &with(Purpose::Note)), Class::OfficerReply);
    assert_eq!(class("", "Who signed?", &with(Purpose::Reply)), Class::Inquiry);
    assert_eq!(class("Return-Path: <>\r\n", "gone", &with(Purpose::Bounce)), Class::Bounce);
    let away = class("Return-Path: <>\r\nAuto-Submitted: auto-replied\r\n", "I am away", &with(Purpose::Bounce));
    assert_eq!(away, Class::AutoReply, "automatic answers go to the return path");
}

#[test]
fn spam_is_believed_only_from_the_trusted_relay_and_never_against_those_we_know() {
    let known = Known {
        spam_header: Some("x-spam-flag".to_owned()),
        authserv_id: Some("mx.press.example".to_owned()),
        ..Known::default()
    };
    let yes = "X-Spam-Flag: YES\r\n";
    assert_eq!(class(yes, "Buy", &known), Class::Spam);
    assert_eq!(class(yes, "Buy", &Known::default()), Class::Inquiry, "no header is configured");
    assert_eq!(class("X-Spam-Flag: YES\r\nX-Spam-Flag: NO\r\n", "Buy", &known), Class::Spam, "a no of one's own has no effect");
    assert_eq!(class("X-Spam-Flag: NO\r\n", "Buy", &known), Class::Inquiry);
    assert_eq!(class(yes, "Buy", &Known { is_participant: true, ..known.clone() }), Class::Inquiry);
    assert_eq!(class(yes, "Buy", &Known { tokens: vec![(Purpose::Reply, 1)], ..known.clone() }), Class::Inquiry);
    let contact = Known { is_contact: true, ..known };
    assert_eq!(class(yes, "Buy", &contact), Class::Spam, "their domain was not proven");
    let proven = format!("Authentication-Results: mx.press.example; dmarc=pass header.from=paper.example\r\n{yes}");
    assert_eq!(class(&proven, "Buy", &contact), Class::Inquiry);
    let forged = format!("Authentication-Results: mx.evil.example; dmarc=pass header.from=paper.example\r\n{yes}");
    assert_eq!(class(&forged, "Buy", &contact), Class::Spam);
}

#[test]
fn lists_are_bulk_but_our_own_group_is_not() {
    let known = Known { own_lists: vec!["media.press.example".to_owned()], ..Known::default() };
    for head in ["List-Id: <news.shop.example>\r\n", "List-Unsubscribe: <https://shop.example/u>\r\n", "Precedence: bulk\r\n"] {
        assert_eq!(class(head, "News", &known), Class::Bulk, "{head}");
        assert_eq!(class(head, "News", &Known { is_participant: true, ..known.clone() }), Class::Inquiry, "{head}");
    }
    assert_eq!(class("List-Id: Press <media.press.example>\r\nPrecedence: list\r\n", "Who signed?", &known), Class::Inquiry);
}

#[test]
fn a_challenge_must_answer_us() {
    let body = "Please confirm that you are human: https://check.example/1";
    assert_eq!(class("", body, &Known { since_ours: Some(MINUTE), ..Known::default() }), Class::Challenge);
    assert_eq!(class("", body, &Known::default()), Class::Inquiry);
}

#[test]
fn our_own_message_is_only_ours_unchanged() {
    let ours = Known { has_our_id: true, is_our_content: true, ..Known::default() };
    assert_eq!(class("", "Text", &ours), Class::OwnCopy);
    assert_eq!(class("", "Text", &Known { is_our_content: false, ..ours }), Class::Inquiry);
    assert_eq!(class("", "Text", &Known { is_canary: true, ..Known::default() }), Class::Canary);
}

#[test]
fn evidence_is_one_line() {
    let finding = of(&format!("Auto-Submitted: auto-{}\r\n", "x".repeat(5_000)), "x", &Known::default());
    assert!(finding.evidence.iter().all(|sign| sign.sign.chars().count() <= 200));
}
