"""Runs of long work: asked for in the transaction that needs it, done one at a time per name, resumed after a kill.

Knows the table of runs and how a run goes, no job by itself: `data/ops/jobs.py` lists those of the store, `dashboard/jobs.py`
all of them.
"""
