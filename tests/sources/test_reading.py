"""What was read is noted for whoever asked, innermost first, and for nobody else."""

from uuid import UUID

from beatbook.sources.reading import note_read, noting_reads

ONE, OTHER = UUID(int=1), UUID(int=2)


def test_reads_within_the_block_are_noted_and_those_outside_are_not() -> None:
    note_read({ONE})
    with noting_reads() as outer:
        note_read([ONE])
        with noting_reads() as inner:
            note_read({OTHER})
    note_read({OTHER})
    assert (outer, inner) == ({ONE}, {OTHER})
