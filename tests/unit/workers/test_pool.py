"""The workers that threads share: made once, ended once."""

import threading
import time

from tests.unit.search.fakes import FakePool, FakeWorkers


class Fragile(FakeWorkers):
    """Like loky's processes, which break if two threads end them at once."""

    def shutdown(self):
        assert not self.ended
        time.sleep(0.01)
        super().shutdown()


def in_threads(count, work):
    """Call a function in threads that begin together; return the errors of all of them."""
    begin, errors = threading.Barrier(count), []

    def run():
        begin.wait()
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_all_threads_get_the_same_workers():
    pool = FakePool()
    assert in_threads(8, pool.get) == []
    assert len(pool.made) == 1
    pool.drop(pool.get())


def test_workers_that_all_threads_saw_die_are_ended_once_and_replaced_once():
    pool = FakePool(kind=Fragile)
    workers = pool.get()
    assert in_threads(8, lambda: pool.drop(workers)) == []
    assert workers.ended
    assert pool.get() is not workers
    pool.drop(workers)  # by a thread that comes late
    assert [each.ended for each in pool.made] == [True, False]
    pool.drop(pool.get())


def test_the_last_user_ends_the_workers():
    pool = FakePool(kind=Fragile)
    with pool.in_use():
        with pool.in_use():
            workers = pool.get()
        assert not workers.ended
    assert workers.ended
