# La fiche des sources et des définitions d’un État.
sheet-title = Sources et définitions : { $name }
sheet-inventory = Inventaire des sources
sheet-type = Type
sheet-since = Depuis
sheet-note = Remarque
sheet-tables = Chiffres envoyés, par source et tableau
sheet-grades = Chiffres par note : A comme la définition commune, B proche, C partiellement comparable, X non comparable, U non indiqué.
sheet-nothing-sent = Rien n’a été envoyé.
sheet-definitions = Définitions : { $name }. D’abord ce qui s’écarte des définitions communes ou n’est pas indiqué
sheet-same = { $same } réponses sur { $all } sont celles de la définition commune.
sheet-open = question ouverte
sheet-told = d’après les chiffres
sheet-more = { $count ->
    [one] Un autre écart figure dans profiles.parquet.
   *[other] { $shown } autres écarts figurent dans profiles.parquet.
}
sheet-reliability-high = élevée
sheet-reliability-medium = moyenne
sheet-reliability-low = faible
sheet-more-lines = { $count ->
    [one] Une autre ligne figure dans { $file }.
   *[other] { $shown } autres lignes figurent dans { $file }.
}
