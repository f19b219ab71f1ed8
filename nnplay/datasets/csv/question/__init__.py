"""Questions about a learner's table: which one is suggested, and the data set that one makes."""
