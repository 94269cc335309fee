"""What only an operator does: the first load, boundaries, moving and keeping a store, simulated rows; and its commands."""
