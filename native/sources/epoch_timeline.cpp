// Slots are counted down without a lock; what follows from an empty one is worked out under it.
#include "sources/epoch_timeline.h"

#include <algorithm>
#include <utility>

namespace ioproof {
namespace {

void raise(std::atomic<uint64_t>& latest, uint64_t at) {
    uint64_t seen = latest.load(std::memory_order_relaxed);
    while (seen < at && !latest.compare_exchange_weak(seen, at, std::memory_order_relaxed)) {
    }
}

}  // namespace

EpochTimeline::EpochTimeline(EpochShape shape, uint64_t startAt, uint64_t limit, StepWaiters& waiters,
                             StepStatistics* statistics)
    : shape_(std::move(shape)),
      startAt_(startAt),
      limit_(limit),
      slots_(std::min(shape_.stepsAhead + 1, shape_.steps)),
      waiters_(waiters),
      statistics_(statistics),
      ranks_(shape_.ranks),
      doneAt_(startAt) {
    const std::lock_guard lock(mutex_);
    for (uint32_t number = 0; number < shape_.ranks; ++number) {
        Rank& rank = ranks_[number];
        rank.slots = std::make_unique<Slot[]>(slots_);
        for (uint64_t step = 0; step < slots_; ++step)
            slotOf(rank, step).missing = static_cast<uint32_t>(shape_.itemsNeededBy(number, step));
        rank.readyAt = rank.freeAt = rank.doneAt = startAt;
    }
    for (uint32_t number = 0; number < shape_.ranks; ++number) advance(number);
}

bool EpochTimeline::hasBarrierAfter(uint64_t step) const {
    if (step + 1 == shape_.steps) return true;
    return shape_.barrierEvery > 0 && (step + 1) % shape_.barrierEvery == 0;
}

void EpochTimeline::loaded(uint32_t rank, uint64_t step, uint32_t items, uint64_t bytes, uint64_t at) {
    Slot& slot = slotOf(ranks_[rank], step);
    raise(slot.latest, at);
    slot.bytes.fetch_add(bytes, std::memory_order_relaxed);
    if (slot.missing.fetch_sub(items, std::memory_order_acq_rel) != items) return;
    const std::lock_guard lock(mutex_);
    advance(rank);
    countDone(at);
}

uint64_t EpochTimeline::startOf(uint32_t rank, uint64_t step) const {
    const Rank& its = ranks_[rank];
    if (its.known.load() <= step) return unknownTime;
    return its.slots[step % slots_].startAt.load(std::memory_order_relaxed);
}

/// What follows from steps of this rank that have all their items.
void EpochTimeline::advance(uint32_t rank) {
    takeFilled(ranks_[rank], rank);
    timeSteps(rank);
    while (arrived_ == shape_.ranks && endAt() == unknownTime) {
        openBarrier();
        for (uint32_t number = 0; number < shape_.ranks; ++number) timeSteps(number);
    }
}

/// The slot of a step is that of a later one from then on: none of its items can come before this step has begun.
void EpochTimeline::takeFilled(Rank& rank, uint32_t number) {
    for (; rank.filledSteps < shape_.steps; ++rank.filledSteps) {
        Slot& slot = slotOf(rank, rank.filledSteps);
        if (slot.missing.load(std::memory_order_acquire) > 0) return;
        rank.readyAt = std::max(rank.readyAt, slot.latest.load(std::memory_order_relaxed));
        rank.filled.push_back({.readyAt = rank.readyAt, .bytes = slot.bytes.load(std::memory_order_relaxed)});
        const uint64_t later = rank.filledSteps + slots_;
        slot.latest.store(0, std::memory_order_relaxed);
        slot.bytes.store(0, std::memory_order_relaxed);
        if (later < shape_.steps)
            slot.missing.store(static_cast<uint32_t>(shape_.itemsNeededBy(number, later)), std::memory_order_release);
        else slot.missing.store(UINT32_MAX, std::memory_order_release);
    }
}

void EpochTimeline::timeSteps(uint32_t number) {
    Rank& rank = ranks_[number];
    uint64_t known = rank.known.load(std::memory_order_relaxed);
    const uint64_t before = known;
    while (!rank.atBarrier && !rank.filled.empty()) {
        const Filled filled = rank.filled.front();
        rank.filled.pop_front();
        const uint64_t start = std::max(filled.readyAt, rank.freeAt);
        const uint64_t compute = shape_.compute.of(number, known);
        Step step{.dataWait = start - rank.freeAt,
                  .compute = compute,
                  .bytes = filled.bytes,
                  .endAt = start + compute,
                  .barrierEnd = unknownTime};
        slotOf(rank, known).startAt.store(start, std::memory_order_relaxed);
        if (hasBarrierAfter(known)) {
            rank.atBarrier = true;
            ++arrived_;
            barrierAt_ = std::max(barrierAt_, step.endAt);
        } else {
            settleStep(rank, step, step.endAt);
        }
        rank.steps.push_back(step);
        ++known;
    }
    if (known == before) return;
    rank.known.store(known);
    revision_.fetch_add(1);
    waiters_.tell(number, known);
}

void EpochTimeline::settleStep(Rank& rank, Step& step, uint64_t barrierEnd) {
    step.barrierEnd = rank.freeAt = barrierEnd;
    if (rank.settled++ == doneSteps_) ++settledRanks_;
}

void EpochTimeline::openBarrier() {
    const uint64_t at = std::exchange(barrierAt_, 0);
    arrived_ = 0;
    for (Rank& rank : ranks_) {
        rank.atBarrier = false;
        settleStep(rank, rank.steps.back(), at);
    }
    if (ranks_.front().settled < shape_.steps) return;
    endAt_.store(at);
    revision_.fetch_add(1);
    waiters_.tellAll();
}

/// Of the step that the ranks come to next: when the last of them ends it.
uint64_t EpochTimeline::endOfNextDone() const {
    uint64_t end = 0;
    for (const Rank& rank : ranks_) end = std::max(end, rank.steps.front().barrierEnd);
    return end;
}

/// A step counts once it is over for all ranks, so that an epoch may be cut off after any of them.
void EpochTimeline::countDone(uint64_t now) {
    const uint64_t until = std::min(now, limit_);
    while (doneSteps_ < shape_.steps && settledRanks_ == shape_.ranks) {
        const uint64_t end = endOfNextDone();
        if (end > until) return;
        doneAt_ = end;
        ++doneSteps_;
        settledRanks_ = 0;
        for (Rank& rank : ranks_) {
            countStep(rank);
            settledRanks_ += rank.settled > doneSteps_;
        }
    }
}

void EpochTimeline::countStep(Rank& rank) {
    const Step step = rank.steps.front();
    rank.steps.pop_front();
    RankEpoch& sum = rank.result;
    const bool first = sum.steps++ == 0;
    sum.samples += shape_.batchSize;
    if (first) sum.firstBatchNs = step.dataWait;
    if (first) sum.firstStepNs = step.dataWait + step.compute;
    sum.computeNs += step.compute;
    sum.dataWaitNs += step.dataWait;
    if (!first) sum.computeAfterFirstNs += step.compute;
    if (!first) sum.dataWaitAfterFirstNs += step.dataWait;
    sum.barrierNs += step.barrierEnd - step.endAt;
    if (statistics_ != nullptr) {
        statistics_->step.record(step.barrierEnd - rank.doneAt);
        statistics_->dataWait.record(step.dataWait);
        statistics_->samples += shape_.batchSize;
        statistics_->sampleBytes += step.bytes;
    }
    rank.doneAt = step.barrierEnd;
}

TrainingEpoch EpochTimeline::finish(uint64_t at) {
    const std::lock_guard lock(mutex_);
    countDone(at);
    TrainingEpoch epoch{.isEval = shape_.id.isEval,
                        .number = shape_.id.number,
                        .startNs = startAt_,
                        .endNs = doneAt_,
                        .complete = doneSteps_ == shape_.steps,
                        .stepsPlanned = shape_.steps,
                        .ranks = {}};
    for (const Rank& rank : ranks_) epoch.ranks.push_back(rank.result);
    return epoch;
}

TrainingSnapshot EpochTimeline::snapshot() const {
    const std::lock_guard lock(mutex_);
    TrainingSnapshot now{.isEval = shape_.id.isEval,
                         .epoch = shape_.id.number,
                         .step = doneSteps_,
                         .stepsPlanned = shape_.steps,
                         .computeAfterFirstNs = 0,
                         .elapsedAfterFirstNs = 0};
    for (const Rank& rank : ranks_) {
        now.computeAfterFirstNs += rank.result.computeAfterFirstNs;
        now.elapsedAfterFirstNs += rank.doneAt - startAt_ - rank.result.firstStepNs;
    }
    return now;
}

}  // namespace ioproof
