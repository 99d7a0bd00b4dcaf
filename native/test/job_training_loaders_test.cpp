// Loaders other than the map-style one, in virtual time: files that are read through, and several items at once.
#include <gtest/gtest.h>

#include "core/sample_files.h"
#include "test/training_specs.h"

namespace ioproof {
namespace {

constexpr uint64_t us = 1000;
constexpr uint64_t ms = 1'000'000;

uint64_t countOf(const JobRun& run, OperationKind kind) { return totalsOf(run.result.operations, kind).count; }

/// 8 files of 16 records; a rank has 4 of them, 64 samples.
JobSpec recordsSpec() {
    JobSpec spec = trainingSpec();
    SampleFileSpec files = smallSamples();
    files.container = Container::Tfrecord;
    files.extension = "tfrecord";
    files.trainFiles = 8;
    files.samplesPerFile = 16;
    setFiles(spec, files);
    spec.training->loader = LoaderKind::Tf;
    spec.blockSize = 16384;
    return spec;
}

TEST(JobTrainingTf, GoesThroughEachFileOnce) {
    const JobSpec spec = recordsSpec();
    const JobRun run = runJob(spec);
    const SampleFiles files(*spec.sampleFiles);
    EXPECT_EQ(run.result.endReason, EndReason::Passes);
    EXPECT_EQ(countOf(run, OperationKind::Open), 8u);
    EXPECT_EQ(countOf(run, OperationKind::Close), 8u);
    const uint64_t bytes = files.fileSizes().of(0);
    EXPECT_EQ(countOf(run, OperationKind::Read), 8 * ((bytes + 16383) / 16384));
    EXPECT_EQ(totalsOf(run.result.operations, OperationKind::Read).bytes, 8 * bytes);
    const TrainingEpoch& epoch = run.result.training->epochs.at(0);
    EXPECT_TRUE(epoch.complete);
    EXPECT_EQ(epoch.stepsPlanned, 16u);
    EXPECT_EQ(run.result.training->samples, 128u);
    EXPECT_EQ(run.result.training->item.count(), 128u);
    // The first read of a file has three records: with two readers, the first batch is there after an open and a read.
    EXPECT_EQ(epoch.ranks[0].firstBatchNs, 2 * us);
    EXPECT_EQ(epoch.endNs, 2 * us + 16 * ms);
}

TEST(JobTrainingTf, EpochsBeginEachFileAnew) {
    JobSpec spec = recordsSpec();
    spec.passes = 3;
    // The last file of a rank is left in its middle: 13 steps of 64 / 4.
    spec.training->steps = 13;
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.training->epochs.size(), 3u);
    EXPECT_EQ(run.result.training->samples, 3u * 2 * 13 * 4);
    EXPECT_EQ(countOf(run, OperationKind::Open), countOf(run, OperationKind::Close));
    EXPECT_EQ(countOf(run, OperationKind::Open), 3u * 8);
    EXPECT_EQ(run.result.training->epochs[2].endNs, 3 * (2 * us + 13 * ms));
}

TEST(JobTrainingTf, ReadersAwaitTheStepsThatTheyAreAheadOf) {
    JobSpec spec = recordsSpec();
    // Each read ends within a record.
    spec.blockSize = 5000;
    spec.runtimeNs = ms / 2;
    const JobRun run = runJob(spec);
    // A rank may have the first four batches, 16 samples, before its second step: 8 of each reader, which end in the
    // seventh read, each with its frame and header.
    const uint64_t reads = countOf(run, OperationKind::Read);
    EXPECT_GE(reads, 4u * 7);
    EXPECT_LE(reads, 4u * 8);
    EXPECT_EQ(run.result.training->lateness.max(), 0u);
}

TEST(JobTrainingTf, ABufferIsFilledBeforeTheFirstBatch) {
    JobSpec spec = recordsSpec();
    spec.training->sampleShuffle = true;
    spec.training->shuffleBuffer = 32;
    const JobRun run = runJob(spec);
    // 32 samples and three more of the batch, 18 of a reader: the 18th is the second of its second file.
    EXPECT_GT(run.result.training->epochs.at(0).ranks[0].firstBatchNs, 4 * us);
    EXPECT_EQ(run.result.training->samples, 128u);
}

TEST(JobTrainingTf, FilesAreReadByOneCallWhereItemsAreWhole) {
    JobSpec spec = recordsSpec();
    spec.training->wholeItems = true;
    EXPECT_EQ(countOf(runJob(spec), OperationKind::Read), 8u);
}

TEST(JobTrainingTf, AShortReadIsFollowedByTheRest) {
    JobSpec spec = recordsSpec();
    spec.nullShortEvery = 2;
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Passes);
    EXPECT_EQ(run.result.training->samples, 128u);
}

TEST(JobTrainingStream, SeveralItemsAreUnderWayAtOnce) {
    JobSpec spec = trainingSpec();
    spec.training->rules = TrainingRules::V3;
    spec.training->loader = LoaderKind::Stream;
    spec.training->window = 8;
    const JobRun one = runJob(spec);
    spec.training->inFlight = 4;
    setWorkers(spec, 1);
    const JobRun four = runJob(spec);
    for (const JobRun* run : {&one, &four}) {
        EXPECT_EQ(countOf(*run, OperationKind::Open), 64u);
        EXPECT_EQ(run->result.training->samples, 64u);
    }
    EXPECT_EQ(one.result.training->epochs.at(0).ranks[0].firstBatchNs, 12 * us);
    EXPECT_EQ(four.result.training->epochs.at(0).ranks[0].firstBatchNs, 3 * us);
}

TEST(JobTrainingIndexed, IndexesAreReadOnceByEachReader) {
    JobSpec spec = trainingSpec();
    SampleFileSpec files = smallSamples();
    files.container = Container::Indexed;
    files.extension = "indexed_binary";
    files.trainFiles = 1;
    files.samplesPerFile = 64;
    setFiles(spec, files);
    spec.passes = 2;
    const JobRun run = runJob(spec);
    const SampleFiles made(files);
    const uint64_t companions = made.companionsOf(0).size();
    EXPECT_GT(companions, 0u);
    EXPECT_EQ(countOf(run, OperationKind::Open), 2u * 64 + 4 * companions);
    EXPECT_EQ(run.result.training->samples, 128u);
}

TEST(JobTrainingParquet, RowGroupsFollowTheFooterOfTheirFile) {
    JobSpec spec = trainingSpec();
    SampleFileSpec files = smallSamples();
    files.container = Container::Parquet;
    files.extension = "parquet";
    files.trainFiles = 8;
    files.samplesPerFile = 64;
    files.rowGroupRows = 16;
    files.columns = {{.type = ColumnType::Float32, .width = 16, .count = 2, .read = true},
                     {.type = ColumnType::Uint8, .width = 8, .count = 1, .read = false}};
    setFiles(spec, files);
    spec.training->rules = TrainingRules::V3;
    spec.training->loader = LoaderKind::Stream;
    spec.training->inFlight = 2;
    spec.training->window = 4;
    setWorkers(spec, 1);
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Passes);
    EXPECT_TRUE(run.result.training->epochs.at(0).complete);
    // A footer and four row groups of each file, each opened for itself.
    EXPECT_EQ(countOf(run, OperationKind::Open), 8u * 5);
    EXPECT_EQ(run.result.training->samples, 8u * 64);
}

}  // namespace
}  // namespace ioproof
