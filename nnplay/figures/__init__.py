"""Figures of arrays; each function is named after what its figure shows."""
