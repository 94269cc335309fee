"""Which facts stay hidden, so that no small count is found by subtraction: what belongs together, and what closes."""
