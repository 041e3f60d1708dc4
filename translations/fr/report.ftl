# The words of the reports.
report-title-state = Rapport : { $name }
report-title-region = Rapport régional : { $name }
report-judged-by = Examiné selon { $standard }, version { $version }
report-contents = Sommaire
report-nothing-changed = Les chiffres figurent ici tels qu’ils ont été transmis : aucun n’a été corrigé, estimé ni écarté pour établir cette page.

# The first screen.
report-summary = Vue d’ensemble
report-blocked = Pas encore accepté : des points restent bloquants.
report-not-blocked = Rien ne s’oppose à l’acceptation.
report-tile-observations = chiffres publiés
report-tile-tables = tableaux alimentés
report-tile-errors = erreurs ouvertes
report-tile-warnings = avertissements ouverts
report-tile-information = pour information
report-tile-explained = expliqués
report-asked-first = Ce qui est demandé en premier
report-places = Ce qui était demandé
report-grades = Chiffres par degré de comparabilité
report-unknown = Part des personnes non déclarées
report-files = Fichiers reçus
report-file = Fichier
report-received-on = Reçu le
report-delay = Retard
report-in-time = dans les délais
report-not-noted = non noté
report-not-read = Non lu :

# The table of states on the region's page.
report-states = États membres
report-states-lead = Qui a transmis quoi, ce qui bloque, et que demander à qui. Chaque nom mène au rapport de l’État.
report-state = État
report-table = Tableau
report-head-observations = Chiffres
report-head-tables = Tableaux
report-head-errors = Erreurs
report-head-warnings = Avertissements
report-blocking = Ce qui bloque l’acceptation
report-ask = Que demander
report-nothing = rien
report-nothing-received = rien reçu

# The matrix of gaps. Letters differ from each other within a language.
report-gaps = Demandé et reçu
report-gaps-lead = Chaque case est une place du plan ; sa lettre dit ce qu’il en est.
report-legend = Légende
report-gap-received = reçu
report-gap-partial = reçu en partie
report-gap-late = reçu en retard
report-gap-missing = manquant
report-gap-not-collected = non collecté
report-gap-derogation = dérogation
report-gap-confidential = confidentiel
report-gap-not-applicable = sans objet
report-gap-not-asked = non demandé
report-gap-explained = expliqué
report-letter-received = R
report-letter-partial = P
report-letter-late = T
report-letter-missing = M
report-letter-not-collected = N
report-letter-derogation = D
report-letter-confidential = C
report-letter-not-applicable = –
report-letter-not-asked = ·
report-gap-details = Ce que recouvrent les cases

# Findings.
report-findings = Constats
report-why = Pourquoi c’est important
report-fix = Comment y remédier
report-origin = D’où vient la règle
report-code = Code
report-show-cell = Montrer la cellule dans la feuille reproduite
report-value = Valeur
report-expected = Comparé à
report-also = Également en cause
report-hint = Que faire
report-mapping = Ligne de la correspondance
report-explanation = Explication

# The sender's sheets.
report-sheets = Feuilles annotées
report-sheets-lead = Les feuilles telles que transmises, autour des cellules que citent les constats. Les numéros renvoient aux messages sous chaque feuille.
report-mark-error = Erreur
report-mark-warning = Avertissement
report-mark-information = Information
report-mark-explained = Expliqué
report-to-finding = vers le constat

# The same persons as counted by two states.
report-mirrors = Statistiques miroirs
report-mirrors-lead = Les mêmes personnes, comptées par deux États. Un écart est une question, pas encore une erreur : définitions, dates et sources diffèrent.
report-mirror-plot = Chiffre propre et chiffre du partenaire
report-mirror-plot-caption = En abscisse, le chiffre propre ; en ordonnée, celui du partenaire. Les deux échelles vont par puissances de dix ; sur la ligne brisée, les deux sont égaux. Chaque numéro est une ligne du tableau ci-dessous.
report-number = N°
report-subject = Objet
report-year = Année
report-partner = Partenaire
report-own-figure = Chiffre propre
report-other-figure = Chiffre du partenaire
report-difference = Écart
report-ratio = Rapport
report-index = Indice symétrique
report-explained-by = Ce qu’expliquent les définitions
report-no-figure = pas de chiffre

# Figures over the years.
report-series = Au fil des ans
report-series-lead = Aucun trait ne franchit une année manquante ni une rupture. Un triangle est un chiffre que cite un constat ; un trait vertical discontinu est une rupture de série.
report-figures = Les chiffres
report-remark = Remarque
report-break = rupture de série
report-marked = cité par un constat

# Definitions.
report-definitions = Définitions
report-definitions-lead = Ce que déclare chaque source, et à quelle distance de la définition commune.
report-question = Question
report-stated = Ce qui est déclaré
report-not-stated = non déclaré
report-distance = Distance
report-evidence = Ce qui l’atteste

# What is asked for.
report-recommendations = Ce qui est demandé
report-recommendations-lead = Le moins coûteux d’abord. Chaque demande garde son nom d’une campagne à l’autre.
report-noted = Noté :
report-since = ouvert depuis { $round }
report-new = nouveau

# Sources that exist.
report-sources = Sources
report-sources-lead = Les sources dont on connaît l’existence, et si leurs chiffres sont partagés.
report-axis = Domaine
report-source = Source
report-no-source = aucune connue
report-standing = Usage
report-reliability = Fiabilité

# Explanations that were given.
report-explanations = Explications
report-explanations-lead = Ce qui a été dit des constats et des lacunes, et combien chaque explication en couvre encore.
report-about = À propos de
report-all-tables = tous les tableaux
report-all-years = toutes les années
report-who = Donnée par
report-until = Valable jusqu’au
report-for-good = sans terme
report-covers = Couvre
report-covers-nothing = (ne correspond plus à rien)

# What is said where there is nothing to show.
report-none-files = Aucun fichier n’a été reçu.
report-none-states = Aucun État membre n’est connu.
report-none-gaps = Aucun plan ne dit ce qui est demandé.
report-none-findings = Aucun constat.
report-none-sheets = Aucun constat ne cite une cellule qui puisse être reproduite.
report-none-mirrors = Aucun autre État ne donne de chiffres sur les mêmes personnes.
report-none-series = Il n’y a pas assez d’années pour une série.
report-none-definitions = Aucune source ne déclare ses définitions.
report-none-recommendations = Rien n’est demandé.
report-none-sources = On ne sait rien des sources.
report-none-explanations = Aucune explication n’a été donnée.

# Of the workbook alone.
report-severity = Gravité
report-rule = Règle
report-message = Constat
report-sheet = Feuille
report-cell = Cellule
report-found = Valeur trouvée
report-like-it = Représente
report-noted-head = Note
report-rank = Rang
report-benefit = Ce que cela apporterait
report-status = Statut
report-id = Identifiant
report-takes-part = y prend part

# Numbers of things, each with the plural forms of the language.
report-count-findings = { $count ->
    [one] { $shown } constat
   *[other] { $shown } constats
}
report-findings-lead = { $count ->
    [one] { $shown } constat. Une erreur que personne n’explique bloque l’acceptation.
   *[other] { $shown } constats, les plus graves d’abord. Une erreur que personne n’explique bloque l’acceptation.
}
report-days-late = { $count ->
    [one] { $shown } jour de retard
   *[other] { $shown } jours de retard
}
report-stands-for = { $count ->
    [one] en représente { $shown } semblable
   *[other] en représente { $shown } semblables
}
report-rows-skipped = { $count ->
    [one] { $shown } ligne non reproduite
   *[other] { $shown } lignes non reproduites
}
report-columns-skipped = { $count ->
    [one] { $shown } colonne non reproduite
   *[other] { $shown } colonnes non reproduites
}
report-more-cells = { $count ->
    [one] et { $shown } autre cellule
   *[other] et { $shown } autres cellules
}
report-left-out-rows = { $count ->
    [one] { $shown } autre ligne de la feuille n’est pas reproduite.
   *[other] { $shown } autres lignes de la feuille ne sont pas reproduites.
}
report-left-out-columns = { $count ->
    [one] { $shown } autre colonne de la feuille n’est pas reproduite.
   *[other] { $shown } autres colonnes de la feuille ne sont pas reproduites.
}
report-left-out-marked = { $count ->
    [one] { $shown } cellule que cite un constat se trouve au-delà de ce qui est reproduit.
   *[other] { $shown } cellules que citent des constats se trouvent au-delà de ce qui est reproduit.
}
report-hidden-rows = { $count ->
    [one] { $shown } ligne est masquée à la source et le reste.
   *[other] { $shown } lignes sont masquées à la source et le restent.
}
report-hidden-columns = { $count ->
    [one] { $shown } colonne est masquée à la source et le reste.
   *[other] { $shown } colonnes sont masquées à la source et le restent.
}

report-severity-error = Erreur
report-severity-warning = Avertissement
report-severity-information = Information
report-grade-a = A : conforme à la définition commune
report-grade-b = B : proche
report-grade-c = C : en partie
report-grade-x = X : non comparable
report-grade-u = U : non indiqué
report-distance-0 = conforme
report-distance-1 = proche
report-distance-2 = en partie comparable
report-distance-3 = non comparable
report-distance-unknown = non indiqué
report-blocks-rule = { $count ->
    [one] { $count } erreur que personne n’a expliquée
   *[other] { $count } erreurs que personne n’a expliquées
} : { $rule }
report-blocks-nothing-sent = aucun chiffre n’a été envoyé

report-costs = Ce que coûtent les lacunes
report-costs-lead = Ce que perd chaque somme régionale quand des États ne donnent rien, et quel État, à lui seul, ferait regagner le plus. Les plus coûteuses d’abord.
report-breakdown = Ventilation
report-states-lost = États sans chiffres
report-population-lost = Part de la population perdue
report-wins-most = Ferait regagner le plus
report-lost-of = { $lost } sur { $asked }
report-none-costs = Aucune lacune ne coûte rien à une somme régionale.

screen-judged = niveaux 0 à { $level } : erreurs { $errors }, avertissements { $warnings }, pour information { $information }, expliqués { $explained } ; règles appliquées { $rules }
screen-recorded = Ce qui a été constaté dans les feuilles figure tel qu’il a été enregistré.
report-blocks-nothing-asked = rien de ce qui était demandé n’est arrivé
