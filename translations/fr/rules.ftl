# Ce que constatent les règles. Les noms dans `{ $where }` sont des codes de tableaux et de dimensions ; les chiffres sont groupés selon l’usage de la langue.
rule-parts = { $parts ->
    [one] { $parts } composante
   *[other] { $parts } composantes
}
rule-parts-of-total = `{ $code }` dans `{ $field }` est de { $total }, mais { $parts ->
    [one] sa seule composante est de
   *[other] ses { rule-parts } font
} { $sum } ; l’arrondi explique un écart de { $tolerance }
rule-parts-at-most = `{ $code }` dans `{ $field }` est de { $total }, mais { $parts ->
    [one] sa seule composante est de
   *[other] ses { rule-parts } font au plus
} { $sum } ; l’arrondi explique un écart de { $tolerance }
rule-total-of-parts = le total selon `{ $field }` est de { $total }, mais { $parts ->
    [one] sa seule composante est de
   *[other] ses { rule-parts } font
} { $sum } ; l’arrondi explique un écart de { $tolerance }
rule-total-at-most = le total selon `{ $field }` est de { $total }, mais { $parts ->
    [one] sa seule composante est de
   *[other] ses { rule-parts } font au plus
} { $sum } ; l’arrondi explique un écart de { $tolerance }
rule-both-sexes = { $where } { $period } : les deux sexes font { $total }, alors que masculin, féminin et inconnu font { $sum }
rule-age-groups = { $where } { $period } : l’ensemble des âges est de { $total }, mais la somme de { $parts ->
    [one] { $parts } groupe d’âges
   *[other] { $parts } groupes d’âges
} est de { $sum } ; l’arrondi explique un écart de { $tolerance }
rule-partition = { $where } { $period } : le total est de { $total }, mais { $parts ->
    [one] le seul groupe qui le compose est de
   *[other] les { $parts } groupes qui le composent font
} { $sum } ; l’arrondi explique un écart de { $tolerance }
rule-negative-count = { $where } { $period } est de { $value }, soit une valeur inférieure à zéro
rule-different-figures = { $period } : { $one } est de { $first }, mais { $two } est de { $second }
rule-part-above-whole = { $period } : { $part } est de { $small }, soit plus que { $whole } avec { $large }, dont ce chiffre est une partie
rule-far-ratio = { $period } : { $figure } est de { $above }, contre { $below } pour { $by } ; le ratio { $ratio } est hors de l’intervalle de { $low } à { $high }
rule-open-balance = { $table } { $period } : le chiffre initial, les augmentations et les diminutions donnent { $made }, mais le chiffre final est de { $closing } ; l’écart est de { $gap }, l’écart admis de { $allowed }
rule-own-partner = { $table } { $period } : `{ $dimension }` désigne { $state }, l’État déclarant lui-même, avec { $value }
rule-sex-ratio = { $where } { $period } : { $men } hommes et { $women } femmes
rule-aggregate-added = { $where } { $period } : le total { $total } comprend le groupe { $group } ({ $value }) en plus des propres membres de ce groupe
rule-told-twice = { $period } : { $one } est de { $first }, mais { $two } indique { $second }
rule-totals-apart = `{ $one }` totalise { $first }, alors que `{ $two }`, qui porte sur les mêmes personnes, totalise { $second }
rule-told-in-text = le texte indique { $told }, alors que le tableau donne { $total }
rule-only-zeros = la colonne contient { $zeros ->
    [one] { $zeros } zéro
   *[other] { $zeros } zéros
} et { $blanks ->
    [one] { $blanks } cellule vide
   *[other] { $blanks } cellules vides
}, et aucun autre chiffre
rule-equal-neighbours = { $cells ->
    [one] { $cells } cellule voisine contient
   *[other] { $cells } cellules voisines contiennent toutes
} { $value }
rule-repeated-year = { $table } : { $after } répète { $figures ->
    [one] le seul chiffre
   *[other] la totalité des { $figures } chiffres
} de { $before }
rule-yearly-change = { $where } passe de { $earlier } en { $before } à { $later } en { $after } ({ $change } %), sans note ni indicateur de rupture
rule-unusual-growth = { $where } passe de { $earlier } en { $before } à { $later } en { $after } ({ $change } %), loin de ses autres années
rule-break-without-flag = { $where } passe de { $earlier } en { $before } à { $later } en { $after } ({ $change } %) et se maintient à ce niveau, sans qu’une rupture soit signalée
rule-unit-slip = avec { $amended } au lieu de { $value }, la somme serait juste{ $cells ->
    [one] {""}
   *[other] {"\u00A0"}; { $cells } cellules pourraient l’expliquer
}
rule-unit-slip-in-series = { $where } est de { $value } en { $period }, contre { $beside } l’année voisine ; { $amended } conviendrait
rule-swapped-digits = avec deux chiffres intervertis dans { $value }, la somme serait juste : { $amended }{ $cells ->
    [one] {""}
   *[other] {"\u00A0"}; { $cells } cellules pourraient l’expliquer
}
rule-growth-among-states = { $where } : { $state } passe de { $earlier } en { $before } à { $later } en { $after }, loin de la croissance de { $states ->
    [one] { $states } État
   *[other] { $states } États
}
rule-other-source = { $where } { $period } : l’État indique { $own }, { $source } indique { $other } ; ratio { $ratio }
rule-mirror-gap = { $subject } { $year } : { $one } indique { $first }, { $two } indique { $second } ; ratio { $ratio }
