// Files that are not fully written are refused: reading a hole costs the storage nothing.
#include <fcntl.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <string>

#include "core/file_descriptor.h"
#include "core/io_error.h"
#include "core/page_cache.h"
#include "test/file_content.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

constexpr size_t fileBytes = size_t{1} << 20;

std::optional<IoError> refusalOf(const FileNamespace& files, uint64_t fileSize = fileBytes) {
    try {
        requireWritten(files, fileSize);
        return std::nullopt;
    } catch (const IoError& error) {
        return error;
    }
}

class RequireWritten : public testing::Test {
protected:
    void SetUp() override {
        SKIP_UNLESS_ON_DISK(directory_);
        writeFiles(files_, fileBytes);
    }

    /// The second file, replaced by an empty one.
    FileDescriptor emptied() const { return FileDescriptor(open(path_.c_str(), O_RDWR | O_TRUNC | O_CLOEXEC)); }

    const TemporaryDirectory directory_;
    const FileNamespace files_{directory_.path(), 3, 2};
    const std::string path_ = files_.path(1);
};

TEST_F(RequireWritten, AcceptsFilesThatAreWrittenToTheLastByte) {
    EXPECT_FALSE(refusalOf(files_));
    dropPageCache(files_);
    EXPECT_FALSE(refusalOf(files_)) << "with nothing in memory";
}

TEST_F(RequireWritten, FindsAHoleInTheMiddle) {
    const FileDescriptor file = emptied();
    const Bytes half = contentOf(1, 0, fileBytes / 2);
    ASSERT_EQ(pwrite(file.get(), half.data(), 65'536, 0), 65'536);
    ASSERT_EQ(pwrite(file.get(), half.data(), fileBytes / 2, fileBytes / 2), static_cast<ssize_t>(fileBytes / 2));
    const auto error = refusalOf(files_);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code(), "HOLES");
    EXPECT_EQ(error->failure().path, path_);
    EXPECT_EQ(error->failure().offset, 65'536u);
    EXPECT_EQ(error->failure().length, fileBytes - 65'536);
    EXPECT_NE(std::string(error->what()).find("65536"), std::string::npos) << error->what();
}

TEST_F(RequireWritten, FindsAFileThatIsNothingButAHole) {
    ASSERT_EQ(ftruncate(emptied().get(), fileBytes), 0);
    const auto error = refusalOf(files_);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code(), "HOLES");
    EXPECT_EQ(error->failure().offset, 0u);
}

TEST_F(RequireWritten, FindsSpaceThatIsReservedButNotWritten) {
    const FileDescriptor file = emptied();
    if (fallocate(file.get(), 0, 0, fileBytes) != 0) GTEST_SKIP() << "fallocate: " << errnoName(errno);
    const Bytes start = contentOf(1, 0, 4096);
    ASSERT_EQ(pwrite(file.get(), start.data(), start.size(), 0), 4096);
    ASSERT_EQ(fsync(file.get()), 0);
    const auto error = refusalOf(files_);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code(), "HOLES");
    EXPECT_GE(error->failure().offset, 4096u);
    EXPECT_LT(error->failure().offset, fileBytes);
}

TEST_F(RequireWritten, FindsAFileThatIsTooShortOrTooLong) {
    for (const uint64_t wrong : {fileBytes - 1, fileBytes + 1, uint64_t{0}}) {
        std::filesystem::resize_file(path_, wrong);
        const auto error = refusalOf(files_);
        ASSERT_TRUE(error) << wrong;
        EXPECT_EQ(error->code(), "WRONG_SIZE");
        EXPECT_EQ(error->failure().path, path_);
        EXPECT_EQ(error->failure().offset, wrong) << "the size that it has";
        EXPECT_EQ(error->failure().length, fileBytes) << "the size that it should have";
    }
}

TEST_F(RequireWritten, FindsAMissingFile) {
    std::filesystem::remove(path_);
    const auto error = refusalOf(files_);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->failure().error, ENOENT);
    EXPECT_EQ(error->failure().path, path_);
}

TEST_F(RequireWritten, AsksNothingOfEmptyFiles) { EXPECT_FALSE(refusalOf(files_, 0)); }

TEST_F(RequireWritten, ExpectsOfEachFileItsOwnSize) {
    const FileSizes sizes({.form = SizeForm::Uniform, .from = 1, .to = 100'000}, 100'000, 4);
    for (uint64_t file = 0; file < 3; ++file) std::filesystem::resize_file(files_.path(file), sizes.of(file));
    requireWritten(files_, sizes);
    std::filesystem::resize_file(path_, sizes.of(1) - 1);
    EXPECT_THROW(requireWritten(files_, sizes), IoError);
    uint64_t total = 0;
    for (uint64_t file = 0; file < 3; ++file) total += sizes.of(file);
    EXPECT_EQ(measureResidency(files_, sizes).totalBytes, total);
}

}  // namespace
}  // namespace ioproof
