rule-both-sexes = مجموع الجنسين { $total }، بينما مجموع الذكور والإناث وغير المعروف { $sum }
rule-parts = { $parts ->
    [zero] لا أجزاء
    [one] جزء واحد
    [two] جزآن
    [few] { $parts } أجزاء
    [many] { $parts } جزءًا
   *[other] { $parts } جزء
}
