gap-status-received = reçu
gap-status-partial = reçu en partie
gap-status-late = reçu en retard
gap-status-not-collected = non collecté
gap-status-not-applicable = ne peut exister
gap-status-derogation = envoi non exigé
gap-status-confidential = confidentiel
gap-status-missing = manquant, sans explication
gap-status-not-asked = non demandé
gap-breakdown-total = total
gap-breakdown-crossing = toutes les ventilations croisées
gap-breakdown-dimension = { $dimension }
gap-breakdown-groups = { $dimension } : groupes de pays
gap-breakdown-members = { $dimension } : chaque État membre
gap-breakdown-countries = { $dimension } : chaque pays
gap-codes-more = { $more ->
    [one] { $codes } et { $more } autre
   *[other] { $codes } et { $more } autres
}
gap-detail-lacking = { $breakdown } : manquent { $codes }
gap-detail-none = { $breakdown } : rien
gap-detail-late = { $days ->
    [one] reçu { $days } jour après l’échéance
   *[other] reçu { $days } jours après l’échéance
}
gap-detail-said = « { $text } » ({ $who }, { $on })
gap-detail-figures = le fichier lui-même indique : { $status }
gap-ask-return = envoyer les données : rien n’est arrivé pour cette collecte
gap-ask-answer = répondre, pour { $source } : { $question }
gap-ask-breakdown = ajouter, dans { $source } : { $breakdown }
gap-ask-source = envoyer des chiffres d’une autre source que { $source }, ou comptés autrement : { $question }
gap-ask-table = envoyer { $table } pour { $years } : { $title } ; une source est connue : { $source }
gap-ask-collect = trouver une source pour { $table }, { $years } : { $title } ; aucune n’est connue
gap-ask-detail = ajouter à { $table } pour { $years } : { $breakdown } ({ $title })
gap-ask-lacking = compléter { $table } pour { $years } : { $breakdown }, manquent { $codes } ({ $title })
gap-ask-gone = n’a plus lieu d’être
gap-benefit-freed = { $count ->
    [one] avec les étapes précédentes, { $count } chiffre devient comparable au mieux
   *[other] avec les étapes précédentes, { $count } chiffres deviennent comparables au mieux
}
gap-benefit-freed-first = { $count ->
    [one] { $count } chiffre devient comparable au mieux
   *[other] { $count } chiffres deviennent comparables au mieux
}
gap-benefit-step = un pas vers des chiffres comparables
gap-benefit-population = les sommes régionales gagnent { $percent } % de la population de la région
gap-recommendation-open = ouverte
gap-recommendation-agreed = acceptée
gap-recommendation-done = réalisée
gap-recommendation-declined = refusée
gap-recommendation-gone = sans objet
gap-standing-none = aucune source connue
gap-standing-unused = existe, inutilisée
gap-standing-not-shared = existe, non partagée
gap-standing-shared = partagée
