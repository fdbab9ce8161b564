# The officer's desk: team, account and rules. $n is a number, $what and $who are texts, $when is a moment already written out.

# Account and the door
account-name-hint = You are named so in the audit. An admin invites whoever needs another name.
sign-in-why-password = Your new password is set. Sign in with it.
sign-in-link-over = That link was used or is over. Ask for a new one.
factor-again-title = New recovery codes
factor-again-about = The old ones work no more, also those not used yet.
factor-again-go = Make ten new codes
flash-password = Your password is changed. Wherever else you were signed in, you are not any more.
flash-session-ended = That session is over.
flash-sessions-ended = { $n ->
        [0] No session was open.
        [one] { $n } session is over.
       *[other] { $n } sessions are over.
    }
flash-factor-late = That took too long. Here is a new key.
flash-factor-off = The second step is off. Your password alone opens the desk.
error-password-now = That is not your password.
error-password-wait = { $n ->
        [one] Too many tries. Wait { $n } second.
       *[other] Too many tries. Wait { $n } seconds.
    }

# Team
team-made = { $n ->
        [one] This link lets { $who } choose a password. It works once, for { $n } hour, and is shown only now. No mail leaves this office yet: pass it on yourself.
       *[other] This link lets { $who } choose a password. It works once, for { $n } hours, and is shown only now. No mail leaves this office yet: pass it on yourself.
    }
team-made-mailed = { $n ->
        [one] The invitation is on its way to { $who }. This is its link, if the mail does not arrive; it works once, for { $n } hour, and is shown only now.
       *[other] The invitation is on its way to { $who }. This is its link, if the mail does not arrive; it works once, for { $n } hours, and is shown only now.
    }
team-invited = invited
team-role-viewer-hint = Looks at everything and changes nothing.
team-role-writer-hint = Writes releases, keeps reporters, and asks for approval.
team-role-approver-hint = Also gives the word that sends, as first or second person.
team-role-admin-hint = Also changes the team, the rules and how mail leaves.
officer-role-go = Change what they may do
officer-back-in = The way in
officer-link-about = For somebody who lost their password: a link to choose another one. It ends their sessions and is no way around the second step.
officer-link-go = Make a link for a new password
officer-invited-about = The invitation was not taken yet. A new one makes the old one worthless.
officer-invited-go = Invite again
officer-factor-on = The second step is on.
officer-factor-off = The second step is off.
officer-factor-reset = Remove their second step…
officer-remove = Remove from the team…
officer-sessions-end = End all of them
officer-no-sessions = Signed in nowhere.
error-name-removed = { $what } was in the team before and stands in the audit. Write the name a little differently, so that the two are told apart.
error-last-admin = Nobody else could change the team and the rules. Make somebody else an admin first.
flash-role = { $what } may do other things from now on.
flash-removed = { $what } is no longer in the team.
flash-factor-reset = The second step of { $what } is removed. The admins are told by mail.
confirm-fact-tokens = { $n ->
        [one] { $n } API token they made goes on working. Revoke it if they know it.
       *[other] { $n } API tokens they made go on working. Revoke those they know.
    }

# Rules
rules-title = Rules
rules-hold-time = { $unit ->
        [minutes] { $n ->
            [one] { $n } minute
           *[other] { $n } minutes
        }
       *[seconds] { $n ->
            [0] none
            [one] { $n } second
           *[other] { $n } seconds
        }
    }
rules-quiet-hint = By each reporter’s own clock, or else that of { $what }. What would go out then is asked about; corrections and withdrawals are not.
rules-admins = Admins change the rules.
error-whole-number = Write a whole number above 0, or nothing.
error-time = Write a time as 21:00, in both fields or in none.
error-date = Write a date as 2026-11-26.

# API
api-days = { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
api-ends = Ends
api-scope-read-hint = Releases, and how mailings stand; no reporter’s name or address.
flash-revoked = { $what } is revoked.

# Audit. An act has the message audit-act- and its name; others are shown as they are written.
audit-everybody = Everybody
audit-everything = Everything
audit-by-itself = Dateline itself
audit-by-operator = The operator
audit-kind = { $kind ->
        [session] Signing in
        [officer] Team
        [release] Releases
        [approval] Approvals
        [mailing] Mailings
        [delivery] Single copies
        [sending] Brakes
        [relay] Relays
        [alert] Alerts
        [contact] Reporters
        [import] Imports
        [newsroom] Newsrooms
        [rules] Rules
       *[token] API tokens
    }
audit-act-other = { $what } { $detail }
audit-act-session-begin = signed in
audit-act-session-renew = confirmed who they are
audit-act-session-end = ended sessions of { $what }
audit-act-officer-add = added { $what } to the team, who may { $detail ->
        [viewer] read
        [writer] write
        [approver] write and approve
       *[admin] do everything
    }
audit-act-officer-role = changed what { $what } may do to: { $detail ->
        [viewer] read
        [writer] write
        [approver] write and approve
       *[admin] everything
    }
audit-act-officer-remove = removed { $what } from the team
audit-act-officer-password = set the password of { $what }
audit-act-officer-factor = { $detail ->
        [on] switched on the second step of { $what }
        [codes] made new recovery codes for { $what }
       *[off] removed the second step of { $what }
    }
audit-act-release-withdraw = withdrew release { $what }
audit-act-release-place = placed release { $what }: { $detail }
audit-act-release-ask = asked for approval of release { $what }
audit-act-mailing-send = gave the word to send mailing { $what }
audit-act-mailing-approve = approved mailing { $what }
audit-act-mailing-pause = paused mailing { $what } { $detail }
audit-act-mailing-resume = let mailing { $what } go on
audit-act-mailing-stop = stopped mailing { $what } { $detail }
audit-act-mailing-void = gave up mailing { $what }, because it was not what was approved: { $detail }
audit-act-approval-void = voided the approval of mailing { $what }: { $detail }
audit-act-delivery-settle = settled copy { $what }: { $detail }
audit-act-sending-kill = stopped all sending
audit-act-sending-unkill = allowed sending again
audit-act-sending-quarantine = let nothing out, because { $detail }
audit-act-sending-leave-quarantine = let this database send from here
audit-act-relay-halt = halted relay { $what }: { $detail }
audit-act-relay-try-again = tried relay { $what } again
audit-act-alert-clear = closed the alert { $what }
audit-act-contact-link = linked reporter { $what }: { $detail }
audit-act-rules-change = changed the rules: { $detail }
audit-act-token-make = made the API token { $what }
audit-act-token-revoke = revoked the API token { $what }
audit-act-release-return = returned release { $what }: { $detail }
audit-act-release-reject = rejected release { $what }: { $detail }
audit-act-release-request-void = let the request about release { $what } lapse
audit-act-release-audience = changed the audience of release { $what }
audit-act-release-take = took over release { $what } from the newsroom
audit-act-mailing-acknowledge = had seen the warnings about mailing { $what }
audit-act-contact-add = added reporter { $what }
audit-act-contact-edit = changed reporter { $what }
audit-act-contact-erase = erased reporter { $what }
audit-act-contact-merge = merged another record into reporter { $what }
audit-act-contact-place = gave several reporters a region or issue
audit-act-contact-import = brought in reporters with import { $what }
audit-act-contact-import-undo = took back import { $what }
audit-act-contact-apart = said that reporter { $what } and another are two people
audit-act-contact-left = noted that reporter { $what } has left
audit-act-contact-not-left = noted that reporter { $what } has not left
audit-act-contact-still-there = had the address of reporter { $what } tried again
audit-act-contact-not-there = had the address of reporter { $what } tried no more
audit-act-contact-pause = paused reporter { $what }
audit-act-contact-resume = ended the pause of reporter { $what }
audit-act-contact-confirm = confirmed reporter { $what }
audit-act-contact-not-confirmed = took back the confirmation of reporter { $what }
audit-act-segment-add = saved segment { $what }
audit-act-segment-change = changed segment { $what }
audit-act-segment-delete = deleted segment { $what }
audit-act-issue-add = added the issue { $detail }
audit-act-issue-change = changed the issue { $detail }
audit-act-newsroom-add = connected the newsroom { $detail }
audit-act-newsroom-remove = disconnected newsroom { $what }
audit-act-newsroom-draft = drafted release { $what } from the newsroom

# Mails to officers. The link stands between text and after.
mail-sign-in-subject = Sign in at { $office }
mail-sign-in-text = Hello { $who },

    open this link and press the button there to sign in. It works once, within 15 minutes:
mail-sign-in-after = You did not ask for it? Then do nothing: without this link nobody gets in by it.
mail-invite-subject = Your place at the press desk of { $office }
mail-invite-text = Hello { $what },

    { $who } has made a place for you at the press desk of { $office }. Open this link and choose a password. It works once, within 24 hours:
mail-invite-after = Give it to nobody: whoever opens it first chooses the password.
mail-factor-reset-subject = { $office }: a second step was removed
mail-factor-reset-text = { $who } removed the second step of { $what } on { $when }.

    If that was agreed, nothing is to be done; { $what } sets up a new one at the account page.
    If it was not, end the sessions of both on the team page and look at the audit.

# Help
help-title = Help
help-about = How a release reaches reporters, what the words mean, and what cannot be undone.
help-way = How a release goes out
help-way-write = Write it, or take it from the newsroom. Everything is saved as a draft; a draft reaches nobody.
help-way-audience = Say which issues and regions it is about. The page shows who will receive it, who is left out, and why.
help-way-check = The send page says in one sentence what will happen, and what stands in the way. While something blocks, there is no button.
help-way-word = Press the button that names the number. If the rules want a second person, it goes to an approver, who sees exactly what you saw. What changes in between is shown and not sent.
help-way-hold = For a short while everything can still be stopped. After that what was not handed over can be stopped; the rest is on its way.
help-way-report = Every copy is counted until nothing is left open. What nobody can know is called in doubt and waits for a person.
help-states = What became of a copy
help-state-waiting = Its turn has not come.
help-state-retrying = A server said “later”. It is tried again by itself for up to three days.
help-state-accepted = A server took it. It may still come back; then the report says so.
help-state-refused = A server refused it for good: the address or the text.
help-state-in-doubt = It was handed over and no answer came. It may have arrived. It is sent again only if somebody says so.
help-state-left-out = It was not sent: unsubscribed, suppressed, stopped, too late, or there already.
help-states-sum = Together they are always the number that was approved.
help-final = What cannot be undone
help-final-accepted = Mail a server accepted cannot be called back. Send a correction or a withdrawal to exactly those who got it.
help-final-left = Whoever unsubscribed stays so, also after an import. Only they can come back.
help-final-erased = An erased reporter is gone. A salted trace of the address keeps it from being written to by mistake.
help-final-audit = The audit is only added to. Nobody can take a line out of it unseen.
help-keys = Shortcuts
help-keys-about = Those with Ctrl always work; the others once they are switched on. None ever sends, approves or stops.
help-key-save = Saves the form
help-key-send-page = Opens the send page
help-key-find = Finds a reporter or a release
help-api = For programs
help-api-about = A program reads with a token from the settings, sent as “Authorization: Bearer”. Answers are JSON.
help-api-releases = – the releases, newest first; limit (up to 100) and offset
help-api-mailing = – how a mailing stands, in numbers
help-ask = Whom to ask
help-ask-about = These admins can change what you may do, and help when you cannot get in.
help-back = Back
