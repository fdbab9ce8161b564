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
