// Whether O_DIRECT is believed: on a disk file system it is, on tmpfs it is seen through.
#include "core/direct_io.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <string>

#include "core/io_error.h"
#include "test/file_content.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

constexpr size_t fileBytes = size_t{2} << 20;

TEST(DirectIo, IsUsedOnADiskFileSystem) {
    const TemporaryDirectory directory;
    SKIP_UNLESS_ON_DISK(directory);
    for (const size_t bytes : {size_t{100}, size_t{4096}, size_t{5000}, fileBytes}) {
        writeWholeFile(directory.path("file"), contentOf(0, 0, bytes));
        const DirectFacts facts = probeDirect(directory.path("file"), bytes);
        EXPECT_TRUE(facts.requested);
        EXPECT_TRUE(facts.used) << bytes << " bytes: " << facts.reason;
        EXPECT_EQ(facts.reason, "");
        EXPECT_TRUE(facts.method == "statx" || facts.method == "trial") << facts.method;
        EXPECT_GE(facts.offsetAlignment, 1u);
        EXPECT_LE(facts.offsetAlignment, 4096u);
        EXPECT_LE(facts.memoryAlignment, 4096u);
    }
}

TEST(DirectIo, IsNotUsedOnTmpfsWhateverTheKernelSays) {
    if (tmpfsParent().empty()) GTEST_SKIP() << "no tmpfs at /dev/shm";
    const TemporaryDirectory directory(tmpfsParent());
    writeWholeFile(directory.path("file"), contentOf(0, 0, fileBytes));
    const DirectFacts facts = probeDirect(directory.path("file"), fileBytes);
    EXPECT_TRUE(facts.requested);
    EXPECT_FALSE(facts.used);
    EXPECT_NE(facts.reason, "");
    EXPECT_FALSE(probeDirectIn(directory.path()).used);
}

TEST(DirectIo, SaysWhyAMissingFileHasNone) {
    const TemporaryDirectory directory;
    const DirectFacts facts = probeDirect(directory.path("missing"), 4096);
    EXPECT_FALSE(facts.used);
    EXPECT_NE(facts.reason.find("ENOENT"), std::string::npos) << facts.reason;
}

TEST(DirectIo, IsTriedInADirectoryWithoutLeavingATrace) {
    const TemporaryDirectory directory;
    const size_t before = openDescriptors();
    const DirectFacts inDirectory = probeDirectIn(directory.path());
    EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
    EXPECT_EQ(openDescriptors(), before);
    writeWholeFile(directory.path("file"), contentOf(0, 0, fileBytes));
    const DirectFacts ofFile = probeDirect(directory.path("file"), fileBytes);
    EXPECT_EQ(inDirectory.used, ofFile.used);
    EXPECT_EQ(inDirectory.offsetAlignment, ofFile.offsetAlignment);
    EXPECT_EQ(openDescriptors(), before);
}

TEST(DirectIo, CannotBeTriedInAMissingDirectory) {
    const TemporaryDirectory directory;
    try {
        probeDirectIn(directory.path("missing"));
        FAIL() << "a file was made in a missing directory";
    } catch (const IoError& error) {
        EXPECT_EQ(error.failure().operation, OperationKind::Create);
        EXPECT_EQ(error.failure().error, ENOENT);
    }
}

TEST(DirectIo, NamesABlockSizeThatDoesNotFit) {
    const DirectFacts facts{.requested = true,
                            .used = true,
                            .memoryAlignment = 4,
                            .offsetAlignment = 4096,
                            .method = "statx",
                            .reason = ""};
    EXPECT_EQ(misalignment(facts, 4096), "");
    EXPECT_EQ(misalignment(facts, 1 << 20), "");
    for (const uint64_t blockSize : {uint64_t{512}, uint64_t{4095}, uint64_t{6144}}) {
        const std::string problem = misalignment(facts, blockSize);
        EXPECT_NE(problem.find(std::to_string(blockSize)), std::string::npos) << problem;
        EXPECT_NE(problem.find("4096"), std::string::npos) << problem;
    }
    EXPECT_EQ(misalignment({}, 7), "") << "where nothing is known, nothing is refused";
}

}  // namespace
}  // namespace ioproof
