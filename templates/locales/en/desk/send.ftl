# The officer's desk: sending and approval. $n is a number, $what and $who are texts, $when is a moment already written out.

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
