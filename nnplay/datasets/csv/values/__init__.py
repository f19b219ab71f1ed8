"""The cells of a column read as numbers, dates or texts."""
