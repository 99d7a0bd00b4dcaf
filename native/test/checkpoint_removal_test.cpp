// Only what is a checkpoint's own is removed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/checkpoint_files.h"
#include "core/io_error.h"
#include "test/checkpoint_specs.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

namespace fs = std::filesystem;

class CheckpointRemoval : public testing::Test {
protected:
    static void touch(const std::string& path) { std::ofstream(path) << "x"; }

    /// All files of a checkpoint and its seal.
    void makeAll(uint32_t number) {
        makeCheckpointDirectories(files, number);
        for (const std::string& path : files.dataPathsOf(number)) touch(path);
        touch(files.closingPathOf(number, 0));
        touch(files.sealPathOf(number));
    }

    /// Paths of all that there is, to tell that nothing is missing.
    std::vector<std::string> all() const {
        std::vector<std::string> paths;
        for (const auto& entry : fs::recursive_directory_iterator(directory.path())) paths.push_back(entry.path());
        return paths;
    }

    void expectForeign(uint32_t number, const std::string& path) {
        const auto before = all();
        try {
            removeCheckpoint(files, number);
            FAIL() << "was not refused";
        } catch (const IoError& error) {
            EXPECT_EQ(error.code(), "FOREIGN_FILES");
            EXPECT_EQ(error.failure().path, path);
            EXPECT_THAT(error.what(), testing::HasSubstr(path));
        }
        EXPECT_THAT(all(), testing::UnorderedElementsAreArray(before));
    }

    TemporaryDirectory directory;
    const CheckpointSpec spec = checkpointSpec();
    const CheckpointFiles files{directory.path(), spec};
};

TEST_F(CheckpointRemoval, LeavesNothing) {
    makeAll(1);
    makeAll(2);
    EXPECT_EQ(removeCheckpoint(files, 1), 4u);
    EXPECT_FALSE(fs::exists(files.directoryOf(1)));
    EXPECT_TRUE(fs::exists(files.sealPathOf(2)));
    EXPECT_EQ(removeCheckpoint(files, 2), 4u);
    EXPECT_TRUE(all().empty());
}

TEST_F(CheckpointRemoval, TakesWhatIsThereOfAnInterruptedSave) {
    makeCheckpointDirectories(files, 1);
    touch(files.pathOf(1, 0));
    touch(files.temporaryPathOf(1, 2));
    touch(files.closingPathOf(1, 0) + CheckpointFiles::temporarySuffix);
    touch(files.sealPathOf(1) + CheckpointFiles::temporarySuffix);
    EXPECT_EQ(removeCheckpoint(files, 1), 3u);
    EXPECT_TRUE(all().empty());
    EXPECT_EQ(removeCheckpoint(files, 1), 0u);
}

TEST_F(CheckpointRemoval, StaysAwayFromForeignFiles) {
    makeAll(1);
    const std::string top = files.directoryOf(1) + "/notes.txt";
    touch(top);
    expectForeign(1, top);
    fs::remove(top);
    const std::string below = files.directoryOf(1) + "/rank1/notes.txt";
    touch(below);
    expectForeign(1, below);
    fs::remove(below);
    fs::create_directory(files.directoryOf(1) + "/more");
    expectForeign(1, files.directoryOf(1) + "/more");
    fs::remove(files.directoryOf(1) + "/more");
    EXPECT_EQ(removeCheckpoint(files, 1), 4u);
}

TEST_F(CheckpointRemoval, DoesNotFollowLinks) {
    makeAll(1);
    fs::rename(files.directoryOf(1), directory.path("elsewhere"));
    fs::create_directory_symlink(directory.path("elsewhere"), files.directoryOf(1));
    expectForeign(1, files.directoryOf(1));
}

TEST_F(CheckpointRemoval, TellsWhichFileCannotBeRemoved) {
    makeAll(1);
    fs::remove(files.pathOf(1, 0));
    fs::create_directory(files.pathOf(1, 0));
    try {
        removeCheckpoint(files, 1);
        FAIL() << "was not refused";
    } catch (const IoError& error) {
        EXPECT_EQ(error.code(), "IO_ERROR");
        EXPECT_EQ(error.failure().path, files.pathOf(1, 0));
        EXPECT_EQ(error.failure().operation, OperationKind::Unlink);
    }
    EXPECT_FALSE(fs::exists(files.sealPathOf(1))) << "it would be taken for complete";
}

TEST_F(CheckpointRemoval, MakesDirectoriesOnceOrAgain) {
    makeCheckpointDirectories(files, 1);
    makeCheckpointDirectories(files, 1);
    EXPECT_TRUE(fs::is_directory(files.directoryOf(1) + "/rank1"));
}

}  // namespace
}  // namespace ioproof
