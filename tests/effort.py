"""Bounds on effort that hold on a slow or busy machine as well: processor time, not the clock on the wall."""

import signal
from contextlib import contextmanager


@contextmanager
def cpu_seconds(most):
    """Fail what needs more than ``most`` seconds of this process's own processor time, and stop it there."""

    def stop(*_):
        raise AssertionError(f"more than {most} s of processor time were used")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, most)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
