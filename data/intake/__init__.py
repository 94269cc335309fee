"""What agencies send: read, checked against a contract, landed whole or not at all, withdrawn, approved."""
