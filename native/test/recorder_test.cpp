// What a worker counts, and how an interval passes from it to the collector.
#include "job/recorder.h"

#include <gtest/gtest.h>

#include <array>
#include <thread>
#include <vector>

#include "test/job_specs.h"

namespace ioproof {
namespace {

constexpr uint64_t second = 1'000'000'000;

std::array<bool, operationKindCount> onlyReads() {
    std::array<bool, operationKindCount> kinds{};
    kinds[indexOf(OperationKind::Read)] = true;
    return kinds;
}

uint64_t readsIn(const Totals& totals) { return totals[indexOf(OperationKind::Read)]->count; }

std::vector<OperationKind> kindsOf(const JobSpec& spec) {
    std::vector<OperationKind> kinds;
    const auto recorded = recordedKinds(spec);
    for (size_t kind = 0; kind < operationKindCount; ++kind)
        if (recorded[kind]) kinds.push_back(static_cast<OperationKind>(kind));
    return kinds;
}

TEST(Recorder, RecordsTheKindsThatTheJobHas) {
    using enum OperationKind;
    JobSpec spec = blockSpec();
    EXPECT_EQ(kindsOf(spec), (std::vector{Read}));
    spec.readPercent = 30;
    spec.fsyncAtEnd = true;
    EXPECT_EQ(kindsOf(spec), (std::vector{Read, Write, Fsync}));
    spec.readPercent = 0;
    EXPECT_EQ(kindsOf(spec), (std::vector{Write, Fsync}));
    EXPECT_EQ(kindsOf(filesSpec()), (std::vector{Read, Open, Close, Chain, FirstByte}));
    spec = filesSpec();
    spec.operations = {Stat};
    EXPECT_EQ(kindsOf(spec), (std::vector{Stat})) << "a chain of one operation is that operation";
}

TEST(Recorder, CountsSuccessesFailuresAndShortTransfers) {
    Recorder recorder(onlyReads(), false, second, UINT64_MAX);
    recorder.beginAt(0);
    recorder.success(OperationKind::Read, 100, 4096, false);
    recorder.success(OperationKind::Read, 300, 10, true);
    recorder.failure(OperationKind::Read);
    EXPECT_EQ(recorder.full(), nullptr) << "the interval still runs";
    recorder.finish();
    ASSERT_NE(recorder.full(), nullptr);
    const OperationTotals& reads = *(*recorder.full())[indexOf(OperationKind::Read)];
    EXPECT_EQ(reads.count, 2u);
    EXPECT_EQ(reads.bytes, 4106u);
    EXPECT_EQ(reads.errors, 1u);
    EXPECT_EQ(reads.shortCount, 1u);
    EXPECT_EQ(reads.latency.count(), 2u);
    EXPECT_EQ(reads.latency.max(), 300u);
    EXPECT_EQ((*recorder.full())[indexOf(OperationKind::Write)], nullptr);
}

TEST(Recorder, TurnsTheIntervalOverAtItsEndAndNotBefore) {
    Recorder recorder(onlyReads(), false, second, UINT64_MAX);
    recorder.beginAt(5 * second);
    recorder.advance(6 * second - 1);
    EXPECT_EQ(recorder.full(), nullptr);
    EXPECT_EQ(recorder.runningInterval(), 0u);
    recorder.success(OperationKind::Read, 1, 1, false);
    recorder.advance(6 * second);
    recorder.success(OperationKind::Read, 1, 1, false);
    ASSERT_NE(recorder.full(), nullptr);
    EXPECT_EQ(recorder.fullInterval(), 0u);
    EXPECT_EQ(readsIn(*recorder.full()), 1u) << "the second read belongs to the next interval";
    EXPECT_EQ(recorder.runningInterval(), 1u);
}

TEST(Recorder, SkipsIntervalsInWhichNothingCompleted) {
    Recorder recorder(onlyReads(), false, second, UINT64_MAX);
    recorder.beginAt(0);
    recorder.success(OperationKind::Read, 1, 1, false);
    recorder.advance(7 * second + 1);
    EXPECT_EQ(recorder.runningInterval(), 7u);
    recorder.release();
    recorder.success(OperationKind::Read, 1, 1, false);
    recorder.finish();
    EXPECT_EQ(recorder.fullInterval(), 7u);
    EXPECT_EQ(readsIn(*recorder.full()), 1u);
    EXPECT_EQ(recorder.runningInterval(), UINT64_MAX);
}

TEST(Recorder, CountsWhatIsDrainedAfterTheRuntimeInTheLastInterval) {
    Recorder recorder(onlyReads(), false, second, 1);  // a runtime of two seconds
    recorder.beginAt(0);
    recorder.success(OperationKind::Read, 1, 1, false);
    recorder.advance(second);
    recorder.release();
    for (const uint64_t late : {2 * second, 3 * second, 100 * second}) {
        recorder.advance(late);
        recorder.success(OperationKind::Read, 1, 1, false);
    }
    EXPECT_EQ(recorder.full(), nullptr);
    recorder.finish();
    EXPECT_EQ(recorder.fullInterval(), 1u);
    EXPECT_EQ(readsIn(*recorder.full()), 3u);
}

TEST(Recorder, MeasuresFromTheEndOfTheRampOn) {
    Recorder recorder(onlyReads(), false, second, UINT64_MAX);
    recorder.beginAt(1000);
    EXPECT_FALSE(recorder.measuring(999));
    EXPECT_FALSE(recorder.measuring(1000)) << "what completes with the ramp was done in the ramp";
    EXPECT_TRUE(recorder.measuring(1001));
}

TEST(Recorder, LosesNothingBetweenTwoThreads) {
    constexpr uint64_t intervals = 200;
    constexpr uint64_t perInterval = 50;
    Recorder recorder(onlyReads(), false, second, UINT64_MAX);
    recorder.beginAt(0);
    std::thread worker([&recorder] {
        for (uint64_t interval = 0; interval < intervals; ++interval) {
            recorder.advance(interval * second);
            for (uint64_t read = 0; read < perInterval; ++read)
                recorder.success(OperationKind::Read, 1000 + interval, 1, false);
        }
        recorder.finish();
    });
    for (uint64_t interval = 0; interval < intervals; ++interval) {
        while (recorder.full() == nullptr) std::this_thread::yield();
        EXPECT_EQ(recorder.fullInterval(), interval);
        EXPECT_EQ(readsIn(*recorder.full()), perInterval);
        EXPECT_EQ((*recorder.full())[indexOf(OperationKind::Read)]->latency.min(), 1000 + interval);
        recorder.release();
    }
    worker.join();
    EXPECT_EQ(recorder.full(), nullptr);
    EXPECT_EQ(recorder.runningInterval(), UINT64_MAX);
}

}  // namespace
}  // namespace ioproof
