# The officer's desk: mailings and reports. $n is a number, $what and $who are texts, $when is a moment already written out.

progress-left = { $unit ->
        [moment] less than a minute
        [minutes] { $n ->
            [one] { $n } minute
           *[other] { $n } minutes
        }
       *[hours] { $n ->
            [one] { $n } hour
           *[other] { $n } hours
        }
    }
obstacle-paused = It is paused: { $what }. { $n } wait.
obstacle-halt-file = The halt file on the server stops everything. { $n } wait.

why-waiting = Its turn has not come yet.
why-in-hand = A sender has it in hand at this moment.
why-accepted = Taken: { $what }
why-accepted-only = Taken.
why-retrying = Tried again { $when }. The last answer: { $what }
why-retrying-only = Tried again { $when }.
why-refused = Their server refused it: { $what }
why-refused-address = Their server says that this address does not exist: { $what }
why-refused-content = Their server refused the content: { $what }
why-in-doubt = The text was handed to { $what }, and no answer came.
why-left-out = { $why ->
        [unsubscribed] Unsubscribed before it was sent.
        [suppressed] Mail to this address is blocked.
        [stopped] The mailing was stopped before.
        [withdrawn] The release was withdrawn before.
        [expired] It could not be delivered in time.
       *[already_has_it] Has this version already.
    }

people-unwritten = { $n ->
        [one] { $n } of them has no entry of their own yet, because the mailing is being planned or was ended before.
       *[other] { $n } of them have no entries of their own yet, because the mailing is being planned or was ended before.
    }
people-narrowed = Only: { $what }
report-by-hand = Named by hand
report-ended = Ended before everybody had it. { $n } of { $of } accepted.
report-by-outlets = By outlet
report-by-most = Most: { $what }, { $n } %
report-proof-none = The approval is not on record.
report-proof-by = { $who }, { $when }
report-proof-alone = nobody else had to
report-proof-void = { $what }; void since { $when }
reports-cut = The newest are shown, of { $n } in all. The file has every one.
reports-by-none = Nothing went out in this time.

delivery-differs = What can be made today is not byte for byte what went out, so it is not given out as that mail.
delivery-afterwards = Afterwards
delivery-said = What is known
phase-under-way = under way
event-kind = { $kind ->
        [opened] The picture was loaded
        [unsubscribed] Unsubscribed
        [resubscribed] Came back
        [paused] Paused
        [bounced] Came back as undeliverable
        [complained] Reported as unwanted
       *[settled] Decided
    }

flash-mailing-paused = Paused. { $n } wait; nothing is lost.
flash-mailing-resumed = It goes on. { $n } wait for their turn.
flash-mailing-moved-on = Nothing was changed: the mailing had moved on meanwhile.
flash-settled = { $n ->
        [one] { $n } copy is decided.
       *[other] { $n } copies are decided.
    }
flash-settled-some = { $n } were decided. For { $what } more it is too early or too late.
flash-settle-not = Nothing was changed: this copy is no longer in doubt.
flash-settle-early = Nothing was changed: an answer may still come until { $what }.
flash-settle-closed = Nothing was changed: this mailing sends nothing any more.
flash-settle-late = Nothing was changed: it was useful until { $what }.
flash-settle-changed = Nothing was changed: { $n } are in doubt by now. Look again.
flash-sending-allowed = Sending is allowed.
flash-relay-again = The relay { $what } is tried again.

alert-of-relay = The relay { $what } needs somebody.
alert-of-lane = Mail to { $what } has trouble.
alert-of-mailing = Mailing { $what } needs somebody.
alert-of-cap = The limit for today is reached.
alert-of-other = { $what } needs somebody.
relay-halted = Halted since { $when }: { $what }
relay-rests = { $n ->
        [one] Left alone until { $when }, after { $n } failure.
       *[other] Left alone until { $when }, after { $n } failures in a row.
    }
relay-rate-is = { $what }
relay-rate-is-slow = { $what }, slowed down to one part in { $n }
state-sender-silent = Silent
sending-senders = Senders
sending-no-sender = No sender is running.
sender-col = { $col ->
        [name] Process
        [seen] Last sign of life
        [started] Since
       *[holds] In hand
    }
dkim-none = There are no keys. The command “dateline dkim make” makes some.
dkim-lost = The folder of keys cannot be read; the log says why.
dns-look = Ask DNS
dns-spf-there = There is an SPF record. Only the relay’s owner can say whether it names the relay: { $what }
dns-spf-none = There is no SPF record for { $what }. The relay’s owner can say what it must be.
dns-spf-several = There are { $n } SPF records for { $what }. With more than one, none counts.
dns-spf-silent = Nobody answers for the SPF record of { $what }. Ask again later.
dns-dmarc-there = DMARC is set: { $what }
dns-dmarc-silent = Nobody answers for the DMARC record of { $what }. Ask again later.
state-record-silent = No answer
