"""Beyond one machine: a build in any SPARQL 1.1 store, and the same questions there."""
