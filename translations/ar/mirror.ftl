mirror-subject-states = { $label }
mirror-subject-sources = { $label }: مصدران
mirror-absent = لا يوجد رقم من: { $side }.
mirror-hidden = الرقم محجوب لدى { $side }، وهو بين { $low } و{ $high }؛ ولا تُحسب منه أي نسبة.
mirror-no-value = لا رقم لدى { $side }: { $status }.
mirror-tied = { $side }: تشغل عدة أرقام المرتبة نفسها في ترتيب المصادر ({ $sources })، لذلك لا يُعتمد أي منها.
mirror-contradicted = { $side }: الأرقام المرسلة متناقضة، ولا يُنشر أي منها.
mirror-left-out = لم يُرسَل رقم من { $side }؛ وترتيب المصادر يستبعد { $sources }.
mirror-both-zero = لا أحد محسوب لدى الطرفين؛ ولا معنى لنسبة صفر إلى صفر.
mirror-gap = { $text }
mirror-gap-unknown = { $question } { $side }: غير مذكور.
mirror-days = تاريخ الحصر لدى { $first } هو { $first-day } ولدى { $second } هو { $second-day }: { $days ->
    [zero] لا فارق
    [one] بفارق يوم واحد
    [two] بفارق يومين
    [few] بفارق { $days } أيام
    [many] بفارق { $days } يومًا
   *[other] والفارق بالأيام { $days }
}.
mirror-periods = الفترة لدى { $first } من { $first-start } إلى { $first-end }، ولدى { $second } من { $second-start } إلى { $second-end }.
mirror-differs = { $question } { $first }: { $first-value }؛ { $second }: { $second-value }.
mirror-differs-in-question = { $question } { $first }: { $first-value }. { $other-question } { $second }: { $second-value }.
mirror-half = { $question } { $known }: { $value }؛ { $unknown }: غير مذكور.
mirror-one = { $question } { $side }: { $value }.
mirror-stay = لو كان الحد الأدنى للإقامة { $to ->
    [zero] صفرًا من الأشهر
    [one] شهرًا واحدًا
    [two] شهرين
    [few] { $to } أشهر
    [many] { $to } شهرًا
   *[other] { $to } شهر
} بدلًا من { $from ->
    [zero] صفر
    [one] شهر واحد
    [two] شهرين
    [few] { $from } أشهر
    [many] { $from } شهرًا
   *[other] { $from } شهر
} لكان العدد لدى { $side } بين { $low } و{ $high }: تقدير وفق معاملات منشورة لمناطق أخرى، ولا يُطبَّق أبدًا.
mirror-step = رقم { $side } مقرّب إلى مضاعفات { $step }.
mirror-note = ملاحظة من { $side }: { $note }
mirror-open = غير مذكور لدى { $side }: { $questions }{ $more ->
    [0] {""}
    [one] {" "}وسؤال آخر.
    [two] {" "}وسؤالان آخران.
    [few] {" "}و{ $more } أسئلة أخرى.
    [many] {" "}و{ $more } سؤالًا آخر.
   *[other] {" "}و{ $more } سؤال آخر.
}
