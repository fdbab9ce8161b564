# The officer's desk: imports. $n is a number, $what and $who are texts, $when is a moment already written out.

error-import-email = Say which column holds the e-mail addresses.
error-import-place = { $what } is neither a name nor a code the office knows.
import-pasted = Pasted cells
import-tabs = tabs
import-cells = cells
import-earlier-open = { $n ->
        [one] { $n } row
       *[other] { $n } rows
    }, by { $who }: not imported yet
import-earlier-undone = { $n ->
        [one] { $n } row
       *[other] { $n } rows
    }, by { $who }: undone
import-file-locked = { $what } is protected with a password. Save it without one and bring it again.
import-file-broken = { $what } is damaged, or of an old kind (.xls). Save it as XLSX or CSV and bring it again.
import-file-unpacked = { $what } unpacks to more than { $n } MB, or to more cells than a list of people has. Delete what is not needed, or save it as CSV.
import-file-rows = { $what } has more than { $n } rows. Split it.
import-file-no-table = { $what } is not a table that can be read. Save it as XLSX or CSV and bring it again.
import-create = Make an issue of every name left empty
import-create-hint = Otherwise the people come in without it.
import-looks = Rows that come in, but should be looked at
import-recheck-one = Check this row
import-row-n = (row { $n })
import-skip = Leave it out
import-sum-out = { $rows } rows = { $added } to be kept out + { $updated } kept out already + { $merged } twice in the file + { $rejected } not readable
import-done-out = { $rows } rows: { $added } are kept out from now on, { $updated } were already, { $merged } were twice in the file, { $rejected } were left out.
import-go-out = { $n ->
        [one] Keep { $n } address out
       *[other] Keep { $n } addresses out
    }
import-go-out-skip = Keep { $n } out and skip { $skip }
import-todo-email-typo-domain =
    look at { $n ->
        [one] { $n } address that looks mistyped
       *[other] { $n } addresses that look mistyped
    }
import-todo-too-long =
    shorten { $n ->
        [one] { $n } row
       *[other] { $n } rows
    }
import-todo-issue-unknown =
    choose an issue for { $n ->
        [one] { $n } row
       *[other] { $n } rows
    }
import-why-exists-bounced = Mail to this address came back on { $what }: there is no such mailbox.
import-why-skipped = You left this row out.
import-why-duplicate-in-file = The same person as in row { $what }. The rows become one.
import-looking-title = Looking at the rows
import-looking = { $n } of { $of } rows looked at
import-looked = All rows have been looked at. Nothing is stored yet.
import-looked-go = See what would happen
import-undoing-title = Undoing the import
import-undoing = { $n } of { $of } reporters
import-undone-title = Import undone
import-undone = Removed: { $removed }. Given their old values back: { $restored }.
import-stay-mailed = { $n ->
        [one] { $n } stays: mail has gone to them since, or is about to.
       *[other] { $n } stay: mail has gone to them since, or is about to.
    }
import-stay-edited = { $n ->
        [one] { $n } stays: somebody has changed their entry since.
       *[other] { $n } stay: somebody has changed their entries since.
    }
confirm-fact-import-restored = { $n ->
        [one] { $n } person gets back the old value of each field nobody has changed since.
       *[other] { $n } people get back the old value of each field nobody has changed since.
    }
confirm-fact-import-stay = { $n ->
        [one] { $n } person who came with it stays: mail has gone to them since, or is about to.
       *[other] { $n } people who came with it stay: mail has gone to them since, or is about to.
    }
confirm-fact-import-out = Whoever opted out meanwhile stays out.
