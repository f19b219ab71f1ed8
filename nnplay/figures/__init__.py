"""Arrays to figures; each function is named after what its figure shows."""
