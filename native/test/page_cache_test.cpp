// What of a file is in memory, and dropping it.
#include "core/page_cache.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <string>

#include "core/file_descriptor.h"
#include "core/io_error.h"
#include "test/file_content.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

constexpr size_t fileBytes = size_t{1} << 20;

TEST(PageCache, HoldsAFileThatWasJustWrittenAndForgetsItWhenDropped) {
    const TemporaryDirectory directory;
    SKIP_UNLESS_ON_DISK(directory);
    const FileNamespace files(directory.path(), 3, 2);
    writeFiles(files, fileBytes);
    CacheFacts facts = measureResidency(files, fileBytes);
    EXPECT_EQ(facts.residentBytes, 3 * fileBytes);
    EXPECT_EQ(facts.totalBytes, 3 * fileBytes);
    EXPECT_EQ(facts.method, "mincore");
    dropPageCache(files);
    facts = measureResidency(files, fileBytes);
    EXPECT_EQ(facts.residentBytes, 0u);
    EXPECT_EQ(facts.totalBytes, 3 * fileBytes);
}

TEST(PageCache, ForgetsMoreFilesThanAreSyncedOneByOne) {
    const TemporaryDirectory directory;
    SKIP_UNLESS_ON_DISK(directory);
    const FileNamespace files(directory.path(), 100, 1000);
    writeFiles(files, 8192);
    CacheFacts facts = measureResidency(files, 8192);
    EXPECT_EQ(facts.residentBytes, 64u * 8192);
    EXPECT_EQ(facts.totalBytes, 64u * 8192);
    EXPECT_EQ(facts.method, "mincore, 64 of 100 files");
    dropPageCache(files);
    EXPECT_EQ(measureResidency(files, 8192).residentBytes, 0u);
}

TEST(PageCache, CountsOnlyThePagesThatAreThere) {
    const TemporaryDirectory directory;
    SKIP_UNLESS_ON_DISK(directory);
    const FileNamespace files(directory.path(), 1, 1);
    writeFiles(files, fileBytes);
    dropPageCache(files);
    const FileDescriptor file(open(files.path(0).c_str(), O_RDONLY | O_CLOEXEC));
    ASSERT_EQ(posix_fadvise(file.get(), 0, 0, POSIX_FADV_RANDOM), 0);  // no readahead
    char byte;
    for (const off_t offset : {0, 65'536, 700'000}) ASSERT_EQ(pread(file.get(), &byte, 1, offset), 1);
    const char* method = nullptr;
    EXPECT_EQ(residentBytes(file.get(), fileBytes, &method), 3 * sysconf(_SC_PAGESIZE));
    EXPECT_STREQ(method, "mincore");
    EXPECT_EQ(residentBytes(file.get(), 4096), 4096) << "of the first page only";
}

TEST(PageCache, NeverCountsMoreThanTheFileHas) {
    const TemporaryDirectory directory;
    const FileNamespace files(directory.path(), 1, 1);
    writeFiles(files, 5000);
    EXPECT_EQ(measureResidency(files, 5000).residentBytes, 5000u);
}

TEST(PageCache, AsksTheKernelInAnotherWayWhereAFileCannotBeMapped) {
    const TemporaryDirectory directory;
    SKIP_UNLESS_ON_DISK(directory);
    const std::string path = directory.path("file");
    writeWholeFile(path, contentOf(0, 0, fileBytes));
    const FileDescriptor file(open(path.c_str(), O_WRONLY | O_CLOEXEC));
    const char* method = nullptr;
    const int64_t resident = residentBytes(file.get(), fileBytes, &method);
    if (resident < 0) {
        EXPECT_STREQ(method, "none");
        GTEST_SKIP() << "this kernel has no cachestat (Linux 6.5)";
    }
    EXPECT_STREQ(method, "cachestat");
    EXPECT_EQ(resident, static_cast<int64_t>(fileBytes));
}

TEST(PageCache, SaysWhichFileIsMissing) {
    const TemporaryDirectory directory;
    const FileNamespace files(directory.path(), 2, 1);
    writeFiles(FileNamespace(directory.path(), 1, 1), 10);
    try {
        dropPageCache(files);
        FAIL() << "a missing file was dropped";
    } catch (const IoError& error) {
        EXPECT_EQ(error.code(), "IO_ERROR");
        EXPECT_EQ(error.failure().operation, OperationKind::Open);
        EXPECT_EQ(error.failure().path, files.path(1));
        EXPECT_EQ(error.failure().error, ENOENT);
    }
    EXPECT_EQ(measureResidency(files, 10).totalBytes, 10u) << "of the file that is there";
    EXPECT_THROW(syncFileSystemOf(files.path(1)), IoError);
    EXPECT_NO_THROW(syncFileSystemOf(directory.path()));
}

TEST(PageCache, LeavesNoFileOpen) {
    const TemporaryDirectory directory;
    const FileNamespace files(directory.path(), 5, 2);
    writeFiles(files, 4096);
    const size_t before = openDescriptors();
    dropPageCache(files);
    measureResidency(files, 4096);
    requireWritten(files, 4096);
    syncFileSystemOf(files.path(0));
    EXPECT_EQ(openDescriptors(), before);
}

}  // namespace
}  // namespace ioproof
