"""A deterministic, simulated Indonesia: enough rows for the whole path to run. Never in a shared store unless asked."""
