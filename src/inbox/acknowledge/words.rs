//! The words of an acknowledgement, by language; `{}` marks where a name or time goes. A desk's own text takes the place of
//! the first sentences.

/// The frame in one language.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) language: &'static str,
    /// What a subject that answers begins with.
    pub(super) re: &'static str,
    /// `{}`: the subject.
    pub(super) got_it: &'static str,
    pub(super) with_duty: &'static str,
    pub(super) with_desk: &'static str,
    /// `{}`: day and time.
    pub(super) deadline: &'static str,
    pub(super) soon: &'static str,
    pub(super) no_deadline: &'static str,
    /// `{}`: the number.
    pub(super) telephone: &'static str,
    pub(super) automatic: &'static str,
}

/// In this language, or in English.
pub(super) fn of(language: &str) -> &'static Words {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    ALL.iter().find(|words| words.language.eq_ignore_ascii_case(primary)).unwrap_or(&ALL[0])
}

static ALL: [Words; 6] = [
    Words {
        language: "en",
        re: "Re: ",
        got_it: "Thank you, your message has reached us: “{}”.",
        with_duty: "Our duty press officer has it.",
        with_desk: "Our press officers have it.",
        deadline: "We understand that you need an answer by {}. If that is not so, please reply with the right day and time.",
        soon: "We understand that it is urgent. Please reply with the day and time until when an answer helps you.",
        no_deadline: "If you have a deadline, please reply with its day and time.",
        telephone: "For anything that cannot wait, please call {}.",
        automatic: "This was sent automatically; your message itself is read by a person.",
    },
    Words {
        language: "es",
        re: "Re: ",
        got_it: "Gracias, hemos recibido su mensaje: «{}».",
        with_duty: "Lo tiene nuestra persona de guardia en prensa.",
        with_desk: "Lo tiene nuestro equipo de prensa.",
        deadline: "Entendemos que necesita una respuesta antes de: {}. Si no es así, responda con el día y la hora correctos.",
        soon: "Entendemos que es urgente. Responda, por favor, con el día y la hora hasta los que le sirve una respuesta.",
        no_deadline: "Si tiene una hora de cierre, responda con el día y la hora.",
        telephone: "Para lo que no pueda esperar, llame al {}.",
        automatic: "Este mensaje se ha enviado automáticamente; el suyo lo lee una persona.",
    },
    Words {
        language: "fr",
        re: "Re: ",
        got_it: "Merci, nous avons bien reçu votre message : « {} ».",
        with_duty: "Notre permanence presse s’en occupe.",
        with_desk: "Notre service de presse s’en occupe.",
        deadline: "Nous comprenons qu’il vous faut une réponse avant : {}. Si ce n’est pas le cas, répondez-nous avec le jour et l’heure exacts.",
        soon: "Nous comprenons que c’est urgent. Merci de nous répondre avec le jour et l’heure jusqu’auxquels une réponse vous est utile.",
        no_deadline: "Si vous avez un bouclage, répondez-nous avec le jour et l’heure.",
        telephone: "Pour ce qui ne peut attendre, appelez le {}.",
        automatic: "Ce message est automatique ; le vôtre est lu par une personne.",
    },
    Words {
        language: "ar",
        re: "رد: ",
        got_it: "شكرًا لكم، وصلتنا رسالتكم: «\u{2068}{}\u{2069}».",
        with_duty: "وهي الآن لدى المسؤول الإعلامي المناوب.",
        with_desk: "وهي الآن لدى فريقنا الإعلامي.",
        deadline: "فهمنا أنكم تحتاجون إلى رد قبل \u{2068}{}\u{2069}. إذا لم يكن ذلك صحيحًا فيُرجى الرد باليوم والساعة الصحيحين.",
        soon: "فهمنا أن الأمر عاجل. يُرجى الرد باليوم والساعة اللذين يفيدكم الرد حتى حلولهما.",
        no_deadline: "إذا كان لديكم موعد نهائي فيُرجى الرد باليوم والساعة.",
        telephone: "لما لا يحتمل الانتظار يُرجى الاتصال على \u{2068}{}\u{2069}.",
        automatic: "أُرسلت هذه الرسالة تلقائيًا، أما رسالتكم فيقرؤها شخص.",
    },
    Words {
        language: "de",
        re: "Re: ",
        got_it: "Danke, Ihre Nachricht ist bei uns angekommen: „{}“.",
        with_duty: "Unser Pressebereitschaftsdienst hat sie.",
        with_desk: "Unsere Pressestelle hat sie.",
        deadline: "Wir verstehen, dass Sie eine Antwort brauchen bis: {}. Wenn das nicht stimmt, antworten Sie bitte mit Tag und Uhrzeit.",
        soon: "Wir verstehen, dass es eilt. Bitte antworten Sie mit Tag und Uhrzeit, bis wann Ihnen eine Antwort hilft.",
        no_deadline: "Wenn Sie eine Frist haben, antworten Sie bitte mit Tag und Uhrzeit.",
        telephone: "Was nicht warten kann, bitte unter {}.",
        automatic: "Diese Nachricht ist automatisch verschickt; Ihre liest ein Mensch.",
    },
    Words {
        language: "pt",
        re: "Re: ",
        got_it: "Obrigado, recebemos a sua mensagem: “{}”.",
        with_duty: "Está com o nosso plantão de imprensa.",
        with_desk: "Está com a nossa equipe de imprensa.",
        deadline: "Entendemos que precisa de uma resposta até: {}. Se não for assim, responda com o dia e a hora certos.",
        soon: "Entendemos que é urgente. Por favor, responda com o dia e a hora até os quais uma resposta lhe serve.",
        no_deadline: "Se tiver um prazo, responda com o dia e a hora.",
        telephone: "Para o que não pode esperar, ligue para {}.",
        automatic: "Esta mensagem foi enviada automaticamente; a sua é lida por uma pessoa.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_says_everything_and_has_a_place_for_what_is_filled_in() {
        for words in &ALL {
            for text in [words.got_it, words.deadline, words.telephone] {
                assert_eq!(text.matches("{}").count(), 1, "{text}");
            }
            for text in [words.with_duty, words.with_desk, words.soon, words.no_deadline, words.automatic] {
                assert!(!text.is_empty() && !text.contains("{}"), "{text}");
            }
        }
        assert_eq!((of("pt-BR").language, of("AR").language, of("sw").language, of("").language), ("pt", "ar", "en", "en"));
    }
}
