import stat

from erakortek.database.private_file import read_or_make, write_private


def test_a_secret_is_made_once_and_only_we_can_read_it(tmp_path):
    path = tmp_path / "rahasia"

    assert read_or_make(path, lambda: "pertama") == "pertama"
    assert read_or_make(path, lambda: "kedua") == "pertama"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_writing_replaces_the_whole_file_and_leaves_nothing_else(tmp_path):
    path = tmp_path / "rahasia"
    path.write_text("yang lama dan panjang")

    write_private(path, "baru")

    assert path.read_text() == "baru"
    assert list(tmp_path.iterdir()) == [path]
