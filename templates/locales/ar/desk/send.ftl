# The officer's desk: sending and approval. $n is a number, $what and $who are texts, $when is a moment already written out.

# الجملة، فيما لا يقوله الملف الأول. ‎$begin و‎$terms جزءان منها قيلا من قبل.
send-begin-now = حال الإرسال
send-begin-hold =
    عند الإرسال، وبعد { $seconds ->
        [zero] { $seconds } ثانية
        [one] { $seconds } ثانية
        [two] { $seconds } ثانيتين
        [few] { $seconds } ثوانٍ
        [many] { $seconds } ثانية
       *[other] { $seconds } ثانية
    } يمكن فيها إيقافه
send-begin-at = في { $when }، { $away }
send-terms-now = للنشر الفوري
send-terms-embargo = مع حظر النشر حتى { $lift }
send-say-soon-embargo =
    { $begin }، { $n ->
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
    } «{ $title }» من { $sender }، { $terms }.
send-say-holders =
    { $begin }، { $n ->
        [zero] { $count } صحفي لديهم «{ $original }» أو ربما لديهم سيصلهم
        [one] { $count } صحفي لديه «{ $original }» أو ربما لديه سيصله
        [two] { $count } صحفيان لديهما «{ $original }» أو ربما لديهما سيصلهما
        [few] { $count } صحفيين لديهم «{ $original }» أو ربما لديهم سيصلهم
        [many] { $count } صحفيًا لديهم «{ $original }» أو ربما لديهم سيصلهم
       *[other] { $count } صحفي لديهم «{ $original }» أو ربما لديهم سيصلهم
    } «{ $title }» من { $sender }، { $terms }.
send-say-narrowed = من هم في الشريحة «{ $what }» فقط.
send-say-whole = دون من يغطّون جزءًا فقط من منطقة أو قضية.
send-say-again = وكذلك من لديهم هذه النسخة.
send-say-have-it = من لديه هذه النسخة لا تصله نسخة ثانية.
send-say-urgent = يُرسل قبل كل ما ينتظر.
send-say-bulk = يُرسل بعد كل ما ينتظر.
send-or-two = { $first } أو { $second }
send-or-three = { $first } أو { $second } أو { $third }
send-or-others =
    { $first } أو { $second } أو { $n ->
        [zero] غيرهما
        [one] واحدة أخرى
        [two] اثنتين أخريين
        [few] { $n } أخرى
        [many] { $n } أخرى
       *[other] { $n } أخرى
    }
send-all-issues = كل القضايا
send-world = العالم
send-not-chosen = (لم يُذكر بعد)
send-why-covers = يغطّي { $issue } في { $region }
send-why-named = اختير بالاسم
send-why-holder = لديه «{ $what }» أو ربما لديه
send-note-rejected = رفضه { $who } في { $when }: «{ $what }»
send-note-request-void = طلب { $who } الموافقة في { $when }. تغيّر النص بعد ذلك، فاطلبها من جديد.
send-note-planned-void = لم يُرسل شيء: عند إعداد الرسائل لم يعد الصحفيون هم أنفسهم الذين تمت الموافقة عليهم. انظر فيه ثم قرّر من جديد.
send-note-sent =
    أُرسل في { $when } إلى { $n ->
        [zero] لا أحد
        [one] صحفي واحد
        [two] صحفيين
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }. لا يُكتب مرة أخرى إلى من لديه.
send-note-open = هو في الطريق منذ { $when }. إرساله مرة أخرى لا يضيف إلا من ليس لديه.
send-waits = ينتظر الموافقة منذ { $when }، والطالب { $who }.
send-waits-link = عرض الطلب
send-looks = يمكنك قراءته. الإرسال يحتاج إلى محرّر.
send-echo-now = { $n ->
        [zero] حال قرارك.
        [one] حال قرارك؛ تخرج النسخة الأولى بعد ثانية واحدة.
        [two] حال قرارك؛ تخرج النسخة الأولى بعد ثانيتين.
        [few] حال قرارك؛ تخرج النسخة الأولى بعد { $n } ثوانٍ.
        [many] حال قرارك؛ تخرج النسخة الأولى بعد { $n } ثانية.
       *[other] حال قرارك؛ تخرج النسخة الأولى بعد { $n } ثانية.
    }
send-which = تعود الساعات إلى الوراء ذلك اليوم. أيهما تقصد؟
send-which-first = { $what } الأولى
send-which-second = { $what } الثانية
send-trial-you = { $who } (أنت)
check-audience-all-have-it = كل المستلمين لديهم هذه النسخة.
check-policy-no-approver = تطلب القواعد كلمة شخص ثانٍ، ولا يوجد غيرك من يجوز له ذلك. أضف موافِقًا.
changed-audience-same = العدد نفسه من الصحفيين، لكنهم ليسوا هم أنفسهم، أو ليس للسبب نفسه
changed-time-now = الآن حال الإرسال
changed-embargo = الآن حتى { $what }
changed-embargo-none = الآن دون حظر نشر
changed-details = شيء غير العنوان والنص: النوع أو اللغة أو التاريخ أو الصورة أو جهة الاتصال الصحفية
changed-else = ما يضعه المكتب في كل رسالة، أو خوادم الإرسال، أو خيارات الإرسال
ask-mail-subject = يطلب { $who } موافقتك على «{ $what }»
ask-mail-text =
    يطلب { $who } موافقتك على بيان.

    { $sentence }

    لا يُرسل شيء قبل أن تنظر فيه:
    { $link }

    إن قرّر شخص آخر قبلك أو تغيّر النص فلا يبقى شيء تفعله.
flash-asked = طُلبت موافقة { $what }.
flash-asked-known = طُلب هذا من قبل، وهو ينتظر.
flash-returned = أُعيد مع ملاحظتك.
flash-rejected = رُفض. يبقى البيان.
flash-scheduled = حُدّد له { $what }، إلى { $n ->
        [zero] لا أحد
        [one] صحفي واحد
        [two] صحفيين
        [few] { $n } صحفيين
        [many] { $n } صحفيًا
       *[other] { $n } صحفي
    }.
flash-stopped = أُوقف. { $n ->
        [zero] لا أحد ممن كان سيصلهم فاته.
        [one] لا يصل إلى صحفي واحد.
        [two] لا يصل إلى صحفيين.
        [few] لا يصل إلى { $n } صحفيين.
        [many] لا يصل إلى { $n } صحفيًا.
       *[other] لا يصل إلى { $n } صحفي.
    }
flash-stop-late = انتهى قبل أن يمكن إيقافه.
flash-withdrawn = لا تُبدأ نسخة أخرى من «{ $what }». اكتب هنا ما ينبغي أن يعرفه من لديهم.
flash-follow-up = يذهب هذا إلى من لديهم «{ $what }» أو ربما لديهم بالضبط.
error-date-unclear = اكتب التاريخ بالسنة والشهر واليوم.
error-time-unclear = اكتب الوقت هكذا: 14:30.
error-blocked = ثمة ما يعوق ذلك الآن. لم يُرسل شيء.

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
send-alone-only = تطلب القواعد كلمة شخص ثانٍ، ولا أحد غيرك يمكنه إعطاؤها. أضف من يوافق في صفحة الفريق، أو أرسله وحدك مع ذكر السبب أعلاه.
alone-title = لا يحتمل الانتظار: الإرسال من دون شخص ثانٍ
alone-about =
    { $others ->
        [0] يخرج بعد { $n } دقائق يمكن إيقافه خلالها. يُسجَّل السبب في إثبات الإرسال وفي سجل التدقيق. لا يوجد أحد آخر يُبلَّغ.
        [one] يُبلَّغ { $who } فورًا بالبريد مع السبب، ويمكنه إيقافه طوال { $n } دقائق قبل خروج أول رسالة. ويُسجَّل السبب أيضًا في إثبات الإرسال وفي سجل التدقيق.
       *[other] يُبلَّغ { $who } فورًا بالبريد مع السبب، ويمكنهم إيقافه طوال { $n } دقائق قبل خروج أول رسالة. ويُسجَّل السبب أيضًا في إثبات الإرسال وفي سجل التدقيق.
    }
alone-reason = لماذا لا يحتمل الانتظار؟
alone-reason-hint = جملة واحدة سيقرؤها الآخرون.
alone-go =
    { $n ->
        [zero] إرسال إلى { $n } صحفي من دون شخص ثانٍ
        [one] إرسال إلى صحفي واحد من دون شخص ثانٍ
        [two] إرسال إلى صحفيين من دون شخص ثانٍ
        [few] إرسال إلى { $n } صحفيين من دون شخص ثانٍ
        [many] إرسال إلى { $n } صحفيًا من دون شخص ثانٍ
       *[other] إرسال إلى { $n } صحفي من دون شخص ثانٍ
    }
error-alone-reason = اذكر في جملة لماذا لا يمكن انتظار شخص ثانٍ.
hold-alone = من دون شخص ثانٍ: «{ $what }»
report-proof-own = لا أحد غيره، والسبب: «{ $what }»
alone-mail-subject = يرسل { $who } «{ $what }» من دون شخص ثانٍ
alone-mail-text =
    يرسل { $who } بيانًا من دون الشخص الثاني الذي تطلبه القواعد.

    { $sentence }

    السبب: { $reason }

    تخرج أول رسالة بعد { $n } دقائق. حتى ذلك الحين، وبعده لمن لم تصله بعد، يمكنك إيقافه:
    { $link }
audit-act-mailing-alone = أرسل الإرسال { $what } من دون شخص ثانٍ: { $detail }
send-begin-morning = في صباح كل صحفي، الساعة 08:30 بتوقيته، وأولهم في { $when }
send-begin-morning-soon = في صباح كل صحفي، الساعة 08:30 بتوقيته
send-echo-morning = الساعة 08:30 بتوقيت كل صحفي: منطقته الزمنية، وإلا فمنطقة البلد الذي يغطيه، وإلا فمنطقة المكتب ({ $what }).
changed-time-morning = صار الآن في صباح كل صحفي
check-time-morning-after-event =
    { $n ->
        [zero] لن يكون الحدث قد انتهى في صباح أي صحفي.
        [one] سيكون الحدث قد انتهى في صباح صحفي واحد. اختر وقتًا واحدًا للجميع.
        [two] سيكون الحدث قد انتهى في صباح صحفيين. اختر وقتًا واحدًا للجميع.
        [few] سيكون الحدث قد انتهى في صباح { $n } صحفيين. اختر وقتًا واحدًا للجميع.
        [many] سيكون الحدث قد انتهى في صباح { $n } صحفيًا. اختر وقتًا واحدًا للجميع.
       *[other] سيكون الحدث قد انتهى في صباح { $n } صحفي. اختر وقتًا واحدًا للجميع.
    }
