# The sheet of sources and definitions of a state; further words are those of the reports.
sheet-title = Sources and definitions: { $name }
sheet-inventory = Source inventory
sheet-type = Type
sheet-since = Since
sheet-note = Note
sheet-tables = Figures sent, by source and table
sheet-grades = Figures by grade: A as shared, B near, C partly comparable, X not comparable, U not stated.
sheet-nothing-sent = Nothing was sent.
sheet-definitions = Definitions: { $name }. What differs from the shared ones, or is not stated, comes first
sheet-same = { $same } of { $all } answers are as in the shared definition.
sheet-open = open question
sheet-told = as the figures tell
sheet-more = { $count ->
    [one] One more difference stands in profiles.parquet.
   *[other] { $shown } more differences stand in profiles.parquet.
}
sheet-reliability-high = high
sheet-reliability-medium = medium
sheet-reliability-low = low
sheet-more-lines = { $count ->
    [one] One more line stands in { $file }.
   *[other] { $shown } more lines stand in { $file }.
}
