// Whole jobs that write training data sets: every file where and as large as it is to be, read by others.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/file_set.h"
#include "core/io_error.h"
#include "core/page_cache.h"
#include "test/engine_rig.h"
#include "test/file_content.h"
#include "test/job_run.h"
#include "test/job_specs.h"
#include "test/temporary_directory.h"
#include "test/zip_reader.h"

namespace ioproof {
namespace {

using Kind = OperationKind;
namespace fs = std::filesystem;

/// 13 files of about 60 kB, written in pieces of 4 KiB.
JobSpec samplesSpec(Container container, const std::string& root) {
    JobSpec spec = filesSpec();
    spec.engine = EngineKind::Sync;
    spec.queueDepth = spec.submitBatch = spec.completeBatch = 1;
    spec.root = root;
    spec.workers = 3;
    spec.passes = 1;
    spec.operations = {Kind::Create, Kind::Write, Kind::Close};
    spec.access = Access::Sequential;
    spec.createFiles = true;
    spec.sampleFiles = SampleFileSpec{.container = container,
                                      .prefix = "img",
                                      .extension = "npz",
                                      .trainFiles = 11,
                                      .evalFiles = 2,
                                      .subfolders = 3,
                                      .samplesPerFile = 2,
                                      .recordLength = 30'000,
                                      .recordDeviation = 9'000,
                                      .generatorSeed = 10,
                                      .rowGroupRows = 0,
                                      .columns = {}};
    spec.layOutSamples();
    spec.fileCount = spec.samples->fileCount();
    return spec;
}

uint64_t bytesOfAll(const JobSpec& spec) {
    uint64_t bytes = 0;
    for (uint64_t file = 0; file < spec.fileCount; ++file) bytes += spec.sizesOfFiles().of(file);
    return bytes;
}

TEST(JobSamples, WritesEveryFileAndNoOther) {
    for (const Container container : {Container::Raw, Container::Npz, Container::Npy, Container::Megatron}) {
        const TemporaryDirectory directory;
        const JobSpec spec = samplesSpec(container, directory.path());
        const JobRun run = runJob(spec);
        ASSERT_FALSE(run.result.firstError) << run.result.firstError->path;
        EXPECT_EQ(totalsOf(run.result.operations, Kind::Write).bytes, bytesOfAll(spec));
        std::set<std::string> expected;
        for (uint64_t file = 0; file < spec.fileCount; ++file) {
            expected.insert(directory.path(spec.samples->path(file)));
            EXPECT_EQ(fs::file_size(directory.path(spec.samples->path(file))), spec.sizesOfFiles().of(file));
        }
        std::set<std::string> found;
        for (const auto& entry : fs::recursive_directory_iterator(directory.path()))
            if (entry.is_regular_file()) found.insert(entry.path());
        EXPECT_EQ(found, expected);
        EXPECT_NO_THROW(requireWritten(namespaceOf(spec), spec.sizesOfFiles()));
    }
}

TEST(JobSamples, ArchivesAreWholeOnDisk) {
    const TemporaryDirectory directory;
    const JobSpec spec = samplesSpec(Container::Npz, directory.path());
    runJob(spec);
    for (uint64_t file = 0; file < spec.fileCount; ++file) {
        const Bytes bytes = readWholeFile(directory.path(spec.samples->path(file)));
        const std::string_view archive(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        const auto members = ZipReader(archive).members();
        ASSERT_EQ(members.size(), 2u);
        EXPECT_EQ(members[0].content.size(), 128 + spec.samples->payloadBytes(file));
    }
}

TEST(JobSamples, PythonReadsTheArchives) {
    if (std::system("python3 -c 'import zipfile' 2> /dev/null") != 0) GTEST_SKIP() << "python3 is not installed";
    const TemporaryDirectory directory;
    runJob(samplesSpec(Container::Npz, directory.path()));
    const std::string program =
        "import sys, pathlib, zipfile\n"
        "files = list(pathlib.Path(sys.argv[1]).rglob(\"*.npz\"))\n"
        "assert len(files) == 13\n"
        "for file in files: assert zipfile.ZipFile(file).testzip() is None\n"
        "try: import numpy\n"
        "except ImportError: sys.exit(0)\n"
        "for file in files:\n"
        "    arrays = numpy.load(file)\n"
        "    assert arrays[\"x\"].ndim == 3 and arrays[\"x\"].shape[2] == 2 and arrays[\"x\"].dtype == numpy.uint8\n"
        "    assert arrays[\"y\"].tolist() == [0, 0]\n";
    EXPECT_EQ(std::system(("python3 -c '" + program + "' " + directory.path()).c_str()), 0);
}

TEST(JobSamples, GoesOnWhereEachWorkerHasCome) {
    const TemporaryDirectory directory;
    JobSpec spec = samplesSpec(Container::Megatron, directory.path());
    spec.resumeAt = {5, 0, 13};  // 39 files, 13 a worker
    const JobRun run = runJob(spec);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Create).count, 21u);
    for (uint64_t file = 0; file < spec.fileCount; ++file) {
        const bool isLeft = file < 5 || file >= 26;
        EXPECT_EQ(fs::exists(directory.path(spec.samples->path(file))), !isLeft) << file;
    }
}

class JobSampleReads : public EngineTest {};

/// As whoever verifies a data set reads it: also samples are counted.
TEST_P(JobSampleReads, EachFileIsReadWhole) {
    const TemporaryDirectory directory;
    JobSpec spec = samplesSpec(Container::Indexed, directory.path());
    runJob(spec);
    spec.engine = GetParam().kind;
    spec.queueDepth = GetParam().queueDepth;
    spec.submitBatch = spec.completeBatch = spec.queueDepth;
    spec.linkChains = GetParam().linked;
    spec.createFiles = false;
    spec.requireWritten = spec.dropCache = true;
    spec.passes = 2;
    spec.access = Access::Permutation;
    spec.operations = {Kind::Open, Kind::Read, Kind::Close};
    const JobRun run = runJob(spec);
    ASSERT_FALSE(run.result.firstError) << run.result.firstError->path;
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Open).count, 2 * 39u);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).bytes, 2 * bytesOfAll(spec));
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).shortCount, 0u);
    EXPECT_EQ(run.result.samples, 2u * 13 * 2) << "companions hold none";
    EXPECT_EQ(run.ready.cacheBefore.totalBytes, bytesOfAll(spec));
}

INSTANTIATE_TEST_SUITE_P(Engine, JobSampleReads, testing::ValuesIn(chainEngines()), engineCaseName);

TEST(JobSampleSpecs, WhatCannotBeWrittenIsRefused) {
    const auto refuses = [](auto change) {
        JobSpec spec = samplesSpec(Container::Npz, "/nowhere");
        change(spec);
        EXPECT_THROW(spec.check(), JobError);
    };
    EXPECT_NO_THROW(samplesSpec(Container::Npz, "/nowhere").check());
    refuses([](JobSpec& spec) { ++spec.fileCount; });
    refuses([](JobSpec& spec) { spec.operations = {Kind::Open, Kind::Write, Kind::Close}; });
    refuses([](JobSpec& spec) { spec.operations = {Kind::Create, Kind::Write, Kind::Close, Kind::Unlink}; });
    refuses([](JobSpec& spec) { spec.refill = false; });
    refuses([](JobSpec& spec) { spec.compressPercent = 50; });
    refuses([](JobSpec& spec) { spec.filePerWorker = true; });
    refuses([](JobSpec& spec) { spec.samples = nullptr; });
    refuses([](JobSpec& spec) {
        spec.engine = EngineKind::IoUring;
        spec.queueDepth = 2;
    });
}

TEST(JobSampleNames, AreMeasuredBeforeTheyAreWritten) {
    const TemporaryDirectory directory;
    JobSpec spec = samplesSpec(Container::Indexed, directory.path());
    spec.sampleFiles->prefix = std::string(240, 'p');
    EXPECT_THROW(runJob(spec), JobError);
    EXPECT_TRUE(fs::is_empty(directory.path()));
}

}  // namespace
}  // namespace ioproof
