# The officer's desk: releases. $n is a number, $what and $who are texts, $when is a moment already written out.
release-untitled = Without a headline
mail-sample = a reporter (made up: nobody is in the audience yet)
mail-not-in-audience = { $who } is not in the audience of this release and would not get it.
mail-picture = Picture, not loaded here: { $what }
mail-too-big = The mail would have { $n } KB; mail programs cut off what is over { $of } KB. Shorten the text or link to the rest.
mail-too-deep = Quotes and lists lie more than { $n } deep in each other. Make them flatter.
