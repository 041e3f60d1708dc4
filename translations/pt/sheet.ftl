# A folha das fontes e definições de um Estado.
sheet-title = Fontes e definições: { $name }
sheet-inventory = Inventário das fontes
sheet-type = Tipo
sheet-since = Desde
sheet-note = Nota
sheet-tables = Números enviados, por fonte e quadro
sheet-grades = Números por nota: A como a definição comum, B próximo, C parcialmente comparável, X não comparável, U não indicado.
sheet-nothing-sent = Nada foi enviado.
sheet-definitions = Definições: { $name }. Primeiro o que se afasta das comuns ou não é indicado
sheet-same = { $same } de { $all } respostas são as da definição comum.
sheet-open = questão aberta
sheet-told = segundo os números
sheet-more = { $count ->
    [one] Mais uma diferença consta de profiles.parquet.
   *[other] Mais { $shown } diferenças constam de profiles.parquet.
}
sheet-reliability-high = alta
sheet-reliability-medium = média
sheet-reliability-low = baixa
sheet-more-lines = { $count ->
    [one] Mais uma linha consta de { $file }.
   *[other] Mais { $shown } linhas constam de { $file }.
}
