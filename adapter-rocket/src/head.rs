//! The head of Rocket's responses, as the core reads and writes it.

use std::io::Cursor;

use errorbook::Answer;
use rocket::Response;
use rocket::http::Status;

pub(crate) struct Head<'a, 'r>(pub(crate) &'a mut Response<'r>);

impl errorbook::Head for Head<'_, '_> {
    fn status(&self) -> u16 {
        self.0.status().code
    }

    fn set_status(&mut self, status: errorbook::Status) {
        self.0.set_status(Status::new(status.as_u16()));
    }

    fn header(&self, name: &str) -> Option<&[u8]> {
        self.0.headers().get_one(name).map(str::as_bytes)
    }

    fn append_header(&mut self, name: &'static str, value: &str) {
        self.0.adjoin_raw_header(name, value.to_owned());
    }

    fn remove_header(&mut self, name: &'static str) {
        self.0.remove_header(name);
    }
}

/// A new response with the answer.
pub(crate) fn response(answer: Answer) -> Response<'static> {
    let mut response = Response::new();
    answer.write_head(&mut Head(&mut response));
    set_body(&mut response, answer);
    response
}

/// The answer in the place of another response, whose other headers stay.
pub(crate) fn replace(response: &mut Response<'_>, answer: Answer) {
    answer.replace_head(&mut Head(response));
    set_body(response, answer);
}

fn set_body(response: &mut Response<'_>, answer: Answer) {
    response.set_sized_body(answer.body().len(), Cursor::new(answer.into_body()));
}
