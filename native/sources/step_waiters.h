// Who sleeps until it is known when a step begins, so that nobody is woken for the steps of others.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <vector>

#include "core/wake_bell.h"

namespace ioproof {

/// Made before the workers start; the rest may be called by any thread. Who sleeps must first say for which step, then
/// look whether it is known by now, and only then sleep.
class StepWaiters {
public:
    static constexpr uint64_t noStep = UINT64_MAX;

    /// One worker, for its readers of one rank.
    struct Waiter {
        explicit Waiter(WakeBell& its) : bell(&its) {}
        WakeBell* bell;
        /// The first step that it waits for, or `noStep`.
        std::atomic<uint64_t> step{noStep};
    };

    explicit StepWaiters(uint32_t ranks) : ofRank_(ranks) {}

    /// The result stays where it is.
    Waiter& add(uint32_t rank, WakeBell& bell) { return ofRank_[rank].emplace_back(bell); }

    /// Of this rank, so many steps have a beginning now.
    void tell(uint32_t rank, uint64_t stepsKnown) {
        for (Waiter& waiter : ofRank_[rank])
            if (waiter.step.load() < stepsKnown) waiter.bell->ring();
    }
    void tellAll() {
        for (auto& waiters : ofRank_)
            for (Waiter& waiter : waiters) waiter.bell->ring();
    }

private:
    /// A deque moves nothing as it grows.
    std::vector<std::deque<Waiter>> ofRank_;
};

}  // namespace ioproof
