# The officer's desk: sending and approval. $n is a number, $what and $who are texts, $when is a moment already written out.

# The sentence, in what the desk's first file does not say. $begin and $terms are parts of it, already said.
send-begin-now = As soon as it is sent
send-begin-hold =
    When it is sent, after { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    } in which it can still be stopped
send-begin-at = On { $when }, { $away }
send-terms-now = for immediate release
send-terms-embargo = under embargo until { $lift }
send-say-soon-embargo =
    { $begin }, { $n ->
        [one] { $count } reporter
       *[other] { $count } reporters
    } covering { $issues } in { $regions } will receive “{ $title }” from { $sender }, { $terms }.
send-say-holders =
    { $begin }, { $n ->
        [one] { $count } reporter who has “{ $original }”
       *[other] { $count } reporters who have “{ $original }”
    }, or may have it, will receive “{ $title }” from { $sender }, { $terms }.
send-say-narrowed = Only those in the segment “{ $what }”.
send-say-whole = Not those who cover only a part of a region or issue.
send-say-again = Also those who have this version already.
send-say-have-it = Whoever has this version already gets no second copy.
send-say-urgent = It goes before everything else that waits.
send-say-bulk = It goes after everything else that waits.
send-or-two = { $first } or { $second }
send-or-three = { $first }, { $second } or { $third }
send-or-others =
    { $first }, { $second } or { $n ->
        [one] { $n } other
       *[other] { $n } others
    }
send-all-issues = all issues
send-world = the world
send-not-chosen = (not said yet)
send-why-covers = covers { $issue } in { $region }
send-why-named = chosen by name
send-why-holder = has “{ $what }”, or may have it
send-note-rejected = { $who } rejected it on { $when }: “{ $what }”
send-note-request-void = { $who } asked for approval on { $when }. The text was changed since, so ask again.
send-note-planned-void = Nothing was sent: when the mails were made, the reporters were no longer exactly the ones approved. Look at it and decide again.
send-note-sent =
    It was sent on { $when }, to { $n ->
        [one] { $n } reporter
       *[other] { $n } reporters
    }. Whoever has it is not written to again.
send-note-open = It is on its way since { $when }. Sending it again adds only those who do not have it.
send-waits = Waits for approval since { $when }, asked by { $who }.
send-waits-link = Look at the request
send-looks = You may read this. Sending needs a writer.
send-echo-now = { $n ->
        [0] As soon as you decide.
        [one] As soon as you decide; the first copy goes out after { $n } second.
       *[other] As soon as you decide; the first copy goes out after { $n } seconds.
    }
send-which = The clocks go back that day. Which one do you mean?
send-which-first = The first { $what }
send-which-second = The second { $what }
send-trial-you = { $who } (you)
check-audience-all-have-it = Everybody in the audience has this version already.
check-policy-no-approver = The rules ask for a second person’s word, and there is nobody else who may give it. Add an approver.
changed-audience-same = As many reporters as before, but not the same ones, or not for the same reason
changed-time-now = Now as soon as it is sent
changed-embargo = Now until { $what }
changed-embargo-none = Now without an embargo
changed-details = Something beside headline and text: kind, language, date, picture or press contact
changed-else = What the office puts around every mail, the relays, or the options of sending
ask-mail-subject = { $who } asks you to approve “{ $what }”
ask-mail-text =
    { $who } asks you to approve a release.

    { $sentence }

    Nothing is sent before you have looked at it:
    { $link }

    If somebody else decides first, or the text is changed, there is nothing left to do.
flash-asked = { $what } is asked to approve it.
flash-asked-known = This was asked already, and waits.
flash-returned = Returned with your note.
flash-rejected = Rejected. The release stays.
flash-scheduled = It is set for { $what }, to { $n ->
        [one] { $n } reporter
       *[other] { $n } reporters
    }.
flash-stopped = Stopped. { $n ->
        [one] { $n } reporter does not get it.
       *[other] { $n } reporters do not get it.
    }
flash-stop-late = It was over before it could be stopped.
flash-withdrawn = No further copy of “{ $what }” is begun. Write here what those who have it should know.
flash-follow-up = This goes to exactly those who have “{ $what }”, or may have it.
error-date-unclear = Write the date as year, month and day.
error-time-unclear = Write the time like 14:30.
error-blocked = Something stands in the way now. Nothing was sent.

# Checks
check-content-html-text-mismatch = The text part and the HTML part of the mail do not say the same. Look at the template.
check-content-link-uncheckable =
    { $n ->
        [one] Open { $what } yourself: nobody answered here.
       *[other] Open { $what } and the other links that are not sure yourself ({ $n } in all): nobody answered here.
    }
check-content-link-text-generic = “{ $what }” does not say where the link leads.
check-content-image-too-big = The picture at { $what } has { $n } MB. Make it smaller than one.
check-embargo-public-page-visible = The newsroom page can be read now, before the embargo ends.
check-audience-everyone =
    This is for everybody in the directory: { $n ->
        [one] { $n } reporter
       *[other] { $n } reporters
    }.
check-sender-dns-silent = DNS could not be asked what it says of { $what }.
check-sender-spf-missing = DNS does not say who may send for { $what }. Publish an SPF record that names your relay.
check-sender-spf-fail = The SPF record of { $what } lets nobody send, or there is more than one.
check-sender-dkim-missing = DNS does not have our signing key under { $what }. Publish it as the settings show it.
check-sender-dmarc-missing = { $what } has no DMARC record. Large providers ask for one.
check-sender-dmarc-misaligned = { $what } asks to turn away mail that is not aligned, but bounces go to another domain and the mail is not signed here.
check-time-weekend =
    It would go out at the weekend for { $n ->
        [one] { $n } reporter
       *[other] { $n } reporters
    }.
check-infra-quarantine = The database has moved, so nothing is sent until somebody says that it may. It waits until then.
check-infra-quota =
    { $n ->
        [one] { $n } of them gets it after midnight UTC only
       *[other] { $n } of them get it after midnight UTC only
    }: no more than { $what } copies are begun on a day.
send-alone-only = The rules ask for a second person’s word, and nobody else may give it. Add an approver under Team, or send it alone with a reason, above.
alone-title = It cannot wait: send without a second person
alone-about =
    { $others ->
        [0] It goes out after { $n } minutes in which it can be stopped. Your reason stands in the proof of sending and in the audit trail. There is nobody else who could be told.
        [one] { $who } is told by mail at once, with your reason, and can stop it for { $n } minutes before the first copy goes out. Your reason also stands in the proof of sending and in the audit trail.
       *[other] { $who } are told by mail at once, with your reason, and can stop it for { $n } minutes before the first copy goes out. Your reason also stands in the proof of sending and in the audit trail.
    }
alone-reason = Why can it not wait?
alone-reason-hint = One sentence that others will read.
alone-go =
    { $n ->
        [one] Send to { $n } reporter without a second person
       *[other] Send to { $n } reporters without a second person
    }
error-alone-reason = Say in a sentence why it cannot wait for a second person.
hold-alone = Without a second person: “{ $what }”
report-proof-own = nobody else, because: “{ $what }”
alone-mail-subject = { $who } sends “{ $what }” without a second person
alone-mail-text =
    { $who } sends a release without the second person the rules ask for.

    { $sentence }

    The reason: { $reason }

    The first copy goes out in { $n } minutes. Until then, and later for whoever does not have it yet, you can stop it:
    { $link }
audit-act-mailing-alone = sent mailing { $what } without a second person: { $detail }
send-begin-morning = In each reporter’s morning, at 08:30 by their own clock, the first on { $when }
send-begin-morning-soon = In each reporter’s morning, at 08:30 by their own clock
send-echo-morning = At 08:30 by each reporter’s own clock: their zone, else that of the country they cover, else the office’s ({ $what }).
changed-time-morning = Now in each reporter’s morning
check-time-morning-after-event =
    { $n ->
        [one] The event will be over in the morning of { $n } reporter. Choose one time for all.
       *[other] The event will be over in the morning of { $n } reporters. Choose one time for all.
    }
