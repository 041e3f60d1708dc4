rule-both-sexes = ambos os sexos são { $total }, mas masculino, feminino e desconhecido somam { $sum }
rule-parts = { $parts ->
    [one] { $parts } parte
   *[other] { $parts } partes
}
