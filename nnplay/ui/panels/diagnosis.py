"""The verdict above the stage, and the panel *Why*: the doctor's findings with their fixes.

What a run's judgement adds is not known when they are drawn; it is added at the end, in places
reserved for it.
"""

import math
from collections.abc import Callable

import streamlit as st

from nnplay.diagnosis import Finding, foremost, verdict
from nnplay.diagnosis.trials import ON_FOLDS, OVER_SEEDS, Offer
from nnplay.diagnosis.unseen import CODE, is_unproven
from nnplay.evaluation.metrics import error_of
from nnplay.ui.runs import Run
from nnplay.ui.runs.judgement import Judged, best_offers, findings_of, is_judged, judge, judged
from nnplay.ui.runs.scores import score, score_name
from nnplay.ui.state import is_shown, page, set_config
from nnplay.ui.state.controls import NAMES

MOST_OPEN = 3
FIX, ICON = "Apply fix", ":material/build:"
MARKS = {
    "problem": ":red-badge[problem]",
    "hint": ":orange-badge[hint]",
    "good": ":green-badge[good]",
}


def expect_judgement(run: Run) -> None:
    """Begin to collect what to draw once the run is judged; `draw_judgement` draws it."""
    st.session_state.when_judged = None if is_judged(run) else []


def draw_judgement(run: Run) -> None:
    """Judge a run that has been drawn, and draw what that adds."""
    later, st.session_state.when_judged = st.session_state.when_judged, None
    if later:
        # reading the session's state is what lets Streamlit end a script run that is out of date
        judge(run, lambda: st.session_state.when_judged)
        for write in later:
            write()


def _once_judged(write: Callable[[], None]) -> None:
    later: list[Callable[[], None]] | None = st.session_state.when_judged
    if later is None:
        write()
    else:
        later.append(write)


def draw_verdict(run: Run, epoch: int) -> None:
    """Draw the verdict in one line, and the button of its best fix."""
    sentence, button = st.empty(), st.empty()
    written = _verdict(run, epoch)
    sentence.markdown(written, width="content")
    if st.session_state.when_judged is not None and any(each.fixes for each in run.findings):
        with button:  # reserves the room, so that the stage does not move later
            _expect_best_fix()

    def write() -> None:
        text = _verdict(run, epoch)
        if text != written:
            sentence.markdown(text, width="content")
        button.empty()
        with button:
            _draw_best_fix(run)

    _once_judged(write)


def _verdict(run: Run, epoch: int) -> str:
    findings = findings_of(run)
    text = verdict(findings)
    if epoch != run.history.epochs:
        text = f"At the end of the run: {text}"
    finding = foremost(findings)
    mark = MARKS[finding.severity if finding else "hint"]
    return f"{mark} {text}{_before_and_after(run)}"


def _expect_best_fix() -> None:
    if is_shown("fixes"):
        st.button(FIX, key="fix_expected", icon=ICON, disabled=True)


def _draw_best_fix(run: Run) -> None:
    best = [each for each in best_offers(run) if _is_allowed(each)]
    if best:
        _fix_button(run, best[0], key="fix_verdict", label=FIX)


def draw(run: Run, epoch: int) -> None:  # noqa: ARG001  found at the end of the run
    """Draw every finding, worst first, at most three of them open at first."""
    if is_unproven(run.config, run.findings):
        unseen = st.container(gap=None)
        _once_judged(lambda: _draw_unseen(unseen, run))
    if not run.findings:
        st.markdown("Nothing was found, neither good nor bad.")
    for place, finding in enumerate(run.findings):
        begins_open = place < MOST_OPEN
        box = st.expander(
            _title(finding),
            expanded=begins_open,
            # a session keeps what every key has said for ever, so this key does not name the run
            key=f"finding_{run.id}_{place}" if begins_open else f"finding_{place}",
            on_change="ignore" if begins_open else "rerun",
        )
        if begins_open or box.open:
            _draw_finding(box, run, finding)


def _draw_unseen(place: st.delta_generator.DeltaGenerator, run: Run) -> None:
    """Draw the finding about rows that the network has not learned from, if there is one."""
    for each in judged(run):
        if each.finding.code == CODE:
            with place.expander(_title(each.finding), expanded=True):
                _write_finding(each.finding)
                _draw_fixes(run, each)


def _draw_finding(place: st.delta_generator.DeltaGenerator, run: Run, finding: Finding) -> None:
    """Draw a finding's evidence, its explanation and its fixes."""
    with place:
        _write_finding(finding)

    def write() -> None:
        with place:
            _draw_fixes(run, next(each for each in judged(run) if each.finding is finding))

    if finding.fixes:
        _once_judged(write)


def _title(finding: Finding) -> str:
    return f"{MARKS[finding.severity]} {finding.title}"


def _write_finding(finding: Finding) -> None:
    st.markdown(f"**{finding.evidence}**\n\n{finding.why}")


def _draw_fixes(run: Run, found: Judged) -> None:
    for fix in filter(_is_allowed, found.offers):
        label = _effect(run, fix)
        if found.compared and fix.waiting:
            label += ": not tried yet"
        _fix_button(run, fix, key=f"fix_{found.finding.code}_{fix.fix.label}", label=label)
    if found.hopeless and is_shown("fixes"):
        over = ON_FOLDS if found.finding.code == CODE else OVER_SEEDS
        st.caption(f"Each change that is named here was tried {over}: none lowers the error.")


def _is_allowed(offer: Offer) -> bool:
    """Tell whether a fix may be offered: it must not change a setting that a locked link hides."""
    names = [name for name in offer.fix.changes if name in NAMES] if page().locked else []
    return is_shown("fixes") and all(map(is_shown, names))


def _fix_button(run: Run, offer: Offer, *, key: str, label: str) -> None:
    # Neither key nor arguments hold the run: a session keeps them for ever, and so all its runs.
    if st.button(
        label,
        key=key,
        icon=ICON,
        help=f"{_effect(run, offer)}.{_spread(run, offer)} A press changes the settings and trains "
        "again.",
        on_click=_apply,
        args=(offer,),
    ):
        st.rerun()  # of the whole page: the settings are outside the fragment of the results


def _effect(run: Run, offer: Offer) -> str:
    """Return what a fix changes, and what that did when it was tried."""
    if offer.before is None or offer.after is None:
        return offer.fix.label
    then = f"{score(run.examples, offer.after.error)} {offer.after.over}"
    if math.isfinite(offer.before.error):
        failing = f", {offer.failing}" if offer.failing else ""
        then = f"{score(run.examples, offer.before.error)} → {then}{failing}"
    return f"{offer.fix.label}: {score_name(run.examples)} {then}"


def _spread(run: Run, offer: Offer) -> str:
    """Return the lowest and highest score of a fix over several seeds, "" if it has none."""
    trial = offer.after
    if trial is None or trial.over != OVER_SEEDS:
        return ""
    # a low error is a high accuracy
    errors = (trial.high, trial.low) if run.examples.classes else (trial.low, trial.high)
    ends = dict.fromkeys(score(run.examples, each) for each in errors)
    return f" Tried {trial.over}: {' to '.join(ends)}."


def _apply(offer: Offer) -> None:
    run: Run = st.session_state.run
    set_config(offer.fix.apply(run.config))
    st.session_state.applied_fix = (page().config, offer, _error(run))


def _before_and_after(run: Run) -> str:
    """Return the scores before and after a fix, "" unless this run is its result."""
    if not st.session_state.applied_fix:
        return ""
    config, offer, before = st.session_state.applied_fix
    if config != run.config:
        return ""
    if offer.after and offer.after.over != OVER_SEEDS:
        return f" **{_effect(run, offer)}.**"
    was, now = (score(run.examples, error) for error in (before, _error(run)))
    done = f" **{offer.fix.label}: {score_name(run.examples)} {was} → {now}.**"
    return f"{done}{_spread(run, offer)}"


def _error(run: Run) -> float:
    return error_of(run.examples, run.predicted, run.config.loss)
