//! [`Outline`]: the places of the code, the status and the parameters in the bodies of a book.

use crate::Envelope;
use crate::envelope::Shape;

/// The names of the members that lead to a value.
type Path = Vec<&'static str>;

/// The places that the envelope's schema marks. Without a schema there are none.
///
/// ```
/// use errorbook::openapi::Outline;
/// use errorbook::ayanova;
///
/// assert_eq!(Outline::of(Some(ayanova::BOOK.envelope())).code, Some(vec!["error", "code"]));
/// ```
#[derive(Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outline {
    /// The path of the code.
    pub code: Option<Path>,
    /// The path of the status.
    pub status: Option<Path>,
    /// The path of the object with the parameters.
    pub parameters: Option<Path>,
}

impl Outline {
    /// Reads the schema of an envelope.
    pub fn of(envelope: Option<&dyn Envelope>) -> Outline {
        let mut outline = Outline::default();
        if let Some(schema) = envelope.and_then(Envelope::schema) {
            outline.visit(schema.shape(), &mut Vec::new());
        }
        outline
    }

    /// Keeps the first place of each. Items of arrays are skipped.
    fn visit(&mut self, shape: Shape, path: &mut Path) {
        let (place, members) = match shape {
            Shape::Code => (&mut self.code, &[][..]),
            Shape::Status => (&mut self.status, &[][..]),
            Shape::Extensible(members) => (&mut self.parameters, members),
            Shape::Object(members) => (&mut None, members),
            Shape::Nullable(inner) => return self.visit(*inner, path),
            _ => return,
        };
        place.get_or_insert_with(|| path.clone());
        for member in members {
            path.push(member.name());
            self.visit(member.shape(), path);
            path.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope::{Member, Report, Schema};
    use crate::{ayanova, primaerp, standard};

    #[test]
    fn the_outline_finds_the_marks_of_each_envelope() {
        let cases = [
            (&primaerp::BOOK, "code", Some("status"), None),
            (&ayanova::BOOK, "error.code", None, None),
            (&standard::BOOK, "code", Some("status"), Some("")),
        ];
        let path = |names: &'static str| names.split_terminator('.').collect::<Path>();
        for (book, code, status, parameters) in cases {
            let expected =
                Outline { code: Some(path(code)), status: status.map(path), parameters: parameters.map(path) };
            assert_eq!(Outline::of(Some(book.envelope())), expected, "{book:?}");
        }
    }

    #[test]
    fn marks_in_arrays_are_skipped_and_the_first_mark_wins() {
        struct Own;

        impl Envelope for Own {
            fn write(&self, _: &Report<'_>, _: &mut Vec<u8>) {}

            fn schema(&self) -> Option<Schema> {
                const INNER: Shape = Shape::Nullable(&Shape::Extensible(&[]));
                const ITEM: Shape = Shape::Extensible(&[Member::required("status", Shape::Status, "A status.")]);
                const BODY: Shape = Shape::Object(&[
                    Member::required("items", Shape::Array(&ITEM), "Others."),
                    Member::required("id", Shape::Code, "The code."),
                    Member::required("again", Shape::Code, "The code again."),
                    Member::required("values", INNER, "The parameters."),
                ]);
                Some(Schema::new("Own", "An error.", BODY))
            }
        }

        let expected = Outline { code: Some(vec!["id"]), status: None, parameters: Some(vec!["values"]) };
        assert_eq!(Outline::of(Some(&Own)), expected);
    }
}
