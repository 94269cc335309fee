"""The first load: regions, shapes, tiles, simulated data, facts, each step whole or not at all."""
