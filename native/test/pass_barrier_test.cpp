// Workers between two cold passes: who drops, who waits, what time it takes, and that nobody is left behind.
#include "job/pass_barrier.h"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

namespace ioproof {
namespace {

constexpr int64_t never = INT64_MAX;
constexpr int64_t millisecond = 1'000'000;

PassBarrier::Drop dropNothing() {
    return [] { return ColdCaches{}; };
}

/// Calls wait() on a thread of its own.
class Waiting {
public:
    Waiting(PassBarrier& barrier, PassBarrier::Arrival arrival, const std::atomic<bool>& stop)
        : thread_([this, &barrier, arrival, &stop] { resume_ = barrier.wait(arrival, stop); }) {}
    std::optional<PassBarrier::Resume> end() {
        thread_.join();
        return resume_;
    }

private:
    std::optional<PassBarrier::Resume> resume_;
    std::thread thread_;
};

TEST(PassBarrier, DropsOnceAndGoesOnWithAllWorkersAtTheTimeOfTheLastOne) {
    std::atomic<int> drops{0};
    PassBarrier barrier(3, [&drops] {
        ++drops;
        return ColdCaches{};
    });
    const std::atomic<bool> stop{false};
    for (const int64_t pass : {0, 1000}) {
        Waiting first(barrier, {.reached = pass + 100, .chains = 1, .endsAt = never}, stop);
        Waiting second(barrier, {.reached = pass + 300, .chains = 2, .endsAt = never}, stop);
        const auto last = barrier.wait({.reached = pass + 200, .chains = 3, .endsAt = never}, stop);
        for (const auto& resume : {first.end(), second.end(), last}) {
            ASSERT_TRUE(resume);
            EXPECT_EQ(resume->at, pass + 300) << "a virtual clock stands still in a pause";
            EXPECT_EQ(resume->pausedNs, 0u);
        }
    }
    EXPECT_EQ(drops, 2);
    const auto passes = barrier.passes({}, 2000, 15);
    ASSERT_EQ(passes.size(), 3u);
    EXPECT_EQ(passes[0].elapsedNs, 300u);
    EXPECT_EQ(passes[1].elapsedNs, 1000u);
    EXPECT_EQ(passes[2].elapsedNs, 700u);
    EXPECT_EQ(passes[0].chains, 6u);
    EXPECT_EQ(passes[2].chains, 3u);
}

TEST(PassBarrier, CutsThePauseOutOfTheTimeOnARealClock) {
    PassBarrier barrier(1, [] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        return ColdCaches{};
    });
    const Clock& clock = Clock::instance();
    const uint64_t begin = clock.now();
    barrier.useClock(clock, begin);
    const std::atomic<bool> stop{false};
    const auto resume = barrier.wait({.reached = millisecond, .chains = 1, .endsAt = never}, stop);
    ASSERT_TRUE(resume);
    EXPECT_GE(resume->pausedNs, 19u * millisecond);
    EXPECT_EQ(resume->at, millisecond + static_cast<int64_t>(resume->pausedNs));
    const auto until = static_cast<uint64_t>(resume->at);
    EXPECT_EQ(barrier.pausedIn(0, UINT64_MAX), resume->pausedNs);
    EXPECT_EQ(barrier.pausedIn(0, millisecond + 5), 5u);
    EXPECT_EQ(barrier.pausedIn(millisecond + 5, until - 5), resume->pausedNs - 10);
    EXPECT_EQ(barrier.pausedIn(until, UINT64_MAX), 0u);
    EXPECT_EQ(barrier.pausesAt(millisecond + 7).pausedNs, 7u);
    EXPECT_FALSE(barrier.pausesAt(resume->at).goingOn);
}

TEST(PassBarrier, LeavesThePartOfAPauseThatLiesInTheRampOut) {
    PassBarrier barrier(1, dropNothing());
    const Clock& clock = Clock::instance();
    barrier.useClock(clock, clock.now() + uint64_t{1'000'000'000'000});
    const std::atomic<bool> stop{false};
    const auto resume = barrier.wait({.reached = -900'000'000'000, .chains = 0, .endsAt = never}, stop);
    ASSERT_TRUE(resume);
    EXPECT_LT(resume->at, 0);
    EXPECT_EQ(resume->pausedNs, 0u);
}

TEST(PassBarrier, WaitsForNobodyWhoHasLeft) {
    PassBarrier barrier(3, dropNothing());
    const std::atomic<bool> stop{false};
    barrier.leave();
    Waiting waiting(barrier, {.reached = 1, .chains = 1, .endsAt = never}, stop);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    barrier.leave();
    EXPECT_TRUE(waiting.end()) << "the others have nothing left to do";
}

TEST(PassBarrier, LetsAWorkerGoWhenTheJobIsStopped) {
    PassBarrier barrier(2, dropNothing());
    std::atomic<bool> stop{false};
    Waiting waiting(barrier, {.reached = 1, .chains = 7, .endsAt = never}, stop);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    stop = true;
    EXPECT_FALSE(waiting.end());
    barrier.leave();
    EXPECT_EQ(barrier.passes({}, 5, 7).at(0).chains, 7u);
}

TEST(PassBarrier, LetsAWorkerGoWhenItsTimeIsOver) {
    PassBarrier barrier(2, dropNothing());
    const Clock& clock = Clock::instance();
    barrier.useClock(clock, clock.now());
    const std::atomic<bool> stop{false};
    EXPECT_FALSE(barrier.wait({.reached = 0, .chains = 1, .endsAt = 10 * millisecond}, stop));
    EXPECT_EQ(barrier.pausedIn(0, UINT64_MAX), 0u);
}

TEST(PassBarrier, TellsAFailureToOneAndLetsTheOthersGo) {
    std::atomic<bool> stop{false};
    PassBarrier barrier(2, []() -> ColdCaches { throw std::runtime_error("no"); });
    std::atomic<int> told{0};
    std::vector<std::thread> workers;
    for (int worker = 0; worker < 2; ++worker)
        workers.emplace_back([&] {
            try {
                EXPECT_FALSE(barrier.wait({.reached = 1, .chains = 1, .endsAt = never}, stop));
            } catch (const std::runtime_error&) {
                ++told;
                stop = true;
            }
            barrier.leave();
        });
    for (std::thread& worker : workers) worker.join();
    EXPECT_EQ(told, 1);
}

}  // namespace
}  // namespace ioproof
