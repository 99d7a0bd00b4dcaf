// Which file of a checkpoint is whose, where it lies, and what is refused.
#include "core/checkpoint_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <ostream>

#include "core/io_error.h"
#include "test/checkpoint_specs.h"

namespace ioproof {
namespace {

using testing::ElementsAre;

TEST(CheckpointFiles, SortsPartsByRankAndFile) {
    const CheckpointSpec spec = checkpointSpec();
    const CheckpointFiles files("/mnt", spec);
    EXPECT_THAT(files.partsOf(0), ElementsAre(0, 1));
    EXPECT_THAT(files.partsOf(1), ElementsAre(2, 3));
    EXPECT_EQ(files.bytesOf(0), 2'504'098u);
    EXPECT_EQ(files.bytesOf(1), 1'056'768u);
    EXPECT_EQ(files.bytes(), 3'560'866u);
    EXPECT_EQ(files.fileCount(), 4u);
    EXPECT_EQ(files.dataFileCount(), 3u);
    EXPECT_FALSE(files.isShared(0));
    EXPECT_TRUE(files.isShared(1));
    EXPECT_TRUE(files.isShared(3));
    EXPECT_EQ(files.fileOf(3), 1u);
    EXPECT_THAT(files.partsOfFile(1), ElementsAre(1, 3));
    EXPECT_EQ(files.bytesOfFile(1), 12'289u);
    EXPECT_THAT(files.directories(), ElementsAre("rank1"));
}

TEST(CheckpointFiles, NamesPaths) {
    const CheckpointSpec spec = checkpointSpec();
    const CheckpointFiles files("/mnt", spec);
    EXPECT_EQ(files.directoryOf(7), "/mnt/step7");
    EXPECT_EQ(files.pathOf(7, 2), "/mnt/step7/rank1/model_1.pt");
    EXPECT_EQ(files.temporaryPathOf(7, 2), "/mnt/step7/rank1/model_1.pt.partial");
    EXPECT_EQ(files.closingPathOf(7, 0), "/mnt/step7/index.json");
    EXPECT_EQ(files.sealPathOf(7), "/mnt/step7/ioproof.seal");
    EXPECT_EQ(files.pathCapacity(), files.temporaryPathOf(UINT32_MAX, 2).size() + 1);
    EXPECT_THAT(files.dataPathsOf(3),
                ElementsAre("/mnt/step3/model_0.pt", "/mnt/step3/shared.bin", "/mnt/step3/rank1/model_1.pt"));
}

TEST(CheckpointFiles, SharedRangesMayComeInAnyOrder) {
    CheckpointSpec spec = checkpointSpec();
    std::swap(spec.parts[1].offset, spec.parts[3].offset);
    spec.parts[1].offset = 8192;
    const CheckpointFiles files("/mnt", spec);
    EXPECT_THAT(files.partsOfFile(files.fileOf(1)), ElementsAre(3, 1));
}

TEST(CheckpointFiles, ParentsComeBeforeWhatIsInThem) {
    CheckpointSpec spec = checkpointSpec();
    spec.parts[0].name = "b/c/d/f";
    spec.closing[0].name = "b/a/f";
    EXPECT_THAT(CheckpointFiles("/mnt", spec).directories(), ElementsAre("b", "b/a", "b/c", "b/c/d", "rank1"));
}

struct BrokenFiles {
    const char* words;
    std::function<void(CheckpointSpec&)> spoil;
};

void PrintTo(const BrokenFiles& broken, std::ostream* out) { *out << broken.words; }

class CheckpointFilesOf : public testing::TestWithParam<BrokenFiles> {};

TEST_P(CheckpointFilesOf, AreRefused) {
    CheckpointSpec spec = checkpointSpec();
    GetParam().spoil(spec);
    try {
        CheckpointFiles("/mnt", spec);
        FAIL() << "was not refused";
    } catch (const JobError& error) {
        EXPECT_EQ(error.code(), "BAD_SPEC");
        EXPECT_THAT(error.what(), testing::HasSubstr(GetParam().words));
    }
}

const BrokenFiles brokenFiles[] = {
    {"below the directory", [](CheckpointSpec& spec) { spec.parts[0].name = "../model"; }},
    {"have a name below", [](CheckpointSpec& spec) { spec.parts[0].name = "/model"; }},
    {"must have a name", [](CheckpointSpec& spec) { spec.parts[0].name = ""; }},
    {"a file must have", [](CheckpointSpec& spec) { spec.parts[0].name = "a/./b"; }},
    {"a file must", [](CheckpointSpec& spec) { spec.parts[0].name = "a/"; }},
    {"at most 247 bytes", [](CheckpointSpec& spec) { spec.parts[0].name = std::string(248, 'x'); }},
    {"each part of it", [](CheckpointSpec& spec) { spec.closing[0].name = std::string("a\0b", 3); }},
    {"are not complete", [](CheckpointSpec& spec) { spec.parts[0].name = "model.partial"; }},
    {"two files have the name \"ioproof.seal\"", [](CheckpointSpec& spec) { spec.parts[0].name = "ioproof.seal"; }},
    {"have the name \"shared.bin\"", [](CheckpointSpec& spec) { spec.closing[0].name = "shared.bin"; }},
    {"a file and a directory", [](CheckpointSpec& spec) { spec.closing[0].name = "rank1"; }},
    {"parts overlap of \"model_0.pt\" at offset 0", [](CheckpointSpec& spec) { spec.parts[2].name = "model_0.pt"; }},
    {"a gap is before", [](CheckpointSpec& spec) { spec.parts[3].offset = 4098; }},
    {"of \"model_0.pt\" at offset 1",
     [](CheckpointSpec& spec) {
         spec.parts[0].header.clear();
         spec.parts[0].offset = 1;
     }},
    {"rank 2 writes nothing", [](CheckpointSpec& spec) { spec.ranks = 3; }},
    {"rank 2 writes nothing",
     [](CheckpointSpec& spec) {
         spec.ranks = 3;
         spec.saves = 0;
     }},
    {"nothing is written", [](CheckpointSpec& spec) { spec.parts.clear(); }},
    {"no rank 2", [](CheckpointSpec& spec) { spec.parts[1].rank = 2; }},
    {"1 byte to 4 EiB", [](CheckpointSpec& spec) { spec.parts[2].bytes = 0; }},
    {"no longer than its part", [](CheckpointSpec& spec) { spec.parts[0].bytes = 16; }},
    {"what a file begins with", [](CheckpointSpec& spec) { spec.parts[3].header = bytesOfText("x"); }},
    {"directoryPrefix", [](CheckpointSpec& spec) { spec.directoryPrefix = "a/b"; }},
};

INSTANTIATE_TEST_SUITE_P(All, CheckpointFilesOf, testing::ValuesIn(brokenFiles));

}  // namespace
}  // namespace ioproof
