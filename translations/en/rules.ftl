# What rules find. `total` and `sum` are figures, `parts` a number of cells.
rule-both-sexes = both sexes are { $total }, male, female and unknown add to { $sum }
rule-parts = { $parts ->
    [one] one part
   *[other] { $parts } parts
}
