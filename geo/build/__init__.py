"""Makes `geo/reference` from public packages: run `python -m geo.build` (needs npm and the dev requirements).

Nothing in here runs when the app runs; the result is committed.
"""
