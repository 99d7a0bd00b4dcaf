// Monotonic nanoseconds, read once or twice a batch: from the time stamp counter where the kernel trusts it too.
#pragma once

#include <cstdint>
#include <ctime>

#include "core/wide_integer.h"

namespace ioproof {

/// CLOCK_MONOTONIC in nanoseconds.
inline uint64_t monotonicNs() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000u + static_cast<uint64_t>(now.tv_nsec);
}

/// Processor counter: cycles of the TSC on x86-64, of the generic timer on arm64; 0 elsewhere.
inline uint64_t processorTicks() {
#if defined(__x86_64__)
    return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
    uint64_t ticks;
    asm volatile("mrs %0, cntvct_el0" : "=r"(ticks));
    return ticks;
#else
    return 0;
#endif
}

/// A clock on the CLOCK_MONOTONIC scale. The counter is used only when it is invariant (constant rate, runs in
/// every idle state) and the kernel itself keeps time with it; otherwise each reading is a clock_gettime().
class Clock {
public:
    /// The process-wide clock, calibrated on first use (takes about 20 ms with the counter).
    static const Clock& instance();

    uint64_t now() const {
        if (!usesCounter_) return monotonicNs();
        const auto ticks = static_cast<Uint128>(processorTicks() - baseTicks_);
        return baseNs_ + static_cast<uint64_t>((ticks * nsPerTick32_) >> 32);
    }

    /// What is left until a time, for a system call that takes a relative timeout; zero once it is over.
    timespec remainingUntil(uint64_t time) const {
        const uint64_t reading = now();
        const uint64_t left = time > reading ? time - reading : 0;
        return {.tv_sec = static_cast<time_t>(left / 1'000'000'000u),
                .tv_nsec = static_cast<long>(left % 1'000'000'000u)};
    }

    /// `tsc`, `cntvct` or `clock_gettime`.
    const char* source() const { return source_; }

private:
    Clock();

    bool usesCounter_ = false;
    const char* source_ = "clock_gettime";
    uint64_t baseTicks_ = 0;
    uint64_t baseNs_ = 0;
    /// Nanoseconds a tick, as 32.32 fixed point.
    uint64_t nsPerTick32_ = 0;
};

}  // namespace ioproof
