# The officer's desk: releases. $n is a number, $what and $who are texts, $when is a moment already written out.
release-untitled = بلا عنوان
mail-sample = شخص افتراضي (لا أحد في الجمهور بعد)
mail-not-in-audience = { $who } ليس ضمن جمهور هذا البيان ولن يصله.
mail-picture = صورة لا تُحمَّل هنا: { $what }
mail-too-big = سيبلغ حجم الرسالة { $n } كيلوبايت، وبرامج البريد تقطع ما زاد على { $of } كيلوبايت. اختصر النص أو أضف رابطًا إلى بقيته.
mail-too-deep = الاقتباسات والقوائم متداخلة بأكثر من { $n } مستويات. اجعلها أبسط.
releases-any-owner = الجميع
releases-any-issue = كل المواضيع
releases-any-kind = كل الأنواع
releases-none-found = لا بيان يطابق هذا الاختيار.
release-owner-none = سطر الأوامر
release-said-stored = حُفظ من سطر الأوامر.
release-said-void = ما خُطط له في { $when } لم يكن ما اعتُمد؛ لم يُرسل شيء.
release-said-stopped-after = { $n ->
        [0] أُوقف قبل خروج أي نسخة.
        [zero] أُوقف قبل خروج أي نسخة.
        [one] أُوقف بعد نسخة واحدة.
        [two] أُوقف بعد نسختين.
        [few] أُوقف بعد { $n } نسخ.
        [many] أُوقف بعد { $n } نسخة.
       *[other] أُوقف بعد { $n } نسخة.
    }
release-said-withdrawn-at = سُحب، { $when }.
calendar-more = { $n ->
        [zero] ولا مزيد
        [one] وواحد آخر
        [two] واثنان آخران
        [few] و{ $n } أخرى
        [many] و{ $n } آخر
       *[other] و{ $n } آخر
    }
error-date-and-time = أدخل التاريخ والوقت معًا، مثل 10:00.
error-web-address = اكتب عنوانًا يبدأ بـ https://
saved-by-press = حُفظ { $when }. ما تغيّره الآن لا يُحفظ إلا عند الضغط على حفظ.
trial-you = { $who } (أنت)
flash-test-not-made = لم تُرسل رسالة تجريبية: لا يمكن تكوين الرسالة كما هي. ما ينبغي تغييره مذكور بجانب النص.
flash-test-no-key = لم تُرسل رسالة تجريبية: لا مفتاح يوقّع بريد نطاق المرسل بعد. إعدادات الإرسال تبيّن ما يلزم.
flash-restored = استُعيدت النسخة { $n } وهي الأحدث الآن.
version-stored = حُفظت من سطر الأوامر.
version-stored-anew = حُفظت من جديد من مصدرها؛ تغيّر: { $what }.
version-saved = حفظها { $who }.
list-comma = {"، "}
