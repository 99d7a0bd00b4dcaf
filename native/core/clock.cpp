// Decides whether the processor's counter may be trusted, and calibrates it against CLOCK_MONOTONIC.
#include "core/clock.h"

#include <fstream>
#include <string>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace ioproof {
namespace {

constexpr uint64_t calibrationNs = 20'000'000;

std::string currentClockSource() {
    std::ifstream file("/sys/devices/system/clocksource/clocksource0/current_clocksource");
    std::string name;
    file >> name;
    return name;
}

/// Name of the counter if it is invariant and the kernel's own clock source, else nullptr.
const char* trustedCounter() {
#if defined(__x86_64__)
    unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
    // CPUID 8000_0007h EDX bit 8: invariant TSC (AMD APM volume 3, Intel SDM volume 3 chapter 18.17).
    const bool invariant = __get_cpuid(0x80000007u, &eax, &ebx, &ecx, &edx) != 0 && (edx & (1u << 8)) != 0;
    return invariant && currentClockSource() == "tsc" ? "tsc" : nullptr;
#elif defined(__aarch64__)
    return currentClockSource() == "arch_sys_counter" ? "cntvct" : nullptr;
#else
    return nullptr;
#endif
}

struct Reading {
    uint64_t ticks;
    uint64_t ns;
};

/// The tightest of several paired readings: a preemption between the two would spoil the rate.
Reading pairedReading() {
    Reading best{};
    uint64_t tightest = UINT64_MAX;
    for (int attempt = 0; attempt < 16; ++attempt) {
        const uint64_t before = processorTicks();
        const uint64_t ns = monotonicNs();
        const uint64_t after = processorTicks();
        if (after - before < tightest) {
            tightest = after - before;
            best = {.ticks = before + (after - before) / 2, .ns = ns};
        }
    }
    return best;
}

}  // namespace

const Clock& Clock::instance() {
    static const Clock clock;
    return clock;
}

Clock::Clock() {
    const char* counter = trustedCounter();
    if (counter == nullptr) return;
    const Reading first = pairedReading();
    timespec pause{.tv_sec = 0, .tv_nsec = static_cast<long>(calibrationNs)};
    nanosleep(&pause, nullptr);
    const Reading second = pairedReading();
    if (second.ticks <= first.ticks) return;
    const auto ns = static_cast<Uint128>(second.ns - first.ns);
    nsPerTick32_ = static_cast<uint64_t>((ns << 32) / (second.ticks - first.ticks));
    baseTicks_ = second.ticks;
    baseNs_ = second.ns;
    usesCounter_ = true;
    source_ = counter;
}

}  // namespace ioproof
