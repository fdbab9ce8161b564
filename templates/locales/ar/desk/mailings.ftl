# The officer's desk: mailings and reports. $n is a number, $what and $who are texts, $when is a moment already written out.

progress-left = { $unit ->
        [moment] أقل من دقيقة
        [minutes] { $n ->
            [zero] { $n } دقيقة
            [one] دقيقة واحدة
            [two] دقيقتين
            [few] { $n } دقائق
            [many] { $n } دقيقة
           *[other] { $n } دقيقة
        }
       *[hours] { $n ->
            [zero] { $n } ساعة
            [one] ساعة واحدة
            [two] ساعتين
            [few] { $n } ساعات
            [many] { $n } ساعة
           *[other] { $n } ساعة
        }
    }
obstacle-paused = الإرسال موقوف مؤقتًا: { $what }. ينتظر { $n }.
obstacle-halt-file = ملف الإيقاف على الخادم يوقف كل شيء. ينتظر { $n }.

why-waiting = لم يحن دوره بعد.
why-in-hand = هو بيد مُرسِل في هذه اللحظة.
why-accepted = قُبل: { $what }
why-accepted-only = قُبل.
why-retrying = تُعاد المحاولة { $when }. آخر رد: { $what }
why-retrying-only = تُعاد المحاولة { $when }.
why-refused = رفضه خادمهم: { $what }
why-refused-address = يقول خادمهم إن هذا العنوان غير موجود: { $what }
why-refused-content = رفض خادمهم المحتوى: { $what }
why-in-doubt = سُلّم النص إلى { $what } ولم يأتِ رد.
why-left-out = { $why ->
        [unsubscribed] ألغى الاشتراك قبل الإرسال.
        [suppressed] البريد إلى هذا العنوان محظور.
        [stopped] أُوقف الإرسال قبله.
        [withdrawn] سُحب البيان قبله.
        [expired] تعذّر التسليم في الوقت المناسب.
       *[already_has_it] لديه هذه النسخة من قبل.
    }

people-unwritten = { $n ->
        [zero] لا أحد منهم بلا سجل.
        [one] واحد منهم لا سجل له بعد، لأن الإرسال قيد التحضير أو انتهى قبله.
        [two] اثنان منهم لا سجل لهما بعد، لأن الإرسال قيد التحضير أو انتهى قبلهما.
        [few] { $n } منهم لا سجلات لهم بعد، لأن الإرسال قيد التحضير أو انتهى قبلهم.
        [many] { $n } منهم لا سجلات لهم بعد، لأن الإرسال قيد التحضير أو انتهى قبلهم.
       *[other] { $n } منهم لا سجلات لهم بعد، لأن الإرسال قيد التحضير أو انتهى قبلهم.
    }
people-narrowed = فقط: { $what }
report-by-hand = مذكورون بالاسم
report-ended = انتهى قبل أن يصل إلى الجميع. قُبل { $n } من أصل { $of }.
report-by-outlets = بحسب المؤسسة
report-by-most = الأكثر: { $what }، { $n }٪
report-proof-none = الموافقة غير مسجلة.
report-proof-by = ‏{ $who }، { $when }
report-proof-alone = لم يلزم شخص آخر
report-proof-void = ‏{ $what }؛ باطلة منذ { $when }
reports-cut = يُعرض الأحدث، والمجموع { $n }. وفي الملف كلها.
reports-by-none = لم يخرج شيء في هذه المدة.

delivery-differs = ما يمكن إنشاؤه اليوم ليس مطابقًا لما خرج بايتًا ببايت، لذلك لا يُسلَّم على أنه تلك الرسالة.
delivery-afterwards = بعد ذلك
delivery-said = ما هو معروف
phase-under-way = جارٍ
event-kind = { $kind ->
        [opened] حُمّلت الصورة
        [unsubscribed] ألغى الاشتراك
        [resubscribed] عاد
        [paused] أوقف مؤقتًا
        [bounced] عادت لاحقًا لتعذر التسليم
        [complained] أُبلغ عنها كغير مرغوبة
       *[settled] قُرّر
    }

flash-mailing-paused = متوقف مؤقتًا. ينتظر { $n }، ولا يضيع شيء.
flash-mailing-resumed = يستمر. ينتظر دورهم { $n }.
flash-mailing-moved-on = لم يتغير شيء: كان الإرسال قد مضى في هذه الأثناء.
flash-settled = { $n ->
        [zero] لم تُقرَّر أي نسخة.
        [one] قُرّرت نسخة واحدة.
        [two] قُرّرت نسختان.
        [few] قُرّرت { $n } نسخ.
        [many] قُرّرت { $n } نسخة.
       *[other] قُرّرت { $n } نسخة.
    }
flash-settled-some = قُرّر منها { $n }. والباقي وعدده { $what } وقته مبكر أو متأخر.
flash-settle-not = لم يتغير شيء: لم تعد هذه النسخة موضع شك.
flash-settle-early = لم يتغير شيء: قد يأتي رد حتى { $what }.
flash-settle-closed = لم يتغير شيء: لم يعد هذا الإرسال يرسل شيئًا.
flash-settle-late = لم يتغير شيء: كان مفيدًا حتى { $what }.
flash-settle-changed = لم يتغير شيء: عدد ما هو موضع شك الآن { $n }. انظر من جديد.
flash-sending-allowed = الإرسال مسموح.
flash-relay-again = تُعاد المحاولة مع خادم الإرسال { $what }.

alert-of-relay = خادم الإرسال { $what } يحتاج إلى شخص.
alert-of-lane = البريد إلى { $what } يواجه صعوبة.
alert-of-mailing = الإرسالية { $what } تحتاج إلى شخص.
alert-of-cap = بُلغ حد اليوم.
alert-of-other = ‏{ $what } يحتاج إلى شخص.
relay-halted = متوقف منذ { $when }: { $what }
relay-rests = { $n ->
        [zero] يُترك حتى { $when }.
        [one] يُترك حتى { $when } بعد إخفاق واحد.
        [two] يُترك حتى { $when } بعد إخفاقين متتاليين.
        [few] يُترك حتى { $when } بعد { $n } إخفاقات متتالية.
        [many] يُترك حتى { $when } بعد { $n } إخفاقًا متتاليًا.
       *[other] يُترك حتى { $when } بعد { $n } إخفاق متتالٍ.
    }
relay-rate-is = { $what }
relay-rate-is-slow = ‏{ $what }، مُبطّأ إلى جزء من { $n }
state-sender-silent = صامت
sending-senders = المُرسِلون
sending-no-sender = لا يعمل أي مُرسِل.
sender-col = { $col ->
        [name] العملية
        [seen] آخر علامة حياة
        [started] منذ
       *[holds] قيد اليد
    }
dkim-none = لا مفاتيح. الأمر «dateline dkim make» يصنعها.
dkim-lost = تعذّرت قراءة مجلد المفاتيح، والسبب في السجل.
dns-look = اسأل نظام أسماء النطاقات
dns-spf-there = يوجد سجل SPF. وصاحب خادم الإرسال وحده يعرف هل يذكره: { $what }
dns-spf-none = لا يوجد سجل SPF للنطاق { $what }. وصاحب خادم الإرسال يعرف كيف يجب أن يكون.
dns-spf-several = للنطاق { $what } أكثر من سجل SPF، وعددها { $n }. ومع أكثر من واحد لا يُعتد بأي منها.
dns-spf-silent = لا أحد يجيب عن سجل SPF للنطاق { $what }. اسأل لاحقًا.
dns-dmarc-there = ‏DMARC مضبوط: { $what }
dns-dmarc-silent = لا أحد يجيب عن سجل DMARC للنطاق { $what }. اسأل لاحقًا.
state-record-silent = لا جواب
