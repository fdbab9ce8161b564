//! The words mail systems use, as data. Everything lower case; what they mean is decided elsewhere.

/// Parts of a local part that only mail systems have.
pub(super) const SYSTEM_LOCALS: &[&str] =
    &["mailer-daemon", "mailerdaemon", "postmaster", "mail-daemon", "maildaemon", "mailsystem", "mail_service", "bounce-handler", "mmdf", "microsoftexchange", "smtp-gateway", "mdaemon"];
pub(super) const SYSTEM_NAMES: &[&str] = &[
    "mail delivery", "mail system", "mailer-daemon", "mail administrator", "delivery subsystem", "internet mail delivery", "system administrator",
    "microsoft outlook", "mail router", "mail transfer", "jetmail system", "sistema de correo", "mailsystem", "mail deliver",
];
/// Of messages whose sender looks like a person.
pub(super) const SUBJECTS: &[&str] = &[
    "undeliverable", "undelivered", "returned mail", "mail delivery fail", "delivery failure", "delivery status notification", "failure notice",
    "delivery notification", "mail delivery problem", "message delay", "could not send message", "nondeliverable", "non-deliverable", "mail could not be delivered",
    "delivery has failed", "unzustellbar", "nicht zustellbar", "non remis", "non remise", "no se puede entregar", "no entregable", "non recapitabile", "impossibile recapitare",
    "não foi possível entregar", "não é possível entregar", "onbestelbaar", "kan inte levereras", "niedostarczalne", "nie można dostarczyć", "недоставлено", "не удается доставить",
    "配信不能", "配信できません", "无法送达", "無法傳遞", "teslim edilemedi", "تعذر تسليم", "غير قابل للتسليم",
];

/// A mail did not arrive and will not.
pub(super) const FAILED: &[&str] = &[
    "could not be delivered", "cannot be delivered", "can not be delivered", "couldn't be delivered", "couldn’t be delivered", "was not delivered", "not be delivered to",
    "wasn't delivered", "wasn’t delivered", "unable to deliver", "undeliverable", "did not reach the following", "did not reach some or all", "delivery to the following recipient",
    "delivery to these recipients", "delivery failed", "delivery has failed", "has failed for", "returned mail", "delivery failure", "not delivered to the following",
    "permanent fatal error", "failed recipients", "failed addresses", "following address failed", "following addresses had", "following recipients could not",
    "following addresses did not receive", "had delivery problems", "encountered delivery problems", "intended recipient:", "undeliverable address", "error description:",
    "could not deliver", "mailbox is full", "no such user here", "invalid final delivery userid", "list of failed recipients", "was automatically rejected",
    "that you sent was rejected", "message has been rejected", "this is the qmail-send program", "this is a permanent error", "i wasn't able to deliver", "failed to deliver",
    "sending of the message failed", "recipient unknown", "user unknown", "your message to", "message from interscan", "rejected your message", "deliver program at",
    "machine generated message from mail service", "email server at", "del(i|e)very", "delevery to the following", "address rejected", "mail box", "recipient(s) could not be reached",
    "mail could not be sent", "message not delivered", "was undeliverable", "no longer valid", "does not exist", "doesn't exist", "not found", "address couldn't be found", "over quota",
    "konnte nicht zugestellt werden", "konnten nicht zugestellt werden", "nicht erreicht", "nicht zugestellt", "n'a pas pu être remis", "n’a pas pu être remis", "n'est pas parvenu",
    "pas pu être distribué", "échec de la remise", "no se pudo entregar", "no se ha podido entregar", "no ha podido ser entregado", "no llegó a", "error al entregar", "não pôde ser entregue", "não foi entregue",
    "falha na entrega", "non è stato possibile recapitare", "non è stato recapitato", "impossibile recapitare", "kon niet worden bezorgd", "is niet bezorgd", "kunde inte levereras", "kunne ikke leveres",
    "nie można było dostarczyć", "nie została dostarczona", "nie powiodło się dostarczenie", "не было доставлено", "не удалось доставить", "не может быть доставлено", "не доставлено",
    "iletilemedi", "teslim edilemedi", "تعذر تسليم", "لم يتم تسليم", "配信できませんでした", "配信不能", "届きませんでした", "无法送达", "未能送达", "無法傳遞", "退信",
];

/// A mail is late and still being tried.
pub(super) const DELAYED: &[&str] = &[
    "not yet been delivered", "has been delayed", "is delayed", "will be retried", "will keep trying", "continue trying", "still being retried", "warning only",
    "just a warning", "advisory-only", "delivery attempts will continue", "no action is required on your part", "has been postponed", "will continue to attempt", "hasn't been delivered yet",
    "not been delivered yet", "verzögert", "a été retardée", "se ha retrasado", "foi adiada", "è stata ritardata", "opóźnion", "задержан", "delivery delayed", "there was a temporary problem",
];

/// Where a report's own words end and the mail it is about begins.
pub(super) const ENDS: &[&str] = &[
    "original message", "copy of the message", "copy of your message", "returned mail follows", "here is your returned mail", "returned message", "message headers follow", "header of the source mail", "message text follows", "-- the header",
    "transcript of session", "session transcript", "below this line", "below the next line", "message header", "old message:", "unsent message", "start of returned", "first part of the message", "message reads",
    "included is a copy", "-------- returned mail", "returned text follows", "message follows", "reporting-mta:", "original-envelope-id", "received: ", "return-path:", "message-id:", "x-mailer:", "mime-version:", "boundary=",
    "the following is the header", "end of message", "error type", "original headers", "diagnostic information for administrators", "informations de diagnostic", "diagnoseinformationen", "информация для администраторов",
];

/// Lines whose address is whom to ask, not who was not reached.
pub(super) const ASK: &[&str] = &[
    "contact", "assistance", "please send", "questions", "help", "postmaster", "mailer-daemon", "abuse@", "from:", "sender", "reply to", "mail from", "http", "message-id", "for more information", "administrator", "report",
];
