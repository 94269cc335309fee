"""The Streamlit app: pages' components, the state of one reader, routes, documents, texts and theme."""
