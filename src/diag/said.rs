//! A message before it is a sentence: which one, and the words it is filled with. Sentences are made elsewhere, in the language of
//! the reader.

/// A word that a message is filled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// A figure, its digits in groups of three.
    Figure(i64),
    /// A number of things, by which the plural form is chosen.
    Count(u64),
    /// A text that is the same in every language: a code, an address, a decimal.
    Text(String),
    /// A text of the standard, by its key, with its English.
    Standard(String, String),
    /// Several of them, in the order in which they are to be read.
    Several(Vec<(String, String)>),
}

/// A message: which one, and the words it is filled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Id of the message.
    pub id: &'static str,
    /// Its words by name.
    pub words: Vec<(&'static str, Word)>,
}

impl Said {
    /// A message without words.
    #[must_use]
    pub const fn new(id: &'static str) -> Self {
        Self { id, words: Vec::new() }
    }

    /// Adds a figure.
    #[must_use]
    pub fn figure(mut self, name: &'static str, value: i64) -> Self {
        self.words.push((name, Word::Figure(value)));
        self
    }

    /// Adds a figure that may be known only to lie in a range.
    #[must_use]
    pub fn range(self, name: &'static str, low: i64, high: i64) -> Self {
        if low == high { self.figure(name, low) } else { self.text(name, format!("{low} - {high}")) }
    }

    /// Adds a number of things.
    #[must_use]
    pub fn count(mut self, name: &'static str, count: usize) -> Self {
        self.words.push((name, Word::Count(count as u64)));
        self
    }

    /// Adds a text that is the same in every language.
    #[must_use]
    pub fn text(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.words.push((name, Word::Text(text.into())));
        self
    }

    /// Adds a text of the standard.
    #[must_use]
    pub fn named(mut self, name: &'static str, key: impl Into<String>, english: impl Into<String>) -> Self {
        self.words.push((name, Word::Standard(key.into(), english.into())));
        self
    }

    /// Adds several texts of the standard, each by its key with its English.
    #[must_use]
    pub fn several(mut self, name: &'static str, texts: Vec<(String, String)>) -> Self {
        self.words.push((name, Word::Several(texts)));
        self
    }
}
