// The calls of each rank, in their order.
#include "sources/checkpoint_steps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace ioproof {
namespace {

using Target = CheckpointStep::Target;

std::string nameOf(const CheckpointSpec& spec, const CheckpointStep& step) {
    switch (step.target) {
        case Target::Part: return spec.parts[step.number].name;
        case Target::Closing: return spec.closing[step.number].name;
        case Target::Directory: return "directory of " + spec.parts[step.number].name;
        case Target::ClosingDirectory: return "directory of " + spec.closing[step.number].name;
        case Target::Root: return "root";
    }
    return {};
}

std::vector<std::string> textOf(const CheckpointSpec& spec, const CheckpointSteps& steps) {
    std::vector<std::string> lines;
    for (const CheckpointStep& step : steps) {
        std::ostringstream line;
        line << nameOf(step.kind) << " " << nameOf(spec, step);
        if (isTransfer(step.kind)) line << " " << step.from << "-" << step.until << (step.buffered ? " buffered" : "");
        if (step.awaitsFile) line << " awaited";
        if (step.announcesFile) line << " announced";
        if (step.file > 0) line << " #" << step.file;
        lines.push_back(line.str());
    }
    return lines;
}

CheckpointSpec specOf(std::vector<CheckpointPart> parts) {
    CheckpointSpec spec;
    spec.directoryPrefix = "step";
    spec.parts = std::move(parts);
    for (const CheckpointPart& part : spec.parts) spec.ranks = std::max(spec.ranks, part.rank + 1);
    return spec;
}

std::vector<std::string> save(const CheckpointSpec& spec, uint32_t rank, uint64_t unit = 1) {
    const CheckpointFiles files("/root", spec);
    return textOf(spec, CheckpointPlan(files, unit).save(rank));
}

std::vector<std::string> load(const CheckpointSpec& spec, uint32_t rank) {
    const CheckpointFiles files("/root", spec);
    return textOf(spec, CheckpointPlan(files, 1).load(rank));
}

std::vector<std::string> closing(const CheckpointSpec& spec) {
    const CheckpointFiles files("/root", spec);
    return textOf(spec, CheckpointPlan(files, 1).closing());
}

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CheckpointSteps, EachFileIsCompleteBeforeTheNextBegins) {
    const auto spec = specOf({{.name = "a", .bytes = 10}, {.name = "sub/b", .bytes = 20}});
    EXPECT_THAT(save(spec, 0), ElementsAre("create a", "write a 0-10", "fsync a", "close a", "rename a", "create sub/b",
                                           "write sub/b 0-20", "fsync sub/b", "close sub/b", "rename sub/b",
                                           "fsyncDirectory directory of a", "fsyncDirectory directory of sub/b"));
    EXPECT_THAT(closing(spec), IsEmpty());
}

TEST(CheckpointSteps, FilesStayOpenUntilAllOfTheRankAreWritten) {
    auto spec = specOf({{.name = "a", .bytes = 10}, {.name = "b", .bytes = 20}});
    spec.sync = CheckpointSync::Rank;
    EXPECT_THAT(save(spec, 0),
                ElementsAre("create a", "write a 0-10", "create b #1", "write b 0-20 #1", "fsync a", "close a",
                            "rename a", "fsync b #1", "close b #1", "rename b #1", "fsyncDirectory directory of a"));
    const CheckpointFiles files("/root", spec);
    EXPECT_EQ(mostOpenFiles(files), 2u);
}

TEST(CheckpointSteps, NothingIsSyncedOrRenamedWhereThatWasNotAskedFor) {
    auto spec = specOf({{.name = "a", .bytes = 10}});
    spec.sync = CheckpointSync::None;
    spec.rename = false;
    spec.closing = {{.name = "index", .content = std::vector<std::byte>(3)}, {.name = "empty", .content = {}}};
    EXPECT_THAT(save(spec, 0), ElementsAre("create a", "write a 0-10", "close a"));
    EXPECT_THAT(closing(spec),
                ElementsAre("create index", "write index 0-3 buffered", "close index", "create empty", "close empty"));
}

TEST(CheckpointSteps, WhatFillsNoSectorIsWrittenPastDirectIo) {
    const auto spec = specOf({{.name = "a", .bytes = 10'000}, {.name = "b", .bytes = 8192}, {.name = "c", .bytes = 9}});
    EXPECT_THAT(save(spec, 0, 4096), testing::IsSupersetOf({"write a 0-8192", "write a 8192-10000 buffered",
                                                            "write b 0-8192", "write c 0-9 buffered"}));
}

TEST(CheckpointSteps, SharedFilesAreMadeByTheFirstRankThatWritesToThemAndRenamedAtTheEnd) {
    auto spec = specOf({{.name = "own", .rank = 0, .bytes = 5},
                        {.name = "shared", .rank = 2, .offset = 0, .bytes = 10},
                        {.name = "shared", .rank = 1, .offset = 10, .bytes = 20}});
    spec.closing = {{.name = "sub/index", .content = std::vector<std::byte>(1)}};
    EXPECT_THAT(save(spec, 0), testing::Not(testing::Contains("create shared")));
    EXPECT_THAT(save(spec, 1),
                ElementsAre("create shared", "close shared announced", "open shared awaited", "write shared 0-20",
                            "fsync shared", "close shared", "fsyncDirectory directory of shared"));
    EXPECT_THAT(save(spec, 2), ElementsAre("open shared awaited", "write shared 0-10", "fsync shared", "close shared",
                                           "fsyncDirectory directory of shared"));
    EXPECT_THAT(closing(spec), ElementsAre("rename shared", "create sub/index", "write sub/index 0-1 buffered",
                                           "fsync sub/index", "close sub/index", "rename sub/index",
                                           "fsyncDirectory directory of sub/index", "fsyncDirectory root"));
}

TEST(CheckpointSteps, LoadsAreOfTheShiftedRankOrOfAllParts) {
    auto spec = specOf({{.name = "a", .rank = 0, .bytes = 5}, {.name = "b", .rank = 1, .bytes = 6}});
    EXPECT_THAT(load(spec, 0), ElementsAre("open a", "read a 0-5", "close a"));
    spec.loadShift = 1;
    EXPECT_THAT(load(spec, 1), ElementsAre("open a", "read a 0-5", "close a"));
    spec.loadShift = 0;
    spec.loadAll = true;
    EXPECT_THAT(load(spec, 1), ElementsAre("open a", "read a 0-5", "close a", "open b", "read b 0-6", "close b"));
}

}  // namespace
}  // namespace ioproof
