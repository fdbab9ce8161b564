# The officer's desk: newsrooms and templates. $n is a number, $what and $who are texts, $when is a moment already written out.
