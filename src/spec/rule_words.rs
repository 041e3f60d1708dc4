//! The kinds of rules in words, from the same doc comments that make their JSON Schema: said once, next to the type.

use serde_json::Value;

use super::rule_check::Check;

/// A kind of rule as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindOfRule {
    /// Its name in a rule.
    pub kind: String,
    /// What it finds.
    pub finds: String,
    /// Its parameters.
    pub parameters: Vec<RuleParameter>,
}

/// A parameter of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleParameter {
    /// Its key.
    pub name: String,
    /// Whether a rule must state it.
    pub is_required: bool,
    /// What it means.
    pub meaning: String,
}

/// Every kind, in the order of [`Check::KINDS`].
///
/// ```
/// use concord::spec::{Check, kinds_of_rules};
///
/// let kinds = kinds_of_rules();
/// assert_eq!(kinds.len(), Check::KINDS.len());
/// assert!(kinds.iter().all(|kind| !kind.finds.is_empty()));
/// ```
#[must_use]
pub fn kinds_of_rules() -> Vec<KindOfRule> {
    let schema = schemars::schema_for!(Check);
    let variants = schema.as_value().get("oneOf").and_then(Value::as_array);
    variants.into_iter().flatten().filter_map(kind_of_rule).collect()
}

fn kind_of_rule(variant: &Value) -> Option<KindOfRule> {
    let properties = variant.get("properties")?.as_object()?;
    let kind = properties.get("kind")?.get("const")?.as_str()?.to_owned();
    let required: Vec<&str> = variant.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let parameters = properties.iter().filter(|(name, _)| *name != "kind").map(|(name, property)| RuleParameter {
        name: name.clone(),
        is_required: required.contains(&name.as_str()),
        meaning: words(property),
    });
    Some(KindOfRule { kind, finds: words(variant), parameters: parameters.collect() })
}

fn words(schema: &Value) -> String {
    schema.get("description").and_then(Value::as_str).unwrap_or_default().replace('\n', " ")
}

impl Check {
    /// Its parameters as a rule states them, one a line; nothing for a kind without any.
    #[must_use]
    pub fn parameters(&self) -> String {
        let Ok(toml::Value::Table(table)) = toml::Value::try_from(self) else { return String::new() };
        let lines = table.iter().filter(|(key, _)| *key != "kind");
        lines.fold(String::new(), |text, (key, value)| text + &format!("{key} = {value}\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_and_parameter_is_described() {
        let kinds = kinds_of_rules();
        assert_eq!(kinds.iter().map(|kind| kind.kind.as_str()).collect::<Vec<_>>(), Check::KINDS);
        for kind in kinds {
            assert!(kind.finds.ends_with('.') && kind.parameters.iter().all(|one| one.meaning.ends_with('.')), "{kind:?}");
        }
    }

    #[test]
    fn parameters_are_shown_as_they_are_written() {
        let text = "kind = \"different-figures\"\nfigures = [{ table = \"IMM1\" }, { table = \"BAL1\", codes = { balance_component = \"IMM\" }, at = \"opening\" }]\n";
        let check: Check = toml::from_str(text).unwrap();
        let shown = check.parameters();
        assert_eq!(toml::from_str::<Check>(&format!("kind = \"different-figures\"\n{shown}")).unwrap(), check);
        assert!(shown.contains("{ table = \"IMM1\" }") && !shown.contains("less"), "{shown}");
        assert_eq!(Check::BothSexes {}.parameters(), "");
    }
}
