# The words of the reports.
# `shown` is `count` with its digits in groups.
report-title-state = Report on { $name }
report-title-region = Regional report: { $name }
report-judged-by = Judged by { $standard }, version { $version }
report-contents = Contents
report-nothing-changed = Figures stand here as they were sent: none was corrected, estimated or left out to make this page.

# The first screen.
report-summary = At a glance
report-blocked = Not accepted yet: something blocks it.
report-not-blocked = Nothing blocks acceptance.
report-tile-observations = figures published
report-tile-tables = tables that received figures
report-tile-errors = errors open
report-tile-warnings = warnings open
report-tile-information = for information
report-tile-explained = explained
report-asked-first = What is asked first
report-places = What was asked for
report-grades = Figures by grade
report-unknown = Share of persons not specified
report-files = Files received
report-file = File
report-received-on = Received on
report-delay = Delay
report-in-time = in time
report-not-noted = not noted
report-not-read = Not read:

# The table of states on the region's page.
report-states = Member states
report-states-lead = Who has sent what, what blocks it, and what to ask whom. Each name leads to the report of that state.
report-state = State
report-table = Table
report-head-observations = Figures
report-head-tables = Tables
report-head-errors = Errors
report-head-warnings = Warnings
report-blocking = What blocks acceptance
report-ask = What to ask
report-nothing = nothing
report-nothing-received = nothing received

# The matrix of gaps. Letters differ from each other within a language.
report-gaps = Asked for and received
report-gaps-lead = Each square is one place of the plan; its letter says what became of it.
report-legend = Legend
report-gap-received = received
report-gap-partial = received in part
report-gap-late = received late
report-gap-missing = missing
report-gap-not-collected = not collected
report-gap-derogation = derogation
report-gap-confidential = confidential
report-gap-not-applicable = not applicable
report-gap-not-asked = not asked for
report-gap-explained = explained
report-letter-received = R
report-letter-partial = P
report-letter-late = L
report-letter-missing = M
report-letter-not-collected = N
report-letter-derogation = D
report-letter-confidential = C
report-letter-not-applicable = –
report-letter-not-asked = ·
report-gap-details = What stands behind the squares

# Findings.
report-findings = Findings
report-why = Why it matters
report-fix = How to mend it
report-origin = Where the rule comes from
report-code = Code
report-show-cell = Show the cell in the drawn sheet
report-value = Figure
report-expected = Compared with
report-also = Also involved
report-hint = What to do
report-mapping = Line of the mapping
report-explanation = Explanation

# The sender's sheets.
report-sheets = Sheets with marks
report-sheets-lead = The sheets as they were sent, around the cells that findings name. Numbers lead to the messages below each sheet.
report-mark-error = Error
report-mark-warning = Warning
report-mark-information = Information
report-mark-explained = Explained
report-to-finding = to the finding

# The same persons as counted by two states.
report-mirrors = Mirror figures
report-mirrors-lead = The same persons as counted by two states. A difference is a question, not yet an error: definitions, dates and sources differ.
report-mirror-plot = Own figure and figure of the partner
report-mirror-plot-caption = Across: the own figure. Up: the figure of the partner. Both scales go by powers of ten; on the broken line both are equal. Each number is a line of the table below.
report-number = No.
report-subject = Subject
report-year = Year
report-partner = Partner
report-own-figure = Own figure
report-other-figure = Figure of the partner
report-difference = Difference
report-ratio = Ratio
report-index = Symmetric index
report-explained-by = What the definitions explain
report-no-figure = no figure

# Figures over the years.
report-series = Over the years
report-series-lead = Lines are not drawn across a missing year or a break. A triangle is a figure that a finding names; an upright broken line is a break in the series.
report-figures = The figures
report-remark = Remark
report-break = break in the series
report-marked = named by a finding

# Definitions.
report-definitions = Definitions
report-definitions-lead = What each source states, and how far that is from the shared definition.
report-question = Question
report-stated = What is stated
report-not-stated = not stated
report-distance = Distance
report-evidence = What says so

# What is asked for.
report-recommendations = What is asked for
report-recommendations-lead = The cheapest first. Each keeps its name from round to round.
report-noted = Noted:
report-since = open since { $round }
report-new = new

# Sources that exist.
report-sources = Sources
report-sources-lead = Sources that are known to exist, and whether their figures are shared.
report-axis = About
report-source = Source
report-no-source = none known
report-standing = Use
report-reliability = Reliability

# Explanations that were given.
report-explanations = Explanations
report-explanations-lead = What was said about findings and gaps, and how many of them each still covers.
report-about = About
report-all-tables = all tables
report-all-years = all years
report-who = Given by
report-until = Holds until
report-for-good = no end
report-covers = Covers
report-covers-nothing = (matches nothing any more)

# What is said where there is nothing to show.
report-none-files = No file was received.
report-none-states = No member state is known.
report-none-gaps = No plan says what is asked for.
report-none-findings = Nothing was found.
report-none-sheets = No finding names a cell that can be drawn.
report-none-mirrors = No other state gives figures on the same persons.
report-none-series = There are not enough years for a series.
report-none-definitions = No source states its definitions.
report-none-recommendations = Nothing is asked for.
report-none-sources = Nothing is known of the sources.
report-none-explanations = No explanation was given.

# Of the workbook alone.
report-severity = Severity
report-rule = Rule
report-message = Finding
report-sheet = Sheet
report-cell = Cell
report-found = Value found
report-like-it = Stands for
report-noted-head = Note
report-rank = Rank
report-benefit = What it would bring
report-status = Status
report-id = Identifier
report-takes-part = takes part in it

# Numbers of things, each with the plural forms of the language.
report-count-findings = { $count ->
    [one] one finding
   *[other] { $shown } findings
}
report-findings-lead = { $count ->
    [one] One finding. An error that nobody explains blocks acceptance.
   *[other] { $shown } findings, the worst first. An error that nobody explains blocks acceptance.
}
report-days-late = { $count ->
    [one] one day late
   *[other] { $shown } days late
}
report-stands-for = { $count ->
    [one] stands for one like it
   *[other] stands for { $shown } like it
}
report-rows-skipped = { $count ->
    [one] one row is not drawn
   *[other] { $shown } rows are not drawn
}
report-columns-skipped = { $count ->
    [one] one column is not drawn
   *[other] { $shown } columns are not drawn
}
report-more-cells = { $count ->
    [one] and one more cell
   *[other] and { $shown } more cells
}
report-left-out-rows = { $count ->
    [one] One further row of the sheet is not drawn.
   *[other] { $shown } further rows of the sheet are not drawn.
}
report-left-out-columns = { $count ->
    [one] One further column of the sheet is not drawn.
   *[other] { $shown } further columns of the sheet are not drawn.
}
report-left-out-marked = { $count ->
    [one] One cell that a finding names lies beyond what is drawn.
   *[other] { $shown } cells that findings name lie beyond what is drawn.
}
report-hidden-rows = { $count ->
    [one] One row is hidden at the source and stays hidden.
   *[other] { $shown } rows are hidden at the source and stay hidden.
}
report-hidden-columns = { $count ->
    [one] One column is hidden at the source and stays hidden.
   *[other] { $shown } columns are hidden at the source and stay hidden.
}

report-severity-error = Error
report-severity-warning = Warning
report-severity-information = Information
report-grade-a = A: as shared
report-grade-b = B: near
report-grade-c = C: partly
report-grade-x = X: not comparable
report-grade-u = U: not stated
report-distance-0 = as shared
report-distance-1 = near
report-distance-2 = partly comparable
report-distance-3 = not comparable
report-distance-unknown = not stated
report-blocks-rule = { $count ->
    [one] one error that nobody explained
   *[other] { $count } errors that nobody explained
}: { $rule }
report-blocks-nothing-sent = no figure was sent

report-costs = What gaps cost
report-costs-lead = What each regional sum loses where states give nothing, and which single state would win back most. The dearest first.
report-breakdown = Breakdown
report-states-lost = States without figures
report-population-lost = Share of population lost
report-wins-most = Would win back most
report-lost-of = { $lost } of { $asked }
report-none-costs = No gap costs a regional sum anything.

screen-judged = level 0 to { $level }: errors { $errors }, warnings { $warnings }, for information { $information }, explained { $explained }; rules judged { $rules }
screen-recorded = What was found in sheets stands as it was recorded.
report-blocks-nothing-asked = nothing that was asked for has come
