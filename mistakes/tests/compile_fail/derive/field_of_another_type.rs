use errorbook::{IntoError, primaerp};

#[derive(IntoError)]
enum CartError {
    #[code(primaerp::VALIDATION_ERROR)]
    Violation(#[code(violation)] String),
    #[code(primaerp::VALIDATION_ERROR)]
    Violations(#[code(violations)] Vec<String>),
    #[code(primaerp::VALIDATION_ERROR)]
    Target(#[code(target)] u32),
    #[code(primaerp::LIMIT_EXCEEDED)]
    RetryAfter(#[code(retry_after)] u64),
    #[code(primaerp::TENANT_MOVED)]
    Location(#[code(location)] u32),
}

fn main() {}
