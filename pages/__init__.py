"""One thin file per page: choose, query, show."""
