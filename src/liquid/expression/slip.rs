//! What people write who think of another language, and what they mean.

use super::Rule;

/// What is probably meant where markup stops making sense.
pub(super) fn hint(rule: Rule, markup: &str, at: usize, word: &str) -> Option<String> {
    let place = Place {
        rule,
        before: markup[..at].trim_end(),
        rest: markup[at..].trim_start(),
        word,
    };
    let hint = place.braces().or_else(|| place.entity());
    let hint = hint.or_else(|| place.repetition());
    let hint = hint.or_else(|| place.partial());
    let hint = hint.or_else(|| place.logic());
    let hint = hint.or_else(|| place.calculation());
    hint.or_else(|| place.punctuation())
}

/// Where markup stops making sense.
struct Place<'a> {
    rule: Rule,
    before: &'a str,
    rest: &'a str,
    word: &'a str,
}

impl Place<'_> {
    fn is_value(&self) -> bool {
        matches!(self.rule, Rule::output | Rule::assign)
    }

    /// The last word before the place.
    fn last_word(&self) -> &str {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let start = self.before.trim_end_matches(is_word).len();
        &self.before[start..]
    }

    /// `${name}`, `{{ name }}` in a tag, `{{{ name }}}`, `@index`
    fn braces(&self) -> Option<String> {
        if let Some(inner) = self.rest.strip_prefix("${") {
            let name = inner.split('}').next().unwrap_or_default().trim();
            let name = name.to_lowercase().replace([' ', '-'], "_");
            if name.contains("unsubscribe") {
                return Some("the address is `{{ unsubscribe_url }}`".to_owned());
            }
            return Some(format!(
                "Braze's `${{…}}` is not needed: write the field, as `customer.{name}`"
            ));
        }
        if self.rest.starts_with("{{") {
            return Some(match self.rule {
                Rule::partial => "choose between partials with `{% case %}`".to_owned(),
                _ => "inside of a tag values have no braces".to_owned(),
            });
        }
        if self.word.starts_with('@') {
            return Some("Handlebars' `@index` is `forloop.index0`".to_owned());
        }
        None
    }

    /// `&gt;` where an editor took the template for a text.
    fn entity(&self) -> Option<String> {
        let (name, rest) = self.rest.strip_prefix('&')?.split_once(';')?;
        let letter = match name {
            "gt" => ">",
            "lt" => "<",
            "quot" | "ldquo" | "rdquo" => "\"",
            "#39" | "apos" | "lsquo" | "rsquo" => "'",
            "nbsp" => " ",
            "amp" if rest.starts_with("&amp;") => "and",
            "amp" => "&",
            _ => return None,
        };
        Some(format!(
            "an HTML editor wrote `&{name};` for `{letter}`: write `{letter}`"
        ))
    }

    /// `{{ a + b }}`, `{{ a or b }}`, `{{ a == b }}`
    fn calculation(&self) -> Option<String> {
        if !self.is_value() {
            return None;
        }
        let sign = self.rest.chars().next()?;
        let filter = match sign {
            '+' => Some("plus"),
            '-' => Some("minus"),
            '*' => Some("times"),
            '/' => Some("divided_by"),
            '%' => Some("modulo"),
            _ => None,
        };
        if let Some(filter) = filter {
            return Some(format!("calculate with a filter: `| {filter}: …`"));
        }
        match self.word {
            "or" | "||" | "??" => Some("a value for what is missing is `| default: …`".to_owned()),
            "==" | "!=" | "<" | ">" | "<=" | ">=" | "?" | "and" | "&&" | "contains" | "if" => {
                Some("an output shows one value: decide with `{% if … %}`".to_owned())
            }
            _ => None,
        }
    }

    /// `&&`, `not`, `=`, `'a' in list`
    fn logic(&self) -> Option<String> {
        if self.rule != Rule::condition {
            return None;
        }
        let hint = match self.word {
            "&&" => "both is `and`",
            "||" => "either is `or`",
            "=" | "===" | "is" | "eq" | "equals" => "to compare is `==`",
            "!==" => "to compare is `!=`",
            "!" => "there is no `!`: use `{% unless … %}`, or compare with `== false`",
            "in" => "write the list first: `list contains value`",
            _ if self.last_word() == "not" => {
                "there is no `not`: use `{% unless … %}`, or compare with `== false`"
            }
            _ if self.before.matches('(').count() > self.before.matches(')').count() => {
                "there are no brackets: `and` and `or` are read from right to left"
            }
            _ => return None,
        };
        Some(hint.to_owned())
    }

    /// `for item of list`, `for a, b in list`, `for i in 1..5`
    fn repetition(&self) -> Option<String> {
        if self.rule != Rule::for_loop {
            return None;
        }
        let hint = match self.word {
            "of" => "write `in`",
            "," if !self.before.contains(" in ") => {
                "one variable goes through the list; `forloop.index` counts"
            }
            word if word.starts_with("..") => "write `(1..5)`",
            word if word.starts_with('(') && self.last_word() == "range" => "write `(1..5)`",
            word if self.rest[word.len()..].trim_start().starts_with('=') => {
                "settings have a colon: `limit: 3`"
            }
            _ => return None,
        };
        Some(hint.to_owned())
    }

    /// `{% include /shared/nav.html title=x %}`
    fn partial(&self) -> Option<String> {
        if self.rule != Rule::partial {
            return None;
        }
        let has_argument = self.rest[self.word.len()..].trim_start().starts_with('=');
        let is_quoted = self.before.starts_with(['"', '\'']);
        match (has_argument, is_quoted) {
            (true, true) => Some(format!("arguments have a colon: `{}: …`", self.word)),
            (true, false) => Some(format!(
                "write the name in quotes, and arguments with a colon: `{}: …`",
                self.word
            )),
            (false, false) if self.rest.starts_with('/') => {
                Some("write the name in quotes".to_owned())
            }
            _ => None,
        }
    }

    fn punctuation(&self) -> Option<String> {
        let ends = |end: char| self.before.ends_with(end);
        if ends('.') && self.rest.starts_with('[') {
            return Some("leave out the dot before `[`".to_owned());
        }
        if ends('.') && self.rest.starts_with('.') {
            return Some("leave out one of the dots".to_owned());
        }
        if self.rule == Rule::assign && ends('=') && self.rest.starts_with('=') {
            return Some("a variable is set by one `=`".to_owned());
        }
        let filter = self
            .before
            .rsplit_once('|')
            .map(|(_, filter)| filter.trim());
        let is_filter = filter.is_some_and(|filter| filter == self.last_word());
        if is_filter && self.rest.starts_with(['(', '"', '\'', '=']) {
            return Some(format!(
                "arguments follow a colon: `| {}: …`",
                self.last_word()
            ));
        }
        if self.rest.starts_with('(') && !self.last_word().is_empty() {
            return Some("there are no functions, only variables and filters".to_owned());
        }
        let is_beside_quote = ends('\'') || ends('"');
        if is_beside_quote && self.rest.starts_with(char::is_alphanumeric) {
            return Some("a text that has `'` in it stands between `\"`".to_owned());
        }
        None
    }
}
