// Jobs one after the other on the same files, each of which finds what those before have left.
#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <vector>

#include "core/io_error.h"
#include "test/engine_rig.h"
#include "test/job_run.h"
#include "test/job_specs.h"
#include "test/refused_calls.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

namespace fs = std::filesystem;
using Kind = OperationKind;

class JobPhases : public testing::Test {
protected:
    JobPhases() {
        spec_.engine = EngineKind::Sync;
        spec_.root = directory_.path();
        spec_.fileCount = 30;
        spec_.workers = 3;
        spec_.access = Access::Permutation;
        spec_.filePerWorker = true;
        spec_.createFiles = true;
    }

    /// Runs the next phase; every operation must succeed once an item.
    JobResult phase(const std::vector<Kind>& operations, uint64_t items = 30) {
        spec_.operations = operations;
        JobResult result = std::move(runJob(spec_).result);
        EXPECT_FALSE(result.firstError) << nameOf(operations[0]);
        for (const Kind kind : operations) EXPECT_EQ(totalsOf(result.operations, kind).count, items) << nameOf(kind);
        spec_.operationsBefore.insert(spec_.operationsBefore.end(), operations.begin(), operations.end());
        spec_.createFiles = false;
        return result;
    }

    uint64_t entries(const std::string& suffix) const {
        uint64_t count = 0;
        for (const auto& entry : fs::recursive_directory_iterator(directory_.path()))
            count += entry.path().filename().string().ends_with(suffix);
        return count;
    }

    const TemporaryDirectory directory_;
    JobSpec spec_ = filesSpec();
};

TEST_F(JobPhases, OfDirectories) {
    phase({Kind::Mkdir});
    EXPECT_EQ(entries(".dir"), 30u);
    spec_.workerShift = 1;
    phase({Kind::Stat});
    phase({Kind::Rename});
    EXPECT_EQ(entries(".dir.renamed"), 30u);
    spec_.workerShift = 2;
    phase({Kind::Rmdir});
    EXPECT_EQ(entries(".renamed"), 0u);
    phase({Kind::Mkdir});
    EXPECT_EQ(entries(".dir"), 30u);
}

TEST_F(JobPhases, OfFiles) {
    const std::vector<Kind> write = {Kind::Create, Kind::Write, Kind::Close};
    const std::vector<Kind> read = {Kind::Open, Kind::Read, Kind::Close};
    const JobResult written = phase(write);
    for (const WorkerResult& worker : written.workers) EXPECT_EQ(worker.chains, 10u);
    phase({Kind::Stat});
    phase({Kind::Rename});
    spec_.requireWritten = spec_.dropCache = true;
    phase(read);
    EXPECT_EQ(entries(".renamed"), 30u);
    spec_.requireWritten = spec_.dropCache = false;
    phase({Kind::Unlink});
    EXPECT_EQ(entries(".renamed"), 0u);
}

TEST_F(JobPhases, GoOnWithWhatAStonewallHasLeft) {
    spec_.itemsPerWorker = 4;
    phase({Kind::Create, Kind::Write, Kind::Close}, 12);
    EXPECT_TRUE(fs::exists(directory_.path("w000001/d000000/f000000013")));
    EXPECT_FALSE(fs::exists(directory_.path("w000001/d000001/f000000014")));
    spec_.requireWritten = spec_.dropCache = true;
    phase({Kind::Open, Kind::Read, Kind::Close}, 12);
    spec_.itemsPerWorker = 5;
    EXPECT_THROW(runJob(spec_), IoError) << "the fifth has not been made";
}

TEST_F(JobPhases, AreSyncedInsideTheElapsedTime) {
    spec_.fsyncAtEnd = true;
    spec_.operations = {Kind::Create, Kind::Write, Kind::Close};
    JobRun run = runJob(spec_);
    const OperationTotals& sync = totalsOf(run.result.operations, Kind::Fsync);
    EXPECT_EQ(sync.count, 1u) << "one for all workers";
    EXPECT_EQ(sync.bytes, 0u);
    uint64_t longest = 0;
    for (const WorkerResult& worker : run.result.workers) longest = std::max(longest, worker.elapsedNs);
    EXPECT_GE(run.result.elapsedNs, longest + sync.latency.min());
    EXPECT_EQ(sumsOf(run.result.workers), sumsOf(run.result.operations));
    expectIntervalsAddUp(run);
    spec_.operations = {Kind::Mkdir};
    run = runJob(spec_);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Fsync).count, 1u) << "names are to be kept, too";
}

TEST_F(JobPhases, KeepEachWorkerInItsOwnTree) {
    spec_.directoryWidth = spec_.directoryDepth = 2;
    spec_.filesInEveryDirectory = true;
    phase({Kind::Create, Kind::Write, Kind::Close});
    // 10 files of each worker in the root of its tree and 6 directories: one more in the first three.
    for (const std::string worker : {"w000000", "w000001", "w000002"}) {
        const auto filesIn = [&](const std::string& below) {
            uint64_t count = 0;
            for (const auto& entry : fs::directory_iterator(directory_.path(worker + below)))
                count += entry.is_regular_file();
            return count;
        };
        for (const char* first : {"", "/d0", "/d1"}) EXPECT_EQ(filesIn(first), 2u) << worker << first;
        for (const char* other : {"/d0/d0", "/d0/d1", "/d1/d0", "/d1/d1"}) EXPECT_EQ(filesIn(other), 1u);
    }
}

void failTheSyncOfFiles() {
    const TemporaryDirectory directory;
    JobSpec spec = filesSpec();
    spec.engine = EngineKind::Sync;
    spec.root = directory.path();
    spec.workers = 2;
    spec.operations = {Kind::Create, Kind::Write, Kind::Close};
    spec.createFiles = spec.fsyncAtEnd = true;
    refuseCall(SYS_syncfs, EIO);
    const JobResult result = runJob(spec).result;
    demand(result.endReason == EndReason::Error, "the job ends with an error");
    demand(totalsOf(result.operations, Kind::Write).count == 10, "the writes are counted");
    demand(totalsOf(result.operations, Kind::Fsync).errors == 1, "the sync is an error");
    demand(result.firstError && result.firstError->operation == Kind::Fsync, "the sync is named");
    demand(result.firstError->error == EIO, "with its errno");
    demand(result.firstError->path == directory.path(), "and the root of the files");
}

[[noreturn]] void expectFailedSyncIsTold() {
    failTheSyncOfFiles();
    std::_Exit(0);
}

TEST(JobMemoryTraffic, IsToldOrWhyItIsNot) {
    JobSpec spec = blockSpec();
    const JobResult result = runJob(spec).result;
    EXPECT_NE(result.memoryTraffic.has_value(), !result.memoryTrafficReason.empty());
    spec.coldPasses = ColdPasses::Files;
    spec.passes = 2;
    const JobResult withPauses = runJob(spec).result;
    EXPECT_FALSE(withPauses.memoryTraffic);
    EXPECT_NE(withPauses.memoryTrafficReason.find("between the passes"), std::string::npos);
}

TEST(JobPhasesDeathTest, TellASyncThatFails) {
    if (!canRefuseCalls()) GTEST_SKIP() << "this kernel has no seccomp filters";
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    EXPECT_EXIT(expectFailedSyncIsTold(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace ioproof
