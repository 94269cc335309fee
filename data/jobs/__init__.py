"""Runs of long work: asked for in the transaction that needs it, done one at a time per name, resumed after a kill.

It knows the table of runs, and no job: `data/ops/jobs.py` lists those of the store, `dashboard/jobs.py` all of them.
"""
