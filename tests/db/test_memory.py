"""Pages in memory: an eighth of what there is, within bounds, and of a container's limit where that is less."""

from pathlib import Path

from beatbook.db.memory import buffer_settings, memory_bytes

GIGABYTE = 1024**3


def test_an_eighth_of_the_memory_within_bounds() -> None:
    assert buffer_settings(24 * GIGABYTE) == {"shared_buffers": "3072MB", "effective_cache_size": "12288MB"}
    assert buffer_settings(GIGABYTE // 2)["shared_buffers"] == "128MB"
    assert buffer_settings(1024 * GIGABYTE)["shared_buffers"] == "8192MB"


def test_a_container_counts_where_it_has_less(tmp_path: Path) -> None:
    whole = memory_bytes(())
    less, most, absent = tmp_path / "less", tmp_path / "most", tmp_path / "absent"
    less.write_text(f"{whole // 2}\n")
    most.write_text("max\n")
    assert memory_bytes((absent, most)) == whole
    assert memory_bytes((most, less)) == whole // 2
