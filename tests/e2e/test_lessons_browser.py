"""The course in a browser: by keyboard, on a phone, on a projector, shared by a teacher."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.acting import (
    button,
    choose_tool,
    press,
    settle,
    skip_question,
    stop_the_clock,
    wait_for_run,
    wait_for_stage,
)
from tests.e2e.reading import SCORES, score, stage

STILL = {"reduced_motion": "reduce"}
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}


def focused(page):
    """Return the text of the focused element, or of the label that it is in."""
    return page.evaluate(
        "document.activeElement.matches('input, button') ? "
        "(document.activeElement.closest('label') ?? document.activeElement).innerText : ''"
    )


def tab_to(page, text):
    """Press Tab until the focused element has this text."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if text in focused(page):
            return
    pytest.fail(f"{text!r} cannot be reached by the keyboard")


def go_down_to(page, option):
    """Press the down arrow in an open list until this option has the focus.

    Typing its name would not do: a list forgets what was typed a second ago.
    """
    items = page.get_by_role("menuitem")
    for item in items.all():
        expect(item).to_have_attribute("data-focused", "true")
        if item.inner_text().startswith(option):
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"{option!r} cannot be reached by the arrow keys")


def no_sideways_scrolling(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_lesson_is_followed_by_the_keyboard_alone(window):
    with window("?lesson=zeros", **STILL) as page:
        expect(page.get_by_role("heading", name="All weights begin at zero")).to_be_visible()
        expect(page.locator(SCORES)).to_have_count(0)
        assert stage(page, "run").endswith("-start")
        tab_to(page, "All of them")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        tab_to(page, "Run")
        page.keyboard.press("Enter")
        expect(page.get_by_text("You predicted B. Only one, and you were right.")).to_be_visible()
        expect(page.locator(SCORES)).to_be_visible()
        page.wait_for_selector('.stage:not([data-run$="-start"])')
        settle(page)
        page.get_by_role("button", name=re.compile("^Initial output weights")).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("menuitem").first).to_have_attribute("data-focused", "true")
        go_down_to(page, "glorot_uniform")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Challenge met!")).to_be_visible()
        page.keyboard.press("Escape")
        button(page, "Next lesson").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="All weights begin at one")).to_be_visible()
        expect(page).to_have_url(re.compile("lesson=ones"))


@pytest.mark.full
def test_the_film_is_held_back_and_then_plays_from_the_start(window):
    with window("?lesson=formula", alone=True) as page:
        stop_the_clock(page)
        page.clock.run_for(1_500)
        assert (stage(page, "epoch"), stage(page, "playing")) == ("0", "false")
        page.clock.resume()
        press(page, "Skip the question")
        page.wait_for_selector('.stage[data-playing="true"]')
        expect(page.locator(".stage")).to_have_count(1)  # the untrained one is gone
        page.locator(".speed").select_option("at once")
        page.wait_for_selector('.stage[data-epoch="500"]')
        press(page, "+500 epochs")  # the lesson goes on with them
        page.wait_for_selector('.stage[data-epoch="1000"]')
        expect(page).to_have_url(re.compile("lesson=formula&epochs=1000"))


def speed(page):
    """Return the speed that is chosen, once the stage of before is gone."""
    box = page.locator(".speed")
    expect(box).to_have_count(1)
    return box.evaluate("box => box.selectedOptions[0].text")


@pytest.mark.full
def test_the_film_stays_where_it_is_and_keeps_its_speed_when_a_lesson_is_left(window):
    with window("?lesson=zeros") as page:
        page.locator(".speed").select_option("slow")
        press(page, "Skip the question")
        page.wait_for_selector('.stage[data-playing="true"]')
        assert speed(page) == "slow"
        page.locator(".scrub").fill("137")
        page.get_by_text("Epoch 137;").wait_for()
        press(page, "Leave")
        page.get_by_role("heading", name="How well can this network").wait_for()
        settle(page)
        assert (stage(page, "epoch"), stage(page, "playing")) == ("137", "false")
        assert speed(page) == "slow"


@pytest.mark.full
def test_a_lesson_is_followed_on_a_phone(window):
    with window("?lesson=line", **PHONE, **STILL) as page:
        assert no_sideways_scrolling(page)
        page.get_by_text("C. Nearly all", exact=True).tap()
        button(page, "Run").tap()
        expect(page.get_by_text("Not this time: A. About half")).to_be_visible()
        assert no_sideways_scrolling(page)
        page.locator('[data-testid="stExpandSidebarButton"]').tap()
        expect(page.get_by_text("held-out accuracy 51%; at least 95%")).to_be_visible()


@pytest.mark.full
@pytest.mark.parametrize("name", ["line", "race"])
def test_on_a_projector_the_film_and_its_result_are_on_one_screen(window, name):
    with window(f"?lesson={name}&mode=projector", **STILL) as page:
        expect(button(page, "Run")).to_be_in_viewport(ratio=1)
        expect(page.locator(".stage")).to_have_count(1)
        press(page, "Skip the question")
        expect(page.get_by_text("Watch:")).to_be_visible()
        film = page.locator(".stage").first.locator(".views")
        expect(film).to_be_in_viewport(ratio=0.99)
        if name == "race":  # which is run once the question is answered
            page.wait_for_selector('.stage[data-kind="race"][data-ready="yes"]')
            expect(page.get_by_text("SGD crossed the line at epoch 30")).to_be_visible()


@pytest.mark.full
def test_a_class_follows_the_lesson_that_its_teacher_has_set_up(window):
    with window("?lesson=luck", **STILL) as page:
        skip_question(page)
        before = stage(page, "run")
        press(page, "New start")
        wait_for_run(page, before)
        choose_tool(page, "Visible to students")
        page.get_by_role("dialog").get_by_role("button", name="Standardise", exact=True).click()
        press(page, "Apply")
        page.get_by_role("dialog").wait_for(state="detached")
        expect(page.get_by_text("Standardise", exact=True)).to_have_count(0)
        choose_tool(page, "Share")
        code = page.get_by_role("dialog").locator('[data-testid="stCode"] code')
        code.wait_for(state="attached")  # without a font it has no size
        link = code.text_content()
        shown = score(page)
        run = stage(page, "run")
    with window(link[link.index("?") :], **STILL) as page:
        expect(page.get_by_text("Standardise", exact=True)).to_have_count(0)
        expect(page.locator(SCORES)).to_have_count(0)
        skip_question(page)
        assert score(page) == shown
        assert stage(page, "run") == run
        expect(page.get_by_text("Standardise", exact=True)).to_have_count(0)
        expect(page).to_have_url(re.compile("seed=1"))
        expect(page.get_by_label("Seed", exact=True)).to_have_value("1")


def expect_mark(page, title, mark):
    """Wait until a lesson has this mark, or none, in the list that is open."""
    lesson = page.get_by_role("dialog").get_by_role("button", name=title)
    expect(lesson).to_have_text(re.compile(rf"^\d+\. {title} ?{mark}$"))


def open_lessons(page):
    press(page, "Lessons")
    expect(page.get_by_role("dialog").get_by_text("stored in this browser only")).to_be_visible()


def close_dialog(page):
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")


def marks_of(page):
    return page.evaluate("JSON.parse(localStorage.getItem('nnplay.marks'))")


def wait_for_mark(page, lesson, kind="seen"):
    page.wait_for_function(
        """([lesson, kind]) => {
          try {
            return JSON.parse(localStorage.getItem("nnplay.marks"))[kind].includes(lesson)
          } catch {
            return false  // nothing is stored yet, or rubbish
          }
        }""",
        arg=[lesson, kind],
    )


def come_back(page, sent):
    """Reload the page and open the list; return how often it was drawn before that."""
    page.reload()
    wait_for_stage(page)
    open_lessons(page)
    return len(sent) - 1


def test_the_marks_last_in_the_browser_until_they_are_forgotten(window):
    with window("?lesson=zeros", **STILL) as page:
        sent = []  # what the page asks of the server: each a run of the script

        def count(socket):
            sent.clear()  # what was sent before the page was loaded again
            socket.on("framesent", lambda one: sent.append(one))

        page.on("websocket", count)
        assert come_back(page, sent) == 1
        close_dialog(page)
        press(page, "Skip the question")
        expect(page.get_by_text("Watch:")).to_be_visible()
        wait_for_mark(page, "zeros")
        press(page, "Next lesson")
        press(page, "Skip the question")
        press(page, "Hint")
        press(page, "Show a solution")
        wait_for_mark(page, "ones", "met")
        assert come_back(page, sent) == 2
        expect_mark(page, "All weights begin at zero", "seen")
        expect_mark(page, "All weights begin at one", "met")
        expect_mark(page, "Random weights and luck", "")
        press(page, "Forget my marks")
        press(page, "Forget them")
        expect(page.get_by_text("There are no marks")).to_be_visible()
        expect_mark(page, "All weights begin at one", "")
        page.wait_for_function("localStorage.getItem('nnplay.marks') === null")
        page.keyboard.press("Escape")  # closes the question, the next one the list
        close_dialog(page)
        assert come_back(page, sent) == 1
        expect_mark(page, "All weights begin at one", "")


@pytest.mark.full
def test_two_tabs_keep_their_marks_in_one_place(window):
    with window("?lesson=zeros", **STILL) as page:
        other = page.context.new_page()
        other.goto(page.url.replace("zeros", "ones"))
        for tab, name in ((page, "zeros"), (other, "ones")):
            press(tab, "Skip the question")
            wait_for_mark(tab, name)
        wait_for_mark(page, "ones")  # which the other tab has reported
        assert sorted(marks_of(page)["seen"]) == ["ones", "zeros"]


@pytest.mark.full
def test_rubbish_in_the_browser_is_passed_over(window):
    with window("?lesson=zeros", **STILL) as page:
        for text in ("{", '{"version": 1, "seen": 3, "met": [["zeros"], "gone"]}'):
            page.evaluate("(text) => localStorage.setItem('nnplay.marks', text)", text)
            page.reload()
            wait_for_stage(page)
            press(page, "Skip the question")
            expect(page.get_by_text("Watch:")).to_be_visible()
            wait_for_mark(page, "zeros")


@pytest.mark.full
def test_a_browser_that_keeps_nothing_does_not_hinder_the_course(window):
    refuse = """Object.defineProperty(window, "localStorage", {
      get() { throw new DOMException("Access is denied", "SecurityError") },
    })"""
    with window("_stcore/health", wait=False, alone=True, **STILL) as page:  # no page of the course
        page.add_init_script(refuse)
        page.goto(page.url.replace("_stcore/health", "?lesson=zeros"))
        wait_for_stage(page)
        press(page, "Skip the question")
        expect(page.get_by_text("Watch:")).to_be_visible()
        open_lessons(page)
        expect_mark(page, "All weights begin at zero", "seen")
        press(page, "Forget my marks")
        press(page, "Forget them")
        expect(page.get_by_text("There are no marks")).to_be_visible()
