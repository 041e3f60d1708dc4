# The words of the reports.
report-title-state = Relatório: { $name }
report-title-region = Relatório regional: { $name }
report-judged-by = Avaliado segundo { $standard }, versão { $version }
report-contents = Índice
report-nothing-changed = Os valores figuram aqui tal como foram enviados: nenhum foi corrigido, estimado ou omitido para elaborar esta página.

# The first screen.
report-summary = Síntese
report-blocked = Ainda não aceite: há pontos que o impedem.
report-not-blocked = Nada impede a aceitação.
report-tile-observations = valores publicados
report-tile-tables = quadros com valores
report-tile-errors = erros em aberto
report-tile-warnings = avisos em aberto
report-tile-information = para informação
report-tile-explained = explicados
report-asked-first = O que se pede primeiro
report-places = O que foi pedido
report-grades = Valores por grau de comparabilidade
report-unknown = Proporção de pessoas não especificadas
report-files = Ficheiros recebidos
report-file = Ficheiro
report-received-on = Recebido em
report-delay = Atraso
report-in-time = dentro do prazo
report-not-noted = não anotado
report-not-read = Não lido:

# The table of states on the region's page.
report-states = Estados-membros
report-states-lead = Quem enviou o quê, o que impede a aceitação e o que pedir a quem. Cada nome conduz ao relatório do Estado.
report-state = Estado
report-table = Quadro
report-head-observations = Valores
report-head-tables = Quadros
report-head-errors = Erros
report-head-warnings = Avisos
report-blocking = O que impede a aceitação
report-ask = O que pedir
report-nothing = nada
report-nothing-received = nada recebido

# The matrix of gaps. Letters differ from each other within a language.
report-gaps = Pedido e recebido
report-gaps-lead = Cada quadrícula é um lugar do plano; a letra diz o que lhe aconteceu.
report-legend = Legenda
report-gap-received = recebido
report-gap-partial = recebido em parte
report-gap-late = recebido com atraso
report-gap-missing = em falta
report-gap-not-collected = não recolhido
report-gap-derogation = derrogação
report-gap-confidential = confidencial
report-gap-not-applicable = não aplicável
report-gap-not-asked = não pedido
report-gap-explained = explicado
report-letter-received = R
report-letter-partial = P
report-letter-late = T
report-letter-missing = F
report-letter-not-collected = N
report-letter-derogation = D
report-letter-confidential = C
report-letter-not-applicable = –
report-letter-not-asked = ·
report-gap-details = O que está por trás das quadrículas

# Findings.
report-findings = Constatações
report-why = Porque importa
report-fix = Como corrigir
report-origin = Origem da regra
report-code = Código
report-show-cell = Mostrar a célula na folha reproduzida
report-value = Valor
report-expected = Comparado com
report-also = Também envolvido
report-hint = O que fazer
report-mapping = Linha da correspondência
report-explanation = Explicação

# The sender's sheets.
report-sheets = Folhas assinaladas
report-sheets-lead = As folhas tal como foram enviadas, em torno das células citadas nas constatações. Os números remetem para as mensagens por baixo de cada folha.
report-mark-error = Erro
report-mark-warning = Aviso
report-mark-information = Informação
report-mark-explained = Explicado
report-to-finding = para a constatação

# The same persons as counted by two states.
report-mirrors = Estatísticas espelho
report-mirrors-lead = As mesmas pessoas, contadas por dois Estados. Uma diferença é uma pergunta, ainda não um erro: definições, datas e fontes diferem.
report-mirror-plot = Valor próprio e valor do parceiro
report-mirror-plot-caption = Na horizontal, o valor próprio; na vertical, o do parceiro. As duas escalas seguem potências de dez; na linha tracejada os dois são iguais. Cada número é uma linha do quadro abaixo.
report-number = N.º
report-subject = Assunto
report-year = Ano
report-partner = Parceiro
report-own-figure = Valor próprio
report-other-figure = Valor do parceiro
report-difference = Diferença
report-ratio = Razão
report-index = Índice simétrico
report-explained-by = O que as definições explicam
report-no-figure = sem valor

# Figures over the years.
report-series = Ao longo dos anos
report-series-lead = Nenhuma linha atravessa um ano em falta ou uma quebra. Um triângulo é um valor citado numa constatação; uma linha vertical tracejada é uma quebra de série.
report-figures = Os valores
report-remark = Observação
report-break = quebra de série
report-marked = citado numa constatação

# Definitions.
report-definitions = Definições
report-definitions-lead = O que cada fonte declara, e a que distância está da definição comum.
report-question = Pergunta
report-stated = O que se declara
report-not-stated = não declarado
report-distance = Distância
report-evidence = O que o comprova

# What is asked for.
report-recommendations = O que se pede
report-recommendations-lead = O menos dispendioso primeiro. Cada pedido conserva o nome de ronda para ronda.
report-noted = Anotado:
report-since = em aberto desde { $round }
report-new = novo

# Sources that exist.
report-sources = Fontes
report-sources-lead = As fontes cuja existência é conhecida, e se os seus valores são partilhados.
report-axis = Domínio
report-source = Fonte
report-no-source = nenhuma conhecida
report-standing = Utilização
report-reliability = Fiabilidade

# Explanations that were given.
report-explanations = Explicações
report-explanations-lead = O que se disse das constatações e das lacunas, e quantas cada explicação ainda cobre.
report-about = Sobre
report-all-tables = todos os quadros
report-all-years = todos os anos
report-who = Dada por
report-until = Válida até
report-for-good = sem termo
report-covers = Cobre
report-covers-nothing = (já não corresponde a nada)

# What is said where there is nothing to show.
report-none-files = Nenhum ficheiro foi recebido.
report-none-states = Nenhum Estado-membro é conhecido.
report-none-gaps = Nenhum plano diz o que se pede.
report-none-findings = Nada foi constatado.
report-none-sheets = Nenhuma constatação cita uma célula que possa ser reproduzida.
report-none-mirrors = Nenhum outro Estado dá valores sobre as mesmas pessoas.
report-none-series = Não há anos suficientes para uma série.
report-none-definitions = Nenhuma fonte declara as suas definições.
report-none-recommendations = Nada se pede.
report-none-sources = Nada se sabe das fontes.
report-none-explanations = Nenhuma explicação foi dada.

# Of the workbook alone.
report-severity = Gravidade
report-rule = Regra
report-message = Constatação
report-sheet = Folha
report-cell = Célula
report-found = Valor encontrado
report-like-it = Representa
report-noted-head = Nota
report-rank = Ordem
report-benefit = O que traria
report-status = Estado do pedido
report-id = Identificador
report-takes-part = participa nela

# Numbers of things, each with the plural forms of the language.
report-count-findings = { $count ->
    [one] { $shown } constatação
   *[other] { $shown } constatações
}
report-findings-lead = { $count ->
    [one] { $shown } constatação. Um erro que ninguém explica impede a aceitação.
   *[other] { $shown } constatações, as mais graves primeiro. Um erro que ninguém explica impede a aceitação.
}
report-days-late = { $count ->
    [one] { $shown } dia de atraso
   *[other] { $shown } dias de atraso
}
report-stands-for = { $count ->
    [one] representa { $shown } semelhante
   *[other] representa { $shown } semelhantes
}
report-rows-skipped = { $count ->
    [one] { $shown } linha não reproduzida
   *[other] { $shown } linhas não reproduzidas
}
report-columns-skipped = { $count ->
    [one] { $shown } coluna não reproduzida
   *[other] { $shown } colunas não reproduzidas
}
report-more-cells = { $count ->
    [one] e mais { $shown } célula
   *[other] e mais { $shown } células
}
report-left-out-rows = { $count ->
    [one] { $shown } outra linha da folha não é reproduzida.
   *[other] { $shown } outras linhas da folha não são reproduzidas.
}
report-left-out-columns = { $count ->
    [one] { $shown } outra coluna da folha não é reproduzida.
   *[other] { $shown } outras colunas da folha não são reproduzidas.
}
report-left-out-marked = { $count ->
    [one] { $shown } célula citada numa constatação fica fora do que é reproduzido.
   *[other] { $shown } células citadas em constatações ficam fora do que é reproduzido.
}
report-hidden-rows = { $count ->
    [one] { $shown } linha está oculta na origem e assim permanece.
   *[other] { $shown } linhas estão ocultas na origem e assim permanecem.
}
report-hidden-columns = { $count ->
    [one] { $shown } coluna está oculta na origem e assim permanece.
   *[other] { $shown } colunas estão ocultas na origem e assim permanecem.
}

report-severity-error = Erro
report-severity-warning = Aviso
report-severity-information = Informação
report-grade-a = A: conforme à definição comum
report-grade-b = B: próximo
report-grade-c = C: em parte
report-grade-x = X: não comparável
report-grade-u = U: não indicado
report-distance-0 = conforme
report-distance-1 = próximo
report-distance-2 = em parte comparável
report-distance-3 = não comparável
report-distance-unknown = não indicado
report-blocks-rule = { $count ->
    [one] { $count } erro que ninguém explicou
   *[other] { $count } erros que ninguém explicou
}: { $rule }
report-blocks-nothing-sent = não foi enviado nenhum valor

report-costs = O que custam as lacunas
report-costs-lead = O que cada soma regional perde quando os Estados nada dão, e que Estado, por si só, recuperaria mais. As mais custosas primeiro.
report-breakdown = Desagregação
report-states-lost = Estados sem valores
report-population-lost = Parte da população perdida
report-wins-most = Recuperaria mais
report-lost-of = { $lost } de { $asked }
report-none-costs = Nenhuma lacuna custa nada a uma soma regional.

screen-judged = níveis 0 a { $level }: erros { $errors }, avisos { $warnings }, para informação { $information }, explicados { $explained }; regras aplicadas { $rules }
screen-recorded = O que foi encontrado nas folhas consta tal como foi registado.
report-blocks-nothing-asked = nada do que foi pedido chegou
