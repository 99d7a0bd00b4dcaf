// The sync at the end of a job: after the last write of all workers, once a file, and never for engine null.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/syscall.h>

#include <cerrno>
#include <optional>
#include <string>

#include "core/file_descriptor.h"
#include "core/io_error.h"
#include "test/engine_rig.h"
#include "test/job_run.h"
#include "test/job_specs.h"
#include "test/refused_calls.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

class JobSyncOf : public EngineTest {};

/// Pages of a file that are not on the storage yet; nothing where the kernel cannot tell (before Linux 6.5).
std::optional<uint64_t> unwrittenPages(const std::string& path) {
    const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    const uint64_t range[2] = {0, 0};  // the whole file
    uint64_t answer[5] = {};           // cached, dirty, writeback, evicted, recently evicted
    if (syscall(451, file.get(), range, answer, 0) != 0) return std::nullopt;
    return answer[1] + answer[2];
}

TEST_P(JobSyncOf, LeavesNothingUnwrittenByWorkersThatShareAFile) {
    const TemporaryDirectory directory;
    SKIP_UNLESS_ON_DISK(directory);
    JobSpec spec = blockSpec();
    spec.engine = GetParam().kind;
    spec.queueDepth = GetParam().queueDepth;
    spec.root = directory.path();
    spec.workers = 4;
    spec.fileSize = uint64_t{16} << 20;
    spec.access = Access::Permutation;
    spec.readPercent = 0;
    spec.createFiles = spec.fsyncAtEnd = true;
    for (int round = 0; round < 3; ++round) {
        const JobRun run = runJob(spec);
        EXPECT_EQ(totalsOf(run.result.operations, Kind::Write).count, 4096u);
        EXPECT_EQ(totalsOf(run.result.operations, Kind::Fsync).count, 1u);
        const auto unwritten = unwrittenPages(directory.path("d000000/f000000000"));
        if (!unwritten) GTEST_SKIP() << "cachestat: " << errnoName(errno);
        EXPECT_EQ(*unwritten, 0u);
    }
}

INSTANTIATE_TEST_SUITE_P(Engine, JobSyncOf, testing::ValuesIn(storageEngines()), engineCaseName);

TEST(JobSync, IsOneOperationAFileInsideTheElapsedTime) {
    const TemporaryDirectory directory;
    for (const uint32_t workers : {1u, 3u, 8u}) {
        JobSpec spec = blockSpec();
        spec.engine = EngineKind::Sync;
        spec.root = directory.path();
        spec.workers = workers;
        spec.fileCount = 5;
        spec.readPercent = 0;
        spec.createFiles = spec.fsyncAtEnd = true;
        const JobRun run = runJob(spec);
        const OperationTotals& syncs = totalsOf(run.result.operations, Kind::Fsync);
        EXPECT_EQ(syncs.count, 5u);
        EXPECT_EQ(syncs.bytes, 0u);
        EXPECT_EQ(syncs.shortCount, 0u);
        EXPECT_LE(syncs.latency.max(), run.result.elapsedNs);
        EXPECT_EQ(sumsOf(run.result.workers), sumsOf(run.result.operations));
        expectIntervalsAddUp(run);
    }
}

TEST(JobSync, DoesNothingForEngineNull) {
    JobSpec spec = blockSpec();
    spec.readPercent = 0;
    spec.fsyncAtEnd = true;
    spec.workers = 3;
    JobRun run = runJob(spec);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Write).count, 64u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Fsync).count, 0u) << "there is no file";
    spec = filesSpec();
    spec.operations = {Kind::Create, Kind::Write, Kind::Close};
    spec.fsyncAtEnd = true;
    run = runJob(spec);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Write).count, 10u);
}

TEST(JobSync, DoesNotHoldUpAJobThatIsStopped) {
    JobSpec spec = blockSpec();
    spec.readPercent = 0;
    spec.fsyncAtEnd = true;
    spec.workers = 3;
    JobRunner runner(spec, [](const IntervalResult&) {});
    runner.prepare();
    runner.start(monotonicNs() + 3'600'000'000'000);
    runner.stop();
    EXPECT_EQ(runner.run().endReason, EndReason::Stopped);
}

void failTheSyncOfAJob() {
    const TemporaryDirectory directory;
    JobSpec spec = blockSpec();
    spec.engine = EngineKind::Sync;
    spec.root = directory.path();
    spec.readPercent = 0;
    spec.createFiles = spec.fsyncAtEnd = true;
    refuseCall(SYS_fdatasync, EIO);
    const JobResult result = runJob(spec).result;
    demand(result.endReason == EndReason::Error, "the job ends with an error");
    demand(totalsOf(result.operations, Kind::Write).count == 64, "the writes are counted");
    demand(totalsOf(result.operations, Kind::Fsync).count == 0, "the sync is not");
    demand(totalsOf(result.operations, Kind::Fsync).errors == 1, "but is an error");
    demand(result.firstError && result.firstError->operation == Kind::Fsync, "the sync is named");
    demand(result.firstError->error == EIO, "with its errno");
    demand(result.firstError->path == directory.path("d000000/f000000000"), "and its file");
}

[[noreturn]] void expectFailedSyncIsTold() {
    failTheSyncOfAJob();
    std::_Exit(0);
}

TEST(JobSyncDeathTest, IsToldWhenItFails) {
    if (!canRefuseCalls()) GTEST_SKIP() << "this kernel has no seccomp filters";
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    EXPECT_EXIT(expectFailedSyncIsTold(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace ioproof
