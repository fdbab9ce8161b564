# The officer's desk: what mails look like, and trying how they leave. $n is a number, $what and $who are texts, $when is a moment already written out.

template-changed = last changed by { $who }, { $when }
template-check = Look at it
template-use = Check and use
template-admins = Only admins change what mails look like.
template-languages = Language of the sample
template-sample = { $of ->
        [full] With everything
        [bare] As short as can be
       *[correction] Correction
    }
template-differs = What differs from the shipped one
template-in-force = In use
template-use-again = Use version { $n } again
template-version-own = { $who } changed it
template-version-shipped = { $who } went back to the shipped one
template-version-restored = { $who } took up version { $what } again
template-not-shown = It can be shown once what is listed is put right.
template-ahead = { $n ->
        [one] One mailing is approved and has not begun. It was approved with the look of now: a change stops it, and it has to be sent and approved again.
       *[other] { $n } mailings are approved and have not begun. They were approved with the look of now: a change stops them, and they have to be sent and approved again.
    }
template-voids = { $n ->
        [one] Stop this mailing
       *[other] Stop these { $n } mailings
    }
state-template-aside = Cannot be used; mails look as shipped
flash-template-used = This is how mails look from now on: version { $n }.
flash-template-shipped = Mails look as shipped from now on: version { $n }.
flash-template-same = Nothing changed: this is in use already.
error-template-voids = { $n ->
        [one] Say that the approved mailing may be stopped.
       *[other] Say that the { $n } approved mailings may be stopped.
    }
error-template-overtaken = Somebody else has changed it meanwhile; look at the newest version below. What you typed is still here.
check-compliance-template-left-aside = The office’s own template cannot be used by this version of the program; the mail looks as shipped. Save the template anew.

vetting-in = { $what }, in the finished mail:
vetting-too-long = The file is longer than { $what }; shorten it.
vetting-empty = The file is empty; write it, or take the shipped one.
vetting-many-lines = A subject is one line; join the lines.
vetting-control = There is a character that cannot be seen and has no place in a mail; delete it.
vetting-not-here = The field “{ $what }” is not for this file; take it out.
vetting-not-list = “{ $what }” is no list; “each” goes through “postal” and “contact”.
vetting-loop = A loop stands in a loop; take it out.
vetting-unbalanced = “{ $what }” fits no block that is open here; take it out or open the block.
vetting-raw = “{ $what }” stands in three braces, which is only for HTML the program makes; use two.
vetting-bare = “{ $what }” is HTML; in two braces its tags would be read as text: use three.
vetting-partial = There is no part “{ $what }”; there are “contact” and “footer”, without anything behind the name.
vetting-tag-name = The name of a tag is put together from fields; write it out.
vetting-element = <{ $what }> has no place in a mail; take it out.
vetting-attribute = The attribute “{ $what }” has no place in a mail; take it out.
vetting-link = The link “{ $what }” is none a mail may have; write https://…, mailto:…, tel:… or one field with a link.
vetting-picture = The picture “{ $what }” is not the release’s; the one picture is the field “image.url”.
vetting-css = “{ $what }” in a style loads something, hides something or is not understood by mail programs; take it out.
vetting-comment = Only the shipped conditional comments may stand in a mail; take this one out.
vetting-missing = { $what ->
        [tag] A mail made of it lacks the word for embargo, correction or withdrawal; put the field “tag” in front of “title”.
        [title] A mail made of it lacks the headline, or hides it; put the field “title” in.
        [status] A mail made of it lacks the line that names kind and embargo, or hides it; put the field “status” in.
        [body] A mail made of it lacks the text of the release, or hides it; put “body_text” into the text and “body_html” into the HTML.
        [contact] A mail made of it lacks the press contact, or hides it; put the part “contact” in.
        [reason] A mail made of it does not say why the reporter gets it, or hides it; put the part “footer” or the field “reason” in.
        [unsubscribe] A mail made of it lacks the unsubscribe link, or hides it; put the part “footer” in, or a link to “unsubscribe” with words under it.
       *[postal] A mail made of it lacks the postal address, or hides it; put the part “footer” or the list “postal” in.
    }
vetting-on-page = On the page in the browser there is nobody to leave: put what names “unsubscribe” or “view” into a block for “unless page”.
vetting-broken = It cannot be filled in; look for what is not closed.

relay-test = Test the connection to { $what }
relay-test-hint = Connects and signs in. Nothing is sent.
relay-tested-well = The connection to { $what } works.
relay-tested-failed = The connection to { $what } does not work yet.
relay-step = { $at ->
        [name] The name was looked up
        [connect] Connection
        [greeting] Greeting
        [hello] EHLO
        [tls] Encryption
        [sign_in] Signing in
        [noop] The relay answers
        [quit] Goodbye
       *[folder] The folder
    }
state-step-done = Done
state-step-failed = Failed
relay-next-name = Check the host in the relay’s address in the settings file, and this machine’s DNS.
relay-next-connect = Check host and port in the settings file, and whether a firewall lets this machine out to them.
relay-next-tls = Check that the relay’s certificate is valid for this host; a certificate of your own is named by “ca” in the relay’s address.
relay-next-sign-in = Check user and password in the relay’s address in the settings file.
relay-next-ask = Ask whoever runs the relay what its reply means.
relay-next-folder = Check that the folder is there and may be written to.
sending-trial = Send a test to me
sending-trial-hint = A sample release, marked [TEST], through the queue and to you only.
audit-act-relay-test = tested the connection to relay { $what }: { $detail }
audit-act-template-use = changed the mail template { $what }: { $detail }
audit-act-template-reset = went back to the shipped mail template { $what }: { $detail }
