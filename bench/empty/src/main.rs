//! The floor of the measurement: the same runtime, profile and executor as our functions, and nothing else.

use lambda_http::{Error, Response, run, service_fn};

fn main() -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(run(service_fn(|_: lambda_http::Request| async {
        let answer = Response::builder().status(200).header("content-type", "application/json");
        Ok::<_, Error>(answer.body("{}".to_owned())?)
    })))
}
