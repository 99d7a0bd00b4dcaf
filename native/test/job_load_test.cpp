// How much a job does and when, on the virtual clock of engine null: rates, arrivals, pauses, limits and the ramp.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "test/job_run.h"
#include "test/job_specs.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

constexpr uint64_t microsecond = 1000;
constexpr uint64_t millisecond = 1'000'000;
constexpr uint64_t second = 1'000'000'000;
constexpr uint64_t block = 4096;

/// One worker that may issue a read every millisecond for one second; each takes 100 µs.
JobSpec paced(Arrival arrival) {
    JobSpec spec = blockSpec();
    spec.nullLatencyNs = 100 * microsecond;
    spec.rateOperations = 1000;
    spec.arrival = arrival;
    spec.passes = 0;
    spec.runtimeNs = second;
    spec.intervalNs = 100 * millisecond;
    return spec;
}

/// Each read takes twice as long as the time to the next that is due.
JobSpec overloaded(Arrival arrival) {
    JobSpec spec = paced(arrival);
    spec.nullLatencyNs = 2 * millisecond;
    return spec;
}

const OperationTotals& readsOf(const JobRun& run) { return totalsOf(run.result.operations, Kind::Read); }

/// An interval in which nothing completed is not told of.
std::vector<uint64_t> countsByInterval(const JobRun& run) {
    std::vector<uint64_t> counts(run.intervals.back().index + 1);
    for (const IntervalResult& one : run.intervals) counts[one.index] = totalsOf(one.operations, Kind::Read).count;
    return counts;
}

void expectTheSameForAll(const Histogram& latency, uint64_t count, uint64_t ns) {
    EXPECT_EQ(latency.count(), count);
    EXPECT_EQ(latency.min(), ns);
    EXPECT_EQ(latency.max(), ns);
}

class Rate1000 : public testing::TestWithParam<Arrival> {};

TEST_P(Rate1000, IsAThousandOperationsASecondForEachWorker) {
    for (const uint32_t workers : {1u, 3u}) {
        for (const uint32_t queueDepth : {1u, 8u}) {
            JobSpec spec = paced(GetParam());
            spec.workers = workers;
            spec.queueDepth = queueDepth;
            const JobRun run = runJob(spec);
            EXPECT_EQ(readsOf(run).count, workers * 1000u);
            expectTheSameForAll(readsOf(run).latency, workers * 1000u, 100 * microsecond);
            ASSERT_EQ(run.result.workers.size(), workers);
            for (const WorkerResult& worker : run.result.workers) EXPECT_EQ(worker.operations, 1000u);
            EXPECT_EQ(run.result.endReason, EndReason::Runtime);
            EXPECT_EQ(countsByInterval(run), std::vector<uint64_t>(10, workers * 100u));
            expectIntervalsAddUp(run);
        }
    }
}

TEST_P(Rate1000, IsKeptWhereItDividesNoSecond) {
    JobSpec spec = paced(GetParam());
    for (const uint64_t rate : {3u, 7u, 999u, 7001u}) {
        spec.rateOperations = rate;
        EXPECT_EQ(readsOf(runJob(spec)).count, rate);
    }
}

TEST_P(Rate1000, MayBeGivenInBytes) {
    JobSpec spec = paced(GetParam());
    spec.rateOperations = 0;
    spec.rateBytes = 1000 * block;
    EXPECT_EQ(readsOf(runJob(spec)).count, 1000u);
    spec.blockSize = 8 * block;
    spec.readSizes = spec.writeSizes = {.from = block, .to = 8 * block, .unit = block, .shares = {}};
    spec.access = Access::Random;
    const JobRun run = runJob(spec);
    // The last operation begins while something is left to be used, and may be larger than that.
    EXPECT_GE(readsOf(run).bytes, 1000 * block);
    EXPECT_LT(readsOf(run).bytes, 1008 * block);
    EXPECT_LT(readsOf(run).count, 500u) << "4.5 blocks on average";
    EXPECT_EQ(readsOf(run).shortCount, 0u);
}

TEST_P(Rate1000, DoesNotSpeedUpAfterTheRamp) {
    JobSpec spec = paced(GetParam());
    for (const uint64_t rampMs : {1u, 50u, 130u}) {
        spec.rampNs = rampMs * millisecond;
        const JobRun run = runJob(spec);
        EXPECT_EQ(countsByInterval(run), std::vector<uint64_t>(10, 100)) << "ramp of " << rampMs << " ms";
        EXPECT_EQ(readsOf(run).count, 1000u);
        EXPECT_EQ(run.result.workers[0].operations, 1000u);
        EXPECT_EQ(run.result.elapsedNs, second) << "the wait for the next one included";
        expectIntervalsAddUp(run);
    }
}

INSTANTIATE_TEST_SUITE_P(JobLoad, Rate1000, testing::Values(Arrival::Closed, Arrival::Fixed),
                         [](const auto& one) { return one.param == Arrival::Closed ? "Closed" : "Fixed"; });

TEST(JobLoad, PausesFromWhenNothingIsInFlight) {
    JobSpec spec = paced(Arrival::Closed);
    spec.rateOperations = 0;
    spec.nullLatencyNs = 10 * millisecond;
    spec.thinkNs = 5 * millisecond;
    spec.thinkEvery = 1;
    for (const uint32_t depth : {1u, 4u}) {
        spec.queueDepth = depth;
        EXPECT_EQ(readsOf(runJob(spec)).count, 67u) << "one every 15 ms, at depth " << depth;
    }
    spec.thinkEvery = 4;
    EXPECT_EQ(readsOf(runJob(spec)).count, 4u * 67u) << "four at once";
}

TEST(JobLoad, OfAClosedLoopHasNoIntendedStart) {
    const JobRun run = runJob(paced(Arrival::Closed));
    EXPECT_EQ(readsOf(run).intended, nullptr);
    JobSpec unlimited = paced(Arrival::Closed);
    unlimited.rateOperations = 0;
    const JobRun free = runJob(unlimited);
    EXPECT_EQ(readsOf(free).count, 10'000u) << "nothing holds it back";
    EXPECT_EQ(readsOf(free).intended, nullptr);
}

TEST(JobLoad, OfFixedArrivalsOnAFastStorageHasNoWaitingTime) {
    for (const uint32_t workers : {1u, 4u}) {
        JobSpec spec = paced(Arrival::Fixed);
        spec.workers = workers;
        const JobRun run = runJob(spec);
        ASSERT_NE(readsOf(run).intended, nullptr);
        expectTheSameForAll(*readsOf(run).intended, workers * 1000u, 100 * microsecond);
        for (const IntervalResult& one : run.intervals) {
            const OperationTotals& reads = totalsOf(one.operations, Kind::Read);
            EXPECT_EQ(reads.intended->count(), reads.count) << "interval " << one.index;
        }
    }
}

TEST(JobLoad, OfFixedArrivalsSpreadsTheWorkers) {
    JobSpec spec = paced(Arrival::Fixed);
    spec.workers = 5;
    spec.rateOperations = 100;
    spec.runtimeNs = 10 * millisecond;
    spec.intervalNs = millisecond;
    EXPECT_EQ(countsByInterval(runJob(spec)), (std::vector<uint64_t>{1, 0, 1, 0, 1, 0, 1, 0, 1}));
}

TEST(JobLoad, OfPoissonArrivalsVariesAroundTheRate) {
    JobSpec spec = paced(Arrival::Poisson);
    spec.runtimeNs = 10 * second;
    spec.queueDepth = 64;
    const JobRun run = runJob(spec);
    const auto mean = static_cast<double>(readsOf(run).count);
    EXPECT_NEAR(mean, 10'000, 6 * 100) << "six standard deviations";
    ASSERT_NE(readsOf(run).intended, nullptr);
    expectTheSameForAll(*readsOf(run).intended, readsOf(run).count, 100 * microsecond);
    // Counts of intervals have a variance as large as their mean; those of a fixed rate have none.
    const std::vector<uint64_t> counts = countsByInterval(run);
    ASSERT_EQ(counts.size(), 100u);
    double squares = 0;
    for (const uint64_t count : counts) squares += std::pow(static_cast<double>(count) - mean / 100, 2);
    EXPECT_NEAR(squares / 99 / (mean / 100), 1.0, 6 * std::sqrt(2.0 / 99));
}

TEST(JobLoad, OfPoissonArrivalsFollowsTheSeedAndDiffersBetweenWorkers) {
    JobSpec spec = paced(Arrival::Poisson);
    spec.workers = 4;
    spec.queueDepth = 64;
    const JobRun first = runJob(spec);
    EXPECT_EQ(countsByInterval(runJob(spec)), countsByInterval(first));
    spec.seed = 2;
    EXPECT_NE(countsByInterval(runJob(spec)), countsByInterval(first));
    const auto& workers = first.result.workers;
    EXPECT_FALSE(workers[0].operations == workers[1].operations && workers[1].operations == workers[2].operations &&
                 workers[2].operations == workers[3].operations);
}

TEST(JobLoad, OfPoissonArrivalsWaitsInAQueueWhereOnlyOneIsServed) {
    const JobRun run = runJob(paced(Arrival::Poisson));
    expectTheSameForAll(readsOf(run).latency, readsOf(run).count, 100 * microsecond);
    EXPECT_EQ(readsOf(run).intended->min(), 100 * microsecond);
    // Utilisation 0.1 of a server with a constant time of service: it waits 0.1 / (2 × 0.9) of that time on average.
    EXPECT_NEAR(readsOf(run).intended->mean() / static_cast<double>(100 * microsecond), 1 + 0.1 / 1.8, 0.03);
    EXPECT_GT(readsOf(run).intended->max(), 100 * microsecond);
}

TEST(JobLoad, ThatTheStorageCannotKeepGrowsFromTheIntendedStartOnly) {
    const JobRun run = runJob(overloaded(Arrival::Fixed));
    // Read k is due at k ms and starts at 2k ms.
    expectTheSameForAll(readsOf(run).latency, 500, 2 * millisecond);
    const Histogram& intended = *readsOf(run).intended;
    EXPECT_EQ(intended.count(), 500u);
    EXPECT_EQ(intended.min(), 2 * millisecond);
    EXPECT_EQ(intended.max(), 501 * millisecond);
    EXPECT_DOUBLE_EQ(intended.mean(), 251.5 * static_cast<double>(millisecond));
}

TEST(JobLoad, ThatTheStorageCannotKeepIsHiddenByAClosedLoop) {
    const JobRun run = runJob(overloaded(Arrival::Closed));
    expectTheSameForAll(readsOf(run).latency, 500, 2 * millisecond);
    EXPECT_EQ(readsOf(run).intended, nullptr);
}

TEST(JobLoad, IsKeptBySlowStorageWithEnoughInFlight) {
    JobSpec spec = overloaded(Arrival::Fixed);
    spec.queueDepth = 2;
    const JobRun run = runJob(spec);
    // The last two are due before the end and complete after it.
    EXPECT_EQ(readsOf(run).count, 1000u);
    expectTheSameForAll(*readsOf(run).intended, 1000, 2 * millisecond);
    EXPECT_EQ(run.result.elapsedNs, second + millisecond);
}

TEST(JobLoad, KeepsTheQueueOfTheRamp) {
    JobSpec spec = overloaded(Arrival::Fixed);
    spec.rampNs = 100 * millisecond;
    spec.runtimeNs = 100 * millisecond;
    const JobRun run = runJob(spec);
    const Histogram& intended = *readsOf(run).intended;
    // Reads 50 to 99, which complete at 102, 104, … 200 ms.
    EXPECT_EQ(intended.count(), 50u);
    EXPECT_EQ(intended.min(), 52 * millisecond);
    EXPECT_EQ(intended.max(), 101 * millisecond);
}

/// After each 100 reads, 100 ms in which nothing is issued.
JobSpec interrupted(Arrival arrival) {
    JobSpec spec = paced(arrival);
    spec.nullLatencyNs = 1;
    spec.intervalNs = 10 * millisecond;
    spec.runtimeNs = 300 * millisecond;
    spec.thinkEvery = 100;
    spec.thinkNs = 100 * millisecond;
    return spec;
}

TEST(JobLoad, OfAClosedLoopDoesNotMakeUpForAPauseInABurst) {
    const std::vector<uint64_t> counts = countsByInterval(runJob(interrupted(Arrival::Closed)));
    // The first 100 ms, a pause until 199 ms, and then what 10 ms are worth at once.
    const std::vector<uint64_t> before(counts.begin(), counts.begin() + 10);
    EXPECT_EQ(before, std::vector<uint64_t>(10, 10));
    uint64_t most = 0;
    for (const uint64_t count : counts) most = std::max(most, count);
    EXPECT_GE(most, 10u);
    EXPECT_LE(most, 10u + 11u);
}

TEST(JobLoad, OfAnOpenLoopIsDueDuringAPauseToo) {
    const JobRun run = runJob(interrupted(Arrival::Fixed));
    // What was due while nothing could begin begins at once after each pause: the first of it is 99 ms late.
    EXPECT_EQ(readsOf(run).count, 300u);
    EXPECT_EQ(readsOf(run).intended->max() / microsecond, 99'000u);
    EXPECT_EQ(countsByInterval(run)[19], 100u);
    EXPECT_EQ(readsOf(run).latency.max(), 1u);
}

TEST(JobLoad, PausesAfterSoManyOperations) {
    for (const uint64_t every : {1u, 4u, 7u}) {
        JobSpec spec = paced(Arrival::Closed);
        spec.rateOperations = 0;
        spec.nullLatencyNs = 1;
        spec.runtimeNs = 10 * millisecond;
        spec.thinkNs = millisecond;
        spec.thinkEvery = every;
        EXPECT_EQ(readsOf(runJob(spec)).count, 10 * every) << "ten pauses of a millisecond";
        spec.workers = 3;
        EXPECT_EQ(readsOf(runJob(spec)).count, 3 * 10 * every);
    }
}

/// Three workers without a rate, as long as their limits say.
JobSpec limited() {
    JobSpec spec = paced(Arrival::Closed);
    spec.rateOperations = 0;
    spec.runtimeNs = 0;
    spec.workers = 3;
    spec.access = Access::Random;
    return spec;
}

TEST(JobLimits, OfOperationsAreForEachWorker) {
    for (const uint32_t queueDepth : {1u, 8u}) {
        JobSpec spec = limited();
        spec.queueDepth = queueDepth;
        spec.operationLimit = 100;
        const JobRun run = runJob(spec);
        EXPECT_EQ(run.result.endReason, EndReason::Passes);
        for (const WorkerResult& worker : run.result.workers) EXPECT_EQ(worker.operations, 100u);
        EXPECT_EQ(readsOf(run).count, 300u);
    }
}

TEST(JobLimits, OfBytesAreForEachWorkerAndEndWithTheBlockThatReachesThem) {
    const auto blocksOfEach = [](uint64_t bytes) {
        JobSpec spec = limited();
        spec.ioBytes = bytes;
        const JobRun run = runJob(spec);
        for (const WorkerResult& worker : run.result.workers) EXPECT_EQ(worker.bytes, readsOf(run).bytes / 3);
        return run.result.workers[0].bytes / block;
    };
    EXPECT_EQ(blocksOfEach(1), 1u);
    EXPECT_EQ(blocksOfEach(100 * block), 100u) << "more than a pass";
    EXPECT_EQ(blocksOfEach(100 * block + 1), 101u);
}

TEST(JobLimits, EndWithWhatIsReachedFirst) {
    JobSpec spec = limited();
    spec.operationLimit = 50;
    spec.ioBytes = 20 * block;
    EXPECT_EQ(readsOf(runJob(spec)).count, 60u);
    spec.runtimeNs = millisecond;
    const JobRun run = runJob(spec);
    EXPECT_EQ(readsOf(run).count, 30u);
    EXPECT_EQ(run.result.endReason, EndReason::Runtime);
}

TEST(JobLimits, DoNotCountSyncs) {
    JobSpec spec = limited();
    spec.readPercent = 0;
    spec.fsyncEvery = 7;
    for (const uint64_t writes : {6u, 7u, 97u, 98u, 99u}) {
        spec.operationLimit = writes;
        const JobRun run = runJob(spec);
        EXPECT_EQ(totalsOf(run.result.operations, Kind::Write).count, 3 * writes);
        EXPECT_EQ(totalsOf(run.result.operations, Kind::Fsync).count, 3 * (writes / 7)) << writes << " writes";
        EXPECT_EQ(run.result.workers[0].operations, writes + writes / 7);
        expectIntervalsAddUp(run);
    }
}

TEST(JobLimits, SyncAfterWritesNotAfterReads) {
    JobSpec spec = limited();
    spec.workers = 1;
    spec.readPercent = 60;
    spec.fsyncEvery = 5;
    spec.operationLimit = 1000;
    const JobRun run = runJob(spec);
    const uint64_t writes = totalsOf(run.result.operations, Kind::Write).count;
    EXPECT_EQ(writes + readsOf(run).count, 1000u);
    EXPECT_NEAR(static_cast<double>(writes), 400, 6 * 15.5) << "six standard deviations";
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Fsync).count, writes / 5);
}

}  // namespace
}  // namespace ioproof
