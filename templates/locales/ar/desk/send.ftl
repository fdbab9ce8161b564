# The officer's desk: sending and approval. $n is a number, $what and $who are texts, $when is a moment already written out.
