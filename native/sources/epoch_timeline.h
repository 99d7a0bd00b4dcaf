// When each step of one epoch begins and ends: from the completions of what was read, never from when a thread noticed.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "core/training_result.h"
#include "sources/compute_law.h"
#include "sources/epoch_plan.h"
#include "sources/step_waiters.h"

namespace ioproof {

/// A time that is not known yet.
inline constexpr uint64_t unknownTime = UINT64_MAX;

/// What the steps of an epoch need. Items are counted with the first step that needs them.
struct EpochShape {
    EpochId id;
    uint32_t ranks = 1;
    uint64_t steps = 0;
    /// Steps that may have items under way or ready at the same time, at least 1.
    uint64_t stepsAhead = 1;
    std::function<uint64_t(uint32_t rank, uint64_t step)> itemsNeededBy;
    /// Samples of a step.
    uint32_t batchSize = 1;
    ComputeLaw compute;
    /// Ranks await each other after every so many steps; 0: at the end of the epoch only.
    uint32_t barrierEvery = 1;
};

/// Over all epochs of training, of steps that are done.
struct StepStatistics {
    Histogram step;
    Histogram dataWait;
    uint64_t samples = 0;
    uint64_t sampleBytes = 0;
};

/// For each rank: a step begins once all items that it and the steps before it need are there, and the barrier after
/// the step before is over. It ends when its compute time is over; a barrier ends with the last rank. Times are
/// nanoseconds since the measured time began. Begin and end of a step are known as soon as what they follow from is,
/// which may be before they come.
///
/// loaded(), startOf() and the like may be called by any thread; a lock is taken only for the last item of a step.
class EpochTimeline {
public:
    /// `waiters` are told what becomes known. `statistics` is written under the lock of the one epoch that runs; null
    /// for an evaluation. Steps that end after `limit` do not count.
    EpochTimeline(EpochShape shape, uint64_t startAt, uint64_t limit, StepWaiters& waiters, StepStatistics* statistics);

    const EpochId& id() const { return shape_.id; }
    uint64_t startAt() const { return startAt_; }
    uint64_t steps() const { return shape_.steps; }

    /// So many items, which `step` of the rank is the first to need, are there since `at`; `bytes` of samples are in
    /// them.
    void loaded(uint32_t rank, uint64_t step, uint32_t items, uint64_t bytes, uint64_t at);

    /// When the step begins, or `unknownTime`. Only of steps that hold back items which are not loaded yet.
    uint64_t startOf(uint32_t rank, uint64_t step) const;
    /// Steps of the rank whose beginning is known.
    uint64_t stepsKnown(uint32_t rank) const { return ranks_[rank].known.load(); }
    /// End of the last step, or `unknownTime`.
    uint64_t endAt() const { return endAt_.load(); }
    /// Grows whenever the beginning of a step or the end of the epoch has become known.
    uint64_t revision() const { return revision_.load(); }

    /// The epoch is over, or nothing that ends after `at` has happened; no loaded() after it.
    TrainingEpoch finish(uint64_t at);
    TrainingSnapshot snapshot() const;

private:
    /// Items of one step, written without a lock.
    struct Slot {
        std::atomic<uint32_t> missing{0};
        std::atomic<uint64_t> bytes{0};
        std::atomic<uint64_t> latest{0};
        /// Of a step whose beginning is known, until as many others are.
        std::atomic<uint64_t> startAt{0};
    };
    struct Filled {
        uint64_t readyAt;
        uint64_t bytes;
    };
    struct Step {
        uint64_t dataWait;
        uint64_t compute;
        uint64_t bytes;
        uint64_t endAt;
        /// `unknownTime` while others are awaited.
        uint64_t barrierEnd;
    };
    struct Rank {
        std::unique_ptr<Slot[]> slots;
        uint64_t filledSteps = 0;
        uint64_t readyAt = 0;
        std::deque<Filled> filled;
        std::atomic<uint64_t> known{0};
        bool atBarrier = false;
        /// End of the barrier before the next step.
        uint64_t freeAt = 0;
        /// Those that not all ranks have done, the first of them `doneSteps_`.
        std::deque<Step> steps;
        /// Steps whose barrier has an end.
        uint64_t settled = 0;
        /// End of the last barrier that counts.
        uint64_t doneAt = 0;
        RankEpoch result;
    };

    Slot& slotOf(Rank& rank, uint64_t step) const { return rank.slots[step % slots_]; }
    bool hasBarrierAfter(uint64_t step) const;
    void advance(uint32_t rank);
    void takeFilled(Rank& rank, uint32_t number);
    void timeSteps(uint32_t rank);
    void settleStep(Rank& rank, Step& step, uint64_t barrierEnd);
    void openBarrier();
    void countDone(uint64_t now);
    uint64_t endOfNextDone() const;
    void countStep(Rank& rank);

    const EpochShape shape_;
    const uint64_t startAt_;
    const uint64_t limit_;
    const uint64_t slots_;
    StepWaiters& waiters_;
    StepStatistics* const statistics_;
    std::vector<Rank> ranks_;
    std::atomic<uint64_t> endAt_{unknownTime};
    std::atomic<uint64_t> revision_{0};

    mutable std::mutex mutex_;
    uint32_t arrived_ = 0;
    uint64_t barrierAt_ = 0;
    /// Steps that all ranks have done, and the ranks that know the end of the one after them.
    uint64_t doneSteps_ = 0;
    uint32_t settledRanks_ = 0;
    uint64_t doneAt_;
};

}  // namespace ioproof
