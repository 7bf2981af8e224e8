//! What the measured operation is asked, finds and answers. A test of the project holds the operation itself to it, so that a
//! change of what it reads is seen at once, and not when somebody measures the next time.

pub mod canned;
