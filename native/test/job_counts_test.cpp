// Counts, times and latencies of whole jobs on the virtual clock of engine null, where all of them are known.
#include <gtest/gtest.h>

#include <vector>

#include "test/job_run.h"
#include "test/job_specs.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

constexpr uint64_t microsecond = 1000;
constexpr uint64_t millisecond = 1'000'000;
constexpr uint64_t second = 1'000'000'000;

/// One worker with a queue depth of 1; each read takes 100 µs, for one second.
JobSpec secondOfReads() {
    JobSpec spec = blockSpec();
    spec.nullLatencyNs = 100 * microsecond;
    spec.passes = 0;
    spec.runtimeNs = second;
    return spec;
}

void expectTheSameLatencyForAll(const Histogram& latency, uint64_t ns) {
    EXPECT_EQ(latency.min(), ns);
    EXPECT_EQ(latency.max(), ns);
    EXPECT_DOUBLE_EQ(latency.mean(), static_cast<double>(ns));
    for (const double percentile : {50.0, 99.0, 99.99}) EXPECT_EQ(latency.percentile(percentile), ns);
}

TEST(JobCounts, AreTenThousandForASecondOfReadsOf100Microseconds) {
    const JobRun run = runJob(secondOfReads());
    const OperationTotals& reads = totalsOf(run.result.operations, Kind::Read);
    EXPECT_EQ(reads.count, 10'000u);
    EXPECT_EQ(reads.bytes, 10'000u * 4096);
    EXPECT_EQ(reads.errors, 0u);
    EXPECT_EQ(reads.shortCount, 0u);
    EXPECT_EQ(reads.latency.count(), 10'000u);
    expectTheSameLatencyForAll(reads.latency, 100 * microsecond);
    EXPECT_EQ(run.result.elapsedNs, second);
    EXPECT_EQ(run.result.firstDoneNs, second);
    EXPECT_EQ(run.result.endReason, EndReason::Runtime);
    EXPECT_FALSE(run.result.firstError);
}

TEST(JobCounts, GrowWithQueueDepthAndWorkersWhateverTheBatch) {
    for (const uint32_t submitBatch : {1u, 3u, 8u}) {
        for (const uint32_t completeBatch : {1u, 8u}) {
            JobSpec spec = secondOfReads();
            spec.runtimeNs = second / 10;
            spec.workers = 3;
            spec.queueDepth = 8;
            spec.submitBatch = submitBatch;
            spec.completeBatch = completeBatch;
            const JobRun run = runJob(spec);
            EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).count, 3u * 8 * 1000);
            EXPECT_EQ(run.result.elapsedNs, second / 10);
            expectTheSameLatencyForAll(totalsOf(run.result.operations, Kind::Read).latency, 100 * microsecond);
            ASSERT_EQ(run.result.workers.size(), 3u);
            for (const WorkerResult& worker : run.result.workers) EXPECT_EQ(worker.operations, 8000u);
        }
    }
}

TEST(JobCounts, AddUpOverTheIntervals) {
    JobSpec spec = secondOfReads();
    spec.workers = 2;
    spec.intervalNs = 100 * millisecond;
    const JobRun run = runJob(spec);
    ASSERT_EQ(run.intervals.size(), 10u);
    for (uint64_t index = 0; index < 10; ++index) {
        const IntervalResult& interval = run.intervals[index];
        EXPECT_EQ(interval.index, index);
        EXPECT_EQ(interval.startNs, index * 100 * millisecond);
        EXPECT_EQ(interval.durationNs, 100 * millisecond);
        // A read that completes at the very end of an interval belongs to the next, of the job to the last.
        const uint64_t expected = index == 0 ? 999 : index == 9 ? 1001 : 1000;
        EXPECT_EQ(totalsOf(interval.operations, Kind::Read).count, 2 * expected) << "interval " << index;
    }
    expectIntervalsAddUp(run);
}

TEST(JobCounts, LeaveTheRampOut) {
    JobSpec spec = secondOfReads();
    spec.rampNs = 10 * millisecond;
    spec.runtimeNs = 50 * millisecond;
    const JobRun run = runJob(spec);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).count, 500u);
    EXPECT_EQ(run.result.workers[0].operations, 500u);
    EXPECT_EQ(run.result.elapsedNs, 50 * millisecond);
    expectIntervalsAddUp(run);
}

TEST(JobCounts, GoOnToTheLastCompletion) {
    JobSpec spec = secondOfReads();
    spec.runtimeNs = 250 * microsecond;
    const JobRun run = runJob(spec);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).count, 3u);
    EXPECT_EQ(run.result.elapsedNs, 300 * microsecond);
}

TEST(JobCounts, AreThoseOfThePasses) {
    JobSpec spec = secondOfReads();
    spec.runtimeNs = 0;
    spec.passes = 3;
    spec.workers = 3;
    spec.fileCount = 2;
    spec.fileSize = 50 * 4096;
    spec.access = Access::Permutation;
    const JobRun run = runJob(spec);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).count, 300u);
    EXPECT_EQ(run.result.endReason, EndReason::Passes);
    // 100 blocks over three workers: 34, 33, 33.
    EXPECT_EQ(run.result.elapsedNs, 3u * 34 * 100 * microsecond);
    EXPECT_EQ(run.result.firstDoneNs, 3u * 33 * 100 * microsecond);
    EXPECT_EQ(sumsOf(run.result.workers), sumsOf(run.result.operations));
    expectIntervalsAddUp(run);
}

TEST(JobCounts, EndWithWhatIsReachedFirst) {
    JobSpec spec = secondOfReads();
    spec.passes = 1;
    JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Passes);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).count, 64u);
    spec.passes = 1000;
    run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Runtime);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).count, 10'000u);
}

TEST(JobCounts, WantNothingOfWorkersWithoutABlock) {
    JobSpec spec = secondOfReads();
    spec.workers = 70;
    for (const uint64_t passes : {1u, 0u}) {
        spec.passes = passes;
        spec.runtimeNs = passes == 1 ? 0 : 10 * millisecond;
        const JobRun run = runJob(spec);
        EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).count, passes == 1 ? 64u : 6400u);
        EXPECT_EQ(run.result.workers.back().operations, 0u);
        EXPECT_EQ(run.result.workers.back().elapsedNs, 0u);
    }
}

TEST(JobCounts, SplitIntoReadsAndWrites) {
    JobSpec spec = secondOfReads();
    spec.readPercent = 70;
    const JobRun run = runJob(spec);
    const uint64_t reads = totalsOf(run.result.operations, Kind::Read).count;
    const uint64_t writes = totalsOf(run.result.operations, Kind::Write).count;
    EXPECT_EQ(reads + writes, 10'000u);
    EXPECT_NEAR(static_cast<double>(reads), 7000, 6 * 46);
    EXPECT_EQ(sumsOf(run.result.workers), sumsOf(run.result.operations));
}

TEST(JobCounts, HoldEachOperationOfAChainAndTheChain) {
    JobSpec spec = filesSpec();
    spec.fileSize = 10'000;  // three pieces
    spec.passes = 5;
    spec.workers = 2;
    spec.nullLatencyNs = 100 * microsecond;
    const JobRun run = runJob(spec);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Open).count, 50u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).count, 150u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).bytes, 50u * 10'000);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Close).count, 50u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Chain).count, 50u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Chain).bytes, 0u);
    expectTheSameLatencyForAll(totalsOf(run.result.operations, Kind::Read).latency, 100 * microsecond);
    expectTheSameLatencyForAll(totalsOf(run.result.operations, Kind::Open).latency, 100 * microsecond);
    const Histogram& chains = totalsOf(run.result.operations, Kind::Chain).latency;
    EXPECT_EQ(chains.min(), 500 * microsecond);
    EXPECT_EQ(chains.max(), 500 * microsecond);
    EXPECT_EQ(sumsOf(run.result.workers), sumsOf(run.result.operations));
    expectIntervalsAddUp(run);
}

TEST(JobCounts, HoldShortTransfersWithTheBytesThatTheyMoved) {
    JobSpec spec = secondOfReads();
    spec.runtimeNs = 10 * millisecond;
    spec.nullShortEvery = 4;
    const JobRun run = runJob(spec);
    const OperationTotals& reads = totalsOf(run.result.operations, Kind::Read);
    EXPECT_EQ(reads.count, 100u);
    EXPECT_EQ(reads.shortCount, 25u);
    EXPECT_EQ(reads.bytes, 75u * 4096 + 25u * 2048);
    EXPECT_EQ(reads.errors, 0u);
}

TEST(JobCounts, AreKeptWithoutAScriptToo) {
    JobSpec spec = blockSpec();
    spec.passes = 1000;
    spec.queueDepth = 32;
    spec.submitBatch = spec.completeBatch = 8;
    spec.workers = 2;
    const JobRun run = runJob(spec);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).count, 64'000u);
    EXPECT_EQ(run.ready.engineUsed, EngineKind::Null);
    EXPECT_EQ(run.ready.queueDepthUsed, 32u);
    EXPECT_GT(run.result.elapsedNs, 0u);
    EXPECT_LE(run.result.firstDoneNs, run.result.elapsedNs);
    expectIntervalsAddUp(run);
}

}  // namespace
}  // namespace ioproof
