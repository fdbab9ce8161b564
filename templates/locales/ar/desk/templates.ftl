# The officer's desk: what mails look like, and trying how they leave. $n is a number, $what and $who are texts, $when is a moment already written out.

template-changed = آخر تغيير: { $who }، { $when }
template-check = عرضه
template-use = فحص واستخدام
template-admins = تغيير شكل الرسائل للمديرين فقط.
template-languages = لغة العينة
template-sample = { $of ->
        [full] بكل شيء
        [bare] أقصر ما يمكن
       *[correction] تصحيح
    }
template-differs = ما يختلف عن الأصلي
template-in-force = قيد الاستخدام
template-use-again = استخدام النسخة { $n } من جديد
template-version-own = غيّره { $who }
template-version-shipped = عاد { $who } إلى الأصلي
template-version-restored = أعاد { $who } النسخة { $what }
template-not-shown = يمكن عرضه بعد تصحيح ما هو مذكور.
template-ahead = { $n ->
        [zero] لا إرسال معتمد ينتظر.
        [one] إرسال واحد معتمد لم يبدأ بعد. اعتُمد بالشكل الحالي: أي تغيير يوقفه، ويجب إرساله واعتماده من جديد.
        [two] إرسالان معتمدان لم يبدآ بعد. اعتُمدا بالشكل الحالي: أي تغيير يوقفهما، ويجب إرسالهما واعتمادهما من جديد.
        [few] { $n } إرسالات معتمدة لم تبدأ بعد. اعتُمدت بالشكل الحالي: أي تغيير يوقفها، ويجب إرسالها واعتمادها من جديد.
        [many] { $n } إرسالًا معتمدًا لم تبدأ بعد. اعتُمدت بالشكل الحالي: أي تغيير يوقفها، ويجب إرسالها واعتمادها من جديد.
       *[other] { $n } إرسال معتمد لم تبدأ بعد. اعتُمدت بالشكل الحالي: أي تغيير يوقفها، ويجب إرسالها واعتمادها من جديد.
    }
template-voids = { $n ->
        [zero] لا شيء يوقَف
        [one] إيقاف هذا الإرسال
        [two] إيقاف هذين الإرسالين
        [few] إيقاف هذه الإرسالات الـ{ $n }
        [many] إيقاف هذه الإرسالات الـ{ $n }
       *[other] إيقاف هذه الإرسالات الـ{ $n }
    }
state-template-aside = لا يمكن استخدامه؛ تبدو الرسائل كالأصل
flash-template-used = هكذا تبدو الرسائل من الآن: النسخة { $n }.
flash-template-shipped = عادت الرسائل إلى الشكل الأصلي: النسخة { $n }.
flash-template-same = لم يتغيّر شيء: هذا قيد الاستخدام.
error-template-voids = { $n ->
        [zero] أكّد أن الإرسال المعتمد قد يوقَف.
        [one] أكّد أن الإرسال المعتمد قد يوقَف.
        [two] أكّد أن الإرسالين المعتمدين قد يوقَفان.
        [few] أكّد أن الإرسالات المعتمدة الـ{ $n } قد توقَف.
        [many] أكّد أن الإرسالات المعتمدة الـ{ $n } قد توقَف.
       *[other] أكّد أن الإرسالات المعتمدة الـ{ $n } قد توقَف.
    }
error-template-overtaken = غيّره شخص آخر في هذه الأثناء؛ انظر أحدث نسخة أدناه. ما كتبته ما زال هنا.
check-compliance-template-left-aside = لا تستطيع هذه النسخة من البرنامج استخدام قالب المكتب؛ تبدو الرسالة كالأصل. احفظ القالب من جديد.

vetting-in = ‏{ $what }، في الرسالة المكتملة:
vetting-too-long = الملف أطول من { $what }؛ اختصره.
vetting-empty = الملف فارغ؛ اكتبه أو خذ الأصلي.
vetting-many-lines = الموضوع سطر واحد؛ صِل السطور.
vetting-control = فيه حرف لا يُرى ولا مكان له في رسالة؛ احذفه.
vetting-not-here = الحقل «{ $what }» ليس لهذا الملف؛ احذفه.
vetting-not-list = «{ $what }» ليس قائمة؛ تمرّ each على postal وcontact.
vetting-loop = حلقة داخل حلقة؛ احذفها.
vetting-unbalanced = «{ $what }» لا يقابل كتلة مفتوحة هنا؛ احذفه أو افتح الكتلة.
vetting-raw = «{ $what }» بين ثلاثة أقواس، وهي لما يصنعه البرنامج من HTML فقط؛ استعمل اثنين.
vetting-bare = «{ $what }» من HTML؛ بين قوسين تُقرأ وسومه نصًّا: استعمل ثلاثة.
vetting-partial = لا جزء باسم «{ $what }»؛ هناك contact وfooter، بلا شيء بعد الاسم.
vetting-tag-name = اسم وسم مركّب من حقول؛ اكتبه كاملًا.
vetting-element = لا مكان للوسم «{ $what }» في رسالة؛ احذفه.
vetting-attribute = لا مكان للخاصية «{ $what }» في رسالة؛ احذفها.
vetting-link = الرابط «{ $what }» لا يجوز في رسالة؛ اكتب https://… أو mailto:… أو tel:… أو حقلًا واحدًا فيه رابط.
vetting-picture = الصورة «{ $what }» ليست صورة البيان؛ الصورة الوحيدة هي الحقل image.url.
vetting-css = «{ $what }» في نمط يحمّل شيئًا أو يخفي شيئًا أو لا تفهمه برامج البريد؛ احذفه.
vetting-comment = لا يجوز في رسالة إلا التعليقات الشرطية الأصلية؛ احذف هذا.
vetting-missing = { $what ->
        [tag] تنقص الرسالة كلمةُ الحظر أو التصحيح أو السحب؛ ضع الحقل tag قبل title.
        [title] ينقص الرسالةَ العنوانُ أو هو مخفيّ؛ ضع الحقل title.
        [status] ينقص الرسالةَ سطرُ النوع والحظر أو هو مخفيّ؛ ضع الحقل status.
        [body] ينقص الرسالةَ نصُّ البيان أو هو مخفيّ؛ ضع body_text في النص وbody_html في HTML.
        [contact] تنقص الرسالةَ جهةُ الاتصال الصحفية أو هي مخفية؛ ضع الجزء contact.
        [reason] لا تقول الرسالة لماذا تصل الصحفي أو تخفي ذلك؛ ضع الجزء footer أو الحقل reason.
        [unsubscribe] ينقص الرسالةَ رابطُ إلغاء الاشتراك أو هو مخفيّ؛ ضع الجزء footer أو رابطًا إلى unsubscribe تحته كلمات.
       *[postal] ينقص الرسالةَ العنوانُ البريدي أو هو مخفيّ؛ ضع الجزء footer أو القائمة postal.
    }
vetting-on-page = في صفحة المتصفح لا أحد يلغي اشتراكه: ضع ما يذكر unsubscribe أو view داخل كتلة unless page.
vetting-broken = لا يمكن ملؤه؛ ابحث عمّا لم يُغلق.

relay-test = اختبار الاتصال مع { $what }
relay-test-hint = يتصل ويسجّل الدخول. لا يُرسل شيء.
relay-tested-well = الاتصال مع { $what } يعمل.
relay-tested-failed = الاتصال مع { $what } لا يعمل بعد.
relay-step = { $at ->
        [name] البحث عن الاسم
        [connect] الاتصال
        [greeting] التحية
        [hello] EHLO
        [tls] التشفير
        [sign_in] تسجيل الدخول
        [noop] الخادم يجيب
        [quit] الوداع
       *[folder] المجلد
    }
state-step-done = تمّ
state-step-failed = فشل
relay-next-name = راجع اسم الخادم في عنوانه في ملف الإعدادات، وDNS هذا الجهاز.
relay-next-connect = راجع الخادم والمنفذ في ملف الإعدادات، وهل يسمح جدار الحماية لهذا الجهاز بالخروج إليهما.
relay-next-tls = راجع أن شهادة الخادم صالحة لهذا الاسم؛ الشهادة الخاصة تُسمّى في ca في عنوانه.
relay-next-sign-in = راجع المستخدم وكلمة المرور في عنوان الخادم في ملف الإعدادات.
relay-next-ask = اسأل من يدير الخادم عن معنى جوابه.
relay-next-folder = راجع أن المجلد موجود وتجوز الكتابة فيه.
sending-trial = أرسل إليّ تجربة
sending-trial-hint = بيان عيّنة بعلامة [TEST]، عبر الطابور وإليك وحدك.
audit-act-relay-test = اختبر الاتصال مع الخادم { $what }: { $detail }
audit-act-template-use = غيّر قالب الرسائل { $what }: { $detail }
audit-act-template-reset = عاد إلى قالب الرسائل الأصلي { $what }: { $detail }
