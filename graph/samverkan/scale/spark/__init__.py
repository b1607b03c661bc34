"""The same graph on Spark, for corpora beyond one machine: what is pure elsewhere is mapped over partitions here.

`shares.py` is what an executor does, `building.py` the order in which the engine does it. No fact is decided here.
"""
