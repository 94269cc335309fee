"""A meeting on screen: slides put together from an area's figures, frozen, and shown without a server."""
