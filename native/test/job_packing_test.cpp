// Whole jobs on packed samples: shards are written as they are to be and each read once an epoch, and what was read is
// counted in samples.
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/io_error.h"
#include "test/engine_rig.h"
#include "test/file_content.h"
#include "test/job_run.h"
#include "test/job_specs.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

/// 23 samples of up to 3000 bytes in 5 shards, read in pieces of 4 KiB.
JobSpec packedSpec(Packing packing) {
    JobSpec spec = filesSpec();
    spec.packing = packing;
    spec.fileCount = 5;
    spec.sampleCount = 23;
    spec.fileSize = 3000;
    spec.fileSizes = {.form = SizeForm::Uniform, .from = 100, .to = 3000, .shares = {}};
    spec.access = Access::Permutation;
    return spec;
}

/// As the data set is written.
JobSpec layoutOf(JobSpec spec, const std::string& root) {
    spec.engine = EngineKind::Sync;
    spec.queueDepth = spec.submitBatch = spec.completeBatch = 1;
    spec.root = root;
    spec.workers = 2;
    spec.passes = 1;
    spec.operations = {Kind::Create, Kind::Write, Kind::Close};
    spec.access = Access::Sequential;
    spec.createFiles = true;
    return spec;
}

uint64_t bytesOfAll(JobSpec spec) {
    spec.packShards();
    uint64_t bytes = 0;
    for (uint64_t shard = 0; shard < spec.fileCount; ++shard) bytes += spec.sizesOfFiles().of(shard);
    return bytes;
}

class JobPacking : public EngineTest {
protected:
    void expectEpochs(Packing packing) const {
        JobSpec spec = packedSpec(packing);
        const JobRun written = runJob(layoutOf(spec, directory_.path()));
        EXPECT_EQ(written.result.endReason, EndReason::Passes);
        EXPECT_EQ(written.result.samples, 0u);
        EXPECT_EQ(totalsOf(written.result.operations, Kind::Write).bytes, bytesOfAll(spec));

        spec.engine = GetParam().kind;
        spec.queueDepth = GetParam().queueDepth;
        spec.submitBatch = spec.completeBatch = spec.queueDepth;
        spec.root = directory_.path();
        spec.workers = 3;
        spec.passes = 4;
        spec.operations = {Kind::Stat, Kind::Open, Kind::Read, Kind::Close};
        spec.linkChains = GetParam().linked;
        spec.requireWritten = true;
        const JobRun run = runJob(spec);
        ASSERT_FALSE(run.result.firstError) << run.result.firstError->path;
        EXPECT_EQ(totalsOf(run.result.operations, Kind::Open).count, 20u);
        EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).bytes, 4 * bytesOfAll(spec));
        EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).shortCount, 0u);
        EXPECT_EQ(run.result.samples, 4u * 23u);
        EXPECT_EQ(run.result.cacheAfter.totalBytes, bytesOfAll(spec));
    }

    const TemporaryDirectory directory_;
};

TEST_P(JobPacking, ReadsEachTarShardOnceAnEpoch) { expectEpochs(Packing::Tar); }
TEST_P(JobPacking, ReadsEachTfrecordShardOnceAnEpoch) { expectEpochs(Packing::Tfrecord); }

INSTANTIATE_TEST_SUITE_P(Engine, JobPacking, testing::ValuesIn(chainEngines()), engineCaseName);

TEST(JobPackingCounts, AreOfTheShardsThatWereReadToTheirEnd) {
    JobSpec spec = packedSpec(Packing::Tfrecord);
    spec.access = Access::Sequential;
    spec.nullLatencyNs = 1'000'000;
    spec.passes = 0;
    for (const uint64_t runtimeNs : {9'000'000u, 15'000'000u, 33'000'000u, 61'000'000u}) {
        spec.runtimeNs = runtimeNs;
        const JobRun run = runJob(spec);
        const uint64_t shards = totalsOf(run.result.operations, Kind::Chain).count;
        ASSERT_GT(shards, 0u);
        const uint64_t rest = shards % 5;  // 5, 5, 5, 4 and 4 samples
        EXPECT_EQ(run.result.samples, shards / 5 * 23 + rest * 5 - (rest > 3 ? rest - 3 : 0)) << shards << " shards";
    }
}

TEST(JobPackingCounts, LooseFilesAreSamplesWhereTheyAreRead) {
    JobSpec spec = filesSpec();
    spec.passes = 3;
    EXPECT_EQ(runJob(spec).result.samples, 30u);
    spec.operations = {Kind::Open, Kind::Close};
    EXPECT_EQ(runJob(spec).result.samples, 0u);
    EXPECT_EQ(runJob(blockSpec()).result.samples, 0u);
}

TEST(JobPackingCounts, AShardThatFailsIsNone) {
    JobSpec spec = packedSpec(Packing::Tfrecord);
    spec.nullFailEvery = 2;
    EXPECT_EQ(runJob(spec).result.endReason, EndReason::Error);
    EXPECT_EQ(runJob(spec).result.samples, 0u);
}

TEST(JobPackingRules, RefuseWhatIsNoShard) {
    const struct {
        const char* about;
        std::function<void(JobSpec&)> change;
    } breaches[] = {
        {"kind files", [](JobSpec& spec) { spec = blockSpec(), spec.packing = Packing::Tar; }},
        {"needs a sample", [](JobSpec& spec) { spec.sampleCount = 4; }},
        {"sampleCount", [](JobSpec& spec) { spec.packing = Packing::None; }},
        {"8 GiB", [](JobSpec& spec) { spec.fileSizes = {}, spec.fileSize = uint64_t{1} << 33; }},
        {"fileSizes", [](JobSpec& spec) { spec.fileSizes.to = 2999; }},
        {"only looked at", [](JobSpec& spec) { spec.operations = {Kind::Unlink}; }},
        {"only looked at", [](JobSpec& spec) { spec.itemsAreDirectories = true; }},
        {"anew", [](JobSpec& spec) { spec.operations = {Kind::Open, Kind::Write, Kind::Close}; }},
        {"one at a time",
         [](JobSpec& spec) { spec = layoutOf(spec, "/x"), spec.engine = EngineKind::IoUring, spec.queueDepth = 2; }},
        {"its format", [](JobSpec& spec) { spec = layoutOf(spec, "/x"), spec.compressPercent = 1; }},
        {"4096 pieces", [](JobSpec& spec) { spec.blockSize = 1; }},
    };
    for (const auto& [about, change] : breaches) {
        JobSpec spec = packedSpec(Packing::Tar);
        change(spec);
        try {
            runJob(spec);
            ADD_FAILURE() << about;
        } catch (const JobError& error) {
            EXPECT_EQ(error.code(), "BAD_SPEC");
            EXPECT_NE(std::string(error.what()).find(about), std::string::npos) << error.what() << ", not " << about;
        }
    }
}

}  // namespace
}  // namespace ioproof
