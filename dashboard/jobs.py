"""All jobs, and the process that runs them: ``python -m dashboard jobs``. The app starts it; a timer may as well.

Each run that ends is a line of its output, as the log of the server shows it.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence

from dashboard.bulletin.due import send_due
from dashboard.cache import runtime
from data.jobs.queue import FAILED, ask
from data.jobs.runner import Job, Run, run_waiting
from data.log import start_log
from data.model import clock
from data.model.errors import Fault, Problem
from data.ops.jobs import store_jobs


def _bulletin(run: Run) -> Mapping[str, object]:
    if not run.settings.smtp:
        return {}
    now = clock.now()
    return send_due(run.store, run.settings, now.date(), now).summary()


def all_jobs() -> tuple[Job, ...]:
    """The jobs of the store, then those that write documents and mail."""
    return (*store_jobs(), Job("bulletin", _bulletin))


def main(arguments: Sequence[str]) -> int:
    """Run what waits and what is due; named jobs at once, asked for or not. Returns 1 where one failed."""
    jobs = {job.name: job for job in all_jobs()}
    parser = argparse.ArgumentParser(prog="python -m dashboard jobs", description="Pekerjaan Dasbor Bersinar")
    parser.add_argument(
        "pekerjaan", nargs="*", metavar="NAMA", help=f"kerjakan sekarang, sekalipun tidak ada yang meminta: {', '.join(jobs)}"
    )
    options = parser.parse_args(arguments)
    start_log()
    try:
        store = runtime.store()
        if store.admin is None:
            raise Fault(Problem.JOBS_NEED_OWNER)
        if unknown := sorted(set(options.pekerjaan) - set(jobs)):
            parser.error(f"tidak ada pekerjaan bernama {', '.join(unknown)}; yang ada: {', '.join(jobs)}")
        if options.pekerjaan:
            with store.writing() as connection:
                for name in options.pekerjaan:
                    ask(connection, name)
        failed = 0
        for ended in run_waiting(store, runtime.settings(), list(jobs.values()), scheduled=True):
            failed += ended.state == FAILED
            said = ended.fault or (dict(ended.result) if ended.result else "")
            print(f"{ended.name} {ended.number}: {ended.state}, {ended.seconds:.1f} s {said}".rstrip(), flush=True)
    except KeyboardInterrupt:
        return 130
    except Fault as fault:
        print(fault, file=sys.stderr, flush=True)
        return 1
    finally:
        runtime.forget()
    return 1 if failed else 0
