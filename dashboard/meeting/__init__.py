"""A meeting on screen: slides composed from an area's figures, frozen, and shown without a server."""
