// The first failure ends a job and is told with operation, path, offset and errno; one in prepare() is thrown.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>

#include "core/io_error.h"
#include "test/file_content.h"
#include "test/job_run.h"
#include "test/job_specs.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

size_t threads() {
    size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/task")) ++count;
    return count;
}

TEST(JobErrors, EndTheJobAndAreToldInFull) {
    JobSpec spec = blockSpec();
    spec.nullFailEvery = 10;
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Error);
    const OperationTotals& reads = totalsOf(run.result.operations, Kind::Read);
    EXPECT_EQ(reads.count, 9u);
    EXPECT_EQ(reads.bytes, 9u * 4096);
    EXPECT_EQ(reads.errors, 1u);
    ASSERT_TRUE(run.result.firstError);
    EXPECT_EQ(run.result.firstError->operation, Kind::Read);
    EXPECT_EQ(run.result.firstError->path, "/nowhere/d000000/f000000000");
    EXPECT_EQ(run.result.firstError->offset, 9u * 4096);
    EXPECT_EQ(run.result.firstError->length, 4096u);
    EXPECT_EQ(run.result.firstError->error, EIO);
    EXPECT_EQ(run.result.firstError->worker, 0u);
    expectIntervalsAddUp(run);
}

TEST(JobErrors, EndTheOtherWorkersToo) {
    JobSpec spec = blockSpec();
    spec.workers = 4;
    spec.passes = 0;
    spec.runtimeNs = 3'600'000'000'000;
    spec.nullFailEvery = 1000;
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Error);
    ASSERT_TRUE(run.result.firstError);
    EXPECT_LT(run.result.firstError->worker, 4u);
    EXPECT_GE(sumsOf(run.result.operations).errors, 1u);
    EXPECT_EQ(sumsOf(run.result.workers).operations, sumsOf(run.result.operations).operations);
}

TEST(JobErrors, EndTheJobDuringTheRampToo) {
    JobSpec spec = blockSpec();
    spec.passes = 0;
    spec.rampNs = spec.runtimeNs = 3'600'000'000'000;
    spec.nullFailEvery = 1000;
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Error);
    EXPECT_TRUE(run.result.firstError);
    EXPECT_EQ(sumsOf(run.result.operations).operations, 0u) << "the ramp is not counted";
}

TEST(JobErrors, CallAFileThatEndsTooEarlyByItsPlace) {
    const TemporaryDirectory directory;
    JobSpec spec = blockSpec();
    spec.root = directory.path();
    spec.fileCount = 2;
    spec.engine = EngineKind::Sync;
    const FileNamespace files(directory.path(), 2, 1000);
    writeFiles(files, 64 * 4096);
    std::filesystem::resize_file(files.path(1), 5 * 4096);
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Error);
    ASSERT_TRUE(run.result.firstError);
    EXPECT_EQ(run.result.firstError->error, 0) << "the end of the file is no errno";
    EXPECT_EQ(run.result.firstError->path, files.path(1));
    EXPECT_EQ(run.result.firstError->offset, 5u * 4096);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).count, 69u);
}

TEST(JobErrors, NameAWriteThatFailed) {
    const TemporaryDirectory directory;
    JobSpec spec = blockSpec();
    spec.root = directory.path();
    spec.readPercent = 0;
    spec.fsyncAtEnd = true;
    spec.engine = EngineKind::Sync;
    const FileNamespace files(directory.path(), 1, 1000);
    writeFiles(files, 0);
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{.rlim_cur = 7 * 4096, .rlim_max = before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
    const JobRun run = runJob(spec);
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    ASSERT_TRUE(run.result.firstError);
    EXPECT_EQ(run.result.firstError->operation, Kind::Write);
    EXPECT_EQ(run.result.firstError->offset, 7u * 4096);
    EXPECT_EQ(run.result.firstError->error, EFBIG);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Write).count, 7u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Fsync).count, 0u) << "what failed is not synced";
}

TEST(JobErrors, NameTheFileThatAChainMisses) {
    const TemporaryDirectory directory;
    JobSpec spec = filesSpec();
    spec.root = directory.path();
    spec.engine = EngineKind::Auto;
    spec.queueDepth = 4;
    const FileNamespace files(directory.path(), spec.fileCount, spec.filesPerDirectory);
    writeFiles(files, 4096);
    std::filesystem::remove(files.path(6));
    const size_t before = openDescriptors();
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Error);
    ASSERT_TRUE(run.result.firstError);
    EXPECT_EQ(run.result.firstError->operation, Kind::Open);
    EXPECT_EQ(run.result.firstError->path, files.path(6));
    EXPECT_EQ(run.result.firstError->error, ENOENT);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Open).errors, 1u);
    const uint64_t opened = totalsOf(run.result.operations, Kind::Open).count;
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Close).count, opened) << "what was opened is closed";
    EXPECT_EQ(openDescriptors(), before);
}

TEST(JobErrors, AreThrownByPrepareWhenAFileIsMissing) {
    const TemporaryDirectory directory;
    JobSpec spec = blockSpec();
    spec.root = directory.path();
    spec.engine = EngineKind::Sync;
    const size_t before = openDescriptors();
    {
        JobRunner runner(spec, [](const IntervalResult&) {});
        try {
            runner.prepare();
            FAIL() << "a job without its file was prepared";
        } catch (const IoError& error) {
            EXPECT_EQ(error.failure().operation, Kind::Open);
            EXPECT_EQ(error.failure().path, directory.path("d000000/f000000000"));
            EXPECT_EQ(error.failure().error, ENOENT);
        }
    }
    EXPECT_EQ(openDescriptors(), before);
}

TEST(JobErrors, AreThrownByPrepareWhenOneWorkerCannotBeMade) {
    // Started before, for the sanitizer that starts one of its own with the first.
    std::thread([] {}).join();
    const size_t before = threads();
    for (const bool startedEarly : {false, true}) {
        JobSpec spec = blockSpec();
        spec.workers = 8;
        spec.cpus = {0, 0, 0, 100'000};
        JobRunner runner(spec, [](const IntervalResult&) {});
        if (startedEarly) runner.start(monotonicNs());
        try {
            runner.prepare();
            FAIL() << "a worker was pinned to a processor that does not exist";
        } catch (const JobError& error) {
            EXPECT_EQ(error.code(), "CPU_PINNING");
        }
        // A thread that was joined can be listed for a moment.
        while (threads() > before) std::this_thread::yield();
    }
}

TEST(JobErrors, AreThrownAtOnceForASpecThatIsWrong) {
    JobSpec spec = blockSpec();
    spec.workers = 0;
    EXPECT_THROW(JobRunner(spec, [](const IntervalResult&) {}), JobError);
}

}  // namespace
}  // namespace ioproof
