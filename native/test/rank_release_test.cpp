// All ranks are released at one instant, after the last of them has come; nobody is kept by a stop.
#include "job/rank_release.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

namespace ioproof {
namespace {

using Release = std::optional<uint64_t>;

std::vector<Release> waitTogether(RankRelease& release, const std::vector<uint64_t>& reached,
                                  const std::atomic<bool>& stop) {
    std::vector<Release> released(reached.size());
    std::vector<std::thread> ranks;
    for (size_t rank = 0; rank < reached.size(); ++rank)
        ranks.emplace_back([&, rank] { released[rank] = release.wait(reached[rank], stop); });
    for (auto& rank : ranks) rank.join();
    return released;
}

TEST(RankRelease, IsWhenTheLatestRankComesOrTheRoundIsDue) {
    std::vector<uint64_t> latest;
    RankRelease release(3, [&latest](uint64_t came) {
        latest.push_back(came);
        return uint64_t{500};
    });
    const std::atomic<bool> stop{false};
    EXPECT_EQ(waitTogether(release, {100, 300, 200}, stop), std::vector<Release>(3, 500));
    EXPECT_EQ(waitTogether(release, {900, 600, 700}, stop), std::vector<Release>(3, 900));
    EXPECT_EQ(latest, (std::vector<uint64_t>{300, 900}));
}

TEST(RankRelease, OnARealClockNobodyReturnsBeforeTheInstant) {
    const Clock& clock = Clock::instance();
    const uint64_t begin = clock.now();
    // Threads of a loaded machine start late: the instant is that of the last one, and some time after it.
    constexpr uint64_t later = 30'000'000;
    RankRelease release(4, [](uint64_t latest) { return latest + later; });
    release.useClock(clock, begin);
    const std::atomic<bool> stop{false};
    std::vector<Release> due(4);
    std::vector<uint64_t> came(4);
    std::vector<uint64_t> returned(4);
    std::vector<std::thread> ranks;
    for (size_t rank = 0; rank < 4; ++rank)
        ranks.emplace_back([&, rank] {
            came[rank] = clock.now() - begin;
            due[rank] = release.wait(came[rank], stop);
            returned[rank] = clock.now() - begin;
        });
    for (auto& rank : ranks) rank.join();
    const uint64_t instant = std::ranges::max(came) + later;
    for (size_t rank = 0; rank < 4; ++rank) {
        EXPECT_EQ(due[rank], instant);
        EXPECT_GE(returned[rank], instant);
    }
}

TEST(RankRelease, IsIdleInALongWaitForOthersAndForTheInstant) {
    const Clock& clock = Clock::instance();
    std::atomic<int> calls{0};
    const std::atomic<bool> stop{false};
    RankRelease release(1, [](uint64_t) { return uint64_t{400'000'000}; });
    release.useClock(clock, clock.now());
    EXPECT_TRUE(release.wait(0, stop, [&calls] { ++calls; }));
    // Every 50 ms up to 200 ms before the instant, if the machine lets it.
    EXPECT_GE(calls, 1);
    EXPECT_LE(calls, 5);

    RankRelease ofTwo(2, [](uint64_t latest) { return latest; });
    calls = 0;
    std::thread other([&] {
        while (calls == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        EXPECT_TRUE(ofTwo.wait(7, stop));
    });
    EXPECT_EQ(ofTwo.wait(3, stop, [&calls] { ++calls; }), 7u);
    other.join();
}

TEST(RankRelease, TheInstantIsSetWhenAllRanksAreReadyForWhatWasPrepared) {
    const Clock& clock = Clock::instance();
    const uint64_t begin = clock.now();
    std::atomic<bool> prepared{false};
    RankRelease release(3, [&prepared](uint64_t latest) {
        prepared = true;
        return latest;
    });
    release.useClock(clock, begin);
    const std::atomic<bool> stop{false};
    std::atomic<uint64_t> lastReady{0};
    std::vector<Release> released(3);
    std::vector<std::thread> ranks;
    for (size_t rank = 0; rank < 3; ++rank)
        ranks.emplace_back([&, rank] {
            released[rank] = release.wait(clock.now() - begin, stop, {}, [&, rank] {
                EXPECT_TRUE(prepared);
                if (rank != 1) return;
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
                lastReady = clock.now() - begin;
            });
        });
    for (auto& rank : ranks) rank.join();
    ASSERT_TRUE(released[0]);
    EXPECT_GT(*released[0], lastReady);
    EXPECT_EQ(released, std::vector<Release>(3, released[0]));
}

TEST(RankRelease, AStopEndsTheWaitForOthersAndForTheInstant) {
    std::atomic<bool> stop{false};
    RankRelease missesOne(3, [](uint64_t latest) { return latest; });
    std::thread stopper([&stop] { stop = true; });
    EXPECT_EQ(waitTogether(missesOne, {1, 2}, stop), std::vector<Release>(2));
    stopper.join();

    constexpr uint64_t hour = 3'600'000'000'000;
    RankRelease isLate(2, [](uint64_t) { return hour; });
    isLate.useClock(Clock::instance(), Clock::instance().now());
    stop = false;
    std::thread later([&stop] {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        stop = true;
    });
    EXPECT_EQ(waitTogether(isLate, {0, 0}, stop), std::vector<Release>(2));
    later.join();
}

TEST(RankRelease, WhatThePreparationThrowsIsThrownToOneRankAndTheOthersLeaveByTheStop) {
    RankRelease release(2, [](uint64_t) -> uint64_t { throw std::runtime_error("no"); });
    std::atomic<bool> stop{false};
    std::atomic<int> thrown{0};
    std::vector<std::thread> ranks;
    for (int rank = 0; rank < 2; ++rank)
        ranks.emplace_back([&] {
            try {
                EXPECT_FALSE(release.wait(0, stop));
            } catch (const std::runtime_error&) {
                ++thrown;
                stop = true;
            }
        });
    for (auto& rank : ranks) rank.join();
    EXPECT_EQ(thrown, 1);
}

}  // namespace
}  // namespace ioproof
