// When a job says that its measured time is over: once, after the last operation, before anything is read back.
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "core/io_error.h"
#include "test/checkpoint_jobs.h"
#include "test/engine_rig.h"
#include "test/job_run.h"
#include "test/job_specs.h"
#include "test/kv_specs.h"
#include "test/temporary_directory.h"
#include "test/training_specs.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

constexpr uint64_t hour = 3'600'000'000'000;

/// What a job looks like at that moment, each time that it says so.
struct Told {
    std::vector<Snapshot> moments;
    std::vector<std::thread::id> threads;
    JobResult result;
};

/// Does something at that moment. Throws what run() throws; what was told until then is kept.
void runTold(const JobSpec& spec, Told& told, const std::function<void()>& atThatMoment = [] {}) {
    JobRunner runner(spec, [](const IntervalResult&) {});
    runner.onMeasured([&] {
        told.moments.push_back(runner.snapshot());
        told.threads.push_back(std::this_thread::get_id());
        atThatMoment();
    });
    runner.prepare();
    runner.start(monotonicNs());
    told.result = runner.run();
}

/// Once, on this thread, with everything done that there was to do.
Told expectToldAtTheEnd(const JobSpec& spec) {
    Told told;
    runTold(spec, told);
    EXPECT_EQ(told.threads, std::vector{std::this_thread::get_id()});
    if (told.moments.size() != 1) return told;
    EXPECT_EQ(told.moments[0].phase, Phase::Measure);
    EXPECT_EQ(told.moments[0].operations, sumsOf(told.result.workers).operations);
    return told;
}

JobSpec stampedWrites(const std::string& root) {
    JobSpec spec = blockSpec();
    spec.engine = EngineKind::Sync;
    spec.root = root;
    spec.readPercent = 0;
    spec.createFiles = true;
    spec.stampDataset = 77;
    spec.stampGeneration = spec.stampOldest = 1;
    return spec;
}

TEST(JobMeasured, IsToldOnceAtTheEnd) {
    for (const uint32_t workers : {1u, 4u, 16u}) {
        JobSpec spec = blockSpec();
        spec.workers = workers;
        spec.passes = 5;
        const Told told = expectToldAtTheEnd(spec);
        EXPECT_EQ(totalsOf(told.result.operations, Kind::Read).count, 5u * 64);
    }
}

TEST(JobMeasured, IsToldOnceOfPassesWithPauses) {
    JobSpec spec = filesSpec();
    spec.nullLatencyNs = 10'000;
    spec.access = Access::Permutation;
    spec.coldPasses = ColdPasses::Files;
    spec.passes = 3;
    spec.workers = 2;
    const Told told = expectToldAtTheEnd(spec);
    EXPECT_EQ(told.result.passes.size(), 3u);
}

TEST(JobMeasured, IsToldOfWorkersWithoutWork) {
    JobSpec spec = filesSpec();
    spec.workers = 40;
    expectToldAtTheEnd(spec);
}

TEST(JobMeasured, IsToldWhereAnErrorEndsTheRamp) {
    JobSpec spec = blockSpec();
    spec.passes = 0;
    spec.rampNs = spec.runtimeNs = hour;
    spec.nullFailEvery = 1000;
    Told told;
    runTold(spec, told);
    EXPECT_EQ(told.moments.size(), 1u);
    EXPECT_EQ(sumsOf(told.result.operations).operations, 0u);
}

TEST(JobMeasured, IsToldOfATraining) {
    const Told told = expectToldAtTheEnd(trainingSpec());
    EXPECT_TRUE(told.result.training);
}

TEST(JobMeasured, IsToldOfACheckpoint) {
    Told told;
    runTold(checkpointJob(3, uint64_t{5} << 20), told);
    EXPECT_EQ(told.moments.size(), 1u);
    EXPECT_TRUE(told.result.checkpoint);
}

TEST(JobMeasured, IsToldOfACache) {
    Told told;
    runTold(kvCacheSpec(), told);
    EXPECT_EQ(told.moments.size(), 1u);
    EXPECT_TRUE(told.result.kvCache);
}

TEST(JobMeasured, IsToldBeforeAnythingIsReadBack) {
    const TemporaryDirectory directory;
    JobSpec spec = stampedWrites(directory.path());
    spec.verify = VerifyMode::After;
    spec.workers = 2;
    const Told told = expectToldAtTheEnd(spec);
    ASSERT_TRUE(told.result.verification);
    EXPECT_EQ(told.result.verification->bytes, spec.fileSize);
}

// What was written is gone by then, so that reading it back fails.
TEST(JobMeasured, IsToldOfAJobThatFailsInWhatComesAfter) {
    const TemporaryDirectory directory;
    JobSpec spec = stampedWrites(directory.path());
    spec.verify = VerifyMode::After;
    Told told;
    const auto remove = [&] { std::filesystem::remove_all(directory.path("d000000")); };
    EXPECT_THROW(runTold(spec, told, remove), IoError);
    EXPECT_EQ(told.moments.size(), 1u);
}

TEST(JobMeasured, IsToldOfAnErrorOfTheStorage) {
    for (const uint32_t workers : {1u, 4u}) {
        JobSpec spec = blockSpec();
        spec.workers = workers;
        spec.passes = 0;
        spec.runtimeNs = hour;
        spec.nullFailEvery = 10;
        Told told;
        runTold(spec, told);
        EXPECT_EQ(told.moments.size(), 1u);
        EXPECT_EQ(told.result.endReason, EndReason::Error);
    }
}

TEST(JobMeasured, IsToldOfAJobThatIsStopped) {
    for (const uint64_t ramp : {uint64_t{0}, hour}) {
        JobSpec spec = blockSpec();
        spec.passes = 0;
        spec.runtimeNs = hour;
        spec.rampNs = ramp;
        spec.workers = 2;
        JobRunner runner(spec, [](const IntervalResult&) {});
        int times = 0;
        runner.onMeasured([&times] { ++times; });
        runner.prepare();
        runner.start(monotonicNs());
        std::thread stopping([&runner] {
            while (runner.snapshot().phase == Phase::Ready) std::this_thread::yield();
            runner.stop();
        });
        EXPECT_EQ(runner.run().endReason, EndReason::Stopped);
        stopping.join();
        EXPECT_EQ(times, 1);
    }
}

TEST(JobMeasured, IsNotToldOfAJobThatHasNotStarted) {
    JobRunner runner(blockSpec(), [](const IntervalResult&) {});
    int times = 0;
    runner.onMeasured([&times] { ++times; });
    runner.prepare();
    runner.stop();
    runner.run();
    EXPECT_EQ(times, 0);
}

}  // namespace
}  // namespace ioproof
