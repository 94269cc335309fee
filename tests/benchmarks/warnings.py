"""Early warnings on the nation's size: `python -m tests.benchmarks.warnings [MONTHS]`.

Draws cases of 514 kabupaten/kota x 9 series x MONTHS (96, as many as the job reads) with a season, runs the rule of the job at
each month with two years before it, and prints seconds on one core and the memory of the process. Asserts nothing.
"""

import os
import resource
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):  # one core; read when numpy is loaded
    os.environ[name] = "1"

import numpy as np  # noqa: E402

from data.facts.warning_counts import ALL, Cases, substances  # noqa: E402
from data.facts.warnings import warned  # noqa: E402
from data.model.period import Period  # noqa: E402
from data.ops.simulation.cases import SUBSTANCES  # noqa: E402
from geo.reference import read_regions  # noqa: E402


def main() -> None:
    months = int(sys.argv[1]) if len(sys.argv) > 1 else 96
    regions = read_regions()
    codes = sorted(regions.loc[regions["level"] == 2, "code"])
    random = np.random.default_rng(30)
    level = np.exp(random.uniform(np.log(0.1), np.log(60), len(codes)))
    season = np.exp(0.2 * np.sin(np.arange(months) * np.pi / 6))
    shares = np.array([1.0, *(SUBSTANCES[name][0] for name in substances())])
    mean = shares[:, None, None] * level[:, None] * season
    counts = random.negative_binomial(10, 10 / (10 + mean)).astype(float)
    cases = Cases(codes, [ALL, *substances()], Period.parse("2019-01"), counts, random.random((len(codes), months)) > 0.04)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    rows = warned(cases)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{len(codes)} kabupaten/kota, {len(shares)} series, {months} months: {len(rows)} rows")
    print(f"{seconds:.1f} s; {(peak - before) / 1024:.0f} MB more than before, {peak / 1024:.0f} MB in all")
    print(f"{int(rows['fired'].sum())} alarms in {int(rows['tested'].sum())} months of the back-test")


if __name__ == "__main__":
    main()
