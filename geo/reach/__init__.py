"""What a place can reach."""
