# مكتب المسؤول الصحفي، بالعربية. كل رسالة جملة كاملة، والأعداد والأسماء وسائطها.
# $n عدد، و $what و $who نصوص، و $when وقت مكتوب.

# الإطار
frame-skip = انتقل إلى الصفحة
frame-training = تدريب: لا شيء يغادر هذا الجهاز
frame-training-title = تدريب
frame-find = ابحث عن صحفي أو بيان
frame-find-go = بحث
frame-nav = Dateline
frame-noun = { $noun ->
        [today] اليوم
        [releases] البيانات
        [reporters] الصحفيون
        [inbox] الوارد
        [reports] التقارير
       *[settings] الإعدادات
    }
frame-waits = { $n ->
        [zero] لا شيء ينتظر
        [one] أمر واحد ينتظر
        [two] أمران ينتظران
        [few] { $n } أمور تنتظر
        [many] { $n } أمرًا ينتظر
       *[other] { $n } أمر ينتظر
    }
frame-title-errors = { $n ->
        [one] (أمر واحد ينبغي تصحيحه) { $what }
        [two] (أمران ينبغي تصحيحهما) { $what }
        [few] ({ $n } أمور ينبغي تصحيحها) { $what }
       *[other] ({ $n } أمرًا ينبغي تصحيحه) { $what }
    }
when-away = { $unit ->
        [minutes] { $n ->
            [one] بعد دقيقة واحدة
            [two] بعد دقيقتين
            [few] بعد { $n } دقائق
           *[other] بعد { $n } دقيقة
        }
        [hours] { $n ->
            [one] بعد ساعة واحدة
            [two] بعد ساعتين
            [few] بعد { $n } ساعات
           *[other] بعد { $n } ساعة
        }
        [days] { $n ->
            [one] بعد يوم واحد
            [two] بعد يومين
            [few] بعد { $n } أيام
           *[other] بعد { $n } يومًا
        }
       *[now] فورًا
    }
problem-somebody = شخص آخر
problem-admins = أحد المديرين
frame-more = المزيد
frame-help = مساعدة
frame-sign-out = تسجيل الخروج
frame-undo = تراجع
live-lost = انقطع العرض المباشر. يستمر العمل على الخادم، وتعيد الصفحة النظر كل بضع ثوانٍ.
live-lost-count = تعذّر العدّ الآن. ما اخترته باقٍ هنا.
live-lost-save = لم يُحفظ: تعذّر الوصول إلى الخادم. أبقِ هذه الصفحة مفتوحة، وستعيد المحاولة وأنت تكتب.
live-lost-time = تعذّر التحقق من الوقت الآن.
standing-killed =
    أوقف { $what } كل إرسال. تنتظر { $n ->
        [zero] { $n } نسخة
        [one] نسخة واحدة
        [two] نسختان
        [few] { $n } نسخ
        [many] { $n } نسخة
       *[other] { $n } نسخة
    }؛ لا شيء يضيع.
standing-quarantine = نُقلت قاعدة البيانات هذه إلى مكان آخر، ولن ترسل شيئًا حتى يأذن أحد بذلك.
standing-relay-halted =
    خادم الإرسال { $what } متوقف. تنتظر { $n ->
        [zero] { $n } نسخة
        [one] نسخة واحدة
        [two] نسختان
        [few] { $n } نسخ
        [many] { $n } نسخة
       *[other] { $n } نسخة
    }؛ لا شيء يضيع.
standing-no-sender =
    لا يعمل أي مُرسِل. تنتظر { $n ->
        [zero] { $n } نسخة
        [one] نسخة واحدة
        [two] نسختان
        [few] { $n } نسخ
        [many] { $n } نسخة
       *[other] { $n } نسخة
    }؛ لا شيء يضيع.
standing-dkim = تعذّر توقيع بريد { $what }. قد يُعدّ بريدًا مزعجًا.
standing-look = اعرف ما يمكن فعله

# النماذج والقوائم والأخطاء
form-optional = (اختياري)
form-show-password = إظهار كلمة المرور
form-leave = الخروج دون حفظ
copy = نسخ
copied = تم النسخ
copy-record = نسخ هذا السجل
pages-label = بقية هذه القائمة
pages-said = من { $first } إلى { $last } من أصل { $n }
pages-previous = السابق
pages-next = التالي
pages-csv = تنزيل بصيغة CSV
bars-share = النسبة
bars-people = الصحفيون
errors-title = لم يكتمل هذا بعد
error-required = املأ هذا الحقل.
error-too-long =
    اختصره إلى { $n ->
        [zero] { $n } حرف
        [one] حرف واحد
        [two] حرفين
        [few] { $n } أحرف
        [many] { $n } حرفًا
       *[other] { $n } حرف
    }.
error-address = اكتب العنوان على شكل name@example.org.
error-address-known = { $what } موجود في القائمة. افتح ذلك السجل بدلًا من إضافته.
error-typo-domain = هل تقصد { $what }؟
error-password-short =
    استخدم { $n ->
        [zero] { $n } حرف
        [one] حرف واحد
        [two] حرفين
        [few] { $n } أحرف
        [many] { $n } حرفًا
       *[other] { $n } حرف
    } على الأقل.
error-password-plain = استخدم أكثر من حرف واحد.
error-code-wait = محاولات كثيرة. انتظر { $n } ثانية ثم أدخل الرمز الظاهر عندئذ.
error-sign-in = العنوان وكلمة المرور غير متطابقين.
error-code = الرمز غير صحيح أو انتهت مدته. أدخل الرمز الظاهر الآن.
error-time-past = مضى هذا الوقت. اختر وقتًا لاحقًا.
error-time-gap = الساعة { $what } غير موجودة في ذلك اليوم لأن التوقيت يُقدَّم. اختر وقتًا آخر.
error-time-twice = الساعة { $what } تتكرر في ذلك اليوم لأن التوقيت يُؤخَّر. حدّد أيّهما تقصد.
error-time-zone = حدّد المنطقة الزمنية.
error-embargo-time = حدّد تاريخ حظر النشر ووقته.
error-number-typed = اكتب { $n } للتأكيد.
error-note = اذكر السبب في جملة.
error-choose = اختر واحدًا.
error-file = اختر ملفًا أو الصق الخلايا.
error-newsroom = لم نجد في { $what } موجز أخبار ولا قائمة أخبار.
error-name-taken = يوجد واحد باسم { $what }.
error-warnings = ضع علامة عند كل تنبيه مرة واحدة ليُعرف أنك اطّلعت عليه.
error-template = لم يجتز الفحص ولا يُستخدم. ما كتبته ما زال هنا.

# الحالات بالكلمات
state-draft = مسودة
state-waiting-approval = بانتظار الموافقة
state-returned = أُعيد
state-rejected = رُفض
state-approved = تمت الموافقة
state-scheduled = مجدول
state-holding = ما زال إيقافه ممكنًا
state-planning = قيد التحضير
state-sending = قيد الإرسال
state-paused = متوقف مؤقتًا
state-stopped = أُوقف
state-missed = فات موعده
state-withdrawn = سُحب
state-void = بطلت الموافقة
state-done = أُرسل
state-done-some = { $n ->
        [zero] أُرسل
        [one] أُرسل، وواحد لم يصل
        [two] أُرسل، واثنان لم يصلا
        [few] أُرسل، و{ $n } لم تصل
        [many] أُرسل، و{ $n } لم تصل
       *[other] أُرسل، و{ $n } لم تصل
    }
state-reporter-active = نشط
state-reporter-paused = موقوف مؤقتًا
state-reporter-opted-out = ألغى الاشتراك
state-reporter-bounced = ارتدّ العنوان
state-reporter-unconfirmed = غير مؤكد
state-reporter-not-placed = بلا موضوع أو منطقة
state-waiting = في الانتظار
state-retrying = تُعاد المحاولة
state-accepted = قُبل
state-refused = رُفض
state-in-doubt = موضع شك
state-left-out = مستثنى
state-bounced = ارتدّ لاحقًا
state-relay-well = يعمل
state-relay-slow = مُبطّأ
state-relay-rests = في استراحة
state-relay-halted = متوقف
state-record-found = موجود
state-record-missing = غير موجود
state-record-differs = مختلف
state-key-used = يوقّع
state-key-next = التالي
state-key-old = متقاعد
state-template-passed = اجتاز الفحص
state-newsroom-well = تُقرأ جيدًا
state-newsroom-quiet = لا جديد
state-newsroom-lost = تعذّرت قراءتها
state-token-valid = صالح
state-token-over = انتهت مدته
state-token-revoked = أُلغي
release-kind = { $kind ->
        [release] بيان صحفي
        [media_advisory] دعوة صحفية
        [report] تقرير
        [statement] تصريح
        [correction] تصحيح
        [update] تحديث
       *[withdrawal] سحب
    }

# تسجيل الدخول
sign-in-title = تسجيل الدخول
sign-in-address = البريد الإلكتروني
sign-in-password = كلمة المرور
sign-in-go = تسجيل الدخول
sign-in-link = أرسل إليّ رابط دخول بدلًا من ذلك
sign-in-languages = اللغة
sign-in-why-over = انتهت جلستك بعد مدة بلا عمل. مسودتك محفوظة، وستعود إلى الصفحة نفسها.
sign-in-why-ended = أُنهيت جلستك من مكان آخر.
sign-in-why-page = سجّل الدخول لفتح تلك الصفحة.
sign-in-wait =
    محاولات كثيرة. يمكنك المحاولة من جديد بعد { $n ->
        [zero] { $n } ثانية
        [one] ثانية واحدة
        [two] ثانيتين
        [few] { $n } ثوانٍ
        [many] { $n } ثانية
       *[other] { $n } ثانية
    }، أما رابط الدخول فيعمل فورًا.
sign-in-link-title = الدخول بالبريد
sign-in-link-about = يصلك رابط يعمل مرة واحدة خلال 15 دقيقة.
sign-in-link-go = إرسال الرابط
sign-in-link-sent = راجع بريدك
sign-in-link-sent-about = إن كان العنوان لأحد أعضاء الفريق فالرابط في طريقه. قد يستغرق دقيقة.
sign-in-link-open = الدخول باسم { $who }
sign-in-back = العودة إلى كلمة المرور
sign-in-code-title = الخطوة الثانية
sign-in-code-again = أكّد أنك أنت
sign-in-code = الرمز
sign-in-code-hint = الأرقام الستة التي يعرضها تطبيق المصادقة الآن
sign-in-code-trust =
    هذا جهازي: لا تسأل مرة أخرى لمدة { $n ->
        [zero] { $n } يوم
        [one] يوم واحد
        [two] يومين
        [few] { $n } أيام
        [many] { $n } يومًا
       *[other] { $n } يوم
    }
sign-in-code-go = تأكيد
sign-in-code-lost = إن لم يكن تطبيق المصادقة معك، فأدخل أحد رموز الاسترداد بدلًا من ذلك.

# التشغيل الأول
set-up-title = أعدّ مكتبك
set-up-invited = أنت { $who } وتسجّل الدخول بالعنوان { $what }. اختر كلمة مرور.
set-up-about = خمس دقائق، مرة واحدة. يمكن تغيير كل شيء لاحقًا من الإعدادات.
set-up-you = أنت
set-up-name = الاسم
set-up-address-hint = به تسجّل الدخول، ولا يُرسل منه بريد.
set-up-office = المكتب
set-up-office-name = اسم المكتب الصحفي
set-up-office-hint = يراه الصحفيون اسمًا للمرسل.
set-up-sender = عنوان المرسل
set-up-sender-hint = منه يصدر البريد الصحفي. يحتاج نطاقه إلى توقيع، والإعدادات تشرح كيف.
set-up-zone = المنطقة الزمنية
set-up-zone-hint = تُعرض كل الأوقات في هذه الصفحات بهذه المنطقة.
set-up-packs = المناطق التي تعمل معها أكثر
set-up-pack = { $what }
set-up-go = إعداد المكتب

# اليوم
today-title = اليوم
today-empty = لا شيء ينتظرك.
today-empty-next = لا شيء ينتظرك. القادم: { $what }.
today-first = الخطوات الأولى
today-first-step = { $step ->
        [relay] اربط خادم إرسال
        [domain] أثبت أن النطاق لك
        [reporters] أدخل صحفييك
        [newsroom] اربط غرفة الأخبار
       *[test] أرسل تجربة إلى نفسك
    }
today-first-done = تم
today-needs = ينتظرك
today-need-approve =
    يطلب { $who } موافقتك على الإرسال إلى { $n ->
        [zero] { $n } صحفي
        [one] صحفي واحد
        [two] صحفيين
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }.
today-need-returned = أعاده { $who }: «{ $what }»
today-need-missed = فات موعده ولم يُرسل شيء. قرّر: الإرسال الآن أو في وقت آخر.
today-need-draft =
    مسودة من { $what } جاهزة لأجل { $n ->
        [zero] { $n } صحفي
        [one] صحفي واحد
        [two] صحفيين
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }.
today-need-found = مسودة من { $what } جاهزة: راجعها وأرسلها.
today-need-doubt = { $n ->
        [zero] لا نسخ موضع شك.
        [one] نسخة واحدة موضع شك: لا أحد يستطيع أن يعرف هل وصلت.
        [two] نسختان موضع شك: لا أحد يستطيع أن يعرف هل وصلتا.
        [few] { $n } نسخ موضع شك: لا أحد يستطيع أن يعرف هل وصلت.
        [many] { $n } نسخة موضع شك: لا أحد يستطيع أن يعرف هل وصلت.
       *[other] { $n } نسخة موضع شك: لا أحد يستطيع أن يعرف هل وصلت.
    }
today-need-source = تغيّرت الصفحة في { $what } بعد إعداد المسودة.
today-need-inquiry = يسأل { $who } ويحتاج إلى جواب قبل { $what }.
today-sending = يُرسل الآن
today-next = الأيام السبعة القادمة
today-next-send =
    يخرج إلى { $n ->
        [zero] { $n } صحفي
        [one] صحفي واحد
        [two] صحفيين
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }
today-next-embargo = ينتهي حظر النشر
today-recent = أُرسل حديثًا
today-recent-sent = قُبل { $n } من أصل { $of }
today-recent-failed = قُبل { $n } من أصل { $of }، والباقون مذكورون بأسمائهم في التقرير

# البحث
found-title = نتائج البحث عن «{ $what }»
found-reporters = { $n ->
        [0] الصحفيون
        [one] صحفي واحد
        [two] صحفيان
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }
found-releases = { $n ->
        [0] البيانات
        [one] بيان واحد
        [two] بيانان
        [few] { $n } بيانات
        [many] { $n } بيانًا
       *[other] { $n } بيان
    }
found-all = عرض الكل
found-none = لا شيء.

# المشكلات
problem-title = { $code ->
        [bad_request] تعذّر فهم الطلب
        [signed_out] سجّل الدخول أولًا
        [forbidden] ليس هذا من صلاحياتك
        [returned] أنت من أعاده
        [not_found] لا شيء هنا
        [conflict] سبقك غيرك
        [unreadable] تعذّرت القراءة
        [too_many] طلبات كثيرة دفعة واحدة
        [busy] المكتب مشغول
        [not_set_up] ينقص إعداد
       *[broken] هذه الصفحة معطلة
    }
problem-why = { $code ->
        [bad_request] ما أرسله المتصفح ليس ما تطلبه هذه الصفحة. ارجع وحمّل الصفحة من جديد ثم حاول مرة أخرى.
        [signed_out] انتهت جلستك. سجّل الدخول فتعود إلى حيث كنت.
        [forbidden] هذا متاح لهؤلاء: { $what }. اطلبه من أحدهم، أو اطلب من مدير أن يغيّر صلاحياتك.
        [returned] أنت من أعاده، لذا يجري التعديل شخص آخر ثم يطلب الموافقة من جديد. وبعد ذلك يمكنك الموافقة عليه.
        [not_found] ربما حُذف، أو كُتب العنوان خطأً.
        [conflict] غيّره { $what } في هذه الأثناء. انظر إليه كما هو الآن ثم قرّر من جديد.
        [unreadable] في أحد الحقول ما لا يمكن حفظه. ارجع وراجع ما كتبته.
        [too_many] انتظر { $n } ثانية ثم تابع.
        [busy] قاعدة البيانات مشغولة بأمر آخر. حاول من جديد بعد { $n } ثانية.
        [not_set_up] على من يدير هذا الجهاز أن يملأ { $what } في ملف الإعدادات؛ ومن دونه لا يمكن إعداد أي بريد.
       *[broken] الخطأ منّا. وقد سُجّل بالرقم أدناه.
    }
problem-safe = لم يُرسل شيء ولم يتغيّر شيء.
problem-go-today = إلى صفحة اليوم
problem-go-back = رجوع
problem-go-sign-in = تسجيل الدخول
problem-go-again = المحاولة من جديد
problem-reference = الرقم المرجعي: { $what }

# نظرة أخيرة
confirm-title = { $of ->
        [erase] هل تريد محو { $what }؟
        [undo_import] هل تريد التراجع عن هذا الاستيراد؟
        [left] هل غادر { $what }؟
        [find_same] من هو الشخص نفسه الذي هو { $what }؟
        [merge] هل تريد دمج السجلين؟
        [kill] هل تريد إيقاف كل إرسال؟
        [unkill] هل تريد السماح بالإرسال من جديد؟
        [leave_quarantine] هل يجوز لقاعدة البيانات هذه أن ترسل من هنا؟
        [revoke_token] هل تريد إلغاء { $what }؟
        [revoke_session] هل تريد إنهاء هذه الجلسة؟
        [remove_officer] هل تريد إخراج { $what } من الفريق؟
        [reset_factor] هل تريد إزالة الخطوة الثانية لحساب { $what }؟
        [delete_segment] هل تريد حذف الشريحة { $what }؟
        [remove_newsroom] هل تريد التوقف عن متابعة { $what }؟
        [try_relay] هل تريد تجربة الخادم { $what } من جديد؟
        [settle_arrived] هل تُعدّ هذه النسخ واصلة؟
        [settle_again] هل تُرسل هذه النسخ مرة أخرى؟
        [restore] استعادة النسخة { $n }؟
       *[remove_factor] هل تريد إزالة الخطوة الثانية؟
    }
confirm-about = { $of ->
        [erase] يُمحى الاسم والملاحظات والسجل. ولا يبقى إلا العنوان، في قائمة من لا يُكتب إليهم، حتى لا يُكتب إلى { $what } مرة أخرى خطأً.
        [undo_import] يُحذف من جاء معه، وعددهم { $n }، وتعود الحقول التي تغيّرت إلى قيمها. ويبقى كل من أُرسل إليه منذ ذلك الحين.
        [left] لن يُكتب شيء إلى هذا العنوان. أضف { $what } من جديد بالعنوان الجديد.
        [find_same] اكتب عنوان السجل الآخر. لن يتغير شيء بعد.
        [merge] يصبح سجلهما وموضوعاتهما ومناطقهما واحدًا. ويُحفظ العنوان الآخر ولا يُكتب إليه.
        [kill] خلال ثانية لا يسلّم أي مُرسِل شيئًا إلى أي خادم. وما ينتظر يبقى منتظرًا، وعدد النسخ { $n }.
        [unkill] يبدأ خروج النسخ المنتظرة من جديد، وعددها { $n }.
        [leave_quarantine] نُقلت أو استُعيدت من نسخة. إن كانت نسخة أخرى منها ترسل أيضًا فسيصل البريد مرتين.
        [revoke_token] تُرفض البرامج التي تستخدمه من الآن.
        [revoke_session] على من يعمل هناك أن يسجّل الدخول من جديد.
        [remove_officer] يبقى ما فعله { $what } في سجل التدقيق. وتنتقل البيانات التي كانت تنتظر موافقته إلى غيره.
        [reset_factor] بعد ذلك تكفي كلمة مرور { $what } وحدها لفتح المكتب حتى تُفعَّل خطوة ثانية جديدة. تنتهي كل جلساته، ولا يدخل أحد بسبب ذلك، ويُبلَّغ جميع المديرين بالبريد.
        [remove_newsroom] لن يصبح الجديد فيها مسودات. وتبقى المسودات التي جاءت منها، وعددها { $n }.
        [delete_segment] تحتفظ البيانات التي استخدمتها بالمستلمين الذين تمت الموافقة عليهم.
        [try_relay] ينتهي توقفه وانتظاره. ويبدأ خروج النسخ، وعددها { $n }.
        [settle_arrived] لا أحد يعرف هل وصلت، وأنت تقول إنها وصلت. تنتقل النسخ، وعددها { $n }، إلى المقبولة مع ذكر أنك حسمت أمرها.
        [settle_again] قد تصل الرسالة نفسها مرتين إلى { $n } من الناس. ورقمها واحد، فكثير من البرامج يعرضها مرة واحدة.
        [restore] استعادتها تغيّر النص، وبذلك تُلغى موافقة { $what }. ما جُدول لا يُرسل، ويُطلب الاعتماد من جديد.
       *[remove_factor] بعد ذلك تكفي كلمة مرورك وحدها لفتح المكتب.
    }
confirm-go = { $of ->
        [erase] محو { $what }
        [undo_import] التراجع عن استيراد { $n }
        [left] غادر { $what }
        [find_same] النظر إلى السجلين
        [merge] دمج السجلين
        [kill] إيقاف كل إرسال
        [unkill] السماح بالإرسال إلى { $n }
        [leave_quarantine] يجوز الإرسال من هنا
        [revoke_token] إلغاء { $what }
        [revoke_session] إنهاء هذه الجلسة
        [remove_officer] إخراج { $what }
        [reset_factor] إزالة الخطوة الثانية لحساب { $what }
        [delete_segment] حذف { $what }
        [remove_newsroom] التوقف عن متابعة { $what }
        [try_relay] تجربة { $what } من جديد
        [settle_arrived] عدّ { $n } واصلة
        [settle_again] إرسال { $n } مرة أخرى
        [restore] استعادة النسخة { $n }
       *[remove_factor] إزالة الخطوة الثانية
    }
confirm-fact-irreversible = لا يمكن التراجع عن هذا.
confirm-fact-accepted = ما قبله خادم من البريد لا يمكن استرجاعه.
confirm-fact-coming = { $n ->
        [zero] لا بيانات قيد الإعداد.
        [one] بيان واحد قيد الإعداد لن يصله.
        [two] بيانان قيد الإعداد لن يصلاه.
        [few] { $n } بيانات قيد الإعداد لن تصله.
        [many] { $n } بيانًا قيد الإعداد لن يصله.
       *[other] { $n } بيان قيد الإعداد لن يصله.
    }
confirm-fact-copy = آخر ما كتبته نسخة أخرى من قاعدة البيانات هذه كان من { $what }.
confirm-typed = اكتبه للتأكيد
confirm-back = اتركه كما هو

# الصحفيون
reporters-title = الصحفيون
reporters-none = لا صحفيين بعد
reporters-none-about = أدخل جدولك كما هو: بأي أعمدة وأي لغة وأي ترميز. وترى ما سيحدث قبل حفظ أي شيء.
reporters-find = الاسم أو العنوان أو المؤسسة
reporters-find-go = بحث
reporters-narrow = تضييق بحسب ما يغطّونه
reporters-show = عرض
reporters-save = حفظ كشريحة
reporters-states = بحسب الحالة
reporters-state = { $state ->
        [all] الكل
        [active] نشطون
        [paused] موقوفون مؤقتًا
        [opted_out] ألغوا الاشتراك
        [bounced] ارتدّ العنوان
       *[not_placed] بلا موضوع أو منطقة
    }
reporters-filter-empty = لا أحد تنطبق عليه الشروط. احذف أحدها.
reporters-choose = اختيار
reporters-choose-one = اختيار { $who }
reporters-col = { $col ->
        [name] الاسم
        [outlet] المؤسسة
        [covers] يغطّي
        [regions] أين
        [language] اللغة
        [state] الحالة
       *[seen] آخر تواصل
    }
reporters-never = لم يحدث
reporters-bulk = للمختارين:
reporters-bulk-do = { $do ->
        [place] إضافة موضوع أو منطقة
        [pause] إيقاف مؤقت
       *[export] تصدير
    }
reporter-add = إضافة صحفي
reporter-add-go = إضافة هذا الصحفي
reporter-edit = تعديل
reporter-edit-title = تعديل { $who }
reporter-save = حفظ هذا الصحفي
reporter-who = التفاصيل
reporter-field = { $field ->
        [address] العنوان
        [other] عنوان آخر
        [phone] الهاتف
        [language] اللغة
        [zone] المنطقة الزمنية
        [consent] سبب المراسلة
        [embargo] حظر النشر
       *[notes] ملاحظات
    }
reporter-unsaid = لم يُذكر
reporter-covers = يغطّي
reporter-covers-hint = ما يُكتب هنا يحدّد البيانات التي تصله. «كل الموضوعات» خيار أيضًا.
reporter-regions = أين
reporter-regions-hint = المنطقة تشمل كل ما بداخلها.
reporter-no-issue = بلا موضوع، فلا يصله أي بيان.
reporter-no-region = بلا منطقة، فلا يصله أي بيان.
reporter-said-opted-out = ألغى الاشتراك في { $when }. لا يعود إلا بنفسه، من صفحة الاشتراك.
reporter-said-opted-out-issue = لا يريد شيئًا عن { $what } منذ { $when }، ويصله كل ما عدا ذلك.
reporter-said-paused = موقوف مؤقتًا حتى { $when }.
reporter-said-bounced = قال الخادم في { $when } إن العنوان غير موجود. صحّحه أو سجّل أنه ترك المؤسسة.
reporter-said-full = صندوق البريد ممتلئ منذ { $when }. ستُعاد المحاولة مع البيان القادم.
reporter-said-not-placed = بلا موضوع أو منطقة: لا يطابقه شيء حتى يُحدَّدا.
reporter-resume = إنهاء الإيقاف المؤقت
reporter-consent = لماذا يجوز أن نكتب إليه؟
consent-agreed = وافق في { $when }، { $what }
consent-press-role = يعمل في الصحافة، سُجّل في { $when }
consent-none = غير مسجّل
consent-ground-agreed = وافق على ذلك
consent-ground-role = يعمل في الصحافة، والأمر يخص عمله
reporter-embargo = يجوز أن تصله البيانات الخاضعة لحظر النشر
reporter-embargo-hint = فقط إن وافق على التزام حظر النشر.
reporter-embargo-yes = وافق، وسجّل ذلك { $who } في { $when }
reporter-embargo-no = تصله البيانات عند انتهاء حظر النشر
reporter-coming = سيصله
reporter-coming-none = لا شيء مقرر لهذا الصحفي.
reporter-past = حتى الآن
reporter-past-none = لا شيء حتى الآن.
reporter-past-accepted = قُبل:
reporter-past-refused = رُفض ({ $what }):
reporter-past-doubt = موضع شك:
reporter-past-left-out = استُثني ({ $what }):
reporter-past-unsubscribed = ألغى الاشتراك ({ $what })
reporter-past-added = أضافه { $what }
reporter-past-edited = عدّله { $what }
reporter-past-note = ملاحظة: { $what }
reporter-past-asked = سأل عن
reporter-pause = إيقاف مؤقت
reporter-pause-until = لا تكتب إليه حتى
reporter-pause-go = إيقاف هذا الصحفي مؤقتًا
reporter-more = المزيد
reporter-left = ترك المؤسسة…
reporter-merge = هو نفسه…
reporter-export = تصدير كل ما يخصه
reporter-erase = محو
reporter-erase-about = نهائيًا. لا يبقى إلا العنوان، في قائمة من لا يُكتب إليهم.
reporter-name = الاسم
reporter-address = البريد الإلكتروني
reporter-outlet = المؤسسة الإعلامية
reporter-role = الصفة
reporter-phone = الهاتف
reporter-language = اللغة
reporter-language-hint = يصله البيان بهذه اللغة إن وُجد بها.
reporter-zone = المنطقة الزمنية
reporter-notes = ملاحظات
reporter-notes-hint = يحق للصحفيين أن يطلبوا الاطلاع على ما كُتب عنهم.
reporter-refused = ألغى { $who } الاشتراك في { $when }. لا يمكنك إعادة هذا العنوان، فأرسل رابط الاشتراك بدلًا من ذلك.
reporter-sign-up-link = رابط الاشتراك

# الترتيب
tidy-link = ترتيب ({ $n })
tidy-title = ترتيب القائمة
tidy-queues = ما يمكن ترتيبه
tidy-queue = { $queue ->
        [duplicates] تكرار محتمل
        [left] تركوا على الأرجح
       *[stale] بلا تأكيد منذ سنة
    }
tidy-duplicates-about = سجلان يبدوان لشخص واحد. السجل الذي تُبقيه يأخذ سجل الآخر وموضوعاته ومناطقه.
tidy-why-same-name = الاسم نفسه والمؤسسة نفسها
tidy-why-same-phone = الهاتف نفسه
tidy-why-like-address = عنوانان في مؤسسة واحدة يختلفان بحرف
tidy-keep = إبقاء { $who }
tidy-apart = هما شخصان
tidy-left-about = خادم أو رد آلي يقول إنهم لم يعودوا هناك.
tidy-left-bounced = قال الخادم في { $when }: { $what }
tidy-left-auto = قال رد آلي في { $when }: «{ $what }»
tidy-gone = ترك المكان
tidy-still = ما زال هناك
tidy-stale-about = لم يؤكد أحد هؤلاء منذ سنة. اسألهم، أو أكّد ما تعرف أنه صحيح.
tidy-empty = { $queue ->
        [duplicates] لا سجلين يبدوان لشخص واحد.
        [left] لا يبدو أن أحدًا ترك مكانه.
       *[stale] الجميع مؤكدون خلال سنة.
    }

# الاستيراد
import-link = استيراد
import-title = استيراد الصحفيين
import-step = { $step ->
        [bring] الإحضار
        [columns] مطابقة الأعمدة
        [check] الفحص
       *[result] النتيجة
    }
import-ground = من هؤلاء؟
import-ground-agreed = وافقوا على تلقي البريد الصحفي
import-ground-role = يعملون في الصحافة
import-ground-role-hint = لك مصلحة مشروعة في الكتابة إليهم بشأن عملهم.
import-ground-out = لا يجوز أن يُكتب إليهم
import-ground-out-hint = قائمة بمن ألغوا الاشتراك في مكان آخر. لا يُضاف أحد، بل يُستثنون فقط.
import-file = ملف
import-file-hint = ‏CSV أو TSV بأي ترميز وأي فاصل، أو XLSX أو ODS، حتى 25 ميغابايت.
import-paste = أو الصق الخلايا
import-paste-hint = انسخ الصفوف من جدولك مع العناوين والصقها هنا.
import-bring-go = قراءة
import-example = مثال
import-example-about = لا يلزم إلا العنوان. ويمكن أن تكون الموضوعات والمناطق أسماء أو رموزًا أو كلماتك أنت.
import-example-get = تنزيل مثال
import-earlier = عمليات استيراد سابقة
import-earlier-one = { $n ->
        [zero] { $n } صف
        [one] صف واحد
        [two] صفان
        [few] { $n } صفوف
        [many] { $n } صفًا
       *[other] { $n } صف
    }، استوردها { $who }
import-undo-link = التراجع عن هذا الاستيراد
import-file-empty = ‏{ $what } فارغ.
import-file-no-address = لا عمود يبدو أنه يحوي عناوين بريد. الأعمدة الموجودة: { $what }. سمِّ العمود الصحيح Email.
import-file-too-big = ‏{ $what } أكبر من { $n } ميغابايت. قسّمه.
import-columns-title = مطابقة الأعمدة
import-read-as =
    ‏{ $what }: { $n ->
        [zero] { $n } صف
        [one] صف واحد
        [two] صفان
        [few] { $n } صفوف
        [many] { $n } صفًا
       *[other] { $n } صف
    }، قُرئ بترميز { $encoding }، والفاصل { $delimiter }
import-col = { $col ->
        [theirs] عمودك
        [samples] ما فيه
       *[ours] ما هو
    }
import-column-for = ماذا في العمود { $what }؟
import-as-ignore = لا تستخدمه
import-as-name = الاسم
import-as-first-name = الاسم الأول
import-as-last-name = اسم العائلة
import-as-email = البريد الإلكتروني
import-as-outlet = المؤسسة الإعلامية
import-as-role = الصفة
import-as-issues = يغطّي
import-as-regions = أين
import-as-language = اللغة
import-as-time-zone = المنطقة الزمنية
import-as-phone = الهاتف
import-as-notes = ملاحظات
import-unknown = كلمات لا يعرفها المكتب بعد
import-unknown-about = حدّد معناها مرة واحدة، ويُتذكَّر في الاستيراد القادم.
import-unknown-one = { $kind ->
        [region] المنطقة «{ $what }»، عدد الصفوف { $n }
       *[issue] الموضوع «{ $what }»، عدد الصفوف { $n }
    }
import-columns-go = فحص الصفوف
import-back = رجوع
import-check-title = افحص قبل حفظ أي شيء
import-sum = { $rows } صفوف = { $added } جديدة + { $updated } محدّثة + { $merged } مكررة في الملف + { $rejected } لا يمكن استيرادها
import-nothing-yet = لم يُحفظ شيء بعد.
import-todo = عليك أن:
import-todo-email-invalid =
    تصحّح { $n ->
        [zero] { $n } عنوان
        [one] عنوان واحد
        [two] عنوانين
        [few] { $n } عناوين
        [many] { $n } عنوانًا
       *[other] { $n } عنوان
    }
import-todo-email-missing = تضيف العناوين الناقصة، وعددها { $n }
import-todo-region-unknown =
    تختار منطقة لأجل { $n ->
        [zero] { $n } صف
        [one] صف واحد
        [two] صفين
        [few] { $n } صفوف
        [many] { $n } صفًا
       *[other] { $n } صف
    }
import-todo-encoding =
    تحفظ { $n ->
        [zero] { $n } صف
        [one] صف واحد
        [two] صفين
        [few] { $n } صفوف
        [many] { $n } صفًا
       *[other] { $n } صف
    } بحروف مقروءة
import-problems = صفوف لا يمكن إدخالها بعد
import-row = الصف
import-who = من
import-problem = المشكلة
import-why-email-missing = لا عنوان.
import-why-email-invalid = هذا ليس عنوانًا: { $what }
import-why-too-long = أطول مما ينبغي: { $what }
import-why-encoding = تعذّرت قراءة أحد الحروف.
import-why-exists-opted-out = ألغى الاشتراك في { $what }. لا يعود إلا بنفسه.
import-why-email-typo-domain = يبدو أن { $what } مكتوب خطأً.
import-why-role-address = ‏{ $what } مكتب تحرير وليس شخصًا.
import-why-region-unknown = منطقة لا يعرفها المكتب: { $what }
import-why-issue-unknown = موضوع لا يعرفه المكتب: { $what }
import-why-not-placed = بلا موضوع أو بلا منطقة، فلا يصله أي بيان.
import-why-language-unknown = ليست لغة: { $what }
import-why-time-zone-unknown = ليست منطقة زمنية: { $what }
import-meant = هل تقصد { $what }؟
import-recheck = فحصها من جديد
import-problems-csv = { $n ->
        [zero] لا صفوف (CSV)
        [one] الصف مع سببه (CSV)
        [two] الصفان مع السببين (CSV)
        [few] الصفوف مع أسبابها: { $n } (CSV)
        [many] الصفوف مع أسبابها: { $n } (CSV)
       *[other] الصفوف مع أسبابها: { $n } (CSV)
    }
import-more = { $n ->
        [zero] لا صفوف أخرى في ملف CSV.
        [one] صف آخر في ملف CSV.
        [two] صفان آخران في ملف CSV.
        [few] { $n } صفوف أخرى في ملف CSV.
        [many] { $n } صفًا آخر في ملف CSV.
       *[other] { $n } صف آخر في ملف CSV.
    }
import-updates =
    ما يتغير لأجل { $n ->
        [zero] { $n } صحفي
        [one] صحفي واحد
        [two] صحفيين
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }
import-never-back = لا يعود إلى القائمة أحد ألغى اشتراكه.
import-go =
    استيراد { $n ->
        [zero] { $n } صحفي
        [one] صحفي واحد
        [two] صحفيين
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }
import-go-skip = استيراد { $n } وتخطي { $skip }
import-none = لا يمكن إدخال أي صف بعد.
import-running-title = جارٍ الاستيراد
import-running = { $n } من أصل { $of } صف
import-leave = يمكنك مغادرة هذه الصفحة، ويستمر العمل.
import-result-title = اكتمل الاستيراد
import-done = { $rows } صفوف: { $added } جديدة، { $updated } محدّثة، { $merged } مكررة في الملف، { $rejected } متروكة.
import-unplaced = { $n ->
        [zero] للجميع موضوع ومنطقة.
        [one] صحفي واحد بلا موضوع أو منطقة، فلا يصله أي بيان.
        [two] صحفيان بلا موضوع أو منطقة، فلا يصلهما أي بيان.
        [few] { $n } صحفيين بلا موضوع أو منطقة، فلا يصلهم أي بيان.
        [many] { $n } صحفيًا بلا موضوع أو منطقة، فلا يصلهم أي بيان.
       *[other] { $n } صحفي بلا موضوع أو منطقة، فلا يصلهم أي بيان.
    }
import-unplaced-go = تحديد موضوعاتهم ومناطقهم
import-see = عرض من دخلوا
import-again = استيراد آخر
import-undo-about = يمكنك التراجع عن هذا الاستيراد حتى { $when }.

# الشرائح
segments-title = الشرائح
segments-add = شريحة جديدة
segments-about = الشريحة قاعدة محفوظة وليست قائمة أسماء: تعني كل من تنطبق عليه في لحظتها.
segments-people = { $n ->
        [zero] { $n } صحفي
        [one] صحفي واحد
        [two] صحفيان
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }
segments-list = عرض من هم
segments-none = لا شرائح بعد. الشريحة تحفظ قاعدة تستخدمها كثيرًا، مثل «صحفيو المياه في الشمال».
segment-name = الاسم
segment-name-hint = كما تقوله في المكتب
segment-rule = من المقصود
segment-count = { $n ->
        [zero] { $n } صحفي
        [one] صحفي واحد
        [two] صحفيان
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }
segment-people = { $n ->
        [zero] لا أحد تنطبق عليه القاعدة
        [one] صحفي تنطبق عليه القاعدة
        [two] صحفيان تنطبق عليهما القاعدة
        [few] صحفيين تنطبق عليهم القاعدة
        [many] صحفيًا تنطبق عليهم القاعدة
       *[other] صحفي تنطبق عليهم القاعدة
    }
segment-nobody = لا أحد تنطبق عليه. احذف أحد الشروط.
segment-save = حفظ هذه الشريحة
segment-delete = حذف
rule-begin = الصحفيون
rule-joins = { $facet ->
        [issues] الذين يغطّون
        [regions] في
        [languages] ويقرؤون
        [outlets] ويعملون لدى
        [without_outlets] لا لدى
        [with] وأيضًا
       *[without] ما عدا
    }
rule-facet = { $facet ->
        [issues] الموضوعات
        [regions] المناطق
        [languages] اللغات
        [outlets] المؤسسات
        [without_outlets] مؤسسات مستثناة
        [with] أشخاص مضافون
       *[without] أشخاص مستثنون
    }
rule-any = { $facet ->
        [issues] لا شيء بعد
        [regions] لا مكان بعد
        [languages] أي لغة
        [outlets] أي مؤسسة
        [without_outlets] لا مؤسسة
        [with] لا أحد
       *[without] لا أحد
    }
rule-narrow = اكتب لتضييق القائمة
rule-down = وكذلك من يغطّي جزءًا منها فقط
rule-down-hint = مثلًا من يغطّي نيفادا حين يكون البيان عن الولايات المتحدة.
rule-logic = داخل كل جزء يكفي أي من الخيارات، ويجب أن تنطبق كل الأجزاء.

# المستلمون
audience-title = سيصل إلى
audience-rule = لمن هذا البيان
audience-proposed = مقترح من النص. ضع علامة عند الصحيح.
audience-proposed-why = { $kind ->
        [region] منطقة، بسبب { $what }
       *[issue] موضوع، بسبب { $what }
    }
audience-segment = أشخاص شريحة فقط:
audience-as-before = كما في «{ $what }»
audience-save = حفظ المستلمين
audience-will = { $n ->
        [zero] لا أحد سيصله
        [one] صحفي سيصله
        [two] صحفيان سيصلهما
        [few] صحفيين سيصلهم
        [many] صحفيًا سيصلهم
       *[other] صحفي سيصلهم
    }
audience-who = من هم ولماذا
audience-left-out = { $n ->
        [zero] لا مستثنين
        [one] مستثنى واحد والسبب
        [two] مستثنيان والسبب
        [few] { $n } مستثنين والسبب
        [many] { $n } مستثنى والسبب
       *[other] { $n } مستثنى والسبب
    }
audience-sample = بعضهم
audience-nobody = لا أحد يطابق. الأقرب:
audience-nearest =
    { $what } ({ $n ->
        [zero] { $n } صحفي
        [one] صحفي واحد
        [two] صحفيان
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    })
audience-ask = هل سيصل إلى شخص معيّن؟
audience-ask-go = اسأل
audience-ask-yes = نعم. سيصل إلى { $who }: «{ $what }»
audience-ask-no = لا. لن يصل إلى { $who }: { $what }.
audience-ask-unknown = لا أحد بهذا الاسم أو العنوان في القائمة.
waterfall-caption = من المطابقين إلى من سيصلهم
waterfall-matched = يطابقون القاعدة
waterfall-out = { $why ->
        [opted_out] ألغوا الاشتراك
        [bounced] ارتدّ العنوان من قبل
        [paused] موقوفون مؤقتًا
        [same_person] الشخص نفسه بعنوان ثانٍ
       *[already_has_it] لديهم هذه النسخة
    }
waterfall-will = سيصلهم
people-title = { $list ->
        [will] سيصلهم: { $n }
        [out] مستثنون: { $n }
       *[matched] يطابقون القاعدة: { $n }
    }
people-lists = القوائم
people-list = { $list ->
        [will] سيصلهم
        [out] مستثنون
       *[matched] كل المطابقين
    }
people-why = لماذا
people-none = لا أحد.
people-back = العودة إلى البيان

# البيانات
releases-title = البيانات
releases-new = بيان جديد
releases-none = لا بيانات بعد
releases-none-about = اربط غرفة الأخبار فتظهر المسودات هنا من تلقاء نفسها.
releases-connect = ربط غرفة أخبار
releases-write = كتابة بيان
releases-group = { $group ->
        [needs] تحتاج إلى إجراء
        [scheduled] مجدولة
        [drafts] مسودات
       *[sent] أُرسلت
    }
releases-filter-owner = المسؤول
releases-filter-issue = الموضوع
releases-filter-kind = النوع
release-said-draft = يكتبه { $who }.
release-said-proposed = أُعدّ من { $what }، والمناطق والموضوعات مقترحة.
release-said-waiting =
    طلب { $who } الموافقة على الإرسال إلى { $n ->
        [zero] { $n } صحفي
        [one] صحفي واحد
        [two] صحفيين
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }.
release-said-returned = أعاده { $who }: «{ $what }»
release-said-rejected = رفضه { $who }: «{ $what }»
release-said-scheduled =
    يخرج { $when } إلى { $n ->
        [zero] { $n } صحفي
        [one] صحفي واحد
        [two] صحفيين
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }، ووافق عليه { $who }.
release-said-missed = فات موعده { $when } ولم يُرسل شيء.
release-said-sending = النسخ المقبولة حتى الآن: { $n }.
release-said-sent = { $n ->
        [zero] { $n } صحفي
        [one] صحفي واحد
        [two] صحفيان
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }، { $when }
release-said-stopped =
    أوقفه { $who } بعد { $n ->
        [zero] { $n } نسخة
        [one] نسخة واحدة
        [two] نسختين
        [few] { $n } نسخ
        [many] { $n } نسخة
       *[other] { $n } نسخة
    }.
release-said-withdrawn = سحبه { $who }، { $when }.
release-number = رقم { $n }، النسخة { $version }
release-tabs = هذا البيان
release-tab = { $tab ->
        [text] النص
        [audience] المستلمون
        [send] الإرسال
        [versions] النسخ السابقة
        [progress] التقدم
       *[report] التقرير
    }
calendar-title = التقويم
calendar-month = { $what }
calendar-before = الشهر السابق
calendar-after = الشهر التالي
calendar-now = هذا الشهر
calendar-kind = { $kind ->
        [send] يخرج:
        [embargo] ينتهي حظر النشر:
        [draft] مسودة:
       *[sent] أُرسل:
    }
calendar-zone = كل الأوقات بتوقيت { $what }.
release-new-title = بيان جديد
release-new-newsroom = من غرفة الأخبار
release-new-no-items = لا جديد في غرفة الأخبار.
release-new-used = فتح المسودة
release-new-draft = إعداد مسودة
release-new-blank = من الصفر
release-new-kind = النوع
release-new-write = ابدأ الكتابة
release-new-copy = انطلاقًا من بيان سابق
release-new-copy-go = نسخه
release-kind-choice = { $what ->
        [release] بيان صحفي
        [media_advisory] دعوة صحفية
        [report] تقرير
       *[statement] تصريح
    }
release-kind-hint-release = خبر، مع جهة اتصال صحفية
release-kind-hint-media-advisory = دعوة، تنفع حتى موعد الحدث
release-kind-hint-statement = ما يقوله شخص بكلماته
release-kind-hint-report = إصدار، مع رابطه

# الكتابة
compose-title = { $what }
compose-subject = العنوان
compose-subject-hint = وهو موضوع الرسالة أيضًا. يعرض الهاتف نحو أول 40 حرفًا.
compose-teaser = الجملة الأولى
compose-teaser-hint = تظهر بجوار الموضوع في كثير من صناديق البريد.
compose-note = ما الذي تغيّر
compose-note-hint = جملة واحدة: ما الخطأ وما الصواب. توضع فوق النص.
compose-body = النص
compose-body-hint = ‏Markdown. ما يُلصق من معالج نصوص يحتفظ بالعناوين والقوائم والروابط والتشديد.
compose-toolbar = النص
compose-mark = { $mark ->
        [bold] غامق
        [italic] مائل
        [link] رابط
        [heading] عنوان
       *[list] قائمة
    }
compose-pasted = تم اللصق. حُذف التنسيق الذي تفسده برامج البريد، ويمكن التراجع.
compose-kind = النوع
compose-language = اللغة
compose-dateline = مكان الخبر
compose-dateline-hint = من أين يصدر الخبر، مثل: القاهرة
compose-embargo = يجوز نشره ابتداءً من
compose-embargo-hint = حظر نشر، وليس وقت الإرسال. اتركه فارغًا للنشر الفوري.
compose-date = التاريخ
compose-time = الوقت (24 ساعة)
compose-zone = المنطقة الزمنية
compose-event = موعد الحدث
compose-event-hint = بعده لا تُرسل الدعوة إلى أحد.
compose-image = صورة
compose-image-url = عنوان الصورة
compose-image-alt = ماذا تُظهر
compose-image-alt-hint = لمن لا يراها، وللبرامج التي تحجب الصور
compose-image-caption = التعليق
compose-image-credit = المصدر
compose-contact = جهة الاتصال الصحفية
compose-contact-hint = الاسم والهاتف والأوقات. الفراغ يعني بيانات المكتب.
compose-voids = التعديل يُبطل موافقة { $who }، وسيُسأل من جديد.
compose-source = من { $what }، نُشر في { $when }.
compose-source-see = عرض الأصل
compose-source-changed = تغيّرت الصفحة في { $when }، بعد إعداد المسودة.
compose-source-diff = ما الذي تغيّر
compose-source-take = أخذ النص الجديد
compose-presence = ينظر { $who } إلى هذا الآن
saved-at = حُفظ في { $when }
saved-never = لم يُحفظ بعد
saved-conflict = لم يُحفظ: حفظ شخص آخر في { $when }. اضغط على الحفظ للمقارنة.
compose-versions = النسخ السابقة
compose-save = حفظ
compose-to-audience = المستلمون
compose-to-send = إلى صفحة الإرسال
compose-checks-blocks = { $n ->
        [zero] لا شيء يلزم إصلاحه
        [one] أمر واحد يلزم إصلاحه قبل الإرسال
        [two] أمران يلزم إصلاحهما قبل الإرسال
        [few] { $n } أمور يلزم إصلاحها قبل الإرسال
        [many] { $n } أمرًا يلزم إصلاحه قبل الإرسال
       *[other] { $n } أمر يلزم إصلاحه قبل الإرسال
    }
compose-checks-warnings = { $n ->
        [zero] لا شيء يستحق النظر
        [one] أمر واحد يستحق النظر
        [two] أمران يستحقان النظر
        [few] { $n } أمور تستحق النظر
        [many] { $n } أمرًا يستحق النظر
       *[other] { $n } أمر يستحق النظر
    }
compose-checks-fine = لا شيء يعوق الإرسال
mail-title = الرسالة كما ستُقرأ
mail-inbox = في صندوق البريد:
mail-from = من { $who }
mail-to = إلى { $who }
mail-next = الصحفي التالي
mail-as = القراءة بعين صحفي آخر
mail-as-go = عرض
mail-mode = { $mode ->
        [html] HTML
        [text] نص فقط
        [dark] داكن
        [phone] هاتف
       *[no_images] بلا صور
    }
mail-frame = الرسالة
trial-to = إرسال تجربة إلى
trial-go = إرسال تجربة
trial-hint = تحمل علامة [TEST]، وتصل إلى الفريق فقط، ولا تُحسب في أي مكان.
conflict-title = حفظ { $who } في { $when } وأنت تكتب
conflict-about = لم يضع شيء. النصان هنا، ونصك لم يُحفظ بعد.
conflict-diff = من النص المحفوظ إلى نصك
conflict-mine = نصك
conflict-keep = حفظ نصي بدلًا منه
conflict-take = أخذ نص { $who }
versions-title = النسخ السابقة
version-number = النسخة { $n }
version-current = الحالية
version-made = بدأها { $who }.
version-edited = غيّر { $who }: { $what }.
version-source = مأخوذة من { $what }.
version-restored = عاد { $who } إلى النسخة { $what }.
version-restore = العودة إليها
version-compared = من النسخة { $from } إلى النسخة { $to }

# الفحوص
checks-title = الفحوص
checks-running = جارٍ الفحص…
checks-level = { $level ->
        [blocking] يجب إصلاحه:
       *[warning] انظر في هذا:
    }
checks-fix = إصلاح
checks-look = نظرة
checks-seen = اطّلعت على هذا
checks-passed = { $n ->
        [zero] لم يُجتز أي فحص
        [one] اجتيز فحص واحد
        [two] اجتيز فحصان
        [few] اجتيزت { $n } فحوص
        [many] اجتيز { $n } فحصًا
       *[other] اجتيز { $n } فحص
    }
checks-at = وقت الفحص: { $when }.
checks-again = إعادة الفحص
check-content-subject-missing = اكتب عنوانًا.
check-content-subject-too-long = اختصر العنوان: طوله { $n } حرفًا، ومعظم البرامج تعرض أول 78.
check-content-placeholder = أكمل «{ $what }» أو احذفه.
check-content-render-failed =
    تعذّر إعداد الرسالة لأجل { $n ->
        [zero] { $n } صحفي
        [one] صحفي واحد
        [two] صحفيين
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }: { $what }.
check-content-empty-text = اكتب نص البيان.
check-content-mail-too-big = اختصر النص: برامج البريد تقطع ما هو أطول.
check-content-link-private = لا تفتح الرابط إلى { $what } إلا شبكتك الداخلية.
check-content-link-http = الرابط إلى { $what } غير مشفّر. استخدم https.
check-content-link-dead = الرابط إلى { $what } لا يؤدي إلى شيء.
check-content-date-weekday = راجع اليوم: { $what }.
check-content-image-alt-missing = اذكر ما تُظهره الصورة.
check-content-contact-missing = اذكر جهة اتصال صحفية بهاتف أو عنوان.
check-content-similar-sent =
    خرج { $what ->
        [same] النص نفسه
       *[nearly] نص يكاد يطابقه
    } قبل أقل من 7 أيام، في الإرسالية { $n }.
check-content-withdrawn = سُحبت هذه النسخة.
check-content-language-mismatch = يبدو النص بلغة { $what }، وليست هي اللغة المختارة.
check-source-changed = تغيّرت صفحة غرفة الأخبار بعد أخذ هذا النص.
check-source-unpublished = لم تعد صفحة غرفة الأخبار موجودة.
check-embargo-past = انتهى حظر النشر في { $what }. احذفه أو حدّد غيره.
check-embargo-before-send = سيخرج قبل انتهاء حظر النشر في { $what }. أرسله عندئذ.
check-audience-not-placed = حدّد المناطق والموضوعات التي يتناولها. «العالم» و«كل الموضوعات» خياران أيضًا.
check-audience-proposed = مناطق أو موضوعات مقترحة لم يقبلها أحد بعد.
check-audience-empty = لن يصل إلى أحد.
check-audience-over-cap = سيصل إلى { $n }، ولا يجوز أن تتجاوز إرسالية { $what }.
check-audience-too-big = عددهم { $n }، وهو أكبر بكثير من المعتاد لهذا الموضوع.
check-audience-fatigue = { $n ->
        [zero] لا أحد منهم وصلته ثلاثة بيانات هذا الأسبوع.
        [one] واحد منهم وصلته ثلاثة بيانات هذا الأسبوع.
        [two] اثنان منهم وصلتهما ثلاثة بيانات هذا الأسبوع.
        [few] { $n } منهم وصلتهم ثلاثة بيانات هذا الأسبوع.
        [many] { $n } منهم وصلتهم ثلاثة بيانات هذا الأسبوع.
       *[other] { $n } منهم وصلتهم ثلاثة بيانات هذا الأسبوع.
    }
check-audience-language-fallback = { $n ->
        [zero] للجميع لغة محددة.
        [one] واحد بلا لغة محددة، ويصله بلغة { $what }.
        [two] اثنان بلا لغة محددة، ويصلهما بلغة { $what }.
        [few] { $n } بلا لغة محددة، ويصلهم بلغة { $what }.
        [many] { $n } بلا لغة محددة، ويصلهم بلغة { $what }.
       *[other] { $n } بلا لغة محددة، ويصلهم بلغة { $what }.
    }
check-audience-already-has-it = { $n ->
        [zero] لا أحد لديه هذه النسخة.
        [one] عنوان واحد لديه هذه النسخة ويُستثنى.
        [two] عنوانان لديهما هذه النسخة ويُستثنيان.
        [few] { $n } عناوين لديها هذه النسخة وتُستثنى.
        [many] { $n } عنوانًا لديها هذه النسخة وتُستثنى.
       *[other] { $n } عنوان لديها هذه النسخة وتُستثنى.
    }
check-sender-missing = حدّد عنوان المرسل.
check-sender-dkim-key = تعذّر توقيع البريد: { $what }.
check-compliance-unsubscribe-missing = ضع رابط إلغاء الاشتراك في جزأي الرسالة.
check-compliance-one-click-header = لا يستطيع الصحفيون إلغاء الاشتراك بنقرة: لم يُحدَّد العنوان العام للمكتب.
check-compliance-postal-missing = ضع العنوان البريدي للمكتب في الرسالة.
check-time-past = مضى وقت الإرسال.
check-time-after-event = سيكون الحدث قد انتهى عند خروج هذا.
check-time-quiet-hours =
    سيخرج في ساعات الراحة لأجل { $n ->
        [zero] { $n } صحفي
        [one] صحفي واحد
        [two] صحفيين
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }.
check-time-clash = «{ $what }» يصل إلى { $n } منهم في غضون نصف ساعة.
check-infra-no-relay = حدّد خادم إرسال في الإعدادات، فالبريد لا يُسلَّم إلى غيره.
check-infra-relay-down = خادم الإرسال لا يجيب. يمكنك المتابعة، ويبدأ الإرسال عند عودته.
check-infra-killed = كل إرسال موقوف. سينتظر حتى ينتهي ذلك.
check-policy-approver-needed = يجب أن يوافق على هذا شخص ثانٍ.
check-passed-content = النص والروابط والصور
check-passed-rendered = أُعدّت لكل صحفي رسالته: { $n }
check-passed-leave = إلغاء الاشتراك بنقرة، والعنوان البريدي
check-passed-sender = المرسل والتوقيع
check-passed-time = الوقت وحظر النشر
check-passed-relay = خادم الإرسال يجيب

# صفحة الإرسال. تُقال هذه الجمل كاملة ثم تُقطع حيث يمكن تغيير وسيط.
send-title = إرسال «{ $what }»
send-say-now =
    حال الإرسال، { $n ->
        [zero] { $count } صحفي يغطّون
        [one] { $count } صحفي يغطّي
        [two] { $count } صحفيان يغطّيان
        [few] { $count } صحفيين يغطّون
        [many] { $count } صحفيًا يغطّون
       *[other] { $count } صحفي يغطّون
    } { $issues } في { $regions } { $n ->
        [zero] سيصلهم
        [one] سيصله
        [two] سيصلهما
        [few] سيصلهم
        [many] سيصلهم
       *[other] سيصلهم
    } «{ $title }» من { $sender }، للنشر الفوري.
send-say-hold =
    عند الإرسال، وبعد { $seconds ->
        [zero] { $seconds } ثانية
        [one] { $seconds } ثانية
        [two] { $seconds } ثانيتين
        [few] { $seconds } ثوانٍ
        [many] { $seconds } ثانية
       *[other] { $seconds } ثانية
    } يمكن فيها إيقافه، { $n ->
        [zero] { $count } صحفي يغطّون
        [one] { $count } صحفي يغطّي
        [two] { $count } صحفيان يغطّيان
        [few] { $count } صحفيين يغطّون
        [many] { $count } صحفيًا يغطّون
       *[other] { $count } صحفي يغطّون
    } { $issues } في { $regions } { $n ->
        [zero] سيصلهم
        [one] سيصله
        [two] سيصلهما
        [few] سيصلهم
        [many] سيصلهم
       *[other] سيصلهم
    } «{ $title }» من { $sender }، للنشر الفوري.
send-say-at =
    في { $when }، { $away }، { $n ->
        [zero] { $count } صحفي يغطّون
        [one] { $count } صحفي يغطّي
        [two] { $count } صحفيان يغطّيان
        [few] { $count } صحفيين يغطّون
        [many] { $count } صحفيًا يغطّون
       *[other] { $count } صحفي يغطّون
    } { $issues } في { $regions } { $n ->
        [zero] سيصلهم
        [one] سيصله
        [two] سيصلهما
        [few] سيصلهم
        [many] سيصلهم
       *[other] سيصلهم
    } «{ $title }» من { $sender }، للنشر الفوري.
send-say-embargo =
    في { $when }، { $away }، { $n ->
        [zero] { $count } صحفي يغطّون
        [one] { $count } صحفي يغطّي
        [two] { $count } صحفيان يغطّيان
        [few] { $count } صحفيين يغطّون
        [many] { $count } صحفيًا يغطّون
       *[other] { $count } صحفي يغطّون
    } { $issues } في { $regions } { $n ->
        [zero] سيصلهم
        [one] سيصله
        [two] سيصلهما
        [few] سيصلهم
        [many] سيصلهم
       *[other] سيصلهم
    } «{ $title }» من { $sender }، مع حظر النشر حتى { $lift }.
send-say-people = { $n ->
        [zero] { $n } صحفي
        [one] صحفي واحد
        [two] صحفيان
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }
send-sentence = ما الذي سيحدث
send-note-returned = أعاده { $who } في { $when }: «{ $what }»
send-note-void = بطلت موافقة { $who }: { $what }
send-note-shrunk = تمت الموافقة على { $n }، وألغى الاشتراك منذ ذلك الحين: { $what }. لا يُكتب إليهم.
send-note-missed = فات موعده، { $when }، ولم يُرسل شيء.
send-who = إلى من
send-waterfall = { $n ->
        [zero] لا مستثنين
        [one] سبب استثناء شخص واحد
        [two] سبب استثناء شخصين
        [few] أسباب استثناء { $n } أشخاص
        [many] أسباب استثناء { $n } شخصًا
       *[other] أسباب استثناء { $n } شخص
    }
send-change-audience = تغيير المستلمين
send-when = متى
send-when-option = { $when ->
        [now] { $n ->
            [zero] الآن
            [one] الآن، بعد مهلة ثانية واحدة يمكن فيها إيقافه
            [two] الآن، بعد مهلة ثانيتين يمكن فيها إيقافه
            [few] الآن، بعد مهلة { $n } ثوانٍ يمكن فيها إيقافه
            [many] الآن، بعد مهلة { $n } ثانية يمكن فيها إيقافه
           *[other] الآن، بعد مهلة { $n } ثانية يمكن فيها إيقافه
        }
        [at] في وقت محدد
        [embargo] عند انتهاء حظر النشر: { $what }
       *[morning] في صباح كل صحفي (08:30 بتوقيته)
    }
send-when-go = تحديد الوقت
send-deadline = إن غاب خادم الإرسال يبدأ الإرسال عند عودته، حتى { $when }. وبعد ذلك تُسأل.
send-typed = اكتب عدد الصحفيين
send-typed-hint = وهو أكثر من المعتاد.
send-about = { $act ->
        [send] لا سؤال بعد هذا.
        [schedule] يمكن تغييره وإيقافه حتى ذلك الحين.
        [ask] تُطلب موافقة { $who } على هذا بعينه.
       *[schedule_ask] تُطلب موافقة { $who } على هذا بعينه، في ذلك الوقت.
    }
send-go = { $act ->
        [send] إرسال إلى { $n } من الصحفيين
        [schedule] جدولة لأجل { $n } من الصحفيين
        [ask] طلب موافقة { $who } على { $n }
       *[schedule_ask] طلب موافقة { $who } على { $n }
    }
send-blocked = { $n ->
        [zero] لا شيء يلزم إصلاحه
        [one] أمر واحد يلزم إصلاحه قبل الإرسال
        [two] أمران يلزم إصلاحهما قبل الإرسال
        [few] { $n } أمور يلزم إصلاحها قبل الإرسال
        [many] { $n } أمرًا يلزم إصلاحه قبل الإرسال
       *[other] { $n } أمر يلزم إصلاحه قبل الإرسال
    }
send-running = جارٍ الفحص. يظهر الزر عند اجتياز الفحوص.

# الموافقة
approve-title = الموافقة على «{ $what }»
approve-asked = يطلب { $who } موافقتك على هذا منذ { $when }.
approve-changed = تغيّر منذ أن سُئلت
approve-return-title = ليس بعد
approve-return-note = ما الذي ينبغي تغييره؟
approve-return-hint = تظهر فوق المسودة. ومن يعيد مسودة لا يجري التغيير بنفسه.
approve-return = إعادة مع هذه الملاحظة
approve-reject-title = لا إطلاقًا
approve-reject-note = لِمَ لا؟
approve-reject-hint = يبقى البيان، مع علامة أنه رُفض.
approve-reject = رفض
approve-go = موافقة وإرسال إلى { $n }
approve-go-later = موافقة على { $n } في ذلك الوقت
approve-blocked = { $n ->
        [zero] لا شيء يعوق الموافقة.
        [one] أمر واحد يعوق الموافقة.
        [two] أمران يعوقان الموافقة.
        [few] { $n } أمور تعوق الموافقة.
        [many] { $n } أمرًا يعوق الموافقة.
       *[other] { $n } أمر يعوق الموافقة.
    }
approve-not-own = أنت من طلب الموافقة، فيوافق شخص آخر.
approve-not-role = يمكنك قراءته. أما الموافقة فتحتاج إلى من له صلاحيتها.
approve-not-returned = أنت من أعاده، فيجري التغييرَ أو يوافق شخص آخر.
approve-not-asked = لم يطلب أحد الموافقة بعد.
approve-others = يستطيع ذلك:

# المهلة والتقدم والإيقاف والسحب
hold-eyebrow = ما زال إيقافه ممكنًا
hold-title =
    جارٍ الإرسال إلى { $n ->
        [zero] { $n } صحفي
        [one] صحفي واحد
        [two] صحفيين
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }
hold-clock = الوقت الباقي لإيقافه
hold-until = تخرج النسخة الأولى في { $when }.
hold-stop = { $n ->
        [zero] إيقاف
        [one] إيقاف، فلا يصل إليه
        [two] إيقاف، فلا يصل إلى أيٍّ منهما
        [few] إيقاف، فلا يصل إلى أيٍّ من { $n }
        [many] إيقاف، فلا يصل إلى أيٍّ من { $n }
       *[other] إيقاف، فلا يصل إلى أيٍّ من { $n }
    }
hold-leave = مغادرة هذه الصفحة لا توقف شيئًا.
hold-progress = عرض التقدم
progress-title = التقدم
progress-bar = التقدم
progress-planning = قيد التحضير: كُتب { $n } من أصل { $of } صف.
progress-waiting = يبدأ { $when }، وعدد المستلمين { $of }.
progress-sending = قُبل { $n } من أصل { $of }.
progress-retrying = قُبل { $n } من أصل { $of }، وتُعاد محاولة الباقي حتى { $when }.
progress-paused = متوقف مؤقتًا. قُبل { $n } من أصل { $of }.
progress-stopped = أُوقف. قُبل { $n } من أصل { $of }، ولا يُرسل الباقي.
progress-missed = فات موعده، { $when }. لم يُرسل شيء.
progress-done = أُرسل. قُبل { $n } من أصل { $of }.
progress-passed = { $milestone ->
        [p25] قُبل الربع.
        [p50] قُبل النصف.
        [p75] قُبلت ثلاثة أرباع.
        [p100] حُسم كل شيء.
       *[trouble] بعض النسخ تواجه مشكلة.
    }
progress-tab = { $n }٪ · { $what }
progress-pace = { $n } في الدقيقة، ويستغرق الباقي نحو { $left }.
progress-lanes = إلى أين يذهب
progress-lane = الجهة المستلِمة
progress-pause = إيقاف مؤقت
progress-resume = متابعة، ينتظر { $n }
progress-stop = إيقاف…
progress-report = إلى التقرير
progress-leave = يمكنك إغلاق هذه الصفحة، ويستمر العمل على الخادم.
progress-look = اعرف ما يمكن فعله
progress-doubt = { $n ->
        [zero] لا نسخ موضع شك.
        [one] نسخة واحدة موضع شك.
        [two] نسختان موضع شك.
        [few] { $n } نسخ موضع شك.
        [many] { $n } نسخة موضع شك.
       *[other] { $n } نسخة موضع شك.
    }
progress-settle = قرّر
ledger-word = { $of ->
        [approved] تمت الموافقة
        [accepted] قُبل
        [waiting] في الانتظار
        [retrying] تُعاد المحاولة
        [refused] رُفض
        [in_doubt] موضع شك
       *[left_out] مستثنى
    }
ledger-closes = { $approved } تمت الموافقة عليهم = { $accepted } قُبلت + { $waiting } تنتظر + { $retrying } تُعاد محاولتها + { $refused } رُفضت + { $doubt } موضع شك + { $out } مستثناة
ledger-open = المجموع غير مكتمل: ينقص { $n }. أوقف الإرسالية وأبلغ مشغّل النظام.
obstacle-killed = كل إرسال موقوف منذ { $when }، أوقفه { $what }. ينتظر { $n }.
obstacle-quarantine = نُقلت قاعدة البيانات هذه، وهي في الحجر منذ { $when }. ينتظر { $n }.
obstacle-relay-halted = خادم الإرسال { $what } متوقف ويحتاج إلى شخص. ينتظر { $n }.
obstacle-relay-rests = يُترك خادم الإرسال { $what } حتى { $when } بعد إخفاقات متتالية. ينتظر { $n }.
obstacle-no-sender = لا يعمل أي مُرسِل. ينتظر { $n }.
obstacle-no-relay = لا خادم إرسال مُعدًّا. ينتظر { $n }.
obstacle-slow = ‏{ $what } يبطّئنا. هذا معتاد، والعمل مستمر.
obstacle-next-try = المحاولة التالية { $when }.
stop-title = هل تريد إيقاف هذه الإرسالية؟
stop-about = وصلت إلى { $accepted }، ولن تصل إلى { $n }.
stop-cannot = ما قبله خادم من البريد لا يمكن استرجاعه. يمكنك إرسال تصحيح إلى هؤلاء بعينهم، وعددهم { $n }.
stop-reason = السبب
stop-reason-hint = للفريق ولسجل التدقيق
stop-go = إيقاف الآن: لا تُرسل { $n }
stop-back = دعها تستمر
withdraw-link = تصحيح أو سحب…
withdraw-title = { $kind ->
        [withdrawal] سحب هذا البيان
        [correction] تصحيح هذا البيان
       *[update] تحديث هذا البيان
    }
withdraw-kinds = أي نوع
withdraw-about = { $kind ->
        [withdrawal] يُطلب ممن لديهم البيان أو ربما لديهم، وعددهم { $n }، ألا يستخدموه. وتقول صفحة الرسالة ذلك فورًا.
        [correction] يصل إلى من لديهم البيان أو ربما لديهم، وعددهم { $n }، تصحيح يذكر الخطأ والصواب.
       *[update] يصل إلى من لديهم البيان أو ربما لديهم، وعددهم { $n }، ما استجدّ.
    }
withdraw-waiting = { $kind ->
        [withdrawal] لا تبدأ أي نسخة أخرى، ومن ينتظرون، وعددهم { $n }، لن يصلهم.
        [correction] من ينتظرون، وعددهم { $n }، تصلهم النسخة المصحّحة بدلًا من الاثنتين.
       *[update] من ينتظرون، وعددهم { $n }، تصلهم النسخة الأولى.
    }
withdraw-go = { $kind ->
        [withdrawal] سحب وكتابة إلى { $n }
        [correction] إعداد التصحيح لأجل { $n }
       *[update] إعداد التحديث لأجل { $n }
    }

# التقرير
report-title = تقرير عن «{ $what }»
report-ledger = ما الذي آل إليه
report-done = أُرسل { $when }. قُبل { $n } من أصل { $of }.
report-running = لم ينته بعد: قُبل { $n } من أصل { $of }.
report-mailings = إرساليات هذا البيان:
report-mailing = { $n }، { $when }
report-failed = { $n ->
        [0] لم يصل
        [one] واحد لم يصل
        [two] اثنان لم يصلا
        [few] { $n } لم تصل
        [many] { $n } لم تصل
       *[other] { $n } لم تصل
    }
report-failed-none = قُبل كل من ينبغي أن يصله، أو استُثني لسبب مذكور أدناه.
report-why = ما الذي حدث
report-when = متى
report-todo-correct = صحّح العنوان وأرسل من جديد.
report-todo-left = سجّل أنه ترك المؤسسة.
report-todo-wait = تُعاد المحاولة من تلقاء نفسها.
report-todo-content = رفض خادمهم المحتوى. اسأل القائم على بريدهم.
report-todo-decide = قرّر هل يُرسل مرة أخرى.
report-todo-none = لا شيء يلزم.
report-act-correct = تصحيح العنوان
report-act-settle = قرّر
report-gone = ألغوا الاشتراك من هذه الرسالة
report-after = بعد ذلك
report-left = { $why ->
        [unsubscribed] مستثنى: ألغى الاشتراك
        [suppressed] مستثنى: عنوان محظور
        [stopped] مستثنى: أُوقف الإرسال
        [withdrawn] مستثنى: سُحب البيان
        [expired] مستثنى: فات الأوان
        [unplanned] مستثنى: انتهى قبل تحضيرهم
       *[already_has_it] مستثنى: لديه هذه النسخة
    }
report-loads = مرات تحميل الصورة
report-loads-off = لا يُحسب تحميل الصور هنا.
report-load = { $of ->
        [human_likely] شخص على الأرجح
        [proxy_unknown] وسيط، ولا أحد يستطيع أن يعرف
       *[machine_likely] آلة على الأرجح
    }
report-load-about = { $of ->
        [human_likely] برنامج بريد أو متصفح
        [proxy_unknown] خدمات بريد تحمّل الصور نيابة عن الناس في وقت تختاره
       *[machine_likely] أدوات فحص، ومعاينات روابط، وخدمات تحمّل كل صورة
    }
report-loads-all = كل مرات التحميل
report-loads-caveat = { $mode ->
        [individual] التحميل ليس قراءة، وكثيرًا ما تكون القراءة بلا تحميل. لا يُحسب بالاسم إلا من وافق. ولا يُبنى على ذلك أي قرار.
       *[counted] التحميل ليس قراءة، وكثيرًا ما تكون القراءة بلا تحميل. صورة واحدة للجميع ولا يُعرَف أحد. ولا يُبنى على ذلك أي قرار.
    }
report-follow = تدارك أمر
report-follow-about = إلى من لديهم البيان أو ربما لديهم، دون غيرهم.
report-follow-do = { $kind ->
        [correction] تصحيح
        [update] تحديث
       *[withdrawal] سحب
    }
report-by = إلى أين ذهب
report-by-regions = بحسب المنطقة
report-by-issues = بحسب الموضوع
report-by-providers = بحسب الجهة المستلِمة
report-proof = إثبات الإرسال
report-proof-about = ما تمت الموافقة عليه، ومن وافق، وبأي كلمات، والرسالة بعينها. لا يتغيّر بعد الآن.
report-proof-of = { $of ->
        [version] النسخة
        [submitted] طلب الموافقة
        [approved] الموافقة
        [seal] الختم
       *[audience] بصمة المستلمين
    }
report-proof-eml = الرسالة (.eml)
report-proof-audience = المستلمون المثبّتون
report-proof-events = كل الأحداث
report-export-people = الجميع وحالاتهم (CSV)
report-export-events = كل الأحداث (CSV)
report-people-title = { $of ->
        [approved] تمت الموافقة: { $n }
        [accepted] قُبل: { $n }
        [waiting] في الانتظار: { $n }
        [retrying] تُعاد المحاولة: { $n }
        [refused] رُفض: { $n }
        [in_doubt] موضع شك: { $n }
        [failed] لم يُسلَّم: { $n }
        [gone] ألغوا الاشتراك بها: { $n }
       *[left_out] مستثنى: { $n }
    }
report-back = العودة إلى التقرير
doubt-about = سُلّم النص ولم يأت جواب. لا أحد يستطيع أن يعرف هل وصل. جواب متأخر أو ارتداد أو رابط استُخدم يحسم الأمر من تلقاء نفسه، ويمكنك أن تقرّر قبل ذلك.
doubt-arrived = عدّها واصلة
doubt-again = إرسال مرة أخرى
doubt-all-arrived = عدّ الكل واصلًا: { $n }
doubt-all-again = إرسال الكل مرة أخرى: { $n }
delivery-title = النسخة المرسلة إلى { $who }
delivery-field = { $field ->
        [message_id] Message-ID
       *[digest] بصمة المحتوى
    }
delivery-eml = هذه الرسالة بعينها (.eml)
delivery-erased = مُحي هذا الشخص، فلا يمكن إعداد الرسالة من جديد.
delivery-attempts = المحاولات
delivery-no-attempt = لا محاولة بعد.
phase-connect = الاتصال
phase-greeting = التحية
phase-ehlo = التعريف
phase-starttls = التشفير
phase-auth = الدخول
phase-mail = المرسل
phase-rcpt = المستلم
phase-data = قبل النص
phase-dot = بعد النص
changed-title = تغيّر هذا وأنت تنظر إليه
changed-about = { $act ->
        [send] لم يُرسل شيء. انظر في الفرق ثم قرّر من جديد.
        [approve] لم تُسجَّل أي موافقة. انظر في الفرق ثم قرّر من جديد.
        [ask] لم يُسأل أحد. انظر في الفرق ثم قرّر من جديد.
       *[schedule] لم يُجدول شيء. انظر في الفرق ثم قرّر من جديد.
    }
changed-what = ما الفرق
changed-review = عرضه كما هو الآن
changed-field = { $field ->
        [title] العنوان
        [teaser] الجملة الأولى
        [kind] النوع
        [dateline] المكان والتاريخ واللغة
        [event] موعد الحدث
        [image] الصورة
        [contact] جهة الاتصال الصحفي
        [text] النص
        [audience] المستلمون
        [time] الوقت
        [sender] المرسل
        [embargo] حظر النشر
        [template] القالب
       *[checks] الفحوص
    }
changed-audience =
    من { $what } إلى { $n ->
        [zero] { $n } صحفي
        [one] صحفي واحد
        [two] صحفيين
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }
changed-time = الآن { $what }
changed-sender = الآن { $what }
changed-checks = { $n ->
        [zero] لا فحوص جديدة تعوق
        [one] فحص جديد واحد يعوق
        [two] فحصان جديدان يعوقان
        [few] { $n } فحوص جديدة تعوق
        [many] { $n } فحصًا جديدًا يعوق
       *[other] { $n } فحص جديد يعوق
    }
changed-template = حُفظ { $what } منذ ذلك الحين.
reports-title = التقارير
reports-periods = المدة
reports-period-month = 30 يومًا
reports-period-quarter = 3 أشهر
reports-period-year = 12 شهرًا
reports-none = يبدأ أول تقرير عند قبول أول رسالة.
reports-sum = { $of ->
        [releases] بيانات
        [copies] نسخ
        [accepted] قُبلت
        [refused] رُفضت
        [in_doubt] موضع شك
       *[left] ألغوا الاشتراك
    }
reports-call-bounce = ارتفعت نسبة العناوين المرفوضة إلى { $n }٪، ومعظمها لدى { $what }.
reports-call-doubt =
    ما زالت { $n ->
        [zero] { $n } نسخة
        [one] نسخة واحدة
        [two] نسختان
        [few] { $n } نسخ
        [many] { $n } نسخة
       *[other] { $n } نسخة
    } موضع شك.
reports-call-stale =
    لم يُؤكَّد منذ سنة: { $n ->
        [zero] { $n } صحفي
        [one] صحفي واحد
        [two] صحفيان
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }.
reports-sent = أُرسل
reports-release = البيان
reports-domains = بحسب الجهة المستلِمة
reports-list = القائمة
reports-list-of = { $of ->
        [reporters] الصحفيون
        [added] أُضيفوا
        [gone] ألغوا الاشتراك
        [bounced] عناوين ارتدّت
        [stale] بلا تأكيد منذ سنة
       *[unplaced] بلا موضوع أو منطقة
    }
reports-topics = بحسب الموضوع

# الإعدادات
settings-title = الإعدادات
settings-tabs = الإعدادات
settings-tab = { $tab ->
        [sending] الإرسال
        [newsrooms] غرف الأخبار
        [templates] القوالب
        [topics] الموضوعات
        [rules] القواعد
        [team] الفريق
        [api] API
       *[audit] سجل التدقيق
    }
sending-brakes = المكابح
sending-killed = كل إرسال موقوف منذ { $when }، أوقفه { $who }.
sending-not-killed = الإرسال مسموح.
sending-kill = إيقاف كل إرسال…
sending-unkill = السماح بالإرسال من جديد…
sending-quarantine = كانت قاعدة البيانات هذه في مكان آخر. ولا ترسل شيئًا منذ { $when }.
sending-leave-quarantine = يجوز الإرسال من هنا…
sending-hold = { $n ->
        [zero] بعد آخر نقرة يخرج الإرسال فورًا.
        [one] بعد آخر نقرة يمكن إيقاف كل شيء خلال ثانية واحدة.
        [two] بعد آخر نقرة يمكن إيقاف كل شيء خلال ثانيتين.
        [few] بعد آخر نقرة يمكن إيقاف كل شيء خلال { $n } ثوانٍ.
        [many] بعد آخر نقرة يمكن إيقاف كل شيء خلال { $n } ثانية.
       *[other] بعد آخر نقرة يمكن إيقاف كل شيء خلال { $n } ثانية.
    }
sending-alerts = تنبيهات مفتوحة
sending-clear = عولج
sending-relays = خوادم الإرسال
sending-no-relay = لا خادم إرسال مُعدًّا. أضف جدول relay في ملف dateline.toml، فالبريد لا يُسلَّم إلى غيره.
relay-field = { $field ->
        [rate] المعدّل
        [minute] الدقيقة الأخيرة
        [connections] الاتصالات
       *[last] آخر قبول
    }
relay-minute = { $n ->
        [zero] { $n } نسخة
        [one] نسخة واحدة
        [two] نسختان
        [few] { $n } نسخ
        [many] { $n } نسخة
       *[other] { $n } نسخة
    }
relay-lanes = بحسب الجهة المستلِمة
relay-try-again = تجربته من جديد
sending-sender = المرسل
sender-field = { $field ->
        [from] من
        [reply_to] الردود إلى
       *[bounce] المرتدّ إلى
    }
sender-no-bounce = عنوان المرسل
sending-dkim = التوقيعات والسجلات
dkim-mode = { $mode ->
        [sign] يوقّع Dateline كل رسالة بنفسه.
       *[relay] يخرج البريد كما هو ويوقّعه خادم الإرسال.
    }
sending-dns = ما يراه الآخرون
dns-dmarc-missing = لا سجل DMARC للنطاق { $what }. أضف واحدًا:
newsrooms-title = غرف الأخبار
newsrooms-none = لا غرفة مربوطة. الصق عنوان صفحة أخبارك أدناه.
newsrooms-add = ربط غرفة أخبار
newsrooms-url = العنوان
newsrooms-url-hint = موجز أخبار، أو الصفحة التي تسرد أخبارك. ننظر قبل حفظ أي شيء.
newsrooms-look = نظرة
newsrooms-found = وُجد: { $what }. ستكون المسودات هكذا:
newsrooms-rule = عند ظهور جديد
newsrooms-add-go = ربط غرفة الأخبار هذه
newsroom-rule-draft = تُعدّ مسودة.
newsroom-rule-draft-hint = ينظر مسؤول صحفي في كل منها. لا شيء يخرج من تلقاء نفسه.
newsroom-read = { $n ->
        [zero] { $n } عنصر
        [one] عنصر واحد
        [two] عنصران
        [few] { $n } عناصر
        [many] { $n } عنصرًا
       *[other] { $n } عنصر
    }، وآخرها «{ $what }».
newsroom-same = لا جديد منذ آخر نظرة.
newsroom-failed = تعذّرت القراءة الأخيرة: { $what }
templates-title = القوالب
templates-about = شكل الرسائل. يُجرَّب القالب لكل نوع من الصحفيين قبل استخدامه.
template-about-release = البيانات والتصريحات والتقارير
template-own = خاص بالمكتب
template-shipped = الأصلي
template-used = { $n ->
        [0] لم يُستخدم بعد
        [one] إرسالية واحدة
        [two] إرساليتان
        [few] { $n } إرساليات
        [many] { $n } إرسالية
       *[other] { $n } إرسالية
    }
template-subject = الموضوع
template-html = HTML
template-text = نص فقط
template-restore = العودة إلى الأصلي
template-samples = القراءة بعين
template-slots = ما يمكن استخدامه
vetting-passed = اجتاز كل العينات بكل اللغات.
vetting-failed = لا يُستخدم، لأن:
vetting-at = ‏{ $what }، السطر { $n }، العمود { $column }:
vetting-unknown-helper = «{ $what }» دالة غير مسموح بها.
vetting-missing-field = لا حقل باسم «{ $what }».
vetting-unclosed = «{ $what }» فُتح ولم يُغلق.
vetting-too-big = أطول مما ينبغي: { $what }.
vetting-too-deep = مستويات التداخل فيه كثيرة.
topics-issues = الموضوعات
topics-issue = الموضوع
topics-synonyms = يُسمّى أيضًا
topics-synonyms-hint = كلمات تستخدمها جداولك، تفصل بينها فاصلة منقوطة
topics-parent = جزء من
topics-add = موضوع جديد
topics-add-go = إضافة هذا الموضوع
topics-regions = المناطق المستخدمة
topics-regions-about = كل الدول وأقسامها معروفة، وهذه ما لها صحفيون أو بيانات.
topics-region-use = الصحفيون: { $reporters }، البيانات: { $releases }
rules-approval = الموافقة
rules-approvers = { $n ->
        [0] لا أحد يستطيع الموافقة على عمل غيره بعد.
        [one] يستطيع مسؤول واحد الموافقة.
        [two] يستطيع مسؤولان الموافقة.
        [few] يستطيع { $n } مسؤولين الموافقة.
        [many] يستطيع { $n } مسؤولًا الموافقة.
       *[other] يستطيع { $n } مسؤول الموافقة.
    }
rules-policy = يلزم شخص ثانٍ
rules-policy-never = أبدًا
rules-policy-auto = فوق 500 صحفي أو مع حظر نشر، متى وُجد اثنان لهما صلاحية الموافقة
rules-policy-over = فوق عدد من الصحفيين
rules-policy-always = دائمًا
rules-over = ذلك العدد
rules-safety = السلامة
rules-hold = مهلة الإيقاف بعد آخر نقرة
rules-hold-hint = بين النقرة والنسخة الأولى
rules-usual = الحجم المعتاد للإرسالية على الأكثر
rules-usual-hint = يُسأل عما يزيد عليه بأكثر من النصف.
rules-cap = لا إرسالية أكبر من
rules-cap-hint = الفراغ يعني بلا حد.
rules-quiet-from = الراحة من
rules-quiet-to = إلى
rules-changed = آخر تغيير: { $who }، { $when }.
rules-save = حفظ القواعد
team-title = الفريق
team-few = من لهم صلاحية الموافقة أقل من اثنين، فلا أحد يستطيع أن يكون الشخص الثاني.
team-role-head = الصلاحية
team-role = { $role ->
        [viewer] القراءة
        [writer] الكتابة
        [approver] الكتابة والموافقة
       *[admin] كل شيء
    }
team-role-viewer = القراءة
team-role-writer = الكتابة
team-role-approver = الكتابة والموافقة
team-role-admin = كل شيء، والإعدادات أيضًا
team-factor = الخطوة الثانية
team-factor-yes = مفعّلة
team-factor-no = غير مفعّلة
team-seen = آخر حضور
team-sessions = الجلسات
team-sessions-of = جلسات { $who }
team-me = (أنت)
team-invite = دعوة مسؤول صحفي
team-invite-go = إرسال الدعوة
session-this = هذه
session-since = منذ { $when }
session-end = إنهاؤها
session-end-all = إنهاء الكل ما عدا هذه
api-title = مفاتيح API
api-about = للبرامج. لا يستطيع أي مفتاح أن يوافق.
api-docs = المرجع
api-made = أُنشئ المفتاح «{ $what }». انسخه الآن، فلا يُعرض إلا مرة واحدة.
api-name = الاسم
api-name-hint = ما الذي يستخدمه
api-scopes = الصلاحية
api-scope-read = القراءة
api-seen = آخر استخدام
api-none = لا مفاتيح بعد.
api-make = مفتاح جديد
api-until = صالح لمدة
api-make-go = إنشاء هذا المفتاح
api-revoke = إلغاء
audit-title = سجل التدقيق
audit-who = من
audit-what = ماذا
audit-from = من تاريخ
audit-to = إلى تاريخ
audit-none = لا شيء في هذه المدة.

# الحساب
account-title = حسابك
account-self = أنت
account-language = لغة هذه الصفحات
account-signature = التوقيع
account-signature-hint = أسفل ردودك على الصحفيين
account-keys = اختصارات بمفتاح واحد
account-keys-hint = ‏«/» للبحث، و«g» ثم «r» لفتح البيانات. لا شيء منها يرسل أو يوافق أبدًا.
account-save = حفظ
account-password = كلمة المرور
account-password-now = كلمة المرور الحالية
account-password-new = كلمة المرور الجديدة
account-password-hint = 12 حرفًا على الأقل. بضع كلمات أسهل تذكرًا من الرموز.
account-password-go = تغيير كلمة المرور
account-factor = الخطوة الثانية عند الدخول
account-factor-on = مفعّلة منذ { $when }
account-factor-off = غير مفعّلة. بها لا تفتح كلمة مرور مسروقة وحدها شيئًا.
account-factor-add = تفعيلها
account-factor-remove = إزالتها…
account-codes-left = { $n ->
        [zero] لم يبق أي رمز استرداد.
        [one] بقي رمز استرداد واحد.
        [two] بقي رمزا استرداد.
        [few] بقيت { $n } رموز استرداد.
        [many] بقي { $n } رمز استرداد.
       *[other] بقي { $n } رمز استرداد.
    }
account-codes-new = رموز استرداد جديدة
account-sessions = أين سجّلت الدخول
factor-title = تفعيل الخطوة الثانية
factor-one = افتح تطبيق مصادقة على هاتفك أو جهازك.
factor-two = أضف إليه هذا المفتاح:
factor-link = فتح في تطبيق على هذا الجهاز
factor-three = أدخل الأرقام الستة التي يعرضها.
factor-go = تفعيل
factor-codes-title = رموز الاسترداد الخاصة بك
factor-codes-about = يعمل كل منها مرة واحدة إن فقدت تطبيق المصادقة. لا تُعرض إلا الآن، فاطبعها أو احفظها في برنامج لكلمات المرور.
factor-codes-done = حفظتها
flash-saved = تم الحفظ.
flash-added = أُضيف { $what }.
flash-paused = أُوقف { $what } مؤقتًا.
flash-merged = صار { $what } سجلًا واحدًا.
flash-test-sent = التجربة في طريقها إلى { $what }.
flash-imported =
    دخلت { $n ->
        [zero] { $n } صف
        [one] صف واحد
        [two] صفان
        [few] { $n } صفوف
        [many] { $n } صفًا
       *[other] { $n } صف
    }.
flash-cleared = أُغلق التنبيه.
