"""The catalogue as DCAT 3 (W3C): the same nodes as JSON-LD and as Turtle, written as they are read.

Own writers and no RDF library at run time: 50,000 datasets stream in constant memory, where building a graph first
takes minutes. The tests read both back with rdflib and compare them triple by triple.
"""
