"""What the doctor found: the verdict, and the findings with their fixes."""

import streamlit as st

from nnplay.diagnosis import Finding, Fix, foremost, verdict
from nnplay.evaluation.metrics import error_of
from nnplay.ui.runs import Run
from nnplay.ui.scores import score, score_name
from nnplay.ui.state import is_shown, page, set_config

MOST_OPEN = 3
MARKS = {
    "problem": ":red-badge[problem]",
    "hint": ":orange-badge[hint]",
    "good": ":green-badge[good]",
}


def draw_verdict(run: Run, epoch: int) -> None:
    """Say in one line what the run is worth, with the best fix of the finding that says so."""
    sentence = verdict(run.findings)
    if epoch != run.history.epochs:
        sentence = f"At the end of the run: {sentence}"
    finding = foremost(run.findings)
    mark = MARKS[finding.severity if finding else "hint"]
    st.markdown(f"{mark} {sentence}{_before_and_after(run)}", width="content")
    if finding and finding.fixes and is_shown("fixes"):
        _fix_button(finding.fixes[0], key="fix_verdict", label="Apply fix")


def draw(run: Run, epoch: int) -> None:  # noqa: ARG001  found at the end of the run
    """Draw every finding, worst first, at most three of them open at first."""
    if not run.findings:
        st.markdown("Nothing was found, neither good nor bad.")
    for place, finding in enumerate(run.findings):
        title = f"{MARKS[finding.severity]} {finding.title}"
        begins_open = place < MOST_OPEN
        box = st.expander(
            title,
            expanded=begins_open,
            # what is told of a fold is kept for ever by its key, so none has the run in it
            key=f"finding_{run.id}_{place}" if begins_open else f"finding_{place}",
            on_change="ignore" if begins_open else "rerun",
        )
        if begins_open or box.open:
            with box:
                _draw_finding(finding, place)


def _draw_finding(finding: Finding, place: int) -> None:
    """Draw what a finding rests on, why it matters, and the fixes."""
    st.markdown(f"**{finding.evidence}**\n\n{finding.why}")
    for option, fix in enumerate(finding.fixes if is_shown("fixes") else ()):
        _fix_button(fix, key=f"fix_{place}_{option}_{fix.label}")


def _fix_button(fix: Fix, *, key: str, label: str | None = None) -> None:
    # A session keeps for ever what every key was given: with the run in either, all its runs.
    if st.button(
        label or fix.label,
        key=key,
        icon=":material/build:",
        help=f"{fix.label}: changes the settings, trains again and shows what it did.",
        on_click=_apply,
        args=(fix,),
    ):
        st.rerun()  # of the whole page: the settings stand outside the fragment of the results


def _apply(fix: Fix) -> None:
    run: Run = st.session_state.run
    set_config(fix.apply(run.config))
    st.session_state.applied_fix = (page().config, fix.label, _error(run))


def _before_and_after(run: Run) -> str:
    """Return what a fix has changed, if this is the run that it led to."""
    config, label, before = st.session_state.applied_fix or (None, "", 0.0)
    if config != run.config:
        return ""
    was, now = (score(run.examples, error) for error in (before, _error(run)))
    return f" **{label}: {score_name(run.examples)} {was} → {now}.**"


def _error(run: Run) -> float:
    return error_of(run.examples, run.predicted, run.config.loss)
