// Sleep, then look.
#include "job/precise_wait.h"

#include <sched.h>

#include <algorithm>
#include <cerrno>

namespace ioproof {
namespace {

/// How long a stop may go unnoticed during a wait. A condition variable would tell at once, but would also let the
/// workers start one after the other, as each gets its mutex.
constexpr uint64_t lookForStopNs = 10'000'000;

void sleepUntil(uint64_t monotonic) {
    const timespec time{.tv_sec = static_cast<time_t>(monotonic / 1'000'000'000u),
                        .tv_nsec = static_cast<long>(monotonic % 1'000'000'000u)};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nullptr) == EINTR) {
    }
}

bool isStopped(const std::atomic<bool>& stop) { return stop.load(std::memory_order_relaxed); }

}  // namespace

void sleepUntilJustBefore(const Clock& clock, uint64_t time, const std::atomic<bool>& stop, uint64_t awakeNs) {
    for (uint64_t now = clock.now(); now + awakeNs < time && !isStopped(stop); now = clock.now())
        sleepUntil(std::min(time - awakeNs, now + lookForStopNs));
}

bool waitPrecisely(const Clock& clock, uint64_t time, const std::atomic<bool>& stop, LastMoment last) {
    sleepUntilJustBefore(clock, time, stop, last.awakeNs);
    while (clock.now() < time && !isStopped(stop))
        if (last.yields) sched_yield();
    return !isStopped(stop);
}

}  // namespace ioproof
