# The officer's desk: newsrooms and templates. $n is a number, $what and $who are texts, $when is a moment already written out.

state-newsroom-new = Not read yet
state-newsroom-partly = Partly read
newsroom-new = It is looked at within a minute.
newsroom-unread =
    { $n ->
        [one] { $n } item could not be read and is no draft
       *[other] { $n } items could not be read and are no drafts
    }; the last was “{ $what }”.
newsroom-fetch = Look now
newsroom-remove = Remove
newsrooms-name = Name
newsrooms-name-hint = What the team calls it
newsrooms-found-none = It lists nothing at the moment. What appears there becomes a draft.
newsrooms-found-about = What was published in the last seven days becomes drafts, twenty at most; then whatever is new.
error-newsroom-address = Give an http or https address.
error-newsroom-private = An address that is kept must be a public one, without a user name in it.
error-newsroom-fetch = It could not be read: { $what }
error-newsroom-known = { $what } is connected already.
flash-newsroom-added = { $what } is connected. Its first drafts are there in about two minutes.
flash-newsroom-hurried = { $what } is looked at within a few seconds.
flash-newsroom-removed = { $what } is looked at no more.
flash-taken = The newsroom’s text is version { $n } now.
flash-taken-nothing = There was nothing new to take.
topics-rename = Change { $what }
topics-rename-go = Save
topics-renamed-hint = The old name stays known as another name.
error-topic-name = A name has letters, no semicolon and no bar, and at most { $n } characters.
error-topic-synonym = { $what } is a name of another issue.
template-about-notice = What officers are told of alerts
template-about-drafts = What officers are told of new drafts
