# The officer's desk: reporters and audiences. $n is a number, $what and $who are texts, $when is a moment already written out.

# Rules, by name
rule-and-more = { $what } and { $n } more
rule-more = Also, by name
rule-more-hint = A region, an issue, an outlet or a reporter’s address; a semicolon between several
rule-less = But not
rule-less-hint = An outlet or a reporter’s address; a semicolon between several
error-unknown-name = Nothing is called { $what } here: no region, issue or outlet, and nobody has it as an address.
error-unknown-name-near = Nothing is called that here. Did you mean { $what }?
error-unknown-outlet = { $what } is no outlet here, and nobody has it as an address.
error-choose-place = { $what ->
        [issues] Choose an issue; “All issues” is one.
       *[regions] Choose a region; “World” is one.
    }
error-people-changed = Somebody saved this while you were writing. What you wrote still stands here; look at what is stored now, then save once more to put yours in its place.

# Audience
people-by-hand = Chosen by hand
audience-near = { $what } in { $who }
audience-why-not = { $why ->
        [struck] left out by name
        [not_placed] no issue or no region is known of them
       *[other] what they cover, their language or their outlet does not fit
    }
audience-segment-now = Narrowed to the segment { $what }.
audience-segment-drop = Not any more
bars-most = Most of them: { $what }
bars-by-region = By region
bars-by-issue = By issue
bars-by-language = By language

# Reporters
reporters-segment = Whoever the segment { $what } means now
reporters-segment-drop = Show everybody
reporters-bulk-place = Issue or region to add
reporter-said-officer = The office does not write to this address since { $when }.
reporter-everything = everything
reporter-why-left-out = { $why ->
        [unsubscribed] had unsubscribed
        [suppressed] was not to be written to
        [stopped] the mailing was stopped
        [withdrawn] the release was withdrawn
        [expired] it was too late
       *[already_has_it] had this version already
    }
reporter-why-out = { $why ->
        [unsubscribed] Unsubscribed from { $what }
        [paused] Paused { $what }
        [bounced] The address does not exist, said a server
        [complained] Called our mail spam
        [erased] Erased
       *[officer] The office stopped writing
    }
reporter-past-out = { $what }
reporter-more-places = Issues or regions, by name
reporter-more-places-hint = For a place that is not in the lists; a semicolon between several
reporter-sure = The address is right as it is
reporter-merge-with = Address of the other entry
error-opted-out = { $what } is not written to any more and cannot be put in.
error-people-day = Choose a day after today.
error-nobody-at = Nobody else here has the address { $what }.
confirm-fact-kept = Mail goes to { $what }.
confirm-fact-quiet = { $what } is kept, and nothing is written to it.
confirm-fact-left = { $what } has opted out. That then holds for both addresses.
confirm-fact-in-use = { $n ->
        [one] { $n } mailing that is not over uses it. It cannot be deleted before that.
       *[other] { $n } mailings that are not over use it. It cannot be deleted before that.
    }

# Tidying
tidy-seen = Last contact { $when }
tidy-never = No contact yet
tidy-left-server = A server said on { $when } that the address does not exist. { $what }
tidy-confirm = Still right

# What a press did
flash-nobody-chosen = Nobody was chosen, so nothing was done.
flash-no-place = Name an issue or a region to add.
flash-placed = { $n ->
        [one] { $n } reporter has it now.
       *[other] { $n } reporters have it now.
    }
flash-no-day = Choose a day after today until which nothing is written.
flash-paused-many = { $n ->
        [one] { $n } reporter is paused.
       *[other] { $n } reporters are paused.
    }
flash-resumed = { $what } gets releases again.
flash-not-ours = { $what } chose that pause, so it is theirs to end.
flash-erased = Erased. Only the address stays, on the list of those that are not written to.
flash-under-way = { $n ->
        [one] { $n } mail to this address is being handed over at this moment. Nothing more is begun; erase once more in a few minutes.
       *[other] { $n } mails to this address are being handed over at this moment. Nothing more is begun; erase once more in a few minutes.
    }
flash-left = Nothing more is written to { $what }.
flash-apart = They count as two people.
flash-people-undone = Taken back.
flash-still = { $what } is tried again with the next release.
flash-confirmed = { $what } is confirmed.
flash-segment-deleted = The segment { $what } is deleted.
flash-segment-in-use = { $n ->
        [one] { $n } mailing that is not over uses this segment, so it stays.
       *[other] { $n } mailings that are not over use this segment, so it stays.
    }
