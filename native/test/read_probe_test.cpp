// What is told of direct I/O and of reads that must not wait: on a disk file system, on tmpfs, and of what is not
// there.
#include "core/read_probe.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <string>

#include "core/io_error.h"
#include "test/file_content.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

constexpr size_t fileBytes = size_t{1} << 20;

std::string fileIn(const TemporaryDirectory& directory) {
    writeWholeFile(directory.path("file"), contentOf(0, 0, fileBytes));
    return directory.path("file");
}

TEST(ReadProbe, FindsTheAlignmentEnforcedOnADiskFileSystem) {
    const TemporaryDirectory directory;
    SKIP_UNLESS_ON_DISK(directory);
    if (directory.fileSystem() == BTRFS_SUPER_MAGIC) GTEST_SKIP() << "btrfs falls back to buffered I/O";
    const ReadProbe probe = probeReads(fileIn(directory));
    EXPECT_EQ(probe.misaligned, "EINVAL");
    EXPECT_TRUE(probe.nowait == "accepted" || probe.nowait == "EAGAIN") << probe.nowait;
}

TEST(ReadProbe, FindsNoNowaitOnTmpfs) {
    if (tmpfsParent().empty()) GTEST_SKIP() << "no tmpfs at /dev/shm";
    const TemporaryDirectory directory(tmpfsParent());
    const ReadProbe probe = probeReads(fileIn(directory));
    EXPECT_EQ(probe.nowait, "EOPNOTSUPP");
    // Before Linux 6.6 tmpfs refused O_DIRECT altogether.
    EXPECT_TRUE(probe.misaligned == "accepted" || probe.misaligned == "EINVAL") << probe.misaligned;
}

TEST(ReadProbe, LeavesNoDescriptorOpen) {
    const TemporaryDirectory directory;
    const std::string path = fileIn(directory);
    const size_t before = openDescriptors();
    probeReads(path);
    statxDirect(path);
    EXPECT_EQ(openDescriptors(), before);
}

TEST(ReadProbe, NamesTheFileThatIsNotThere) {
    const TemporaryDirectory directory;
    try {
        probeReads(directory.path("missing"));
        FAIL() << "a missing file was read";
    } catch (const IoError& error) {
        EXPECT_EQ(error.failure().operation, OperationKind::Open);
        EXPECT_EQ(error.failure().error, ENOENT);
    }
}

TEST(DirectAlignment, IsAPowerOfTwoWhereTheFileSystemTells) {
    const TemporaryDirectory directory;
    SKIP_UNLESS_ON_DISK(directory);
    const DirectAlignment alignment = statxDirect(fileIn(directory));
    if (!alignment.told) GTEST_SKIP() << "this kernel or file system does not tell";
    for (const uint32_t bytes : {alignment.memory, alignment.offset}) {
        EXPECT_GE(bytes, 1u);
        EXPECT_EQ(bytes & (bytes - 1), 0u) << bytes;
    }
    EXPECT_LE(alignment.readOffset, alignment.offset);
}

TEST(DirectAlignment, OfAMissingFileIsAnError) {
    const TemporaryDirectory directory;
    try {
        statxDirect(directory.path("missing"));
        FAIL() << "a missing file has an alignment";
    } catch (const IoError& error) {
        EXPECT_EQ(error.failure().operation, OperationKind::Stat);
        EXPECT_EQ(error.failure().error, ENOENT);
    }
}

}  // namespace
}  // namespace ioproof
