// A paced closed loop keeps its rate evenly, and a stall is not followed by a burst.
#include "core/token_pacer.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/random.h"

namespace ioproof {
namespace {

constexpr uint64_t second = 1'000'000'000;
constexpr uint64_t block = 65'536;
constexpr Rate rate{.amount = 100'000'000, .ns = second};
constexpr uint64_t tolerance = 2'000'000;
/// Nanoseconds that a block pays for.
constexpr uint64_t blockNs = block * 10;

/// A loop of one operation in flight on a device that takes `deviceNs`, woken up late by up to `lateNs`; it stands
/// still for `stallNs` after half a second. The starts of its operations until two seconds are over.
std::vector<uint64_t> starts(uint64_t deviceNs, uint64_t lateNs, uint64_t stallNs) {
    TokenPacer pacer(rate, tolerance, 0);
    Random random(1);
    std::vector<uint64_t> result;
    bool stalled = false;
    for (uint64_t now = 0; now < 2 * second;) {
        if (pacer.allowedAt() > now) now = pacer.allowedAt() + (lateNs > 0 ? random.below(lateNs) : 0);
        pacer.take(now, block);
        result.push_back(now);
        now += deviceNs;
        if (!stalled && now > second / 2) now += stallNs;
        stalled = now > second / 2;
    }
    return result;
}

uint64_t mostIn(const std::vector<uint64_t>& times, uint64_t window) {
    size_t first = 0, most = 0;
    for (size_t last = 0; last < times.size(); ++last) {
        while (times[last] - times[first] >= window) ++first;
        most = std::max(most, last - first + 1);
    }
    return most;
}

TEST(TokenPacer, IsEvenFromTheFirstOperationOn) {
    const std::vector<uint64_t> times = starts(10'000, 0, 0);
    for (size_t at = 1; at < times.size(); ++at) ASSERT_EQ(times[at] - times[at - 1], blockNs) << at;
    EXPECT_EQ(times.front(), 0u);
}

TEST(TokenPacer, KeepsItsRateWithLateWakeUps) {
    const std::vector<uint64_t> times = starts(10'000, 200'000, 0);
    const auto expected = static_cast<double>(2 * second / blockNs);
    EXPECT_NEAR(static_cast<double>(times.size()), expected, 5);
    for (const uint64_t window : {10'000'000u, 100'000'000u, 1'000'000'000u})
        EXPECT_LE(mostIn(times, window), (window + tolerance) / blockNs + 2);
}

TEST(TokenPacer, DoesNotMakeUpForAStall) {
    const std::vector<uint64_t> times = starts(10'000, 0, second / 2);
    for (const uint64_t window : {10'000'000u, 100'000'000u, 1'000'000'000u})
        EXPECT_LE(mostIn(times, window), (window + tolerance) / blockNs + 2);
    EXPECT_NEAR(static_cast<double>(times.size()), 1.5 * second / blockNs,
                static_cast<double>(tolerance / blockNs + 5));
}

TEST(TokenPacer, DoesNotSlowADeviceThatIsSlower) {
    const std::vector<uint64_t> times = starts(2 * blockNs, 0, 0);
    for (size_t at = 1; at < times.size(); ++at) ASSERT_EQ(times[at] - times[at - 1], 2 * blockNs) << at;
}

TEST(TokenPacer, SavesUnusedRateForItsToleranceOnly) {
    constexpr uint64_t millisecond = 1'000'000;
    for (const auto& [stall, atOnce] : {std::pair{3 * millisecond, 4}, {5 * millisecond, 6}, {second, 6}}) {
        TokenPacer pacer({.amount = 1000, .ns = second}, 5 * millisecond, 0);
        int operations = 0;
        for (; pacer.allowedAt() <= stall; ++operations) pacer.take(stall, 1);
        EXPECT_EQ(operations, atOnce) << stall;
        EXPECT_EQ(pacer.allowedAt(), stall + millisecond);
    }
}

TEST(TokenPacer, CountsOperationsAsWell) {
    TokenPacer pacer({.amount = 3, .ns = second}, 0, 1000);
    std::vector<uint64_t> times;
    for (int operation = 0; operation < 7; ++operation) {
        times.push_back(pacer.allowedAt());
        pacer.take(pacer.allowedAt(), 1);
    }
    EXPECT_EQ(times, (std::vector<uint64_t>{1000, 333'334'333, 666'667'666, 1'000'001'000, 1'333'334'333, 1'666'667'666,
                                            2'000'001'000}));
}

}  // namespace
}  // namespace ioproof
