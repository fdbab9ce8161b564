# The officer's desk: reporters and audiences. $n is a number, $what and $who are texts, $when is a moment already written out.
