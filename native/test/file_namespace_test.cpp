// Index → path: the documented form, one path an index, and never more bytes than promised.
#include "core/file_namespace.h"

#include <gtest/gtest.h>

#include <cstring>
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

}  // namespace
}  // namespace ioproof
