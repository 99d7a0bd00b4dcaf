// Making and opening the files of a job.
#include "core/file_set.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>

#include "core/io_error.h"
#include "test/file_content.h"
#include "test/job_specs.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

TEST(FileSet, MakesEveryFileOfABlockJobWithItsLength) {
    const TemporaryDirectory directory;
    JobSpec spec = blockSpec();
    spec.fileSize = 100'000;
    const FileNamespace files(directory.path(), 5, 2);
    createFiles(files, spec);
    for (uint64_t file = 0; file < 5; ++file) EXPECT_EQ(std::filesystem::file_size(files.path(file)), 100'000u);
    EXPECT_TRUE(std::filesystem::is_directory(files.directoryPath(2)));
}

TEST(FileSet, KeepsTheContentOfFilesThatExist) {
    const TemporaryDirectory directory;
    JobSpec spec = blockSpec();
    spec.fileSize = 10'000;
    const FileNamespace files(directory.path(), 2, 2);
    writeFiles(files, 10'000);
    createFiles(files, spec);
    EXPECT_EQ(readWholeFile(files.path(1)), contentOf(1, 0, 10'000));
}

TEST(FileSet, MakesOnlyTheDirectoriesOfAFilesJob) {
    const TemporaryDirectory directory;
    const FileNamespace files(directory.path(), 5, 2);
    createFiles(files, filesSpec());
    for (uint64_t index = 0; index < 3; ++index) {
        EXPECT_TRUE(std::filesystem::is_directory(files.directoryPath(index)));
        EXPECT_TRUE(std::filesystem::is_empty(files.directoryPath(index)));
    }
}

TEST(FileSet, MakesEveryDirectoryOfATree) {
    const TemporaryDirectory directory;
    JobSpec spec = filesSpec();
    spec.root = directory.path();
    spec.fileCount = 3;
    spec.directoryWidth = 3;
    spec.directoryDepth = 2;
    const FileNamespace files = namespaceOf(spec);
    createFiles(files, spec);
    createFiles(files, spec);
    for (uint64_t leaf = 0; leaf < 9; ++leaf) EXPECT_TRUE(std::filesystem::is_directory(files.directoryPath(leaf)));
}

TEST(FileSet, SaysWhichDirectoryCannotBeMade) {
    const TemporaryDirectory directory;
    const FileNamespace files(directory.path("missing"), 1, 1);
    try {
        createFiles(files, blockSpec());
        FAIL() << "a directory was made without its parent";
    } catch (const IoError& error) {
        EXPECT_EQ(error.failure().operation, OperationKind::Create);
        EXPECT_EQ(error.failure().path, files.directoryPath(0));
        EXPECT_EQ(error.failure().error, ENOENT);
    }
}

TEST(FileSet, SaysWhichFileHasNoRoom) {
    const TemporaryDirectory directory;
    JobSpec spec = blockSpec();
    spec.fileSize = uint64_t{1} << 62;
    const FileNamespace files(directory.path(), 1, 1);
    try {
        createFiles(files, spec);
        FAIL() << "4 EiB were reserved";
    } catch (const IoError& error) {
        EXPECT_EQ(error.failure().path, files.path(0));
        EXPECT_EQ(error.failure().length, spec.fileSize);
        EXPECT_TRUE(error.failure().error == ENOSPC || error.failure().error == EFBIG) << error.what();
    }
}

TEST(FileSet, OpensForWhatTheJobDoes) {
    JobSpec spec = blockSpec();
    EXPECT_EQ(openFlags(spec, false) & (O_ACCMODE | O_DIRECT), O_RDONLY);
    spec.readPercent = 50;
    EXPECT_EQ(openFlags(spec, false) & (O_ACCMODE | O_DIRECT), O_RDWR);
    spec.readPercent = 0;
    EXPECT_EQ(openFlags(spec, true) & (O_ACCMODE | O_DIRECT), O_WRONLY | O_DIRECT);
    EXPECT_NE(openFlags(spec, false) & O_CLOEXEC, 0);
}

TEST(FileSet, OpensEveryFileInOrder) {
    const TemporaryDirectory directory;
    const FileNamespace files(directory.path(), 5, 2);
    writeFiles(files, 100);
    const size_t before = openDescriptors();
    {
        const std::vector<FileDescriptor> opened = openFiles(files, O_RDONLY | O_CLOEXEC);
        ASSERT_EQ(opened.size(), 5u);
        for (uint64_t file = 0; file < 5; ++file) {
            Bytes start(100);
            ASSERT_EQ(pread(opened[file].get(), start.data(), 100, 0), 100);
            EXPECT_EQ(start, contentOf(file, 0, 100));
        }
    }
    EXPECT_EQ(openDescriptors(), before);
}

TEST(FileSet, ClosesWhatItHasOpenedWhenOneIsMissing) {
    const TemporaryDirectory directory;
    writeFiles(FileNamespace(directory.path(), 3, 1), 10);
    const FileNamespace files(directory.path(), 4, 1);
    const size_t before = openDescriptors();
    try {
        openFiles(files, O_RDONLY | O_CLOEXEC);
        FAIL() << "a missing file was opened";
    } catch (const IoError& error) {
        EXPECT_EQ(error.failure().operation, OperationKind::Open);
        EXPECT_EQ(error.failure().path, files.path(3));
        EXPECT_EQ(error.failure().error, ENOENT);
    }
    EXPECT_EQ(openDescriptors(), before);
}

TEST(FileSet, FollowsNoLinkOutOfTheDataSet) {
    const TemporaryDirectory directory;
    const FileNamespace files(directory.path(), 1, 1);
    writeWholeFile(directory.path("elsewhere"), contentOf(0, 0, 10));
    std::filesystem::create_directory(files.directoryPath(0));
    std::filesystem::create_symlink(directory.path("elsewhere"), files.path(0));
    EXPECT_THROW(createFiles(files, blockSpec()), IoError);
    EXPECT_THROW(openFiles(files, openFlags(blockSpec(), false)), IoError);
    EXPECT_EQ(std::filesystem::file_size(directory.path("elsewhere")), 10u);
}

}  // namespace
}  // namespace ioproof
