//! The apps of the tests, built with actix-web.

use super::*;

pub(super) fn configure(config: &mut ServiceConfig, app: &App) {
    config.app_data(JsonConfig::default().limit(BODY_LIMIT));
    for Route { path, methods } in &app.routes {
        let mut resource = web::resource(path.as_str());
        for (method, handler) in methods {
            resource = serve(resource, *method == "GET", handler.clone());
        }
        config.service(resource);
    }
    for (path, inner) in &app.mounts {
        let scope = web::scope(path).configure(|config| configure(config, inner));
        match inner.policy {
            Some(policy) => config.service(scope.wrap(ErrorBook::from(policy))),
            None => config.service(scope),
        };
    }
}

fn serve(resource: Resource, is_get: bool, handler: Handler) -> Resource {
    let route = if is_get { get() } else { web::post() };
    match handler {
        Handler::Reply(reply) => resource.route(route.to(move || ready(response(reply.clone())))),
        Handler::Fails(error) => resource.route(route.to(move || ready(Result::<()>::Err(error().into())))),
        Handler::Refused(error) => {
            resource.route(route.to(HttpResponse::Ok).wrap(from_fn(move |_: ServiceRequest, _: Next<BoxBody>| {
                ready(Err::<ServiceResponse, _>(actix_web::Error::from(Error::from(error()))))
            })))
        }
        Handler::Rebuilt(error) => resource.route(route.to(move || ready(Error::from(error()))).wrap(from_fn(
            async |request: ServiceRequest, next: Next<BoxBody>| {
                let made = next.call(request).await?;
                let mut rebuilt = HttpResponse::build(made.status());
                for header in made.headers() {
                    rebuilt.append_header(header);
                }
                let (request, made) = made.into_parts();
                Ok(ServiceResponse::new(request, rebuilt.body(made.into_body())))
            },
        ))),
        Handler::Panics => resource.route(route.to(async || {
            actix_web::rt::task::yield_now().await;
            if true {
                panic!("secret")
            }
            HttpResponse::Ok().finish()
        })),
        Handler::PanicsBefore => resource.route(route.service(fn_service(
            |_: ServiceRequest| -> Ready<actix_web::Result<ServiceResponse>> { panic!("secret") },
        ))),
        Handler::Unserialisable => resource.route(route.to(async || Json(HashMap::from([((1, 2), "secret")])))),
        Handler::UnserialisableCreated => {
            let created = async || (Json(HashMap::from([((1, 2), "secret")])), StatusCode::CREATED);
            resource.route(route.to(created))
        }
        Handler::ReadsPath => resource.route(route.to(async |_: Path<u32>| "")),
        Handler::ReadsAll => resource.route(route.to(async |_: Path<u32>, _: Query<Part>, _: Json<Part>| "")),
        Handler::ReadsJson => resource.route(route.to(async |_: Json<Part>| "")),
        Handler::ReadsOrder => resource.route(route.to(async |_: Query<Page>, _: Json<Order>| "")),
        Handler::ReadsForm => resource.route(route.to(async |_: Form<Page>| "")),
    }
}

/// A body of actix-web.
struct Body(Pieces);

impl MessageBody for Body {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        self.0.length().map_or(BodySize::Stream, BodySize::Sized)
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        Pin::new(&mut self.0).poll_next(cx)
    }
}

pub(super) fn response(reply: Reply) -> HttpResponse {
    let mut response = HttpResponse::build(StatusCode::from_u16(reply.status).unwrap());
    for (name, value) in reply.headers {
        response.append_header((name, value));
    }
    match reply.body.to_bytes() {
        Some(bytes) if bytes.is_empty() => response.finish(),
        Some(bytes) => response.body(bytes),
        None => response.body(Body(reply.body)),
    }
}
