//! Compares the paths of routes with a request's path, like Rocket.

use std::collections::BTreeSet;

use errorbook::{Error, ErrorKind, header};
use rocket::Request;
use rocket::http::Method;
use rocket::route::Route;

/// Returns the error of a request for which Rocket has found no route.
///
/// Rocket has no 405, so the routes are searched for other methods of this path.
pub(crate) fn not_found(request: &Request<'_>) -> Error {
    let routes = || request.rocket().routes().filter(|route| has_path(route, request));
    if routes().any(|route| route.method == request.method()) {
        // A route has the method as well, but its `format` does not fit. For a body this is the content type.
        let is_body = request.method().supports_payload();
        return Error::from(if is_body { ErrorKind::UnsupportedMediaType } else { ErrorKind::RouteNotFound });
    }
    let mut methods: BTreeSet<&str> = routes().map(|route| route.method.as_str()).collect();
    // Routes for the preflights of CORS are mounted at any path, even at paths without another route.
    if methods.iter().all(|method| *method == Method::Options.as_str()) {
        return Error::from(ErrorKind::RouteNotFound);
    }
    if methods.contains(Method::Get.as_str()) {
        methods.insert(Method::Head.as_str());
    }
    let allow = methods.into_iter().collect::<Vec<_>>().join(",");
    Error::from(ErrorKind::MethodNotAllowed).with_header(header::ALLOW, allow)
}

/// Returns true if the route has the path of the request.
fn has_path(route: &Route, request: &Request<'_>) -> bool {
    let mut given = request.uri().path().segments();
    for segment in segments(route) {
        match (segment, given.next()) {
            (Segment::Rest(_), _) => return true,
            (Segment::One(_), Some(_)) => {}
            (Segment::Fixed(name), Some(given)) if name == given => {}
            _ => return false,
        }
    }
    given.is_empty()
}

/// Returns the name and the value of each parameter of the request's route.
pub(crate) fn parameters(request: &Request<'_>) -> impl Iterator<Item = (String, String)> {
    let segments = request.route().into_iter().flat_map(segments);
    segments.zip(request.uri().path().segments()).filter_map(|(segment, value)| match segment {
        Segment::One(name) | Segment::Rest(name) => Some((name.to_owned(), value.to_owned())),
        Segment::Fixed(_) => None,
    })
}

/// Returns true if the route has a parameter.
pub(crate) fn has_parameters(route: &Route) -> bool {
    segments(route).any(|segment| !matches!(segment, Segment::Fixed(_)))
}

/// A segment of a route's path.
enum Segment<'a> {
    Fixed(&'a str),
    One(&'a str),
    Rest(&'a str),
}

/// Returns the segments of a route's path. Rocket ignores empty segments when it compares paths.
fn segments(route: &Route) -> impl Iterator<Item = Segment<'_>> {
    let segments = route.uri.origin.path().raw_segments().map(|segment| segment.as_str());
    segments.filter(|segment| !segment.is_empty()).map(|segment| {
        match segment.strip_prefix('<').and_then(|segment| segment.strip_suffix('>')) {
            Some(name) => name.strip_suffix("..").map_or(Segment::One(name), Segment::Rest),
            None => Segment::Fixed(segment),
        }
    })
}
