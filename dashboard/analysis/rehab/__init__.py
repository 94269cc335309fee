"""What the tabs of rehabilitation say, as plain values."""
