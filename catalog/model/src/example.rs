//! [`CatalogExample`]: an example response with a code, plain and suppressed.

use errorbook::envelope::Report;
use errorbook::{Constraint, ErrorKind, Status, Target, Violation, header, media_type};

use crate::catalog::Catalog;
use crate::catalog_code::CatalogCode;
use crate::catalog_mapping::CatalogMapping;

/// An example response with a code.
///
/// ```
/// use errorbook::primaerp;
/// use errorbook_model::Catalog;
///
/// let catalog = Catalog::of(&primaerp::BOOK);
/// let example = catalog.get("PE01-1101").and_then(|code| catalog.example(code)).ok_or("the envelope is known")?;
/// assert_eq!(example.plain.status.as_u16(), 404);
/// assert_eq!(example.plain.headers, [("content-type", "application/json".to_owned())]);
/// assert_eq!(
///     example.plain.body,
///     br#"{"status":404,"code":"PE01-1101","message":"Object not found","description":null,"constraintViolations":[]}"#,
/// );
///
/// let (query, suppressed) = example.suppressed.ok_or("the book promises suppression")?;
/// assert_eq!((query.as_str(), suppressed.status.as_u16()), ("suppress_response_code=true", 200));
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CatalogExample {
    /// The response without suppression.
    pub plain: ExampleResponse,
    /// The query that suppresses the status and the suppressed response, if the book promises suppression.
    pub suppressed: Option<(String, ExampleResponse)>,
}

/// A response for display.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExampleResponse {
    /// The status.
    pub status: Status,
    /// The headers, in the order in which they are sent.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Catalog {
    /// Returns the body of a response with a code and no details, in the envelope of the catalog.
    ///
    /// The body equals [`Code::body`](errorbook::Code::body). Returns `None` if the envelope is not known.
    ///
    /// ```
    /// use errorbook_model::Catalog;
    ///
    /// let catalog = Catalog::from_json(br#"{
    ///     "name": "shop",
    ///     "envelope": {"content_type": "application/json", "schema": "Flat"},
    ///     "codes": [{"code": "SHOP-1", "status": 404, "message": "No such part"}]
    /// }"#)?;
    /// let body = catalog.body(&catalog.codes[0]).unwrap();
    /// assert_eq!(body, br#"{"error":"No such part","code":"SHOP-1"}"#);
    /// # Ok::<(), errorbook_model::CatalogError>(())
    /// ```
    pub fn body(&self, code: &CatalogCode) -> Option<Vec<u8>> {
        self.write(&self.report(code))
    }

    /// Returns the status and the body that replace a response with this status, without a code and without a text.
    ///
    /// A layer with the book sends the same status and body. Returns `None` if the envelope is not known.
    ///
    /// ```
    /// use errorbook::{Status, primaerp};
    /// use errorbook_model::Catalog;
    ///
    /// let (status, body) = Catalog::of(&primaerp::BOOK).status_body(Status::new(502).unwrap()).unwrap();
    /// assert_eq!(status.as_u16(), 502);
    /// assert_eq!(body, br#"{"status":502,"code":null,"message":"Bad Gateway","description":null,"constraintViolations":[]}"#);
    /// ```
    pub fn status_body(&self, status: Status) -> Option<(Status, Vec<u8>)> {
        match self.for_status(status) {
            CatalogMapping::Coded(code) => Some((code.status, self.body(&code)?)),
            CatalogMapping::PassThrough { code, message } => {
                Some((status, self.write(&Report::new(status, code, message))?))
            }
        }
    }

    /// Returns an example response with the code and the usual details, such as a validation error or a `retry-after`.
    ///
    /// Returns `None` if the envelope is not known.
    pub fn example(&self, code: &CatalogCode) -> Option<CatalogExample> {
        let is_for = |kind: ErrorKind| self.error_kinds.get(kind.name()) == Some(&code.code);
        let (violations, target);
        let mut report = self.report(code);
        let mut detail = None;
        match code.status.as_u16() {
            _ if is_for(ErrorKind::InvalidBody) => {
                violations = [Violation::new("name", Constraint::Required)];
                report.violations = &violations;
            }
            _ if is_for(ErrorKind::InvalidParameter) => {
                target = Target::Parameter("top".into());
                report.target = Some(&target);
                report.description = Some("top: must be between 1 and 1000");
            }
            300..=399 => detail = Some((header::LOCATION, "https://elsewhere.example/")),
            401 => detail = Some((header::WWW_AUTHENTICATE, "Bearer")),
            405 => detail = Some((header::ALLOW, "GET, HEAD")),
            429 | 503 if !is_for(ErrorKind::Internal) => detail = Some((header::RETRY_AFTER, "30")),
            _ => {}
        }
        let body = self.write(&report)?;
        let content_type = self.envelope.as_ref().map(|envelope| envelope.content_type.as_str());
        let content_type = content_type.filter(|_| !body.is_empty()).map(|value| (header::CONTENT_TYPE, value));
        let headers = content_type.into_iter().chain(detail).map(|(name, value)| (name, value.to_owned())).collect();
        let plain = ExampleResponse { status: code.status, headers, body };
        let suppression = self.suppression.as_ref().filter(|_| code.status.as_u16() >= 300);
        let suppressed = suppression.map(|name| (format!("{name}=true"), plain.suppressed()));
        Some(CatalogExample { plain, suppressed })
    }

    /// Returns the report for a code without details. A code of the `http` book does not get the type base of this catalog.
    fn report<'a>(&'a self, code: &'a CatalogCode) -> Report<'a> {
        let message = code.message.as_deref().unwrap_or_else(|| errorbook::standard::phrase(code.status));
        let mut report = Report::new(code.status, Some(&code.code), message);
        report.type_base = self.type_base.as_deref().filter(|_| self.get(&code.code).is_some());
        report
    }

    fn write(&self, report: &Report<'_>) -> Option<Vec<u8>> {
        let mut body = Vec::new();
        self.envelope.as_ref()?.writer()?.write(report, &mut body);
        Some(body)
    }
}

impl ExampleResponse {
    /// Returns the suppressed form of the response.
    fn suppressed(&self) -> ExampleResponse {
        let of_json = |(name, value): &(&'static str, String)| {
            let is_problem = *name == header::CONTENT_TYPE && value == media_type::PROBLEM_JSON;
            (*name, if is_problem { media_type::JSON.to_owned() } else { value.clone() })
        };
        let mut headers: Vec<(&'static str, String)> = self.headers.iter().map(of_json).collect();
        headers.push((header::X_SUPPRESSED_STATUS, self.status.to_string()));
        headers.push((header::CACHE_CONTROL, "no-store".to_owned()));
        ExampleResponse { status: Status::OK, headers, body: self.body.clone() }
    }

    /// Returns the body as text.
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }
}
