"""Codes of medicines as cameras see them: pictures made by seed, read by the pages' decoder and by another."""
