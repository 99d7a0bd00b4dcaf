// Saves and loads of several ranks on the virtual clock: how long each takes follows from the calls that it is made of.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test/checkpoint_jobs.h"
#include "test/job_run.h"

namespace ioproof {
namespace {

constexpr uint64_t mebibyte = uint64_t{1} << 20;
constexpr uint64_t latency = 1'000'000;

/// Ranks of 10 blocks each.
JobSpec virtualJob(uint32_t ranks, uint32_t queueDepth = 1) {
    JobSpec spec = checkpointJob(ranks, 10 * mebibyte);
    spec.nullLatencyNs = latency;
    spec.queueDepth = queueDepth;
    return spec;
}

std::vector<CheckpointRound> roundsOf(const JobSpec& spec) { return runJob(spec).result.checkpoint->rounds; }

uint64_t transfersOf(uint64_t blocks, uint32_t depth) { return (blocks + depth - 1) / depth; }

class QueueDepths : public testing::TestWithParam<uint32_t> {};

TEST_P(QueueDepths, BlocksOfARankAreUnderWayTogetherAndAllElseIsNot) {
    const uint64_t transfers = transfersOf(10, GetParam());
    JobSpec spec = virtualJob(3, GetParam());
    spec.checkpoint->loads = 1;
    const auto rounds = roundsOf(spec);
    ASSERT_EQ(rounds.size(), 2u);
    // Create, fsync, close, rename, fsync of the directory.
    EXPECT_EQ(rounds[0].endNs, (5 + transfers) * latency);
    for (const CheckpointRank& rank : rounds[0].ranks) {
        EXPECT_EQ(rank.firstByteNs, 2 * latency);
        EXPECT_EQ(rank.transferredNs, (1 + transfers) * latency);
        EXPECT_EQ(rank.stallNs, rank.endNs);
        EXPECT_EQ(rank.bytes, 10 * mebibyte);
    }
    EXPECT_EQ(rounds[1].startNs, rounds[0].endNs);
    EXPECT_EQ(rounds[1].endNs, (2 + transfers) * latency);
}

INSTANTIATE_TEST_SUITE_P(Checkpoint, QueueDepths, testing::Values(1, 2, 3, 8, 16));

TEST(CheckpointTime, SyncAndRenameAreCallsOfTheirOwn) {
    JobSpec spec = virtualJob(2);
    spec.checkpoint->sync = CheckpointSync::None;
    EXPECT_EQ(roundsOf(spec)[0].endNs, (1 + 10 + 1 + 1) * latency);
    spec.checkpoint->rename = false;
    EXPECT_EQ(roundsOf(spec)[0].endNs, (1 + 10 + 1) * latency);
}

TEST(CheckpointTime, FilesOfARankAreMadeDurableTogetherWithSyncRank) {
    JobSpec spec = virtualJob(1);
    spec.checkpoint->parts.push_back({.name = "second", .rank = 0, .bytes = mebibyte});
    spec.checkpoint->sync = CheckpointSync::Rank;
    const JobRun run = runJob(spec);
    const CheckpointRank& rank = run.result.checkpoint->rounds[0].ranks[0];
    // Both files are created and written before the first fsync.
    EXPECT_EQ(rank.transferredNs, (2 + 11) * latency);
    EXPECT_EQ(rank.endNs, (2 + 11 + 2 * 3 + 1) * latency);
    spec.checkpoint->sync = CheckpointSync::File;
    EXPECT_EQ(roundsOf(spec)[0].ranks[0].transferredNs, (1 + 10 + 3 + 1 + 1) * latency);
    EXPECT_EQ(totalsOf(run.result.operations, OperationKind::Fsync).count, 2u);
}

TEST(CheckpointTime, TheSlowestRankEndsTheRoundAndRankZeroWritesTheClosingFilesAfterIt) {
    JobSpec spec = virtualJob(3);
    spec.checkpoint->parts[1].bytes = 30 * mebibyte;
    spec.checkpoint->closing = {{.name = "index", .content = std::vector<std::byte>(mebibyte + 1)}};
    const auto round = roundsOf(spec)[0];
    EXPECT_EQ(round.ranks[0].endNs, 15 * latency);
    EXPECT_EQ(round.ranks[1].endNs, 35 * latency);
    // Create, two writes, fsync, close, rename, fsync of the directory.
    EXPECT_EQ(round.endNs, (35 + 7) * latency);
    EXPECT_EQ(round.ranks[0].bytes, 10 * mebibyte);
}

TEST(CheckpointTime, PausesAreBetweenTheEndOfASaveAndTheNext) {
    JobSpec spec = virtualJob(2);
    spec.checkpoint->saves = 3;
    spec.checkpoint->loads = 2;
    spec.checkpoint->pauseNs = 70 * latency;
    const auto rounds = roundsOf(spec);
    std::vector<uint64_t> starts;
    for (const CheckpointRound& round : rounds) starts.push_back(round.startNs / latency);
    EXPECT_THAT(starts, testing::ElementsAre(0, 85, 170, 185, 197));
}

TEST(CheckpointTime, ASaveInTheBackgroundStallsForTheCopyAlone) {
    JobSpec spec = virtualJob(2);
    spec.checkpoint->saves = 3;
    spec.checkpoint->background = true;
    spec.checkpoint->pauseNs = 40 * latency;
    // A copy to memory takes no virtual time: saves of 15 calls each begin at the pause.
    for (const CheckpointRound& round : roundsOf(spec)) {
        EXPECT_EQ(round.startNs % (40 * latency), 0u);
        EXPECT_EQ(round.endNs, 15 * latency);
        EXPECT_EQ(round.waitedNs, 0u);
        for (const CheckpointRank& rank : round.ranks) EXPECT_EQ(rank.stallNs, 0u);
    }
}

TEST(CheckpointTime, ASaveInTheBackgroundWaitsForTheOneBefore) {
    JobSpec spec = virtualJob(2);
    spec.checkpoint->saves = 3;
    spec.checkpoint->background = true;
    spec.checkpoint->pauseNs = 4 * latency;
    const auto rounds = roundsOf(spec);
    std::vector<uint64_t> starts, waits;
    for (const CheckpointRound& round : rounds) {
        starts.push_back(round.startNs / latency);
        waits.push_back(round.waitedNs / latency);
    }
    EXPECT_THAT(starts, testing::ElementsAre(0, 15, 30));
    EXPECT_THAT(waits, testing::ElementsAre(0, 11, 11));
}

TEST(CheckpointTime, RanksOfASharedFileWaitUntilItIsMadeAndRankZeroRenamesIt) {
    JobSpec spec = virtualJob(3);
    shareOneFile(*spec.checkpoint);
    const JobRun run = runJob(spec);
    const CheckpointRound& round = run.result.checkpoint->rounds[0];
    // Rank 0 creates and closes it; then all open, write, sync, close and sync the directory.
    for (const CheckpointRank& rank : round.ranks) EXPECT_EQ(rank.endNs, (2 + 1 + 10 + 3) * latency);
    EXPECT_EQ(round.endNs, (16 + 2) * latency);
    EXPECT_EQ(totalsOf(run.result.operations, OperationKind::Create).count, 1u);
    EXPECT_EQ(totalsOf(run.result.operations, OperationKind::Open).count, 3u);
    EXPECT_EQ(totalsOf(run.result.operations, OperationKind::Rename).count, 1u);
}

TEST(CheckpointTime, LoadsAreOfTheRankSoManyLaterOrOfAllParts) {
    JobSpec spec = virtualJob(3);
    spec.checkpoint->parts[2].bytes = 20 * mebibyte;
    spec.checkpoint->loads = 1;
    spec.checkpoint->loadShift = 1;
    auto ranks = roundsOf(spec)[1].ranks;
    EXPECT_THAT(std::vector({ranks[0].bytes, ranks[1].bytes, ranks[2].bytes}),
                testing::ElementsAre(10 * mebibyte, 20 * mebibyte, 10 * mebibyte));
    EXPECT_EQ(ranks[1].endNs, 22 * latency);
    spec.checkpoint->loadShift = 0;
    spec.checkpoint->loadAll = true;
    ranks = roundsOf(spec)[1].ranks;
    for (const CheckpointRank& rank : ranks) {
        EXPECT_EQ(rank.bytes, 40 * mebibyte);
        EXPECT_EQ(rank.endNs, (3 * 2 + 40) * latency);
    }
}

TEST(CheckpointTime, LoadsTakeTheKeptOnesInTurnTheNewestFirst) {
    JobSpec spec = virtualJob(1);
    spec.checkpoint->present = {3, 5};
    spec.checkpoint->firstNumber = 9;
    spec.checkpoint->saves = 2;
    spec.checkpoint->keep = 3;
    spec.checkpoint->loads = 4;
    std::vector<uint32_t> numbers;
    for (const CheckpointRound& round : roundsOf(spec)) numbers.push_back(round.number);
    EXPECT_THAT(numbers, testing::ElementsAre(9, 10, 10, 9, 5, 10));
}

TEST(CheckpointTime, WhatIsMovedShortIsMovedOnFromThere) {
    JobSpec spec = virtualJob(1);
    spec.nullShortEvery = 4;
    const JobRun run = runJob(spec);
    const OperationTotals& writes = totalsOf(run.result.operations, OperationKind::Write);
    // Transfers 4, 8 and 12 move half of a block: 13 calls for 10 blocks.
    EXPECT_EQ(writes.count, 13u);
    EXPECT_EQ(writes.shortCount, 3u);
    EXPECT_EQ(writes.bytes, 10 * mebibyte);
    EXPECT_EQ(run.result.checkpoint->rounds[0].endNs, 18 * latency);
}

TEST(CheckpointTime, AFailureEndsAllRanksAndLeavesTheRoundIncomplete) {
    JobSpec spec = virtualJob(4);
    spec.checkpoint->saves = 3;
    spec.nullFailEvery = 15;
    const JobResult result = runJob(spec).result;
    EXPECT_EQ(result.endReason, EndReason::Error);
    ASSERT_TRUE(result.firstError);
    EXPECT_EQ(result.firstError->operation, OperationKind::Write);
    EXPECT_THAT(result.firstError->path, testing::MatchesRegex("/nowhere/step2/rank[0-3].partial"));
    EXPECT_EQ(result.firstError->offset, 4 * mebibyte);
    ASSERT_EQ(result.checkpoint->rounds.size(), 2u);
    EXPECT_TRUE(result.checkpoint->rounds[0].complete);
    EXPECT_FALSE(result.checkpoint->rounds[1].complete);
}

}  // namespace
}  // namespace ioproof
