# The officer's desk: releases. $n is a number, $what and $who are texts, $when is a moment already written out.
release-untitled = Without a headline
mail-sample = a reporter (made up: nobody is in the audience yet)
mail-not-in-audience = { $who } is not in the audience of this release and would not get it.
mail-picture = Picture, not loaded here: { $what }
mail-too-big = The mail would have { $n } KB; mail programs cut off what is over { $of } KB. Shorten the text or link to the rest.
mail-too-deep = Quotes and lists lie more than { $n } deep in each other. Make them flatter.
releases-any-owner = Everybody
releases-any-issue = All issues
releases-any-kind = Every kind
releases-none-found = No release fits this choice.
release-owner-none = Command line
release-said-stored = Stored from the command line.
release-said-void = What was planned for { $when } was not what was approved; nothing was sent.
release-said-stopped-after = { $n ->
        [0] Stopped before any copy went out.
        [one] Stopped after { $n } copy.
       *[other] Stopped after { $n } copies.
    }
release-said-withdrawn-at = Withdrawn, { $when }.
calendar-more = { $n ->
        [one] and { $n } more
       *[other] and { $n } more
    }
error-date-and-time = Give both a date and a time, such as 10:00.
error-web-address = Write an address that starts with https://
saved-by-press = Saved { $when }. What you change now is saved only when you press Save.
trial-you = { $who } (you)
flash-test-not-made = No test was sent: the mail cannot be made as it is. What to change stands beside the text.
flash-test-no-key = No test was sent: no key signs mail of the sender’s domain yet. The sending settings say what to do.
flash-restored = Version { $n } is taken up again, as the newest.
version-stored = Stored from the command line.
version-stored-anew = Stored anew from where it came; { $what } changed.
version-saved = { $who } saved it.
list-comma = {", "}
