// Whole trainings in virtual time: every figure is known beforehand.
#include <gtest/gtest.h>

#include "core/io_error.h"
#include "test/training_specs.h"

namespace ioproof {
namespace {

constexpr uint64_t us = 1000;
constexpr uint64_t ms = 1'000'000;

uint64_t countOf(const JobRun& run, OperationKind kind) { return totalsOf(run.result.operations, kind).count; }

// 64 files of one sample, two ranks, batches of 4: 8 steps. Each file is opened, read and closed: 3 us; a reader builds
// a batch of 4 in 12 us, and the two of a rank are told of one batch each.
TEST(JobTraining, AnEpochOfWholeFiles) {
    const JobRun run = runJob(trainingSpec());
    ASSERT_TRUE(run.result.training);
    const TrainingResult& training = *run.result.training;
    EXPECT_EQ(run.result.endReason, EndReason::Passes);
    EXPECT_EQ(countOf(run, OperationKind::Open), 64u);
    EXPECT_EQ(countOf(run, OperationKind::Read), 64u);
    EXPECT_EQ(countOf(run, OperationKind::Close), 64u);
    EXPECT_EQ(totalsOf(run.result.operations, OperationKind::Read).bytes, 64u * 4096);

    ASSERT_EQ(training.epochs.size(), 1u);
    const TrainingEpoch& epoch = training.epochs[0];
    EXPECT_TRUE(epoch.complete);
    EXPECT_FALSE(epoch.isEval);
    EXPECT_EQ(epoch.number, 1u);
    EXPECT_EQ(epoch.startNs, 0u);
    EXPECT_EQ(epoch.endNs, 12 * us + 8 * ms);
    EXPECT_EQ(epoch.stepsPlanned, 8u);
    ASSERT_EQ(epoch.ranks.size(), 2u);
    for (const RankEpoch& rank : epoch.ranks) {
        EXPECT_EQ(rank.steps, 8u);
        EXPECT_EQ(rank.samples, 32u);
        EXPECT_EQ(rank.firstBatchNs, 12 * us);
        EXPECT_EQ(rank.firstStepNs, 12 * us + ms);
        EXPECT_EQ(rank.computeNs, 8 * ms);
        EXPECT_EQ(rank.computeAfterFirstNs, 7 * ms);
        EXPECT_EQ(rank.dataWaitNs, 12 * us);
        EXPECT_EQ(rank.dataWaitAfterFirstNs, 0u);
        EXPECT_EQ(rank.barrierNs, 0u);
    }
    EXPECT_EQ(run.result.elapsedNs, epoch.endNs);
    EXPECT_EQ(training.samples, 64u);
    EXPECT_EQ(training.sampleBytes, 64u * 4096);
    EXPECT_EQ(training.item.count(), 64u);
    EXPECT_EQ(training.item.min(), 3 * us);
    EXPECT_EQ(training.item.max(), 3 * us);
    EXPECT_EQ(training.step.count(), 16u);
    EXPECT_EQ(training.lateness.max(), 0u);
    EXPECT_EQ(run.result.samples, 64u);
    expectIntervalsAddUp(run);
}

// A batch takes 4 x 3 x 100 us = 1.2 ms to load and the two readers work side by side, each told of its next batch when
// the one before is taken. Batch k is loaded by reader k modulo 2, two steps before it.
TEST(JobTraining, ADeviceThatIsTooSlowLowersUtilizationByItsShare) {
    JobSpec spec = trainingSpec();
    spec.nullLatencyNs = 1000 * us;
    const JobRun run = runJob(spec);
    const TrainingEpoch& epoch = run.result.training->epochs[0];
    // Batches 0 and 1 are there at 12 ms. Step 0 begins then and lets reader 0 go on with batch 2, there at 24 ms; step
    // 1 begins at 13 ms, so that batch 3 is there at 25 ms; and so on: two steps in 12 ms.
    EXPECT_EQ(epoch.endNs, 12 * ms * 4 + 2 * ms);
    for (const RankEpoch& rank : epoch.ranks) {
        EXPECT_EQ(rank.firstBatchNs, 12 * ms);
        EXPECT_EQ(rank.dataWaitAfterFirstNs, 3 * 10 * ms);
    }
    EXPECT_EQ(run.result.training->dataWait.max(), 12 * ms);
}

TEST(JobTraining, RanksWithoutABarrierEndAtTheSameTimeWhereTheyAreAlike) {
    JobSpec spec = trainingSpec();
    spec.training->barrierEvery = 0;
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.training->epochs[0].endNs, 12 * us + 8 * ms);
}

TEST(JobTraining, EpochsFollowEachOtherAndPrefetchNothingOverTheirBorder) {
    JobSpec spec = trainingSpec();
    spec.passes = 3;
    const JobRun run = runJob(spec);
    const auto& epochs = run.result.training->epochs;
    ASSERT_EQ(epochs.size(), 3u);
    for (uint64_t index = 0; index < 3; ++index) {
        EXPECT_EQ(epochs[index].number, index + 1);
        EXPECT_EQ(epochs[index].startNs, index * (12 * us + 8 * ms));
        EXPECT_EQ(epochs[index].ranks[1].firstBatchNs, 12 * us);
        EXPECT_TRUE(epochs[index].complete);
    }
    EXPECT_EQ(run.result.elapsedNs, 3 * (12 * us + 8 * ms));
    EXPECT_EQ(countOf(run, OperationKind::Read), 3u * 64);
}

TEST(JobTraining, AnEvaluationComesAfterSoManyEpochs) {
    JobSpec spec = trainingSpec();
    SampleFileSpec files = smallSamples();
    files.evalFiles = 16;
    setFiles(spec, files);
    spec.passes = 4;
    spec.training->evalEvery = 2;
    spec.training->evalBatchSize = 2;
    spec.training->evalCompute = {.form = ComputeForm::Fixed, .meanNs = 500 * us, .deviationNs = 0};
    const JobRun run = runJob(spec);
    const auto& epochs = run.result.training->epochs;
    ASSERT_EQ(epochs.size(), 6u);
    const bool isEval[] = {false, false, true, false, false, true};
    const uint32_t number[] = {1, 2, 1, 3, 4, 2};
    for (size_t index = 0; index < 6; ++index) {
        EXPECT_EQ(epochs[index].isEval, isEval[index]);
        EXPECT_EQ(epochs[index].number, number[index]);
    }
    // 16 samples, 2 ranks, batches of 2: 4 steps of half a millisecond, the first batch after 6 us.
    EXPECT_EQ(epochs[2].endNs - epochs[2].startNs, 6 * us + 4 * 500 * us);
    // Evaluations are in no histogram.
    EXPECT_EQ(run.result.training->step.count(), 4u * 16);
    EXPECT_EQ(run.result.training->samples, 4u * 64);
}

TEST(JobTraining, ARuntimeCutsAnEpochAfterAStep) {
    JobSpec spec = trainingSpec();
    spec.runtimeNs = 5 * ms;
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Runtime);
    EXPECT_EQ(run.result.elapsedNs, 5 * ms);
    const TrainingEpoch& epoch = run.result.training->epochs.at(0);
    EXPECT_FALSE(epoch.complete);
    EXPECT_EQ(epoch.endNs, 12 * us + 4 * ms);
    EXPECT_EQ(epoch.ranks[0].steps, 4u);
    EXPECT_EQ(epoch.ranks[0].computeNs, 4 * ms);
    EXPECT_EQ(run.result.training->samples, 32u);
}

TEST(JobTraining, ReadsOfAPartOfAFileFollowEachOtherWithTheFileOpen) {
    JobSpec spec = trainingSpec();
    spec.blockSize = 1024;
    const JobRun run = runJob(spec);
    EXPECT_EQ(countOf(run, OperationKind::Open), 64u);
    EXPECT_EQ(countOf(run, OperationKind::Read), 256u);
    EXPECT_EQ(countOf(run, OperationKind::Close), 64u);
    EXPECT_EQ(run.result.training->item.max(), 6 * us);
    EXPECT_EQ(run.result.training->epochs[0].ranks[0].firstBatchNs, 24 * us);
}

TEST(JobTraining, WholeItemsAreReadByOneCall) {
    JobSpec spec = trainingSpec();
    spec.blockSize = 1024;
    spec.training->wholeItems = true;
    const JobRun run = runJob(spec);
    EXPECT_EQ(countOf(run, OperationKind::Read), 64u);
}

TEST(JobTraining, ComputeTimesOfALawAreTheSameWhateverTheDevice) {
    JobSpec spec = trainingSpec();
    spec.training->compute = {.form = ComputeForm::Normal, .meanNs = ms, .deviationNs = 100 * us};
    const JobRun fast = runJob(spec);
    spec.nullLatencyNs = 500 * us;
    const JobRun slow = runJob(spec);
    const auto& one = fast.result.training->epochs[0];
    const auto& other = slow.result.training->epochs[0];
    for (size_t rank = 0; rank < 2; ++rank) EXPECT_EQ(one.ranks[rank].computeNs, other.ranks[rank].computeNs);
    EXPECT_NE(one.ranks[0].computeNs, one.ranks[1].computeNs);
    EXPECT_GT(one.ranks[0].barrierNs + one.ranks[1].barrierNs, 0u);
    EXPECT_LT(one.endNs, other.endNs);
}

TEST(JobTraining, AFailedReadEndsTheJobWithItsPath) {
    JobSpec spec = trainingSpec();
    spec.nullFailEvery = 20;
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Error);
    ASSERT_TRUE(run.result.firstError);
    EXPECT_EQ(run.result.firstError->operation, OperationKind::Read);
    EXPECT_NE(run.result.firstError->path.find("/nowhere/train/img_"), std::string::npos)
        << run.result.firstError->path;
}

TEST(JobTraining, AfterAShortReadTheRestIsRead) {
    JobSpec spec = trainingSpec();
    spec.nullShortEvery = 3;
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Passes);
    EXPECT_GT(totalsOf(run.result.operations, OperationKind::Read).shortCount, 0u);
    EXPECT_EQ(run.result.training->samples, 64u);
    EXPECT_EQ(totalsOf(run.result.operations, OperationKind::Read).bytes, 64u * 4096);
}

TEST(JobTraining, TooFewSamplesForAStepAreRefused) {
    JobSpec spec = trainingSpec();
    spec.training->batchSize = 33;
    try {
        runJob(spec);
        FAIL();
    } catch (const JobError& error) {
        EXPECT_EQ(error.code(), "TOO_FEW_SAMPLES");
    }
}

TEST(JobTraining, OrdersThatNumpyIsNotAskedForAreTold) {
    JobSpec spec = trainingSpec();
    spec.training->rules = TrainingRules::V1;
    spec.training->sampleShuffle = true;
    spec.training->steps = 1;
    EXPECT_TRUE(runJob(spec).ready.featuresRefused.empty());
    SampleFileSpec files = smallSamples();
    files.container = Container::Indexed;
    files.samplesPerFile = mostListedSamples / files.trainFiles + 1;
    setFiles(spec, files);
    const auto refused = runJob(spec).ready.featuresRefused;
    ASSERT_EQ(refused.size(), 1u);
    EXPECT_EQ(refused[0].what, "numpy-shuffle");
    EXPECT_NE(refused[0].reason.find("16777216"), std::string::npos);
}

TEST(JobTraining, ItemsThatNoCallCanReadAreRefused) {
    JobSpec spec = trainingSpec();
    SampleFileSpec files = smallSamples();
    files.recordLength = 3e9;
    setFiles(spec, files);
    spec.training->wholeItems = true;
    try {
        runJob(spec);
        FAIL();
    } catch (const JobError& error) {
        EXPECT_EQ(error.code(), "ITEM_TOO_LARGE");
    }
}

}  // namespace
}  // namespace ioproof
