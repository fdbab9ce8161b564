# The officer's desk: imports. $n is a number, $what and $who are texts, $when is a moment already written out.
