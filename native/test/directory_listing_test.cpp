// Listings and looks for names that nothing has, with every engine: results, errors, and what is told on the way.
#include "engines/directory_listing.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "test/engine_rig.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

using Kind = OperationKind;
namespace fs = std::filesystem;

/// Keeps what it is told; `then` decides whether the listing goes on.
class Told final : public EntryObserver {
public:
    explicit Told(std::function<bool(size_t)> then = [](size_t) { return true; }) : then_(std::move(then)) {}

    bool looked(uint64_t startedAt, uint64_t finishedAt, Answer answer) override {
        EXPECT_LE(startedAt, finishedAt);
        missing += answer == Answer::Missing;
        return then_(++entries);
    }

    size_t entries = 0;
    size_t missing = 0;

private:
    const std::function<bool(size_t)> then_;
};

int32_t list(const std::string& path, EntryObserver* observer = nullptr) {
    return listEntries(path.c_str(), Clock::instance(), observer);
}

/// Thousands of files take seconds on a disk that others use.
std::filesystem::path quickPlace() {
    const std::string memory = tmpfsParent();
    return memory.empty() ? fs::temp_directory_path() : fs::path(memory);
}

void makeEntries(const std::string& directory, size_t count) {
    fs::create_directories(directory);
    for (size_t index = 0; index < count; ++index) writeWholeFile(directory + "/entry" + std::to_string(index), {});
}

TEST(DirectoryListing, LooksAtEveryEntryOnce) {
    const TemporaryDirectory directory(quickPlace());
    // Several answers of the kernel.
    makeEntries(directory.path("d"), 3000);
    fs::create_directory(directory.path("d/.hidden"));
    fs::create_symlink("nowhere", directory.path("d/dangling"));
    const size_t before = openDescriptors();
    Told told;
    EXPECT_EQ(list(directory.path("d"), &told), 3002);
    EXPECT_EQ(told.entries, 3002u);
    EXPECT_EQ(told.missing, 0u) << "what a link leads to is not looked at";
    EXPECT_EQ(list(directory.path("d")), 3002);
    EXPECT_EQ(countEntries(directory.path("d").c_str()), 3002);
    EXPECT_EQ(openDescriptors(), before);
}

TEST(DirectoryListing, IsEmptyInAnEmptyDirectory) {
    const TemporaryDirectory directory;
    Told told;
    EXPECT_EQ(list(directory.path(), &told), 0);
    EXPECT_EQ(told.entries, 0u);
}

TEST(DirectoryListing, CountsEntriesThatAreGoneMeanwhileAsMissing) {
    const TemporaryDirectory directory;
    makeEntries(directory.path("d"), 100);
    Told told([&](size_t entries) {
        if (entries == 10)
            for (size_t index = 0; index < 100; ++index) fs::remove(directory.path("d/entry" + std::to_string(index)));
        return true;
    });
    // All of them were in the first answer of the kernel.
    EXPECT_EQ(list(directory.path("d"), &told), 100);
    EXPECT_EQ(told.entries, 100u);
    EXPECT_EQ(told.missing, 90u);
}

TEST(DirectoryListing, EndsWhereItIsToldTo) {
    const TemporaryDirectory directory(quickPlace());
    makeEntries(directory.path("d"), 2000);
    const size_t before = openDescriptors();
    Told told([](size_t entries) { return entries < 1500; });
    EXPECT_EQ(list(directory.path("d"), &told), -ECANCELED);
    EXPECT_EQ(told.entries, 1500u);
    EXPECT_EQ(openDescriptors(), before);
}

TEST(DirectoryListing, SaysWhyItCannot) {
    const TemporaryDirectory directory;
    writeWholeFile(directory.path("file"), {});
    for (const auto& call : {std::function<int32_t(const char*)>(countEntries),
                             std::function<int32_t(const char*)>([](const char* path) { return list(path); })}) {
        EXPECT_EQ(call(directory.path("none").c_str()), -ENOENT);
        EXPECT_EQ(call(directory.path("file").c_str()), -ENOTDIR);
    }
}

/// Rights of this thread alone; the user has none of its own.
class AsNobody {
public:
    AsNobody() : changed_(syscall(SYS_setresuid, -1, 65534, -1) == 0) {}
    ~AsNobody() {
        if (changed_) syscall(SYS_setresuid, -1, 0, -1);
    }

private:
    const bool changed_;
};

TEST(DirectoryListing, IsRefusedWithoutTheRightToReadOrToSearch) {
    if (geteuid() != 0) GTEST_SKIP() << "needs root, to give up its rights";
    const TemporaryDirectory directory;
    chmod(directory.path().c_str(), 0755);
    makeEntries(directory.path("closed"), 3);
    makeEntries(directory.path("unsearchable"), 3);
    chmod(directory.path("closed").c_str(), 0700);
    chmod(directory.path("unsearchable").c_str(), 0744);
    const AsNobody nobody;
    EXPECT_EQ(list(directory.path("closed")), -EACCES);
    EXPECT_EQ(countEntries(directory.path("closed").c_str()), -EACCES);
    EXPECT_EQ(countEntries(directory.path("unsearchable").c_str()), 3);
    EXPECT_EQ(list(directory.path("unsearchable")), -EACCES) << "names can be read, entries not looked at";
}

/// Chains of one operation or more on one file, as the template describes them.
class EngineListings : public EngineTest {
protected:
    /// Results of the operations that ran.
    std::vector<int32_t> run(const std::vector<Kind>& operations) const {
        const size_t before = openDescriptors();
        std::vector<int32_t> results;
        {
            EngineRig rig(engineSpec(GetParam().kind, GetParam().queueDepth, operations), {},
                          O_RDWR | O_CLOEXEC | O_NOFOLLOW);
            const ChainNames names = namesOf(operations);
            bool given = false;
            const auto next = [&](Chain& chain) {
                if (std::exchange(given, true)) return false;
                std::copy_n(file_.c_str(), file_.size() + 1, chain.path);
                for (const PathName name : furtherNamesOf(operations)) writeName(name, chain.path, chain.pathOf(name));
                chain.count = static_cast<uint32_t>(operations.size());
                for (uint32_t index = 0; index < chain.count; ++index) {
                    Operation& operation = chain.operations[index];
                    operation.kind = operations[index];
                    operation.name = names.operations[index].name;
                    operation.otherName = names.operations[index].otherName;
                    operation.length = isTransfer(operation.kind) ? 4096 : 0;
                }
                return true;
            };
            rig.drive(next, [&](const Chain& chain) {
                EXPECT_EQ(chain.descriptor, -1) << "left open";
                for (uint32_t index = 0; index < chain.executed; ++index)
                    results.push_back(chain.operations[index].result);
            });
        }
        EXPECT_EQ(openDescriptors(), before);
        return results;
    }

    const TemporaryDirectory directory_;
    const std::string file_ = directory_.path("d/entry1");
};

TEST_P(EngineListings, GiveTheNumberOfEntries) {
    makeEntries(directory_.path("d"), 50);
    EXPECT_EQ(run({Kind::List}), std::vector<int32_t>{50});
    EXPECT_EQ(run({Kind::Readdir}), std::vector<int32_t>{50});
    EXPECT_EQ(run({Kind::Statx, Kind::List, Kind::Stat}), (std::vector<int32_t>{0, 50, 0}));
}

TEST_P(EngineListings, FailWithWhatTheDirectoryIs) {
    EXPECT_EQ(run({Kind::List}), std::vector<int32_t>{-ENOENT});
    writeWholeFile(directory_.path("d"), {});
    EXPECT_EQ(run({Kind::List, Kind::Stat}), std::vector<int32_t>{-ENOTDIR});
    EXPECT_EQ(run({Kind::Statx}), std::vector<int32_t>{-ENOTDIR});
}

TEST_P(EngineListings, FindWhatIsMissingToBeMissing) {
    makeEntries(directory_.path("d"), 2);
    writeWholeFile(file_, Bytes(4096));
    const std::vector<Kind> search{Kind::StatMissing, Kind::StatMissing, Kind::OpenMissing, Kind::Stat,
                                   Kind::Open,        Kind::OpenMissing, Kind::Read,        Kind::Close};
    EXPECT_EQ(run(search), (std::vector<int32_t>{0, 0, 0, 0, 0, 0, 4096, 0}));
}

TEST_P(EngineListings, RefuseANameThatShouldBeMissing) {
    makeEntries(directory_.path("d"), 2);
    writeWholeFile(file_ + ".missing001", {});
    EXPECT_EQ(run({Kind::OpenMissing, Kind::OpenMissing, Kind::Stat}), (std::vector<int32_t>{0, -EEXIST}));
    EXPECT_EQ(run({Kind::StatMissing, Kind::StatMissing, Kind::Stat}), (std::vector<int32_t>{0, -EEXIST}));
}

TEST_P(EngineListings, GiveOtherErrorsOfANameThatShouldBeMissing) {
    writeWholeFile(directory_.path("d"), {});
    EXPECT_EQ(run({Kind::OpenMissing, Kind::Stat}), std::vector<int32_t>{-ENOTDIR});
    EXPECT_EQ(run({Kind::StatMissing, Kind::Stat}), std::vector<int32_t>{-ENOTDIR});
}

INSTANTIATE_TEST_SUITE_P(Engine, EngineListings, testing::ValuesIn(chainEngines()), engineCaseName);

}  // namespace
}  // namespace ioproof
