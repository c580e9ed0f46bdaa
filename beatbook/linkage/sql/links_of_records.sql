-- A row is one visible link of one of the given records; a link between two of them comes twice, once from each side.
SELECT l.a, l.b, l.weight, l.levels, l.model FROM linkage_link l WHERE l.a = ANY (%(ids)s::uuid[])
