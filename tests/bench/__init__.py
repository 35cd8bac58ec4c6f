"""Benchmarks: real processes in a real pseudo-terminal, measured side by side in one run and printed as ratios."""
