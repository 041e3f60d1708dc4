mirror-subject-states = { $label }
mirror-subject-sources = { $label } : deux sources
mirror-absent = { $side } : aucun chiffre.
mirror-hidden = { $side } : chiffre non publié, compris entre { $low } et { $high } ; aucun rapport n’en est tiré.
mirror-no-value = { $side } : pas de chiffre ({ $status }).
mirror-tied = { $side } : plusieurs chiffres occupent le même rang dans l’ordre des sources ({ $sources }) ; aucun n’est retenu.
mirror-contradicted = { $side } : l’envoi donne des chiffres contradictoires, dont aucun n’est publié.
mirror-left-out = { $side } : aucun envoi propre ; l’ordre des sources laisse de côté { $sources }.
mirror-both-zero = Les deux chiffres sont nuls ; le rapport de deux zéros n’a pas de sens.
mirror-gap = { $text }
mirror-gap-unknown = { $question } { $side } : non précisé.
mirror-days = { $first } : dénombrement au { $first-day } ; { $second } : au { $second-day } ; { $days ->
    [one] { $days } jour d’écart
   *[other] { $days } jours d’écart
}.
mirror-periods = { $first } : période du { $first-start } au { $first-end } ; { $second } : du { $second-start } au { $second-end }.
mirror-differs = { $question } { $first } : { $first-value } ; { $second } : { $second-value }.
mirror-differs-in-question = { $question } { $first } : { $first-value }. { $other-question } { $second } : { $second-value }.
mirror-half = { $question } { $known } : { $value } ; { $unknown } : non précisé.
mirror-one = { $question } { $side } : { $value }.
mirror-stay = { $side } : avec une durée minimale de { $to ->
    [0] zéro mois
    [one] { $to } mois
   *[other] { $to } mois
} au lieu de { $from ->
    [0] zéro
    [one] { $from }
   *[other] { $from }
}, le chiffre irait de { $low } à { $high } (estimation d’après des coefficients publiés pour d’autres régions, jamais appliquée).
mirror-step = { $side } : chiffre arrondi à { $step } près.
mirror-note = Précision de { $side } : { $note }
mirror-open = Non précisé ({ $side }) : { $questions }{ $more ->
    [0] {""}
    [one] {" "}et { $more } autre question.
   *[other] {" "}et { $more } autres questions.
}
