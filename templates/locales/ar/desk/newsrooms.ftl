# The officer's desk: newsrooms and templates. $n is a number, $what and $who are texts, $when is a moment already written out.

state-newsroom-new = لم تُقرأ بعد
state-newsroom-partly = قُرئ بعضها
newsroom-new = تُقرأ خلال دقيقة.
newsroom-unread =
    { $n ->
        [zero] لا عناصر تعذّرت قراءتها
        [one] تعذّرت قراءة عنصر واحد فلم يصبح مسودة
        [two] تعذّرت قراءة عنصرين فلم يصبحا مسودتين
        [few] تعذّرت قراءة { $n } عناصر فلم تصبح مسودات
        [many] تعذّرت قراءة { $n } عنصرًا فلم تصبح مسودات
       *[other] تعذّرت قراءة { $n } عنصر فلم تصبح مسودات
    }؛ وآخرها «{ $what }».
newsroom-fetch = اقرأها الآن
newsroom-remove = إزالة
newsrooms-name = الاسم
newsrooms-name-hint = كما يسمّيها الفريق
newsrooms-found-none = لا شيء فيها الآن. ما يظهر فيها يصبح مسودة.
newsrooms-found-about = ما نُشر في الأيام السبعة الأخيرة يصبح مسودات، عشرين على الأكثر؛ ثم كل جديد.
error-newsroom-address = اكتب عنوانًا يبدأ بـ http أو https.
error-newsroom-private = العنوان الذي يُحفظ يجب أن يكون عامًا وبلا اسم مستخدم.
error-newsroom-fetch = تعذّرت قراءته: { $what }
error-newsroom-known = { $what } مربوطة من قبل.
flash-newsroom-added = رُبطت { $what }. تظهر مسوداتها الأولى بعد دقيقتين تقريبًا.
flash-newsroom-hurried = تُقرأ { $what } خلال ثوانٍ.
flash-newsroom-removed = لم تعد { $what } تُتابَع.
flash-taken = نص غرفة الأخبار هو الآن النسخة { $n }.
flash-taken-nothing = لم يكن هناك جديد يؤخذ.
topics-rename = تغيير { $what }
topics-rename-go = حفظ
topics-renamed-hint = يبقى الاسم القديم معروفًا.
error-topic-name = في الاسم حروف، بلا فاصلة منقوطة ولا خط عمودي، و{ $n } حرفًا على الأكثر.
error-topic-synonym = { $what } اسم لموضوع آخر.
template-about-notice = ما يُبلَّغ به المسؤولون من تنبيهات
template-about-drafts = ما يُبلَّغ به المسؤولون من مسودات جديدة
newsroom-categories =
    { $n ->
        [0] الفئات
        [one] الفئات (فئة واحدة غير مفهومة)
        [two] الفئات (فئتان غير مفهومتين)
        [few] الفئات ({ $n } فئات غير مفهومة)
       *[other] الفئات ({ $n } فئة غير مفهومة)
    }
categories-title = فئات { $what }
categories-about = كل فئة تسمّي منطقة أو موضوعًا لديكم بالضبط، أو يُذكر معناها هنا، تُسجَّل في كل مسودة جديدة من دون أن يؤشر عليها أحد. يسري ذلك من المادة التالية؛ وتبقى المسودات الموجودة كما هي.
categories-none = لم تُصنَّف أي مادة من غرفة الأخبار هذه في فئة بعد.
categories-items =
    { $n ->
        [zero] لا مواد
        [one] مادة واحدة
        [two] مادتان
        [few] { $n } مواد
       *[other] { $n } مادة
    }
categories-means = «{ $what }» تعني هذا الموضوع أو هذه المنطقة
categories-nothing = «{ $what }» لا تدل على مكان ولا على موضوع
categories-save = حفظ المعاني
state-category-open = غير مفهومة
state-category-nothing = لا تعني شيئًا هنا
state-category-region = منطقة: { $what }
state-category-issue = موضوع: { $what }
state-category-region-name = منطقة باسمها: { $what }
state-category-issue-name = موضوع باسمه: { $what }
flash-categories-saved =
    { $n ->
        [0] لم يتغير شيء في فئات { $what }.
        [one] حُفظ معنى فئة واحدة من { $what }.
        [two] حُفظ معنى فئتين من { $what }.
        [few] حُفظ معنى { $n } فئات من { $what }.
       *[other] حُفظ معنى { $n } فئة من { $what }.
    }
error-category-nothing = لا يمكن أن تعني { $what } ولا شيء في آن واحد. أفرغ الحقل أو أزل العلامة.
error-category-both = { $what } منطقة وموضوع معًا. للمنطقة اكتب رمزها؛ وللموضوع أعطه اسمًا آخر في صفحة الموضوعات واكتبه.
error-category-unknown = لا توجد منطقة ولا موضوع باسم { $what }. أضف الموضوع في صفحة الموضوعات، أو اكتب اسم منطقة أو رمزها.
places-category = من فئة غرفة الأخبار «{ $what }»
places-words = { $what }
audit-act-newsroom-map = حدّد معاني فئات من غرفة الأخبار { $what }
