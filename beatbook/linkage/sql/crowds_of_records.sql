-- A row is one record that hangs together in a crowd with one of those given, under one model: the byte that tells of the forenames says so (Forenames.CROWD).
SELECT DISTINCT l.b FROM linkage_link l WHERE l.a = ANY (%(ids)s::uuid[]) AND l.model = %(model)s AND get_byte(l.levels, 10) = 3
