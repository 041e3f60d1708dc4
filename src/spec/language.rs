//! The languages labels are written in, and the systems codes come from.

use crate::model::closed_set;

closed_set!(
    /// A language in which labels are recognised, by its ISO 639-1 code.
    Language {
        /// English.
        En = "en",
        /// French.
        Fr = "fr",
        /// Arabic.
        Ar = "ar",
        /// Portuguese.
        Pt = "pt",
        /// Swahili.
        Sw = "sw",
        /// Amharic.
        Am = "am",
        /// Somali.
        So = "so",
        /// Tigrinya.
        Ti = "ti",
        /// Malagasy.
        Mg = "mg",
        /// Kirundi.
        Rn = "rn",
        /// Kinyarwanda.
        Rw = "rw",
    }
);

impl Language {
    /// The languages that have a label column in every code list.
    pub const OF_LABELS: [Self; 4] = [Self::En, Self::Fr, Self::Ar, Self::Pt];
}

closed_set!(
    /// A system of codes for the same things. Letters alone never tell it: `ARE` is Egypt at UNHCR.
    CodeSystem {
        /// ISO 3166-1 alpha-3, and ISO 3166-3 for former states.
        Iso3 = "iso3",
        /// ISO 3166-1 alpha-2.
        Iso2 = "iso2",
        /// The three digits of UN M49, leading zeros or not.
        M49 = "m49",
        /// The three letters of UNHCR.
        Unhcr = "unhcr",
        /// The codes of Eurostat.
        Eurostat = "eurostat",
        /// The location codes of UN DESA, without leading zeros.
        Undesa = "undesa",
    }
);
