# What rules find. Names in `{ $where }` are codes of tables and dimensions; figures are grouped as the language does.
rule-parts = { $parts ->
    [one] one part
   *[other] { $parts } parts
}
rule-parts-of-total = `{ $code }` over `{ $field }` is { $total }, but its { rule-parts } { $parts ->
    [one] is
   *[other] add to
} { $sum }; rounding explains { $tolerance }
rule-parts-at-most = `{ $code }` over `{ $field }` is { $total }, but its { rule-parts } { $parts ->
    [one] is
   *[other] add to at most
} { $sum }; rounding explains { $tolerance }
rule-total-of-parts = the total over `{ $field }` is { $total }, but its { rule-parts } { $parts ->
    [one] is
   *[other] add to
} { $sum }; rounding explains { $tolerance }
rule-total-at-most = the total over `{ $field }` is { $total }, but its { rule-parts } { $parts ->
    [one] is
   *[other] add to at most
} { $sum }; rounding explains { $tolerance }
rule-both-sexes = { $where } { $period }: both sexes are { $total }, male, female and unknown add to { $sum }
rule-age-groups = { $where } { $period }: all ages are { $total }, but { $parts } age groups add to { $sum }; rounding explains { $tolerance }
rule-partition = { $where } { $period }: the total is { $total }, but the { $parts } groups that make it up add to { $sum }; rounding explains { $tolerance }
rule-negative-count = { $where } { $period } is { $value }, which is below zero
rule-different-figures = { $period }: { $one } is { $first }, but { $two } is { $second }
rule-part-above-whole = { $period }: { $part } is { $small }, more than { $whole } with { $large }, of which it is a part
rule-far-ratio = { $period }: { $figure } is { $above } against { $below } of { $by }; the ratio { $ratio } is outside { $low } to { $high }
rule-open-balance = { $table } { $period }: opening figure, gains and losses give { $made }, but the closing figure is { $closing }; the gap is { $gap }, and { $allowed } are allowed
rule-own-partner = { $table } { $period }: `{ $dimension }` names { $state } itself with { $value }
rule-sex-ratio = { $where } { $period }: { $men } men and { $women } women
rule-aggregate-added = { $where } { $period }: the total { $total } holds the group { $group } ({ $value }) beside its own members
rule-told-twice = { $period }: { $one } is { $first }, but { $two } says { $second }
rule-totals-apart = `{ $one }` adds to { $first }, but `{ $two }`, which tells the same persons, to { $second }
rule-told-in-text = the text says { $told }, but the table { $total }
rule-only-zeros = the column holds { $zeros ->
    [one] one zero
   *[other] { $zeros } zeros
} and { $blanks ->
    [one] one blank cell
   *[other] { $blanks } blank cells
}, and no other figure
rule-equal-neighbours = { $cells } neighbouring cells all hold { $value }
rule-repeated-year = { $table }: { $after } repeats all { $figures } figures of { $before }
rule-yearly-change = { $where } goes from { $earlier } in { $before } to { $later } in { $after } ({ $change } %), without a note or a break mark
rule-unusual-growth = { $where } goes from { $earlier } in { $before } to { $later } in { $after } ({ $change } %), far from its other years
rule-break-without-flag = { $where } shifts from { $earlier } in { $before } to { $later } in { $after } ({ $change } %) and stays there, and no break is marked
rule-unit-slip = { $value } would make its sum right as { $amended }{ $cells ->
    [one] {""}
   *[other] ; { $cells } cells could explain it
}
rule-unit-slip-in-series = { $where } is { $value } in { $period } beside { $beside } in the year next to it; { $amended } would fit
rule-swapped-digits = { $value } would make its sum right with two digits swapped: { $amended }{ $cells ->
    [one] {""}
   *[other] ; { $cells } cells could explain it
}
rule-growth-among-states = { $where }: { $state } goes from { $earlier } in { $before } to { $later } in { $after }, far from the growth of { $states } states
rule-other-source = { $where } { $period }: the state says { $own }, { $source } says { $other }; ratio { $ratio }
rule-mirror-gap = { $subject } { $year }: { $one } says { $first }, { $two } says { $second }; ratio { $ratio }
