"""A deterministic, simulated Indonesia, as messy as a real one. Never in a shared store unless asked for by name."""

GENERATOR = 6  # raised when the same seed gives other rows: embedded stores are then filled again


def version(seed: int, size: str) -> str:
    """What the load step remembers; another generator, seed or size gives other rows."""
    return f"pembangkit {GENERATOR}, benih {seed}, {size}"
