//! How people of a language and country write dates, numbers and amounts of money: the C library's
//! locales.

mod money;
mod number;

use pure_rust_locales::{Locale as Known, locale_match};

use crate::diagnostic::suggest;

/// A language as written in a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale(Known);

/// The letters of the longest name.
const LONGEST: usize = 24;

/// Names to suggest. The first of a language stands for the language alone.
const COMMON: [&str; 96] = [
    "af_ZA", "ar_EG", "ar_AE", "ar_MA", "ar_SA", "bg_BG", "bn_BD", "bn_IN", "bs_BA", "ca_ES",
    "cs_CZ", "cy_GB", "da_DK", "de_DE", "de_AT", "de_CH", "de_LU", "el_GR", "el_CY", "en_US",
    "en_AU", "en_CA", "en_GB", "en_IE", "en_IN", "en_NZ", "en_SG", "en_ZA", "es_ES", "es_AR",
    "es_CL", "es_CO", "es_MX", "es_PE", "es_US", "et_EE", "eu_ES", "fa_IR", "fi_FI", "fil_PH",
    "fr_FR", "fr_BE", "fr_CA", "fr_CH", "fr_LU", "ga_IE", "gl_ES", "gu_IN", "he_IL", "hi_IN",
    "hr_HR", "hu_HU", "hy_AM", "id_ID", "is_IS", "it_IT", "it_CH", "ja_JP", "ka_GE", "kk_KZ",
    "km_KH", "kn_IN", "ko_KR", "lt_LT", "lv_LV", "mk_MK", "ml_IN", "mn_MN", "mr_IN", "ms_MY",
    "nb_NO", "nl_NL", "nl_BE", "nn_NO", "pa_IN", "pl_PL", "pt_BR", "pt_PT", "ro_RO", "ru_RU",
    "sk_SK", "sl_SI", "sq_AL", "sr_RS", "sv_SE", "sv_FI", "sw_KE", "ta_IN", "te_IN", "th_TH",
    "tr_TR", "uk_UA", "ur_PK", "vi_VN", "zh_CN", "zh_TW",
];

impl Locale {
    /// The locale of this name, as in `de_DE`, `de-DE` or `pt_BR.UTF-8`; a language alone, as in
    /// `de`, is that of its largest country.
    ///
    /// ```
    /// use segue::locale::Locale;
    ///
    /// assert_eq!(Locale::find("de"), Locale::find("de-DE"));
    /// assert_eq!(Locale::find("de_XX"), None);
    /// ```
    pub fn find(name: &str) -> Option<Self> {
        if let Ok(known) = Known::try_from(name) {
            return Some(Self(known));
        }
        let mut buffer = [0; LONGEST];
        let name = normal(name, &mut buffer)?;
        if name == "no" {
            return Some(Self(Known::nb_NO));
        }
        if !name.contains('_') {
            return Self::of_language(name);
        }
        Known::try_from(name).ok().map(Self)
    }

    /// The same for a customer's, of whom nobody knows how careful they were: without such a
    /// country it is the language's.
    pub(crate) fn nearest(name: &str) -> Option<Self> {
        Self::find(name).or_else(|| {
            let language = name.split(['_', '-', '.', '@']).next()?;
            Self::find(language)
        })
    }

    fn of_language(language: &str) -> Option<Self> {
        let is_of = |name: &&&str| {
            let rest = name.strip_prefix(language);
            rest.is_some_and(|rest| rest.starts_with('_'))
        };
        let name = COMMON.iter().find(is_of)?;
        Known::try_from(*name).ok().map(Self)
    }

    /// What a name that is none was probably meant to be.
    pub(crate) fn hints(name: &str) -> Vec<String> {
        let hints = suggest(&name.replace('-', "_"), COMMON);
        if hints.is_empty() {
            vec!["write a language and a country, as in `de_DE`, or a language alone".to_owned()]
        } else {
            hints
        }
    }

    /// From Sunday.
    pub(crate) fn days(self) -> &'static [&'static str] {
        locale_match!(self.0 => LC_TIME::DAY)
    }

    /// From Sunday.
    pub(crate) fn short_days(self) -> &'static [&'static str] {
        locale_match!(self.0 => LC_TIME::ABDAY)
    }

    /// As they stand beside a day.
    pub(crate) fn months(self) -> &'static [&'static str] {
        locale_match!(self.0 => LC_TIME::MON)
    }

    /// As they stand alone.
    pub(crate) fn months_alone(self) -> &'static [&'static str] {
        locale_match!(self.0 => LC_TIME::ALT_MON).unwrap_or_else(|| self.months())
    }

    pub(crate) fn short_months(self) -> &'static [&'static str] {
        locale_match!(self.0 => LC_TIME::ABMON)
    }

    /// Before and after noon; empty where people do not say so.
    pub(crate) fn halves(self) -> &'static [&'static str] {
        locale_match!(self.0 => LC_TIME::AM_PM)
    }

    /// Patterns of a date, a time and both.
    pub(crate) fn pattern(self, letter: char) -> Option<&'static str> {
        let pattern = match letter {
            'x' => locale_match!(self.0 => LC_TIME::D_FMT),
            'X' => locale_match!(self.0 => LC_TIME::T_FMT),
            'c' => locale_match!(self.0 => LC_TIME::D_T_FMT),
            'r' => locale_match!(self.0 => LC_TIME::T_FMT_AMPM),
            _ => return None,
        };
        // a pattern must not lead to itself
        let is_plain = !["%x", "%X", "%c", "%r"]
            .iter()
            .any(|own| pattern.contains(own));
        (!pattern.is_empty() && is_plain).then_some(pattern)
    }
}

/// `pt-br.UTF-8` as `pt_BR`.
fn normal<'b>(name: &str, buffer: &'b mut [u8; LONGEST]) -> Option<&'b str> {
    let name = name.trim();
    let name = name.split('.').next().unwrap_or(name);
    let bytes = name.as_bytes();
    let target = buffer.get_mut(..bytes.len())?;
    target.copy_from_slice(bytes);
    let mut parts = 0;
    for byte in target.iter_mut() {
        match byte {
            b'-' | b'_' => {
                parts += 1;
                *byte = b'_';
            }
            b'@' => parts = 2,
            byte if parts == 1 => byte.make_ascii_uppercase(),
            byte => byte.make_ascii_lowercase(),
        }
    }
    std::str::from_utf8(target).ok()
}

#[cfg(test)]
mod tests {
    use super::{COMMON, Locale};

    #[test]
    fn names() {
        let same = [
            ("de", "de_DE"),
            ("DE", "de_DE"),
            ("de-de", "de_DE"),
            ("pt", "pt_BR"),
            ("pt-PT", "pt_PT"),
            ("en", "en_US"),
            ("no", "nb_NO"),
            ("en_GB.UTF-8", "en_GB"),
            ("ca_ES@valencia", "ca_ES@valencia"),
        ];
        for (name, full) in same {
            assert!(Locale::find(full).is_some(), "{full}");
            assert_eq!(Locale::find(name), Locale::find(full), "{name}");
        }
        for name in [
            "",
            "xx",
            "de_XX",
            "german",
            "d",
            "de_DE_DE",
            "a-very-long-name-of-a-locale",
        ] {
            assert_eq!(Locale::find(name), None, "{name}");
        }
        assert_eq!(Locale::nearest("en_DE"), Locale::find("en_US"));
        assert_eq!(Locale::nearest("klingon"), None);
        assert_eq!(Locale::hints("de_ED"), ["did you mean `de_DE`?"]);
    }

    #[test]
    fn what_is_suggested_exists_and_has_all_names() {
        for name in COMMON {
            let locale = Locale::find(name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(
                (locale.days().len(), locale.short_days().len()),
                (7, 7),
                "{name}"
            );
            assert_eq!(
                (locale.months().len(), locale.short_months().len()),
                (12, 12),
                "{name}"
            );
            assert_eq!(locale.months_alone().len(), 12, "{name}");
        }
    }
}
