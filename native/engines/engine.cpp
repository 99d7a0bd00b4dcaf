// Idle time on a real clock.
#include "engines/engine.h"

#include <cerrno>

namespace ioproof {

void Engine::idleUntil(const Clock& clock, uint64_t time) {
    // A sleeping thread wakes some microseconds late; the end of the wait is spent spinning.
    constexpr uint64_t spinNs = 30'000;
    now_ = clock.now();
    if (now_ + spinNs < time) {
        const uint64_t wake = time - spinNs;
        const timespec at{.tv_sec = static_cast<time_t>(wake / 1'000'000'000u),
                          .tv_nsec = static_cast<long>(wake % 1'000'000'000u)};
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr) == EINTR) {
        }
    }
    do {
        now_ = clock.now();
    } while (now_ < time);
}

}  // namespace ioproof
