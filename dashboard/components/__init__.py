"""Streamlit widgets that pages are composed of."""
