//! A step that decides by the subject: what is there to be read, what cannot be, and what breaks whoever reads it.

use std::sync::Mutex;
use std::time::Duration;

use dateline::inbox::round::{Decide, Decided, Deciding, Raw, Trouble};
use dateline::model::ids::InboundId;
use dateline::model::inbound::{Class, Finding, Sign};
use dateline::store::StoreError;

#[derive(Debug, Default)]
pub struct BySubject {
    /// In the order in which they were decided.
    pub order: Mutex<Vec<InboundId>>,
}

pub fn decided(class: Class) -> Decided {
    Decided {
        finding: Finding { class, evidence: vec![Sign { sign: "the subject says so".to_owned(), decides: true }] },
        pipeline: 3,
        message_id: "id@paper.example".to_owned(),
        digest: "digest".to_owned(),
        duplicate_of: None,
        from_line: "Jane\0".to_owned(),
        subject: "read".to_owned(),
    }
}

impl Decide for BySubject {
    type Read = Class;
    type Found = ();

    fn read(&self, raw: &Raw) -> Result<Class, Trouble> {
        match raw.subject.as_str() {
            "panic" => panic!("a parser that said it never would"),
            "slow" => {
                std::thread::sleep(Duration::from_millis(300));
                Ok(Class::Inquiry)
            }
            "unreadable" => Err(Trouble::Unreadable("no end of its parts")),
            "bulk" => Ok(Class::Bulk),
            _ => Ok(Class::Inquiry),
        }
    }

    async fn weigh(&self, raw: &Raw, class: Class) -> Result<(Decided, ()), Trouble> {
        match raw.subject.as_str() {
            "panic later" => panic!("a rule that broke"),
            _ => Ok((decided(class), ())),
        }
    }

    async fn write(&self, _: &mut Deciding, raw: &Raw, _: &Decided, (): ()) -> Result<(), StoreError> {
        if raw.subject == "refused" {
            return Err(StoreError::Conflict { constraint: "some_rule".to_owned() });
        }
        if raw.subject == "busy" {
            return Err(StoreError::CommitUnknown(sqlx::Error::WorkerCrashed));
        }
        self.order.lock().unwrap().push(raw.id);
        Ok(())
    }
}
