gap-status-received = recebido
gap-status-partial = recebido em parte
gap-status-late = recebido com atraso
gap-status-not-collected = não recolhido
gap-status-not-applicable = não pode existir
gap-status-derogation = envio dispensado
gap-status-confidential = confidencial
gap-status-missing = em falta, sem explicação
gap-status-not-asked = não pedido
gap-breakdown-total = total
gap-breakdown-crossing = todas as desagregações cruzadas
gap-breakdown-dimension = { $dimension }
gap-breakdown-groups = { $dimension }: grupos de países
gap-breakdown-members = { $dimension }: cada Estado-membro
gap-breakdown-countries = { $dimension }: cada país
gap-codes-more = { $more ->
    [one] { $codes } e mais { $more }
   *[other] { $codes } e mais { $more }
}
gap-detail-lacking = { $breakdown }: faltam { $codes }
gap-detail-none = { $breakdown }: nada
gap-detail-late = { $days ->
    [one] recebido { $days } dia depois do prazo
   *[other] recebido { $days } dias depois do prazo
}
gap-detail-said = «{ $text }» ({ $who }, { $on })
gap-detail-figures = o próprio ficheiro indica: { $status }
gap-ask-return = enviar os dados: nada chegou nesta recolha
gap-ask-answer = responder, para { $source }: { $question }
gap-ask-breakdown = acrescentar, em { $source }: { $breakdown }
gap-ask-source = enviar números de outra fonte que não { $source }, ou contados de outro modo: { $question }
gap-ask-table = enviar { $table } para { $years }: { $title }; conhece-se uma fonte: { $source }
gap-ask-collect = encontrar uma fonte para { $table }, { $years }: { $title }; não se conhece nenhuma
gap-ask-detail = acrescentar a { $table } para { $years }: { $breakdown } ({ $title })
gap-ask-lacking = completar { $table } para { $years }: { $breakdown }, faltam { $codes } ({ $title })
gap-ask-gone = já não se coloca
gap-benefit-freed = { $count ->
    [one] com os passos anteriores, { $count } número torna-se comparável, no melhor dos casos
   *[other] com os passos anteriores, { $count } números tornam-se comparáveis, no melhor dos casos
}
gap-benefit-freed-first = { $count ->
    [one] { $count } número torna-se comparável, no melhor dos casos
   *[other] { $count } números tornam-se comparáveis, no melhor dos casos
}
gap-benefit-step = um passo para números comparáveis
gap-benefit-population = as somas regionais ganham { $percent } % da população da região
gap-recommendation-open = em aberto
gap-recommendation-agreed = aceite
gap-recommendation-done = feita
gap-recommendation-declined = recusada
gap-recommendation-gone = sem objeto
gap-standing-none = nenhuma fonte conhecida
gap-standing-unused = existe, não utilizada
gap-standing-not-shared = existe, não partilhada
gap-standing-shared = partilhada
