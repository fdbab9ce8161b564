# The media inbox, in English.

# Why a message went where it went
route-to-owner = { $who } has it
route-to-desk = It is with { $desk }, for whoever of { $who } takes it first,
route-to-many = { $who } were told, and whoever claims it first has it,
route-to-nobody = Nobody could be told
route-because-a = because it belongs to an inquiry that is there already.
route-because-b = because this reporter is always theirs ({ $facts }).
route-because-line = because line { $line } “{ $name }” fits: { $facts }.
route-because-always = because line { $line } “{ $name }” fits everything.
route-because-d = as the press contact of the release it is about: { $facts }.
route-because-e = because this desk has the language: { $facts }.
route-because-f = because no line fits: the fallback has it.
route-told-too = Told as well: { $who }.
route-list-comma = {", "}
route-list-and = { $rest } and { $last }

# Facts
route-fact = { $field } is { $value } ({ $from })
route-fact-none = { $field } is none ({ $from })
route-fact-not = { $field } is { $value }, none of those named ({ $from })
route-fact-not-known = { $field } is none of those named ({ $from })
route-from-message = from the message
route-from-release = from the release
route-from-contact = from the directory
route-from-outlet = from the outlet
route-from-label = from a label
route-from-clock = from the desk’s hours
route-from-sender = from the sender
route-field-release = the release
route-field-region = the region
route-field-issue = the issue
route-field-language = the language
route-field-keywords = a word in it
route-field-outlet = the outlet
route-field-outlet-kind = the kind of outlet
route-field-outlet-tier = the outlet’s tier
route-field-reporter = the reporter
route-field-segment = the segment
route-field-written-to = the address it was written to
route-field-time = the time
route-field-deadline = the deadline
route-field-sender = the sender check
route-field-label = the label

# Lines that did not decide
route-no-row = { $field } is { $value }
route-no-unknown = { $field } does not fit
route-no-excepted = excepted: { $field } is { $value }
route-no-target = it fits, but names nobody now
route-no-new = a new inquiry
route-no-owner = nobody has the inquiry
route-no-pin = this reporter is nobody’s
route-no-release = it is about no release
route-no-contact = the release names no officer as its press contact
route-no-desk = no desk has this language

# From the target to a person
route-step-on-duty = { $who } is on duty.
route-step-away = { $who } is away until { $when }.
route-step-off-shift = { $who } is off until { $when }.
route-step-off-shift-open-ended = { $who } is off, and no desk of theirs opens soon.
route-step-gone = The target is not here any more.
route-step-deputy = { $who } stands in for { $of }.
route-step-their-desk = Nobody stands in for { $who }: it goes to { $desk }.
route-step-desk-open = { $desk } is open until { $when }.
route-step-desk-open-open-ended = { $desk } is open.
route-step-desk-closed = { $desk } is closed until { $when }.
route-step-desk-closed-open-ended = { $desk } is closed and does not open within two weeks.
route-step-holiday = { $desk } is closed for { $name } until { $when }.
route-step-holiday-open-ended = { $desk } is closed for { $name }.
route-step-turn = It is the turn of { $who } at { $desk }.
route-step-fewest = { $who } has the fewest open inquiries at { $desk } ({ $n }).
route-step-picks = { $n ->
        [one] One person is on shift at { $desk }.
       *[other] { $n } people are on shift at { $desk }.
    }
route-step-nobody = Nobody is on shift at { $desk }.
route-step-lead = { $who } leads { $desk }.
route-step-after = It goes where { $desk } sends what comes after hours.
route-step-shift = { $who } is on call ({ $rota }) until { $when }.
route-step-override = { $who } covers for { $of } ({ $rota }) until { $when }, as { $by } arranged.
route-step-override-gap = { $who } covers { $rota } until { $when }, as { $by } arranged.
route-step-backup = { $who } is the backup of { $rota }.
route-step-gap = Nobody is on call in { $rota } now: close this gap.
route-step-nobody-on-call = Whoever { $rota } names is away, and so is the backup.
route-step-stays = It can wait for { $who }.
route-step-covered = It cannot wait for { $who }.
route-step-fallback = { $n ->
        [one] The fallback is one person.
       *[other] The fallback is { $n } people.
    }

# Where a message belongs
thread-t1 = Token in the address { $found }
thread-t2 = Answers { $found }
thread-t3 = Outlook’s conversation { $found }
thread-t4 = Links to { $found }
thread-t5 = Same sender, same subject: { $found }
thread-t6 = Subject is the title of a release: { $found }
thread-t7 = Names nothing of ours
thread-joined = the sender takes part in inquiry { $inquiry }
thread-colleague = the sender is at { $domain } like the reporter of inquiry { $inquiry }
thread-stranger = the sender has no part in inquiry { $inquiry }: shown as a claim only
thread-new-topic = a new topic after inquiry { $inquiry }
thread-long-closed = inquiry { $inquiry } was closed more than 14 days ago
thread-copy-own = their copy of release { $release }
thread-copy-other = somebody else’s copy of release { $release }
thread-copy-known = release { $release }, about which inquiry { $inquiry } is theirs
thread-release = it is about release { $release }
thread-unknown = nobody here knows it
thread-nothing = a question of its own

# What is wrong with the rules
lint-shadowed = Line { $line } never decides: line { $by } fits everything it fits.
lint-unreachable = Line { $line } leads to nobody: { $what }.
lint-gap = Nobody is on call in { $what } from { $when }.
lint-unknown-label = Line { $line } asks for the label “{ $what }”, which no rule sets.
