"""Signing in and out, and what an account's owner does with it: plain HTML, so that it works before and without the app."""
