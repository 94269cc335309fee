"""The open store of this process, and cached answers of its queries."""
