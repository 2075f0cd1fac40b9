"""Changes of notes: from the bytes of a file to new ones that differ where they are meant to.

A place is found by the parser and changed in the raw lines. Nothing here reads or writes a file.
"""
