//! One page that a person opens: nothing outside it is asked for, and it works without script.
//!
//! In: a [`ReportPage`]. Out: the text of an HTML document. Every text is escaped by the template engine; what a sender
//! typed is isolated besides, and what is not seen in it is shown. The words around the texts are those of its language.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, Value};
use minijinja::{Environment, Error, UndefinedBehavior, context};

use super::error::ReportError;
use super::model::ReportPage;
use super::visible::{code_html, sent_html, sentence, sentence_html};
use super::words;
use super::{picture, plot};
use crate::spec::Language;

/// What may have become of a place of the plan, in the order of the legend.
pub(crate) const GAPS: [&str; 9] =
    ["received", "partial", "late", "missing", "not-collected", "derogation", "confidential", "not-applicable", "not-asked"];

/// The templates, by name.
const TEMPLATES: [(&str, &str); 16] = [
    ("page.html", include_str!("templates/page.html")),
    ("page.css", include_str!("templates/page.css")),
    ("parts.html", include_str!("templates/parts.html")),
    ("summary.html", include_str!("templates/summary.html")),
    ("states.html", include_str!("templates/states.html")),
    ("gaps.html", include_str!("templates/gaps.html")),
    ("findings.html", include_str!("templates/findings.html")),
    ("sheets.html", include_str!("templates/sheets.html")),
    ("mirrors.html", include_str!("templates/mirrors.html")),
    ("series.html", include_str!("templates/series.html")),
    ("definitions.html", include_str!("templates/definitions.html")),
    ("recommendations.html", include_str!("templates/recommendations.html")),
    ("sources.html", include_str!("templates/sources.html")),
    ("costs.html", include_str!("templates/costs.html")),
    ("source_sheet.html", include_str!("templates/source_sheet.html")),
    ("explanations.html", include_str!("templates/explanations.html")),
];

/// The page as one HTML document.
///
/// # Errors
/// The page is in a language that the program does not speak; all else is a fault of this program.
pub fn html(page: &ReportPage) -> Result<String, ReportError> {
    let language = words::language(&page.about.language)?;
    let environment = environment(language)?;
    let (drawings, places) = picture::drawings(&page.sheets);
    let plots = page.series.iter().map(|one| plot::series(one, language)).collect::<Result<Vec<_>, _>>()?;
    let mirror = plot::mirrors(&page.mirrors, &words::plain(language, "report-mirror-plot"), language)?;
    let findings: usize = page.findings.iter().map(|group| group.findings.len()).sum();
    let text = environment.get_template("page.html")?.render(context! {
        lang => language.as_str(),
        dir => if language.is_right_to_left() { "rtl" } else { "ltr" },
        drawings => Value::from(Serde(&drawings)),
        places => Value::from(Serde(&places)),
        plots => plots.into_iter().map(Value::from_safe_string).collect::<Vec<_>>(),
        mirror_plot => mirror.map(Value::from_safe_string),
        findings_in_all => findings,
        statuses => GAPS.to_vec(),
        page => Value::from(Serde(page)),
    })?;
    Ok(text)
}

pub(super) fn environment(language: Language) -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    for (name, text) in TEMPLATES {
        environment.add_template(name, text)?;
    }
    // `t` gives HTML, `tp` the same for an attribute.
    environment.add_function("t", move |id: String, given: Kwargs| {
        words::message(language, &id, &given).map(|text| Value::from_safe_string(sentence_html(&text)))
    });
    environment.add_function("tp", move |id: String, given: Kwargs| words::message(language, &id, &given).map(|text| sentence(&text)));
    environment.add_filter("sent", |text: String| Value::from_safe_string(sent_html(&text)));
    environment.add_filter("said", |text: String| Value::from_safe_string(sentence_html(&text)));
    environment.add_filter("plain", |text: String| sentence(&text));
    environment.add_filter("code", |text: String| Value::from_safe_string(code_html(&text)));
    environment.add_filter("figure", move |value: i64| Value::from_safe_string(code_html(&words::figure(language, value))));
    environment.add_filter("percent", move |value: u16| Value::from_safe_string(code_html(&words::percent(language, value))));
    environment.add_filter("decimal", move |value: f64| Value::from_safe_string(code_html(&words::decimal(language, value, 2))));
    environment.add_filter("relative", |address: String| relative(&address));
    Ok(environment)
}

/// An address that leads to a file beside the page; empty for any other, so that no report leads elsewhere.
fn relative(address: &str) -> String {
    let elsewhere = address.contains([':', '\\']) || address.starts_with('/') || address.chars().any(char::is_control);
    if elsewhere { String::new() } else { address.to_owned() }
}
