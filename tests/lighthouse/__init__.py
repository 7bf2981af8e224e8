"""Lighthouse on the screens of residents."""
