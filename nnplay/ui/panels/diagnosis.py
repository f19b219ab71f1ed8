"""What the doctor found: the verdict, and the findings with their fixes.

What a run's judgement adds is drawn in places that are kept for it, once that is known.
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
    """Have drawn later what the run's judgement adds; call `draw_judgement` at the end."""
    st.session_state.when_judged = None if is_judged(run) else []


def draw_judgement(run: Run) -> None:
    """Judge a run that has been drawn, and draw what that adds."""
    later, st.session_state.when_judged = st.session_state.when_judged, None
    if later:
        # the session is asked for something, as Streamlit can only then end this run
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
    """Say in one line what the run is worth, with the best fix of the finding that says so."""
    sentence, button = st.empty(), st.empty()
    written = _verdict(run, epoch)
    sentence.markdown(written, width="content")
    if st.session_state.when_judged is not None and any(each.fixes for each in run.findings):
        with button:  # keeps the place, so that the stage stays where it is
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
            # what is told of a fold is kept for ever by its key, so none has the run in it
            key=f"finding_{run.id}_{place}" if begins_open else f"finding_{place}",
            on_change="ignore" if begins_open else "rerun",
        )
        if begins_open or box.open:
            _draw_finding(box, run, finding)


def _draw_unseen(place: st.delta_generator.DeltaGenerator, run: Run) -> None:
    """Draw what is known of rows that the network has not learned from, if anything is."""
    for each in judged(run):
        if each.finding.code == CODE:
            with place.expander(_title(each.finding), expanded=True):
                _write_finding(each.finding)
                _draw_fixes(run, each)


def _draw_finding(place: st.delta_generator.DeltaGenerator, run: Run, finding: Finding) -> None:
    """Draw what a finding rests on, why it matters, and the fixes."""
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
        label = _told(run, fix)
        if found.compared and fix.waiting:
            label += ": not tried yet"
        _fix_button(run, fix, key=f"fix_{found.finding.code}_{fix.fix.label}", label=label)
    if found.hopeless and is_shown("fixes"):
        over = ON_FOLDS if found.finding.code == CODE else OVER_SEEDS
        st.caption(f"Each change that is named here was tried {over}: none lowers the error.")


def _is_allowed(offer: Offer) -> bool:
    """Tell whether a fix may be applied here: none sets what a locked link hides."""
    names = [name for name in offer.fix.changes if name in NAMES] if page().locked else []
    return is_shown("fixes") and all(map(is_shown, names))


def _fix_button(run: Run, offer: Offer, *, key: str, label: str) -> None:
    # A session keeps for ever what every key was given: with the run in either, all its runs.
    if st.button(
        label,
        key=key,
        icon=ICON,
        help=f"{_told(run, offer)}.{_spread(run, offer)} A press changes the settings and trains "
        "again.",
        on_click=_apply,
        args=(offer,),
    ):
        st.rerun()  # of the whole page: the settings stand outside the fragment of the results


def _told(run: Run, offer: Offer) -> str:
    """Return what a fix changes, and what that did when it was tried."""
    if offer.before is None or offer.after is None:
        return offer.fix.label
    then = f"{score(run.examples, offer.after.error)} {offer.after.over}"
    if math.isfinite(offer.before.error):
        failing = f", {offer.failing}" if offer.failing else ""
        then = f"{score(run.examples, offer.before.error)} → {then}{failing}"
    return f"{offer.fix.label}: {score_name(run.examples)} {then}"


def _spread(run: Run, offer: Offer) -> str:
    """Return how far the tries with a fix lie apart, if there were any of the run's own measure."""
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
    """Return what a fix has changed, if this is the run that it led to."""
    if not st.session_state.applied_fix:
        return ""
    config, offer, before = st.session_state.applied_fix
    if config != run.config:
        return ""
    if offer.after and offer.after.over != OVER_SEEDS:
        return f" **{_told(run, offer)}.**"
    was, now = (score(run.examples, error) for error in (before, _error(run)))
    done = f" **{offer.fix.label}: {score_name(run.examples)} {was} → {now}.**"
    return f"{done}{_spread(run, offer)}"


def _error(run: Run) -> float:
    return error_of(run.examples, run.predicted, run.config.loss)
