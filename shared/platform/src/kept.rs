//! What a process keeps from one event to the next for crates that the platform does not know.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// One value a type, made when it is first asked for.
#[derive(Default)]
pub struct Kept(Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Kept {
    /// The value of a type, for as long as the process lives.
    pub fn get_or<T: Any + Send + Sync>(&self, make: impl Fn() -> T) -> Arc<T> {
        let mut values = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = Arc::clone(values.entry(TypeId::of::<T>()).or_insert_with(|| Arc::new(make())));
        // What stands under a type is of that type: the value made here is only for the compiler.
        kept.downcast().unwrap_or_else(|_| Arc::new(make()))
    }
}
