// Whole jobs that make, rename and remove names: several workers and passes without a chain in another's way.
#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "test/engine_rig.h"
#include "test/job_run.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

using Kind = OperationKind;
namespace fs = std::filesystem;

class JobNames : public EngineTest {
protected:
    /// Three workers, four passes over 25 files: fewer files a worker than a deep queue has places.
    JobSpec spec(std::vector<Kind> operations) const {
        JobSpec spec = filesSpec();
        spec.engine = GetParam().kind;
        spec.queueDepth = GetParam().queueDepth;
        spec.submitBatch = spec.completeBatch = spec.queueDepth;
        spec.root = directory_.path();
        spec.workers = 3;
        spec.fileCount = 25;
        spec.filesPerDirectory = 10;
        spec.access = Access::Permutation;
        spec.passes = 4;
        spec.operations = std::move(operations);
        spec.createFiles = spec.creates();
        return spec;
    }

    void expectAllDone(const JobSpec& spec) const {
        const JobRun run = runJob(spec);
        EXPECT_EQ(run.result.endReason, EndReason::Passes);
        ASSERT_FALSE(run.result.firstError)
            << nameOf(run.result.firstError->operation) << " of " << run.result.firstError->path << ": "
            << errnoName(run.result.firstError->error);
        for (const Kind kind : spec.operations)
            EXPECT_EQ(totalsOf(run.result.operations, kind).count, spec.passes * spec.fileCount) << nameOf(kind);
        EXPECT_EQ(totalsOf(run.result.operations, Kind::Chain).count,
                  spec.operations.size() > 1 ? spec.passes * spec.fileCount : 0u);
        expectIntervalsAddUp(run);
    }

    /// All entries below the directories of the namespace.
    std::vector<std::string> entries() const {
        std::vector<std::string> found;
        for (const auto& entry : fs::recursive_directory_iterator(directory_.path()))
            if (entry.path().filename().string().starts_with('f')) found.push_back(entry.path().filename());
        return found;
    }

    const TemporaryDirectory directory_;
};

TEST_P(JobNames, MakeAndRemoveDirectoriesPassAfterPass) {
    expectAllDone(spec({Kind::Mkdir, Kind::Rmdir}));
    EXPECT_TRUE(entries().empty());
    EXPECT_TRUE(fs::is_directory(directory_.path("d000002"))) << "of the namespace";
}

TEST_P(JobNames, MakeAndRemoveFilesPassAfterPass) {
    expectAllDone(spec({Kind::Create, Kind::Write, Kind::Close, Kind::Rename, Kind::Stat, Kind::Unlink}));
    EXPECT_TRUE(entries().empty());
}

TEST_P(JobNames, MakeAndRemoveLinksPassAfterPass) {
    JobSpec job = spec({Kind::Link, Kind::Stat, Kind::Unlink});
    const FileNamespace files(job.root, job.fileCount, job.filesPerDirectory);
    writeFiles(files, 4096);
    expectAllDone(job);
    EXPECT_EQ(entries().size(), 25u);
    EXPECT_EQ(fs::hard_link_count(files.path(24)), 1u);
}

TEST_P(JobNames, RenameBackInThePassAfter) {
    for (const uint64_t passes : {1u, 2u, 3u}) {
        JobSpec job = spec({Kind::Rename, Kind::Stat});
        job.passes = passes;
        const FileNamespace files(job.root, job.fileCount, job.filesPerDirectory);
        fs::remove_all(directory_.path("d000000"));
        fs::remove_all(directory_.path("d000001"));
        fs::remove_all(directory_.path("d000002"));
        writeFiles(files, 4096);
        expectAllDone(job);
        for (uint64_t file = 0; file < job.fileCount; ++file)
            EXPECT_EQ(fs::exists(files.path(file)), passes % 2 == 0) << passes << " passes";
        EXPECT_EQ(entries().size(), 25u);
    }
}

TEST_P(JobNames, NameTheEntryThatIsInTheWay) {
    JobSpec job = spec({Kind::Create, Kind::Close, Kind::Mkdir, Kind::Rmdir, Kind::Unlink});
    fs::create_directories(directory_.path("d000001/f000000017.dir"));
    const JobRun run = runJob(job);
    EXPECT_EQ(run.result.endReason, EndReason::Error);
    ASSERT_TRUE(run.result.firstError);
    EXPECT_EQ(run.result.firstError->operation, Kind::Mkdir);
    EXPECT_EQ(run.result.firstError->path, directory_.path("d000001/f000000017.dir"));
    EXPECT_EQ(run.result.firstError->error, EEXIST);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Mkdir).errors, 1u);
}

INSTANTIATE_TEST_SUITE_P(Engine, JobNames, testing::ValuesIn(callingEngines()), engineCaseName);

TEST(JobNamesNull, TouchNothing) {
    JobSpec spec = filesSpec();
    spec.operations = {Kind::Mkdir,   Kind::Setxattr, Kind::Getxattr, Kind::Rename, Kind::Rmdir,
                       Kind::Readdir, Kind::Link,     Kind::Symlink,  Kind::Unlink, Kind::Setattr};
    spec.passes = 3;
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Passes);
    for (const Kind kind : spec.operations) EXPECT_EQ(totalsOf(run.result.operations, kind).count, 30u) << nameOf(kind);
}

}  // namespace
}  // namespace ioproof
