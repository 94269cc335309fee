"""Submissions of agencies: read, checked against a contract, landed whole or not at all, withdrawn, approved."""
