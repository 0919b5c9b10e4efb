from render.variants.meter import Meter
from render.variants.outcome import Looking, Making


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def metered(total):
    events, clock = [], Clock()
    meter = Meter(events.append, clock)
    for _ in range(total):
        meter.look(is_pending=True)
    return meter, events, clock


def test_the_time_left_is_that_of_the_rest_at_the_rate_so_far():
    meter, events, clock = metered(100)
    meter.look(is_pending=False)
    meter.begin()
    assert events[-2:] == [Looking(101, 100), Making(0, 100, 0)]
    for number in range(50):
        clock.now += 0.5
        meter.finish_one(has_failed=number == 3)
    assert events[-1] == Making(50, 100, 1, 0.0, 2.0, 25.0)


def test_the_rate_is_that_of_the_last_minute():
    meter, events, clock = metered(10_000)
    meter.begin()
    for _ in range(5_000):
        clock.now += 0.001
        meter.finish_one(has_failed=False)
    for _ in range(100):
        clock.now += 2.0
        meter.finish_one(has_failed=False)
    assert abs(events[-1].files_per_second - 0.5) < 0.01
    assert abs(events[-1].seconds_left - 9_800) < 200


def test_it_is_told_ten_times_a_second_and_at_the_end():
    meter, events, clock = metered(1000)
    meter.begin()
    events.clear()
    for _ in range(1000):
        clock.now += 0.001
        meter.finish_one(has_failed=False)
    assert 8 <= len(events) <= 12
    assert events[-1].done == 1000
    assert events[-1].seconds_left == 0


def test_what_is_done_of_films_in_work_counts_by_parts():
    meter, _, clock = metered(2)
    meter.begin()
    clock.now += 10.0
    meter.advance(7, 0.25)
    meter.advance(8, 0.5)
    assert meter.making() == Making(0, 2, 0, 0.75, 0.075, (2 - 0.75) / 0.075)
    meter.drop(8)
    meter.finish_one(has_failed=False)
    assert meter.making().in_work == 0.25
    meter.drop(7)
    meter.drop(7)
    assert meter.making().done == 1
    assert meter.making().in_work == 0
