// Index → path: the documented form, one path an index, and never more bytes than promised.
#include "core/file_namespace.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <set>
#include <vector>

namespace ioproof {
namespace {

TEST(FileNamespace, PrintsDirectoryAndIndexWithLeadingZeros) {
    const FileNamespace files("/data", 3'000'000'000, 1000);
    EXPECT_EQ(files.path(0), "/data/d000000/f000000000");
    EXPECT_EQ(files.path(999), "/data/d000000/f000000999");
    EXPECT_EQ(files.path(1000), "/data/d000001/f000001000");
    EXPECT_EQ(files.path(2'999'999'999), "/data/d2999999/f2999999999");
    EXPECT_EQ(files.directoryPath(12), "/data/d000012");
}

TEST(FileNamespace, CountsItsDirectories) {
    EXPECT_EQ(FileNamespace("/data", 1, 1000).directoryCount(), 1u);
    EXPECT_EQ(FileNamespace("/data", 1000, 1000).directoryCount(), 1u);
    EXPECT_EQ(FileNamespace("/data", 1001, 1000).directoryCount(), 2u);
    EXPECT_EQ(FileNamespace("/data", 7, 1).directoryCount(), 7u);
    EXPECT_EQ(FileNamespace("/data", 7, 3).directoryOf(6), 2u);
}

TEST(FileNamespace, GivesEachIndexAPathOfItsOwnInsideItsDirectory) {
    const FileNamespace files("root", 5000, 70);
    std::set<std::string> seen;
    for (uint64_t file = 0; file < files.fileCount(); ++file) {
        const std::string path = files.path(file);
        ASSERT_TRUE(seen.insert(path).second) << path;
        ASSERT_EQ(path.rfind(files.directoryPath(files.directoryOf(file)) + "/", 0), 0u) << path;
    }
}

TEST(FileNamespace, WritesTheSamePathWithoutAllocating) {
    const FileNamespace files("/a/b", 100, 10);
    std::vector<char> memory(files.pathCapacity(), 'x');
    for (uint64_t file = 0; file < 100; ++file) {
        files.writePath(file, memory.data());
        ASSERT_EQ(std::string(memory.data()), files.path(file));
    }
}

TEST(FileNamespace, NeedsNoMoreThanItsCapacityForTheLargestIndex) {
    const FileNamespace files("/data", UINT64_MAX, 1);
    std::vector<char> memory(files.pathCapacity() + 64, 'x');
    files.writePath(UINT64_MAX, memory.data());
    EXPECT_LE(std::strlen(memory.data()) + 1, files.pathCapacity());
}

TEST(FileNamespace, PrintsTheLevelsOfATreeWithAsManyDigitsAsItsWidthNeeds) {
    const FileNamespace files("/data", 1'000'000, 1, {.width = 12, .depth = 2}, "image-");
    EXPECT_EQ(files.directoryCount(), 144u);
    EXPECT_EQ(files.path(0), "/data/d00/d00/image-000000000");
    EXPECT_EQ(files.path(999'999), "/data/d11/d11/image-000999999");
    EXPECT_EQ(files.directoryPath(13), "/data/d01/d01");
    EXPECT_EQ(FileNamespace("/data", 9, 1, {.width = 1, .depth = 3}).path(8), "/data/d0/d0/d0/f000000008");
    EXPECT_EQ(FileNamespace("/data", 1'281'167, 1, {.width = 1000, .depth = 1}).path(1'281'166),
              "/data/d999/f001281166");
}

TEST(FileNamespace, SharesTheFilesEvenlyAmongTheLeavesOfATree) {
    for (const uint64_t count : {1u, 7u, 8u, 9u, 100u, 12'811u}) {
        const FileNamespace files("/data", count, 1, {.width = 2, .depth = 3});
        std::vector<uint64_t> inLeaf(files.directoryCount(), 0);
        uint64_t last = 0;
        for (uint64_t file = 0; file < count; ++file) {
            const uint64_t leaf = files.directoryOf(file);
            ASSERT_LT(leaf, 8u);
            ASSERT_GE(leaf, last) << "neighbours lie together";
            last = leaf;
            ++inLeaf[leaf];
        }
        for (const uint64_t count_of_leaf : inLeaf) {
            EXPECT_GE(count_of_leaf, count / 8);
            EXPECT_LE(count_of_leaf, (count + 7) / 8);
        }
    }
}

TEST(FileNamespace, NamesTheParentsBeforeWhatIsInThem) {
    const FileNamespace files("root", 20, 1, {.width = 3, .depth = 3});
    EXPECT_EQ(files.branchCount(), 3u + 9u + 27u);
    std::set<std::string> seen = {"root"};
    for (uint64_t branch = 0; branch < files.branchCount(); ++branch) {
        const std::string path = files.branchPath(branch);
        ASSERT_TRUE(seen.contains(path.substr(0, path.rfind('/')))) << path;
        ASSERT_TRUE(seen.insert(path).second) << path;
    }
    for (uint64_t leaf = 0; leaf < files.directoryCount(); ++leaf)
        EXPECT_TRUE(seen.contains(files.directoryPath(leaf)));
}

TEST(FileNamespace, HasItsDirectoriesAsBranchesWhereTheyLieSideBySide) {
    const FileNamespace files("root", 50, 7);
    ASSERT_EQ(files.branchCount(), files.directoryCount());
    for (uint64_t index = 0; index < files.branchCount(); ++index)
        EXPECT_EQ(files.branchPath(index), files.directoryPath(index));
}

TEST(FileNamespace, NeedsNoMoreThanItsCapacityInTheDeepestTree) {
    const FileNamespace files("/data", UINT64_MAX, 1, {.width = 1, .depth = 32}, std::string(200, 'x'));
    std::vector<char> memory(files.pathCapacity() + 64, 'x');
    files.writePath(UINT64_MAX - 1, memory.data());
    EXPECT_LE(std::strlen(memory.data()) + 1, files.pathCapacity());
}

TEST(FileNamespace, KnowsTheDirectoriesOfATrainingDataSet) {
    for (const uint64_t subfolders : {0, 4}) {
        SampleFileSpec spec;
        spec.container = Container::Indexed;
        spec.extension = "indexed_binary";
        spec.trainFiles = 30;
        spec.evalFiles = 150;
        spec.recordLength = 100;
        spec.subfolders = subfolders;
        const FileNamespace files("/data/set", std::make_shared<const SampleFiles>(spec));
        ASSERT_EQ(files.fileCount(), 540u);
        EXPECT_EQ(files.branchPath(0), "/data/set/train");
        size_t longest = 0;
        for (uint64_t file = 0; file < files.fileCount(); ++file) {
            const std::string path = files.path(file);
            EXPECT_EQ(path.substr(0, path.rfind('/')), files.directoryPath(files.directoryOf(file)));
            longest = std::max(longest, path.size());
        }
        EXPECT_EQ(files.path(files.longestNamed()).size(), longest);
        EXPECT_GE(files.pathCapacity(), longest + longestNameSuffix + 1);
        for (uint64_t branch = 0; branch < files.branchCount(); ++branch)
            EXPECT_EQ(files.branchPath(branch).rfind("/data/set/", 0), 0u);
    }
}

}  // namespace
}  // namespace ioproof
