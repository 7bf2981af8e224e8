"""Load on the deployed shape: 30 requests a second, twelve times the peak hour of a city, without an error (R-59)."""
