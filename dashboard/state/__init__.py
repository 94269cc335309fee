"""The state of one reader's page: address, person, current view, and what was noted as read."""
