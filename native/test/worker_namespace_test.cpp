// Workers with directories of their own, and trees that hold files in every directory.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/file_namespace.h"

namespace ioproof {
namespace {

std::string parentOf(const std::string& path) { return path.substr(0, path.rfind('/')); }

TEST(WorkerParts, AreRangesThatDifferByOneAtMost) {
    for (const uint64_t count : {1u, 2u, 10u, 103u, 4096u}) {
        for (const uint32_t workers : {1u, 3u, 7u, 200u}) {
            const WorkerParts parts{.count = count, .workers = workers};
            EXPECT_EQ(parts.start(0), 0u);
            EXPECT_EQ(parts.start(workers), count);
            for (uint32_t worker = 0; worker < workers; ++worker) {
                EXPECT_EQ(parts.start(worker), count * worker / workers);
                EXPECT_LE(parts.size(worker) - count / workers, 1u);
                for (uint64_t item = parts.start(worker); item < parts.start(worker + 1); ++item)
                    ASSERT_EQ(parts.workerOf(item), worker);
            }
        }
    }
}

TEST(WorkerParts, AreExactForMoreItemsThanMultiplyInto64Bits) {
    const WorkerParts parts{.count = (uint64_t{1} << 53) - 1, .workers = 4095};
    for (const uint32_t worker : {0u, 1u, 2047u, 4094u}) {
        EXPECT_EQ(parts.workerOf(parts.start(worker)), worker);
        EXPECT_EQ(parts.workerOf(parts.start(worker + 1) - 1), worker);
    }
}

TEST(WorkerNamespace, LaysOutEachPartAnewSideBySide) {
    // 11 files of 3 workers: 0 to 2, 3 to 6 and 7 to 10; 3 to a directory.
    const FileNamespace files("/r", 11, 3, {}, "f", 3);
    EXPECT_EQ(files.path(0), "/r/w000000/d000000/f000000000");
    EXPECT_EQ(files.path(2), "/r/w000000/d000000/f000000002");
    EXPECT_EQ(files.path(3), "/r/w000001/d000000/f000000003");
    EXPECT_EQ(files.path(6), "/r/w000001/d000001/f000000006");
    EXPECT_EQ(files.path(10), "/r/w000002/d000001/f000000010");
    const std::vector<std::string> directories = {"/r/w000000/d000000", "/r/w000001/d000000", "/r/w000001/d000001",
                                                  "/r/w000002/d000000", "/r/w000002/d000001"};
    ASSERT_EQ(files.directoryCount(), directories.size());
    ASSERT_EQ(files.workerRoots(), 3u);
    ASSERT_EQ(files.branchCount(), 3 + directories.size());
    for (uint64_t index = 0; index < directories.size(); ++index) {
        EXPECT_EQ(files.directoryPath(index), directories[index]);
        EXPECT_EQ(files.branchPath(3 + index), directories[index]);
    }
    EXPECT_EQ(files.branchPath(1), "/r/w000001");
    EXPECT_EQ(files.directoryOf(2), 0u);
    EXPECT_EQ(files.directoryOf(6), 2u);
}

TEST(WorkerNamespace, GivesEachWorkerATreeOfItsOwn) {
    const FileNamespace files("/r", 10, 1, {.width = 2, .depth = 2}, "f", 2);
    EXPECT_EQ(files.path(0), "/r/w000000/d0/d0/f000000000");
    EXPECT_EQ(files.path(4), "/r/w000000/d1/d1/f000000004");
    EXPECT_EQ(files.path(5), "/r/w000001/d0/d0/f000000005");
    EXPECT_EQ(files.directoryCount(), 8u);
    EXPECT_EQ(files.branchCount(), 2 + 2 * 6u);
    EXPECT_EQ(files.firstBranchOf(0), 2u);
    EXPECT_EQ(files.firstBranchOf(1), 8u);
    EXPECT_EQ(files.branchPath(8), "/r/w000001/d0");
    EXPECT_EQ(files.branchPath(13), "/r/w000001/d1/d1");
}

TEST(WorkerNamespace, NeedsNoMoreThanItsCapacity) {
    const uint64_t most = (uint64_t{1} << 53) - 1;
    const FileNamespace files("/r", most, 1, {.width = 1, .depth = 32}, "f", 4096);
    std::vector<char> memory(files.pathCapacity(), 'x');
    files.writePath(most - 1, memory.data());
    EXPECT_EQ(std::string(memory.data()).find("/r/w004095/d0/"), 0u);
}

TEST(EveryDirectory, HoldsFilesEvenlyWithOneMoreInTheFirst) {
    // The root of the tree, 2 and 4 directories: 7 that hold files.
    const FileNamespace files("/r", 16, 1, {.width = 2, .depth = 2, .filesEverywhere = true});
    EXPECT_EQ(files.directoryCount(), 7u);
    EXPECT_EQ(files.branchCount(), 6u);
    EXPECT_EQ(files.path(0), "/r/f000000000");
    EXPECT_EQ(files.path(2), "/r/f000000002");
    EXPECT_EQ(files.path(3), "/r/d0/f000000003");
    EXPECT_EQ(files.path(6), "/r/d1/f000000006");
    EXPECT_EQ(files.path(8), "/r/d0/d0/f000000008");
    EXPECT_EQ(files.path(15), "/r/d1/d1/f000000015");
    EXPECT_EQ(files.directoryPath(0), "/r");
    EXPECT_EQ(files.directoryPath(6), "/r/d1/d1");
}

class EveryLayout : public testing::TestWithParam<std::tuple<uint64_t, uint32_t, DirectoryTree>> {};

TEST_P(EveryLayout, HasEachFileInADirectoryThatItNames) {
    const auto [count, workers, tree] = GetParam();
    const FileNamespace files("root", count, 3, tree, "f", workers);
    std::set<std::string> branches = {"root"};
    for (uint64_t branch = 0; branch < files.branchCount(); ++branch) {
        const std::string path = files.branchPath(branch);
        ASSERT_TRUE(branches.contains(parentOf(path))) << path;
        ASSERT_TRUE(branches.insert(path).second) << path;
    }
    std::map<std::string, uint64_t> inDirectory;
    for (uint64_t directory = 0; directory < files.directoryCount(); ++directory) {
        const std::string path = files.directoryPath(directory);
        EXPECT_TRUE(branches.contains(path)) << path;
        EXPECT_TRUE(inDirectory.try_emplace(path).second) << path;
    }
    std::set<std::string> paths;
    for (uint64_t file = 0; file < count; ++file) {
        const std::string path = files.path(file);
        ASSERT_TRUE(paths.insert(path).second) << path;
        ASSERT_EQ(parentOf(path), files.directoryPath(files.directoryOf(file)));
        ++inDirectory.at(parentOf(path));
    }
    if (tree.depth > 0) return;
    for (const auto& [path, inside] : inDirectory) EXPECT_TRUE(inside >= 1 && inside <= 3) << path;
}

INSTANTIATE_TEST_SUITE_P(FileNamespace, EveryLayout,
                         testing::Combine(testing::Values(1u, 5u, 8u, 9u, 10u, 100u), testing::Values(0u, 1u, 3u, 7u),
                                          testing::Values(DirectoryTree{}, DirectoryTree{.width = 3, .depth = 2},
                                                          DirectoryTree{
                                                              .width = 2, .depth = 3, .filesEverywhere = true})));

}  // namespace
}  // namespace ioproof
