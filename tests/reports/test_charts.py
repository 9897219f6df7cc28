"""Charts: coordinates from series, and templates that a strict Content-Security-Policy lets pass."""

from fractions import Fraction

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from reports.charts import Bar, Point, bar_chart, heat_map, line_chart
from reports.sparklines import sparkline

MONTHS = [Point("2026-01", Fraction(1)), Point("2026-02", None), Point("2026-03", Fraction(1, 2)), Point("2026-04", 0)]


def test_a_line_breaks_where_there_is_nothing_to_show() -> None:
    chart = line_chart("k", "更新及時率", MONTHS, target=Fraction(9, 10))
    assert [dot.y for dot in chart.dots] == [24, 112, 200]
    assert [(s.y1, s.y2) for s in chart.segments] == [(112, 200)]
    assert chart.target is not None
    assert chart.target.y == 42


def test_the_table_beside_a_chart_holds_every_value() -> None:
    with override("en"):
        chart = line_chart("k", "Timely", MONTHS)
    assert list(chart.table.cells) == [
        ["2026-01", "100.0%"], ["2026-02", "no items"], ["2026-03", "50.0%"], ["2026-04", "0.0%"],
    ]  # fmt: skip
    assert chart.description == "3 values; lowest 0.0% (2026-04), highest 100.0% (2026-01)."


def test_bars_below_the_target_differ_in_more_than_length() -> None:
    bars = [Bar("甲", Fraction(95, 100)), Bar("乙", Fraction(89, 100)), Bar("丙", None)]
    chart = bar_chart("k", "各單位", bars, target=Fraction(9, 10))
    assert [(b.width, b.state) for b in chart.bars] == [("95.00%", "good"), ("89.00%", "bad"), ("0.00%", "none")]


def test_a_ratio_above_one_widens_the_scale() -> None:
    assert [b.width for b in bar_chart("k", "開放", [Bar("a", Fraction(5, 4)), Bar("b", 1)]).bars] == [
        "100.00%",
        "80.00%",
    ]


def test_counts_scale_to_a_round_number() -> None:
    chart = line_chart("k", "點閱", [Point("a", 1), Point("b", 3700)], shares=False)
    assert [line.text for line in chart.grid] == ["0", "2,000", "4,000"]


def test_one_point_and_no_point_draw_too() -> None:
    assert len(line_chart("k", "x", [Point("a", 1)]).dots) == 1
    with override("en"):
        assert line_chart("k", "x", []).description == "Nothing to show for this period."
    assert sparkline("x", []).runs == []


def test_a_sparkline_breaks_where_nothing_is_known_and_shows_its_target() -> None:
    drawn = sparkline("x", [Fraction(1), Fraction(1, 2), None, Fraction(1)], target=Fraction(3, 4))
    assert (drawn.runs, drawn.last, drawn.target) == (["4.0,4.0 41.3,28.0"], ("116.0", "4.0"), "16.0")


def test_a_heat_map_shades_in_five_steps() -> None:
    chart = heat_map("k", "x", ["a", "b", "c"], [("甲", [0, 50, 100]), ("乙", [None, 19, 21])], shares=False)
    assert [[cell.level for cell in cells] for _label, cells in chart.rows] == [["0", "2", "4"], ["none", "0", "1"]]


def test_rates_are_shaded_from_the_lowest_on_and_marked_below_their_target() -> None:
    rates = [Fraction(8, 10), Fraction(9, 10), None, Fraction(1)]
    ((_label, cells),) = heat_map("k", "x", list("abcd"), [("甲", rates)], targets=[Fraction(9, 10)] * 4).rows
    assert [(cell.level, cell.below) for cell in cells] == [("0", True), ("2", False), ("none", False), ("4", False)]


@pytest.mark.parametrize(
    ("template", "context"),
    [
        ("line", {"chart": line_chart("k", "<b>", MONTHS, target=Fraction(9, 10))}),
        ("bars", {"chart": bar_chart("k", "<b>", [Bar("<b>", 1, "1 / 1")], target=1)}),
        ("heat", {"map": heat_map("k", "<b>", ["<b>"], [("<b>", [1])])}),
        ("sparkline", {"chart": sparkline("<b>", [Fraction(1), Fraction(2)], Fraction(1))}),
    ],
)
def test_pages_hold_no_inline_style_and_no_markup_from_data(template: str, context: dict[str, object]) -> None:
    markup = render_to_string(f"reports/charts/{template}.html", context)
    assert "style" not in markup
    assert "<b>" not in markup
