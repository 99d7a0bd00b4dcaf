// The job's clock never runs backwards and keeps to CLOCK_MONOTONIC.
#include "core/clock.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace ioproof {
namespace {

TEST(Clock, NeverRunsBackwards) {
    const Clock& clock = Clock::instance();
    uint64_t last = clock.now();
    for (int reading = 0; reading < 1'000'000; ++reading) {
        const uint64_t now = clock.now();
        ASSERT_GE(now, last);
        last = now;
    }
}

TEST(Clock, LiesBetweenTwoReadingsOfTheKernelsClock) {
    const Clock& clock = Clock::instance();
    // 20 ms of calibration fix the rate to some parts in 10^5: of a test that runs a minute, a few milliseconds.
    constexpr uint64_t tolerance = 100'000'000;
    for (int round = 0; round < 1000; ++round) {
        const uint64_t before = monotonicNs();
        const uint64_t now = clock.now();
        const uint64_t after = monotonicNs();
        ASSERT_GE(now + tolerance, before);
        ASSERT_LE(now, after + tolerance);
    }
}

TEST(Clock, AdvancesAtTheRateOfTheKernelsClock) {
    const Clock& clock = Clock::instance();
    const uint64_t kernelStart = monotonicNs();
    const uint64_t start = clock.now();
    while (monotonicNs() - kernelStart < 50'000'000) {
    }
    const uint64_t elapsed = clock.now() - start;
    const uint64_t kernelElapsed = monotonicNs() - kernelStart;
    EXPECT_GE(elapsed, 45'000'000u);
    EXPECT_LE(elapsed, kernelElapsed + kernelElapsed / 10);
}

TEST(Clock, SaysWhatItReads) {
    const std::string source = Clock::instance().source();
    EXPECT_TRUE(source == "tsc" || source == "cntvct" || source == "clock_gettime") << source;
    EXPECT_EQ(&Clock::instance(), &Clock::instance());
}

TEST(Clock, IsTheSameOnEveryThread) {
    const uint64_t before = Clock::instance().now();
    uint64_t other = 0;
    std::thread([&other] { other = Clock::instance().now(); }).join();
    const uint64_t after = Clock::instance().now();
    EXPECT_GE(other, before);
    EXPECT_LE(other, after);
}

}  // namespace
}  // namespace ioproof
