"""Facts: indicators, the parts they count, and how both become the one table that pages read."""
