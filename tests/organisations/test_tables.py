"""The register's files: what cannot be taken is refused by file, row and column, and loses nothing else."""

from beatbook.organisations.tables import read_table

HEAD = "code,name,kind,starts_on,ends_on,source\n"


def test_good_rows_are_read_and_bad_ones_named() -> None:
    text = (
        HEAD + "a,A,force,2010-01-01,,made up\nb,B,army,2010-01-01,,made up\nc,C,force,2010-02-30,,made up\n,D,force,2010-01-01,,made up\n"
    )
    table = read_table("organisations", "organisations.csv", "\ufeff" + text)
    assert [row["code"] for _, row in table.rows] == ["a"]
    assert [(one.row, one.column) for one in table.refused] == [(3, "kind"), (4, "starts_on"), (5, "code")]
    assert table.refused[0].sentence().startswith("organisations.csv, row 3, kind: “army” is not one of")


def test_what_ends_before_it_starts_is_refused() -> None:
    table = read_table("organisations", "o.csv", HEAD + "a,A,force,2010-01-01,2009-12-31,made up\n")
    assert (table.rows, table.refused[0].column) == ([], "ends_on")


def test_a_missing_column_refuses_the_file() -> None:
    table = read_table("organisations", "o.csv", "code,name\na,A\n")
    assert (table.rows, table.refused[0].row, table.refused[0].column) == ([], 1, "kind")
