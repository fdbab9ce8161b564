# The officer's desk: team, account and rules. $n is a number, $what and $who are texts, $when is a moment already written out.
