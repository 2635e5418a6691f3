//! [`BrokenRules`]: records the rules of garde that a value breaks, as constraints.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt::Display;

use ::garde023::i18n::{DefaultI18n, I18n, InvalidCreditCard, InvalidEmail, InvalidPhoneNumber, InvalidUrl, IpKind};

use crate::Constraint;

/// Records the rules that a value breaks.
///
/// A report of garde contains only texts. But garde requests each text from an [`I18n`], by the rule and its limits. This one records
/// the constraint, and ends garde's own text with a mark, by which [`read`](BrokenRules::read) finds the constraint again.
#[derive(Default)]
pub(super) struct BrokenRules(RefCell<Vec<Constraint>>);

/// The character before the number of a constraint. It is a control character, which texts for people do not contain.
const MARK: char = '\u{1f}';

impl BrokenRules {
    fn note(&self, constraint: Constraint, text: &str) -> Cow<'static, str> {
        let mut constraints = self.0.borrow_mut();
        constraints.push(constraint);
        format!("{text}{MARK}{}", constraints.len() - 1).into()
    }

    /// Returns the text of a message without its mark, and the constraint if the message comes from a rule of garde.
    pub(super) fn read<'m>(&self, message: &'m str) -> (&'m str, Option<Constraint>) {
        let read = || {
            let (text, number) = message.rsplit_once(MARK)?;
            Some((text, self.0.borrow().get(number.parse::<usize>().ok()?)?.clone()))
        };
        read().map_or((message, None), |(text, constraint)| (text, Some(constraint)))
    }
}

/// Implements [`I18n`]: each method is a rule with its constraint.
macro_rules! rules {
    ($($rule:ident($($argument:ident: $type:ty)?) => $constraint:expr;)*) => {
        impl I18n for BrokenRules {
            $(
                fn $rule(&self $(, $argument: $type)?) -> Cow<'static, str> {
                    self.note($constraint, &DefaultI18n.$rule($($argument)?))
                }
            )*
        }
    };
}

rules! {
    required_not_set() => Constraint::Required;
    length_lower_than(min: usize) => if min == 1 { Constraint::Blank } else { rule("length") };
    length_greater_than(max: usize) => Constraint::MaxLength(max as u64);
    range_lower_than(min: &dyn Display) => Constraint::Min;
    range_greater_than(max: &dyn Display) => Constraint::Max;
    credit_card_invalid(reason: InvalidCreditCard) => rule("credit_card");
    pattern_no_match(pattern: &dyn Display) => rule("pattern");
    contains_missing(pattern: &dyn Display) => rule("contains");
    url_invalid(reason: InvalidUrl) => rule("url");
    prefix_missing(pattern: &dyn Display) => rule("prefix");
    suffix_missing(pattern: &dyn Display) => rule("suffix");
    phone_number_invalid(reason: InvalidPhoneNumber) => rule("phone_number");
    ip_invalid(kind: IpKind) => rule("ip");
    matches_field_mismatch(field: &dyn Display) => rule("matches");
    email_invalid(reason: InvalidEmail) => rule("email");
    ascii_invalid() => rule("ascii");
    alphanumeric_invalid() => rule("alphanumeric");
}

/// Returns the constraint of a rule without a neutral name. It has garde's name.
fn rule(name: &'static str) -> Constraint {
    Constraint::custom(name, None)
}
