rule-both-sexes = les deux sexes font { $total }, alors que masculin, féminin et inconnu font { $sum }
rule-parts = { $parts ->
    [one] { $parts } partie
   *[other] { $parts } parties
}
