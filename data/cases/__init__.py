"""What agencies report of one case: records of neighbouring agencies linked, and where they differ."""
