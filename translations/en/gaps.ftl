# What was asked for against what was sent. `table` is the code of a table, `years` and `codes` are lists.
gap-status-received = received
gap-status-partial = received in part
gap-status-late = received late
gap-status-not-collected = not collected
gap-status-not-applicable = can't exist
gap-status-derogation = need not be sent
gap-status-confidential = confidential
gap-status-missing = missing, nobody said why
gap-status-not-asked = not asked for
gap-breakdown-total = total
gap-breakdown-crossing = all breakdowns crossed
gap-breakdown-dimension = { $dimension }
gap-breakdown-groups = { $dimension }: groups of countries
gap-breakdown-members = { $dimension }: each member state
gap-breakdown-countries = { $dimension }: every country
gap-codes-more = { $more ->
    [one] { $codes } and one more
   *[other] { $codes } and { $more } more
}
gap-detail-lacking = { $breakdown }: { $codes } lacking
gap-detail-none = { $breakdown }: nothing
gap-detail-late = { $days ->
    [one] received one day after the day on which it was due
   *[other] received { $days } days after the day on which it was due
}
gap-detail-said = “{ $text }” ({ $who }, { $on })
gap-detail-figures = the return itself says: { $status }
gap-ask-return = send a return: none has come
gap-ask-answer = answer, for { $source }: { $question }
gap-ask-breakdown = add, in { $source }: { $breakdown }
gap-ask-source = send figures from another source than { $source }, or counted otherwise: { $question }
gap-ask-table = send { $table } for { $years }: { $title }; a source is known: { $source }
gap-ask-collect = find a source for { $table }, { $years }: { $title }; none is known
gap-ask-detail = add to { $table } for { $years }: { $breakdown } ({ $title })
gap-ask-lacking = complete { $table } for { $years }: { $breakdown }, { $codes } lacking ({ $title })
gap-ask-gone = it does not arise any more
gap-benefit-freed = { $count ->
    [one] with the steps before, one figure becomes comparable at best
   *[other] with the steps before, { $count } figures become comparable at best
}
gap-benefit-freed-first = { $count ->
    [one] one figure becomes comparable at best
   *[other] { $count } figures become comparable at best
}
gap-benefit-step = a step towards comparable figures
gap-benefit-population = regional sums gain { $percent } % of the region's population
gap-recommendation-open = open
gap-recommendation-agreed = agreed
gap-recommendation-done = done
gap-recommendation-declined = declined
gap-recommendation-gone = gone
gap-standing-none = no source known
gap-standing-unused = exists, unused
gap-standing-not-shared = exists, not shared
gap-standing-shared = shared
