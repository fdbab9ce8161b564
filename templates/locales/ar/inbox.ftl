# بريد الصحافة، بالعربية.

# Why a message went where it went
route-to-owner = المسؤول عنها { $who }
route-to-desk = هي لدى { $desk }، لمن يتولّاها أولًا من { $who }،
route-to-many = أُبلغ { $who }، ويتولّاها من يطالب بها أولًا،
route-to-nobody = لم يمكن إبلاغ أحد
route-because-a = لأنها تتبع استفسارًا قائمًا.
route-because-b = لأن هذا الصحفي مخصّص لهم دائمًا ({ $facts }).
route-because-line = لأن السطر { $line } «{ $name }» ينطبق: { $facts }.
route-because-always = لأن السطر { $line } «{ $name }» ينطبق على كل شيء.
route-because-d = بصفته جهة الاتصال الصحفية في البيان المعني: { $facts }.
route-because-e = لأن هذا المكتب يتولى اللغة: { $facts }.
route-because-f = لأن لا سطر ينطبق: تذهب إلى الجهة الاحتياطية.
route-told-too = أُبلغ أيضًا: { $who }.
route-list-comma = {"، "}
route-list-and = { $rest } و{ $last }

# Facts
route-fact = { $field }: { $value } ({ $from })
route-fact-none = { $field }: لا شيء ({ $from })
route-fact-not = { $field }: { $value }، وليس مما ذُكر ({ $from })
route-fact-not-known = { $field }: ليس مما ذُكر ({ $from })
route-from-message = من الرسالة
route-from-release = من البيان
route-from-contact = من الدليل
route-from-outlet = من المؤسسة الإعلامية
route-from-label = من وسم
route-from-clock = من ساعات عمل المكتب
route-from-sender = من المرسل
route-field-release = البيان
route-field-region = المنطقة
route-field-issue = الموضوع
route-field-language = اللغة
route-field-keywords = كلمة فيها
route-field-outlet = المؤسسة الإعلامية
route-field-outlet-kind = نوع المؤسسة
route-field-outlet-tier = فئة المؤسسة
route-field-reporter = الصحفي
route-field-segment = الشريحة
route-field-written-to = العنوان المرسَل إليه
route-field-time = الوقت
route-field-deadline = الموعد النهائي
route-field-sender = التحقق من المرسل
route-field-label = الوسم

# Lines that did not decide
route-no-row = { $field }: { $value }
route-no-unknown = { $field }: لا ينطبق
route-no-excepted = مستثنى: { $field }: { $value }
route-no-target = ينطبق، لكنه لا يسمّي أحدًا الآن
route-no-new = استفسار جديد
route-no-owner = لا أحد يتولى الاستفسار
route-no-pin = هذا الصحفي غير مخصّص لأحد
route-no-release = لا تتعلق بأي بيان
route-no-contact = لا يسمّي البيان موظفًا كجهة اتصال
route-no-desk = لا مكتب لهذه اللغة

# From the target to a person
route-step-on-duty = { $who } في الخدمة.
route-step-away = { $who } غائب حتى { $when }.
route-step-off-shift = { $who } خارج الدوام حتى { $when }.
route-step-off-shift-open-ended = { $who } خارج الدوام، ولن يُفتح أي من مكاتبه قريبًا.
route-step-gone = الوجهة لم تعد موجودة.
route-step-deputy = { $who } ينوب عن { $of }.
route-step-their-desk = لا أحد ينوب عن { $who }: تذهب إلى { $desk }.
route-step-desk-open = { $desk } مفتوح حتى { $when }.
route-step-desk-open-open-ended = { $desk } مفتوح.
route-step-desk-closed = { $desk } مغلق حتى { $when }.
route-step-desk-closed-open-ended = { $desk } مغلق ولا يُفتح خلال أسبوعين.
route-step-holiday = { $desk } مغلق بمناسبة { $name } حتى { $when }.
route-step-holiday-open-ended = { $desk } مغلق بمناسبة { $name }.
route-step-turn = الدور على { $who } في { $desk }.
route-step-fewest = لدى { $who } أقل عدد من الاستفسارات المفتوحة في { $desk } ({ $n }).
route-step-picks = { $n ->
        [zero] لا أحد مناوب في { $desk }.
        [one] شخص واحد مناوب في { $desk }.
        [two] شخصان مناوبان في { $desk }.
        [few] { $n } أشخاص مناوبون في { $desk }.
        [many] { $n } شخصًا مناوبًا في { $desk }.
       *[other] { $n } شخص مناوب في { $desk }.
    }
route-step-nobody = لا أحد مناوب في { $desk }.
route-step-lead = { $who } يرأس { $desk }.
route-step-after = تذهب إلى حيث يرسل { $desk } ما يرد خارج الدوام.
route-step-shift = { $who } مناوب ({ $rota }) حتى { $when }.
route-step-override = { $who } يغطي مكان { $of } ({ $rota }) حتى { $when }، بترتيب من { $by }.
route-step-override-gap = { $who } يغطي { $rota } حتى { $when }، بترتيب من { $by }.
route-step-backup = { $who } هو البديل في { $rota }.
route-step-gap = لا أحد مناوب في { $rota } الآن: سُدّوا هذه الثغرة.
route-step-nobody-on-call = من يسمّيه { $rota } غائب، وكذلك البديل.
route-step-stays = يمكنها انتظار { $who }.
route-step-covered = لا يمكنها انتظار { $who }.
route-step-fallback = { $n ->
        [zero] لا أحد في الجهة الاحتياطية.
        [one] الجهة الاحتياطية شخص واحد.
        [two] الجهة الاحتياطية شخصان.
        [few] الجهة الاحتياطية { $n } أشخاص.
        [many] الجهة الاحتياطية { $n } شخصًا.
       *[other] الجهة الاحتياطية { $n } شخص.
    }

# Where a message belongs
thread-t1 = رمز في العنوان { $found }
thread-t2 = ردّ على { $found }
thread-t3 = محادثة Outlook ‏{ $found }
thread-t4 = رابط إلى { $found }
thread-t5 = المرسل نفسه والموضوع نفسه: { $found }
thread-t6 = الموضوع عنوان بيان: { $found }
thread-t7 = لا تذكر شيئًا منّا
thread-joined = المرسل مشارك في الاستفسار { $inquiry }
thread-colleague = المرسل من { $domain } مثل صحفي الاستفسار { $inquiry }
thread-stranger = المرسل ليس طرفًا في الاستفسار { $inquiry }: يُعرض ادعاءً فقط
thread-new-topic = موضوع جديد بعد الاستفسار { $inquiry }
thread-long-closed = أُغلق الاستفسار { $inquiry } قبل أكثر من ١٤ يومًا
thread-copy-own = نسختهم من البيان { $release }
thread-copy-other = نسخة شخص آخر من البيان { $release }
thread-copy-known = البيان { $release }، ولهم بشأنه الاستفسار { $inquiry }
thread-release = تتعلق بالبيان { $release }
thread-unknown = غير معروف لدينا
thread-nothing = سؤال مستقل

# What is wrong with the rules
lint-shadowed = السطر { $line } لا يقرر أبدًا: السطر { $by } يشمل كل ما يشمله.
lint-unreachable = السطر { $line } لا يؤدي إلى أحد: { $what }.
lint-gap = لا أحد مناوب في { $what } ابتداءً من { $when }.
lint-unknown-label = السطر { $line } يطلب الوسم «{ $what }» الذي لا تضعه أي قاعدة.
