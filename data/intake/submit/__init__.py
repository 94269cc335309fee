"""A submission: checked against its contract, compared with what is there, landed whole or not at all, and taken back."""
