# The officer's desk: reporters and audiences. $n is a number, $what and $who are texts, $when is a moment already written out.

# Rules, by name
rule-and-more = { $what } و{ $n ->
        [one] واحد آخر
        [two] اثنان آخران
        [few] { $n } آخرون
        [many] { $n } آخرون
       *[other] { $n } آخرون
    }
rule-more = أيضًا، بالاسم
rule-more-hint = منطقة أو موضوع أو وسيلة إعلام أو عنوان صحفي، وبين كل اثنين فاصلة منقوطة (;)
rule-less = ولكن ليس
rule-less-hint = وسيلة إعلام أو عنوان صحفي، وبين كل اثنين فاصلة منقوطة (;)
error-unknown-name = لا شيء هنا اسمه { $what }: لا منطقة ولا موضوع ولا وسيلة إعلام، وليس عنوانًا لأحد.
error-unknown-name-near = لا شيء هنا بهذا الاسم. هل تقصد { $what }؟
error-unknown-outlet = { $what } ليست وسيلة إعلام معروفة هنا، وليس عنوانًا لأحد.
error-choose-place = { $what ->
        [issues] اختر موضوعًا، و«كل الموضوعات» اختيار أيضًا.
       *[regions] اختر منطقة، و«العالم» اختيار أيضًا.
    }
error-people-changed = حفظ شخص آخر هذا أثناء كتابتك. ما كتبته ما زال هنا، فانظر إلى المحفوظ الآن ثم احفظ مرة أخرى ليحل ما كتبته محله.

# Audience
people-by-hand = اختير باليد
audience-near = { $what } في { $who }
audience-why-not = { $why ->
        [struck] مستثنى بالاسم
        [not_placed] لا يُعرف له موضوع أو منطقة
       *[other] ما يغطيه أو لغته أو وسيلته لا يناسب
    }
audience-segment-now = مقصور على الشريحة { $what }.
audience-segment-drop = ليس بعد الآن
bars-most = أكثرهم: { $what }
bars-by-region = حسب المنطقة
bars-by-issue = حسب الموضوع
bars-by-language = حسب اللغة

# Reporters
reporters-segment = من تعنيهم الشريحة { $what } الآن
reporters-segment-drop = عرض الجميع
reporters-bulk-place = موضوع أو منطقة للإضافة
reporter-said-officer = لا يكتب المكتب إلى هذا العنوان منذ { $when }.
reporter-everything = كل شيء
reporter-why-left-out = { $why ->
        [unsubscribed] كان قد ألغى الاشتراك
        [suppressed] كان لا يُكتب إليه
        [stopped] أُوقف الإرسال
        [withdrawn] سُحب البيان
        [expired] فات الأوان
       *[already_has_it] لديه هذه النسخة
    }
reporter-why-out = { $why ->
        [unsubscribed] ألغى الاشتراك في { $what }
        [paused] أوقف مؤقتًا { $what }
        [bounced] قال خادم إن العنوان غير موجود
        [complained] صنّف بريدنا مزعجًا
        [erased] مُحي
       *[officer] توقف المكتب عن الكتابة
    }
reporter-past-out = { $what }
reporter-more-places = موضوعات أو مناطق، بالاسم
reporter-more-places-hint = لمكان ليس في القوائم، وبين كل اثنين فاصلة منقوطة (;)
reporter-sure = العنوان صحيح كما هو
reporter-merge-with = عنوان السجل الآخر
error-opted-out = لم يعد يُكتب إلى { $what } ولا يمكن إدخاله.
error-people-day = اختر يومًا بعد اليوم.
error-nobody-at = ليس لأحد آخر هنا العنوان { $what }.
confirm-fact-kept = يذهب البريد إلى { $what }.
confirm-fact-quiet = يُحفظ { $what } ولا يُكتب إليه شيء.
confirm-fact-left = ألغى { $what } الاشتراك. وسيسري ذلك على العنوانين.
confirm-fact-in-use = { $n ->
        [zero] لا يستخدمها إرسال لم ينته.
        [one] يستخدمها إرسال واحد لم ينته. لا يمكن حذفها قبل ذلك.
        [two] يستخدمها إرسالان لم ينتهيا. لا يمكن حذفها قبل ذلك.
        [few] تستخدمها { $n } إرسالات لم تنته. لا يمكن حذفها قبل ذلك.
        [many] يستخدمها { $n } إرسالًا لم تنته. لا يمكن حذفها قبل ذلك.
       *[other] يستخدمها { $n } إرسال لم تنته. لا يمكن حذفها قبل ذلك.
    }

# Tidying
tidy-seen = آخر تواصل { $when }
tidy-never = لا تواصل بعد
tidy-left-server = قال خادم في { $when } إن العنوان غير موجود. { $what }
tidy-confirm = ما زال صحيحًا

# What a press did
flash-nobody-chosen = لم يُختر أحد، فلم يحدث شيء.
flash-no-place = اذكر موضوعًا أو منطقة للإضافة.
flash-placed = { $n ->
        [zero] لم يُضف إلى أحد.
        [one] أُضيف إلى صحفي واحد.
        [two] أُضيف إلى صحفيين.
        [few] أُضيف إلى { $n } صحفيين.
        [many] أُضيف إلى { $n } صحفيًا.
       *[other] أُضيف إلى { $n } صحفي.
    }
flash-no-day = اختر يومًا بعد اليوم لا يُكتب شيء حتى حلوله.
flash-paused-many = { $n ->
        [zero] لم يوقف أحد مؤقتًا.
        [one] أُوقف صحفي واحد مؤقتًا.
        [two] أُوقف صحفيان مؤقتًا.
        [few] أُوقف { $n } صحفيين مؤقتًا.
        [many] أُوقف { $n } صحفيًا مؤقتًا.
       *[other] أُوقف { $n } صحفي مؤقتًا.
    }
flash-resumed = عادت البيانات تصل إلى { $what }.
flash-not-ours = { $what } هو من اختار هذا الإيقاف، فإنهاؤه له.
flash-erased = مُحي. لا يبقى إلا العنوان، في قائمة من لا يُكتب إليهم.
flash-under-way = { $n ->
        [zero] لا رسائل تُسلَّم الآن.
        [one] رسالة واحدة إلى هذا العنوان تُسلَّم الآن. لن تبدأ غيرها، فأعد المحو بعد دقائق.
        [two] رسالتان إلى هذا العنوان تُسلَّمان الآن. لن تبدأ غيرهما، فأعد المحو بعد دقائق.
        [few] { $n } رسائل إلى هذا العنوان تُسلَّم الآن. لن تبدأ غيرها، فأعد المحو بعد دقائق.
        [many] { $n } رسالة إلى هذا العنوان تُسلَّم الآن. لن تبدأ غيرها، فأعد المحو بعد دقائق.
       *[other] { $n } رسالة إلى هذا العنوان تُسلَّم الآن. لن تبدأ غيرها، فأعد المحو بعد دقائق.
    }
flash-left = لن يُكتب شيء بعد الآن إلى { $what }.
flash-apart = يُحسبان شخصين.
flash-people-undone = تم التراجع.
flash-still = يُجرَّب { $what } مع البيان القادم.
flash-confirmed = تم تأكيد { $what }.
flash-segment-deleted = حُذفت الشريحة { $what }.
flash-segment-in-use = { $n ->
        [zero] لا يستخدم هذه الشريحة إرسال لم ينته.
        [one] يستخدم هذه الشريحة إرسال واحد لم ينته، فهي باقية.
        [two] يستخدم هذه الشريحة إرسالان لم ينتهيا، فهي باقية.
        [few] تستخدم هذه الشريحة { $n } إرسالات لم تنته، فهي باقية.
        [many] يستخدم هذه الشريحة { $n } إرسالًا لم تنته، فهي باقية.
       *[other] يستخدم هذه الشريحة { $n } إرسال لم تنته، فهي باقية.
    }
