"""A learner's own table: shown before it is used, corrected, used, and shown again."""

import json
from dataclasses import replace
from urllib.parse import parse_qs

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import recommended_settings
from nnplay.ui.own_table import session
from nnplay.ui.own_table.link import own_query
from nnplay.ui.panels import PANELS
from tests.app.pages import (
    ANIMALS,
    choose_tool,
    open_page,
    press,
    run,
    said,
    show_own,
    show_panel,
    use_own,
)
from tests.covering import in_full
from tests.unit.datasets.csv.own_workbooks import xlsx

pytestmark = pytest.mark.usefixtures("worker")
WIND = b"wind;power\n" + b"".join(
    b"%d;%d,5\n" % (-9999 if i % 9 == 4 else i % 13, 3 * i) for i in range(40)
)
HOLES = b"q1,q2,q3,score\n" + b"".join(
    b"%s,%s,%d,%d\n"
    % (b"" if i % 2 else b"%d" % (i * i), b"%d" % (i % 5) if i % 2 else b"", i * i % 7, i)
    for i in range(20)
)
TEXTS = b"city,garden,price\n" + b"".join(
    b"%s,%s,%d\n" % ((b"Kiel", b"Bonn", b"Ulm")[i % 3], (b"yes", b"no")[i % 2], 200_000 + 999 * i)
    for i in range(30)
)
AWKWARD = b"predicted,state,actual,error_,name,a$b,x_y*z\n" + b"".join(
    b"row %d,%d,%d,%d,%s,%d,%d\n" % (i, i, i * i, i % 7, (b"yes", b"no")[i % 2], i % 5, -i)
    for i in range(30)
)
BAD = [b"", b"a,b\n", b"\x89PNG\r\n\x1a\n" + bytes(99)]


def shown(page):
    return page.session_state["run"]


def draft(page):
    return page.session_state["own_draft"]


def is_open(page):
    return any(button.key == "own_cancel" for button in page.button)


def columns(page):
    """Return the editor of the columns."""
    return page.data_editor[0].value.set_index("Column")


def enter(page, column, heading, text):
    """Enter a text into the editor of the columns."""
    editor = page.data_editor[0]
    state = page.session_state.get(editor.key, {})
    rows = {row: dict(cells) for row, cells in state.get("edited_rows", {}).items()}
    number = list(editor.value["Column"]).index(column)
    rows.setdefault(number, {})[heading] = text
    entered = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    page.session_state[editor.key] = entered
    return run(page)


def unfold(page):
    return press(page, "fold_own_table")


def choose_columns(page, *names):
    if not page.sidebar.get("button_group"):
        unfold(page)
    page.sidebar.get("button_group")[0].set_value(list(names))
    return run(page)


def errors(page):
    return [error.value for error in page.error]


# ---- before it is used


def test_nothing_changes_below_until_the_table_is_used():
    page = open_page("Predictions", config=recommended_settings("moons"))
    before = shown(page)
    show_own(page, ANIMALS)
    assert is_open(page)
    assert shown(page) is before
    assert said(page, "dataset") == ["moons"]
    rows = next(each.value for each in page.dataframe if "kind" in each.value.columns)
    assert list(rows["kind"]) == ["insect", "insect", "mammal", "mammal", "mammal"]
    assert columns(page)["Role"].to_dict() == {
        "name": "names the rows",
        "size": "learn from",
        "weight": "learn from",
        "kind": "predict",
    }
    assert columns(page)["Rows lost"]["size"] == 1
    press(page, "own_use")
    assert not is_open(page)
    assert shown(page).dataset.classes == ("insect", "mammal")  # the only bird has no size
    assert shown(page).examples.features == ("size", "weight")
    assert len(shown(page).examples.y) == 7
    assert page.button(key="fold_own_table").label == "Table and features: animals, 8 rows"


def test_cancel_leaves_all_as_it_was():
    page = open_page(config=recommended_settings("moons"))
    before = shown(page)
    show_own(page, ANIMALS)
    press(page, "own_cancel")
    assert not is_open(page)
    assert shown(page) is before
    assert page.selectbox(key="dataset").value == "moons"
    use_own(page, ANIMALS)
    used = shown(page)
    press(unfold(page), "own_again")
    enter(page, "weight", "Role", "leave out")
    assert draft(page).dataset.features == ("size",)
    press(page, "own_cancel")
    assert shown(page) is used


def test_going_back_in_the_browser_leaves_the_choice_of_a_table():
    page = open_page()
    page.number_input(key="seed").set_value(3)
    use_own(run(page), ANIMALS)
    dataset = shown(page).config.dataset
    show_own(press(unfold(page), "own_other"), b"")
    assert len(page.error) == 1
    page.query_params.update({"dataset": dataset, "seed": "1"})  # as Back brings it
    assert not run(page).error
    assert not is_open(page)
    assert shown(page).config.dataset == dataset


@pytest.mark.parametrize("content", BAD)
def test_a_bad_file_gets_one_sentence_and_the_page_goes_on(content):
    page = open_page(config=recommended_settings("moons"))
    before = shown(page)
    show_own(page, content)
    assert len(page.error) == 1
    assert page.button(key="own_use").disabled
    show_own(page, ANIMALS)
    assert not page.error
    press(page, "own_cancel")
    assert shown(page) is before
    assert np.isfinite(shown(page).history.loss).all()


def test_yes_and_no_are_shown_as_they_are_written():
    page = show_own(open_page(), TEXTS)
    rows = next(each.value for each in page.dataframe if "garden" in each.value.columns)
    assert list(rows["garden"]) == ["yes", "no", "yes", "no", "yes"]


def test_a_table_that_nothing_can_be_asked_of_is_shown_and_can_be_read_otherwise():
    page = show_own(open_page(), b"a;b\n" + b"x;1\n" * 9)
    assert len(page.error) == 1
    assert page.button(key="own_use").disabled
    assert list(columns(page).index) == ["a", "b"]


def test_pasted_cells_are_a_table_too():
    page = open_page()
    page.selectbox(key="dataset").set_value("own")
    run(page)
    cells = "size\tprice\n" + "".join(f"{n}\t{n * n + 0.5}\n" for n in range(1, 20))
    page.text_area(key="own_cells").set_value(cells)
    press(run(page), "own_read_cells")
    press(page, "own_use")
    assert shown(page).dataset.target == "price"
    assert len(shown(page).examples.y) == 19


def test_each_part_of_how_it_was_read_can_be_corrected():
    page = show_own(open_page(), WIND)
    enter(page, "power", "Where missing", "fill with the mean")
    assert draft(page).table.reading.decimal == ","
    page.menu_button(key="own_said_decimal").click("decimal points")
    run(page)
    assert draft(page).table.reading.decimal == "."
    page.selectbox(key="own_decimal").set_value(",")
    run(page)
    before = draft(page)
    page.selectbox(key="own_separator").set_value("|")
    run(page)
    assert draft(page).table.reading.separator == "|"
    assert len(errors(page)) == 1  # one column is no question
    page.selectbox(key="own_separator").set_value(";")
    run(page)
    assert draft(page).table.frame.equals(before.table.frame)


def test_doubts_about_the_file_are_asked():
    page = show_own(open_page(), WIND)
    assert columns(page)["Missing"]["wind"] == 4
    doubt = next(each for each in page.get("button_group") if "-9999" in each.label)
    doubt.set_value("No")
    run(page)
    assert columns(page)["Missing"]["wind"] == 0
    assert draft(page).table.frame["wind"].min() == -9999


def test_a_column_is_given_another_role_kind_and_filling():
    page = show_own(open_page(), ANIMALS)
    enter(page, "weight", "Role", "predict")
    assert columns(page)["Role"].to_dict() == {
        "name": "names the rows",
        "size": "learn from",
        "weight": "predict",
        "kind": "learn from",
    }
    enter(page, "size", "Where missing", "fill with the mean")
    assert columns(page)["Rows lost"]["size"] == 0
    assert len(draft(page).dataset.frame) == 8
    enter(page, "weight", "Role", "leave out")  # then nothing would be predicted
    assert "predicted" in errors(page)[0]
    assert columns(page)["Role"]["weight"] == "predict"
    enter(page, "kind", "Kind", "free text")
    assert columns(page)["Role"]["kind"] == "leave out"
    press(page, "own_use")
    assert shown(page).dataset.target == "weight"
    assert shown(page).examples.features == ("size",)
    assert len(shown(page).examples.y) == 8


def test_a_class_from_which_features_are_hidden_changes_no_role():
    for address, fixed in (({}, False), ({"hide": "features", "lock": "1"}, True)):
        page = show_own(open_page(**address), ANIMALS)
        columns = json.loads(page.data_editor[0].proto.columns)
        assert columns["Role"].get("disabled", False) is fixed


def test_an_emptied_cell_of_the_columns_keeps_what_it_held():
    page = show_own(open_page(), ANIMALS)
    enter(page, "weight", "Role", None)
    assert columns(page)["Role"]["weight"] == "learn from"
    assert draft(page).edition == 1  # the editor is another, which shows it


def test_a_sheet_of_a_workbook_is_chosen():
    few = [["size", "price"], *([n, n * n % 7] for n in range(9))]
    more = [["age", "pay", "note"], *([n, n * n % 5, n % 3] for n in range(12))]
    page = show_own(open_page(), xlsx(few=few, more=more), "book.xlsx")
    assert list(columns(page).index) == ["size", "price"]
    page.menu_button(key="own_said_sheet").click("more")
    assert list(columns(run(page)).index) == ["age", "pay", "note"]
    press(page, "own_use")
    assert len(shown(page).dataset.frame) == 12


def test_warnings_about_the_table_are_shown_before_it_is_used():
    lines = "".join(f"{n % 2},{n * n % 17},{('no', 'yes')[n % 2]}\n" for n in range(40))
    page = show_own(open_page(), f"survived,age,alive\n{lines}".encode())
    assert columns(page)["Role"].to_dict() == {
        "survived": "predict",
        "age": "learn from",
        "alive": "leave out",
    }
    warned = next(each.value for each in page.markdown if "in other words" in each.value)
    assert "yes goes with 1" in warned
    assert "It is left out." in warned
    enter(page, "alive", "Role", "learn from")
    warned = next(each.value for each in page.markdown if "in other words" in each.value)
    assert "It is left out." not in warned


def test_an_impossible_fill_is_refused_in_a_sentence():
    page = show_own(open_page(), ANIMALS)
    enter(page, "size", "Where missing", "a class of its own")
    assert "size holds" in errors(page)[0]
    assert columns(page)["Where missing"]["size"] == "leave the row out"


def test_the_rows_that_are_used_can_be_chosen_where_there_are_too_many():
    lines = "".join(f"{n},{n % 7},{n % 11}\n" for n in range(6000))
    page = show_own(open_page(), f"a,b,y\n{lines}".encode())
    page.get("button_group")[-1].set_value("the last rows")
    assert draft(run(page)).dataset.frame.index[0] == "1001"


# ---- used, and shown again


@pytest.mark.parametrize(
    "content",
    in_full([ANIMALS, AWKWARD, TEXTS], but=[AWKWARD]),
    ids=["animals", "awkward", "texts"],
)
def test_every_panel_of_an_own_table_is_drawn(content):
    page = use_own(open_page(), content)
    press(page, "save")
    for panel in PANELS:
        show_panel(page, panel.label)
        assert not page.error
        assert shown(page).config.dataset.startswith("own-")
    assert "size" not in str(page.query_params)
    assert "saved" not in page.query_params


def test_another_question_can_be_asked_of_the_table_in_use():
    page = use_own(open_page(), ANIMALS)
    page.selectbox(key="own_target").set_value("weight")
    run(page)
    assert shown(page).dataset.classes == ()
    assert shown(page).config.loss == "mean_squared_error"


def test_other_columns_are_learned_from_with_the_same_settings():
    page = use_own(open_page(), HOLES)
    page.number_input(key="units_1").set_value(9)
    run(page)
    choose_columns(page, "q3")
    assert shown(page).examples.features == ("q3",)
    assert len(shown(page).examples.y) == 20
    assert shown(page).config.hidden_units == (9,)
    choose_columns(page)
    assert "at least one" in errors(page)[0]
    assert shown(page).examples.features == ("q3",)


def test_how_it_is_read_is_shown_again_with_all_choices():
    page = show_own(open_page(), ANIMALS)
    enter(page, "size", "Where missing", "fill with the mean")
    press(page, "own_use")
    page.number_input(key="units_1").set_value(9)
    run(page)
    press(unfold(page), "own_again")
    assert columns(page)["Where missing"]["size"] == "fill with the mean"
    enter(page, "weight", "Role", "leave out")
    press(page, "own_use")
    assert shown(page).examples.features == ("size",)
    assert shown(page).config.hidden_units == (9,)  # the question is the same


def test_another_table_of_the_same_shape_is_read_and_used_alike():
    page = show_own(open_page(), ANIMALS)
    enter(page, "weight", "Role", "leave out")
    press(page, "own_use")
    press(unfold(page), "own_other")
    show_own(page, ANIMALS + b"owl,40,900,bird\n", "more.csv")
    assert columns(page)["Role"]["weight"] == "leave out"
    show_own(press(press(page, "own_cancel"), "own_other"), TEXTS)
    assert set(columns(page)["Role"]) == {"learn from", "predict"}


def test_many_columns_are_chosen_from_a_list():
    names = ",".join(f"c{n}" for n in range(15))
    rows = "".join(f"{i + 1},{','.join(str(i * n % 7) for n in range(1, 16))}\n" for i in range(30))
    page = unfold(use_own(open_page(), f"id,{names}\n{rows}".encode()))
    chosen = page.sidebar.multiselect(key="own_features").value
    assert chosen == [f"c{n}" for n in range(14) if n not in (6, 13)]  # which are constant
    assert not page.error


def test_the_file_is_in_the_session_once():
    page = use_own(open_page(), ANIMALS)
    page.selectbox(key="own_target").set_value("weight")
    run(page)
    used = page.session_state["own_used"].values()
    assert len(used) == 2
    assert len({id(each.source.content) for each in used}) == 1


def test_the_last_questions_asked_of_tables_are_kept_and_those_of_saved_runs(monkeypatch):
    monkeypatch.setattr(session, "MOST_USED", 1)
    page = press(use_own(open_page(), ANIMALS), "save")
    first = shown(page).config.dataset
    for target in ("weight", "size", "weight"):
        page.selectbox(key="own_target").set_value(target)
        run(page)
        last = shown(page).config.dataset
        assert {first, last} <= {*page.session_state["own_used"]}
    assert len(page.session_state["own_used"]) == 3


# ---- links


def test_a_link_to_an_own_table_waits_for_the_table():
    page = open_page(
        dataset="own-0123456789ab",
        epoch="7",
        output_activation="softmax",
        loss="sparse_categorical_crossentropy",
    )
    assert "Own tables are not part of a link" in page.warning[0].value
    assert shown(page).config == TrainingConfig()
    press(page, "own_choose")
    use_own(page, ANIMALS)
    assert shown(page).config.loss == "binary_crossentropy"  # of another table than the link's


def test_a_shared_link_brings_the_settings_but_not_the_data():
    page = show_own(open_page(), ANIMALS)
    enter(page, "weight", "Role", "predict")
    enter(page, "kind", "Role", "leave out")
    press(page, "own_use")
    page.number_input(key="units_1").set_value(9)
    run(page)
    used = page.session_state["own_used"][shown(page).config.dataset]
    query = own_query(page.session_state["page"], used)
    assert not {"ant", "4000", "mammal"} & {*query.replace("%2C", "&").replace("=", "&").split("&")}
    choose_tool(page, "Share")
    assert page.code[-1].value.endswith(f"/?{query}")
    other = open_page(**parse_qs(query))
    assert shown(other).config == TrainingConfig()
    press(other, "own_choose")
    assert "size and weight" in other.info[0].value
    use_own(other, ANIMALS)
    assert shown(other).config == replace(shown(page).config)
    assert shown(other).examples.features == ("size",)
    assert not other.warning


def test_a_page_that_is_loaded_again_gets_its_settings_back_with_the_table():
    page = use_own(open_page(), ANIMALS)
    page.number_input(key="units_1").set_value(9)
    run(page)
    again = open_page(**dict(page.query_params))
    use_own(again, ANIMALS)
    assert shown(again).config == shown(page).config
