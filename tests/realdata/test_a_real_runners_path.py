"""A real runner's files, three check-ins, and an answer whose reasons lead back to those files."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from unweary.reports.muscle import trend_words
from unweary.service import CheckIn, open_home
from unweary.vocab.history import Answer, Day, Profile, SiteRating

pytestmark = pytest.mark.realdata

FILES = ("activity-small-fenix2-run.fit", "activity-large-fenxi2-multisport.fit.gz")
#: The second file is a run and ride with much descent on 29 August 2015; two mornings later the thighs are sore.
MORNING = datetime.fromisoformat("2015-08-31T07:30:00+02:00")


def files() -> list[Path]:
    folder = os.environ.get("UNWEARY_DATA")
    if not folder:
        if os.environ.get("UNWEARY_REQUIRE_DATA") == "1":
            pytest.fail("UNWEARY_DATA is not set")
        pytest.skip("UNWEARY_DATA is not set")
    found = [Path(folder) / "fit_python-fitparse" / name for name in FILES]
    missing = [path.name for path in found if not path.is_file()]
    if missing:
        if os.environ.get("UNWEARY_REQUIRE_DATA") == "1":
            pytest.fail(f"not in the data folder: {missing}")
        pytest.skip(f"not in the data folder: {missing}")
    return found


def test_the_reasons_of_the_verdict_name_the_files(tmp_path: Path) -> None:
    moment = [MORNING - timedelta(days=2)]
    with open_home(tmp_path, clock=lambda: moment[-1]) as person:
        report = person.import_paths(files())
        assert report.added > 0
        assert report.problems == ()
        person.save_profile(Profile(birth_year=1980, sex="M", country="DE"), {})
        screened = [finding for screen in person.knowledge.screens for finding in screen.findings]
        for back, soreness in ((2, 3.0), (1, 6.0), (0, 7.0)):
            at = MORNING - timedelta(days=back)
            moment.append(at)
            sites = tuple(SiteRating("quads", side, soreness, at) for side in ("left", "right"))  # type: ignore[arg-type]
            said = tuple(Answer(finding, "absent", at) for finding in screened)
            said += (Answer("sore_move_touch", "present", at),)
            person.check_in(CheckIn(Day(at.date(), fatigue_0_10=5, sleep_h=7.5, stress_0_10=3), sites, said))
        answer = person.assess_today()
    assert answer.verdict.action == "modify"
    assert answer.verdict.by_group["quads"].action == "pause"
    assert answer.verdict.by_group["arms"].action != "pause"
    cited = {source for reason in answer.verdict.reasons for source in reason.sources}
    assert "activity-large-fenxi2-multisport.fit.gz" in cited
    assert answer.red_flags_fired == ()
    assert answer.causes.ranked[0].cause == "doms"
    assert [trend_words(site) for site in answer.soreness] == ["rising", "rising"]
    assert [site.readings[0].kind for site in answer.soreness] == ["soreness", "soreness"]
