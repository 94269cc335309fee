"""What the tabs of enforcement say, as plain values."""
