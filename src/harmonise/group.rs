//! Rows of a frame that belong together.

use polars::prelude::{DataFrame, Expr, IntoLazy, PolarsResult, Series, col, polars_err};

/// A name no column of the contract can have.
const POSITION: &str = "\u{0}position";

/// Positions of the rows of each group, groups in the order of their first row.
pub(crate) fn group_positions(frame: DataFrame, by: Vec<Expr>) -> PolarsResult<Vec<Vec<usize>>> {
    if by.is_empty() {
        return Ok(vec![(0..frame.height()).collect()]);
    }
    let grouped = frame.lazy().with_row_index(POSITION, None).group_by_stable(by).agg([col(POSITION)]).collect()?;
    grouped.column(POSITION)?.list()?.amortized_iter().map(|list| positions(list.as_ref().map(AsRef::as_ref))).collect()
}

fn positions(list: Option<&Series>) -> PolarsResult<Vec<usize>> {
    let list = list.ok_or_else(|| polars_err!(ComputeError: "a group without rows"))?;
    Ok(list.u32()?.iter().flatten().map(|position| position as usize).collect())
}
