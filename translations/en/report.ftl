# The words of the reports.
report-findings = Findings
