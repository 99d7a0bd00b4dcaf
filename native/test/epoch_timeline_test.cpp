// Timelines that are worked out by hand: when steps begin, what is waited for, where barriers are, what a cut leaves.
#include "sources/epoch_timeline.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace ioproof {
namespace {

/// One item a step unless told otherwise.
EpochShape shapeOf(uint32_t ranks, uint64_t steps, uint64_t computeNs, uint32_t barrierEvery) {
    return {.id = {.isEval = false, .number = 1},
            .ranks = ranks,
            .steps = steps,
            .stepsAhead = steps,
            .itemsNeededBy = [](uint32_t, uint64_t) { return 1; },
            .batchSize = 7,
            .compute = ComputeLaw({.form = ComputeForm::Fixed, .meanNs = computeNs, .deviationNs = 0}, 1),
            .barrierEvery = barrierEvery};
}

class EpochTimelineTest : public testing::Test {
protected:
    EpochTimeline& make(EpochShape shape, uint64_t startAt = 0, uint64_t limit = unknownTime) {
        waiters_.emplace(shape.ranks);
        made_.emplace(std::move(shape), startAt, limit, *waiters_, &statistics_);
        return *made_;
    }
    /// Completions by rank and step.
    void load(const std::vector<std::vector<uint64_t>>& at) {
        for (uint64_t step = 0; step < at[0].size(); ++step)
            for (uint32_t rank = 0; rank < at.size(); ++rank) made_->loaded(rank, step, 1, 100, at[rank][step]);
    }

    StepStatistics statistics_;
    std::optional<StepWaiters> waiters_;
    std::optional<EpochTimeline> made_;
};

// Compute 100, a barrier after each step. Rows: what rank 0, 1, 2 have at which time.
//   step 0: ready 50, 70, 60    -> start there, end 150, 170, 160, barrier 170
//   step 1: ready 80, 90, 200   -> start 170, 170, 200, end 270, 270, 300, barrier 300
//   step 2: ready 260, 290, 300 -> start 300, end 400, barrier 400
//   step 3: ready 500, 301, 302 -> start 500, 400, 400, end 600, 500, 500, barrier 600
const std::vector<std::vector<uint64_t>> worked = {{50, 80, 260, 500}, {70, 90, 290, 301}, {60, 200, 300, 302}};

TEST_F(EpochTimelineTest, ThreeRanksAwaitEachOtherAfterEachStep) {
    EpochTimeline& timeline = make(shapeOf(3, 4, 100, 1));
    load(worked);
    EXPECT_EQ(timeline.startOf(0, 0), 50u);
    EXPECT_EQ(timeline.startOf(1, 1), 170u);
    EXPECT_EQ(timeline.startOf(2, 1), 200u);
    EXPECT_EQ(timeline.startOf(0, 2), 300u);
    EXPECT_EQ(timeline.startOf(0, 3), 500u);
    EXPECT_EQ(timeline.endAt(), 600u);

    const TrainingEpoch epoch = timeline.finish(600);
    EXPECT_TRUE(epoch.complete);
    EXPECT_EQ(epoch.startNs, 0u);
    EXPECT_EQ(epoch.endNs, 600u);
    EXPECT_EQ(epoch.stepsPlanned, 4u);
    const RankEpoch& first = epoch.ranks[0];
    EXPECT_EQ(first.steps, 4u);
    EXPECT_EQ(first.samples, 28u);
    EXPECT_EQ(first.firstBatchNs, 50u);
    EXPECT_EQ(first.firstStepNs, 150u);
    EXPECT_EQ(first.computeNs, 400u);
    EXPECT_EQ(first.computeAfterFirstNs, 300u);
    EXPECT_EQ(first.dataWaitNs, 150u);
    EXPECT_EQ(first.dataWaitAfterFirstNs, 100u);
    EXPECT_EQ(first.barrierNs, 50u);
    const RankEpoch& third = epoch.ranks[2];
    EXPECT_EQ(third.firstBatchNs, 60u);
    EXPECT_EQ(third.dataWaitAfterFirstNs, 30u);
    EXPECT_EQ(third.barrierNs, 110u);
}

TEST_F(EpochTimelineTest, TheTimeOfEachRankIsItsWaitsItsComputeAndItsBarriers) {
    make(shapeOf(3, 4, 100, 1), 1000);
    load({{1050, 1080, 1260, 1500}, {1070, 1090, 1290, 1301}, {1060, 1200, 1300, 1302}});
    const TrainingEpoch epoch = made_->finish(1600);
    for (const RankEpoch& rank : epoch.ranks)
        EXPECT_EQ(rank.dataWaitNs + rank.computeNs + rank.barrierNs, epoch.endNs - epoch.startNs);
}

TEST_F(EpochTimelineTest, StatisticsCountEachStepOfEachRank) {
    make(shapeOf(3, 4, 100, 1));
    load(worked);
    made_->finish(600);
    EXPECT_EQ(statistics_.step.count(), 12u);
    // From barrier to barrier: 170, 130, 100, 200.
    EXPECT_EQ(statistics_.step.max(), 200u);
    EXPECT_EQ(statistics_.step.min(), 100u);
    EXPECT_DOUBLE_EQ(statistics_.step.mean(), 150);
    EXPECT_EQ(statistics_.dataWait.max(), 100u);
    EXPECT_EQ(statistics_.samples, 3u * 4 * 7);
    EXPECT_EQ(statistics_.sampleBytes, 1200u);
}

TEST_F(EpochTimelineTest, WithoutBarriersEachRankGoesOnByItself) {
    EpochTimeline& timeline = make(shapeOf(3, 4, 100, 0));
    load(worked);
    // Rank 0: 50-150, 150-250, 260-360, 500-600; rank 1: 70-170, 170-270, 290-390, 390-490; rank 2: 60-160, 200-300,
    // 300-400, 400-500.
    EXPECT_EQ(timeline.startOf(0, 1), 150u);
    EXPECT_EQ(timeline.startOf(0, 2), 260u);
    EXPECT_EQ(timeline.startOf(1, 3), 390u);
    EXPECT_EQ(timeline.startOf(2, 3), 400u);
    const TrainingEpoch epoch = timeline.finish(600);
    EXPECT_EQ(epoch.endNs, 600u);
    EXPECT_EQ(epoch.ranks[0].barrierNs, 0u);
    EXPECT_EQ(epoch.ranks[1].barrierNs, 110u);
    EXPECT_EQ(epoch.ranks[2].barrierNs, 100u);
    EXPECT_EQ(epoch.ranks[1].dataWaitNs, 90u);
}

TEST_F(EpochTimelineTest, ABarrierMayComeEverySecondStep) {
    EpochTimeline& timeline = make(shapeOf(3, 4, 100, 2));
    load(worked);
    // The first barrier ends at 300, with rank 2.
    EXPECT_EQ(timeline.startOf(0, 1), 150u);
    EXPECT_EQ(timeline.startOf(0, 2), 300u);
    EXPECT_EQ(timeline.startOf(1, 2), 300u);
    EXPECT_EQ(timeline.startOf(1, 3), 400u);
    EXPECT_EQ(timeline.finish(600).endNs, 600u);
}

TEST_F(EpochTimelineTest, WhatComesInAnotherOrderIsTheSame) {
    make(shapeOf(3, 4, 100, 1));
    for (uint64_t step = 4; step-- > 0;)
        for (uint32_t rank = 0; rank < 3; ++rank) made_->loaded(rank, step, 1, 0, worked[rank][step]);
    const TrainingEpoch epoch = made_->finish(600);
    EXPECT_EQ(epoch.endNs, 600u);
    EXPECT_EQ(epoch.ranks[2].barrierNs, 110u);
}

TEST_F(EpochTimelineTest, ABatchIsThereOnceThoseBeforeItAre) {
    make(shapeOf(1, 2, 100, 1));
    made_->loaded(0, 1, 1, 0, 10);
    EXPECT_EQ(made_->stepsKnown(0), 0u);
    EXPECT_EQ(made_->startOf(0, 0), unknownTime);
    made_->loaded(0, 0, 1, 0, 500);
    EXPECT_EQ(made_->startOf(0, 0), 500u);
    EXPECT_EQ(made_->startOf(0, 1), 600u);
}

TEST_F(EpochTimelineTest, AStepThatIsFirstToNeedNothingBeginsWithTheOneBefore) {
    EpochShape shape = shapeOf(1, 4, 100, 1);
    shape.itemsNeededBy = [](uint32_t, uint64_t step) { return step % 2 == 0 ? 2 : 0; };
    make(std::move(shape));
    made_->loaded(0, 0, 1, 0, 10);
    EXPECT_EQ(made_->stepsKnown(0), 0u);
    made_->loaded(0, 0, 1, 0, 20);
    EXPECT_EQ(made_->stepsKnown(0), 2u);
    EXPECT_EQ(made_->startOf(0, 1), 120u);
    made_->loaded(0, 2, 2, 0, 30);
    EXPECT_EQ(made_->endAt(), 420u);
}

TEST_F(EpochTimelineTest, SlotsAreUsedAgainWhereFewStepsAreAhead) {
    EpochShape shape = shapeOf(2, 1000, 10, 1);
    shape.stepsAhead = 2;
    shape.itemsNeededBy = [](uint32_t rank, uint64_t step) { return 1 + (step + rank) % 3; };
    const auto needed = shape.itemsNeededBy;
    make(std::move(shape));
    for (uint64_t step = 0; step < 1000; ++step)
        for (uint32_t rank = 0; rank < 2; ++rank) {
            for (uint64_t item = 0; item < needed(rank, step); ++item) made_->loaded(rank, step, 1, 1, 20 * step);
        }
    const TrainingEpoch epoch = made_->finish(unknownTime);
    EXPECT_TRUE(epoch.complete);
    // Step 0 begins at once, each of the others when its data comes: 20 apart.
    EXPECT_EQ(epoch.endNs, 20u * 999 + 10);
    EXPECT_EQ(epoch.ranks[0].dataWaitNs, 999u * 10);
}

TEST_F(EpochTimelineTest, ACutLeavesTheStepsThatAllHaveDone) {
    make(shapeOf(3, 4, 100, 1));
    load(worked);
    const TrainingEpoch epoch = made_->finish(600);
    EXPECT_TRUE(epoch.complete);

    make(shapeOf(3, 4, 100, 1));
    for (uint64_t step = 0; step < 3; ++step)
        for (uint32_t rank = 0; rank < 3; ++rank) made_->loaded(rank, step, 1, 0, worked[rank][step]);
    const TrainingEpoch cut = made_->finish(399);
    EXPECT_FALSE(cut.complete);
    EXPECT_EQ(cut.endNs, 300u);
    EXPECT_EQ(cut.ranks[0].steps, 2u);
    EXPECT_EQ(cut.ranks[0].computeNs, 200u);
    EXPECT_EQ(cut.ranks[0].dataWaitNs + cut.ranks[0].computeNs + cut.ranks[0].barrierNs, 300u);
}

TEST_F(EpochTimelineTest, NothingThatEndsAfterTheRuntimeCounts) {
    make(shapeOf(3, 4, 100, 1), 0, 350);
    load(worked);
    const TrainingEpoch epoch = made_->finish(unknownTime);
    EXPECT_FALSE(epoch.complete);
    EXPECT_EQ(epoch.endNs, 300u);
    EXPECT_EQ(statistics_.step.count(), 6u);
}

TEST_F(EpochTimelineTest, TheSnapshotHasWhatAllHaveDone) {
    make(shapeOf(3, 4, 100, 1));
    load(worked);
    // The last completion that was told of is that of step 3 at rank 2, at 302, when barrier 1 was over.
    const TrainingSnapshot now = made_->snapshot();
    EXPECT_EQ(now.epoch, 1u);
    EXPECT_EQ(now.step, 3u);
    EXPECT_EQ(now.stepsPlanned, 4u);
}

TEST_F(EpochTimelineTest, WhoWaitsForAStepIsWokenForThatOneOnly) {
    WakeBell bell;
    make(shapeOf(2, 3, 100, 0));
    StepWaiters::Waiter& waiter = waiters_->add(0, bell);
    waiter.step = 1;
    const auto rang = [&bell] {
        pollfd readable{.fd = bell.descriptor(), .events = POLLIN, .revents = 0};
        return poll(&readable, 1, 0) == 1;
    };
    made_->loaded(1, 0, 1, 0, 5);
    EXPECT_FALSE(rang());
    made_->loaded(0, 0, 1, 0, 5);
    EXPECT_FALSE(rang());
    made_->loaded(0, 1, 1, 0, 7);
    EXPECT_TRUE(rang());
}

TEST_F(EpochTimelineTest, ManyThreadsLoadAndEachStepIsTimedOnce) {
    constexpr uint32_t ranks = 4;
    constexpr uint64_t steps = 500;
    constexpr uint32_t threadsARank = 2;
    EpochShape shape = shapeOf(ranks, steps, 10, 1);
    shape.itemsNeededBy = [](uint32_t, uint64_t) { return threadsARank; };
    make(std::move(shape));
    std::vector<std::thread> threads;
    for (uint32_t thread = 0; thread < ranks * threadsARank; ++thread)
        threads.emplace_back([this, thread] {
            for (uint64_t step = 0; step < steps; ++step) made_->loaded(thread / threadsARank, step, 1, 1, 30 * step);
        });
    for (auto& thread : threads) thread.join();
    const TrainingEpoch epoch = made_->finish(unknownTime);
    EXPECT_TRUE(epoch.complete);
    EXPECT_EQ(epoch.endNs, 30u * (steps - 1) + 10);
    EXPECT_EQ(statistics_.sampleBytes, uint64_t{ranks} * steps * threadsARank);
    for (const RankEpoch& rank : epoch.ranks) EXPECT_EQ(rank.dataWaitNs, 20u * (steps - 1));
}

}  // namespace
}  // namespace ioproof
