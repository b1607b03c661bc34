"""What programs that find the graph on the web ask of it: what a thing is, what the dataset holds, how to get it.

From an open store to triples, and from triples to the formats of RDF. It serves nothing and writes no file: the server
and the static site do. It may not change or choose facts.
"""
