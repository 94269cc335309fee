"""One thin file per page: choose, ask, show."""
