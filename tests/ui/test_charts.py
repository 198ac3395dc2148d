from pathlib import Path

import pytest
from django.template import engines

from erakortek.ui import charts

REALISASI = ("realisasi", "Realisasi 2025", 14, 14)
DAERAH = ("daerah", "Daerah 12", 12, 12)
KL = ("kl", "K/L 9–10", 9, 10)
RPJMN = ("rpjmn", "RPJMN 2029", 8, 9)


@pytest.mark.parametrize(
    ("percent", "expected"),
    [(0, 0), (24, 0), (25, 1), (39, 1), (40, 2), (55, 3), (70, 4), (85, 5), (95, 6), (100, 6)],
)
def test_classes_of_the_scale_begin_where_the_legend_says(percent, expected):
    assert charts.seq_class(percent) == expected


def test_a_bar_leaves_nothing_out_and_fills_its_width():
    counts = [("final", 1), ("sepakat", 0), ("draf", 998), ("kosong", 1)]

    segments = charts.share(counts, width=200, gap=1)

    assert [segment.code for segment in segments] == ["final", "draf", "kosong"]
    assert [(segment.x, segment.width) for segment in segments] == [(0, 1), (2, 196), (199, 1)]


def test_nothing_to_share_is_no_bar():
    assert charts.share([("final", 0)]) == []


def test_every_province_has_a_tile_of_its_own():
    tiles = charts.tiles()

    assert len(tiles) == 38
    assert len({tile.kode for tile in tiles}) == 38
    assert len({(tile.x, tile.y) for tile in tiles}) == 38
    assert Path(charts.TILES).is_file()


def test_a_sparkline_runs_from_edge_to_edge_and_high_is_up():
    points = charts.spark([10, 20])

    assert points == [(3, 21), (77, 3)]


def test_a_flat_series_runs_through_the_middle():
    assert {y for _, y in charts.spark([5, 5, 5])} == {12}


def test_marks_stand_in_proportion_and_letters_stay_inside():
    marks = {mark.kind: mark for mark in charts.meeting_line([RPJMN, KL, DAERAH, REALISASI])}

    assert (marks["rpjmn"].x, marks["realisasi"].x) == (40, 560)
    assert marks["kl"].width == pytest.approx(520 / 6, abs=0.1)
    assert (marks["rpjmn"].text_x, marks["realisasi"].text_x) == (83.3, 530)


@pytest.mark.parametrize("marks", [[KL, DAERAH], [DAERAH, KL]])
def test_the_distance_left_lies_between_the_two_sides_and_under_them(marks):
    first, *others = charts.meeting_line([REALISASI, *marks])

    (kl,) = (mark for mark in others if mark.kind == "kl")
    (daerah,) = (mark for mark in others if mark.kind == "daerah")
    assert first.kind == "jarak"
    assert first.x == pytest.approx(kl.x + kl.width)
    assert first.x + first.width == pytest.approx(daerah.x, abs=0.1)


@pytest.mark.parametrize(
    "marks", [[KL, REALISASI], [KL, ("daerah", "Daerah 9,5", 9.5, 9.5)], [RPJMN, REALISASI]]
)
def test_no_distance_is_drawn_when_sides_meet_or_one_is_silent(marks):
    assert "jarak" not in [mark.kind for mark in charts.meeting_line(marks)]


def test_no_marks_no_line():
    assert charts.meeting_line([]) == []


def test_the_line_is_drawn_for_wide_and_for_narrow_windows():
    shown = engines["jinja2"].env.from_string("{{ ui.meeting_line(marks, 'Garis') }}")

    drawing = shown.render(marks=[KL, DAERAH])

    assert drawing.count('aria-label="Garis"') == 2
    assert 'viewBox="0 0 600 116"' in drawing
    assert 'viewBox="0 0 320 116"' in drawing


def mark(tahun, low, high=None, kind="kesepakatan", **facts):
    return charts.YearMark(kind, tahun, low, low if high is None else high, **facts)


def test_years_stand_at_their_distance_and_values_at_their_height():
    chart = charts.yearly([mark(2022, 10), mark(2024, 20), mark(2026, 15)], width=400, height=200)

    assert chart.years == [(92, 2022), (165, 2023), (238, 2024), (311, 2025), (384, 2026)]
    assert [(dot.x, dot.y) for dot in chart.dots] == [(92, 164), (238, 12), (384, 88)]
    assert chart.scale == [(164, 10), (88, 15), (12, 20)]


def test_a_line_joins_single_numbers_of_adjacent_years_and_nothing_else():
    chart = charts.yearly(
        [
            mark(2020, 1, is_apart=True),
            mark(2021, 1),
            mark(2022, 2),
            mark(2024, 3),
            mark(2025, 4, 5),
            mark(2021, 3, kind="acuan"),
        ],
        width=416,
        height=148,
    )

    assert [(kind, x1, x2) for kind, x1, _, x2, _ in chart.lines] == [("kesepakatan", 153.6, 215.2)]
    assert [dot.height for dot in chart.dots] == [0, 0, 0, 0, 25, 0]


def test_one_year_stands_in_the_middle_and_a_flat_series_runs_through_it():
    (dot,) = charts.yearly([mark(2026, 7)], width=424, height=148).dots

    assert (dot.x, dot.y) == (250, 62)
    assert charts.yearly([]).years == []
