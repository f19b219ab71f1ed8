"""What is asked of a table: its question, that which is suggested, and the data set it makes."""
