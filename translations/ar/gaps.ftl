gap-status-received = ورد
gap-status-partial = ورد جزئيًا
gap-status-late = ورد متأخرًا
gap-status-not-collected = لم يُجمع
gap-status-not-applicable = لا يمكن أن يوجد
gap-status-derogation = الإرسال غير مطلوب
gap-status-confidential = سري
gap-status-missing = ناقص دون تفسير
gap-status-not-asked = غير مطلوب
gap-breakdown-total = المجموع
gap-breakdown-crossing = تقاطع جميع التصنيفات
gap-breakdown-dimension = { $dimension }
gap-breakdown-groups = { $dimension }: مجموعات البلدان
gap-breakdown-members = { $dimension }: كل دولة عضو على حدة
gap-breakdown-countries = { $dimension }: كل بلد على حدة
gap-codes-more = { $more ->
    [zero] { $codes }
    [one] { $codes } ورمز آخر
    [two] { $codes } ورمزان آخران
    [few] { $codes } و{ $more } رموز أخرى
    [many] { $codes } و{ $more } رمزًا آخر
   *[other] { $codes } و{ $more } رمز آخر
}
gap-detail-lacking = { $breakdown }: ينقص { $codes }
gap-detail-none = { $breakdown }: لا شيء
gap-detail-late = { $days ->
    [zero] ورد في الموعد
    [one] ورد بعد الموعد بيوم واحد
    [two] ورد بعد الموعد بيومين
    [few] ورد بعد الموعد بـ{ $days } أيام
    [many] ورد بعد الموعد بـ{ $days } يومًا
   *[other] ورد بعد الموعد بـ{ $days } يوم
}
gap-detail-said = «{ $text }» ({ $who }، { $on })
gap-detail-figures = يذكر الملف نفسه: { $status }
gap-ask-return = إرسال البيانات: لم يصل شيء في هذه الجولة
gap-ask-answer = الإجابة عن { $source }: { $question }
gap-ask-breakdown = إضافة في { $source }: { $breakdown }
gap-ask-source = إرسال أرقام من مصدر غير { $source } أو معدودة بطريقة أخرى: { $question }
gap-ask-table = إرسال { $table } عن { $years }: { $title }؛ يوجد مصدر معروف: { $source }
gap-ask-collect = إيجاد مصدر للجدول { $table }، { $years }: { $title }؛ لا يُعرف أي مصدر
gap-ask-detail = إضافة إلى { $table } عن { $years }: { $breakdown } ({ $title })
gap-ask-lacking = استكمال { $table } عن { $years }: { $breakdown }، ينقص { $codes } ({ $title })
gap-ask-gone = لم يعد قائمًا
gap-benefit-freed = { $count ->
    [zero] لا يصبح أي رقم قابلًا للمقارنة
    [one] مع الخطوات السابقة يصبح رقم واحد قابلًا للمقارنة على الأكثر
    [two] مع الخطوات السابقة يصبح رقمان قابلين للمقارنة على الأكثر
    [few] مع الخطوات السابقة تصبح { $count } أرقام قابلة للمقارنة على الأكثر
    [many] مع الخطوات السابقة يصبح { $count } رقمًا قابلًا للمقارنة على الأكثر
   *[other] مع الخطوات السابقة يصبح { $count } رقم قابلًا للمقارنة على الأكثر
}
gap-benefit-freed-first = { $count ->
    [zero] لا يصبح أي رقم قابلًا للمقارنة
    [one] يصبح رقم واحد قابلًا للمقارنة على الأكثر
    [two] يصبح رقمان قابلين للمقارنة على الأكثر
    [few] تصبح { $count } أرقام قابلة للمقارنة على الأكثر
    [many] يصبح { $count } رقمًا قابلًا للمقارنة على الأكثر
   *[other] يصبح { $count } رقم قابلًا للمقارنة على الأكثر
}
gap-benefit-step = خطوة نحو أرقام قابلة للمقارنة
gap-benefit-population = تكسب المجاميع الإقليمية { $percent } % من سكان المنطقة
gap-recommendation-open = مفتوحة
gap-recommendation-agreed = متفق عليها
gap-recommendation-done = منجزة
gap-recommendation-declined = مرفوضة
gap-recommendation-gone = لم تعد قائمة
gap-standing-none = لا مصدر معروف
gap-standing-unused = موجود وغير مستخدم
gap-standing-not-shared = موجود وغير مشارَك
gap-standing-shared = مشارَك
