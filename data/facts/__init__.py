"""Facts: what indicators are, what their parts count, and how both become the one table that pages read."""
