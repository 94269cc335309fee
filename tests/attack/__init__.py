"""Attacks kept as tests: each of them worked before its hole was closed."""
