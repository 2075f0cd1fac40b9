"""The index of the search: what the words of works and notes are, in shards for a script.

The rules are told in docs/search.md; templates/search.js finds by them.
"""
