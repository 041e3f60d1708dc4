# The words of the reports.
report-findings = Constats
