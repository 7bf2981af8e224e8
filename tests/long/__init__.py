"""The full sets of tests, in parts: `make test-long PART=…`."""
