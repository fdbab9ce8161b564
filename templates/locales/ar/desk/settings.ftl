# The officer's desk: team, account and rules. $n is a number, $what and $who are texts, $when is a moment already written out.

# الحساب والدخول
account-name-hint = بهذا الاسم تظهر في سجل التدقيق. ومن يحتاج إلى اسم آخر يدعوه أحد المديرين من جديد.
sign-in-why-password = كلمة مرورك الجديدة جاهزة. سجّل الدخول بها.
sign-in-link-over = استُخدم هذا الرابط أو انتهت مدته. اطلب رابطًا جديدًا.
factor-again-title = رموز استرداد جديدة
factor-again-about = تبطل الرموز القديمة، وما لم يُستخدم منها أيضًا.
factor-again-go = إنشاء عشرة رموز جديدة
flash-password = تغيّرت كلمة مرورك. وانتهت جلساتك في كل مكان آخر.
flash-session-ended = انتهت تلك الجلسة.
flash-sessions-ended = { $n ->
        [0] لم تكن هناك جلسة مفتوحة.
        [zero] لم تكن هناك جلسة مفتوحة.
        [one] انتهت جلسة واحدة.
        [two] انتهت جلستان.
        [few] انتهت { $n } جلسات.
        [many] انتهت { $n } جلسة.
       *[other] انتهت { $n } جلسة.
    }
flash-factor-late = طال الأمر كثيرًا. هذا مفتاح جديد.
flash-factor-off = الخطوة الثانية غير مفعّلة. تكفي كلمة مرورك وحدها لفتح المكتب.
error-password-now = ليست هذه كلمة مرورك.
error-password-wait = { $n ->
        [zero] محاولات كثيرة. انتظر { $n } ثانية.
        [one] محاولات كثيرة. انتظر ثانية واحدة.
        [two] محاولات كثيرة. انتظر ثانيتين.
        [few] محاولات كثيرة. انتظر { $n } ثوانٍ.
        [many] محاولات كثيرة. انتظر { $n } ثانية.
       *[other] محاولات كثيرة. انتظر { $n } ثانية.
    }

# الفريق
team-made = بهذا الرابط يختار { $who } كلمة مرور. يعمل مرة واحدة لمدة { $n ->
        [zero] { $n } ساعة
        [one] ساعة واحدة
        [two] ساعتين
        [few] { $n } ساعات
        [many] { $n } ساعة
       *[other] { $n } ساعة
    }، ولا يُعرض إلا الآن. لا يخرج بريد من هذا المكتب بعد، فسلّمه بنفسك.
team-made-mailed = الدعوة في طريقها إلى { $who }. هذا رابطها إن لم يصل البريد؛ يعمل مرة واحدة لمدة { $n ->
        [zero] { $n } ساعة
        [one] ساعة واحدة
        [two] ساعتين
        [few] { $n } ساعات
        [many] { $n } ساعة
       *[other] { $n } ساعة
    }، ولا يُعرض إلا الآن.
team-invited = مدعو
team-role-viewer-hint = يرى كل شيء ولا يغيّر شيئًا.
team-role-writer-hint = يكتب البيانات ويعتني بقائمة الصحفيين ويطلب الموافقة.
team-role-approver-hint = ويعطي أيضًا الكلمة التي ترسل، شخصًا أول أو ثانيًا.
team-role-admin-hint = ويغيّر أيضًا الفريق والقواعد وطريقة خروج البريد.
officer-role-go = تغيير صلاحيته
officer-back-in = طريق الدخول
officer-link-about = لمن فقد كلمة مروره: رابط لاختيار غيرها. ينهي جلساته ولا يغني عن الخطوة الثانية.
officer-link-go = إنشاء رابط لكلمة مرور جديدة
officer-invited-about = لم تُقبل الدعوة بعد. والدعوة الجديدة تبطل القديمة.
officer-invited-go = الدعوة من جديد
officer-factor-on = الخطوة الثانية مفعّلة.
officer-factor-off = الخطوة الثانية غير مفعّلة.
officer-factor-reset = إزالة خطوته الثانية…
officer-remove = إخراجه من الفريق…
officer-sessions-end = إنهاؤها كلها
officer-no-sessions = لا جلسة له في أي مكان.
error-name-removed = كان { $what } في الفريق من قبل واسمه في سجل التدقيق. اكتب الاسم بشكل مختلف قليلًا حتى يُميَّز بينهما.
error-last-admin = لن يستطيع أحد آخر تغيير الفريق والقواعد. عيّن مديرًا آخر أولًا.
flash-role = تغيّرت صلاحية { $what }.
flash-removed = لم يعد { $what } في الفريق.
flash-factor-reset = أُزيلت الخطوة الثانية لحساب { $what }. ويُبلَّغ المديرون بالبريد.
confirm-fact-tokens = { $n ->
        [zero] لا مفاتيح API أنشأها.
        [one] يبقى مفتاح API واحد أنشأه صالحًا. ألغه إن كان يعرفه.
        [two] يبقى مفتاحا API أنشأهما صالحين. ألغ ما يعرفه منهما.
        [few] تبقى { $n } مفاتيح API أنشأها صالحة. ألغ ما يعرفه منها.
        [many] يبقى { $n } مفتاح API أنشأها صالحة. ألغ ما يعرفه منها.
       *[other] يبقى { $n } مفتاح API أنشأها صالحة. ألغ ما يعرفه منها.
    }

# القواعد
rules-title = القواعد
rules-hold-time = { $unit ->
        [minutes] { $n ->
            [zero] { $n } دقيقة
            [one] دقيقة واحدة
            [two] دقيقتان
            [few] { $n } دقائق
            [many] { $n } دقيقة
           *[other] { $n } دقيقة
        }
       *[seconds] { $n ->
            [zero] بلا مهلة
            [one] ثانية واحدة
            [two] ثانيتان
            [few] { $n } ثوانٍ
            [many] { $n } ثانية
           *[other] { $n } ثانية
        }
    }
rules-quiet-hint = بتوقيت كل صحفي، أو بتوقيت { $what } إن لم يُعرف. يُسأل عما سيخرج فيها، ولا يُسأل عن التصحيح والسحب.
rules-admins = يغيّر القواعدَ المديرون.
error-whole-number = اكتب عددًا صحيحًا أكبر من 0، أو اترك الحقل فارغًا.
error-time = اكتب الوقت هكذا 21:00، في الحقلين معًا أو لا في أي منهما.
error-date = اكتب التاريخ هكذا 2026-11-26.

# API
api-days = { $n ->
        [zero] { $n } يوم
        [one] يوم واحد
        [two] يومان
        [few] { $n } أيام
        [many] { $n } يومًا
       *[other] { $n } يوم
    }
api-ends = ينتهي
api-scope-read-hint = البيانات وحال الإرساليات، بلا اسم صحفي أو عنوانه.
flash-revoked = أُلغي { $what }.

# سجل التدقيق: لكل فعل رسالة audit-act-، وغيرها يُعرض كما كُتب.
audit-everybody = الجميع
audit-everything = كل شيء
audit-by-itself = ‏Dateline نفسه
audit-by-operator = مشغّل النظام
audit-kind = { $kind ->
        [session] تسجيل الدخول
        [officer] الفريق
        [release] البيانات
        [approval] الموافقات
        [mailing] الإرساليات
        [delivery] النسخ المفردة
        [sending] المكابح
        [relay] خوادم الإرسال
        [alert] التنبيهات
        [contact] الصحفيون
        [import] الاستيراد
        [newsroom] غرف الأخبار
        [rules] القواعد
       *[token] مفاتيح API
    }
audit-act-other = { $what } { $detail }
audit-act-session-begin = سجّل الدخول
audit-act-session-renew = أكّد هويته
audit-act-session-end = أنهى جلسات { $what }
audit-act-officer-add = أضاف { $what } إلى الفريق بصلاحية { $detail ->
        [viewer] القراءة
        [writer] الكتابة
        [approver] الكتابة والموافقة
       *[admin] كل شيء
    }
audit-act-officer-role = غيّر صلاحية { $what } إلى { $detail ->
        [viewer] القراءة
        [writer] الكتابة
        [approver] الكتابة والموافقة
       *[admin] كل شيء
    }
audit-act-officer-remove = أخرج { $what } من الفريق
audit-act-officer-password = عيّن كلمة مرور { $what }
audit-act-officer-factor = { $detail ->
        [on] فعّل الخطوة الثانية لحساب { $what }
        [codes] أنشأ رموز استرداد جديدة لحساب { $what }
       *[off] أزال الخطوة الثانية لحساب { $what }
    }
audit-act-release-withdraw = سحب البيان { $what }
audit-act-release-place = حدّد مكان البيان { $what }: { $detail }
audit-act-release-ask = طلب الموافقة على البيان { $what }
audit-act-mailing-send = أعطى كلمة إرسال الإرسالية { $what }
audit-act-mailing-approve = وافق على الإرسالية { $what }
audit-act-mailing-pause = أوقف الإرسالية { $what } مؤقتًا { $detail }
audit-act-mailing-resume = تابع الإرسالية { $what }
audit-act-mailing-stop = أوقف الإرسالية { $what } { $detail }
audit-act-mailing-void = تخلّى عن الإرسالية { $what } لأنها ليست ما تمت الموافقة عليه: { $detail }
audit-act-approval-void = أبطل الموافقة على الإرسالية { $what }: { $detail }
audit-act-delivery-settle = حسم أمر النسخة { $what }: { $detail }
audit-act-sending-kill = أوقف كل الإرسال
audit-act-sending-unkill = سمح بالإرسال من جديد
audit-act-sending-quarantine = لم يدع شيئًا يخرج: { $detail }
audit-act-sending-leave-quarantine = سمح لقاعدة البيانات هذه بالإرسال من هنا
audit-act-relay-halt = أوقف خادم الإرسال { $what }: { $detail }
audit-act-relay-try-again = جرّب خادم الإرسال { $what } من جديد
audit-act-alert-clear = أغلق التنبيه { $what }
audit-act-contact-link = ربط الصحفي { $what }: { $detail }
audit-act-rules-change = غيّر القواعد: { $detail }
audit-act-token-make = أنشأ مفتاح API ‏{ $what }
audit-act-token-revoke = ألغى مفتاح API ‏{ $what }
audit-act-release-return = أعاد البيان { $what }: { $detail }
audit-act-release-reject = رفض البيان { $what }: { $detail }
audit-act-release-request-void = أسقط طلب الموافقة على البيان { $what }
audit-act-release-audience = غيّر جمهور البيان { $what }
audit-act-release-take = تسلّم البيان { $what } من غرفة الأخبار
audit-act-mailing-acknowledge = اطّلع على تنبيهات الإرسالية { $what }
audit-act-contact-add = أضاف الصحفي { $what }
audit-act-contact-edit = عدّل سجل الصحفي { $what }
audit-act-contact-erase = محا الصحفي { $what }
audit-act-contact-merge = دمج سجلًا آخر في سجل الصحفي { $what }
audit-act-contact-place = أضاف منطقة أو موضوعًا إلى عدة صحفيين
audit-act-contact-import = أحضر صحفيين بالاستيراد { $what }
audit-act-contact-import-undo = تراجع عن الاستيراد { $what }
audit-act-contact-apart = قال إن الصحفي { $what } وآخر شخصان مختلفان
audit-act-contact-left = سجّل أن الصحفي { $what } غادر
audit-act-contact-not-left = سجّل أن الصحفي { $what } لم يغادر
audit-act-contact-still-there = طلب تجربة عنوان الصحفي { $what } مرة أخرى
audit-act-contact-not-there = طلب عدم تجربة عنوان الصحفي { $what } بعد الآن
audit-act-contact-pause = أوقف الإرسال إلى الصحفي { $what } مؤقتًا
audit-act-contact-resume = أنهى الإيقاف المؤقت للصحفي { $what }
audit-act-contact-confirm = أكّد بيانات الصحفي { $what }
audit-act-contact-not-confirmed = سحب تأكيد بيانات الصحفي { $what }
audit-act-segment-add = حفظ الشريحة { $what }
audit-act-segment-change = عدّل الشريحة { $what }
audit-act-segment-delete = حذف الشريحة { $what }
audit-act-issue-add = أضاف الموضوع { $detail }
audit-act-issue-change = عدّل الموضوع { $detail }
audit-act-newsroom-add = ربط غرفة الأخبار { $detail }
audit-act-newsroom-remove = فصل غرفة الأخبار { $what }
audit-act-newsroom-draft = أعدّ من غرفة الأخبار مسودة البيان { $what }

# رسائل إلى الفريق. الرابط بين text و after.
mail-sign-in-subject = الدخول إلى { $office }
mail-sign-in-text = مرحبًا { $who }،

    افتح هذا الرابط واضغط الزر فيه لتسجيل الدخول. يعمل مرة واحدة خلال 15 دقيقة:
mail-sign-in-after = لم تطلبه؟ لا تفعل شيئًا: من دون هذا الرابط لا يدخل به أحد.
mail-invite-subject = مكانك في المكتب الصحفي لدى { $office }
mail-invite-text = مرحبًا { $what }،

    أعدّ لك { $who } مكانًا في المكتب الصحفي لدى { $office }. افتح هذا الرابط واختر كلمة مرور. يعمل مرة واحدة خلال 24 ساعة:
mail-invite-after = لا تعطه لأحد: من يفتحه أولًا يختار كلمة المرور.
mail-factor-reset-subject = { $office }: أُزيلت خطوة ثانية
mail-factor-reset-text = أزال { $who } الخطوة الثانية لحساب { $what } في { $when }.

    إن كان ذلك باتفاق فلا حاجة إلى شيء؛ ويفعّل { $what } خطوة جديدة في صفحة حسابه.
    وإن لم يكن، فأنهِ جلسات الاثنين في صفحة الفريق وانظر في سجل التدقيق.

# المساعدة
help-title = المساعدة
help-about = كيف يصل البيان إلى الصحفيين، وما معنى الكلمات، وما الذي لا رجعة فيه.
help-way = كيف يخرج البيان
help-way-write = اكتبه أو خذه من غرفة الأخبار. يُحفظ كل شيء مسودةً، والمسودة لا تصل إلى أحد.
help-way-audience = حدّد الموضوعات والمناطق التي يتناولها. تعرض الصفحة من سيتلقاه ومن يُستثنى ولماذا.
help-way-check = تقول صفحة الإرسال في جملة واحدة ما الذي سيحدث وما الذي يمنعه. وما دام هناك مانع فلا زر.
help-way-word = اضغط الزر الذي يذكر العدد. إن كانت القواعد تطلب شخصًا ثانيًا انتقل إلى من له صلاحية الموافقة، فيرى ما رأيته تمامًا. وما يتغيّر بينهما يُعرض ولا يُرسل.
help-way-hold = لمدة قصيرة يمكن إيقاف كل شيء. وبعدها يمكن إيقاف ما لم يُسلَّم، أما الباقي فهو في طريقه.
help-way-report = تُحسب كل نسخة حتى لا يبقى شيء معلقًا. وما لا يمكن لأحد معرفته يسمى موضع شك وينتظر شخصًا.
help-states = ما صار إليه أمر النسخة
help-state-waiting = لم يحن دورها بعد.
help-state-retrying = قال خادم «لاحقًا». تُعاد المحاولة من نفسها ثلاثة أيام على الأكثر.
help-state-accepted = أخذها خادم. وقد ترجع بعد ذلك، وعندها يذكر التقرير ذلك.
help-state-refused = رفضها خادم نهائيًا بسبب العنوان أو النص.
help-state-in-doubt = سُلّمت ولم يأت رد. ربما وصلت. ولا تُرسل مرة أخرى إلا إذا قال أحد ذلك.
help-state-left-out = لم تُرسل: إلغاء اشتراك أو عنوان محظور أو إيقاف أو فوات وقت أو لأنها وصلته من قبل.
help-states-sum = مجموعها دائمًا هو العدد الذي تمت الموافقة عليه.
help-final = ما لا رجعة فيه
help-final-accepted = البريد الذي قبله خادم لا يمكن استرجاعه. أرسل تصحيحًا أو سحبًا إلى من وصلهم بالضبط.
help-final-left = من ألغى اشتراكه يبقى كذلك، حتى بعد الاستيراد. وهو وحده يستطيع العودة.
help-final-erased = الصحفي الذي مُحي لا يعود. ويبقى أثر مشفّر للعنوان حتى لا يُكتب إليه خطأً.
help-final-audit = يُضاف إلى سجل التدقيق فقط. ولا يستطيع أحد أن ينزع منه سطرًا دون أن يُرى ذلك.
help-keys = الاختصارات
help-keys-about = ما كان مع Ctrl يعمل دائمًا، وغيره بعد تفعيله. ولا اختصار يرسل أو يوافق أو يوقف أبدًا.
help-key-save = يحفظ النموذج
help-key-send-page = يفتح صفحة الإرسال
help-key-find = يبحث عن صحفي أو بيان
help-api = للبرامج
help-api-about = يقرأ البرنامج بمفتاح من الإعدادات يُرسل هكذا: «Authorization: Bearer». والأجوبة بصيغة JSON.
help-api-releases = – البيانات، الأحدث أولًا؛ مع limit (حتى 100) و offset
help-api-mailing = – حال الإرسالية بالأعداد
help-ask = من تسأل
help-ask-about = هؤلاء المديرون يستطيعون تغيير صلاحيتك، ومساعدتك إن تعذّر عليك الدخول.
help-back = رجوع
