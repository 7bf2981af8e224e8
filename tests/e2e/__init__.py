"""The deployed shape: the real templates and binaries on the local stack, with IAM enforced, over HTTP, with real tokens."""
