# The words of the reports.
report-findings = Constatações
