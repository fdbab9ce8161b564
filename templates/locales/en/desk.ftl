# The officer's desk, in English. One message says a whole sentence; numbers and names are its arguments.
# $n is a number, $what and $who are texts, $when is a moment already written out.

# The frame
frame-skip = Skip to the page
frame-training = TRAINING: nothing leaves this machine
frame-training-title = TRAINING
frame-find = Find a reporter or a release
frame-find-go = Find
frame-nav = Dateline
frame-noun = { $noun ->
        [today] Today
        [releases] Releases
        [reporters] Reporters
        [inbox] Inbox
        [reports] Reports
       *[settings] Settings
    }
frame-waits = { $n ->
        [one] { $n } thing waits
       *[other] { $n } things wait
    }
frame-title-errors = { $n ->
        [one] ({ $n } thing to put right) { $what }
       *[other] ({ $n } things to put right) { $what }
    }
when-away = { $unit ->
        [minutes] { $n ->
            [one] in { $n } minute
           *[other] in { $n } minutes
        }
        [hours] { $n ->
            [one] in { $n } hour
           *[other] in { $n } hours
        }
        [days] { $n ->
            [one] in { $n } day
           *[other] in { $n } days
        }
       *[now] at once
    }
problem-somebody = Somebody
problem-admins = An admin
frame-more = More
frame-help = Help
frame-sign-out = Sign out
frame-undo = Undo
live-lost = The live view is interrupted. The work goes on at the server; the page looks again every few seconds.
live-lost-count = The number could not be counted just now. What you chose is still here.
live-lost-save = Not saved: the server cannot be reached. Keep this page open; it tries again as you write.
live-lost-time = The time could not be checked just now.
standing-killed = Sending is stopped for everything, by { $what }. { $n } copies wait; nothing is lost.
standing-quarantine = This database has moved to another place and sends nothing until somebody says that it may.
standing-relay-halted = The relay { $what } is halted. { $n } copies wait; nothing is lost.
standing-no-sender = No sender is running. { $n } copies wait; nothing is lost.
standing-dkim = Mail for { $what } cannot be signed. It may be taken for spam.
standing-look = See what to do

# Forms, lists, errors
form-optional = (optional)
form-show-password = Show the password
form-leave = Leave without saving
copy = Copy
copied = Copied
copy-record = Copy this record
pages-label = More of this list
pages-said = { $first } to { $last } of { $n }
pages-previous = Previous
pages-next = Next
pages-csv = Download as CSV
bars-share = Share
bars-people = Reporters
errors-title = This is not done yet
error-required = Fill this in.
error-too-long =
    Shorten this to { $n ->
        [one] { $n } character
       *[other] { $n } characters
    }.
error-address = Write the address like name@example.org.
error-address-known = { $what } is in the list already. Open that entry instead.
error-typo-domain = Did you mean { $what }?
error-password-short =
    Use at least { $n ->
        [one] { $n } character
       *[other] { $n } characters
    }.
error-password-plain = Use more than one character.
error-code-wait = Too many tries. Wait { $n } seconds, then enter the code shown then.
error-sign-in = The address and the password do not go together.
error-code = That code is not right, or it is over. Enter the one shown now.
error-time-past = That time has passed. Choose a later one.
error-time-gap = { $what } does not exist on that day: the clocks go forward. Choose another time.
error-time-twice = { $what } comes twice on that day: the clocks go back. Say which one.
error-time-zone = Say in which zone.
error-embargo-time = Give the embargo a date and a time.
error-number-typed = Type { $n } to confirm.
error-note = Say why, in a sentence.
error-choose = Choose one.
error-file = Choose a file or paste the cells.
error-newsroom = Nothing like a feed or a list of news was found at { $what }.
error-name-taken = There is already one called { $what }.
error-warnings = Tick every warning once, so that it is known you have seen it.
error-template = It did not pass and is not used. What you typed is still here.

# States, as words
state-draft = Draft
state-waiting-approval = Waiting for approval
state-returned = Returned
state-rejected = Rejected
state-approved = Approved
state-scheduled = Scheduled
state-holding = Can still be stopped
state-planning = Being planned
state-sending = Sending
state-paused = Paused
state-stopped = Stopped
state-missed = Missed its time
state-withdrawn = Withdrawn
state-void = Approval void
state-done = Sent
state-done-some = { $n ->
        [one] Sent, { $n } not delivered
       *[other] Sent, { $n } not delivered
    }
state-reporter-active = Active
state-reporter-paused = Paused
state-reporter-opted-out = Opted out
state-reporter-bounced = Address bounced
state-reporter-unconfirmed = Not confirmed
state-reporter-not-placed = Not placed
state-waiting = Waiting
state-retrying = Retrying
state-accepted = Accepted
state-refused = Refused
state-in-doubt = In doubt
state-left-out = Left out
state-bounced = Came back later
state-relay-well = Works
state-relay-slow = Slowed down
state-relay-rests = Rests
state-relay-halted = Halted
state-record-found = Found
state-record-missing = Not found
state-record-differs = Differs
state-key-used = Signs
state-key-next = Next
state-key-old = Retired
state-template-passed = Passed
state-newsroom-well = Reads well
state-newsroom-quiet = Nothing new
state-newsroom-lost = Cannot be read
state-token-valid = Valid
state-token-over = Over
state-token-revoked = Revoked
release-kind = { $kind ->
        [release] Release
        [media_advisory] Media advisory
        [report] Report
        [statement] Statement
        [correction] Correction
        [update] Update
       *[withdrawal] Withdrawal
    }

# Sign in
sign-in-title = Sign in
sign-in-address = E-mail address
sign-in-password = Password
sign-in-go = Sign in
sign-in-link = Send me a sign-in link instead
sign-in-languages = Language
sign-in-why-over = You were signed out after a while without work. Your draft is kept; you return to the same page.
sign-in-why-ended = Your session was ended from another place.
sign-in-why-page = Sign in to open that page.
sign-in-wait =
    Too many tries. The next is possible in { $n ->
        [one] { $n } second
       *[other] { $n } seconds
    }; a sign-in link works at once.
sign-in-link-title = Sign in by mail
sign-in-link-about = You get a link that works once, for 15 minutes.
sign-in-link-go = Send the link
sign-in-link-sent = Look into your inbox
sign-in-link-sent-about = If the address belongs to an officer, a link is on its way. It may take a minute.
sign-in-link-open = Sign in as { $who }
sign-in-back = Back to the password
sign-in-code-title = Second step
sign-in-code-again = Confirm that it is you
sign-in-code = Code
sign-in-code-hint = The six digits your authenticator shows now
sign-in-code-trust =
    This is my computer: do not ask again for { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
sign-in-code-go = Confirm
sign-in-code-lost = Without your authenticator, enter one of your recovery codes instead.

# First run
set-up-title = Set up your desk
set-up-invited = You are { $who } and sign in with { $what }. Choose a password.
set-up-about = Five minutes, once. Everything can be changed later in the settings.
set-up-you = You
set-up-name = Name
set-up-address-hint = You sign in with it; no mail is sent from it.
set-up-office = The office
set-up-office-name = Name of the press office
set-up-office-hint = Reporters see it as the sender’s name.
set-up-sender = Sender address
set-up-sender-hint = Press mail comes from it. Its domain needs a signature; the settings say how.
set-up-zone = Time zone
set-up-zone-hint = Every time on these pages is shown in this zone.
set-up-packs = Regions you work with most
set-up-pack = { $what }
set-up-go = Set up the desk

# Today
today-title = Today
today-empty = Nothing needs you.
today-empty-next = Nothing needs you. Next: { $what }.
today-first = First steps
today-first-step = { $step ->
        [relay] Connect a mail relay
        [domain] Prove that the domain is yours
        [reporters] Bring in your reporters
        [newsroom] Connect your newsroom
       *[test] Send a test to yourself
    }
today-first-done = done
today-needs = Needs you
today-need-approve =
    { $who } asks you to approve sending to { $n ->
        [one] { $n } reporter
       *[other] { $n } reporters
    }.
today-need-returned = { $who } returned it: “{ $what }”
today-need-missed = It missed its time, and nothing was sent. Decide: send now, or another time.
today-need-draft =
    A draft from { $what } is ready for { $n ->
        [one] { $n } reporter
       *[other] { $n } reporters
    }.
today-need-found = A draft from { $what } is ready: look at it and send it.
today-need-doubt = { $n ->
        [one] { $n } copy is in doubt: nobody can know whether it arrived.
       *[other] { $n } copies are in doubt: nobody can know whether they arrived.
    }
today-need-source = The page at { $what } changed after the draft was made.
today-need-inquiry = { $who } asks and needs an answer by { $what }.
today-sending = Now sending
today-next = Next 7 days
today-next-send =
    Goes out to { $n ->
        [one] { $n } reporter
       *[other] { $n } reporters
    }
today-next-embargo = The embargo ends
today-recent = Recently sent
today-recent-sent = { $n } of { $of } accepted
today-recent-failed = { $n } of { $of } accepted; the rest is named in the report

# Search
found-title = Found for “{ $what }”
found-reporters = { $n ->
        [0] Reporters
        [one] { $n } reporter
       *[other] { $n } reporters
    }
found-releases = { $n ->
        [0] Releases
        [one] { $n } release
       *[other] { $n } releases
    }
found-all = See all
found-none = None.

# Problems
problem-title = { $code ->
        [bad_request] This could not be understood
        [signed_out] Sign in first
        [forbidden] This is not yours to do
        [returned] You returned this
        [not_found] There is nothing here
        [conflict] Somebody else was faster
        [unreadable] This could not be read
        [too_many] That was a lot at once
        [busy] The desk is busy
        [not_set_up] A setting is still empty
       *[broken] This page is broken
    }
problem-why = { $code ->
        [bad_request] What the browser sent is not what this page asks for. Go back, load the page again and try once more.
        [signed_out] Your session is over. Sign in and you return to where you were.
        [forbidden] { $what } may do this. Ask one of them, or ask an admin to change what you may do.
        [returned] You returned it, so somebody else makes the change and asks next. After that you can approve it.
        [not_found] It may have been removed, or the address is mistyped.
        [conflict] { $what } changed it in the meantime. Look at it as it is now and decide again.
        [unreadable] A field holds something that cannot be stored. Go back and look at what you wrote.
        [too_many] Wait { $n } seconds, then go on.
        [busy] The database is busy with something else. Try again in { $n } seconds.
        [not_set_up] Whoever runs this machine has to fill in { $what } in the settings file; without it no mail can be made.
       *[broken] The mistake is ours. It has been written down with the number below.
    }
problem-safe = Nothing was sent and nothing was changed.
problem-go-today = To Today
problem-go-back = Back
problem-go-sign-in = Sign in
problem-go-again = Try again
problem-reference = Reference: { $what }

# A last look
confirm-title = { $of ->
        [erase] Erase { $what }?
        [left] Has { $what } left?
        [find_same] Who is the same person as { $what }?
        [undo_import] Undo this import?
        [merge] Make these two one?
        [kill] Stop all sending?
        [unkill] Allow sending again?
        [leave_quarantine] May this database send from here?
        [revoke_token] Revoke { $what }?
        [revoke_session] End this session?
        [remove_officer] Remove { $what } from the team?
        [reset_factor] Remove the second step of { $what }?
        [delete_segment] Delete the segment { $what }?
        [remove_newsroom] Stop looking at { $what }?
        [try_relay] Try the relay { $what } again?
        [settle_arrived] Take these copies as arrived?
        [settle_again] Send these copies once more?
        [restore] Take up version { $n } again?
       *[remove_factor] Remove the second factor?
    }
confirm-about = { $of ->
        [erase] Name, notes and history go. Only the address stays, on the list of those that are not written to, so that { $what } is never written to again by mistake.
        [undo_import] { $n } people who came with it are removed, and changed fields get their old values. Whoever was written to since stays.
        [left] Nothing more is written to this address. Add { $what } again under the new one.
        [find_same] Give the address of the other entry. Nothing is changed yet.
        [merge] Their history, issues and regions become one. The other address is kept and not written to.
        [kill] No relay is handed anything, by any sender, within a second. What waits keeps waiting: { $n } copies.
        [unkill] { $n } copies that wait begin to go out again.
        [leave_quarantine] It was moved or restored from a copy. If another copy of it sends as well, people get mail twice.
        [revoke_token] Programs that use it are refused from now on.
        [revoke_session] Whoever is signed in there must sign in again.
        [remove_officer] What { $what } did stays in the audit. Releases waiting for them go to the other approvers.
        [reset_factor] The password of { $what } alone opens the desk from then on, until a new second step is set up. Every session of { $what } ends, nobody is signed in by it, and all admins are told by mail.
        [remove_newsroom] New items there become drafts no more. { $n } drafts that came from it stay.
        [delete_segment] Releases that used it keep the audience they were approved with.
        [try_relay] Its halt and its waits end. { $n } copies begin to go out.
        [settle_arrived] Nobody knows whether they arrived; you say that they did. { $n } copies move to accepted, marked as settled by you.
        [settle_again] { $n } people may get the same mail twice. It has the same number, so many mail programs show it once.
        [restore] Taking it up changes the text, and so withdraws { $what }’s approval. What is scheduled does not go out; they are asked again.
       *[remove_factor] Your password alone opens the desk from then on.
    }
confirm-go = { $of ->
        [erase] Erase { $what }
        [undo_import] Undo the import of { $n }
        [merge] Merge into one
        [left] { $what } has left
        [find_same] Look at both
        [kill] Stop all sending
        [unkill] Allow sending to { $n }
        [leave_quarantine] It may send from here
        [revoke_token] Revoke { $what }
        [revoke_session] End this session
        [remove_officer] Remove { $what }
        [reset_factor] Remove the second step of { $what }
        [delete_segment] Delete { $what }
        [remove_newsroom] Stop looking at { $what }
        [try_relay] Try { $what } again
        [settle_arrived] Take { $n } as arrived
        [settle_again] Send { $n } once more
        [restore] Take up version { $n }
       *[remove_factor] Remove the second factor
    }
confirm-fact-irreversible = This cannot be undone.
confirm-fact-accepted = Mail already accepted by a server cannot be called back.
confirm-fact-coming = { $n ->
        [one] { $n } release in preparation will not reach them.
       *[other] { $n } releases in preparation will not reach them.
    }
confirm-fact-copy = Another copy of this database last wrote from { $what }.
confirm-typed = Type it to confirm
confirm-back = Leave it as it is

# Reporters
reporters-title = Reporters
reporters-none = No reporters yet
reporters-none-about = Bring in your spreadsheet as it is: any columns, any language, any encoding. You see what happens before anything is stored.
reporters-find = Name, address or outlet
reporters-find-go = Find
reporters-narrow = Narrow by what they cover
reporters-show = Show
reporters-save = Save as a segment
reporters-states = By state
reporters-state = { $state ->
        [all] All
        [active] Active
        [paused] Paused
        [opted_out] Opted out
        [bounced] Bounced
       *[not_placed] Not placed
    }
reporters-filter-empty = Nobody fits. Take away one of the conditions.
reporters-choose = Choose
reporters-choose-one = Choose { $who }
reporters-col = { $col ->
        [name] Name
        [outlet] Outlet
        [covers] Covers
        [regions] Where
        [language] Language
        [state] State
       *[seen] Last contact
    }
reporters-never = never
reporters-bulk = With the chosen ones:
reporters-bulk-do = { $do ->
        [place] Add issue or region
        [pause] Pause
       *[export] Export
    }
reporter-add = Add a reporter
reporter-add-go = Add this reporter
reporter-edit = Edit
reporter-edit-title = Edit { $who }
reporter-save = Save this reporter
reporter-who = Details
reporter-field = { $field ->
        [address] Address
        [other] Further address
        [phone] Telephone
        [language] Language
        [zone] Time zone
        [consent] Written to because
        [embargo] Embargoes
       *[notes] Notes
    }
reporter-unsaid = nobody has said
reporter-covers = Covers
reporter-covers-hint = What is written here decides which releases reach them. “All issues” is a choice too.
reporter-regions = Where
reporter-regions-hint = A region takes in everything inside it.
reporter-no-issue = No issue, so no release reaches this reporter.
reporter-no-region = No region, so no release reaches this reporter.
reporter-said-opted-out = Left the list on { $when }. Only they can come back, by the sign-up page.
reporter-said-opted-out-issue = Wants nothing about { $what } since { $when }; everything else reaches them.
reporter-said-paused = Paused until { $when }.
reporter-said-bounced = The address does not exist, said the server on { $when }. Correct it, or mark that they left.
reporter-said-full = The mailbox has been full since { $when }. The next release is tried again.
reporter-said-not-placed = Not placed: nothing is matched until an issue and a region are set.
reporter-resume = End the pause
reporter-consent = Why may we write to them?
consent-agreed = Agreed on { $when }, { $what }
consent-press-role = Press role; recorded { $when }
consent-none = Not recorded
consent-ground-agreed = They agreed
consent-ground-role = They work for the press, and this is about their work
reporter-embargo = May get embargoed releases
reporter-embargo-hint = Only if they agreed to keep embargoes.
reporter-embargo-yes = Agreed; { $who } wrote it down on { $when }
reporter-embargo-no = Gets embargoed releases when the embargo ends
reporter-coming = Will get
reporter-coming-none = Nothing is planned for this reporter.
reporter-past = So far
reporter-past-none = Nothing so far.
reporter-past-accepted = Accepted:
reporter-past-refused = Refused ({ $what }):
reporter-past-doubt = In doubt:
reporter-past-left-out = Left out ({ $what }):
reporter-past-unsubscribed = Unsubscribed ({ $what })
reporter-past-added = Added by { $what }
reporter-past-edited = Edited by { $what }
reporter-past-note = Note: { $what }
reporter-past-asked = Asked about
reporter-pause = Pause
reporter-pause-until = Write nothing until
reporter-pause-go = Pause this reporter
reporter-more = More
reporter-left = Has left the outlet…
reporter-merge = Is the same person as…
reporter-export = Export everything about them
reporter-erase = Erase
reporter-erase-about = For good. Only the address stays, on the list of those that are not written to.
reporter-name = Name
reporter-address = E-mail address
reporter-outlet = Outlet
reporter-role = Role
reporter-phone = Telephone
reporter-language = Language
reporter-language-hint = They get a release in this language where there is one.
reporter-zone = Time zone
reporter-notes = Notes
reporter-notes-hint = Reporters may ask to see what is written about them.
reporter-refused = { $who } opted out on { $when }. You cannot put this address back; send the sign-up link instead.
reporter-sign-up-link = The sign-up link

# Tidying
tidy-link = Tidy ({ $n })
tidy-title = Tidy the list
tidy-queues = What can be tidied
tidy-queue = { $queue ->
        [duplicates] Possible duplicates
        [left] Probably left
       *[stale] Not confirmed for a year
    }
tidy-duplicates-about = Two entries that look like one person. The one you keep takes over the other’s history, issues and regions.
tidy-why-same-name = Same name, same outlet
tidy-why-same-phone = Same telephone
tidy-why-like-address = Two addresses of one outlet that differ in a letter
tidy-keep = Keep { $who }
tidy-apart = They are two people
tidy-left-about = A server or an automatic answer says that they are gone.
tidy-left-bounced = The server said on { $when }: { $what }
tidy-left-auto = An automatic answer said on { $when }: “{ $what }”
tidy-gone = They left
tidy-still = Still there
tidy-stale-about = Nobody has looked at these for a year. Ask them, or confirm what you know to be right.
tidy-empty = { $queue ->
        [duplicates] No two entries look like one person.
        [left] Nobody seems to have left.
       *[stale] Everybody has been confirmed within a year.
    }

# Import
import-link = Import
import-title = Import reporters
import-step = { $step ->
        [bring] Bring
        [columns] Match columns
        [check] Check
       *[result] Result
    }
import-ground = Who are these people?
import-ground-agreed = They agreed to get press mail
import-ground-role = They work for the press
import-ground-role-hint = You have a legitimate interest in writing to them about their work.
import-ground-out = They must not be written to
import-ground-out-hint = A list of people who opted out elsewhere. Nobody is added; they are only kept out.
import-file = A file
import-file-hint = CSV or TSV in any encoding and with any delimiter, XLSX or ODS, up to 25 MB.
import-paste = Or paste the cells
import-paste-hint = Copy the rows in your spreadsheet, headers included, and paste them here.
import-bring-go = Read it
import-example = An example
import-example-about = Only the address is needed. Issues and regions may be names, codes or your own words.
import-example-get = Download an example
import-earlier = Earlier imports
import-earlier-one = { $n ->
        [one] { $n } row
       *[other] { $n } rows
    }, by { $who }
import-undo-link = Undo this import
import-file-empty = { $what } is empty.
import-file-no-address = No column looks like e-mail addresses. Found: { $what }. Rename the right header to Email.
import-file-too-big = { $what } is larger than { $n } MB. Split it.
import-columns-title = Match the columns
import-read-as =
    { $what }: { $n ->
        [one] { $n } row
       *[other] { $n } rows
    }, read as { $encoding }, separated by { $delimiter }
import-col = { $col ->
        [theirs] Your column
        [samples] What stands there
       *[ours] What it is
    }
import-column-for = What is in the column { $what }?
import-as-ignore = Leave it out
import-as-name = Name
import-as-first-name = First name
import-as-last-name = Last name
import-as-email = E-mail address
import-as-outlet = Outlet
import-as-role = Role
import-as-issues = Covers
import-as-regions = Where
import-as-language = Language
import-as-time-zone = Time zone
import-as-phone = Telephone
import-as-notes = Notes
import-unknown = Words the office does not know yet
import-unknown-about = Say once what they mean. It is remembered for the next import.
import-unknown-one = { $kind ->
        [region] Region “{ $what }”, in { $n } rows
       *[issue] Issue “{ $what }”, in { $n } rows
    }
import-columns-go = Check the rows
import-back = Back
import-check-title = Check before anything is stored
import-sum = { $rows } rows = { $added } new + { $updated } updated + { $merged } twice in the file + { $rejected } not importable
import-nothing-yet = Nothing is stored yet.
import-todo = You need to:
import-todo-email-invalid =
    put right { $n ->
        [one] { $n } address
       *[other] { $n } addresses
    }
import-todo-email-missing =
    add { $n ->
        [one] { $n } missing address
       *[other] { $n } missing addresses
    }
import-todo-region-unknown =
    choose a region for { $n ->
        [one] { $n } row
       *[other] { $n } rows
    }
import-todo-encoding =
    save { $n ->
        [one] { $n } row
       *[other] { $n } rows
    } with readable characters
import-problems = Rows that cannot come in yet
import-row = Row
import-who = Who
import-problem = Problem
import-why-email-missing = There is no address.
import-why-email-invalid = This is not an address: { $what }
import-why-too-long = Too long: { $what }
import-why-encoding = A character could not be read.
import-why-exists-opted-out = Opted out on { $what }. Only they can come back.
import-why-email-typo-domain = { $what } looks mistyped.
import-why-role-address = { $what } is a desk, not a person.
import-why-region-unknown = Not a region the office knows: { $what }
import-why-issue-unknown = Not an issue the office knows: { $what }
import-why-not-placed = No issue or no region, so no release reaches them.
import-why-language-unknown = Not a language: { $what }
import-why-time-zone-unknown = Not a time zone: { $what }
import-meant = Did you mean { $what }?
import-recheck = Check these again
import-problems-csv = { $n ->
        [one] The { $n } row with its reason (CSV)
       *[other] The { $n } rows with reasons (CSV)
    }
import-more = { $n ->
        [one] { $n } more row is in the CSV.
       *[other] { $n } more rows are in the CSV.
    }
import-updates = { $n ->
        [one] What changes for { $n } reporter
       *[other] What changes for { $n } reporters
    }
import-never-back = Nobody who opted out is put back on the list.
import-go = { $n ->
        [one] Import { $n } reporter
       *[other] Import { $n } reporters
    }
import-go-skip = { $n ->
        [one] Import { $n } and skip { $skip }
       *[other] Import { $n } and skip { $skip }
    }
import-none = No row can come in yet.
import-running-title = Importing
import-running = { $n } of { $of } rows
import-leave = You can leave this page. It goes on.
import-result-title = Imported
import-done = { $rows } rows: { $added } new, { $updated } updated, { $merged } twice in the file, { $rejected } left out.
import-unplaced = { $n ->
        [one] { $n } reporter has no issue or no region, so no release reaches them.
       *[other] { $n } reporters have no issue or no region, so no release reaches them.
    }
import-unplaced-go = Place them
import-see = See who came in
import-again = Import another
import-undo-about = You can undo this import until { $when }.

# Segments
segments-title = Segments
segments-add = New segment
segments-about = A segment is a rule that is kept, not a list of names: it means whoever fits it at the moment.
segments-people = { $n ->
        [one] { $n } reporter
       *[other] { $n } reporters
    }
segments-list = See who
segments-none = No segments yet. A segment saves a rule you use often, such as “water reporters in the north”.
segment-name = Name
segment-name-hint = As you would say it in the office
segment-rule = Who is meant
segment-count = { $n ->
        [one] { $n } reporter
       *[other] { $n } reporters
    }
segment-people = { $n ->
        [one] reporter fits
       *[other] reporters fit
    }
segment-nobody = Nobody fits. Take away one of the conditions.
segment-save = Save this segment
segment-delete = Delete
rule-begin = Reporters
rule-joins = { $facet ->
        [issues] who cover
        [regions] in
        [languages] who read
        [outlets] at
        [without_outlets] but not at
        [with] and also
       *[without] but not
    }
rule-facet = { $facet ->
        [issues] Issues
        [regions] Regions
        [languages] Languages
        [outlets] Outlets
        [without_outlets] Outlets left out
        [with] People added
       *[without] People left out
    }
rule-any = { $facet ->
        [issues] nothing yet
        [regions] nowhere yet
        [languages] any language
        [outlets] any outlet
        [without_outlets] no outlet
        [with] nobody
       *[without] nobody
    }
rule-narrow = Type to narrow the list
rule-down = Also whoever covers only a part of it
rule-down-hint = For example a reporter for Nevada, when the release is about the United States.
rule-logic = Within a part any of the choices will do; all parts must fit.

# Audience
audience-title = Will receive it
audience-rule = Whom it is for
audience-proposed = Proposed from the text. Tick what is right.
audience-proposed-why = { $kind ->
        [region] Region, because of { $what }
       *[issue] Issue, because of { $what }
    }
audience-segment = Only people of a segment:
audience-as-before = As for “{ $what }”
audience-save = Save the audience
audience-will = { $n ->
        [one] reporter will receive it
       *[other] reporters will receive it
    }
audience-who = See who and why
audience-left-out = { $n ->
        [one] { $n } left out, and why
       *[other] { $n } left out, and why
    }
audience-sample = Some of them
audience-nobody = Nobody matches. Close by:
audience-nearest =
    { $what } ({ $n ->
        [one] { $n } reporter
       *[other] { $n } reporters
    })
audience-ask = Will somebody get this?
audience-ask-go = Ask
audience-ask-yes = Yes. { $who } gets it: “{ $what }”
audience-ask-no = No. { $who } does not get it: { $what }.
audience-ask-unknown = Nobody of that name or address is in the list.
waterfall-caption = From who matches to who will receive it
waterfall-matched = Match the rule
waterfall-out = { $why ->
        [opted_out] opted out
        [bounced] address bounced before
        [paused] paused
        [same_person] same person, second address
       *[already_has_it] have this version already
    }
waterfall-will = Will receive it
people-title = { $list ->
        [will] Will receive it: { $n }
        [out] Left out: { $n }
       *[matched] Match the rule: { $n }
    }
people-lists = Lists
people-list = { $list ->
        [will] Will receive it
        [out] Left out
       *[matched] All who match
    }
people-why = Why
people-none = Nobody.
people-back = Back to the release

# Releases
releases-title = Releases
releases-new = New release
releases-none = No releases yet
releases-none-about = Connect your newsroom, and drafts appear here by themselves.
releases-connect = Connect a newsroom
releases-write = Write one
releases-group = { $group ->
        [needs] Needs action
        [scheduled] Scheduled
        [drafts] Drafts
       *[sent] Sent
    }
releases-filter-owner = Owner
releases-filter-issue = Issue
releases-filter-kind = Kind
release-said-draft = { $who } is writing it.
release-said-proposed = Made from { $what }; regions and issues are proposals.
release-said-waiting =
    { $who } asked for approval for { $n ->
        [one] { $n } reporter
       *[other] { $n } reporters
    }.
release-said-returned = { $who } returned it: “{ $what }”
release-said-rejected = { $who } rejected it: “{ $what }”
release-said-scheduled =
    Goes out { $when } to { $n ->
        [one] { $n } reporter
       *[other] { $n } reporters
    }; approved by { $who }.
release-said-missed = Missed { $when }; nothing was sent.
release-said-sending = { $n } copies accepted so far.
release-said-sent = { $n ->
        [one] { $n } reporter
       *[other] { $n } reporters
    }, { $when }
release-said-stopped = Stopped by { $who } after { $n } copies.
release-said-withdrawn = Withdrawn by { $who }, { $when }.
release-number = No. { $n }, version { $version }
release-tabs = This release
release-tab = { $tab ->
        [text] Text
        [audience] Audience
        [send] Send
        [versions] Versions
        [progress] Progress
       *[report] Report
    }
calendar-title = Calendar
calendar-month = { $what }
calendar-before = Month before
calendar-after = Month after
calendar-now = This month
calendar-kind = { $kind ->
        [send] Goes out:
        [embargo] Embargo ends:
        [draft] Draft:
       *[sent] Sent:
    }
calendar-zone = All times in { $what }.
release-new-title = New release
release-new-newsroom = From the newsroom
release-new-no-items = Nothing new in the newsroom.
release-new-used = Open the draft
release-new-draft = Make a draft
release-new-blank = Blank
release-new-kind = Kind
release-new-write = Start writing
release-new-copy = Begin with an earlier one
release-new-copy-go = Copy it
release-kind-choice = { $what ->
        [release] Release
        [media_advisory] Media advisory
        [report] Report
       *[statement] Statement
    }
release-kind-hint-release = News, with a press contact
release-kind-hint-media-advisory = An invitation; useful until the event
release-kind-hint-statement = What somebody says, in their words
release-kind-hint-report = A publication, with its link

# Writing
compose-title = { $what }
compose-subject = Headline
compose-subject-hint = It is also the subject of the mail. A phone shows about the first 40 characters.
compose-teaser = First sentence
compose-teaser-hint = Shown beside the subject in many inboxes.
compose-note = What changed
compose-note-hint = One sentence: what was wrong and what is right. It stands above the text.
compose-body = Text
compose-body-hint = Markdown. Text pasted from a word processor keeps its headings, lists, links and emphasis.
compose-toolbar = Text
compose-mark = { $mark ->
        [bold] Bold
        [italic] Italic
        [link] Link
        [heading] Heading
       *[list] List
    }
compose-pasted = Pasted. Formatting that mail programs break was left out; undo takes it back.
compose-kind = Kind
compose-language = Language
compose-dateline = Dateline
compose-dateline-hint = Where the news comes from, such as PORT ASTER
compose-embargo = May be published from
compose-embargo-hint = An embargo, not the time of sending. Leave it empty for immediate release.
compose-date = Date
compose-time = Time (24 h)
compose-zone = Zone
compose-event = Takes place
compose-event-hint = After this nobody is sent the advisory any more.
compose-image = Picture
compose-image-url = Address of the picture
compose-image-alt = What it shows
compose-image-alt-hint = For those who do not see it, and for programs that block pictures
compose-image-caption = Caption
compose-image-credit = Credit
compose-contact = Press contact
compose-contact-hint = Name, telephone, hours. Empty means the office’s own.
compose-voids = Editing withdraws { $who }’s approval. They are asked again.
compose-source = From { $what }, published { $when }.
compose-source-see = See the original
compose-source-changed = The page changed at { $when }, after the draft was made.
compose-source-diff = What changed
compose-source-take = Take the new text
compose-presence = { $who } is looking at this
saved-at = Saved { $when }
saved-never = Not saved yet
saved-conflict = Not saved: somebody else saved at { $when }. Press Save to compare.
compose-versions = Versions
compose-save = Save
compose-to-audience = Audience
compose-to-send = To the send page
compose-checks-blocks = { $n ->
        [one] { $n } thing to fix before this can be sent
       *[other] { $n } things to fix before this can be sent
    }
compose-checks-warnings = { $n ->
        [one] { $n } thing to look at
       *[other] { $n } things to look at
    }
compose-checks-fine = Nothing stands in the way
mail-title = The mail, as it will be read
mail-inbox = In an inbox:
mail-from = From { $who }
mail-to = To { $who }
mail-next = Next reporter
mail-as = Read as another reporter
mail-as-go = Show
mail-mode = { $mode ->
        [html] HTML
        [text] Plain text
        [dark] Dark
        [phone] Phone
       *[no_images] Pictures off
    }
mail-frame = The mail
trial-to = Send a test to
trial-go = Send test
trial-hint = Marked [TEST], to officers only, counted nowhere.
conflict-title = { $who } saved at { $when }, while you were writing
conflict-about = Nothing is lost. Both texts are here; yours is not saved yet.
conflict-diff = From their text to yours
conflict-mine = Your text
conflict-keep = Save mine over theirs
conflict-take = Take { $who }’s text
versions-title = Versions
version-number = Version { $n }
version-current = current
version-made = { $who } started it.
version-edited = { $who } changed { $what }.
version-source = Taken from { $what }.
version-restored = { $who } took up version { $what } again.
version-restore = Take this up again
version-compared = From version { $from } to version { $to }

# Checks
checks-title = Checks
checks-running = Checking…
checks-level = { $level ->
        [blocking] Must be fixed:
       *[warning] Look at this:
    }
checks-fix = Fix it
checks-look = Look
checks-seen = I have seen this
checks-passed = { $n ->
        [one] { $n } check passed
       *[other] { $n } checks passed
    }
checks-at = Checked { $when }.
checks-again = Check again
check-content-subject-missing = Write a headline.
check-content-subject-too-long = Shorten the headline: { $n } characters, and most programs show the first 78.
check-content-placeholder = Fill in or remove “{ $what }”.
check-content-render-failed =
    The mail cannot be made for { $n ->
        [one] { $n } reporter: { $what }.
       *[other] { $n } reporters: { $what }.
    }
check-content-empty-text = Write the text of the release.
check-content-mail-too-big = Shorten the text: mail programs cut off what is longer.
check-content-link-private = Only your own network can open the link to { $what }.
check-content-link-http = The link to { $what } is not encrypted. Use https.
check-content-link-dead = The link to { $what } leads nowhere.
check-content-date-weekday = Check the day: { $what }.
check-content-image-alt-missing = Say what the picture shows.
check-content-contact-missing = Name a press contact with a telephone number or an address.
check-content-similar-sent =
    { $what ->
        [same] The same text
       *[nearly] Nearly the same text
    } went out less than 7 days ago, as mailing { $n }.
check-content-withdrawn = This version was withdrawn.
check-content-language-mismatch = The text looks like { $what }, which is not the language chosen.
check-source-changed = The newsroom page changed after this text was taken.
check-source-unpublished = The newsroom page is gone.
check-embargo-past = The embargo ended on { $what }. Remove it or set another.
check-embargo-before-send = It would go out before the embargo ends on { $what }. Send it then.
check-audience-not-placed = Say which regions and issues this is about. World and All issues are choices too.
check-audience-proposed = Regions or issues are proposals nobody has accepted yet.
check-audience-empty = Nobody would receive this.
check-audience-over-cap = { $n } would receive this; no mailing may reach more than { $what }.
check-audience-too-big = { $n } reporters are far more than you usually write to about this.
check-audience-fatigue = { $n ->
        [one] { $n } of them got three releases this week.
       *[other] { $n } of them got three releases this week.
    }
check-audience-language-fallback = { $n ->
        [one] { $n } has no language set and gets { $what }.
       *[other] { $n } have no language set and get { $what }.
    }
check-audience-already-has-it = { $n ->
        [one] { $n } address has this version already and is left out.
       *[other] { $n } addresses have this version already and are left out.
    }
check-sender-missing = Set the sender’s address.
check-sender-dkim-key = Mail cannot be signed: { $what }.
check-compliance-unsubscribe-missing = Put the unsubscribe link into both parts of the mail.
check-compliance-one-click-header = Reporters cannot leave with one click: the public address of the desk is not set.
check-compliance-postal-missing = Put the office’s postal address into the mail.
check-time-past = The time to send at has passed.
check-time-after-event = The event will be over when this goes out.
check-time-quiet-hours =
    It would go out in quiet hours for { $n ->
        [one] { $n } reporter
       *[other] { $n } reporters
    }.
check-time-clash =
    “{ $what }” goes to { $n ->
        [one] { $n } of them
       *[other] { $n } of them
    } within half an hour.
check-infra-no-relay = Name a relay in the settings; mail is handed to nobody else.
check-infra-relay-down = The relay does not answer. You can still go on; sending starts when it is back.
check-infra-killed = Sending is stopped for everything. It waits until that ends.
check-policy-approver-needed = A second person has to approve this.
check-passed-content = Text, links and pictures
check-passed-rendered = Made for every single reporter: { $n } mails
check-passed-leave = One-click unsubscribe, postal address
check-passed-sender = Sender and signature
check-passed-time = Time and embargo
check-passed-relay = Relay answers

# The send page. These sentences are said whole and cut into pieces where an argument can be changed.
send-title = Send “{ $what }”
send-say-now =
    As soon as it is sent, { $n ->
        [one] { $count } reporter
       *[other] { $count } reporters
    } covering { $issues } in { $regions } will receive “{ $title }” from { $sender }, for immediate release.
send-say-hold =
    When it is sent, after { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    } in which it can still be stopped, { $n ->
        [one] { $count } reporter
       *[other] { $count } reporters
    } covering { $issues } in { $regions } will receive “{ $title }” from { $sender }, for immediate release.
send-say-at =
    On { $when }, { $away }, { $n ->
        [one] { $count } reporter
       *[other] { $count } reporters
    } covering { $issues } in { $regions } will receive “{ $title }” from { $sender }, for immediate release.
send-say-embargo =
    On { $when }, { $away }, { $n ->
        [one] { $count } reporter
       *[other] { $count } reporters
    } covering { $issues } in { $regions } will receive “{ $title }” from { $sender }, under embargo until { $lift }.
send-say-people = { $n ->
        [one] { $n } reporter
       *[other] { $n } reporters
    }
send-sentence = What will happen
send-note-returned = { $who } returned it on { $when }: “{ $what }”
send-note-void = { $who }’s approval is void: { $what }
send-note-shrunk = { $n } approved; { $what } left since. They are not written to.
send-note-missed = Its time, { $when }, was missed and nothing was sent.
send-who = Who
send-waterfall = { $n ->
        [one] How { $n } was left out
       *[other] How { $n } were left out
    }
send-change-audience = Change the audience
send-when = When
send-when-option = { $when ->
        [now] { $n ->
            [0] Now
            [one] Now, after { $n } second in which it can be stopped
           *[other] Now, after { $n } seconds in which it can be stopped
        }
        [at] At a time
        [embargo] When the embargo ends: { $what }
       *[morning] In each reporter’s morning (08:30 their time)
    }
send-when-go = Set the time
send-deadline = If the relay is away, sending starts when it is back, until { $when }. After that you are asked.
send-typed = Type the number of reporters
send-typed-hint = It is more than you usually write to.
send-about = { $act ->
        [send] Nothing more is asked.
        [schedule] It can be changed and stopped until then.
        [ask] { $who } is asked to approve exactly this.
       *[schedule_ask] { $who } is asked to approve exactly this, for that time.
    }
send-go = { $act ->
        [send] Send to { $n } reporters
        [schedule] Schedule for { $n } reporters
        [ask] Ask { $who } to approve { $n }
       *[schedule_ask] Ask { $who } to approve { $n }
    }
send-blocked = { $n ->
        [one] { $n } thing to fix before this can be sent
       *[other] { $n } things to fix before this can be sent
    }
send-running = Checking. The button comes when the checks have passed.

# Approval
approve-title = Approve “{ $what }”
approve-asked = { $who } asks you to approve this, since { $when }.
approve-changed = Changed since you were asked
approve-return-title = Not yet
approve-return-note = What should change?
approve-return-hint = It stands above the draft. Whoever returns a draft cannot make the change.
approve-return = Return with this note
approve-reject-title = Not at all
approve-reject-note = Why not?
approve-reject-hint = The release stays, marked as rejected.
approve-reject = Reject
approve-go = Approve and send to { $n }
approve-go-later = Approve for { $n }, at that time
approve-blocked = { $n ->
        [one] { $n } thing stands in the way. This cannot be approved.
       *[other] { $n } things stand in the way. This cannot be approved.
    }
approve-not-own = You asked for it, so somebody else approves it.
approve-not-role = You may read this. Approving needs an approver.
approve-not-returned = You returned it, so somebody else makes the change or approves it.
approve-not-asked = Nobody has asked for approval yet.
approve-others = These can:

# Hold, progress, stop, withdraw
hold-eyebrow = It can still be stopped
hold-title = { $n ->
        [one] Sending to { $n } reporter
       *[other] Sending to { $n } reporters
    }
hold-clock = Time left to stop it
hold-until = The first copy goes out at { $when }.
hold-stop = { $n ->
        [one] Stop; nobody gets it
       *[other] Stop; none of the { $n } gets it
    }
hold-leave = Leaving this page stops nothing.
hold-progress = See the progress
progress-title = Progress
progress-bar = Progress
progress-planning = Being planned: { $n } of { $of } rows are written.
progress-waiting = Begins { $when }, for { $of }.
progress-sending = { $n } of { $of } accepted.
progress-retrying = { $n } of { $of } accepted; the rest is tried again until { $when }.
progress-paused = Paused. { $n } of { $of } accepted.
progress-stopped = Stopped. { $n } of { $of } accepted; the rest is not sent.
progress-missed = It missed its time, { $when }. Nothing was sent.
progress-done = Sent. { $n } of { $of } accepted.
progress-passed = { $milestone ->
        [p25] A quarter is accepted.
        [p50] Half is accepted.
        [p75] Three quarters are accepted.
        [p100] Everything is settled.
       *[trouble] Some copies have trouble.
    }
progress-tab = { $n } % · { $what }
progress-pace = { $n } a minute; the rest takes about { $left }.
progress-lanes = Where it goes
progress-lane = Taken by
progress-pause = Pause
progress-resume = Go on, { $n } wait
progress-stop = Stop…
progress-report = To the report
progress-leave = You can close this page. It goes on at the server.
progress-look = See what to do
progress-doubt = { $n ->
        [one] { $n } copy is in doubt.
       *[other] { $n } copies are in doubt.
    }
progress-settle = Decide
ledger-word = { $of ->
        [approved] approved
        [accepted] accepted
        [waiting] waiting
        [retrying] retrying
        [refused] refused
        [in_doubt] in doubt
       *[left_out] left out
    }
ledger-closes = { $approved } approved = { $accepted } accepted + { $waiting } waiting + { $retrying } retrying + { $refused } refused + { $doubt } in doubt + { $out } left out
ledger-open = The sum does not close: { $n } missing. Stop the mailing and tell your operator.
obstacle-killed = Sending is stopped for everything since { $when }, by { $what }. { $n } wait.
obstacle-quarantine = This database moved and is in quarantine since { $when }. { $n } wait.
obstacle-relay-halted = The relay { $what } is halted and needs a person. { $n } wait.
obstacle-relay-rests = The relay { $what } is left alone until { $when } after failures. { $n } wait.
obstacle-no-sender = No sender is running. { $n } wait.
obstacle-no-relay = No relay is set up. { $n } wait.
obstacle-slow = { $what } slows us down. That is normal, and it goes on.
obstacle-next-try = The next try is { $when }.
stop-title = Stop this mailing?
stop-about = { $accepted } have it already; { $n } will not get it.
stop-cannot = { $n ->
        [one] Mail already accepted by a server cannot be called back. You can send a correction to exactly this { $n } person.
       *[other] Mail already accepted by a server cannot be called back. You can send a correction to exactly these { $n } people.
    }
stop-reason = Why
stop-reason-hint = For the team and the audit
stop-go = { $n ->
        [one] Stop now: { $n } is not sent
       *[other] Stop now: { $n } are not sent
    }
stop-back = Let it go on
withdraw-link = Correct or withdraw…
withdraw-title = { $kind ->
        [withdrawal] Withdraw this release
        [correction] Correct this release
       *[update] Update this release
    }
withdraw-kinds = What kind
withdraw-about = { $kind ->
        [withdrawal] { $n } people who have it, or may have it, are asked not to use it. The mail page says so at once.
        [correction] { $n } people who have it, or may have it, get a correction that says what was wrong and what is right.
       *[update] { $n } people who have it, or may have it, get the news since.
    }
withdraw-waiting = { $kind ->
        [withdrawal] No further copy is begun: { $n } who wait do not get it.
        [correction] { $n } who wait get the corrected version instead of both.
       *[update] { $n } who wait still get the first version.
    }
withdraw-go = { $kind ->
        [withdrawal] Withdraw, and write to { $n }
        [correction] Draft the correction for { $n }
       *[update] Draft the update for { $n }
    }

# Report
report-title = Report on “{ $what }”
report-ledger = What became of it
report-done = Sent { $when }. { $n } of { $of } accepted.
report-running = Not over yet: { $n } of { $of } accepted.
report-mailings = Mailings of this release:
report-mailing = { $n }, { $when }
report-failed = { $n ->
        [0] Not delivered
        [one] { $n } not delivered
       *[other] { $n } not delivered
    }
report-failed-none = Everybody who should have it was accepted, or was left out for a reason below.
report-why = What happened
report-when = When
report-todo-correct = Correct the address and send it again.
report-todo-left = Mark that they left.
report-todo-wait = It is tried again by itself.
report-todo-content = Their server refused the content. Ask their postmaster.
report-todo-decide = Decide whether to send it once more.
report-todo-none = Nothing to do.
report-act-correct = Correct the address
report-act-settle = Decide
report-gone = Unsubscribed by this mail
report-after = Afterwards
report-left = { $why ->
        [unsubscribed] Left out: unsubscribed
        [suppressed] Left out: suppressed
        [stopped] Left out: stopped
        [withdrawn] Left out: withdrawn
        [expired] Left out: too late
        [unplanned] Left out: ended before they were planned
       *[already_has_it] Left out: already has it
    }
report-loads = Image loads
report-loads-off = Image loads are not counted here.
report-load = { $of ->
        [human_likely] Probably a person
        [proxy_unknown] A proxy; nobody can tell
       *[machine_likely] Probably a machine
    }
report-load-about = { $of ->
        [human_likely] A mail program or a browser
        [proxy_unknown] Mail services that load pictures for people, at a time of their own choosing
       *[machine_likely] Scanners, link previews, services that load every picture
    }
report-loads-all = All loads
report-loads-caveat = { $mode ->
        [individual] A load is not a reading, and a reading is often no load. Only people who agreed are counted by name. Nothing is ever decided by it.
       *[counted] A load is not a reading, and a reading is often no load. One picture for all, nobody is identified. Nothing is ever decided by it.
    }
report-follow = Put something right
report-follow-about = To exactly those who have it, or may have it.
report-follow-do = { $kind ->
        [correction] Correct
        [update] Update
       *[withdrawal] Withdraw
    }
report-by = Where it went
report-by-regions = By region
report-by-issues = By issue
report-by-providers = By receiving service
report-proof = Proof of sending
report-proof-about = What was approved, by whom, in which words, and the exact mail. It does not change any more.
report-proof-of = { $of ->
        [version] Version
        [submitted] Asked for
        [approved] Approved
        [seal] Seal
       *[audience] Audience digest
    }
report-proof-eml = The mail (.eml)
report-proof-audience = The frozen audience
report-proof-events = Every event
report-export-people = Everybody and their state (CSV)
report-export-events = Every event (CSV)
report-people-title = { $of ->
        [approved] Approved: { $n }
        [accepted] Accepted: { $n }
        [waiting] Waiting: { $n }
        [retrying] Retrying: { $n }
        [refused] Refused: { $n }
        [in_doubt] In doubt: { $n }
        [failed] Not delivered: { $n }
        [gone] Unsubscribed by it: { $n }
       *[left_out] Left out: { $n }
    }
report-back = Back to the report
doubt-about = The text was handed over, and no answer came. Nobody can know whether it arrived. A late answer, a bounce or a used link settles it by itself; you can decide before.
doubt-arrived = Take it as arrived
doubt-again = Send once more
doubt-all-arrived = Take all { $n } as arrived
doubt-all-again = Send all { $n } once more
delivery-title = The copy for { $who }
delivery-field = { $field ->
        [message_id] Message-ID
       *[digest] Digest of the bytes
    }
delivery-eml = This exact mail (.eml)
delivery-erased = This person was erased, so the mail cannot be made again.
delivery-attempts = Attempts
delivery-no-attempt = No attempt yet.
phase-connect = connecting
phase-greeting = greeting
phase-ehlo = introduction
phase-starttls = encryption
phase-auth = signing in
phase-mail = sender
phase-rcpt = recipient
phase-data = before the text
phase-dot = after the text
changed-title = This changed while you were looking
changed-about = { $act ->
        [send] Nothing was sent. Look at what differs, then decide again.
        [approve] Nothing was approved. Look at what differs, then decide again.
        [ask] Nobody was asked. Look at what differs, then decide again.
       *[schedule] Nothing was scheduled. Look at what differs, then decide again.
    }
changed-what = What differs
changed-review = Look at it as it is now
changed-field = { $field ->
        [title] Headline
        [teaser] First sentence
        [kind] Kind
        [dateline] Dateline, date and language
        [event] Takes place
        [image] Picture
        [contact] Press contact
        [text] Text
        [audience] Audience
        [time] Time
        [sender] Sender
        [embargo] Embargo
        [template] Template
       *[checks] Checks
    }
changed-audience =
    From { $what } to { $n ->
        [one] { $n } reporter
       *[other] { $n } reporters
    }
changed-time = Now { $what }
changed-sender = Now { $what }
changed-checks = { $n ->
        [one] { $n } new check blocks
       *[other] { $n } new checks block
    }
changed-template = { $what } was saved since.
reports-title = Reports
reports-periods = Period
reports-period-month = 30 days
reports-period-quarter = 3 months
reports-period-year = 12 months
reports-none = The first report begins when the first mail is accepted.
reports-sum = { $of ->
        [releases] releases
        [copies] copies
        [accepted] accepted
        [refused] refused
        [in_doubt] in doubt
       *[left] unsubscribed
    }
reports-call-bounce = The share of refused addresses rose to { $n } %, mostly at { $what }.
reports-call-doubt = { $n } copies are still in doubt.
reports-call-stale = { $n } reporters have not been confirmed for a year.
reports-sent = Sent
reports-release = Release
reports-domains = By receiving service
reports-list = The list
reports-list-of = { $of ->
        [reporters] Reporters
        [added] Added
        [gone] Unsubscribed
        [bounced] Addresses that bounced
        [stale] Not confirmed for a year
       *[unplaced] Not placed
    }
reports-topics = By issue

# Settings
settings-title = Settings
settings-tabs = Settings
settings-tab = { $tab ->
        [sending] Sending
        [newsrooms] Newsrooms
        [templates] Templates
        [topics] Topics
        [rules] Rules
        [team] Team
        [api] API
       *[audit] Audit
    }
sending-brakes = Brakes
sending-killed = All sending is stopped since { $when }, by { $who }.
sending-not-killed = Sending is allowed.
sending-kill = Stop all sending…
sending-unkill = Allow sending again…
sending-quarantine = This database lived in another place before. It sends nothing since { $when }.
sending-leave-quarantine = It may send from here…
sending-hold = { $n ->
        [0] After the last click a mailing goes out at once.
        [one] After the last click everything can be stopped for { $n } second.
       *[other] After the last click everything can be stopped for { $n } seconds.
    }
sending-alerts = Open alerts
sending-clear = Seen to
sending-relays = Relays
sending-no-relay = No relay is set up. Add a relay table to dateline.toml; mail is handed to nobody else.
relay-field = { $field ->
        [rate] Rate
        [minute] Last minute
        [connections] Connections
       *[last] Last accepted
    }
relay-minute = { $n ->
        [one] { $n } copy
       *[other] { $n } copies
    }
relay-lanes = By receiving service
relay-try-again = Try it again
sending-sender = Sender
sender-field = { $field ->
        [from] From
        [reply_to] Replies to
       *[bounce] Bounces to
    }
sender-no-bounce = the sender’s address
sending-dkim = Signatures and records
dkim-mode = { $mode ->
        [sign] Dateline signs every mail itself.
       *[relay] Mail goes out as it is, for the relay to sign.
    }
sending-dns = What others see
dns-dmarc-missing = There is no DMARC record for { $what }. Add one:
newsrooms-title = Newsrooms
newsrooms-none = None connected. Paste the address of your news page below.
newsrooms-add = Connect a newsroom
newsrooms-url = Address
newsrooms-url-hint = A feed, or the page that lists your news. We look before anything is stored.
newsrooms-look = Look
newsrooms-found = Found: { $what }. Drafts would look like this:
newsrooms-rule = When something new appears
newsrooms-add-go = Connect this newsroom
newsroom-rule-draft = Prepare a draft.
newsroom-rule-draft-hint = An officer looks at each. Nothing goes out by itself.
newsroom-read = { $n ->
        [one] { $n } item
       *[other] { $n } items
    }; the last was “{ $what }”.
newsroom-same = Nothing new since the last look.
newsroom-failed = The last look failed: { $what }
templates-title = Templates
templates-about = What mails look like. A template is tried for every kind of reporter before it is used.
template-about-release = Releases, statements and reports
template-own = The office’s own
template-shipped = As shipped
template-used = { $n ->
        [0] not used yet
        [one] { $n } mailing
       *[other] { $n } mailings
    }
template-subject = Subject
template-html = HTML
template-text = Plain text
template-restore = Go back to the shipped one
template-samples = Read as
template-slots = What can be used
vetting-passed = It passes for every sample, in every language.
vetting-failed = Not used, because:
vetting-at = { $what }, line { $n }, column { $column }:
vetting-unknown-helper = “{ $what }” is not a helper that may be used.
vetting-missing-field = There is no field “{ $what }”.
vetting-unclosed = “{ $what }” is opened and not closed.
vetting-too-big = It is too long: { $what }.
vetting-too-deep = It is nested too deeply.
topics-issues = Issues
topics-issue = Issue
topics-synonyms = Also called
topics-synonyms-hint = Words your spreadsheets use, separated by semicolons
topics-parent = Part of
topics-add = New issue
topics-add-go = Add this issue
topics-regions = Regions in use
topics-regions-about = All countries and their parts are known; these have reporters or releases.
topics-region-use = { $reporters ->
        [one] { $reporters } reporter
       *[other] { $reporters } reporters
    }, { $releases ->
        [one] { $releases } release
       *[other] { $releases } releases
    }
rules-approval = Approval
rules-approvers = { $n ->
        [0] Nobody can approve for others yet.
        [one] { $n } officer can approve.
       *[other] { $n } officers can approve.
    }
rules-policy = A second person is needed
rules-policy-never = Never
rules-policy-auto = Over 500 reporters or under embargo, once there are two approvers
rules-policy-over = Over a number of reporters
rules-policy-always = Always
rules-over = That number
rules-safety = Safety
rules-hold = Time to stop after the last click
rules-hold-hint = Between the click and the first copy
rules-usual = Usual size of a mailing, at most
rules-usual-hint = What is more than half as much again is asked about.
rules-cap = No mailing larger than
rules-cap-hint = Empty means no limit.
rules-quiet-from = Quiet from
rules-quiet-to = to
rules-changed = Last changed by { $who }, { $when }.
rules-save = Save the rules
team-title = Team
team-few = There are fewer than two approvers, so nobody can be a second person.
team-role-head = May
team-role = { $role ->
        [viewer] Read
        [writer] Write
        [approver] Write and approve
       *[admin] Everything
    }
team-role-viewer = Read
team-role-writer = Write
team-role-approver = Write and approve
team-role-admin = Everything, the settings too
team-factor = Second step
team-factor-yes = on
team-factor-no = off
team-seen = Last here
team-sessions = Sessions
team-sessions-of = Where { $who } is signed in
team-me = (you)
team-invite = Invite an officer
team-invite-go = Send the invitation
session-this = this one
session-since = Since { $when }
session-end = End it
session-end-all = End all but this one
api-title = API tokens
api-about = For programs. A token can never approve.
api-docs = Reference
api-made = The token “{ $what }” is made. Copy it now: it is shown only once.
api-name = Name
api-name-hint = What uses it
api-scopes = May
api-scope-read = Read
api-seen = Last used
api-none = No tokens yet.
api-make = New token
api-until = Valid for
api-make-go = Make this token
api-revoke = Revoke
audit-title = Audit
audit-who = Who
audit-what = What
audit-from = From
audit-to = To
audit-none = Nothing in this time.

# Account
account-title = Your account
account-self = You
account-language = Language of these pages
account-signature = Signature
account-signature-hint = Below your answers to reporters
account-keys = Keyboard shortcuts of one key
account-keys-hint = “/” finds, “g” then “r” opens the releases. None ever sends or approves.
account-save = Save
account-password = Password
account-password-now = Password now
account-password-new = New password
account-password-hint = At least 12 characters. A few words are easier to remember than signs.
account-password-go = Change the password
account-factor = Second step at sign-in
account-factor-on = On since { $when }
account-factor-off = Off. With it, a stolen password alone opens nothing.
account-factor-add = Set it up
account-factor-remove = Remove it…
account-codes-left = { $n ->
        [one] { $n } recovery code is left.
       *[other] { $n } recovery codes are left.
    }
account-codes-new = New recovery codes
account-sessions = Where you are signed in
factor-title = Set up the second step
factor-one = Open an authenticator app on your phone or computer.
factor-two = Add this key to it:
factor-link = Open in an app on this device
factor-three = Enter the six digits it shows.
factor-go = Turn it on
factor-codes-title = Your recovery codes
factor-codes-about = Each works once, if your authenticator is lost. They are shown only now; print them or keep them in a password manager.
factor-codes-done = I have kept them
flash-saved = Saved.
flash-added = { $what } is added.
flash-paused = { $what } is paused.
flash-merged = { $what } is one entry now.
flash-test-sent = The test is on its way to { $what }.
flash-imported = { $n } rows came in.
flash-cleared = The alert is closed.
