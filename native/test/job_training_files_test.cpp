// Whole trainings on real files: each engine reads each sample once an epoch, whatever the number of its workers.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "core/io_error.h"
#include "core/sample_files.h"
#include "test/engine_rig.h"
#include "test/temporary_directory.h"
#include "test/training_specs.h"

namespace ioproof {
namespace {

SampleFileSpec npzFiles() {
    SampleFileSpec files = smallSamples();
    files.container = Container::Npz;
    files.extension = "npz";
    files.recordLength = 100'000;
    files.recordDeviation = 30'000;
    return files;
}

uint64_t bytesOfAll(const SampleFileSpec& spec) {
    const SampleFiles files(spec);
    uint64_t bytes = 0;
    for (uint64_t file = 0; file < files.fileCount(); ++file) bytes += files.fileSizes().of(file);
    return bytes;
}

void expectWholeEpochs(const JobRun& run, const JobSpec& spec, uint64_t epochs) {
    const uint64_t files = spec.sampleFiles->trainFiles;
    EXPECT_EQ(run.result.endReason, EndReason::Passes);
    ASSERT_EQ(run.result.training->epochs.size(), epochs);
    for (const TrainingEpoch& epoch : run.result.training->epochs) {
        EXPECT_TRUE(epoch.complete);
        for (const RankEpoch& rank : epoch.ranks)
            EXPECT_EQ(rank.dataWaitNs + rank.computeNs + rank.barrierNs, epoch.endNs - epoch.startNs);
    }
    EXPECT_EQ(totalsOf(run.result.operations, OperationKind::Read).bytes, bytesOfAll(*spec.sampleFiles) * epochs);
    EXPECT_EQ(totalsOf(run.result.operations, OperationKind::Open).count, files * epochs);
    EXPECT_EQ(totalsOf(run.result.operations, OperationKind::Close).count, files * epochs);
    EXPECT_EQ(run.result.training->samples, files * epochs);
    EXPECT_EQ(run.result.training->item.count(), files * epochs);
}

class JobTrainingFiles : public testing::TestWithParam<EngineKind> {
protected:
    void SetUp() override {
        const std::string refusal = refusalOf(GetParam());
        if (!refusal.empty()) GTEST_SKIP() << refusal;
    }
    TemporaryDirectory directory_;
};

TEST_P(JobTrainingFiles, ReadsEachFileOnceAnEpoch) {
    JobSpec spec = storedTraining(directory_.path(), GetParam(), npzFiles());
    spec.blockSize = 16384;
    spec.passes = 2;
    spec.requireWritten = true;
    expectWholeEpochs(runJob(spec), spec, 2);
}

TEST_P(JobTrainingFiles, ReadsEachFileByOneCall) {
    JobSpec spec = storedTraining(directory_.path(), GetParam(), npzFiles());
    spec.training->wholeItems = true;
    const JobRun run = runJob(spec);
    expectWholeEpochs(run, spec, 1);
    EXPECT_EQ(totalsOf(run.result.operations, OperationKind::Read).count, 64u);
}

TEST_P(JobTrainingFiles, ReadsFilesOfOddSizesByDirectIo) {
    JobSpec spec = storedTraining(directory_.path(), GetParam(), npzFiles());
    spec.direct = true;
    for (const bool whole : {false, true}) {
        spec.training->wholeItems = whole;
        spec.blockSize = 16384;
        const JobRun run = runJob(spec);
        if (!run.ready.direct.used) GTEST_SKIP() << run.ready.direct.reason;
        expectWholeEpochs(run, spec, 1);
        EXPECT_EQ(totalsOf(run.result.operations, OperationKind::Read).shortCount, 0u);
    }
}

TEST_P(JobTrainingFiles, ChecksumsAreTheSameHoweverItIsRead) {
    JobSpec spec = storedTraining(directory_.path(), GetParam(), npzFiles());
    spec.training->wholeItems = true;
    spec.training->touch = true;
    const uint32_t checksum = runJob(spec).result.training->checksum;
    EXPECT_NE(checksum, 0u);
    spec.engine = EngineKind::Sync;
    setWorkers(spec, 4);
    EXPECT_EQ(runJob(spec).result.training->checksum, checksum);
}

TEST_P(JobTrainingFiles, ColdEpochsHaveAPauseBetweenThem) {
    JobSpec spec = storedTraining(directory_.path(), GetParam(), npzFiles());
    spec.passes = 3;
    spec.coldPasses = ColdPasses::Files;
    const JobRun run = runJob(spec);
    expectWholeEpochs(run, spec, 3);
    const auto& epochs = run.result.training->epochs;
    ASSERT_EQ(run.result.passes.size(), 3u);
    for (size_t index = 1; index < 3; ++index) {
        EXPECT_GT(run.result.passes[index].pausedNs, 0u);
        EXPECT_GE(epochs[index].startNs, epochs[index - 1].endNs);
        // What lies between two epochs is the time in which threads wake, not that in which caches are dropped.
        EXPECT_LT(epochs[index].startNs - epochs[index - 1].endNs, 1'000'000'000u);
    }
    EXPECT_EQ(run.result.passes[0].chains + run.result.passes[1].chains + run.result.passes[2].chains,
              run.result.workers[0].chains +
                  (run.result.workers.size() > 1
                       ? run.result.workers[1].chains + run.result.workers[2].chains + run.result.workers[3].chains
                       : 0));
}

TEST_P(JobTrainingFiles, AStopInTheMiddleOfAnEpochLeavesWholeSteps) {
    JobSpec spec = storedTraining(directory_.path(), GetParam(), npzFiles());
    spec.training->compute.meanNs = 50'000'000;
    JobRunner runner(spec, [](const IntervalResult&) {});
    runner.prepare();
    runner.start(monotonicNs());
    std::thread stopper([&runner] {
        while (!runner.snapshot().training || runner.snapshot().training->step < 2)
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        runner.stop();
    });
    const JobResult result = runner.run();
    stopper.join();
    EXPECT_EQ(result.endReason, EndReason::Stopped);
    ASSERT_EQ(result.training->epochs.size(), 1u);
    const TrainingEpoch& epoch = result.training->epochs[0];
    EXPECT_FALSE(epoch.complete);
    EXPECT_GE(epoch.ranks[0].steps, 2u);
    EXPECT_LT(epoch.ranks[0].steps, 8u);
    EXPECT_EQ(epoch.ranks[0].steps, epoch.ranks[1].steps);
    EXPECT_LE(epoch.endNs, result.elapsedNs);
}

TEST_P(JobTrainingFiles, AMissingFileEndsTheJobWithItsPath) {
    JobSpec spec = storedTraining(directory_.path(), GetParam(), npzFiles());
    const std::string gone = directory_.path() + "/" + SampleFiles(npzFiles()).path(40);
    ASSERT_EQ(unlink(gone.c_str()), 0);
    spec.training->compute.meanNs = 1000;
    try {
        const JobRun run = runJob(spec);
        ASSERT_TRUE(run.result.firstError);
        EXPECT_EQ(run.result.firstError->path, gone);
        EXPECT_EQ(run.result.firstError->error, ENOENT);
    } catch (const IoError& error) {
        EXPECT_NE(std::string(error.what()).find(gone), std::string::npos);
    }
}

INSTANTIATE_TEST_SUITE_P(Engines, JobTrainingFiles,
                         testing::Values(EngineKind::Sync, EngineKind::IoUring, EngineKind::Libaio),
                         [](const auto& info) { return std::string(nameOf(info.param)); });

TEST(JobTrainingWorkers, SeveralWorkersReadWhatOneDoes) {
    const TemporaryDirectory directory;
    for (const uint32_t workers : {1u, 2u, 3u, 4u}) {
        JobSpec spec = storedTraining(directory.path(), EngineKind::Auto, npzFiles());
        setWorkers(spec, workers);
        expectWholeEpochs(runJob(spec), spec, 1);
    }
}

}  // namespace
}  // namespace ioproof
