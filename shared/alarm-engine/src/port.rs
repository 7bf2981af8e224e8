//! What the engine stands on.
