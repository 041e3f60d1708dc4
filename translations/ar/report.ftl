# The words of the reports.
report-title-state = تقرير عن { $name }
report-title-region = التقرير الإقليمي: { $name }
report-judged-by = جرت المراجعة وفق { $standard }، الإصدار { $version }
report-contents = المحتويات
report-nothing-changed = ترد الأرقام هنا كما أُرسلت: لم يُصحَّح أي منها ولم يُقدَّر ولم يُستبعد لإعداد هذه الصفحة.

# The first screen.
report-summary = نظرة عامة
report-blocked = لم يُقبل بعد: ثمة ما يحول دون القبول.
report-not-blocked = لا شيء يحول دون القبول.
report-tile-observations = الأرقام المنشورة
report-tile-tables = الجداول التي وردت فيها أرقام
report-tile-errors = الأخطاء المفتوحة
report-tile-warnings = التحذيرات المفتوحة
report-tile-information = للعلم
report-tile-explained = ما قُدِّم تفسيره
report-asked-first = ما يُطلب أولًا
report-places = ما كان مطلوبًا
report-grades = الأرقام حسب درجة قابلية المقارنة
report-unknown = نسبة الأشخاص غير المبيَّنين
report-files = الملفات الواردة
report-file = الملف
report-received-on = تاريخ الورود
report-delay = التأخير
report-in-time = في الموعد
report-not-noted = غير مدوَّن
report-not-read = لم يُقرأ:

# The table of states on the region's page.
report-states = الدول الأعضاء
report-states-lead = مَن أرسل ماذا، وما الذي يحول دون القبول، وما الذي يُطلب ممَّن. يقود كل اسم إلى تقرير الدولة.
report-state = الدولة
report-table = الجدول
report-head-observations = الأرقام
report-head-tables = الجداول
report-head-errors = الأخطاء
report-head-warnings = التحذيرات
report-blocking = ما يحول دون القبول
report-ask = ما يُطلب
report-nothing = لا شيء
report-nothing-received = لم يرد شيء

# The matrix of gaps. Letters differ from each other within a language.
report-gaps = المطلوب والوارد
report-gaps-lead = كل مربع موضع في الخطة، ويدل حرفه على ما آل إليه.
report-legend = مفتاح الرموز
report-gap-received = وارد
report-gap-partial = وارد جزئيًا
report-gap-late = وارد متأخرًا
report-gap-missing = ناقص
report-gap-not-collected = لا يُجمع
report-gap-derogation = معفى
report-gap-confidential = سري
report-gap-not-applicable = لا ينطبق
report-gap-not-asked = غير مطلوب
report-gap-explained = مفسَّر
report-letter-received = و
report-letter-partial = ج
report-letter-late = خ
report-letter-missing = ن
report-letter-not-collected = ل
report-letter-derogation = م
report-letter-confidential = س
report-letter-not-applicable = –
report-letter-not-asked = ·
report-gap-details = ما وراء المربعات

# Findings.
report-findings = الملاحظات
report-why = سبب الأهمية
report-fix = كيفية المعالجة
report-origin = مصدر القاعدة
report-code = الرمز
report-show-cell = إظهار الخلية في الورقة المرسومة
report-value = القيمة
report-expected = مقارنة بـ
report-also = خلايا أخرى معنية
report-hint = ما العمل
report-mapping = سطر المطابقة
report-explanation = التفسير

# The sender's sheets.
report-sheets = الأوراق المؤشَّر عليها
report-sheets-lead = الأوراق كما أُرسلت، حول الخلايا التي تذكرها الملاحظات. تقود الأرقام إلى الرسائل أسفل كل ورقة.
report-mark-error = خطأ
report-mark-warning = تحذير
report-mark-information = معلومة
report-mark-explained = مفسَّر
report-to-finding = إلى الملاحظة

# The same persons as counted by two states.
report-mirrors = إحصاءات المرآة
report-mirrors-lead = الأشخاص أنفسهم كما تعدُّهم دولتان. الفرق سؤال وليس خطأً بعد: فالتعاريف والتواريخ والمصادر تختلف.
report-mirror-plot = رقم الدولة ورقم الشريك
report-mirror-plot-caption = على المحور الأفقي رقم الدولة، وعلى الرأسي رقم الشريك. يسير المقياسان بقوى العشرة، ويتساوى الرقمان على الخط المتقطع. كل رقم هو سطر من الجدول أدناه.
report-number = الرقم
report-subject = الموضوع
report-year = السنة
report-partner = الشريك
report-own-figure = رقم الدولة
report-other-figure = رقم الشريك
report-difference = الفرق
report-ratio = النسبة
report-index = المؤشر المتناظر
report-explained-by = ما تفسره التعاريف
report-no-figure = لا رقم

# Figures over the years.
report-series = عبر السنوات
report-series-lead = لا يُرسم الخط عبر سنة ناقصة أو انقطاع. المثلث رقم تذكره ملاحظة، والخط الرأسي المتقطع انقطاع في السلسلة.
report-figures = الأرقام
report-remark = ملاحظة
report-break = انقطاع في السلسلة
report-marked = تذكره ملاحظة

# Definitions.
report-definitions = التعاريف
report-definitions-lead = ما يصرِّح به كل مصدر، ومدى بعده عن التعريف المشترك.
report-question = السؤال
report-stated = المصرَّح به
report-not-stated = غير مصرَّح به
report-distance = البعد
report-evidence = ما يثبت ذلك

# What is asked for.
report-recommendations = ما هو مطلوب
report-recommendations-lead = الأقل كلفة أولًا. يحتفظ كل طلب باسمه من جولة إلى أخرى.
report-noted = دُوِّن:
report-since = مفتوح منذ { $round }
report-new = جديد

# Sources that exist.
report-sources = المصادر
report-sources-lead = المصادر المعروف وجودها، وهل تُتاح أرقامها.
report-axis = المجال
report-source = المصدر
report-no-source = لا يُعرف مصدر
report-standing = الاستخدام
report-reliability = الموثوقية

# Explanations that were given.
report-explanations = التفسيرات
report-explanations-lead = ما قيل عن الملاحظات والثغرات، وعدد ما لا يزال كل تفسير يغطيه.
report-about = بشأن
report-all-tables = كل الجداول
report-all-years = كل السنوات
report-who = قدَّمه
report-until = صالح حتى
report-for-good = بلا أجل
report-covers = يغطي
report-covers-nothing = (لم يعد يطابق شيئًا)

# What is said where there is nothing to show.
report-none-files = لم يرد أي ملف.
report-none-states = لا تُعرف أي دولة عضو.
report-none-gaps = لا توجد خطة تحدد المطلوب.
report-none-findings = لا توجد ملاحظات.
report-none-sheets = لا تذكر أي ملاحظة خلية يمكن رسمها.
report-none-mirrors = لا تقدم أي دولة أخرى أرقامًا عن الأشخاص أنفسهم.
report-none-series = لا تكفي السنوات لتكوين سلسلة.
report-none-definitions = لا يصرِّح أي مصدر بتعاريفه.
report-none-recommendations = لا يُطلب شيء.
report-none-sources = لا يُعرف شيء عن المصادر.
report-none-explanations = لم يُقدَّم أي تفسير.

# Of the workbook alone.
report-severity = الدرجة
report-rule = القاعدة
report-message = الملاحظة
report-sheet = الورقة
report-cell = الخلية
report-found = القيمة الموجودة
report-like-it = يمثل
report-noted-head = ملاحظة مدوَّنة
report-rank = الترتيب
report-benefit = الفائدة
report-status = الحالة
report-id = المعرِّف
report-takes-part = تشارك فيها

# Numbers of things, each with the plural forms of the language.
report-count-findings = { $count ->
    [zero] لا ملاحظات
    [one] ملاحظة واحدة
    [two] ملاحظتان
    [few] { $shown } ملاحظات
    [many] { $shown } ملاحظة
   *[other] { $shown } ملاحظة
}
report-findings-lead = { $count ->
    [zero] لا ملاحظات. كل خطأ بلا تفسير يحول دون القبول.
    [one] ملاحظة واحدة. كل خطأ بلا تفسير يحول دون القبول.
    [two] ملاحظتان، الأشد أولًا. كل خطأ بلا تفسير يحول دون القبول.
    [few] { $shown } ملاحظات، الأشد أولًا. كل خطأ بلا تفسير يحول دون القبول.
    [many] { $shown } ملاحظة، الأشد أولًا. كل خطأ بلا تفسير يحول دون القبول.
   *[other] { $shown } ملاحظة، الأشد أولًا. كل خطأ بلا تفسير يحول دون القبول.
}
report-days-late = { $count ->
    [zero] بلا تأخير
    [one] متأخر يومًا واحدًا
    [two] متأخر يومين
    [few] متأخر { $shown } أيام
    [many] متأخر { $shown } يومًا
   *[other] متأخر { $shown } يوم
}
report-stands-for = { $count ->
    [zero] لا تمثل غيرها
    [one] تمثل ملاحظة واحدة مماثلة
    [two] تمثل ملاحظتين مماثلتين
    [few] تمثل { $shown } ملاحظات مماثلة
    [many] تمثل { $shown } ملاحظة مماثلة
   *[other] تمثل { $shown } ملاحظة مماثلة
}
report-rows-skipped = { $count ->
    [zero] لم يُحذف أي صف
    [one] صف واحد غير مرسوم
    [two] صفان غير مرسومين
    [few] { $shown } صفوف غير مرسومة
    [many] { $shown } صفًا غير مرسوم
   *[other] { $shown } صف غير مرسوم
}
report-columns-skipped = { $count ->
    [zero] لم يُحذف أي عمود
    [one] عمود واحد غير مرسوم
    [two] عمودان غير مرسومين
    [few] { $shown } أعمدة غير مرسومة
    [many] { $shown } عمودًا غير مرسوم
   *[other] { $shown } عمود غير مرسوم
}
report-more-cells = { $count ->
    [zero] ولا خلايا أخرى
    [one] وخلية أخرى
    [two] وخليتان أخريان
    [few] و{ $shown } خلايا أخرى
    [many] و{ $shown } خلية أخرى
   *[other] و{ $shown } خلية أخرى
}
report-left-out-rows = { $count ->
    [zero] رُسمت كل صفوف الورقة.
    [one] صف آخر من الورقة غير مرسوم.
    [two] صفان آخران من الورقة غير مرسومين.
    [few] { $shown } صفوف أخرى من الورقة غير مرسومة.
    [many] { $shown } صفًا آخر من الورقة غير مرسوم.
   *[other] { $shown } صف آخر من الورقة غير مرسوم.
}
report-left-out-columns = { $count ->
    [zero] رُسمت كل أعمدة الورقة.
    [one] عمود آخر من الورقة غير مرسوم.
    [two] عمودان آخران من الورقة غير مرسومين.
    [few] { $shown } أعمدة أخرى من الورقة غير مرسومة.
    [many] { $shown } عمودًا آخر من الورقة غير مرسوم.
   *[other] { $shown } عمود آخر من الورقة غير مرسوم.
}
report-left-out-marked = { $count ->
    [zero] لا تقع أي خلية مذكورة خارج ما هو مرسوم.
    [one] خلية واحدة تذكرها ملاحظة تقع خارج ما هو مرسوم.
    [two] خليتان تذكرهما الملاحظات تقعان خارج ما هو مرسوم.
    [few] { $shown } خلايا تذكرها الملاحظات تقع خارج ما هو مرسوم.
    [many] { $shown } خلية تذكرها الملاحظات تقع خارج ما هو مرسوم.
   *[other] { $shown } خلية تذكرها الملاحظات تقع خارج ما هو مرسوم.
}
report-hidden-rows = { $count ->
    [zero] لا صفوف مخفية في المصدر.
    [one] صف واحد مخفي في المصدر ويبقى مخفيًا.
    [two] صفان مخفيان في المصدر ويبقيان مخفيين.
    [few] { $shown } صفوف مخفية في المصدر وتبقى مخفية.
    [many] { $shown } صفًا مخفيًا في المصدر يبقى مخفيًا.
   *[other] { $shown } صف مخفي في المصدر يبقى مخفيًا.
}
report-hidden-columns = { $count ->
    [zero] لا أعمدة مخفية في المصدر.
    [one] عمود واحد مخفي في المصدر ويبقى مخفيًا.
    [two] عمودان مخفيان في المصدر ويبقيان مخفيين.
    [few] { $shown } أعمدة مخفية في المصدر وتبقى مخفية.
    [many] { $shown } عمودًا مخفيًا في المصدر يبقى مخفيًا.
   *[other] { $shown } عمود مخفي في المصدر يبقى مخفيًا.
}

report-severity-error = خطأ
report-severity-warning = تحذير
report-severity-information = معلومة
report-grade-a = A: مطابق للتعريف المشترك
report-grade-b = B: قريب
report-grade-c = C: جزئي
report-grade-x = X: غير قابل للمقارنة
report-grade-u = U: غير مذكور
report-distance-0 = مطابق
report-distance-1 = قريب
report-distance-2 = قابل للمقارنة جزئيًا
report-distance-3 = غير قابل للمقارنة
report-distance-unknown = غير مذكور
report-blocks-rule = { $count ->
    [zero] لا أخطاء دون تفسير
    [one] خطأ واحد لم يفسره أحد
    [two] خطآن لم يفسرهما أحد
    [few] { $count } أخطاء لم يفسرها أحد
    [many] { $count } خطأ لم يفسره أحد
   *[other] { $count } خطأ لم يفسره أحد
}: { $rule }
report-blocks-nothing-sent = لم تُرسل أي قيمة

report-costs = كلفة النواقص
report-costs-lead = ما يخسره كل مجموع إقليمي عندما لا تقدم الدول شيئًا، وأي دولة بمفردها تعيد أكثره. الأعلى كلفة أولًا.
report-breakdown = التفصيل
report-states-lost = دول بلا أرقام
report-population-lost = حصة السكان المفقودة
report-wins-most = تعيد الأكثر
report-lost-of = { $lost } من { $asked }
report-none-costs = لا كلفة لأي نقص على المجاميع الإقليمية.

screen-judged = المستويات من 0 إلى { $level }: أخطاء { $errors }، تحذيرات { $warnings }، للعلم { $information }، مفسَّرة { $explained }؛ القواعد المطبقة { $rules }
screen-recorded = ما وُجد في الأوراق مذكور كما سُجّل.
report-blocks-nothing-asked = لم يرد شيء مما طُلب
