"""A file opened as text or as a workbook, and the table found in its lines."""
