// What prepare() finds out and refuses before the first operation.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "core/direct_io.h"
#include "core/io_error.h"
#include "engines/engine_registry.h"
#include "test/file_content.h"
#include "test/job_run.h"
#include "test/job_specs.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

class JobPreparation : public testing::Test {
protected:
    JobSpec spec() const {
        JobSpec spec = blockSpec();
        spec.engine = EngineKind::Auto;
        spec.root = directory_.path();
        return spec;
    }
    FileNamespace files() const { return {directory_.path(), 1, 1000}; }

    std::string refusalOf(const JobSpec& job) const {
        try {
            JobRunner(job, [](const IntervalResult&) {}).prepare();
            return {};
        } catch (const IoError& error) {
            return error.code();
        } catch (const JobError& error) {
            return error.code();
        }
    }

    const TemporaryDirectory directory_;
};

TEST_F(JobPreparation, RefusesToReadHolesAndWrongSizes) {
    SKIP_UNLESS_ON_DISK(directory_);
    JobSpec job = spec();
    job.requireWritten = true;
    writeFiles(files(), job.fileSize);
    EXPECT_EQ(refusalOf(job), "");
    std::filesystem::resize_file(files().path(0), job.fileSize - 4096);
    EXPECT_EQ(refusalOf(job), "WRONG_SIZE");
    std::filesystem::resize_file(files().path(0), job.fileSize);
    EXPECT_EQ(refusalOf(job), "HOLES");
    job.requireWritten = false;
    EXPECT_EQ(refusalOf(job), "") << "only where it was asked for";
}

TEST_F(JobPreparation, RefusesABlockSizeThatDirectReadsCannotHave) {
    SKIP_UNLESS_ON_DISK(directory_);
    JobSpec job = spec();
    job.direct = true;
    writeFiles(files(), job.fileSize);
    const DirectFacts facts = probeDirect(files().path(0), job.fileSize);
    if (!facts.used || facts.offsetAlignment < 2) GTEST_SKIP() << "any block size will do here; " << facts.reason;
    EXPECT_EQ(refusalOf(job), "");
    const auto refused = [&](const auto& change) {
        JobSpec odd = job;
        change(odd);
        EXPECT_EQ(refusalOf(odd), "DIRECT_MISALIGNED");
    };
    const uint32_t needed = facts.offsetAlignment;
    const SizeSpec range{.from = needed / 2, .to = 2 * needed, .unit = needed / 2, .shares = {}};
    const SizeSpec split{
        .from = needed / 2, .to = 4 * needed, .unit = needed / 2, .shares = {{4 * needed, 1}, {needed / 2, 1}}};
    refused([&](JobSpec& odd) { setBlockSize(odd, needed + 1); });
    refused([&](JobSpec& odd) {
        setBlockSize(odd, 2 * needed);
        odd.readSizes = range;
    });
    refused([&](JobSpec& odd) {
        setBlockSize(odd, 4 * needed);
        odd.readSizes = split;
    });
    refused([&](JobSpec& odd) {
        setBlockSize(odd, 4 * needed);
        odd.readPercent = 50;
        odd.writeSizes = split;
    });
    refused([&](JobSpec& odd) { odd.offset = needed / 2; });
    refused([&](JobSpec& odd) { odd.offsetIncrement = needed / 2; });
    JobSpec readsOnly = job;
    setBlockSize(readsOnly, 4 * needed);
    readsOnly.writeSizes = split;
    EXPECT_EQ(refusalOf(readsOnly), "") << "sizes of a direction that does not occur";
}

TEST_F(JobPreparation, ReadsPastThePageCacheWhereThatWorks) {
    SKIP_UNLESS_ON_DISK(directory_);
    JobSpec job = spec();
    job.direct = job.dropCache = true;
    writeFiles(files(), job.fileSize);
    const JobRun run = runJob(job);
    if (!run.ready.direct.used) GTEST_SKIP() << run.ready.direct.reason;
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).count, 64u);
    EXPECT_EQ(run.result.cacheAfter.residentBytes, 0u);
    if (run.result.processIo.readBytes >= 0) {
        EXPECT_GE(run.result.processIo.readBytes, static_cast<int64_t>(job.fileSize));
    }
}

TEST_F(JobPreparation, GoesThroughThePageCacheWhereNothingElseWorksAndSaysSo) {
    if (tmpfsParent().empty()) GTEST_SKIP() << "no tmpfs at /dev/shm";
    const TemporaryDirectory memory(tmpfsParent());
    JobSpec job = spec();
    job.root = memory.path();
    job.direct = true;
    writeFiles(FileNamespace(memory.path(), 1, 1000), job.fileSize);
    const JobRun run = runJob(job);
    EXPECT_TRUE(run.ready.direct.requested);
    EXPECT_FALSE(run.ready.direct.used);
    EXPECT_NE(run.ready.direct.reason, "");
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).count, 64u);
}

TEST_F(JobPreparation, TakesTheBestEngineForAuto) {
    JobSpec job = spec();
    job.queueDepth = 8;
    writeFiles(files(), job.fileSize);
    const JobRun run = runJob(job);
    const EngineChoice expected = chooseEngine(EngineKind::Auto);
    EXPECT_EQ(run.ready.engineUsed, expected.used);
    EXPECT_EQ(run.ready.enginesRefused.size(), expected.refused.size());
    EXPECT_EQ(run.ready.queueDepthUsed, usableQueueDepth(expected.used, 8));
}

TEST_F(JobPreparation, TellsWhatMemoryWasRefused) {
    JobSpec job = blockSpec();
    job.numaNode = 1000;
    const JobRun run = runJob(job);
    ASSERT_EQ(run.ready.featuresRefused.size(), 1u);
    EXPECT_EQ(run.ready.featuresRefused[0].what, "memory");
    EXPECT_NE(run.ready.featuresRefused[0].reason.find("1000"), std::string::npos);
}

TEST_F(JobPreparation, LeavesNothingOpenOnceReleased) {
    JobSpec job = spec();
    job.queueDepth = 4;
    writeFiles(files(), job.fileSize);
    const size_t before = openDescriptors();
    JobRunner runner(job, [](const IntervalResult&) {});
    runner.prepare();
    EXPECT_GT(openDescriptors(), before);
    runner.start(monotonicNs());
    runner.run();
    runner.release();
    EXPECT_EQ(openDescriptors(), before);
}

}  // namespace
}  // namespace ioproof
