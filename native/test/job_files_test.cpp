// Whole jobs on real files, with every engine: what is written is whole, new and not compressible; what is read is
// real.
#include <gtest/gtest.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>
#include <unordered_set>

#include "core/io_error.h"
#include "core/page_cache.h"
#include "test/engine_rig.h"
#include "test/job_run.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

class JobFilesTest : public EngineTest {
protected:
    JobSpec onDisk(JobSpec spec) const {
        spec.engine = GetParam().kind;
        spec.queueDepth = GetParam().queueDepth;
        spec.submitBatch = spec.completeBatch = (spec.queueDepth + 3) / 4;
        spec.root = directory_.path();
        return spec;
    }

    /// Two workers write three files of 63 blocks and a rest, each block once.
    JobSpec writing() const {
        JobSpec spec = onDisk(blockSpec());
        spec.workers = 2;
        spec.fileCount = 3;
        spec.fileSize = 64 * 4096;
        spec.access = Access::Permutation;
        spec.readPercent = 0;
        spec.createFiles = true;
        spec.fsyncAtEnd = true;
        return spec;
    }

    /// Fails when two of the 512-byte sectors of a data set are the same: storage could keep one of them.
    void expectNoSectorTwice(const JobSpec& spec) const {
        const FileNamespace files(spec.root, spec.fileCount, spec.filesPerDirectory);
        std::unordered_set<std::string> sectors;
        for (uint64_t file = 0; file < spec.fileCount; ++file) {
            const Bytes content = readWholeFile(files.path(file));
            ASSERT_EQ(content.size(), spec.fileSize);
            for (size_t at = 0; at + 512 <= content.size(); at += 512) {
                const bool fresh = sectors.emplace(reinterpret_cast<const char*>(&content[at]), 512).second;
                ASSERT_TRUE(fresh) << files.path(file) << " at " << at;
            }
        }
    }

    const TemporaryDirectory directory_;
};

TEST_P(JobFilesTest, WritesEveryBlockWithContentOfItsOwn) {
    const JobSpec spec = writing();
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Passes);
    EXPECT_EQ(run.ready.engineUsed, GetParam().kind);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Write).count, 192u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Write).bytes, 192u * 4096);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Fsync).count, 3u) << "once a file";
    EXPECT_EQ(sumsOf(run.result.workers), sumsOf(run.result.operations));
    expectIntervalsAddUp(run);
    expectNoSectorTwice(spec);
    requireWritten(FileNamespace(spec.root, spec.fileCount, spec.filesPerDirectory), spec.fileSize);
}

TEST_P(JobFilesTest, ReadsWhatWasWrittenFromStorage) {
    SKIP_UNLESS_ON_DISK(directory_);
    runJob(writing());
    JobSpec spec = writing();
    spec.readPercent = 100;
    spec.createFiles = spec.fsyncAtEnd = false;
    spec.requireWritten = spec.dropCache = true;
    const auto residentAfter = [](const JobRun& read) { return read.result.cacheAfter.residentBytes; };
    JobRun run = runJob(spec);
    // The kernel may take pages back at any time, and does where memory is short: it does not each time.
    for (int again = 0; again < 5 && residentAfter(run) != 192u * 4096; ++again) run = runJob(spec);
    EXPECT_EQ(residentAfter(run), 192u * 4096) << "buffered reads stay in memory";
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).count, 192u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).bytes, 192u * 4096);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).shortCount, 0u);
    EXPECT_EQ(run.ready.cacheBefore.residentBytes, 0u);
    EXPECT_EQ(run.ready.cacheBefore.totalBytes, 192u * 4096);
    EXPECT_GT(totalsOf(run.result.operations, Kind::Read).latency.min(), 0u);
    EXPECT_GE(run.result.elapsedNs, totalsOf(run.result.operations, Kind::Read).latency.max());
}

TEST_P(JobFilesTest, MixesReadsAndWrites) {
    runJob(writing());
    JobSpec spec = writing();
    spec.readPercent = 50;
    spec.createFiles = false;
    const JobRun run = runJob(spec);
    const uint64_t reads = totalsOf(run.result.operations, Kind::Read).count;
    EXPECT_EQ(reads + totalsOf(run.result.operations, Kind::Write).count, 192u);
    EXPECT_GT(reads, 0u);
    EXPECT_LT(reads, 192u);
    expectNoSectorTwice(spec);
}

TEST_P(JobFilesTest, RunsForItsTimeAndCountsAllOfIt) {
    runJob(writing());
    JobSpec spec = writing();
    spec.createFiles = false;
    spec.access = Access::Random;
    spec.readPercent = 50;
    spec.passes = 0;
    spec.rampNs = 5'000'000;
    spec.runtimeNs = 60'000'000;
    spec.intervalNs = 10'000'000;
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Runtime);
    EXPECT_GE(run.result.elapsedNs, spec.runtimeNs);
    EXPECT_EQ(run.intervals.back().index, 5u);
    EXPECT_EQ(sumsOf(run.result.workers), sumsOf(run.result.operations));
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Fsync).count, 3u);
    expectIntervalsAddUp(run);
}

INSTANTIATE_TEST_SUITE_P(Engine, JobFilesTest, testing::ValuesIn(storageEngines()), engineCaseName);

class JobChainsTest : public JobFilesTest {
protected:
    /// 10 files of 10,000 bytes are made in three pieces each.
    JobSpec creating() const {
        JobSpec spec = onDisk(filesSpec());
        spec.workers = 2;
        spec.fileSize = 10'000;
        spec.operations = {Kind::Create, Kind::Write, Kind::Close};
        spec.createFiles = true;
        return spec;
    }
};

TEST_P(JobChainsTest, MakesFilesInPiecesWithContentOfTheirOwn) {
    JobSpec spec = creating();
    spec.fsyncAtEnd = true;
    const JobRun run = runJob(spec);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Create).count, 10u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Write).count, 30u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Write).bytes, 100'000u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Close).count, 10u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Chain).count, 10u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Fsync).count, 1u) << "the file system is synced, no file";
    expectNoSectorTwice(spec);
}

TEST_P(JobChainsTest, ReadsFilesInPieces) {
    runJob(creating());
    JobSpec spec = creating();
    spec.operations = {Kind::Stat, Kind::Open, Kind::Read, Kind::Close};
    spec.createFiles = false;
    spec.passes = 3;
    const size_t before = openDescriptors();
    const JobRun run = runJob(spec);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).bytes, 300'000u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Stat).count, 30u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Chain).count, 30u);
    EXPECT_EQ(sumsOf(run.result.operations).errors, 0u);
    EXPECT_EQ(sumsOf(run.result.workers), sumsOf(run.result.operations));
    EXPECT_EQ(openDescriptors(), before);
}

TEST_P(JobChainsTest, WritesAndReadsEachFileWithItsOwnSize) {
    JobSpec spec = creating();
    spec.fileCount = 60;
    spec.fileSize = 10'000;
    spec.fileSizes = {.form = SizeForm::Uniform, .from = 1, .to = 10'000};
    const FileSizes sizes = spec.sizesOfFiles();
    uint64_t total = 0;
    for (uint64_t file = 0; file < spec.fileCount; ++file) total += sizes.of(file);
    EXPECT_EQ(totalsOf(runJob(spec).result.operations, Kind::Write).bytes, total);
    const FileNamespace names(spec.root, spec.fileCount, spec.filesPerDirectory);
    for (uint64_t file = 0; file < spec.fileCount; ++file)
        ASSERT_EQ(std::filesystem::file_size(names.path(file)), sizes.of(file));

    spec.operations = {Kind::Open, Kind::Read, Kind::Close};
    spec.createFiles = false;
    spec.access = Access::Permutation;
    spec.passes = 2;
    for (const bool direct : {false, true}) {
        spec.direct = spec.dropCache = direct;
        const JobRun run = runJob(spec);
        EXPECT_EQ(run.result.endReason, EndReason::Passes);
        EXPECT_EQ(totalsOf(run.result.operations, Kind::Open).count, 120u);
        EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).bytes, 2 * total) << run.ready.direct.reason;
        EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).shortCount, 0u) << run.ready.direct.reason;
        EXPECT_EQ(sumsOf(run.result.operations).errors, 0u);
        EXPECT_EQ(run.ready.cacheBefore.totalBytes, total);
    }
}

TEST_P(JobChainsTest, CountsAReadThatEndsBeforeTheFileDoesAsShort) {
    runJob(creating());
    JobSpec spec = creating();
    spec.operations = {Kind::Open, Kind::Read, Kind::Close};
    spec.createFiles = false;
    const FileNamespace names(spec.root, spec.fileCount, spec.filesPerDirectory);
    std::filesystem::resize_file(names.path(3), 9999);
    for (const bool direct : {false, true}) {
        spec.direct = direct;
        const JobRun run = runJob(spec);
        EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).shortCount, 1u) << run.ready.direct.reason;
        EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).bytes, 99'999u) << run.ready.direct.reason;
    }
}

TEST_P(JobChainsTest, HandlesEmptyFiles) {
    JobSpec spec = creating();
    spec.fileSize = 0;
    runJob(spec);
    spec.operations = {Kind::Open, Kind::Read, Kind::Close, Kind::Unlink};
    const JobRun run = runJob(spec);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).count, 10u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).bytes, 0u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).shortCount, 0u);
    EXPECT_EQ(sumsOf(run.result.operations).errors, 0u);
    EXPECT_TRUE(std::filesystem::is_empty(directory_.path("d000000")));
}

INSTANTIATE_TEST_SUITE_P(Engine, JobChainsTest, testing::ValuesIn(callingEngines()), engineCaseName);

}  // namespace
}  // namespace ioproof
