"""The teacher's tools without a browser: what is hidden, what a link opens, the projector."""

from dataclasses import replace

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import recommended_settings
from nnplay.fields import FIELDS
from nnplay.numbers import number
from nnplay.ui.panels import PANELS
from nnplay.ui.settings.folds import FOLDS
from nnplay.ui.state.controls import GROUPS, NAMES, hidden_by
from tests.app.pages import (
    choose_tool,
    drawn,
    open_page,
    panel_of,
    press,
    run,
    said,
    scores,
    show_panel,
    tabs,
    tools,
    unfold,
)

pytestmark = pytest.mark.usefixtures("worker")
TWO_LAYERS = {"dataset": "circle", "hidden_units": "4,2"}  # each can have its own activation
SETTINGS = [name for group in ("Data", "Network", "Training") for name in GROUPS[group]]


def config(page):
    return page.session_state["run"].config


def widgets(page):
    """Return the keys of the sidebar's elements, without the line at its foot."""
    return {*drawn(page)} - {"foot"}


def texts(elements):
    return [element.value for element in elements]


def test_a_hidden_setting_is_not_drawn_and_keeps_the_value_of_the_address():
    page = open_page(hide="optimizer,epochs", optimizer="Adam", epochs="40")
    assert not {"optimizer", "epochs"} & widgets(page)
    assert {"loss", "seed"} <= widgets(page)
    assert config(page) == TrainingConfig(optimizer="Adam", epochs=40)
    page.number_input(key="seed").set_value(3)
    run(page)
    assert config(page) == TrainingConfig(optimizer="Adam", epochs=40, seed=3)


@pytest.mark.parametrize("fold", FOLDS, ids=lambda fold: fold.label)
def test_a_fold_with_nothing_to_show_is_not_drawn(fold):
    page = open_page(**TWO_LAYERS, hide=",".join(fold.settings))
    assert {*widgets(page)} >= {each.key for each in FOLDS} - {fold.key}
    assert fold.key not in widgets(page)
    assert config(page) == replace(recommended_settings("circle"), hidden_units=(4, 2))


def test_every_setting_is_drawn_unless_it_is_hidden():
    keys = {name: "hidden_layers" if name == "hidden_units" else name for name in FIELDS}
    assert {*keys.values()} <= widgets(unfold(open_page(**TWO_LAYERS), *FIELDS))
    for hidden in (list(FIELDS)[::2], list(FIELDS)[1::2]):
        page = unfold(open_page(**TWO_LAYERS, hide=",".join(hidden)), *FIELDS)
        shown = {keys[name] for name in FIELDS if name not in hidden}
        assert widgets(page) & {*keys.values()} == shown


def test_few_settings_need_no_fold():
    hidden = {*SETTINGS} - {"noise", "l2", "output_activation"}
    page = open_page(dataset="circle", hide=",".join(hidden))
    assert widgets(page) == {"noise", "l2", "output_activation", "reset"}
    assert not page.sidebar.expander


def test_all_can_be_hidden_and_shown_again():
    page = open_page(hide=",".join(NAMES), seed="2")
    assert not widgets(page)
    assert not tabs(page)
    assert not scores(page)
    assert not page.sidebar.expander
    assert not page.button
    assert tools(page) == ["Share", "Projector mode", "Visible to students", "Show all", "Keys"]
    choose_tool(page, "Show all")
    assert {"optimizer", "hidden_layers", "units_1", "fold_features"} <= widgets(page)
    assert tabs(page) == [panel.label for panel in PANELS]
    assert config(page) == TrainingConfig(seed=2)
    choose_tool(page, "Hide again")
    assert not widgets(page)


def test_hidden_fixes_have_no_button_beside_the_verdict():
    assert "fix_verdict" in {button.key for button in open_page().button}
    assert "fix_verdict" not in {button.key for button in open_page(hide="fixes").button}


def test_a_locked_link_offers_no_fix_that_sets_what_it_hides():
    def fixes(**address):
        return [each.label for each in open_page(**address).button if "fix_" in (each.key or "")]

    assert any("optimizer Adam" in label for label in fixes(hide="optimizer"))
    locked = fixes(hide="optimizer", lock="1")
    assert locked
    assert not any("ptimizer" in label for label in locked)
    assert "Apply fix" not in locked


def test_a_locked_page_is_shared_locked():
    page = choose_tool(open_page(hide="optimizer", lock="1"), "Share")
    assert "lock=1" in page.code[-1].value
    assert "share_lock" not in {box.key for box in page.checkbox}


def test_a_locked_link_shows_nothing_again():
    page = open_page(hide="optimizer", lock="1")
    assert "optimizer" not in widgets(page)
    assert tools(page) == ["Share", "Projector mode", "Keys"]


def test_without_anything_hidden_nothing_is_offered_to_be_shown():
    assert "Show all" not in tools(open_page())


def test_a_callback_sets_hidden_settings():
    page = open_page(hide=",".join(sorted({*SETTINGS} - {"new_start", "presets"})), seed="4")
    press(page, "new_start")
    assert config(page).seed == 5
    page = press(press(page, "presets"), "preset_The default network")
    assert config(page) == TrainingConfig()


def test_hidden_panels_have_no_tab_and_the_open_one_may_be_hidden():
    page = open_page(hide="panel_why,panel_loss")
    assert tabs(page) == [panel.label for panel in PANELS if panel.name not in ("why", "loss")]
    show_panel(page, "Loss")
    assert panel_of(page) == "predictions"


@pytest.mark.parametrize("name", ["scores", "verdict", "save"])
def test_each_part_on_top_of_the_page_can_be_hidden(name):
    def seen(page):
        verdict = any("not as good as" in text for text in texts(page.main.markdown))
        save = "save" in {button.key for button in page.button}
        return {"scores": bool(scores(page)), "verdict": verdict, "save": save}

    assert all(seen(open_page()).values())
    assert seen(open_page(hide=name)) == {**dict.fromkeys(seen(open_page()), True), name: False}


@pytest.mark.parametrize("hide", ["features", "notes"])
def test_a_note_on_a_hidden_setting_and_hidden_notes_are_not_shown(hide):
    assert any("computed from total" in text for text in texts(open_page().sidebar.caption))
    page = open_page(hide=hide)
    assert not any("computed from total" in text for text in texts(page.sidebar.caption))


def test_the_teacher_chooses_in_a_dialog():
    page = choose_tool(open_page(hide="loss"), "Visible to students")
    shown = {group: page.session_state[f"shown_of_{group}"] for group in GROUPS}
    assert shown["Training"] == [name for name in GROUPS["Training"] if name != "loss"]
    assert shown["Data"] == list(GROUPS["Data"])
    marks = {pills.key: pills for pills in page.get("button_group")}
    marks["shown_of_Panels"].set_value([])
    marks["shown_of_Training"].set_value(list(GROUPS["Training"]))
    press(page, "apply_visibility")
    hidden = ",".join(sorted(GROUPS["Panels"]))
    assert said(page, "hide") == [hidden]
    assert not tabs(page)
    assert "loss" in widgets(page)


def test_unknown_words_of_hide_are_reported_and_the_rest_is_hidden():
    page = open_page(hide="foo,loss")
    assert texts(page.warning) == [
        "hide names 'foo', which is no control or panel; it was ignored."
    ]
    assert "loss" not in widgets(page)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("hide", "foo"), ("hide", "x" * 10_000), ("lock", "maybe"), ("mode", "x")),
        *(("epoch", "-3"), ("epoch", "501"), ("epoch", "9" * 10_000), ("panel", "nowhere")),
    ],
)
def test_a_bad_part_of_a_link_gives_one_sentence_and_a_working_page(name, value):
    page = open_page(**{name: value, "seed": "1"})
    assert len(page.warning) == 1
    assert page.warning[0].value.startswith(f"{name} ")
    assert len(page.warning[0].value) < 400
    assert config(page) == TrainingConfig(seed=1)


def test_a_link_opens_its_epoch_and_its_panel():
    page = open_page(epoch="120", panel="weights")
    assert "Epoch 120; 500 epochs in" in scores(page)[1]
    assert panel_of(page) == "weights"
    assert any("at epoch 120" in text for text in texts(page.main.markdown))
    history = page.session_state["run"].history
    assert 120 in history.epochs_recorded
    page.number_input(key="seed").set_value(8)
    run(page)
    assert ". 500 epochs in" in scores(page)[1]
    assert "epoch" not in page.query_params


def test_projector_mode_is_compact():
    page = open_page(mode="projector")
    assert page.session_state["page"].projector
    assert not page.header
    assert "Epoch" not in scores(page)[1]
    assert "Always the mean: 4.08 (MSE 16.66)" in scores(page)[1]


def test_the_strip_holds_the_main_settings_and_the_sidebar_the_others():
    page = open_page(mode="projector")
    assert "epochs" in {box.key for box in page.sidebar.number_input}
    page = press(page, "strip_button")
    assert "epochs" in {box.key for box in page.main.number_input}
    assert "epochs" not in {box.key for box in page.sidebar.number_input}
    page = press(page, "strip_button")
    assert "epochs" in {box.key for box in page.sidebar.number_input}
    assert "strip_button" not in {button.key for button in open_page().button}


def test_the_mode_is_part_of_the_address_and_waits_for_the_browser():
    page = open_page()
    choose_tool(page, "Projector mode")
    assert said(page, "mode") == ["projector"]
    assert page.header  # no browser has said that its text is large now
    choose_tool(page, "Leave projector mode")
    assert "mode" not in page.query_params


def test_the_scores_are_told_of_the_rows_learned_from_and_of_those_held_out():
    page = open_page(validation_split="0.2", epochs="20")
    shown = page.session_state["run"]
    examples, history = shown.examples, shown.history
    errors = (history.predict(examples.x) - examples.y)[:, 0] ** 2
    headline, others = scores(page)
    for rows, noun in ((examples.training_rows, "40 states"), (examples.validation_rows, "11")):
        mse = errors[rows].mean()
        assert f"{number(mse**0.5)} on the {noun} it" in headline
        assert f"(MSE {number(mse)})" in headline
    mean = examples.y[examples.training_rows].mean()
    misses = [
        ((mean - examples.y[rows]) ** 2).mean()
        for rows in (examples.training_rows, examples.validation_rows)
    ]
    told = [f"{number(a)} and {number(b)}" for a, b in (np.sqrt(misses), misses)]
    assert f"Always the mean: {told[0]} (MSE {told[1]})." in others


def test_share_tells_that_a_link_to_localhost_is_for_this_computer():
    page = choose_tool(open_page(seed="3"), "Share")
    assert "Only this computer can open this link" in page.info[-1].value  # or 127.0.0.1, or ::1
    assert page.code[-1].value.endswith("?seed=3")


def test_a_reset_can_be_undone_until_something_is_changed():
    page = open_page(optimizer="Adam", seed="3")
    assert page.button(key="reset").label == "Reset"
    press(page, "reset")
    assert config(page) == TrainingConfig()
    assert "brings yours back" in page.toast[0].value
    assert page.button(key="reset").label == "Undo reset"
    press(page, "reset")
    assert config(page) == TrainingConfig(optimizer="Adam", seed=3)
    press(page, "reset")
    page.number_input(key="seed").set_value(8)
    run(page)
    assert page.button(key="reset").label == "Reset"
    press(page, "reset")
    assert config(page) == TrainingConfig()
    press(page, "reset")
    assert config(page) == TrainingConfig(seed=8)


def test_keys_are_listed():
    page = choose_tool(open_page(), "Keys")
    assert any("plays and pauses" in text for text in texts(page.markdown))


def test_a_lesson_hides_its_own_and_leaves_them_out_of_the_address():
    page = open_page(lesson="zeros")
    assert page.session_state["page"].hidden == hidden_by("zeros")
    press(page, "skip_question")
    assert not said(page, "hide")


@pytest.mark.parametrize(("hide", "hidden"), [("none", set()), ("seed", {"seed"})])
def test_an_address_says_more_than_a_lesson_until_the_next_one(hide, hidden):
    page = open_page(lesson="zeros", hide=hide)
    assert page.session_state["page"].hidden == hidden
    press(page, "next_lesson")
    assert page.session_state["page"].hidden == hidden_by(page.session_state["page"].lesson)
    assert not said(page, "hide")


def test_a_teacher_may_show_all_that_a_lesson_hides():
    page = choose_tool(open_page(lesson="zeros"), "Visible to students")
    for pills in page.get("button_group"):
        if pills.key.startswith("shown_of_"):
            pills.set_value(list(GROUPS[pills.key.removeprefix("shown_of_")]))
    press(page, "apply_visibility")
    assert page.session_state["page"].hidden == set()
    assert said(page, "hide") == ["none"]
