"""The services, a module for each: what to ask, and how its answer is read.

`request` makes the question. `parse` reads bytes and touches nothing; what it cannot read is a
`Problem` that says why.
"""
