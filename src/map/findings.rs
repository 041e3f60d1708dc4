//! What this stage can tell.

use crate::diag::{FindingCode, Severity};

macro_rules! findings {
    ($($name:ident = $id:literal, $severity:ident, $when:literal, $fix:literal;)+) => {
        $(pub(crate) static $name: FindingCode = FindingCode { id: $id, severity: Severity::$severity, when: $when, fix: $fix };)+
        pub(crate) static ALL: &[&FindingCode] = &[$(&$name),+];
    };
}

findings! {
    UNKNOWN_LABEL = "map/unknown-label", Error,
        "a label is neither in the mapping nor in the code list; its cells are not read",
        "add a line to the field's `values`, or correct the label in the file";
    AMBIGUOUS_LABEL = "map/ambiguous-label", Error,
        "a label can mean two codes; it is never guessed",
        "add a line to the field's `values` that says which is meant";
    BLANK_LABEL = "map/blank-label", Error,
        "a row or column holds figures, but the cell that should name them is empty",
        "see whether the label has moved; a column that repeats the label above is read with direction `left-up`";
    CONTRADICTING_LABELS = "map/contradicting-labels", Error,
        "two labels of one row name different things; its cells are not read",
        "ask the sender which of the two is right";
    UNCONFIRMED_LABEL = "map/unconfirmed-label", Warning,
        "the label that should confirm a code names nothing known",
        "add the label to the confirming field's `values`";
    NOT_A_YEAR = "map/not-a-year", Error,
        "a label that feeds the year is not a year of four digits, means more than one thing, or names a period that does not exist",
        "declare a mark behind the year in the field's `marks`; for two years such as `2015/16` state `period.starts` of a fiscal year or `period.pair`; for words around the year give the field a `pattern`";
    NOT_A_PERIOD = "map/not-a-period", Error,
        "a label that feeds the period is neither a period of SDMX nor a date",
        "write `2015`, `2015-Q1`, `2015-03` or `2015-03-01` in the file, or feed year and part of the year from fields of their own";
    CALENDAR_NOT_STATED = "map/calendar-not-stated", Error,
        "a year is plausible in two calendars that the sender's office uses, and the mapping states neither; its figures are not read",
        "find out which calendar the file is in, and state it as `period.calendar`";
    NO_STATE = "map/no-state", Error,
        "nothing says which state the figures of a table describe; they are not read",
        "give `reporter` in the table, or a field that feeds it";
    NAME_NOT_IN_USE = "map/name-not-in-use", Information,
        "a label is an old or a later name of its code, not the one of the period",
        "nothing to do, unless the source means another state; an old table that goes on using old names is common";
    NAME_COVERED_OTHERWISE = "map/name-covered-otherwise", Information,
        "a name covered another territory in the period than its code does now, as Sudan did before 9 July 2011",
        "read the figure as one of the territory of its time; a line of `values` that names the code says that somebody looked";
    UNDECLARED_MARK = "map/undeclared-mark", Warning,
        "a mark stands behind a label, and the mapping does not say what it means",
        "add the mark to the field's `marks`, with the status it gives or without one";
    UNDECLARED_LETTER = "map/undeclared-letter", Error,
        "a cell that is read as a set of letters holds a letter the mapping does not list; its row is not read",
        "add the letter to the field's `letters` and say in a rule what it does";
    UNDECLARED_SYMBOL = "map/undeclared-symbol", Error,
        "a value cell holds neither a number nor a declared symbol; it is not read",
        "declare the symbol under `missing` with its status, or, where it is a number, how numbers are written under `numbers`; otherwise ask the sender";
    BLANK_NOT_DECLARED = "map/blank-not-declared", Error,
        "a value cell is empty, and the mapping does not say whether that means missing or absent",
        "declare `blank`";
    ERROR_CELL = "map/error-cell", Error,
        "a value cell holds an error of the spreadsheet program; it is not read",
        "ask the sender to mend the formula";
    NOT_A_NUMBER_CELL = "map/not-a-number-cell", Error,
        "a value cell holds a date or a truth value; it is not read",
        "see whether the column is formatted as a date, or has moved";
    ZERO_SHOWN_AS = "map/zero-shown-as", Error,
        "a cell stores zero, but its number format shows a symbol instead; nobody said what the symbol means, so the zero is not read",
        "declare the symbol under `zero` if it is a true zero, under `missing` with its status if it is not";
    ZERO_WITHOUT_FORMAT = "map/zero-without-format", Warning,
        "cells store zero in a file whose format does not tell number formats, so a zero may be shown as a sign for a missing value",
        "look at the sheet in a spreadsheet program; if the zeros are true, nothing is to be done, else ask for the file as .xlsx";
    FORMAT_MARK = "map/format-mark", Warning,
        "a number format shows a sign beside numbers, and nobody said what it means; the numbers are read",
        "declare the sign in the table's `format-marks`, with the status it gives or without one";
    MIXED_DIGITS = "map/mixed-digits", Warning,
        "figures of one table are written in digits of different scripts; all are read",
        "look whether the figure was pasted from somewhere else";
    NOT_A_COUNT = "map/not-a-count", Error,
        "a value cell holds a percentage or another share, which is never a count; it is not read",
        "leave the column out with reason `not-a-count`, or see whether it has moved";
    NUMBER_AS_TEXT = "map/number-as-text", Warning,
        "numbers are stored as text in a spreadsheet",
        "nothing to do if the figures are right; the sender should store numbers as numbers";
    NOT_WHOLE = "map/not-whole", Error,
        "a count is not a whole number of units; the value is withheld, status O",
        "see whether the unit or the multiplier is right";
    NEGATIVE = "map/negative", Error,
        "a count is below zero; the value is withheld, status O",
        "ask the sender for the right figure";
    VALUE_AND_NONE = "map/value-and-none", Error,
        "a cell holds a figure, and a status beside it says that there is none; neither is published",
        "ask the sender which of the two is right";
    FINER_THAN_STEP = "map/finer-than-step", Warning,
        "a value is finer than the step the mapping states",
        "correct `unit.step`";
    NO_DESTINATION = "map/no-destination", Error,
        "no rule says which exchange table a row goes to; it is not read",
        "add a rule, or `to` for the whole table";
    TWO_DESTINATIONS = "map/two-destinations", Error,
        "rules send a row to two exchange tables; it goes to neither",
        "say in the mapping which of the two it is";
    NOT_A_STATE = "map/not-a-state", Error,
        "the label that names the reporter names a group of states, or nothing that is a state; its cells are not read",
        "add a rule with `fate = \"aggregate-reporter\"` for such rows";
    WITHHELD = "map/withheld", Warning,
        "a rule of the mapping withholds the figures of a row and says why",
        "nothing to do, unless the sender can give the figures apart";
    STATE_WITHOUT_FIGURES = "map/state-without-figures", Information,
        "a rule for groups of states takes the row of a single state, which holds no figure",
        "nothing to do, unless the state should have figures";
    STATE_SET_ASIDE = "map/state-set-aside", Error,
        "a rule makes a row of a single state a mere check, so its figures are lost",
        "see what the row lacks, and correct the file or the rule";
    IGNORED_WITHOUT_A_LINE = "map/ignored-without-a-line", Error,
        "more than two per cent of the filled cells of a table are left out, and no line of the mapping says why",
        "name their columns in `ignore-column` with a reason";
    OPEN_QUESTION = "map/open-question", Warning,
        "the mapping leaves a question open; what it is about is not read, or rests on a guess",
        "answer it in the mapping, then delete the question";
    EVIDENCE_MISSING = "map/evidence-missing", Warning,
        "a profile names a cell as evidence for what it states, and the cell is empty or says something else",
        "look at the notes of this file: the definition may have changed; correct the cell, or the statement";
    UNMATCHED_LINE = "map/unmatched-line", Information,
        "a line of the mapping matched nothing in the file",
        "delete the line if the layout has changed for good; a line can also be shadowed by one above it";
}
