// Operations on names and attributes, with every engine: what they leave on the file system, and what follows a
// failure.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "test/engine_rig.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

using Kind = OperationKind;
namespace fs = std::filesystem;

constexpr uint64_t fileCount = 100;
constexpr uint64_t filesPerDirectory = 40;

class EngineNames : public EngineTest {
protected:
    /// Runs the chain on every file of the namespace; returns how many of them ran `executed` operations and ended with
    /// this result.
    uint64_t countEndings(const std::vector<Kind>& operations, uint32_t executed, int32_t result) const {
        const size_t before = openDescriptors();
        const ChainNames names = namesOf(operations);
        uint64_t started = 0;
        uint64_t matching = 0;
        {
            JobSpec spec = engineSpec(GetParam().kind, GetParam().queueDepth, operations);
            EngineRig rig(spec, {}, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
            const auto next = [&](Chain& chain) {
                if (started == fileCount) return false;
                describe(chain, files_.path(started++), operations, names);
                return true;
            };
            rig.drive(next, [&](Chain& chain) {
                EXPECT_EQ(chain.descriptor, -1) << "left open";
                expectTimesInOrder(chain);
                for (uint32_t index = chain.executed; index < chain.count; ++index)
                    EXPECT_EQ(chain.operations[index].result, INT32_MIN) << "must not have run";
                matching += chain.executed == executed && chain.operations[executed - 1].result == result;
            });
        }
        EXPECT_EQ(openDescriptors(), before);
        return matching;
    }

    void expectAllSucceed(const std::vector<Kind>& operations) const {
        EXPECT_EQ(countEndings(operations, static_cast<uint32_t>(operations.size()), 0), fileCount);
    }

    std::string pathOf(uint64_t file, PathName name) const {
        std::string path(files_.pathCapacity(), '\0');
        writeName(name, files_.path(file).c_str(), path.data());
        return path.c_str();
    }

    /// Expects these entries for each file, and nothing else.
    void expectEntries(const std::vector<PathName>& names) const {
        for (uint64_t file = 0; file < fileCount; ++file)
            for (const auto name : names) EXPECT_TRUE(fs::exists(fs::symlink_status(pathOf(file, name)))) << file;
        uint64_t entries = 0;
        for (uint64_t index = 0; index < files_.directoryCount(); ++index)
            entries += static_cast<uint64_t>(
                std::distance(fs::directory_iterator(files_.directoryPath(index)), fs::directory_iterator()));
        EXPECT_EQ(entries, fileCount * names.size());
    }

    /// Whether user attributes can be kept where the files are.
    bool keepsAttributes() const { return setxattr(directory_.path().c_str(), "user.trial", "1", 1, 0) == 0; }

    const TemporaryDirectory directory_;
    const FileNamespace files_{directory_.path(), fileCount, filesPerDirectory};

private:
    static void describe(Chain& chain, const std::string& path, const std::vector<Kind>& operations,
                         const ChainNames& names) {
        std::strcpy(chain.path, path.c_str());
        for (size_t index = 1; index < pathsOf(operations); ++index)
            writeName(static_cast<PathName>(index), chain.path, chain.pathOf(static_cast<PathName>(index)));
        chain.count = static_cast<uint32_t>(operations.size());
        for (size_t index = 0; index < operations.size(); ++index) {
            Operation& operation = chain.operations[index];
            operation = {.kind = operations[index],
                         .name = names.operations[index].name,
                         .otherName = names.operations[index].otherName,
                         .length = isTransfer(operations[index]) ? 4096u : 0u,
                         .result = INT32_MIN,
                         .data = operation.data};
        }
    }

    static void expectTimesInOrder(const Chain& chain) {
        uint64_t before = 0;
        for (uint32_t index = 0; index < chain.executed; ++index) {
            EXPECT_GE(chain.operations[index].startedAt, before);
            EXPECT_LE(chain.operations[index].startedAt, chain.operations[index].finishedAt);
            before = chain.operations[index].finishedAt;
        }
    }
};

TEST_P(EngineNames, MakeAndRemoveDirectories) {
    writeFiles(files_, 1);
    expectAllSucceed({Kind::Mkdir});
    expectEntries({PathName::File, PathName::Directory});
    EXPECT_TRUE(fs::is_directory(pathOf(7, PathName::Directory)));
    EXPECT_EQ(countEndings({Kind::Mkdir}, 1, -EEXIST), fileCount);
    expectAllSucceed({Kind::Rmdir});
    expectEntries({PathName::File});
    EXPECT_EQ(countEndings({Kind::Rmdir}, 1, -ENOENT), fileCount);
}

TEST_P(EngineNames, RenameADirectoryAndRemoveItUnderItsNewName) {
    writeFiles(files_, 1);
    expectAllSucceed({Kind::Mkdir, Kind::Stat, Kind::Rename, Kind::Stat});
    expectEntries({PathName::File, PathName::RenamedDirectory});
    for (uint64_t file = 0; file < fileCount; ++file) fs::remove(pathOf(file, PathName::RenamedDirectory));
    expectAllSucceed({Kind::Mkdir, Kind::Rename, Kind::Rmdir, Kind::Stat});
    expectEntries({PathName::File});
}

TEST_P(EngineNames, RenameFilesWithTheirContent) {
    writeFiles(files_, 5000);
    expectAllSucceed({Kind::Rename, Kind::Stat});
    expectEntries({PathName::RenamedFile});
    EXPECT_EQ(readWholeFile(pathOf(42, PathName::RenamedFile)), contentOf(42, 0, 5000));
    EXPECT_EQ(countEndings({Kind::Rename}, 1, -ENOENT), fileCount);
}

TEST_P(EngineNames, CreateWriteCloseRenameStatAndUnlink) {
    writeFiles(files_, 0);
    const std::vector<Kind> kept = {Kind::Create, Kind::Write, Kind::Close, Kind::Rename, Kind::Stat};
    expectAllSucceed(kept);
    expectEntries({PathName::RenamedFile});
    EXPECT_EQ(fs::file_size(pathOf(0, PathName::RenamedFile)), 4096u);
    std::vector<Kind> removed = kept;
    removed.push_back(Kind::Unlink);
    expectAllSucceed(removed);
    expectEntries({});
}

TEST_P(EngineNames, LinkFiles) {
    writeFiles(files_, 10);
    expectAllSucceed({Kind::Link, Kind::Stat});
    expectEntries({PathName::File, PathName::Link});
    EXPECT_EQ(fs::hard_link_count(files_.path(3)), 2u);
    EXPECT_TRUE(fs::equivalent(files_.path(3), pathOf(3, PathName::Link)));
    EXPECT_EQ(countEndings({Kind::Link}, 1, -EEXIST), fileCount);
    for (uint64_t file = 0; file < fileCount; ++file) fs::remove(pathOf(file, PathName::Link));
    expectAllSucceed({Kind::Link, Kind::Unlink, Kind::Stat});
    expectEntries({PathName::File});
}

TEST_P(EngineNames, MakeSymbolicLinksThatLeadToTheFile) {
    writeFiles(files_, 10);
    expectAllSucceed({Kind::Symlink, Kind::Stat});
    expectEntries({PathName::File, PathName::Symlink});
    EXPECT_EQ(fs::read_symlink(pathOf(41, PathName::Symlink)), fs::path(files_.path(41)).filename());
    EXPECT_EQ(countEndings({Kind::Symlink}, 1, -EEXIST), fileCount);
    for (uint64_t file = 0; file < fileCount; ++file) fs::remove(pathOf(file, PathName::Symlink));
    expectAllSucceed({Kind::Symlink, Kind::Rename, Kind::Stat, Kind::Unlink});
    expectEntries({PathName::File});
}

TEST_P(EngineNames, CountTheEntriesOfADirectory) {
    writeFiles(files_, 1);
    EXPECT_EQ(countEndings({Kind::Readdir}, 1, 40), 80u);
    EXPECT_EQ(countEndings({Kind::Readdir}, 1, 20), 20u) << "the last directory is not full";
    EXPECT_EQ(countEndings({Kind::Readdir, Kind::Stat}, 2, 0), fileCount);
    fs::remove_all(files_.directoryPath(2));
    EXPECT_EQ(countEndings({Kind::Readdir, Kind::Stat}, 1, -ENOENT), 20u);
}

TEST_P(EngineNames, CountDirectoriesThatNeedSeveralCalls) {
    writeFiles(files_, 1);
    constexpr int more = 3000;
    for (int index = 0; index < more; ++index)
        std::ofstream(files_.directoryPath(1) + "/a-name-that-is-longer-than-most-" + std::to_string(index));
    EXPECT_EQ(countEndings({Kind::Readdir}, 1, 40 + more), 40u);
}

TEST_P(EngineNames, SetTimes) {
    writeFiles(files_, 1);
    const auto longAgo = fs::file_time_type::clock::now() - std::chrono::hours(1000);
    for (uint64_t file = 0; file < fileCount; ++file) fs::last_write_time(files_.path(file), longAgo);
    expectAllSucceed({Kind::Setattr});
    for (uint64_t file = 0; file < fileCount; ++file)
        EXPECT_GT(fs::last_write_time(files_.path(file)), longAgo + std::chrono::hours(900));
    fs::remove(files_.path(0));
    EXPECT_EQ(countEndings({Kind::Setattr}, 1, -ENOENT), 1u);
}

TEST_P(EngineNames, SetAttributesAndGetThem) {
    if (!keepsAttributes()) GTEST_SKIP() << "the file system of the temporary files keeps no user attributes";
    writeFiles(files_, 1);
    EXPECT_EQ(countEndings({Kind::Getxattr}, 1, -ENODATA), fileCount);
    expectAllSucceed({Kind::Setxattr, Kind::Getxattr});
    char first[64];
    char second[64];
    ASSERT_EQ(getxattr(files_.path(9).c_str(), "user.ioproof", first, sizeof(first)), 32);
    expectAllSucceed({Kind::Open, Kind::Setxattr, Kind::Close});
    ASSERT_EQ(getxattr(files_.path(9).c_str(), "user.ioproof", second, sizeof(second)), 32);
    EXPECT_NE(std::memcmp(first, second, 32), 0) << "the same value need not be written";
}

TEST_P(EngineNames, TellThatAttributesAreNotSupported) {
    // procfs keeps no attributes, whoever asks.
    JobSpec spec = engineSpec(GetParam().kind, GetParam().queueDepth, {Kind::Setxattr});
    EngineRig rig(spec, {});
    std::strcpy(rig.chain(0).path, "/proc/self/status");
    const int32_t result = rig.run(Kind::Setxattr, chainDescriptor, 0, 0);
    EXPECT_TRUE(result == -EOPNOTSUPP || result == -EPERM || result == -EACCES) << result;
}

TEST_P(EngineNames, StopInTheMiddleAndCloseTheFile) {
    writeFiles(files_, 0);
    // The link cannot be made where one is already, with the file still open.
    for (uint64_t file = 0; file < fileCount; ++file) std::ofstream(pathOf(file, PathName::Link));
    EXPECT_EQ(countEndings({Kind::Open, Kind::Setattr, Kind::Link, Kind::Close}, 3, -EEXIST), fileCount);
    for (uint64_t file = 0; file < fileCount; ++file) fs::remove(files_.path(file));
    EXPECT_EQ(countEndings({Kind::Create, Kind::Close, Kind::Rename, Kind::Rmdir, Kind::Stat}, 4, -ENOENT), fileCount);
    EXPECT_EQ(countEndings({Kind::Open, Kind::Setattr, Kind::Close}, 1, -ENOENT), fileCount);
}

INSTANTIATE_TEST_SUITE_P(Engine, EngineNames, testing::ValuesIn(callingEngines()), engineCaseName);

TEST(UringNames, SayWhichOperationsAreNotInTheRing) {
    const std::string refusal = refusalOf(EngineKind::IoUring);
    if (!refusal.empty()) GTEST_SKIP() << refusal;
    EngineRig rig(engineSpec(EngineKind::IoUring, 1, {Kind::Readdir, Kind::Setattr, Kind::Readdir, Kind::Stat}), {});
    const auto& features = rig.engine().features();
    const auto has = [&](const char* name) { return std::count(features.begin(), features.end(), name); };
    EXPECT_EQ(has("readdir-by-plain-call"), 1);
    EXPECT_EQ(has("setattr-by-plain-call"), 1);
    EXPECT_EQ(has("stat-by-plain-call"), 0);
    EXPECT_TRUE(rig.engine().refused().empty());
}

}  // namespace
}  // namespace ioproof
