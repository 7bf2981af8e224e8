//! The binary of this context: serves the operation that the function's `Handler` names.

fn main() -> Result<(), platform::serve::Error> {
    platform::serve::serve(emergency::OPERATIONS, emergency::JOBS)
}
