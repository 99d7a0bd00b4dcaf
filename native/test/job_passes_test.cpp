// Jobs with cold passes: what is measured of each, that pauses are in no figure, and that no worker hangs in one.
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "core/file_descriptor.h"
#include "core/io_error.h"
#include "core/system_caches.h"
#include "test/file_content.h"
#include "test/job_run.h"
#include "test/job_specs.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

constexpr uint64_t microsecond = 1000;
constexpr uint64_t hour = 3'600'000'000'000;

/// Ten files over and over, on the virtual clock: 30 µs a chain.
JobSpec virtualEpochs() {
    JobSpec spec = filesSpec();
    spec.nullLatencyNs = 10 * microsecond;
    spec.access = Access::Permutation;
    spec.coldPasses = ColdPasses::Files;
    spec.passes = 3;
    return spec;
}

uint64_t sumOfPasses(const JobResult& result, uint64_t PassResult::* field) {
    uint64_t sum = 0;
    for (const PassResult& pass : result.passes) sum += pass.*field;
    return sum;
}

TEST(JobPasses, AreTheSameOnAVirtualClockWhetherColdOrWarm) {
    for (const uint32_t workers : {1u, 3u, 20u}) {
        JobSpec spec = virtualEpochs();
        spec.workers = workers;
        const JobRun cold = runJob(spec);
        ASSERT_EQ(cold.result.passes.size(), 3u);
        const uint64_t ofSlowest = (10 + workers - 1) / workers;
        for (const PassResult& pass : cold.result.passes) {
            EXPECT_EQ(pass.elapsedNs, ofSlowest * 30 * microsecond) << workers;
            EXPECT_EQ(pass.pausedNs, 0u);
            EXPECT_EQ(pass.chains, 10u);
        }
        EXPECT_EQ(cold.result.elapsedNs, 3 * ofSlowest * 30 * microsecond);
        EXPECT_EQ(cold.result.endReason, EndReason::Passes);
        spec.coldPasses = ColdPasses::None;
        const JobRun warm = runJob(spec);
        EXPECT_TRUE(warm.result.passes.empty());
        EXPECT_EQ(sumsOf(warm.result.operations), sumsOf(cold.result.operations));
        EXPECT_EQ(totalsOf(warm.result.operations, Kind::Chain).latency.encodeV2(),
                  totalsOf(cold.result.operations, Kind::Chain).latency.encodeV2());
    }
}

TEST(JobPasses, EndWithTheRuntimeOnAVirtualClock) {
    JobSpec spec = virtualEpochs();
    spec.passes = 0;
    spec.runtimeNs = 1000 * microsecond;
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Runtime);
    EXPECT_EQ(sumOfPasses(run.result, &PassResult::chains), totalsOf(run.result.operations, Kind::Chain).count);
    EXPECT_EQ(sumOfPasses(run.result, &PassResult::elapsedNs), run.result.elapsedNs);
    EXPECT_EQ(run.result.passes.size(), 4u);
}

TEST(JobPasses, AreAlsoThoseOfBlocks) {
    JobSpec spec = blockSpec();
    spec.coldPasses = ColdPasses::Files;
    spec.passes = 2;
    spec.workers = 100;
    spec.queueDepth = spec.submitBatch = spec.completeBatch = 4;
    const JobRun run = runJob(spec);
    ASSERT_EQ(run.result.passes.size(), 2u);
    EXPECT_EQ(run.result.passes[0].chains, 64u) << "36 workers have no block";
    EXPECT_EQ(run.result.passes[1].chains, 64u);
}

/// Reads files of 64 KiB through the page cache.
class ColdFiles : public testing::Test {
protected:
    void SetUp() override {
        SKIP_UNLESS_ON_DISK(directory_);
        writeFiles(names_, 64 * 1024);
    }

    JobSpec spec() const {
        JobSpec spec = filesSpec();
        spec.engine = EngineKind::Sync;
        spec.root = directory_.path();
        spec.fileCount = 80;
        spec.filesPerDirectory = 40;
        spec.fileSize = 64 * 1024;
        setBlockSize(spec, 64 * 1024);
        spec.access = Access::Permutation;
        spec.passes = 3;
        spec.workers = 2;
        spec.dropCache = true;
        spec.coldPasses = ColdPasses::Files;
        return spec;
    }

    const TemporaryDirectory directory_;
    const FileNamespace names_{directory_.path(), 80, 40};
};

TEST_F(ColdFiles, AreReadFromTheStorageInEachPass) {
    const JobRun run = runJob(spec());
    ASSERT_EQ(run.result.passes.size(), 3u);
    for (const PassResult& pass : run.result.passes) {
        EXPECT_EQ(pass.chains, 80u);
        EXPECT_GT(pass.elapsedNs, 0u);
        EXPECT_EQ(pass.cacheBefore.residentBytes, 0u);
        EXPECT_EQ(pass.cacheBefore.totalBytes, 64u * 64 * 1024);
        EXPECT_EQ(pass.cacheBefore.method, "mincore, 64 of 80 files");
        EXPECT_FALSE(pass.systemCaches);
    }
    EXPECT_EQ(run.result.passes[0].pausedNs, 0u);
    EXPECT_GT(run.result.passes[2].pausedNs, 0u);
    EXPECT_EQ(sumOfPasses(run.result, &PassResult::elapsedNs), run.result.elapsedNs);
    uint64_t slowest = 0;
    for (const WorkerResult& worker : run.result.workers) slowest = std::max(slowest, worker.elapsedNs);
    EXPECT_EQ(run.result.elapsedNs, slowest) << "no pause is in the elapsed time";
    if (run.result.processIo.readBytes >= 0) {
        EXPECT_GE(run.result.processIo.readBytes, 3 * 80 * 64 * 1024);
    }
    expectIntervalsAddUp(run);
    uint64_t measured = 0;
    for (const IntervalResult& interval : run.intervals) measured += interval.durationNs;
    EXPECT_EQ(measured, run.result.elapsedNs) << "intervals last as long as they were measured";
}

TEST_F(ColdFiles, TellWhetherTheCachesOfTheMachineWereDropped) {
    JobSpec all = spec();
    all.passes = 2;
    all.coldPasses = ColdPasses::System;
    const JobRun run = runJob(all);
    ASSERT_EQ(run.result.passes.size(), 2u);
    EXPECT_FALSE(run.result.passes[0].systemCaches);
    ASSERT_TRUE(run.result.passes[1].systemCaches);
    EXPECT_EQ(run.result.passes[1].systemCaches->dropped, run.result.passes[1].systemCaches->reason.empty());
    EXPECT_EQ(run.result.passes[1].cacheBefore.residentBytes, 0u);
}

TEST_F(ColdFiles, MakeATimedJobLongerByItsPauses) {
    JobSpec timed = spec();
    timed.passes = 0;
    // A pass under a sanitizer, beside other work, has taken half a second.
    timed.runtimeNs = 2'000'000'000;
    timed.intervalNs = 50'000'000;
    const uint64_t before = monotonicNs();
    const JobRun run = runJob(timed);
    const uint64_t took = monotonicNs() - before;
    EXPECT_EQ(run.result.endReason, EndReason::Runtime);
    EXPECT_GE(run.result.elapsedNs, timed.runtimeNs);
    EXPECT_GT(run.result.passes.size(), 1u);
    EXPECT_GE(took, run.result.elapsedNs + sumOfPasses(run.result, &PassResult::pausedNs));
    expectIntervalsAddUp(run);
    for (const IntervalResult& interval : run.intervals) EXPECT_LE(interval.durationNs, took);
}

TEST_F(ColdFiles, FailWhereAFileCannotBeOpenedInAPause) {
    JobSpec spec = this->spec();
    spec.operations = {Kind::Readdir};
    spec.dropCache = false;
    const std::string path = names_.path(79);
    std::filesystem::remove(path);
    // There by access(2), and an error for open(2) all the same.
    FileDescriptor bound(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    ASSERT_LT(path.size(), sizeof(address.sun_path));
    std::strcpy(address.sun_path, path.c_str());
    ASSERT_EQ(bind(bound.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    try {
        runJob(spec);
        FAIL() << "a socket was opened";
    } catch (const IoError& error) {
        EXPECT_EQ(error.failure().path, path);
        EXPECT_EQ(error.failure().error, ENXIO);
    }
}

TEST(JobPasses, LetAJobBeStoppedAtAnyMoment) {
    for (int round = 0; round < 30; ++round) {
        JobSpec spec = filesSpec();
        spec.coldPasses = ColdPasses::Files;
        spec.passes = 0;
        spec.runtimeNs = hour;
        spec.workers = 4;
        JobRunner runner(spec, [](const IntervalResult&) {});
        runner.prepare();
        runner.start(monotonicNs());
        std::thread stopper([&runner, round] {
            std::this_thread::sleep_for(std::chrono::microseconds(300 * round));
            runner.stop();
        });
        const JobResult result = runner.run();
        stopper.join();
        EXPECT_EQ(result.endReason, EndReason::Stopped);
        const uint64_t chains = result.operations[indexOf(Kind::Chain)]->count;
        EXPECT_EQ(sumOfPasses(result, &PassResult::chains), result.passes.empty() ? 0 : chains);
    }
}

TEST(JobPasses, EndWithTheFirstError) {
    JobSpec spec = filesSpec();
    spec.coldPasses = ColdPasses::Files;
    spec.passes = 1'000'000;
    spec.workers = 4;
    spec.nullFailEvery = 100;
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Error);
    EXPECT_EQ(sumOfPasses(run.result, &PassResult::chains), totalsOf(run.result.operations, Kind::Chain).count);
}

TEST(JobPasses, KnowNoRate) {
    JobSpec spec = blockSpec();
    spec.coldPasses = ColdPasses::Files;
    spec.rateOperations = 1000;
    EXPECT_THROW(spec.check(), JobError);
}

TEST(JobPasses, SaySoWhileTheyArePaused) {
    JobSpec spec = filesSpec();
    spec.coldPasses = ColdPasses::Files;
    spec.passes = 0;
    spec.runtimeNs = hour;
    JobRunner runner(spec, [](const IntervalResult&) {});
    runner.prepare();
    runner.start(monotonicNs());
    std::thread thread([&runner] { runner.run(); });
    while (runner.snapshot().pausedNs == 0) std::this_thread::yield();
    const uint64_t before = monotonicNs();
    const Snapshot first = runner.snapshot();
    const Snapshot second = runner.snapshot();
    EXPECT_GE(second.elapsedNs, first.elapsedNs);
    EXPECT_LE(second.elapsedNs - first.elapsedNs, monotonicNs() - before);
    EXPECT_LT(first.elapsedNs, hour);
    runner.stop();
    thread.join();
}

TEST(FirstByte, IsTheTimeFromTheStartOfTheChainToItsFirstRead) {
    JobSpec spec = filesSpec();
    spec.nullLatencyNs = 10 * microsecond;
    spec.fileSize = 3 * 4096;
    spec.operations = {Kind::Stat, Kind::Open, Kind::Read, Kind::Close};
    const JobRun run = runJob(spec);
    const OperationTotals& firstByte = totalsOf(run.result.operations, Kind::FirstByte);
    EXPECT_EQ(firstByte.count, 10u);
    EXPECT_EQ(firstByte.bytes, 0u);
    EXPECT_EQ(firstByte.latency.min(), 30 * microsecond);
    EXPECT_EQ(firstByte.latency.max(), 30 * microsecond);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Chain).latency.max(), 60 * microsecond);
    expectIntervalsAddUp(run);
}

TEST(FirstByte, IsNotToldOfChainsThatReadNothingOrNothingElseBefore) {
    for (const std::vector<Kind>& chain :
         {std::vector{Kind::Create, Kind::Write, Kind::Close}, std::vector{Kind::Stat}}) {
        JobSpec spec = filesSpec();
        spec.operations = chain;
        EXPECT_FALSE(runJob(spec).result.operations[indexOf(Kind::FirstByte)]);
    }
    EXPECT_FALSE(runJob(blockSpec()).result.operations[indexOf(Kind::FirstByte)]);
}

TEST(FirstByte, IsNotToldOfAChainThatFails) {
    JobSpec spec = filesSpec();
    spec.nullFailEvery = 3;
    const JobRun run = runJob(spec);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::FirstByte).count, 2u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).count, 2u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).errors, 1u);
}

TEST(SystemCaches, SayWhyTheyWereNotDropped) {
    const TemporaryDirectory directory;
    const std::string path = directory.path("drop_caches");
    EXPECT_EQ(dropSystemCaches(path.c_str()).reason, "ENOENT: open '" + path + "'");
    std::ofstream(path).close();
    EXPECT_TRUE(dropSystemCaches(path.c_str()).dropped);
    std::string written;
    std::ifstream(path) >> written;
    EXPECT_EQ(written, "3");
}

}  // namespace
}  // namespace ioproof
