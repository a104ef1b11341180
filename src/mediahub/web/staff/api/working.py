"""The API's plan and runs: what there is to do, and doing it."""

from dataclasses import asdict
from typing import Any

from mediahub.notices import Words
from mediahub.web.staff.api import answer_models as answers
from mediahub.web.staff.api import asked_models as asked
from mediahub.web.staff.api.at import At
from mediahub.web.staff.api.problems import ProblemError
from mediahub.web.staff.running import at_work, last_run, start_run, started_here, stop_run


def plan(at: At, query: asked.PlanQuery) -> answers.PlanAnswer:
    """What a run would do and why, and what is to be looked at."""
    from mediahub.pipeline.overview import overview, overview_json
    from mediahub.pipeline.selection import parse

    where = (query.where or "").strip()
    value = overview_json(overview(at.place.root, where=parse(where) if where else None))
    return answers.PlanAnswer(
        statuses=tuple(answers.StatusAnswer(**one) for one in value["statuses"]),
        unusable=value["unusable"],
        notes=tuple(value["notes"]),
        notices=tuple(map(_notice, value["notices"])),
        drafts=tuple(value["drafts"]),
        seconds=value["estimate"]["seconds"],
    )


def notices(at: At, query: asked.NoticesQuery) -> answers.NoticesAnswer:
    """What people should look at although the work went on, of one item or kind if it is asked."""
    from mediahub.pipeline.noticing import noticed, noticed_to_json
    from mediahub.pipeline.survey import survey

    found = [
        one for one in noticed_to_json(noticed(survey(at.place.root)))
        if query.item in (None, one.get("item")) and query.code in (None, one["code"])
    ]  # fmt: skip
    shown = found[query.offset : query.offset + query.limit]
    return answers.NoticesAnswer(total=len(found), notices=tuple(map(_notice, shown)))


def coverage(at: At) -> answers.CoverageAnswer:
    """How many items and minutes there are, and how many are captioned, reviewed and published."""
    from mediahub.pipeline.coverage import coverage as covered

    everything, themes = covered(at.place.root)
    made = [answers.CoveredAnswer(**asdict(one)) for one in (everything, *themes)]
    return answers.CoverageAnswer(everything=made[0], themes=tuple(made[1:]))


def runs(at: At) -> answers.RunsAnswer:
    """The run that is at work, if one is; else the last that was started here, if one was."""
    told = at_work(at.place)
    if told is not None:
        return answers.RunsAnswer(runs=(working_answer(told),))
    if not started_here(at.place.root):
        return answers.RunsAnswer(runs=())
    last = last_run(at.place.root)
    if last is None:
        return answers.RunsAnswer(runs=(answers.RunAnswer(id=None, state="ended"),))
    failures = tuple(
        answers.FailureAnswer(item=item, stage=stage, message=message)
        for item, stage, message in last.failures
    )
    state = "stopped" if last.stopped else "failed"
    made = {"id": None, "state": state, "failures": failures, "tail": last.tail}
    return answers.RunsAnswer(runs=(answers.RunAnswer.model_validate(made),))


def start(at: At, body: asked.RunBody) -> answers.RunAnswer:
    """Start a run, as a process of its own; refused while one is at work."""
    from mediahub.pipeline.selection import parse

    where = (body.where or "").strip()
    if where:
        parse(where)
    if not start_run(at.place, (f"--where={where}",) if where else ()):
        raise ProblemError(409, Words("A run is at work already.", "En körning arbetar redan."))
    return working_answer(at_work(at.place) or {"pid": None})


def state(at: At) -> answers.RunAnswer:
    """What the run that is at work is doing."""
    told = at_work(at.place)
    if told is None:
        raise ProblemError(404, _NO_RUN)
    return working_answer(told)


def stop(at: At) -> answers.RunAnswer:
    """Ask the run that is at work to end after what it has in hand."""
    told = stop_run(at.place)
    if told is None:
        raise ProblemError(409, _NO_RUN)
    return working_answer(told)


_NO_RUN = Words("No run is at work.", "Ingen körning arbetar.")


def working_answer(told: dict[str, Any]) -> answers.RunAnswer:
    """A run that is at work, as its status file tells it."""
    left = told.get("seconds_left")
    return answers.RunAnswer(
        id=told["pid"],
        state="working",
        at_work=tuple(
            answers.WorkAnswer(
                item=str(one["item"]),
                stage=str(one["stage"]),
                done_ms=int(one.get("done_ms") or 0),
                total_ms=int(one.get("total_ms") or 0),
            )
            for one in told.get("at_work", ())
        ),
        items=int(told.get("items") or 0),
        items_done=int(told.get("items_done") or 0),
        seconds_left=None if left is None else round(left),
    )


def _notice(value: dict[str, Any]) -> answers.ToldAnswer:
    return answers.ToldAnswer(
        item=value.get("item"),
        code=value["code"],
        place=value["place"],
        english=f"{value['english']} {value.get('do', '')}".strip(),
        swedish=f"{value['swedish']} {value.get('do_swedish', '')}".strip(),
    )
