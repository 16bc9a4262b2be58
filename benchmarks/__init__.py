"""Speed against what a user would pick instead, side by side in one run: ``python -m benchmarks [load|metrics]``.

Never part of the tests: figures of a noisy machine are read as ratios.
"""
