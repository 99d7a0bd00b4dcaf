// What a job of kind checkpoint is refused for, a rule each.
#include <gtest/gtest.h>

#include "test/broken_rule.h"
#include "test/checkpoint_specs.h"
#include "test/job_specs.h"

namespace ioproof {
namespace {

JobSpec checkpointJob() {
    JobSpec spec = blockSpec();
    spec.kind = JobKind::Checkpoint;
    spec.checkpoint = checkpointSpec();
    spec.workers = spec.checkpoint->ranks;
    setBlockSize(spec, 1 << 20);
    return spec;
}

class CheckpointRulesOf : public testing::TestWithParam<BrokenRule> {};

TEST_P(CheckpointRulesOf, AreToldByName) { expectToldByName(checkpointJob(), GetParam()); }

const BrokenRule brokenRules[] = {
    {"no other, has checkpoint", [](JobSpec& spec) { spec.checkpoint.reset(); }},
    {"a worker for each rank", [](JobSpec& spec) { spec.workers = 1; }},
    {"blockSize must be a multiple of 1 MiB", [](JobSpec& spec) { spec.blockSize = 3 << 19; }},
    {"or a power of two", [](JobSpec& spec) { spec.blockSize = 3 << 18; }},
    {"from 4 KiB below that", [](JobSpec& spec) { spec.blockSize = 2048; }},
    {"needs saves or loads", [](JobSpec& spec) { spec.checkpoint->saves = 0; }},
    {"loads need saves",
     [](JobSpec& spec) {
         spec.checkpoint->saves = 0;
         spec.checkpoint->loads = 1;
     }},
    {"keep must be at least 1", [](JobSpec& spec) { spec.checkpoint->keep = 0; }},
    {"loadShift must be less", [](JobSpec& spec) { spec.checkpoint->loadShift = 2; }},
    {"shift none",
     [](JobSpec& spec) {
         spec.checkpoint->loadAll = true;
         spec.checkpoint->loadShift = 1;
     }},
    {"the oldest first",
     [](JobSpec& spec) {
         spec.checkpoint->present = {2, 2};
         spec.checkpoint->firstNumber = 3;
     }},
    {"above those that are present", [](JobSpec& spec) { spec.checkpoint->present = {1}; }},
    {"have 32 bits",
     [](JobSpec& spec) {
         spec.checkpoint->firstNumber = UINT32_MAX;
         spec.checkpoint->saves = 2;
     }},
    {"calls of its own", [](JobSpec& spec) { spec.operations = {OperationKind::Open}; }},
    {"memory of the host", [](JobSpec& spec) { spec.memory = BufferMemory::Gpu; }},
    {"neither rate nor thinkNs", [](JobSpec& spec) { spec.rateBytes = 1; }},
    {"neither ramp nor stonewall", [](JobSpec& spec) { spec.stonewallNs = 1; }},
    {"ends with its saves and loads", [](JobSpec& spec) { spec.ioBytes = 1; }},
    {"makes its files when it saves", [](JobSpec& spec) { spec.createFiles = true; }},
    {"a sync of its own", [](JobSpec& spec) { spec.sync = SyncMode::Sync; }},
    {"content of its own", [](JobSpec& spec) { spec.dedupePercent = 50; }},
    {"only blocks are stamped", [](JobSpec& spec) { spec.stampDataset = 1; }},
    {"nothing that could be verified", [](JobSpec& spec) { spec.checkpoint->verifyLoads = true; }},
    {"parts overlap", [](JobSpec& spec) { spec.checkpoint->parts[3].offset = 1; }},
    {"multiples of 4096", [](JobSpec& spec) { spec.direct = true; }},
};

INSTANTIATE_TEST_SUITE_P(All, CheckpointRulesOf, testing::ValuesIn(brokenRules));

TEST(CheckpointRules, TakeEveryBlockThatFitsTheChecksums) {
    for (const uint64_t size : {4096u, 65'536u, 524'288u, 1u << 20, 3u << 20, 32u << 20}) {
        JobSpec spec = checkpointJob();
        setBlockSize(spec, size);
        spec.fileSize = size;
        EXPECT_NO_THROW(spec.check()) << size;
    }
}

TEST(CheckpointRules, TakeTheLastNumberThereIs) {
    JobSpec spec = checkpointJob();
    spec.checkpoint->firstNumber = UINT32_MAX;
    EXPECT_NO_THROW(spec.check());
}

TEST(CheckpointRules, TakeLoadsOfEarlierSavesAlone) {
    JobSpec spec = checkpointJob();
    spec.checkpoint->saves = 0;
    spec.checkpoint->loads = 3;
    spec.checkpoint->present = {4, 7};
    EXPECT_NO_THROW(spec.check());
}

}  // namespace
}  // namespace ioproof
