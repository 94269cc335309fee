"""A submission: checked against its contract, compared with the stored rows, landed whole or not at all, and withdrawn."""
