# O que as regras constatam. Os nomes em `{ $where }` são códigos de quadros e de dimensões; os números são agrupados segundo o uso da língua.
rule-parts = { $parts ->
    [one] { $parts } parcela
   *[other] { $parts } parcelas
}
rule-parts-of-total = `{ $code }` em `{ $field }` é { $total }, mas { $parts ->
    [one] a sua única parcela é
   *[other] as suas { rule-parts } somam
} { $sum }; o arredondamento explica uma diferença de { $tolerance }
rule-parts-at-most = `{ $code }` em `{ $field }` é { $total }, mas { $parts ->
    [one] a sua única parcela é
   *[other] as suas { rule-parts } somam, no máximo,
} { $sum }; o arredondamento explica uma diferença de { $tolerance }
rule-total-of-parts = o total por `{ $field }` é { $total }, mas { $parts ->
    [one] a sua única parcela é
   *[other] as suas { rule-parts } somam
} { $sum }; o arredondamento explica uma diferença de { $tolerance }
rule-total-at-most = o total por `{ $field }` é { $total }, mas { $parts ->
    [one] a sua única parcela é
   *[other] as suas { rule-parts } somam, no máximo,
} { $sum }; o arredondamento explica uma diferença de { $tolerance }
rule-both-sexes = { $where } { $period }: ambos os sexos são { $total }, mas masculino, feminino e desconhecido somam { $sum }
rule-age-groups = { $where } { $period }: todas as idades são { $total }, mas a soma de { $parts ->
    [one] { $parts } grupo etário
   *[other] { $parts } grupos etários
} é { $sum }; o arredondamento explica uma diferença de { $tolerance }
rule-partition = { $where } { $period }: o total é { $total }, mas { $parts ->
    [one] o único grupo que o compõe é
   *[other] os { $parts } grupos que o compõem somam
} { $sum }; o arredondamento explica uma diferença de { $tolerance }
rule-negative-count = { $where } { $period } é { $value }, um valor inferior a zero
rule-different-figures = { $period }: { $one } é { $first }, mas { $two } é { $second }
rule-part-above-whole = { $period }: { $part } é { $small }, mais do que { $whole } com { $large }, de que é uma parte
rule-far-ratio = { $period }: { $figure } é { $above }, contra { $below } de { $by }; o rácio { $ratio } está fora do intervalo de { $low } a { $high }
rule-open-balance = { $table } { $period }: o valor inicial, os aumentos e as diminuições dão { $made }, mas o valor final é { $closing }; a diferença é de { $gap } e a diferença admitida é de { $allowed }
rule-own-partner = { $table } { $period }: `{ $dimension }` indica { $state }, o próprio Estado declarante, com { $value }
rule-sex-ratio = { $where } { $period }: { $men } homens e { $women } mulheres
rule-aggregate-added = { $where } { $period }: o total { $total } inclui o grupo { $group } ({ $value }) além dos próprios membros desse grupo
rule-told-twice = { $period }: { $one } é { $first }, mas { $two } indica { $second }
rule-totals-apart = `{ $one }` soma { $first }, mas `{ $two }`, que se refere às mesmas pessoas, soma { $second }
rule-told-in-text = o texto indica { $told }, mas o quadro dá { $total }
rule-only-zeros = a coluna contém { $zeros ->
    [one] { $zeros } zero
   *[other] { $zeros } zeros
} e { $blanks ->
    [one] { $blanks } célula em branco
   *[other] { $blanks } células em branco
}, e nenhum outro valor
rule-equal-neighbours = { $cells ->
    [one] { $cells } célula vizinha contém
   *[other] { $cells } células vizinhas contêm todas
} { $value }
rule-repeated-year = { $table }: { $after } repete { $figures ->
    [one] o único valor
   *[other] a totalidade dos { $figures } valores
} de { $before }
rule-yearly-change = { $where } passa de { $earlier } em { $before } para { $later } em { $after } ({ $change } %), sem uma nota nem um sinal de quebra de série
rule-unusual-growth = { $where } passa de { $earlier } em { $before } para { $later } em { $after } ({ $change } %), longe dos seus outros anos
rule-break-without-flag = { $where } passa de { $earlier } em { $before } para { $later } em { $after } ({ $change } %) e mantém-se nesse nível, sem que esteja assinalada uma quebra
rule-unit-slip = com { $amended } em vez de { $value }, a soma ficaria certa{ $cells ->
    [one] {""}
   *[other] ; { $cells } células poderiam explicá-lo
}
rule-unit-slip-in-series = { $where } é { $value } em { $period }, contra { $beside } no ano vizinho; { $amended } seria adequado
rule-swapped-digits = com dois algarismos trocados em { $value }, a soma ficaria certa: { $amended }{ $cells ->
    [one] {""}
   *[other] ; { $cells } células poderiam explicá-lo
}
rule-growth-among-states = { $where }: { $state } passa de { $earlier } em { $before } para { $later } em { $after }, longe do crescimento de { $states ->
    [one] { $states } Estado
   *[other] { $states } Estados
}
rule-other-source = { $where } { $period }: o Estado indica { $own }, { $source } indica { $other }; rácio { $ratio }
rule-mirror-gap = { $subject } { $year }: { $one } indica { $first }, { $two } indica { $second }; rácio { $ratio }
