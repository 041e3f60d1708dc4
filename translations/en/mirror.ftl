# What mirror statements say. `first` and `second` are a state or a source, texts of the standard stand between them. A difference is
# a difference, never an error, and no figure is corrected.
mirror-subject-states = { $label }
mirror-subject-sources = { $label }: two sources
mirror-absent = There is no figure of { $side }.
mirror-hidden = { $side } hides its figure, which is { $low } to { $high }; no ratio is made of it.
mirror-no-value = { $side } gives no figure: { $status }.
mirror-tied = { $side }: several figures stand at one place in the order of sources ({ $sources }), so none speaks.
mirror-contradicted = { $side }: the return gives contradictory figures, of which none is published.
mirror-left-out = { $side } sent no figure itself; the order of sources leaves out { $sources }.
mirror-both-zero = Both count nobody; a ratio of two zeros has no meaning.
mirror-gap = { $text }
mirror-gap-unknown = { $question } { $side }: not stated.
mirror-days = { $first } counts on { $first-day }, { $second } on { $second-day }: { $days ->
    [one] one day
   *[other] { $days } days
} apart.
mirror-periods = { $first } counts from { $first-start } to { $first-end }, { $second } from { $second-start } to { $second-end }.
mirror-differs = { $question } { $first }: { $first-value }; { $second }: { $second-value }.
mirror-differs-in-question = { $question } { $first }: { $first-value }. { $other-question } { $second }: { $second-value }.
mirror-half = { $question } { $known }: { $value }; { $unknown }: not stated.
mirror-one = { $question } { $side }: { $value }.
mirror-stay = With a minimum stay of { $to ->
    [0] no months
    [one] one month
   *[other] { $to } months
} instead of { $from ->
    [0] none
    [one] one
   *[other] { $from }
}, { $side } would count { $low } to { $high }: an estimate by published coefficients of other regions, never applied.
mirror-step = { $side } gives its figure in steps of { $step }.
mirror-note = { $side } adds: { $note }
mirror-open = Not stated by { $side }: { $questions }{ $more ->
    [0] {""}
    [one] {" "}and one more question.
   *[other] {" "}and { $more } more questions.
}
