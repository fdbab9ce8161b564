# The officer's desk: sending and approval. $n is a number, $what and $who are texts, $when is a moment already written out.

# Checks
check-content-html-text-mismatch = جزء النص وجزء HTML من الرسالة لا يقولان الشيء نفسه. راجع القالب.
check-content-link-uncheckable =
    { $n ->
        [zero] لا روابط مشكوك فيها.
        [one] افتح { $what } بنفسك: لم يُجب أحد هنا.
        [two] افتح { $what } والرابط الآخر المشكوك فيه بنفسك: لم يُجب أحد هنا.
        [few] افتح { $what } وبقية الروابط المشكوك فيها بنفسك ({ $n } روابط): لم يُجب أحد هنا.
        [many] افتح { $what } وبقية الروابط المشكوك فيها بنفسك ({ $n } رابطًا): لم يُجب أحد هنا.
       *[other] افتح { $what } وبقية الروابط المشكوك فيها بنفسك ({ $n } رابط): لم يُجب أحد هنا.
    }
check-content-link-text-generic = «{ $what }» لا يقول إلى أين يؤدي الرابط.
check-content-image-too-big = حجم الصورة في { $what } هو { $n } ميغابايت. اجعلها أصغر من ميغابايت واحد.
check-embargo-public-page-visible = يمكن قراءة صفحة غرفة الأخبار الآن، قبل انتهاء حظر النشر.
check-audience-everyone =
    هذا موجّه إلى كل من في الدليل: { $n ->
        [zero] { $n } صحفي
        [one] صحفي واحد
        [two] صحفيان
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }.
check-sender-dns-silent = تعذّر سؤال نظام أسماء النطاقات عن { $what }.
check-sender-spf-missing = لا يقول نظام أسماء النطاقات من يجوز له الإرسال باسم { $what }. انشر سجل SPF يذكر خادم الإرسال.
check-sender-spf-fail = سجل SPF للنطاق { $what } لا يسمح لأحد بالإرسال، أو يوجد أكثر من سجل.
check-sender-dkim-missing = لا يوجد مفتاح توقيعنا في نظام أسماء النطاقات عند { $what }. انشره كما تعرضه الإعدادات.
check-sender-dmarc-missing = ليس للنطاق { $what } سجل DMARC، والمزوّدون الكبار يطلبونه.
check-sender-dmarc-misaligned = يطلب { $what } رفض البريد غير المتوافق، لكن الرسائل المرتدة تذهب إلى نطاق آخر والبريد لا يُوقَّع هنا.
check-time-weekend =
    سيخرج في عطلة نهاية الأسبوع لأجل { $n ->
        [zero] { $n } صحفي
        [one] صحفي واحد
        [two] صحفيين
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }.
check-infra-quarantine = انتقلت قاعدة البيانات، فلا يُرسل شيء حتى يقول أحد إن ذلك مسموح. سينتظر حتى ذلك الحين.
check-infra-quota =
    { $n ->
        [zero] تصل إلى الجميع اليوم
        [one] واحد منهم يصله بعد منتصف الليل (UTC) فقط
        [two] اثنان منهم يصلهما بعد منتصف الليل (UTC) فقط
        [few] { $n } منهم يصلهم بعد منتصف الليل (UTC) فقط
        [many] { $n } منهم يصلهم بعد منتصف الليل (UTC) فقط
       *[other] { $n } منهم يصلهم بعد منتصف الليل (UTC) فقط
    }: لا تُبدأ في اليوم أكثر من { $what } نسخة.
