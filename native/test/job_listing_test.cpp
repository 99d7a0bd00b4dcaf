// Jobs that list directories: what is counted, that it shows up while it goes on, and that it can be stopped.
#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "test/engine_rig.h"
#include "test/job_run.h"
#include "test/source_walk.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

class JobListing : public EngineTest {
protected:
    /// Four workers on 25 files in directories of 10, 10 and 5.
    JobSpec spec(std::vector<Kind> operations) const {
        JobSpec spec = filesSpec();
        spec.engine = GetParam().kind;
        spec.queueDepth = GetParam().queueDepth;
        spec.root = directory_.path();
        spec.workers = 4;
        spec.fileCount = 25;
        spec.filesPerDirectory = 10;
        spec.access = Access::Permutation;
        spec.passes = 2;
        spec.operations = std::move(operations);
        writeFiles(namespaceOf(spec), 4096);
        return spec;
    }

    static JobRun done(const JobSpec& spec) {
        JobRun run = runJob(spec);
        EXPECT_EQ(run.result.endReason, EndReason::Passes);
        EXPECT_FALSE(run.result.firstError);
        expectIntervalsAddUp(run);
        EXPECT_EQ(sumsOf(run.result.workers), sumsOf(run.result.operations));
        return run;
    }

    /// Thousands of files take seconds on a disk that others use.
    static std::filesystem::path quickPlace() {
        const std::string memory = tmpfsParent();
        return memory.empty() ? std::filesystem::temp_directory_path() : std::filesystem::path(memory);
    }

    const TemporaryDirectory directory_{quickPlace()};
};

TEST_P(JobListing, OfTheDirectoryOfEachFileCountsAllEntries) {
    const JobRun run = done(spec({Kind::List}));
    const auto& listings = totalsOf(run.result.operations, Kind::List);
    EXPECT_EQ(listings.count, 50u);
    EXPECT_EQ(listings.entries, 2 * (20u * 10 + 5 * 5));
    EXPECT_EQ(listings.missing, 0u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Statx).count, listings.entries);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Statx).latency.count(), listings.entries);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Chain).count, 0u);
}

TEST_P(JobListing, OfDirectoriesThatAreItemsTakesEachOnceAPass) {
    JobSpec job = spec({Kind::Statx, Kind::List, Kind::Readdir});
    job.itemsAreDirectories = true;
    const JobRun run = done(job);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::List).count, 6u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::List).entries, 50u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Readdir).entries, 50u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Statx).count, 50u + 6u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Chain).count, 6u);
}

TEST_P(JobListing, ByEveryWorkerTakesEachDirectoryOnceAPassAndWorker) {
    JobSpec job = spec({Kind::List});
    job.itemsAreDirectories = true;
    job.everyWorkerVisits = true;
    const JobRun run = done(job);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::List).count, 4 * 6u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::List).entries, 4 * 50u);
}

TEST_P(JobListing, OfATreeTakesItsLeaves) {
    JobSpec job = filesSpec();
    job.engine = GetParam().kind;
    job.queueDepth = GetParam().queueDepth;
    job.root = directory_.path();
    job.directoryWidth = 3;
    job.directoryDepth = 2;
    job.filesPerDirectory = 2;
    job.operations = {Kind::List};
    job.itemsAreDirectories = true;
    writeFiles(namespaceOf(job), 4096);
    const JobRun run = done(job);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::List).count, 9u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::List).entries, 10u);
}

TEST_P(JobListing, OfADirectoryThatIsGoneFailsWithItsName) {
    JobSpec job = spec({Kind::List});
    job.workers = 1;  // another might come to it, too, before the failure has stopped it
    job.itemsAreDirectories = true;
    std::filesystem::remove_all(directory_.path("d000001"));
    const JobRun run = runJob(job);
    EXPECT_EQ(run.result.endReason, EndReason::Error);
    ASSERT_TRUE(run.result.firstError);
    EXPECT_EQ(run.result.firstError->operation, Kind::List);
    EXPECT_EQ(run.result.firstError->path, directory_.path("d000001"));
    EXPECT_EQ(run.result.firstError->error, ENOENT);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::List).errors, 1u);
}

/// One endless pass of listings of a directory of 20 000 entries: a stop comes in the middle of one.
TEST_P(JobListing, IsStoppedInTheMiddleAndKeepsWhatItHasSeen) {
    JobSpec job = spec({Kind::List});
    job.fileCount = job.filesPerDirectory = 20'000;
    job.workers = 1;
    job.passes = 0;
    job.runtimeNs = 3'600'000'000'000;
    job.intervalNs = 1'000'000;
    writeFiles(namespaceOf(job), 0);
    JobRun run;
    JobRunner runner(job, [&run](const IntervalResult& one) { run.intervals.push_back(copyOf(one)); });
    runner.prepare();
    runner.start(monotonicNs());
    std::thread running([&] { run.result = runner.run(); });
    while (runner.snapshot().operations < 100) std::this_thread::sleep_for(std::chrono::microseconds(100));
    runner.stop();
    running.join();
    const auto& listings = totalsOf(run.result.operations, Kind::List);
    const uint64_t looks = totalsOf(run.result.operations, Kind::Statx).count;
    EXPECT_EQ(run.result.endReason, EndReason::Stopped);
    EXPECT_FALSE(run.result.firstError);
    EXPECT_EQ(listings.errors, 0u);
    EXPECT_EQ(listings.entries, listings.count * 20'000);
    EXPECT_GE(looks, listings.entries);
    EXPECT_LT(looks, listings.entries + GetParam().queueDepth * 20'000);
    EXPECT_NE(looks % 20'000, 0u) << "it was in the middle of one";
    expectIntervalsAddUp(run);
}

TEST_P(JobListing, CountsWhatIsGoneMeanwhileAndGoesOn) {
    JobSpec job = spec({Kind::List});
    job.fileCount = job.filesPerDirectory = 3000;
    job.workers = 2;
    job.passes = 0;
    job.runtimeNs = 600'000'000;
    const FileNamespace files = namespaceOf(job);
    writeFiles(files, 0);
    // Names come and go until it is over.
    std::atomic<bool> over{false};
    std::thread others([&] {
        while (!over)
            for (uint64_t file = 0; file < 3000 && !over; ++file) {
                std::filesystem::remove(files.path(file));
                writeWholeFile(files.path(file), {});
            }
    });
    const JobRun run = runJob(job);
    over = true;
    others.join();
    EXPECT_EQ(run.result.endReason, EndReason::Runtime);
    EXPECT_FALSE(run.result.firstError);
    const auto& listings = totalsOf(run.result.operations, Kind::List);
    EXPECT_GT(listings.count, 0u);
    EXPECT_LE(listings.missing, listings.entries);
    // The end of the runtime cuts the last listing of each worker: its looks are counted, it itself is not.
    const uint64_t looks = totalsOf(run.result.operations, Kind::Statx).count;
    EXPECT_GE(looks, listings.entries);
    EXPECT_LE(looks, listings.entries + uint64_t{job.workers} * 2 * 3000);
}

INSTANTIATE_TEST_SUITE_P(Engine, JobListing,
                         testing::Values(EngineCase{EngineKind::Sync, 1}, EngineCase{EngineKind::IoUring, 7},
                                         EngineCase{EngineKind::Libaio, 7}),
                         engineCaseName);

TEST(JobVisits, OfEveryWorkerAreInTheSameOrderOrInOneOfItsOwn) {
    JobSpec spec = filesSpec();
    spec.workers = 3;
    spec.everyWorkerVisits = true;
    spec.passes = 2;
    spec.operations = {Kind::Stat};
    for (const Access access : {Access::Sequential, Access::Permutation}) {
        spec.access = access;
        std::vector<std::vector<std::string>> orders;
        for (uint32_t worker = 0; worker < 3; ++worker) {
            SourceWalk walk(spec, {.index = worker, .count = 3}, 4);
            EXPECT_EQ(walk.chainsPerPass(), 10u);
            std::vector<std::string> order;
            for (const GivenChain& chain : walk.all()) order.push_back(chain.path);
            ASSERT_EQ(order.size(), 20u);
            for (size_t pass = 0; pass < 2; ++pass) {
                const auto from = order.begin() + static_cast<std::ptrdiff_t>(10 * pass);
                EXPECT_EQ((std::set<std::string>(from, from + 10)).size(), 10u) << "each once a pass";
            }
            orders.push_back(order);
        }
        EXPECT_EQ(orders[0] == orders[1], access == Access::Sequential);
        EXPECT_EQ(orders[1] == orders[2], access == Access::Sequential);
    }
}

TEST(JobVisits, OfEveryWorkerAreRefusedWhereNamesComeAndGo) {
    JobSpec spec = filesSpec();
    spec.everyWorkerVisits = true;
    EXPECT_NO_THROW(spec.check());
    spec.operations = {Kind::Unlink};
    EXPECT_THROW(spec.check(), JobError);
}

}  // namespace
}  // namespace ioproof
