"""The library in the terminal: what is found, listed and shown, and in which words."""
