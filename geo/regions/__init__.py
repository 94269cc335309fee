"""Regions: codes and names, search, splits and renamings, and peer areas."""
