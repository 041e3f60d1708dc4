# ما تكشفه القواعد. الأسماء في `{ $where }` رموز جداول وأبعاد؛ وتجمع أرقام القيم في مجموعات وفق عرف اللغة.
rule-parts = { $parts ->
    [zero] لا أجزاء
    [one] جزء واحد
    [two] جزآن
    [few] { $parts } أجزاء
    [many] { $parts } جزءا
   *[other] { $parts } جزء
}
rule-parts-of-total = القيمة عند `{ $code }` في `{ $field }` هي { $total }، لكن { $parts ->
    [zero] مجموع أجزائها ({ rule-parts }) هو
    [one] قيمة جزئها الوحيد هي
    [two] مجموع جزأيها هو
    [few] مجموع أجزائها ({ rule-parts }) هو
    [many] مجموع أجزائها ({ rule-parts }) هو
   *[other] مجموع أجزائها ({ rule-parts }) هو
} { $sum }؛ ويفسر التقريب فرقا قدره { $tolerance }
rule-parts-at-most = القيمة عند `{ $code }` في `{ $field }` هي { $total }، لكن { $parts ->
    [zero] مجموع أجزائها ({ rule-parts }) لا يتجاوز
    [one] قيمة جزئها الوحيد هي
    [two] مجموع جزأيها لا يتجاوز
    [few] مجموع أجزائها ({ rule-parts }) لا يتجاوز
    [many] مجموع أجزائها ({ rule-parts }) لا يتجاوز
   *[other] مجموع أجزائها ({ rule-parts }) لا يتجاوز
} { $sum }؛ ويفسر التقريب فرقا قدره { $tolerance }
rule-total-of-parts = قيمة الإجمالي حسب `{ $field }` هي { $total }، لكن { $parts ->
    [zero] مجموع أجزائها ({ rule-parts }) هو
    [one] قيمة جزئها الوحيد هي
    [two] مجموع جزأيها هو
    [few] مجموع أجزائها ({ rule-parts }) هو
    [many] مجموع أجزائها ({ rule-parts }) هو
   *[other] مجموع أجزائها ({ rule-parts }) هو
} { $sum }؛ ويفسر التقريب فرقا قدره { $tolerance }
rule-total-at-most = قيمة الإجمالي حسب `{ $field }` هي { $total }، لكن { $parts ->
    [zero] مجموع أجزائها ({ rule-parts }) لا يتجاوز
    [one] قيمة جزئها الوحيد هي
    [two] مجموع جزأيها لا يتجاوز
    [few] مجموع أجزائها ({ rule-parts }) لا يتجاوز
    [many] مجموع أجزائها ({ rule-parts }) لا يتجاوز
   *[other] مجموع أجزائها ({ rule-parts }) لا يتجاوز
} { $sum }؛ ويفسر التقريب فرقا قدره { $tolerance }
rule-both-sexes = { $where } { $period }: جملة الجنسين { $total }، بينما مجموع الذكور والإناث وغير المبين { $sum }
rule-age-groups = { $where } { $period }: جميع الأعمار { $total }، لكن { $parts ->
    [zero] مجموع الفئات العمرية (لا فئات) هو
    [one] مجموع فئة عمرية واحدة هو
    [two] مجموع فئتين عمريتين هو
    [few] مجموع { $parts } فئات عمرية هو
    [many] مجموع { $parts } فئة عمرية هو
   *[other] مجموع { $parts } فئة عمرية هو
} { $sum }؛ ويفسر التقريب فرقا قدره { $tolerance }
rule-partition = { $where } { $period }: الإجمالي { $total }، لكن { $parts ->
    [zero] مجموع الفئات المكونة له (لا فئات) هو
    [one] قيمة الفئة الوحيدة المكونة له هي
    [two] مجموع الفئتين المكونتين له هو
    [few] مجموع الفئات المكونة له ({ $parts } فئات) هو
    [many] مجموع الفئات المكونة له ({ $parts } فئة) هو
   *[other] مجموع الفئات المكونة له ({ $parts } فئة) هو
} { $sum }؛ ويفسر التقريب فرقا قدره { $tolerance }
rule-negative-count = { $where } { $period }: القيمة { $value }، وهي أقل من الصفر
rule-different-figures = { $period }: قيمة { $one } هي { $first }، لكن قيمة { $two } هي { $second }
rule-part-above-whole = { $period }: قيمة { $part } هي { $small }، وهي أكبر من قيمة { $whole } البالغة { $large } مع أنها جزء منها
rule-far-ratio = { $period }: قيمة { $figure } هي { $above } مقابل { $below } من { $by }؛ والنسبة { $ratio } خارج النطاق من { $low } إلى { $high }
rule-open-balance = { $table } { $period }: قيمة أول المدة مع الزيادات والانخفاضات تعطي { $made }، لكن قيمة آخر المدة هي { $closing }؛ والفجوة { $gap }، والمسموح به { $allowed }
rule-own-partner = { $table } { $period }: يذكر `{ $dimension }` الدولة المبلغة نفسها { $state } بقيمة { $value }
rule-sex-ratio = { $where } { $period }: عدد الذكور { $men } وعدد الإناث { $women }
rule-aggregate-added = { $where } { $period }: يشمل الإجمالي { $total } المجموعة { $group } ({ $value }) إلى جانب أعضائها أنفسهم
rule-told-twice = { $period }: قيمة { $one } هي { $first }، لكن { $two } يذكر { $second }
rule-totals-apart = مجموع `{ $one }` هو { $first }، بينما مجموع `{ $two }` الذي يتناول الأشخاص أنفسهم هو { $second }
rule-told-in-text = يذكر النص { $told }، بينما يعطي الجدول { $total }
rule-only-zeros = في العمود { $zeros ->
    [zero] لا أصفار
    [one] صفر واحد
    [two] صفران
    [few] { $zeros } أصفار
    [many] { $zeros } صفرا
   *[other] { $zeros } صفر
} و{ $blanks ->
    [zero] لا خلايا فارغة
    [one] خلية فارغة واحدة
    [two] خليتان فارغتان
    [few] { $blanks } خلايا فارغة
    [many] { $blanks } خلية فارغة
   *[other] { $blanks } خلية فارغة
}، ولا توجد فيه أي قيمة أخرى
rule-equal-neighbours = { $cells ->
    [zero] لا خلايا متجاورة تحتوي على القيمة
    [one] خلية واحدة تحتوي على القيمة
    [two] خليتان متجاورتان تحتويان كلتاهما على القيمة
    [few] { $cells } خلايا متجاورة تحتوي كلها على القيمة
    [many] { $cells } خلية متجاورة تحتوي كلها على القيمة
   *[other] { $cells } خلية متجاورة تحتوي كلها على القيمة
} { $value }
rule-repeated-year = { $table }: تكرر { $after } قيم { $before } كلها ({ $figures ->
    [zero] لا قيم
    [one] قيمة واحدة
    [two] قيمتان
    [few] { $figures } قيم
    [many] { $figures } قيمة
   *[other] { $figures } قيمة
})
rule-yearly-change = { $where }: تغيرت القيمة من { $earlier } في { $before } إلى { $later } في { $after } ({ $change } في المائة)، دون ملاحظة أو مؤشر انقطاع
rule-unusual-growth = { $where }: تغيرت القيمة من { $earlier } في { $before } إلى { $later } في { $after } ({ $change } في المائة)، بعيدا عن سائر سنواتها
rule-break-without-flag = { $where }: تحولت القيمة من { $earlier } في { $before } إلى { $later } في { $after } ({ $change } في المائة) وبقيت عند هذا المستوى، دون الإشارة إلى انقطاع
rule-unit-slip = لو كانت القيمة { $amended } بدلا من { $value } لكان المجموع صحيحا{ $cells ->
    [zero] {""}
    [one] {""}
    [two] ؛ ويمكن أن تفسر ذلك خليتان
    [few] ؛ ويمكن أن تفسر ذلك { $cells } خلايا
    [many] ؛ ويمكن أن تفسر ذلك { $cells } خلية
   *[other] ؛ ويمكن أن تفسر ذلك { $cells } خلية
}
rule-unit-slip-in-series = { $where }: القيمة { $value } في { $period } مقابل { $beside } في السنة المجاورة؛ والقيمة { $amended } تكون مناسبة
rule-swapped-digits = لو بدل بين موضعي رقمين في { $value } لكان المجموع صحيحا: { $amended }{ $cells ->
    [zero] {""}
    [one] {""}
    [two] ؛ ويمكن أن تفسر ذلك خليتان
    [few] ؛ ويمكن أن تفسر ذلك { $cells } خلايا
    [many] ؛ ويمكن أن تفسر ذلك { $cells } خلية
   *[other] ؛ ويمكن أن تفسر ذلك { $cells } خلية
}
rule-growth-among-states = { $where }: تغيرت قيمة { $state } من { $earlier } في { $before } إلى { $later } في { $after }، بعيدا عن نمو القيم في { $states ->
    [zero] الدول
    [one] دولة واحدة
    [two] دولتين
    [few] { $states } دول
    [many] { $states } دولة
   *[other] { $states } دولة
}
rule-other-source = { $where } { $period }: قيمة الدولة هي { $own }، وقيمة { $source } هي { $other }؛ والنسبة { $ratio }
rule-mirror-gap = { $subject } { $year }: قيمة { $one } هي { $first }، وقيمة { $two } هي { $second }؛ والنسبة { $ratio }
