//! What an office can do about findings of later stages.
//!
//! In: findings about a filled template. Out: the same, where the usual advice would speak to who writes mappings or asks senders,
//! with words for who fills in the cells. Messages, places and severities stay as they are.

use crate::diag::Finding;

/// Findings whose usual advice is not for an office, each with what to do in the workbook.
const ADVICE: [(&str, &str); 14] = [
    (
        "map/undeclared-symbol",
        "type a whole number with digits alone, such as 1234, or one of the signs `:` (missing), `-` (not applicable), `c` (confidential); a \
         mark such as (p) belongs into the status of the row",
    ),
    ("map/error-cell", "type the number itself, or mend the formula and save the workbook again"),
    ("map/not-a-number-cell", "type a whole number; the cell holds a date or a truth value"),
    ("map/not-a-count", "type a number of persons or cases, not a share"),
    ("map/not-whole", "type a whole number"),
    ("map/negative", "type the right figure; a count is never below zero"),
    ("map/value-and-none", "either empty the figure, or choose another status for the row"),
    ("map/zero-shown-as", "type `0` where nobody was counted, or the sign itself, and leave the format of the cell as it was"),
    ("map/zero-without-format", "send the workbook as .xlsx"),
    ("map/format-mark", "leave the format of the cell as it was; a mark belongs into the status of the row"),
    ("map/number-as-text", "nothing to do if the figures are right; type them again to have them stored as numbers"),
    ("locate/unclaimed-sheet", "see what else is said of this sheet; of a sheet that is none of the template's nothing is read"),
    ("locate/empty-table", "type the figures of the sheet, or leave it empty where you have none"),
    ("locate/column-without-heading", "move what stands in that column into the yellow cells, or into the notes of its row, or delete it"),
];

/// Replaces advice for writers of mappings by advice for who fills in a template.
pub fn advise(findings: &mut [Finding]) {
    for finding in findings {
        if let Some((_, advice)) = ADVICE.iter().find(|(id, _)| *id == finding.code.id) {
            finding.hint = Some((*advice).to_owned());
        }
    }
}
