"""The doctor on runs that it was never tuned on: a report, printed, not a promise."""

import pytest

from nnplay.diagnosis import verdict
from tests.unit.diagnosis.clinic import assert_plain, codes, examine
from tests.unit.diagnosis.unseen_runs import LABELS, unseen_runs

pytestmark = [
    pytest.mark.full,
    pytest.mark.filterwarnings("ignore:You are using a softmax"),
    pytest.mark.filterwarnings("ignore:In loss categorical_crossentropy"),
]


def test_hits_misses_and_false_alarms_on_runs_never_seen(capsys):
    hits, misses, alarms, quiet = 0, [], [], 0
    runs = unseen_runs()
    assert len(runs) == len(LABELS) == 60
    for number, run in enumerate(runs):
        findings, _ = examine(run.config)
        assert verdict(findings) != "Nothing found."
        for finding in findings:
            assert_plain(finding)
        said = codes(findings) | {finding.severity for finding in findings}
        missed = [each for each in run.must if not each & said]
        hits += len(run.must) - len(missed)
        misses += [(number, " or ".join(sorted(each))) for each in missed]
        wrong = set(run.must_not) & said
        quiet += len(run.must_not) - len(wrong)
        alarms += [(number, each) for each in sorted(wrong)]
    with capsys.disabled():
        print(
            f"\n{len(runs)} unseen runs: {hits} hits, {len(misses)} misses, {len(alarms)} false "
            f"alarms, {quiet} rightly not said"
        )
        print(*(f"  missed in run {number}: {code}" for number, code in misses), sep="\n")
        print(*(f"  false alarm in run {number}: {code}" for number, code in alarms), sep="\n")
