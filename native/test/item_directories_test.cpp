// Directories as items: a tree is made from its root and removed from its leaves.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/file_set.h"
#include "core/io_error.h"
#include "test/engine_rig.h"
#include "test/job_run.h"
#include "test/job_specs.h"
#include "test/source_walk.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

namespace fs = std::filesystem;
using Kind = OperationKind;

JobSpec treeSpec(Kind kind, const std::string& root) {
    JobSpec spec = filesSpec();
    spec.engine = EngineKind::Sync;
    spec.root = root;
    spec.operations = {kind};
    spec.itemsAreDirectories = true;
    spec.directoryWidth = 3;
    spec.directoryDepth = 3;
    spec.createFiles = true;
    return spec;
}

uint64_t directoriesBelow(const std::string& root) {
    uint64_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(root)) count += entry.is_directory();
    return count;
}

TEST(ItemDirectories, AreGivenParentsFirstAndRemovedChildrenFirst) {
    JobSpec spec = treeSpec(Kind::Mkdir, "/r");
    spec.directoryWidth = 2;
    spec.directoryDepth = 2;
    const std::vector<std::string> expected = {"/r/d0", "/r/d1", "/r/d0/d0", "/r/d0/d1", "/r/d1/d0", "/r/d1/d1"};
    SourceWalk made(spec, {.index = 0, .count = 1}, 1);
    std::vector<std::string> paths;
    for (const GivenChain& chain : made.all()) {
        paths.push_back(chain.path);
        ASSERT_EQ(chain.operations.size(), 1u);
        EXPECT_EQ(chain.operations[0].name, PathName::File) << "the item itself";
    }
    EXPECT_EQ(paths, expected);
    spec.operations = {Kind::Rmdir};
    SourceWalk removed(spec, {.index = 0, .count = 1}, 1);
    paths.clear();
    for (const GivenChain& chain : removed.all()) paths.insert(paths.begin(), chain.path);
    EXPECT_EQ(paths, expected);
}

class TreeOf : public testing::TestWithParam<bool> {};

TEST_P(TreeOf, IsMadeAndRemoved) {
    const TemporaryDirectory directory;
    JobSpec spec = treeSpec(Kind::Mkdir, directory.path());
    spec.filePerWorker = GetParam();
    spec.workers = GetParam() ? 4 : 1;
    const uint64_t each = 3 + 9 + 27;
    const uint64_t roots = GetParam() ? 4 : 0;
    JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Passes);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Mkdir).count, each * spec.workers);
    EXPECT_EQ(directoriesBelow(directory.path()), each * spec.workers + roots);
    spec.operations = {Kind::Rmdir};
    spec.operationsBefore = {Kind::Mkdir};
    run = runJob(spec);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Rmdir).count, each * spec.workers);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Rmdir).errors, 0u);
    EXPECT_EQ(directoriesBelow(directory.path()), roots) << "those of the workers stay";
}

INSTANTIATE_TEST_SUITE_P(ItemDirectories, TreeOf, testing::Bool(),
                         [](const auto& test) { return test.param ? "OfEachWorker" : "OfOneWorker"; });

TEST(ItemDirectories, LieSideBySideWithoutATree) {
    const TemporaryDirectory directory;
    JobSpec spec = treeSpec(Kind::Mkdir, directory.path());
    spec.directoryWidth = spec.directoryDepth = 0;
    const JobRun run = runJob(spec);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Mkdir).count, 3u) << "10 files, 4 to a directory";
    EXPECT_TRUE(fs::is_directory(directory.path("d000002")));
}

TEST(ItemDirectories, AreNotMadeInAnyOrderOrByTwo) {
    const auto isRefused = [](auto change) {
        JobSpec spec = treeSpec(Kind::Mkdir, "/r");
        change(spec);
        try {
            spec.check();
            return false;
        } catch (const JobError&) {
            return true;
        }
    };
    EXPECT_FALSE(isRefused([](JobSpec&) {}));
    EXPECT_TRUE(isRefused([](JobSpec& spec) { spec.access = Access::Permutation; }));
    EXPECT_TRUE(isRefused([](JobSpec& spec) { spec.workers = 2; }));
    EXPECT_FALSE(isRefused([](JobSpec& spec) {
        spec.workers = 2;
        spec.filePerWorker = true;
    }));
    EXPECT_TRUE(isRefused([](JobSpec& spec) {
        spec.engine = EngineKind::IoUring;
        spec.queueDepth = 2;
    }));
    EXPECT_TRUE(isRefused([](JobSpec& spec) { spec.operations = {Kind::Open, Kind::Read, Kind::Close}; }));
    EXPECT_TRUE(isRefused([](JobSpec& spec) { spec.operations = {Kind::Mkdir, Kind::Rmdir}; }));
}

}  // namespace
}  // namespace ioproof
