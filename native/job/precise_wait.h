// Waits that end at an instant, to the microsecond, and that a stop ends early.
#pragma once

#include <atomic>
#include <cstdint>

#include "core/clock.h"

namespace ioproof {

/// A sleeping thread wakes some tens of microseconds late; so many nanoseconds before the end of a wait it is awake.
inline constexpr uint64_t awakeBeforeNs = 200'000;

/// The end of a wait: how long a thread is awake before it, and whether it lets others run between two looks at the
/// clock, where there are more threads than processors.
struct LastMoment {
    uint64_t awakeNs = awakeBeforeNs;
    bool yields = false;
};

/// Sleeps until `awakeNs` before a time on the clock, and notices a stop within 10 ms.
void sleepUntilJustBefore(const Clock& clock, uint64_t time, const std::atomic<bool>& stop,
                          uint64_t awakeNs = awakeBeforeNs);

/// False when `stop` was set before that time.
bool waitPrecisely(const Clock& clock, uint64_t time, const std::atomic<bool>& stop, LastMoment last = {});

}  // namespace ioproof
