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
newsroom-categories =
    { $n ->
        [0] Categories
        [one] Categories ({ $n } not understood)
       *[other] Categories ({ $n } not understood)
    }
categories-title = Categories of { $what }
categories-about = A category that names one of your regions or issues exactly, or whose meaning is said here, is a place of each new draft, without anybody having to tick it. It counts from the next item on; drafts that are there stay as they are.
categories-none = Nothing of this newsroom is filed under a category yet.
categories-items =
    { $n ->
        [one] { $n } item
       *[other] { $n } items
    }
categories-means = “{ $what }” means this issue or region
categories-nothing = “{ $what }” says nothing about place or issue
categories-save = Save what they mean
state-category-open = Not understood
state-category-nothing = Means nothing here
state-category-region = Region: { $what }
state-category-issue = Issue: { $what }
state-category-region-name = Region by its name: { $what }
state-category-issue-name = Issue by its name: { $what }
flash-categories-saved =
    { $n ->
        [0] Nothing was changed in the categories of { $what }.
        [one] The meaning of { $n } category of { $what } is remembered.
       *[other] The meaning of { $n } categories of { $what } is remembered.
    }
error-category-nothing = It cannot mean both { $what } and nothing. Empty the field or take the tick away.
error-category-both = { $what } is a region and an issue. For the region, write its code; for the issue, give it another name under Topics and write that.
error-category-unknown = There is no region and no issue called { $what }. Add the issue under Topics, or write a region’s name or code.
places-category = from the newsroom’s category “{ $what }”
places-words = { $what }
audit-act-newsroom-map = said what categories of newsroom { $what } mean
