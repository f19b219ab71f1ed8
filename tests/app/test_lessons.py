"""The course on the page: a question, then the film, then a challenge."""

from dataclasses import replace

import pytest

from nnplay.lessons import CLOSING, LESSONS, Estimate
from nnplay.ui.lessons import navigation
from nnplay.ui.lessons.progress import Marks
from nnplay.ui.state.controls import GROUPS
from nnplay.workers.calls import WorkerError
from tests.app.pages import (
    choose,
    choose_tool,
    drawn,
    open_page,
    panel_of,
    press,
    run,
    scores,
    tabs,
    tools,
)
from tests.covering import in_full

pytestmark = pytest.mark.usefixtures("worker")
# A choice and an estimate, runs beside and a race, classes and patterns, all settings shown.
MARKED = ":gray-badge[the lesson's run]"
SAMPLE = ["formula", "race", "categories", "epochs", "line", "feature", "feasible"]


def answer(page, lesson, choice=0):
    """Answer the question and run."""
    key = f"answer_{lesson.name}"
    if isinstance(lesson.question, Estimate):
        page.number_input(key=key).set_value(50.0)
    else:
        page.radio(key=key).set_value(lesson.question.choices[choice].text)
    return press(page, "run_lesson")


def texts(page):
    return [each.value for each in (*page.markdown, *page.caption, *page.info)]


def words(page):
    return " ".join(texts(page))


@pytest.mark.parametrize("name", in_full(LESSONS, but=SAMPLE))
def test_every_lesson_can_be_followed_from_its_link(name):
    lesson = LESSONS[name]
    page = open_page(lesson=lesson.name)
    assert page.session_state["run"].config == lesson.config
    assert page.header[0].value == lesson.title
    assert not scores(page), "the result is shown before the question is answered"
    assert not tabs(page)
    assert lesson.finds in words(page)
    shown = {each.key for kind in ("slider", "selectbox", "toggle") for each in page.get(kind)}
    if lesson.shows is not None:
        settings = {name for group in ("Data", "Network", "Training") for name in GROUPS[group]}
        assert not shown & (settings - set(lesson.shows))
    page = answer(page, lesson)
    assert scores(page)
    assert "**Watch:**" in words(page)
    assert "**Why?**" in words(page)
    assert "You predicted" in words(page)
    assert lesson.challenge.task in words(page)
    assert "Challenge met!" not in words(page)
    page = press(page, "show_solution")
    assert page.session_state["run"].config == replace(lesson.config, **lesson.challenge.solution)
    assert "Challenge met!" in words(page)


def test_the_answer_is_shown_beside_what_happened():
    lesson = LESSONS["zeros"]
    page = answer(open_page(lesson="zeros"), lesson, choice=1)
    asked = "*How many weights and biases have changed?*"
    said = "You predicted **B. Only one**, and you were right."
    because = "Only the output's bias has."
    assert f"{asked} :green-badge[right] {said} {because}" in words(page)
    page = answer(open_page(lesson="zeros"), lesson, choice=0)
    said = "You predicted **A. All of them**. Not this time: **B. Only one.**"
    assert f"{asked} {said} {because}" in words(page)
    page = answer(open_page(lesson="epochs"), LESSONS["epochs"])
    said = "You predicted **50**: far off. The MSE is 84.6"
    assert f"*The MSE after 500 epochs?* {said}" in words(page)


def test_answers_have_letters():
    assert open_page(lesson="zeros").radio(key="answer_zeros").options == [
        "A. All of them",
        "B. Only one",
        "C. None",
    ]


@pytest.mark.parametrize("mode", [{}, {"mode": "projector"}], ids=["desk", "projector"])
def test_what_is_said_of_the_lessons_run_is_marked_once_the_settings_are_changed(mode):
    page = press(open_page(lesson="luck", **mode), "skip_question")
    line = next(text for text in texts(page) if "The best MSE is" in text)
    assert "**Watch:**" in words(page)
    assert MARKED not in words(page)
    page = press(page, "new_start")
    assert "**Watch:**" not in words(page)
    asked = "*How far apart are the best and the worst MSE?*"
    assert line[line.index(asked) :].split("  \n")[0] in words(page), "of the lesson's own run"
    for beginning in (f"{MARKED} {asked}", f"{MARKED} **Why?**"):
        assert beginning in words(page)
    page = press(page, "reset")
    assert MARKED not in words(page)


def test_reset_restores_the_run_that_was_asked_about():
    page = press(press(open_page(lesson="luck", seed="3"), "skip_question"), "new_start")
    page = press(page, "reset")
    assert page.session_state["run"].config == replace(LESSONS["luck"].config, seed=3)
    assert "You have changed the settings" not in words(page)


def test_a_step_back_asks_again_and_then_leads_to_the_lesson_before():
    page = press(open_page(lesson="ones"), "skip_question")
    page = press(page, "lesson_back")
    assert page.header[0].value == LESSONS["ones"].title
    assert "run_lesson" in {button.key for button in page.button}
    page = press(page, "lesson_back")
    assert page.header[0].value == LESSONS["zeros"].title
    first = next(iter(LESSONS))
    assert "lesson_back" not in {button.key for button in open_page(lesson=first).button}


def keys(page):
    return {button.key for button in page.button}


def test_skip_and_solution_can_be_hidden():
    page = open_page(lesson="zeros", hide="skip,solution")
    assert "skip_question" not in keys(page)
    assert "Give an answer first." in words(press(page, "run_lesson"))
    page = answer(page, LESSONS["zeros"])
    assert "show_solution" not in keys(page)
    assert LESSONS["zeros"].challenge.hint in words(page)


def test_a_locked_lesson_gives_no_answer_away():
    page = open_page(lesson="feasible", lock="1")
    assert not {"skip_question", "leave_lesson"} & keys(page)
    page = answer(page, LESSONS["feasible"])
    assert not {"show_solution", "leave_lesson"} & keys(page)
    assert "Search" not in tabs(page)
    page = open_page(lesson=CLOSING, lock="1")
    assert "leave_lesson" not in keys(page)
    for lesson in LESSONS.values():
        assert lesson.in_short not in words(page)
    page.session_state["marks"] = Marks({"zeros"}, set())
    assert LESSONS["zeros"].in_short in words(run(page))


def test_a_lock_holds_for_who_has_had_all_shown():
    page = choose_tool(open_page(hide="optimizer"), "Show all")
    assert "optimizer" in drawn(page)
    page.query_params["lock"] = "1"
    assert "optimizer" not in drawn(run(page))


def test_a_worker_that_dies_while_a_lesson_is_drawn_is_told_in_one_sentence(monkeypatch):
    run_of = navigation.get_run

    def die_beside(config, dataset, *rest):
        if config.epochs == 2_000:  # the run that the lesson compares with
            raise WorkerError("The process that trains stopped twice.")
        return run_of(config, dataset, *rest)

    monkeypatch.setattr(navigation, "get_run", die_beside)
    page = open_page(lesson="epochs")
    assert [each.value for each in page.error] == ["The process that trains stopped twice."]
    assert "What is the network's after" not in words(page)
    monkeypatch.undo()
    page = run(page)
    assert not page.error
    assert "What is the network's after" in words(page)


def test_an_answer_is_asked_for_but_may_be_skipped():
    page = press(open_page(lesson="zeros"), "run_lesson")
    assert "Give an answer first" in words(page)
    assert not scores(page)
    page = press(page, "skip_question")
    assert scores(page)
    assert "have changed?* **B. Only one.** Only" in words(page)
    assert "You predicted" not in words(page)


def test_the_doctor_does_not_give_the_answer_away():
    page = open_page(lesson="overshoot")
    assert "largest stable" not in words(page)
    before = words(page)
    page = press(page, "skip_question")
    assert len(words(page)) > len(before)
    assert not any(str(button.key).startswith("fix_") for button in page.button)
    page = press(open_page(lesson="feasible"), "skip_question")
    assert any(str(button.key).startswith("fix_") for button in page.button)


def test_the_question_is_about_the_lessons_own_settings():
    lesson = LESSONS["sigmoid"]
    page = open_page(lesson="sigmoid")
    choose(page, "output_activation", "linear")
    page = answer(run(page), lesson, choice=2)
    assert "You predicted **C. The same number for every state**, and you were right." in words(
        page
    )
    assert "Reset restores the lesson's" in words(page)
    page = press(page, "reset")
    assert "Reset restores the lesson's" not in words(page)


def test_a_lock_holds_over_the_next_lesson():
    page = open_page(lesson="formula", lock="1", hide="lessons,reset,features")
    page = press(answer(page, LESSONS["formula"]), "next_lesson")
    hidden = {"lessons", "reset", "skip_question", "leave_lesson"}
    assert not keys(page) & hidden
    assert tools(page) == ["Share", "Projector mode", "Keys"]
    assert "optimizer" not in {each.key for each in page.selectbox}


def test_the_next_lesson_comes_after_this_one_and_the_closing_page_at_the_end():
    names = list(LESSONS)
    page = press(open_page(lesson=names[0]), "next_lesson")
    assert page.header[0].value == LESSONS[names[1]].title
    assert page.session_state["run"].config == LESSONS[names[1]].config
    page = press(open_page(lesson=names[-1]), "next_lesson")
    assert page.header[0].value == "What have I found out?"
    for lesson in LESSONS.values():
        assert lesson.in_short in words(page)
    assert "**0 of" in words(page)
    page = press(page, "leave_lesson")
    assert scores(page)


def test_a_lesson_opens_its_panel_wherever_it_is_begun():
    page = press(press(open_page("Loss"), "lessons"), "begin_lesson_formula")
    page = press(page, "skip_question")
    assert panel_of(page) == LESSONS["formula"].panel
    page = press(press(page, "next_lesson"), "skip_question")
    assert panel_of(page) == LESSONS["untrained"].panel
    loaded_again = press(open_page(lesson="formula"), "skip_question")
    assert panel_of(loaded_again) == LESSONS["formula"].panel
    shared = press(open_page(lesson="formula", panel="loss"), "skip_question")
    assert panel_of(shared) == "loss"


def test_a_met_challenge_is_remembered_in_the_list():
    lesson = LESSONS["zeros"]
    page = answer(open_page(lesson="zeros"), lesson)
    page = press(page, "show_solution")
    page = press(page, "lessons")
    labels = {button.key: button.label for button in page.button}
    assert ":green-badge[met]" in labels["begin_lesson_zeros"]
    assert "badge" not in labels["begin_lesson_ones"]
    page = press(page, "begin_lesson_ones")
    assert page.header[0].value == LESSONS["ones"].title
    page = press(page, "lessons")
    page = press(page, "sum_up")
    assert f"**1 of {len(LESSONS)}** lessons seen, **1** challenges met" in words(page)


def test_marks_stay_when_a_lesson_is_begun_again_and_go_when_they_are_forgotten():
    page = press(press(open_page(lesson="zeros"), "skip_question"), "show_solution")
    page = press(page, "lessons")
    page = press(page, "begin_lesson_zeros")
    assert not scores(page), "the question is not asked again"
    assert ":green-badge[met]" in mark(page, "zeros")
    page = press(page, "forget_marks")
    assert "badge" not in mark(page, "zeros")


def test_forgotten_progress_comes_back_only_by_doing_it_again():
    lesson = LESSONS["zeros"]
    page = press(press(open_page(lesson="zeros"), "skip_question"), "show_solution")
    page = press(press(page, "lessons"), "forget_marks")
    assert "Challenge met!" in words(page), "the page still shows a run that meets it"
    assert "badge" not in mark(page, "zeros")
    choose(page, "output_kernel_initializer", lesson.config.kernel_initializer)
    assert "Challenge met!" not in words(run(page))
    page = press(page, "show_solution")
    assert ":green-badge[met]" in mark(page, "zeros")


def mark(page, name):
    """Return the label of a lesson in the list, which this opens."""
    page = press(page, "lessons")
    return page.button(key=f"begin_lesson_{name}").label


def test_the_marks_that_a_browser_has_brought_stand_on_the_closing_page():
    page = open_page(lesson=CLOSING)
    assert f"**0 of {len(LESSONS)}** lessons seen, **0** challenges met" in words(page)
    page.session_state["marks"] = Marks({"zeros", "ones"}, {"ones"})
    assert f"**2 of {len(LESSONS)}** lessons seen, **1** challenges met" in words(run(page))


def test_a_lesson_keeps_the_settings_of_a_link_that_has_its_own():
    page = open_page(lesson="luck", seed="3")
    assert page.session_state["run"].config == replace(LESSONS["luck"].config, seed=3)
    page = press(page, "skip_question")
    assert scores(page)


def test_reset_goes_back_to_where_the_lesson_begins():
    page = press(open_page(lesson="sigmoid"), "skip_question")
    choose(page, "output_activation", "relu")
    page = press(page, "reset")
    assert page.session_state["run"].config == LESSONS["sigmoid"].config


def test_leaving_a_lesson_keeps_the_settings_and_shows_all_controls():
    page = press(open_page(lesson="sigmoid"), "skip_question")
    page = press(page, "leave_lesson")
    assert page.session_state["run"].config == LESSONS["sigmoid"].config
    assert {"optimizer", "loss", "epochs"} <= {*drawn(page)}
    assert page.header[0].value == "How well can this network predict accidents?"


@pytest.mark.parametrize("name", ["nonsense", "Zeros", "x" * 10_000, "<b>"])
def test_an_unknown_lesson_is_told_and_the_page_works(name):
    page = open_page(lesson=name)
    assert len(page.warning) == 1
    assert "There is no lesson" in page.warning[0].value
    assert len(page.warning[0].value) < 400
    assert scores(page)


@pytest.mark.parametrize(
    "address",
    [
        {"dataset": "spiral"},
        {"features": "speeding"},
        {"loss": "hinge"},
        {"validation_split": "0.5"},
        {"epochs": "1"},
        {"hidden_units": "none"},
    ],
    ids=lambda address: next(iter(address)),
)
@pytest.mark.parametrize(
    "name", in_full(["untrained", "crossentropy", "units", "penalty", "luck"], but=["crossentropy"])
)
def test_a_lesson_survives_settings_that_are_not_its_own(name, address):
    page = open_page(lesson=name, **address)
    page = press(page, "skip_question")
    assert "**Why?**" in words(page)


def test_a_link_with_an_empty_lesson_opens_the_playground():
    page = open_page(lesson="")
    assert not page.warning
    assert scores(page)


def test_the_closing_page_can_be_opened_by_its_link():
    page = open_page(lesson=CLOSING)
    assert page.header[0].value == "What have I found out?"
    assert not scores(page)
