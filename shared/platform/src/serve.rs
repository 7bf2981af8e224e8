//! The Lambda side: one binary a context, one operation a function, chosen by the function's `Handler`.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

pub use lambda_http::Error;
use lambda_http::http::HeaderMap;
use lambda_http::request::RequestContext;
use lambda_http::{Body, RequestExt, service_fn};

use crate::app::App;
use crate::edge;
use crate::job::JobEntry;
use crate::log::Line;
use crate::operation::Operation;
use crate::request::{Request, Response};
use crate::spec::{WITH_ROUTE, variables};

/// Serves the operation or job of this context that `_HANDLER` names, until Lambda ends the process.
pub fn serve(operations: &'static [Operation], jobs: &'static [JobEntry]) -> Result<(), Error> {
    let handler = std::env::var("_HANDLER").unwrap_or_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        if let Some(operation) = operations.iter().find(|operation| operation.spec.name == handler) {
            let needs = WITH_ROUTE.iter().copied().chain(variables(operation.spec.touches()));
            serve_operation(&App::from_environment(needs)?, operation).await
        } else if let Some(job) = jobs.iter().find(|job| job.name == handler) {
            job.serve(&App::from_environment(variables(job.touches.iter().copied()))?).await
        } else {
            Err(Error::from("the Handler names no operation of this context"))
        }
    })
}

async fn serve_operation(app: &App, operation: &Operation) -> Result<(), Error> {
    let cold = AtomicBool::new(true);
    let cold = &cold;
    lambda_http::run(service_fn(move |event: lambda_http::Request| async move {
        let started = std::time::Instant::now();
        let request = read(event);
        let response = operation.serve(app, &request).await;
        Line {
            operation: operation.spec.name,
            request_id: &request.request_id,
            status: response.status,
            log: response.log,
            millis: started.elapsed().as_secs_f64() * 1000.0,
            cold_start: cold.swap(false, Ordering::Relaxed),
            timestamp: app.clock.now().timestamp_millis(),
        }
        .write();
        to_lambda(response)
    }))
    .await
}

/// The gateway's event as a request of the pipeline.
pub fn read(event: lambda_http::Request) -> Request {
    let (request_id, claims) = match event.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => {
            let jwt = context.authorizer.as_ref().and_then(|authorizer| authorizer.jwt.as_ref());
            (context.request_id.clone().unwrap_or_default(), jwt.map(|jwt| jwt.claims.clone()).unwrap_or_default())
        }
        _ => (String::new(), HashMap::new()),
    };
    let path = event.path_parameters_ref().map(|map| map.iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect());
    let query = event.query_string_parameters_ref();
    let query = query.map(|map| map.iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect());
    let (path, query) = (path.unwrap_or_default(), query.unwrap_or_default());
    let headers = event.headers();
    let header = |name: &str| text(headers, name);
    Request {
        request_id,
        claims,
        path,
        query,
        idempotency_key: header("idempotency-key"),
        if_match: header("if-match"),
        if_none_match: header("if-none-match"),
        content_type: header("content-type"),
        accept_language: header("accept-language"),
        edge_key: header(edge::HEADER),
        body: match event.into_body() {
            Body::Text(text) => text.into_bytes(),
            Body::Binary(bytes) => bytes,
            _ => Vec::new(),
        },
    }
}

/// A header as text; one that is not text counts as malformed, not as absent.
fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).map(|value| value.to_str().unwrap_or("\u{FFFD}").to_owned())
}

fn to_lambda(response: Response) -> Result<lambda_http::Response<Body>, Error> {
    let mut builder = lambda_http::Response::builder().status(response.status);
    if let Some(content_type) = response.content_type {
        builder = builder.header("content-type", content_type);
    }
    for (name, value) in response.headers {
        builder = builder.header(name, value);
    }
    let text = String::from_utf8(response.body)?;
    Ok(builder.body(if text.is_empty() { Body::Empty } else { Body::Text(text) })?)
}
