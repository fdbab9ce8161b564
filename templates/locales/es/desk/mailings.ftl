# The officer's desk: mailings and reports. $n is a number, $what and $who are texts, $when is a moment already written out.
