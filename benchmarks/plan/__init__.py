"""Benchmarks of the plan room."""
