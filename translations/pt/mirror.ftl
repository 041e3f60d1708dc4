mirror-subject-states = { $label }
mirror-subject-sources = { $label }: duas fontes
mirror-absent = { $side }: nenhum número.
mirror-hidden = { $side }: número não divulgado, entre { $low } e { $high }; não se calcula nenhuma razão com ele.
mirror-no-value = { $side }: sem número ({ $status }).
mirror-tied = { $side }: vários números ocupam o mesmo lugar na ordem das fontes ({ $sources }); nenhum é usado.
mirror-contradicted = { $side }: o envio dá números contraditórios, dos quais nenhum é publicado.
mirror-left-out = { $side }: nenhum envio próprio; a ordem das fontes deixa de fora { $sources }.
mirror-both-zero = Os dois números são zero; a razão de dois zeros não tem sentido.
mirror-gap = { $text }
mirror-gap-unknown = { $question } { $side }: não indicado.
mirror-days = { $first }: contagem em { $first-day }; { $second }: em { $second-day }; { $days ->
    [one] { $days } dia de diferença
   *[other] { $days } dias de diferença
}.
mirror-periods = { $first }: período de { $first-start } a { $first-end }; { $second }: de { $second-start } a { $second-end }.
mirror-differs = { $question } { $first }: { $first-value }; { $second }: { $second-value }.
mirror-differs-in-question = { $question } { $first }: { $first-value }. { $other-question } { $second }: { $second-value }.
mirror-half = { $question } { $known }: { $value }; { $unknown }: não indicado.
mirror-one = { $question } { $side }: { $value }.
mirror-stay = { $side }: com uma duração mínima de { $to ->
    [0] zero meses
    [one] { $to } mês
   *[other] { $to } meses
} em vez de { $from ->
    [0] zero
    [one] { $from }
   *[other] { $from }
}, o número iria de { $low } a { $high } (estimativa segundo coeficientes publicados para outras regiões, nunca aplicada).
mirror-step = { $side }: número arredondado a múltiplos de { $step }.
mirror-note = Nota de { $side }: { $note }
mirror-open = Não indicado ({ $side }): { $questions }{ $more ->
    [0] {""}
    [one] {" "}e mais { $more } pergunta.
   *[other] {" "}e mais { $more } perguntas.
}
