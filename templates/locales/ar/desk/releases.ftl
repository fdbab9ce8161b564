# The officer's desk: releases. $n is a number, $what and $who are texts, $when is a moment already written out.
release-untitled = بلا عنوان
mail-sample = شخص افتراضي (لا أحد في الجمهور بعد)
mail-not-in-audience = { $who } ليس ضمن جمهور هذا البيان ولن يصله.
mail-picture = صورة لا تُحمَّل هنا: { $what }
mail-too-big = سيبلغ حجم الرسالة { $n } كيلوبايت، وبرامج البريد تقطع ما زاد على { $of } كيلوبايت. اختصر النص أو أضف رابطًا إلى بقيته.
mail-too-deep = الاقتباسات والقوائم متداخلة بأكثر من { $n } مستويات. اجعلها أبسط.
