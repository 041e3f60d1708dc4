# صحيفة مصادر دولة وتعاريفها.
sheet-title = المصادر والتعاريف: { $name }
sheet-inventory = جرد المصادر
sheet-type = النوع
sheet-since = منذ
sheet-note = ملاحظة
sheet-tables = الأرقام المرسلة بحسب المصدر والجدول
sheet-grades = الأرقام بحسب الدرجة: A كالتعريف المشترك، B قريب، C قابل للمقارنة جزئيا، X غير قابل للمقارنة، U غير مبين.
sheet-nothing-sent = لم يرسل شيء.
sheet-definitions = التعاريف: { $name }. أولا ما يختلف عن التعاريف المشتركة أو لا يبين
sheet-same = { $same } من { $all } إجابات كما في التعريف المشترك.
sheet-open = سؤال مفتوح
sheet-told = بحسب الأرقام
sheet-more = { $count ->
    [one] يوجد اختلاف آخر في profiles.parquet.
   *[other] توجد { $shown } اختلافات أخرى في profiles.parquet.
}
sheet-reliability-high = عالية
sheet-reliability-medium = متوسطة
sheet-reliability-low = منخفضة
sheet-more-lines = { $count ->
    [one] يوجد سطر آخر في { $file }.
   *[other] توجد { $shown } أسطر أخرى في { $file }.
}
