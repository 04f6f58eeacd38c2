//! What can be wrong with rules that parse.

use super::foreign;
use crate::diagnostic::{Code, Problem, Severity, code, suggest};
use crate::model::Arithmetic;
use crate::schema::Type;

/// A mistake in the rules.
#[derive(Clone, Debug)]
pub(crate) enum CheckProblem {
    UnknownName {
        name: String,
        what: &'static str,
        candidates: Vec<String>,
    },
    UnknownField {
        table: String,
        name: String,
        candidates: Vec<String>,
    },
    NoParts {
        part: String,
        ty: Type,
    },
    CustomerNameInWhere {
        name: String,
        event: String,
    },
    NotACondition {
        name: String,
        what: &'static str,
        hint: String,
    },
    Duplicate {
        name: String,
    },
    Cycle {
        names: Vec<String>,
    },
    Mismatch {
        expected: String,
        found: Type,
        hint: Option<String>,
    },
    Incomparable {
        left: Type,
        right: Type,
    },
    Unordered,
    Arithmetic {
        operator: Arithmetic,
        left: Type,
        right: Type,
    },
    UnknownOption {
        option: String,
        options: Vec<String>,
    },
    EmptyList,
    Pattern {
        fault: String,
        hint: Option<&'static str>,
    },
    NotConstant {
        word: Option<String>,
    },
    WholeNumber {
        found: String,
        least: i64,
    },
    TooLarge,
    MoneyDigits {
        digits: u8,
    },
    ScoreSum {
        sum: f64,
    },
    FullAt,
    UnreachableMember {
        what: &'static str,
    },
    MissingClause {
        campaign: String,
        clause: &'static str,
        example: &'static str,
    },
    MissingTable,
    MissingKey {
        table: String,
        example: &'static str,
    },
    MissingEmail,
    OptionalKey {
        name: String,
    },
    ReservedField {
        name: String,
    },
    OwnField {
        name: String,
    },
    NoConsent {
        campaign: String,
    },
    PersonaLacks {
        persona: String,
        field: String,
        ty: Type,
    },
    SameId {
        id: String,
    },
    EventLacks {
        event: String,
        field: String,
        ty: Type,
    },
    NotABlock {
        name: String,
    },
    BadMark {
        name: String,
    },
    NotInRow,
    RfmAlone,
    Percent,
    NotAnEvent,
    NeverWaited,
    CountedWindow {
        event: String,
    },
    NeedsField {
        event: String,
    },
    TimeInside {
        event: String,
    },
}

impl Problem for CheckProblem {
    fn code(&self) -> Code {
        match self {
            Self::UnknownName { .. } | Self::UnknownField { .. } => code::UNKNOWN_NAME,
            Self::CustomerNameInWhere { .. } => code::CUSTOMER_NAME_IN_WHERE,
            Self::NotACondition { .. } => code::NOT_A_CONDITION,
            Self::Duplicate { .. } => code::DUPLICATE_NAME,
            Self::Cycle { .. } => code::CYCLE,
            Self::Mismatch { .. }
            | Self::Incomparable { .. }
            | Self::Unordered
            | Self::Arithmetic { .. }
            | Self::NoParts { .. } => code::TYPE_MISMATCH,
            Self::UnknownOption { .. } => code::UNKNOWN_OPTION,
            Self::EmptyList => code::EMPTY_LIST,
            Self::Pattern { .. } => code::INVALID_PATTERN,
            Self::NotConstant { .. } => code::NOT_CONSTANT,
            Self::WholeNumber { .. } => code::WHOLE_NUMBER,
            Self::TooLarge => code::TOO_LARGE,
            Self::MoneyDigits { .. } => code::MONEY_DIGITS,
            Self::ScoreSum { .. } => code::SCORE_SUM,
            Self::FullAt => code::FULL_AT,
            Self::UnreachableMember { .. } => code::UNREACHABLE_ARM,
            Self::MissingClause { .. } => code::MISSING_CLAUSE,
            Self::MissingTable => code::MISSING_CUSTOMER,
            Self::MissingKey { .. } => code::MISSING_ID,
            Self::MissingEmail => code::MISSING_EMAIL,
            Self::OptionalKey { .. } => code::OPTIONAL_ID,
            Self::ReservedField { .. } => code::RESERVED_FIELD,
            Self::OwnField { .. } => code::OWN_FALLBACK,
            Self::NoConsent { .. } => code::NO_CONSENT,
            Self::PersonaLacks { .. } => code::PERSONA_LACKS,
            Self::SameId { .. } => code::SAME_ID,
            Self::EventLacks { .. } => code::EVENT_LACKS,
            Self::NotABlock { .. } => code::NOT_A_BLOCK,
            Self::BadMark { .. } => code::UNKNOWN_MARK,
            Self::NotInRow => code::NOT_IN_ROW,
            Self::RfmAlone => code::RFM_ALONE,
            Self::Percent => code::PERCENT,
            Self::NotAnEvent => code::NOT_AN_EVENT,
            Self::NeverWaited => code::NEVER_TRUE,
            Self::CountedWindow { .. } => code::COUNTED_WINDOW,
            Self::NeedsField { .. } => code::NEEDS_FIELD,
            Self::TimeInside { .. } => code::TIME_IN_BRACES,
        }
    }

    fn severity(&self) -> Severity {
        match self {
            Self::NoConsent { .. } => Severity::Warning,
            _ => Severity::Error,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::UnknownName { name, what, .. } => format!("there is no {what} called `{name}`"),
            Self::UnknownField { table, name, .. } => {
                format!("`{table}` has no field called `{name}`")
            }
            Self::NoParts { part, ty } => {
                format!("expected a reference to a catalog before `.{part}`, found {ty}")
            }
            Self::CustomerNameInWhere { name, event } => {
                format!(
                    "`{name}` belongs to the customer, `where` sees only the fields of `{event}`"
                )
            }
            Self::NotACondition { name, what, .. } => {
                format!("expected a yes/no condition, found the {what} `{name}`")
            }
            Self::Duplicate { name } => format!("`{name}` is declared twice"),
            Self::Cycle { names } if names.len() == 1 => {
                format!("`{}` is defined by itself", names[0])
            }
            Self::Cycle { names } => {
                let ring = names.join("` → `");
                format!("these define each other: `{ring}` → `{}`", names[0])
            }
            Self::Mismatch {
                expected, found, ..
            } => format!("expected {expected}, found {found}"),
            Self::Incomparable { left, right } => format!("cannot compare {left} with {right}"),
            Self::Unordered => "yes and no have no order".to_owned(),
            Self::Arithmetic {
                operator,
                left,
                right,
            } => match operator {
                Arithmetic::Add => format!("cannot add {right} to {left}"),
                Arithmetic::Subtract => format!("cannot subtract {right} from {left}"),
                Arithmetic::Multiply => format!("cannot multiply {left} by {right}"),
                Arithmetic::Divide => format!("cannot divide {left} by {right}"),
            },
            Self::UnknownOption { option, .. } => format!("`{option}` is none of the options"),
            Self::EmptyList => "expected at least one value, found an empty list".to_owned(),
            Self::Pattern { fault, .. } => fault.clone(),
            Self::NotConstant { .. } => "expected a constant, found a value that varies".to_owned(),
            Self::WholeNumber { found, least } => {
                format!("expected a whole number from {least} to 1000000, found `{found}`")
            }
            Self::MoneyDigits { digits: 0 } => {
                "expected a whole amount, the currency has no smaller unit".to_owned()
            }
            Self::MoneyDigits { digits } => {
                format!("expected an amount with at most {digits} digits behind the point")
            }
            Self::TooLarge => "this number is too large for money".to_owned(),
            Self::ScoreSum { sum } => format!("expected weights that add up to 100, found {sum}"),
            Self::FullAt => "expected a number above zero".to_owned(),
            Self::UnreachableMember { what } => {
                format!("this {what} stands behind `otherwise` and can never be reached")
            }
            Self::MissingClause {
                campaign, clause, ..
            } => format!("campaign `{campaign}` has no `{clause}`"),
            Self::MissingTable => "the rules have no `customer` block".to_owned(),
            Self::MissingKey { table, .. } => format!("`{table}` has no field of type id"),
            Self::MissingEmail => "`customer` has no field of type email".to_owned(),
            Self::OptionalKey { name } => format!("the id `{name}` may not be missing"),
            Self::ReservedField { name } => {
                format!("`{name}` is part of every event and is not declared")
            }
            Self::OwnField { name } => format!("the value of `{name}` uses `{name}` itself"),
            Self::NoConsent { campaign } => {
                format!("nothing asks for consent before `{campaign}` is sent")
            }
            Self::PersonaLacks { persona, field, ty } => {
                format!("persona `{persona}` lacks `{field}` ({ty})")
            }
            Self::SameId { id } => format!("two personas have the id `{id}`"),
            Self::EventLacks { event, field, ty } => {
                format!("this `{event}` lacks `{field}` ({ty})")
            }
            Self::NotABlock { name } => format!("expected CAMPAIGN.BLOCK, found `{name}`"),
            Self::BadMark { name } => format!("`{name}` is no mark of a field"),
            Self::RfmAlone => "expected `rfm` to be the whole of a trait".to_owned(),
            Self::Percent => "expected a percentage above 0 and up to 100".to_owned(),
            Self::NotAnEvent => "expected an event before `followed by`".to_owned(),
            Self::NeverWaited => {
                "this can never be true: no event of that window is so old already".to_owned()
            }
            Self::CountedWindow { event } => {
                format!("expected a unit of time, found the event `{event}`")
            }
            Self::NeedsField { event } => format!("expected a field of `{event}`"),
            Self::TimeInside { event } => format!("the time of `{event}` stands before its braces"),
            Self::NotInRow => {
                "expected a condition on the row's own fields, found a question about the customer"
                    .to_owned()
            }
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::UnknownName {
                name,
                what,
                candidates,
            } => foreign::hints(what, name, candidates),
            Self::UnknownField {
                name, candidates, ..
            } => suggest(name, candidates.iter().map(String::as_str)),
            Self::NotInRow => {
                vec![
                    "put the event and its filter in parentheses: `(EVENT where …) and …`"
                        .to_owned(),
                ]
            }
            Self::CustomerNameInWhere { event, .. } => vec![format!(
                "put the event and its filter in parentheses: `({event} where …) and …`"
            )],
            Self::NotACondition { hint, .. } => vec![hint.clone()],
            Self::Cycle { .. } => vec!["break the circle at one of them".to_owned()],
            Self::Mismatch {
                expected,
                found,
                hint,
            } => mismatch_hints(expected, found, hint.as_deref()),
            Self::Incomparable {
                left: Type::Date | Type::Time,
                right: Type::Duration,
            } => vec!["`in last 3 days` asks how long ago a date or time is".to_owned()],
            Self::Incomparable {
                left: Type::Date | Type::Time,
                right: Type::Number,
            } => vec!["a date is year-month-day, as in `2026-03-01`".to_owned()],
            Self::Duplicate { .. } => vec!["rename one of them, or remove it".to_owned()],
            Self::UnreachableMember { .. } => vec!["move `otherwise` to the end".to_owned()],
            Self::Unordered => vec!["compare with `=` or `!=`".to_owned()],
            Self::Arithmetic {
                left: Type::Date | Type::Time,
                right: Type::Date | Type::Time,
                ..
            } => vec!["`days since …` counts the days up to now".to_owned()],
            Self::UnknownOption { option, options } => {
                suggest(option, options.iter().map(String::as_str))
            }
            Self::EmptyList => vec!["an empty list would match nobody".to_owned()],
            Self::Pattern { hint, .. } => hint.iter().map(ToString::to_string).collect(),
            Self::NotConstant { word: Some(word) } => vec![foreign::constant_hint(word)],
            Self::NotConstant { word: None } => {
                vec!["write a text, number or date; several have commas between them".to_owned()]
            }
            Self::MissingClause { example, .. } => vec![format!("add `{example}`")],
            Self::MissingTable => {
                vec!["`segue schema infer FILE…` writes one from your data".to_owned()]
            }
            Self::MissingKey { example, .. } => vec![format!("declare one, as in `{example}`")],
            Self::MissingEmail => vec!["add `email email pii`".to_owned()],
            Self::OptionalKey { .. } => vec!["remove the `?`".to_owned()],
            Self::ReservedField { name } => vec![format!(
                "remove it; `segue.toml` says which column it is: `columns = {{ {name} = \"…\" }}`"
            )],
            Self::SameId { .. } => {
                vec!["leave it out: the id then follows from the name".to_owned()]
            }
            Self::NoConsent { .. } => {
                vec!["mark a yes/no field of the customer with `consent`".to_owned()]
            }
            Self::PersonaLacks { field, .. } | Self::EventLacks { field, .. } => {
                vec![format!("add `{field} = …`")]
            }
            Self::RfmAlone => vec!["write `trait rfm = rfm of …`, then use `rfm.code`".to_owned()],
            Self::NotAnEvent => {
                vec!["as in `cart_add in last 24 hours not followed by purchase`".to_owned()]
            }
            Self::NeverWaited => vec!["look further back, or leave `within …` out".to_owned()],
            Self::CountedWindow { event } => vec![format!(
                "`in last 5 {event}` stands behind an event, as in `no open in last 5 {event}`"
            )],
            Self::TimeInside { event } => vec![format!(
                "write `{event} 12 days ago {{ … }}` or `{event} at 2026-03-01 {{ … }}`"
            )],
            Self::NeedsField { event } => vec![format!("write `{event}.FIELD`")],
            Self::BadMark { name }
                if ["not", "null", "required", "optional"].contains(&name.as_str()) =>
            {
                vec!["only what has a `?` behind its type may be missing".to_owned()]
            }
            Self::BadMark { name } => suggest(name, super::tables::MARKS),
            _ => Vec::new(),
        }
    }
}

fn mismatch_hints(expected: &str, found: &Type, hint: Option<&str>) -> Vec<String> {
    let hint = hint.or(match (expected, found) {
        ("a yes/no condition", Type::Text) => {
            Some("say again what is compared: `state = \"CA\" or state = \"OR\"`")
        }
        ("yes/no", Type::Number) => {
            Some("write `yes` or `no`; events are counted by `count of …` or `at least 2 …`")
        }
        _ => None,
    });
    hint.into_iter().map(str::to_owned).collect()
}
