"""The three grades: worked examples, by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest

from quality.checker.types import Content, Declared, Finding
from quality.scores import mqa, national, stars, words
from quality.scores.facts import DatasetFacts, FileFacts, file_facts

GOOD = FileFacts(
    format="CSV",
    media_type="text/csv",
    size_known=True,
    link_works=True,
    downloads=True,
    structured=True,
    encoding_matches=True,
    fields_present=True,
    machine_readable=True,
    stars=3,
)
FLAGS = (
    *("keywords", "theme", "spatial", "temporal", "license", "license_in_vocabulary", "access_rights"),
    *("access_rights_in_vocabulary", "contact", "publisher", "rights", "issued", "modified"),
)
FULL = DatasetFacts(**dict.fromkeys(FLAGS, True), dcat_valid=True, timely=True, feedback_in_time=True, files=(GOOD,))


def test_all_is_well():
    grade = national.grade(FULL)
    assert (grade.badge.code, grade.next_badge, grade.to_mend) == ("platinum", None, ())
    assert [i.passed for i in grade.indicators] == [True] * 7


def test_one_failing_file_fails_the_indicator():
    facts = replace(FULL, files=(GOOD, replace(GOOD, structured=False)))
    grade = national.grade(facts)
    assert (grade.badge.code, grade.next_badge.code) == ("bronze", "silver")
    assert [(i.number, i.failing) for i in grade.to_mend] == [(3, (1,))]


def test_unknown_neither_passes_nor_fails():
    facts = replace(FULL, files=(replace(GOOD, encoding_matches=None),))
    fourth = national.indicators(facts)[3]
    assert (fourth.passed, fourth.failing, fourth.unknown) == (None, (), (0,))
    assert national.grade(facts).badge.code == "silver"


def test_no_files_is_unknown():
    grade = national.grade(replace(FULL, files=()))
    assert grade.badge is None and {i.passed for i in grade.indicators[:5]} == {None}


def test_the_table_is_an_argument():
    table = (national.Badge("plain", frozenset({1})), national.Badge("all", frozenset(range(1, 8))))
    facts = replace(FULL, feedback_in_time=False)
    grade = national.grade(facts, table)
    assert (grade.badge.code, [i.code for i in grade.to_mend]) == ("plain", ["feedback"])


def test_platform_differs():
    platform = national.from_platform({"linkable": "1", "structure": "0", "encoding_match": "", "csv": "1"})
    assert platform == {"link": True, "structured": False}
    own = national.indicators(replace(FULL, files=(replace(GOOD, link_works=None),)))
    assert [(i.code, theirs) for i, theirs in national.differences(own, platform)] == [("structured", False)]


@pytest.mark.parametrize(
    ("each", "best", "step"),
    [
        ((1, 3), 3, "linked"),
        ((0,), 0, "obtainable"),
        ((None, 2), 2, "open_format"),
        ((), None, "obtainable"),
        ((5,), 5, ""),
    ],
)
def test_stars(each, best, step):
    found = stars.dataset_stars([FileFacts(stars=one) for one in each])
    assert (found.best, found.each, found.step) == (best, each, step)


def test_metrics_make_405():
    assert sum(metric.points for metric in mqa.METRICS) == mqa.TOTAL
    most = {name: mqa.assess(FULL).dimension(name)[1] for name in mqa.DIMENSIONS}
    assert list(most.values()) == [100, 100, 110, 75, 20]


def test_full_marks():
    found = mqa.assess(FULL)
    assert (found.points, found.rating, found.to_mend) == (405, "excellent", ())


def test_nothing_known():
    found = mqa.assess(DatasetFacts())
    assert (found.points, found.rating) == (0, "bad")
    assert found.to_mend[0].metric.code == "access_url_works"


def test_shares_are_exact_and_ranked():
    broken = replace(GOOD, link_works=False, downloads=False, machine_readable=None)
    found = mqa.assess(replace(FULL, files=(GOOD, GOOD, broken), theme=False))
    parts = {part.metric.code: part for part in found.parts}
    assert parts["access_url_works"].points == Fraction(100, 3)
    assert (parts["machine_readable"].failing, parts["machine_readable"].unknown) == ((), (2,))
    codes = [part.metric.code for part in found.to_mend]
    assert codes == ["theme", "access_url_works", "download_url_works", "machine_readable"]
    assert found.points == 405 - 30 - Fraction(50, 3) - 10 - Fraction(20, 3)


@pytest.mark.parametrize(
    ("points", "rating"),
    [(351, "excellent"), (350, "good"), (221, "good"), (220, "sufficient"), (121, "sufficient"), (120, "bad")],
)
def test_ratings(points, rating):
    part = mqa.Part(mqa.METRICS[0], Fraction(points))
    assert mqa.Assessment((part,)).rating == rating


def test_facts_of_a_check():
    content = Content("CSV", True, 3, encoding="utf-8", fields=("a",), findings=(Finding("field_missing", "warning"),))
    facts = file_facts(Declared("csv", "UTF8", ("a", "b")), "ok", "ok", content, media_type="text/csv")
    assert (facts.link_works, facts.downloads, facts.structured, facts.encoding_matches) == (True, True, True, True)
    assert (facts.fields_present, facts.format, facts.media_type, facts.stars) == (False, "CSV", "text/csv", 3)


def test_facts_of_a_broken_link():
    facts = file_facts(Declared("CSV"), "broken", "not_found", None)
    assert (facts.link_works, facts.downloads, facts.stars, facts.structured) == (False, False, 0, None)


def test_facts_of_an_unsure_link():
    facts = file_facts(Declared("CSV"), "unsure", "throttled", None)
    assert (facts.link_works, facts.stars) == (None, None)


def test_facts_of_a_page_instead_of_data():
    facts = file_facts(Declared("CSV"), "broken", "html_instead_of_data", Content("HTML", False, 0))
    assert (facts.downloads, facts.stars) == (False, 0)


def test_a_picture_declared_with_fields_has_none_of_them():
    facts = file_facts(Declared("CSV", "", ("a",)), "ok", "ok", Content("IMAGE", False, 1))
    assert (facts.fields_present, facts.structured, facts.encoding_matches) == (False, False, True)


def test_every_code_has_words():
    assert set(words.METRICS) == {metric.code for metric in mqa.METRICS}
    assert set(words.INDICATORS) == set(national.INDICATORS)
    assert set(words.BADGES) == {badge.code for badge in national.BADGES}
    assert set(words.DIMENSIONS) == set(mqa.DIMENSIONS)
    assert set(words.RATINGS) == {name for name, _ in mqa.RATINGS}
