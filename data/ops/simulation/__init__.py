"""A deterministic, simulated Indonesia, as messy as a real one. In a shared store only where requested by name."""

GENERATOR = 8  # raised when the same seed gives other rows: embedded stores are then filled again


def version(seed: int, size: str) -> str:
    """Version of the load step; another generator, seed or size gives other rows."""
    return f"pembangkit {GENERATOR}, benih {seed}, {size}"
