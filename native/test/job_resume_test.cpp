// A job that goes on where an earlier one was interrupted, and how far each worker has come.
#include <gtest/gtest.h>

#include <filesystem>
#include <numeric>
#include <string>

#include "core/file_set.h"
#include "core/io_error.h"
#include "test/file_content.h"
#include "test/job_run.h"
#include "test/job_specs.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

JobSpec creation(const std::string& root) {
    JobSpec spec = filesSpec();
    spec.engine = EngineKind::Sync;
    spec.root = root;
    spec.fileCount = 103;
    spec.filesPerDirectory = 20;
    spec.fileSize = 5000;
    spec.fileSizes = {.form = SizeForm::Uniform, .from = 1, .to = 5000, .median = 0, .sigma = 0, .shares = {}};
    spec.operations = {Kind::Create, Kind::Write, Kind::Close};
    spec.workers = 4;
    spec.createFiles = true;
    return spec;
}

uint64_t firstOf(const JobSpec& spec, uint32_t worker) { return spec.fileCount * worker / spec.workers; }

TEST(JobResume, WritesWhatIsLeftAndNothingElse) {
    const TemporaryDirectory directory;
    JobSpec spec = creation(directory.path());
    spec.resumeAt = {25, 0, 7, 26};
    const JobRun run = runJob(spec);
    const FileNamespace names = namespaceOf(spec);
    const FileSizes sizes = spec.sizesOfFiles();
    uint64_t skipped = 0;
    uint64_t written = 0;
    for (uint32_t worker = 0; worker < 4; ++worker)
        for (uint64_t file = firstOf(spec, worker); file < firstOf(spec, worker + 1); ++file) {
            const bool left = file - firstOf(spec, worker) < spec.resumeAt[worker];
            EXPECT_EQ(std::filesystem::exists(names.path(file)), !left) << file;
            (left ? skipped : written) += sizes.of(file);
        }
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Create).count, 103u - 25 - 7 - 26);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Write).bytes, written);
    EXPECT_EQ(run.ready.resumedBytes, skipped);
}

TEST(JobResume, HasNothingToDoWhereAllIsDone) {
    const TemporaryDirectory directory;
    JobSpec spec = creation(directory.path());
    spec.resumeAt = {25, 26, 26, 26};
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Passes);
    EXPECT_EQ(sumsOf(run.result.operations), Sums{});
}

TEST(JobResume, TellsHowFarEachWorkerHasCome) {
    const TemporaryDirectory directory;
    JobSpec spec = creation(directory.path());
    spec.resumeAt = {3, 0, 0, 1};
    JobRunner runner(spec, [](const IntervalResult&) {});
    runner.prepare();
    EXPECT_EQ(runner.snapshot().workersDone, spec.resumeAt);
    runner.start(monotonicNs());
    runner.run();
    runner.release();
    EXPECT_EQ(runner.snapshot().workersDone, (std::vector<uint64_t>{25, 26, 26, 26}));
    EXPECT_EQ(runner.snapshot().fractionDone, 1.0);
}

TEST(JobResume, DoesNotCountTheFileThatFailed) {
    const TemporaryDirectory directory;
    JobSpec spec = creation(directory.path());
    spec.workers = 1;
    std::filesystem::create_directories(namespaceOf(spec).path(10));
    JobRunner runner(spec, [](const IntervalResult&) {});
    runner.prepare();
    runner.start(monotonicNs());
    const JobResult result = runner.run();
    ASSERT_TRUE(result.firstError);
    EXPECT_EQ(result.firstError->error, EISDIR);
    EXPECT_EQ(runner.snapshot().workersDone, std::vector<uint64_t>{10});
}

TEST(JobResume, IsRefusedWhereItWouldMeanNothing) {
    const auto refuses = [](auto change) {
        JobSpec spec = creation("/nowhere");
        spec.resumeAt = {1, 1, 1, 1};
        spec.check();
        change(spec);
        EXPECT_THROW(spec.check(), JobError);
    };
    refuses([](JobSpec& spec) { spec.resumeAt.pop_back(); });
    refuses([](JobSpec& spec) { spec.access = Access::Permutation; });
    refuses([](JobSpec& spec) { spec.engine = EngineKind::IoUring, spec.queueDepth = 2; });
    refuses([](JobSpec& spec) { spec.operations = {Kind::Unlink}; });
    JobSpec blocks = blockSpec();
    blocks.resumeAt = {1};
    EXPECT_THROW(blocks.check(), JobError);
}

}  // namespace
}  // namespace ioproof
