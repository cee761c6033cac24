"""Libraries of several units joined into one: ids get their unit before them, and what refers across units finds its end.

Rows are copied from the units' databases, so that nothing is read and rendered again; what follows from all of them together (words,
row numbers, links, the strength of evidence, full-text indexes, vectors) is made anew.
"""
